"""A refusal tells its ground with the article, and what follows for whoever must leave or may stay."""

import re
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from html import unescape

import pytest
from demo_life import Life, queue
from lives_by_stage import first_sample, sample_number

from casework.case import PermitKind
from casework.citations import cited
from casework.clock import OFFICE_TIME_ZONE
from casework.demo_office.applications import sample_applications
from casework.letters import LetterKind
from casework.letters.wording import date_in_words
from casework.lifecycle import Stage
from casework.questions import LEVEL_OF_ROLE, QUESTION_KINDS, code_of
from casework.registry import Event
from casework.registry.models import Decision
from casework.stages.billed import present_payment
from casework.stages.case_file import find_case, read_application
from casework.stages.letter_facts.legal_bases import as_in_view, legal_bases_of
from casework.stages.letter_facts.refusal_grounds import IN_WORDS, in_words
from casework.stages.remedy import ground_that_stands

TODAY = date(2026, 11, 25)  # a Wednesday

# --- what follows a refusal


def refused(life: Life, *, expires_in: int | None = None, paid_after: bool = False) -> str:
    """The text of a refusal on a stay that ends so many days from now; ``paid_after``: the fee came after its last day."""
    today = life.clock.now.date()
    with life.change() as change:
        case = find_case(change, life.reference)
        case.permit_expires_on = None if expires_in is None else today + timedelta(days=expires_in)
        payment = present_payment(change, life.reference)
        if case.permit_expires_on and expires_in and expires_in < 0:
            late = case.permit_expires_on + timedelta(days=1 if paid_after else -1)
            payment.paid_at = datetime.combine(late, time(9), OFFICE_TIME_ZONE)
            case.applied_on = case.permit_expires_on - timedelta(days=3)
        change.write(Event("payment:fee:corrected", life.reference))
    life.decided("BS", "permit-proposal", "refuse", ground="activities")
    life.decided("RK", "permit-decision", "refuse", ground="activities")
    life.send_all()
    return life.letter_text("refusal")


@pytest.mark.parametrize("days", [0, 1, 30])
def test_whose_permit_still_holds_reads_until_when_and_to_leave_or_apply_lawfully_by_then(at_stage, days):
    life = at_stage(Stage.PERMIT)
    text = refused(life, expires_in=days)
    last_day = date_in_words(life.clock.now.date() + timedelta(days=days))
    assert f"tetap berlaku sampai dengan <strong>{last_day}</strong>" in text
    assert "kecuali sebelumnya diajukan permohonan izin tinggal lain yang memenuhi syarat" in text
    assert "telah berakhir" not in text
    assert "overstay" not in text


def test_whose_permit_ended_after_they_paid_reads_that_they_must_leave_and_that_no_overstay_is_counted(at_stage):
    life = at_stage(Stage.PERMIT)
    text = refused(life, expires_in=-4)
    assert f"telah berakhir pada <strong>{date_in_words(life.clock.now.date() - timedelta(days=4))}</strong>" in text
    assert "tidak dihitung sebagai kelebihan masa tinggal" in text
    assert "tetap berlaku" not in text
    assert "biaya beban" not in text
    assert "masih berlaku" not in text


@pytest.mark.parametrize(
    ("ago", "said"),
    [
        (59, "biaya beban Rp1.000.000 (satu juta rupiah) per hari"),
        (60, "mencapai hari ke-60; akibatnya diputuskan tersendiri oleh Kepala Kantor"),
        (61, "telah lebih dari 60 hari; atas hal itu dikenakan deportasi dan penangkalan tanpa pilihan membayar"),
    ],
)
def test_whose_permit_ended_before_they_paid_reads_what_the_law_makes_of_the_overstay(at_stage, ago, said):
    text = refused(at_stage(Stage.PERMIT), expires_in=-ago, paid_after=True)
    assert said in text
    assert "(Pasal 78 Undang-Undang Nomor 6 Tahun 2011 serta Peraturan Pemerintah Nomor 45 Tahun 2024)" in text
    assert "tidak dihitung sebagai kelebihan masa tinggal" not in text


def test_an_unlimited_stay_is_not_touched_by_a_refusal(at_stage):
    text = refused(at_stage(Stage.PERMIT), expires_in=None)
    assert "Penolakan ini tidak mengubah izin tinggal yang masih berlaku" in text
    assert "meninggalkan wilayah Indonesia" not in text


# --- on which ground a permit is refused


def ground_told(life: Life) -> str:
    life.send_all()
    reason = life.letter_text("refusal").partition("permohonan tersebut karena ")[2]
    return " ".join(unescape(re.sub(r"<[^>]+>", "", reason.partition("</li>")[0])).split())


@pytest.mark.parametrize("level", LEVEL_OF_ROLE.values())
def test_each_ground_on_which_a_permit_can_be_refused_has_words_and_a_rule_of_its_own(level):
    kind = QUESTION_KINDS[level]
    offered = [code_of(ground) for ground in kind.grounds_for("refuse")]
    assert len(offered) == 14
    told = [IN_WORDS[code] for code in offered]
    assert len({indonesian for indonesian, _, _ in told}) == len({english for _, english, _ in told}) == 14
    assert {"requirements", "look-again"}.isdisjoint(offered)


def test_a_refusal_tells_the_ground_with_its_article_and_the_index_that_it_is_about(at_stage):
    life = at_stage(Stage.PERMIT)
    life.decided("BS", "permit-proposal", "refuse", ground="stay-used-up")
    life.decided("RK", "permit-decision", "refuse", ground="stay-used-up")
    with life.registry.reading() as reading:
        index = read_application(reading, find_case(reading, life.reference)).permit.index
    assert ground_told(life) == (
        f"lama tinggal atau jumlah perpanjangan yang dapat diberikan untuk indeks {index} telah tercapai "
        "(Pasal 148 Peraturan Pemerintah Nomor 31 Tahun 2013 sebagaimana telah beberapa kali diubah, terakhir dengan "
        "Peraturan Pemerintah Nomor 40 Tahun 2023);"
    )


@pytest.mark.parametrize(
    ("ground", "kind", "legal_basis"),
    [
        ("stay-used-up", PermitKind.VISIT, "PP 31/2013 jo. terakhir PP 40/2023"),
        ("stay-used-up", PermitKind.LIMITED, "PP 31/2013 Pasal 148 jo. terakhir PP 40/2023"),
        ("stay-used-up", PermitKind.PERMANENT, "PP 31/2013 jo. terakhir PP 40/2023"),
        ("conversion-documents", PermitKind.VISIT, "Permenkumham 22/2023 Pasal 167 jo. 11/2024"),
        ("conversion-documents", PermitKind.LIMITED, "Permenkumham 22/2023 jo. 11/2024"),
        ("activities", PermitKind.LIMITED, "UU 6/2011 Pasal 75 jo. terakhir UU 63/2024"),
        ("false-statement", PermitKind.LIMITED, "UU 6/2011 Pasal 71 jo. terakhir UU 63/2024"),
        (
            "not-for-permanent-stay",
            PermitKind.LIMITED,
            "PP 31/2013 Pasal 152 jo. terakhir PP 40/2023; Permenkumham 22/2023 Pasal 120 jo. 11/2024",
        ),
        ("biometrics-refused", PermitKind.VISIT, "UU 6/2011 jo. terakhir UU 63/2024; SE Dirjen IMI-417.GR.01.01/2025"),
    ],
)
def test_a_ground_rests_on_the_article_about_that_kind_of_permit_as_last_amended(ground, kind, legal_basis):
    application = sample_applications(TODAY)[0].application
    of_the_kind = application.model_copy(update={"permit": application.permit.model_copy(update={"kind": kind})})
    assert in_words(ground, of_the_kind, TODAY).legal_basis == legal_basis


@pytest.mark.parametrize("kind", PermitKind)
def test_a_ground_cites_each_instrument_as_the_refusal_s_own_list_of_law_does(kind):
    application = sample_applications(TODAY)[0].application
    of_the_kind = application.model_copy(update={"permit": application.permit.model_copy(update={"kind": kind})})
    told = [part for code in IN_WORDS for part in in_words(code, of_the_kind, TODAY).legal_basis.split("; ")]
    without_articles = {re.sub(r" Pasal \d+", "", part) for part in told}
    in_view = set(legal_bases_of(LetterKind.REFUSAL, TODAY)) - {"UU 30/2014 jo. UU 6/2023"}  # on how it is contested
    assert without_articles - {"SE Dirjen IMI-417.GR.01.01/2025"} == in_view


@pytest.mark.parametrize(
    ("written", "day", "in_view"),
    [
        ("UU 6/2011 Ps 63 jo. UU 6/2023", TODAY, "UU 6/2011 Ps 63 jo. terakhir UU 63/2024"),
        ("UU 6/2011 Ps 48, Ps 59", TODAY, "UU 6/2011 Ps 48, Ps 59 jo. terakhir UU 63/2024"),
        ("Permenkumham 22/2023 jo. 11/2024 (alih status)", TODAY, "Permenkumham 22/2023 jo. 11/2024 (alih status)"),
        ("Permenkumham 22/2023 jo. 11/2024", date(2024, 5, 16), "Permenkumham 22/2023"),
        ("Kepmen M.HH-02.GR.01.04/2023; UU 6/2011", TODAY, "Kepmen M.HH-02.GR.01.04/2023; UU 6/2011 jo. terakhir UU 63/2024"),
        ("SE Dirjen IMI-417.GR.01.01/2025 (kelompok rentan); SK layanan", TODAY, "SE Dirjen IMI-417.GR.01.01/2025 (kelompok rentan); SK layanan"),
    ],
)  # fmt: skip
def test_a_basis_is_cited_with_the_last_amendment_of_the_day_in_place_of_any_other(written, day, in_view):
    assert as_in_view(written, LetterKind.REFUSAL, day) == in_view


def test_a_letter_on_eligibility_and_a_refusal_of_one_day_cite_the_same_law_alike(at_stage):
    life = at_stage(Stage.ASSESSMENT)
    life.decided("BS", "eligibility-verdict", "ineligible", ground="guarantor")
    life.send_all()
    of_the_permit = in_words("guarantor-missing", sample_applications(TODAY)[0].application, TODAY).legal_basis
    assert of_the_permit == "UU 6/2011 Pasal 63 jo. terakhir UU 63/2024"
    text = life.letter_text("ineligible")
    assert f'<span class="basis">({cited(of_the_permit)})</span>' in text
    assert f'<span class="basis">({cited(of_the_permit, "en")})</span>' in text


def test_what_the_rules_found_is_cited_with_the_last_amendment_and_no_earlier_one(life):
    sample = first_sample()
    permit = sample.application.permit.model_copy(update={"index": "E33E", "extension_number": 3})
    life.receive(replace(sample, application=sample.application.model_copy(update={"permit": permit})))
    life.check()
    life.assess()
    life.decided("BS", "eligibility-verdict", "ineligible", ground="permit-kind")
    life.send_all()
    assert (
        '<span class="basis">(Peraturan Menteri Hukum dan Hak Asasi Manusia Nomor 22 Tahun 2023 sebagaimana telah diubah '
        "dengan Peraturan Menteri Hukum dan Hak Asasi Manusia Nomor 11 Tahun 2024)</span>"
        in life.letter_text("ineligible")
    )


def test_no_refusal_and_no_form_names_a_penal_provision():
    penal = re.compile(r"\b(?:Ps|Pasal) 1(?:1[3-9]|2\d|3[0-6])\b")  # UU 6/2011 Pasal 113 to 136
    laws = [basis for _, _, basis in IN_WORDS.values()]
    offered = QUESTION_KINDS["permit-decision"].grounds
    assert [text for text in (*laws, *offered) if "UU 6/2011" in text and penal.search(text)] == []


def test_to_look_again_is_no_ground_of_a_refusal(at_stage):
    life = at_stage(Stage.PERMIT)
    question = life.question("permit-proposal")
    assert life.decide_as("BS", question, "refuse", ground="look-again").reason == "ground-not-fitting"
    assert life.decide_as("BS", question, "refuse", ground="activities").granted


def test_the_head_who_signs_for_a_level_above_tells_the_ground_of_that_level(life):
    queue(life, [sample_number(10)])
    life.visit_once()
    life.send_all()
    life.decided("BS", "permit-proposal", "grant")
    life.decided("RK", "permit-decision", "grant")
    life.send_all()
    life.decided("HC", "permit-regional", "refuse", ground="not-for-permanent-stay")
    life.decided("RK", "permit-decision", "refuse", ground="activities")
    assert "tidak termasuk Orang Asing yang dapat diberi Izin Tinggal Tetap" in ground_told(life)
    region = "Kepala Kantor Wilayah Direktorat Jenderal Imigrasi Jawa Tengah"
    assert f"bahwa permohonan tersebut ditolak oleh {region};" in life.letter_text("refusal")


def test_a_decision_of_before_on_a_ground_that_names_no_reason_tells_the_reason_of_the_proposal(at_stage):
    life = at_stage(Stage.PERMIT)
    life.decided("BS", "permit-proposal", "refuse", ground="guarantor-missing")
    life.decided("RK", "permit-decision", "refuse", ground="activities")
    [decision] = life.rows(Decision, Decision.kind == "permit-decision")
    decision.ground = "look-again"
    with life.registry.reading() as reading:
        assert ground_that_stands(reading, decision) == "guarantor-missing"
    kind = QUESTION_KINDS["permit-decision"]
    assert kind.ground_in_words("requirements") == "syarat tidak dipenuhi (Permenkumham 22/2023) · requirements"
