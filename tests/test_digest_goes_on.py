"""What was decided is told by one digest and no other: each goes on where that role's last one ended."""

from datetime import date, timedelta

import pytest
from lives_by_stage import good_samples
from role_mail import AT_ONE, AT_SEVEN_FIFTEEN, a_question, digest, go_to, mail_of, morning, section, send

from casework.decisions import Submitted, decide
from casework.lifecycle import Stage
from casework.registry.models import Effect

TUESDAY, WEDNESDAY, THURSDAY, FRIDAY = (date(2026, 11, day) for day in (24, 25, 26, 27))
SECTION_HEAD = "section-head"


@pytest.fixture
def waiting(at_stage):
    """A case of which the verdict waits for the section head; it is Tuesday 24 November 2026, and more waits until Friday."""
    life = at_stage(Stage.ASSESSMENT)
    a_question(life, due_on=FRIDAY, kind="permit-proposal")
    return life


def decided_told(life):
    """The references below the heading, and the day that stands in it."""
    text = mail_of(life, SECTION_HEAD).text
    day = text.partition("DIPUTUSKAN SEJAK ")[2][:10]
    return day, [line[2:].partition(",")[0] for line in section(text, f"DIPUTUSKAN SEJAK {day} · DECIDED SINCE")]


def another_case(life):
    life.receive(good_samples(1)[0])
    life.check()
    life.assess()
    return life.reference


def test_an_answer_that_is_picked_up_the_next_day_is_told_the_morning_after_and_once(waiting):
    question = waiting.question("eligibility-verdict")
    go_to(waiting.clock, TUESDAY, AT_ONE)
    answered = Submitted(
        question.question_id, waiting.values("BS", question), waiting.clock.now, "a-run:a-form", "prefect"
    )
    morning(waiting, WEDNESDAY)
    assert decided_told(waiting) == ("", [])
    waiting.clock.pass_(hours=2)
    assert decide(waiting.registry, waiting.office, answered, waiting.office.now()).granted
    morning(waiting, THURSDAY)
    assert decided_told(waiting) == ("25-11-2026", [waiting.reference])
    morning(waiting, FRIDAY)
    assert decided_told(waiting) == ("", [])


def test_what_is_decided_before_the_digest_comes_is_told_by_it_and_not_again(waiting):
    go_to(waiting.clock, WEDNESDAY, AT_SEVEN_FIFTEEN)
    waiting.clock.now -= timedelta(minutes=10)
    waiting.decided("BS", "eligibility-verdict", "eligible")
    morning(waiting, WEDNESDAY)
    assert decided_told(waiting) == ("24-11-2026", [waiting.reference])
    morning(waiting, THURSDAY)
    assert decided_told(waiting) == ("", [])


def test_what_a_digest_told_that_never_went_out_is_told_by_the_next_one(waiting):
    first = waiting.reference
    waiting.decided("BS", "eligibility-verdict", "eligible")
    go_to(waiting.clock, WEDNESDAY, AT_SEVEN_FIFTEEN)
    digest(waiting)
    go_to(waiting.clock, WEDNESDAY, AT_ONE)
    second = another_case(waiting)
    waiting.decided("BS", "eligibility-verdict", "eligible")
    go_to(waiting.clock, THURSDAY, AT_SEVEN_FIFTEEN)
    subjects = digest(waiting)
    send(waiting, subjects)
    assert decided_told(waiting) == ("24-11-2026", [first, second])
    assert {one.state for one in waiting.rows(Effect, Effect.kind == "digest", Effect.subject.in_(subjects))} == {
        "done"
    }


def test_a_role_that_was_sent_nothing_for_days_is_told_then_what_it_decided_meanwhile(at_stage):
    life = at_stage(Stage.ASSESSMENT)
    life.decided("BS", "eligibility-verdict", "eligible")
    morning(life, WEDNESDAY)
    morning(life, THURSDAY)  # nothing waits for the section head: no mail
    a_question(life, due_on=FRIDAY, kind="permit-proposal")
    morning(life, FRIDAY)
    assert decided_told(life) == ("24-11-2026", [life.reference])
