"""The whole life of a case, and its end: what is handed over, what keeps it open, until when it is kept."""

from datetime import date, time
from itertools import groupby

import pytest
from demo_life import Life
from lives_by_stage import first_sample, new_life, sample_number

from casework.clock import OFFICE_TIME_ZONE
from casework.lifecycle import Stage
from casework.registry.models import Booking, Decision, Effect, Letter, TeamDay, Visit
from casework.stages.case_file import find_case
from casework.stages.closure import still_open
from casework.stages.ending import open_outside_event
from casework.tariffs import visit_fee


@pytest.fixture
def printing_life(tmp_path):
    """A demo office whose letters are printed, by WeasyPrint."""
    life = new_life(tmp_path / "office")
    yield life
    life.registry.close()


def test_the_first_known_visit_from_arrival_to_closure(printing_life: Life, neighbourhood, with_real_neighbours):
    life = with_real_neighbours(printing_life)
    life.receive(first_sample())
    subject = carry_to_the_end(life)
    visit, team = life.rows(Visit, Visit.case_reference == life.reference)[0], life.rows(TeamDay)[0]
    starts, ends = (at.astimezone(OFFICE_TIME_ZONE).time() for at in (visit.starts_at, visit.ends_at))
    assert (visit.day, starts, ends, visit.state) == (date(2026, 11, 25), time(9), time(9, 30), "held")
    assert len(team.members) == 3
    assert visit_fee(visit.day) == 0
    assert life.letters(state="issued") == [
        "receipt",
        "billing",
        "visit-notice",
        "visit-record",
        "grant",
        "closing",
    ]  # L01 L11 L06 L08 L12 L14; L07 is brought as a form: test_consent_forms.py
    assert life.letters(subject, "issued") == ["assignment", "dispatch-report"]  # L05 L18
    assert (life.case().result, life.stage, life.case().retain_until) == ("granted", Stage.CLOSED, date(2031, 11, 25))
    assert_numbered_without_gaps(life)
    mails = [row for row in neighbourhood.ask("GET", "/mailbox") if life.reference in row["subject"]]
    assert len(mails) == 8  # the visit notice and the grant go to the applicant too, the record to the applicant alone
    reports = [row for row in neighbourhood.ask("GET", "/mailbox") if subject in row["subject"]]
    assert [row["recipient"].partition("@")[0] for row in reports] == [
        "administrator", "dispatcher", "head-of-office",
    ]  # fmt: skip
    assert {row["received"] for row in [*mails, *reports]} == {1}
    assert all(len(row["attachments"]) == 1 for row in mails)
    for partner in ("simkim", "billing"):
        orders = [
            row for row in neighbourhood.ask("GET", f"/orders/{partner}") if row["case_reference"] == life.reference
        ]
        assert [(row["deliveries"], row["duplicate"]) for row in orders] == [(1, False)]
    assert life.rows(Effect, Effect.state == "planned") == []
    assert life.ledger_holds()


def carry_to_the_end(life: Life) -> str:
    """From arrival to closure by the golden path; returns the subject of the day's rounds."""
    assert life.check() == 0
    life.send_all()
    life.assess()
    life.decided("BS", "eligibility-verdict", "eligible")
    life.send_all()
    life.pay()
    subject = life.announce()
    life.send_all(subject)
    life.send_all()
    life.release()
    life.report(started_at="09:00", ended_at="09:30")
    life.send_all(subject)
    life.decided("BS", "permit-proposal", "grant")
    life.decided("RK", "permit-decision", "grant")
    life.send_all()
    life.close()
    life.decided("SH", "delivery-receipt")
    life.send_all()
    return subject


def assert_numbered_without_gaps(life: Life) -> None:
    by_file = sorted(life.rows(Letter), key=lambda row: (row.unit, row.classification, row.year, row.sequence))
    for _, rows in groupby(by_file, key=lambda row: (row.unit, row.classification, row.year)):
        numbers = [row.sequence for row in rows]
        assert numbers == list(range(1, len(numbers) + 1))


# --- the end of the ways on which nothing is handed over


def test_a_case_that_is_not_eligible_gets_its_letter_and_closes_by_itself(life):
    life.receive(sample_number(4))
    life.check()
    life.assess()
    life.decided("BS", "eligibility-verdict", "ineligible", ground="age")
    assert (life.stage, life.case().result) == (Stage.CLOSING, "ineligible")
    life.close()
    assert life.stage is Stage.CLOSING, "its letter has not gone out yet"
    life.send_all()
    life.close()
    life.send_all()
    assert life.stage is Stage.CLOSED
    assert life.letters(state="issued") == ["receipt", "ineligible", "closing"]
    signed = life.rows(Letter, Letter.kind == "ineligible")[0]
    assert (signed.signatory_code, signed.signatory_capacity) == ("BS", "definitive:section-head")
    assert life.rows(Letter, Letter.kind == "receipt")[0].signatory_code is None


# --- what keeps a case open


def test_a_case_is_not_closed_while_something_on_it_is_open_and_says_what(at_stage):
    life = at_stage(Stage.CLOSING)
    with life.change() as change:
        open_outside_event(change, life.office, find_case(change, life.reference))
    with life.registry.reading() as reading:
        question = life.question("delivery-receipt")
        assert still_open(reading, find_case(reading, life.reference), question.question_id) == [
            "question outside-event"
        ]
    assert life.decide_as("SH", question).reason == "something-open"
    assert life.stage is Stage.CLOSING


def test_a_grant_that_has_not_gone_out_keeps_the_case_open(at_stage):
    life = at_stage(Stage.PERMIT)
    life.decided("BS", "permit-proposal", "grant")
    life.decided("RK", "permit-decision", "grant")
    life.send(life.planned()[0])  # SIMKIM has it; the letter waits
    life.close()
    assert life.decide_as("SH", life.question("delivery-receipt")).reason == "something-open"
    with life.registry.reading() as reading:
        left = still_open(reading, find_case(reading, life.reference))
    assert [one.partition(f" {life.reference}:")[2] for one in left if one.startswith("effect")] == [
        "letter:grant:1",
        "mail:grant:1",
    ]
    life.send_all()
    assert life.decide_as("SH", life.question("delivery-receipt")).granted


def test_the_hand_over_is_asked_about_once(at_stage):
    life = at_stage(Stage.CLOSING)
    life.close()
    life.close()
    assert len(life.open(kind="delivery-receipt")) == 1


@pytest.mark.parametrize("means", ["e-mail", "brought", "registered-mail"])
@pytest.mark.parametrize("receiver", ["applicant", "guarantor", "courier"])
def test_nobody_has_to_come_to_the_office_for_the_result(at_stage, receiver, means):
    life = at_stage(Stage.CLOSING)
    life.decided("SH", "delivery-receipt", receiver=receiver, means=means)
    life.send_all()
    assert life.letters(state="issued")[-1] == "closing"


def test_a_closed_case_has_no_bookings_that_it_does_not_need_and_every_decision_its_event(at_stage):
    life = at_stage(Stage.CLOSED)
    decided = [event for event in life.events() if event.endswith(":question:decided")]
    assert len(decided) == len(life.rows(Decision, Decision.subject == life.reference))
    assert {row.case_reference for row in life.rows(Booking)} == {life.reference}


def test_closing_a_case_asks_nothing_more_of_anybody(at_stage):
    life = at_stage(Stage.CLOSED)
    life.close()
    assert life.open() == []
    assert life.planned() == []
