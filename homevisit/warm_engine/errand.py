"""What the worker starts for one execution: asks the fork server for a child, stands for it, ends as it ends.

Standard library only, and little of it: this process is the whole start-up cost of an execution.
"""

import json
import os
import signal
import socket
import sys
import time

REFUSED = 71  # EX_OSERR: the fork server is gone; the run crashes and is started again by recover
ADDRESS = "HOMEVISIT_WARM_ENGINE_ADDRESS"  # from the worker: each machine has a warm engine of its own
SECONDS_OF_PATIENCE = 60  # a fork server that crashed is replaced, and needs some seconds to warm up
SECONDS_BETWEEN_KNOCKS = 0.2


def run(address: str) -> int:
    """Run one execution in a child of the fork server; returns the child's exit code (128 + signal when killed)."""
    connection = _connected(address)
    if connection is None:
        sys.stderr.write("the warm engine does not answer: see its log; 'homevisit up' starts it\n")
        return REFUSED
    ask(connection, dict(os.environ), os.getcwd(), (1, 2))  # noqa: PTH109 pathlib would cost as much as the rest
    for sign in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):  # only now: a sign sent earlier would garble the errand
        signal.signal(sign, lambda number, _frame: connection.sendall(bytes([number])))
    answer = connection.recv(1)
    return answer[0] if answer else REFUSED


def ask(connection: socket.socket, environment: dict[str, str], folder: str, outputs: tuple[int, int]) -> None:
    """Ask for an execution: its environment, its folder, and where its output goes; the answer is its exit code."""
    errand = json.dumps({"environment": environment, "folder": folder}).encode()
    socket.send_fds(connection, [len(errand).to_bytes(4, "big")], list(outputs))
    connection.sendall(errand)


def _connected(address: str) -> socket.socket | None:
    given_up = time.monotonic() + SECONDS_OF_PATIENCE
    while time.monotonic() < given_up:
        connection = socket.socket(socket.AF_UNIX)
        try:
            connection.connect(address)
        except OSError:
            connection.close()
            time.sleep(SECONDS_BETWEEN_KNOCKS)
        else:
            return connection
    return None


if __name__ == "__main__":
    sys.exit(run(os.environ[ADDRESS]))
