"""Servers of the tests' own: as an unprivileged user, on a free loopback port, awaited until they answer."""

import os
import socket
import subprocess
import time
from collections.abc import Callable
from typing import Any


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def as_nobody() -> dict[str, Any]:
    """What ``Popen`` is told where this is root: PostgreSQL refuses to run as root, and Redis need not."""
    return {"user": "nobody", "group": "nogroup", "extra_groups": []} if os.geteuid() == 0 else {}


def await_answer(
    ask: Callable[[], object], not_yet: type[Exception], server: "subprocess.Popen[bytes]", patience_seconds: float = 60
) -> None:
    """Ask until the server answers; what it said last is raised when it has died or takes too long."""
    deadline = time.monotonic() + patience_seconds
    while True:
        try:
            ask()
        except not_yet:
            if server.poll() is not None or time.monotonic() > deadline:
                raise
            time.sleep(0.05)
        else:
            return
