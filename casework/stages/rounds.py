"""Rounds: the plan of a working day, its approval, its signature, the release of the teams in the morning."""

import json
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from casework.case import Applicant, VisitNeed
from casework.letters import LetterKind
from casework.lifecycle import Stage
from casework.office import Office
from casework.registry import Change, Event, Reading
from casework.registry.models import (
    Booking,
    Case,
    Decree,
    Equipment,
    Letter,
    Officer,
    Question,
    RoundPlan,
    TeamDay,
    Visit,
)
from casework.registry.officers import entitled_officers
from casework.rounds import (
    AvailableOfficer,
    Plan,
    Round,
    VisitRequest,
    WorkingDay,
    booked_slots,
    check_plan,
    form_teams,
    plan_rounds,
    working_day,
)
from casework.stages import letter_facts
from casework.stages.case_file import ask, find_case, move, read_application
from casework.stages.correspondence import plan_letter
from casework.stages.deciding import ConsequenceRefused, Decided
from casework.stages.ending import release_visit

TEAM_ROLES = ("team-lead", "biometric-operator", "health-and-security")
STANDING = ("proposed", "approved", "signed", "missed")
UNSIGNED = ("proposed", "approved")


class PlanBroken(Exception):
    """The independent checker found a rule that the planner broke; nothing was proposed."""


def rounds_subject(day: date) -> str:
    """The name under which the rounds of a day are asked about, decided and kept."""
    return f"ROUNDS-{day.isoformat()}"


def day_of(subject: str) -> date:
    """The day whose rounds this subject names."""
    return date.fromisoformat(subject.removeprefix("ROUNDS-"))


def standing_plan(reading: Reading, day: date) -> RoundPlan | None:
    """The plan that stands for a day, whatever was rejected before it."""
    return reading.session.scalar(select(RoundPlan).where(RoundPlan.day == day, RoundPlan.state.in_(STANDING)))


def propose(change: Change, office: Office, day: date) -> RoundPlan:
    """A day is planned once: a second start finds the plan that stands, and a day gone by is on record as missed."""
    standing = standing_plan(change, day)
    if standing is not None:
        if standing.state in UNSIGNED and day <= change.moment.office_date:
            _let_lapse(change, standing)
        return standing
    _own_key(change, day)
    revision = _next_revision(change, day)
    if day <= change.moment.office_date:
        missed = RoundPlan(day=day, revision=revision, state="missed", digest="", content={})
        change.write(Event("dispatch:plan:missed", rounds_subject(day), facts={"revision": revision}), missed)
        return missed
    return _propose_plan(change, office, day, revision)


def note_missed_days(change: Change, office: Office, today: date) -> list[date]:
    """Each working day up to today that was never planned, or whose plan was never signed, is on record as missed."""
    last = change.session.scalar(select(func.max(RoundPlan.day)))
    missed = [plan.day for plan in _unsigned_plans(change, today)]
    for plan in _unsigned_plans(change, today):
        _let_lapse(change, plan)
    day = last
    while day is not None and (day := office.calendar.next_working_day(day)) <= today:
        propose(change, office, day)
        missed.append(day)
    return missed


def settle_plan(change: Change, office: Office, decided: Decided) -> None:
    """An approved plan goes to the head of office for signature; a rejected one makes room for the next."""
    day = day_of(decided.question.subject)
    plan = _plan_in_state(change, day, "proposed")
    _refuse_a_lapsed_plan(change, plan)
    if decided.choice == "reject":
        _reject(change, plan, decided)
        return
    plan.state = "approved"
    change.write(
        Event(
            "dispatch:plan:approved",
            rounds_subject(day),
            decided.officer.code,
            {"revision": plan.revision, "plan": plan.digest},
        )
    )
    in_time = office.calendar.previous_working_day(day)
    ask(
        change,
        office,
        "assignment-signature",
        rounds_subject(day),
        plan.revision,
        {"plan": plan.digest},
        due_by=in_time,
    )


def settle_signature(change: Change, office: Office, decided: Decided) -> None:
    """With the signature everything is booked, assigned and announced at once, or nothing is."""
    day = day_of(decided.question.subject)
    plan = _plan_in_state(change, day, "approved")
    _refuse_a_lapsed_plan(change, plan)
    if decided.choice == "refuse":
        _reject(change, plan, decided)
        return
    proposed = Plan.model_validate(plan.content["plan"])
    plan.state = "signed"
    change.write(
        Event(
            "dispatch:plan:signed",
            rounds_subject(day),
            decided.officer.code,
            {"revision": plan.revision, "plan": plan.digest},
        )
    )
    try:
        for team_round in proposed.rounds:
            _announce_round(change, office, day, team_round, decided)
    except IntegrityError:
        raise ConsequenceRefused("double-booking") from None


def open_release(change: Change, office: Office, day: date) -> list[Question]:
    """Each team that goes out on a day is asked about in the morning, once."""
    questions = []
    for team in teams_of(change, day):
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


def teams_of(reading: Reading, day: date) -> list[TeamDay]:
    """The teams that go out on a day."""
    return list(reading.session.scalars(select(TeamDay).where(TeamDay.day == day).order_by(TeamDay.team_code)))


def team_subject(day: date, team_code: str) -> str:
    """The name under which a team's morning is asked about."""
    return f"TEAM-{team_code}-{day.isoformat()}"


def waiting_requests(reading: Reading, day: WorkingDay) -> list[VisitRequest]:
    """The queue is a query: every case that waits for a visit, as the planner needs to know it."""
    cases = reading.session.scalars(
        select(Case).where(Case.stage == Stage.WAITING_FOR_VISIT.value).order_by(Case.reference)
    )
    return [_request(reading, case, day) for case in cases]


def _request(reading: Reading, case: Case, day: WorkingDay) -> VisitRequest:
    return VisitRequest(
        reference=case.reference,
        regency_code=case.regency_code,
        last_safe_day=case.last_safe_visit_day or date.max,
        needs=_language_needed(read_application(reading, case).applicant, day),
        urgent=case.last_safe_visit_day is not None and case.last_safe_visit_day <= day.date,
    )


def _language_needed(applicant: Applicant, day: WorkingDay) -> tuple[str, ...]:
    """A team of the day that speaks the applicant's language needs no interpreter; for any other one is booked."""
    if VisitNeed.INTERPRETER not in applicant.needs:
        return ()
    spoken = {language for team in day.teams for language in team.languages}
    return tuple(f"language:{language}" for language in applicant.languages if language in spoken)[:1]


def _propose_plan(change: Change, office: Office, day: date, revision: int) -> RoundPlan:
    working_day = _working_day(change, office, day)
    requests = waiting_requests(change, working_day)
    proposed = plan_rounds(working_day, requests)
    broken = check_plan(proposed, working_day, requests)
    if broken:
        raise PlanBroken(f"the plan for {day} breaks {broken[0].code}: start the dispatch again and report this")
    state = "proposed" if proposed.rounds else "empty"
    content = {
        "plan": json.loads(proposed.model_dump_json()),
        "decree": _decree_in_force(change, day),
        "waiting": len(requests),
    }
    plan = RoundPlan(day=day, revision=revision, state=state, digest=proposed.digest(), content=content)
    facts: dict[str, str | int | bool | list[str] | None] = {
        "revision": revision,
        "plan": plan.digest,
        "visits": [stop.reference for team_round in proposed.rounds for stop in team_round.stops],
        "left_out": [f"{left.reference}:{left.reason.value}" for left in proposed.left_out],
    }
    change.write(
        Event("dispatch:plan:proposed" if proposed.rounds else "dispatch:plan:empty", rounds_subject(day), facts=facts),
        plan,
    )
    if proposed.rounds:
        in_time = office.calendar.previous_working_day(day)
        ask(change, office, "plan-approval", rounds_subject(day), revision, {"plan": plan.digest}, due_by=in_time)
    return plan


def _working_day(reading: Reading, office: Office, day: date) -> WorkingDay:
    by_role = {role: {officer.code for officer in entitled_officers(reading, role, day)} for role in TEAM_ROLES}
    officers = [
        AvailableOfficer(
            code=officer.code,
            roles=tuple(role for role in TEAM_ROLES if officer.code in by_role[role]),
            languages=tuple(officer.languages),
        )
        for officer in reading.session.scalars(select(Officer).where(Officer.active).order_by(Officer.code))
        if any(officer.code in codes for codes in by_role.values())
    ]
    equipment = list(reading.session.scalars(select(Equipment).where(Equipment.in_service).order_by(Equipment.code)))
    formed = form_teams(
        day,
        officers,
        decree_members={officer.code for officer in officers},
        kits=[item.code for item in equipment if item.kind == "kit"],
        vehicles=[item.code for item in equipment if item.kind == "vehicle"],
    )
    return working_day(day, formed.teams, office.calendar)


def _announce_round(change: Change, office: Office, day: date, planned: Round, decided: Decided) -> None:
    team_round = _still_wanted(change, planned)
    if team_round is None:
        return
    team = team_round.team
    row = TeamDay(
        day=day,
        team_code=team.code,
        lead_code=team.lead,
        members=list(team.members),
        kit_code=team.kit,
        vehicle_code=team.vehicle,
        decree_number=_decree_in_force(change, day),
        state="planned",
    )
    change.write(
        Event(
            "dispatch:team:assigned",
            rounds_subject(day),
            decided.officer.code,
            {"team": team.code, "members": list(team.members)},
        ),
        row,
    )
    assignment = plan_letter(
        change,
        rounds_subject(day),
        LetterKind.ASSIGNMENT,
        letter_facts.assignment(change, row, team_round),
        signed_by=decided,
        mail_to=(),
    )
    slots = booked_slots(team_round)
    for stop in team_round.stops:
        window = (stop.starts_at, stop.ends_at)
        _announce_visit(change, office, row, stop.reference, window, slots[stop.reference], assignment)


def _still_wanted(reading: Reading, planned: Round) -> Round | None:
    """A case that ended after the plan was made keeps its place free; neither letter nor team hears of it."""
    waiting = Stage.WAITING_FOR_VISIT.value
    stops = tuple(stop for stop in planned.stops if find_case(reading, stop.reference).stage == waiting)
    return planned.model_copy(update={"stops": stops}) if stops else None


def _announce_visit(
    change: Change,
    office: Office,
    team: TeamDay,
    reference: str,
    window: tuple[datetime, datetime],
    slots: tuple[datetime, ...],
    assignment: Letter,
) -> None:
    case = find_case(change, reference)
    occurrence = _visits_so_far(change, reference) + 1
    visit = Visit(
        case_reference=reference,
        occurrence=occurrence,
        day=team.day,
        team_code=team.team_code,
        starts_at=window[0],
        ends_at=window[1],
        state="announced",
    )
    resources = [
        *(f"officer:{code}" for code in team.members),
        f"kit:{team.kit_code}",
        f"vehicle:{team.vehicle_code}",
        f"case:{reference}",
    ]
    bookings = [
        Booking(resource=resource, slot=slot, case_reference=reference, occurrence=occurrence)
        for resource in resources
        for slot in slots
    ]
    facts: dict[str, str | int | bool | list[str] | None] = {
        "visit": occurrence, "team": team.team_code, "day": team.day.isoformat(), "starts_at": window[0].isoformat(),
    }  # fmt: skip
    change.write(Event("waiting-for-visit:visit:announced", reference, facts=facts), visit, *bookings)
    notice = letter_facts.visit_notice(change, office, case, visit, team, assignment)
    plan_letter(change, reference, LetterKind.VISIT_NOTICE, notice, mail_to=("guarantor", "applicant"))
    move(change, case, "announced", facts={"visit": occurrence})
    prepared: dict[str, object] = {"only": list(team.members), "day": team.day.isoformat(), "team": team.team_code}
    ask(change, office, "visit-report", reference, occurrence, prepared)


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
            Event("visit:question:voided", case.reference, facts={"question": "visit-report", "reason": "team-held"})
        )
    facts = letter_facts.failed_visit(change, office, case, visit, "postponed")
    plan_letter(change, case.reference, LetterKind.FAILED_VISIT, facts, mail_to=("guarantor", "applicant"))
    move(change, case, "to-be-repeated", facts={"reason": "team-held"})


def _unsigned_plans(reading: Reading, today: date) -> list[RoundPlan]:
    statement = select(RoundPlan).where(RoundPlan.state.in_(UNSIGNED), RoundPlan.day <= today).order_by(RoundPlan.day)
    return list(reading.session.scalars(statement))


def _let_lapse(change: Change, plan: RoundPlan) -> None:
    subject = rounds_subject(plan.day)
    plan.state = "missed"
    change.write(Event("dispatch:plan:missed", subject, facts={"revision": plan.revision, "plan": plan.digest}))
    for question in change.session.scalars(
        select(Question).where(Question.subject == subject, Question.state == "open")
    ):
        question.state, question.void_reason = "void", "day-has-come"
        facts: dict[str, str | int | bool | list[str] | None] = {
            "question": question.kind,
            "cycle": question.cycle,
            "reason": "day-has-come",
        }
        change.write(Event("dispatch:question:voided", subject, facts=facts))


def _refuse_a_lapsed_plan(change: Change, plan: RoundPlan) -> None:
    if plan.day <= change.moment.office_date:
        raise ConsequenceRefused("day-has-come")


def _reject(change: Change, plan: RoundPlan, decided: Decided) -> None:
    plan.state = "rejected"
    facts: dict[str, str | int | bool | list[str] | None] = {
        "revision": plan.revision,
        "ground": decided.decision.ground,
    }
    change.write(Event("dispatch:plan:rejected", rounds_subject(plan.day), decided.officer.code, facts))


def _all_in_order(team: TeamDay, decided: Decided) -> bool:
    answer = decided.answer
    return (
        set(answer["fit_officers"]) == set(team.members)
        and answer["protective_equipment"].endswith("yes")
        and answer["kit_self_test"].endswith("passed")
        and answer["secured_line"].endswith("yes")
    )


def _plan_in_state(reading: Reading, day: date, state: str) -> RoundPlan:
    plan = standing_plan(reading, day)
    if plan is None or plan.state != state:
        raise ConsequenceRefused("question-void")
    return plan


def _announced_visits(reading: Reading, team: TeamDay) -> list[Visit]:
    statement = select(Visit).where(
        Visit.day == team.day, Visit.team_code == team.team_code, Visit.state == "announced"
    )
    return list(reading.session.scalars(statement.order_by(Visit.starts_at)))


def _team_of_subject(reading: Reading, subject: str) -> TeamDay:
    _, code, day = subject.split("-", 2)
    return reading.session.get_one(TeamDay, (date.fromisoformat(day), code))


def _decree_in_force(reading: Reading, day: date) -> str:
    number = reading.session.scalar(
        select(Decree.number)
        .where(Decree.valid_from <= day, Decree.valid_to >= day)
        .order_by(Decree.dated.desc())
        .limit(1)
    )
    return number or ""


def _visits_so_far(reading: Reading, reference: str) -> int:
    return len(list(reading.session.scalars(select(Visit.occurrence).where(Visit.case_reference == reference))))


def _next_revision(reading: Reading, day: date) -> int:
    return len(list(reading.session.scalars(select(RoundPlan.revision).where(RoundPlan.day == day)))) + 1


def _own_key(change: Change, day: date) -> None:
    if not list(change.session.scalars(select(RoundPlan.revision).where(RoundPlan.day == day))):
        change.create_key(rounds_subject(day))
