"""What whoever objects is told: that it is decided, by whom and by when; or that it came too late, and what remains."""

import re
import sqlite3
from contextlib import closing
from datetime import date, timedelta
from html import unescape

import pytest
from demo_life import Life
from reported_events import closed_by_itself, ineligible_case, object_to_it, objection_form, refused_case, undo

from casework.deadlines import last_day_to_object, objection_rule_on
from casework.letter_titles import title_told
from casework.letter_verification import verify_token
from casework.letters import FACTS, KINDS, LetterKind, longest_facts, render_letter, sample_facts
from casework.letters.facts.parts import ObjectedTo
from casework.letters.gallery import sample_frame
from casework.letters.rendering import letter_as_html
from casework.letters.titles import OBJECTION_TO_A_REFUSAL_REJECTED
from casework.letters.wording import date_in_words, plain_date
from casework.lifecycle import Stage
from casework.registry.models import Effect, Letter


@pytest.fixture
def refused(at_stage):
    """A permit of the short chain, refused by the head of office."""
    return refused_case(at_stage(Stage.PERMIT))


@pytest.fixture
def ineligible(at_stage):
    """An application that a section head found ineligible."""
    return ineligible_case(at_stage(Stage.ASSESSMENT))


def let_the_days_pass(life: Life, days_after_the_last: int = 1):
    """Until so many days after the last one on which one could object; the day on which the decision was told."""
    told_on = life.clock.now.date()
    last = last_day_to_object(told_on, life.office.calendar)
    life.clock.pass_(days=(last - told_on).days + days_after_the_last)
    return told_on


def told(life: Life, kind: str) -> str:
    """The letter of a kind, signed by the counter officer, as it went out."""
    life.send_all()
    [letter] = life.rows(Letter, Letter.kind == kind)
    assert (letter.signatory_code, letter.signatory_capacity) == ("SH", "definitive:counter-officer")
    return life.letter_text(kind)


def test_an_admitted_objection_to_a_refusal_is_told_with_who_decides_it_and_by_which_day(refused):
    arrived_on = refused.clock.now.date()
    object_to_it(refused)
    text = told(refused, "objection-admitted")
    by = refused.office.calendar.add_working_days(arrived_on, objection_rule_on(arrived_on).decide_within)
    assert "Keberatan tertulis terhadap Keputusan Penolakan Permohonan Izin Tinggal" in text
    assert "Kepala Kantor Wilayah Direktorat Jenderal Imigrasi Jawa Tengah." in text
    assert f"<strong>{date_in_words(by)}</strong>, yaitu 10 (sepuluh) hari kerja" in text
    assert "keberatan dianggap dikabulkan (Pasal 77 Undang-Undang Nomor 30 Tahun 2014)" in text
    assert "di luar kuasa" not in text


@pytest.mark.parametrize("case", ["refused", "ineligible"])
def test_whoever_may_object_is_told_of_the_no_applicant_and_guarantor_alike(case, request):
    life = request.getfixturevalue(case)
    [mail] = life.rows(Effect, Effect.kind == {"refused": "mail:refusal", "ineligible": "mail:ineligible"}[case])
    assert mail.content["to"] == ["guarantor", "applicant"]


def test_the_letter_on_a_verdict_names_its_copy_to_the_applicant(ineligible):
    assert "Tembusan:<br>Pemegang izin tinggal yang bersangkutan" in ineligible.letter_text("ineligible")


def test_an_admitted_objection_to_a_verdict_is_decided_by_the_head_of_office(ineligible):
    object_to_it(ineligible)
    text = told(ineligible, "objection-admitted")
    assert "Keberatan ini diputuskan oleh Kepala Kantor Imigrasi Kelas I TPI Surakarta.</p>" in text
    assert "putusan bahwa permohonan kunjungan rumah tidak memenuhi syarat" in text


def test_one_that_was_admitted_late_is_told_why_that_does_not_stand_in_its_way(refused):
    let_the_days_pass(refused)
    objection_form(refused)
    refused.decided("SH", "objection-receipt", "admissible", ground="beyond-control")
    assert "terjadi di luar kuasa pemohon" in told(refused, "objection-admitted")


def test_one_that_came_too_late_is_told_how_the_days_were_reckoned_and_which_ways_remain(refused):
    told_on = let_the_days_pass(refused)
    arrived_on = refused.clock.now.date()
    objection_form(refused)
    refused.decided("SH", "objection-receipt", "too-late")
    text = told(refused, "objection-too-late")
    for day in (told_on, last_day_to_object(told_on, refused.office.calendar), arrived_on):
        assert date_in_words(day) in text
    assert "21 (dua puluh satu) hari kerja" in text
    assert "banding administratif</strong>, diajukan kepada Direktur Jenderal Imigrasi paling lama 10 (sepuluh)" in text
    assert f"sampai dengan <strong>{date_in_words(told_on + timedelta(days=90))}</strong>." in text
    assert "hari kalender (Pasal 55 Undang-Undang Nomor 5 Tahun 1986), dihitung sejak keputusan diberitahukan" in text
    assert "counted from the day on which you were told of the decision" in text


def test_a_court_whose_days_are_over_is_not_held_out_as_a_way_that_is_open(refused):
    told_on = let_the_days_pass(refused, 90)
    objection_form(refused)
    refused.decided("SH", "objection-receipt", "too-late")
    assert f"telah lewat pada {date_in_words(told_on + timedelta(days=90))}" in told(refused, "objection-too-late")


def test_what_was_no_objection_is_answered_by_no_letter(refused):
    objection_form(refused)
    refused.decided("SH", "objection-receipt", "dropped", ground="wrong-file")
    assert refused.planned() == []


def test_the_receipt_of_an_objection_that_was_admitted_by_mistake_does_not_go_out_any_more(refused):
    object_to_it(refused)
    undo(refused, "objection")
    refused.send_all()
    [letter] = refused.rows(Letter, Letter.kind == "objection-admitted")
    assert (letter.state, letter.void_reason) == ("void", "undone")


def test_what_came_in_time_is_never_told_to_be_late():
    facts = sample_facts(LetterKind.OBJECTION_TOO_LATE)
    with pytest.raises(ValueError, match="came in time"):
        type(facts).model_validate({**facts.model_dump(), "received_on": facts.last_day})


# --- what the court takes of one that came too late


@pytest.fixture
def told_on_monday(at_stage):
    """A permit that was refused and told on Monday, 30 November 2026: ninety days later is a Sunday."""
    life = at_stage(Stage.PERMIT)
    life.clock.pass_(days=5)
    return refused_case(life)


def test_where_the_last_day_for_the_court_is_a_sunday_the_letter_names_the_working_day_before(told_on_monday):
    assert let_the_days_pass(told_on_monday) == date(2026, 11, 30)
    objection_form(told_on_monday)
    told_on_monday.decided("SH", "objection-receipt", "too-late")
    text = told(told_on_monday, "objection-too-late")
    assert (
        "yaitu sampai dengan <strong>Minggu, 28 Februari 2027</strong>; karena hari itu bukan hari kerja, "
        "agar diajukan paling lambat <strong>Jumat, 26 Februari 2027</strong>." in text
    )
    assert "as that is no working day, please file it by <strong>Friday, 26 February 2027</strong>." in text


def test_a_working_day_that_has_passed_is_not_held_out_as_one_that_is_open(told_on_monday):
    let_the_days_pass(told_on_monday)
    objection_form(told_on_monday)
    told_on_monday.clock.pass_(days=(date(2027, 2, 27) - told_on_monday.clock.now.date()).days)
    told_on_monday.decided("SH", "objection-receipt", "too-late")
    text = told(told_on_monday, "objection-too-late")
    assert "yaitu sampai dengan <strong>Minggu, 28 Februari 2027</strong>." in text
    assert "26 Februari 2027" not in text


# --- whether one may stay meanwhile


def test_the_receipt_says_until_when_the_permit_runs_and_that_an_objection_does_not_make_it_longer(refused):
    permit_ends = refused.case().permit_expires_on
    object_to_it(refused)
    text = told(refused, "objection-admitted")
    assert f'Izin tinggal berlaku sampai</th><td class="value">: {date_in_words(permit_ends)}<' in text
    assert f'Present permit ends on</th><td class="value">: {date_in_words(permit_ends, "en")}<' in text
    assert (
        "Keberatan ini tidak menunda pelaksanaan keputusan semula dan tidak memperpanjang izin tinggal, "
        "kecuali undang-undang menentukan lain (Pasal 75 Undang-Undang Nomor 30 Tahun 2014)." in text
    )


def test_a_permit_that_ended_before_the_receipt_is_not_told_to_run():
    facts = sample_facts(LetterKind.OBJECTION_ADMITTED).model_copy(update={"permit_expires_on": date(2026, 11, 20)})
    text = letter_as_html(LetterKind.OBJECTION_ADMITTED, facts, sample_frame(LetterKind.OBJECTION_ADMITTED))
    assert "Izin tinggal telah berakhir" in text
    assert "Izin tinggal berlaku sampai" not in text


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        (
            {},
            (
                "Upaya tersebut tidak menunda pelaksanaan Keputusan ini dan tidak memperpanjang izin tinggal, kecuali "
                "undang-undang atau pengadilan menentukan lain (Pasal 75 Undang-Undang Nomor 30 Tahun 2014 serta "
                "Pasal 67 Undang-Undang Nomor 5 Tahun 1986)."
            ),
        ),
        (
            {"leave_by": None, "objection": None, "appeal": None},
            (
                "Upaya tersebut tidak menunda pelaksanaan Keputusan ini, kecuali undang-undang atau pengadilan menentukan "
                "lain (Pasal 67 Undang-Undang Nomor 5 Tahun 1986)."
            ),
        ),
    ],
)
def test_a_refusal_says_that_no_way_of_contesting_it_suspends_it(changes, said):
    facts = sample_facts(LetterKind.REFUSAL).model_copy(update=changes)
    assert said in plain(letter_as_html(LetterKind.REFUSAL, facts, sample_frame(LetterKind.REFUSAL)))


# --- what follows an objection that was decided


def first_decision(life: Life, kind: str) -> Letter:
    """The letter that said no, and was objected to."""
    return life.rows(Letter, Letter.kind == kind, order_by=Letter.id)[0]


def test_a_rejected_objection_is_told_by_a_decree_that_names_the_one_that_stands(refused):
    first = first_decision(refused, "refusal")
    refused.clock.pass_(days=6)
    arrived_on = refused.clock.now.date()
    object_to_it(refused)
    refused.clock.pass_(days=1)
    refused.decided("HC", "permit-regional", "refuse", ground="activities")
    refused.decided("RK", "permit-decision", "refuse", ground="activities")
    closed_by_itself(refused)
    text = plain(refused.letter_text("refusal"))
    named = f"Keputusan Nomor {first.number} tanggal {plain_date(first.dated)}"
    assert "TENTANG Penolakan Keberatan atas Penolakan Permohonan Perpanjangan" in text
    assert (
        f"permohonan tersebut ditolak dengan {named}, dan terhadap Keputusan itu diajukan keberatan tertulis yang "
        f"diterima pada tanggal {plain_date(arrived_on)};" in text
    )
    assert (
        "bahwa setelah pemeriksaan kembali oleh Kepala Kantor Wilayah Direktorat Jenderal Imigrasi Jawa Tengah, pada "
        f"tanggal {plain_date(refused.clock.now.date())} diputuskan untuk menolak keberatan tersebut karena kegiatan"
        in text
    )
    assert f"Menolak keberatan atas {named} tentang penolakan permohonan dari:" in text
    assert "Keputusan sebagaimana dimaksud dalam Diktum KESATU tetap berlaku." in text
    assert "Decision rejecting the objection to the refusal of the stay permit" in text
    assert f"Decision No. {first.number} of {plain_date(first.dated, 'en')} refused the following application" in text


def test_a_decree_upon_an_objection_is_called_so_on_paper_in_its_mail_and_where_it_is_verified(refused):
    object_to_it(refused)
    refused.decided("HC", "permit-regional", "refuse", ground="activities")
    refused.decided("RK", "permit-decision", "refuse", ground="activities")
    closed_by_itself(refused)
    first, upon_it = refused.rows(Letter, Letter.kind == "refusal", order_by=Letter.id)
    with refused.registry.reading() as reading:
        titles = [verify_token(reading, one.verification_token).title for one in (first, upon_it)]
    assert titles == [KINDS[LetterKind.REFUSAL].title, OBJECTION_TO_A_REFUSAL_REJECTED]
    subjects = [mail.subject for (_, key), (mail, _) in refused.neighbours.orders.items() if ".mail.refusal.2" in key]
    assert subjects
    assert all(" · ".join(OBJECTION_TO_A_REFUSAL_REJECTED) in subject for subject in subjects)


def test_a_letter_whose_facts_are_erased_is_called_by_its_kind(refused):
    letter = first_decision(refused, "refusal")
    with closing(sqlite3.connect(refused.registry.engine.url.database, isolation_level=None)) as connection:
        assert connection.execute("DELETE FROM data_key WHERE owner = ?", (refused.reference,)).rowcount
    with refused.registry.reading() as reading:
        assert title_told(reading, letter) == KINDS[LetterKind.REFUSAL].title


def test_a_grant_upon_an_objection_revokes_the_decree_that_refused(refused):
    first = first_decision(refused, "refusal")
    arrived_on = refused.clock.now.date()
    object_to_it(refused)
    refused.decided("HC", "permit-regional", "grant")
    refused.decided("RK", "permit-decision", "grant")
    refused.send_all()
    text = plain(refused.letter_text("grant"))
    assert (
        f"Dengan persetujuan ini, menindaklanjuti keberatan yang diterima pada {plain_date(arrived_on)}, Keputusan "
        f"Nomor {first.number} tanggal {plain_date(first.dated)} dicabut dan dinyatakan tidak berlaku." in text
    )
    assert (
        f"Decision No. {first.number} of {plain_date(first.dated, 'en')}, which refused the application, is revoked"
        in text
    )


def test_a_grant_without_an_objection_revokes_nothing(at_stage):
    text = at_stage(Stage.CLOSING).letter_text("grant")
    assert "dicabut" not in text
    assert "keberatan" not in text


def test_a_rejected_objection_to_a_verdict_is_told_so_and_names_the_letter_that_it_was_about(ineligible):
    first = first_decision(ineligible, "ineligible")
    arrived_on = ineligible.clock.now.date()
    object_to_it(ineligible)
    ineligible.decided("RK", "eligibility-verdict", "ineligible", ground="permit-kind")
    closed_by_itself(ineligible)
    text = plain(ineligible.letter_text("ineligible"))
    assert (
        f"Keberatan tertulis terhadap surat Nomor {first.number} tanggal {plain_date(first.dated)}, yang kami terima "
        f"pada {plain_date(arrived_on)}, telah kami periksa." in text
    )
    assert "keberatan tersebut ditolak : permohonan ini tetap tidak memenuhi syarat layanan kunjungan rumah" in text
    assert "Hal : Penolakan Keberatan atas Putusan Tidak Memenuhi Syarat" in text


def test_the_first_no_is_no_answer_to_an_objection(refused, ineligible):
    assert "Penolakan Keberatan" not in refused.letter_text("refusal")
    assert "keberatan tersebut ditolak" not in ineligible.letter_text("ineligible")


# --- facts that were planned before they told any of this


TOLD_SINCE = {
    LetterKind.REFUSAL: {"objected_to", "fee_paid"},
    LetterKind.GRANT: {"objected_to"},
    LetterKind.INELIGIBLE: {"objected_to"},
    LetterKind.OBJECTION_ADMITTED: {"permit_expires_on"},
    LetterKind.OBJECTION_TOO_LATE: {"court_by"},
}


@pytest.mark.parametrize("kind", TOLD_SINCE)
def test_what_was_planned_before_is_still_facts_of_its_letter_and_is_printed(kind):
    planned = sample_facts(kind).model_dump(mode="json", exclude=TOLD_SINCE[kind])
    facts = FACTS[kind].model_validate(planned)
    assert "None" not in letter_as_html(kind, facts, sample_frame(kind))


@pytest.mark.parametrize("paid", [True, False])
def test_that_a_fee_is_not_refunded_is_told_where_one_was_paid(paid):
    facts = sample_facts(LetterKind.REFUSAL).model_copy(update={"fee_paid": paid})
    text = plain(letter_as_html(LetterKind.REFUSAL, facts, sample_frame(LetterKind.REFUSAL)))
    refund = "PNBP yang telah dibayar tidak dapat dikembalikan, kecuali peraturan perundang-undangan menentukan lain."
    assert (refund in text) is paid
    assert ("A state fee once paid is not refunded unless the law says otherwise." in text) is paid
    assert ("PNBP" in text) is paid


def test_no_decision_is_objected_to_before_it_was_made():
    with pytest.raises(ValueError, match="before the decision was made"):
        ObjectedTo(number="7", dated=date(2026, 11, 3), received_on=date(2026, 11, 2))


def test_the_decree_upon_an_objection_keeps_to_its_pages_with_the_longest_facts():
    one = ObjectedTo(number="W" * 200, dated=date(2026, 11, 2), received_on=date(2026, 11, 10))
    changes = {"objected_to": one, "refused_above": sample_facts(LetterKind.OBJECTION_ADMITTED).deciders[0]}
    facts = longest_facts(LetterKind.REFUSAL).model_copy(update=changes)
    assert render_letter(LetterKind.REFUSAL, facts, sample_frame(LetterKind.REFUSAL)).pages <= 6


def plain(text: str) -> str:
    """What a reader sees of it, in one line."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", text)).split()).replace(" ,", ",").replace(" .", ".")
