"""Whether a changed template may be used: judged as a whole, before any letter is written with it."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from functools import partial

from jinja2 import TemplateError, TemplateSyntaxError, nodes

from casework.letters.facts import FACTS, LetterFacts, longest_facts, sample_facts
from casework.letters.frame import Frame
from casework.letters.jinja_environment import environment_of
from casework.letters.kinds import KINDS, LetterKind
from casework.letters.press import LetterNotPrinted, Limits, Printed, print_within
from casework.letters.rendering import letter_as_html, render_letter
from casework.letters.template_set import TemplateSet, shipped_templates
from casework.letters.text_checks import LetterRefused

USUAL_PAGES, MOST_PAGES = 3, 5
GIVEN = frozenset({"facts", "frame", "head", "row", "qr", "loop", "super"})
TEXT_IN = {"id": "indonesian", "en": "english"}


def faults_of_template(kind: LetterKind, template: str, frame: Frame) -> list[str]:
    """What is wrong with a changed template, in sentences; an empty list where it may be used.

    Every placeholder exists, every required fact is used, both languages are there, and it prints with the sample
    facts and with the longest ones within its pages, in ``frame``.
    """
    return faults_in_text(kind, template) or [*_faults_on_paper(shipped_templates(kind).with_template(template), frame)]


def faults_in_text(kind: LetterKind, template: str) -> list[str]:
    """What is wrong with a template as it is written, whatever it would print."""
    templates = shipped_templates(kind).with_template(template)
    # not optimized: the optimizer would work out 'a' * 10 ** 10 here, where no press stands around it
    environment = environment_of(templates).overlay(optimized=False)
    try:
        environment.compile(template)
    except TemplateSyntaxError as error:
        return [f"line {error.lineno} is no template: {error.message}"]
    return [*_Reading(templates, environment.parse(template)).faults()]


@dataclass
class _Used:
    """What a piece of template asks for: facts by their name, and macros that ask for more."""

    facts: set[str] = field(default_factory=set)
    macros: set[str] = field(default_factory=set)


class _Reading:
    """A template as it is written, whatever it would print for one letter or another."""

    def __init__(self, templates: TemplateSet, tree: nodes.Template) -> None:
        self.kind, self.tree = templates.kind, tree
        environment = environment_of(templates)
        self.known = GIVEN | set(environment.globals) | {"m"}
        self.frame = environment.parse(templates.files["frame.html"])
        self.macros = {
            one.name: _used_in(one) for one in environment.parse(templates.files["macros.html"]).find_all(nodes.Macro)
        }

    def faults(self) -> Iterator[str]:
        """What can be seen without printing."""
        if not any(isinstance(one, nodes.Extends) and _is_frame(one) for one in self.tree.body):
            yield 'it does not begin with {% extends "frame.html" %}: letterhead, number and signature come from there'
        blocks = {block.name for block in self.tree.find_all(nodes.Block)}
        for language in KINDS[self.kind].languages:
            if TEXT_IN[language] not in blocks:
                yield f"the block '{TEXT_IN[language]}' is missing: this kind of letter is written in that language too"
        names = {
            ctx: {name.name for name in self.tree.find_all(nodes.Name) if name.ctx == ctx} for ctx in ("load", "store")
        }
        for unknown in sorted(names["load"] - names["store"] - self.known):
            yield f"'{unknown}' is nothing that a letter knows: it knows facts, frame, head, row and the office's words"
        own, everything = self._asked_for()
        facts = FACTS[self.kind]
        there = set(facts.model_fields) | {
            name for name in dir(facts) if isinstance(getattr(facts, name, None), property)
        }
        for unknown in sorted(own.facts - there):
            yield f"there is no fact '{unknown}' in this kind of letter: see 'homevisit letters schema --kind {self.kind.value}'"
        for unknown in sorted(own.macros - set(self.macros)):
            yield f"there is no macro '{unknown}' in macros.html"
        for name in sorted(_required(facts) - everything):
            yield f"the fact '{name}' is never used, and the letter may not leave it out: {facts.model_fields[name].description}"

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


def _faults_on_paper(templates: TemplateSet, frame: Frame) -> Iterator[str]:
    kind = templates.kind
    for named, facts, pages in (
        ("the sample facts", sample_facts(kind), USUAL_PAGES),
        ("the longest facts", longest_facts(kind), MOST_PAGES),
    ):
        filled_in = partial(_fill_in, kind, facts, frame, templates)
        try:
            print_within(Limits(), filled_in)
            render_letter(kind, facts, frame, templates, Limits(pages=pages))
        except (LetterNotPrinted, LetterRefused) as fault:
            yield f"with {named} {fault}"


def _fill_in(kind: LetterKind, facts: LetterFacts, frame: Frame, templates: TemplateSet) -> Printed:
    try:
        letter_as_html(kind, facts, frame, templates)
    except (TemplateError, ValueError, KeyError, TypeError) as fault:  # sample facts are nobody's: they may be told
        raise LetterNotPrinted(f"it cannot be filled in: {fault}") from None
    return Printed(b"", 0)
