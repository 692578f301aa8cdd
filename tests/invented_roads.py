"""A routing engine (OSRM) on loopback that knows every way between any places, or misbehaves."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any, ClassVar


class Roads(BaseHTTPRequestHandler):
    """An OSRM on loopback that knows all ways, or misbehaves."""

    answer: ClassVar[Any]  # status and content, or what makes them from the number of places
    asked: ClassVar[list[str]] = []

    def do_GET(self):
        self.asked.append(self.path)
        answer = type(self).answer
        status, told = answer(self.path.split("?")[0].count(";") + 1) if callable(answer) else answer
        body = told.encode() if isinstance(told, str) else json.dumps(told).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        """Nothing on the terminal."""


@contextmanager
def engines() -> Iterator[Any]:
    """``start(answer)`` starts one and tells its address; all are stopped at the end."""
    started = []

    def start(answer: Any) -> str:
        Roads.answer, Roads.asked[:] = (staticmethod(answer) if callable(answer) else answer), []
        server = ThreadingHTTPServer(("127.0.0.1", 0), Roads)
        Thread(target=server.serve_forever, daemon=True).start()
        started.append(server)
        return f"http://127.0.0.1:{server.server_port}"

    try:
        yield start
    finally:
        for server in started:
            server.shutdown()
            server.server_close()


def table_of(seconds):
    """Every way takes so many seconds."""
    return lambda count: (
        200,
        {"code": "Ok", "durations": [[0 if a == b else seconds for b in range(count)] for a in range(count)]},
    )
