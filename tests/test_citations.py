"""Law as a letter cites it: staff write it short, and nothing of that reaches whoever reads the letter."""

import re
from datetime import date
from html import unescape
from pathlib import Path

import pytest

from casework import deadline_rules
from casework.approval_chain import ROUTES
from casework.citations import cited, service_decree
from casework.eligibility.grounds import GROUNDS
from casework.eligibility.rules import RULES
from casework.eligibility.service_window import SERVICE_WINDOWS, service_window_on
from casework.letters import KINDS, LetterKind, sample_facts
from casework.letters.catalogue import WORDS
from casework.letters.gallery import sample_frame
from casework.letters.rendering import letter_as_html
from casework.letters.spoken_languages import cited as cited_in_a_letter
from casework.letters.template_checks.other_facts import facts_of, values_of
from casework.stages.letter_facts import application, complaint, refusal_grounds
from casework.stages.letter_facts.legal_bases import IN_VIEW
from casework.tariff_table import TARIFF_ROWS
from casework.tariffs import REPORT_ITEM

TEMPLATES = Path(__file__).parents[1] / "templates" / "letters"
SHORT = re.compile(
    r"\b(?:UU|PP|Perpres|Keppres|Permenkumham|Permenpan-RB|PMK|Perma|SE|SE Dirjen|Act)\b(?= \S*\d)"
    r"|\bPs\b|\bjo\.|\bSK layanan\b|\bJRA\b"
)
BY_THE_NATIONAL_SERVICE = "UU ITE No 11 Tahun 2008 Pasal 5 Ayat 1"  # word for word what BSrE has every letter say
LEGAL_BASIS_PRINTED = re.compile(r"\{\{[^}]*\b(?:legal_bas[ei]s|retention_basis)\b[^}]*\}\}")
OF_A_LAW = re.compile(r"\b(?:legal_bas[ei]s|retention_basis)$")
TRANSLATION = '<section class="translation"'
BEFORE_THE_SERVICE = date(2021, 9, 30)


@pytest.mark.parametrize(
    ("short", "indonesian", "english"),
    [
        ("UU 30/2014 Ps 77", "Pasal 77 Undang-Undang Nomor 30 Tahun 2014", "Article 77 of Law No. 30 of 2014"),
        ("UU 30/2014 Pasal 77", "Pasal 77 Undang-Undang Nomor 30 Tahun 2014", "Article 77 of Law No. 30 of 2014"),
        ("PP 45/2024", "Peraturan Pemerintah Nomor 45 Tahun 2024", "Government Regulation No. 45 of 2024"),
        (
            "Permenkumham 22/2023",
            "Peraturan Menteri Hukum dan Hak Asasi Manusia Nomor 22 Tahun 2023",
            "Regulation No. 22 of 2023 of the Minister of Law and Human Rights",
        ),
        (
            "SK layanan",
            "Keputusan Kepala Kantor tentang layanan kunjungan rumah",
            "the Head of Office's decree on the home visit service",
        ),
        (
            "SE Dirjen IMI-417.GR.01.01/2025",
            "Surat Edaran Direktur Jenderal Imigrasi Nomor IMI-417.GR.01.01 Tahun 2025",
            "Circular No. IMI-417.GR.01.01 of 2025 of the Director General of Immigration",
        ),
        (
            "PMK 9/PMK.02/2022",
            "Peraturan Menteri Keuangan Nomor 9/PMK.02/2022",
            "Regulation No. 9/PMK.02/2022 of the Minister of Finance",
        ),
    ],
)
def test_an_instrument_is_cited_in_full_with_its_article_first(short, indonesian, english):
    assert (cited(short), cited(short, "en")) == (indonesian, english)


@pytest.mark.parametrize(
    ("short", "indonesian", "english"),
    [
        (
            "UU 6/2011 Ps 48, Ps 59",
            "Pasal 48 dan Pasal 59 Undang-Undang Nomor 6 Tahun 2011",
            "Articles 48 and 59 of Law No. 6 of 2011",
        ),
        (
            "UU 25/2009 Ps 44–50",
            "Pasal 44 sampai dengan Pasal 50 Undang-Undang Nomor 25 Tahun 2009",
            "Articles 44 to 50 of Law No. 25 of 2009",
        ),
    ],
)
def test_several_articles_are_each_named(short, indonesian, english):
    assert (cited(short), cited(short, "en")) == (indonesian, english)


def test_an_amendment_follows_what_it_amends_and_a_minister_is_named_again_in_indonesian_only():
    assert (
        cited("Permenkumham 22/2023 Ps 167 jo. 11/2024")
        == "Pasal 167 Peraturan Menteri Hukum dan Hak Asasi Manusia Nomor 22 Tahun 2023 sebagaimana telah diubah dengan "
        "Peraturan Menteri Hukum dan Hak Asasi Manusia Nomor 11 Tahun 2024"
    )
    assert (
        cited("Permenkumham 22/2023 Ps 167 jo. 11/2024", "en")
        == "Article 167 of Regulation No. 22 of 2023 of the Minister of Law and Human Rights as amended by Regulation No. 11 of 2024"
    )
    assert (
        cited("UU 6/2011 Ps 63 jo. UU 6/2023", "en")
        == "Article 63 of Law No. 6 of 2011 as amended by Law No. 6 of 2023"
    )


def test_in_a_list_of_legal_bases_an_instrument_bears_its_title_and_its_last_amendment_none():
    last = "UU 6/2011 jo. terakhir UU 63/2024"
    assert (
        cited(last, titled=True)
        == "Undang-Undang Nomor 6 Tahun 2011 tentang Keimigrasian sebagaimana telah beberapa kali diubah, terakhir dengan "
        "Undang-Undang Nomor 63 Tahun 2024"
    )
    assert cited(last, "en", titled=True) == "Law No. 6 of 2011 as last amended by Law No. 63 of 2024"
    assert cited("PP 45/2024", titled=True) == "Peraturan Pemerintah Nomor 45 Tahun 2024"


def test_several_legal_bases_are_joined_and_the_office_s_own_notes_left_out():
    short = "SE Dirjen IMI-417.GR.01.01/2025 (kelompok rentan); SK layanan"
    assert (
        cited(short)
        == "Surat Edaran Direktur Jenderal Imigrasi Nomor IMI-417.GR.01.01 Tahun 2025 serta Keputusan Kepala Kantor tentang "
        "layanan kunjungan rumah"
    )
    assert cited("PP 28/2019; PP 45/2024; UU 6/2011", "en") == (
        "Government Regulation No. 28 of 2019, Government Regulation No. 45 of 2024 and Law No. 6 of 2011"
    )


def test_the_service_s_decree_bears_its_number_and_its_date_once_the_office_has_filled_them_in():
    known = service_decree("WIM.13.IMI.1-3-OT.02.01 TAHUN 2025", date(2025, 6, 2))
    assert known == "SK layanan Nomor WIM.13.IMI.1-3-OT.02.01 TAHUN 2025 tanggal 2025-06-02"
    assert cited(f"SE Dirjen IMI-417.GR.01.01/2025 (kelompok rentan); {known}") == (
        "Surat Edaran Direktur Jenderal Imigrasi Nomor IMI-417.GR.01.01 Tahun 2025 serta Keputusan Kepala Kantor Nomor "
        "WIM.13.IMI.1-3-OT.02.01 TAHUN 2025 tanggal 2 Juni 2025 tentang layanan kunjungan rumah"
    )
    assert cited(known, "en") == (
        "the Head of Office's decree No. WIM.13.IMI.1-3-OT.02.01 TAHUN 2025 of 2 June 2025 on the home visit service"
    )
    assert '<span lang="id">WIM.13.IMI.1-3-OT.02.01 TAHUN 2025</span> of 2 June 2025' in cited_in_a_letter(known, "en")


@pytest.mark.parametrize("unknown", ["Qanun 3/2020", "UU 6/2011; Qanun 3/2020", "UU 6", "a note", "UU 6/2011 Ps"])
def test_what_the_office_does_not_know_how_to_cite_stands_as_it_was_written_and_is_read_as_indonesian(unknown):
    assert (cited(unknown), cited(unknown, "en")) == (unknown, unknown)
    assert cited_in_a_letter(unknown, "en") == f'<span lang="id">{unknown}</span>'
    assert cited_in_a_letter("PP 45/2024", "en") == "Government Regulation No. 45 of 2024"


# --- whatever the code can put into a letter


def legal_bases_of_the_code() -> set[str]:
    grounds = (application.GROUNDS_IN_WORDS, refusal_grounds.IN_WORDS, complaint.GROUNDS_IN_WORDS)
    tables = (
        RULES, SERVICE_WINDOWS, ROUTES, IN_VIEW, TARIFF_ROWS, deadline_rules.OVERSTAY_RULES, deadline_rules.RETENTION_RULES,
        deadline_rules.OBJECTION_RULES, deadline_rules.APPEAL_RULES, deadline_rules.COURT_RULES, deadline_rules.COMPLAINT_RULES,
    )  # fmt: skip
    items = [item for row in TARIFF_ROWS for item in row.items or ()]
    return {
        *(basis for table in grounds for _, _, basis in table.values()),
        *(entry.legal_basis for table in tables for entry in table),
        *(item.legal_basis for item in (*items, REPORT_ITEM)),
        *(ground.legal_basis for ground in GROUNDS.values() if ground.legal_basis),
        *refusal_grounds.ARTICLES.values(),
        service_window_on(BEFORE_THE_SERVICE).legal_basis,
    }


@pytest.mark.parametrize("short", sorted(legal_bases_of_the_code()))
def test_no_legal_basis_that_the_code_can_put_into_a_letter_stays_short(short):
    for in_full in (cited(short), cited(short, "en"), cited(short, titled=True)):
        assert in_full != short
        assert SHORT.findall(in_full) == []


def test_no_words_that_the_code_can_put_into_a_letter_cite_short():
    grounds = [
        text
        for one in GROUNDS.values()
        for text in (one.indonesian, one.english, one.alternative_indonesian, one.alternative_english)
    ]
    words = [text for table in WORDS.values() for pair in table.values() for text in pair]
    corrections = [text for pair in application.CORRECTIONS_IN_WORDS.values() for text in pair]
    assert [text for text in (*grounds, *words, *corrections) if SHORT.search(text)] == []


@pytest.mark.parametrize("file", sorted(TEMPLATES.rglob("*.html")), ids=lambda file: file.parent.name + "/" + file.name)
def test_no_template_cites_short_or_prints_a_legal_basis_as_staff_write_it(file):
    source = file.read_text(encoding="utf-8").replace(BY_THE_NATIONAL_SERVICE, "")
    assert SHORT.findall(source) == []
    assert [printed for printed in LEGAL_BASIS_PRINTED.findall(source) if "cited" not in printed] == []


@pytest.mark.parametrize("kind", LetterKind)
def test_a_letter_shows_each_legal_basis_of_its_facts_in_full_in_each_of_its_languages(kind):
    facts = sample_facts(kind)
    indonesian, _, english = unescape(letter_as_html(kind, facts, sample_frame(kind))).partition(TRANSLATION)
    assert SHORT.findall(indonesian + english) == []
    held = {short for fact in facts_of(type(facts)) if OF_A_LAW.search(fact.name) for short in values_of(facts, fact)}
    for short in held:
        assert cited(short) in indonesian or cited(short, titled=True) in indonesian
        assert cited(short, "en") in english or "en" not in KINDS[kind].languages
