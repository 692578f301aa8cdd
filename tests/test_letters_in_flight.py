"""A letter that was numbered, or a template that was adopted, before the program was renewed is printed by the program of today."""

import pytest
from older_templates import ASKED_OF, BLOCKS, FILTERS, FUNCTIONS, MACROS, SUBJECTS
from pydantic import BaseModel

from casework.letters import FACTS, Frame, Letterhead, LetterKind, LetterRow, Signatory, sample_facts, shipped_templates
from casework.letters.catalogue import WORDS
from casework.letters.facts.decision import ClosingFacts
from casework.letters.facts.decree import TeamDecreeFacts
from casework.letters.facts.ending import ReinstatedFacts
from casework.letters.gallery import sample_frame, specimen
from casework.letters.jinja_environment import environment_of
from casework.letters.rendering import letter_as_html
from casework.letters.template_checks.shapes import attributes_of, shape_of
from casework.letters.template_set import OWN

ENVIRONMENT = environment_of(shipped_templates(LetterKind.RECEIPT))
# How the closing letter asked for a survey while its facts held the address of one.
SURVEY_OF_THE_FACTS = "{% if facts.survey_url is not none %} Kami mohon kesediaan {{ m.you() }} menilai layanan ini di {{ facts.survey_url }}.{% endif %}"


def models_in(model, found=None):
    """The model and all that stand in it, by their names."""
    found = {} if found is None else found
    found[model.__name__] = model
    for field in model.model_fields.values():
        shape = shape_of(field)
        while shape.items is not None:
            shape = shape.items
        if isinstance(shape.type, type) and issubclass(shape.type, BaseModel) and shape.type.__name__ not in found:
            models_in(shape.type, found)
    return found


MODELS = {name: one for kind in LetterKind for name, one in models_in(FACTS[kind]).items()}
ASKED = MODELS | {one.__name__: one for one in (Frame, Letterhead, Signatory, LetterRow)}


def closing_of_an_older_template():
    shipped = shipped_templates(LetterKind.CLOSING)
    before, _, after = shipped.files[OWN].partition("{% if head.survey is not none %}")
    _, _, after = after.partition("{% endif %}")
    return shipped.with_template(before + SURVEY_OF_THE_FACTS + after)


# --- a template of before with the facts of today


@pytest.mark.parametrize("name", ASKED_OF)
def test_whatever_an_older_template_asks_of_the_facts_and_the_frame_is_still_there(name):
    assert set(ASKED_OF[name].split()) - set(attributes_of(ASKED[name])) == set()


def test_whatever_an_older_template_calls_is_still_there():
    assert set(FILTERS.split()) - set(ENVIRONMENT.filters) == set()
    assert set(FUNCTIONS.split()) - set(ENVIRONMENT.globals) == set()
    assert (
        set(MACROS.split()) - set(vars(ENVIRONMENT.get_template("macros.html").make_module({"facts": None}))) == set()
    )
    assert set(BLOCKS.split()) - set(ENVIRONMENT.get_template("frame.html").blocks) == set()
    assert set(SUBJECTS.split()) - set(WORDS) == set()


def test_a_closing_letter_of_an_older_template_is_printed_without_a_word_about_a_survey():
    facts, older = sample_facts(LetterKind.CLOSING), closing_of_an_older_template()
    assert isinstance(facts, ClosingFacts)
    text = letter_as_html(LetterKind.CLOSING, facts, sample_frame(LetterKind.CLOSING), older)
    indonesian = text.partition('<section class="translation"')[0]
    assert ("menilai layanan" in indonesian, "None" in indonesian) == (False, False)
    assert specimen(LetterKind.CLOSING, facts, older).pages == 2


# --- facts of before with the template of today


def test_a_decree_that_was_planned_when_its_facts_named_no_law_is_printed_with_the_law_that_was_built_in():
    planned = sample_facts(LetterKind.TEAM_DECREE).model_dump(mode="json", exclude={"legal_bases"})
    facts = TeamDecreeFacts.model_validate(planned)
    assert facts.legal_bases == (
        "UU 13/1998",
        "UU 25/2009",
        "UU 6/2011 jo. terakhir UU 63/2024",
        "UU 30/2014 jo. UU 6/2023",
        "UU 27/2022",
        "PP 31/2013 jo. terakhir PP 40/2023",
        "Permenkumham 22/2023 jo. 11/2024",
    )
    text = letter_as_html(LetterKind.TEAM_DECREE, facts, sample_frame(LetterKind.TEAM_DECREE))
    in_view = text.partition(">Mengingat<")[2].partition("MEMUTUSKAN:")[0]
    assert in_view.count("<li>") == 7
    assert "<li>Undang-Undang Nomor 13 Tahun 1998 tentang Kesejahteraan Lanjut Usia;</li>" in in_view
    assert (
        "sebagaimana telah diubah dengan Peraturan Menteri Hukum dan Hak Asasi Manusia Nomor 11 Tahun 2024.</li>"
        in in_view
    )
    assert specimen(LetterKind.TEAM_DECREE, facts).pages == 3


def test_a_notice_that_was_planned_when_its_facts_did_not_name_the_letter_of_the_end_names_none():
    planned = sample_facts(LetterKind.REINSTATED).model_dump(mode="json", exclude={"end_letter"})
    text = letter_as_html(
        LetterKind.REINSTATED, ReinstatedFacts.model_validate(planned), sample_frame(LetterKind.REINSTATED)
    )
    assert "<p>Surat kami tentang penghentian proses dinyatakan tidak berlaku.</p>" in text
    assert "<p>Our letter about the end of the process is no longer valid.</p>" in text
