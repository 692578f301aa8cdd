"""Ending a case: one transaction that ends every question, visit, effect and reminder of it."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import select

from casework.letters import LetterKind
from casework.letters.catalogue import RESULTS
from casework.lifecycle import Stage
from casework.office import Office
from casework.registry import Change, Event, Reading
from casework.registry.models import Case, Question, Visit
from casework.stages import letter_facts
from casework.stages.by_post import LETTER_BY_POST
from casework.stages.calling_off import have_the_team_phoned, release_visit
from casework.stages.case_file import ask, next_cycle, open_question_of, read_application, void_question
from casework.stages.closure import OUTLIVE_THE_CASE, close
from casework.stages.copies_owed import copies_that_wait, is_about_a_copy, open_trouble
from casework.stages.correspondence import plan_letter
from casework.stages.deciding import ConsequenceRefused, Decided
from casework.stages.dispatch.reporting import report_the_day
from casework.stages.envelope import FAMILY
from casework.stages.letter_facts.ending import Reason, has_no_guarantor_to_write_to
from casework.stages.undoable import undoable
from casework.stages.unsent import void_unsent

# What the law demands is told whatever becomes of the application: a breach of personal data (UU 27/2022 Pasal 46).
DEMANDED_BY_LAW = (LetterKind.BREACH_NOTICE,)
BESIDE_THE_APPLICATION = (LetterKind.COMPLAINT_ANSWER, *DEMANDED_BY_LAW)
# One letter tells of the end; nothing else goes out after a death, and neither of these to the dead.
GOES_OUT_AFTER_A_DEATH = frozenset(
    f"{family}:{kind.value}" for kind in (LetterKind.PROCESS_ENDED, *DEMANDED_BY_LAW) for family in ("letter", "mail")
)
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
    """Death or withdrawal closes the case at once and is told by one letter, signed by whoever put it on record.

    After a death nothing else ever goes out, but for what the law itself demands (``GOES_OUT_AFTER_A_DEATH``), and
    nothing at all to the dead: the letter goes to the guarantor, by post or by hand where no other address is known.
    """
    case = decided.file
    if Stage(case.stage) is Stage.CLOSED:
        raise ConsequenceRefused("question-void")
    told = Event(f"{case.stage}:event:reported", case.reference, decided.officer.code, {"event": decided.choice})
    change.write(told, undoable(case, decided.choice, decided, {"result": case.result}))
    visit_day = _day_of_the_visit_to_come(change, case)
    have_the_team_phoned(change, office, case)
    visit = end_everything(change, case, reason=decided.choice, spare_question=decided.question.id)
    case.result = decided.choice
    close(change, office, case, decided.choice, actor=decided.officer.code)
    if decided.choice == "died":
        has_somebody_to_write_to = not has_no_guarantor_to_write_to(read_application(change, case))
        void_effects(change, case, "died", spare=DEMANDED_BY_LAW if has_somebody_to_write_to else ())
    _tell_of_the_end(change, case, decided, visit_day)
    if visit is not None:
        report_the_day(change, office, visit.day)


def end_everything(change: Change, case: Case, *, reason: str, spare_question: int | None = None) -> Visit | None:
    """Void the open questions, the announced visit with its bookings, and whatever has not gone out yet; returns that visit.

    A complaint about the service is not part of the application: it is answered all the same; nor is a breach of
    personal data, of which everybody concerned is told; and a passport is given back. A letter that waits to be posted
    is void as its mail is; what is asked about copies is void where none is owed any more.
    """
    open_questions = select(Question).where(Question.subject == case.reference, Question.state == "open")
    for question in list(change.session.scalars(open_questions)):
        if question.id != spare_question and not _ends_with_its_effect(question):
            void_question(change, question, reason)
    visit = release_visit(change, case, state="void", reason=reason)
    void_effects(change, case, reason, spare=BESIDE_THE_APPLICATION)
    trouble = open_trouble(change, case.reference, with_a_copy=True)
    if trouble is not None and not copies_that_wait(change, case.reference):
        void_question(change, trouble, reason)
    return visit


def _ends_with_its_effect(question: Question) -> bool:
    return question.kind in {*OUTLIVE_THE_CASE, LETTER_BY_POST} or is_about_a_copy(question)


def void_effects(change: Change, case: Case, reason: str, spare: Collection[LetterKind] = ()) -> None:
    """Whatever is planned for a case and has not gone out is void; its numbers stay. ``spare`` are letters that go on."""
    kept = {f"{family}:{kind.value}" for kind in spare for family in ("letter", "mail")}
    void_unsent(change, case.reference, case.stage, reason, wanted=lambda kind: kind not in kept)


def _tell_of_the_end(change: Change, case: Case, decided: Decided, visit_day: date | None) -> None:
    reason: Reason = "died" if decided.choice == "died" else "withdrawn"
    facts = letter_facts.process_ended(change, case, reason, visit_day)
    after_a_death = (FAMILY,) if facts.to_family else ("guarantor",)
    mail_to = after_a_death if reason == "died" else ("guarantor", "applicant")
    plan_letter(change, case.reference, LetterKind.PROCESS_ENDED, facts, signed_by=decided, mail_to=mail_to)


def _day_of_the_visit_to_come(reading: Reading, case: Case) -> date | None:
    """The day of an announced visit of which the report is still awaited."""
    if open_question_of(reading, case.reference, "visit-report") is None:
        return None
    return reading.session.scalar(
        select(Visit.day).where(Visit.case_reference == case.reference, Visit.state == "announced")
    )
