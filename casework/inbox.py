"""The inbox: a folder in which MiskaGO lays down applications, each a folder of its own, complete or not there."""

import base64
import binascii
import fcntl
import json
import logging
import shutil
from dataclasses import dataclass
from pathlib import Path

from casework.case import Application
from casework.clock import Moment
from casework.letters import LetterRefused
from casework.office import Office
from casework.reading import Refusal, read_application
from casework.registry import Registry
from casework.stages.intake import Receipt, check_files, receive

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


def submit(registry: Registry, office: Office, raw: bytes, folder: Path | None, moment: Moment) -> Receipt | Refused:
    """Take one application, with its documents inside it or beside it in ``folder``; refused whole or stored whole."""
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
        return Refused(((refused.field, refused.reason),))


def collect_inbox(registry: Registry, office: Office) -> list[str]:
    """Take every application in the inbox, the oldest first; returns the cases that have something to do now.

    What was taken is sealed in the register and leaves the inbox; what was refused moves to ``refused/`` with its report.
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
    for folder in sorted((path for path in inbox.iterdir() if _is_application(path)), key=_age):
        outcome = submit(registry, office, (folder / "application.json").read_bytes(), folder, office.now())
        if isinstance(outcome, Refused):
            (folder / "report.json").write_text(outcome.as_json())
            _put_away(folder, inbox / "refused")
            log.warning("an application was refused: %d faults, see its report in the inbox", len(outcome.faults))
        else:
            shutil.rmtree(folder)  # it is stored, sealed; a crash before this line makes it a resend
            if outcome.arrival != "resent":
                references.append(outcome.reference)
    return references


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
                files[document.code.value] = path.read_bytes()
    return files


def _is_application(path: Path) -> bool:
    return path.is_dir() and not path.name.startswith(".") and (path / "application.json").is_file()


def _age(path: Path) -> tuple[float, str]:
    return (path / "application.json").stat().st_mtime, path.name


def _put_away(folder: Path, where: Path) -> None:
    where.mkdir(exist_ok=True)
    target, number = where / folder.name, 1
    while target.exists():
        number += 1
        target = where / f"{folder.name}.{number}"
    shutil.move(folder, target)
