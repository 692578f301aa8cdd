"""A letter fetches nothing but its shipped drawing, and a template may not leave a blank open."""

import io
import re
import sys

import jinja2
import pikepdf
import pytest
from letter_probes import PROBES, CountingServer, canary, whole_page

from casework.letters import LetterKind, render_letter, sample_facts
from casework.letters.assets import shipped_assets_fetcher
from casework.letters.facts.parts import BilingualText
from casework.letters.gallery import sample_frame
from casework.letters.rendering import LetterNotPrinted, _environment, _print

opened_files: list[str] = []
sys.addaudithook(lambda event, told: opened_files.append(str(told[0])) if event == "open" else None)


@pytest.fixture(scope="module")
def server():
    with CountingServer().running() as running:
        yield running


def fetched_by(printing, server, path):
    """How often the server was asked and the file was opened meanwhile."""
    asked, opened = len(server.asked), len(opened_files)
    printing()
    return len(server.asked) - asked + sum(str(path) in one for one in opened_files[opened:])


def printed_or_refused(html):
    try:
        return _print(html, b"0" * 16)[0]
    except LetterNotPrinted:
        return b""


def everything_in(pdf):
    """Each text and each stream of a PDF, as it would be read."""
    if not pdf:
        return b""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert len(opened.attachments) == 0
        streams = [one.read_bytes() for one in opened.objects if isinstance(one, pikepdf.Stream)]
        return b"".join([*streams, *(one.unparse() for one in opened.objects if not isinstance(one, pikepdf.Stream))])


# --- what a template might ask for


def test_at_least_17_kinds_of_place_are_tried():
    assert len(PROBES) >= 17


@pytest.mark.parametrize("probe", PROBES)
def test_whatever_asks_for_a_servers_or_a_files_content_gets_nothing(probe, server, tmp_path):
    path = canary(tmp_path)
    for url in (server.url, server.url.removeprefix("http:"), path.as_uri(), str(path)):
        pdf = b""

        def printing(url=url):
            nonlocal pdf
            pdf = printed_or_refused(whole_page(probe, url))

        assert fetched_by(printing, server, path) == 0, url
        assert b"kenari-rahasia" not in everything_in(pdf)


def test_a_refusal_does_not_repeat_the_address(server):
    with pytest.raises(LetterNotPrinted) as refusal:
        _print(whole_page("image", server.url), b"0" * 16)
    assert "canary" not in str(refusal.value)


def test_the_same_pages_do_ask_for_it_where_nothing_holds_them_back(server, tmp_path):
    from weasyprint import HTML

    path = canary(tmp_path)
    asking = set()
    for probe in PROBES:
        for url in (server.url, path.as_uri()):

            def printing(url=url, probe=probe):
                HTML(string=whole_page(probe, url)).write_pdf()

            if fetched_by(printing, server, path):
                asking.add(probe)
    assert len(asking) >= 12, sorted(asking)
    assert {"image", "style sheet", "attachment", "attachment by a link", "drawing", "background", "font"} <= asking


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


# --- what a fact might hold


def test_what_a_fact_holds_is_text_and_asks_for_nothing(server, tmp_path):
    path = canary(tmp_path)
    held = [PROBES[probe].format(url=url)[:600] for probe in PROBES for url in (server.url, path.as_uri())]
    pages = []

    def printing():
        for start in range(0, len(held), 6):
            items = tuple(BilingualText(indonesian=text, english=text) for text in held[start : start + 6])
            facts = sample_facts(LetterKind.CLOSING).model_copy(
                update={
                    "handed_over": items,
                    "recipient_name": held[start][:200],
                    "recipient_address": held[start][:110],
                }
            )
            pages.append(render_letter(LetterKind.CLOSING, facts, sample_frame(LetterKind.CLOSING)).pdf)

    assert fetched_by(printing, server, path) == 0
    assert [page for page in pages if b"kenari-rahasia" in everything_in(page)] == []


def test_no_template_names_an_address_to_be_fetched():
    from casework.letters.fonts import LETTER_TEMPLATES

    wanted = re.compile(r"""(?:src|srcset|data|poster|xlink:href)=|<link|@import|url\((?!["']?(?:letter-asset:|#))""")
    sources = [*LETTER_TEMPLATES.rglob("*.html"), *LETTER_TEMPLATES.rglob("*.css")]
    assert [path.name for path in sources if wanted.search(path.read_text(encoding="utf-8"))] == []


def test_the_shipped_drawing_is_fetched():
    assert shipped_assets_fetcher().fetch("letter-asset:/specimen.svg").read().startswith(b"<svg")


# --- blanks


def test_an_unknown_fact_and_an_empty_one_stop_a_template():
    context = {"facts": sample_facts(LetterKind.CLOSING), "frame": sample_frame(LetterKind.CLOSING)}
    with pytest.raises(jinja2.UndefinedError):
        _environment().from_string("{{ facts.nickname }}").render(**context)
    with pytest.raises(ValueError, match="no fact to fill it"):
        _environment().from_string("{{ facts.survey_url }}").render(**context)


def test_a_template_reaches_nothing_behind_the_facts():
    with pytest.raises(jinja2.exceptions.SecurityError):
        _environment().from_string("{{ facts.__class__.__mro__ }}").render(facts=sample_facts(LetterKind.CLOSING))
