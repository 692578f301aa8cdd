"""The papers of a case or of a day's rounds: letters that went out, documents that came in, what has not gone out yet."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select

from casework.case import DocumentCode
from casework.document_names import DOCUMENT_NAMES
from casework.letters import KINDS, LetterKind
from casework.office import Office
from casework.registry import Reading
from casework.registry.models import CaseDocument, Effect, Letter
from casework.stages import by_post
from homevisit.case_sheet import timeline


@dataclass(frozen=True)
class LetterLine:
    """One letter: its number stays, whatever became of it.

    ``ways`` are how it reached whom it is for, by the ledger's event, and on which day; ``waits`` where a person is to post it.
    """

    id: int
    number: str
    code: str
    title: tuple[str, str]
    state: str
    void_reason: str | None
    dated: date
    signatory_code: str | None
    signatory_capacity: str | None
    ways: tuple[tuple[str, date | None], ...]


@dataclass(frozen=True)
class DocumentLine:
    """One document as it was sent; ``sha256`` is its fingerprint."""

    id: int
    code: str
    title: tuple[str, str]
    media_type: str
    sha256: str


@dataclass(frozen=True)
class EffectLine:
    """Something that has been planned and has not gone out."""

    kind: str
    occurrence: int
    planned_at: datetime


@dataclass(frozen=True)
class Paper:
    """The opened bytes of a letter or a document, and the name under which a browser keeps them."""

    content: bytes
    media_type: str
    name: str


def letters_of(reading: Reading, subject: str) -> tuple[LetterLine, ...]:
    """Every letter of a subject, in the order of their planning."""
    rows = reading.session.scalars(select(Letter).where(Letter.subject == subject).order_by(Letter.id))
    ways = _ways_of(reading, subject)
    return tuple(_letter_line(row, ways[row.kind, row.occurrence]) for row in rows)


def documents_of(reading: Reading, reference: str, cycle: int) -> tuple[DocumentLine, ...]:
    """What was sent in one cycle of a case; a cycle that the office itself began rests on what was sent before it."""
    sent = select(func.max(CaseDocument.cycle)).where(
        CaseDocument.case_reference == reference, CaseDocument.cycle <= cycle
    )
    rows = reading.session.scalars(
        select(CaseDocument)
        .where(CaseDocument.case_reference == reference, CaseDocument.cycle == sent.scalar_subquery())
        .order_by(CaseDocument.id)
    )
    return tuple(
        DocumentLine(row.id, row.code, DOCUMENT_NAMES[DocumentCode(row.code)], row.media_type, row.sha256)
        for row in rows
    )


def not_yet_out(reading: Reading, subject: str) -> tuple[EffectLine, ...]:
    """What is planned for a subject and has not gone out; a mail in whose place a letter is to be posted counts as ``post``."""
    rows = reading.session.scalars(
        select(Effect).where(Effect.subject == subject, Effect.state == "planned").order_by(Effect.id)
    )
    posted = by_post.waiting_for_post(reading, subject)
    kinds = ((row, row.kind.replace("mail:", "post:", 1) if row.id in posted else row.kind) for row in rows)
    return tuple(EffectLine(kind, row.occurrence, row.planned_at) for row, kind in kinds)


def open_letter(reading: Reading, office: Office, subject: str, letter_id: int) -> Paper | None:
    """The issued letter of this very subject; None when there is none or it was never issued."""
    row = reading.session.get(Letter, letter_id)
    if (
        row is None
        or row.subject != subject
        or row.state != "issued"
        or row.stored_as is None
        or row.pdf_sha256 is None
    ):
        return None
    content = office.files.read(reading.key_of(subject), row.stored_as, sha256=row.pdf_sha256)
    return Paper(content, "application/pdf", f"{KINDS[LetterKind(row.kind)].code}-{subject}-{row.occurrence}.pdf")


def open_document(reading: Reading, office: Office, reference: str, document_id: int) -> Paper | None:
    """A document of this very case; None when there is none."""
    row = reading.session.get(CaseDocument, document_id)
    if row is None or row.case_reference != reference:
        return None
    content = office.files.read(reading.key_of(reference), row.stored_as, sha256=row.sha256)
    ending = {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png"}[row.media_type]
    return Paper(content, row.media_type, f"{row.code}-{reference}-{row.cycle}.{ending}")


def _ways_of(reading: Reading, subject: str) -> dict[tuple[str, int], tuple[tuple[str, date | None], ...]]:
    """By a letter's kind and occurrence."""
    mails = list(
        reading.session.scalars(select(Effect).where(Effect.subject == subject, Effect.kind.startswith("mail:")))
    )
    told: dict[str, list[tuple[str, date | None]]] = defaultdict(list)
    for one in timeline.happenings_of(reading, subject):
        if one.event in (*by_post.TOLD, by_post.REFUSED):
            typed = one.facts.get("day")
            told[str(one.facts["effect"])].append(
                (one.event, date.fromisoformat(str(typed)) if typed else one.office_date)
            )
    waiting = by_post.waiting_for_post(reading, subject)
    ways = {
        (mail.kind.partition(":")[2], mail.occurrence): (
            *told[mail.key],
            *([("waits", None)] if mail.id in waiting else []),
        )
        for mail in mails
    }
    return defaultdict(tuple, ways)


def _letter_line(row: Letter, ways: tuple[tuple[str, date | None], ...]) -> LetterLine:
    kind = KINDS[LetterKind(row.kind)]
    return LetterLine(
        id=row.id,
        number=row.number,
        code=kind.code,
        title=kind.title,
        state=row.state,
        void_reason=row.void_reason,
        dated=row.dated,
        signatory_code=row.signatory_code,
        signatory_capacity=row.signatory_capacity,
        ways=ways,
    )
