"""Every day that must not be missed: filing, documents, payment, visit, answer, and how long a file is kept.

Dates are office dates in Asia/Jakarta. The one hard deadline is the last day of stay: submitted and paid by then is
not overstay, however long the office takes (domain facts 2.2).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from dateutil.relativedelta import relativedelta

from casework.case import PermitKind, Procedure
from casework.deadline_rules import (
    APPEAL_RULES,
    COMPLAINT_RULES,
    COURT_RULES,
    FILING_RULES,
    OBJECTION_RULES,
    OFFICE_LIMITS,
    OVERSTAY_RULES,
    RETENTION_RULES,
    SERVICE_LEVELS,
    AppealRule,
    ComplaintRule,
    CourtRule,
    FilingRule,
    ObjectionRule,
    OfficeLimits,
    OverstayRule,
    RetentionRule,
    ServiceLevel,
    ServiceStep,
)
from casework.effective_dates import Dated, NothingInForce, in_force_or_nearest
from casework.office_calendar import OfficeCalendar

Urgency = Literal["normal", "priority", "emergency"]


@dataclass(frozen=True)
class FilingWindow:
    """From when until when an application may be made; an open side is None. The rule says on what basis."""

    earliest: date | None
    latest: date
    rule: FilingRule


@dataclass(frozen=True)
class Overstay:
    """How many days somebody has stayed too long, and what follows.

    ``kind``: none; chargeable (``charge`` in rupiah); gap (the law is silent on that day); beyond (no charge is
    offered any more). ``charge`` is None where none can be computed.
    """

    kind: Literal["none", "chargeable", "gap", "beyond"]
    days: int
    charge: int | None
    legal_basis: str


@dataclass(frozen=True)
class Retention:
    """Until when a file is kept before its destruction may be proposed, and by which schedule."""

    until: date
    legal_basis: str


def filing_window(
    expires_on: date, kind: PermitKind, procedure: Procedure, calendar: OfficeCalendar, *, on: date | None = None
) -> FilingWindow | None:
    """An application is made within its window before the last day of stay; None where the law sets none.

    ``on`` is the day whose rules count (the expiry's by default). The latest day is lowered to a working day.
    """
    rules = [rule for rule in FILING_RULES if kind in rule.kinds and procedure in rule.procedures]
    if not rules:
        return None
    rule = in_force_or_nearest(rules, on or expires_on)
    return FilingWindow(_earliest(expires_on, rule), _latest(expires_on, rule, calendar), rule)


def last_safe_visit_day(
    expires_on: date, kind: PermitKind, procedure: Procedure, calendar: OfficeCalendar, *, on: date | None = None
) -> date:
    """A visit by this day leaves time for one failed visit and for the office's own work before the last day of stay.

    Counted back from the last working day of the stay over the service standard of the permit's kind (approval
    above the office not counted: a permit that was paid in time may run out meanwhile) and the reserve. May lie in
    the past: then every day counts. ``procedure`` is asked for since a standard may come to depend on it.
    """
    del procedure
    limits = in_force_or_nearest(OFFICE_LIMITS, on or expires_on)
    processing = _service_level(ServiceStep.ISSUE, kind, on or expires_on).working_days
    return calendar.add_working_days(
        _last_working_day_of(expires_on, calendar), -(processing + limits.reserve_for_a_failed_visit)
    )


def document_deadline(expires_on: date | None, calendar: OfficeCalendar, *, asked_on: date) -> date:
    """Missing documents come at the latest three working days before the last day of stay.

    Never before the first working day after they were asked for; without an expiry the office's own term counts.
    """
    limits = in_force_or_nearest(OFFICE_LIMITS, asked_on)
    at_best = calendar.next_working_day(asked_on)
    if expires_on is None:
        return calendar.add_working_days(asked_on, limits.documents_without_expiry)
    return max(at_best, calendar.add_working_days(expires_on, -limits.documents_before_expiry))


def payment_deadline(expires_on: date | None, *, billed_on: date) -> date:
    """The state fee is paid within the billing's term, and on the last day of stay at the latest: that prevents overstay.

    For a stay that has ended already the billing's term alone counts.
    """
    term = billed_on + timedelta(days=in_force_or_nearest(OFFICE_LIMITS, billed_on).payment_calendar_days)
    return term if expires_on is None or expires_on < billed_on else min(term, expires_on)


def service_level_due(step: ServiceStep, kind: PermitKind, began_on: date, calendar: OfficeCalendar) -> date:
    """A step is done within its number of working days; the day on which it began does not count."""
    return calendar.add_working_days(began_on, _service_level(step, kind, began_on).working_days)


def service_level_days(step: ServiceStep, kind: PermitKind, on: date) -> int:
    """The working days within which a step is to be done, by the standard of a day."""
    return _service_level(step, kind, on).working_days


def urgency_of(expires_on: date | None, on: date, calendar: OfficeCalendar) -> Urgency:
    """A case goes first when its stay ends within five working days, before all others within three."""
    if expires_on is None:
        return "normal"
    limits = in_force_or_nearest(OFFICE_LIMITS, on)
    if expires_on <= calendar.add_working_days(on, limits.emergency_within):
        return "emergency"
    return "priority" if expires_on <= calendar.add_working_days(on, limits.priority_within) else "normal"


def reminder_days(expires_on: date, on: date) -> tuple[date, ...]:
    """The days on which the guarantor is reminded of the last day of stay, from ``on`` onwards."""
    counts = in_force_or_nearest(OFFICE_LIMITS, on).reminders_days_before_expiry
    return tuple(day for day in (expires_on - timedelta(days=count) for count in counts) if day >= on)


def overstay_on(
    on: date, expires_on: date | None, *, submitted_on: date | None = None, paid_on: date | None = None
) -> Overstay:
    """Each day after the last day of stay is a day of overstay, the day of settlement included.

    Submitted and paid by the last day of stay is none. Below day 60 a charge per day is due, at the tariff of the
    day of settlement; beyond it none is offered; on day 60 the law says nothing (UU 6/2011 Ps 78).
    """
    rule = in_force_or_nearest(OVERSTAY_RULES, on)
    in_time = expires_on is None or all(day is not None and day <= expires_on for day in (submitted_on, paid_on))
    if expires_on is None or on <= expires_on or in_time:
        return Overstay("none", 0, 0, rule.legal_basis)
    days = (on - expires_on).days
    if days < rule.gap_day:
        return Overstay("chargeable", days, days * rule.charge_per_day, rule.legal_basis)
    return Overstay("gap" if days == rule.gap_day else "beyond", days, None, rule.legal_basis)


def overstay_rule_on(day: date) -> OverstayRule:
    """The charge for each day of overstay, and the day from which the law offers none, as in force on a day."""
    return in_force_or_nearest(OVERSTAY_RULES, day)


def retain_until(kind: PermitKind | str, closed_on: date) -> date:
    """A file is kept for its years after closure; then its destruction may be proposed, never done by itself."""
    return retention_of(kind, closed_on).until


def retention_of(kind: PermitKind | str, closed_on: date) -> Retention:
    """Until when a file is kept and by which schedule; raises ``ValueError`` for a kind that is no permit."""
    of_kind: list[RetentionRule] = [rule for rule in RETENTION_RULES if PermitKind(kind) in rule.kinds]
    rule = in_force_or_nearest(of_kind, closed_on)
    return Retention(closed_on + relativedelta(years=rule.years), rule.legal_basis)


def objection_rule_on(day: date) -> ObjectionRule:
    """The law on objections that was in force on a day."""
    return in_force_or_nearest(OBJECTION_RULES, day)


def appeal_rule_on(day: date) -> AppealRule:
    """The law on appeals to the level above that was in force on a day."""
    return in_force_or_nearest(APPEAL_RULES, day)


def court_rule_on(day: date) -> CourtRule:
    """The law on going to the administrative court that was in force on a day."""
    return in_force_or_nearest(COURT_RULES, day)


def last_day_to_object(told_on: date, calendar: OfficeCalendar) -> date:
    """A "no" can be objected to within 21 working days; the day on which it was told does not count."""
    return calendar.add_working_days(told_on, objection_rule_on(told_on).file_within)


def complaint_rule_on(day: date) -> ComplaintRule:
    """The law on complaints about the service that was in force on a day."""
    return in_force_or_nearest(COMPLAINT_RULES, day)


def limits_on(day: date) -> OfficeLimits:
    """The office's own counts that were in force on a day."""
    return in_force_or_nearest(OFFICE_LIMITS, day)


def every_deadline_rule() -> Iterable[Dated]:
    """All the dated entries behind these deadlines, for the auditor."""
    return (
        *FILING_RULES,
        *SERVICE_LEVELS,
        *OFFICE_LIMITS,
        *OVERSTAY_RULES,
        *RETENTION_RULES,
        *OBJECTION_RULES,
        *APPEAL_RULES,
        *COURT_RULES,
        *COMPLAINT_RULES,
    )


def _earliest(expires_on: date, rule: FilingRule) -> date | None:
    if rule.earliest_months is not None:
        return expires_on - relativedelta(months=rule.earliest_months)
    return expires_on - timedelta(days=rule.earliest_days) if rule.earliest_days is not None else None


def _latest(expires_on: date, rule: FilingRule, calendar: OfficeCalendar) -> date:
    if rule.latest == "working-day-before":
        return calendar.previous_working_day(expires_on)
    return _last_working_day_of(expires_on - timedelta(days=rule.latest_days), calendar)


def _last_working_day_of(day: date, calendar: OfficeCalendar) -> date:
    return day if calendar.is_working_day(day) else calendar.previous_working_day(day)


def _service_level(step: ServiceStep, kind: PermitKind, on: date) -> ServiceLevel:
    levels = [level for level in SERVICE_LEVELS if level.step is step and (not level.kinds or kind in level.kinds)]
    if not levels:
        raise NothingInForce(f"no service level for '{step}' of {kind} is on record: add it to SERVICE_LEVELS")
    return in_force_or_nearest(levels, on)
