"""A process that ended by withdrawal or death: one letter says so; undone, it is taken back or followed by another."""

from dataclasses import replace

import pytest
from demo_life import Life, queue
from lives_by_stage import first_sample, sample_number
from reported_events import report, undo

from casework.letters import LetterKind, sample_facts
from casework.letters.wording import amount_in_figures, date_in_words, plain_date
from casework.lifecycle import NEUTRAL_SENTENCE, Stage
from casework.registry.models import Letter, Payment, Visit


def mailed(life: Life, kind: str) -> list[str]:
    """To which addresses letters of a kind went by mail, each once."""
    return [
        mail.to
        for (partner, key), (mail, _) in life.neighbours.orders.items()
        if partner == "mail" and f".mail.{kind}." in key
    ]


def with_guarantor(sample, **changes):
    """The same application, its guarantor changed."""
    application = sample.application
    guarantor = application.guarantor.model_copy(update=changes)
    return replace(sample, application=application.model_copy(update={"guarantor": guarantor}))


def with_address(sample, email: str | None):
    """The same application, its applicant having an e-mail address, or none."""
    applicant = sample.application.applicant.model_copy(update={"email": email})
    return replace(sample, application=sample.application.model_copy(update={"applicant": applicant}))


def ended(life: Life, event: str) -> str:
    """What the letter about the end says."""
    report(life, event)
    life.send_all()
    return life.letter_text("process-ended")


# --- a withdrawal


def test_a_withdrawal_is_told_with_what_becomes_of_the_fee_and_with_the_last_day_that_runs_on(at_stage):
    life = at_stage(Stage.WAITING_FOR_VISIT)
    [paid] = life.rows(Payment)
    text = ended(life, "withdrawn")
    assert f"PNBP sebesar {amount_in_figures(paid.amount)}" in text
    assert f"<strong>{date_in_words(life.case().permit_expires_on)}</strong>" in text
    assert "Permohonan dapat diajukan kembali setiap saat" in text
    assert "A new application can be made at any time" in text
    assert "berdukacita" not in text


def test_whoever_was_billed_and_has_not_paid_need_not_pay_any_more(at_stage):
    assert "tidak perlu dibayar lagi" in ended(at_stage(Stage.PAYMENT), "withdrawn")


def test_whoever_was_never_billed_hears_of_no_fee(at_stage):
    assert "Tidak ada PNBP yang ditagihkan" in ended(at_stage(Stage.ASSESSMENT), "withdrawn")


def test_a_withdrawal_goes_to_guarantor_and_applicant_in_the_name_of_whoever_put_it_on_record(life):
    life.receive(with_address(first_sample(), "applicant-1@example.org"))
    life.check()
    life.send_all()
    report(life, "withdrawn")
    life.send_all()
    [letter] = life.rows(Letter, Letter.kind == "process-ended")
    assert (letter.signatory_code, letter.signatory_capacity) == ("SH", "definitive:counter-officer")
    assert sorted(mailed(life, "process-ended")) == ["applicant-1@example.org", "guarantor-1@example.org"]


def test_the_announced_visit_that_falls_is_named_with_its_day(at_stage):
    life = at_stage(Stage.VISIT)
    [visit] = life.rows(Visit)
    assert f"yang dijadwalkan {date_in_words(visit.day)} dibatalkan" in ended(life, "withdrawn")


def test_a_visit_that_was_made_is_not_called_cancelled(at_stage):
    life = at_stage(Stage.VISIT)
    life.release()
    life.report("held", "worn-ridges", biometrics="exception")
    assert "dibatalkan" not in ended(life, "withdrawn")


def test_a_permit_that_had_been_granted_stays_granted(at_stage):
    text = ended(at_stage(Stage.CLOSING), "withdrawn")
    assert "tetap berlaku sebagaimana tercatat" in text
    assert "tidak memperpanjang" not in text


# --- a death


def test_a_death_is_answered_with_condolences_and_what_the_family_has_to_report(at_stage):
    text = ended(at_stage(Stage.PERMIT), "died")
    assert "Kami turut berdukacita atas wafatnya" in text
    assert (
        "Pasal 44 Undang-Undang Nomor 23 Tahun 2006 sebagaimana telah diubah dengan Undang-Undang Nomor 24 Tahun 2013"
        in text
    )
    assert "kami tidak akan mengirimkan permintaan atau surat lain" in text
    assert "dokumen izin tinggal dikembalikan kepada kami" in text
    assert "Please accept our sincere condolences" in text
    assert "meninggalkan wilayah Indonesia" not in text


def test_after_a_death_the_letter_goes_to_the_guarantor_and_not_to_the_dead(life):
    life.receive(with_address(first_sample(), "applicant-1@example.org"))
    life.check()
    ended(life, "died")
    assert mailed(life, "process-ended") == ["guarantor-1@example.org"]


@pytest.mark.parametrize("written", ["applicant-1@example.org", "Applicant-1@Example.org"])
def test_an_address_that_was_the_deads_own_receives_nothing(written, life):
    sample = with_guarantor(with_address(first_sample(), "applicant-1@example.org"), email=written)
    life.receive(sample)
    life.check()
    assert f"Yth. Bapak/Ibu <bdi>{sample.application.guarantor.name}</bdi>" in ended(life, "died")
    assert mailed(life, "process-ended") == []
    assert life.letters(state="issued") == ["process-ended"]


def test_where_nobody_guarantees_the_family_is_written_to_by_post(life):
    queue(life, [sample_number(10)])
    text = ended(life, "died")
    with_family = sample_number(10).application.applicant.full_name
    assert f"Yth. Keluarga <bdi>{with_family}</bdi>" in text
    assert f"To the family of <bdi>{with_family}</bdi>" in text
    assert mailed(life, "process-ended") == []
    assert life.planned() == []


def test_who_was_their_own_guarantor_is_not_written_to(life):
    own = first_sample().application.applicant.full_name
    life.receive(with_guarantor(first_sample(), name=own))
    life.check()
    assert f"Yth. Keluarga <bdi>{own}</bdi>" in ended(life, "died")


# --- undone


@pytest.mark.parametrize("event", ["died", "withdrawn"])
def test_an_end_that_was_told_and_undone_is_followed_by_a_letter_of_whoever_approved_the_undoing(event, at_stage):
    life = at_stage(Stage.PERMIT)
    ended(life, event)
    undo(life, event)
    life.send_all()
    [letter] = life.rows(Letter, Letter.kind == "reinstated")
    text = life.letter_text("reinstated")
    assert (letter.signatory_code, life.letters(state="issued")[-2:]) == ("BS", ["process-ended", "reinstated"])
    assert NEUTRAL_SENTENCE[Stage.PERMIT][0].removesuffix(".") in text
    assert "tidak perlu" in text
    [end] = life.rows(Letter, Letter.kind == "process-ended")
    named = f'<span class="number">{end.number}</span> tanggal {plain_date(end.dated)}'
    assert f"<p>Surat kami Nomor {named} tentang penghentian proses dinyatakan tidak berlaku.</p>" in text
    assert f"{end.number}</span></span> of {plain_date(end.dated, 'en')} about the end of the process" in text
    assert ("kesedihan yang ditimbulkannya" in text) is (event == "died")


@pytest.mark.parametrize("event", ["died", "withdrawn"])
def test_an_end_that_nobody_heard_of_is_undone_without_a_word(event, at_stage):
    life = at_stage(Stage.PERMIT)
    report(life, event)
    undo(life, event)
    life.send_all()
    assert {"process-ended", "reinstated"}.isdisjoint(life.letters(state="issued"))


def test_a_letter_that_was_printed_and_not_sent_has_told_nobody(at_stage):
    life = at_stage(Stage.PERMIT)
    report(life, "died")
    life.send(life.planned()[0])
    undo(life, "died")
    life.send_all()
    assert "reinstated" not in life.letters()
    assert mailed(life, "process-ended") == []


def test_whoever_heard_of_one_end_is_told_though_a_second_was_undone_before_it_was_told(at_stage):
    life = at_stage(Stage.PERMIT)
    ended(life, "died")
    undo(life, "died")
    report(life, "withdrawn")
    undo(life, "withdrawn")
    life.send_all()
    told = [kind for kind in life.letters(state="issued") if kind in ("process-ended", "reinstated")]
    assert told == ["process-ended", "reinstated"]


def test_a_letter_by_post_has_told_once_it_is_posted(life):
    queue(life, [sample_number(10)])
    ended(life, "died")
    life.decided("SH", "letter-by-post", "posted")
    undo(life, "died")
    assert life.letters()[-1] == "reinstated"


def test_a_letter_that_still_waits_to_be_posted_has_told_nobody_and_is_not_posted_any_more(life):
    queue(life, [sample_number(10)])
    ended(life, "died")
    waiting = life.question("letter-by-post")
    undo(life, "died")
    assert "reinstated" not in life.letters()
    assert life.standing(waiting.question_id).void_reason == "undone"


def test_whoever_waits_for_a_visit_that_fell_is_told_though_nobody_heard_of_the_end(at_stage):
    life = at_stage(Stage.VISIT)
    [visit] = life.rows(Visit)
    report(life, "withdrawn")
    undo(life, "withdrawn")
    life.send_all()
    text = life.letter_text("reinstated")
    assert f"<strong>{date_in_words(visit.day)}</strong> tidak dilaksanakan" in text
    assert "tentang penghentian proses" not in text
    assert NEUTRAL_SENTENCE[Stage.WAITING_FOR_VISIT][0].removesuffix(".") in text


# --- what the facts themselves refuse


def test_a_letter_goes_to_a_family_only_after_a_death():
    facts = sample_facts(LetterKind.PROCESS_ENDED).model_dump()
    with pytest.raises(ValueError, match="after a death only"):
        type(sample_facts(LetterKind.PROCESS_ENDED)).model_validate({**facts, "to_family": True})


def test_a_fee_that_was_paid_has_its_day_and_its_amount():
    facts = sample_facts(LetterKind.PROCESS_ENDED).model_dump()
    with pytest.raises(ValueError, match="correct the payment"):
        type(sample_facts(LetterKind.PROCESS_ENDED)).model_validate({**facts, "fee_paid_on": None})
