"""Intake: an application arrives, is recognised, stored whole or not at all, and checked for completeness."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import select

from casework.case import Application
from casework.clock import OFFICE_TIME_ZONE
from casework.completeness import Lack, missing_from
from casework.deadlines import last_safe_visit_day
from casework.letters import LetterKind
from casework.lifecycle import Stage
from casework.office import Office
from casework.reading import content_digest
from casework.references import draw_reference
from casework.registry import Change, Event
from casework.registry.ledger import Fact
from casework.registry.models import ApplicationCycle, Case, CaseDocument, Letter
from casework.stages import letter_facts
from casework.stages.amending import approved_residence, keep_residence
from casework.stages.case_file import move, read_application, seal_application
from casework.stages.conflict import report_conflict
from casework.stages.correspondence import plan_letter

Arrival = Literal["new", "resent", "completed", "conflict"]
DRAWS_BEFORE_LONGER = 8


@dataclass(frozen=True)
class Receipt:
    """What the sender is told: how the arrival was understood, the case, and the number of its receipt."""

    arrival: Arrival
    reference: str
    receipt_number: str


@dataclass(frozen=True)
class FileFault:
    """A document whose bytes are not what the application says; ``document`` is its code."""

    document: str
    reason: str


def check_files(application: Application, files: Mapping[str, bytes]) -> tuple[FileFault, ...]:
    """Each document's bytes must be there and have the fingerprint that the application gives; ``files`` by code."""
    faults = []
    for document in application.documents:
        content = files.get(document.code)
        if content is None:
            faults.append(FileFault(document.code, "its file is missing: put it beside the application"))
        elif hashlib.sha256(content).hexdigest() != document.sha256:
            faults.append(
                FileFault(document.code, "its bytes do not have the sha256 that the application gives: send it again")
            )
    return tuple(faults)


def receive(change: Change, office: Office, application: Application, files: Mapping[str, bytes]) -> Receipt:
    """An application is stored once: a resend is the same case, a completion its next cycle, other content a conflict.

    ``files`` are the bytes of each document by code, already checked with ``check_files``.
    """
    case = _known_case(change, application)
    digest = content_digest(application)
    if case is None:
        return _open_case(change, office, application, files, digest)
    if _was_received(change, case, digest):
        return Receipt("resent", case.reference, _receipt_number(change, case.reference))
    if Stage(case.stage) is Stage.INCOMPLETE:
        return _complete_case(change, office, case, application, files, digest)
    report_conflict(change, office, case, application, digest)
    return Receipt("conflict", case.reference, _receipt_number(change, case.reference))


def check(change: Change, office: Office, case: Case) -> tuple[Lack, ...]:
    """A complete application goes on to its assessment; an incomplete one is answered by a letter that names what is missing."""
    application = read_application(change, case)
    lacks = missing_from(application, change.moment.office_date)
    if lacks:
        plan_letter(
            change,
            case.reference,
            LetterKind.MISSING_DOCUMENTS,
            letter_facts.missing_documents(change, office, case, lacks),
        )
        move(change, case, "incomplete", facts={"lacks": [f"{lack.code}:{lack.subject}" for lack in lacks]})
    else:
        move(change, case, "complete")
    return lacks


def _known_case(change: Change, application: Application) -> Case | None:
    if application.completes_case:
        named = change.session.get(Case, application.completes_case)
        if named is not None and named.passport_index == _passport_index(change, application):
            return named
    return change.session.scalar(
        select(Case).where(
            Case.channel == application.channel, Case.external_reference == application.external_reference
        )
    )


def _was_received(change: Change, case: Case, digest: str) -> bool:
    cycles = select(ApplicationCycle.content_digest).where(ApplicationCycle.case_reference == case.reference)
    return digest in set(change.session.scalars(cycles))


def _open_case(
    change: Change, office: Office, application: Application, files: Mapping[str, bytes], digest: str
) -> Receipt:
    reference = _free_reference(change)
    change.create_key(reference)
    case = Case(
        reference=reference,
        stage=Stage.RECEIVED.value,
        cycle=1,
        channel=application.channel,
        external_reference=application.external_reference,
        received_at=change.moment.recorded_at,
        received_on=change.moment.office_date,
        **_told_by(change, office, application),
    )
    facts: dict[str, Fact] = {
        "channel": application.channel,
        "content": digest,
        "documents": [document.code for document in application.documents],
    }
    change.write(
        Event("received:case:opened", reference, facts=facts),
        case,
        *_cycle_rows(change, office, case, application, files, digest),
    )
    letter = plan_letter(change, reference, LetterKind.RECEIPT, letter_facts.receipt(change, office, case))
    return Receipt("new", reference, letter.number)


def _complete_case(
    change: Change, office: Office, case: Case, application: Application, files: Mapping[str, bytes], digest: str
) -> Receipt:
    approved = approved_residence(change, case)
    case.cycle += 1
    for name, value in _told_by(change, office, application).items():
        setattr(case, name, value)
    facts: dict[str, Fact] = {
        "cycle": case.cycle,
        "content": digest,
        "documents": [document.code for document in application.documents],
    }
    rows = _cycle_rows(change, office, case, application, files, digest)
    change.write(Event("incomplete:case:completion-received", case.reference, facts=facts), *rows)
    keep_residence(change, case, application.without_contents(), approved)
    letter = plan_letter(change, case.reference, LetterKind.RECEIPT, letter_facts.receipt(change, office, case))
    move(change, case, "completed")
    return Receipt("completed", case.reference, letter.number)


def _told_by(change: Change, office: Office, application: Application) -> dict[str, object]:
    return {
        "applied_on": application.submitted_at.astimezone(OFFICE_TIME_ZONE).date(),
        "procedure": application.procedure.value,
        "permit_kind": application.permit.kind.value,
        "regency_code": application.residence.regency_code,
        "permit_expires_on": application.permit.expires_on,
        "last_safe_visit_day": last_safe_visit_day(
            application.permit.expires_on, application.permit.kind, application.procedure, office.calendar
        )
        if application.permit.expires_on
        else None,
        "passport_index": _passport_index(change, application),
    }


def _cycle_rows(
    change: Change, office: Office, case: Case, application: Application, files: Mapping[str, bytes], digest: str
) -> list[ApplicationCycle | CaseDocument]:
    key = change.key_of(case.reference)
    cycle = ApplicationCycle(
        case_reference=case.reference,
        cycle=case.cycle,
        content_digest=digest,
        sealed_content=seal_application(change, case, application.without_contents()),
        received_at=change.moment.recorded_at,
    )
    documents = [
        CaseDocument(
            case_reference=case.reference,
            cycle=case.cycle,
            code=document.code.value,
            sha256=document.sha256,
            media_type=document.media_type,
            stored_as=office.files.store(key, files[document.code]),
        )
        for document in application.documents
    ]
    return [cycle, *documents]


def _passport_index(change: Change, application: Application) -> str:
    return change.office_key.blind_index(f"{application.applicant.nationality}|{application.applicant.passport_number}")


def _receipt_number(change: Change, reference: str) -> str:
    statement = select(Letter.number).where(Letter.subject == reference, Letter.kind == LetterKind.RECEIPT.value)
    return change.session.scalars(statement.order_by(Letter.occurrence.desc()).limit(1)).one()


def _free_reference(change: Change) -> str:
    length = 4
    while True:
        for _ in range(DRAWS_BEFORE_LONGER):
            reference = draw_reference(length)
            if change.session.get(Case, reference) is None:
                return reference
        length += 1
