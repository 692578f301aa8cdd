"""What the team reports from the door: held, or counted against the attempts, or not."""

import json
from datetime import date

import pytest
from clock_of_the_test import REPORT_AT
from demo_life import Life

from casework.lifecycle import Stage
from casework.registry.models import Booking, Letter, Visit
from casework.stages.capture import attempts_counted

GROUND = {
    "nobody-home": "nobody-home",
    "refused": "biometrics-refused",
    "ill": "health-screening",
    "postponed": "applicants-wish",
    "device-failure": "device",
}
NOT_TAKEN = {"biometrics": "not-taken", "interview": "incomplete", "evidence": ("door-photo",)}


@pytest.fixture
def visiting(at_stage):
    """A visit that was announced, its team released."""
    life = at_stage(Stage.VISIT)
    life.release()
    return life


def visits(life: Life) -> list[tuple[str, bool]]:
    return [
        (row.state, row.counted)
        for row in life.rows(Visit, Visit.case_reference == life.reference, order_by=Visit.occurrence)
    ]


# --- held


def test_a_visit_that_was_held_goes_on_to_the_permit(visiting):
    visiting.report("held", started_at="09:00", ended_at="09:30")
    assert (visiting.stage, visits(visiting)) == (Stage.PERMIT, [("held", False)])
    told = visiting.facts_of("visit:visit:reported")[0]
    assert (told["started_at"], told["ended_at"]) == ("2026-11-25T09:00:00+07:00", "2026-11-25T09:30:00+07:00")
    assert (told["biometrics"], told["interview"], told["free_of_charge"]) == ("complete", "complete", "yes")
    assert "language" not in told  # close to a nationality: it stays in the sealed answer


def test_a_report_before_the_team_was_released_is_refused(at_stage):
    life = at_stage(Stage.VISIT)
    lead = life.team().lead_code
    assert life.decide_as(lead, life.question("visit-report"), "held").reason == "team-not-released"
    assert life.stage is Stage.VISIT


def test_a_visit_without_the_interview_is_not_held(visiting):
    visiting.report("held", interview="incomplete", ground="interview-incomplete")
    assert (visiting.stage, visits(visiting)) == (Stage.WAITING_FOR_VISIT, [("failed", False)])


@pytest.mark.parametrize(
    ("choice", "extras"),
    [
        ("held", {"started_at": "09:30", "ended_at": "09:00"}),
        ("held", {"started_at": "09:00", "ended_at": "09:00"}),
        ("held", {"biometrics": "not-taken"}),
        ("nobody-home", {**NOT_TAKEN, "biometrics": "complete"}),
        ("ill", {**NOT_TAKEN, "biometrics": "exception"}),
    ],
)
def test_a_report_that_contradicts_itself_is_refused(visiting, choice, extras):
    question = visiting.question("visit-report")
    outcome = visiting.decide_as(visiting.team().lead_code, question, choice, ground=GROUND.get(choice), **extras)
    assert outcome.reason == "not-consistent"
    assert visiting.stage is Stage.VISIT


@pytest.mark.parametrize(
    ("extras", "reason"),
    [
        ({"biometrics": "exception", "worn_fingers": ()}, "fingers-not-told"),
        ({"biometrics": "complete", "worn_fingers": ("left-ring",)}, "fingers-not-told"),
        (
            {"biometrics": "exception", "worn_fingers": ("left-ring",), "missing_fingers": ("left-ring",)},
            "fingers-not-told",
        ),
        ({"language": "none"}, "language-not-told"),
    ],
)
def test_an_exception_names_its_fingers_each_once_and_an_interview_its_language(visiting, extras, reason):
    question, lead = visiting.question("visit-report"), visiting.team().lead_code
    outcome = visiting.decide_as(lead, question, "held", ground="worn-ridges", **extras)
    assert (outcome.reason, visiting.stage) == (reason, Stage.VISIT)


def test_a_visit_that_was_not_held_names_no_language(visiting):
    question, lead = visiting.question("visit-report"), visiting.team().lead_code
    extras = {**NOT_TAKEN, "language": "ko"}
    outcome = visiting.decide_as(lead, question, "nobody-home", ground="nobody-home", **extras)
    assert outcome.reason == "language-not-told"


def test_a_gift_that_was_offered_is_on_record_and_the_visit_is_held_all_the_same(visiting):
    visiting.report("held", free_of_charge="no")
    assert "visit:gift:reported" in visiting.events()
    assert visiting.stage is Stage.PERMIT


# --- not held


@pytest.mark.parametrize("choice", ["nobody-home", "refused"])
def test_a_visit_that_failed_on_the_applicants_side_is_counted(visiting, choice):
    visiting.report(choice, GROUND[choice])
    assert (visiting.stage, visits(visiting), visiting.rows(Booking)) == (
        Stage.WAITING_FOR_VISIT,
        [("failed", True)],
        [],
    )
    visiting.send_all()
    assert visiting.letters(state="issued")[-1] == "failed-visit"


def test_the_letter_says_when_the_team_came_and_left_as_it_reported(visiting):
    visiting.report("nobody-home", "nobody-home", started_at="09:10", ended_at="09:25")
    [letter] = visiting.rows(Letter, Letter.kind == "failed-visit")
    with visiting.registry.reading() as reading:
        told = json.loads(reading.unseal(letter.sealed_facts, "letter.sealed_facts", letter.subject, letter.number))
    assert [told[name][11:16] for name in ("arrived_at", "left_at")] == ["09:10", "09:25"]


@pytest.mark.parametrize("choice", ["ill", "postponed", "device-failure"])
def test_a_visit_that_failed_for_another_reason_is_not_counted(visiting, choice):
    visiting.report(choice, GROUND[choice])
    assert (visiting.stage, visits(visiting)) == (Stage.WAITING_FOR_VISIT, [("failed", False)])
    visiting.send_all()
    assert visiting.letters(state="issued")[-1] == "failed-visit"


@pytest.mark.parametrize("choice", sorted(GROUND))
def test_a_visit_that_was_not_held_needs_its_ground(visiting, choice):
    outcome = visiting.decide_as(visiting.team().lead_code, visiting.question("visit-report"), choice, **NOT_TAKEN)
    assert outcome.reason == "ground-missing"


def fail_so_often(life: Life, times: int) -> None:
    for turn in range(times):
        if turn:
            life.announce()
            life.release()
        life.report("nobody-home", "nobody-home")
        life.send_all()


def test_after_the_third_counted_failure_a_person_decides(visiting):
    fail_so_often(visiting, 3)
    assert visits(visiting) == [("failed", True)] * 3
    assert visiting.stage is Stage.VISIT
    assert visiting.question("failed-visits").role == "section-head"


def test_a_failure_that_is_not_counted_does_not_bring_the_case_before_a_person(visiting):
    visiting.report("ill", GROUND["ill"])
    for _ in range(2):
        visiting.announce()
        visiting.release()
        visiting.report("nobody-home", "nobody-home")
    assert visiting.open(kind="failed-visits") == []
    assert visiting.stage is Stage.WAITING_FOR_VISIT


def test_a_person_may_send_a_case_back_to_the_queue_and_the_next_three_count_anew(visiting):
    fail_so_often(visiting, 3)
    visiting.decided("BS", "failed-visits", "again", ground="agreed-anew")
    assert visiting.stage is Stage.WAITING_FOR_VISIT
    visiting.announce()
    visiting.release()
    fail_so_often(visiting, 1)
    assert (visiting.stage, visiting.open(kind="failed-visits")) == (Stage.WAITING_FOR_VISIT, [])
    with visiting.registry.reading() as reading:
        assert attempts_counted(reading, visiting.reference) == 4


def test_a_person_may_give_up_and_the_case_closes_with_that_result(visiting):
    fail_so_often(visiting, 3)
    visiting.decided("BS", "failed-visits", "end", ground="not-met")
    visiting.close()
    visiting.send_all()
    assert (visiting.stage, visiting.case().result, visiting.letters(state="issued")[-1]) == (
        Stage.CLOSED,
        "given-up",
        "closing",
    )


# --- a biometric exception


def claim_exception(life: Life) -> None:
    """The team reports worn ridges."""
    life.report("held", "worn-ridges", biometrics="exception")


def test_an_exception_waits_for_a_second_officer_and_the_visit_counts_once_it_is_accepted(visiting):
    claim_exception(visiting)
    assert visiting.stage is Stage.VISIT
    visiting.decided("FH", "biometric-exception", "accept", ground="worn-ridges")
    assert (visiting.stage, visits(visiting)) == (Stage.PERMIT, [("held", False)])


def test_whoever_reported_the_visit_does_not_accept_its_exception(visiting):
    assert {"DK", "LA"} <= set(visiting.team().members)
    visiting.clock.put(visiting.team().day, REPORT_AT)
    visiting.decided("LA", "visit-report", "held", ground="worn-ridges", biometrics="exception")  # may lead and operate
    assert (
        visiting.decide_as("LA", visiting.question("biometric-exception"), "accept", ground="worn-ridges").reason
        == "four-eyes"
    )
    assert visiting.decide_as("FH", visiting.question("biometric-exception"), "accept", ground="worn-ridges").granted


def test_an_exception_that_is_not_accepted_repeats_the_visit_without_counting_it(visiting):
    claim_exception(visiting)
    visiting.decided("FH", "biometric-exception", "repeat", ground="evidence")
    assert (visiting.stage, visits(visiting)) == (Stage.WAITING_FOR_VISIT, [("failed", False)])


def test_a_visit_belongs_to_the_day_for_which_it_was_announced(visiting):
    assert visiting.rows(Visit)[0].day == date(2026, 11, 25)
