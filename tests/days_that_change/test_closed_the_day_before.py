"""A holiday decreed at 16:00 the day before: every visit is called off, told once, and nothing counts."""

import pytest
from clock_of_the_test import REPORT_AT
from demo_life import Life, queue
from late_holidays import (
    AT_FOUR,
    ON_WEDNESDAY,
    TUESDAY,
    WEDNESDAY,
    announced,
    close,
    proposed,
    read_the_calendar,
)
from lives_by_stage import good_samples
from office_acts import approve, fill

from casework.registry.models import Booking, Effect, Letter, OfficeDayRow, Question, RoundPlan, TeamDay, Visit
from casework.stages import calling_off, permit
from casework.stages.dispatch.subjects import rounds_subject

ROUNDS = rounds_subject(WEDNESDAY)


def plans(life: Life) -> list[tuple]:
    """Every plan there is: its day, its revision, what became of it."""
    found = life.rows(RoundPlan, order_by=RoundPlan.day)
    return [(plan.day, plan.revision, plan.state) for plan in sorted(found, key=lambda one: (one.day, one.revision))]


def mails(life: Life, reference: str, kind: str) -> list[str]:
    """What became of each mail of a kind to a case's people."""
    found = life.rows(Effect, Effect.subject == reference, Effect.kind == f"mail:{kind}", order_by=Effect.id)
    return [effect.state for effect in found]


@pytest.fixture
def at_four(life):
    """Tuesday at 16:00; Wednesday's visits are signed, announced and told."""
    life.references = announced(life)
    life.clock.put(TUESDAY, AT_FOUR)
    return life


def test_every_visit_of_the_day_is_called_off_without_counting_and_waits_again(at_four):
    close(at_four)
    assert {(visit.state, visit.counted) for visit in at_four.rows(Visit)} == {("failed", False)}
    assert {at_four.case(one).stage for one in at_four.references} == {"waiting-for-visit"}
    assert at_four.rows(Booking) == []
    assert at_four.facts_of("visit:visit:ended", at_four.references[0])[0]["reason"] == "office-closed"
    assert at_four.ledger_holds()


def test_each_is_told_once_by_letter_that_the_office_is_closed_and_that_nothing_counts(at_four):
    close(at_four)
    for reference in at_four.references:
        at_four.send_all(reference)
        assert at_four.letters(reference).count("failed-visit") == 1
        assert mails(at_four, reference, "failed-visit") == ["done"]
    text = at_four.letter_text("failed-visit", at_four.references[0])
    assert "kantor tutup pada hari itu menurut keputusan yang terbit setelah jadwal diberitahukan" in text
    assert "the office is closed on that day, by a decree issued after the visit was announced" in text
    assert "<strong>tidak mengurangi</strong> kesempatan" in text
    assert "Waktu yang diumumkan" in text
    assert "Waktu petugas di tempat" not in text


def test_the_letter_promises_its_next_word_within_two_working_days_of_which_the_closed_one_is_none(at_four):
    close(at_four)
    at_four.send_all(at_four.references[0])
    assert "Jumat, 27 November 2026" in at_four.letter_text("failed-visit", at_four.references[0])


def test_the_signed_plan_falls_its_teams_do_not_leave_and_nobody_needs_to_be_telephoned(at_four):
    close(at_four)
    assert plans(at_four) == [(WEDNESDAY, 1, "closed")]
    assert {team.state for team in at_four.rows(TeamDay)} == {"held"}
    assert at_four.rows(Question, Question.kind == "team-recall") == []
    assert at_four.events(ROUNDS)[-1] == "dispatch:plan:closed"


def test_whoever_reports_such_a_visit_afterwards_is_told_that_it_was_called_off(at_four):
    report = at_four.question("visit-report", at_four.references[0])
    lead = at_four.rows(TeamDay)[0].lead_code
    close(at_four)
    assert at_four.standing(report.question_id).void_reason == "office-closed"
    at_four.clock.put(WEDNESDAY, REPORT_AT)
    assert at_four.decide_as(lead, report, "held").reason == "question-void"


def test_a_notice_that_has_not_gone_out_stays_here_and_only_the_calling_off_goes(life):
    references = queue(life, good_samples(2))
    life.announce()
    close(life)
    for reference in references:
        life.send_all(reference)
        assert (mails(life, reference, "visit-notice"), mails(life, reference, "failed-visit")) == (["void"], ["done"])
        assert life.letters(reference, state="issued")[-1] == "failed-visit"
        assert life.letters(reference, state="void") == ["visit-notice"]
    life.send_all(ROUNDS)
    assert life.letters(ROUNDS, state="issued") == []


def test_a_notice_that_was_written_and_not_mailed_is_not_mailed_any_more(life):
    [reference] = queue(life, good_samples(1))
    life.announce()
    [written] = [effect for effect in life.planned(reference) if effect.kind == "letter:visit-notice"]
    life.send(written)
    close(life)
    life.send_all(reference)
    assert mails(life, reference, "visit-notice") == ["void"]
    assert [one.state for one in life.rows(Letter, Letter.kind == "visit-notice")] == ["issued"]


def test_nobody_is_asked_any_more_why_such_a_notice_cannot_go_out(life):
    [reference] = queue(life, good_samples(1))
    life.announce()
    [mail] = [effect for effect in life.planned(reference) if effect.kind == "mail:visit-notice"]
    with life.change() as change:
        permit.ask_about_partner(change, life.office, change.session.get_one(Effect, mail.id), "the mailbox is full")
    asked = life.question("partner-down", reference)
    close(life)
    assert life.standing(asked.question_id).void_reason == "office-closed"


def test_approved_twice_or_asked_for_twice_it_happens_once(at_four):
    first, second = proposed(at_four), proposed(at_four)
    assert approve(at_four, first).granted
    after = (at_four.count(Letter), at_four.count(Effect), at_four.count(Visit), at_four.count(Question))
    with pytest.raises(AssertionError, match="0 open questions"):
        approve(at_four, first)
    assert approve(at_four, second).reason == "no-longer-fits"
    assert (at_four.count(Letter), at_four.count(Effect), at_four.count(Visit), at_four.count(Question)) == after
    assert at_four.count(OfficeDayRow) == 1


def test_a_form_for_a_day_that_is_closed_by_now_is_answered_at_once(at_four):
    close(at_four)
    assert fill(at_four, "office-day", **ON_WEDNESDAY) == (
        "25-11-2026 sudah tutup: Libur nasional yang ditetapkan kemudian · the office is closed on that day already"
    )


def test_where_one_visit_cannot_be_called_off_nothing_is_and_the_day_stays_open(at_four, monkeypatch):
    subject, count = proposed(at_four), iter(range(9))
    real = calling_off.release_visit

    def breaks_down_at_the_third(*arguments, **named):
        if next(count) == 2:
            raise ValueError("the machine broke down")
        return real(*arguments, **named)

    monkeypatch.setattr(calling_off, "release_visit", breaks_down_at_the_third)
    with pytest.raises(ValueError, match="broke down"):
        approve(at_four, subject)
    monkeypatch.undo()
    assert {visit.state for visit in at_four.rows(Visit)} == {"announced"}
    assert at_four.rows(OfficeDayRow) == []
    at_four.clock.pass_(minutes=1)
    assert approve(at_four, subject).granted
    read_the_calendar(at_four)
    assert {visit.state for visit in at_four.rows(Visit)} == {"failed"}
    assert at_four.ledger_holds()
