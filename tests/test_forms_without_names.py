"""No form of the engine has room for anybody's name: neither an act's form nor a parameter of any other flow."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any

import pytest
import yaml
from prefect.flows import load_flow_from_entrypoint
from prefect.utilities.callables import parameter_schema
from pydantic import BaseModel, Field

from casework.acts import ACT_KINDS
from casework.demo_office.officers import OFFICERS

DEPLOYMENTS = yaml.safe_load((Path(__file__).parent.parent / "prefect.yaml").read_text())["deployments"]
NAMES = [*(officer.name for officer in OFFICERS), "Nama Karangan, S.H.", "NAMA KARANGAN", "nama karangan", "Sukarno"]
# What the office calls a post or a holiday is told in words; each such field says that nobody's name belongs there.
IN_WORDS = {"post", "signatory_post", "reason", "legal_basis"}


def places_for_a_name(schema: Mapping[str, Any]) -> set[str]:
    """The fields of a form that would take a name, by their paths."""
    definitions = {**schema.get("definitions", {}), **schema.get("$defs", {})}
    return set(_places(schema, definitions, ""))


def _places(field: Mapping[str, Any], definitions: Mapping[str, Any], path: str) -> Iterator[str]:
    ways = [way for kind in ("anyOf", "allOf", "oneOf") for way in field.get(kind, ())]
    if "$ref" in field:
        ways.append(definitions[field["$ref"].rpartition("/")[2]])
    for way in ways:
        yield from _places(way, definitions, path)
    if ways:
        return
    if "properties" in field:
        for name, inner in field["properties"].items():
            yield from _places(inner, definitions, f"{path}.{name}".removeprefix("."))
    elif field.get("type") == "array":
        yield from _places(field.get("items", {}), definitions, path)
    elif _takes_a_name(field):
        yield path


def _takes_a_name(field: Mapping[str, Any]) -> bool:
    if {"enum", "const"} & set(field) or field.get("type") in ("integer", "number", "boolean", "null"):
        return False
    if field.get("format") in ("date", "date-time"):
        return False
    shortest, longest = field.get("minLength", 0), field.get("maxLength", 1000)
    fitting = [name for name in NAMES if shortest <= len(name) <= longest]
    return any(re.search(field.get("pattern", ""), name) for name in fitting)


def in_words(schema: Mapping[str, Any]) -> set[str]:
    return {path for path in places_for_a_name(schema) if path.rpartition(".")[2] in IN_WORDS}


@pytest.mark.parametrize("kind", ACT_KINDS.values(), ids=lambda kind: kind.name)
def test_no_acts_form_has_room_for_a_name(kind):
    schema = kind.content.model_json_schema()
    told_in_words = in_words(schema)
    assert not [name for name in schema["properties"] if "name" in name]
    assert places_for_a_name(schema) == told_in_words
    for name in told_in_words:
        told = schema["properties"][name]["description"]
        assert "nama orang" in told, name
        assert re.search("nobody's name|bukan nama orang", told, re.IGNORECASE), name


@pytest.mark.parametrize("deployment", DEPLOYMENTS, ids=lambda one: one["name"])
def test_no_parameter_of_any_flow_has_room_for_a_name(deployment):
    schema = parameter_schema(load_flow_from_entrypoint(deployment["entrypoint"])).model_dump()
    assert places_for_a_name(schema) == in_words(schema)
    if schema["properties"]:
        assert deployment["enforce_parameter_schema"]


class Roomy(BaseModel):
    """A form as it must not be."""

    code: Annotated[str, Field(pattern=r"^[A-Z]{2,4}$")]
    remark: str
    title: Annotated[str, Field(pattern=r"^[A-Z][A-Za-z ]+$")]
    others: list[str]
    perhaps: Annotated[str, Field(pattern=r"^[a-z ]+$")] | None
    anything: dict[str, Any]


class Around(BaseModel):
    """A form with another one within it."""

    content: Roomy


def test_a_form_with_room_for_a_name_is_found_wherever_the_room_is():
    rooms = {"remark", "title", "others", "perhaps", "anything"}
    assert places_for_a_name(Roomy.model_json_schema()) == rooms
    assert places_for_a_name(Around.model_json_schema()) == {f"content.{room}" for room in rooms}
