"""A letter on paper: facts and frame in, the same PDF bytes out on every run."""

import hashlib
import re
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import FileSystemLoader
from markupsafe import Markup

from casework.letters.assets import SCHEME, address_of_qr_code, shipped_assets_fetcher
from casework.letters.copies import as_listed
from casework.letters.engine_fingerprint import engine_fingerprint
from casework.letters.facts import LetterFacts, content_digest
from casework.letters.fonts import use_shipped_fonts_only
from casework.letters.frame import Frame
from casework.letters.jinja_environment import environment_of, new_environment
from casework.letters.kinds import KINDS, LetterKind
from casework.letters.languages_in_tags import languages_in_tags
from casework.letters.order_in_time import check_order_in_time
from casework.letters.press import LetterNotPrinted, Limits, Printed, print_within
from casework.letters.print_faults import counted_faults
from casework.letters.signing.signature_field import add_signature_field
from casework.letters.tagging import Addition, readable_by_everyone
from casework.letters.template_set import OWN, STYLES, TemplateSet, shipped_templates, styles_of
from casework.letters.text_checks import check_frame, check_letter, check_signature
from casework.letters.titles import title_of
from casework.letters.wording import MONTHS

if TYPE_CHECKING:
    from weasyprint import CSS
    from weasyprint.text.fonts import FontConfiguration

# A press is started by one thread at a time, so that none is started while another thread's fonts are being loaded.
_ONE_AT_A_TIME = threading.Lock()

PAGES_OF_A_PAPER = 60
# A line ends neither between a number and what it is the number of nor between a day and its month.
NUMBERED = re.compile(r"\b(Nomor|Pasal|No\.|Articles?) (?=\d)")
DAY_AND_MONTH = re.compile(rf"\b([0-3]?[0-9]) ({'|'.join(MONTHS)})\b")

__all__ = ["LetterNotPrinted", "RenderedLetter", "load_engine", "print_paper", "render_letter"]


@dataclass(frozen=True)
class RenderedLetter:
    """A finished letter and what the register records of it."""

    pdf: bytes
    sha256: str
    content_digest: str
    template_version: str
    engine_fingerprint: str
    pages: int


def render_letter(
    kind: LetterKind,
    facts: LetterFacts,
    frame: Frame,
    templates: TemplateSet | None = None,
    limits: Limits | None = None,
) -> RenderedLetter:
    """A letter is printed as tagged PDF/A-3a, and the same letter has the same bytes whenever it is printed.

    ``templates`` are those with which its number was reserved; without them, the shipped ones.
    Raises ``LetterRefused`` where a text cannot be printed, where a letter that an official must sign has no
    signatory or one that the system issues has one, or where its date does not agree with its facts;
    ``LetterNotPrinted`` where a template wants what no letter may have, prints an empty box, or takes more than
    the press allows.
    """
    row = KINDS[kind]
    check_signature(kind, is_signed=frame.signatory is not None)
    templates, limits = templates or shipped_templates(kind), limits or Limits(pages=row.most_pages)
    checked = check_letter(kind, facts)
    check_order_in_time(kind, checked, frame.dated)
    digest = content_digest(kind, checked, templates.version)
    cleaned = check_frame(kind, frame)
    identifier = hashlib.sha256(f"{digest}\0{frame.number}".encode()).digest()[:16]
    styles = tuple(templates.files[name] for name in styles_of(kind))
    addition = add_signature_field if row.signed_electronically else None
    printed = _press(limits, lambda: letter_as_html(kind, checked, cleaned, templates), identifier, styles, addition)
    sha256 = hashlib.sha256(printed.pdf).hexdigest()
    return RenderedLetter(printed.pdf, sha256, digest, templates.version, engine_fingerprint(), printed.pages)


def print_paper(template: Path, **facts: Any) -> tuple[bytes, int]:
    """Another paper of the office, printed as a letter is: PDF/A-3a in the shipped fonts, the same bytes every time; and its pages.

    Its style sheet lies beside the template, under the same name. Raises ``LetterNotPrinted`` as a letter does.
    """
    html = new_environment(FileSystemLoader(template.parent)).get_template(template.name).render(facts)
    style = template.with_suffix(".css").read_text(encoding="utf-8")
    identifier = hashlib.sha256(html.encode()).digest()[:16]
    printed = _press(Limits(pages=PAGES_OF_A_PAPER), lambda: html, identifier, (style,))
    return printed.pdf, printed.pages


def load_engine() -> None:
    """Letters are printed only with the system libraries that keep their bytes the same everywhere.

    Raises ``OSError`` that names the library where one is missing. Takes about a second in a fresh process.
    """
    _style((shipped_templates(LetterKind.RECEIPT).files[STYLES[0]],))
    from weasyprint.text.ffi import harfbuzz_subset  # noqa: PLC0415 - see _print

    if harfbuzz_subset is None:
        raise OSError("libharfbuzz-subset0 is missing, without which a letter has other bytes than elsewhere")


def warm_up(frame: Frame, facts: LetterFacts, kind: LetterKind) -> None:
    """Load all that printing needs into this very process, so that each press that it starts has it already."""
    files = shipped_templates(kind).files
    styles = tuple(files[name] for name in styles_of(kind))
    _print(letter_as_html(kind, facts, frame), b"\0" * 16, styles)


def letter_as_html(kind: LetterKind, facts: LetterFacts, frame: Frame, templates: TemplateSet | None = None) -> str:
    """The letter before it is printed; raises ``jinja2.UndefinedError`` where the template asks for an unknown fact."""
    template = environment_of(templates or shipped_templates(kind)).get_template(OWN)
    row = replace(KINDS[kind], title=title_of(kind, facts), copies_to=as_listed(frame.copies))
    return template.render(facts=facts, frame=frame, head=frame.letterhead, row=row, qr=_qr_code(frame.verification))


def _qr_code(address: str | None) -> Markup | None:
    if address is None:
        return None
    # The only ready-made markup that enters a letter: the address is quoted in it, and it has no text of its own.
    return Markup(  # noqa: S704
        f'<img class="qr" src="{address_of_qr_code(address)}" style="width: 14.5mm; height: 14.5mm; image-rendering: pixelated" '
        'alt="Kode QR untuk memeriksa keaslian surat ini">'
    )


def _press(
    limits: Limits,
    filled_in: Callable[[], str],
    identifier: bytes,
    styles: tuple[str, ...],
    addition: Addition | None = None,
) -> Printed:
    """Filled in and printed within the limits; what every press needs is loaded before it is started."""
    with _ONE_AT_A_TIME:
        _style(styles)
        return print_within(limits, lambda: _print(filled_in(), identifier, styles, addition))


def _print(html: str, identifier: bytes, styles: tuple[str, ...] = (), addition: Addition | None = None) -> Printed:
    style, fonts = _style(styles)
    from weasyprint import HTML  # noqa: PLC0415 - a second of start-up that only a printing process should pay
    from weasyprint.urls import FatalURLFetchingError  # noqa: PLC0415 - see above

    try:
        with counted_faults() as faults:
            set_together = NUMBERED.sub("\\1\u00a0", DAY_AND_MONTH.sub("\\1\u00a0\\2", html))
            page = HTML(string=set_together, base_url=f"{SCHEME}:/", url_fetcher=shipped_assets_fetcher())
            document = page.render(stylesheets=list(style), font_config=fonts, pdf_variant="pdf/a-3a")
            with languages_in_tags():
                pdf = document.write_pdf(pdf_identifier=identifier, pdf_variant="pdf/a-3a", uncompressed_pdf=True)
    except FatalURLFetchingError as error:  # no Exception in WeasyPrint's eyes: it would end the whole process
        raise LetterNotPrinted(str(error)) from None
    if faults:
        raise LetterNotPrinted(
            f"the printed letter has {len(faults)} faults, the first is {faults[0]}: "
            "look at its template and fonts in the gallery (homevisit letters gallery --out DIR)"
        )
    return Printed(readable_by_everyone(pdf, addition), len(document.pages))


@cache
def _style(styles: tuple[str, ...]) -> "tuple[tuple[CSS, ...], FontConfiguration]":
    use_shipped_fonts_only()
    from weasyprint import CSS  # noqa: PLC0415 - see _print; and the fonts must be settled before
    from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415 - see _print

    fonts = FontConfiguration()
    fetcher = shipped_assets_fetcher()
    sheets = [CSS(string=css, base_url=f"{SCHEME}:/", url_fetcher=fetcher, font_config=fonts) for css in styles]
    return tuple(sheets), fonts
