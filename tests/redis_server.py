"""A Redis of the tests' own: Debian's, on a free loopback port, as an unprivileged user; stopped by its id."""

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

import redis
from loopback_servers import as_nobody, await_answer, free_port


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
        with redis.Redis.from_url(url) as asked:
            await_answer(asked.ping, redis.ConnectionError, server)
        yield url
    finally:
        server.terminate()
        server.wait(timeout=30)
