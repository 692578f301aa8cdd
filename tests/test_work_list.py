"""The work list: nothing that is decided stands on it, nothing that waits is missing, and what is late comes first."""

import random
import shutil
import tempfile
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lives_by_stage import good_samples, new_life
from sqlalchemy import select

from casework.askings import note_asking
from casework.deadlocks import Deadlock, deadlocks
from casework.entitlement import entitled_to
from casework.lifecycle import Stage
from casework.registry import Event
from casework.registry.models import Officer, Question
from casework.work_list import Waiting, as_markdown, how_much_waits, work_items


def listed(life, **wanted):
    with life.registry.reading() as reading:
        return work_items(reading, life.office.now().office_date, **wanted)


def counted(life):
    with life.registry.reading() as reading:
        return how_much_waits(reading, life.office.now().office_date)


def page(life):
    with life.registry.reading() as reading:
        waiting = how_much_waits(reading, life.office.now().office_date)
        stuck = deadlocks(reading, life.office.now().office_date)
    return as_markdown(listed(life), waiting, stuck, life.office.now(), "http://engine", "http://sheet")


# --- what stands on it


@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)
@given(seed=st.integers(0, 10**6), acts=st.integers(4, 14))
def test_after_any_history_the_list_holds_each_open_question_once_and_no_other(quick_printing, seed, acts):
    folder, chance = Path(tempfile.mkdtemp(prefix="homevisit-work-list-")), random.Random(seed)
    life = new_life(folder / "office")
    try:
        references = [reference for sample in good_samples(3, seed=seed % 50) if (reference := arrived(life, sample))]
        for _ in range(acts):
            live_on(life, chance, references)
            stands = {row.id for row in life.rows(Question, Question.state == "open")}
            items = listed(life)
            assert sorted(item.standing.question_id for item in items) == sorted(stands)
            assert [item.standing.due_on for item in items] == sorted(item.standing.due_on for item in items)
            assert counted(life) == Waiting(len(items), sum(item.is_late for item in items))
            assert all(item.is_late == (item.standing.due_on < life.office.now().office_date) for item in items)
            assert all_mine(life) == who_may_decide(life)
    finally:
        life.registry.close()
        shutil.rmtree(folder)


def arrived(life, sample):
    life.receive(sample)
    life.check()
    life.assess()
    return life.reference


def live_on(life, chance, references):
    """Somebody decides rightly or wrongly, days pass, or a case takes its next step."""
    life.reference = chance.choice(references)
    act = chance.choice(("decide", "decide", "wrong code", "days pass", "step"))
    waiting = [item.standing for item in listed(life)]
    if act == "days pass":
        life.clock.pass_(hours=24 * chance.randint(1, 4))
    elif act == "step" and life.stage is Stage.PAYMENT:
        life.send_all()
        life.pay()
    elif waiting:
        question = chance.choice(waiting)
        with life.registry.reading() as reading:
            row = reading.session.get_one(Question, question.question_id)
            entitled = [officer.code for officer in entitled_to(reading, row, life.office.now().office_date)]
        if entitled:
            life.clock.pass_(seconds=60)
            code = {"code": "000000"} if act == "wrong code" else {}
            life.submit(question, {**life.values(entitled[0], question), **code})


def all_mine(life):
    codes = [officer.code for officer in life.rows(Officer)]
    return {(code, item.standing.question_id) for code in codes for item in listed(life, officer=code)}


def who_may_decide(life):
    with life.registry.reading() as reading:
        return {
            (officer.code, item.standing.question_id)
            for item in listed(life)
            for officer in entitled_to(
                reading, reading.session.get_one(Question, item.standing.question_id), life.office.now().office_date
            )
        }


# --- what it says


def test_what_is_late_is_marked_and_comes_first(at_stage):
    life = at_stage(Stage.ASSESSMENT)
    due = life.question("eligibility-verdict").due_on
    assert [item.is_late for item in listed(life)] == [False]
    assert "late" not in page(life)
    life.clock.put(due + timedelta(days=1), life.clock.now.time())
    assert [item.is_late for item in listed(life)] == [True]
    assert page(life).startswith("**1 menunggu · waiting** — per ")
    assert ", **1 terlambat · late**" in page(life)
    assert f"| **{due:%d‑%m‑%Y} ⚠** | {life.reference} | Kelayakan permohonan | Kasi | – | 1 |" in page(life)


def test_each_question_leads_to_the_run_in_which_it_was_put_last(at_stage):
    life = at_stage(Stage.ASSESSMENT)
    question = life.question("eligibility-verdict")
    assert f"| {life.reference} |" in page(life)
    for run in ("run-a", "run-b"):
        life.clock.pass_(seconds=30)
        note_asking(life.registry, life.office.now(), question.question_id, run, 1)
    assert [item.flow_run_id for item in listed(life)] == ["run-b"]
    assert f"[{life.reference}](http://engine/v2/runs/flow-run/run-b)" in page(life)


def test_what_nobody_may_decide_stands_on_top_with_its_cure(at_stage):
    life = at_stage(Stage.ASSESSMENT)
    assert "nobody may decide" not in page(life)
    with life.change() as change:
        for officer in change.session.scalars(select(Officer)):
            officer.serves_until = change.moment.office_date - timedelta(days=1)
        change.write(Event("office:officers:left", "office"))
    told = page(life)
    assert told.index("nobody may decide") < told.index("| Batas")
    assert f"- {life.reference}, Kelayakan permohonan: tunjuk seorang Kasi" in told


def test_a_list_of_nothing_says_so(life):
    assert "Nothing waits" in page(life)


def test_of_a_long_list_the_first_page_is_shown_and_the_rest_counted(at_stage):
    life = at_stage(Stage.ASSESSMENT)
    told = as_markdown(listed(life), Waiting(41, 7), [], life.office.now(), "http://engine", "http://sheet")
    assert told.startswith("**41 menunggu · waiting** — per ")
    assert ", **7 terlambat · late**" in told
    assert told.endswith("… dan 40 lagi · and so many more.")


@pytest.mark.parametrize(("officer", "mine"), [("BS", 1), ("RK", 0)])
def test_an_officers_own_list_holds_what_they_may_decide_today(at_stage, officer, mine):
    life = at_stage(Stage.ASSESSMENT)
    assert len(listed(life, officer=officer)) == mine
    assert listed(life, officer=officer, role="counter-officer") == []


def test_whoever_is_no_longer_active_has_nothing_on_their_own_list(at_stage):
    life = at_stage(Stage.ASSESSMENT)
    with life.change() as change:
        change.session.get(Officer, "BS").serves_until = change.moment.office_date - timedelta(days=1)
        change.write(Event("office:officer:left", "officer:BS"))
    assert listed(life, officer="BS") == []


def test_where_nobody_may_decide_a_long_list_is_cut_off_and_says_how_much_more_and_among_how_many_it_looked(life):
    life.receive(good_samples(1)[0])
    life.check()
    one = Deadlock(life.assess(), "nobody-holds-the-role", (), "")
    told = as_markdown(listed(life), Waiting(41, 7), [one] * 33, life.office.now(), "http://engine", "http://sheet")
    assert "nobody may decide: 33** (di antara 1 teratas · among the first 1)" in told
    assert told.count(f"- {one.in_words}") == 30
    assert "\n- … dan 3 lagi · and 3 more\n" in told
    short = as_markdown(listed(life), Waiting(1, 0), [one], life.office.now(), "http://engine", "http://sheet")
    assert "nobody may decide: 1**\n" in short
    assert "more" not in short
