"""Trays in random histories: nothing passes by the rule, nothing is lost, nothing is decided twice, nothing is ever refused by one."""

import shutil
from datetime import datetime, timedelta

import pytest
from chaos.crash_points import CrashPoints, Killed, watched
from clock_of_the_test import CODE_STEP, FIRST_MORNING
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st
from lives_by_stage import new_life, open_life
from routine_items import put_out, tray_of, verdicts, withdraw
from staff_changes import end_mandates

from casework.decisions import Submitted, decide
from casework.holding import claim
from casework.joint_decisions.carrying_out import carry_out, what_became_of
from casework.registry.models import Decision, JointDecision, Question, Submission

ITEMS = 4
HAPPENINGS = st.lists(
    st.tuples(
        st.sampled_from(["decided", "refused by a wrong code", "withdrawn", "held", "mandate ended"]),
        st.integers(0, ITEMS - 1),
        st.sampled_from(["BS", "EL"]),
    ),
    max_size=3,
)


@pytest.fixture(scope="module")
def alike(tmp_path_factory):
    """An office in which four alike items wait in a tray."""
    life = new_life(tmp_path_factory.mktemp("histories") / "office")
    verdicts(life, ITEMS)
    put_out(life)
    life.registry.close()
    return life.desk.settings.state_folder


class History:
    """What happens around a tray, and beside it what the rule makes of it, told a second time."""

    def __init__(self, life) -> None:
        self.life, self.tray = life, tray_of(life)
        self.items = [
            life.standing(row.id)
            for row in life.rows(Question, Question.kind == "eligibility-verdict", order_by=Question.id)
        ]
        self.decided: dict[int, str] = {}
        self.void: set[int] = set()
        self.holder: dict[int, tuple[str, datetime]] = {}
        self.ended: dict[str, object] = {}

    def happens(self, what: str, number: int, who: str) -> None:
        self.life.clock.pass_(seconds=1)
        one = self.items[number]
        settled = number in self.void or number in self.decided
        if what == "mandate ended":
            self._end(who)
        elif what == "withdrawn" and not settled:
            withdraw(self.life, one.subject)
            self.void.add(number)
        elif what == "held" and not settled:
            self._hold(number, who)
        elif what == "decided":
            outcome = self.life.decide_as(who, one, "ineligible", ground="age")
            if outcome.granted:
                self.decided[number] = who
            assert outcome.granted == (not settled and self.may(number, who, self.life.clock.now))
        elif what == "refused by a wrong code":
            self.life.submit(one, self.life.values(who, one, "eligible") | {"code": "000000"})

    def may(self, number: int, who: str, at) -> bool:
        """Whether an officer may decide an item at a moment: within a mandate, and not while a colleague has it in hand."""
        holder, since = self.holder.get(number, (who, at))
        return self.in_force(who, at) and (holder == who or since > at or not self.in_force(holder, at))

    def in_force(self, who: str, at) -> bool:
        return who not in self.ended or at < self.ended[who]

    def expected(self, number: int, who: str, at) -> str | None:
        """What must become of an item that a tray covers: None where it is granted, else the reason."""
        if number in self.void:
            return "question-void"
        if number in self.decided:
            return "already-decided"
        return None if self.may(number, who, at) else "held-by-colleague"

    def _end(self, who: str) -> None:
        if who in self.ended:
            return
        with self.life.change() as change:
            end_mandates(change, officer=who)
        self.ended[who] = self.life.clock.now

    def _hold(self, number: int, who: str) -> None:
        with self.life.change() as change:
            told = claim(change, self.items[number].question_id, who)
        held_already = self.holder.get(number, (None, None))[0] == who
        if told == "done" and not held_already:
            self.holder[number] = who, self.life.clock.now


def answer_late(history, officer, exceptions, delay):
    """The tray is answered now and picked up later; returns the outcome and when it was submitted."""
    life = history.life
    life.clock.now += CODE_STEP
    values = life.values(officer, history.tray, "approve-all-but", exceptions=exceptions)
    submitted = Submitted(history.tray.question_id, values, life.clock.now, "run:tray-response", "test")
    life.clock.now += delay
    outcome = decide(life.registry, life.office, submitted, life.office.now())
    life.clock.now += timedelta(seconds=1)
    assert decide(life.registry, life.office, submitted, life.office.now()) == outcome, "picked up twice"
    return outcome, submitted.submitted_at


def carry_out_dying(life, question_id, passing):
    """Carried out by a process that dies at its so-manieth commit (before it or after it), if it has so many."""
    left = iter(range(passing))
    points = CrashPoints(strikes=lambda: next(left, None) is None)
    with watched(points), points.execution():
        try:
            carry_out(life.desk, question_id)
        except Killed:
            return True
    return False


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    before=HAPPENINGS,
    between=HAPPENINGS,
    officer=st.sampled_from(["BS", "EL"]),
    excepted=st.sets(st.integers(0, ITEMS - 1), max_size=2),
    seconds_late=st.integers(0, 7 * 24 * 3600),
    deaths=st.lists(st.integers(0, 2 * ITEMS + 2), max_size=3),
    replays=st.integers(1, 2),
)
def test_in_any_history_each_item_is_decided_at_most_once_and_only_by_the_rule(
    before, between, officer, excepted, seconds_late, deaths, replays, alike, tmp_path_factory
):
    folder = tmp_path_factory.mktemp("history") / "office"
    shutil.copytree(alike, folder)
    life = open_life(folder, FIRST_MORNING + timedelta(minutes=20))
    history = History(life)
    for happening in before:
        history.happens(*happening)
    exceptions = [history.items[number].subject for number in sorted(excepted)]
    outcome, submitted_at = answer_late(history, officer, exceptions, timedelta(seconds=seconds_late))
    assert outcome.granted == history.in_force(officer, submitted_at)
    for happening in between:
        history.happens(*happening)
    expected = {
        history.items[number].question_id: history.expected(number, officer, submitted_at)
        for number in range(ITEMS)
        if number not in excepted
    }
    died = sum(carry_out_dying(life, history.tray.question_id, passing) for passing in deaths if outcome.granted)
    event(f"died {died} times")
    event(f"granted {outcome.granted}, {sum(reason is None for reason in expected.values())} items")
    for _ in range(replays):
        if outcome.granted:
            assert {one.question_id: one.reason for one in carry_out(life.desk, history.tray.question_id)} == expected
        life.clock.pass_(hours=1)
    judge(life, history, expected if outcome.granted else {}, officer)
    life.registry.close()


def judge(life, history, expected, officer):
    by_the_tray = {row.question_id: row for row in life.rows(Submission, Submission.door == "tray")}
    assert {item: row.reason for item, row in by_the_tray.items()} == expected, "nothing lost, nothing besides"
    decisions = life.rows(Decision, Decision.kind == "eligibility-verdict")
    assert len({row.question_id for row in decisions}) == len(decisions)
    for row in decisions:
        from_the_tray = row.submission_key in {one.key for one in by_the_tray.values()}
        assert (row.choice == "eligible") == from_the_tray, "a tray never refuses"
        if from_the_tray:
            assert (row.officer_code, expected[row.question_id]) == (officer, None)
    for number, one in enumerate(history.items):
        state = life.standing(one.question_id).state
        granted = one.question_id in expected and expected[one.question_id] is None
        settled = "void" if number in history.void else "decided" if number in history.decided or granted else "open"
        assert state == settled, "what is not decided waits on"
    assert [row.carried_out_at is not None for row in life.rows(JointDecision)] == ([True] if expected else []) or (
        not expected
    )
    assert life.ledger_holds()


def test_what_became_of_a_tray_is_told_as_far_as_it_is_submitted(alike, tmp_path):
    shutil.copytree(alike, tmp_path / "office")
    life = open_life(tmp_path / "office", FIRST_MORNING + timedelta(minutes=20))
    history = History(life)
    answer_late(history, "BS", [], timedelta(0))
    assert carry_out_dying(life, history.tray.question_id, 1), "after its first item, before its second"
    with life.registry.reading() as reading:
        assert [one.reason for one in what_became_of(reading, history.tray.question_id)] == [None]
    life.registry.close()
