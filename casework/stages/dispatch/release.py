"""Releasing the teams: in the morning no vehicle leaves unless people, protection, kit and line are in order."""

from datetime import date

from casework.clock import clock_time
from casework.office import Office
from casework.registry import Change, Event
from casework.registry.ledger import Fact
from casework.registry.models import Question, TeamDay
from casework.rounds.same_day import Trouble, rest_of_the_day
from casework.stages.calling_off import call_off_visit
from casework.stages.case_file import find_case
from casework.stages.deciding import ConsequenceRefused, Decided
from casework.stages.dispatch import replacing
from casework.stages.dispatch.asking_release import ask_release, release_question
from casework.stages.dispatch.changing import propose_change, team_of_subject
from casework.stages.dispatch.today import announced_visits, as_it_stands, teams_of


def open_release(change: Change, office: Office, day: date) -> list[Question]:
    """Each team that goes out on a day is asked about in the morning, once."""
    questions = []
    for team in teams_of(change, day):
        if not announced_visits(change, team):
            continue  # whoever it was to visit has gone from its round
        questions.append(release_question(change, team) or ask_release(change, office, team))
    return questions


def settle_release(change: Change, office: Office, decided: Decided) -> None:
    """No vehicle leaves unless every officer is fit, PPE issued, the kit passed and the line secured.

    Whoever or whatever is not in order is replaced within the decree, or the team is held back and its visits go to
    another where one can take them over.
    """
    team = team_of_subject(change, decided.question.subject)
    if team.state != "planned":
        raise ConsequenceRefused("question-void")
    if (decided.choice == "replace") != replacing.chosen(decided):
        raise ConsequenceRefused("replacement-not-chosen")
    if decided.choice == "release":
        _release(change, decided, team)
    elif decided.choice == "replace":
        if not _equipment_in_order(decided):
            raise ConsequenceRefused("not-consistent")
        replacing.replace_in_team(change, office, decided, team)
    else:
        _hold(change, office, decided, team)


def settle_recall(change: Change, office: Office, decided: Decided) -> None:
    """The team knows that nobody waits for it at that door any more, or at any of these."""
    del office
    prepared = decided.question.prepared
    facts: dict[str, Fact] = {"cases": list(prepared["cases"])} if "cases" in prepared else {"case": prepared["case"]}
    change.write(Event("dispatch:team:phoned", decided.question.subject, decided.officer.code, facts))


def _release(change: Change, decided: Decided, team: TeamDay) -> None:
    if set(decided.answer["fit_officers"]) != set(team.members) or not _equipment_in_order(decided):
        raise ConsequenceRefused("not-consistent")
    team.state = "released"
    change.write(Event("dispatch:team:released", decided.question.subject, decided.officer.code))


def _hold(change: Change, office: Office, decided: Decided, team: TeamDay) -> None:
    team.state = "held"
    change.write(
        Event("dispatch:team:held", decided.question.subject, decided.officer.code, {"ground": decided.decision.ground})
    )
    stands = as_it_stands(change, office, team.day)
    if stands is None or team.day != change.moment.office_date:  # its day is over: nobody else can go any more
        for visit in announced_visits(change, team):
            case = find_case(change, visit.case_reference)
            call_off_visit(change, office, case, reason="team-held", team_is_told=True)
        return
    trouble, now = Trouble(team=team.team_code), clock_time(change.moment.office)
    rest = rest_of_the_day(stands.day, stands.plan, stands.requests, stands.over, trouble, now)
    propose_change(change, office, team, stands.plan, rest.plan, why="held", called_off=rest.called_off)


def _equipment_in_order(decided: Decided) -> bool:
    answer = decided.answer
    return bool(
        answer["protective_equipment"].endswith("yes")
        and answer["kit_self_test"].endswith("passed")
        and answer["secured_line"].endswith("yes")
    )
