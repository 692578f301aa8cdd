"""The consent form (L07) that a team brings: one for each visit, with blanks, without a number and without anybody's name as if signed."""

from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from demo_life import queue
from letter_structure import ReadLetter
from lives_by_stage import first_sample, good_samples
from pypdf import PdfReader
from sqlalchemy import func, select

from casework.case import VisitNeed
from casework.letters import KINDS, LetterKind, numbering_of, sample_facts
from casework.lifecycle import Stage
from casework.registry.models import Letter, LetterCounter, Officer
from casework.registry.officers import name_of
from casework.rounds_on_paper.consent_forms import consent_forms_of, print_consent_forms
from casework.stages.correspondence import plan_letter

WEDNESDAY = date(2026, 11, 25)


@pytest.fixture
def announced(at_stage):
    """A case whose visit is announced for Wednesday."""
    return at_stage(Stage.VISIT)


def forms_of(life, team="T1"):
    with life.registry.reading() as reading:
        return consent_forms_of(reading, WEDNESDAY, team)


def printed(life) -> list[str]:
    pdf = print_consent_forms(forms_of(life), printed_on=life.clock.now.date(), specimen=True)
    return [" ".join(page.extract_text().split()) for page in PdfReader(BytesIO(pdf)).pages]


def test_the_form_tells_whose_visit_it_is_and_by_which_letter_the_team_comes(announced):
    sample, text = first_sample().application, printed(announced)[0]
    (letter,) = announced.rows(Letter, Letter.kind == "assignment")
    for words in (
        announced.reference,
        sample.applicant.full_name,
        sample.guarantor.name,
        "Rabu, 25 November 2026, pukul 09.00–09.30 WIB",
        "Jalan Contoh Timuran No. 7",
        f"Nomor {letter.number} tanggal 24 November 2026",
    ):
        assert words in text
    assert sample.applicant.passport_number not in text


def test_the_holder_is_told_why_on_which_ground_what_how_long_and_which_rights_before_anything_is_taken(announced):
    text = printed(announced)[0]
    for words in (
        "Pasal 21 Undang-Undang Nomor 27 Tahun 2022",
        "kewajiban hukum dan tugas pelayanan publik (Pasal 20 ayat (2) huruf c dan huruf e Undang-Undang Nomor 27 Tahun 2022 serta Undang-Undang Nomor 6 Tahun 2011), bukan berdasarkan persetujuan",
        "foto wajah, sidik jari, dan jawaban wawancara",
        "5 (lima) tahun sejak ditutup",
        "menarik persetujuan bagian B dan C sewaktu-waktu (dihentikan paling lambat 3 x 24 jam)",
    ):
        assert words in text


def test_health_consent_and_signatures_are_left_to_the_hand(announced):
    text = " ".join(printed(announced)[:2])
    assert "Suhu tubuh °C, diukur pukul WIB" in text
    for words in (
        "Pemegang izin tinggal tanda tangan atau cap jempol",
        "Wali, bila mewakili",
        "Saksi, bila cap jempol",
    ):
        assert words in text
    assert "Ketua Tim tanda tangan nama dan NIP:" in text
    with announced.registry.reading() as reading:
        names = [name_of(reading, officer) for officer in reading.session.scalars(select(Officer))]
    assert [name for name in names if name in text] == []


def test_the_language_for_which_an_interpreter_comes_stands_on_the_form(life):
    sample = first_sample()
    applicant = sample.application.applicant.model_copy(
        update={"needs": (VisitNeed.INTERPRETER,), "languages": ("ko",)}
    )
    application = sample.application.model_copy(update={"applicant": applicant})
    queue(life, [replace(sample, application=application)])
    life.announce()
    assert "telah diterjemahkan ke bahasa Korea oleh" in " ".join(printed(life)[:2])


def test_a_team_has_one_form_for_each_of_its_visits_in_one_print_job(life):
    first, second = good_samples(2)
    home = first.application.residence
    together = replace(second, application=second.application.model_copy(update={"residence": home}))
    queue(life, [first, together])
    life.announce()
    forms = forms_of(life)
    pages = printed(life)
    assert len(forms.references) == 2
    assert len(pages) == 6
    assert [reference in page for reference, page in zip(forms.references, (pages[0], pages[3]), strict=True)] == [
        True,
        True,
    ]


def test_the_forms_of_a_team_are_read_aloud_one_by_one_and_are_the_same_bytes_again(life):
    first, second = good_samples(2)
    home = first.application.residence
    together = replace(second, application=second.application.model_copy(update={"residence": home}))
    queue(life, [first, together])
    life.announce()
    forms, day = forms_of(life), life.clock.now.date()
    job = print_consent_forms(forms, printed_on=day, specimen=True)
    read = ReadLetter(job)
    for part, reference in zip(read.parts, forms.references, strict=True):
        text = " ".join(piece.text for piece in read.pieces(part))
        assert reference in text
        assert [other for other in forms.references if other in text] == [reference]
        assert "This translation is for information" in text
        assert text.endswith("Halaman 3 dari 3")
    assert str(read.document.docinfo["/Title"]) == "Persetujuan dan Pernyataan Kesehatan · 2 formulir"
    assert print_consent_forms(forms, printed_on=day, specimen=True) == job


def test_fetching_the_forms_leaves_nothing_in_the_register(announced):
    before = (announced.count(Letter), announced.count(LetterCounter))
    assert printed(announced) == printed(announced)
    assert (announced.count(Letter), announced.count(LetterCounter)) == before


def test_there_is_no_form_of_a_team_that_nobody_assigned_nor_of_a_visit_that_was_reported(announced):
    assert forms_of(announced, "T9") is None
    announced.release()
    announced.report()
    assert forms_of(announced) is None


def test_a_form_bears_no_number_and_is_never_planned_as_a_letter(announced):
    assert [kind for kind, row in KINDS.items() if not row.numbered] == [LetterKind.CONSENT]
    with pytest.raises(ValueError, match="a form without a number: print it when it is wanted"):
        numbering_of(LetterKind.CONSENT, WEDNESDAY)
    last = announced.rows(LetterCounter)
    facts = sample_facts(LetterKind.CONSENT).model_copy(update={"assignment_date": date(2026, 11, 24)})
    with pytest.raises(ValueError, match="plan no letter"), announced.change() as change:
        plan_letter(change, announced.reference, LetterKind.CONSENT, facts)
    assert [one.last for one in announced.rows(LetterCounter)] == [one.last for one in last]
    with announced.registry.reading() as reading:
        assert reading.session.scalar(select(func.count()).where(Letter.kind == "consent")) == 0
