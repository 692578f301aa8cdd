"""Whatever in a letter asks for a server's or a file's content gets nothing: counted at a server, and at a file."""

import io
import re

import pikepdf
import pytest
from letter_probes import PROBES, CountingServer, canary, opened_canaries, whole_page

from casework.letters import LetterKind, render_letter, sample_facts
from casework.letters.facts.parts import BilingualText
from casework.letters.fonts import LETTER_TEMPLATES
from casework.letters.gallery import sample_frame
from casework.letters.rendering import LetterNotPrinted, print_paper


@pytest.fixture(scope="module")
def server():
    with CountingServer().running() as running:
        yield running


@pytest.fixture
def fetched(server, tmp_path):
    """``fetched(printing, *arguments)``: how often the server was asked and the canary opened, and what was printed."""

    def count(printing, *arguments):
        before = len(server.asked) + opened_canaries()
        printed = printing(*arguments)
        return len(server.asked) + opened_canaries() - before, printed

    return count


@pytest.fixture
def printed(tmp_path):
    """``printed(html)``: a paper with this template as PDF, or nothing where it is refused."""

    def paper(html):
        (tmp_path / "paper.css").touch()
        (tmp_path / "paper.html").write_text(html, encoding="utf-8")
        try:
            return print_paper(tmp_path / "paper.html")[0]
        except LetterNotPrinted as refusal:
            return "canary" if "canary" in str(refusal) else None

    return paper


def everything_in(pdf):
    """Each text and each stream of a PDF, as it would be read."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert len(opened.attachments) == 0
        parts = [one.read_bytes() if isinstance(one, pikepdf.Stream) else one.unparse() for one in opened.objects]
    return b"".join(parts)


def test_at_least_17_kinds_of_place_are_tried():
    assert len(PROBES) >= 17


@pytest.mark.parametrize("probe", PROBES)
def test_a_template_that_asks_for_something_gets_nothing(probe, server, tmp_path, printed, fetched):
    path = canary(tmp_path)
    for url in (server.url, server.url.removeprefix("http:"), path.as_uri(), str(path)):
        count, pdf = fetched(printed, whole_page(probe, url))
        assert (count, pdf == "canary") == (0, False), url
        assert pdf is None or b"kenari-rahasia" not in everything_in(pdf)


def test_the_same_pages_do_ask_for_it_where_nothing_holds_them_back(server, tmp_path, fetched):
    from weasyprint import HTML

    path = canary(tmp_path)
    asking = set()
    for probe in PROBES:
        for url in (server.url, path.as_uri()):
            count, _ = fetched(lambda html: HTML(string=html).write_pdf(), whole_page(probe, url))
            asking |= {probe} if count else set()
    assert len(asking) >= 12, sorted(asking)
    assert {"image", "style sheet", "attachment", "attachment by a link", "drawing", "background", "font"} <= asking


def test_what_a_fact_holds_is_text_and_asks_for_nothing(server, tmp_path, fetched):
    path = canary(tmp_path)
    held = [PROBES[probe].format(url=url)[:600] for probe in PROBES for url in (server.url, path.as_uri())]
    for start in range(0, len(held), 11):
        items = tuple(BilingualText(indonesian=text, english=text) for text in held[start : start + 11])
        facts = sample_facts(LetterKind.CLOSING).model_copy(
            update={"handed_over": items, "recipient_name": held[start][:200], "recipient_address": held[start][:110]}
        )
        count, letter = fetched(render_letter, LetterKind.CLOSING, facts, sample_frame(LetterKind.CLOSING))
        assert count == 0
        assert b"kenari-rahasia" not in everything_in(letter.pdf)


def test_no_template_names_an_address_to_be_fetched():
    wanted = re.compile(r"""(?:src|srcset|data|poster|xlink:href)=|<link|@import|url\((?!["']?(?:letter-asset:|#))""")
    sources = [*LETTER_TEMPLATES.rglob("*.html"), *LETTER_TEMPLATES.rglob("*.css")]
    assert [path.name for path in sources if wanted.search(path.read_text(encoding="utf-8"))] == []
