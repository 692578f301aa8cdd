"""What the approver of a late holiday reads beforehand is what then happens: the same visits, the same counts, the same days."""

import re
from datetime import date, time, timedelta

import pytest
from clock_of_the_test import REPORT_AT
from demo_life import Life, queue
from foreseen_and_stored import Difference, content_of
from late_holidays import (
    AT_FOUR,
    OPEN,
    THURSDAY,
    TUESDAY,
    WEDNESDAY,
    announced,
    ask_the_teams,
    let_leave,
    proposed,
    visits_of,
)
from lives_by_stage import good_samples, sample_number
from office_acts import CLOSED, approve, briefed, propose

from casework.briefing.briefings import LONGEST
from casework.questions import QUESTION_KINDS
from casework.registry import Event
from casework.registry.models import Case, TeamDay, Visit


def beforehand(life: Life, *, visits: int = 4) -> None:
    """Visits of Wednesday, a case under assessment whose verdict is due on it, and one that loses its last safe day."""
    announced(life, visits)
    life.receive(sample_number(1))
    life.check()
    life.assess()
    with life.change() as change:
        case = change.session.get_one(Case, life.reference)
        case.permit_expires_on, case.last_safe_visit_day = date(2026, 12, 3), date(2026, 11, 25)
        change.write(Event("test:case:expires", case.reference))


def the_day_before(life: Life) -> None:
    beforehand(life)
    life.clock.put(TUESDAY, AT_FOUR)


def at_seven(life: Life) -> None:
    beforehand(life)
    life.clock.put(WEDNESDAY, time(7, 0))


def at_eight_with_one_team_under_way(life: Life) -> None:
    beforehand(life)
    let_leave(life, ask_the_teams(life)[0])
    life.clock.put(WEDNESDAY, time(8, 0))


def with_a_visit_reported(life: Life) -> None:
    beforehand(life)
    team = max(ask_the_teams(life), key=lambda one: len(visits_of(life, one)))
    let_leave(life, team)
    life.clock.put(WEDNESDAY, REPORT_AT)
    life.decided(team.lead_code, "visit-report", "held", subject=visits_of(life, team)[0])


def with_more_than_fit(life: Life) -> None:
    beforehand(life, visits=8)
    life.clock.put(TUESDAY, AT_FOUR)


def only_proposed(life: Life) -> None:
    queue(life, good_samples(3))
    life.propose()


def approved_and_not_signed(life: Life) -> None:
    queue(life, good_samples(3))
    life.decided("WN", "plan-approval", "approve", subject=life.propose())


def nothing_planned(life: Life) -> None:
    queue(life, good_samples(1))


SITUATIONS = (
    the_day_before,
    at_seven,
    at_eight_with_one_team_under_way,
    with_a_visit_reported,
    with_more_than_fit,
    only_proposed,
    approved_and_not_signed,
    nothing_planned,
)


def told(pattern: str, text: str) -> str:
    """What the briefing says there; nothing, where it does not."""
    found = re.search(pattern, text)
    return found.group(1) if found else ""


def day(written: str) -> date:
    """A day as the office writes it."""
    days, month, year = map(int, written.split("-"))
    return date(year, month, days)


@pytest.mark.parametrize("situation", SITUATIONS, ids=lambda one: one.__name__)
def test_what_was_foretold_is_what_then_happens(situation, life):
    situation(life)
    subject = proposed(life)
    text, before = briefed(life, subject), content_of(life.registry)
    assert approve(life, subject).granted
    happened = Difference(before, content_of(life.registry))
    same_visits_and_letters(text, happened)
    same_teams_are_telephoned(text, happened)
    same_plan_falls(text, happened)
    same_questions_are_withdrawn_and_put_off(text, happened)
    same_safe_days_are_earlier(text, happened)
    assert life.ledger_holds()


def same_visits_and_letters(text: str, happened: Difference) -> None:
    off = sorted(happened.changed("visit"), key=lambda row: (row["starts_at"], row["team_code"]))
    assert {row["state"] for row in off} <= {"failed"}
    assert told(r"visits called off: \*\*(\d+)\*\*", text) == str(len(off))
    shown = re.findall(r"T\d (SAHS-\w{4})", told(r"visits called off: \*\*\d+\*\* — (.*)", text))
    assert shown == [row["case_reference"] for row in off][: len(shown)]
    assert len(shown) == min(len(off), 4)
    assert told(r"… dan (\d+) lagi · and \d+ more", text) == (str(len(off) - 4) if len(off) > 4 else "")
    to_people = [
        row for row in happened.new("letter") if row["kind"] != "dispatch-report"
    ]  # that one stays in the office
    assert len(to_people) == int(told(r"guarantor and applicant: \*\*(\d+)", text) or 0)
    written = [(row["subject"], row["kind"]) for row in to_people]
    assert sorted(written) == sorted((row["case_reference"], "failed-visit") for row in off)


def same_teams_are_telephoned(text: str, happened: Difference) -> None:
    phoned = re.findall(r"(T\d) \(\w\w\)", told(r"telephone now: (.*)", text))
    waiting = [
        one for row in happened.new("question") if row["kind"] == "visit-calls" for one in row["prepared"]["cases"]
    ]
    assert len(waiting) == int(told(r"guarantors ×(\d+)", text) or 0)
    asked = [(row["subject"], row["kind"]) for row in happened.new("question")]
    calls = ("team-recall", "visit-calls")
    assert sorted(asked) == [(f"TEAM-{team}-2026-11-25", call) for team in phoned for call in calls]


def same_plan_falls(text: str, happened: Difference) -> None:
    fell = told(r"Rencana ke-(\d+)", text)
    states = {row["revision"]: row["state"] for row in happened.changed("round_plan")}
    assert states == ({int(fell): "closed"} if fell else {})


def same_questions_are_withdrawn_and_put_off(text: str, happened: Difference) -> None:
    questions = happened.changed("question")
    titles = [QUESTION_KINDS[row["kind"]].title for row in questions if row["state"] == "void"]
    withdrawn = dict(re.findall(r"([A-Z][\w ]+) ×(\d+)", told(r"questions withdrawn: ([^;\n]*)", text)))
    assert withdrawn == {title: str(titles.count(title)) for title in titles}
    put_off = [row for row in questions if row["state"] == "open"]
    assert len(put_off) == int(told(r"due dates put off: \*\*(\d+)", text) or 0)
    if put_off:
        assert told(r"terdekat · first (\d\d-\d\d)", text) == "25-11"
        assert day(told(r"→ (\d\d-\d\d-2026)", text)) == min(row["due_on"] for row in put_off) == THURSDAY


def same_safe_days_are_earlier(text: str, happened: Difference) -> None:
    changed = happened.changed("case_file")
    earlier = [row for row in changed if row["last_safe_visit_day"] != before_of(happened.before, row)]
    assert len(earlier) == int(told(r"safe visit day earlier: \*\*(\d+)", text) or 0)
    for row in earlier:
        assert f"{row['reference']} 25-11 → {row['last_safe_visit_day']:%d-%m}" in text


def before_of(before: dict, row: dict) -> date:
    """A case's last safe visit day before."""
    return before["case_file"][row["reference"],]["last_safe_visit_day"]


@pytest.mark.parametrize("situation", SITUATIONS, ids=lambda one: one.__name__)
def test_nothing_remains_in_the_register_of_having_foretold_it(situation, life):
    situation(life)
    subject = proposed(life)
    before = content_of(life.registry)
    briefed(life, subject)
    assert content_of(life.registry) == before


def test_the_approver_reads_it_all_within_fifteen_lines(life):
    at_eight_with_one_team_under_way(life)
    lines = [line for line in briefed(life, proposed(life)).split("\n") if line]
    assert len(lines) <= LONGEST
    first, second = life.rows(TeamDay, order_by=TeamDay.team_code)
    visits = life.rows(Visit, order_by=(Visit.starts_at))
    visits.sort(key=lambda one: (one.starts_at, one.team_code, one.case_reference))
    doors = ", ".join(
        f"{one.starts_at + timedelta(hours=7):%H:%M} {one.team_code} {one.case_reference}" for one in visits
    )
    assert [line for line in lines if line.startswith(("⚠", "Surat", "Rencana", "Pertanyaan"))] == [
        f"⚠ Kunjungan yang dibatalkan · visits called off: **4** — {doors}",
        (
            "Surat pembatalan · letters to guarantor and applicant: **4**; ⚠ telepon sekarang · telephone now: "
            f"T1 ({first.lead_code}), T2 ({second.lead_code}); penjamin · guarantors ×4"
        ),
        f"⚠ Hari aman terakhir lebih awal · last safe visit day earlier: **1** ({life.reference} 25-11 → 24-11)",
        (
            "Rencana ke-1 (ditandatangani · signed) gugur, diganti 26-11-2026 · "
            "that plan falls, 26-11-2026 is planned instead"
        ),
        (
            "Pertanyaan gugur · questions withdrawn: Pelepasan tim ×1, Laporan kunjungan rumah ×4; "
            "Batas waktu diundur · due dates put off: **1**, terdekat · first 25-11 → 26-11-2026"
        ),
    ]


def test_whoever_has_no_safe_day_left_after_the_closed_one_is_named(life):
    [reference, *_] = announced(life, 2)
    with life.change() as change:
        case = change.session.get_one(Case, reference)
        case.permit_expires_on, case.last_safe_visit_day = date(2026, 12, 3), WEDNESDAY
        change.write(Event("test:case:expires", reference))
    text = briefed(life, proposed(life))
    assert f"terlambat · too late after that day: **{reference}**" in text


def test_a_safe_day_that_had_passed_before_warns_nobody(life):
    life.receive(sample_number(8))
    life.check()
    assert life.case().last_safe_visit_day < TUESDAY
    assert "safe visit day" not in briefed(life, proposed(life))


def test_whoever_opens_a_day_again_reads_that_nothing_becomes_earlier(life):
    saturday = {**CLOSED, "day": date(2026, 11, 28), "state": OPEN}
    text = briefed(life, propose(life, "office-day", **saturday))
    assert (
        "Batas waktu yang sudah diberitahukan tidak dimajukan · no day that anybody was told becomes an earlier" in text
    )
    assert "visits called off" not in text
