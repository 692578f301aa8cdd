"""An act of two on the case sheet: what it says, where name and NIP are typed, and a secret that is shown once."""

import re

import pyotp
import pytest
from acts_at_the_sheet import NAME, NUMBER, answered, browser_of, post, prepared, signed_in, taken_in, token_on
from one_case import code_of, told
from starlette.testclient import TestClient

from casework.acts.identity import Identity, enter_identity, identity_of
from casework.acts.subjects import act_of
from casework.desk import Desk
from casework.registry import ledger
from casework.registry.models import LedgerEntry, Officer
from casework.registry.officers import name_of
from homevisit.case_sheet.door import OWN_PAGE

# --- the page


def test_the_page_says_what_the_act_says_how_it_stands_and_who_proposed_it(desk: Desk) -> None:
    subject = prepared(desk)
    reader = signed_in(desk, "RK")
    assert "Belum diisi; usul ini tidak dapat diajukan" in reader.get(f"/acts/{subject}").text
    with desk.registry.change(desk.office.now()) as change:
        assert enter_identity(change, subject, "PM", Identity(NAME, NUMBER)) == "done"
    answered(desk, subject, "PM", "usulkan · propose")
    page = reader.get(f"/acts/{subject}")
    assert page.status_code == 200
    for words in (
        "Petugas baru", subject, "Menunggu persetujuan", "XY", "Petugas Loket", "Indonesia · id, Jawa · jv", "02-01-2026",
        "Diusulkan kepada orang kedua", "<b>PM</b>", NAME, "Siapa yang membaca",
    ):  # fmt: skip
        assert words in page.text, words
    assert ("sheet:act:read", "RK", {}) in told(desk, subject)


def test_a_note_for_the_approver_stands_on_the_page(desk: Desk) -> None:
    subject = prepared(
        desk, "acting", officer="BS", role="Kakanim · head-of-office", capacity="Plt. · plt", letter_number="W-7",
        letter_dated="2026-01-02", valid_from="2027-03-01", valid_to="2027-03-05",
    )  # fmt: skip
    assert "⚠ Jabatan tidak kosong: RK" in signed_in(desk, "BS").get(f"/acts/{subject}").text


@pytest.mark.parametrize("path", ["/acts/ACT-99", "/acts/ACT-0", "/acts/act-1", "/acts/ACT-1x", "/acts/SAHS-7K43"])
def test_what_is_no_act_is_no_page_and_nothing_is_put_on_record(desk: Desk, reader: TestClient, path: str) -> None:
    prepared(desk)
    before = ledger.verify(desk.registry.engine).rows
    assert reader.get(path).status_code == 404
    assert ledger.verify(desk.registry.engine).rows == before


def test_the_page_is_found_by_its_number_and_after_signing_in(desk: Desk, reader: TestClient) -> None:
    subject = prepared(desk)
    assert reader.get("/find", params={"reference": f" {subject.lower()} "}).headers["location"] == f"/acts/{subject}"
    assert browser_of(desk).get(f"/acts/{subject}").headers["location"] == f"/sign-in?next=/acts/{subject}"
    assert OWN_PAGE.fullmatch(f"/acts/{subject}")
    assert f'href="/acts/{subject}"' in reader.get("/").text


# --- name and NIP


def test_an_administrator_types_name_and_nip_and_the_approver_reads_them(desk: Desk) -> None:
    subject = prepared(desk)
    administrator = signed_in(desk, "PM")
    answer = post(
        administrator, f"/acts/{subject}/identity", name=f"  {NAME} ", employee_number="19900101 201501 1 001"
    )
    assert (answer.status_code, answer.headers["location"]) == (303, f"/acts/{subject}")
    with desk.registry.reading() as reading:
        identity = identity_of(reading, act_of(reading, subject))
    assert identity == Identity(NAME, NUMBER)
    assert told(desk, subject, "office:act:identity") == [("office:act:identity-entered", "PM", {"act": "officer"})]
    answered(desk, subject, "PM", "usulkan · propose")
    assert NUMBER in signed_in(desk, "RK").get(f"/acts/{subject}").text
    other = signed_in(desk, "SH").get(f"/acts/{subject}").text
    assert ("Sudah diisi." in other, NAME in other, 'action="/acts/' in other) == (True, False, False)


def test_nobody_but_an_administrator_types_them(desk: Desk, reader: TestClient) -> None:
    subject = prepared(desk)
    assert 'name="employee_number"' not in reader.get(f"/acts/{subject}").text
    answer = post(reader, f"/acts/{subject}/identity", name=NAME, employee_number=NUMBER)
    assert (answer.status_code, "hanya diisi oleh Tata Usaha" in answer.text) == (403, True)
    assert told(desk, subject, "office:act:identity") == []


@pytest.mark.parametrize(("name", "number"), [("<script>", NUMBER), (NAME, "12"), (NAME, "197911232004121902")])
def test_what_cannot_be_taken_is_answered_by_a_sentence_that_does_not_repeat_it(
    desk: Desk, name: str, number: str
) -> None:
    subject = prepared(desk)
    answer = post(signed_in(desk, "PM"), f"/acts/{subject}/identity", name=name, employee_number=number)
    assert answer.status_code == 409
    assert "Nama Karangan" not in answer.text
    assert number not in answer.text
    assert "script" not in answer.text
    assert f'href="/acts/{subject}"' in answer.text


def test_a_form_without_our_token_or_from_elsewhere_or_without_a_session_changes_nothing(desk: Desk) -> None:
    subject = prepared(desk)
    administrator = signed_in(desk, "PM")
    path, typed = f"/acts/{subject}/identity", {"name": NAME, "employee_number": NUMBER}
    assert post(administrator, path, token="1.abc", **typed).status_code == 403
    assert post(administrator, path, token=token_on(signed_in(desk, "SH").get("/").text), **typed).status_code == 403
    token = token_on(administrator.get("/").text)
    foreign = administrator.post(path, data={"token": token, **typed}, headers={"origin": "http://127.0.0.1:4200"})
    assert foreign.status_code == 403
    stranger = browser_of(desk).post(path, data={"token": token, "back": f"/acts/{subject}", **typed})
    assert (stranger.status_code, stranger.headers["location"]) == (303, f"/sign-in?next=/acts/{subject}")
    assert told(desk, subject, "office:act:identity") == []


def test_no_log_and_no_row_of_the_ledger_holds_what_was_typed(
    desk: Desk, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    caplog.set_level("DEBUG")
    subject = prepared(desk)
    administrator = signed_in(desk, "PM")
    post(administrator, f"/acts/{subject}/identity", name=NAME, employee_number=NUMBER)
    monkeypatch.setattr("homevisit.case_sheet.joint_acts.enter_identity", _break)
    assert post(administrator, f"/acts/{subject}/identity", name=NAME, employee_number=NUMBER).status_code == 500
    assert NUMBER not in caplog.text
    assert "Karangan" not in caplog.text
    with desk.registry.reading() as reading:
        assert not any(b"Karangan" in row.body for row in reading.session.query(LedgerEntry))


def _break(*_: object) -> None:
    raise ValueError(NAME)


def test_once_it_was_approved_the_officer_bears_the_name_and_the_form_is_gone(desk: Desk) -> None:
    subject = taken_in(desk)
    with desk.registry.reading() as reading:
        assert name_of(reading, reading.session.get_one(Officer, "XY")) == NAME
    administrator = signed_in(desk, "PM")
    page = administrator.get(f"/acts/{subject}").text
    assert ('name="employee_number"' in page, "Berlaku" in page, NAME in page) == (False, True, True)
    late = post(administrator, f"/acts/{subject}/identity", name=NAME, employee_number="199101012015011001")
    assert "Usul ini sudah selesai." in late.text


# --- the secret


def test_the_secret_is_shown_once_as_a_picture_and_a_second_look_is_refused(desk: Desk) -> None:
    subject = taken_in(desk)
    administrator = signed_in(desk, "PM")
    page = administrator.get(f"/acts/{subject}").text
    assert "Tampilkan sekarang" in page
    shown = post(administrator, f"/acts/{subject}/code-secret")
    assert shown.status_code == 200
    assert "<svg" in shown.text
    assert shown.headers["cache-control"] == "no-store"
    secret = re.search(r"secret=([A-Z2-7]{32})&amp;", shown.text)
    assert secret
    assert secret[1] not in page
    assert pyotp.TOTP(secret[1]).now() == code_of(desk, "XY")
    assert told(desk, subject, "office:code-secret:shown") == [("office:code-secret:shown", "PM", {"officer": "XY"})]
    again = post(administrator, f"/acts/{subject}/code-secret")
    assert (again.status_code, secret[1] in again.text, "sudah ditampilkan" in again.text) == (409, False, True)
    assert "Tampilkan sekarang" not in administrator.get(f"/acts/{subject}").text


def test_nobody_but_an_administrator_or_whoever_proposed_it_is_shown_the_secret(desk: Desk) -> None:
    subject = taken_in(desk)
    approver = signed_in(desk, "RK")
    assert "Tampilkan sekarang" not in approver.get(f"/acts/{subject}").text
    assert post(approver, f"/acts/{subject}/code-secret").status_code == 409
    assert told(desk, subject, "office:code-secret:shown") == []


def test_the_only_administrators_new_secret_is_shown_to_whoever_proposed_it(desk: Desk) -> None:
    subject = prepared(desk, "new-code-secret", code="PM")
    answered(desk, subject, "BS", "usulkan · propose")
    answered(desk, subject, "RK", "setujui · approve")
    assert post(signed_in(desk, "EL"), f"/acts/{subject}/code-secret").status_code == 409
    assert "otpauth://totp/" in post(signed_in(desk, "BS"), f"/acts/{subject}/code-secret").text


def test_an_act_that_makes_no_secret_shows_none(desk: Desk) -> None:
    subject = prepared(desk, "equipment", code="K7", in_service="ya · yes")
    assert post(signed_in(desk, "PM"), f"/acts/{subject}/code-secret").status_code == 409
