"""A Redis of the tests' own: Debian's, on a free loopback port, as an unprivileged user; stopped by its id."""

import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager

import redis
from postgresql_cluster import as_nobody, free_port

SECONDS_TO_START = 30


@contextmanager
def running_redis() -> Iterator[str]:
    """The URL of a fresh Redis that writes nothing to the disk."""
    program = shutil.which("redis-server")
    if program is None:
        raise RuntimeError("Redis is not there: make redis")
    port = free_port()
    chosen = ("--bind", "127.0.0.1", "--port", str(port), "--save", "", "--appendonly", "no", "--dir", "/tmp")
    server = subprocess.Popen([program, *chosen], stdout=subprocess.DEVNULL, **as_nobody())
    url = f"redis://127.0.0.1:{port}/0"
    try:
        _await(url, server)
        yield url
    finally:
        server.terminate()
        server.wait(timeout=30)


def _await(url: str, server: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + SECONDS_TO_START
    with redis.Redis.from_url(url) as asked:
        while True:
            try:
                asked.ping()
            except redis.ConnectionError:
                if server.poll() is not None or time.monotonic() > deadline:
                    raise
                time.sleep(0.05)
            else:
                return
