"""Days by form: who is absent, and when the office is closed or open by a decree of its own."""

from datetime import timedelta

import pytest
from office_acts import (
    CLOSED,
    approve,
    briefed,
    calendar_now,
    carry,
    fill,
    may_answer,
    on,
    propose,
    role_asked,
)
from pydantic import ValidationError

from casework.acts.absences import AbsenceContent
from casework.lifecycle import Stage
from casework.registry.authority import Staff
from casework.registry.models import (
    Absence,
    OfficeDayRow,
    Visit,
)

# --- absences


AWAY = {"officer": "EL", "first_day": on(0), "last_day": on(2)}


def test_an_absence_is_entered_by_the_counter_and_the_administrator_and_counts_from_then_on(life):
    subject = carry(life, "absence", by="SH", approved_by="PM", **AWAY)
    [row] = life.rows(Absence)
    assert (row.officer_code, row.first_day, row.last_day) == ("EL", on(0), on(2))
    with life.registry.reading() as reading:
        assert [Staff(reading, on(days)).absent for days in (0, 2, 3)] == [{"EL"}, {"EL"}, set()]
    assert life.events("officer:EL")[-1] == "office:absence:entered"
    assert life.facts_of("office:absence:entered", "officer:EL")[-1]["act"] == subject


@pytest.mark.parametrize(
    ("away", "proposer", "approver"),
    [("SH", "administrator", "section-head"), ("PM", "counter-officer", "section-head"), ("EL", "counter-officer", "administrator")],
)  # fmt: skip
def test_an_absence_of_whoever_would_enter_it_is_entered_by_somebody_else(life, away, proposer, approver):
    subject = fill(life, "absence", **{**AWAY, "officer": away})
    assert role_asked(life, subject) == proposer
    life.decided({"administrator": "PM", "counter-officer": "SH"}[proposer], "act-proposal", "propose", subject=subject)
    assert role_asked(life, subject) == approver
    assert away not in may_answer(life, subject)


def test_whoever_is_away_already_is_not_waited_for(life):
    carry(life, "absence", by="SH", approved_by="PM", **{**AWAY, "officer": "WN"})
    subject = propose(life, "absence", "PM", **{**AWAY, "officer": "SH"})
    assert approve(life, subject, "BS").granted
    assert role_asked(life, fill(life, "absence", **AWAY)) == "administrator"


def test_absences_do_not_overlap_and_whoever_is_back_early_is_back(life):
    carry(life, "absence", by="SH", approved_by="PM", **AWAY)
    told = "EL sudah tercatat tidak masuk 24-11-2026 – 26-11-2026 · that absence is recorded already"
    assert fill(life, "absence", **AWAY) == told
    assert fill(life, "absence", **{**AWAY, "first_day": on(2), "last_day": on(5)}) == told
    life.clock.pass_(days=1)
    carry(life, "absence", by="SH", approved_by="PM", **{**AWAY, "last_day": on(0)})
    with life.registry.reading() as reading:
        assert Staff(reading, on(1)).absent == set()
    assert life.events("officer:EL")[-1] == "office:absence:corrected"


def test_of_an_absence_nothing_is_kept_but_who_and_which_days(life):
    assert list(AbsenceContent.model_fields) == ["officer", "first_day", "last_day"]
    assert {column.name for column in Absence.__table__.columns} == {"id", "officer_code", "first_day", "last_day"}
    with pytest.raises(ValidationError):
        fill(life, "absence", **AWAY, reason="sakit · illness")


def test_an_absence_that_is_over_is_not_entered(life):
    gone = {**AWAY, "first_day": on(-3), "last_day": on(-1)}
    assert fill(life, "absence", **gone) == "23-11-2026 sudah lewat · that day is over"


def test_the_approver_is_told_of_teams_that_count_on_whoever_is_absent(at_stage):
    life = at_stage(Stage.VISIT)
    team = life.team()
    subject = propose(life, "absence", "SH", officer=team.lead_code, first_day=team.day, last_day=team.day)
    told = f"⚠ Sudah ditugaskan dalam tim · already assigned to a team: {team.team_code} {team.day:%d-%m-%Y}"
    assert told in briefed(life, subject)


# --- the calendar


def test_a_day_that_was_closed_is_no_working_day_for_anybody_who_asks_the_calendar(life):
    assert calendar_now(life).is_working_day(on(2))
    carry(life, "office-day", **CLOSED)
    calendar = calendar_now(life)
    assert calendar.reason_closed(on(2)) == "Cuti bersama"
    assert calendar.next_working_day(on(1)) == on(3)
    assert calendar.add_working_days(on(0), 2) == on(3)
    carry(life, "office-day", **{**CLOSED, "state": "buka · open", "reason": "Cuti bersama dibatalkan"})
    assert calendar_now(life).is_working_day(on(2))
    assert life.count(OfficeDayRow) == 1


def test_a_saturday_may_be_declared_open(life):
    saturday = on(4)
    carry(life, "office-day", **{**CLOSED, "day": saturday, "state": "buka · open", "reason": "Layanan akhir pekan"})
    assert calendar_now(life).is_working_day(saturday)


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"day": on(-1)}, "23-11-2026 sudah lewat · that day is over"),
        ({"day": on(4)}, "28-11-2026 sudah tutup: Hari Sabtu · the office is closed on that day already"),
        ({"state": "buka · open"}, "26-11-2026 sudah hari kerja · that is a working day already"),
    ],
)
def test_a_day_is_not_set_to_what_it_is_or_after_it_is_over(life, changed, fault):
    assert fill(life, "office-day", **{**CLOSED, **changed}) == fault


def test_the_approver_of_a_late_holiday_is_told_how_many_visits_are_called_off(at_stage):
    life = at_stage(Stage.VISIT)
    [visit] = life.rows(Visit)
    subject = propose(life, "office-day", **{**CLOSED, "day": visit.day})
    told = f"⚠ Kunjungan yang dibatalkan · visits called off: **1** — 09:00 {visit.team_code} {life.reference}"
    assert told in briefed(life, subject)
    empty = propose(life, "office-day", **{**CLOSED, "day": visit.day + timedelta(days=1)})
    assert "\n\nKunjungan yang dibatalkan · visits called off: **0**" in briefed(life, empty)
