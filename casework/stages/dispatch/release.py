"""Releasing the teams: in the morning no vehicle leaves unless people, protection, kit and line are in order."""

from datetime import date

from sqlalchemy import select

from casework.office import Office
from casework.registry import Change, Event, Reading
from casework.registry.ledger import Fact
from casework.registry.models import Question, TeamDay, Visit
from casework.stages.calling_off import call_off_visit
from casework.stages.case_file import ask, find_case
from casework.stages.deciding import ConsequenceRefused, Decided
from casework.stages.dispatch.subjects import team_subject


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
        call_off_visit(change, office, find_case(change, visit.case_reference), reason="team-held")


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


def _announced_visits(reading: Reading, team: TeamDay) -> list[Visit]:
    statement = select(Visit).where(
        Visit.day == team.day, Visit.team_code == team.team_code, Visit.state == "announced"
    )
    return list(reading.session.scalars(statement.order_by(Visit.starts_at)))


def _team_of_subject(reading: Reading, subject: str) -> TeamDay:
    _, code, day = subject.split("-", 2)
    return reading.session.get_one(TeamDay, (date.fromisoformat(day), code))
