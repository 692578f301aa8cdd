"""What is given to a command as a file of JSON, held to its schema before anything is done with it."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from homevisit.command_line.errors import Trouble

MOST_FAULTS = 20
Content = TypeVar("Content", bound=BaseModel)


def content_of(path: Path, model: type[Content], hint: str = "") -> Content:
    """A file (or ``-``, standard input) held to its schema; raises ``Trouble`` with each field that is wrong, and why."""
    written, name = _text_of(path)
    try:
        return model.model_validate_json(written)
    except ValidationError as refused:
        faults = [
            _fault(fault) for fault in _without_consequences(refused.errors(include_url=False, include_input=False))
        ]
        more = [f"… and {len(faults) - MOST_FAULTS} more"] if len(faults) > MOST_FAULTS else []
        told = [f"{name} is refused:", *faults[:MOST_FAULTS], *more, *filter(None, [hint])]
        raise Trouble("\n".join(told)) from None


def _text_of(path: Path) -> tuple[str, str]:
    name = "standard input" if str(path) == "-" else path.name
    try:
        content = sys.stdin.buffer.read() if str(path) == "-" else path.read_bytes()
        return content.decode("utf-8"), name
    except FileNotFoundError:
        raise Trouble(f"there is no file {name}: name one that is there") from None
    except OSError as fault:
        raise Trouble(f"{name} cannot be read ({fault.strerror}): name a file") from None
    except UnicodeDecodeError:
        raise Trouble(f"{name} is not text in UTF-8: write it as JSON") from None


def _without_consequences(faults: Sequence[Any]) -> list[Any]:
    """A list is not told to be too short where it is so only without its items that are wrong themselves."""
    places = [tuple(fault["loc"]) for fault in faults]

    def follows(fault: Any) -> bool:
        here = tuple(fault["loc"])
        return fault["type"] == "too_short" and any(here == one[: len(here)] != one for one in places)

    return [fault for fault in faults if not follows(fault)]


def _fault(fault: Any) -> str:
    where = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in fault["loc"]).lstrip(".")
    return f"  {where or 'the whole'}: {fault['msg'].removeprefix('Value error, ')}"
