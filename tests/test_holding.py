"""Taking a question on, putting it back, handing it on: with one holder at a time and nobody's hands emptied unasked."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from staff_changes import end_mandates, is_away

from casework.holding import claim, reassign, release, take_over
from casework.lifecycle import Stage
from casework.registry.models import Question
from casework.work_list import work_items


@pytest.fixture
def life(at_stage):
    """A verdict waits, which BS and EL may make."""
    return at_stage(Stage.ASSESSMENT)


@pytest.fixture
def asked(life):
    return life.question("eligibility-verdict").question_id


def act(life, what, *given):
    with life.change() as change:
        return what(change, *given)


def holder(life, question_id):
    [row] = life.rows(Question, Question.id == question_id)
    return row.holder_code


def test_a_claim_never_overrides_a_colleagues(life, asked):
    assert act(life, claim, asked, "BS") == "done"
    assert act(life, claim, asked, "EL") == "held-by-colleague"
    assert holder(life, asked) == "BS"
    assert act(life, claim, asked, "BS") == "done"
    assert life.events().count("assessment:question:claimed") == 1


def test_whoever_may_not_decide_it_cannot_take_it_on(life, asked):
    assert act(life, claim, asked, "SH") == "not-entitled"
    assert holder(life, asked) is None


def test_where_one_officer_may_decide_there_is_nothing_to_take(at_stage):
    life = at_stage(Stage.PERMIT)
    life.decided("BS", "permit-proposal")
    assert act(life, claim, life.question("permit-decision").question_id, "RK") == "one-holder"


def test_a_colleagues_answer_is_refused_while_somebody_holds_it_and_the_holders_is_taken(life, asked):
    act(life, claim, asked, "EL")
    question = life.question("eligibility-verdict")
    assert life.decide_as("BS", question, "eligible", ground="other-evidence").reason == "held-by-colleague"
    assert life.decide_as("EL", life.question("eligibility-verdict"), "eligible", ground="other-evidence").granted


def test_a_claim_comes_too_late_for_what_was_submitted_before_it_even_from_hand_to_hand(life, asked):
    values, before = (
        life.values("BS", life.question("eligibility-verdict"), "eligible", ground="other-evidence"),
        life.clock.now,
    )
    life.clock.now += timedelta(minutes=30)
    act(life, claim, asked, "EL")
    during = life.clock.now
    late = life.values("BS", life.question("eligibility-verdict"), "eligible", ground="other-evidence")
    life.clock.now += timedelta(minutes=30)
    act(life, is_away, "EL")
    assert act(life, take_over, asked, "BS") == "done"
    assert act(life, reassign, asked, "BS", "EL") == "done"
    assert life.submit(life.question("eligibility-verdict"), late, at=during).reason == "held-by-colleague"
    assert life.submit(life.question("eligibility-verdict"), values, at=before).granted


def test_what_was_put_back_is_everybodys_again_and_counted_as_released(life, asked):
    act(life, claim, asked, "EL")
    assert act(life, release, asked, "BS") == "not-held-by-you"
    assert act(life, release, asked, "EL") == "done"
    [row] = life.rows(Question, Question.id == asked)
    assert (row.holder_code, row.held_at, row.releases) == (None, None, 1)
    assert life.decide_as("BS", life.question("eligibility-verdict"), "eligible", ground="other-evidence").granted


def test_a_holder_hands_it_to_a_colleague_who_may_decide_it_and_to_nobody_else(life, asked):
    act(life, claim, asked, "EL")
    assert act(life, reassign, asked, "BS", "BS") == "not-held-by-you"
    assert act(life, reassign, asked, "EL", "SH") == "not-entitled"
    assert act(life, reassign, asked, "EL", "BS") == "done"
    assert holder(life, asked) == "BS"
    told = life.facts_of("assessment:question:reassigned")[-1]
    assert (told["before"], told["holder"]) == ("EL", "BS")


def test_what_an_absent_colleague_holds_may_be_taken_over_and_only_then(life, asked):
    act(life, claim, asked, "EL")
    assert act(life, take_over, asked, "BS") == "holder-is-here"
    act(life, is_away, "EL")
    assert act(life, claim, asked, "BS") == "held-by-colleague"
    assert act(life, take_over, asked, "BS") == "done"
    assert holder(life, asked) == "BS"


def test_a_holder_whose_mandate_lapsed_locks_nobody_out(life, asked):
    act(life, claim, asked, "EL")
    with life.change() as change:
        end_mandates(change, officer="EL")
    assert life.decide_as("BS", life.question("eligibility-verdict"), "eligible", ground="other-evidence").granted


def test_what_is_decided_is_in_nobodys_hands_any_more(life, asked):
    life.decided("BS", "eligibility-verdict", "eligible", ground="other-evidence")
    assert [act(life, what, asked, "EL") for what in (claim, release, take_over)] == ["not-open"] * 3


def test_my_list_leaves_out_what_a_colleague_has_in_hand(life, asked):
    act(life, claim, asked, "EL")

    def mine(officer):
        with life.registry.reading() as reading:
            return [one.standing.question_id for one in work_items(reading, life.clock.now.date(), officer=officer)]

    assert (asked in mine("EL"), asked in mine("BS")) == (True, False)


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["claim", "release", "reassign", "take-over", "absent"]), st.sampled_from(["BS", "EL", "SH"])
    ),
    max_size=12,
)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_whatever_is_tried_in_whatever_order_only_who_may_decide_ever_holds_it_and_nobody_loses_it_unasked(
    at_stage, steps
):
    life = at_stage(Stage.ASSESSMENT)
    asked = life.question("eligibility-verdict").question_id
    held, away = None, set()
    for what, who in steps:
        life.clock.now += timedelta(seconds=1)
        if what == "absent":
            if who not in away:
                act(life, is_away, who)
            away.add(who)
            continue
        other = "EL" if who == "BS" else "BS"
        given = {"claim": (claim, who), "release": (release, who), "take-over": (take_over, who)}.get(
            what, (reassign, who, other)
        )
        answer = act(life, given[0], asked, *given[1:])
        may = who in ("BS", "EL")
        expected = {
            "claim": who if may and held in (None, who) else held,
            "release": None if held == who else held,
            "reassign": other if held == who else held,
            "take-over": who if may and (held in (None, who) or held in away) else held,
        }[what]
        assert holder(life, asked) == expected, (what, who, answer)
        held = expected
