"""Reminders: nothing that waits is left to rot, each rung of the ladder once, and nobody is reminded of what is decided."""

from datetime import date, timedelta

import pytest
from role_mail import (
    AT_EIGHT,
    AT_ONE,
    AT_THREE,
    a_question,
    go_to,
    mailboxes,
    mails,
    moment,
    role_effects,
    send,
    send_whatever_is_planned,
    settle,
    watch,
)

from casework.askings import note_asking
from casework.engine_runs import Needed, needed_runs
from casework.holding import claim, release
from casework.lifecycle import Stage
from casework.office_calendar import OfficeCalendar, OfficeDay
from casework.questions import ROLE_NAMES
from casework.registry.models import Reminder
from casework.staff_mail import reminders
from casework.staff_mail.ladder import HEAD, NEXT_UP, Rung, addressee, rung_due
from casework.staff_mail.mailboxes import role_subject
from casework.stages.case_file import find_case
from casework.stages.closure import still_open

WEDNESDAY, THURSDAY, FRIDAY, SATURDAY = (date(2026, 11, day) for day in (25, 26, 27, 28))
NEXT_MONDAY, NEXT_TUESDAY, NEXT_WEDNESDAY = date(2026, 11, 30), date(2026, 12, 1), date(2026, 12, 2)
BEFORE_CHRISTMAS, CHRISTMAS_EVE, CHRISTMAS = (
    date(2026, 12, day) for day in (23, 24, 25)
)  # Wednesday, both others closed
MONDAY_AFTER, TUESDAY_AFTER, WEDNESDAY_AFTER = (date(2026, 12, day) for day in (28, 29, 30))


@pytest.fixture
def waiting(at_stage):
    """A case of which the verdict waits for the section head, due on Wednesday 25 November 2026."""
    life = at_stage(Stage.ASSESSMENT)
    assert life.question("eligibility-verdict").due_on == WEDNESDAY
    return life


def rows(life):
    found = life.rows(Reminder, order_by=Reminder.rung)
    return [(row.rung, row.to_role, row.effect_key) for row in found]


# --- the ladder


@pytest.mark.parametrize(
    ("due_on", "day", "at", "rung"),
    [
        (WEDNESDAY, WEDNESDAY - timedelta(days=1), AT_THREE, None),
        (WEDNESDAY, WEDNESDAY, AT_EIGHT, None),
        (WEDNESDAY, WEDNESDAY, AT_ONE, Rung.REMIND),
        (WEDNESDAY, THURSDAY, AT_EIGHT, Rung.ESCALATE),
        (WEDNESDAY, FRIDAY, AT_THREE, Rung.ESCALATE),
        (WEDNESDAY, NEXT_MONDAY, AT_EIGHT, Rung.TELL_THE_HEAD),
        (FRIDAY, FRIDAY, AT_ONE, Rung.REMIND),
        (FRIDAY, SATURDAY, AT_THREE, None),  # nobody is reminded while the office is closed
        (FRIDAY, NEXT_MONDAY, AT_EIGHT, Rung.ESCALATE),
        (FRIDAY, NEXT_TUESDAY, AT_THREE, Rung.ESCALATE),
        (FRIDAY, NEXT_WEDNESDAY, AT_EIGHT, Rung.TELL_THE_HEAD),
        (SATURDAY, NEXT_MONDAY, AT_EIGHT, None),  # due on a closed day is due on the next open one
        (SATURDAY, NEXT_MONDAY, AT_ONE, Rung.REMIND),
        (SATURDAY, NEXT_TUESDAY, AT_EIGHT, Rung.ESCALATE),
        (BEFORE_CHRISTMAS, CHRISTMAS_EVE, AT_ONE, None),
        (BEFORE_CHRISTMAS, CHRISTMAS, AT_ONE, None),
        (BEFORE_CHRISTMAS, MONDAY_AFTER, AT_EIGHT, Rung.ESCALATE),
        (BEFORE_CHRISTMAS, TUESDAY_AFTER, AT_THREE, Rung.ESCALATE),
        (BEFORE_CHRISTMAS, WEDNESDAY_AFTER, AT_EIGHT, Rung.TELL_THE_HEAD),
    ],
)
def test_a_rung_is_due_by_the_working_days_of_the_office(due_on, day, at, rung):
    assert rung_due(due_on, moment(day, at), OfficeCalendar()) is rung


def test_every_role_has_somebody_above_it_and_nobody_is_above_themselves():
    assert set(NEXT_UP) == set(ROLE_NAMES)
    assert all(NEXT_UP[role] != role and NEXT_UP[role] in ROLE_NAMES for role in ROLE_NAMES)


@pytest.mark.parametrize(
    ("role", "escalated_to"),
    [
        ("counter-officer", "section-head"),
        ("team-lead", "dispatcher"),
        ("biometric-operator", "dispatcher"),
        ("health-and-security", "dispatcher"),
        ("technical-officer", "section-head"),
        ("dispatcher", "section-head"),
        ("section-head", "head-of-office"),
        ("regional-office", "head-of-office"),
        ("directorate-general", "head-of-office"),
        ("head-of-office", "administrator"),
    ],
)
def test_a_reminder_goes_to_the_role_then_to_the_next_one_up_then_to_the_head(role, escalated_to):
    assert [addressee(role, rung) for rung in Rung] == [role, escalated_to, HEAD]


# --- what is sent


def test_a_watch_that_runs_every_hour_for_weeks_sends_each_rung_once_and_at_its_hour(waiting):
    sent_at, day = [], WEDNESDAY - timedelta(days=1)
    while day < WEDNESDAY + timedelta(days=21):
        for hour in range(8, 17):
            waiting.clock.now = moment(day, AT_EIGHT.replace(hour=hour))
            before = len(mails(waiting))
            send(waiting, watch(waiting))
            sent_at += [(day, hour)] * (len(mails(waiting)) - before)
        day += timedelta(days=1)
    assert sent_at == [(WEDNESDAY, 13), (THURSDAY, 8), (NEXT_MONDAY, 8)]
    assert mailboxes(waiting) == ["section-head", "head-of-office", "head-of-office"]
    assert max(waiting.neighbours.deliveries.values()) == 1
    assert [row[:2] for row in rows(waiting)] == [(1, "section-head"), (2, "head-of-office"), (3, "head-of-office")]
    assert waiting.events().count("assessment:question:reminder-planned") == 3
    assert waiting.ledger_holds()


def test_after_days_without_a_watch_only_the_highest_rung_is_sent_and_the_lower_ones_are_skipped_on_record(waiting):
    go_to(waiting.clock, NEXT_MONDAY, AT_EIGHT)
    for _ in range(3):
        send(waiting, watch(waiting))
    assert mailboxes(waiting) == ["head-of-office"]
    key = f"{role_subject(NEXT_MONDAY, HEAD)}:reminder:1"
    assert rows(waiting) == [(1, "section-head", None), (2, "head-of-office", None), (3, "head-of-office", key)]
    assert waiting.facts_of("assessment:question:reminder-planned") == [
        {
            "question": "eligibility-verdict",
            "cycle": 1,
            "rung": "tell-the-head",
            "to": "head-of-office",
            "arming": 0,
            "effect": key,
            "skipped": ["remind", "escalate"],
        }
    ]


def test_a_reminder_says_what_waits_since_when_and_where_it_is_answered_and_names_nobody(waiting):
    question = waiting.question("eligibility-verdict").question_id
    note_asking(waiting.registry, waiting.office.now(), question, "5ad8", 1)
    go_to(waiting.clock, THURSDAY, AT_EIGHT)
    send(waiting, watch(waiting))
    [mail] = mails(waiting)
    assert mail.to == "head-of-office@kanim-surakarta.example.com"
    assert mail.subject == f"Diteruskan ke atasan · escalated: {waiting.reference}, Kelayakan permohonan"
    assert mail.attachments == ()
    assert mail.dated == moment(THURSDAY, AT_EIGHT)
    assert (
        mail.text
        == f"""\
Yth. Kakanim,

pertanyaan berikut melewati batas waktunya (25-11-2026) dan masih menunggu keputusan Kasi. Mohon dipastikan ada yang memutuskan.

Nomor      : {waiting.reference}
Pertanyaan : Kelayakan permohonan
             Is the application eligible for a home visit?
Menunggu   : Kasi
Diajukan   : 24-11-2026
Batas waktu: 25-11-2026

Jawab di   : http://engine/v2/runs/flow-run/5ad8
Lembar     : http://127.0.0.1:4280/cases/{waiting.reference}

The question above is past its day (25-11-2026) and still waits for a decision by Kasi. Please see to it that somebody decides.

Surel ini dikirim oleh sistem, tidak memuat data pribadi dan tidak perlu dibalas.
Sent by the system; it holds no personal data and needs no reply.
"""
    )


def test_where_thousands_fall_due_together_the_worst_come_first_and_no_hour_brings_a_flood(waiting, monkeypatch):
    monkeypatch.setattr(reminders, "MOST_AT_ONCE", 2)
    for due_on in (NEXT_MONDAY, THURSDAY, FRIDAY):
        a_question(waiting, due_on=due_on, role="counter-officer")
    go_to(waiting.clock, NEXT_MONDAY, AT_ONE)
    hours = []
    for _ in range(3):
        hours.append(watch(waiting))
        send(waiting, hours[-1])
    head, counter = role_subject(NEXT_MONDAY, HEAD), role_subject(NEXT_MONDAY, "counter-officer")
    section = role_subject(NEXT_MONDAY, "section-head")
    assert hours == [[head, section], [counter, section], []]


def test_a_question_that_its_holder_put_back_is_reminded_of_anew(waiting):
    question = waiting.question("eligibility-verdict").question_id
    go_to(waiting.clock, THURSDAY, AT_EIGHT)
    send(waiting, watch(waiting))
    with waiting.change() as change:
        assert claim(change, question, "BS") == "done"
    assert watch(waiting) == []
    with waiting.change() as change:
        assert release(change, question, "BS") == "done"
    send(waiting, watch(waiting))
    assert mailboxes(waiting) == ["head-of-office", "head-of-office"]
    told = waiting.facts_of("assessment:question:reminder-planned")
    assert [(one["arming"], one["rung"]) for one in told] == [(0, "escalate"), (1, "escalate")]


def test_on_a_closed_day_nobody_is_reminded(waiting):
    decreed = OfficeCalendar({THURSDAY: OfficeDay("closed", "Pilkada", "Keppres")})
    go_to(waiting.clock, THURSDAY, AT_ONE)
    assert watch(waiting, decreed) == []
    assert watch(waiting) == [role_subject(THURSDAY, HEAD)]


# --- none after the decision


@pytest.mark.parametrize("state", ["decided", "void"])
def test_a_reminder_is_never_sent_after_the_decision(state, waiting):
    go_to(waiting.clock, THURSDAY, AT_EIGHT)
    [subject] = watch(waiting)
    settle(waiting, waiting.question("eligibility-verdict").question_id, state)
    send(waiting, [subject])
    assert mails(waiting) == []
    assert [(row.state, row.void_reason) for row in role_effects(waiting)] == [("void", f"question-{state}")]
    assert waiting.facts_of("roles:mail:voided", subject) == [
        {"effects": [f"{subject}:reminder:1"], "reason": f"question-{state}"}
    ]


def test_nothing_is_planned_for_a_question_that_is_decided(waiting):
    waiting.decided("BS", "eligibility-verdict", "eligible")
    go_to(waiting.clock, NEXT_MONDAY, AT_EIGHT)
    assert watch(waiting) == []
    assert rows(waiting) == []


def test_reminders_that_could_not_go_out_for_days_do_not_come_in_a_burst(waiting):
    for day, at in ((WEDNESDAY, AT_ONE), (THURSDAY, AT_EIGHT), (NEXT_MONDAY, AT_EIGHT)):
        go_to(waiting.clock, day, at)
        watch(waiting)  # the mail server is down
    send_whatever_is_planned(waiting)
    assert mailboxes(waiting) == ["head-of-office"]
    assert [(row.state, row.void_reason) for row in role_effects(waiting)] == [
        ("void", "overtaken"),
        ("void", "overtaken"),
        ("done", None),
    ]


def test_a_reminder_that_is_planned_keeps_no_case_from_closing(at_stage):
    life = at_stage(Stage.CLOSING)
    due_on = life.question("delivery-receipt").due_on
    go_to(life.clock, due_on, AT_ONE)
    assert watch(life) == [role_subject(due_on, "counter-officer")]
    with life.registry.reading() as reading:
        assert still_open(reading, find_case(reading, life.reference)) == ["question delivery-receipt"]
    life.decided("SH", "delivery-receipt")
    assert life.stage is Stage.CLOSED


# --- a crash in between


def test_what_was_planned_and_never_started_is_needed_and_comes_once(waiting):
    go_to(waiting.clock, THURSDAY, AT_EIGHT)
    [subject] = watch(waiting)  # the process died here
    with waiting.registry.reading() as reading:
        assert Needed(subject, "outgoing") in needed_runs(reading)
    for _ in range(2):
        send_whatever_is_planned(waiting)
    assert mailboxes(waiting) == ["head-of-office"]


def test_a_crash_before_planning_is_stored_leaves_the_rung_to_the_next_watch(waiting, monkeypatch):
    go_to(waiting.clock, THURSDAY, AT_EIGHT)
    with monkeypatch.context() as broken:
        broken.setattr(
            reminders, "plan_effect", lambda *_: (_ for _ in ()).throw(RuntimeError("the process died here"))
        )
        with pytest.raises(RuntimeError):
            watch(waiting)
    assert (rows(waiting), role_effects(waiting)) == ([], [])
    send(waiting, watch(waiting))
    assert mailboxes(waiting) == ["head-of-office"]


def test_a_crash_between_sending_and_marking_sends_the_same_message_again(waiting, monkeypatch):
    go_to(waiting.clock, THURSDAY, AT_EIGHT)
    [subject] = watch(waiting)
    with monkeypatch.context() as broken:
        broken.setattr(
            "casework.effects._done", lambda *_: (_ for _ in ()).throw(RuntimeError("the process died here"))
        )
        with pytest.raises(RuntimeError):
            send(waiting, [subject])
    waiting.clock.pass_(hours=2)
    send_whatever_is_planned(waiting)
    message_id = f"<{subject}.reminder.1@kanim-surakarta.example.com>"
    assert {key: times for (_, key), times in waiting.neighbours.deliveries.items() if "ROLES" in key} == {
        message_id: 2
    }
    assert waiting.neighbours.altered == []
    assert waiting.events(subject) == ["roles:mail:sent"]


def test_two_watches_that_look_at_once_plan_each_rung_once(waiting, monkeypatch):
    go_to(waiting.clock, THURSDAY, AT_EIGHT)
    look = reminders.due_reminders
    with waiting.registry.reading() as reading:
        seen_by_the_other = look(reading, waiting.office.calendar, waiting.office.now())
    watch(waiting)
    monkeypatch.setattr(
        reminders,
        "due_reminders",
        lambda *given, among=None: seen_by_the_other if among is None else look(*given, among=among),
    )
    assert len(seen_by_the_other) == 1
    assert watch(waiting) == []
    assert len(role_effects(waiting)) == 1
