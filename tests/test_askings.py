"""Where a question was put: until its form is emptied, on record, its run may hold an answer. On both databases."""

import pytest
from office_in_a_folder import CASE, moment_of, open_case, question_row

from casework.askings import (
    Form,
    form_in,
    forms_never_seen,
    forms_to_empty,
    note_asking,
    note_emptied,
    note_seen,
    runs_that_asked,
    runs_with_forms,
)
from casework.registry import Event, ledger
from casework.registry.models import Question

PREFIX = "suspended-eligibility-verdict-1-"


@pytest.fixture
def question(registry, moment):
    """A question that was put three times: in run-b, in run-a, in run-b again."""
    with registry.change(moment) as change:
        open_case(change)
        row = question_row()
        change.write(Event("assessment:question:opened", CASE), row)
    for attempt, run in enumerate(("run-b", "run-a", "run-b"), start=1):
        note_asking(registry, moment_of(seconds=attempt), row.id, run, attempt)
    return row.id


def settle(registry, moment, question):
    with registry.change(moment) as change:
        row = change.session.get_one(Question, question)
        row.state, row.void_reason = "void", "withdrawn"
        change.write(Event("assessment:question:voided", CASE))


def told(registry, look, *given):
    with registry.reading() as reading:
        return look(reading, *given)


def test_an_answer_is_looked_for_in_every_run_that_asked_the_oldest_first(registry, question):
    assert told(registry, runs_that_asked, question) == ["run-b", "run-a"]


def test_a_form_is_emptied_once_its_question_is_settled_and_not_before(registry, moment, question):
    assert told(registry, forms_to_empty) == []
    settle(registry, moment, question)
    assert told(registry, forms_to_empty) == [Form(question, "run-b", PREFIX), Form(question, "run-a", PREFIX)]


def test_a_run_may_hold_an_answer_until_its_form_is_emptied(registry, moment, question):
    assert told(registry, runs_with_forms) == ["run-a", "run-b"]
    settle(registry, moment, question)
    assert told(registry, runs_with_forms) == ["run-a", "run-b"]
    note_emptied(registry, moment, told(registry, form_in, question, "run-b"))
    assert told(registry, runs_with_forms) == ["run-a"]
    assert told(registry, forms_to_empty) == [Form(question, "run-a", PREFIX)]
    assert told(registry, form_in, question, "run-b") is None
    assert ledger.verify(registry.engine).holds


def test_a_form_that_was_seen_in_the_engine_is_looked_for_again_only_when_it_is_put_again(registry, moment, question):
    forms = told(registry, forms_never_seen)
    assert [form.flow_run_id for form in forms] == ["run-b", "run-a"]
    note_seen(registry, moment, forms)
    assert told(registry, forms_never_seen) == []
    note_asking(registry, moment_of(seconds=9), question, "run-a", 4)
    assert told(registry, forms_never_seen) == [Form(question, "run-a", PREFIX)]


def test_of_settled_questions_no_form_is_looked_for(registry, moment, question):
    settle(registry, moment, question)
    assert told(registry, forms_never_seen) == []


def test_a_question_that_is_put_again_in_the_same_attempt_has_its_form_seen_anew(registry, moment, question):
    note_seen(registry, moment, told(registry, forms_never_seen))
    note_asking(registry, moment_of(seconds=9), question, "run-a", 2)
    assert told(registry, forms_never_seen) == [Form(question, "run-a", PREFIX)]
    assert ledger.verify(registry.engine).holds
