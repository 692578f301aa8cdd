"""The rehearsal's staff press Resume again where the engine was away or busy, and hide no other fault."""

import httpx
import pytest
from prefect.exceptions import PrefectHTTPStatusError
from sqlalchemy.exc import OperationalError

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
