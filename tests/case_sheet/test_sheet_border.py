"""What guards the case sheet against other sites, other hosts, and its own log."""

import logging
import re

import pytest
from one_case import the_case
from starlette.testclient import TestClient

from casework.desk import Desk
from homevisit.case_sheet.application import case_sheet
from homevisit.case_sheet.door import own_page


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


SUBJECTS = (
    "SAHS-7K43",
    "ROUNDS-2026-11-26",
    "TEAM-T1-2026-11-26",
    "ACT-12",
    "TRAY-section-head-2026-11-26-0800",
    "BULK-technical-officer-2026-11-26-131502",
    "ROLES-2026-11-26-section-head",
)
VALUES = {
    "reference": "SAHS-7K43",
    "cycle": "2",
    "id": "7",
    "subject": None,
    "token": "x",
    "day": "2026-11-26",
    "team": "T1",
}


@pytest.mark.parametrize("subject", SUBJECTS)
def test_where_a_briefing_leads_a_sign_in_leads_too(desk: Desk, subject: str) -> None:
    link = desk.office.sheet_link(subject)
    assert own_page(link.removeprefix(desk.settings.case_sheet_url)) == link.removeprefix(desk.settings.case_sheet_url)


def test_a_sign_in_leads_back_to_every_page_that_there_is(desk: Desk) -> None:
    pages = [route.path for route in case_sheet(desk).routes if "GET" in (getattr(route, "methods", None) or ())]
    paths = {_filled(path) for path in pages} - {"/health", "/sign-in", "/find", "/s/x"}
    assert len(paths) >= 9
    assert {path for path in paths if own_page(path) != path} == set()


def _filled(path: str) -> str:
    """A page of the sheet as somebody would open it; what each kind of page is about stands in the first part of its path."""
    subjects = {"/cases": "SAHS-7K43", "/rounds": "ROUNDS-2026-11-26", "/acts": "ACT-12", "/trays": SUBJECTS[4]}
    subject = subjects.get(f"/{path.split('/')[1]}", "")
    return re.sub(r"\{(\w+)(:int)?\}", lambda name: VALUES[name[1]] or subject, path)
