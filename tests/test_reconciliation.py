"""Two snapshots are compared: whatever somebody did by hand in Prefect is named, and whatever goes its way is not."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.reconciliation import (
    LOOKED_BACK,
    PATIENCE,
    Asked,
    EngineSays,
    Kind,
    QuestionSeen,
    RegisterSays,
    RunSeen,
    SinceThen,
    Started,
    StateSeen,
    TooLate,
    compare,
)

NOW = datetime(2026, 11, 27, 19, 40, tzinfo=UTC)  # 02:40 WIB, in the night after a Friday
OPENED = NOW - timedelta(hours=18)
ASKED = OPENED + timedelta(minutes=1)
THEN = NOW - timedelta(hours=12)  # when somebody did something
QUESTION = QuestionSeen(1, "SAHS-7K43", "eligibility-verdict", 1, "eligibility", OPENED)
DECIDED = replace(QUESTION, settled="decided", settled_at=NOW - timedelta(hours=6))
BORN = NOW - timedelta(days=90)


def state(kind, since=THEN, message=""):
    return StateSeen(kind, message, since)


def run(flow_run_id, *states, waits=False):
    history = states if len(states) > 1 else ()
    return RunSeen(flow_run_id, "SAHS-7K43", states[-1], says_it_waits=waits, history=history)


def waiting(flow_run_id="run-b", since=THEN):
    return run(flow_run_id, state("PAUSED", since))


def found(*runs, question=QUESTION, asked_in=("run-a", "run-b"), started=(), too_late=(), born_at=BORN, now=NOW):
    register = RegisterSays(
        open_questions=[] if question.settled else [question],
        asked=[Asked(question, one, ASKED + timedelta(hours=turn)) for turn, one in enumerate(asked_in)],
        started=started,
        too_late=too_late,
    )
    return compare(register, EngineSays({one.flow_run_id: one for one in runs}, born_at), now)


def told(findings):
    return [(one.kind, one.flow_run_id, one.how, one.since_then, one.other_run) for one in findings]


# --- ended by hand


@pytest.mark.parametrize("how", ["completed", "cancelled", "failed", "crashed"])
def test_a_run_that_was_ended_while_its_question_was_open_is_named_with_the_run_in_which_it_is_asked_again(how):
    findings = found(run("run-a", state(how.upper())), waiting())
    assert told(findings) == [(Kind.ENDED_BY_HAND, "run-a", how, SinceThen.ASKED_AGAIN, "run-b")]
    assert findings[0].at == THEN


def test_what_is_done_twice_to_the_same_run_is_two_findings():
    again = THEN + timedelta(hours=3)
    went_on = [state("SCHEDULED", THEN + timedelta(hours=1)), state("PAUSED", THEN + timedelta(hours=2))]
    findings = found(run("run-a", state("CANCELLED"), *went_on, state("CANCELLED", again)), waiting())
    ended = [one for one in findings if one.kind is Kind.ENDED_BY_HAND]
    assert [one.at for one in ended] == [again, THEN]
    assert len({one.identity for one in ended}) == 2


def test_it_is_named_too_when_somebody_has_decided_the_question_since():
    ended = run("run-a", state("COMPLETED"))
    over = run("run-b", state("COMPLETED", NOW - timedelta(hours=5)))
    assert told(found(ended, over, question=DECIDED)) == [
        (Kind.ENDED_BY_HAND, "run-a", "completed", SinceThen.DECIDED, None)
    ]


def test_while_no_other_run_asks_it_says_that_it_will_be_asked_again():
    moment_ago = NOW - timedelta(minutes=2)
    findings = found(run("run-a", state("CANCELLED", moment_ago)), asked_in=("run-a",))
    assert told(findings) == [(Kind.ENDED_BY_HAND, "run-a", "cancelled", SinceThen.NOT_YET, None)]


@pytest.mark.parametrize(
    "message",
    [
        "its process is gone",
        "no sign of life for 90 s: its process is gone",
        "Process exited with status code: -9. It was killed.",
        "Flow run process failed: gone",
        "Execution was aborted by a termination signal.",
    ],
)
def test_a_run_whose_process_died_is_nobodys_doing(message):
    assert found(run("run-a", state("CRASHED", message=message)), waiting()) == []


def test_a_run_that_failed_by_an_error_of_its_own_is_named_as_that():
    message = "Flow run encountered an exception: OperationalError"
    findings = found(run("run-a", state("FAILED", message=message)), waiting())
    assert told(findings) == [(Kind.FAILED, "run-a", "failed", SinceThen.ASKED_AGAIN, "run-b")]


@pytest.mark.parametrize("seconds", [-4, 0, 1, 60])
def test_a_run_that_ends_once_its_question_is_settled_is_in_order_also_where_two_clocks_differ_a_little(seconds):
    end = DECIDED.settled_at + timedelta(seconds=seconds)
    assert found(run("run-a", state("COMPLETED", end)), question=DECIDED, asked_in=("run-a",)) == []


# --- deleted, retried, submitted too late


def test_a_run_that_asked_and_is_not_there_any_more_was_deleted():
    findings = found(waiting())
    assert told(findings) == [(Kind.DELETED, "run-a", None, SinceThen.ASKED_AGAIN, "run-b")]
    assert findings[0].at is None


def test_runs_that_are_older_than_the_engines_database_are_one_finding_and_not_deleted_one_by_one():
    born_at = NOW - timedelta(days=1)
    question = replace(QUESTION, opened_at=NOW - timedelta(days=3))
    register = RegisterSays(
        [question], [Asked(question, f"run-{number}", NOW - timedelta(days=2)) for number in range(40)], []
    )
    findings = compare(register, EngineSays({}, born_at), NOW)
    [new] = [one for one in findings if one.kind is Kind.ENGINE_IS_NEW]
    assert (new.subject, new.how, new.at) == ("engine", "40", born_at)
    assert not [one for one in findings if one.kind is Kind.DELETED]


@pytest.mark.parametrize("before", ["crashed", "failed", "completed", "cancelled"])
def test_a_run_that_was_over_and_goes_on_was_retried(before):
    retried = THEN + timedelta(minutes=1)
    ended = state(before.upper(), message="its process is gone")
    went_on = [state("SCHEDULED", retried, "Retry from the UI"), state("PAUSED", retried + timedelta(seconds=5))]
    findings = found(run("run-a", ended, *went_on), asked_in=("run-a",))
    assert (Kind.RETRIED, "run-a", before, SinceThen.ASKED_AGAIN, "run-a") in told(findings)
    assert {one.kind for one in findings} <= {Kind.RETRIED, Kind.ENDED_BY_HAND}


def test_a_run_that_never_asked_and_was_retried_is_named_by_its_own_case():
    over = [state("COMPLETED", THEN), state("SCHEDULED", THEN + timedelta(minutes=1))]
    findings = found(run("intake-run", *over), waiting("run-a"), asked_in=("run-a",))
    assert told(findings) == [(Kind.RETRIED, "intake-run", "completed", SinceThen.NOT_NEEDED, None)]
    assert findings[0].subject == "SAHS-7K43"


def test_a_run_that_only_keeps_the_office_running_is_of_no_interest():
    over = [state("COMPLETED", THEN), state("SCHEDULED", THEN + timedelta(minutes=1))]
    upkeep = replace(run("prune", *over), subject="")
    assert found(upkeep, waiting("run-a"), asked_in=("run-a",)) == []


def test_a_woken_run_was_not_retried():
    went_on = [
        state("PAUSED", THEN),
        state("SCHEDULED", NOW - timedelta(hours=5), "answered through another door"),
        state("COMPLETED", NOW - timedelta(hours=5)),
    ]
    assert found(run("run-a", *went_on), question=DECIDED, asked_in=("run-a",)) == []


def test_an_answer_that_came_after_another_doors_decision_is_named_as_refused():
    late = TooLate(DECIDED, "run-a", NOW - timedelta(hours=5))
    ended = run("run-a", state("COMPLETED", NOW - timedelta(hours=4)))
    findings = found(ended, question=DECIDED, asked_in=("run-a",), too_late=[late])
    assert told(findings) == [(Kind.SUBMITTED_TOO_LATE, "run-a", None, SinceThen.REFUSED, None)]


# --- what does not fit


def test_an_open_question_that_waits_in_no_run_is_named_once_there_was_time_to_start_one():
    dead = run("run-a", state("CRASHED", THEN, "its process is gone"))
    assert told(found(dead, asked_in=("run-a",))) == [(Kind.NO_LIVE_RUN, "run-a", None, SinceThen.NOT_YET, None)]
    assert found(dead, asked_in=("run-a",), now=THEN + PATIENCE) == []


def test_an_open_question_that_was_never_put_anywhere_is_named_too_unless_its_run_is_under_way():
    assert told(found(asked_in=())) == [(Kind.NO_LIVE_RUN, None, None, SinceThen.NOT_YET, None)]
    under_way = Started("SAHS-7K43", "eligibility", "run-c", NOW - timedelta(minutes=1), needed=True)
    assert found(run("run-c", state("RUNNING")), asked_in=(), started=[under_way]) == []


def test_a_run_that_waits_for_a_settled_question_is_named_once_recover_had_time_to_wake_it():
    assert told(found(waiting("run-a"), question=DECIDED, asked_in=("run-a",))) == [
        (Kind.WAITS_IN_VAIN, "run-a", None, SinceThen.WOKEN_SOON, None)
    ]
    just_now = replace(DECIDED, settled_at=NOW - timedelta(minutes=2))
    assert found(waiting("run-a"), question=just_now, asked_in=("run-a",)) == []


def test_a_run_that_is_over_and_says_that_it_waits_is_named():
    over = replace(run("run-a", state("COMPLETED", NOW - timedelta(hours=5))), says_it_waits=True)
    assert told(found(over, question=DECIDED, asked_in=("run-a",))) == [
        (Kind.STILL_SAYS_IT_WAITS, "run-a", "completed", SinceThen.NAMED_SOON, None)
    ]


@pytest.mark.parametrize(
    ("last", "needed", "since_then"),
    [
        (False, True, SinceThen.STARTED_AGAIN),
        (True, True, SinceThen.NOT_YET),
        (True, False, SinceThen.NOT_NEEDED),
    ],
)
def test_a_start_on_record_whose_run_does_not_exist_is_named_with_what_became_of_it(last, needed, since_then):
    start = Started("SAHS-7K43", "intake", "gone", THEN, needed=needed, last=last)
    findings = found(waiting("run-a"), asked_in=("run-a",), started=[start])
    assert told(findings) == [(Kind.START_WITHOUT_RUN, "gone", "intake", since_then, None)]


# --- all of it


def test_nothing_older_than_a_week_is_named_and_the_newest_comes_first():
    long_ago = run("run-a", state("CANCELLED", NOW - LOOKED_BACK - timedelta(hours=1)))
    question = replace(QUESTION, opened_at=NOW - timedelta(days=20))
    asked = [Asked(question, one, question.opened_at) for one in ("run-a", "run-b", "run-c", "run-d")]
    runs = [
        long_ago,
        run("run-b", state("CANCELLED", NOW - timedelta(days=3))),
        run("run-c", state("CANCELLED", NOW - timedelta(days=1))),
        waiting("run-d"),
    ]
    findings = compare(RegisterSays([question], asked), EngineSays({one.flow_run_id: one for one in runs}, BORN), NOW)
    assert [one.flow_run_id for one in findings] == ["run-c", "run-b"]


MANUAL = st.sampled_from(["COMPLETED", "CANCELLED", "FAILED", "CRASHED"])
BY_ITSELF = st.sampled_from([("CRASHED", "its process is gone"), ("CRASHED", "Process exited with status code: -9.")])


@given(
    lives=st.lists(st.one_of(MANUAL, BY_ITSELF), max_size=6),
    settled=st.booleans(),
    message=st.text(max_size=20).filter(lambda text: not text.startswith(("its", "no ", "Pro", "Flow", "Fail", "Exe", "Req", "Val"))),
)  # fmt: skip
def test_of_any_row_of_runs_that_asked_exactly_those_are_named_that_somebody_ended(lives, settled, message):
    """Each run asks, ends by hand or dies, and is replaced; the last one waits, or completes after the decision."""
    question = DECIDED if settled else QUESTION
    runs, by_hand = [], []
    for number, end in enumerate(lives):
        kind, said = end if isinstance(end, tuple) else (end, message)
        runs.append(run(f"run-{number}", state(kind, ASKED + timedelta(hours=number, minutes=30), said)))
        by_hand += [] if isinstance(end, tuple) else [f"run-{number}"]
    last = state("COMPLETED", DECIDED.settled_at + timedelta(seconds=2)) if settled else state("PAUSED", THEN)
    runs.append(run("the last", last))
    findings = found(*runs, question=question, asked_in=[one.flow_run_id for one in runs])
    assert sorted(one.flow_run_id for one in findings) == sorted(by_hand)
    assert {one.kind for one in findings} <= {Kind.ENDED_BY_HAND}
    assert {one.other_run for one in findings} <= {None if settled else "the last"}
