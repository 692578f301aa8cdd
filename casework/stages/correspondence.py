"""Planning a letter: its text is checked before it gets a number, its number is reserved before it is written."""

import secrets
from collections.abc import Sequence
from datetime import date

from pydantic import ValidationError
from sqlalchemy import func, select

from casework.letters import (
    FACTS,
    LetterFacts,
    LetterKind,
    check_letter,
    check_order_in_time,
    check_signature,
    content_digest,
    numbering_of,
    sequence_in,
)
from casework.office import Office
from casework.registry import Change, Event
from casework.registry.ledger import Fact
from casework.registry.models import Effect, Letter, LetterCounter
from casework.stages.case_file import plan_effect
from casework.stages.copies import copies_that_go_out
from casework.stages.deciding import ConsequenceRefused, Decided
from casework.stages.envelope import TO_ROLE
from casework.stages.letter_templates import template_for


def plan_letter(
    change: Change,
    subject: str,
    kind: LetterKind,
    facts: LetterFacts,
    *,
    signed_by: Decided | None = None,
    mail_to: Sequence[str] = ("guarantor",),
    office: Office | None = None,
) -> Letter:
    """A letter is planned in the change that causes it: checked, numbered without a gap, and to be sent once.

    ``signed_by`` is the recorded act of the official whose name will stand under it; without one the letter is
    issued by the system and names nobody. ``mail_to`` are parties of the case (``guarantor``, ``applicant``), or roles of
    the office where the letter is about a day's rounds. Its copies (tembusan) to mailboxes go out by a mail of their own;
    ``office`` is asked for those of houses outside. Raises ``LetterRefused`` before any number is taken.
    """
    check_signature(kind, is_signed=signed_by is not None)
    checked = check_letter(kind, facts)
    check_order_in_time(kind, checked, change.moment.office_date)
    copies = copies_that_go_out(change, office, subject, kind, checked)
    letter = _reserved(change, subject, kind, checked, signed_by)
    effects = [plan_effect(change, subject, f"letter:{kind.value}", {}, letter.occurrence)]
    if mail_to:
        effects.append(plan_effect(change, subject, f"mail:{kind.value}", {"to": list(mail_to)}, letter.occurrence))
    if copies:
        mailboxes = dict.fromkeys(f"{TO_ROLE}{one}" for to in copies.values() for one in to)
        content = {"to": list(mailboxes), "copies": [copy.value for copy in copies]}
        effects.append(plan_effect(change, subject, f"copies:{kind.value}", content, letter.occurrence))
    actor = signed_by.officer.code if signed_by else "system"
    told: dict[str, Fact] = {
        "letter": kind.value, "occurrence": letter.occurrence, "number": letter.number, "template": letter.template_version,
    }  # fmt: skip
    change.write(Event("letters:number:reserved", subject, actor, told), letter, *effects)
    return letter


def write_with_template_in_force(change: Change, subject: str, effect_kind: str, actor: str) -> None:
    """A letter that cannot be printed with the template it was numbered with keeps its number and takes today's template.

    Raises ``ConsequenceRefused`` where nothing of that kind is still to be written, where that template is the same, or
    where the facts are no facts of such a letter any more.
    """
    effect = change.session.scalar(
        select(Effect)
        .where(Effect.subject == subject, Effect.kind == effect_kind, Effect.state == "planned")
        .order_by(Effect.id)
        .limit(1)
    )
    letter = _letter_to_be_written(change, effect) if effect else None
    if letter is None:
        raise ConsequenceRefused("no-other-template")
    kind = LetterKind(letter.kind)
    template = template_for(change, kind, change.moment.office_date).version
    if template == letter.template_version:
        raise ConsequenceRefused("no-other-template")
    opened = change.unseal(letter.sealed_facts, "letter.sealed_facts", letter.subject, letter.number)
    try:
        facts = FACTS[kind].model_validate_json(opened)
    except ValidationError:
        raise ConsequenceRefused("letter-unprintable") from None
    letter.template_version, letter.content_digest = template, content_digest(kind, facts, template)
    told: dict[str, Fact] = {"number": letter.number, "template": template}
    change.write(Event("letters:template:replaced", subject, actor, told))


def _letter_to_be_written(change: Change, effect: Effect) -> Letter | None:
    family, _, kind = effect.kind.partition(":")
    if family != "letter":
        return None
    of_the_effect = select(Letter).where(
        Letter.subject == effect.subject, Letter.kind == kind, Letter.occurrence == effect.occurrence
    )
    return change.session.scalars(of_the_effect).one()


def count_number_on_paper(change: Change, kind: LetterKind, number: str, dated: date) -> None:
    """A paper that was numbered by hand in the office's own register counts in it: the next number follows it.

    A number of any other form is another office's, or of another year, and changes nothing.
    """
    sequence = sequence_in(number, kind, dated)
    if sequence is not None:
        numbering = numbering_of(kind, dated)
        counter = _counter(change, numbering.unit, numbering.classification, dated.year)
        counter.last = max(counter.last, sequence)


def _reserved(
    change: Change, subject: str, kind: LetterKind, checked: LetterFacts, signed_by: Decided | None
) -> Letter:
    dated = change.moment.office_date
    numbering = numbering_of(kind, dated)
    template = template_for(change, kind, dated).version
    sequence = _next_number(change, numbering.unit, numbering.classification, dated.year)
    number = numbering.pattern.format(sequence=sequence, year=dated.year)
    return Letter(
        subject=subject,
        kind=kind.value,
        occurrence=_next_occurrence(change, subject, kind),
        number=number,
        unit=numbering.unit,
        classification=numbering.classification,
        year=dated.year,
        sequence=sequence,
        dated=dated,
        state="reserved",
        sealed_facts=change.seal(checked.model_dump_json().encode(), "letter.sealed_facts", subject, number),
        content_digest=content_digest(kind, checked, template),
        template_version=template,
        signatory_code=signed_by.officer.code if signed_by else None,
        signatory_capacity=signed_by.capacity if signed_by else None,
        signed_by_decision=signed_by.question.id if signed_by else None,
        verification_token=secrets.token_urlsafe(16),
    )


def _next_number(change: Change, unit: str, classification: str, year: int) -> int:
    counter = _counter(change, unit, classification, year)
    counter.last += 1
    return counter.last


def _counter(change: Change, unit: str, classification: str, year: int) -> LetterCounter:
    counter = change.session.get(LetterCounter, (unit, classification, year))
    if counter is None:
        counter = LetterCounter(unit=unit, classification=classification, year=year, last=0)
        change.session.add(counter)
    return counter


def _next_occurrence(change: Change, subject: str, kind: LetterKind) -> int:
    last = change.session.scalar(
        select(func.max(Letter.occurrence)).where(Letter.subject == subject, Letter.kind == kind.value)
    )
    return (last or 0) + 1
