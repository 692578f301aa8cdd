"""``python -m casework.partners.simulator --folder FOLDER``: the neighbours' process."""

import argparse
import asyncio
import contextlib
import fcntl
import json
import logging
import os
import signal
import socket
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import uvicorn

from casework.partners.simulator.mailbox import Mailbox
from casework.partners.simulator.misbehaving import Misbehaving
from casework.partners.simulator.misbehaviour import Misbehaviours
from casework.partners.simulator.neighbours import add_control, neighbours
from casework.partners.simulator.post_office import PostOffice
from casework.partners.simulator.signature_account import in_strange_hands, opened_account
from casework.partners.simulator.store import Store

LOOPBACK = "127.0.0.1"


def run() -> None:
    """Run the neighbours until SIGTERM or SIGINT; a second process in the same folder is refused."""
    arguments = _arguments()
    logging.basicConfig(level=logging.WARNING, format="%(message)s", stream=sys.stderr)
    logging.getLogger("casework.partners.simulator").setLevel(logging.INFO)
    logging.getLogger("mail.log").setLevel(logging.ERROR)  # aiosmtpd notes addresses below that
    logging.getLogger("uvicorn").setLevel(logging.CRITICAL)  # it complains of each answer that we break off
    folder: Path = arguments.folder
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        with _alone_in(folder):
            asyncio.run(_serve(arguments))
    except BlockingIOError:
        sys.exit(f"another simulator runs in {folder}: stop it, or give this one a folder of its own")
    except OSError as error:
        sys.exit(f"the simulator cannot start in {folder} ({error.strerror}): choose other ports, or 0 for free ones")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m casework.partners.simulator",
        description="SIMKIM, the State's billing, MiskaGO, the signature service and a mail server, simulated on loopback.",
    )
    parser.add_argument("--folder", type=Path, required=True, help="state, mailbox and addresses.json lie here")
    parser.add_argument("--http-port", type=int, default=0, help="0: any free port")
    parser.add_argument("--smtp-port", type=int, default=0, help="0: any free port")
    parser.add_argument("--auto-pay", action="store_true", help="every billing is paid at once")
    parser.add_argument("--billing-days", type=int, default=7, help="how long a billing code can be paid")
    return parser.parse_args()


@contextlib.contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    with (folder / "simulator.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)  # the kernel frees it, however the process ends
        yield


async def _serve(arguments: argparse.Namespace) -> None:
    folder: Path = arguments.folder
    store = Store(folder / "neighbours.sqlite3")
    mailbox, misbehaviours = Mailbox(store, folder / "mailbox"), Misbehaviours()
    account = opened_account(folder)
    lasts = timedelta(days=arguments.billing_days)
    app = neighbours(store, account, auto_pay=arguments.auto_pay, billing_lasts=lasts)
    strange = neighbours(store, in_strange_hands(account))
    add_control(app, store, mailbox, misbehaviours)
    post_office = PostOffice(mailbox, misbehaviours)
    loop = asyncio.get_running_loop()
    http, smtp = _listening(arguments.http_port), _listening(arguments.smtp_port)
    mail_server = await loop.create_server(post_office.conversation, sock=smtp)
    addresses = _Addresses(folder / "addresses.json", http=http, smtp=smtp)
    server = _Server(
        uvicorn.Config(
            Misbehaving(app, misbehaviours, strange=strange), http="h11", loop="asyncio", ws="none", lifespan="off", log_config=None,
            access_log=False, timeout_graceful_shutdown=1,
        ),
        addresses,
    )  # fmt: skip
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, server.stop)
    try:
        await server.serve(sockets=[http])
    finally:
        addresses.remove()
        mail_server.close()
        store.close()


def _listening(port: int) -> socket.socket:
    # asyncio switches Nagle off (40 ms an answer) only on what calls itself TCP
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listening.bind((LOOPBACK, port))
    listening.listen()
    return listening


class _Addresses:
    """The file that says where the neighbours are; while it is there, they answer."""

    def __init__(self, file: Path, *, http: socket.socket, smtp: socket.socket) -> None:
        self._file = file
        self._content = {
            "http": f"http://{LOOPBACK}:{http.getsockname()[1]}",
            "smtp": {"host": LOOPBACK, "port": smtp.getsockname()[1]},
            "process": os.getpid(),
        }

    def write(self) -> None:
        unfinished = self._file.with_suffix(".unfinished")
        unfinished.write_text(json.dumps(self._content), encoding="utf-8")
        unfinished.replace(self._file)

    def remove(self) -> None:
        self._file.unlink(missing_ok=True)


class _Server(uvicorn.Server):
    """Uvicorn, which would end the process by the signal that it received; ours ends with its work done."""

    def __init__(self, config: uvicorn.Config, addresses: _Addresses) -> None:
        super().__init__(config)
        self._addresses = addresses

    def stop(self) -> None:
        self.should_exit = True

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._addresses.write()


if __name__ == "__main__":
    run()
