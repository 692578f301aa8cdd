"""What must hold when a life has ended, however often it was cut off: nothing lost, nothing doubled, nothing left over."""

from collections import Counter
from itertools import groupby
from typing import TYPE_CHECKING

from sqlalchemy import select

from casework.registry import ledger
from casework.registry.models import Case, Decision, Effect, Letter, Question, Submission

if TYPE_CHECKING:
    from chaos.played_office import PlayedOffice


def faults_of(office: "PlayedOffice") -> list[str]:
    """Each thing that is not as it must be; an empty list is a good end."""
    return [
        *_lost(office),
        *_doubled(office),
        *_left_over(office),
        *_gaps_in_the_numbers(office),
        *_unreadable(office),
        *([] if ledger.verify(office.life.registry.engine).holds else ["the ledger does not hold"]),
    ]


def _lost(office: "PlayedOffice") -> list[str]:
    life = office.life
    cases = life.rows(Case)
    faults = [f"{case.reference} stands in {case.stage}" for case in cases if case.stage != "closed"]
    if len(cases) != office.play.cases:
        faults.append(f"{len(cases)} of {office.play.cases} cases are in the register")
    on_record = len(life.rows(Submission, Submission.door == "prefect"))
    if on_record != office.accepted:
        faults.append(f"{office.accepted} submissions were accepted, {on_record} are on record")
    decided = {row.id for row in life.rows(Question, Question.state == "decided")}
    if decided != {row.question_id for row in life.rows(Decision)}:
        faults.append("a question is decided without its decision")
    return faults


def _doubled(office: "PlayedOffice") -> list[str]:
    life, neighbours = office.life, office.neighbours
    faults = [f"{key} came again with other content" for key in neighbours.altered]
    about: Counter[tuple[str, str]] = Counter()
    for partner, key in neighbours.orders:
        if partner in ("simkim", "billing"):
            about[partner, key.partition(":")[0]] += 1
    faults += [
        f"{partner} was ordered {count} times for {case}" for (partner, case), count in about.items() if count > 1
    ]
    done = {row.key for row in life.rows(Effect, Effect.state == "done")}
    sent = {key for partner, key in neighbours.orders if partner in ("simkim", "billing", "miskago")}
    faults += [f"{key} reached its partner and is not marked done" for key in sorted(sent - done)]
    return faults


def _left_over(office: "PlayedOffice") -> list[str]:
    life = office.life
    faults = [f"{row.key} never went out" for row in life.rows(Effect, Effect.state == "planned")]
    faults += [f"{row.kind} on {row.subject} is open" for row in life.rows(Question, Question.state == "open")]
    faults += [f"letter {row.id} is only reserved" for row in life.rows(Letter, Letter.state == "reserved")]
    for run in office.engine.runs.values():
        if not run.state.is_final():
            faults.append(f"{run.name} is {run.kind} for ever")
        faults += [f"{run.name} still holds {key}" for key in run.inputs if key.endswith("-response")]
    return faults


def _gaps_in_the_numbers(office: "PlayedOffice") -> list[str]:
    letters = sorted(office.life.rows(Letter), key=lambda row: (row.unit, row.classification, row.year, row.sequence))
    faults = []
    for file, rows in groupby(letters, key=lambda row: (row.unit, row.classification, row.year)):
        numbers = [row.sequence for row in rows]
        if numbers != list(range(1, len(numbers) + 1)):
            faults.append(f"the numbers of {file} are {numbers}")
    return faults


def _unreadable(office: "PlayedOffice") -> list[str]:
    life, faults = office.life, []
    with life.registry.reading() as reading:
        for letter in reading.session.scalars(select(Letter).where(Letter.state == "issued")):
            assert letter.stored_as is not None
            assert letter.pdf_sha256 is not None
            try:
                life.office.files.read(reading.key_of(letter.subject), letter.stored_as, sha256=letter.pdf_sha256)
            except OSError as fault:
                faults.append(f"letter {letter.id} cannot be read: {type(fault).__name__}")
    return faults
