"""Whole lives in the office's own flows, in which something is reported from outside: they end whole, in any weather."""

import logging

import pytest
from chaos.judgement import faults_of
from chaos.played_office import Play
from chaos.reporting_office import ReportingOffice

from casework.registry.models import Case, OutsideEvent, Question

REPORTED = ("complaint", "objection", "new-address", "withdrawn")


@pytest.fixture
def lived(tmp_path, monkeypatch):
    """A life that was played to its end: ``lived(Play(3), "complaint")``."""
    monkeypatch.setattr(logging.root.manager, "disable", logging.WARNING)
    opened = []

    def live(play, reported):
        office = ReportingOffice(tmp_path / f"office-{len(opened)}", play, reported)
        opened.append(office)
        office.live()
        return office

    yield live
    for office in opened:
        office.life.registry.close()


@pytest.mark.parametrize("seed", [0])
@pytest.mark.parametrize("reported", REPORTED)
def test_a_life_in_which_something_is_reported_ends_whole(reported, seed, lived):
    office = lived(Play(seed), reported)
    assert (faults_of(office), office.engine.failures) == ([], [])
    [case] = office.life.rows(Case)
    assert case.result == "granted"
    assert [row.kind for row in office.life.rows(OutsideEvent)] == [reported]


@pytest.mark.parametrize("seed", [0])
@pytest.mark.parametrize(
    "reported", ["complaint", *(pytest.param(one, marks=pytest.mark.long) for one in ("objection", "new-address"))]
)
def test_executions_that_die_lose_and_double_nothing_of_it(reported, seed, lived):
    office = lived(Play(seed, chance_of_death=0.03, chance_of_busy_engine=0.03), reported)
    assert faults_of(office) == []
    assert office.points.deaths > 2


def test_what_was_reported_was_asked_and_answered_through_its_flows(lived, monkeypatch):
    monkeypatch.setattr("chaos.played_office.AT_A_TERMINAL", 0.0)
    office = lived(Play(1), "complaint")
    asked = [row.kind for row in office.life.rows(Question) if row.stage == "any"]
    assert asked == ["complaint-receipt", "complaint-answer"]
    flows = [run.flow for run in office.engine.runs.values()]
    assert [flows.count(one) for one in ("report-complaint", "complaint", "complaint-answer")] == [1, 1, 1]
