"""The same letter as other engines make it: its text is taken from our own, so that whatever changes there changes here too."""

import io
import json
import resource
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import segno
import typst
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.shared import Mm, Pt
from docxtpl import DocxTemplate, InlineImage
from lxml import html

from casework.letters.fonts import FONT_FOLDER

LABEL, COLON = 48, 4  # millimetres of a fact's columns


@dataclass(frozen=True)
class Block:
    """A piece of the letter: what it is, and its texts, row by row."""

    kind: str
    rows: tuple[tuple[str, ...], ...]


def blocks_of(page: str) -> list[Block]:
    """The letter's text in its order, as paragraphs, rows and lists."""
    body = html.fromstring(page).find("body")
    for line_end in body.iter("br"):
        line_end.tail = "\n" + (line_end.tail or "")
    return [block for child in body for block in _blocks(child)]


def _blocks(element: html.HtmlElement) -> Iterator[Block]:
    kinds = (element.get("class") or "").split()
    if element.tag == "table":
        kind = "facts" if {"facts", "reference"} & set(kinds) else "sides"
        rows = (tuple(map(_text, row)) for row in element.iter("tr"))
        # a fact's colon begins its value with us, and has a column of its own with the others
        yield Block(kind, tuple((row[0], ":", row[1].removeprefix(": ")) if "facts" in kinds else row for row in rows))
    elif element.tag in {"ol", "ul"}:
        yield Block("items", tuple((_text(item),) for item in element))
    elif element.tag in {"p", "h1", "h2"} or "by-system" in kinds or "addressee" in kinds:
        yield Block("heading" if element.tag == "h2" else "paragraph", ((_text(element),),))
    elif "foot" in kinds:
        yield Block("foot", ((_text(element),),))
    elif element.tag == "header":
        yield Block(
            "letterhead",
            tuple(
                (_text(line),)
                for line in element.iterfind(".//div[@class]")
                if not len(line) or line.get("class") == "address"
            ),
        )
    else:
        if element.tag == "section":
            yield Block("break", ())
        for child in element:
            yield from _blocks(child)


def _text(element: html.HtmlElement) -> str:
    lines = (" ".join(line.split()) for line in element.text_content().split("\n"))
    return "\n".join(line for line in lines if line)


def qr_picture(address: str) -> bytes:
    """The address as a QR code, as a picture."""
    written = io.BytesIO()
    segno.make_qr(address, error="m").save(written, kind="png", scale=6, border=0)
    return written.getvalue()


class WordAndLibreOffice:
    """A Word template filled by docxtpl, made a PDF by LibreOffice, one letter at a time."""

    def __init__(self, blocks: list[Block], blanks: dict[str, str], folder: Path) -> None:
        self._folder = folder
        self._template = folder / "template.docx"
        self._profile = (folder / "profile").as_uri()
        _word_template(blocks, {text: "{{ " + name + " }}" for name, text in blanks.items()}).save(self._template)

    def letter(self, facts: dict[str, str]) -> bytes:
        """One letter as PDF."""
        template = DocxTemplate(self._template)
        code = InlineImage(template, io.BytesIO(qr_picture(facts["address"])), width=Mm(14.5))
        template.render({**facts, "code": code}, autoescape=True)
        template.save(self._folder / "letter.docx")
        command = ["soffice", f"-env:UserInstallation={self._profile}", "--headless", "--convert-to", "pdf"]
        subprocess.run(  # noqa: S603 our own words
            [*command, "--outdir", str(self._folder), str(self._folder / "letter.docx")],
            check=True,
            capture_output=True,
        )
        return (self._folder / "letter.pdf").read_bytes()

    @staticmethod
    def peak() -> int:
        """The most memory that LibreOffice held, in bytes."""
        return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024


def _word_template(blocks: list[Block], blanks: dict[str, str]) -> "Document":
    document = Document()
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin, page.right_margin, page.top_margin, page.bottom_margin = Mm(30), Mm(20), Mm(12), Mm(26)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Liberation Sans", Pt(11)
    normal.paragraph_format.space_after = Pt(5)
    foot = page.footer.paragraphs[0]
    foot.add_run("{{ code }} ")
    for block in blocks:
        texts = [[_with(blanks, cell) for cell in row] for row in block.rows]
        if block.kind == "foot":
            foot.add_run(texts[0][0]).font.size = Pt(7.6)
        elif block.kind == "letterhead":
            for (line,) in texts:
                document.add_paragraph(line).alignment = WD_ALIGN_PARAGRAPH.CENTER
        elif block.kind in {"facts", "sides"}:
            _word_table(document, texts, narrow=block.kind == "facts")
        elif block.kind == "break":
            document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
        else:
            for (text,) in texts:
                style = {"items": "List Number", "heading": "Heading 2"}.get(block.kind, "Normal")
                document.add_paragraph(text, style=style)
    return document


def _word_table(document: "Document", texts: list[list[str]], *, narrow: bool) -> None:
    table = document.add_table(rows=0, cols=max(map(len, texts)))
    table.autofit = False
    for row in texts:
        cells = table.add_row().cells
        for place, text in enumerate(row):
            cells[place].text = text
            if narrow and place < 2:
                cells[place].width = Mm((LABEL, COLON)[place])


class Typst:
    """The letter written in typst's own language, its blanks given as inputs; tagged PDF/A-3a, as ours."""

    def __init__(self, blocks: list[Block], blanks: dict[str, str], folder: Path) -> None:
        self._folder = folder
        self._source = folder / "letter.typ"
        self._source.write_text(_typst_source(blocks, blanks), encoding="utf-8")
        self._fonts = typst.Fonts(include_system_fonts=False, font_paths=[str(FONT_FOLDER)])

    def letter(self, facts: dict[str, str], *, anew: bool = False) -> bytes:
        """One letter as PDF; ``anew`` reads the fonts for it, as a call without more does."""
        fonts = [str(FONT_FOLDER)] if anew else self._fonts
        (self._folder / "code.png").write_bytes(qr_picture(facts["address"]))
        return bytes(
            typst.compile(
                str(self._source),
                root=str(self._folder),
                font_paths=fonts,
                ignore_system_fonts=True,
                sys_inputs=facts,
                pdf_standards="a-3a",
            )
        )


def _typst_source(blocks: list[Block], blanks: dict[str, str]) -> str:
    foot = next(block for block in blocks if block.kind == "foot").rows[0][0]
    told = {text: f'" + sys.inputs.at("{name}") + "' for name, text in blanks.items()}
    told_foot = _typst_text(told, foot)
    parts = [
        f'#let foot = grid(columns: (17mm, 1fr), image("code.png", width: 14.5mm, alt: "QR"), text(size: 7.6pt, {told_foot}))',
        '#set text(font: ("Liberation Sans", "Noto Sans Arabic", "Noto Sans Devanagari", "Noto Sans CJK SC"), size: 11pt, lang: "id")',
        '#set document(title: "Surat", date: datetime(year: 2026, month: 11, day: 26))',
        '#set page(paper: "a4", margin: (left: 30mm, right: 20mm, top: 12mm, bottom: 28mm), footer: foot)',
    ]
    for block in blocks:
        texts = [[_typst_text(told, cell) for cell in row] for row in block.rows]
        if block.kind == "letterhead":
            parts += [f"#align(center, {line})" for (line,) in texts]
            parts.append("#line(length: 100%, stroke: 2.2pt)")
        elif block.kind in {"facts", "sides"}:
            columns = f"({LABEL}mm, {COLON}mm, 1fr, auto)" if block.kind == "facts" else "(1fr, 76mm, auto, auto)"
            cells = [", ".join([*row, *["[]"] * (4 - len(row))]) for row in texts]
            parts.append(f"#grid(columns: {columns}, row-gutter: 4pt, {', '.join(cells)})")
        elif block.kind == "items":
            parts.append(f"#enum({', '.join(text for (text,) in texts)})")
        elif block.kind == "break":
            parts.append("#pagebreak()")
        elif block.kind == "heading":
            parts.append(f"#heading(level: 1, {texts[0][0]})")
        elif block.kind == "paragraph":
            parts.append(f"#par({texts[0][0]})")
    return "\n\n".join(parts)


def _typst_text(told: dict[str, str], text: str) -> str:
    literal = json.dumps(text, ensure_ascii=False)
    for fixed, blank in told.items():
        literal = literal.replace(fixed, blank)
    return f"text({literal})"


def _with(blanks: dict[str, str], text: str) -> str:
    for fixed, blank in blanks.items():
        text = text.replace(fixed, blank)
    return text
