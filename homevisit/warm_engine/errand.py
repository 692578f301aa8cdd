"""What the worker starts for one execution: asks the fork server for a child, stands for it, ends as it ends.

Standard library only, and little of it: this process is the whole start-up cost of an execution.
"""

import json
import os
import signal
import socket
import sys

REFUSED = 71  # EX_OSERR: the fork server is not there; the run crashes and is started again by recover


def run(address: str) -> int:
    """Run one execution in a child of the fork server; returns the child's exit code (128 + signal when killed)."""
    try:
        connection = socket.socket(socket.AF_UNIX)
        connection.connect(address)
    except OSError as fault:
        sys.stderr.write(f"the warm engine does not answer ({fault.strerror}): it is restarted by 'homevisit up'\n")
        return REFUSED
    for sign in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(sign, lambda number, _frame: connection.sendall(bytes([number])))
    errand = json.dumps({"environment": dict(os.environ), "folder": os.getcwd()}).encode()  # noqa: PTH109 pathlib would cost as much as the rest
    socket.send_fds(connection, [len(errand).to_bytes(4, "big")], [1, 2])
    connection.sendall(errand)
    answer = connection.recv(1)
    return answer[0] if answer else REFUSED


if __name__ == "__main__":
    sys.exit(run(sys.argv[1]))
