"""The case sheet: who may read it, what it shows, and that every look is on the ledger."""

import hashlib
import logging
import re
import shutil
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from starlette.testclient import TestClient

from casework.demo_office.applications import sample_applications, with_another_street
from casework.desk import Desk, desk_of
from casework.inbox import submit
from casework.partners.protocols import PermitReceipt
from casework.registry import Event, ledger
from casework.registry.models import (
    ApplicationCycle,
    ApprovalLevel,
    Case,
    CaseDocument,
    DataKey,
    Decision,
    Decree,
    IssuedPermit,
    Letter,
    Mandate,
    Officer,
    Payment,
    Submission,
    TeamDay,
    Visit,
)
from casework.registry.officers import current_code
from casework.registry.schema import migrate
from casework.registry.vault import create_office_key
from casework.settings import Settings
from casework.stages.case_file import ask, plan_effect
from casework.stages.deciding import seal_answer
from casework.stages.dispatch.planning import propose
from casework.stages.intake import receive
from homevisit.case_sheet.application import case_sheet
from homevisit.case_sheet.door import KNOWN_COOKIE, SESSION_COOKIE
from homevisit.case_sheet.session import Sessions
from homevisit.case_sheet.timeline import happenings_of
from homevisit.demo import load_demo_office

HERE = "http://127.0.0.1:4280"
PDF = b"%PDF-1.7\nCONTOH\n"


@pytest.fixture(scope="session")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A demo office with one application, whose applicant is called <b>Adelaide</b>, and its issued receipt."""
    folder = tmp_path_factory.mktemp("office")
    settings = Settings(state_folder=folder)
    create_office_key(settings.key_file)
    migrate(settings.register_url)
    desk = desk_of(settings)
    load_demo_office(desk)
    sample = sample_applications(desk.office.now().office_date)[0]
    applicant = sample.application.applicant.model_copy(update={"full_name": "<b>Adelaide</b> & Söhne"})
    sample = replace(sample, application=sample.application.model_copy(update={"applicant": applicant}))
    beside = folder / "beside"
    beside.mkdir()
    for name, content in sample.files.items():
        (beside / name).write_bytes(content)
    submit(desk.registry, desk.office, sample.as_json(), beside, desk.office.now())
    _issue_the_receipt(desk)
    desk.registry.close()
    return folder


def _issue_the_receipt(desk: Desk) -> None:
    with desk.registry.change(desk.office.now()) as change:
        letter = change.session.scalars(select(Letter)).one()
        letter.state, letter.pdf_sha256 = "issued", hashlib.sha256(PDF).hexdigest()
        letter.stored_as = desk.office.files.store(change.key_of(letter.subject), PDF)
        change.write(Event("letters:letter:issued", letter.subject, facts={"number": letter.number}))


@pytest.fixture
def desk(furnished: Path, tmp_path: Path) -> Any:
    shutil.copytree(furnished, tmp_path / "office")
    desk = desk_of(Settings(state_folder=tmp_path / "office"))
    yield desk
    desk.registry.close()


@pytest.fixture
def browser(desk: Desk) -> TestClient:
    return TestClient(case_sheet(desk), base_url=HERE, follow_redirects=False)


@pytest.fixture
def reader(desk: Desk, browser: TestClient) -> TestClient:
    assert sign_in(browser, "BS", code_of(desk, "BS")).status_code == 303
    return browser


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


# --- signing in -----------------------------------------------------------------------------------------------------


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
        change.session.get_one(Officer, "BS").active = False
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


# --- sessions -------------------------------------------------------------------------------------------------------


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
        "/cases/SAHS-7K4M\r\nX: y",
        "/cases/SAHS-7K4M?x=1",
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


# --- the sheet ------------------------------------------------------------------------------------------------------


def test_the_sheet_shows_the_persons_and_the_reading_is_on_the_ledger(desk: Desk, reader: TestClient) -> None:
    reference = the_case(desk)
    page = reader.get(f"/cases/{reference}")
    assert page.status_code == 200
    for words in (
        "Penerimaan",
        "Amerika Serikat",
        "A10070001",
        "70",
        "Timuran",
        "Kota Surakarta",
        "Permohonan diterima",
        "Siapa yang membaca",
    ):
        assert words in page.text
    assert told(desk, reference) == [("sheet:case:read", "BS", {})]
    assert ledger.verify(desk.registry.engine).holds


def test_html_in_a_name_is_shown_as_text(desk: Desk, reader: TestClient) -> None:
    page = reader.get(f"/cases/{the_case(desk)}").text
    assert "&lt;b&gt;Adelaide&lt;/b&gt; &amp; Söhne" in page
    assert "<b>Adelaide" not in page


@pytest.mark.parametrize(
    "path",
    [
        "/cases/SAHS-2222",
        "/cases/x",
        "/cases/{case}/cycles/2",
        "/cases/{case}/letters/999",
        "/cases/{case}/documents/999",
        "/rounds/ROUNDS-2026-02-31",
        "/rounds/TEAM-T1-2031-01-01",
        "/nothing",
    ],
)
def test_what_is_not_there_is_a_plain_404_that_reveals_nothing(desk: Desk, reader: TestClient, path: str) -> None:
    reference = the_case(desk)
    answer = reader.get(path.format(case=reference))
    assert answer.status_code == 404
    assert "Halaman ini tidak ada." in answer.text
    assert "SAHS" not in answer.text
    assert told(desk, reference) == []


def test_an_issued_letter_is_served_as_a_pdf_and_the_reading_is_on_the_ledger(desk: Desk, reader: TestClient) -> None:
    reference, letter = the_case(desk), the_letter(desk)
    answer = reader.get(f"/cases/{reference}/letters/{letter}")
    assert (answer.content, answer.headers["content-type"]) == (PDF, "application/pdf")
    assert answer.headers["content-disposition"] == f'inline; filename="L01-{reference}-1.pdf"'
    assert told(desk, reference) == [("sheet:letter:read", "BS", {"letter_id": letter})]


def test_what_came_again_with_other_content_stands_beside_the_first_while_a_person_is_asked(
    desk: Desk, reader: TestClient
) -> None:
    other = with_another_street(sample_applications(desk.office.now().office_date)[0])
    with desk.registry.change(desk.office.now()) as change:
        assert receive(change, desk.office, other.application, other.files_by_code()).arrival == "conflict"
    page = reader.get(f"/cases/{the_case(desk)}").text
    assert "<td><code>residence.street</code></td>" in page
    assert f"<td>{other.application.residence.street}</td>" in page
    assert "<td>&lt;b&gt;Adelaide&lt;/b&gt; &amp; Söhne</td>" in page


def test_a_letter_opens_only_under_its_own_case(desk: Desk, reader: TestClient) -> None:
    assert reader.get(f"/cases/SAHS-2222/letters/{the_letter(desk)}").status_code == 404
    assert reader.get(f"/rounds/ROUNDS-2026-11-26/letters/{the_letter(desk)}").status_code == 404


def test_a_document_is_served_as_it_was_sent_and_the_reading_is_on_the_ledger(desk: Desk, reader: TestClient) -> None:
    reference = the_case(desk)
    with desk.registry.reading() as reading:
        row = reading.session.scalars(select(CaseDocument).order_by(CaseDocument.id).limit(1)).one()
        document, media_type = row.id, row.media_type
        sent = desk.office.files.read(reading.key_of(reference), row.stored_as, sha256=row.sha256)
    answer = reader.get(f"/cases/{reference}/documents/{document}")
    assert (answer.content, answer.headers["content-type"]) == (sent, media_type)
    assert told(desk, reference) == [("sheet:document:read", "BS", {"document": document})]


def test_a_case_whose_data_was_erased_still_shows_its_timeline(desk: Desk, reader: TestClient) -> None:
    reference = the_case(desk)
    with desk.registry.change(desk.office.now()) as change:
        key = change.session.get_one(DataKey, reference)
        key.wrapped, key.destroyed_at = None, change.moment.recorded_at
        change.write(Event("closed:case:erased", reference))
    page = reader.get(f"/cases/{reference}")
    assert page.status_code == 200
    assert "sudah dihapus" in page.text
    assert "Permohonan diterima" in page.text
    assert reader.get(f"/cases/{reference}/letters/{the_letter(desk)}").status_code == 410
    assert "closed:case:erased" in page.text  # an event without words is shown by its code


def test_the_first_page_knows_references_and_no_persons(desk: Desk, reader: TestClient) -> None:
    page = reader.get("/").text
    assert the_case(desk) in page
    assert "Adelaide" not in page
    assert "A10070001" not in page


def test_a_spoken_reference_leads_to_its_sheet(desk: Desk, reader: TestClient) -> None:
    reference = the_case(desk)
    spoken = reference.removeprefix("SAHS-").lower()
    assert reader.get("/find", params={"reference": f" {spoken} "}).headers["location"] == f"/cases/{reference}"
    assert reader.get("/find", params={"reference": "evil/../x"}).status_code == 404


# --- a case that went on --------------------------------------------------------------------------------------------


def test_the_sheet_says_who_decided_within_which_mandate_on_what_ground(desk: Desk, reader: TestClient) -> None:
    reference = the_case(desk)
    decide_eligible(desk, reference)
    page = reader.get(f"/cases/{reference}").text
    for words in (
        "Bagus Setiadi",
        "WIM.13.IMI.1-CONTOH",
        "bukti lain diterima",
        "Diperiksa &lt;dua kali&gt;",
        "Kepala Seksi",
    ):
        assert words in page
    assert "197911232004121902" not in page  # the employee number carries a date of birth


def test_the_sheet_shows_visit_fee_chain_and_permit(desk: Desk, reader: TestClient) -> None:
    reference = the_case(desk)
    let_it_go_on(desk, reference)
    page = reader.get(f"/cases/{reference}").text
    for words in (
        "09:00–09:30 WIB",
        "Agus Prasetyadi",
        "ketua tim",
        "Rp4.500.000",
        "NTPN-1",
        "Menunggu keputusan",
        "2C21JE0042",
        "SIMKIM-7",
        "Belum diserahkan ke SIMKIM",
    ):
        assert words in page


def test_an_earlier_cycle_stays_reachable(desk: Desk, reader: TestClient) -> None:
    reference = the_case(desk)
    with desk.registry.change(desk.office.now()) as change:
        case = change.session.get_one(Case, reference)
        first = change.session.get_one(ApplicationCycle, (reference, 1))
        case.cycle = 2
        second = ApplicationCycle(
            case_reference=reference,
            cycle=2,
            content_digest="2",
            sealed_content=first.sealed_content,
            received_at=first.received_at,
        )
        change.write(Event("incomplete:case:completion-received", reference), second)
    assert f"/cases/{reference}/cycles/1" in reader.get(f"/cases/{reference}").text
    earlier = reader.get(f"/cases/{reference}/cycles/1")
    assert "siklus lama" in earlier.text
    assert told(desk, reference)[-1] == ("sheet:case:read", "BS", {"cycle": 1})


def test_the_rounds_of_a_day_show_teams_and_references_and_are_read_on_the_ledger(
    desk: Desk, reader: TestClient
) -> None:
    reference, office = the_case(desk), desk.office
    day = office.calendar.next_working_day(office.now().office_date)
    with desk.registry.change(office.now()) as change:
        change.session.get_one(Case, reference).stage = "waiting-for-visit"
        change.write(Event("test:case:waits", reference))
        propose(change, office, day)
    subject = f"ROUNDS-{day.isoformat()}"
    page = reader.get(f"/rounds/{subject}")
    assert page.status_code == 200
    for words in (reference, "Tim T1", "Koordinator Kunjungan", "Diusulkan"):
        assert words in page.text
    assert "Adelaide" not in page.text
    assert told(desk, subject) == [("sheet:rounds:read", "BS", {})]
    assert subject in reader.get("/").text


def decide_eligible(desk: Desk, reference: str) -> None:
    now = datetime.now(UTC)
    answer = {"who": "BS · Kasi", "decision": "layak · eligible", "remark": "Diperiksa <dua kali>"}
    with desk.registry.change(desk.office.now()) as change:
        question = ask(change, desk.office, "eligibility-verdict", reference, 1)
        question.state = "decided"
        mandate = change.session.scalars(select(Mandate).where(Mandate.officer_code == "BS")).first()
        assert mandate is not None
        submission = Submission(
            question_id=question.id,
            key="k",
            door="ui",
            officer_code="BS",
            submitted_at=now,
            recorded_at=now,
            outcome="granted",
        )
        decision = Decision(
            question_id=question.id,
            submission_key="k",
            subject=reference,
            kind=question.kind,
            officer_code="BS",
            mandate_id=mandate.id,
            choice="eligible",
            ground="other-evidence",
            sealed_answer=seal_answer(change, question, answer),
            submitted_at=now,
            recorded_at=now,
            office_date=desk.office.now().office_date,
        )
        change.write(Event("assessment:question:decided", reference, "BS"), submission, decision)


def let_it_go_on(desk: Desk, reference: str) -> None:
    now, day = datetime.now(UTC), date(2026, 11, 26)
    starts = datetime(2026, 11, 26, 2, 0, tzinfo=UTC)
    receipt = PermitReceipt(
        key=f"{reference}:simkim-handover:1",
        register_number="SIMKIM-7",
        permit_number="2C21JE0042",
        valid_from=day,
        valid_to=None,
        accepted_at=now,
    )
    with desk.registry.change(desk.office.now()) as change:
        decree = change.session.scalars(select(Decree.number)).one()
        rows = (
            TeamDay(
                day=day, team_code="T1", lead_code="AP", members=["AP", "NR", "JP"], kit_code="K1", vehicle_code="V1",
                decree_number=decree, state="released",
            ),
            Visit(
                case_reference=reference, occurrence=1, day=day, team_code="T1", starts_at=starts,
                ends_at=starts + timedelta(minutes=30), state="held",
            ),
            Payment(
                case_reference=reference, occurrence=1, amount=4_500_000, due_on=day, tariff_basis="PP 45/2024",
                billing_code="8", billing_expires_at=now, paid_at=now, receipt_number="NTPN-1",
            ),
            ApprovalLevel(case_reference=reference, cycle=1, level=1, role="section-head"),
            ApprovalLevel(case_reference=reference, cycle=1, level=2, role="head-of-office"),
            IssuedPermit(
                case_reference=reference,
                sealed_permit=change.seal(receipt.model_dump_json().encode(), "issued_permit.sealed_permit", reference),
                registered_at=now,
            ),
            plan_effect(change, reference, "simkim-handover", {}),
        )  # fmt: skip
        change.write(Event("test:case:went-on", reference), *rows)
        ask(change, desk.office, "permit-proposal", reference, 1)


# --- the border -----------------------------------------------------------------------------------------------------


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
