"""What the register says for the comparison, and the report: on the ledger once, on its page for a week, no names on it."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from office_in_a_folder import CASE, WEDNESDAY_MORNING, moment_of, open_case, question_row

from casework.askings import Form, note_asking, note_emptied
from casework.decisions import Submitted, decide
from casework.engine_runs import note_run, note_start
from casework.lifecycle import Stage
from casework.reconciliation import EngineSays, Finding, Kind, RunSeen, SinceThen, StateSeen, compare
from casework.reconciliation.page import NO_DIFFERENCES, as_markdown, count_in_words
from casework.reconciliation.record import on_record, put_on_record
from casework.reconciliation.register import register_says
from casework.registry import Event, ledger
from casework.registry.models import Question

YEAR = timedelta(days=400)


# what the register says, on both databases


@pytest.fixture
def asked(registry):
    """A question that was put in run-a, started by hand-over."""
    with registry.change(moment_of()) as change:
        open_case(change)
        row = question_row()
        change.write(Event("assessment:question:opened", CASE), row)
    start = note_start(registry, moment_of(), CASE, "eligibility", 1)
    note_run(registry, moment_of(), start, "run-a")
    note_asking(registry, moment_of(seconds=5), row.id, "run-a", 1)
    return row.id


def says(registry, *, days=0, history=YEAR, runs=()):
    with registry.reading() as reading:
        return register_says(reading, WEDNESDAY_MORNING + timedelta(days=days), history=history, runs=runs)


def settle(registry, question, **later):
    with registry.change(moment_of(**later)) as change:
        row = change.session.get_one(Question, question)
        row.state, row.void_reason = "void", "withdrawn"
        facts = {"question": row.kind, "cycle": row.cycle, "reason": "withdrawn"}
        change.write(Event("assessment:question:voided", CASE, facts=facts))


def test_an_open_question_is_told_with_its_flow_its_runs_and_its_start_however_old_it_is(registry, asked):
    told = says(registry, days=40)
    assert [(one.subject, one.flow, one.settled) for one in told.open_questions] == [(CASE, "eligibility", None)]
    assert [(one.question.question_id, one.flow_run_id) for one in told.asked] == [(asked, "run-a")]
    assert [(one.flow, one.flow_run_id, one.needed, one.last) for one in told.started] == [
        ("eligibility", "run-a", True, True)
    ]


def test_a_question_that_became_void_is_told_with_the_time_at_which_it_did(registry, asked):
    settle(registry, asked, minutes=10)
    [told] = says(registry).asked
    assert (told.question.settled, told.question.settled_at) == ("void", WEDNESDAY_MORNING + timedelta(minutes=10))
    assert says(registry).open_questions == []


def test_once_its_form_is_emptied_a_settled_question_is_told_for_a_week_and_longer_only_when_asked_for(registry, asked):
    settle(registry, asked, minutes=10)
    note_emptied(registry, moment_of(minutes=11), Form(asked, "run-a", "suspended-"))
    assert [one.flow_run_id for one in says(registry, days=6).asked] == ["run-a"]
    assert says(registry, days=8).asked == []
    assert says(registry, days=8).started == []
    assert [one.flow_run_id for one in says(registry, days=8, runs=["run-a"]).asked] == ["run-a"]


def test_a_run_that_the_office_itself_has_removed_by_now_is_not_missed(registry, asked):
    settle(registry, asked, minutes=10)
    assert [one.flow_run_id for one in says(registry, days=3).asked] == ["run-a"]
    assert says(registry, days=3, history=timedelta(days=2)).asked == []


# the report


@pytest.fixture
def cancelled(at_stage):
    """A case whose verdict was asked in a run that somebody cancelled, and is asked in another."""
    life = at_stage(Stage.ASSESSMENT)
    question = life.question("eligibility-verdict")
    for run in ("11111111-run", "22222222-run"):
        note_asking(life.registry, life.office.now(), question.question_id, run, 1)
        life.clock.pass_(minutes=5)
    return life


def seen(life, flow_run_id, kind):
    return RunSeen(flow_run_id, life.reference, StateSeen(kind, "", life.clock.now))


def findings(life, first="CANCELLED"):
    runs = [seen(life, "11111111-run", first), seen(life, "22222222-run", "PAUSED")]
    with life.registry.reading() as reading:
        register = register_says(reading, life.clock.now, history=YEAR)
    born_at = life.clock.now - timedelta(days=9)
    return compare(register, EngineSays({one.flow_run_id: one for one in runs}, born_at), life.clock.now)


def report(life, found):
    return put_on_record(life.registry, life.office.now(), found)


def page(life, reported):
    return as_markdown(reported, life.office.now(), life.office, "http://engine")


def test_a_finding_is_an_event_of_its_case_once_however_often_it_is_found(cancelled):
    found = findings(cancelled)
    assert [one.is_new for one in report(cancelled, found)] == [True]
    cancelled.clock.pass_(hours=24)
    assert [one.is_new for one in report(cancelled, found)] == [False]
    [facts] = cancelled.facts_of("engine:run:found-interfered-with")
    assert (facts["kind"], facts["run"], facts["how"], facts["question"], facts["cycle"]) == (
        "ended-by-hand", "11111111-run", "cancelled", "eligibility-verdict", 1,
    )  # fmt: skip
    assert ledger.verify(cancelled.registry.engine).holds


def test_what_is_done_to_the_same_run_once_more_is_a_finding_of_its_own(cancelled):
    [once] = findings(cancelled)
    report(cancelled, [once])
    cancelled.clock.pass_(hours=24)
    again = replace(once, at=cancelled.clock.now)
    assert [(one.at, one.is_new) for one in report(cancelled, [once, again])] == [(again.at, True), (once.at, False)]
    assert [one.is_new for one in report(cancelled, [once, again])] == [False, False]
    assert len(cancelled.facts_of("engine:run:found-interfered-with")) == 2


def test_while_no_run_asks_the_page_promises_no_minutes_and_says_where_to_look(cancelled):
    [once] = findings(cancelled)
    told = page(cancelled, report(cancelled, [replace(once, since_then=SinceThen.NOT_YET, other_run=None)]))
    assert (
        "belum ditanyakan lagi, recover melakukannya: periksa apakah ia berjalan · not a decision: not asked again yet"
        in told
    )


def test_to_look_puts_nothing_on_record(cancelled):
    before = cancelled.events()
    with cancelled.registry.reading() as reading:
        [reported] = on_record(reading, findings(cancelled), cancelled.clock.now)
    assert reported.is_new
    assert cancelled.events() == before


def test_a_run_that_was_deleted_is_told_for_a_week_from_the_night_in_which_it_was_missed(cancelled):
    deleted = [Finding(Kind.DELETED, cancelled.reference, "11111111-run", None, None, findings(cancelled)[0].question)]
    [first] = report(cancelled, deleted)
    assert (first.is_new, first.at) == (True, cancelled.clock.now)
    cancelled.clock.pass_(hours=24 * 7)
    assert [one.at for one in report(cancelled, deleted)] == [first.at]
    cancelled.clock.pass_(hours=1)
    assert report(cancelled, deleted) == []


def test_what_does_not_fit_without_anybodys_doing_is_an_event_of_another_name(cancelled):
    question = findings(cancelled)[0].question
    alone = [
        Finding(Kind.NO_LIVE_RUN, cancelled.reference, None, cancelled.clock.now, None, question, SinceThen.NOT_YET)
    ]
    report(cancelled, alone)
    assert [facts["kind"] for facts in cancelled.facts_of("engine:run:found-amiss")] == ["no-live-run"]
    assert cancelled.facts_of("engine:run:found-interfered-with") == []


def test_the_page_names_the_case_the_run_what_was_found_and_what_came_of_it(cancelled):
    reported = report(cancelled, findings(cancelled))
    told = page(cancelled, reported)
    assert told.startswith("**1 selisih · differences, 1 baru · new** — per ")
    [row] = [line for line in told.splitlines() if "11111111" in line]
    for words in (
        f"[{cancelled.reference}](http://127.0.0.1:4280/cases/{cancelled.reference})",
        "[11111111](http://engine/v2/runs/flow-run/11111111-run)",
        "Kelayakan permohonan: Run diakhiri dengan tangan (dibatalkan · Cancelled) selagi pertanyaannya terbuka.",
        "bukan keputusan: pertanyaan dibuka lagi · not a decision: asked again",
        "([run](http://engine/v2/runs/flow-run/22222222-run))",
    ):
        assert words in row


def test_a_page_without_findings_says_so(cancelled):
    assert page(cancelled, []).startswith(f"**{NO_DIFFERENCES}** — per ")
    assert count_in_words([]) == "tidak ada selisih · no differences"


def test_what_somebody_wrote_into_a_forced_state_stands_nowhere(cancelled):
    """Whoever changes a state in Prefect may type anything there, a name too."""
    written = "Ibu Adelaide menelepon"
    first = RunSeen("11111111-run", cancelled.reference, StateSeen("COMPLETED", written, cancelled.clock.now))
    with cancelled.registry.reading() as reading:
        register = register_says(reading, cancelled.clock.now, history=YEAR)
    runs = {"11111111-run": first, "22222222-run": seen(cancelled, "22222222-run", "PAUSED")}
    found = compare(register, EngineSays(runs, cancelled.clock.now - timedelta(days=9)), cancelled.clock.now)
    assert [one.kind for one in found] == [Kind.ENDED_BY_HAND]
    told = page(cancelled, report(cancelled, found)) + json.dumps(
        cancelled.facts_of("engine:run:found-interfered-with")
    )
    assert written not in told


def test_what_was_submitted_in_a_run_after_the_question_was_decided_is_found_in_the_register(cancelled):
    question = cancelled.question("eligibility-verdict")
    assert cancelled.decide_as("BS", question, "eligible").granted
    cancelled.clock.pass_(minutes=1)
    late = Submitted(
        question.question_id,
        cancelled.values("EL", question, "eligible"),
        cancelled.clock.now,
        "11111111-run:suspended-eligibility-verdict-1-1-response",
        "prefect",
    )
    assert decide(cancelled.registry, cancelled.office, late, cancelled.office.now()).reason == "already-decided"
    with cancelled.registry.reading() as reading:
        [found] = register_says(reading, cancelled.clock.now, history=YEAR).too_late
    assert (found.flow_run_id, found.question.settled) == ("11111111-run", "decided")
