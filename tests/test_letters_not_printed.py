"""A letter whose template keeps it from being printed is a person's affair; its number is neither lost nor given twice."""

import json

import pytest

from casework.effects import LetterNotWritten
from casework.letters import LetterKind, render_letter, shipped_templates
from casework.lifecycle import Stage
from casework.registry import Event
from casework.registry.models import Effect, Letter
from casework.stages.letter_templates import keep_template
from casework.stages.permit import ask_about_partner

UNKNOWN_FACT = '{% extends "frame.html" %}{% block indonesian %}{{ facts.shoe_size }}{% endblock %}'
NEVER_ENDING = '{% extends "frame.html" %}{% block indonesian %}{% for page in range(40) %}<p style="break-after: page">x</p>{% endfor %}{% endblock %}'


@pytest.fixture
def life(at_stage, monkeypatch):
    """A case that was just found ineligible: the letter that says so is still to be written, in earnest, and mailed."""
    monkeypatch.setattr("casework.effects.render_letter", render_letter)
    case = at_stage(Stage.ASSESSMENT)
    case.decided("BS", "eligibility-verdict", "ineligible", ground="age")
    return case


@pytest.fixture
def letter(life):
    """That letter, as it stands."""
    return lambda: life.rows(Letter, Letter.subject == life.reference, Letter.kind == LetterKind.INELIGIBLE.value)[0]


def number_with(life, template):
    """The case's first unwritten letter, as if it had been numbered with this template."""
    effect = next(one for one in life.planned() if one.kind.startswith("letter:"))
    with life.change() as change:
        [letter] = change.session.query(Letter).filter_by(subject=life.reference, state="reserved")
        broken = shipped_templates(LetterKind(letter.kind)).with_template(template)
        keep_template(change, broken, "office")
        letter.template_version = broken.version
        change.write(Event("test:template:broken", life.reference))
    return effect


def asked_about(life, effect):
    """What the flow does where a letter cannot be written: nothing is sent, and a person is asked."""
    with pytest.raises(LetterNotWritten) as fault:
        life.send(effect)
    with life.change() as change:
        ask_about_partner(change, life.office, change.session.get_one(Effect, effect.id), str(fault.value))
    return str(fault.value)


@pytest.mark.parametrize(
    ("template", "told"),
    [
        (
            UNKNOWN_FACT,
            "the letter could not be printed: printing ended with UndefinedError: render its kind with the sample facts to see why",
        ),
        (
            NEVER_ENDING,
            "the letter could not be printed: it has 42 pages, and there are 12 at most: shorten its template",
        ),
    ],
    ids=["unknown-fact", "never-ending"],
)
def test_a_letter_that_cannot_be_printed_becomes_a_technicians_question_and_keeps_its_number(
    life, letter, template, told
):
    before, effect = letter(), number_with(life, template)
    assert asked_about(life, effect) == told
    assert life.question("partner-down").role == "technical-officer"
    assert (letter().state, letter().number) == ("reserved", before.number)


def test_it_is_written_under_its_number_with_the_template_in_force_once_a_person_says_so(life, letter):
    before, effect = letter(), number_with(life, UNKNOWN_FACT)
    asked_about(life, effect)
    life.decided("RM", "partner-down", "current-template", ground="template-mended")
    assert life.send(effect) == "done"
    written = letter()
    assert (written.number, written.state) == (before.number, "issued")
    assert (written.template_version, written.content_digest) == (before.template_version, before.content_digest)


def test_without_another_template_the_answer_is_refused_and_the_question_stays(life):
    effect = next(one for one in life.planned() if one.kind.startswith("letter:"))
    with life.change() as change:
        ask_about_partner(
            change, life.office, change.session.get_one(Effect, effect.id), "the letter could not be printed"
        )
    outcome = life.decide_as("RM", life.question("partner-down"), "current-template", ground="template-mended")
    assert (outcome.granted, outcome.reason) == (False, "no-other-template")


def test_an_order_that_is_no_letter_has_no_template(life):
    effect = next(one for one in life.planned() if one.kind.startswith("mail:"))
    with life.change() as change:
        ask_about_partner(
            change, life.office, change.session.get_one(Effect, effect.id), "mail gave no usable answer (time-out)"
        )
    outcome = life.decide_as("RM", life.question("partner-down"), "current-template", ground="template-mended")
    assert (outcome.granted, outcome.reason) == (False, "no-other-template")


def test_a_letter_that_was_planned_with_fewer_facts_than_it_needs_now_is_asked_about_by_field(life, letter):
    effect = next(one for one in life.planned() if one.kind.startswith("letter:"))
    with life.change() as change:
        row = change.session.get_one(Letter, letter().id)
        facts = json.loads(change.unseal(row.sealed_facts, "letter.sealed_facts", row.subject, row.number))
        del facts["assessed_on"]
        sealed = change.seal(json.dumps(facts).encode(), "letter.sealed_facts", row.subject, row.number)
        row.sealed_facts = sealed
        change.write(Event("test:facts:fewer", life.reference))
    told = (
        "the letter could not be printed: its facts, as they were planned, are no longer whole: look at 'assessed_on'"
    )
    assert asked_about(life, effect) == told
    assert letter().state == "reserved"
