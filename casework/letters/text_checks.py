"""Whether a letter's text can be printed; judged before a number is reserved for it."""

import logging
import unicodedata
from enum import Enum
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError

from casework.letters.facts.parts import LetterFacts, Room
from casework.letters.fonts import printable_characters
from casework.letters.frame import Frame
from casework.letters.kinds import KINDS, LetterKind

Facts = TypeVar("Facts", bound=LetterFacts)

JOINERS = "\u200c\u200d"  # they shape Persian and Indian names: kept, and never printed by themselves
# Unicode's Default_Ignorable_Code_Point, as far as those are letters and marks by their category: fillers, joiners of marks,
# variation selectors.
NEVER_SEEN = (
    ("\u034f", "\u034f"), ("\u115f", "\u1160"), ("\u17b4", "\u17b5"), ("\u180b", "\u180f"), ("\u3164", "\u3164"),
    ("\ufe00", "\ufe0f"), ("\uffa0", "\uffa0"), ("\ufff0", "\ufff8"), ("\U000e0000", "\U000e0fff"),
)  # fmt: skip
LINE_ENDS = str.maketrans(dict.fromkeys("\r\v\f\x85\u2028\u2029", "\n"))
LONGEST_LINE = 120
MOST_ACCENTS = 3
ROOM_OF_A_CODE = Room(200)
HINT = "write it in Latin letters, as in the passport's machine-readable lines"

logger = logging.getLogger(__name__)


class LetterRefused(Exception):
    """A letter cannot be printed as it is: which kind, which field, why and what to do; never the value."""

    def __init__(self, kind: LetterKind, field: str, reason: str) -> None:
        super().__init__(f"the letter '{kind.value}' cannot be written: {field} {reason}")
        self.kind = kind
        self.field = field
        self.reason = reason


class _Unprintable(Exception):
    """What is wrong with one text, without naming its field."""


def check_letter(kind: LetterKind, facts: Facts) -> Facts:
    """A letter is written only when every character of it can be printed and every text has room.

    Answers the facts with their texts cleaned: invisible and direction-changing characters are taken out (what
    was taken out is logged as a count), more than three accents on a letter are cut, every kind of line end in
    an address becomes a line. Raises ``LetterRefused``, which names the field and the character, never the value.
    """
    cleaned = _clean_model(kind, facts, "")
    try:
        return type(facts).model_validate(cleaned)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        field = ".".join(str(part) for part in first["loc"]) or "the letter"
        raise LetterRefused(kind, field, f"is not as it should be after cleaning ({first['msg']})") from None


def check_signature(kind: LetterKind, *, is_signed: bool) -> None:
    """What an official must sign bears a signatory, and what the system issues names nobody; raises ``LetterRefused``."""
    issued_by = KINDS[kind].issued_by
    if issued_by == "official" and not is_signed:
        raise LetterRefused(kind, "signatory", "is missing: an official must have signed before it is printed")
    if issued_by == "system" and is_signed:
        raise LetterRefused(kind, "signatory", "is named, but the system issues this letter: tell who acted as a fact")


def check_frame(kind: LetterKind, frame: Frame) -> Frame:
    """What stands around the facts can be printed as well; raises ``LetterRefused``, which names the field."""
    around = {
        "number": frame.number,
        "place": frame.place,
        "letterhead": frame.letterhead,
        "signatory": frame.signatory,
        "copies": frame.copies,
    }
    return type(frame).model_validate(
        frame.model_dump() | {name: _clean_value(kind, value, name, ROOM_OF_A_CODE) for name, value in around.items()}
    )


def clean_text(text: str, room: Room = ROOM_OF_A_CODE) -> str:
    """One text as it will be printed; raises ``ValueError`` with the reason where it cannot be."""
    try:
        return _clean(text, room)
    except _Unprintable as error:
        raise ValueError(str(error)) from None


def _clean_model(kind: LetterKind, model: BaseModel, path: str) -> dict[str, Any]:
    cleaned: dict[str, Any] = {}
    for name, field in type(model).model_fields.items():
        if not hasattr(model, name):  # such as were put together past the model's own checks
            raise LetterRefused(kind, f"{path}{name}", "is missing: fill it in")
        room = room_in(field.annotation, *field.metadata) or ROOM_OF_A_CODE
        cleaned[name] = _clean_value(kind, getattr(model, name), f"{path}{name}", room)
    return cleaned


def room_in(*annotated: Any) -> Room | None:
    """The room of a text, also where it may be left out or is one of several."""
    for one in annotated:
        room = one if isinstance(one, Room) else room_in(*get_args(one))
        if room is not None:
            return room
    return None


def _clean_value(kind: LetterKind, value: Any, path: str, room: Room) -> Any:
    if isinstance(value, BaseModel):
        return _clean_model(kind, value, f"{path}.")
    if isinstance(value, tuple):
        return tuple(_clean_value(kind, item, f"{path}[{place}]", room) for place, item in enumerate(value, start=1))
    if isinstance(value, str) and value and not isinstance(value, Enum):
        try:
            cleaned = _clean(value, room)
            _require_something_said(cleaned)
        except _Unprintable as error:
            raise LetterRefused(kind, path, str(error)) from None
        if taken := sum(not _stays(character) for character in value):
            logger.info("letter %s: %d invisible characters were taken out of %s", kind.value, taken, path)
        return cleaned
    return value


def _clean(text: str, room: Room) -> str:
    with_lines = text.replace("\r\n", "\n").translate(LINE_ENDS)
    visible = "".join(character for character in with_lines if _stays(character))
    composed = _cut_accents(unicodedata.normalize("NFC", visible))
    lines = [line for line in (" ".join(line.split()) for line in composed.split("\n")) if line]
    result = "\n".join(lines) if room.lines > 1 else " ".join(lines)
    _require_content(result)
    _require_room(result, room)
    _require_glyphs(result)
    return result


def _stays(character: str) -> bool:
    if character in JOINERS or character in "\n\t\r\v\f\x85\u2028\u2029":
        return True
    return unicodedata.category(character) not in {"Cc", "Cf", "Cs"} and not _is_never_seen(character)


def _is_never_seen(character: str) -> bool:
    return any(first <= character <= last for first, last in NEVER_SEEN)


def _cut_accents(text: str) -> str:
    kept: list[str] = []
    accents = 0
    for character in text:
        if character not in JOINERS:  # which stand between a letter and its accents as well
            accents = accents + 1 if unicodedata.category(character) in {"Mn", "Me"} else 0
        if accents <= MOST_ACCENTS:
            kept.append(character)
    return "".join(kept)


def _require_content(text: str) -> None:
    if not text.strip(JOINERS + " \n"):
        raise _Unprintable("is empty: fill it in")


def _require_something_said(text: str) -> None:
    if not any(unicodedata.category(character)[0] in "LN" for character in text):
        raise _Unprintable("has neither letter nor digit: fill it in")


def _require_room(text: str, room: Room) -> None:
    if len(text) > room.characters:
        raise _Unprintable(f"has {len(text)} characters, and there is room for {room.characters}: shorten it")
    lines = text.split("\n")
    if len(lines) > room.lines:
        raise _Unprintable(f"has {len(lines)} lines, and there is room for {room.lines}: join some of them")
    if room.lines > 1 and max(map(len, lines)) > LONGEST_LINE:
        raise _Unprintable(f"has a line of more than {LONGEST_LINE} characters: divide it")


def _require_glyphs(text: str) -> None:
    printable = printable_characters()
    for character in text:
        if character not in JOINERS and character != "\n" and ord(character) not in printable:
            name = unicodedata.name(character, "a character without a name")
            raise _Unprintable(f"holds U+{ord(character):04X} {name}, which the office's fonts cannot print: {HINT}")
