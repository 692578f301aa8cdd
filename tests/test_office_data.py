"""The office's own data without a terminal: its forms, and what an act of two is from the form to the approval."""

import inspect
import re
from datetime import date
from pathlib import Path

import pytest
import yaml
from office_acts import (
    CLOSED,
    COUNTER,
    FIRST_DAY,
    GIVEN,
    STANDS_IN,
    approve,
    briefed,
    carry,
    fill,
    on,
    propose,
    roles_of,
)
from prefect.flows import load_flow_from_entrypoint
from pydantic import ValidationError
from staff_changes import mandate_besides

from casework.acts import ACT_KINDS
from casework.acts.fields import LanguageShown, RoleShown
from casework.demo_office.officers import OFFICERS
from casework.letters.wording import is_known_language
from casework.questions import ROLE_NAMES, code_of
from casework.registry.models import (
    DataKey,
)
from flows import office_data

DEPLOYMENTS = yaml.safe_load((Path(__file__).parent.parent / "prefect.yaml").read_text())["deployments"]


# --- the forms


def test_the_forms_offer_every_role_of_the_office_by_its_own_words():
    shown = [f"{name} · {role}" for role, name in ROLE_NAMES.items()]
    assert list(RoleShown.__args__) == shown


def test_the_forms_offer_only_languages_that_letters_have_words_for_and_all_that_are_spoken_here():
    offered = {code_of(one) for one in LanguageShown.__args__}
    assert all(is_known_language(code) for code in offered)
    assert {language for officer in OFFICERS for language in officer.languages} <= offered


@pytest.mark.parametrize("kind", ACT_KINDS.values(), ids=lambda kind: kind.name)
def test_each_field_of_a_form_has_its_title_and_its_words_and_none_is_shown_as_a_choice_of_types(kind):
    schema = kind.content.model_json_schema()
    assert schema["additionalProperties"] is False
    assert " · " in schema["description"]
    for name, field in schema["properties"].items():
        assert " · " in field["title"], name
        assert len(field["description"]) > 10, name
        assert "anyOf" not in field, name


def test_a_number_is_none_without_a_digit_so_that_nobodys_name_passes_for_one():
    content = ACT_KINDS["decree"].content
    days = {"dated": FIRST_DAY, "valid_from": FIRST_DAY, "valid_to": FIRST_DAY}
    assert content.model_validate({"number": "SK 7", **days}).signatory_post == "Kepala Kantor"
    with pytest.raises(ValidationError):
        content.model_validate({"number": "Ratna Kusumaningrum", **days})


@pytest.mark.parametrize(
    "deployment",
    [one for one in DEPLOYMENTS if one["entrypoint"].startswith("flows.office_data.")],
    ids=lambda one: one["name"],
)
def test_each_form_is_a_deployment_whose_run_is_named_after_codes_and_whose_kind_is_known(deployment, monkeypatch):
    flow = load_flow_from_entrypoint(deployment["entrypoint"])
    asked = []
    monkeypatch.setattr(office_data, "propose", lambda kind, content: asked.append((kind, type(content))))
    [content] = inspect.signature(flow.fn).parameters.values()
    flow.fn(content.annotation.model_construct())
    [(kind, given)] = asked
    assert ACT_KINDS[kind].content is given
    assert deployment["enforce_parameter_schema"]
    assert set(re.findall(r"{content\.([a-z_]+)}", flow.flow_run_name)) <= {
        "code",
        "officer",
        "principal",
        "delegate",
        "day",
        "version",
    } & set(given.model_fields)


def test_every_kind_of_act_has_its_form():
    forms = {
        one["name"] for one in DEPLOYMENTS if one["entrypoint"].startswith(("flows.office_data.", "flows.case_forms."))
    }
    assert {name.removeprefix("office-") for name in forms} == {name.removeprefix("office-") for name in ACT_KINDS}


# --- the life of an act


def test_a_briefing_of_any_act_keeps_to_its_lines_and_names_its_proposer(life):
    carry(life, "officer-leaves", code="BS", last_day=on(5))
    longest = propose(life, "acting", **{**STANDS_IN, "capacity": "Plt. · plt", "valid_to": date(2027, 2, 25)})
    told = briefed(life, longest)
    assert "Diusulkan · proposed: PM, 24-11-2026" in told
    assert len([line for line in told.split("\n") if line]) <= 15


def test_a_change_that_came_while_the_question_waited_is_honoured(life):
    subject = propose(life, "mandate", **GIVEN)
    carry(life, "officer-leaves", code="SH", last_day=on(0))
    life.clock.pass_(days=1)
    late = {**GIVEN, "valid_from": on(1)}
    assert fill(life, "mandate", **late).startswith("petugas SH tidak bertugas pada 25-11-2026")
    assert approve(life, subject).granted  # its first day was one of service
    assert roles_of(life, "SH") == ()


def test_an_act_that_another_made_superfluous_meanwhile_is_refused_when_it_is_approved(life):
    subject = propose(life, "mandate", **{**GIVEN, "officer": "EL", "role": COUNTER})
    carry(life, "mandate", **{**GIVEN, "officer": "EL", "role": COUNTER})
    assert approve(life, subject).reason == "no-longer-fits"


def test_every_act_has_a_key_of_its_own_and_the_ledger_holds(life):
    subject = carry(life, "office-day", **CLOSED)
    assert [row.owner for row in life.rows(DataKey, DataKey.owner == subject)] == [subject]
    assert life.ledger_holds()


def test_only_an_administrator_proposes_and_the_same_person_never_approves(life):
    subject = fill(life, "office-day", **CLOSED)
    assert life.decide_as("BS", life.question("act-proposal", subject), "propose").reason == "not-entitled"
    with life.change() as change:
        mandate_besides(change, "PM", "head-of-office")
    life.decided("PM", "act-proposal", "propose", subject=subject)
    assert approve(life, subject, "PM").reason == "four-eyes"
    assert approve(life, subject).granted
