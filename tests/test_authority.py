"""Who may act at a moment: mandates, acting appointments, delegations; four eyes take a principal and a delegate for one."""

from contextlib import contextmanager, suppress
from datetime import date, timedelta

import pytest
from demo_life import decisions_of
from hypothesis import given, settings
from hypothesis import strategies as st
from office_in_a_folder import DECREE, enrol, enter_decree, mandate, moment_of, open_register
from staff_changes import delegate, mandate_besides

from casework.entitlement import entitled_to
from casework.lifecycle import Stage
from casework.registry import Event
from casework.registry.authority import Staff
from casework.registry.models import Mandate, Question

ROLE = "section-head"
DAY = date(2026, 3, 2)
CODES = ("BS", "EL", "KS", "RK", "SH")


class NotToBeKept(Exception):
    """The end of an example."""


@contextmanager
def undone(registry):
    """A change of which nothing stays."""
    with suppress(NotToBeKept), registry.change(moment_of()) as change:
        yield change
        raise NotToBeKept


@pytest.fixture(scope="module")
def staffed(tmp_path_factory, office_key):
    """Five officers, of whom BS alone holds the role."""
    opened = open_register(tmp_path_factory.mktemp("office"), office_key)
    with opened.change(moment_of()) as change:
        enter_decree(change)
        for code in CODES:
            enrol(change, code)
        mandate(change, "BS", ROLE, DECREE)
    yield opened
    opened.close()


def test_a_delegate_acts_by_the_principals_mandate_from_the_first_day_to_the_last(staffed):
    with undone(staffed) as change:
        delegate(change, "BS", "EL", ROLE, DAY, DAY + timedelta(days=2))
        days = [DAY - timedelta(days=1), DAY, DAY + timedelta(days=2), DAY + timedelta(days=3)]
        found = [Staff(change, day).authority_of("EL", ROLE) for day in days]
        assert [one and (one.mandate.officer_code, one.acted_for) for one in found] == [
            None, ("BS", ("BS",)), ("BS", ("BS",)), None,
        ]  # fmt: skip
        assert [officer.code for officer in Staff(change, DAY).entitled(ROLE)] == ["BS", "EL"]


def test_a_delegate_and_everybody_acted_for_count_as_one_before_four_eyes(staffed):
    with undone(staffed) as change:
        delegate(change, "BS", "KS", ROLE, DAY)
        delegate(change, "KS", "EL", ROLE, DAY)
        staff = Staff(change, DAY)
        assert staff.authority_of("EL", ROLE).counts_as == {"EL", "KS", "BS"}
        assert [staff.authority_of("EL", ROLE, {code}) for code in ("EL", "KS", "BS")] == [None, None, None]
        assert staff.authority_of("EL", ROLE, {"RK"}) is not None


def test_whoever_holds_the_role_themselves_does_not_stand_in_the_principals_shadow(staffed):
    with undone(staffed) as change:
        mandate(change, "EL", ROLE, DECREE)
        delegate(change, "BS", "EL", ROLE, DAY)
        found = Staff(change, DAY).authority_of("EL", ROLE, shut_out={"BS"})
        assert (found.mandate.officer_code, found.acted_for) == ("EL", ())


@settings(max_examples=60, deadline=None)
@given(
    given_to=st.lists(
        st.tuples(st.sampled_from(CODES), st.sampled_from(CODES)).filter(lambda pair: pair[0] != pair[1]),
        max_size=8,
        unique=True,
    ),
    left=st.sets(st.sampled_from(CODES), max_size=2),
)
def test_whoever_is_reached_from_a_holder_by_delegations_may_act_and_nobody_else_even_in_a_circle(
    staffed, given_to, left
):
    with undone(staffed) as change:
        for principal, to in given_to:
            delegate(change, principal, to, ROLE, DAY)
        for code in left:
            officer = Staff(change, DAY).serving[code]
            officer.serves_until = DAY - timedelta(days=1)
            change.write(Event("office:officer:left", f"officer:{code}"))
        reached = {"BS"} - left
        for _ in CODES:
            reached |= {to for principal, to in given_to if principal in reached and to not in left}
        assert {officer.code for officer in Staff(change, DAY).entitled(ROLE)} == reached


def test_a_mandate_that_was_ended_at_ten_held_at_nine(staffed):
    with undone(staffed) as change:
        moment = change.moment
        row = change.session.query(Mandate).filter_by(officer_code="BS").one()
        row.ended_at = moment.recorded_at
        change.write(Event("office:mandate:ended", "officer:BS"))
        on = moment.office_date
        before, after = moment.recorded_at - timedelta(hours=1), moment.recorded_at + timedelta(seconds=1)
        assert [Staff(change, on, at).authority_of("BS", ROLE) is not None for at in (before, after, None)] == [
            True, False, False,
        ]  # fmt: skip


# --- decided on another's behalf


def test_both_names_are_kept_where_a_delegate_decides(at_stage):
    life = at_stage(Stage.ASSESSMENT)
    with life.change() as change:
        delegate(change, "BS", "SH", ROLE)
    question = life.question("eligibility-verdict")
    assert life.decide_as("SH", question, "eligible", ground="other-evidence").granted
    [decision] = decisions_of(life, question.question_id)
    [mandate_row] = life.rows(Mandate, Mandate.id == decision.mandate_id)
    assert (decision.officer_code, decision.acted_for, mandate_row.officer_code) == ("SH", ["BS"], "BS")
    assert life.facts_of("assessment:question:decided")[-1]["acted_for"] == ["BS"]


def test_what_a_delegate_proposed_the_principal_may_not_decide(at_stage):
    life = at_stage(Stage.PERMIT)
    today = life.office.now().office_date
    with life.change() as change:
        delegate(change, "BS", "SH", ROLE)
        mandate_besides(change, "BS", "head-of-office")
    life.decided("SH", "permit-proposal")
    question = life.question("permit-decision")
    with life.registry.reading() as reading:
        row = reading.session.get_one(Question, question.question_id)
        assert [officer.code for officer in entitled_to(reading, row, today)] == ["RK"]
    assert life.decide_as("BS", question).reason == "four-eyes"
    assert life.decide_as("SH", question).reason == "not-entitled"


def test_a_delegation_is_judged_at_the_moment_of_submission_however_late_it_is_picked_up(at_stage):
    life = at_stage(Stage.ASSESSMENT)
    with life.change() as change:
        row = delegate(change, "BS", "SH", ROLE)
    question, asked_at = life.question("eligibility-verdict"), life.clock.now
    values = life.values("SH", question, "eligible", ground="other-evidence")
    life.clock.now += timedelta(days=6)
    with life.change() as change:
        change.session.merge(row).ended_at = change.moment.recorded_at
        change.write(Event("office:delegation:ended", "office"))
    assert life.submit(question, values, at=asked_at).granted


def test_what_was_entered_after_a_submission_does_not_cover_it_however_late_it_is_picked_up(at_stage):
    life = at_stage(Stage.ASSESSMENT)
    question, asked_at = life.question("eligibility-verdict"), life.clock.now
    values = life.values("SH", question, "eligible", ground="other-evidence")
    life.clock.now += timedelta(hours=1)
    with life.change() as change:
        delegate(change, "BS", "SH", ROLE).entered_at = change.moment.recorded_at
        change.write(Event("office:delegation:entered", "office"))
    life.clock.now += timedelta(hours=1)
    assert life.submit(question, values, at=asked_at).reason == "not-entitled"
    assert life.decide_as("SH", life.question("eligibility-verdict"), "eligible", ground="other-evidence").granted
