"""What is routine, and what lies in a tray: alike items without a problem, and nothing that is refused, overridden or a permit."""

from datetime import time, timedelta

import pytest
from lives_by_stage import good_samples, new_life, sample_number
from routine_items import (
    OUTAGE,
    REFUSED,
    answer,
    carried,
    hold,
    in_stage,
    items_of,
    outage_of,
    prepared_as,
    put_out,
    tray_of,
    verdict_on,
    verdicts,
    withdraw,
)

from casework.briefing.briefings import brief
from casework.joint_decisions.routine import ROUTINE, routine_items
from casework.joint_decisions.trays import put_out_trays
from casework.questions import QUESTION_KINDS
from casework.registry import Event
from casework.registry.models import (
    Decision,
    FindingRow,
    Question,
)

TODAY = "2026-11-24"
TRAY = f"TRAY-section-head-{TODAY}-0800"


# --- what is routine


def test_a_tray_never_refuses_never_overrides_and_never_decides_a_permit():
    for name, routine in ROUTINE.items():
        kind = QUESTION_KINDS[name]
        assert kind.stage != "permit", name
        assert name != "outside-event"
        assert not kind.extras, "a field of its own is looked at by itself"
        assert routine.answer.choice in kind.choice_codes()
        assert routine.answer.choice not in ("ineligible", "refuse", "reject", "return", "end", "drop", "hold")
        needs_ground = routine.answer.choice in kind.needs_ground
        assert (needs_ground, routine.answer.ground) in ((False, None), (True, "outage")), name
    assert {name: (one.answer.choice, one.answer.ground) for name, one in ROUTINE.items()} == {
        "eligibility-verdict": ("eligible", None),
        "partner-down": ("retry", "outage"),
    }


def test_alike_items_of_a_role_lie_in_one_tray_the_most_urgent_first(life):
    first, second, third = verdicts(life, 3)
    assert put_out(life) == [TRAY]
    tray = tray_of(life)
    assert items_of(tray) == [first.subject, second.subject, third.subject]
    assert (tray.role, tray.due_on.isoformat(), tray.key) == ("section-head", TODAY, "routine-tray-1-1")
    assert put_out(life) == [TRAY], "once for each hour"
    assert len(life.rows(Question, Question.kind == "routine-tray")) == 1


def test_one_item_alone_is_no_tray(life):
    verdicts(life, 1)
    assert put_out(life) == []


def test_a_tray_holds_so_many_items_and_no_more(life, monkeypatch):
    monkeypatch.setattr("casework.joint_decisions.routine.MOST", 3)
    verdicts(life, 5)
    put_out(life)
    assert len(items_of(tray_of(life))) == 3


def test_a_partner_that_is_down_is_tried_again_for_its_role(life):
    cases = verdicts(life, 3)
    for one, reason in zip(cases, (OUTAGE, OUTAGE, REFUSED), strict=True):
        outage_of(life, one.subject, reason)
    assert put_out(life) == [TRAY, f"TRAY-technical-officer-{TODAY}-0800"]
    tray = tray_of(life, "technical-officer")
    assert items_of(tray) == [cases[0].subject, cases[1].subject], "what a partner refused is no outage"
    assert answer(life, "RM", tray).granted
    assert set(carried(life, tray).values()) == {None}
    [decision] = life.rows(Decision, Decision.kind == "partner-down", Decision.subject == cases[0].subject)
    assert (decision.choice, decision.ground, decision.officer_code) == ("retry", "outage", "RM")


@pytest.mark.parametrize("reason", ["simkim gave no usable answer (unreadable-answer)", "simkim", REFUSED, ""])
def test_whatever_is_not_plainly_an_outage_is_looked_at_by_itself(life, reason):
    for one in verdicts(life, 2):
        outage_of(life, one.subject, reason)
    assert put_out(life) == [TRAY]


LEFT_OUT = {
    "held by a colleague": lambda life, one: hold(life, one.question_id, "EL"),
    "refused before": lambda life, one: life.submit(one, life.values("BS", one) | {"code": "000000"}),
    "withdrawn": lambda life, one: withdraw(life, one.subject),
    "decided": lambda life, one: life.decide_as("EL", one, "eligible"),
    "a finding that an officer must look at": lambda life, one: with_a_finding(life, one.subject, "manual"),
    "a rule that was not met": lambda life, one: with_a_finding(life, one.subject, "fail"),
    "in another stage": lambda life, one: in_stage(life, one.subject, "payment"),
    "prepared otherwise": lambda life, one: prepared_as(life, one, {"outcome": "manual", "ground": "age"}),
    "for some officers only, of whom none is entitled": lambda life, one: prepared_as(
        life, one, {"outcome": "eligible", "only": ["SH"]}
    ),
    "shut out by four eyes": lambda life, one: prepared_as(
        life, one, {"outcome": "eligible", "shut_out": ["BS", "EL"]}
    ),
}


def with_a_finding(life, reference, outcome):
    with life.change() as change:
        row = change.session.query(FindingRow).filter_by(case_reference=reference).first()
        row.outcome = outcome
        change.write(Event("test:finding:changed", reference))


@pytest.mark.parametrize("why", LEFT_OUT)
def test_what_has_a_problem_is_left_out(why, life):
    *_, odd = cases = verdicts(life, 3)
    LEFT_OUT[why](life, odd)
    put_out(life)
    assert items_of(tray_of(life)) == [one.subject for one in cases[:2]]


def test_what_was_decided_while_the_others_were_looked_for_is_not_put_into_the_tray(life):
    *_, odd = cases = verdicts(life, 3)
    with life.registry.reading() as reading:
        found = [one.id for one in routine_items(reading, life.clock.now.date())["section-head"]]
    assert life.decide_as("EL", odd, "eligible").granted
    with life.change() as change:
        put_out_trays(change, life.office, found, ())
    assert items_of(tray_of(life)) == [one.subject for one in cases[:2]]


def test_a_fee_that_the_treasurer_must_confirm_first_is_no_routine(life):
    for sample in good_samples(2):  # one-year stay permits, whose tariff is derived
        verdict_on(life, sample)
    assert put_out(life) == []


def test_where_no_fee_is_set_nothing_is_routine(life, monkeypatch):
    verdicts(life, 2)
    monkeypatch.setattr("casework.joint_decisions.routine.tariff_for", lambda *_: None)
    assert put_out(life) == []


def test_a_verdict_of_the_rules_against_the_applicant_is_never_in_a_tray(life):
    for number in (4, 5):  # 64 years old; outside the area
        verdict_on(life, sample_number(number))
    assert put_out(life) == []


@pytest.mark.parametrize(
    ("at", "subject"),
    [
        (time(7, 59), None),
        (time(8, 0), "0800"),
        (time(12, 59), "0800"),
        (time(13, 0), "1300"),
        (time(16, 59), "1300"),
        (time(17, 0), None),
    ],
)
def test_a_tray_belongs_to_an_hour_however_late_it_is_put_out(at, subject, tmp_path, quick_printing):
    life = new_life(tmp_path / "office")
    verdicts(life, 2)
    life.clock.put(life.clock.now.date() + timedelta(days=1), at)
    expected = [] if subject is None else [f"TRAY-section-head-2026-11-25-{subject}"]
    assert put_out(life) == expected
    life.registry.close()


# --- what the officer reads


def test_the_officer_reads_which_items_lie_in_it_and_what_they_are_answered(life):
    cases = verdicts(life, 2)
    put_out(life)
    text = brief(life.registry, life.office, tray_of(life), life.office.now()).markdown
    assert "2 pertanyaan · questions; jawabannya · the answer: Kelayakan permohonan: **layak · eligible**" in text
    for one in cases:
        assert f"| {one.subject} | Kelayakan permohonan | 24-11-2026 | 25-11-2026 |" in text
    assert f"/trays/{TRAY})" in text


def test_above_a_form_twenty_items_are_shown_and_the_rest_is_counted(life, monkeypatch):
    monkeypatch.setattr("casework.joint_decisions.tray_in_words.ROWS_SHOWN", 2)
    verdicts(life, 5)
    put_out(life)
    text = brief(life.registry, life.office, tray_of(life), life.office.now()).markdown
    assert text.count("| Kelayakan permohonan |") == 2
    assert "dan 3 lagi pada lembar baki · and 3 more on the tray's page" in text
