"""What a template may do: show facts and choose words; it reaches nothing else, and leaves no blank open."""

from collections.abc import Callable
from functools import cache, wraps
from typing import Any

from jinja2 import BaseLoader, DictLoader, StrictUndefined, nodes, pass_context
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from casework.letters import spoken_languages, wording
from casework.letters.kinds import LetterKind
from casework.letters.template_set import TemplateSet

KNOWN = "known"


def environment_of(templates: TemplateSet) -> ImmutableSandboxedEnvironment:
    """The environment in which one set of templates is filled in."""
    return _environment_of(templates.kind, templates.version, tuple(sorted(templates.files.items())))


def new_environment(loader: BaseLoader) -> ImmutableSandboxedEnvironment:
    """An environment for templates of the office, wherever they lie."""
    environment = _LettersEnvironment(
        loader=loader,
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_refuse_none,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["words"] = spoken_languages.in_words
    environment.filters["lines"] = _as_lines
    environment.filters["in_sentence"] = wording.in_sentence
    environment.filters["cited"] = spoken_languages.cited
    environment.filters["in_indonesian"] = spoken_languages.in_indonesian
    environment.filters["english_text"] = spoken_languages.english_text
    environment.filters[KNOWN] = _refuse_none
    read_aloud = {name: spoken_languages.read_aloud(getattr(wording, name)) for name in wording.WORDS_FOR_TEMPLATES}
    read_aloud["listed"] = spoken_languages.listed
    environment.globals.update(
        {name: _of_known_facts(words) for name, words in read_aloud.items()},
    )
    return environment


class _LettersEnvironment(ImmutableSandboxedEnvironment):
    """A fact that is not there is refused before it is joined to a text or filtered: it would come out as a word, "None"."""

    def _generate(self, source: nodes.Template, *how: Any, **named: Any) -> str:
        for joined in list(source.find_all(nodes.Concat)):
            joined.nodes = [_known(one) for one in joined.nodes]
        for filtered in list(source.find_all(nodes.Filter)):
            if filtered.node is not None and filtered.name not in {KNOWN, "default", "d"}:
                filtered.node, filtered.args = _known(filtered.node), [_known(one) for one in filtered.args]
        return super()._generate(source, *how, **named)


@cache
def _environment_of(
    _kind: LetterKind, _version: str, files: tuple[tuple[str, str], ...]
) -> ImmutableSandboxedEnvironment:
    return new_environment(DictLoader(dict(files)))


def _known(expression: nodes.Expr) -> nodes.Filter:
    return nodes.Filter(
        expression, KNOWN, [], [], None, None, lineno=expression.lineno, environment=expression.environment
    )


def _of_known_facts(put_in_words: Callable[..., str]) -> Callable[..., str]:
    @wraps(put_in_words)
    def of_known_facts(fact: Any, *how: Any, **named: Any) -> str:
        return put_in_words(_refuse_none(None, fact), *how, **named)

    return of_known_facts


@pass_context  # so that nothing is worked out while a template is compiled, where no press stands around it
def _refuse_none(_: Context | None, value: Any) -> Any:
    if value is None:
        raise ValueError(
            "a blank of the letter has no fact to fill it: ask whether the fact is there before printing it"
        )
    return value


def _as_lines(address: str) -> Markup:
    return Markup("<br>").join(Markup("<bdi>{}</bdi>").format(line) for line in address.split("\n"))
