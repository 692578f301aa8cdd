"""The layer around the HTTP neighbours in which they misbehave: the neighbours themselves know nothing of it."""

import json

from starlette.responses import HTMLResponse, JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from casework.partners.simulator.misbehaviour import Fault, Misbehaviours, Partner
from casework.partners.simulator.signed_wrongly import SIGNED_WRONGLY, SignedWrongly


class Misbehaving:
    """What the office asks of a neighbour may go wrong; what a test or a rehearsal asks of the simulator never does."""

    def __init__(self, app: ASGIApp, misbehaviours: Misbehaviours, *, strange: ASGIApp) -> None:
        self._app = app
        self._misbehaviours = misbehaviours
        self._strange = strange  # the same neighbours, whose signature service signs with somebody else's certificate

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, unless its neighbour has a fault to carry out."""
        partner = _partner_of(scope)
        fault = self._misbehaviours.take(partner) if partner else None
        if fault is None:
            await self._app(scope, receive, send)
        elif partner is Partner.ESIGN and fault in SIGNED_WRONGLY:
            await self._app(scope, receive, SignedWrongly(send, SIGNED_WRONGLY[fault]))
        elif fault is Fault.WRONG_CERTIFICATE:
            await self._strange(scope, receive, send)
        else:
            await self._go_wrong(fault, scope, receive, send)

    async def _go_wrong(self, fault: Fault, scope: Scope, receive: Receive, send: Send) -> None:
        match fault:
            case Fault.ERROR_500:
                await JSONResponse({"code": "INTERNAL"}, 500)(scope, receive, send)
            case Fault.UNAVAILABLE_503:
                await JSONResponse({"code": "BUSY"}, 503)(scope, receive, send)
            case Fault.REFUSE_400:
                await JSONResponse({"code": "RJ-104"}, 400)(scope, receive, send)
            case Fault.GARBAGE:
                await HTMLResponse("<html><title>Portal</title>")(scope, receive, send)
            case Fault.TIME_OUT:
                await _stay_silent(receive)
            case Fault.DOWN:
                await _break_off(send)
            case Fault.ANSWER_LOST:
                await self._app(scope, receive, _discard)
                await _break_off(send)
            case Fault.CONTRADICTION:
                await self._app(scope, receive, _Altered(send))


class _Altered:
    """Passes an answer on with another amount and another last day than were ordered."""

    def __init__(self, send: Send) -> None:
        self._send = send

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._start = message
            return
        answer = json.loads(message["body"])
        answer |= {"amount": answer["amount"] + 1000} if "amount" in answer else {}
        answer |= {"valid_to": "2099-12-31"} if "valid_to" in answer else {}
        answer |= {"key": "SAHS-2222:another-order:1"} if len(answer) == 1 else {}
        await JSONResponse(answer, self._start["status"])({"type": "http"}, _never, self._send)


def _partner_of(scope: Scope) -> Partner | None:
    if scope["type"] != "http" or scope["path"].endswith("/pay"):
        return None
    first = scope["path"].split("/")[1]
    return Partner(first) if first in set(Partner) - {Partner.MAIL} else None


async def _stay_silent(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _break_off(send: Send) -> None:
    # a response that is begun and not ended: the server closes the connection
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"100")]})


async def _discard(message: Message) -> None:
    del message


async def _never() -> Message:
    return {"type": "http.disconnect"}
