"""Markup that makes a browser, or an eager printer of PDF, fetch something: one kind for each place where an address may stand."""

import mmap
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

CANARY = "canary.txt"
# {url} is where it leads: to a server, or to a file.
PROBES = {
    "image": '<img src="{url}" alt="">',
    "image by size": '<img srcset="{url} 1x, {url}?2 2x" src="{url}" sizes="10px" alt="">',
    "picture": '<picture><source srcset="{url}"><img src="{url}" alt=""></picture>',
    "style sheet": '<link rel="stylesheet" href="{url}">',
    "style sheet of another kind": '<link rel="alternate stylesheet" media="print" href="{url}" title="x">',
    "attachment": '<link rel="attachment" href="{url}">',
    "attachment by a link": '<a rel="attachment" href="{url}">x</a>',
    "icon": '<link rel="icon" href="{url}"><link rel="preload" as="image" href="{url}">',
    "object": '<object data="{url}" type="image/png">x</object>',
    "embed": '<embed src="{url}" type="image/svg+xml">',
    "frame": '<iframe src="{url}"></iframe>',
    "sound and film": '<video poster="{url}" src="{url}"></video><audio src="{url}"></audio>',
    "button": '<input type="image" src="{url}" alt="x">',
    "drawing": '<svg width="9" height="9"><image href="{url}" xlink:href="{url}" width="9" height="9"/></svg>',
    "drawing reused": '<svg width="9" height="9"><use href="{url}#a" xlink:href="{url}#a"/></svg>',
    "drawing filtered": '<svg width="9" height="9"><filter id="f"><feImage href="{url}"/></filter><rect filter="url(#f)" width="9" height="9"/></svg>',
    "drawing styled": '<svg width="9" height="9"><style>@import url("{url}"); rect {{ fill: url("{url}#a") }}</style><rect width="9" height="9"/></svg>',
    "background": '<p style="background: url({url})">x</p>',
    "background by attribute": '<table background="{url}"><tr><td background="{url}">x</td></tr></table>',
    "list": '<ul style="list-style-image: url({url})"><li>x</li></ul>',
    "content": '<style>p::before {{ content: url("{url}") }}</style><p>x</p>',
    "border": '<p style="border: 4px solid; border-image: url({url}) 2">x</p>',
    "mask": '<p style="mask: url({url}); mask-image: url({url}); clip-path: url({url}); filter: url({url})">x</p>',
    "pointer": '<p style="cursor: url({url}), auto">x</p>',
    "shape": '<p style="float: left; shape-outside: url({url})">x</p>',
    "image chosen": '<p style="background-image: image-set(url({url}) 1x); background-image: -webkit-image-set(url({url}) 1x)">x</p>',
    "imported sheet": '<style>@import url("{url}");</style>',
    "imported sheet by its name": '<style>@import "{url}" print;</style>',
    "font": '<style>@font-face {{ font-family: x; src: url("{url}") }} p {{ font-family: x }}</style><p>x</p>',
    "letterhead": '<style>@page {{ background: url("{url}"); @top-left {{ content: url("{url}") }} }}</style>',
    "another page": '<meta http-equiv="refresh" content="0; url={url}">',
    "base": '<base href="{url}/"><img src="x.png" alt="">',
    "program": '<script src="{url}"></script><script type="module">import "{url}"</script>',
}


def whole_page(probe: str, url: str) -> str:
    """A page that asks for an address in one way."""
    return f'<!DOCTYPE html><html lang="id"><head><title>x</title></head><body>{PROBES[probe].format(url=url)}</body></html>'


class CountingServer:
    """A server of this machine that counts whoever asks for whatever, and answers each with a drawing."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        asked = self.asked

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                asked.append(self.path)
                self.send_response(200)
                self.send_header("Content-Type", "image/svg+xml")
                self.end_headers()
                self.wfile.write(b'<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>')

            do_HEAD = do_POST = do_GET  # noqa: N815 - the library's own names

            def log_message(self, *_: object) -> None: ...

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}/canary"
        self._thread = Thread(target=self._server.serve_forever, daemon=True)

    @contextmanager
    def running(self) -> Iterator["CountingServer"]:
        """Listens while it is used."""
        self._thread.start()
        try:
            yield self
        finally:
            self._server.shutdown()
            self._server.server_close()
            self._thread.join()


# Counted in memory that a letter's own process shares, where it has one.
_opened = mmap.mmap(-1, 4)


def _notice(event: str, told: tuple[object, ...]) -> None:
    if event == "open" and str(told[0]).endswith(CANARY) and "w" not in str(told[1]):
        _opened[:] = (opened_canaries() + 1).to_bytes(4)


sys.addaudithook(_notice)


def canary(folder: Path) -> Path:
    """A file that nobody may read; its words would show it."""
    path = folder / CANARY
    path.write_text("kenari-rahasia", encoding="utf-8")
    return path


def opened_canaries() -> int:
    """How often such a file was opened to be read."""
    return int.from_bytes(_opened[:])
