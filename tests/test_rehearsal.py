"""The rehearsal's staff press Resume again where the engine was away or busy, and hide no other fault."""

from datetime import UTC, date, datetime

import httpx
import pytest
from prefect.exceptions import PrefectHTTPStatusError
from sqlalchemy.exc import OperationalError

from casework.registry.models import Visit
from homevisit.rehearsal.answers import as_announced
from homevisit.rehearsal.surroundings import what_is_away_comes_back


def answered(status):
    """What Prefect's client raises for an answer, once it has asked often enough."""
    answer = httpx.Response(status, request=httpx.Request("POST", "http://engine/resume"), json={"detail": "busy"})
    return PrefectHTTPStatusError.from_httpx_error(httpx.HTTPStatusError("", request=answer.request, response=answer))


@pytest.mark.parametrize("away", [httpx.ConnectError("refused"), OperationalError("", {}, Exception()), answered(503)])
def test_what_is_away_is_asked_again_later(away):
    with what_is_away_comes_back():
        raise away


@pytest.mark.parametrize("fault", [answered(500), answered(404), ValueError()])
def test_any_other_fault_ends_the_rehearsal(fault):
    with pytest.raises(type(fault)), what_is_away_comes_back():
        raise fault


def test_a_team_reports_the_hours_at_which_it_was_announced_for_as_long_as_it_stayed():
    visit = Visit(day=date(2026, 11, 25), starts_at=datetime(2026, 11, 25, 4, 20, tzinfo=UTC))
    report = {"started_at": "09:00", "ended_at": "09:17", "consent": "none"}
    assert as_announced(report, visit) == {"started_at": "11:20", "ended_at": "11:37", "consent": "none"}
