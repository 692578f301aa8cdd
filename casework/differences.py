"""Where two applications of one reference say different things."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from casework.case import Application

# How a document travelled says nothing about what it is: its own sha256 does.
UNCOUNTED = {"documents": {"__all__": {"file", "content"}}}


@dataclass(frozen=True)
class Difference:
    """One field that differs, by its path in the application; the values are personal data, the path is not."""

    field: str
    kept: str | None
    other: str | None


def differences(kept: Application, other: Application) -> tuple[Difference, ...]:
    """Each field in which the other application differs from the one that was kept, in the application's order."""
    first, second = _said(kept), _said(other)
    fields = [*first, *(field for field in second if field not in first)]
    return tuple(
        Difference(field, first.get(field), second.get(field))
        for field in fields
        if first.get(field) != second.get(field)
    )


def _said(application: Application) -> dict[str, str]:
    told = application.model_dump(mode="json", exclude=UNCOUNTED)
    told["documents"] = {
        document["code"]: f"{document['sha256']} ({document['media_type']})" for document in told["documents"]
    }
    return dict(_leaves(told, ""))


def _leaves(value: Any, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _leaves(inner, f"{path}.{name}" if path else name)
    elif isinstance(value, list):
        yield path, ", ".join(str(one) for one in value)
    elif value is not None:
        yield path, str(value)
