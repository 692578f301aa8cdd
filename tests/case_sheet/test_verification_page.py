"""The page behind a letter's QR code: open to anybody, and silent about everybody."""

from one_case import HERE
from sqlalchemy import select
from starlette.testclient import TestClient

from casework.desk import Desk
from casework.registry.models import LedgerEntry, Letter
from homevisit.case_sheet.application import case_sheet


def page_of(desk: Desk, token: str):
    return TestClient(case_sheet(desk), base_url=HERE, follow_redirects=False).get(f"/s/{token}")


def the_letter(desk: Desk) -> Letter:
    with desk.registry.reading() as reading:
        letter = reading.session.scalars(select(Letter)).one()
        reading.session.expunge(letter)
    return letter


def test_a_genuine_letter_is_told_by_number_date_and_kind_without_a_sign_in(desk: Desk) -> None:
    letter = the_letter(desk)
    answer = page_of(desk, letter.verification_token)
    assert answer.status_code == 200
    assert "Kode ini milik surat asli dari kantor." in answer.text
    assert "verdict genuine" in answer.text
    assert letter.number in answer.text
    assert "Tanda Terima Permohonan Kunjungan Rumah" in answer.text


def test_nothing_on_it_says_to_whom_the_letter_went_nor_leads_into_the_office(desk: Desk) -> None:
    letter = the_letter(desk)
    text = page_of(desk, letter.verification_token).text
    assert [told for told in (letter.subject, "Adelaide", "SAHS-", 'href="/"', "sign-in") if told in text] == []


def test_a_token_that_the_office_never_printed_is_unknown(desk: Desk) -> None:
    for token in ("A" * 22, "x", "%2e%2e"):
        answer = page_of(desk, token)
        assert answer.status_code == 404
    told = page_of(desk, "A" * 22).text
    assert "Kantor tidak menerbitkan surat dengan kode ini." in told
    assert "huruf besar dan kecil berbeda" in told


def test_looking_leaves_no_trace_and_changes_nothing(desk: Desk) -> None:
    token = the_letter(desk).verification_token
    with desk.registry.reading() as reading:
        before = len(reading.session.scalars(select(LedgerEntry)).all())
    page_of(desk, token)
    with desk.registry.reading() as reading:
        assert len(reading.session.scalars(select(LedgerEntry)).all()) == before


def test_whoever_doubts_a_letter_finds_the_offices_own_telephone_not_the_one_in_the_letter(desk: Desk) -> None:
    letter = the_letter(desk)
    for token in (letter.verification_token, "A" * 22):
        assert "0812-3190-4277" in page_of(desk, token).text


def test_a_code_that_was_copied_says_nothing_of_the_paper_that_bears_it(desk: Desk) -> None:
    letter = the_letter(desk)
    assert "Surat ini asli." not in page_of(desk, letter.verification_token).text
