"""Offices on a day that changes, each brought to its situation once and copied for each test."""

from dataclasses import replace

import pytest
from changes_of_a_day import released_team, three_announced_visits, two_teams_in_their_morning
from short_notices import signed_and_one_more, three_who_can_wait

from casework.rounds.assumptions import VISIT_NOTICE
from casework.stages.dispatch import notice


@pytest.fixture
def announced(situation):
    """Three announced visits of one team, in its morning; another team and two spare officers are at the office."""
    return situation(three_announced_visits)[0]


@pytest.fixture
def on_the_road(situation):
    """The same team, released."""
    return situation(released_team)[0]


@pytest.fixture
def two_teams(situation):
    """T1 with two visits, T2 with four, in their morning."""
    return situation(two_teams_in_their_morning)[0]


@pytest.fixture
def two_days(monkeypatch):
    """The office tells everybody two working days before."""
    rule = replace(VISIT_NOTICE[0], working_days=2)
    monkeypatch.setattr(notice, "VISIT_NOTICE", (rule,))


@pytest.fixture
def waiting(situation, two_days):
    """Three cases that can wait, on Tuesday at 13:30."""
    life, life.everybody = situation(three_who_can_wait)
    return life


@pytest.fixture
def signed(situation, two_days):
    """Thursday is signed with three visits; on Wednesday at 13:30 somebody waits who cannot wait beyond it."""
    life, (life.before, life.added) = situation(signed_and_one_more)
    return life
