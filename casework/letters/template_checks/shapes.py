"""Of what shape a fact is: what may stand in its place."""

import types
import typing
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from annotated_types import MinLen
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from casework.letters.facts.parts import CountryCode, LanguageCode

CODED = tuple(part for kind in (CountryCode, LanguageCode) for part in get_args(kind)[2:])


@dataclass(frozen=True)
class Shape:
    """A fact's type, the codes among which it is chosen, the shape of its items, and whether it may be missing."""

    type: Any
    choices: tuple[Any, ...] = ()
    items: "Shape | None" = None
    optional: bool = False
    coded: bool = False


def shape_of(field: FieldInfo) -> Shape:
    """The shape of a field of a model."""
    return _shape(field.annotation, field.metadata)


def shape_of_annotation(annotation: Any) -> Shape:
    """The shape of what a property or a method says that it answers."""
    return _shape(annotation, ())


def is_code(shape: Shape | None) -> bool:
    """Whether it is chosen among codes, which a letter shows in words."""
    return shape is not None and shape.coded


def _shape(annotation: Any, metadata: Iterable[Any]) -> Shape:
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _shape(arguments[0], [*arguments[1:], *metadata])
    if origin in (Union, types.UnionType):
        [told, *_] = [part for part in arguments if part is not type(None)]
        inner = _shape(told, metadata)
        return Shape(inner.type, inner.choices, inner.items, optional=True, coded=inner.coded)
    if origin is Literal:
        return Shape(str, tuple(arguments), coded=True)
    if origin in (tuple, list):
        may_be_empty = not any(isinstance(part, MinLen) for part in metadata)
        return Shape(tuple, items=_shape(arguments[0], ()), optional=may_be_empty)
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return Shape(annotation, tuple(annotation), coded=True)
    return Shape(annotation, coded=any(part in CODED for part in metadata))


def attributes_of(kind: Any) -> dict[str, Shape | None]:
    """What a template may ask of a model or of another class; None where its shape is not told."""
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        fields: dict[str, Shape | None] = {name: shape_of(field) for name, field in kind.model_fields.items()}
    else:
        hints = typing.get_type_hints(kind, include_extras=True) if hasattr(kind, "__dataclass_fields__") else {}
        fields = {name: shape_of_annotation(hint) for name, hint in hints.items()}
    return {**fields, **{name: shape for name, shape in _properties_of(kind) if name not in fields}}


def _properties_of(kind: Any) -> Iterable[tuple[str, Shape | None]]:
    for name in dir(kind):
        one = getattr(kind, name, None)
        if isinstance(one, property) and not name.startswith(("_", "model_")):
            answered = typing.get_type_hints(one.fget).get("return")
            yield name, shape_of_annotation(answered) if answered is not None else None
