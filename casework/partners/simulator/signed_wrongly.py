"""What may come back from a signature service instead of the letter that it signed."""

import re
from collections.abc import Callable

from starlette.responses import Response
from starlette.types import Message, Send

from casework.partners.simulator.misbehaviour import Fault

SIGNATURE = re.compile(rb"/Contents <([0-9a-fA-F]+?)0*>")  # behind it zeros fill the place that was kept


class SignedWrongly:
    """Passes a signed letter on in another form; a refusal is passed on as it is."""

    def __init__(self, send: Send, change: Callable[[bytes], bytes]) -> None:
        self._send = send
        self._change = change

    async def __call__(self, message: Message) -> None:
        """Keep the answer's beginning until its content is there."""
        if message["type"] == "http.response.start":
            self._start = message
            return
        content = message["body"]
        if self._start["status"] == 200:
            content = self._change(content)
        await Response(content, self._start["status"])({"type": "http"}, _never, self._send)


def _another_letter(signed: bytes) -> bytes:
    return signed.replace(b"%PDF-1.", b"%PDF-2.", 1)


def _twice(signed: bytes) -> bytes:
    return signed + signed


def _with_another_digit(signed: bytes) -> bytes:
    place = list(SIGNATURE.finditer(signed))[-1].end(1) - 1
    other = b"1" if signed[place : place + 1] != b"1" else b"2"
    return signed[:place] + other + signed[place + 1 :]


async def _never() -> Message:
    return {"type": "http.disconnect"}


SIGNED_WRONGLY: dict[Fault, Callable[[bytes], bytes]] = {
    Fault.CONTRADICTION: _another_letter,
    Fault.ANSWERED_TWICE: _twice,
    Fault.UNSOUND_SIGNATURE: _with_another_digit,
}
