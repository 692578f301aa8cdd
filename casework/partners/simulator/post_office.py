"""The simulated mail server: takes every message, unless it was told to misbehave."""

import asyncio
import logging
from asyncio import BaseTransport, Transport

from aiosmtpd.smtp import SMTP, Envelope, Session

from casework.partners.simulator.mailbox import Mailbox
from casework.partners.simulator.misbehaviour import Fault, Misbehaviours, Partner

log = logging.getLogger(__name__)
LONGEST_SILENCE_SECONDS = 600.0
AT_THE_DOOR = frozenset({Fault.DOWN})
AT_THE_ADDRESS = frozenset({Fault.REFUSE_400})
AT_THE_MESSAGE = frozenset({Fault.ERROR_500, Fault.TIME_OUT, Fault.ANSWER_LOST, Fault.GARBAGE})


class PostOffice:
    """The conversation's answers (RFC 5321): 250 taken, 451 not now, 550 no such person here."""

    def __init__(self, mailbox: Mailbox, misbehaviours: Misbehaviours) -> None:
        self._mailbox = mailbox
        self._misbehaviours = misbehaviours

    def conversation(self) -> SMTP:
        """A new conversation with whoever calls."""
        return _Conversation(self, self._misbehaviours)

    async def handle_RCPT(  # noqa: N802 - aiosmtpd calls its hooks by this name with these arguments
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """A recipient is refused only on demand."""
        del server, session, options
        if self._misbehaviours.take(Partner.MAIL, AT_THE_ADDRESS):
            return "550 5.1.1 no such person here"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - as above
        """A message is kept before it is answered for."""
        del server, session
        fault = self._misbehaviours.take(Partner.MAIL, AT_THE_MESSAGE)
        match fault:
            case Fault.ERROR_500:
                return "451 4.3.0 not now"
            case Fault.GARBAGE:
                return "what was that"
            case Fault.TIME_OUT:
                await asyncio.sleep(LONGEST_SILENCE_SECONDS)  # ends earlier, when the caller hangs up
                return "451 4.3.0 not now"
        content = envelope.content if isinstance(envelope.content, bytes) else b""
        if not self._mailbox.receive(content, envelope.rcpt_tos[0]):
            return "554 5.6.0 a message needs a Message-ID"
        log.info("mail: a message was kept")
        return "451 4.3.0 not now" if fault is Fault.ANSWER_LOST else "250 OK"


class _Conversation(SMTP):
    def __init__(self, post_office: PostOffice, misbehaviours: Misbehaviours) -> None:
        super().__init__(
            post_office, hostname="localhost", ident="simulated mail server", loop=asyncio.get_running_loop()
        )
        self._misbehaviours = misbehaviours

    def connection_made(self, transport: BaseTransport) -> None:
        super().connection_made(transport)
        if isinstance(transport, Transport) and self._misbehaviours.take(Partner.MAIL, AT_THE_DOOR):
            transport.abort()
