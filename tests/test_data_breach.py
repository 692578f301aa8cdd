"""A breach of personal data: put on record by two, told within 3 × 24 hours to everybody concerned who lives, and to the agency."""

from datetime import datetime, timedelta
from typing import get_args

import pytest
from demo_life import Life, queue
from lives_by_stage import good_samples, sample_number
from office_acts import CLOSED, approve, briefed, carry, fill, may_answer, propose, role_asked, today
from reported_events import complain, report
from test_process_ended import mailed

from casework.acts.data_breach import CauseShown, DataBreachContent, DataShown, MeasureShown
from casework.clock import OFFICE_TIME_ZONE
from casework.letters import wording
from casework.letters.catalogue import BREACH_CAUSES, BREACH_MEASURES, DATA_KINDS
from casework.letters.facts.breach import BreachCause, BreachMeasure, DataKind
from casework.lifecycle import Stage
from casework.questions import code_of
from casework.registry.models import Letter, Question


def breach(life: Life, *references: str, **changed) -> dict:
    """What the form says: a lost device, found out an hour ago."""
    found = life.office.now().office - timedelta(hours=1)
    return {
        "discovered_on": found.date(),
        "discovered_at": f"{found:%H:%M}",
        "happened_on": found.date(),
        "data": ["nomor dan masa berlaku paspor · passport", "alamat, telepon, pos-el · contact"],
        "cause": "perangkat hilang atau dicuri · device-lost",
        "measures": ["akses ditutup · access-closed"],
        "references": list(references or (life.reference,)),
        **changed,
    }


def send_everything(life: Life, subject: str, *references: str) -> None:
    for one in (subject, *references):
        life.send_all(one)


def test_each_code_of_the_form_is_one_of_the_letter_and_has_its_words():
    for shown, kinds, words in (
        (DataShown, DataKind, DATA_KINDS),
        (CauseShown, BreachCause, BREACH_CAUSES),
        (MeasureShown, BreachMeasure, BREACH_MEASURES),
    ):
        assert {code_of(one) for one in get_args(shown)} == set(get_args(kinds)) == set(words)


def test_whoever_approves_reads_in_words_which_data_how_and_what_is_done(life):
    [reference] = queue(life, good_samples(1))
    told = briefed(life, propose(life, "data-breach", **breach(life, reference)), "act-approval")
    assert "Data yang terungkap · data disclosed: nomor dan masa berlaku paspor; alamat, telepon, pos-el" in told
    assert "Sebab · cause: perangkat hilang atau dicuri; penanganan · done: akses ditutup" in told
    assert "surat a.n. Anda: pemberitahuan kegagalan" in told
    assert "laporan ke lembaga" in told


def test_the_hour_may_be_written_as_letters_write_it(life):
    content = DataBreachContent.model_validate(breach(life, "SAHS-7K43") | {"discovered_at": "07.05"})
    assert (content.found_at.hour, content.found_at.minute) == (7, 5)


def test_guarantor_and_applicant_of_each_case_are_told_in_the_name_of_whoever_approved_it(life):
    references = queue(life, [*good_samples(2), sample_number(10)])
    subject = carry(life, "data-breach", **breach(life, *references))
    send_everything(life, subject, *references)
    letters = life.rows(Letter, Letter.kind == "breach-notice")
    assert {(row.subject, row.state, row.signatory_code) for row in letters} == {
        (one, "issued", "RK") for one in references
    }
    text = life.letter_text("breach-notice", references[0])
    found = life.office.now().office - timedelta(hours=1)
    assert wording.date_in_words(found.date()) in text
    assert "perangkat kantor hilang atau dicuri" in text
    assert "nomor dan masa berlaku paspor" in text
    assert "akses terhadap data itu telah ditutup" in text
    assert "melampaui batas 3 x 24 jam" not in text
    assert len(mailed(life, "breach-notice")) >= 3


def test_the_agency_is_told_in_numbers_and_without_a_name_by_whoever_hands_it_in(life):
    references = queue(life, [*good_samples(2), sample_number(10)])
    subject = carry(life, "data-breach", **breach(life, *references))
    send_everything(life, subject)
    text = life.letter_text("breach-report", subject)
    assert "3 (tiga)" in text
    assert "5 (lima) orang atau badan" in text  # one is married to an Indonesian and has no guarantor
    for sample in (*good_samples(2), sample_number(10)):
        assert sample.application.applicant.full_name not in text
    assert not any(one in text for one in references)
    assert mailed(life, "breach-report") == ["administrator@kanim-surakarta.example.com"]
    assert "Direktur Jenderal Imigrasi;" in text


def test_one_event_of_the_ledger_tells_of_all_of_it(at_stage):
    life = at_stage(Stage.PERMIT)
    subject = carry(life, "data-breach", **breach(life))
    [facts] = life.facts_of("office:data-breach:told", "office")
    assert (facts["act"], facts["cases"], facts["letters"]) == (subject, [life.reference], 1)
    assert life.ledger_holds()


@pytest.mark.parametrize("when", ["before", "after"])
def test_after_a_death_only_the_guarantor_is_told(when, at_stage):
    life = at_stage(Stage.PERMIT)
    if when == "before":
        report(life, "died")
    subject = carry(life, "data-breach", **breach(life))
    if when == "after":
        report(life, "died")
    send_everything(life, subject, life.reference)
    assert life.letters(state="issued").count("breach-notice") == 1
    assert mailed(life, "breach-notice") == ["guarantor-1@example.org"]
    text = life.letter_text("breach-notice")
    assert ("mendiang pemegang izin tinggal" in text) == (when == "before")
    assert "Tembusan" not in text  # none goes to the dead, whenever it was planned


def test_where_the_dead_had_no_guarantor_nobody_is_told_and_the_agency_is(life):
    queue(life, [sample_number(10)])
    report(life, "died")
    subject = carry(life, "data-breach", **breach(life))
    send_everything(life, subject, life.reference)
    assert "breach-notice" not in life.letters()
    assert "0 (nol) pemberitahuan" in life.letter_text("breach-report", subject)


def test_nobody_is_told_before_the_head_of_office_has_approved_it(at_stage):
    life = at_stage(Stage.PERMIT)
    subject = propose(life, "data-breach", **breach(life))
    assert (role_asked(life, subject), may_answer(life, subject)) == ("head-of-office", ["RK"])
    assert "breach-notice" not in life.letters()
    life.decided("RK", "act-approval", "reject", subject=subject, ground="not-as-the-document")
    assert "breach-notice" not in life.letters()


def test_both_questions_about_it_are_due_within_the_hours_whatever_days_the_office_is_closed_on(at_stage):
    life = at_stage(Stage.PERMIT)
    life.clock.now = datetime(2026, 12, 24, 9, 0, tzinfo=OFFICE_TIME_ZONE)  # a Thursday, then Christmas and a weekend
    subject = propose(life, "data-breach", **breach(life))
    assert life.office.calendar.next_working_day(today(life)) > today(life, days=3)
    due = [row.due_on for row in life.rows(Question, Question.subject == subject)]
    assert due == [today(life, days=2)] * 2


def test_a_day_that_is_closed_meanwhile_puts_nothing_of_it_off(at_stage):
    life = at_stage(Stage.PERMIT)
    subject = propose(life, "data-breach", **breach(life))
    [before] = [row.due_on for row in life.rows(Question, Question.subject == subject, Question.state == "open")]
    carry(life, "office-day", **{**CLOSED, "day": before})
    [after] = [row.due_on for row in life.rows(Question, Question.subject == subject, Question.state == "open")]
    assert after == before


def test_where_the_head_is_away_the_section_head_approves_it_on_behalf(at_stage):
    life = at_stage(Stage.PERMIT)
    carry(life, "absence", by="SH", approved_by="PM", officer="RK", first_day=today(life), last_day=today(life, days=3))
    subject = propose(life, "data-breach", **breach(life))
    assert role_asked(life, subject) == "section-head"
    assert approve(life, subject, "BS").granted
    life.send_all()
    text = life.letter_text("breach-notice")
    assert "a.n. Kepala Kantor," in text


def test_whoever_is_kept_from_one_of_the_cases_has_no_part_in_it(at_stage):
    life = at_stage(Stage.PERMIT)
    complain(life, by_code="RK")
    subject = propose(life, "data-breach", **breach(life))
    assert "RK" not in may_answer(life, subject)


def test_what_is_told_too_late_is_told_all_the_same_and_admits_it(at_stage):
    life = at_stage(Stage.PERMIT)
    said = breach(life)
    life.clock.pass_(days=5)
    subject = propose(life, "data-breach", **said)
    assert "Lewat 3 x 24 jam" in briefed(life, subject)
    assert approve(life, subject).granted
    life.send_all()
    assert "melampaui batas 3 x 24 jam" in life.letter_text("breach-notice")


def test_the_approver_reads_the_hour_by_which_it_must_be_told(at_stage):
    life = at_stage(Stage.PERMIT)
    subject = propose(life, "data-breach", **breach(life))
    by = life.office.now().office - timedelta(hours=1) + timedelta(hours=72)
    assert f"tell by {by:%d-%m-%Y}" in briefed(life, subject)


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"references": ["SAHS-2222"]}, "there is no case SAHS-2222"),
        ({"discovered_at": "23:59"}, "discovered in the future"),
    ],
)
def test_a_form_that_cannot_be_is_refused_with_the_reason(changed, why, at_stage):
    life = at_stage(Stage.RECEIVED)
    assert why in fill(life, "data-breach", **breach(life, **changed))


def test_it_cannot_have_happened_after_it_was_found_out(at_stage):
    life = at_stage(Stage.RECEIVED)
    later = life.office.now().office_date + timedelta(days=1)
    assert "happened after it was discovered" in fill(life, "data-breach", **breach(life, happened_on=later))


def test_a_case_that_is_named_twice_is_told_once(at_stage):
    life = at_stage(Stage.PERMIT)
    carry(life, "data-breach", **breach(life, life.reference, life.reference))
    assert life.letters().count("breach-notice") == 1


def test_a_withdrawal_does_not_stop_what_the_law_demands(at_stage):
    life = at_stage(Stage.PERMIT)
    carry(life, "data-breach", **breach(life))
    report(life, "withdrawn")
    life.send_all()
    assert life.letters(state="issued").count("breach-notice") == 1
