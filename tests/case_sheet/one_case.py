"""One case and its case sheet: a person at the browser, and what the ledger tells of them."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import select
from starlette.testclient import TestClient

from casework.desk import Desk
from casework.registry.models import (
    Case,
    Letter,
    Officer,
)
from casework.registry.officers import current_code
from homevisit.case_sheet.timeline import happenings_of

HERE = "http://127.0.0.1:4280"
PDF = b"%PDF-1.7\nCONTOH\n"


def code_of(desk: Desk, officer: str) -> str:
    with desk.registry.reading() as reading:
        return current_code(reading, reading.session.get_one(Officer, officer), datetime.now(UTC))


def wrong_code(desk: Desk, officer: str) -> str:
    now = datetime.now(UTC)
    with desk.registry.reading() as reading:
        row = reading.session.get_one(Officer, officer)
        near = {current_code(reading, row, now + timedelta(seconds=30 * step)) for step in (-2, -1, 0, 1, 2)}
    return next(code for code in ("000000", "000001", "000002", "000003", "000004", "000005") if code not in near)


def sign_in(browser: TestClient, who: str, code: str, after: str = "/", **headers: str) -> Any:
    form = browser.get("/sign-in", params={"next": after}).text
    token = re.search(r'name="token" value="([^"]+)"', form)
    where = re.search(r'name="next" value="([^"]+)"', form)
    assert token
    assert where
    posted = {"who": who, "code": code, "token": token[1], "next": where[1]}
    return browser.post("/sign-in", data=posted, headers=headers)


def the_case(desk: Desk) -> str:
    with desk.registry.reading() as reading:
        return reading.session.scalars(select(Case.reference)).one()


def the_letter(desk: Desk) -> int:
    with desk.registry.reading() as reading:
        return reading.session.scalars(select(Letter.id)).one()


def told(desk: Desk, subject: str, prefix: str = "sheet:") -> list[tuple[str, str, dict[str, object]]]:
    with desk.registry.reading() as reading:
        happenings = happenings_of(reading, subject)
    return [(one.event, one.actor, dict(one.facts)) for one in happenings if one.event.startswith(prefix)]
