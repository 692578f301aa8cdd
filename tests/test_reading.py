import base64
import hashlib
import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casework.case import Application
from casework.completeness import missing_from
from casework.reading import Refusal, content_digest, json_schema, read_application

EXAMPLE = (Path(__file__).parent / "samples" / "application.json").read_bytes()
TOLD = json.loads(EXAMPLE)


def read(told):
    return read_application(json.dumps(told).encode())


def told_with(path, value):
    """The example with the value at this path changed, e.g. "permit.kind"."""
    told = json.loads(EXAMPLE)
    *parents, last = path.split(".")
    place = told
    for step in parents:
        place = place[step]
    place[last] = value
    return told


def faults_of(answer):
    assert isinstance(answer, Refusal)
    return [(fault.field, fault.code) for fault in answer.faults]


def test_the_example_is_a_complete_application():
    application = read_application(EXAMPLE)
    assert isinstance(application, Application)
    assert missing_from(application, date(2026, 11, 25)) == ()


def test_the_example_shows_every_field():
    def fields(shape):
        return set(shape.model_fields)

    application = read_application(EXAMPLE)
    assert set(TOLD) == fields(Application)
    for part in ("permit", "applicant", "residence", "guarantor"):
        assert set(TOLD[part]) == fields(type(getattr(application, part)))
    assert all(set(document) == fields(type(application.documents[0])) for document in TOLD["documents"])


def test_the_examples_documents_have_the_fingerprints_that_it_gives():
    for document in TOLD["documents"]:
        assert hashlib.sha256(base64.b64decode(document["content"], validate=True)).hexdigest() == document["sha256"]


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"", "not_json"),
        (b"{", "not_json"),
        (b"[]", "not_an_object"),
        (b"null", "not_an_object"),
        (b"{} {}", "not_json"),
        (b"\xff\xfe{\x00}\x00", "not_utf8"),
        (b'{"channel": "caf\xe9"}', "not_utf8"),
        (b"\xef\xbb\xbf{}", "byte_order_mark"),
        (b'{"permit": NaN}', "not_a_number"),
        (b'{"permit": -Infinity}', "not_a_number"),
        (b"[" * 19_000, "too_deep"),
        (b"[" * 200_000, "too_many_parts"),
        (b'{"documents": [' + b"{}," * 20_000 + b"{}]}", "too_many_parts"),
        (b'{"permit": ' + b"9" * 5000 + b"}", "too_deep"),
    ],
)
def test_what_is_not_one_json_object_in_utf8_is_refused_whole(raw, code):
    assert faults_of(read_application(raw)) == [("", code)]


def test_an_application_beyond_the_limit_is_not_even_parsed():
    assert faults_of(read_application(b"{" * 2048, size_limit=1024)) == [("", "too_large")]


def test_a_name_that_stands_twice_is_refused_with_its_place():
    raw = EXAMPLE.replace(b'"sex": "F",', b'"sex": "F", "sex": "M",')
    assert faults_of(read_application(raw)) == [("applicant.sex", "repeated")]


@pytest.mark.parametrize("hidden", ["\x00", "\n", "\x1b", "\x7f", "\x85", "\u2028", "\u202e", "\u200b", "\ud800"])
@pytest.mark.parametrize("path", ["applicant.full_name", "residence.access_notes", "permit.number"])
def test_characters_that_nobody_sees_are_refused(path, hidden):
    assert faults_of(read(told_with(path, f"Contoh{hidden}Contoh"))) == [(path, "unprintable")]


@pytest.mark.parametrize("name", ["José Ñandú", "Зразок", "例", "مثال", "O'Contoh-Müller", "نمونه‌ای"])
def test_names_of_every_script_are_welcome(name):
    application = read(told_with("applicant.full_name", name))
    assert isinstance(application, Application)
    assert application.applicant.full_name == name


@pytest.mark.parametrize(
    ("path", "value", "code"),
    [
        ("schema_version", "2", "literal_error"),
        ("permit.kind", "KITAS", "enum"),
        ("permit.extension_number", "1", "int_type"),
        ("permit.extension_number", 1.5, "int_type"),
        ("permit.expires_on", 20270114, "date_type"),
        ("permit.expires_on", "9999-12-31", "less_than_equal"),
        ("submitted_at", "2026-11-24T09:12:00", "timezone_aware"),
        ("submitted_at", "0001-01-01T00:00:00Z", "greater_than_equal"),
        ("applicant.birth_date", "1951-02-30", "value_error"),
        ("applicant.email", "nobody at all", "value_error"),
        ("applicant.married_to_indonesian", "yes", "bool_type"),
        ("applicant.languages", [], "too_short"),
        ("applicant.full_name", "   ", "string_too_short"),
        ("residence.village_code", "33.72.05.١٠٠٧", "string_pattern_mismatch"),
        ("residence.street", "x" * 121, "string_too_long"),
        ("guarantor", [], "model_type"),
        ("documents", {}, "tuple_type"),
    ],
)
def test_a_field_that_is_not_as_the_schema_says_is_named(path, value, code):
    answer = read(told_with(path, value))
    assert faults_of(answer) == [(path, code)]
    (fault,) = answer.faults
    assert fault.indonesian
    assert fault.english


def test_a_document_sent_twice_is_named_by_its_code():
    answer = read(told_with("documents", [TOLD["documents"][0]] * 2))
    assert faults_of(answer) == [("documents", "value_error")]
    assert answer.faults[0].english.startswith("PASSPORT is there more than once")


def test_every_missing_field_is_named_at_once():
    missing = {path for path, code in faults_of(read({})) if code == "missing"}
    assert missing == {
        "schema_version", "channel", "external_reference", "submitted_at", "procedure", "permit", "applicant", "residence", "documents",
    }  # fmt: skip


def test_a_field_that_the_schema_does_not_know_is_refused_without_its_name():
    told = told_with("applicant.Clementine Meadowlark", 1)
    answer = read(told)
    assert faults_of(answer) == [("applicant.(unlisted)", "extra_forbidden")]
    assert "Clementine" not in answer.as_text()


def all_texts(value):
    if isinstance(value, dict):
        for inner in value.values():
            yield from all_texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from all_texts(inner)
    elif isinstance(value, str):
        yield value


def test_a_refusal_repeats_nothing_of_what_was_sent():
    secret = "RAHASIA7"
    told = json.loads(EXAMPLE)
    for part in ("permit", "applicant", "residence", "guarantor"):
        told[part] = {
            name: f"{secret}@@ \t" if isinstance(value, str) else [secret] for name, value in told[part].items()
        }
    for answer in (read(told), read(json.loads(json.dumps(told).replace("\\t", "")))):
        assert isinstance(answer, Refusal)
        assert len(answer.faults) > 10
        assert secret not in answer.as_text()
        assert secret not in json.dumps(answer.as_json())


def test_a_resend_has_the_same_digest_however_it_travelled():
    digest = content_digest(read_application(EXAMPLE))
    other_way = json.loads(EXAMPLE)
    other_way["documents"] = [
        document | {"file": None, "content": None} for document in reversed(other_way["documents"])
    ]
    other_way["submitted_at"] = "2026-11-24T02:12:00Z"
    assert content_digest(read(dict(reversed(other_way.items())))) == digest
    assert len(digest) == 64


@pytest.mark.parametrize(
    ("path", "value"), [("residence.street", "Jalan Contoh Lain No. 1"), ("submitted_at", "2026-11-24T09:13:00+07:00")]
)
def test_another_content_has_another_digest(path, value):
    assert content_digest(read(told_with(path, value))) != content_digest(read_application(EXAMPLE))


def test_other_bytes_of_a_document_are_another_content():
    told = json.loads(EXAMPLE)
    told["documents"][0]["sha256"] = "0" * 64
    assert content_digest(read(told)) != content_digest(read_application(EXAMPLE))


def test_the_schema_names_what_must_be_there_and_forbids_the_rest():
    schema = json_schema()
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["additionalProperties"] is False
    assert "external_reference" in schema["required"]


@settings(max_examples=150)
@given(raw=st.binary(max_size=200))
def test_any_bytes_are_answered_with_a_refusal(raw):
    assert isinstance(read_application(raw), Refusal)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


@settings(max_examples=150)
@given(part=st.sampled_from(sorted(TOLD)), value=JSON)
def test_any_value_in_any_part_is_answered(part, value):
    assert isinstance(read(told_with(part, value)), (Application, Refusal))
