"""Releasing the teams: in the morning no vehicle leaves unless people, protection, kit and line are in order."""

from datetime import date

from sqlalchemy import select

from casework.letters import LetterKind
from casework.office import Office
from casework.registry import Change, Event, Reading
from casework.registry.ledger import Fact
from casework.registry.models import Question, TeamDay, Visit
from casework.stages import letter_facts
from casework.stages.case_file import ask, find_case, move
from casework.stages.correspondence import plan_letter
from casework.stages.deciding import ConsequenceRefused, Decided
from casework.stages.dispatch.subjects import team_subject
from casework.stages.ending import release_visit


def open_release(change: Change, office: Office, day: date) -> list[Question]:
    """Each team that goes out on a day is asked about in the morning, once."""
    questions = []
    for team in teams_of(change, day):
        if not _announced_visits(change, team):
            continue  # whoever it was to visit has gone from its round
        subject = team_subject(day, team.team_code)
        earlier = change.session.scalar(
            select(Question).where(Question.subject == subject, Question.kind == "morning-release")
        )
        if earlier is None:
            change.create_key(subject)
            prepared: dict[str, object] = {"only": [team.lead_code], "options": {"fit_officers": list(team.members)}}
            earlier = ask(change, office, "morning-release", subject, 1, prepared)
        questions.append(earlier)
    return questions


def settle_release(change: Change, office: Office, decided: Decided) -> None:
    """No vehicle leaves unless every officer is fit, PPE issued, the kit passed and the line secured."""
    team = _team_of_subject(change, decided.question.subject)
    if team.state != "planned":
        raise ConsequenceRefused("question-void")
    if decided.choice == "release":
        if not _all_in_order(team, decided):
            raise ConsequenceRefused("not-consistent")
        team.state = "released"
        change.write(Event("dispatch:team:released", decided.question.subject, decided.officer.code))
        return
    team.state = "held"
    change.write(
        Event("dispatch:team:held", decided.question.subject, decided.officer.code, {"ground": decided.decision.ground})
    )
    for visit in _announced_visits(change, team):
        _postpone(change, office, visit)


def settle_recall(change: Change, office: Office, decided: Decided) -> None:
    """The team knows that nobody waits for it at that door any more."""
    del office
    facts: dict[str, Fact] = {"case": str(decided.question.prepared["case"])}
    change.write(Event("dispatch:team:phoned", decided.question.subject, decided.officer.code, facts))


def teams_of(reading: Reading, day: date) -> list[TeamDay]:
    """The teams that go out on a day."""
    return list(reading.session.scalars(select(TeamDay).where(TeamDay.day == day).order_by(TeamDay.team_code)))


def _all_in_order(team: TeamDay, decided: Decided) -> bool:
    answer = decided.answer
    return (
        set(answer["fit_officers"]) == set(team.members)
        and answer["protective_equipment"].endswith("yes")
        and answer["kit_self_test"].endswith("passed")
        and answer["secured_line"].endswith("yes")
    )


def _postpone(change: Change, office: Office, visit: Visit) -> None:
    case = find_case(change, visit.case_reference)
    release_visit(change, case, state="failed", reason="team-held")
    report = change.session.scalar(
        select(Question).where(
            Question.subject == case.reference, Question.kind == "visit-report", Question.state == "open"
        )
    )
    if report is not None:
        report.state, report.void_reason = "void", "team-held"
        change.write(
            Event(
                "visit:question:voided",
                case.reference,
                facts={"question": "visit-report", "cycle": report.cycle, "reason": "team-held"},
            )
        )
    facts = letter_facts.failed_visit(change, office, case, visit, "postponed")
    plan_letter(change, case.reference, LetterKind.FAILED_VISIT, facts, mail_to=("guarantor", "applicant"))
    move(change, case, "to-be-repeated", facts={"reason": "team-held"})


def _announced_visits(reading: Reading, team: TeamDay) -> list[Visit]:
    statement = select(Visit).where(
        Visit.day == team.day, Visit.team_code == team.team_code, Visit.state == "announced"
    )
    return list(reading.session.scalars(statement.order_by(Visit.starts_at)))


def _team_of_subject(reading: Reading, subject: str) -> TeamDay:
    _, code, day = subject.split("-", 2)
    return reading.session.get_one(TeamDay, (date.fromisoformat(day), code))
