"""The limits in days behind every deadline, as dated data; ``deadlines`` counts with them."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Literal

from casework.case import PermitKind, Procedure
from casework.effective_dates import Certainty, Dated

SERVICE_BEGAN = date(2021, 10, 1)
UU_6_2011 = date(2011, 5, 5)
PERMEN_22_2023 = date(2023, 8, 22)


class ServiceStep(StrEnum):
    """The steps for which the office has promised a number of working days."""

    INTAKE_CHECK = "intake-check"
    ELIGIBILITY = "eligibility"
    VISIT = "visit"
    ISSUE = "issue"
    FORWARD = "forward"
    CENTRAL_DECISION = "central-decision"


@dataclass(frozen=True, kw_only=True)
class FilingRule(Dated):
    """How long before the last day of stay an application may be made, and until when.

    ``latest`` is the last working day before the expiry, the expiry itself, or ``latest_days`` before it.
    """

    kinds: frozenset[PermitKind]
    procedures: frozenset[Procedure]
    earliest_months: int | None = None
    earliest_days: int | None = None
    latest: Literal["working-day-before", "expiry-day", "days-before"] = "working-day-before"
    latest_days: int = 0


@dataclass(frozen=True, kw_only=True)
class ServiceLevel(Dated):
    """Within how many working days a step is done; for all permits where ``kinds`` is empty."""

    step: ServiceStep
    kinds: frozenset[PermitKind]
    working_days: int


@dataclass(frozen=True, kw_only=True)
class OfficeLimits(Dated):
    """The office's own counts: reserves, deadlines and thresholds, in working days unless the name says otherwise."""

    reserve_for_a_failed_visit: int = 2
    documents_before_expiry: int = 3
    documents_without_expiry: int = 10
    payment_calendar_days: int = 7
    priority_within: int = 5
    emergency_within: int = 3
    attempts_at_a_visit: int = 3
    reminders_days_before_expiry: tuple[int, ...] = (90, 60, 30, 14, 7, 3, 1)


@dataclass(frozen=True, kw_only=True)
class OverstayRule(Dated):
    """The charge in rupiah per day of overstay, and the day of it from which the law offers no charge any more."""

    charge_per_day: int
    gap_day: int = 60


@dataclass(frozen=True, kw_only=True)
class RetentionRule(Dated):
    """For how many years after closure a file is kept before its destruction may be proposed."""

    kinds: frozenset[PermitKind]
    years: int


@dataclass(frozen=True, kw_only=True)
class ObjectionRule(Dated):
    """Within how many working days of being told a "no" is objected to, and within how many it is decided anew."""

    file_within: int
    decide_within: int


@dataclass(frozen=True, kw_only=True)
class AppealRule(Dated):
    """Within how many working days of being told the answer to an objection one may appeal to the level above."""

    file_within: int


@dataclass(frozen=True, kw_only=True)
class CourtRule(Dated):
    """Within how many calendar days one may go to the administrative court after the answer to an objection or an appeal.

    ``basis_without_objection`` is the law by which they run from the day of being told the "no" itself.
    """

    file_within: int
    basis_without_objection: str


@dataclass(frozen=True, kw_only=True)
class ComplaintRule(Dated):
    """Within how many working days of its arrival a complaint about the service is answered."""

    answer_within: int


_VISIT, _LIMITED, _PERMANENT = (
    frozenset({kind}) for kind in (PermitKind.VISIT, PermitKind.LIMITED, PermitKind.PERMANENT)
)
_STAY = _LIMITED | _PERMANENT
_ANY = frozenset(PermitKind)
_EXTENSION, _REPORT = frozenset({Procedure.EXTENSION}), frozenset({Procedure.REPORT})

FILING_RULES: tuple[FilingRule, ...] = (
    FilingRule(
        valid_from=UU_6_2011,
        legal_basis="Permenkumham 22/2023 jo. 11/2024 (perpanjangan ITK)",
        source="imigrasi.go.id, antaranews (domain 2.2): earliest 14 days before, latest the working day before",
        certainty=Certainty.PUBLISHED,
        kinds=_VISIT,
        procedures=_EXTENSION,
        earliest_days=14,
    ),
    FilingRule(
        valid_from=UU_6_2011,
        legal_basis="Permenkumham 22/2023 jo. 11/2024 (perpanjangan ITAS)",
        source="karawang.imigrasi.go.id (domain 2.2): earliest 3 months before, latest the working day before",
        certainty=Certainty.PUBLISHED,
        kinds=_LIMITED,
        procedures=_EXTENSION,
        earliest_months=3,
    ),
    FilingRule(
        valid_from=UU_6_2011,
        legal_basis="UU 6/2011 Ps 59; Permenkumham 22/2023 (perpanjangan ITAP)",
        source="imigrasi.go.id (domain 2.2): earliest 3 months before, latest the day on which the ITAP ends",
        certainty=Certainty.PUBLISHED,
        kinds=_PERMANENT,
        procedures=_EXTENSION,
        earliest_months=3,
        latest="expiry-day",
    ),
    FilingRule(
        valid_from=UU_6_2011,
        legal_basis="UU 6/2011 Ps 59 (lapor ITAP lima tahunan)",
        source="imigrasi.go.id (domain 2.2): earliest 3 months before the due day, latest the working day before",
        certainty=Certainty.PUBLISHED,
        kinds=_PERMANENT,
        procedures=_REPORT,
        earliest_months=3,
    ),
    FilingRule(
        valid_from=UU_6_2011,
        legal_basis="Permenkumham 22/2023 jo. 11/2024 (alih status)",
        source="imigrasi.go.id says 'paling lama 30 hari sebelum': read as at least 30 days before (domain 2.2)",
        certainty=Certainty.OFFICE,
        kinds=_VISIT | _LIMITED,
        procedures=frozenset({Procedure.CONVERSION}),
        latest="days-before",
        latest_days=30,
    ),
    FilingRule(
        valid_from=UU_6_2011,
        legal_basis="PP 31/2013 Ps 142–143 jo. PP 48/2021 (pemberian)",
        source="pasal.id (domain 2.1): within the stay allowed at entry",
        certainty=Certainty.OFFICE,
        kinds=_ANY,
        procedures=frozenset({Procedure.GRANT}),
    ),
)


@dataclass(frozen=True)
class _Standard:
    legal_basis: str
    source: str
    certainty: Certainty = Certainty.PUBLISHED


def _level(step: ServiceStep, kinds: frozenset[PermitKind], working_days: int, standard: _Standard) -> ServiceLevel:
    return ServiceLevel(
        valid_from=SERVICE_BEGAN,
        legal_basis=standard.legal_basis,
        source=standard.source,
        certainty=standard.certainty,
        step=step,
        kinds=kinds,
        working_days=working_days,
    )


_OWN = _Standard("SK layanan", "domain 8.3", Certainty.OFFICE)
_CENTRE = _Standard("Permenkumham 22/2023", "imigrasi.go.id (mirror)")
SERVICE_LEVELS: tuple[ServiceLevel, ...] = (
    _level(ServiceStep.INTAKE_CHECK, frozenset(), 1, _OWN),
    _level(ServiceStep.ELIGIBILITY, frozenset(), 1, _OWN),
    _level(ServiceStep.VISIT, frozenset(), 2, _Standard("SE Dirjen IMI-417.GR.01.01/2025", "jogja.imigrasi.go.id")),
    _level(ServiceStep.ISSUE, _VISIT, 2, _Standard("standar pelayanan perpanjangan ITK", "sippn Muara Enim")),
    _level(ServiceStep.ISSUE, _LIMITED, 4, _Standard("standar pelayanan perpanjangan ITAS", "sippn Banggai")),
    _level(ServiceStep.ISSUE, _PERMANENT, 5, _Standard("standar pelayanan perpanjangan ITAP", "sippn Jawa Barat")),
    _level(ServiceStep.FORWARD, _STAY, 3, _CENTRE),
    _level(ServiceStep.CENTRAL_DECISION, _STAY, 5, _CENTRE),
)

OFFICE_LIMITS: tuple[OfficeLimits, ...] = (
    OfficeLimits(valid_from=SERVICE_BEGAN, legal_basis="SK layanan", source="domain 8.3", certainty=Certainty.OFFICE),
)

OVERSTAY_RULES: tuple[OverstayRule, ...] = (
    OverstayRule(
        valid_from=UU_6_2011,
        valid_to=date(2019, 5, 2),
        legal_basis="UU 6/2011 Ps 78; tarif PNBP sebelum PP 28/2019",
        source="expatindo",
        certainty=Certainty.PUBLISHED,
        charge_per_day=300_000,
    ),
    OverstayRule(
        valid_from=date(2019, 5, 3),
        valid_to=date(2024, 12, 16),
        legal_basis="UU 6/2011 Ps 78; PP 28/2019",
        source="antaranews 3899610",
        certainty=Certainty.PUBLISHED,
        charge_per_day=1_000_000,
    ),
    OverstayRule(
        valid_from=date(2024, 12, 17),
        legal_basis="UU 6/2011 Ps 78; PP 45/2024",
        source="visa-indonesia.com; the annex of PP 45/2024 itself not seen",
        certainty=Certainty.PUBLISHED,
        charge_per_day=1_000_000,
    ),
)

RETENTION_RULES: tuple[RetentionRule, ...] = (
    RetentionRule(
        valid_from=UU_6_2011,
        legal_basis="JRA Permenkumham 35/2013 jo. 54/2016",
        source="imigrasi-singaraja.com: ITK files destroyed after 3 years",
        certainty=Certainty.OFFICE,
        kinds=_VISIT,
        years=3,
    ),
    RetentionRule(
        valid_from=UU_6_2011,
        legal_basis="JRA Permenkumham 35/2013 jo. 54/2016",
        source="kompasiana 648aad37: stay-permit files are kept for 5 years",
        certainty=Certainty.OFFICE,
        kinds=_STAY,
        years=5,
    ),
)

OBJECTION_RULES: tuple[ObjectionRule, ...] = (
    ObjectionRule(
        valid_from=date(2014, 10, 17),
        legal_basis="UU 30/2014 Ps 77",
        source="own knowledge; the 21 working days also in Perma 6/2018 (putusan3.mahkamahagung.go.id); a person must confirm",
        certainty=Certainty.UNCONFIRMED,
        file_within=21,
        decide_within=10,
    ),
)

APPEAL_RULES: tuple[AppealRule, ...] = (
    AppealRule(
        valid_from=date(2014, 10, 17),
        legal_basis="UU 30/2014 Ps 78",
        source="own knowledge: 10 working days; a person must confirm",
        certainty=Certainty.UNCONFIRMED,
        file_within=10,
    ),
)

COURT_RULES: tuple[CourtRule, ...] = (
    CourtRule(
        valid_from=SERVICE_BEGAN,
        legal_basis="UU 5/1986 Ps 55; Perma 6/2018 Ps 5",
        source="domain 5.2, L13: 90 days; counted by the calendar, so that nobody is told a day too late; a person must confirm",
        certainty=Certainty.UNCONFIRMED,
        file_within=90,
        basis_without_objection="UU 5/1986 Ps 55",
    ),
)

COMPLAINT_RULES: tuple[ComplaintRule, ...] = (
    ComplaintRule(
        valid_from=date(2009, 7, 18),
        valid_to=date(2018, 12, 31),
        legal_basis="UU 25/2009 Ps 44–50",
        source="own knowledge: 14 days; counted in working days as later; a person must confirm",
        certainty=Certainty.UNCONFIRMED,
        answer_within=14,
    ),
    ComplaintRule(
        valid_from=date(2019, 1, 1),
        legal_basis="UU 25/2009 Ps 44–50; Permenpan-RB 62/2018",
        source="own knowledge: 14 working days for a complaint that needs no inspection; a person must confirm",
        certainty=Certainty.UNCONFIRMED,
        answer_within=14,
    ),
)
