"""A changed template as it is written, whatever it would print for one letter or another."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from jinja2 import TemplateSyntaxError, nodes

from casework.letters.facts import FACTS, LetterFacts
from casework.letters.jinja_environment import environment_of
from casework.letters.kinds import KINDS, LetterKind
from casework.letters.template_checks.asked_of_facts import Asking
from casework.letters.template_set import OWN, TemplateSet, shipped_templates

GIVEN = frozenset({"facts", "frame", "head", "row", "qr", "loop", "super", "caller", "varargs", "kwargs"})
TEXT_IN = {"id": "indonesian", "en": "english"}
AMOUNT = re.compile(r"\b(?:Rp|IDR)\.?\s*[1-9]")


def faults_in_text(kind: LetterKind, template: str) -> list[str]:
    """What is wrong with a template as it is written, in sentences that name its line; nothing is filled in for it."""
    templates = shipped_templates(kind).with_template(template)
    # not optimized: the optimizer would work out 'a' * 10 ** 10 here, where no press stands around it
    environment = environment_of(templates).overlay(optimized=False)
    try:
        environment.compile(template)
    except TemplateSyntaxError as error:
        return [f"{OWN}, line {error.lineno} is no template: {error.message}. Compare it with the shipped one"]
    return [*_Reading(templates, environment.parse(template)).faults()]


@dataclass
class _Used:
    """What a piece of template asks for: facts by their name, and macros that ask for more."""

    facts: set[str] = field(default_factory=set)
    macros: set[str] = field(default_factory=set)


class _Reading:
    def __init__(self, templates: TemplateSet, tree: nodes.Template) -> None:
        self.kind, self.tree = templates.kind, tree
        environment = environment_of(templates)
        self.known = GIVEN | set(environment.globals) | {"m"}
        self.frame = environment.parse(templates.files["frame.html"])
        shared = environment.parse(templates.files["macros.html"])
        self.shared = {one.name: one for one in shared.find_all(nodes.Macro)}
        self.macros = {name: _used_in(one) for name, one in self.shared.items()}

    def faults(self) -> Iterator[str]:
        """What can be seen without filling it in."""
        if not any(isinstance(one, nodes.Extends) and _is_frame(one) for one in self.tree.body):
            yield f'{OWN}, line 1: it does not begin with {{% extends "frame.html" %}}: letterhead, number and signature come from there'
        blocks = {block.name for block in self.tree.find_all(nodes.Block)}
        for language in KINDS[self.kind].languages:
            if TEXT_IN[language] not in blocks:
                yield f"{OWN}: the block '{TEXT_IN[language]}' is missing: this kind of letter is written in that language too"
        yield from self._unknown_names()
        yield from self._amounts()
        yield from map(str, Asking(self.kind, self.shared).unknown_in(self.tree))
        own, everything = self._asked_for()
        for unknown in sorted(own.macros - set(self.macros)):
            yield f"{OWN}{self._line_of(unknown)}: there is no macro '{unknown}' in macros.html: use one of {', '.join(self.macros)}"
        facts = FACTS[self.kind]
        for name in sorted(_required(facts) - everything):
            yield (
                f"{OWN}: the fact '{name}' is never used, and the letter may not leave it out: "
                f"print it ({facts.model_fields[name].description})"
            )

    def _unknown_names(self) -> Iterator[str]:
        own = {one.name for one in self.tree.find_all(nodes.Macro)}
        stored = {name.name for name in self.tree.find_all(nodes.Name) if name.ctx in ("store", "param")}
        for name in self.tree.find_all(nodes.Name):
            if name.ctx == "load" and name.name not in stored | own | self.known:
                yield (
                    f"{OWN}, line {name.lineno}: '{name.name}' is nothing that a letter knows: "
                    "it knows facts, frame, head, row and the office's words"
                )

    def _amounts(self) -> Iterator[str]:
        """What is to be paid comes from the facts: no template names an amount of its own."""
        for text in self.tree.find_all(nodes.Literal):
            told = getattr(text, "data", getattr(text, "value", None))
            if isinstance(told, str) and (found := AMOUNT.search(told)):
                line = text.lineno + told[: found.start()].count("\n")
                yield (
                    f"{OWN}, line {line}: an amount of money is written into the template: what is to be paid comes from the "
                    "facts; take it out, or print a fact with amount_in_figures"
                )

    def _line_of(self, macro: str) -> str:
        lines = [one.lineno for one in self.tree.find_all(nodes.Getattr) if one.attr == macro]
        return f", line {lines[0]}" if lines else ""

    def _asked_for(self) -> tuple[_Used, set[str]]:
        """What the template itself asks for, and all facts that are printed through frame and macros besides."""
        own = _used_in(self.tree)
        overridden = {block.name for block in self.tree.find_all(nodes.Block)}
        around = _used_in(self.frame, without=overridden)
        facts, waiting, seen = own.facts | around.facts, [*own.macros, *around.macros], set[str]()
        while waiting:
            name = waiting.pop()
            if name not in seen and name in self.macros:
                seen.add(name)
                facts = facts | self.macros[name].facts
                waiting.extend(self.macros[name].macros)
        return own, facts


def _used_in(tree: nodes.Node, without: Collection[str] = ()) -> _Used:
    """``without`` are the blocks that are another's affair."""
    used = _Used()
    waiting: list[nodes.Node] = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, nodes.Block) and node.name in without:
            continue
        if isinstance(node, nodes.Getattr) and isinstance(node.node, nodes.Name):
            {"facts": used.facts, "m": used.macros}.get(node.node.name, set[str]()).add(node.attr)
        if isinstance(node, nodes.Call) and isinstance(node.node, nodes.Name):
            used.macros.add(node.node.name)  # a macro that calls another of its own file
        waiting.extend(node.iter_child_nodes())
    used.macros -= set() if isinstance(tree, nodes.Macro) else _called_by_name(tree)
    return used


def _called_by_name(tree: nodes.Node) -> set[str]:
    """Outside macros.html a plain call is one of the office's words, no macro."""
    return {call.node.name for call in tree.find_all(nodes.Call) if isinstance(call.node, nodes.Name)}


def _is_frame(extends: nodes.Extends) -> bool:
    return isinstance(extends.template, nodes.Const) and extends.template.value == "frame.html"


def _required(facts: type[LetterFacts]) -> set[str]:
    return {name for name, one in facts.model_fields.items() if one.is_required()}
