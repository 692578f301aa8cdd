"""What a letter may fetch while it is printed: the drawings shipped beside the templates, and nothing else."""

from functools import cache
from typing import TYPE_CHECKING, Any

from casework.letters.fonts import LETTER_TEMPLATES

if TYPE_CHECKING:
    from weasyprint.urls import URLFetcher

SCHEME = "letter-asset"
ASSETS = {"specimen.svg": "image/svg+xml", "draft.svg": "image/svg+xml"}


@cache
def shipped_assets_fetcher() -> "URLFetcher":
    """A letter reads no file and calls no server; a template that tries to is not printed at all."""
    from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse  # noqa: PLC0415 - see rendering

    class ShippedAssets(URLFetcher):  # WeasyPrint has no types
        def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:  # noqa: ARG002 - WeasyPrint's signature
            name = url.removeprefix(f"{SCHEME}:/")
            if name == url or name not in ASSETS:
                scheme = url.partition(":")[0][:20]
                raise FatalURLFetchingError(
                    f"a letter wanted to fetch a '{scheme}' address that is not shipped with the templates: "
                    "take it out of the template, or add the asset to ASSETS"
                )
            return URLFetcherResponse(url, (LETTER_TEMPLATES / name).read_bytes(), {"Content-Type": ASSETS[name]})

    return ShippedAssets(allowed_protocols={SCHEME}, allow_redirects=False, fail_on_errors=True)  # type: ignore[no-untyped-call] # WeasyPrint has no types
