"""What a template may do: show facts and choose words; it reaches nothing else, and leaves no blank open."""

from functools import cache
from typing import Any

from jinja2 import BaseLoader, DictLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from casework.letters import spoken_languages, wording
from casework.letters.kinds import LetterKind
from casework.letters.template_set import TemplateSet


def environment_of(templates: TemplateSet) -> ImmutableSandboxedEnvironment:
    """The environment in which one set of templates is filled in."""
    return _environment_of(templates.kind, templates.version, tuple(sorted(templates.files.items())))


def new_environment(loader: BaseLoader) -> ImmutableSandboxedEnvironment:
    """An environment for templates of the office, wherever they lie."""
    environment = ImmutableSandboxedEnvironment(
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
    environment.filters["in_indonesian"] = spoken_languages.in_indonesian
    environment.filters["english_text"] = spoken_languages.english_text
    environment.globals.update(
        {name: spoken_languages.read_aloud(getattr(wording, name)) for name in wording.WORDS_FOR_TEMPLATES},
        listed=spoken_languages.listed,
    )
    return environment


@cache
def _environment_of(
    _kind: LetterKind, _version: str, files: tuple[tuple[str, str], ...]
) -> ImmutableSandboxedEnvironment:
    return new_environment(DictLoader(dict(files)))


@pass_context  # so that nothing is worked out while a template is compiled, where no press stands around it
def _refuse_none(_: Context, value: Any) -> Any:
    if value is None:
        raise ValueError(
            "a blank of the letter has no fact to fill it: ask whether the fact is there before printing it"
        )
    return value


def _as_lines(address: str) -> Markup:
    return Markup("<br>").join(Markup("<bdi>{}</bdi>").format(line) for line in address.split("\n"))
