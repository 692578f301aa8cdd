"""The simulated post office: every message once by its Message-ID, as a file that a person can open."""

import json
from collections.abc import Iterator
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from hashlib import sha256
from pathlib import Path
from typing import Any

from casework.partners.simulator.store import Store


class Mailbox:
    """Messages lie as .eml files beside the PDF files that were attached to them."""

    def __init__(self, store: Store, folder: Path) -> None:
        self._connection = store.connection
        self._folder = folder
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    def receive(self, raw: bytes, recipient: str) -> bool:
        """Keep a message, or count it when it came before; false for one without a Message-ID."""
        message = message_from_bytes(raw, policy=default)
        if message["Message-ID"] is None:
            return False
        message_id = _message_id(message)
        fingerprint = sha256(raw).hexdigest()
        counted = self._connection.execute(
            "UPDATE messages SET received = received + 1, received_altered = received_altered + (sha256 <> ?)"
            " WHERE message_id = ?",
            (fingerprint, message_id),
        )
        if counted.rowcount == 0:
            self._keep(raw, message, recipient=recipient, fingerprint=fingerprint)
        return True

    def listed(self) -> list[dict[str, Any]]:
        """The messages in order of arrival: what they are, what was attached, and how often each came.

        ``received_altered`` counts the deliveries that were not the first one byte for byte.
        """
        rows = self._connection.execute(
            "SELECT message_id, subject, recipient, file, attachments, received, received_altered FROM messages ORDER BY number"
        )
        return [dict(row) | {"attachments": json.loads(row["attachments"])} for row in rows]

    def _keep(self, raw: bytes, message: EmailMessage, *, recipient: str, fingerprint: str) -> None:
        message_id = _message_id(message)
        number = self._connection.execute("SELECT coalesce(max(number), 0) + 1 FROM messages").fetchone()[0]
        stem = f"{number:04d}-{sha256(message_id.encode()).hexdigest()[:8]}"
        attachments = list(self._extracted(message, stem))
        _write_private(self._folder / f"{stem}.eml", raw)
        self._connection.execute(
            "INSERT INTO messages (number, message_id, subject, recipient, file, attachments, sha256)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                number,
                message_id,
                str(message["Subject"]),
                recipient,
                f"{stem}.eml",
                json.dumps(attachments),
                fingerprint,
            ),
        )

    def _extracted(self, message: EmailMessage, stem: str) -> Iterator[dict[str, str]]:
        # the file's own name is only reported: a name that comes by mail never names a file here
        for position, part in enumerate(message.iter_attachments(), start=1):
            content = part.get_payload(decode=True)
            content = content if isinstance(content, bytes) else b""
            file = f"{stem}-{position}.pdf"
            _write_private(self._folder / file, content)
            yield {"file_name": part.get_filename() or "", "sha256": sha256(content).hexdigest(), "file": file}


def _message_id(message: EmailMessage) -> str:
    """A long one stands on a line of its own below the header's name (RFC 5322, 2.2.3): what folded it is not part of it."""
    return str(message["Message-ID"]).strip()


def _write_private(file: Path, content: bytes) -> None:
    file.write_bytes(content)
    file.chmod(0o600)
