"""A day of visits on which the office is closed after all: nobody goes out, everybody is told, the next day is planned."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from casework.office import Office, own_days
from casework.office_calendar import OfficeCalendar
from casework.registry import Change, Event, Reading
from casework.registry.ledger import Fact
from casework.registry.models import DataKey, Question, RoundPlan, TeamDay, Visit
from casework.stages.calling_off import call_off_visit
from casework.stages.case_file import ask, find_case, next_cycle, void_question
from casework.stages.dispatch.notice import days_to_plan
from casework.stages.dispatch.subjects import rounds_subject, team_subject
from casework.stages.dispatch.today import still_to_be_made, teams_of
from casework.stages.unsent import void_unsent

REASON = "office-closed"
TELEPHONE_CALLS = ("team-recall", "visit-calls")
FALLS = ("proposed", "approved", "signed", "empty")


@dataclass(frozen=True)
class FallingDay:
    """What falls with a day of visits.

    ``plan`` is the day's latest, unless nothing of it stands; ``called_off`` the announced visits that nobody has
    reported, by their time; ``reported`` how many of the day stand because they were. ``held`` are teams that do not leave.
    Where it is today, somebody telephones the teams of ``telephoned``, and whoever waits for one of ``awaited``; ``questions`` what nobody needs to answer any more, besides the
    reports of these visits.
    """

    day: date
    plan: RoundPlan | None
    called_off: tuple[Visit, ...]
    reported: int
    held: tuple[TeamDay, ...]
    awaited: tuple[TeamDay, ...]
    telephoned: tuple[TeamDay, ...]
    questions: tuple[Question, ...]

    def visits_of(self, team: TeamDay) -> list[str]:
        """The cases whose visit by this team is called off, in their order."""
        return [visit.case_reference for visit in self.called_off if visit.team_code == team.team_code]


def falling_day(reading: Reading, day: date, today: date) -> FallingDay:
    """What would fall, were the office closed on this day: the same for whoever approves it and for what is then done."""
    teams, plan, called_off = teams_of(reading, day), _last_plan(reading, day), tuple(still_to_be_made(reading, day))
    codes = {visit.team_code for visit in called_off} if day == today else set()
    awaited = tuple(team for team in teams if team.team_code in codes)
    return FallingDay(
        day=day,
        plan=plan if plan is not None and plan.state in FALLS else None,
        called_off=called_off,
        reported=_announced_or_held(reading, day) - len(called_off),
        held=tuple(team for team in teams if team.state == "planned"),
        awaited=awaited,
        telephoned=tuple(team for team in awaited if team.state != "held"),
        questions=_questions_of(reading, day, teams),
    )


def let_the_day_fall(change: Change, office: Office, day: date, actor: str) -> None:
    """On a day that is closed nobody goes out: its plan falls, its visits are called off, not counted, and told once.

    A visit that was reported stands. Of a team that has left, or is about to leave this morning, somebody telephones its
    lead once about all its visits, and those who wait for it. To be called with the office by the calendar in which the
    day is closed already.
    """
    falling = falling_day(change, day, change.moment.office_date)
    _let_the_plan_fall(change, day, actor)
    for question in falling.questions:
        void_question(change, question, REASON)
    void_unsent(change, rounds_subject(day), "dispatch", REASON)  # before the last visit lets the day's report go
    for team in falling.held:
        team.state = "held"
        change.write(Event("dispatch:team:held", team_subject(day, team.team_code), actor, {"reason": REASON}))
    for team in falling.telephoned:
        members: dict[str, object] = {"lead": team.lead_code, "members": list(team.members)}
        _have_telephoned(change, office, "team-recall", team, {"cases": falling.visits_of(team), **members})
    for team in falling.awaited:
        _have_telephoned(change, office, "visit-calls", team, {"cases": falling.visits_of(team), "why": REASON})
    for visit in falling.called_off:
        case = find_case(change, visit.case_reference)
        call_off_visit(change, office, case, reason=REASON, actor=actor, team_is_told=True)


def plan_of_a_closed_day(change: Change, office: Office, day: date) -> RoundPlan | None:
    """A day that the office's own table closes is not planned: its plan fell, and stays fallen; None for any other day.

    Its run can come just as the day is closed, and knows nothing of it yet: then it fell without ever having stood.
    """
    days, today, last = own_days(change), change.moment.office_date, _last_plan(change, day)
    if day not in days or days[day].state == "open":
        return None
    if last is not None:
        return last if last.state == "closed" else None
    was_its_turn = today < day < days_to_plan(office, today)[-1]
    return _note_as_fallen(change, day, 1, "system") if was_its_turn else None


def day_to_plan_instead(reading: Reading) -> date | None:
    """Where the last day that was planned fell, the first working day from it on has nobody else who plans it.

    The run that should have planned it saw the closed day as the next one, or would come on the closed day itself.
    """
    last = reading.session.scalar(select(func.max(RoundPlan.day)))
    plan = None if last is None else _last_plan(reading, last)
    if plan is None or plan.state != "closed":
        return None
    calendar = OfficeCalendar(own_days(reading))
    return plan.day if calendar.is_working_day(plan.day) else calendar.next_working_day(plan.day)


def _let_the_plan_fall(change: Change, day: date, actor: str) -> None:
    """A plan that stands falls; where the latest was rejected, that the day fell is on record beside it."""
    last = _last_plan(change, day)
    if last is None or last.state in ("missed", "closed"):
        return
    if last.state in FALLS:
        last.state = "closed"
        change.write(_fallen(last, actor))
    else:
        _note_as_fallen(change, day, last.revision + 1, actor)


def _note_as_fallen(change: Change, day: date, revision: int, actor: str) -> RoundPlan:
    if revision == 1:
        change.create_key(rounds_subject(day))
    plan = RoundPlan(day=day, revision=revision, state="closed", digest="", content={})
    change.write(_fallen(plan, actor), plan)
    return plan


def _fallen(plan: RoundPlan, actor: str) -> Event:
    facts: dict[str, Fact] = {"revision": plan.revision, "plan": plan.digest}
    return Event("dispatch:plan:closed", rounds_subject(plan.day), actor, facts)


def _have_telephoned(change: Change, office: Office, kind: str, team: TeamDay, prepared: dict[str, object]) -> None:
    subject = team_subject(team.day, team.team_code)
    if change.session.get(DataKey, subject) is None:  # nobody was asked about this morning yet
        change.create_key(subject)
    ask(change, office, kind, subject, next_cycle(change, subject, kind), prepared)


def _announced_or_held(reading: Reading, day: date) -> int:
    visits = select(func.count()).where(Visit.day == day, Visit.state.in_(("announced", "held")))
    return reading.session.scalar(visits) or 0


def _last_plan(reading: Reading, day: date) -> RoundPlan | None:
    revisions = select(RoundPlan).where(RoundPlan.day == day).order_by(RoundPlan.revision.desc())
    return reading.session.scalar(revisions.limit(1))


def _questions_of(reading: Reading, day: date, teams: list[TeamDay]) -> tuple[Question, ...]:
    """Whoever is to be telephoned for another reason is telephoned all the same."""
    subjects = [rounds_subject(day), *(team_subject(day, team.team_code) for team in teams)]
    waiting = select(Question).where(
        Question.subject.in_(subjects), Question.state == "open", Question.kind.not_in(TELEPHONE_CALLS)
    )
    return tuple(reading.session.scalars(waiting.order_by(Question.id)))
