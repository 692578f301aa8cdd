"""The printing press: each printing in a process of its own, which has so much time, so much memory, and no more.

A template that asks for ten gigabytes, or a layout that never ends, must not take a worker with it.
"""

import gc
import json
import os
import resource
import selectors
import signal
import struct
import time
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from typing import NoReturn

MEBIBYTE = 2**20
_LENGTHS = struct.Struct("!QQ")


class LetterNotPrinted(Exception):
    """A template wanted something that no letter may have; a fault of the template, not of the facts."""


@dataclass(frozen=True)
class Limits:
    """What one printing may take: seconds on the clock, CPU seconds, memory beyond what the process holds, and pages."""

    seconds: float = 60
    cpu_seconds: int = 30
    memory: int = 512 * MEBIBYTE
    pages: int = 12


@dataclass(frozen=True)
class Printed:
    """What came out of the press."""

    pdf: bytes
    pages: int


def print_within(limits: Limits, work: Callable[[], Printed]) -> Printed:
    """What ``work`` prints, if it keeps within the limits.

    Raises ``LetterNotPrinted`` where it does not, or where it raises that itself; whatever else goes wrong in it is
    named by its kind only, since a library's words may quote the letter.
    """
    reading, writing = os.pipe()
    with warnings.catch_warnings():
        warnings.simplefilter(
            "ignore", DeprecationWarning
        )  # the child prints, writes and ends: it takes no lock of ours
        child = os.fork()
    if child == 0:
        os.close(reading)
        _work_in_the_child(writing, limits, work)
    os.close(writing)
    answer = None
    try:
        answer = _read_until(reading, time.monotonic() + limits.seconds)
    finally:
        os.close(reading)
        ended_by = _end(child, closed=answer is not None)
    return _taken(answer, ended_by, limits)


def _work_in_the_child(writing: int, limits: Limits, work: Callable[[], Printed]) -> NoReturn:
    try:
        for caught in (signal.SIGTERM, signal.SIGINT, signal.SIGALRM):
            signal.signal(caught, signal.SIG_DFL)
        gc.disable()  # a sixth of a letter's time: this process ends before anything would be worth collecting
        _take_no_more_than(limits)
        _answer(writing, _fault_or_letter(limits, work))
    finally:
        os._exit(0)


def _take_no_more_than(limits: Limits) -> None:
    held = int(_first_word("/proc/self/statm")) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (held + limits.memory, held + limits.memory))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.cpu_seconds, limits.cpu_seconds + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a core file would hold the letter


def _fault_or_letter(limits: Limits, work: Callable[[], Printed]) -> tuple[dict[str, object], bytes]:
    try:
        printed = work()
    except LetterNotPrinted as fault:
        return {"fault": str(fault)}, b""
    except MemoryError:
        return {"fault": _too_much_memory(limits)}, b""
    except Exception as fault:  # noqa: BLE001 - its words may quote the letter: only its kind leaves this process
        return {
            "fault": f"printing ended with {type(fault).__name__}: render its kind with the sample facts to see why"
        }, b""
    if printed.pages > limits.pages:
        return {
            "fault": f"it has {printed.pages} pages, and there are {limits.pages} at most: shorten its template"
        }, b""
    return {"pages": printed.pages}, printed.pdf


def _answer(writing: int, answer: tuple[dict[str, object], bytes]) -> None:
    told = json.dumps(answer[0]).encode()
    with os.fdopen(writing, "wb") as pipe:
        pipe.write(_LENGTHS.pack(len(told), len(answer[1])) + told + answer[1])


def _read_until(reading: int, deadline: float) -> bytes | None:
    """All that the child says; None where it says it too late."""
    parts: list[bytes] = []
    with selectors.DefaultSelector() as selector:
        selector.register(reading, selectors.EVENT_READ)
        while selector.select(max(0.0, deadline - time.monotonic())):
            part = os.read(reading, MEBIBYTE)
            if not part:
                return b"".join(parts)
            parts.append(part)
    return None


def _end(child: int, *, closed: bool) -> int:
    """The signal that ended the child, or 0; one that still works is ended, one that closed its pipe is ending by itself."""
    ended, status = os.waitpid(child, 0 if closed else os.WNOHANG)
    if not ended:
        # it has said everything, or will not in time: either way nobody listens any more
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        return 0
    return os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0


def _taken(answer: bytes | None, ended_by: int, limits: Limits) -> Printed:
    if answer is None or ended_by in (signal.SIGXCPU, signal.SIGKILL):
        raise LetterNotPrinted(
            f"it took more than {limits.cpu_seconds} s of work or {limits.seconds:g} s on the clock: simplify its template"
        )
    if len(answer) < _LENGTHS.size:
        raise LetterNotPrinted(_too_much_memory(limits))
    told_length, pdf_length = _LENGTHS.unpack_from(answer)
    told = json.loads(answer[_LENGTHS.size : _LENGTHS.size + told_length])
    if "fault" in told:
        raise LetterNotPrinted(told["fault"])
    pdf = answer[_LENGTHS.size + told_length :]
    if len(pdf) != pdf_length:
        raise LetterNotPrinted(_too_much_memory(limits))
    return Printed(pdf, told["pages"])


def _too_much_memory(limits: Limits) -> str:
    return f"it wanted more than {limits.memory // MEBIBYTE} MiB of memory: look for what its template repeats"


def _first_word(path: str) -> str:
    with open(path, encoding="ascii") as file:  # noqa: PTH123 - a proc file
        return file.read().split()[0]
