"""An act of two on the case sheet: what it says, where name and NIP are typed, and a secret that is shown once."""

import re
from datetime import timedelta
from typing import Any

import pyotp
import pytest
from counting_neighbours import CountingNeighbours
from one_case import HERE, code_of, sign_in, the_case, told
from sqlalchemy import select
from starlette.testclient import TestClient

from casework.acts import ACT_KINDS
from casework.acts.identity import Identity, enter_identity, identity_of
from casework.acts.settling import prepare_act
from casework.acts.subjects import act_of
from casework.decisions import Submitted, decide
from casework.desk import Desk
from casework.effects import carry_out, planned_effects
from casework.letters import LetterKind, shipped_templates
from casework.letters.wording import plain_date
from casework.partners.faults import AddressRefused
from casework.registry import Event, Reading, ledger
from casework.registry.models import Effect, LedgerEntry, Letter, LetterTemplate, Officer, Question
from casework.registry.officers import current_code, name_of
from casework.stages import by_post
from casework.stages.letter_templates import keep_template
from casework.standing_questions import open_questions
from homevisit.case_sheet.application import case_sheet
from homevisit.case_sheet.door import OWN_PAGE

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


# --- the letter that an act makes


def test_a_decree_that_was_approved_is_opened_from_the_acts_page_and_that_is_on_record(desk: Desk) -> None:
    today = desk.office.now().office_date
    said = {"team_leads": ["SH"], "valid_from": today.isoformat(), "valid_to": today.isoformat()}
    subject = prepared(desk, "team-decree", **said)
    answered(desk, subject, "PM", "usulkan · propose")
    answered(desk, subject, "RK", "setujui · approve")
    reader = signed_in(desk, "PM")
    waiting = reader.get(f"/acts/{subject}").text
    assert ("Nomor dipesan" in waiting, "/letters/" in waiting) == (True, False)
    with desk.registry.reading() as reading:
        [written, *_] = planned_effects(reading, subject)
    carry_out(desk.registry, desk.office, CountingNeighbours().connected(), written.id)
    [path] = re.findall(rf'href="(/acts/{subject}/letters/\d+)"', reader.get(f"/acts/{subject}").text)
    assert OWN_PAGE.fullmatch(path)
    opened = reader.get(path)
    assert (opened.headers["content-type"], opened.content[:5]) == ("application/pdf", b"%PDF-")
    [(event, actor, _)] = told(desk, subject, "sheet:letter")
    assert (event, actor) == ("sheet:letter:read", "PM")


@pytest.fixture
def breach(desk: Desk, quick_printing: None) -> str:
    """A breach of personal data that two put on record: a notice about the one case, and a report about the act."""
    found = desk.office.now().office - timedelta(minutes=5)
    said = {
        "discovered_on": found.date(),
        "discovered_at": f"{found:%H:%M}",
        "happened_on": found.date(),
        "data": ["alamat, telepon, pos-el · contact"],
        "cause": "perangkat hilang atau dicuri · device-lost",
        "measures": ["akses ditutup · access-closed"],
        "references": [the_case(desk)],
    }
    subject = prepared(desk, "data-breach", **said)
    answered(desk, subject, "PM", "usulkan · propose")
    answered(desk, subject, "RK", "setujui · approve")
    return subject


def letters_on(page: str) -> list[list[str]]:
    """The rows of the table of letters: title, about whom, number, date, state, in words without the English ones."""
    [table] = re.findall(r"<h2>Surat .*?</section>", page, re.DOTALL)
    rows = re.findall(r"<tr>(.*?)</tr>", re.sub(r'<i lang="en">.*?</i>', "", table), re.DOTALL)[1:]
    cells = [re.findall(r"<td.*?>(.*?)</td>", row, re.DOTALL) for row in rows]
    return [[" ".join(re.sub(r"<[^>]+>", " ", cell).split()) for cell in row] for row in cells]


def send_what_is_planned(desk: Desk, subject: str, neighbours: CountingNeighbours) -> None:
    with desk.registry.reading() as reading:
        planned = [effect.id for effect in planned_effects(reading, subject)]
    for effect_id in planned:
        carry_out(desk.registry, desk.office, neighbours.connected(), effect_id)


def number_of(desk: Desk, kind: LetterKind) -> tuple[int, str, str]:
    with desk.registry.reading() as reading:
        letter = reading.session.scalars(select(Letter).where(Letter.kind == kind.value)).one()
        return letter.id, letter.number, plain_date(letter.dated, "id")


def test_every_letter_of_an_act_is_listed_those_about_cases_too_with_what_became_of_each(
    desk: Desk, breach: str
) -> None:
    case, reader = the_case(desk), signed_in(desk, "PM")
    report_id, report, dated = number_of(desk, LetterKind.BREACH_REPORT)
    notice_id, notice, _ = number_of(desk, LetterKind.BREACH_NOTICE)
    page = reader.get(f"/acts/{breach}").text
    assert letters_on(page) == [
        ["Laporan Kegagalan Pelindungan Data Pribadi", breach, report, dated, "Nomor dipesan ttd. RK belum dikirim"],
        [
            "Pemberitahuan Kegagalan Pelindungan Data Pribadi",
            case,
            notice,
            dated,
            "Nomor dipesan ttd. RK belum dikirim",
        ],
    ]
    assert "/letters/" not in page
    neighbours = CountingNeighbours()
    send_what_is_planned(desk, breach, neighbours)
    send_what_is_planned(desk, case, neighbours)
    page = reader.get(f"/acts/{breach}").text
    assert [row[-1] for row in letters_on(page)] == [f"Terbit ttd. RK terkirim {dated}"] * 2
    assert f'href="/acts/{breach}/letters/{report_id}"' in page
    assert f'href="/cases/{case}/letters/{notice_id}"' in page
    assert f'<a href="/cases/{case}">{case}</a>' in page


def test_whoever_is_not_signed_in_sees_none_of_them_and_a_case_s_letter_is_not_opened_as_the_act_s(
    desk: Desk, breach: str
) -> None:
    neighbours = CountingNeighbours()
    send_what_is_planned(desk, breach, neighbours)
    send_what_is_planned(desk, the_case(desk), neighbours)
    report_id, *_ = number_of(desk, LetterKind.BREACH_REPORT)
    notice_id, *_ = number_of(desk, LetterKind.BREACH_NOTICE)
    path = f"/acts/{breach}/letters/{report_id}"
    assert browser_of(desk).get(path).headers["location"] == f"/sign-in?next={path}"
    reader = signed_in(desk, "SH")
    assert reader.get(f"/acts/{breach}/letters/{notice_id}").status_code == 404
    assert reader.get(path).headers["content-type"] == "application/pdf"
    assert [(event, actor) for event, actor, _ in told(desk, breach, "sheet:letter")] == [("sheet:letter:read", "SH")]


def test_a_letter_that_was_signed_posted_or_voided_is_told_as_such(desk: Desk, breach: str) -> None:
    case, reader, neighbours = the_case(desk), signed_in(desk, "PM"), CountingNeighbours()
    send_what_is_planned(desk, breach, neighbours)
    nobody = AddressRefused("mail", "smtp-550")
    neighbours.faults.extend([("mail", "before", nobody)] * 3)  # the receipt's mail, the notice's two
    send_what_is_planned(desk, case, neighbours)
    with desk.registry.change(desk.office.now()) as change:
        for letter in change.session.scalars(select(Letter).where(Letter.kind.startswith("breach"))):
            letter.signed_with = "bsre:1F"
        change.write(Event("letters:letter:altered-by-a-test", case))
    _, _, dated = number_of(desk, LetterKind.BREACH_REPORT)
    signed, to_post = (row[-1] for row in letters_on(reader.get(f"/acts/{breach}").text))
    assert signed == f"Terbit ttd. elektronik RK terkirim {dated}"
    assert to_post == "Terbit ttd. elektronik RK menunggu diposkan"
    with desk.registry.reading() as reading:
        asked = {one.prepared["letter"]: one for one in waiting_letters(reading)}
    with desk.registry.change(desk.office.now()) as change:
        effect = change.session.get_one(Effect, asked["breach-notice"].prepared["effect_id"])
        effect.state, effect.settled_at = "done", change.moment.recorded_at
        question = change.session.get_one(Question, asked["breach-notice"].id)
        question.state, question.void_reason = "void", "test"
        facts = {"effect": effect.key, "letter": "breach-notice", "to": ["guarantor"], "day": "2026-11-20"}
        change.write(Event(by_post.POSTED, case, "SH", facts))
        report = change.session.scalars(select(Letter).where(Letter.kind == "breach-report")).one()
        report.state, report.void_reason, report.pdf_sha256 = "void", "withdrawn", None
        change.write(Event("letters:letter:altered-by-a-test", breach))
    voided, posted = (row[-1] for row in letters_on(reader.get(f"/acts/{breach}").text))
    assert posted == "Terbit ttd. elektronik RK diposkan 20 November 2026"
    assert voided.startswith("Batal")
    assert "withdrawn" in voided
    assert f"/acts/{breach}/letters/" not in reader.get(f"/acts/{breach}").text


def waiting_letters(reading: Reading) -> list[Question]:
    found = list(reading.session.scalars(select(Question).where(Question.kind == by_post.LETTER_BY_POST)))
    for one in found:
        reading.session.expunge(one)
    return found


def test_of_a_changed_template_the_page_shows_a_specimen(desk: Desk) -> None:
    with desk.registry.reading() as reading:
        version = reading.session.scalars(select(LetterTemplate.version)).one()
    day = desk.office.now().office_date + timedelta(days=1)
    templates = shipped_templates(LetterKind.RECEIPT).with_template(
        shipped_templates(LetterKind.RECEIPT).files["letter.html"].replace("{{ m.free_id() }}", "{{ m.free_id() }} ")
    )
    with desk.registry.change(desk.office.now()) as change:
        keep_template(change, templates, "office")
        change.write(Event("letters:template:proposed", "office"))
    assert templates.version != version
    letter = "Tanda Terima Permohonan Kunjungan Rumah · receipt"
    subject = prepared(desk, "letter-template", letter=letter, version=templates.version, valid_from=day)
    reader = signed_in(desk, "PM")
    assert f'href="/acts/{subject}/sample.pdf"' in reader.get(f"/acts/{subject}").text
    assert "<ins>{{ m.free_id() }} </ins>" in reader.get(f"/acts/{subject}").text
    answer = reader.get(f"/acts/{subject}/sample.pdf")
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-")


def test_of_another_act_there_is_no_specimen(desk: Desk) -> None:
    subject = prepared(desk, "equipment", code="K7", in_service="ya · yes")
    assert signed_in(desk, "PM").get(f"/acts/{subject}/sample.pdf").status_code == 404
