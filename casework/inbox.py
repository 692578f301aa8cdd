"""The inbox: a folder in which MiskaGO lays down applications, each a folder of its own, complete or not there."""

import base64
import binascii
import fcntl
import json
import logging
import shutil
import time
from dataclasses import dataclass
from pathlib import Path

from casework.case import Application
from casework.clock import Moment
from casework.letters import LetterRefused
from casework.office import Office
from casework.reading import Refusal, read_application
from casework.registry import Registry
from casework.stages.intake import Receipt, check_files, receive
from casework.stages.letter_facts.sources import field_of_application

APPLICATION = "application.json"
LARGEST_DOCUMENT = 10 * 1024 * 1024
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Refused:
    """An application that was refused whole: each fault names its field, the reason and what to do, never a value."""

    faults: tuple[tuple[str, str], ...]

    def as_json(self) -> str:
        """The report that goes back to the sender."""
        return json.dumps(
            {"refused": [{"field": field, "reason": reason} for field, reason in self.faults]},
            indent=2,
            ensure_ascii=False,
        )


class ApplicationUnreadable(Exception):
    """A file of an application lies there and cannot be read; the message names the document, never the file."""


def submit(registry: Registry, office: Office, raw: bytes, folder: Path | None, moment: Moment) -> Receipt | Refused:
    """Take one application, with its documents inside it or beside it in ``folder``; refused whole or stored whole.

    Raises ``ApplicationUnreadable`` before anything is stored.
    """
    read = read_application(raw)
    if isinstance(read, Refusal):
        return Refused(tuple((fault.field, fault.reason) for fault in read.faults))
    files = _documents(read, folder)
    faults = check_files(read, files)
    if faults:
        return Refused(tuple((f"documents.{fault.document}", fault.reason) for fault in faults))
    try:
        with registry.change(moment) as change:
            return receive(change, office, read, files)
    except LetterRefused as refused:  # its receipt could not be printed: nothing of it was stored
        return Refused(((field_of_application(refused, read), refused.reason),))


def collect_inbox(registry: Registry, office: Office) -> list[str]:
    """Take every application in the inbox, the oldest first; returns the cases that have something to do now.

    What was taken is sealed in the register and leaves the inbox; what was refused moves to ``refused/`` with its report.
    One that the office's user cannot read or remove stays where it is, and the others are taken all the same.
    One at a time empties it: whoever comes meanwhile would find an application of which half is gone, and leaves it alone.
    """
    inbox = office.settings.inbox_folder
    if not inbox.is_dir():
        return []
    with (inbox / ".being-emptied").open("a") as sign:
        try:
            fcntl.flock(sign, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return []
        return _emptied(registry, office, inbox)


def _emptied(registry: Registry, office: Office, inbox: Path) -> list[str]:
    references = []
    for folder in lying_in(inbox):
        try:
            outcome = submit(registry, office, read_laid(folder / APPLICATION, "the application"), folder, office.now())
        except ApplicationUnreadable:
            log.warning("an application stays in the inbox: the office's user may not read it")
            continue
        if isinstance(outcome, Receipt) and outcome.arrival != "resent":
            references.append(outcome.reference)
        _clear_away(folder, inbox, outcome)
    return references


def lying_in(inbox: Path) -> list[Path]:
    """The applications that lie whole in an inbox, the oldest first; what cannot be looked into counts as one."""
    return sorted((path for path in inbox.iterdir() if _is_application(path)), key=lambda path: (laid_at(path), path))


def laid_at(folder: Path) -> float:
    """When an application was laid down, in seconds since 1970; one that somebody takes just now was laid down just now."""
    try:
        return (folder / APPLICATION).stat().st_mtime
    except PermissionError:
        return folder.stat().st_mtime
    except FileNotFoundError:
        return time.time()


def read_laid(path: Path, what: str) -> bytes:
    """The bytes of a file of an application; raises ``ApplicationUnreadable``."""
    try:
        return path.read_bytes()
    except OSError as fault:
        raise ApplicationUnreadable(
            f"{what} cannot be read ({fault.strerror}): make its file readable for the office's user and do it again"
        ) from None


def _documents(application: Application, folder: Path | None) -> dict[str, bytes]:
    files: dict[str, bytes] = {}
    for document in application.documents:
        if document.content is not None:
            try:
                files[document.code.value] = base64.b64decode(document.content, validate=True)
            except (binascii.Error, ValueError):
                continue  # reported as missing by check_files
        elif document.file is not None and folder is not None:
            path = folder / document.file
            if path.is_file() and not path.is_symlink() and path.stat().st_size <= LARGEST_DOCUMENT:
                files[document.code.value] = read_laid(path, f"the document {document.code.value}")
    return files


def _is_application(path: Path) -> bool:
    try:
        return path.is_dir() and not path.name.startswith(".") and (path / APPLICATION).is_file()
    except PermissionError:
        return True


def _clear_away(folder: Path, inbox: Path, outcome: Receipt | Refused) -> None:
    """What is stored leaves the inbox, and a crash before it has left makes it a resend; what was refused is put aside."""
    try:
        if isinstance(outcome, Receipt):
            shutil.rmtree(folder)
            return
        (folder / "report.json").write_text(outcome.as_json())
        _put_away(folder, inbox / "refused")
        log.warning("an application was refused: %d faults, see its report in the inbox", len(outcome.faults))
    except PermissionError:
        log.warning("an application was judged and stays in the inbox: the office's user may not remove it")


def _put_away(folder: Path, where: Path) -> None:
    where.mkdir(exist_ok=True)
    target, number = where / folder.name, 1
    while target.exists():
        number += 1
        target = where / f"{folder.name}.{number}"
    shutil.move(folder, target)
