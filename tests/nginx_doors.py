"""A real nginx with the doors of ``deploy/nginx-staff.conf``; only addresses, certificates and log files are the test's.

The login proxy is the test's own: whoever comes with a cookie ``group=homevisit-staff`` belongs to that group.
"""

import os
import re
import shutil
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
from loopback_servers import await_answer, free_port

from homevisit.house import PROJECT

CONFIGURATION = PROJECT / "deploy" / "nginx-staff.conf"
NAMES = {"staff": "kantor.example.com", "auditor": "audit.example.com", "technician": "teknisi.example.com"}
MAIN = """
daemon off; pid {folder}/nginx.pid; error_log {folder}/error.log; worker_processes 1;
events {{ worker_connections 512; }}
http {{
  access_log off; client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/f;
  uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
  include {folder}/homevisit.conf;
}}
"""


@dataclass(frozen=True)
class Doors:
    """Where nginx listens, and what it has written down of what people did."""

    port: int
    folder: Path

    def come_as(self, door: str, group: str | None = None) -> httpx.Client:
        """A line through one door, of somebody in its own group if no other is named; ``""``: not signed in."""
        belongs_to = f"homevisit-{door}" if group is None else group
        headers = {"Host": NAMES.get(door, door), **({"Cookie": f"group={belongs_to}"} if belongs_to else {})}
        return httpx.Client(base_url=f"http://127.0.0.1:{self.port}", headers=headers, timeout=60, verify=False)

    def acts(self, at_least: int = 0) -> list[str]:
        """The lines of the log that says who pressed what; each is written a moment after its answer."""
        log, deadline = self.folder / "homevisit.log", time.monotonic() + 30
        while len(found := log.read_text().splitlines() if log.exists() else []) < at_least:
            if time.monotonic() > deadline:
                raise AssertionError(f"the log has {len(found)} lines, not {at_least}")
            time.sleep(0.05)
        return found


@contextmanager
def nginx_doors(folder: Path, prefect_port: int, login: str | None = None) -> Iterator[Doors]:
    """Prefect behind its doors, for as long as the context lasts.

    ``login`` is its own, in base64. A server that asks for none, as the demo office's, has no protection against forgery
    either, and its pages are told so.
    """
    program = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    if program is None:
        raise RuntimeError("nginx is not there: make nginx")
    folder.mkdir(parents=True)
    port = free_port()
    with _login_proxy() as login_port:
        text = adapted(CONFIGURATION.read_text(), folder, port, prefect_port, login_port)
        (folder / "homevisit.conf").write_text(
            text if login else text.replace('"csrf_enabled":true', '"csrf_enabled":false')
        )
        header = f'proxy_set_header Authorization "Basic {login}";\n' if login else ""
        (folder / "homevisit-login.conf").write_text(header)
        main = folder / "nginx.conf"
        main.write_text(MAIN.format(folder=folder))
        server = subprocess.Popen(
            [program, "-c", str(main), "-p", str(folder), "-g", "user root;" if _is_root() else ""]
        )
        try:
            doors = Doors(port, folder)
            with doors.come_as("staff") as line:
                await_answer(lambda: line.get("/ui-settings"), httpx.TransportError, server)
            yield doors
        finally:
            server.terminate()
            server.wait(timeout=30)


def adapted(text: str, folder: Path, port: int, prefect_port: int, login_port: int) -> str:
    """The configuration with the test's addresses, without TLS."""
    replaced = {
        "listen 443 ssl;": f"listen 127.0.0.1:{port};",
        "127.0.0.1:4200": f"127.0.0.1:{prefect_port}",
        "127.0.0.1:4180": f"127.0.0.1:{login_port}",
        "/var/log/nginx/homevisit.log": f"{folder}/homevisit.log",
        "/etc/nginx/homevisit-login.conf": f"{folder}/homevisit-login.conf",
    }
    for given, ours in replaced.items():
        assert given in text, given
        text = text.replace(given, ours)
    return re.sub(r"^\s*ssl_certificate.*\n", "", text, flags=re.MULTILINE)


def _is_root() -> bool:
    return os.geteuid() == 0


class _Login(BaseHTTPRequestHandler):
    """What oauth2-proxy answers to ``/oauth2/auth?allowed_groups=…``."""

    def do_GET(self) -> None:
        asked = urlsplit(self.path)
        cookie = re.search(r"group=([a-z-]+)", self.headers.get("Cookie", ""))
        allowed = parse_qs(asked.query).get("allowed_groups", [""])[0].split(",")
        if asked.path == "/oauth2/auth":
            self.send_response(401 if cookie is None else 202 if cookie[1] in allowed else 403)
            self.send_header("X-Auth-Request-User", f"somebody-of-{cookie[1]}" if cookie else "")
        else:
            self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Nobody reads it."""


@contextmanager
def _login_proxy() -> Iterator[int]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Login)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
