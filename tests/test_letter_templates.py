"""The office changes its letters: a template is checked before use, two persons adopt it, and letters in flight keep theirs."""

from datetime import timedelta

import pytest
from lives_by_stage import sample_number
from office_acts import FIRST_DAY, briefed, carry, fill, propose

from casework.acts import content_of
from casework.acts.letter_template import changed_lines
from casework.acts.subjects import act_of
from casework.letters import LetterKind, shipped_templates
from casework.letters.gallery import sample_frame
from casework.letters.template_checks import faults_in_text, faults_of_template
from casework.letters.template_set import OWN
from casework.lifecycle import Stage
from casework.registry import Event
from casework.registry.models import Letter, LetterTemplate
from casework.stages.letter_templates import keep_template, template_for

KIND = LetterKind.RECEIPT
SHIPPED = shipped_templates(KIND).files[OWN]
THANKS = "{{ m.free_id() }}\n<p>Terima kasih atas kepercayaan Bapak/Ibu.</p>"
POLITE = SHIPPED.replace("{{ m.free_id() }}", THANKS)
RECEIPT = "Tanda Terima Permohonan Kunjungan Rumah · receipt"


def with_more(text):
    return SHIPPED.replace("{{ m.free_id() }}", "{{ m.free_id() }}" + text)


def faults(template, kind=KIND):
    return faults_of_template(kind, template, sample_frame(kind))


@pytest.mark.parametrize("kind", LetterKind)
def test_each_shipped_template_passes_its_own_check(kind):
    assert faults_in_text(kind, shipped_templates(kind).files[OWN]) == []


def test_a_template_with_another_sentence_may_be_used():
    assert faults(POLITE) == []


@pytest.mark.parametrize(
    ("template", "told"),
    [
        (SHIPPED.replace("facts.received_at", "facts.recieved_at", 1), "letter.html, line 8: there is no 'recieved_at' in 'facts': it has"),
        (SHIPPED.replace("facts.checked_by", "facts.received_at"), "the fact 'checked_by' is never used, and the letter may not leave it out"),
        (SHIPPED.replace("{% block english %}", "{% block inggris %}"), "the block 'english' is missing"),
        (SHIPPED.replace('{% extends "frame.html" %}', ""), "it does not begin with"),
        (SHIPPED.replace("{{ m.free_id() }}", "{{ m.free_of_charge() }}"), "there is no macro 'free_of_charge' in macros.html"),
        (SHIPPED.replace("{{ m.free_id() }}", "{{ price }}"), "'price' is nothing that a letter knows"),
        (SHIPPED.replace("{{ m.free_id() }}", "{{ facts.documents | shout }}"), "No filter named 'shout'"),
        (SHIPPED.replace("{% endblock %}", "", 1), "is no template"),
        (with_more('<p style="margin-top: 80cm">x</p>' * 3), "pages, and there are 3 at most"),
        (with_more('<img src="https://example.com/x.png" alt="x">'), "not shipped with the templates"),
        (SHIPPED.replace("{{ m.free_id() }}", "{{ facts.documents[99].code }}"), "cannot be filled in"),
        (SHIPPED.replace("{{ m.free_id() }}", "{{ 'a' * 10 ** 10 }}"), "MiB of memory"),
        (with_more("\u0e2a\u0e27\u0e31\u0e2a\u0e14\u0e35"), "a missing glyph"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_template_is_told_in_a_sentence(template, told):
    found = faults(template)
    assert any(told in one for one in found), found


@pytest.fixture
def life(at_stage):
    return at_stage(Stage.RECEIVED)


def proposed(life, template=POLITE, kind=KIND):
    templates = shipped_templates(kind).with_template(template)
    with life.change() as change:
        if keep_template(change, templates, "office") is not None:
            change.write(Event("letters:template:proposed", "office"))
    return templates.version


def template_on(life, day, kind=KIND):
    with life.change() as change:
        version = template_for(change, kind, day).version
        change.write(Event("letters:template:looked-for", "office"))
    return version


def test_a_template_is_used_from_its_day_on_once_two_persons_adopted_it_and_not_before(life):
    version, tomorrow = proposed(life), FIRST_DAY + timedelta(days=1)
    assert template_on(life, tomorrow) == shipped_templates(KIND).version
    carry(life, "letter-template", letter=RECEIPT, version=version, valid_from=tomorrow)
    assert template_on(life, FIRST_DAY) == shipped_templates(KIND).version
    assert template_on(life, tomorrow) == version
    assert template_on(life, tomorrow, LetterKind.CLOSING) == shipped_templates(LetterKind.CLOSING).version
    carry(life, "letter-template", letter=RECEIPT, version=shipped_templates(KIND).version, valid_from=tomorrow)
    assert template_on(life, tomorrow) == shipped_templates(KIND).version


def test_whoever_approves_a_template_sees_which_lines_go_and_which_come(life):
    version = proposed(life)
    subject = propose(life, "letter-template", letter=RECEIPT, version=version, valid_from=FIRST_DAY)
    with life.registry.reading() as reading:
        changed = changed_lines(reading, content_of(act_of(reading, subject)))
    assert changed == [("+", "<p>Terima kasih atas kepercayaan Bapak/Ibu.</p>")]
    assert "specimen and changed lines are on the case sheet" in briefed(life, subject)


def test_what_cannot_be_adopted_is_said_at_once(life):
    version = proposed(life)
    asked = {"letter": RECEIPT, "version": version, "valid_from": FIRST_DAY}
    assert fill(life, "letter-template", **{**asked, "version": "0" * 16}).endswith(
        "that version was never checked for this letter: propose it first"
    )
    other = "Tanda Terima Penyerahan dan Penutupan Berkas · closing"
    assert fill(life, "letter-template", **{**asked, "letter": other}).endswith("propose it first")
    assert fill(life, "letter-template", **{**asked, "valid_from": FIRST_DAY - timedelta(days=1)}).endswith(
        "letters with a number do not change"
    )
    carry(life, "letter-template", **asked)
    assert fill(life, "letter-template", **asked).endswith("that template is in use on that day already")


def test_a_letter_whose_number_is_reserved_keeps_its_template_whatever_is_adopted_meanwhile(life):
    carry(life, "letter-template", letter=RECEIPT, version=proposed(life), valid_from=FIRST_DAY)
    life.receive(sample_number(3))
    ruder = SHIPPED.replace("{{ m.free_id() }}", "{{ m.free_id() }}\n<p>Harap tertib.</p>")
    carry(life, "letter-template", letter=RECEIPT, version=proposed(life, ruder), valid_from=FIRST_DAY)
    life.send_all()
    [letter] = life.rows(Letter, Letter.subject == life.reference, Letter.kind == "receipt")
    with life.registry.reading() as reading:
        printed = life.office.files.read(
            reading.key_of(life.reference), letter.stored_as, sha256=letter.pdf_sha256
        ).decode()
    assert "Terima kasih atas kepercayaan" in printed
    assert "Harap tertib" not in printed
    assert life.rows(LetterTemplate, LetterTemplate.version == letter.template_version)[0].origin == "office"
