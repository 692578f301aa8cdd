"""An act of two that comes to the case sheet, and whoever sits before it."""

import re
from datetime import timedelta
from typing import Any

from one_case import HERE, code_of, sign_in
from starlette.testclient import TestClient

from casework.acts import ACT_KINDS
from casework.acts.identity import Identity, enter_identity
from casework.acts.settling import prepare_act
from casework.decisions import Submitted, decide
from casework.desk import Desk
from casework.registry.models import Officer
from casework.registry.officers import current_code
from casework.standing_questions import open_questions
from homevisit.case_sheet.application import case_sheet

NAME, NUMBER = "Nama Karangan, S.H.", "199001012015011001"
COMES = {
    "code": "XY",
    "post": "Petugas Loket",
    "languages": ["Indonesia · id", "Jawa · jv"],
    "serves_from": "2026-01-02",
}


def prepared(desk: Desk, kind: str = "officer", **content: Any) -> str:
    said = ACT_KINDS[kind].content.model_validate(content or COMES)
    with desk.registry.change(desk.office.now()) as change:
        return prepare_act(change, desk.office, kind, said, f"form-{kind}-{content or COMES}")


def answered(desk: Desk, subject: str, who: str, choice: str) -> None:
    """Decided by a colleague, elsewhere and five minutes ago: the code of this moment is left for signing in."""
    with desk.registry.reading() as reading:
        [standing] = open_questions(reading, subject=subject)
    now = desk.office.now()
    at = now.recorded_at - timedelta(minutes=5)
    with desk.registry.reading() as reading:
        code = current_code(reading, reading.session.get_one(Officer, who), at)
    values = {"who": who, "code": code, "decision": choice, "other_officer": "", "remark": ""}
    if standing.kind == "act-approval":
        values["ground"] = "tidak perlu · none"
    submitted = Submitted(standing.question_id, values, at, f"elsewhere:{subject}:{standing.kind}", "test")
    outcome = decide(desk.registry, desk.office, submitted, now)
    assert outcome.granted, outcome.reason


def taken_in(desk: Desk) -> str:
    subject = prepared(desk)
    with desk.registry.change(desk.office.now()) as change:
        assert enter_identity(change, subject, "PM", Identity(NAME, NUMBER)) == "done"
    answered(desk, subject, "PM", "usulkan · propose")
    answered(desk, subject, "RK", "setujui · approve")
    return subject


def browser_of(desk: Desk) -> TestClient:
    return TestClient(case_sheet(desk), base_url=HERE, follow_redirects=False)


def signed_in(desk: Desk, who: str) -> TestClient:
    browser = browser_of(desk)
    assert sign_in(browser, who, code_of(desk, who)).status_code == 303
    return browser


def token_on(page: str) -> str:
    found = re.search(r'name="token" value="([^"]+)"', page)
    assert found
    return found[1]


def post(browser: TestClient, path: str, *, token: str | None = None, **typed: str) -> Any:
    given = token if token is not None else token_on(browser.get("/").text)
    return browser.post(path, data={"token": given, **typed})
