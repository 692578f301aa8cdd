"""A holiday decreed late, at 16:00 the day before or on the morning itself: nobody goes out, everybody is told once."""

from datetime import time

import pytest
from clock_of_the_test import DISPATCH_AT, REPORT_AT
from demo_life import Life, queue
from late_holidays import (
    AT_FOUR,
    FRIDAY,
    ON_WEDNESDAY,
    THURSDAY,
    TUESDAY,
    WEDNESDAY,
    announced,
    ask_the_teams,
    close,
    let_leave,
    open_again,
    proposed,
    read_the_calendar,
    visits_of,
)
from lives_by_stage import good_samples, sample_number
from office_acts import approve, briefed, fill
from reported_events import report

from casework.engine_runs import Needed, needed_runs
from casework.lifecycle import Stage
from casework.registry.models import Booking, Effect, Letter, OfficeDayRow, Question, RoundPlan, TeamDay, Visit
from casework.rounds import Plan
from casework.stages import calling_off, permit
from casework.stages.dispatch import planning
from casework.stages.dispatch.subjects import rounds_subject, team_subject

ROUNDS = rounds_subject(WEDNESDAY)


def plans(life: Life) -> list[tuple]:
    """Every plan there is: its day, its revision, what became of it."""
    found = life.rows(RoundPlan, order_by=RoundPlan.day)
    return [(plan.day, plan.revision, plan.state) for plan in sorted(found, key=lambda one: (one.day, one.revision))]


def mails(life: Life, reference: str, kind: str) -> list[str]:
    """What became of each mail of a kind to a case's people."""
    found = life.rows(Effect, Effect.subject == reference, Effect.kind == f"mail:{kind}", order_by=Effect.id)
    return [effect.state for effect in found]


# --- at 16:00 the day before


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


# --- on the day itself


@pytest.fixture
def this_morning(life):
    """Wednesday at 07:30; its teams are asked whether they may leave."""
    life.references = announced(life)
    life.teams = ask_the_teams(life)
    assert len(life.teams) == 2
    return life


def recalls(life: Life) -> dict[str, list[str]]:
    """Who is to be telephoned now, about which cases."""
    found = life.rows(Question, Question.kind == "team-recall", Question.state == "open", order_by=Question.subject)
    return {question.subject: question.prepared["cases"] for question in found}


def test_at_seven_nobody_has_been_asked_yet_and_each_team_is_telephoned_once_about_all_its_visits(life):
    announced(life)
    life.clock.put(WEDNESDAY, time(7, 0))
    close(life)
    teams = life.rows(TeamDay, order_by=TeamDay.team_code)
    assert recalls(life) == {team_subject(team.day, team.team_code): visits_of(life, team) for team in teams}
    assert {team.state for team in teams} == {"held"}
    assert {question.due_on for question in life.rows(Question, Question.kind == "team-recall")} == {WEDNESDAY}


def test_before_it_leaves_a_team_is_held_asked_no_more_and_telephoned(this_morning):
    asked = [one for team in this_morning.teams for one in this_morning.open(team_subject(WEDNESDAY, team.team_code))]
    close(this_morning)
    assert {this_morning.standing(one.question_id).void_reason for one in asked} == {"office-closed"}
    assert {team.state for team in this_morning.rows(TeamDay)} == {"held"}
    assert len(recalls(this_morning)) == 2
    lead, question = this_morning.teams[0].lead_code, asked[0]
    assert this_morning.decide_as(lead, question, "release").reason == "question-void"


def test_at_eight_a_team_under_way_is_telephoned_and_stays_on_record_as_released(this_morning):
    first, second = this_morning.teams
    let_leave(this_morning, first)
    this_morning.clock.put(WEDNESDAY, time(8, 0))
    close(this_morning)
    assert {team.team_code: team.state for team in this_morning.rows(TeamDay)} == {"T1": "released", "T2": "held"}
    subject = team_subject(WEDNESDAY, first.team_code)
    assert recalls(this_morning)[subject] == visits_of(this_morning, first)
    this_morning.decided("WN", "team-recall", "phoned", subject=subject)
    assert this_morning.facts_of("dispatch:team:phoned", subject) == [{"cases": visits_of(this_morning, first)}]
    assert second.team_code == "T2"


def test_whoever_telephones_reads_which_doors_will_not_open(this_morning):
    close(this_morning)
    team = this_morning.teams[0]
    told = briefed(this_morning, team_subject(WEDNESDAY, team.team_code), "team-recall")
    assert f"kunjungan {', '.join(visits_of(this_morning, team))} batal; telepon ketua tim **{team.lead_code}**" in told


def test_a_visit_that_was_reported_stands_and_the_others_of_its_team_are_called_off(this_morning):
    team = max(this_morning.teams, key=lambda one: len(visits_of(this_morning, one)))
    let_leave(this_morning, team)
    done, *others = visits_of(this_morning, team)
    assert others
    this_morning.clock.put(WEDNESDAY, REPORT_AT)
    this_morning.decided(team.lead_code, "visit-report", "held", subject=done)
    close(this_morning)
    assert this_morning.case(done).stage == Stage.PERMIT.value
    assert this_morning.letters(done).count("failed-visit") == 0
    assert {this_morning.case(one).stage for one in others} == {"waiting-for-visit"}
    assert recalls(this_morning)[team_subject(WEDNESDAY, team.team_code)] == others


def test_a_visit_that_was_reported_and_waits_for_a_second_officer_stands_too(this_morning):
    team = this_morning.teams[0]
    let_leave(this_morning, team)
    done = visits_of(this_morning, team)[0]
    this_morning.clock.put(WEDNESDAY, REPORT_AT)
    this_morning.decided(
        team.lead_code, "visit-report", "held", subject=done, ground="worn-ridges", biometrics="exception"
    )
    close(this_morning)
    assert this_morning.case(done).stage == Stage.VISIT.value
    assert this_morning.question("biometric-exception", done).due_on == THURSDAY
    assert this_morning.letters(done).count("failed-visit") == 0


def test_who_is_to_be_telephoned_because_somebody_died_is_telephoned_all_the_same(this_morning):
    team = max(this_morning.teams, key=lambda one: len(visits_of(this_morning, one)))
    let_leave(this_morning, team)
    this_morning.reference, *others = visits_of(this_morning, team)
    report(this_morning, "died")
    close(this_morning)
    asked = this_morning.rows(Question, Question.kind == "team-recall", Question.state == "open", order_by=Question.id)
    of_the_team = [one.prepared for one in asked if one.subject == team_subject(WEDNESDAY, team.team_code)]
    assert [one.get("case") or one["cases"] for one in of_the_team] == [this_morning.reference, others]


def test_on_the_same_day_those_who_wait_for_a_team_are_telephoned_too_for_a_letter_may_come_too_late(this_morning):
    close(this_morning)
    for team in this_morning.teams:
        subject, waiting = team_subject(WEDNESDAY, team.team_code), visits_of(this_morning, team)
        told = briefed(this_morning, subject, "visit-calls")
        assert "kantor tutup hari ini · the office is closed today" in told
        for reference in waiting:
            assert f"- {reference}: kunjungan hari ini batal, akan dijadwalkan lagi" in told
        this_morning.decided("WN", "visit-calls", "phoned", subject=subject)
        assert this_morning.facts_of("dispatch:guarantors:phoned", subject) == [{"cases": waiting}]


# --- whatever had become of the plan


@pytest.mark.parametrize("approved", [False, True], ids=["proposed", "approved"])
def test_a_plan_that_nobody_has_signed_falls_and_nobody_outside_hears_of_it(life, approved):
    references = queue(life, good_samples(3))
    subject = life.propose()
    if approved:
        life.decided("WN", "plan-approval", "approve", subject=subject)
    [asked] = life.open(subject)
    before = life.count(Letter)
    life.clock.put(TUESDAY, AT_FOUR)
    close(life)
    assert plans(life) == [(WEDNESDAY, 1, "closed")]
    assert life.standing(asked.question_id).void_reason == "office-closed"
    assert (life.count(Letter), life.rows(Visit), life.rows(Question, Question.state == "open")) == (before, [], [])
    assert {life.case(one).stage for one in references} == {"waiting-for-visit"}
    officer, choice = ("RK", "sign") if approved else ("WN", "approve")
    assert life.decide_as(officer, asked, choice).reason == "question-void"


def test_a_day_that_was_never_planned_is_closed_and_nothing_falls(life):
    queue(life, good_samples(1))
    close(life)
    assert (plans(life), life.rows(Visit)) == ([], [])
    assert life.events("office")[-1] == "office:calendar:day-set"


def test_where_the_plan_was_rejected_the_day_is_on_record_as_fallen_beside_it(life):
    queue(life, good_samples(1))
    subject = life.propose()
    life.decided("WN", "plan-approval", "reject", subject=subject, ground="officers")
    close(life)
    assert plans(life) == [(WEDNESDAY, 1, "rejected"), (WEDNESDAY, 2, "closed")]


def test_a_plan_that_was_missed_stays_missed(life):
    queue(life, good_samples(1))
    life.propose()
    life.clock.put(WEDNESDAY, DISPATCH_AT)
    life.propose()
    close(life)
    assert plans(life) == [(WEDNESDAY, 1, "missed"), (THURSDAY, 1, "proposed")]


# --- the next working day is planned instead


def wanted(life: Life) -> list[Needed]:
    """The rounds for which a run is missing."""
    with life.registry.reading() as reading:
        return [one for one in needed_runs(reading) if one.flow == "dispatch"]


def test_the_next_working_day_is_planned_instead_with_everybody_who_was_called_off(at_four):
    assert wanted(at_four) == []
    close(at_four)
    assert wanted(at_four) == [Needed("ROUNDS-2026-11-26", "dispatch")]
    subject = at_four.propose()
    assert subject == rounds_subject(THURSDAY)
    plan = Plan.model_validate(at_four.rows(RoundPlan, RoundPlan.day == THURSDAY)[0].content["plan"])
    assert {stop.reference for tour in plan.rounds for stop in tour.stops} == set(at_four.references)
    at_four.decided("WN", "plan-approval", "approve", subject=subject)
    at_four.decided("RK", "assignment-signature", "sign", subject=subject)
    assert wanted(at_four) == []
    assert {visit.day for visit in at_four.rows(Visit, Visit.state == "announced")} == {THURSDAY}


def test_who_was_urgent_is_as_urgent_as_before_and_comes_first_on_the_next_day(life):
    [urgent] = queue(life, [sample_number(8)])  # the permit expires within the week
    references = announced(life, 12)
    assert life.case(urgent).stage == "visit"
    close(life)
    life.propose()
    plan = Plan.model_validate(life.rows(RoundPlan, RoundPlan.day == THURSDAY)[0].content["plan"])
    planned = {stop.reference for tour in plan.rounds for stop in tour.stops}
    assert urgent in planned
    assert set(references) - planned  # there was not room for everybody


def test_the_closed_day_is_neither_missed_nor_planned_by_anybody_who_starts_it_again(at_four):
    close(at_four)
    with at_four.change() as change:
        assert planning.propose(change, at_four.office, WEDNESDAY).state == "closed"
    at_four.clock.put(THURSDAY, DISPATCH_AT)
    with at_four.change() as change:
        assert planning.note_missed_days(change, at_four.office, THURSDAY) == [THURSDAY]
    assert plans(at_four) == [(WEDNESDAY, 1, "closed"), (THURSDAY, 1, "missed")]


def test_a_run_that_began_before_the_day_was_closed_plans_nothing_for_it(life):
    queue(life, good_samples(2))
    before = life.office
    close(life)
    with life.change() as change:
        assert planning.propose(change, before, WEDNESDAY).state == "closed"
    assert wanted(life) == [Needed("ROUNDS-2026-11-26", "dispatch")]
    assert life.open(ROUNDS) == []


def test_two_days_closed_one_after_the_other_leave_the_day_behind_both_to_be_planned(at_four):
    close(at_four)
    at_four.propose()
    close(at_four, THURSDAY)
    assert plans(at_four) == [(WEDNESDAY, 1, "closed"), (THURSDAY, 1, "closed")]
    assert wanted(at_four) == [Needed(rounds_subject(FRIDAY), "dispatch")]


def test_a_day_that_is_opened_again_is_planned_anew_and_its_teams_go_out_after_all(life):
    references = announced(life)
    close(life)
    open_again(life)
    assert wanted(life) == [Needed(ROUNDS, "dispatch")]
    assert life.announce() == ROUNDS
    assert plans(life) == [(WEDNESDAY, 1, "closed"), (WEDNESDAY, 2, "signed")]
    assert {team.state for team in life.rows(TeamDay)} == {"planned"}
    assert {life.case(one).stage for one in references} == {"visit"}
    assert life.ledger_holds()


# --- once


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
