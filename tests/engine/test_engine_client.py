"""The line to the engine against a server that is busy: asked again until it answers, soon at first, then less often."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import SimpleNamespace

import pytest
from prefect.exceptions import PrefectHTTPStatusError
from prefect.settings import PREFECT_API_URL, PREFECT_CLIENT_MAX_RETRIES, temporary_settings

from tasks import engine_client


class Server(ThreadingHTTPServer):
    """Answers 503 so many times, and then with success."""

    busy_for = 0
    asked = 0


class Answer(BaseHTTPRequestHandler):
    def do_GET(self):
        self.server.asked += 1
        busy = self.server.asked <= self.server.busy_for
        self.send_response(503 if busy else 200)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, *_):
        pass


@pytest.fixture
def busy_server():
    with Server(("127.0.0.1", 0), Answer) as server:
        serving = threading.Thread(target=server.serve_forever, daemon=True)
        serving.start()
        url = f"http://127.0.0.1:{server.server_port}/api"
        with temporary_settings({PREFECT_API_URL: url, PREFECT_CLIENT_MAX_RETRIES: 4}):
            yield server
        server.shutdown()
        serving.join()


@pytest.fixture
def waits(monkeypatch):
    """How long the client would have waited; here it does not."""
    waited = []
    monkeypatch.setattr("prefect.client.base.time", SimpleNamespace(sleep=waited.append))
    return waited


def test_a_busy_server_is_asked_again_after_a_time_that_doubles(busy_server, waits):
    busy_server.busy_for = 3
    with engine_client.engine_client() as client:
        assert client.request("GET", "/health").status_code == 200
    assert busy_server.asked == 4
    least = [engine_client.SECONDS_BEFORE_ASKING_AGAIN * 2**time for time in range(3)]
    assert [low <= waited <= 2 * low for low, waited in zip(least, waits, strict=True)] == [True] * 3


def test_a_server_that_stays_busy_is_given_up_in_the_end(busy_server, waits):
    busy_server.busy_for = 99
    with engine_client.engine_client() as client, pytest.raises(PrefectHTTPStatusError):
        client.request("GET", "/health")
    assert busy_server.asked == 5
