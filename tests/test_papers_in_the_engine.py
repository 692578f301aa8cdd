"""A paper's flow in a played engine, cut off wherever it may be: decided once, and marked as what it is."""

from datetime import date, datetime, time

import pytest
from chaos.crash_points import CrashPoints
from chaos.played_flows import PlayedFlows
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lives_by_stage import carry_case_to
from papers import SIGNED_AT, SIGNED_ON, entered, paper

from casework.clock import OFFICE_TIME_ZONE
from casework.lifecycle import Stage
from casework.registry.models import (
    Decision,
    JointDecision,
    PaperDecision,
)

SIGNED = datetime.combine(SIGNED_ON, time.fromisoformat(SIGNED_AT), OFFICE_TIME_ZONE)


def play(flows, subject):
    """Proposed and approved in Prefect by whoever finds the form; whatever dies is started again by recover."""
    for _ in range(8):
        for question in flows.life.open(subject):
            flows.answer_once(question, {"act-proposal": "SH", "act-approval": "EL"}[question.kind])
        flows.go_on()
        flows.life.clock.pass_(minutes=3)
        flows.run("recover")


@pytest.fixture(scope="module")
def on_paper(tmp_path_factory):
    """Every place at which the flow of a paper may be cut off."""
    life, subject = an_office_with_a_paper(tmp_path_factory)
    points = CrashPoints()
    with PlayedFlows(life, points).playing() as flows:
        play(flows, subject)
    assert life.count(PaperDecision) == 1
    life.registry.close()
    return dict(points.passed)


def an_office_with_a_paper(tmp_path_factory):
    life = carry_case_to(Stage.ASSESSMENT, tmp_path_factory.mktemp("paper") / "office")
    life.clock.put(date(2026, 11, 27), time(9, 0))
    return life, entered(life, paper(life.question("eligibility-verdict")))


@pytest.mark.long
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_wherever_a_paper_is_cut_off_it_is_decided_once_and_marked_as_one(
    data, on_paper, tmp_path_factory, quick_printing
):
    point = data.draw(st.sampled_from(sorted(on_paper, key=str)))
    passage = data.draw(st.integers(1, on_paper[point]))
    life, subject = an_office_with_a_paper(tmp_path_factory)
    points = CrashPoints(deadly=(point, passage))
    with PlayedFlows(life, points).playing() as flows:
        play(flows, subject)
        flows.recover()
    assert points.deaths == 1
    [decision] = life.rows(Decision, Decision.kind == "eligibility-verdict")
    assert (decision.officer_code, decision.submitted_at) == ("BS", SIGNED)
    assert [row.act_subject for row in life.rows(PaperDecision)] == [subject]
    assert [row.carried_out_at is not None for row in life.rows(JointDecision)] == [True]
    assert life.stage is Stage.PAYMENT
    assert life.ledger_holds()
    life.registry.close()
