"""One small function per rule: what it finds in an application. What a finding says carries no personal data."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

from casework.case import Applicant, Application, PermitKind, Procedure
from casework.clock import OFFICE_TIME_ZONE
from casework.deadlines import filing_window, overstay_on
from casework.eligibility.permit_limits import index_limit
from casework.eligibility.rules import Outcome, Rule
from casework.eligibility.service_window import ServiceWindow
from casework.identity.birth_date import BirthDate
from casework.identity.country_codes import is_known, is_organisation, is_refugee, is_stateless
from casework.office_calendar import OfficeCalendar
from casework.regions import REGENCIES, responsible_office
from casework.required_documents import guarantor_is_required

Fact = str | int | bool | None
INDONESIA = "IDN"
UNSPECIFIED = frozenset({"XXX"})
NEIGHBOUR_UNKNOWN = "kantor imigrasi setempat"


@dataclass(frozen=True)
class Facts:
    """What a check may look at. ``on`` is the day of the assessment; ``paid_on`` when the state fee was paid."""

    application: Application
    on: date
    service: ServiceWindow
    calendar: OfficeCalendar
    paid_on: date | None = None

    @property
    def applied_on(self) -> date:
        """The office date on which the application was made: age, window and stay are counted on it."""
        return self.application.submitted_at.astimezone(OFFICE_TIME_ZONE).date()


@dataclass(frozen=True)
class Found:
    """What a check found, with the ground's code where it is neither a pass nor beside the point."""

    outcome: Outcome
    ground: str | None = None
    detail: Mapping[str, Fact] = field(default_factory=dict)


Check = Callable[[Facts, Rule], Found]
PASSED = Found(Outcome.PASS)
BESIDE_THE_POINT = Found(Outcome.NOT_APPLICABLE)


def _fail(ground: str, **detail: Fact) -> Found:
    return Found(Outcome.FAIL, ground, detail)


def _manual(ground: str, **detail: Fact) -> Found:
    return Found(Outcome.MANUAL, ground, detail)


def check_nationality(facts: Facts, rule: Rule) -> Found:
    """Foreigners with a national passport are served; refugees, stateless persons and diplomats have desks of their own."""
    del rule
    applicant = facts.application.applicant
    first, second = applicant.machine_readable_zone
    in_the_passport = {first[2:5].rstrip("<"), second[10:13].rstrip("<")}
    if applicant.nationality == INDONESIA:
        return _fail("indonesian-citizen")
    if INDONESIA in in_the_passport:
        return _manual("dual-nationality-suspected")  # never a refusal on this ground alone
    desk = _desk_of_its_own(applicant)
    if desk is not None:
        return _fail(desk)
    known = is_known(applicant.nationality) and not is_organisation(applicant.nationality)
    return PASSED if known and applicant.nationality not in UNSPECIFIED else _manual("nationality-unclear")


def check_service_window(facts: Facts, rule: Rule) -> Found:
    """An application is taken while the service is open; a later closure leaves it untouched."""
    del rule
    if facts.service.takes_applications_of(facts.applied_on):
        return PASSED
    return _fail("service-closed", service_basis=facts.service.legal_basis)


def check_age(facts: Facts, rule: Rule) -> Found:
    """The applicant has reached the minimum age on the day of the application, whatever the passport leaves open."""
    minimum = rule.numbers["minimum_age"]
    born = BirthDate.read(facts.application.applicant.birth_date)
    if born.certainly_reaches(minimum) <= facts.applied_on:
        return PASSED
    at_the_earliest = BirthDate(born.earliest.year, born.earliest.month, born.earliest.day)
    if at_the_earliest.certainly_reaches(minimum) <= facts.applied_on:
        return _manual("age-uncertain", minimum_age=minimum)
    return _fail("under-age", minimum_age=minimum, applied_on=facts.applied_on.isoformat())


def check_jurisdiction(facts: Facts, rule: Rule) -> Found:
    """The residence lies in one of the seven regencies, by its village code and never by a name."""
    del rule
    residence = facts.application.residence
    if residence.regency_code not in REGENCIES:
        neighbour = responsible_office(residence.regency_code)
        office = neighbour.office if neighbour else NEIGHBOUR_UNKNOWN
        return _fail("outside-the-area", regency_code=residence.regency_code, responsible_office=office)
    if not residence.lies_in_the_area:
        return _manual("village-unknown", regency_code=residence.regency_code)
    return PASSED


def check_overstay(facts: Facts, rule: Rule) -> Found:
    """Below 60 days of overstay the head of office decides, beyond them nobody is visited; in time is in time."""
    del rule
    expires_on = facts.application.permit.expires_on
    if expires_on is None:
        return BESIDE_THE_POINT
    overstay = overstay_on(facts.on, expires_on, submitted_on=facts.applied_on, paid_on=facts.paid_on)
    if overstay.kind == "none":
        return PASSED
    if facts.applied_on <= expires_on:
        # applied in time and not yet paid: a person weighs how much of the delay was the office's own
        return _manual("expired-before-payment", days=overstay.days)
    if overstay.kind == "chargeable":
        return _manual("overstay-chargeable", days=overstay.days, charge_rupiah=overstay.charge)
    if overstay.kind == "gap":
        return _manual("overstay-day-60", days=overstay.days)
    return _fail("overstay-beyond", days=overstay.days)


def check_permit_kind(facts: Facts, rule: Rule) -> Found:
    """Visit, limited and permanent stay permits are served; an unlimited ITAP is only reported."""
    del rule
    permit, procedure = facts.application.permit, facts.application.procedure
    if procedure is Procedure.REPORT:
        return PASSED if permit.kind is PermitKind.PERMANENT else _fail("only-permanent-permits-report")
    if index_limit(permit.index, facts.on) is None:
        return _manual("index-unknown", index=permit.index)
    if procedure is Procedure.GRANT or permit.expires_on is not None:
        return PASSED
    return _fail("unlimited-only-reports") if permit.kind is PermitKind.PERMANENT else _manual("expiry-missing")


def check_extendable(facts: Facts, rule: Rule) -> Found:
    """A permit is extended no more often than its visa index allows."""
    del rule
    permit = facts.application.permit
    limit = index_limit(permit.index, facts.on)
    if facts.application.procedure is not Procedure.EXTENSION or permit.kind is PermitKind.PERMANENT or limit is None:
        return BESIDE_THE_POINT
    if limit.extensions is None or permit.extension_number <= limit.extensions:
        return PASSED
    if limit.refused_beyond:
        return _fail("no-extension-left", index=permit.index, extensions=limit.extensions)
    return _manual("extensions-to-be-counted", index=permit.index, extension_number=permit.extension_number)


def check_convertible(facts: Facts, rule: Rule) -> Found:
    """A stay on arrival or without a visa is not converted; neither is a permanent permit, which is the last."""
    del rule
    permit = facts.application.permit
    if facts.application.procedure is not Procedure.CONVERSION:
        return BESIDE_THE_POINT
    limit = index_limit(permit.index, facts.on)
    if limit is None:
        return _manual("index-unknown", index=permit.index)
    if permit.kind is PermitKind.PERMANENT or not limit.convertible:
        return _fail("not-convertible", index=permit.index)
    return PASSED


def check_guarantor(facts: Facts, rule: Rule) -> Found:
    """A foreigner has a guarantor, unless married to an Indonesian or exempt by the kind of visa."""
    del rule
    if facts.application.guarantor is not None:
        return PASSED
    return _fail("guarantor-missing") if guarantor_is_required(facts.application, facts.on) else BESIDE_THE_POINT


def check_filing_window(facts: Facts, rule: Rule) -> Found:
    """An application is made neither too early nor too late before the last day of stay."""
    del rule
    application, applied_on = facts.application, facts.applied_on
    expires_on = application.permit.expires_on
    if expires_on is None or applied_on > expires_on:  # past the last day, the rule on overstay speaks
        return BESIDE_THE_POINT
    window = filing_window(expires_on, application.permit.kind, application.procedure, facts.calendar, on=applied_on)
    if window is None:
        return BESIDE_THE_POINT
    if window.earliest is not None and applied_on < window.earliest:
        return _fail("filed-too-early", earliest_on=window.earliest.isoformat())
    if applied_on > window.latest:
        return _manual("filed-too-late", latest_on=window.latest.isoformat())
    return PASSED


CHECKS: Mapping[str, Check] = MappingProxyType(
    {
        "nationality": check_nationality,
        "service-window": check_service_window,
        "age": check_age,
        "jurisdiction": check_jurisdiction,
        "overstay": check_overstay,
        "permit-kind": check_permit_kind,
        "extendable": check_extendable,
        "convertible": check_convertible,
        "guarantor": check_guarantor,
        "filing-window": check_filing_window,
    }
)


def _desk_of_its_own(applicant: Applicant) -> str | None:
    if applicant.passport_type == "refugee" or is_refugee(applicant.nationality):
        return "refugee"
    if applicant.passport_type == "stateless" or is_stateless(applicant.nationality):
        return "stateless"
    return "diplomatic-or-service-passport" if applicant.passport_type in ("diplomatic", "service") else None
