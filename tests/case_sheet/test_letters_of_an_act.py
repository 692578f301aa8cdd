"""Which letters an act has made stand on its page, with what became of each; of a changed template a specimen."""

import re
from datetime import timedelta

import pytest
from acts_at_the_sheet import answered, browser_of, prepared, signed_in
from counting_neighbours import CountingNeighbours
from one_case import the_case, told
from sqlalchemy import select

from casework.desk import Desk
from casework.effects import carry_out, planned_effects
from casework.letters import LetterKind, shipped_templates
from casework.letters.wording import plain_date
from casework.partners.faults import AddressRefused
from casework.registry import Event, Reading
from casework.registry.models import Effect, Letter, LetterTemplate, Question
from casework.stages import by_post
from casework.stages.letter_templates import keep_template
from homevisit.case_sheet.door import OWN_PAGE


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
