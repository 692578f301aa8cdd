"""The papers of a case, of a day's rounds or of an act of two: letters that went out, documents that came in, what has not gone out yet."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from sqlalchemy import func, or_, select

from casework.case import DocumentCode
from casework.document_names import DOCUMENT_NAMES
from casework.letter_titles import title_told
from casework.letters import KINDS, LetterKind
from casework.office import Office, page_of
from casework.registry import Reading
from casework.registry.models import CaseDocument, Effect, Letter, Question
from casework.registry.portions import portions
from casework.stages import by_post
from casework.stages.copies_owed import is_a_copy

Way = Literal["to-be-sent", "to-be-posted", "sent", "posted", "handed-over", "not-sent"]
WAY_OF: Mapping[str, Way] = {
    by_post.SENT: "sent",
    by_post.POSTED: "posted",
    by_post.HANDED_OVER: "handed-over",
}


@dataclass(frozen=True)
class LetterLine:
    """One letter: its number stays, whatever became of it.

    ``page`` is that of the subject it is about, ``way`` how it goes out, or None where it stays in the office.
    """

    id: int
    subject: str
    page: str
    number: str
    code: str
    title: tuple[str, str]
    state: str
    void_reason: str | None
    dated: date
    signatory_code: str | None
    signatory_capacity: str | None
    is_signed: bool
    way: Way | None
    way_day: date | None
    way_item: str


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
    return _lines(reading, rows)


def letters_of_act(reading: Reading, subject: str) -> tuple[LetterLine, ...]:
    """Every letter of an act of two: those about it, and those about cases that its approval stands under."""
    approvals = select(Question.id).where(Question.subject == subject)
    of_act = or_(Letter.subject == subject, Letter.signed_by_decision.in_(approvals))
    rows = reading.session.scalars(select(Letter).where(of_act).order_by(Letter.subject != subject, Letter.id))
    return _lines(reading, rows)


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


def _lines(reading: Reading, rows: Iterable[Letter]) -> tuple[LetterLine, ...]:
    letters = list(rows)
    subjects = {row.subject for row in letters}
    mails = _mails_of(reading, subjects)
    told, posted = by_post.how_told(reading, subjects), by_post.waiting_for_post(reading)
    return tuple(
        _letter_line(reading, row, mails.get((row.subject, row.kind, row.occurrence)), told, posted) for row in letters
    )


def _mails_of(reading: Reading, subjects: Iterable[str]) -> dict[tuple[str, str, int], Effect]:
    """What takes each letter out of the office, by whose it is: its mail, or its copies where it has none."""
    found: dict[tuple[str, str, int], Effect] = {}
    for portion in portions(sorted(subjects)):
        ways_out = or_(Effect.kind.startswith("mail:"), Effect.kind.startswith("copies:"))
        wanted = select(Effect).where(Effect.subject.in_(portion), ways_out)
        for effect in sorted(reading.session.scalars(wanted), key=lambda one: is_a_copy(one.kind)):
            found.setdefault((effect.subject, effect.kind.partition(":")[2], effect.occurrence), effect)
    return found


def _letter_line(
    reading: Reading, row: Letter, mail: Effect | None, told: Mapping[str, by_post.Told], posted: Mapping[int, str]
) -> LetterLine:
    kind = KINDS[LetterKind(row.kind)]
    out = told.get(mail.key) if mail is not None else None
    return LetterLine(
        id=row.id,
        subject=row.subject,
        page=page_of(row.subject),
        number=row.number,
        code=kind.code,
        title=title_told(reading, row),
        state=row.state,
        void_reason=row.void_reason,
        dated=row.dated,
        signatory_code=row.signatory_code,
        signatory_capacity=row.signatory_capacity,
        is_signed=row.signed_with is not None,
        way=_way(row, mail, out and out.event, posted),
        way_day=out and out.day,
        way_item=out.item if out else "",
    )


def _way(row: Letter, mail: Effect | None, event: str | None, posted: Mapping[int, str]) -> Way | None:
    if mail is None or row.state == "void":
        return None
    if mail.state == "planned":
        return "to-be-posted" if mail.id in posted else "to-be-sent"
    return WAY_OF[event] if event is not None else "not-sent"
