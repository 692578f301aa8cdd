"""Whoever has to put something right is told what; what no paper can put right is told as a no."""

import re
from html import unescape

import pytest
from lives_by_stage import sample_number
from sqlalchemy import select

from casework.lifecycle import Stage
from casework.registry import Event
from casework.registry.models import FindingRow
from casework.stages.case_file import find_case
from casework.stages.letter_facts import returned_documents

# --- what is asked for once more


@pytest.mark.parametrize(
    ("ground", "asked"),
    [
        ("passport-unreadable", "Paspor kebangsaan yang sah dan masih berlaku tidak terbaca"),
        ("guarantee-unsigned", "Surat jaminan bermeterai Rp10.000 belum ditandatangani"),
        ("data-differ", "data pada permohonan berbeda dari paspor atau izin tinggal"),
        ("guarantor", "penjamin belum disebutkan atau datanya belum lengkap"),
    ],
)
def test_an_application_that_is_sent_back_is_told_which_document_or_entry_to_put_right(at_stage, ground, asked):
    life = at_stage(Stage.ASSESSMENT)
    life.decided("BS", "eligibility-verdict", "return", ground=ground)
    life.send_all()
    told = " ".join(unescape(re.sub(r"<[^>]+>", " ", life.letter_text("missing-documents"))).split())
    assert asked in told
    assert "Berkas perlu diperbaiki" not in told


@pytest.mark.parametrize("ground", ["age", "jurisdiction", "overstay", "nationality", "permit-kind", "filing-window"])
def test_what_no_paper_can_put_right_is_refused_as_a_reason_to_send_back(at_stage, ground):
    life = at_stage(Stage.ASSESSMENT)
    question = life.question("eligibility-verdict")
    assert life.decide_as("BS", question, "return", ground=ground).reason == "ground-not-fitting"
    assert life.decide_as("BS", question, "ineligible", ground="guarantee-unsigned").reason == "ground-not-fitting"
    assert life.stage is Stage.ASSESSMENT


def test_an_application_sent_back_is_told_what_the_rules_could_not_settle_as_well(life):
    life.receive(sample_number(1))
    life.check()
    life.assess()
    with life.change() as change:
        found = [row for row in change.session.scalars(select(FindingRow)) if row.rule_id == "jurisdiction"]
        found[0].outcome, found[0].ground, found[0].detail = "manual", "village-unknown", {"regency_code": "33.72"}
        change.write(Event("assessment:verdict:prepared", life.reference))
        facts = returned_documents(change, life.office, find_case(change, life.reference), "passport-unreadable")
        assert [(one.code, one.fault) for one in facts.missing] == [("PASSPORT", "unreadable")]
        assert [one.indonesian for one in facts.corrections] == [
            "Kelurahan atau desa pada alamat di Kota Surakarta belum dikenal dan perlu dipastikan bersama penjamin"
        ]


def test_a_verdict_of_no_names_the_condition_that_is_not_met(at_stage):
    life = at_stage(Stage.ASSESSMENT)
    question = life.question("eligibility-verdict")
    assert life.decide_as("BS", question, "ineligible", ground="other-evidence").reason == "ground-not-fitting"
    assert life.decide_as("BS", question, "ineligible", ground="permit-kind").granted
    life.send_all()
    assert "Jenis izin tinggal ini tidak dilayani melalui kunjungan rumah" in life.letter_text("ineligible")


@pytest.mark.parametrize(
    ("service_basis", "told"),
    [
        ("Keppres 17/2023 (berakhirnya status pandemi)", "(Keputusan Presiden Nomor 17 Tahun 2023)"),
        (
            "tidak ada SK layanan yang berlaku",
            "(tidak ada Keputusan Kepala Kantor tentang layanan kunjungan rumah yang berlaku pada tanggal itu)",
        ),
    ],
)
def test_that_the_service_was_closed_is_told_with_the_act_by_which_it_was_and_with_no_other(
    at_stage, service_basis, told
):
    life = at_stage(Stage.ASSESSMENT)
    with life.change() as change:
        found = change.session.scalars(select(FindingRow).where(FindingRow.rule_id == "service-window")).one()
        found.outcome, found.ground, found.detail = "fail", "service-closed", {"service_basis": service_basis}
        change.write(Event("assessment:verdict:prepared", life.reference))
    life.decided("BS", "eligibility-verdict", "ineligible", ground="service-closed")
    life.send_all()
    letter = " ".join(unescape(re.sub(r"<[^>]+>", "", life.letter_text("ineligible"))).split())
    sentence = "Layanan kunjungan rumah tidak dibuka pada tanggal permohonan "
    assert letter.partition(sentence)[2].startswith(f"{told}. ")
