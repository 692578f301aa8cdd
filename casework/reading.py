"""Reading an application at the border: whole, or refused whole with each reason, and never with what was written in it."""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from casework.case import Application
from casework.reading_faults import UNLISTED, Fault, Refusal, explain

__all__ = ["Fault", "Refusal", "content_digest", "json_schema", "read_application"]

SIZE_LIMIT = 64 * 1024 * 1024
# A full application has about four hundred values; far more only keep the reader busy.
PARTS_LIMIT = 20_000
FAULTS_SHOWN = 100

# Control characters, line and paragraph separators, half surrogates, and marks that reverse or hide text: no name and no
# address needs them, and each can make a letter show something else than what was read. Joiners (U+200C, U+200D) may stay.
UNPRINTABLE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\u200b\u200e\u200f\ufeff\ud800-\udfff]"
)


class _Repeated(dict[str, Any]):
    """An object in which a name stood more than once; what it means would depend on who reads it."""

    names: frozenset[str] = frozenset()


class _NotANumberError(Exception):
    """NaN and Infinity are no JSON (RFC 8259, section 6)."""


def read_application(raw: bytes, size_limit: int = SIZE_LIMIT) -> Application | Refusal:
    """An application is accepted whole or refused whole; a refusal names each field and what to do, and no value.

    ``raw`` is one JSON object in UTF-8 (RFC 8259), of at most ``size_limit`` bytes. Nothing is converted: a number in
    quotation marks is not a number. Nothing is raised for bad input.
    """
    text = _decode(raw, size_limit)
    if isinstance(text, Fault):
        return Refusal((text,))
    parsed = _parse(text)
    if isinstance(parsed, Fault):
        return Refusal((parsed,))
    faults = tuple(_faults_of_writing(parsed))
    if faults:
        return Refusal(faults[:FAULTS_SHOWN])
    try:
        return Application.model_validate_json(text, strict=True)
    except ValidationError as error:
        found = error.errors(include_url=False, include_input=False)
        return Refusal(tuple(_fault_of(details) for details in found[:FAULTS_SHOWN]))


def content_digest(application: Application) -> str:
    """Two applications are the same when they say the same: a resend is recognised by this digest, another content is not.

    SHA-256 in hexadecimal over canonical JSON: sorted names, times in UTC, documents by code. How a document travelled
    (beside the application or within it) does not count, since its own sha256 does.
    """
    said = application.model_dump(mode="json", exclude={"documents": {"__all__": {"file", "content"}}})
    if (
        said["guarantor"] and not said["guarantor"]["address"]
    ):  # says no more than an application of before it was asked
        del said["guarantor"]["address"]
    said["submitted_at"] = application.submitted_at.timestamp()
    said["documents"].sort(key=lambda document: document["code"])
    canonical = json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


def json_schema() -> dict[str, Any]:
    """The shape of an application for whoever sends one: JSON Schema, draft 2020-12."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **Application.model_json_schema()}


def _decode(raw: bytes, size_limit: int) -> str | Fault:
    if len(raw) > size_limit:
        return explain("", "too_large", limit=f"{size_limit // (1024 * 1024)} MiB")
    if raw.startswith(b"\xef\xbb\xbf"):
        return explain("", "byte_order_mark")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        return explain("", "not_utf8", where=f"byte {error.start}")


def _parse(text: str) -> dict[str, Any] | Fault:
    if sum(text.count(mark) for mark in "{[,") > PARTS_LIMIT:
        return explain("", "too_many_parts")
    try:
        parsed = json.loads(text, object_pairs_hook=_object, parse_constant=_refuse_constant)
    except json.JSONDecodeError as error:
        return explain("", "not_json", where=f"{error.lineno}:{error.colno}")
    except _NotANumberError:
        return explain("", "not_a_number")
    except (RecursionError, ValueError):
        # Python's own limits on nesting and on digits: no application comes near them.
        return explain("", "too_deep")
    return parsed if isinstance(parsed, dict) else explain("", "not_an_object")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    names = [name for name, _ in pairs]
    if len(set(names)) == len(names):
        return dict(pairs)
    repeated = _Repeated(pairs)
    repeated.names = frozenset(name for name, times in Counter(names).items() if times > 1)
    return repeated


def _refuse_constant(word: str) -> Any:
    raise _NotANumberError(f"{word} is no JSON: leave the field out")


def _faults_of_writing(parsed: dict[str, Any]) -> Iterator[Fault]:
    """What a schema cannot see: names that stand twice, and characters that nobody can see."""
    waiting: list[tuple[tuple[str | int, ...], Any]] = [((), parsed)]
    while waiting:
        place, value = waiting.pop()
        if isinstance(value, _Repeated):
            yield from (explain(_path((*place, name)), "repeated") for name in sorted(value.names))
        if isinstance(value, dict):
            yield from (explain(_path(place), "unprintable") for name in value if UNPRINTABLE.search(name))
            waiting.extend(((*place, name), inner) for name, inner in reversed(value.items()))
        elif isinstance(value, list):
            waiting.extend(((*place, index), inner) for index, inner in reversed(list(enumerate(value))))
        elif isinstance(value, str) and UNPRINTABLE.search(value):
            yield explain(_path(place), "unprintable")


def _fault_of(details: ErrorDetails) -> Fault:
    context = details.get("ctx", {})
    path = _path(details["loc"])
    if details["type"] == "value_error" and not path.endswith("email"):
        # Our own validators in casework.case: their sentences name no value.
        return explain(path, "value_error", sentence=str(context["error"]))
    known = {
        name: str(context[name])
        for name in ("expected", "pattern", "max_length", "min_length", "ge", "le")
        if name in context
    }
    return explain(path, details["type"], **known)


def _path(place: tuple[str | int, ...]) -> str:
    """``documents[3].sha256``; a name that the schema does not list is not repeated, since it may be anything."""
    path = ""
    for step in place:
        if isinstance(step, int):
            path += f"[{step}]"
        else:
            path += f".{step if step in _listed_names() else UNLISTED}"
    return path.removeprefix(".")


@cache
def _listed_names() -> frozenset[str]:
    schema = Application.model_json_schema()
    shapes = [schema, *schema["$defs"].values()]
    return frozenset(name for shape in shapes for name in shape.get("properties", {}))
