"""A letter fetches nothing but its shipped drawing, and a template may not leave a blank open."""

import jinja2
import pytest

from casework.letters import LetterKind, sample_facts
from casework.letters.assets import shipped_assets_fetcher
from casework.letters.gallery import sample_frame
from casework.letters.jinja_environment import environment_of
from casework.letters.rendering import LetterNotPrinted, _print
from casework.letters.template_set import shipped_templates


@pytest.mark.parametrize(
    "markup",
    [
        '<img src="file:///etc/passwd">',
        '<img src="http://127.0.0.1:9/x.png">',
        '<link rel="attachment" href="file:///etc/hostname">',
        '<link rel="stylesheet" href="https://127.0.0.1:9/x.css">',
        '<div style="background: url(file:///etc/passwd)">x</div>',
        '<img src="data:image/png;base64,AAAA">',
        '<img src="letter-asset:/../frame.html">',
        '<img src="specimen-2.svg">',
        '<img src="FILE:///etc/passwd">',
        '<img src="ftp://127.0.0.1:9/x.png">',
        '<img src="letter-asset:/specimen.svg?file=/etc/passwd">',
        '<img src="letter-asset://127.0.0.1:9/specimen.svg">',
    ],
)
def test_a_letter_that_wants_to_fetch_something_else_is_not_printed(markup):
    with pytest.raises(LetterNotPrinted, match="not shipped with the templates"):
        _print(f"<!DOCTYPE html><html lang=id><body>{markup}</body></html>", b"0" * 16)


def test_the_shipped_drawing_is_fetched():
    assert shipped_assets_fetcher().fetch("letter-asset:/specimen.svg").read().startswith(b"<svg")


def test_an_unknown_fact_and_an_empty_one_stop_a_template():
    context = {"facts": sample_facts(LetterKind.CLOSING), "frame": sample_frame(LetterKind.CLOSING)}
    with pytest.raises(jinja2.UndefinedError):
        environment_of(shipped_templates(LetterKind.CLOSING)).from_string("{{ facts.nickname }}").render(**context)
    with pytest.raises(ValueError, match="no fact to fill it"):
        environment_of(shipped_templates(LetterKind.CLOSING)).from_string("{{ facts.permit_expires_on }}").render(
            **context
        )


def test_a_template_reaches_nothing_behind_the_facts():
    with pytest.raises(jinja2.exceptions.SecurityError):
        environment_of(shipped_templates(LetterKind.CLOSING)).from_string("{{ facts.__class__.__mro__ }}").render(
            facts=sample_facts(LetterKind.CLOSING)
        )
