"""Letters that really go out: what the register knows of a case is what they say, and nothing else."""

import json
import re
from datetime import datetime, time, timedelta
from html import unescape

import pytest
from demo_life import Life, queue
from lives_by_stage import sample_number
from sqlalchemy import select

from casework.case import Application
from casework.clock import OFFICE_TIME_ZONE
from casework.eligibility import Finding, Outcome, explain
from casework.letters import KINDS, LetterKind, LetterRefused, render_letter, sample_facts
from casework.letters.gallery import THE_HEAD, sample_frame
from casework.letters.rendering import letter_as_html
from casework.letters.wording import date_in_words
from casework.lifecycle import Stage
from casework.questions import LEVEL_OF_ROLE, QUESTION_KINDS, code_of
from casework.reading import content_digest
from casework.registry import Event
from casework.registry.models import Case, Decision, FindingRow, Letter, TeamDay, Visit
from casework.stages import correspondence
from casework.stages.billed import present_payment
from casework.stages.case_file import find_case, read_application
from casework.stages.letter_facts import failed_visit, returned_documents, visit_notice
from casework.stages.letter_facts.at_the_door import assignment_of
from casework.stages.letter_facts.parties import home_of, parties_of, place_of
from casework.stages.letter_facts.refusal_grounds import IN_WORDS
from casework.stages.remedy import ground_that_stands

ISSUED_BY_THE_SYSTEM = [kind for kind in LetterKind if KINDS[kind].issued_by == "system"]


# --- who signs


def test_the_closing_letter_is_issued_by_the_system_and_tells_who_recorded_the_hand_over_as_a_fact(at_stage):
    life = at_stage(Stage.CLOSING)
    life.decided("SH", "delivery-receipt")
    life.send_all()
    [closing] = life.rows(Letter, Letter.kind == "closing")
    assert (closing.signatory_code, closing.signed_by_decision) == (None, None)
    text = life.letter_text("closing")
    assert "sah tanpa tanda tangan" in text
    assert "a.n. Kepala Kantor" not in text
    assert "Penyerahan dicatat oleh" in text


@pytest.mark.parametrize("kind", ISSUED_BY_THE_SYSTEM)
def test_no_letter_of_the_system_is_printed_with_a_signatory(kind):
    frame = sample_frame(kind).model_copy(update={"signatory": THE_HEAD})
    with pytest.raises(LetterRefused, match="signatory is named, but the system issues this letter"):
        render_letter(kind, sample_facts(kind), frame)


def test_no_letter_of_the_system_is_planned_as_an_officers_and_none_of_an_official_without(at_stage):
    life = at_stage(Stage.CLOSING)
    with life.change() as change, pytest.raises(LetterRefused, match="signatory is missing"):
        correspondence.plan_letter(change, life.reference, LetterKind.GRANT, sample_facts(LetterKind.GRANT))
    assert life.letters().count("grant") == 1


def test_each_letter_of_a_case_is_signed_as_its_kind_says(at_stage):
    life: Life = at_stage(Stage.CLOSED)
    for letter in life.rows(Letter):
        is_signed = letter.signed_by_decision is not None
        assert is_signed is (KINDS[LetterKind(letter.kind)].issued_by == "official"), letter.kind


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
    assert "UU 6/2011 Ps 78; PP 45/2024" in text
    assert "tidak dihitung sebagai kelebihan masa tinggal" not in text


def test_an_unlimited_stay_is_not_touched_by_a_refusal(at_stage):
    text = refused(at_stage(Stage.PERMIT), expires_in=None)
    assert "Penolakan ini tidak mengubah izin tinggal yang masih berlaku" in text
    assert "meninggalkan wilayah Indonesia" not in text


# --- on which ground a permit is refused


def ground_told(life: Life) -> str:
    life.send_all()
    reasons = life.letter_text("refusal").partition("Alasan penolakan:")[2]
    return " ".join(unescape(re.sub(r"<[^>]+>", "", reasons.partition("</ol>")[0])).split())


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
        f"Lama tinggal atau jumlah perpanjangan yang dapat diberikan untuk indeks {index} telah tercapai "
        "(PP 31/2013 Pasal 148 jo. PP 40/2023)."
    )


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


# --- a visit that was not held


def failed_visit_told(life: Life, choice: str, ground: str, **extras) -> str:
    life.release()
    life.report(choice, ground, **extras)
    life.send_all()
    return life.letter_text("failed-visit")


@pytest.mark.parametrize(("said", "told"), [("once", 1), ("twice", 2), ("thrice", 3)])
def test_the_letter_about_a_visit_to_a_closed_door_tells_as_many_calls_as_the_team_reported(at_stage, said, told):
    life = at_stage(Stage.VISIT)
    text = failed_visit_told(life, "nobody-home", "nobody-home", calls=said)
    assert f"{told} kali melalui telepon" in text


def test_calls_that_no_team_reported_are_not_told(at_stage):
    text = failed_visit_told(at_stage(Stage.VISIT), "nobody-home", "nobody-home")
    assert "Upaya menghubungi" not in text
    assert "Jadwal kunjungan rumah berikutnya kami beri tahukan paling lambat" in text


def test_after_the_last_attempt_no_further_visit_is_promised():
    facts = sample_facts(LetterKind.FAILED_VISIT).model_copy(update={"attempts_counted": 3})
    html = letter_as_html(LetterKind.FAILED_VISIT, facts, sample_frame(LetterKind.FAILED_VISIT))
    assert "Kelanjutan permohonan ini kami beri tahukan paling lambat" in html
    assert "Jadwal kunjungan rumah berikutnya" not in html


def test_where_the_next_visit_is_announced_already_the_letter_tells_its_window(at_stage):
    life = at_stage(Stage.VISIT)
    with life.change() as change:
        [visit] = change.session.scalars(select(Visit).where(Visit.case_reference == life.reference))
        later = Visit(
            case_reference=visit.case_reference, occurrence=visit.occurrence + 1, day=visit.day + timedelta(days=1),
            starts_at=visit.starts_at + timedelta(days=1), ends_at=visit.ends_at + timedelta(days=1),
            team_code=visit.team_code, state="announced", counted=False,
        )  # fmt: skip
        visit.state = "failed"
        change.write(Event("visit:visit:failed", life.reference))
        team = change.session.get_one(TeamDay, (visit.day, visit.team_code))
        values = {column.name: getattr(team, column.name) for column in TeamDay.__table__.columns}
        change.write(Event("visit:visit:announced", life.reference), TeamDay(**(values | {"day": later.day})))
        change.write(Event("visit:visit:announced", life.reference), later)
        case = find_case(change, life.reference)
        facts = failed_visit(change, life.office, case, visit, "another-team")
        assert (facts.next_starts_at, facts.next_ends_at) == (later.starts_at, later.ends_at)
        change.session.rollback()


# --- what a visit notice says of the fee


@pytest.mark.parametrize(
    ("paid", "last_day", "said"),
    [
        ("before", "in-a-month", True),
        ("after", "in-a-month", False),
        ("never", "in-a-month", False),
        ("free", "in-a-month", False),
        ("before", "unlimited", False),
    ],
)
def test_a_notice_says_that_the_fee_was_paid_in_time_only_where_one_was_and_a_last_day_ran(
    at_stage, paid, last_day, said
):
    life = at_stage(Stage.VISIT)
    with life.change() as change:
        case, payment = find_case(change, life.reference), present_payment(change, life.reference)
        expiry = life.clock.now.date() + timedelta(days=30)
        case.permit_expires_on = None if last_day == "unlimited" else expiry
        if paid == "free":
            change.session.delete(payment)
        elif paid == "never":
            payment.paid_at = payment.receipt_number = None
        else:
            day = expiry + timedelta(days=1 if paid == "after" else -1)
            payment.paid_at = datetime.combine(day, time(9), OFFICE_TIME_ZONE)
        change.write(Event("payment:fee:corrected", life.reference))
        [visit] = change.session.scalars(select(Visit).where(Visit.case_reference == life.reference))
        team = change.session.get_one(TeamDay, (visit.day, visit.team_code))
        facts = visit_notice(change, life.office, case, visit, team, assignment_of(change, visit))
        assert facts.paid_before_expiry is said
        html = letter_as_html(LetterKind.VISIT_NOTICE, facts, sample_frame(LetterKind.VISIT_NOTICE))
        assert ("PNBP telah dibayar" in html) is said
        change.session.rollback()


# --- addresses in words


def living_in(village_code: str):
    """An invented application whose home lies in a village, by its code."""
    application = sample_number(1).application
    residence = application.residence.model_copy(update={"village_code": village_code, "postal_code": "57554"})
    return application.model_copy(update={"residence": residence})


@pytest.mark.parametrize(
    ("village_code", "address", "place"),
    [
        (
            "33.72.05.1007",
            ["Kelurahan Timuran, Kecamatan Banjarsari", "Kota Surakarta 57554"],
            "Kel. Timuran, Kec. Banjarsari, Kota Surakarta",
        ),
        (
            "33.11.08.2015",
            ["Desa Triyagan, Kecamatan Mojolaban", "Kabupaten Sukoharjo 57554"],
            "Desa Triyagan, Kec. Mojolaban, Kab. Sukoharjo",
        ),
        ("34.04.09.2001", ["Kabupaten Sleman 57554"], "Kabupaten Sleman"),
        ("11.01.01.2001", ["57554"], "di luar wilayah kerja"),
    ],
)
def test_an_address_says_what_its_village_and_district_are_and_never_a_code(village_code, address, place):
    application = living_in(village_code)
    assert home_of(application).splitlines()[1:] == address
    assert place_of(application) == place


@pytest.mark.parametrize(
    ("regency_code", "indonesian", "english"),
    [
        ("34.02", "Alamat di Kabupaten Bantul berada di luar", "The residence in Kabupaten Bantul lies outside"),
        ("11.01", "Alamat berada di luar", "The residence lies outside"),
    ],
)
def test_a_residence_outside_the_area_is_told_by_the_name_of_its_regency(regency_code, indonesian, english):
    detail = {"regency_code": regency_code, "responsible_office": "kantor imigrasi setempat"}
    finding = Finding("jurisdiction", "2021-10", Outcome.FAIL, "outside-the-area", detail)
    told = (explain(finding, "id"), explain(finding, "en"))
    assert told[0].startswith(indonesian)
    assert told[1].startswith(english)
    assert regency_code not in "".join(told)


# --- how a file is closed


@pytest.mark.parametrize(
    ("receiver", "means", "indonesian", "english"),
    [
        ("courier", "registered-mail", ("kurir", "melalui pos tercatat"), ("a courier", "by registered mail")),
        ("courier", "brought", ("kurir", "langsung oleh petugas"), ("a courier", "by an officer at home")),
    ],
)
def test_a_hand_over_to_whom_no_name_is_recorded_is_told_in_the_words_of_each_language(
    at_stage, receiver, means, indonesian, english
):
    life = at_stage(Stage.CLOSING)
    life.decided("SH", "delivery-receipt", receiver=receiver, means=means)
    life.send_all()
    first, _, translation = life.letter_text("closing").partition('<section class="translation"')
    assert all(words in first for words in indonesian)
    assert all(words in translation for words in english)
    assert "kurir" not in translation
    assert "Tanda Terima Penyerahan dan Penutupan Berkas" in first


def closed_unpaid(life: Life, *, days_left: int) -> str:
    with life.change() as change:
        case = find_case(change, life.reference)
        case.permit_expires_on = life.clock.now.date() + timedelta(days=days_left)
        case.stage, case.result = "closing", "unpaid"
        change.write(Event("payment:case:unpaid", life.reference))
    life.send_all()
    life.close()
    life.send_all()
    return life.letter_text("closing")


def test_a_file_that_closes_unpaid_is_no_receipt_and_says_until_when_one_may_stay(at_stage):
    life = at_stage(Stage.PAYMENT)
    text = closed_unpaid(life, days_left=9)
    assert "Pemberitahuan Penutupan Berkas" in text
    assert "Notice that the file is closed" in text
    assert "Tanda Terima Penyerahan" not in text
    assert "Kode billing yang telah diterbitkan tidak perlu dibayar lagi" in text
    last_day = date_in_words(life.clock.now.date() + timedelta(days=9))
    assert f"hanya berlaku sampai dengan <strong>{last_day}</strong>" in text
    [mail] = [mail for (partner, key), (mail, _) in life.neighbours.orders.items() if ".mail.closing." in key]
    assert mail.subject.startswith("Pemberitahuan Penutupan Berkas · Notice that the file is closed")


def test_a_file_that_closes_unpaid_after_the_stay_has_ended_says_so(at_stage):
    text = closed_unpaid(at_stage(Stage.PAYMENT), days_left=-2)
    assert "Izin tinggal telah berakhir pada" in text
    assert "Pasal 78 Undang-Undang Nomor 6 Tahun 2011" in text
    assert "hanya berlaku sampai" not in text


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


# --- where a guarantor's letter goes


def written_to(**changes) -> list[str]:
    application = sample_number(1).application
    guarantor = application.guarantor.model_copy(update=changes)
    case = Case(reference="SAHS-7K43")
    told = parties_of(case, application.model_copy(update={"guarantor": guarantor}))
    return told["recipient_address"].splitlines()


def test_a_guarantor_is_written_to_at_the_address_that_they_gave():
    assert written_to(address=("Jalan Penjamin 1", "Kota Semarang 50131")) == [
        "Jalan Penjamin 1",
        "Kota Semarang 50131",
    ]


def test_a_guarantor_without_an_address_is_written_to_in_care_of_the_applicants_home_and_the_letter_says_so():
    application = sample_number(1).application
    assert written_to(address=()) == ("d.a. " + home_of(application)).splitlines()
    assert written_to(address=(), name=application.applicant.full_name) == home_of(application).splitlines()


def test_an_application_of_before_guarantors_had_addresses_is_still_the_same_application():
    application = sample_number(1).application
    told = application.model_dump(mode="json")
    del told["guarantor"]["address"]
    old = Application.model_validate_json(json.dumps(told))
    assert old == application
    assert content_digest(old) == content_digest(application)
    with_one = application.guarantor.model_copy(update={"address": ("Jalan Penjamin 1",)})
    assert content_digest(application.model_copy(update={"guarantor": with_one})) != content_digest(application)


def test_a_long_street_leaves_its_neighbourhood_a_line_of_its_own():
    application = sample_number(1).application
    residence = application.residence.model_copy(update={"street": "J" * 120, "neighbourhood": "002/005"})
    assert home_of(application.model_copy(update={"residence": residence})).splitlines()[:2] == [
        "J" * 120,
        "RT/RW 002/005",
    ]


def test_a_verdict_of_no_names_the_condition_that_is_not_met(at_stage):
    life = at_stage(Stage.ASSESSMENT)
    question = life.question("eligibility-verdict")
    assert life.decide_as("BS", question, "ineligible", ground="other-evidence").reason == "ground-not-fitting"
    assert life.decide_as("BS", question, "ineligible", ground="permit-kind").granted
    life.send_all()
    assert "Jenis izin tinggal ini tidak dilayani melalui kunjungan rumah" in life.letter_text("ineligible")
