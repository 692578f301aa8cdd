"""A day's rounds: planned once, signed in time or missed, booked whole or not at all."""

from datetime import date, timedelta

import pytest
from clock_of_the_test import RELEASE_AT
from demo_life import Life, queue
from lives_by_stage import good_samples, sample_number
from sqlalchemy import select

from casework.lifecycle import Stage
from casework.registry import Event
from casework.registry.models import Absence, Booking, Decree, Letter, Officer, Question, RoundPlan, TeamDay, Visit
from casework.rounds import Plan
from casework.stages.dispatch import planning
from casework.stages.dispatch.subjects import rounds_subject

WOMEN_OF_THE_TEAMS = {"NR", "DK", "MS", "LA"}
TUESDAY, WEDNESDAY, THURSDAY = (date(2026, 11, day) for day in (24, 25, 26))


@pytest.fixture
def waiting(at_stage):
    """A case that waits for its visit, on Tuesday."""
    return at_stage(Stage.WAITING_FOR_VISIT)


def plan_of(life: Life, day: date) -> RoundPlan:
    """The latest revision of a day's plan."""
    return life.rows(RoundPlan, RoundPlan.day == day, order_by=RoundPlan.revision)[-1]


# --- planned once


def test_a_day_is_planned_once_however_often_the_dispatch_is_started(waiting):
    subject = waiting.propose()
    waiting.propose()
    waiting.propose(WEDNESDAY)
    assert [(row.day, row.revision, row.state) for row in waiting.rows(RoundPlan)] == [(WEDNESDAY, 1, "proposed")]
    assert len(waiting.open(subject)) == 1


def test_a_rejected_plan_makes_room_for_the_next_and_is_kept(waiting):
    subject = waiting.propose()
    waiting.decided("WN", "plan-approval", "reject", subject=subject, ground="officers")
    waiting.propose()
    assert [row.state for row in waiting.rows(RoundPlan, order_by=RoundPlan.revision)] == ["rejected", "proposed"]
    assert waiting.question("plan-approval", subject).cycle == 2


def test_the_dispatcher_who_approved_does_not_sign(waiting):
    subject = waiting.propose()
    waiting.decided("WN", "plan-approval", "approve", subject=subject)
    assert waiting.question("assignment-signature", subject).role == "head-of-office"
    assert waiting.decide_as("WN", waiting.question("assignment-signature", subject), "sign").reason == "not-entitled"


def test_a_refused_signature_tells_and_books_nobody(waiting):
    subject = waiting.propose()
    waiting.decided("WN", "plan-approval", "approve", subject=subject)
    waiting.decided("RK", "assignment-signature", "refuse", subject=subject, ground="team")
    assert (waiting.stage, waiting.rows(Booking), waiting.letters(subject)) == (Stage.WAITING_FOR_VISIT, [], [])


def test_a_day_without_anybody_waiting_is_an_empty_plan_without_a_question(life):
    subject = life.propose()
    assert (plan_of(life, WEDNESDAY).state, life.open(subject)) == ("empty", [])


# --- signed in time, or missed


@pytest.mark.parametrize("days", [1, 2, 20])
def test_a_plan_whose_day_has_come_can_no_longer_be_approved(waiting, days):
    subject = waiting.propose()
    waiting.clock.put(TUESDAY + timedelta(days=days), RELEASE_AT)
    assert waiting.decide_as("WN", waiting.question("plan-approval", subject), "approve").reason == "day-has-come"
    assert plan_of(waiting, WEDNESDAY).state == "proposed"


def test_a_plan_whose_day_has_come_can_no_longer_be_signed(waiting):
    subject = waiting.propose()
    waiting.decided("WN", "plan-approval", "approve", subject=subject)
    waiting.clock.put(WEDNESDAY, RELEASE_AT)
    assert waiting.decide_as("RK", waiting.question("assignment-signature", subject), "sign").reason == "day-has-come"
    assert (waiting.rows(Booking), waiting.rows(TeamDay), waiting.stage) == ([], [], Stage.WAITING_FOR_VISIT)


@pytest.mark.parametrize("approved", [False, True])
def test_an_unsigned_plan_becomes_missed_when_its_day_comes_and_its_question_ends(waiting, approved):
    subject = waiting.propose()
    if approved:
        waiting.decided("WN", "plan-approval", "approve", subject=subject)
    question = waiting.open(subject)[0]
    waiting.clock.put(WEDNESDAY, RELEASE_AT)
    assert waiting.propose() == rounds_subject(THURSDAY)
    assert [(row.day, row.state) for row in waiting.rows(RoundPlan, order_by=RoundPlan.day)] == [
        (WEDNESDAY, "missed"),
        (THURSDAY, "proposed"),
    ]
    assert waiting.standing(question.question_id).void_reason == "day-has-come"
    assert "dispatch:plan:missed" in waiting.events(subject)


def test_an_unsigned_plan_lapses_also_where_only_its_own_day_is_started_again(waiting):
    subject = waiting.propose()
    waiting.clock.put(THURSDAY, RELEASE_AT)
    with waiting.change() as change:
        assert planning.propose(change, waiting.office, WEDNESDAY).state == "missed"
    assert waiting.open(subject) == []


def test_days_without_the_daily_run_are_on_record_as_missed_and_never_planned_afterwards(waiting):
    waiting.announce()
    waiting.clock.put(date(2026, 12, 1), RELEASE_AT)  # a Tuesday; Thursday, Friday and Monday went by
    waiting.propose()
    states = {row.day.day: row.state for row in waiting.rows(RoundPlan)}
    assert states == {25: "signed", 26: "missed", 27: "missed", 30: "missed", 1: "missed", 2: "empty"}
    assert waiting.propose(date(2026, 11, 27)) == "ROUNDS-2026-11-27"
    assert plan_of(waiting, date(2026, 11, 27)).state == "missed"


def test_the_first_daily_run_of_an_office_looks_for_no_missed_days(life):
    with life.change() as change:
        assert planning.note_missed_days(change, life.office, THURSDAY) == []


def test_a_report_is_due_on_the_day_of_its_visit(at_stage):
    life = at_stage(Stage.VISIT)
    question = life.question("visit-report")
    assert (question.opened_on, question.due_on) == (TUESDAY, life.team().day)


def test_a_plan_is_due_before_its_day(waiting):
    subject = waiting.propose()
    assert waiting.question("plan-approval", subject).due_on == TUESDAY
    waiting.decided("WN", "plan-approval", "approve", subject=subject)
    assert waiting.question("assignment-signature", subject).due_on == TUESDAY


# --- booked whole or not at all


def test_a_signature_books_each_officer_kit_vehicle_and_applicant_and_announces_the_visit(waiting):
    waiting.announce()
    team, visit = waiting.team(), waiting.rows(Visit)[0]
    resources = {row.resource for row in waiting.rows(Booking)}
    assert resources == {
        *(f"officer:{code}" for code in team.members),
        f"kit:{team.kit_code}",
        f"vehicle:{team.vehicle_code}",
        f"case:{waiting.reference}",
    }
    assert (visit.state, waiting.stage, len(team.members)) == ("announced", Stage.VISIT, 3)
    assert waiting.question("visit-report").options == {}


def test_a_double_booking_is_refused_whole_and_nothing_stays_half_booked(life):
    references = queue(life, good_samples(5))
    subject = life.propose()
    life.decided("WN", "plan-approval", "approve", subject=subject)
    last = Plan.model_validate(plan_of(life, WEDNESDAY).content["plan"]).rounds[-1]
    book_beforehand(life, references[0], f"kit:{last.team.kit}", last.stops[-1].starts_at)
    before = len(life.rows(Letter))
    assert life.decide_as("RK", life.question("assignment-signature", subject), "sign").reason == "double-booking"
    assert (len(life.rows(Booking)), life.rows(TeamDay), life.letters(subject)) == (1, [], [])
    assert {life.case(one).stage for one in references} == {"waiting-for-visit"}
    assert plan_of(life, WEDNESDAY).state == "approved"
    assert len(life.rows(Letter)) == before
    assert life.standing(life.question("assignment-signature", subject).question_id).attempt == 2
    assert life.ledger_holds()


def book_beforehand(life: Life, reference: str, resource: str, slot) -> None:
    """The slot is taken, by a visit of another day."""
    visit = Visit(
        case_reference=reference, occurrence=99, day=WEDNESDAY, team_code="T9", starts_at=slot, ends_at=slot + timedelta(minutes=30), state="failed",
    )  # fmt: skip
    booking = Booking(resource=resource, slot=slot, case_reference=reference, occurrence=99)
    with life.change() as change:
        change.write(Event("test:slot:taken", reference), visit, booking)


def test_after_the_refusal_the_numbers_of_the_letters_go_on_without_a_gap(life):
    references = queue(life, good_samples(2))
    subject = life.propose()
    life.decided("WN", "plan-approval", "approve", subject=subject)
    stop = Plan.model_validate(plan_of(life, WEDNESDAY).content["plan"]).rounds[0]
    book_beforehand(life, references[0], f"vehicle:{stop.team.vehicle}", stop.stops[0].starts_at)
    assert life.decide_as("RK", life.question("assignment-signature", subject), "sign").reason == "double-booking"
    with life.change() as change:
        row = change.session.scalars(select(Booking)).one()
        change.write(Event("test:slot:freed", references[0]), removed=(row,))
    life.decided("RK", "assignment-signature", "sign", subject=subject)
    numbers = sorted(row.sequence for row in life.rows(Letter, Letter.classification == "GR.01.01"))
    assert numbers == list(range(1, len(numbers) + 1))
    assert [row.sequence for row in life.rows(Letter, Letter.classification == "UM.01.01")] == [1]


# --- who goes


def test_nobody_outside_the_decree_goes_and_without_one_nobody(waiting):
    with waiting.change() as change:
        for decree in change.session.scalars(select(Decree)):
            decree.valid_to = TUESDAY
        change.write(Event("office:decree:ended", "office"))
    waiting.propose()
    plan = plan_of(waiting, WEDNESDAY)
    assert plan.state == "empty"
    assert plan.content["plan"]["left_out"][0]["reason"] == "no-team-today"


def test_an_applicant_who_needs_an_interpreter_is_visited_by_a_team_that_speaks_the_language(life):
    queue(life, [sample_number(7)])  # Korean only
    add_language(life, "LA", "ko")  # a member of the second team
    life.announce()
    assert "LA" in life.team().members


def test_a_language_that_no_team_of_the_day_speaks_is_left_to_an_interpreter_not_left_out(life):
    queue(life, [sample_number(7)])
    with life.change() as change:
        for officer in change.session.scalars(select(Officer)):
            officer.languages = ["id", "en"]
        change.write(Event("office:languages:entered", "office"))
    life.announce()
    assert life.stage is Stage.VISIT
    life.send_all()
    text = life.letter_text("visit-notice")
    assert "Korea" in text


def test_whoever_asked_for_a_woman_is_visited_by_a_team_with_one(life):
    queue(life, [sample_number(9)])
    life.announce()
    assert WOMEN_OF_THE_TEAMS & set(life.team().members)


def test_where_no_woman_is_on_duty_the_visit_waits_and_says_why(life):
    queue(life, [sample_number(9)])
    with life.change() as change:
        away = [
            Absence(officer_code=code, first_day=WEDNESDAY, last_day=WEDNESDAY) for code in sorted(WOMEN_OF_THE_TEAMS)
        ]
        change.write(Event("office:absence:entered", "office"), *away)
    life.propose()
    [left] = plan_of(life, WEDNESDAY).content["plan"]["left_out"]
    assert left["reason"] == "no-team-with-skill"
    assert left["explanation_english"].endswith("(female-officer)")
    assert left["change"] == "T1-with-female-officer"
    assert left["planned_for"] == THURSDAY.isoformat()


def add_language(life: Life, officer: str, language: str) -> None:
    with life.change() as change:
        row = change.session.get_one(Officer, officer)
        row.languages = [*row.languages, language]
        change.write(Event("office:languages:entered", f"officer:{officer}"))


def test_no_question_of_a_day_is_left_after_it_was_signed(waiting):
    subject = waiting.announce()
    assert waiting.rows(Question, Question.subject == subject, Question.state == "open") == []
