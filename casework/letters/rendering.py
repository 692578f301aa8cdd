"""A letter on paper: facts and frame in, the same PDF bytes out on every run."""

import hashlib
import threading
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import FileSystemLoader, StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from casework.letters import wording
from casework.letters.assets import SCHEME, shipped_assets_fetcher
from casework.letters.facts import LetterFacts, content_digest
from casework.letters.fonts import LETTER_TEMPLATES, use_shipped_fonts_only
from casework.letters.frame import Frame
from casework.letters.kinds import KINDS, LetterKind
from casework.letters.print_faults import counted_faults
from casework.letters.template_version import template_version
from casework.letters.text_checks import LetterRefused, check_letter, clean_text

if TYPE_CHECKING:
    from weasyprint import CSS
    from weasyprint.text.fonts import FontConfiguration


LETTER_STYLE = LETTER_TEMPLATES / "letter.css"
# Pango and the shared fonts serve one printing at a time; other processes print beside it.
_ONE_AT_A_TIME = threading.Lock()


class LetterNotPrinted(Exception):
    """A template wanted something that no letter may have; a fault of the template, not of the facts."""


@dataclass(frozen=True)
class RenderedLetter:
    """A finished letter and what the register records of it."""

    pdf: bytes
    sha256: str
    content_digest: str
    template_version: str
    pages: int


def render_letter(kind: LetterKind, facts: LetterFacts, frame: Frame) -> RenderedLetter:
    """A letter is printed as tagged PDF/A-3a, and the same letter has the same bytes whenever it is printed.

    Raises ``LetterRefused`` where a text cannot be printed, or where a letter that an official must sign has
    no signatory; ``LetterNotPrinted`` where a template wants what no letter may have or prints an empty box.
    """
    row = KINDS[kind]
    if row.issued_by == "official" and frame.signatory is None:
        raise LetterRefused(kind, "signatory", "is missing: an official must have signed before it is printed")
    checked = check_letter(kind, facts)
    digest = content_digest(kind, checked)
    html = letter_as_html(kind, checked, _checked_frame(kind, frame))
    identifier = hashlib.sha256(f"{digest}\0{frame.number}".encode()).digest()[:16]
    pdf, pages = _print(html, identifier)
    return RenderedLetter(pdf, hashlib.sha256(pdf).hexdigest(), digest, template_version(kind), pages)


def print_paper(template: Path, **facts: Any) -> tuple[bytes, int]:
    """Another paper of the office, printed as a letter is: PDF/A-3a in the shipped fonts, the same bytes every time; and its pages.

    Its style sheet lies beside the template, under the same name. Raises ``LetterNotPrinted`` as a letter does.
    """
    html = _environment(template.parent).get_template(template.name).render(facts)
    return _print(html, hashlib.sha256(html.encode()).digest()[:16], template.with_suffix(".css"))


def load_engine() -> None:
    """Letters are printed only with the system libraries that keep their bytes the same everywhere.

    Raises ``OSError`` that names the library where one is missing. Takes about a second in a fresh process.
    """
    _style(LETTER_STYLE)
    from weasyprint.text.ffi import harfbuzz_subset  # noqa: PLC0415 - see _print

    if harfbuzz_subset is None:
        raise OSError("libharfbuzz-subset0 is missing, without which a letter has other bytes than elsewhere")


def letter_as_html(kind: LetterKind, facts: LetterFacts, frame: Frame) -> str:
    """The letter before it is printed; raises ``jinja2.UndefinedError`` where the template asks for an unknown fact."""
    template = _environment().get_template(f"{KINDS[kind].folder}/letter.html")
    return template.render(
        facts=facts, frame=frame, head=frame.letterhead, row=KINDS[kind], qr=_qr_code(frame.verification)
    )


def _checked_frame(kind: LetterKind, frame: Frame) -> Frame:
    signatory = frame.signatory
    try:
        number = clean_text(frame.number) if frame.number is not None else None
        texts = {"number": number, "place": clean_text(frame.place)}
        if signatory:
            post = clean_text(signatory.post) if signatory.post else ""
            names = {"post": post, "name": clean_text(signatory.name)}
            signatory = signatory.model_copy(update=names)
    except ValueError as error:
        raise LetterRefused(kind, "the frame", str(error)) from None
    return frame.model_copy(update={**texts, "signatory": signatory})


@cache
def _environment(folder: Path = LETTER_TEMPLATES) -> ImmutableSandboxedEnvironment:
    environment = ImmutableSandboxedEnvironment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_refuse_none,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["words"] = lambda code, subject, language="id": wording.in_words(subject, code, language)
    environment.filters["lines"] = _as_lines
    environment.filters["in_sentence"] = wording.in_sentence
    environment.globals.update(
        {name: getattr(wording, name) for name in wording.WORDS_FOR_TEMPLATES},
    )
    return environment


def _refuse_none(value: Any) -> Any:
    if value is None:
        raise ValueError(
            "a blank of the letter has no fact to fill it: ask whether the fact is there before printing it"
        )
    return value


def _as_lines(address: str) -> Markup:
    return Markup("<br>").join(Markup("<bdi>{}</bdi>").format(line) for line in address.split("\n"))


def _qr_code(address: str | None) -> Markup | None:
    if address is None:
        return None
    import segno  # noqa: PLC0415 - only letters that can be verified need it

    # The only ready-made markup that enters a letter: drawn by segno from the address, no text of its own.
    drawing = segno.make_qr(address, error="m").svg_inline(border=0, omitsize=True, svgclass="qr", lineclass=None)
    return Markup(drawing)  # noqa: S704


def _print(html: str, identifier: bytes, style_sheet: Path = LETTER_STYLE) -> tuple[bytes, int]:
    style, fonts = _style(style_sheet)
    from weasyprint import HTML  # noqa: PLC0415 - a second of start-up that only a printing process should pay
    from weasyprint.urls import FatalURLFetchingError  # noqa: PLC0415 - see above

    try:
        with _ONE_AT_A_TIME, counted_faults() as faults:
            page = HTML(string=html, base_url=f"{SCHEME}:/", url_fetcher=shipped_assets_fetcher())
            document = page.render(stylesheets=[style], font_config=fonts, pdf_variant="pdf/a-3a")
            pdf = document.write_pdf(pdf_identifier=identifier, pdf_variant="pdf/a-3a")
    except FatalURLFetchingError as error:  # no Exception in WeasyPrint's eyes: it would end the whole process
        raise LetterNotPrinted(str(error)) from None
    if faults:
        raise LetterNotPrinted(
            f"the printed letter has {len(faults)} faults, the first is {faults[0]}: "
            "look at its template and fonts in the gallery (python -m casework.letters.gallery OUT_DIR)"
        )
    return pdf, len(document.pages)


@cache
def _style(style_sheet: Path) -> "tuple[CSS, FontConfiguration]":
    use_shipped_fonts_only()
    from weasyprint import CSS  # noqa: PLC0415 - see _print; and the fonts must be settled before
    from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415 - see _print

    fonts = FontConfiguration()
    css = style_sheet.read_text(encoding="utf-8")
    style = CSS(string=css, base_url=f"{SCHEME}:/", url_fetcher=shipped_assets_fetcher(), font_config=fonts)
    return style, fonts
