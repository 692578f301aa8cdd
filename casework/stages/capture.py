"""Capture: what the team reports from the door; a visit counts as held only with biometrics and interview."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import func, select

from casework.letters import LetterKind
from casework.office import Office
from casework.questions import QUESTION_KINDS, code_of
from casework.questions.about_visit_reports import CALLS
from casework.registry import Change, Event, Reading
from casework.registry.ledger import Fact
from casework.registry.models import Case, TeamDay, Visit
from casework.stages import letter_facts
from casework.stages.calling_off import release_visit
from casework.stages.case_file import ask, move, next_cycle, question_of
from casework.stages.correspondence import plan_letter
from casework.stages.deciding import ConsequenceRefused, Decided, recorded_act
from casework.stages.dispatch.reporting import report_the_day
from casework.stages.letter_facts.visit import SeenAtTheDoor
from casework.stages.passport import take_into_custody
from casework.stages.permit import open_chain
from casework.stages.reported import (
    code,
    kept_on_the_device,
    refuse_contradictions,
    reported_times,
    telephone_calls,
    unrecorded_fingers,
)

COUNTED = frozenset({"nobody-home", "refused"})
ATTEMPTS_BEFORE_A_PERSON_DECIDES = 3
REPORTED = ("biometrics", "interview", "consent", "passport", "free_of_charge")


def settle_report(change: Change, office: Office, decided: Decided) -> None:
    """A held visit goes on to the permit; any other is told by letter and repeated, or goes to a person after the third.

    A passport that the team took along has its receipt at once, whatever becomes of the visit. The last report of a day
    lets the day's report go to the head of office.
    """
    case, answer, by = decided.file, decided.answer, decided.officer.code
    visit = _reported_visit(change, decided)
    refuse_contradictions(decided, visit.day)
    change.write(Event("visit:visit:reported", case.reference, by, _as_told(decided, visit)))
    if code(answer, "free_of_charge") != "yes":
        change.write(Event("visit:gift:reported", case.reference, by, {"visit": visit.occurrence}))
    if code(answer, "passport") == "taken":
        take_into_custody(change, office, decided, visit)
    if decided.choice == "held" and code(answer, "interview") == "complete":
        _held(change, office, decided, visit)
    else:
        reason = decided.choice if decided.choice != "held" else "interview-incomplete"
        seen = _seen(visit, answer)
        fail_visit(change, office, case, reason=reason, counted=decided.choice in COUNTED, actor=by, seen=seen)
    report_the_day(change, office, visit.day)


def settle_exception(change: Change, office: Office, decided: Decided) -> None:
    """A second officer accepts worn or missing ridges, so that nobody is turned away for them, or has the visit repeated."""
    visit = change.session.get_one(Visit, (decided.file.reference, decided.question.cycle))
    report = _report_of(change, visit)
    if decided.choice == "accept":
        _go_on(change, office, visit, report, accepted=decided)
        return
    by, seen = decided.officer.code, _seen(visit, report.answer)
    fail_visit(change, office, decided.file, reason="exception-repeated", counted=False, actor=by, seen=seen)


def settle_failed_visits(change: Change, office: Office, decided: Decided) -> None:
    """After the third failed visit a person decides whether to try again or to give up."""
    del office
    case = decided.file
    if decided.choice == "again":
        move(change, case, "to-be-repeated", actor=decided.officer.code, facts={"ground": decided.decision.ground})
    else:
        case.result = "given-up"
        move(change, case, "given-up", actor=decided.officer.code, facts={"ground": decided.decision.ground})


def fail_visit(
    change: Change,
    office: Office,
    case: Case,
    *,
    reason: str,
    counted: bool,
    actor: str,
    seen: SeenAtTheDoor | None = None,
) -> None:
    """A visit that was not held is told by letter, counted or not, and goes back to the queue or to a person.

    ``seen`` is what the team reported from the door; where it never set out, the letter tells the announced times.
    """
    visit = release_visit(change, case, state="failed", reason=reason, counted=counted)
    if visit is None:
        raise ConsequenceRefused("question-void")
    facts = letter_facts.failed_visit(change, office, case, visit, reason, seen)
    plan_letter(change, case.reference, LetterKind.FAILED_VISIT, facts, mail_to=("guarantor", "applicant"))
    if counted and attempts_counted(change, case.reference) % ATTEMPTS_BEFORE_A_PERSON_DECIDES == 0:
        ask(change, office, "failed-visits", case.reference, next_cycle(change, case.reference, "failed-visits"))
    else:
        move(change, case, "to-be-repeated", actor=actor, facts={"reason": reason})


def attempts_counted(reading: Reading, reference: str) -> int:
    """How many visits failed on the applicant's side so far."""
    statement = select(func.count()).select_from(Visit).where(Visit.case_reference == reference, Visit.counted)
    return reading.session.scalar(statement) or 0


def _reported_visit(change: Change, decided: Decided) -> Visit:
    visit = change.session.get_one(Visit, (decided.file.reference, decided.question.cycle))
    team = change.session.get_one(TeamDay, (visit.day, visit.team_code))
    if team.state != "released":
        raise ConsequenceRefused("team-not-released")
    return visit


def _as_told(decided: Decided, visit: Visit) -> dict[str, Fact]:
    """The report as it stands on the ledger: which fingers are worn, and which language was spoken, stay in its sealed answer."""
    answer = decided.answer
    started, ended = reported_times(visit.day, answer)
    return {
        "visit": visit.occurrence,
        "outcome": decided.choice,
        **{name: code(answer, name) for name in REPORTED},
        "started_at": started.isoformat(),
        "ended_at": ended.isoformat(),
        "calls": telephone_calls(answer),
        "evidence": [code_of(value) for value in answer["evidence"]],
    }


def _held(change: Change, office: Office, decided: Decided, visit: Visit) -> None:
    if code(decided.answer, "biometrics") == "exception":
        prepared: dict[str, object] = {"visit": visit.occurrence, "ground": decided.decision.ground}
        if reasons := unrecorded_fingers(decided.answer):
            kind = QUESTION_KINDS["biometric-exception"]
            fitting = kind.fitting_grounds["accept"]
            prepared["options"] = {
                "ground": [one for one in kind.grounds if code_of(one) in reasons or code_of(one) not in fitting]
            }
        ask(change, office, "biometric-exception", decided.file.reference, visit.occurrence, prepared)
    else:
        _go_on(change, office, visit, decided)


def _go_on(change: Change, office: Office, visit: Visit, reported: Decided, accepted: Decided | None = None) -> None:
    """The official record stands in the name of whoever reported the visit: the report is the signing act."""
    case, actor = reported.file, (accepted or reported).officer.code
    visit.state = "held"
    change.write(Event("visit:visit:held", case.reference, actor, {"visit": visit.occurrence}))
    facts = letter_facts.visit_record(change, case, visit, reported, accepted)
    mail_to = ("applicant",)
    plan_letter(change, case.reference, LetterKind.VISIT_RECORD, facts, signed_by=reported, mail_to=mail_to)
    move(change, case, "held", actor=actor)
    open_chain(change, office, case)


def _seen(visit: Visit, answer: Mapping[str, Any]) -> SeenAtTheDoor:
    """What the team saw; what it recorded of the holder is no evidence of a door that stayed shut."""
    kept = tuple(one for one in kept_on_the_device(answer) if one != "package")
    return SeenAtTheDoor(*reported_times(visit.day, answer), CALLS[telephone_calls(answer)], kept)


def _report_of(change: Change, visit: Visit) -> Decided:
    question = question_of(change, visit.case_reference, "visit-report", visit.occurrence)
    if question is None:
        raise LookupError(f"nobody was asked for the report of visit {visit.occurrence} to {visit.case_reference}")
    return recorded_act(change, question)
