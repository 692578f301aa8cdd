"""Ending a case: one transaction that ends every question, visit, effect and reminder of it."""

from collections.abc import Collection

from sqlalchemy import select

from casework.letters import LetterKind
from casework.letters.catalogue import RESULTS
from casework.lifecycle import Stage
from casework.office import Office
from casework.registry import Change, Event, Reading
from casework.registry.models import Case, Question, Visit
from casework.stages.calling_off import have_the_team_phoned, release_visit
from casework.stages.case_file import ask, next_cycle, void_question
from casework.stages.closure import OUTLIVE_THE_CASE, close
from casework.stages.deciding import ConsequenceRefused, Decided
from casework.stages.dispatch.reporting import report_the_day
from casework.stages.undoable import undoable
from casework.stages.unsent import void_unsent

UNDO_IT = (
    "bila keliru, isi formulir Pembatalan peristiwa yang keliru",
    "if that was a mistake, fill the form that undoes an event",
)
KEEP_IT = (
    "simpan laporannya dalam berkas, permohonannya sudah selesai",
    "keep the report in the file, the application is over",
)


def open_outside_event(change: Change, office: Office, case: Case) -> Question | None:
    """A death or a withdrawal that somebody is about to report becomes a question like any other; a closed case asks nothing."""
    if Stage(case.stage) is Stage.CLOSED:
        return None
    return ask(change, office, "outside-event", case.reference, next_cycle(change, case.reference, "outside-event"))


def why_not_reported(reading: Reading, reference: str) -> str | None:
    """Why a death or a withdrawal cannot be reported on a case, with what to do instead; None where it can be."""
    case = reading.session.get(Case, reference)
    if case is None:
        return f"berkas {reference} tidak ada; periksa nomornya · there is no case {reference}: check the reference"
    if Stage(case.stage) is not Stage.CLOSED:
        return None
    indonesian, english = RESULTS.get(case.result or "", (case.result or "", case.result or ""))
    then = UNDO_IT if case.result in ("died", "withdrawn") else KEEP_IT
    day = f"{case.closed_on:%d-%m-%Y}" if case.closed_on else "–"
    return (
        f"tidak dicatat: berkas sudah ditutup {day} ({indonesian}); {then[0]} · "
        f"nothing was recorded: the case was closed ({english}); {then[1]}"
    )


def report_outside_event(change: Change, office: Office, decided: Decided) -> None:
    """Death or withdrawal closes the case at once; after a death no letter, mail or notice ever goes out again."""
    case = decided.file
    if Stage(case.stage) is Stage.CLOSED:
        raise ConsequenceRefused("question-void")
    told = Event(f"{case.stage}:event:reported", case.reference, decided.officer.code, {"event": decided.choice})
    change.write(told, undoable(case, decided.choice, decided, {"result": case.result}))
    have_the_team_phoned(change, office, case)
    visit = end_everything(change, case, reason=decided.choice, spare_question=decided.question.id)
    case.result = decided.choice
    close(change, office, case, decided.choice, actor=decided.officer.code)
    if decided.choice == "died":
        void_effects(change, case, "died")
    if visit is not None:
        report_the_day(change, office, visit.day)


def end_everything(change: Change, case: Case, *, reason: str, spare_question: int | None = None) -> Visit | None:
    """Void the open questions, the announced visit with its bookings, and whatever has not gone out yet; returns that visit.

    A complaint about the service is not part of the application: it is answered all the same; and a passport is given back.
    """
    open_questions = select(Question).where(Question.subject == case.reference, Question.state == "open")
    for question in list(change.session.scalars(open_questions)):
        if question.id != spare_question and question.kind not in OUTLIVE_THE_CASE:
            void_question(change, question, reason)
    visit = release_visit(change, case, state="void", reason=reason)
    void_effects(change, case, reason, spare=(LetterKind.COMPLAINT_ANSWER,))
    return visit


def void_effects(change: Change, case: Case, reason: str, spare: Collection[LetterKind] = ()) -> None:
    """Whatever is planned for a case and has not gone out is void; its numbers stay. ``spare`` are letters that go on."""
    kept = {f"{family}:{kind.value}" for kind in spare for family in ("letter", "mail")}
    void_unsent(change, case.reference, case.stage, reason, wanted=lambda kind: kind not in kept)
