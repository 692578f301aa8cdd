"""What a letter may fetch while it is printed: drawings shipped beside the templates, QR codes drawn here, nothing else."""

import io
from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote

from casework.letters.fonts import LETTER_TEMPLATES

if TYPE_CHECKING:
    from weasyprint.urls import URLFetcher

SCHEME = "letter-asset"
ASSETS = {"specimen.svg": "image/svg+xml", "draft.svg": "image/svg+xml"}
QR_CODE = "qr/"
PIXELS_PER_MODULE = 4  # a viewer that smooths pictures all the same can hardly blur it


def address_of_qr_code(text: str) -> str:
    """Under which a letter fetches the QR code of a text, which is drawn once however many pages show it."""
    return f"{SCHEME}:/{QR_CODE}{quote(text, safe='')}"


@cache
def shipped_assets_fetcher() -> "URLFetcher":
    """A letter reads no file and calls no server; a template that tries to is not printed at all."""
    from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse  # noqa: PLC0415 - see rendering

    class ShippedAssets(URLFetcher):  # WeasyPrint has no types
        def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:  # noqa: ARG002 - WeasyPrint's signature
            name = url.removeprefix(f"{SCHEME}:/")
            if name != url and name.startswith(QR_CODE):
                return URLFetcherResponse(url, _qr_code(unquote(name[len(QR_CODE) :])), {"Content-Type": "image/png"})
            if name == url or name not in ASSETS:
                scheme = url.partition(":")[0][:20]
                raise FatalURLFetchingError(
                    f"a letter wanted to fetch a '{scheme}' address that is not shipped with the templates: "
                    "take it out of the template, or add the asset to ASSETS"
                )
            return URLFetcherResponse(url, (LETTER_TEMPLATES / name).read_bytes(), {"Content-Type": ASSETS[name]})

    return ShippedAssets(allowed_protocols={SCHEME}, allow_redirects=False, fail_on_errors=True)  # type: ignore[no-untyped-call] # WeasyPrint has no types


def _qr_code(text: str) -> bytes:
    import segno  # noqa: PLC0415 - only letters that can be verified need it

    drawn = io.BytesIO()
    segno.make_qr(text, error="m").save(drawn, kind="png", scale=PIXELS_PER_MODULE, border=0)
    return drawn.getvalue()
