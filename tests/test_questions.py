import re
from datetime import date
from functools import cache
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError, create_model

from casework.briefing.consequences_in_words import FOLLOWS
from casework.deadlines import complaint_rule_on
from casework.lifecycle import Stage
from casework.questions import (
    LEVEL_OF_ROLE,
    NO_GROUND,
    OTHER,
    QUESTION_KINDS,
    ROLE_NAMES,
    SEPARATOR,
    answer_model,
    code_of,
    form_fields,
)

KINDS = list(QUESTION_KINDS.values())
OFFICERS = ("BS · Kasi", "EL · Kasi")
OPTIONS = {"fit_officers": ["AP", "NR", "JP"], "officers": ["AP", "BS"]}
TYPED = {"others": "-", "day": "24-11-2026", "item": "RR123456785ID"}  # what is not a time of the day
ASKING_FLOWS = {
    deployment["name"]
    for deployment in yaml.safe_load((Path(__file__).parent.parent / "prefect.yaml").read_text())["deployments"]
}
every_kind = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)


def form_schema(kind):
    """The schema of the form that staff see."""
    return create_model("Form", **form_fields(kind, OFFICERS, OPTIONS)).model_json_schema()


def extra_value(kind, extra):
    if extra.pattern:
        return TYPED.get(extra.name, "09:00")
    options = OPTIONS.get(extra.name, extra.options)
    return list(options[:1]) if extra.several else options[0]


def full_answer(kind, choice=None):
    """An answer as the form would post it."""
    answer = {
        "who": "BS · Kasi",
        "code": "123456",
        "decision": choice or kind.choices[0],
        **{extra.name: extra_value(kind, extra) for extra in kind.extras},
        "other_officer": "",
        "remark": "",
    }
    return answer | ({"ground": kind.grounds[0]} if kind.grounds else {})


@cache
def model_of(name):
    return answer_model(QUESTION_KINDS[name], OPTIONS)


def accepts(kind, answer):
    try:
        model_of(kind.name).model_validate(answer)
    except ValidationError:
        return False
    return True


def must_be_answered(kind):
    extras = {extra.name for extra in kind.extras if not extra.optional}
    return {"who", "code", "decision", *extras, *(("ground",) if kind.grounds else ())}


def may_be_left(kind):
    return {"other_officer", "remark", *(extra.name for extra in kind.extras if extra.optional)}


# --- the table of questions


def test_each_kind_stands_under_its_own_name():
    assert all(name == kind.name for name, kind in QUESTION_KINDS.items())


@every_kind
def test_a_question_is_asked_by_a_deployment_of_a_role_of_the_office_in_a_stage(kind):
    assert kind.flow in ASKING_FLOWS
    assert kind.role in ROLE_NAMES
    assert kind.stage in {*Stage, "any", "dispatch"}
    assert kind.working_days >= 0
    assert kind.title
    assert kind.title_english


@every_kind
def test_choices_and_grounds_have_codes_of_their_own_behind_the_indonesian_words(kind):
    for shown in (kind.choices, kind.grounds, *(extra.options for extra in kind.extras)):
        codes = [code_of(one) for one in shown]
        assert len(set(codes)) == len(codes)
        for one, code in zip(shown, codes, strict=True):
            assert one.count(SEPARATOR) == 1
            assert re.fullmatch(r"[a-z]+(-[a-z]+)*", code)
    assert kind.choice_codes() == tuple(code_of(choice) for choice in kind.choices)


@every_kind
def test_grounds_are_listed_exactly_where_a_choice_needs_one(kind):
    assert bool(kind.grounds) == bool(kind.needs_ground)
    assert kind.needs_ground <= set(kind.choice_codes())


@every_kind
def test_a_ground_that_does_not_fit_a_choice_is_one_of_the_form_and_the_form_says_which_fit(kind):
    grounds = {code_of(ground) for ground in kind.grounds}
    assert set(kind.fitting_grounds) <= set(kind.choice_codes())
    for choice in kind.choice_codes():
        fitting = [code_of(ground) for ground in kind.grounds_for(choice)]
        assert {ground for ground in grounds if kind.rests_on(choice, ground)} == set(fitting) <= grounds
        assert kind.rests_on(choice, None)
        assert fitting or choice not in kind.needs_ground or not grounds
        if choice in kind.fitting_grounds:
            assert f"{choice}: {', '.join(fitting)}" in form_schema(kind)["properties"]["ground"]["description"]


@every_kind
def test_each_ground_names_its_legal_basis(kind):
    for ground in kind.grounds:
        assert re.search(r"\((UU|PP|Permenkumham|SE|SK)\b[^)]*\) · ", ground), ground


@every_kind
def test_each_choice_has_words_for_what_follows_from_it(kind):
    assert set(FOLLOWS[kind.name]) == set(kind.choice_codes())
    assert all(SEPARATOR in words for words in FOLLOWS[kind.name].values())


def test_no_words_are_left_over_from_a_question_that_is_asked_no_more():
    assert set(FOLLOWS) == set(QUESTION_KINDS)


@every_kind
def test_four_eyes_look_at_other_questions_that_exist(kind):
    assert kind.excludes <= set(QUESTION_KINDS) - {kind.name}


def test_whoever_visited_or_proposed_never_decides_the_permit():
    assert QUESTION_KINDS["permit-decision"].excludes == {"visit-report", "biometric-exception", "permit-proposal"}
    assert QUESTION_KINDS["biometric-exception"].excludes == {"visit-report"}
    assert QUESTION_KINDS["assignment-signature"].excludes == {"plan-approval"}
    assert "permit-regional" in QUESTION_KINDS["permit-central"].excludes


def test_each_level_of_the_chain_is_decided_by_its_role():
    assert {role: QUESTION_KINDS[name].role for role, name in LEVEL_OF_ROLE.items()} == {
        role: role for role in LEVEL_OF_ROLE
    }
    assert {QUESTION_KINDS[name].flow for name in LEVEL_OF_ROLE.values()} == {"permit"}


# --- the form that staff see


@every_kind
def test_an_empty_form_decides_nothing_for_no_field_that_matters_has_a_default(kind):
    for schema in (form_schema(kind), model_of(kind.name).model_json_schema()):
        assert set(schema["required"]) == must_be_answered(kind)
        assert [name for name in must_be_answered(kind) if "default" in schema["properties"][name]] == []
        assert set(schema["properties"]) == must_be_answered(kind) | may_be_left(kind)
    assert not accepts(kind, {})


@every_kind
def test_everything_that_a_schema_can_say_stands_in_the_schema(kind):
    properties = form_schema(kind)["properties"]
    assert properties["who"]["enum"] == [*OFFICERS, OTHER]
    assert properties["code"]["pattern"] == "^[0-9]{6}$"
    assert set(kind.choices) == set(properties["decision"].get("enum") or [properties["decision"]["const"]])
    assert properties["remark"]["maxLength"] == 300
    assert ("ground" in properties) == bool(kind.grounds)
    if kind.grounds:
        assert properties["ground"]["enum"] == [NO_GROUND, *kind.grounds]


@every_kind
def test_no_field_is_shown_as_a_choice_of_types(kind):
    for name, field in form_schema(kind)["properties"].items():
        assert not {"anyOf", "oneOf", "allOf"} & set(field), name
        assert field["type"] in ("string", "array"), name


@every_kind
def test_each_field_has_a_title_and_a_word_of_help(kind):
    for name, field in form_schema(kind)["properties"].items():
        assert field["title"], name
        assert field["description"], name


@every_kind
def test_the_form_asks_who_code_and_decision_first_and_the_remark_last(kind):
    names = list(form_fields(kind, OFFICERS, OPTIONS))
    assert names[:3] == ["who", "code", "decision"]
    assert names[-2:] == ["other_officer", "remark"]


# --- what is accepted as an answer


@every_kind
def test_a_full_answer_is_accepted_with_each_choice(kind):
    assert [choice for choice in kind.choices if not accepts(kind, full_answer(kind, choice))] == []


@every_kind
def test_nothing_may_be_added_to_an_answer(kind):
    assert model_of(kind.name).model_json_schema()["additionalProperties"] is False
    assert not accepts(kind, full_answer(kind) | {"approved": True})


@every_kind
def test_an_answer_without_a_field_that_matters_is_refused(kind):
    for name in must_be_answered(kind):
        answer = full_answer(kind)
        del answer[name]
        assert not accepts(kind, answer), name


@every_kind
@pytest.mark.parametrize("wrong", ["", " ", None, 1, True, [], {}, "{{ flow_run.id }}", "setuju", "approve"], ids=repr)
def test_a_blank_or_a_wrong_value_is_refused_in_each_field_that_matters(kind, wrong):
    for name in must_be_answered(kind) - {"fit_officers", "officers"}:
        assert not accepts(kind, full_answer(kind) | {name: wrong}), name


def test_a_team_of_which_nobody_is_fit_is_an_answer_and_a_stranger_in_it_is_none():
    kind = QUESTION_KINDS["morning-release"]
    assert accepts(kind, full_answer(kind) | {"fit_officers": []})
    assert not accepts(kind, full_answer(kind) | {"fit_officers": ["AP", "XX"]})


def test_a_tray_without_exceptions_is_an_answer_and_an_exception_that_is_not_in_it_is_none():
    kind, options = QUESTION_KINDS["routine-tray"], {"exceptions": ["SAHS-7K43"]}
    model = answer_model(kind, options)
    left = {name: value for name, value in full_answer(kind).items() if name != "exceptions"}
    assert model.model_validate(left).exceptions == []
    assert model.model_validate(left | {"exceptions": ["SAHS-7K43"]}).exceptions == ["SAHS-7K43"]
    with pytest.raises(ValidationError):
        model.model_validate(left | {"exceptions": ["SAHS-7K52"]})


@pytest.mark.parametrize("others", ["-", "AP", "AP,NR", "SUKA"])
def test_officers_complained_about_are_ticked_or_named_by_code_and_nobody_may_be_named(others):
    kind = QUESTION_KINDS["complaint-receipt"]
    assert accepts(kind, full_answer(kind) | {"officers": [], "others": others})


@pytest.mark.parametrize("others", ["", "Agus", "AP NR", "AP,", "ABCDE", "-,AP", "AP\n"])
def test_anything_but_codes_names_no_officer(others):
    kind = QUESTION_KINDS["complaint-receipt"]
    assert not accepts(kind, full_answer(kind) | {"others": others})


def test_a_question_is_due_by_the_law_of_the_day_where_there_is_one():
    answer = QUESTION_KINDS["complaint-answer"]
    assert (
        answer.days_on(date(2026, 11, 25)) == answer.working_days == complaint_rule_on(date(2026, 11, 25)).answer_within
    )
    assert QUESTION_KINDS["delivery-receipt"].days_on(date(2026, 11, 25)) == 3


def test_a_report_that_ticks_no_evidence_at_all_says_nothing_and_is_refused():
    kind = QUESTION_KINDS["visit-report"]
    assert not accepts(kind, full_answer(kind) | {"evidence": []})
    assert accepts(kind, full_answer(kind) | {"evidence": ["tidak ada · none"]})


@pytest.mark.parametrize("time_of_day", ["00:00", "09:30", "23:59"])
def test_a_time_of_day_is_written_with_a_colon(time_of_day):
    kind = QUESTION_KINDS["visit-report"]
    assert accepts(kind, full_answer(kind) | {"started_at": time_of_day})


@pytest.mark.parametrize("time_of_day", ["24:00", "9:30", "09.30", "09:60", "09:30:00", "09:30\n", "pagi"])
def test_a_time_of_day_that_no_clock_shows_is_refused(time_of_day):
    kind = QUESTION_KINDS["visit-report"]
    assert not accepts(kind, full_answer(kind) | {"started_at": time_of_day})


@pytest.mark.parametrize("who", ["BS", "BS · Kasi", "KLMN · Kepala Kantor", OTHER])
def test_whoever_decides_is_named_by_a_short_code(who):
    kind = QUESTION_KINDS["eligibility-verdict"]
    assert accepts(kind, full_answer(kind) | {"who": who})


@pytest.mark.parametrize(
    "who", ["bs", "B", "ABCDE", "BS ·", "BS Kasi", "BS · Kasi\nRK · Kakanim", "lain", "197911232004121902"]
)
def test_anything_but_a_short_code_names_nobody(who):
    kind = QUESTION_KINDS["eligibility-verdict"]
    assert not accepts(kind, full_answer(kind) | {"who": who})


@given(st.text(max_size=320))
def test_a_remark_is_short_and_plain_text(remark):
    kind = QUESTION_KINDS["eligibility-verdict"]
    plain = len(remark) <= 300 and not re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", remark)
    assert accepts(kind, full_answer(kind) | {"remark": remark}) == plain


@given(st.text(alphabet="0123456789٠١٢३a \n", max_size=8))
def test_a_code_is_six_plain_digits(code):
    kind = QUESTION_KINDS["eligibility-verdict"]
    assert accepts(kind, full_answer(kind) | {"code": code}) == bool(re.fullmatch("[0-9]{6}", code))
