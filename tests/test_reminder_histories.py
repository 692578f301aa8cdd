"""Whenever the office watched, and whatever was closed, down or decided: the mails that came are those of the ladder."""

from datetime import date, timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from lives_by_stage import carry_case_to
from role_mail import AT_EIGHT, a_question, go_to, moment, send_whatever_is_planned, settle, watch

from casework.lifecycle import Stage
from casework.office_calendar import OfficeCalendar, OfficeDay
from casework.questions import QUESTION_KINDS
from casework.registry.models import Reminder
from casework.staff_mail.ladder import Rung, addressee

BEFORE_CHRISTMAS, CHRISTMAS_EVE, CHRISTMAS = (
    date(2026, 12, day) for day in (23, 24, 25)
)  # Wednesday, both others closed
MONDAY_AFTER, WEDNESDAY_AFTER = date(2026, 12, 28), date(2026, 12, 30)


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    life = carry_case_to(Stage.ASSESSMENT, tmp_path_factory.mktemp("reminders") / "office")
    settle(life, life.question("eligibility-verdict").question_id)
    yield life
    life.registry.close()


DAYS = st.integers(0, 20).map(lambda number: date(2026, 12, 14) + timedelta(days=number))
HOURS = st.integers(0, 23)
HISTORIES = st.fixed_dictionaries({
    "due_on": DAYS,
    "role": st.sampled_from(sorted({kind.role for kind in QUESTION_KINDS.values()})),
    "holidays": st.sets(DAYS, max_size=4),
    "watches": st.lists(st.tuples(DAYS, HOURS, st.booleans()), max_size=25, unique_by=lambda one: one[:2]),
    "decided": st.none() | st.tuples(DAYS, HOURS),
})  # fmt: skip


def told_by_the_ladder(history):
    """The specification, written anew: which rung is sent on which day, with the mail server up or down at each watch."""
    closed = {CHRISTMAS_EVE, CHRISTMAS, date(2027, 1, 1), *history["holidays"]}

    def is_open(day):
        return day.weekday() < 5 and day not in closed

    open_days = [day for number in range(40) if is_open(day := history["due_on"] + timedelta(days=number))]
    begins = [(open_days[0], 13), (open_days[1], 0), (open_days[3], 0)]
    sent, reached, planned = [], 0, None
    for day, hour, server_is_up in sorted(history["watches"]):
        if history["decided"] and (day, hour) >= history["decided"]:
            break
        due = sum((day, hour) >= begin for begin in begins) if is_open(day) else 0
        if due > reached:
            reached = planned = due
        if planned and server_is_up:
            sent.append((planned, addressee(history["role"], Rung(planned))))
            planned = None
    return sent


@settings(max_examples=120, deadline=None)
@given(history=HISTORIES)
@example(
    history={
        "due_on": BEFORE_CHRISTMAS,
        "role": "section-head",
        "holidays": set(),
        "watches": [
            (BEFORE_CHRISTMAS, 13, False),
            (CHRISTMAS, 13, True),
            (MONDAY_AFTER, 9, True),
            (WEDNESDAY_AFTER, 9, True),
        ],
        "decided": None,
    }
)
@example(
    history={
        "due_on": BEFORE_CHRISTMAS,
        "role": "head-of-office",
        "holidays": set(),
        "watches": [(BEFORE_CHRISTMAS, 13, False), (MONDAY_AFTER, 9, False), (WEDNESDAY_AFTER, 9, True)],
        "decided": (WEDNESDAY_AFTER, 9),
    }
)
def test_whenever_the_office_watched_and_whatever_was_closed_or_down_the_mails_are_those_of_the_ladder(office, history):
    calendar = OfficeCalendar({day: OfficeDay("closed", "Libur daerah", "Keputusan") for day in history["holidays"]})
    office.neighbours.orders.clear()
    office.neighbours.deliveries.clear()
    go_to(office.clock, history["due_on"], AT_EIGHT)
    question = a_question(office, due_on=history["due_on"], role=history["role"])
    decided = False
    for day, hour, server_is_up in [*sorted(history["watches"]), (date(2027, 3, 1), 9, True)]:
        office.clock.now = moment(day, AT_EIGHT.replace(hour=hour, minute=0))
        if not decided and history["decided"] and (day, hour) >= history["decided"]:
            settle(office, question)
            decided = True
        if day == date(2027, 3, 1) and not decided:  # the end of the history
            settle(office, question)
        watch(office, calendar)
        if server_is_up:
            send_whatever_is_planned(office)
    told = {row.effect_key: row.rung for row in office.rows(Reminder, Reminder.question_id == question)}
    sent = [
        (told[key_of(message_id)], str(mail.to).partition("@")[0])
        for (_, message_id), (mail, _) in office.neighbours.orders.items()
    ]
    assert sent == told_by_the_ladder(history)
    assert all(times == 1 for times in office.neighbours.deliveries.values())


def key_of(message_id):
    """The effect's key behind a Message-ID: ``<ROLES-2026-11-26-section-head.reminder.1@…>``."""
    return message_id.removeprefix("<").partition("@")[0].replace(".", ":")
