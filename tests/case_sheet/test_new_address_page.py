"""The page on which a counter officer types the new address: for them alone, from our own form, sealed, never in the log."""

import logging
import re
from typing import Any

import pytest
from one_case import HERE, code_of, sign_in, the_case, told
from starlette.testclient import TestClient

from casework.acts.new_address import NewAddressContent, kept_address, waiting_act
from casework.acts.settling import prepare_act
from casework.desk import Desk
from casework.registry import Event
from casework.registry.models import Case, JointAct, ReportedAddress
from casework.stages.barring import bar
from casework.stages.case_file import begin_cycle, open_question_of, read_application
from casework.stages.complaint import open_complaint
from homevisit.case_sheet.application import case_sheet

TYPED = {
    "street": "Jalan Contoh Pindahan No. 41",
    "neighbourhood": "003/004",
    "contact_name": "Contoh Penerima Tamu",
    "contact_telephone": "0812-3190-4277",
    "access_notes": "",
}


@pytest.fixture
def counter(desk: Desk, browser: TestClient) -> TestClient:
    assert sign_in(browser, "SH", code_of(desk, "SH")).status_code == 303
    return browser


@pytest.fixture
def reported(desk: Desk) -> str:
    """A report of a new address in Sragen waits; its case."""
    reference = the_case(desk)
    with desk.registry.change(desk.office.now()) as change:
        content = NewAddressContent(reference=reference, village_code="33.14.10.1001")
        assert prepare_act(change, desk.office, "new-address", content, "a-form") == "ACT-1"
    return reference


def path_of(reference: str) -> str:
    return f"/cases/{reference}/new-address"


def type_it(browser: TestClient, reference: str, **other: Any) -> Any:
    page = browser.get(path_of(reference)).text
    token = re.findall(r'name="token" value="([^"]+)"', page)
    posted = {**TYPED, "token": token[-1] if token else "", **other}
    return browser.post(path_of(reference), data=posted)


def kept(desk: Desk, reference: str) -> Any:
    with desk.registry.reading() as reading:
        act = waiting_act(reading, reference)
        return act and kept_address(reading, act)


def test_a_counter_officer_types_the_address_which_is_kept_sealed_with_the_villages_postal_code(
    desk: Desk, counter: TestClient, reported: str
) -> None:
    answer = type_it(counter, reported)
    assert (answer.status_code, answer.headers["location"]) == (303, path_of(reported))
    residence = kept(desk, reported)
    assert (residence.street, residence.village_code, residence.postal_code) == (
        "Jalan Contoh Pindahan No. 41", "33.14.10.1001", "57213",
    )  # fmt: skip
    assert ("received:address:typed", "SH", {"act": "ACT-1"}) in told(desk, reported, "received:address")
    assert "Alamat tersimpan" in counter.get(path_of(reported)).text


def test_every_look_at_the_page_is_on_the_ledger(desk: Desk, counter: TestClient, reported: str) -> None:
    page = counter.get(path_of(reported))
    assert "Sine, Sragen, Kabupaten Sragen 57213" in page.text
    assert "Jalan Contoh Timuran No. 7" in page.text
    assert told(desk, reported) == [("sheet:address:read", "SH", {})]


def test_whoever_is_no_counter_officer_reads_the_address_and_cannot_type_it(
    desk: Desk, counter: TestClient, reported: str
) -> None:
    type_it(counter, reported)
    section_head = TestClient(case_sheet(desk), base_url=HERE, follow_redirects=False)
    sign_in(section_head, "BS", code_of(desk, "BS"))
    page = section_head.get(path_of(reported)).text
    assert "Jalan Contoh Pindahan No. 41, 003/004" in page
    assert 'name="street"' not in page
    answer = type_it(section_head, reported, street="Jalan Contoh Lain No. 1")
    assert (answer.status_code, kept(desk, reported).street) == (403, "Jalan Contoh Pindahan No. 41")


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("street", ""),
        ("street", "x" * 96),
        ("street", "Jalan \u0b95\u0bbe 5"),
        ("neighbourhood", "RT 3"),
        ("contact_name", " "),
        ("contact_telephone", "0000"),
        ("contact_telephone", "call me"),
        ("access_notes", "x" * 301),
    ],
)
def test_what_is_not_right_is_said_beside_its_field_and_nothing_is_kept(
    desk: Desk, counter: TestClient, reported: str, field: str, wrong: str
) -> None:
    answer = type_it(counter, reported, **{field: wrong})
    assert answer.status_code == 422
    assert f'id="{field}-fault"' in answer.text
    assert answer.text.count("-fault") == 2, "one field, named by its input and said below it"
    assert kept(desk, reported) is None


def test_a_form_from_elsewhere_or_without_a_session_is_not_taken(
    desk: Desk, counter: TestClient, reported: str
) -> None:
    assert type_it(counter, reported, token="forged").status_code == 403
    answer = counter.post(path_of(reported), data=TYPED, headers={"sec-fetch-site": "cross-site"})
    assert answer.status_code == 403
    stranger = TestClient(case_sheet(desk), base_url=HERE, follow_redirects=False)
    answer = stranger.post(path_of(reported), data=TYPED)
    assert (answer.status_code, answer.headers["location"]) == (303, f"/sign-in?next={path_of(reported)}")
    assert kept(desk, reported) is None


def test_whoever_signs_in_for_this_page_lands_on_it(desk: Desk, browser: TestClient, reported: str) -> None:
    answer = sign_in(browser, "SH", code_of(desk, "SH"), after=path_of(reported))
    assert answer.headers["location"] == path_of(reported)


def test_where_nothing_was_reported_there_is_nothing_to_type(desk: Desk, counter: TestClient) -> None:
    answer = counter.get(path_of(the_case(desk)))
    assert answer.status_code == 404
    assert "fill the form" in answer.text
    assert counter.get(path_of("SAHS-2222")).status_code == 404
    assert type_it(counter, the_case(desk)).status_code in (403, 404)


def test_what_was_proposed_is_not_changed_behind_its_approvers_back(
    desk: Desk, counter: TestClient, reported: str
) -> None:
    type_it(counter, reported)
    token = re.findall(r'name="token" value="([^"]+)"', counter.get(path_of(reported)).text)[-1]
    with desk.registry.change(desk.office.now()) as change:
        change.session.get_one(JointAct, 1).state = "proposed"
        change.write(Event("office:act:proposed", "ACT-1"))
    assert "menunggu persetujuan Kepala Seksi" in counter.get(path_of(reported)).text
    answer = counter.post(path_of(reported), data={**TYPED, "street": "Jalan Contoh Lain No. 1", "token": token})
    assert (answer.status_code, kept(desk, reported).street) == (409, "Jalan Contoh Pindahan No. 41")


def test_a_counter_officer_who_is_complained_about_reads_the_page_and_cannot_type(
    desk: Desk, counter: TestClient, reported: str
) -> None:
    token = re.findall(r'name="token" value="([^"]+)"', counter.get(path_of(reported)).text)[-1]
    with desk.registry.change(desk.office.now()) as change:
        assert open_complaint(change, desk.office, reported, "a-form") is None
        asked = open_question_of(change, reported, "complaint-receipt")
        assert asked is not None
        bar(change, change.session.get_one(Case, reported), asked.id, ["SH"], "SH")
    assert 'name="street"' not in counter.get(path_of(reported)).text
    answer = counter.post(path_of(reported), data={**TYPED, "token": token})
    assert (answer.status_code, kept(desk, reported)) == (403, None)
    assert "not one whom a complaint keeps from this case" in answer.text


def test_neither_the_log_nor_a_faults_page_says_what_was_typed(
    desk: Desk,
    counter: TestClient,
    reported: str,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    caplog.set_level(logging.INFO)
    type_it(counter, reported)
    monkeypatch.setattr("homevisit.case_sheet.new_address.keep_address", _break)
    answer = type_it(counter, reported)
    assert answer.status_code == 500
    assert "Pindahan" not in answer.text + caplog.text
    assert reported not in "".join(one.getMessage() for one in caplog.records if one.name == "homevisit.case_sheet")


def _break(*given: object) -> None:
    raise ValueError(str(given))


def test_a_cycle_that_the_office_began_shows_the_documents_that_were_sent_before_it(
    desk: Desk, counter: TestClient
) -> None:
    reference = the_case(desk)
    before = re.findall(r"/documents/\d+", counter.get(f"/cases/{reference}").text)
    with desk.registry.change(desk.office.now()) as change:
        case = change.session.get_one(Case, reference)
        begin_cycle(change, case, read_application(change, case), "address-changed", "SH", {"act": "ACT-1"})
    page = counter.get(f"/cases/{reference}").text
    assert "siklus 2 dari 2" in page
    assert before
    assert re.findall(r"/documents/\d+", page) == before


def test_the_address_lies_sealed_in_the_register(desk: Desk, counter: TestClient, reported: str) -> None:
    type_it(counter, reported)
    with desk.registry.reading() as reading:
        row = reading.session.get_one(ReportedAddress, 1)
        assert b"Pindahan" not in row.sealed_residence
        assert row.typed_by == "SH"
