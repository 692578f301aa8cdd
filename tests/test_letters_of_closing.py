"""What is told of a file that is closed: a receipt where something was handed over, its consequence where not."""

from datetime import timedelta

import pytest
from demo_life import Life
from lives_by_stage import first_sample

from casework.letters.wording import date_in_words
from casework.lifecycle import Stage
from casework.registry import Event
from casework.stages.billed import present_payment, reentry_was_billed
from casework.stages.case_file import find_case, read_application
from casework.stages.letter_facts.parties import masked

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


@pytest.mark.parametrize(
    ("receiver", "identity", "told", "told_in_english"),
    [
        ("applicant", "passport", "paspor nomor {passport}", "passport number {passport}"),
        ("guarantor", "identity-card", "KTP nomor {card}", 'identity card (<span lang="id">KTP</span>) number {card}'),
        ("guarantor", "passport", "paspor", "passport"),
        ("courier", "other", "kartu identitas lain", "another identity card"),
    ],
)
def test_whoever_was_met_is_told_by_what_they_showed_and_by_the_end_of_a_number_that_is_known(
    at_stage, receiver, identity, told, told_in_english
):
    life, sample = at_stage(Stage.CLOSING), first_sample().application
    life.decided("SH", "delivery-receipt", receiver=receiver, means="brought", identity=identity)
    life.send_all()
    card, passport = sample.guarantor.identity_number, sample.applicant.passport_number
    numbers = {"card": masked(card), "passport": masked(passport)}
    first, _, translation = life.letter_text("closing").partition('<section class="translation"')
    assert f'<td class="value">: {told.format(**numbers)}</td>' in first
    assert f'<td class="value">: {told_in_english.format(**numbers)}</td>' in translation
    assert card not in first + translation
    assert passport not in first + translation
    assert "klasifikasi arsip GR.01.01" in first


@pytest.mark.parametrize(
    ("means", "identity"), [("brought", "none"), ("e-mail", "passport"), ("registered-mail", "other")]
)
def test_nobody_shows_an_identity_by_mail_or_post_and_everybody_at_the_door(at_stage, means, identity):
    life = at_stage(Stage.CLOSING)
    question = life.question("delivery-receipt")
    assert life.decide_as("SH", question, means=means, identity=identity).reason == "identity-not-told"


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


# --- the re-entry permit that was billed


def test_a_re_entry_permit_that_was_billed_is_in_the_grant_and_among_what_was_handed_over(at_stage):
    life = at_stage(Stage.CLOSING)
    life.send_all()
    assert ">: termasuk; masa berlaku lihat izin elektronik</td>" in life.letter_text("grant")
    life.decided("SH", "delivery-receipt", receiver="applicant", means="e-mail", identity="none")
    life.send_all()
    first, _, translation = life.letter_text("closing").partition('<section class="translation"')
    assert "<ol><li><bdi>Izin tinggal elektronik</bdi>;</li><li><bdi>Izin Masuk Kembali</bdi>.</li></ol>" in first
    assert "<ol><li><bdi>Electronic stay permit</bdi>;</li><li><bdi>Re-entry permit</bdi>.</li></ol>" in translation


def test_a_fee_that_was_set_otherwise_than_by_the_tariff_says_nothing_of_a_re_entry_permit(at_stage):
    life = at_stage(Stage.CLOSING)
    with life.change() as change:
        present_payment(change, life.reference).amount = 3_000_000
        change.write(Event("payment:billing:issued", life.reference))
    with life.registry.reading() as reading:
        application = read_application(reading, find_case(reading, life.reference))
        assert not reentry_was_billed(reading, life.reference, application)
    life.decided("SH", "delivery-receipt", receiver="applicant", means="e-mail", identity="none")
    life.send_all()
    assert "Izin Masuk Kembali" not in life.letter_text("closing")
