"""The same letter with other facts: one fact changed, the barest letter, and every branch that a template may take."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import combinations, product
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic.types import AwareDatetime

from casework.clock import OFFICE_TIME_ZONE
from casework.letters.facts import LetterFacts
from casework.letters.template_checks.shapes import Shape, shape_of

EACH = "*"
SENTINEL = "Wyxqua Zwolmer"
ADDRESS = "Jalan Wyxqua Nomor 77\nDesa Zwolmer"
NAMED = ("SAHS-9Q8W", "NLD", "JPN", "nl", "ja", SENTINEL)  # what a text may be that has to keep to a pattern
MOST_TOGETHER = 4
Path = tuple[str, ...]


@dataclass(frozen=True)
class Fact:
    """One fact of a letter, wherever it stands; ``EACH`` in its path stands for each item of a list."""

    path: Path
    shape: Shape
    description: str
    required: bool

    @property
    def name(self) -> str:
        """As it is told to people: officers.name."""
        return ".".join(part for part in self.path if part != EACH)


def facts_of(model: type[BaseModel], path: Path = (), *, required: bool = True) -> Iterator[Fact]:
    """Each single fact that a kind of letter has; required where the letter and whatever it stands in may not lack it."""
    for name, field in model.model_fields.items():
        needed, shape, here = required and field.is_required(), shape_of(field), (*path, name)
        while shape.items is not None:
            if shape.optional:
                yield Fact(here, shape, field.description or name, required=False)
            shape, here = shape.items, (*here, EACH)
        if _is_model(shape.type):
            if shape.optional:
                yield Fact(here, shape, field.description or name, required=False)
            yield from facts_of(shape.type, here, required=needed)
        else:
            yield Fact(here, shape, field.description or name, required=needed)


def changed(facts: LetterFacts, fact: Fact) -> Iterator[tuple[Any, LetterFacts]]:
    """The facts with one of them changed, in each way that makes a difference, as far as they stay facts of such a letter."""
    dumped = facts.model_dump()
    for old in [value for value in _values_at(dumped, fact.path) if value is not None][:1]:
        for new in _others(old, fact.shape):
            valid = _valid_with_others(facts, _with(dumped, fact.path, new, missing=False), fact)
            if valid is not None:
                yield new, valid
                if not fact.shape.choices:
                    return  # one other text, day or number shows as much as ten


def values_of(facts: LetterFacts, fact: Fact) -> list[Any]:
    """Every value that a fact has in a letter, for it may stand in each item of a list."""
    return _values_at(facts.model_dump(), fact.path)


def without(facts: LetterFacts, fact: Fact) -> LetterFacts | None:
    """The facts without one that may be missing; None where they would be no facts of such a letter."""
    dumped = facts.model_dump()
    return _valid(facts, _with(dumped, fact.path, _nothing(fact.shape))) if fact.shape.optional else None


def barest(facts: LetterFacts) -> LetterFacts:
    """The facts without anything that may be missing; what is missing only together is taken out together."""
    left, bare = [fact for fact in facts_of(type(facts)) if fact.shape.optional], facts
    together = 1
    while together <= MOST_TOGETHER:
        for some in combinations(left, together):
            fewer = bare.model_dump()
            for fact in some:
                fewer = _with(fewer, fact.path, _nothing(fact.shape))
            if (valid := _valid(facts, fewer)) is not None:
                bare, left = valid, [fact for fact in left if fact not in some]
                break
        else:
            together += 1
    return bare


def fullest(facts: LetterFacts) -> LetterFacts:
    """The facts with all that may be missing and is, each made up, as far as they stay facts of such a letter."""
    full, days = facts, sorted(_days_in(facts.model_dump())) or [date(2026, 1, 1)]
    missing = [fact for fact in facts_of(type(facts)) if fact.shape.optional and not all(values_of(facts, fact))]
    together = 1
    while together < MOST_TOGETHER:
        for some, first in product(combinations(missing, together), (days[-1], days[0] - timedelta(days=9))):
            more = full.model_dump()
            for later, fact in enumerate(some, start=1):
                more = _with(more, fact.path, _made(fact.shape, first + timedelta(days=later)))
            if (valid := _valid(facts, more)) is not None:
                full, missing = valid, [fact for fact in missing if fact not in some]
                break
        else:
            together += 1
    return full


def full_otherwise(facts: LetterFacts) -> Iterator[LetterFacts]:
    """The bare facts with each that the fullest cannot have besides another: a stay goes on, or it has ended."""
    full, bare, days = fullest(facts), barest(facts), sorted(_days_in(facts.model_dump()))
    for fact in facts_of(type(facts)):
        if fact.shape.optional and not any(values_of(full, fact)):
            other = _valid(facts, _with(bare.model_dump(), fact.path, _made(fact.shape, days[0])))
            if other is not None:
                yield other


def _made(shape: Shape, day: date) -> Any:
    """A value of this shape, for a fact that is missing; a day for one that is a day."""
    if shape.items is not None:
        return (_made(shape.items, day),)
    if shape.choices:
        return shape.choices[0]
    if _is_model(shape.type):
        return {name: _made(shape_of(field), day) for name, field in shape.type.model_fields.items()}
    if shape.type is date:
        return day
    if shape.type in (datetime, AwareDatetime):
        return datetime.combine(day, time(9, 41), OFFICE_TIME_ZONE)
    return {bool: True, int: 3}.get(shape.type, "ja" if shape.coded else SENTINEL)


def _days_in(value: Any) -> Iterator[date]:
    if isinstance(value, datetime):
        yield value.date()
    elif isinstance(value, date):
        yield value
    elif isinstance(value, dict | tuple):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _days_in(inner)


def _nothing(shape: Shape) -> Any:
    return None if shape.items is None else ()


def _others(old: Any, shape: Shape) -> Iterator[Any]:
    if shape.choices:
        yield from (choice for choice in shape.choices if choice != old)
    elif shape.items is not None or _is_model(shape.type):
        return
    elif shape.type is bool:
        yield not old
    elif shape.type is int:
        yield from (old + 1, old - 1) if old is not None else (3,)
    elif shape.type is str:
        yield from (ADDRESS, SENTINEL) if old is not None and "\n" in old else (SENTINEL, *NAMED)
    elif shape.type in (date, datetime, AwareDatetime):
        yield from _other_days(old)


def _other_days(old: date | None) -> Iterator[date]:
    """Earlier and later, with another minute of the day where there is one."""
    if old is not None:
        for days in (1, -1, 400, -400):
            yield old + timedelta(days=days, minutes=7 if isinstance(old, datetime) else 0)
        if isinstance(old, datetime):
            yield from (old + timedelta(minutes=7), old - timedelta(minutes=7))


def _valid(facts: LetterFacts, dumped: dict[str, Any]) -> LetterFacts | None:
    try:
        return type(facts).model_validate(dumped)
    except ValidationError:
        return None


def _valid_with_others(facts: LetterFacts, dumped: dict[str, Any], but: Fact) -> LetterFacts | None:
    """What an answer excludes is taken out for it, or answered otherwise: a fee that was not paid has no day of payment."""
    if (valid := _valid(facts, dumped)) is not None or not (but.shape.choices or but.shape.type is bool):
        return valid
    others = [fact for fact in facts_of(type(facts)) if fact != but]
    ways = [(fact, _nothing(fact.shape)) for fact in others if fact.shape.optional]
    ways += [(fact, choice) for fact in others if EACH not in fact.path for choice in fact.shape.choices]
    for together in range(1, MOST_TOGETHER):
        for some in combinations(ways, together):
            other = dumped
            for fact, value in some:
                other = _with(other, fact.path, value)
            if (valid := _valid(facts, other)) is not None:
                return valid
    return None


def _values_at(value: Any, path: Path) -> list[Any]:
    if not path:
        return [value]
    if value is None:
        return []
    if path[0] == EACH:
        return [found for item in value for found in _values_at(item, path[1:])]
    return _values_at(value[path[0]], path[1:])


def _with(value: Any, path: Path, new: Any, *, missing: bool = True) -> Any:
    """A copy with another value in a place; what is missing there stays so unless ``missing``."""
    if not path:
        return new if missing or value is not None else None
    if value is None:
        return None
    if path[0] == EACH:
        return tuple(_with(item, path[1:], new, missing=missing) for item in value)
    return {**value, path[0]: _with(value[path[0]], path[1:], new, missing=missing)}


def _is_model(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, BaseModel)
