"""The fork server: ``python -m homevisit.warm_engine SOCKET``. It never runs a flow itself, so that no thread is forked."""

import ctypes
import gc
import json
import os
import selectors
import signal
import socket
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel
from sqlalchemy.orm import configure_mappers

from casework.clock import read_clock
from casework.identity.telephone import as_dialled
from casework.letters import Frame, LetterKind, letterhead_on, sample_facts
from casework.letters.rendering import warm_up as warm_up_printing
from casework.office_calendar import OfficeCalendar
from homevisit.warm_engine.execution import execute, settings_for

PRELOADED = (
    "prefect.engine",
    "prefect.flow_engine",
    "prefect.task_engine",
    "prefect.deployments",
    "prefect.artifacts",
    "prefect.runner",
    "anyio._backends._asyncio",  # from here on what others load late, when it is first needed
    "anyio.streams.tls",
    "encodings.idna",
    "graphviz",
    "num2words",
    "casework.letters.signing.local",
    "prefect._internal.pytz",
    "prefect._vendor.croniter",
    "prefect.utilities.visualization",
    "rich._emoji_codes",
    "sqlite3",
    "flows.intake",
    "flows.eligibility",
    "flows.payment",
    "flows.dispatch",
    "flows.release",
    "flows.capture",
    "flows.permit",
    "flows.closure",
    "flows.outside_event",
    "flows.remedies",
    "flows.case_forms",
    "flows.outgoing",
    "flows.upkeep",
)


SECONDS_FOR_FAREWELL = 4
PR_SET_PDEATHSIG = 1  # prctl(2), Linux
_LIBC = ctypes.CDLL(None)
_FORK_SERVER = os.getpid()


@dataclass
class Execution:
    """One child and the errand that stands for it."""

    child: int
    errand: socket.socket


class ForkServer:
    """One execution, one child; the child dies with its errand, the errand ends with its child."""

    def __init__(self, address: str) -> None:
        self.listener = socket.socket(socket.AF_UNIX)
        Path(address).unlink(missing_ok=True)
        self.listener.bind(address)
        self.listener.listen(64)
        self.executions: dict[int, Execution] = {}
        self.selector = selectors.DefaultSelector()
        self.selector.register(self.listener, selectors.EVENT_READ)
        self.wakeup, self.alarm = socket.socketpair()
        for end in (self.wakeup, self.alarm):
            end.setblocking(False)
        self.selector.register(self.wakeup, selectors.EVENT_READ)
        self.stopping = False

    def serve(self) -> None:
        """Fork for whoever asks until SIGTERM; then end every child."""
        signal.set_wakeup_fd(self.alarm.fileno(), warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        for sign in (signal.SIGTERM, signal.SIGINT):
            signal.signal(sign, self._stop)
        while not self.stopping:
            for key, _ in self.selector.select():
                self._attend(key.fileobj)
            self._reap()
        self._end_the_executions()

    def _end_the_executions(self) -> None:
        for execution in self.executions.values():
            _signal(execution.child, signal.SIGTERM)
        patience = time.monotonic() + SECONDS_FOR_FAREWELL
        while self.executions and time.monotonic() < patience:
            self._reap()
            time.sleep(0.05)

    def _stop(self, *_: object) -> None:
        self.stopping = True

    def _attend(self, source: object) -> None:
        if source is self.listener:
            self._begin(self.listener.accept()[0])
        elif source is self.wakeup:
            while True:
                try:
                    self.wakeup.recv(4096)
                except BlockingIOError:
                    return
        else:
            self._pass_on(source)  # type: ignore[arg-type] # the selector holds nothing but sockets

    def _begin(self, errand: socket.socket) -> None:
        try:
            errand.settimeout(10)
            head, descriptors, _, _ = socket.recv_fds(errand, 4, 2)
            wanted = json.loads(_exactly(errand, int.from_bytes(head, "big")))
            environment, folder = wanted["environment"], wanted["folder"]
        except (OSError, ValueError, LookupError):
            errand.close()
            return
        settings = settings_for(environment, folder)
        child = os.fork()
        if child == 0:
            _die_with_the_fork_server()
            self._leave_the_fork_server(descriptors, errand)
            os._exit(execute(environment, folder, settings))
        for descriptor in descriptors:
            os.close(descriptor)
        errand.setblocking(False)
        self.executions[errand.fileno()] = Execution(child, errand)
        self.selector.register(errand, selectors.EVENT_READ)

    def _leave_the_fork_server(self, descriptors: list[int], errand: socket.socket) -> None:
        signal.set_wakeup_fd(-1)
        for sign in (signal.SIGCHLD, signal.SIGTERM):
            signal.signal(sign, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        self.selector.close()
        for execution in self.executions.values():
            execution.errand.close()
        for end in (self.listener, self.wakeup, self.alarm, errand):
            end.close()
        os.dup2(descriptors[0], 1)
        os.dup2(descriptors[1], 2)

    def _pass_on(self, errand: socket.socket) -> None:
        execution = self.executions[errand.fileno()]
        try:
            signs = errand.recv(64)
        except BlockingIOError:
            return
        except OSError:
            signs = b""
        if not signs:  # the errand was killed: so is the execution, as it would be without us
            _signal(execution.child, signal.SIGKILL)
            self.selector.unregister(errand)
        for number in signs:
            _signal(execution.child, number)

    def _reap(self) -> None:
        for descriptor, execution in list(self.executions.items()):
            ended, status = os.waitpid(execution.child, os.WNOHANG)
            if not ended:
                continue
            code = os.waitstatus_to_exitcode(status)
            del self.executions[descriptor]
            with suppress(KeyError):  # the errand was gone before its child
                self.selector.unregister(execution.errand)
            with suppress(OSError):  # nobody waits for this answer any more
                execution.errand.send(bytes([code if code >= 0 else 128 - code]))
            execution.errand.close()


def _die_with_the_fork_server() -> None:
    """When the fork server is killed, so is each execution: its errand ends with it and tells the worker that it crashed."""
    _LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != _FORK_SERVER:  # killed before we could ask for it
        os._exit(1)


def _warm_up() -> None:
    """What every execution would load for itself: fonts and printing, holidays, telephone numbers."""
    today = read_clock().office_date
    OfficeCalendar().add_working_days(today, 30)
    as_dialled("0812 3190 4277")
    letterhead = letterhead_on(today)
    frame = Frame(
        number="0",
        dated=today,
        place=letterhead.place,
        letterhead=letterhead,
        signatory=None,
        verification="https://verifikasi.example.com/s/0",
        specimen=True,
    )
    warm_up_printing(frame, sample_facts(LetterKind.RECEIPT), LetterKind.RECEIPT)


def _build_models() -> None:
    """Prefect leaves most of its models to be built when they are first used, which every execution would do anew."""
    waiting = BaseModel.__subclasses__()
    while waiting:
        model = waiting.pop()
        waiting.extend(model.__subclasses__())
        if not model.__pydantic_complete__:
            model.model_rebuild(raise_errors=False)


def _exactly(errand: socket.socket, length: int) -> bytes:
    received = bytearray()
    while len(received) < length:
        part = errand.recv(length - len(received))
        if not part:
            raise OSError("the errand ended before it had said what it wants")
        received += part
    return bytes(received)


def _signal(process: int, number: int) -> None:
    with suppress(ProcessLookupError):  # it has ended already; the next reaping says so
        os.kill(process, number)


def main(address: str) -> None:
    """Load the engine and the flows, then fork for whoever asks."""
    sys.path.insert(0, str(Path.cwd()))
    for module in PRELOADED:
        __import__(module)
    _warm_up()
    _build_models()
    configure_mappers()
    gc.collect()
    gc.freeze()  # else each child's collector would walk over, and so copy, all that was loaded here
    threads = len(
        list(Path("/proc/self/task").iterdir())
    )  # the libraries' own threads too, which Python does not count
    if threads != 1:
        raise SystemExit(f"the warm engine must not fork a process with {threads} threads: a module starts some")
    ForkServer(address).serve()


if __name__ == "__main__":
    main(sys.argv[1])
