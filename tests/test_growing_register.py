"""What is done every few minutes, or many times a day, does not cost more because more is waiting."""

from datetime import timedelta

import pytest
from lives_by_stage import good_samples
from sqlalchemy import event

from casework.askings import forms_never_seen, forms_to_empty, runs_that_wait_in_vain, runs_with_forms
from casework.clock import moment_at
from casework.deadlocks import deadlocks
from casework.engine_runs import keep_dying, last_starts, needed_runs, note_start
from casework.office_calendar import OfficeCalendar
from casework.reconciliation.register import register_says
from casework.staff_mail.reminders import due_reminders
from casework.standing_questions import open_questions

LOOKS = {
    "the work list": lambda reading, _: open_questions(reading),
    "what must run": lambda reading, _: needed_runs(reading),
    "where it was started": lambda reading, _: last_starts(reading, needed_runs(reading)),
    "what keeps dying": lambda reading, now: keep_dying(reading, needed_runs(reading), now),
    "what waits in vain": lambda reading, _: runs_that_wait_in_vain(reading),
    "who is reminded": lambda reading, now: due_reminders(reading, OfficeCalendar(), moment_at(now)),
    "what nobody may decide": lambda reading, now: deadlocks(reading, now.date()),
    "what is compared with the engine": lambda reading, now: register_says(reading, now, history=timedelta(days=400)),
    "which forms": lambda reading, _: (forms_never_seen(reading), forms_to_empty(reading), runs_with_forms(reading)),
}


@pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS)
def test_the_register_is_asked_as_often_for_many_waiting_cases_as_for_one(look, life):
    assess(life, good_samples(6)[:1])
    asked_for_one = statements_of(life, look)
    assess(life, good_samples(6)[1:])
    assert statements_of(life, look) == asked_for_one


def assess(life, samples):
    """Cases that wait for their verdict, each with a run."""
    for sample in samples:
        life.receive(sample)
        life.check()
        life.assess()
        note_start(life.registry, life.office.now(), life.reference, "eligibility", 1)


def statements_of(life, look):
    """How many statements a look into the register takes."""
    told = []
    with life.registry.reading() as reading:
        event.listen(reading.session.connection(), "before_cursor_execute", lambda *_: told.append(1))
        look(reading, life.clock.now)
    return len(told)
