"""Everything about one case, opened and gathered for one page."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from casework.case import Application
from casework.clock import OFFICE_TIME_ZONE
from casework.completeness import Lack, missing_from
from casework.differences import Difference
from casework.eligibility import Outcome, explain
from casework.eligibility.rules import find_rule
from casework.eligibility.verdict import Finding
from casework.identity.birth_date import AgeRange, BirthDate
from casework.identity.country_codes import country_name, is_known
from casework.lifecycle import Stage
from casework.partners.protocols import PermitReceipt
from casework.regions import ResponsibleOffice, Village, find_village, responsible_office
from casework.registry import Reading
from casework.registry.models import ApplicationCycle, Case, FindingRow, IssuedPermit, Payment
from casework.registry.vault import SealBroken
from casework.stages.case_file import read_application
from casework.stages.conflict import conflict_of
from homevisit.case_sheet import acts, papers, timeline


@dataclass(frozen=True)
class CaseHead:
    """What the register says of a case without opening anything."""

    reference: str
    stage: Stage
    cycle: int
    channel: str
    external_reference: str
    received_at: datetime
    received_on: date
    applied_on: date
    procedure: str
    permit_kind: str
    permit_expires_on: date | None
    last_safe_visit_day: date | None
    result: str | None
    closed_on: date | None
    retain_until: date | None


@dataclass(frozen=True)
class Persons:
    """What was sent in the cycle that is shown, and what the office knows about the names in it."""

    application: Application
    nationality: tuple[str, str]
    age: AgeRange
    village: Village | None
    other_office: ResponsibleOffice | None
    lacks: tuple[Lack, ...]


@dataclass(frozen=True)
class FindingLine:
    """What one rule found, in words, with the law behind it; words are missing only where a rule is unknown here."""

    rule: str
    version: str
    outcome: str
    title: tuple[str, str]
    wording: tuple[str, str]
    legal_basis: str
    assessed_on: date


@dataclass(frozen=True)
class PaymentLine:
    """One billing of the permit's fee."""

    occurrence: int
    amount: int
    tariff_basis: str
    due_on: date
    billing_code: str | None
    billing_expires_at: datetime | None
    paid_at: datetime | None
    receipt_number: str | None


@dataclass(frozen=True)
class CaseSheet:
    """One case as it stands now, seen from one of its cycles; ``persons`` is None where the data was erased."""

    head: CaseHead
    shown_cycle: int
    cycles: tuple[int, ...]
    persons: Persons | None
    findings: tuple[FindingLine, ...]
    payments: tuple[PaymentLine, ...]
    permit: PermitReceipt | None
    visits: tuple[acts.VisitLine, ...]
    chain: tuple[acts.Level, ...]
    questions: tuple[acts.OpenQuestion, ...]
    conflict: tuple[Difference, ...]
    decisions: tuple[acts.MadeDecision, ...]
    not_counted: tuple[acts.NotCounted, ...]
    letters: tuple[papers.LetterLine, ...]
    documents: tuple[papers.DocumentLine, ...]
    not_yet_out: tuple[papers.EffectLine, ...]
    happenings: tuple[timeline.Happening, ...]


def is_there(reading: Reading, reference: str, cycle: int | None = None) -> bool:
    """Whether the register has this case, and this cycle of it where one is asked for."""
    wanted = select(ApplicationCycle.cycle).where(ApplicationCycle.case_reference == reference)
    if cycle is not None:
        wanted = wanted.where(ApplicationCycle.cycle == cycle)
    return reading.session.scalar(wanted.limit(1)) is not None


def gather(reading: Reading, reference: str, cycle: int | None = None) -> CaseSheet:
    """The whole sheet of a case in one reading; raises ``NoResultFound`` for a case that is not there."""
    case = reading.session.get_one(Case, reference)
    shown = case.cycle if cycle is None else cycle
    return CaseSheet(
        head=_head(case),
        shown_cycle=shown,
        cycles=_cycles(reading, reference),
        persons=_persons(reading, case, shown),
        findings=_findings(reading, reference, shown),
        payments=_payments(reading, reference),
        permit=_permit(reading, reference),
        visits=acts.visits_of(reading, reference),
        chain=acts.chain_of(reading, reference),
        questions=(questions := acts.open_questions_of(reading, reference)),
        conflict=_conflict(reading, reference, questions),
        decisions=acts.decisions_of(reading, reference),
        not_counted=acts.not_counted_of(reading, reference),
        letters=papers.letters_of(reading, reference),
        documents=papers.documents_of(reading, reference, shown),
        not_yet_out=papers.not_yet_out(reading, reference),
        happenings=timeline.happenings_of(reading, reference),
    )


def _cycles(reading: Reading, reference: str) -> tuple[int, ...]:
    statement = select(ApplicationCycle.cycle).where(ApplicationCycle.case_reference == reference)
    return tuple(reading.session.scalars(statement.order_by(ApplicationCycle.cycle)))


def _head(case: Case) -> CaseHead:
    return CaseHead(
        reference=case.reference,
        stage=Stage(case.stage),
        cycle=case.cycle,
        channel=case.channel,
        external_reference=case.external_reference,
        received_at=case.received_at,
        received_on=case.received_on,
        applied_on=case.applied_on,
        procedure=case.procedure,
        permit_kind=case.permit_kind,
        permit_expires_on=case.permit_expires_on,
        last_safe_visit_day=case.last_safe_visit_day,
        result=case.result,
        closed_on=case.closed_on,
        retain_until=case.retain_until,
    )


def _persons(reading: Reading, case: Case, cycle: int) -> Persons | None:
    try:
        application = read_application(reading, case, cycle)
    except SealBroken:  # the case's key was destroyed at the end of its time in the archive
        return None
    applicant, village_code = application.applicant, application.residence.village_code
    known = is_known(applicant.nationality)
    applied_on = application.submitted_at.astimezone(OFFICE_TIME_ZONE).date()
    birth = BirthDate.read(applicant.birth_date)
    return Persons(
        application=application,
        nationality=(
            (country_name(applicant.nationality, "id"), country_name(applicant.nationality, "en"))
            if known
            else (applicant.nationality, applicant.nationality)
        ),
        age=birth.age_on(max(applied_on, birth.earliest)),
        village=find_village(village_code),
        other_office=responsible_office(village_code),
        lacks=missing_from(application, case.received_on if cycle == 1 else applied_on),
    )


def _conflict(reading: Reading, reference: str, questions: tuple[acts.OpenQuestion, ...]) -> tuple[Difference, ...]:
    asked = next((one for one in questions if one.kind == "intake-conflict"), None)
    try:
        return () if asked is None else conflict_of(reading, reference, asked.cycle)
    except SealBroken:  # erased at the end of its time in the archive
        return ()


def _findings(reading: Reading, reference: str, cycle: int) -> tuple[FindingLine, ...]:
    rows = reading.session.scalars(
        select(FindingRow).where(FindingRow.case_reference == reference, FindingRow.cycle == cycle)
    )
    order = {"fail": 0, "manual": 1, "pass": 2, "not-applicable": 3}
    return tuple(sorted((_finding(row) for row in rows), key=lambda line: (order.get(line.outcome, 9), line.rule)))


def _finding(row: FindingRow) -> FindingLine:
    try:
        rule = find_rule(row.rule_id, row.rule_version)
        finding = Finding(row.rule_id, row.rule_version, Outcome(row.outcome), row.ground, row.detail)
        title, basis = (rule.title_indonesian, rule.title_english), finding.legal_basis
        wording = (explain(finding, "id"), explain(finding, "en"))
    except LookupError:  # written by a version that knew another rule: the codes are shown as they stand
        title, basis, wording = (row.rule_id, row.rule_id), "–", (row.ground or row.outcome, row.ground or row.outcome)
    return FindingLine(row.rule_id, row.rule_version, row.outcome, title, wording, basis, row.assessed_on)


def _payments(reading: Reading, reference: str) -> tuple[PaymentLine, ...]:
    rows = reading.session.scalars(
        select(Payment).where(Payment.case_reference == reference).order_by(Payment.occurrence)
    )
    return tuple(
        PaymentLine(
            occurrence=row.occurrence,
            amount=row.amount,
            tariff_basis=row.tariff_basis,
            due_on=row.due_on,
            billing_code=row.billing_code,
            billing_expires_at=row.billing_expires_at,
            paid_at=row.paid_at,
            receipt_number=row.receipt_number,
        )
        for row in rows
    )


def _permit(reading: Reading, reference: str) -> PermitReceipt | None:
    row = reading.session.get(IssuedPermit, reference)
    if row is None:
        return None
    try:
        opened = reading.unseal(row.sealed_permit, "issued_permit.sealed_permit", reference)
    except SealBroken:  # erased at the end of its time in the archive
        return None
    return PermitReceipt.model_validate_json(opened)
