"""What a changed template may not do: leave a fact out, hide one, print a code, charge for the visit, or fail in some branch."""

import pytest

from casework.letters import FACTS, KINDS, LetterKind, longest_facts, sample_facts, shipped_templates
from casework.letters.gallery import sample_frame
from casework.letters.template_checks import faults_in_text, faults_of_template
from casework.letters.template_checks.filled_in import filled_in, letters_to_print
from casework.letters.template_checks.halves import texts_of, unseen_words
from casework.letters.template_checks.other_facts import barest, changed, facts_of, full_otherwise, fullest, values_of
from casework.letters.template_checks.raw_codes import codes_printed, with_marked_codes
from casework.letters.template_set import OWN

EVERY_FACT_ASKED = "".join(
    f"{{% if facts.{name} %}}{{% endif %}}" for name in FACTS[LetterKind.REINSTATED].model_fields
)
EMPTY = f"""{{% extends "frame.html" %}}
{{% block indonesian %}}<p>x</p>{EVERY_FACT_ASKED}<p>Kunjungan rumah tidak dipungut biaya.</p>{{% endblock %}}
{{% block english %}}<p>x</p><p>The home visit is free of charge.</p>{{% endblock %}}"""
REGISTER_ROW = '{{ m.fact("Nomor register", facts.register_number) }}'
FREE_OF_CHARGE = "Kunjungan rumah dan penyerahan izin tinggal tidak dipungut biaya."


def shipped(kind):
    return shipped_templates(LetterKind(kind)).files[OWN]


def faults(kind, template):
    return faults_of_template(LetterKind(kind), template, sample_frame(LetterKind(kind)))


def refused(kind, written, instead):
    """What is said against the shipped template with something else in one place of it."""
    assert written in shipped(kind)
    return faults(kind, shipped(kind).replace(written, instead))


@pytest.mark.parametrize("kind", LetterKind)
def test_each_shipped_template_passes_every_set_of_facts(kind):
    found = filled_in(shipped_templates(kind), sample_frame(kind))
    assert found.faults == []
    assert list(found.texts) == ["the sample facts", "the longest facts", "the fewest facts"]


@pytest.mark.parametrize("kind", ["receipt", "team-decree", "visit-record", "dispatch-report"])
def test_a_reader_sees_all_that_a_shipped_letter_says(kind):
    assert faults(kind, shipped(kind)) == []


def test_a_fact_that_is_only_asked_about_is_not_printed():
    found = faults("reinstated", EMPTY)
    assert any("the Indonesian half does not print the fact 'closed_on'" in one for one in found), found
    assert any("the English half does not print the fact 'stands.english'" in one for one in found), found
    assert any("(as the shipped templates/letters/reinstated/letter.html does in line " in one for one in found)


def test_a_fact_that_is_only_remembered_is_not_printed():
    [found] = refused("grant", REGISTER_ROW, "{% set number = facts.register_number %}")
    assert found.startswith(
        "the Indonesian half does not print the fact 'register_number' (its number in the office's register)"
    )
    assert found.endswith(
        "print it there in words (as the shipped templates/letters/grant/letter.html does in line 11)"
    )


def test_a_fact_of_each_item_of_a_list_is_printed_too():
    [found] = refused("billing", "{{ amount_in_figures(item.amount) }}", "")
    assert found.startswith("the Indonesian half does not print the fact 'items.amount' (in whole rupiah)")


def test_the_english_half_needs_its_facts_as_well():
    [found] = refused("grant", '{{ m.fact("Register number", facts.register_number) }}', "")
    assert found.startswith("the English half does not print the fact 'register_number'")


@pytest.mark.parametrize(
    "hidden",
    [
        "display: none",
        "visibility: hidden",
        "color: white",
        "color: #eee",
        "opacity: 0",
        "font-size: 4pt",
        "position: absolute; left: -900pt",
        "height: 0; overflow: hidden; display: block",
    ],
)
def test_a_fact_that_no_reader_sees_is_not_printed(hidden):
    [found] = refused(
        "grant", REGISTER_ROW, f'<tr><td><div style="{hidden}">{{{{ facts.register_number }}}}</div></td></tr>'
    )
    assert "a reader does not see in the Indonesian half" in found
    assert "register_number" in found
    assert found.endswith("print it where it can be read, in dark ink, in 6 points or more")


@pytest.mark.parametrize(
    ("kind", "written", "instead", "fact"),
    [
        ("grant", 'facts.permit_kind | words("permit")', "facts.permit_kind", "permit_kind"),
        ("grant", "country_in_words(facts.nationality)", "facts.nationality", "nationality"),
        ("grant", 'facts.delivery | words("delivery")', "facts.delivery | lower", "delivery"),
        ("receipt", '(facts.channel | words("channel")) ~', "facts.channel ~", "channel"),
        ("receipt", 'document.status | words("status")', "document.status", "status"),
        ("visit-record", 'listed(facts.kept | map("words", "kept") | list)', "listed(facts.kept)", "kept"),
    ],
)
def test_no_code_is_printed(kind, written, instead, fact):
    [found] = refused(kind, written, instead)
    assert found.startswith(f"the code of '{fact}' is printed as it is, and a letter shows words")


@pytest.mark.parametrize(
    ("kind", "written", "instead", "told"),
    [
        (
            "grant",
            "date_in_words(facts.decided_on)",
            "facts.decided_on",
            "line 4: it prints a date as a computer writes it",
        ),
        ("grant", "date_in_words(facts.decided_on)", "facts.decided_on.isoformat()", "as a computer writes it"),
        (
            "visit-record",
            "{% block indonesian %}",
            "{% block indonesian %}{{ facts.free_of_charge }}",
            "the bare answer True",
        ),
    ],
)
def test_nothing_is_printed_as_a_computer_writes_it(kind, written, instead, told):
    found = refused(kind, written, instead)
    assert any(told in one for one in found), found


@pytest.mark.parametrize(
    ("written", "instead", "told"),
    [
        (FREE_OF_CHARGE, "Kunjungan rumah dikenakan biaya Rp500.000.", "line 27: an amount of money is written into the template"),
        (FREE_OF_CHARGE, "Kunjungan rumah dikenakan biaya.", "does not say that the home visit is 'tidak dipungut biaya'"),
        ("The home visit and the hand-over of the permit are", "The hand-over is", "does not say that the home visit is 'free of charge'"),
        (
            FREE_OF_CHARGE,
            "Kunjungan rumah tidak dipungut biaya, selain {{ amount_in_figures(500000) }}.",
            "the Indonesian half says 'tidak dipungut biaya' and takes it back beside it",
        ),
        ("permit are free of charge", "permit are not free of charge", "the English half says 'free of charge' and takes it back"),
        (FREE_OF_CHARGE, f'<span style="color: white">{FREE_OF_CHARGE}</span>', "does not see in the Indonesian half"),
    ],
)  # fmt: skip
def test_the_visit_stays_free_of_charge(written, instead, told):
    found = refused("grant", written, instead)
    assert any(told in one for one in found), found


def test_the_visit_may_be_called_free_of_charge_in_other_words():
    assert refused("grant", FREE_OF_CHARGE, "Untuk kunjungan ke rumah, Bapak/Ibu tidak dipungut biaya apa pun.") == []


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("{{ facts.bogus }}", "line 20: there is no 'bogus' in 'facts': it has case_reference,"),
        ("{{ facts['bogus'] }}", "there is no 'bogus' in 'facts'"),
        ("{{ facts.items[0].bogus }}", "there is no 'bogus' in 'facts.items[…]': it has indonesian, english, amount, legal_basis"),
        ("{% for item in facts.items %}{{ item.bogus }}{% endfor %}", "there is no 'bogus' in 'item'"),
        ("{% set it = facts %}{{ it.bogus }}", "there is no 'bogus' in 'it'"),
        ("{{ facts.items | sum(attribute='bogus') }}", "there is no 'bogus'"),
        ("{{ frame.bogus }}{{ head.bogus }}", "there is no 'bogus' in 'head'"),
        ("{{ m.remedy_id(facts) }}", "macros.html, line 25: there is no 'addressee' in 'route'"),
        ("{% macro own(it) %}{{ it.bogus }}{% endmacro %}{{ own(facts.items[0]) }}", "there is no 'bogus' in 'it'"),
    ],
)  # fmt: skip
def test_what_no_letter_has_is_found_in_a_branch_that_no_letter_takes(asked, told):
    never = f"{{% if facts.total > 10 ** 13 %}}{asked}{{% endif %}}{{{{ m.free_id() }}}}"
    found = faults_in_text(LetterKind.BILLING, shipped("billing").replace("{{ m.free_id() }}", never))
    assert any(told in one for one in found), found


@pytest.mark.parametrize(
    ("kind", "asked", "told"),
    [
        ("grant", "{{ facts.valid_until | length if facts.delivery == 'courier' }}", "with 'delivery' as 'courier' it cannot be filled in"),
        ("grant", "{{ plain_date(facts.valid_until) }}", "line 3: "),
        ("process-ended", "{% if facts.fee == 'none' %}{{ facts.fee_amount }}{% endif %}", "with 'fee' as 'none' it cannot be filled in"),
        ("visit-record", "{% if not facts.free_of_charge %}{{ facts.kept[9] }}{% endif %}", "with 'free_of_charge' as 'False' it cannot"),
    ],
)  # fmt: skip
def test_every_branch_is_filled_in(kind, asked, told):
    found = refused(kind, "{% block indonesian %}", "{% block indonesian %}" + asked)
    assert any(told in one for one in found), found


@pytest.mark.parametrize("kind", LetterKind)
def test_the_barest_letter_is_a_letter_and_lacks_whatever_may_be_missing(kind):
    bare = barest(sample_facts(kind))
    assert FACTS[kind].model_validate(bare.model_dump()) == bare
    for name, field in FACTS[kind].model_fields.items():
        if field.annotation is not None and type(None) in getattr(field.annotation, "__args__", ()):
            gone = bare.model_copy(update={name: None})
            if getattr(bare, name) is not None:
                with pytest.raises(ValueError, match=r"."):
                    FACTS[kind].model_validate(gone.model_dump())


@pytest.mark.parametrize("kind", LetterKind)
def test_every_required_fact_is_one_that_the_checks_can_change(kind):
    letters = (sample_facts(kind), longest_facts(kind), fullest(sample_facts(kind)))
    required = [fact for fact in facts_of(FACTS[kind]) if fact.required]
    assert [fact.name for fact in required if not any([*changed(one, fact)] for one in letters)] == []


@pytest.mark.parametrize("kind", LetterKind)
def test_the_fullest_letter_is_a_letter_and_has_whatever_it_may_have_if_not_by_itself(kind):
    letters = [fullest(sample_facts(kind)), *full_otherwise(sample_facts(kind))]
    assert [FACTS[kind].model_validate(one.model_dump()) for one in letters] == letters
    optional = [fact for fact in facts_of(FACTS[kind]) if fact.shape.optional]
    assert [fact.name for fact in optional if not any(any(values_of(one, fact)) for one in letters)] == []


@pytest.mark.parametrize("kind", LetterKind)
def test_a_marked_code_shows_itself_wherever_it_is_printed_and_finds_its_words_as_ever(kind):
    marked = with_marked_codes(sample_facts(kind))
    assert marked == sample_facts(kind)
    if KINDS[kind].recipient == "guarantor" and hasattr(marked, "recipient_honorific"):
        assert codes_printed(f"{marked.recipient_honorific}") == ["recipient_honorific"]


def test_a_half_is_read_without_what_stands_in_no_text():
    said = texts_of(
        '<head><title>no</title></head><p>Satu <b>du</b>a</p><style>no</style><section class="translation"><p>one</p></section>'
    )
    assert said.of("id").split() == ["Satu", "dua"]
    assert said.of("en").split() == ["one"]


def test_a_word_is_seen_as_often_as_it_is_said_and_may_be_broken_at_the_end_of_a_line():
    assert unseen_words("Jalan Kenanga 12", "JALAN\nKenan\nga 12") == []
    assert unseen_words("Jalan Kenanga 12", "Jalan 12") == ["kenanga"]
    assert unseen_words("12 and 12", "12 and") == ["12"]
    assert unseen_words("12", "112") == ["12"]


def test_what_is_printed_of_a_letter_are_three_sets_of_facts():
    letters = letters_to_print(LetterKind.GRANT)
    assert letters["the fewest facts"].valid_until is None
    assert letters["the sample facts"].valid_until is not None
