"""The buttons beside an open question: taken, put back, handed on, taken over; and refused in words."""

import re
from typing import Any

import pytest
from one_case import HERE, code_of, sign_in, the_case, told
from sqlalchemy import select
from staff_changes import is_away
from starlette.testclient import TestClient

from casework.desk import Desk
from casework.registry import Event
from casework.registry.models import Question
from casework.stages.case_file import ask
from homevisit.case_sheet.application import case_sheet


@pytest.fixture
def question(desk: Desk) -> int:
    """A verdict waits, which BS and EL may make."""
    with desk.registry.change(desk.office.now()) as change:
        prepared: dict[str, object] = {"outcome": "eligible", "ground": None}
        return ask(change, desk.office, "eligibility-verdict", the_case(desk), 1, prepared).id


@pytest.fixture
def bs(desk: Desk, question: int) -> TestClient:
    return signed_in(desk, "BS")


@pytest.fixture
def el(desk: Desk, question: int) -> TestClient:
    return signed_in(desk, "EL")


def signed_in(desk: Desk, who: str) -> TestClient:
    browser = TestClient(case_sheet(desk), base_url=HERE, follow_redirects=False)
    assert sign_in(browser, who, code_of(desk, who)).status_code == 303
    return browser


def holder(desk: Desk, question: int) -> str | None:
    with desk.registry.reading() as reading:
        return reading.session.scalar(select(Question.holder_code).where(Question.id == question))


def buttons(page: str, question: int) -> list[str]:
    return re.findall(rf'action="/questions/{question}/([a-z-]+)"', page)


def press(browser: TestClient, question: int, what: str, back: str = "/", **more: str) -> Any:
    token = re.search(r'name="token" value="([^"]+)"', browser.get("/").text)
    assert token
    return browser.post(f"/questions/{question}/{what}", data={"token": token[1], "back": back, **more})


def absent(desk: Desk, officer: str) -> None:
    with desk.registry.change(desk.office.now()) as change:
        is_away(change, officer)


@pytest.mark.parametrize("page", ["/", "/cases/{reference}"])
def test_a_question_is_taken_and_put_back_on_the_list_and_on_the_cases_page(
    desk: Desk, question: int, bs: TestClient, el: TestClient, page: str
) -> None:
    path = page.format(reference=the_case(desk))
    assert buttons(bs.get(path).text, question) == ["claim"]
    taken = press(bs, question, "claim", path)
    assert (taken.status_code, taken.headers["location"]) == (303, path)
    assert holder(desk, question) == "BS"
    assert buttons(bs.get(path).text, question) == ["release", "reassign"]
    assert "Anda pegang" in bs.get(path).text
    seen_by_a_colleague = el.get(path).text
    assert (buttons(seen_by_a_colleague, question), "Dipegang BS" in seen_by_a_colleague) == ([], True)
    assert press(bs, question, "release", path).status_code == 303
    assert holder(desk, question) is None


def test_a_question_is_handed_to_a_colleague_who_may_decide_it(desk: Desk, question: int, bs: TestClient) -> None:
    press(bs, question, "claim")
    page = bs.get("/").text
    offered = re.findall(r'<option value="([A-Z]+)">', page)
    assert offered == ["EL"]
    assert press(bs, question, "reassign", to="EL").status_code == 303
    assert holder(desk, question) == "EL"
    [(_, actor, facts)] = told(desk, the_case(desk), "assessment:question:reassigned")
    assert (actor, facts["before"], facts["holder"]) == ("BS", "BS", "EL")


def test_what_an_absent_colleague_holds_is_taken_over(
    desk: Desk, question: int, bs: TestClient, el: TestClient
) -> None:
    press(el, question, "claim")
    assert buttons(bs.get("/").text, question) == []
    absent(desk, "EL")
    assert buttons(bs.get("/").text, question) == ["take-over"]
    assert press(bs, question, "take-over").status_code == 303
    assert holder(desk, question) == "BS"


@pytest.mark.parametrize(
    ("who", "what", "more", "told_why"),
    [
        ("BS", "claim", {}, "Sudah dipegang petugas lain."),
        ("BS", "release", {}, "Tidak sedang Anda pegang."),
        ("BS", "reassign", {"to": "BS"}, "Tidak sedang Anda pegang."),
        ("BS", "take-over", {}, "Pemegangnya masuk hari ini"),
        ("SH", "claim", {}, "Petugas itu tidak berwenang memutuskannya."),
        ("EL", "reassign", {"to": "SH"}, "Petugas itu tidak berwenang memutuskannya."),
        ("EL", "reassign", {}, "Pilih dahulu rekan yang menerima."),
        ("EL", "reassign", {"to": "'; DROP TABLE"}, "Petugas itu tidak berwenang memutuskannya."),
    ],
)
def test_what_may_not_be_is_refused_in_words_and_leads_back(
    desk: Desk, question: int, el: TestClient, who: str, what: str, more: dict[str, str], told_why: str
) -> None:
    press(el, question, "claim")
    reader, back = el if who == "EL" else signed_in(desk, who), f"/cases/{the_case(desk)}"
    answer = press(reader, question, what, back, **more)
    assert answer.status_code == 409
    assert told_why in answer.text
    assert f'href="{back}"' in answer.text
    assert holder(desk, question) == "EL"


def test_what_is_decided_is_in_nobodys_hands_any_more(desk: Desk, question: int, bs: TestClient) -> None:
    with desk.registry.change(desk.office.now()) as change:
        change.session.get_one(Question, question).state = "decided"
        change.write(Event("assessment:question:decided", the_case(desk)))
    answer = press(bs, question, "claim")
    assert (answer.status_code, "sudah diputuskan" in answer.text) == (409, True)


@pytest.mark.parametrize("path", ["/questions/999/claim", "/questions/1/steal", f"/questions/{10**30}/claim"])
def test_what_is_no_question_or_no_button_is_no_page(bs: TestClient, path: str) -> None:
    token = re.search(r'name="token" value="([^"]+)"', bs.get("/").text)
    assert token
    assert bs.post(path, data={"token": token[1]}).status_code == 404
    assert bs.get(path).status_code in (404, 405)


def test_a_button_that_we_did_not_hand_out_does_nothing(desk: Desk, question: int, bs: TestClient) -> None:
    assert bs.post(f"/questions/{question}/claim", data={"token": "1.abc"}).status_code == 403
    stranger = TestClient(case_sheet(desk), base_url=HERE, follow_redirects=False)
    back = f"/cases/{the_case(desk)}"
    sent_away = stranger.post(f"/questions/{question}/claim", data={"token": "1.abc", "back": back})
    assert (sent_away.status_code, sent_away.headers["location"]) == (303, f"/sign-in?next={back}")
    assert holder(desk, question) is None


def test_no_button_leads_away_from_this_site(question: int, bs: TestClient) -> None:
    assert press(bs, question, "claim", "https://evil.example/").headers["location"] == "/"


def test_where_one_officer_alone_may_decide_there_is_nothing_to_take(desk: Desk) -> None:
    with desk.registry.change(desk.office.now()) as change:
        change.create_key("ROUNDS-2026-11-30")
        alone = ask(change, desk.office, "plan-approval", "ROUNDS-2026-11-30", 1).id
    assert buttons(signed_in(desk, "WN").get("/").text, alone) == []
