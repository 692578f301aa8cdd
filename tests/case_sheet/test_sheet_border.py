"""What guards the case sheet against other sites, other hosts, and its own log."""

import logging

import pytest
from one_case import the_case
from starlette.testclient import TestClient

from casework.desk import Desk


@pytest.mark.parametrize("path", ["/", "/health", "/sign-in", "/nothing", "/looks/sheet.css"])
def test_every_answer_carries_its_guards(reader: TestClient, path: str) -> None:
    headers = reader.get(path).headers
    assert headers["cache-control"] == "no-store"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["x-content-type-options"] == "nosniff"
    assert "default-src 'self'" in headers["content-security-policy"]
    assert "frame-ancestors 'none'" in headers["content-security-policy"]


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:4280", "127.0.0.1.evil.example", "127.0.0.1@evil.example:80", ""]
)
def test_a_foreign_host_is_refused(reader: TestClient, host: str) -> None:
    answer = reader.get("/", headers={"host": host})
    assert answer.status_code == 421
    assert "SAHS" not in answer.text


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.1:4999", "localhost:4280"])
def test_loopback_is_served_on_any_port(browser: TestClient, host: str) -> None:
    assert browser.get("/health", headers={"host": host}).text == "ok\n"


def test_the_log_names_paths_as_templates_and_faults_by_their_kind(
    desk: Desk, reader: TestClient, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    caplog.set_level(logging.INFO)
    reference = the_case(desk)
    reader.get(f"/cases/{reference}")
    monkeypatch.setattr("homevisit.case_sheet.application.gather", _break)
    answer = reader.get(f"/cases/{reference}")
    assert answer.status_code == 500
    assert "Adelaide" not in answer.text
    own = [record.getMessage() for record in caplog.records if record.name == "homevisit.case_sheet"]
    assert "GET /cases/{reference} 200" in own
    assert "GET /cases/{reference} failed: ValueError" in own
    assert reference not in "".join(own)
    assert "Adelaide" not in caplog.text


def _break(*_: object) -> None:
    raise ValueError("Adelaide")
