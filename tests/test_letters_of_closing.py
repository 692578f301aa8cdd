"""What is told of a file that is closed: a receipt where something was handed over, its consequence where not."""

from datetime import timedelta

import pytest
from demo_life import Life

from casework.letters.wording import date_in_words
from casework.lifecycle import Stage
from casework.registry import Event
from casework.stages.case_file import find_case

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
