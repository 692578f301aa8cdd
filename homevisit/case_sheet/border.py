"""The border of the case sheet: what every answer carries, what no log ever says."""

import logging
from collections.abc import Iterable, MutableMapping
from typing import Any

from starlette.types import ASGIApp, Receive, Scope, Send

from homevisit.case_sheet.pages import message

log = logging.getLogger("homevisit.case_sheet")
OWN_HOSTS = frozenset({"127.0.0.1", "localhost"})
FOREIGN = (
    "Alamat ini bukan alamat lembar berkas; bukalah melalui 127.0.0.1.",
    "This is not the case sheet's address: open it at 127.0.0.1.",
)
TROUBLE = (
    "Halaman ini tidak dapat ditampilkan; sampaikan kepada petugas teknologi informasi.",
    "This page cannot be shown: please tell the technical officer.",
)
HEADERS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}


PAGE_POLICY = "default-src 'self'; script-src 'none'; img-src 'self' data:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
# The viewers that browsers show a PDF or an image in bring styles of their own.
PAPER_POLICY = (
    "default-src 'self'; style-src 'self' 'unsafe-inline'; script-src 'none'; base-uri 'none'; frame-ancestors 'none'"
)


class Border:
    """Every answer carries the same guards; a foreign Host is refused; the log knows paths only as templates.

    A fault becomes a page that says one sentence; its kind is logged, its words are not: they may hold personal data.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let one request in and its answer out."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        guarded = _Guarded(send)
        try:
            if _host(scope) not in OWN_HOSTS:
                await message(FOREIGN, status=421)(scope, receive, guarded)
            else:
                await self._app(scope, receive, guarded)
        except Exception as error:  # noqa: BLE001 whatever went wrong, its words end here
            log.error("%s %s failed: %s", scope["method"], _template(scope), type(error).__name__)  # noqa: TRY400 no traceback: it may hold personal data
            if not guarded.status:
                await message(TROUBLE, status=500)(scope, receive, guarded)
        log.info("%s %s %d", scope["method"], _template(scope), guarded.status)


class _Guarded:
    """The way out: adds the guards to the first message of an answer."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self.status = 0

    async def __call__(self, told: MutableMapping[str, Any]) -> None:
        if told["type"] == "http.response.start":
            self.status = told["status"]
            policy = PAGE_POLICY if _is_page(told["headers"]) else PAPER_POLICY
            guards = {**HEADERS, "Content-Security-Policy": policy}
            told["headers"] = [
                *told["headers"],
                *((name.lower().encode(), value.encode()) for name, value in guards.items()),
            ]
        await self._send(told)


def _is_page(headers: Iterable[tuple[bytes, bytes]]) -> bool:
    return any(name == b"content-type" and value.startswith(b"text/") for name, value in headers)


def _host(scope: Scope) -> str:
    hosts = [value.decode("latin-1") for name, value in scope["headers"] if name == b"host"]
    return hosts[0].rpartition(":")[0] or hosts[0] if len(hosts) == 1 else ""


def _template(scope: Scope) -> str:
    return getattr(scope.get("route"), "path", "(no such path)")
