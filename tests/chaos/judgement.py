"""What must hold when lives have ended, however often they were cut off: nothing lost, nothing doubled, nothing left over."""

from collections import Counter
from collections.abc import Iterable
from itertools import groupby
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from casework.registry import Registry, ledger
from casework.registry.models import Case, Decision, Effect, Letter, Question, Submission
from casework.registry.sealed_files import SealedFiles
from casework.work_list import PAGE_KEY, WAITS
from tasks.run_names import WAITING

if TYPE_CHECKING:
    from chaos.played_office import PlayedOffice


def faults_in_the_register(registry: Registry, files: SealedFiles, subjects: Iterable[str]) -> list[str]:
    """Each thing about these cases and rounds that is not as it must be, as the register tells it."""
    with registry.reading() as reading:
        wanted = set(subjects)

        def rows(model: Any) -> list[Any]:
            return [row for row in reading.session.scalars(select(model)) if _subject(row) in wanted]

        cases, letters, questions, effects = rows(Case), rows(Letter), rows(Question), rows(Effect)
        return [
            *(f"{case.reference} stands in {case.stage}" for case in cases if case.stage != "closed"),
            *(f"{row.kind} on {row.subject} is open" for row in questions if row.state == "open"),
            *(f"{row.key} never went out" for row in effects if row.state == "planned"),
            *(f"letter {row.id} is only reserved" for row in letters if row.state == "reserved"),
            *_undecided(questions, rows(Decision)),
            *_gaps_in_the_numbers(list(reading.session.scalars(select(Letter)))),
            *_unreadable(reading, files, letters),
            *([] if ledger.verify(registry.engine).holds else ["the ledger does not hold"]),
        ]


def faults_of(office: "PlayedOffice") -> list[str]:
    """The same of a played office, and what its engine and its neighbours tell."""
    life = office.life
    cases = life.rows(Case)
    subjects = {row.subject for row in life.rows(Question)} | {case.reference for case in cases}
    faults = faults_in_the_register(life.registry, life.office.files, subjects)
    if len(cases) != office.play.cases:
        faults.append(f"{len(cases)} of {office.play.cases} cases are in the register")
    on_record = len(life.rows(Submission, Submission.door == "prefect"))
    if on_record != office.accepted:
        faults.append(f"{office.accepted} submissions were accepted, {on_record} are on record")
    return [*faults, *_doubled(office), *_left_in_the_engine(office)]


def _subject(row: Any) -> str:
    return str(row.reference if isinstance(row, Case) else row.subject)


def _undecided(questions: list[Question], decisions: list[Decision]) -> list[str]:
    decided = {row.question_id for row in decisions}
    return [
        f"{row.kind} on {row.subject} is {row.state}, its decision is {'' if row.id in decided else 'not '}there"
        for row in questions
        if (row.state == "decided") != (row.id in decided)
    ]


def _gaps_in_the_numbers(letters: list[Letter]) -> list[str]:
    faults = []
    in_order = sorted(letters, key=lambda row: (row.unit, row.classification, row.year, row.sequence))
    for file, rows in groupby(in_order, key=lambda row: (row.unit, row.classification, row.year)):
        numbers = [row.sequence for row in rows]
        if numbers != list(range(1, len(numbers) + 1)):
            faults.append(f"the numbers of {file} are {numbers}")
    return faults


def _unreadable(reading: Any, files: SealedFiles, letters: list[Letter]) -> list[str]:
    faults = []
    for letter in letters:
        if letter.state == "issued":
            assert letter.stored_as is not None
            assert letter.pdf_sha256 is not None
            try:
                files.read(reading.key_of(letter.subject), letter.stored_as, sha256=letter.pdf_sha256)
            except OSError as fault:
                faults.append(f"letter {letter.id} cannot be read: {type(fault).__name__}")
    return faults


def _doubled(office: "PlayedOffice") -> list[str]:
    neighbours = office.neighbours
    faults = [f"{key} came again with other content" for key in neighbours.altered]
    about = Counter((partner, key.partition(":")[0]) for partner, key in neighbours.orders)
    faults += [
        f"{partner} was ordered {count} times for {case}"
        for (partner, case), count in about.items()
        if count > 1 and partner in ("simkim", "billing")
    ]
    # an order whose answer was lost when its case ended is void here, and known there
    settled = {row.key for row in office.life.rows(Effect, Effect.state.in_(("done", "void")))}
    sent = {key for partner, key in neighbours.orders if partner in ("simkim", "billing", "miskago")}
    return faults + [f"{key} reached its partner and is not settled here" for key in sorted(sent - settled)]


def _left_in_the_engine(office: "PlayedOffice") -> list[str]:
    page = office.engine.pages.get(PAGE_KEY, "nothing")
    faults = [] if "Nothing waits" in page else [f"the work list still says: {page.splitlines()[0]}"]
    for run in office.engine.runs.values():
        if not run.state.is_final():
            faults.append(f"{run.name} is {run.kind} for ever")
        if any(tag.startswith(WAITS) for tag in run.tags) or WAITING in run.name:
            faults.append(f"{run.name} is over and says that it waits")
        kept = [key for key in run.artifacts if key.startswith("decision-")]
        faults += [f"{run.name} has {key} twice" for key in set(kept) if kept.count(key) > 1]
        faults += [f"{run.name} still holds {key}" for key in run.inputs if key.endswith("-response")]
    return faults
