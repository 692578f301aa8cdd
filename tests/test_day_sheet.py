"""A team's day on paper: what it must know before it rings the bell, on one page, as the register stands now."""

from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from demo_life import queue
from lives_by_stage import first_sample, good_samples
from pypdf import PdfReader

from casework.case import VisitNeed
from casework.lifecycle import Stage
from casework.rounds_on_paper.day_sheet import print_day_sheet
from casework.rounds_on_paper.gathering import appointments_of, day_sheet_of, districts_of, signed_plan
from casework.stages.calling_off import call_off_visit
from casework.stages.case_file import find_case

WEDNESDAY = date(2026, 11, 25)


@pytest.fixture
def announced(at_stage):
    """A case whose visit is announced for Wednesday."""
    return at_stage(Stage.VISIT)


def sheet_of(life, team="T1"):
    with life.registry.reading() as reading:
        return day_sheet_of(reading, WEDNESDAY, team)


def printed(life, sheet=None):
    return print_day_sheet(sheet or sheet_of(life), printed_at=life.office.now().office, specimen=True)


def words_of(pdf):
    reader = PdfReader(BytesIO(pdf))
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split()), len(reader.pages)


def with_facts(sample, *, needs=(), languages=("en",), **residence):
    application = sample.application
    applicant = application.applicant.model_copy(update={"needs": needs, "languages": languages})
    home = application.residence.model_copy(update=residence)
    return replace(sample, application=application.model_copy(update={"applicant": applicant, "residence": home}))


def test_the_sheet_says_who_is_where_at_what_time_and_how_to_reach_them(announced):
    sample, team = first_sample().application, announced.team()
    text, pages = words_of(printed(announced))
    assert pages == 1
    for words in (
        "Tim T1 Rabu, 25 November 2026",
        "Berangkat dari kantor",
        f"{team.kit_code}",
        "Ketua tim dan pewawancara",
        "09.00–09.30",
        announced.reference,
        f"Bapak/Ibu {sample.applicant.full_name}",
        "Jalan Contoh Timuran No. 7, RT/RW",
        "Kelurahan Timuran",
        "Kec. Banjarsari",
        f"penjamin Bapak/Ibu {sample.guarantor.name}",
        sample.guarantor.telephone,
        sample.residence.contact_telephone,
        "pengguna kursi roda",
        "17 menit perjalanan",
        "APD dibagikan",
        "uji perangkat lulus",
        "jalur aman tersambung",
        "tidak dipungut biaya (Rp0)",
        "kantor 0812-3190-4277 · darurat 112 · ambulans 119 · polisi 110",
        "Memuat data pribadi.",
    ):
        assert words in text
    assert "surat tugas" in text


def test_the_team_stands_there_by_name_its_lead_first(announced):
    members = sheet_of(announced).members
    assert [member.part for member in members] == ["lead", "biometrics", "safety"]
    assert members[0].code == announced.team().lead_code
    assert all(member.name for member in members)


def test_a_place_kept_free_stands_on_the_sheet_of_the_team_that_keeps_it(announced):
    (kept,) = sheet_of(announced).kept_free
    text, _ = words_of(printed(announced))
    assert f"{kept[0]:%H.%M}–{kept[1]:%H.%M} disediakan untuk keadaan darurat" in text


def test_the_same_facts_are_the_same_bytes(announced):
    assert printed(announced) == printed(announced)


def test_there_is_no_sheet_of_a_team_that_nobody_assigned_nor_of_a_day_that_nobody_signed(announced, life):
    assert sheet_of(announced, "T9") is None
    life.propose()
    assert sheet_of(life) is None
    with life.registry.reading() as reading:
        assert appointments_of(reading, WEDNESDAY, "T1") is None


def test_a_visit_that_was_called_off_is_not_driven_to_and_stands_apart(announced):
    with announced.change() as change:
        call_off_visit(change, announced.office, find_case(change, announced.reference), reason="team-held")
    sheet = sheet_of(announced)
    assert (sheet.doors, sheet.over) == ((), (announced.reference,))
    text, _ = words_of(printed(announced))
    assert f"Tidak didatangi lagi (dibatalkan, atau sudah dilaporkan tidak terlaksana): {announced.reference}" in text
    assert first_sample().application.applicant.full_name not in text


def test_two_who_live_together_are_named_as_one_household(life):
    first, second = good_samples(2)
    home = first.application.residence
    together = replace(second, application=second.application.model_copy(update={"residence": home}))
    queue(life, [first, together])
    life.announce()
    one, other = sheet_of(life).doors
    assert (one.household, other.household) == ((other.reference,), (one.reference,))
    assert (one.travel_minutes, other.travel_minutes)[1] == 0
    assert "di rumah yang sama" in words_of(printed(life))[0]


@pytest.mark.parametrize(
    ("languages", "told"),
    [(("ko",), "juru bahasa Korea"), (("en",), "berbahasa Inggris: dilayani petugas tim")],
)
def test_whether_an_interpreter_comes_or_the_team_speaks_the_language_itself(life, languages, told):
    speaks = with_facts(first_sample(), needs=(VisitNeed.INTERPRETER, VisitNeed.LOW_VISION), languages=languages)
    queue(life, [speaks])
    life.announce()
    assert sheet_of(life).doors[0].needs == (told, "hambatan penglihatan")


def test_a_letter_that_cannot_be_printed_keeps_no_team_at_home(life):
    queue(life, [with_facts(first_sample(), contact_name="Kamala \u0b95\u0bbe", access_notes="\u0b95\u200b")])
    life.announce()
    (door,) = sheet_of(life).doors
    assert (door.telephones[0][1], door.access_notes) == ("Kamala ??", "?")
    assert "narahubung Kamala ??" in words_of(printed(life))[0]


def test_markup_in_an_access_note_is_printed_as_text(life):
    queue(life, [with_facts(first_sample(), access_notes="<b>pagar</b> {{ hijau }}\r\nbel rusak")])
    life.announce()
    assert "Jalan masuk <b>pagar</b> {{ hijau }} bel rusak" in words_of(printed(life))[0]


def test_a_calendar_and_a_map_learn_the_sub_district_and_no_more(announced):
    with announced.registry.reading() as reading:
        (appointment,) = appointments_of(reading, WEDNESDAY, "T1")
        revision, plan = signed_plan(reading, WEDNESDAY)
        assert districts_of(reading, plan.references) == {announced.reference: "33.72.05"}
    assert (appointment.reference, appointment.district_code, revision) == (announced.reference, "33.72.05", 1)
    assert f"{appointment.starts_at:%H:%M %Z}" == "02:00 UTC"
