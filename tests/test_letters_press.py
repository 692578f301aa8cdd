"""The printing press: what takes too much time, memory or paper is not printed, and takes nobody with it."""

import psutil
import pytest

from casework.letters import LetterKind, LetterNotPrinted, render_letter, sample_facts, shipped_templates
from casework.letters.gallery import sample_frame
from casework.letters.press import MEBIBYTE, Limits, Printed, print_within

KIND = LetterKind.CLOSING


def print_with(body: str, limits: Limits):
    templates = shipped_templates(KIND).with_template(
        '{% extends "frame.html" %}{% block indonesian %}' + body + "{% endblock %}"
    )
    return render_letter(KIND, sample_facts(KIND), sample_frame(KIND), templates, limits)


def test_a_template_that_wants_gigabytes_is_not_printed_and_leaves_no_process():
    with pytest.raises(LetterNotPrinted, match="it wanted more than 200 MiB of memory"):
        print_with("{{ 'a' * 10 ** 10 }}", Limits(memory=200 * MEBIBYTE))
    assert [child for child in psutil.Process().children() if child.status() == psutil.STATUS_ZOMBIE] == []


def test_a_template_that_never_ends_is_ended():
    for_ever = (
        "{% for a in range(9999) %}{% for b in range(9999) %}{% if a == -1 %}x{% endif %}{% endfor %}{% endfor %}"
    )
    with pytest.raises(LetterNotPrinted, match="it took more than 1 s of work or 60 s on the clock"):
        print_with(for_ever, Limits(cpu_seconds=1))


def test_a_printing_that_only_waits_is_ended_by_the_clock():
    with pytest.raises(LetterNotPrinted, match=r"it took more than 30 s of work or 0.2 s on the clock"):
        print_within(Limits(seconds=0.2), _wait_for_ever)


def test_a_template_with_too_many_pages_is_told_how_many_it_has():
    with pytest.raises(LetterNotPrinted, match="it has 9 pages, and there are 8 at most: shorten its template"):
        print_with('<div style="break-after: page">x</div>' * 7, Limits(pages=8))


def test_whatever_else_goes_wrong_is_named_by_its_kind_and_quotes_nothing():
    with pytest.raises(LetterNotPrinted, match="printing ended with ValueError") as refusal:
        print_within(Limits(), _quote_the_letter)
    assert "Anna" not in str(refusal.value)


def test_a_press_that_dies_in_the_middle_is_no_letter():
    with pytest.raises(LetterNotPrinted):
        print_within(Limits(), _die)


def test_what_is_within_the_limits_comes_out_whole():
    assert print_within(Limits(), lambda: Printed(b"%PDF-" + b"x" * 3 * MEBIBYTE, 2)) == Printed(
        b"%PDF-" + b"x" * 3 * MEBIBYTE, 2
    )


def _wait_for_ever():
    import signal

    signal.pause()


def _quote_the_letter():
    raise ValueError("Anna Kowalska")


def _die():
    import os
    import signal

    os.kill(os.getpid(), signal.SIGKILL)
