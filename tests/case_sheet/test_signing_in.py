"""Who may read the case sheet: signing in with a one-time code, and how long a session holds."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from one_case import HERE, code_of, sign_in, the_case, told, wrong_code
from sqlalchemy import select
from starlette.testclient import TestClient

from casework.desk import Desk
from casework.registry import Event
from casework.registry.models import (
    Mandate,
    Officer,
)
from homevisit.case_sheet.application import case_sheet
from homevisit.case_sheet.door import KNOWN_COOKIE, SESSION_COOKIE
from homevisit.case_sheet.session import Sessions


def test_an_officer_signs_in_with_the_right_code_and_it_is_on_the_ledger(desk: Desk, browser: TestClient) -> None:
    answer = sign_in(browser, "bs", code_of(desk, "BS"))
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    cookie = answer.headers["set-cookie"]
    assert all(guard in cookie for guard in ("HttpOnly", "SameSite=strict", "Max-Age=28800"))
    assert told(desk, "officer:BS") == [("sheet:officer:signed-in", "BS", {})]
    assert browser.get("/").status_code == 200


def test_a_wrong_code_opens_nothing_and_is_on_the_ledger(desk: Desk, browser: TestClient) -> None:
    answer = sign_in(browser, "BS", wrong_code(desk, "BS"))
    assert answer.status_code == 403
    assert SESSION_COOKIE not in browser.cookies
    assert told(desk, "officer:BS") == [
        ("sheet:officer:sign-in-refused", "unknown", {"reason": "wrong-code", "browser": "new"})
    ]
    assert browser.get("/").status_code == 303


def test_a_code_signs_in_once(desk: Desk, browser: TestClient) -> None:
    code = code_of(desk, "BS")
    assert sign_in(browser, "BS", code).status_code == 303
    again = sign_in(TestClient(case_sheet(desk), base_url=HERE, follow_redirects=False), "BS", code)
    assert again.status_code == 403
    assert "tunggu kode berikutnya" in again.text


def test_after_wrong_codes_in_a_row_even_the_right_one_has_to_wait(desk: Desk, browser: TestClient) -> None:
    refuse(desk, "BS", times=7)
    waiting = sign_in(browser, "BS", code_of(desk, "BS"))
    assert waiting.status_code == 403
    assert "tunggu setengah menit" in waiting.text
    assert len(told(desk, "officer:BS")) == 7  # what was not judged makes nobody wait longer
    assert sign_in(browser, "RK", code_of(desk, "RK")).status_code == 303


def test_strangers_with_wrong_codes_do_not_shut_an_officer_out_of_their_own_browser(
    desk: Desk, browser: TestClient
) -> None:
    now = datetime.now(UTC)
    sessions = Sessions(desk.registry.office_key.signing_secret("case-sheet"))
    refuse(desk, "BS", times=7)
    browser.cookies.set(KNOWN_COOKIE, sessions.known_browser("RK", now))
    assert sign_in(browser, "BS", code_of(desk, "BS")).status_code == 403
    browser.cookies.clear()
    browser.cookies.set(KNOWN_COOKIE, sessions.known_browser("BS", now))
    assert sign_in(browser, "BS", code_of(desk, "BS")).status_code == 303
    assert not sessions.is_known_browser("BS", sessions.known_browser("BS", now), now + timedelta(days=91))


def refuse(desk: Desk, officer: str, times: int) -> None:
    for _ in range(times):
        with desk.registry.change(desk.office.now()) as change:
            facts: dict[str, Any] = {"reason": "wrong-code", "browser": "new"}
            change.write(Event("sheet:officer:sign-in-refused", f"officer:{officer}", "unknown", facts))


def test_an_officer_is_told_of_wrong_codes_given_in_their_name(desk: Desk, browser: TestClient) -> None:
    sign_in(browser, "BS", wrong_code(desk, "BS"))
    sign_in(browser, "BS", code_of(desk, "BS"))
    assert "ada 1 kode salah atas nama Anda" in browser.get("/").text


@pytest.mark.parametrize(
    ("who", "code"), [("QQ", "123456"), ("", ""), ("BS", "12345"), ("Ratna K.", "123456"), ("BS", "１２３４５６")]
)
def test_an_unknown_officer_gets_the_same_answer_as_a_wrong_code(browser: TestClient, who: str, code: str) -> None:
    answer = sign_in(browser, who, code)
    assert answer.status_code == 403
    assert "Kode petugas atau kode sekali pakai tidak tepat." in answer.text


def test_what_was_typed_for_an_unknown_officer_is_not_written_down(desk: Desk, browser: TestClient) -> None:
    sign_in(browser, "QQ", "123456")
    assert told(desk, "office") == [("sheet:officer:sign-in-refused", "unknown", {"reason": "unknown-officer"})]


def test_an_officer_without_a_mandate_in_force_cannot_sign_in(desk: Desk, browser: TestClient) -> None:
    _end_the_mandates(desk)
    assert sign_in(browser, "BS", code_of(desk, "BS")).status_code == 403


def test_a_session_ends_when_its_officer_is_no_longer_active(desk: Desk, reader: TestClient) -> None:
    assert reader.get("/").status_code == 200
    with desk.registry.change(desk.office.now()) as change:
        change.session.get_one(Officer, "BS").serves_until = change.moment.office_date - timedelta(days=1)
        change.write(Event("office:officer:left", "officer:BS"))
    assert reader.get("/").status_code == 303


def _end_the_mandates(desk: Desk) -> None:
    with desk.registry.change(desk.office.now()) as change:
        for mandate in change.session.scalars(select(Mandate).where(Mandate.officer_code == "BS")):
            mandate.valid_from = mandate.valid_to = mandate.valid_from - timedelta(days=9)
        change.write(Event("office:mandate:ended", "officer:BS"))


def test_a_form_that_we_did_not_hand_out_is_refused(desk: Desk, browser: TestClient) -> None:
    posted = {"who": "BS", "code": code_of(desk, "BS"), "token": "1.abc", "next": "/"}
    assert browser.post("/sign-in", data=posted).status_code == 403
    foreign = sign_in(browser, "BS", code_of(desk, "BS"), origin="http://127.0.0.1:4200")
    assert foreign.status_code == 403
    assert told(desk, "officer:BS") == []


def test_signing_out_ends_the_session_even_for_a_copied_cookie(desk: Desk, reader: TestClient) -> None:
    copied = reader.cookies[SESSION_COOKIE]
    token = re.search(r'name="token" value="([^"]+)"', reader.get("/").text)
    assert token
    assert reader.post("/sign-out", data={"token": "x"}).status_code == 403
    assert reader.post("/sign-out", data={"token": token[1]}).status_code == 303
    assert reader.get("/", headers={"cookie": f"{SESSION_COOKIE}={copied}"}).status_code == 303
    assert told(desk, "officer:BS")[-1][0] == "sheet:officer:signed-out"


def test_a_code_given_twice_at_once_opens_one_session(desk: Desk) -> None:
    code = code_of(desk, "BS")

    def try_it(_: int) -> int:
        browser = TestClient(case_sheet(desk), base_url=HERE, follow_redirects=False)
        return int(sign_in(browser, "BS", code).status_code)

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(try_it, range(4))) == [303, 403, 403, 403]


def test_without_a_session_every_page_leads_to_the_sign_in_and_back(desk: Desk, browser: TestClient) -> None:
    reference = the_case(desk)
    for path in (
        f"/cases/{reference}",
        f"/cases/{reference}/letters/1",
        f"/cases/{reference}/documents/1",
        "/rounds/ROUNDS-2026-11-26",
    ):
        answer = browser.get(path)
        assert (answer.status_code, answer.headers["location"]) == (303, f"/sign-in?next={path}")
    assert told(desk, reference) == []
    landed = sign_in(browser, "BS", code_of(desk, "BS"), after=f"/cases/{reference}")
    assert landed.headers["location"] == f"/cases/{reference}"


@pytest.mark.parametrize(
    "cookie",
    ["", "x", "x.y", "eyJvZmZpY2VyIjoiQlMiLCJhdCI6MCwibnVtYmVyIjoieCJ9.0000", "\u00e9.\u00e9"],
)
def test_a_forged_cookie_is_no_session(desk: Desk, browser: TestClient, cookie: str) -> None:
    sent = {"cookie": f"{SESSION_COOKIE}={cookie}".encode()}
    assert browser.get(f"/cases/{the_case(desk)}", headers=sent).status_code == 303


def test_a_cookie_signed_with_another_key_or_for_another_purpose_is_no_session(desk: Desk) -> None:
    now = datetime.now(UTC)
    ours = Sessions(desk.registry.office_key.signing_secret("case-sheet"))
    assert ours.read(Sessions(b"another").open("BS", now), now) is None
    assert ours.read(ours.form_token("browser", now), now) is None
    body, _, signature = ours.open("BS", now).rpartition(".")
    assert ours.read(f"{body}x.{signature}", now) is None


def test_a_session_holds_for_eight_hours_of_real_time(desk: Desk, browser: TestClient) -> None:
    sessions = Sessions(desk.registry.office_key.signing_secret("case-sheet"))
    for hours, status in ((7.9, 200), (8.1, 303)):
        cookie = sessions.open("BS", datetime.now(UTC) - timedelta(hours=hours))
        assert browser.get("/", headers={"cookie": f"{SESSION_COOKIE}={cookie}"}).status_code == status


@pytest.mark.parametrize(
    "after",
    [
        "//evil.example",
        "https://evil.example/",
        "/\\evil.example",
        "/cases/../../evil",
        "javascript:alert(1)",
        "/cases/SAHS-7K43\r\nX: y",
        "/cases/SAHS-7K43?x=1",
        "/sign-out",
        "/\tevil",
    ],
)
def test_a_sign_in_never_leads_away_from_this_site(desk: Desk, browser: TestClient, after: str) -> None:
    assert sign_in(browser, "BS", code_of(desk, "BS"), after=after).headers["location"] == "/"


def test_a_link_from_another_site_goes_on_by_itself_since_the_cookie_was_kept_back(
    desk: Desk, browser: TestClient
) -> None:
    path = f"/cases/{the_case(desk)}"
    answer = browser.get(path, headers={"sec-fetch-site": "cross-site"})
    assert answer.status_code == 200
    assert f'content="0; url={path}"' in answer.text
