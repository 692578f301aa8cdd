"""What a template asks of facts, frame and kind, in every branch of it and in its macros, held against what they have."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from jinja2 import nodes

from casework.letters.facts import FACTS
from casework.letters.frame import Frame, Letterhead
from casework.letters.kinds import LetterKind, LetterRow
from casework.letters.template_checks.shapes import Shape, attributes_of
from casework.letters.template_set import OWN

ABOUT_EACH = frozenset({"map", "sum", "selectattr", "rejectattr", "groupby", "sort", "unique", "min", "max"})
OF_THE_SAME_ITEMS = frozenset({"list", "sort", "selectattr", "rejectattr", "select", "reject", "reverse", "unique"})
ONE_OF_THEM = frozenset({"first", "last", "min", "max", "random"})
Known = Mapping[str, Shape | None]


@dataclass(frozen=True)
class Unknown:
    """Something that was asked for and is not there."""

    file: str
    line: int
    asked: str
    name: str
    there: tuple[str, ...]

    def __str__(self) -> str:
        told = ", ".join(self.there) or "nothing that can be asked for"
        return f"{self.file}, line {self.line}: there is no '{self.name}' in '{self.asked}': it has {told}"


@dataclass
class Asking:
    """One reading of a template; it follows each value from where it is given to where something is asked of it."""

    kind: LetterKind
    shared_macros: Mapping[str, nodes.Macro]
    own_macros: dict[str, nodes.Macro] = field(default_factory=dict)
    seen: set[tuple[str, str, tuple[Shape | None, ...]]] = field(default_factory=set)
    found: list[Unknown] = field(default_factory=list)
    file: str = OWN

    def unknown_in(self, tree: nodes.Template) -> list[Unknown]:
        """What the template asks for that is not there, in the order of its lines."""
        self.own_macros = {macro.name: macro for macro in tree.find_all(nodes.Macro)}
        self._walk_all(tree.body, dict(self._given()))
        return sorted(dict.fromkeys(self.found), key=lambda one: (one.file, one.line))

    def _given(self) -> Iterator[tuple[str, Shape]]:
        yield "facts", Shape(FACTS[self.kind])
        yield "frame", Shape(Frame)
        yield "head", Shape(Letterhead)
        yield "row", Shape(LetterRow)

    def _walk_all(self, body: list[nodes.Node], known: dict[str, Shape | None]) -> None:
        for node in body:
            self._walk(node, known)

    def _walk(self, node: nodes.Node, known: dict[str, Shape | None]) -> None:
        if isinstance(node, nodes.For):
            self._walk_for(node, known)
        elif isinstance(node, nodes.Assign):
            shape = self._shape(node.node, known)
            if isinstance(node.target, nodes.Name):
                known[node.target.name] = shape
        elif isinstance(node, nodes.Macro):
            self._walk_all(node.body, {**known, **{one.name: None for one in node.args}})
        elif isinstance(node, nodes.With):
            inner = dict(known)
            for target, value in zip(node.targets, node.values, strict=True):
                shape = self._shape(value, known)
                inner.update({target.name: shape} if isinstance(target, nodes.Name) else {})
            self._walk_all(node.body, inner)
        elif isinstance(node, nodes.Expr):
            self._shape(node, known)
        else:
            for child in node.iter_child_nodes():
                self._walk(child, known)

    def _walk_for(self, node: nodes.For, known: dict[str, Shape | None]) -> None:
        many, inner = self._shape(node.iter, known), dict(known)
        names = [name.name for name in [node.target, *node.target.find_all(nodes.Name)] if isinstance(name, nodes.Name)]
        inner.update(dict.fromkeys([*names, "loop"]))
        if isinstance(node.target, nodes.Name):
            inner[node.target.name] = many.items if many is not None else None
        if node.test is not None:
            self._shape(node.test, inner)
        self._walk_all(node.body, inner)
        self._walk_all(node.else_, dict(known))

    def _shape(self, node: nodes.Node, known: Known) -> Shape | None:
        """Of what shape an expression is, as far as can be told; whatever is asked for in it is looked at on the way."""
        match node:
            case nodes.Name():
                shape = known.get(node.name)
            case nodes.Getattr():
                shape = self._asked(node, self._shape(node.node, known), node.attr)
            case nodes.Getitem():
                shape = self._item(node, known)
            case nodes.Filter():
                shape = self._filtered(node, known)
            case nodes.CondExpr():
                _, shape, *_ = [self._shape(part, known) for part in node.iter_child_nodes()]
            case _:
                shape = None
                for child in node.iter_child_nodes():
                    self._shape(child, known)
                if isinstance(node, nodes.Call):
                    self._follow(node, known)
        return shape

    def _asked(self, node: nodes.Node, shape: Shape | None, name: str) -> Shape | None:
        if shape is None:
            return None
        there = attributes_of(shape.type)
        if name in there:
            return there[name]
        if not hasattr(shape.type, name) or name.startswith(("_", "model_")):
            self.found.append(Unknown(self.file, node.lineno, _written(node), name, tuple(there)))
        return None

    def _item(self, node: nodes.Getitem, known: Known) -> Shape | None:
        shape = self._shape(node.node, known)
        if isinstance(node.arg, nodes.Slice):
            self._shape(node.arg, known)
            return shape
        if isinstance(node.arg, nodes.Const) and isinstance(node.arg.value, str):
            return self._asked(node, shape, node.arg.value)
        self._shape(node.arg, known)
        return shape.items if shape is not None else None

    def _filtered(self, node: nodes.Filter, known: Known) -> Shape | None:
        shape = self._shape(node.node, known) if node.node is not None else None
        for given in [*node.args, *(pair.value for pair in node.kwargs)]:
            self._shape(given, known)
        named = [pair.value for pair in node.kwargs if pair.key == "attribute"] or (
            node.args[:1] if node.name in ("selectattr", "rejectattr", "groupby", "attr") else []
        )
        asked = named[0].value if named and isinstance(named[0], nodes.Const) else None
        of = shape if node.name == "attr" else shape.items if shape is not None else None
        answered = None
        if isinstance(asked, str) and (node.name in ABOUT_EACH or node.name == "attr"):
            answered = of
            for name in asked.split("."):
                answered = self._asked(node, answered, name)
        if node.name == "map" and answered is not None:
            return Shape(tuple, items=answered)
        if node.name in ONE_OF_THEM:
            return shape.items if shape is not None else None
        return answered if node.name == "attr" else shape if node.name in OF_THE_SAME_ITEMS else None

    def _follow(self, call: nodes.Call, known: Known) -> None:
        """Into the macro that is called, with what it is given."""
        given = [self._shape(one, known) for one in call.args]
        by_name = {pair.key: self._shape(pair.value, known) for pair in call.kwargs}
        match call.node:
            case nodes.Name(name=name):
                of_this_file = self.own_macros if self.file == OWN else self.shared_macros
                self._walk_macro(self.file, of_this_file.get(name), given, by_name)
            case nodes.Getattr(node=nodes.Name(name="m"), attr=name):
                self._walk_macro("macros.html", self.shared_macros.get(name), given, by_name)

    def _walk_macro(
        self, file: str, macro: nodes.Macro | None, given: list[Shape | None], by_name: Mapping[str, Shape | None]
    ) -> None:
        """A macro with what it is given here: what it asks of that is asked here."""
        if macro is None:
            return
        names = [one.name for one in macro.args]
        told = {**dict.fromkeys(names), **dict(zip(names, given, strict=False)), **by_name}
        place = (file, macro.name, tuple(told.values()))
        if place in self.seen:
            return
        self.seen.add(place)
        before, self.file = self.file, file
        self._walk_all(macro.body, {**dict(self._given()), **told})
        self.file = before


def _written(node: Any) -> str:
    """What something is asked of, as it is written: facts.documents."""
    of = node.node
    if isinstance(of, nodes.Name):
        return str(of.name)
    if isinstance(of, nodes.Getattr):
        return f"{_written(of)}.{of.attr}"
    if isinstance(of, nodes.Getitem):
        return f"{_written(of)}[…]"
    return "that"
