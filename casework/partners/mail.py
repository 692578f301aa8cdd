"""The post: SMTP to the office's mail server.

Mail can only be sent at least once. So a message is built from its parts alone, without a clock and without chance:
sent again under its Message-ID it is the same message byte for byte, and whoever receives it twice has it once.
"""

import contextlib
import re
import smtplib
from collections.abc import Iterator
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from hashlib import sha256
from pathlib import Path
from ssl import create_default_context

from pydantic import SecretStr

from casework.clock import OFFICE_TIME_ZONE
from casework.partners.faults import AddressRefused, PartnerFault, PartnerRefused, PartnerUnavailable
from casework.partners.protocols import OutgoingMail

PARTNER = "mail"
MAIL_DOMAIN = "kanim-surakarta.example.com"
# RFC 5322 3.6.4, without comments, folding and quoted parts
MESSAGE_ID = re.compile(r"^<[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,120}@[A-Za-z0-9.-]{1,120}>$")


def message_id_of(key: str, domain: str) -> str:
    """A message's id is made from its effect's key; a colon cannot stand in a Message-ID (RFC 5322, 3.6.4)."""
    return f"<{key.replace(':', '.')}@{domain}>"


@dataclass(frozen=True)
class Post:
    """Letters leave the office under its own address, over a line that is encrypted unless it stays on the machine."""

    host: str
    port: int
    sender: str
    sender_name: str
    time_out_seconds: float
    encrypted: bool = True
    username: str | None = None
    password: SecretStr | None = None
    certificate_authority: Path | None = None

    def send(self, message: OutgoingMail, *, message_id: str) -> None:
        """Hand a message to the mail server, which answers for it from then on.

        Raises ``PartnerUnavailable`` (try again, same Message-ID), ``AddressRefused`` (never to this address) or
        ``PartnerRefused``; ``ValueError`` for a malformed Message-ID.
        """
        letter = self._written(message, message_id)
        # smtplib's errors carry the recipient's address: ours is raised after theirs has been dealt with
        if fault := self._posted(letter):
            raise fault

    def _written(self, message: OutgoingMail, message_id: str) -> EmailMessage:
        if not MESSAGE_ID.fullmatch(message_id):
            raise ValueError("a Message-ID has the form <effect.occurrence@domain>: make it with message_id_of")
        letter = EmailMessage(policy=SMTP)
        letter["From"] = Address(self.sender_name, addr_spec=self.sender)
        letter["To"] = message.to
        letter["Subject"] = message.subject
        letter["Date"] = format_datetime(message.dated.astimezone(OFFICE_TIME_ZONE))
        letter["Message-ID"] = message_id
        letter["Auto-Submitted"] = "auto-generated"  # RFC 3834: no out-of-office notice comes back
        letter.set_content(message.text, cte="quoted-printable")
        for attachment in message.attachments:
            letter.add_attachment(
                attachment.content, maintype="application", subtype="pdf", filename=attachment.file_name
            )
        if letter.is_multipart():  # "=_" occurs in neither quoted-printable nor base64 (RFC 2045, 6.7)
            letter.set_boundary(f"=_{sha256(message_id.encode()).hexdigest()[:32]}")
        return letter

    def _posted(self, letter: EmailMessage) -> PartnerFault | None:
        try:
            with self._server() as server:
                server.send_message(letter)
        except smtplib.SMTPException as error:  # before OSError, whose kind it is
            return _fault_of(error, letter)
        except TimeoutError:
            return PartnerUnavailable(PARTNER, "time-out")
        except OSError:
            return PartnerUnavailable(PARTNER, "no-connection")
        return None

    @contextlib.contextmanager
    def _server(self) -> Iterator[smtplib.SMTP]:
        domain = self.sender.rpartition("@")[2]
        server = smtplib.SMTP(self.host, self.port, local_hostname=domain, timeout=self.time_out_seconds)
        try:
            if self.encrypted:
                server.starttls(context=create_default_context(cafile=self.certificate_authority))
            if self.username is not None and self.password is not None:
                server.login(self.username, self.password.get_secret_value())
            yield server
            # the letter is accepted: a goodbye that fails must not have it sent again
            with contextlib.suppress(OSError):
                server.quit()
        finally:
            server.close()


def _fault_of(error: smtplib.SMTPException, letter: EmailMessage) -> PartnerFault:
    """Of SMTP's answers 5xx is a no, 4xx is weather (RFC 5321, 4.2.1), and anything else no answer at all."""
    if isinstance(error, smtplib.SMTPServerDisconnected):
        waited = isinstance(error.__context__, TimeoutError)  # smtplib takes a time-out for a lost connection
        return PartnerUnavailable(PARTNER, "time-out" if waited else "broken-off")
    if isinstance(error, smtplib.SMTPNotSupportedError):  # of an encrypted line, or of letters beyond ASCII (RFC 6531)
        beyond_ascii = not str(letter["To"]).isascii()
        return (AddressRefused if beyond_ascii else PartnerRefused)(PARTNER, "NOT-SUPPORTED")
    code = _reply_code(error)
    if 500 <= code <= 599:
        of_the_address = isinstance(error, smtplib.SMTPRecipientsRefused)
        return (AddressRefused if of_the_address else PartnerRefused)(PARTNER, f"SMTP-{code}")
    if 400 <= code <= 499:
        return PartnerUnavailable(PARTNER, f"smtp-{code}")
    return PartnerUnavailable(PARTNER, "unreadable-answer")


def _reply_code(error: smtplib.SMTPException) -> int:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return max(code for code, _ in error.recipients.values())
    if isinstance(error, smtplib.SMTPResponseException):
        return int(error.smtp_code)
    return -1
