"""What lies in a tray and what became of it, as staff read it: references, codes and dates, nobody's name."""

from collections.abc import Sequence
from datetime import date

from casework.joint_decisions.bulk import answer_prepared
from casework.joint_decisions.carrying_out import Answered
from casework.joint_decisions.routine import routine_answer
from casework.joint_decisions.trays import items_in
from casework.office import Office
from casework.questions.kinds import shown
from casework.questions.table import QUESTION_KINDS
from casework.refusals import code_of_refusal, refusal_in_words
from casework.registry import Reading
from casework.registry.models import Case, Question

ROWS_SHOWN = 20  # above a form; the whole tray is a page of the case sheet
NAMED = 5  # in one line
HEAD = "| Nomor · reference | Pertanyaan · question | Diterima · received | Batas · due |\n| --- | --- | --- | --- |"


def tray_facts(reading: Reading, question: Question, today: date) -> list[str]:
    """What lies in a tray and what its items are answered, the first twenty of them as a table."""
    del today
    items = items_in(reading, question)
    answers = [(kind, routine_answer(kind)) for kind in dict.fromkeys(item.kind for item in items)]
    told = [
        f"{QUESTION_KINDS[kind].title}: **{_answer(kind, one.choice, one.ground)}**" for kind, one in answers if one
    ]
    return [f"{len(items)} pertanyaan · questions; jawabannya · the answer: {'; '.join(told)}", *_table(reading, items)]


def bulk_facts(reading: Reading, question: Question, today: date) -> list[str]:
    """What is about to be decided together at a terminal, and how."""
    del today
    items, answer = items_in(reading, question), answer_prepared(question.prepared)
    said = _answer(items[0].kind, answer.choice, answer.ground) if items else answer.choice
    extras = "".join(f"; {name}: {value}" for name, value in answer.extras.items())
    return [
        f"{len(items)} pertanyaan · questions; jawabannya · the answer: **{said}**{extras}",
        *_table(reading, items),
    ]


def in_one_line(answered: Sequence[Answered]) -> str:
    """How many were decided, and which were not, each with its reason's code."""
    refused = [one for one in answered if not one.granted]
    named = ", ".join(f"{one.subject} {code_of_refusal(one.reason or 'malformed')}" for one in refused[:NAMED])
    more = f", +{len(refused) - NAMED}" if len(refused) > NAMED else ""
    told = f"{len(answered) - len(refused)} diputuskan · decided, {len(refused)} ditolak · refused"
    return f"{told} ({named}{more})" if refused else told


def answered_as_markdown(answered: Sequence[Answered], office: Office) -> str:
    """What became of each item, what was refused first: it stays as it stood, and is decided by itself."""
    rows = [
        f"| [{one.subject}]({office.sheet_link(one.subject)}) | {QUESTION_KINDS[one.kind].title} | {_outcome(one)} |"
        for one in sorted(answered, key=lambda one: one.granted)
    ]
    head = "| Nomor · reference | Pertanyaan · question | Hasil · outcome |\n| --- | --- | --- |"
    return f"{in_one_line(answered)}\n\n{head}\n" + "\n".join(rows)


def _table(reading: Reading, items: Sequence[Question]) -> list[str]:
    rows = [_row(reading, item) for item in items[:ROWS_SHOWN]]
    left = len(items) - len(rows)
    more = [f"… dan {left} lagi pada lembar baki · and {left} more on the tray's page"] if left else []
    return ["\n".join([HEAD, *rows]), *more]


def _row(reading: Reading, item: Question) -> str:
    case = reading.session.get(Case, item.subject)
    received = f"{case.received_on:%d-%m-%Y}" if case else "–"
    return f"| {item.subject} | {QUESTION_KINDS[item.kind].title} | {received} | {item.due_on:%d-%m-%Y} |"


def _answer(kind_name: str, choice: str, ground: str | None) -> str:
    kind = QUESTION_KINDS[kind_name]
    return shown(kind.choices, choice) + (f" ({kind.ground_in_words(ground)})" if ground else "")


def _outcome(one: Answered) -> str:
    return "✓ diputuskan · decided" if one.reason is None else f"✗ {refusal_in_words(one.reason)}"
