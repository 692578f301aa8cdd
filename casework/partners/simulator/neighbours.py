"""The four neighbours that speak HTTP, and the pages on which a test or a rehearsal asks what arrived there."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Annotated, Any

from fastapi import FastAPI, Header, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import AwareDatetime, BaseModel, ConfigDict

from casework.clock import OFFICE_TIME_ZONE
from casework.partners.protocols import BillingOrder, OrderKey, PermitOrder, Sent, StatusNotice
from casework.partners.simulator.mailbox import Mailbox
from casework.partners.simulator.misbehaviour import Misbehaviour, Misbehaviours, Partner
from casework.partners.simulator.refusal import Refusal
from casework.partners.simulator.signature_account import SignatureAccount
from casework.partners.simulator.signature_service import add_signature_service
from casework.partners.simulator.store import Arrival, BillingRow, Store

log = logging.getLogger(__name__)
BILLING_LASTS = timedelta(days=7)
Key = Annotated[OrderKey, Header(alias="Idempotency-Key")]


class Paying(BaseModel):
    """The guarantor pays at a moment."""

    model_config = ConfigDict(extra="forbid")

    paid_at: AwareDatetime


def neighbours(
    store: Store, account: SignatureAccount, *, auto_pay: bool = False, billing_lasts: timedelta = BILLING_LASTS
) -> FastAPI:
    """The neighbours' own pages, one set of paths each."""
    app = FastAPI(openapi_url=None)
    _answer_refusals(app)
    _add_simkim(app, store)
    _add_billing(app, store, auto_pay=auto_pay, billing_lasts=billing_lasts)
    _add_miskago(app, store)
    add_signature_service(app, store, account)
    return app


def add_control(app: FastAPI, store: Store, mailbox: Mailbox, misbehaviours: Misbehaviours) -> None:
    """The pages for tests and rehearsals: what arrived, and what is to go wrong next."""

    @app.get("/orders/{partner}")
    async def orders(partner: Partner) -> list[dict[str, Any]]:
        return store.orders(partner)

    @app.get("/mailbox")
    async def messages() -> list[dict[str, Any]]:
        return mailbox.listed()

    @app.get("/faults")
    async def waiting_faults() -> dict[str, list[str]]:
        return {str(partner): [str(fault) for fault in faults] for partner, faults in misbehaviours.waiting().items()}

    @app.post("/faults", status_code=204)
    async def misbehave(instruction: Misbehaviour) -> None:
        misbehaviours.add(instruction)

    @app.delete("/faults", status_code=204)
    async def behave() -> None:
        misbehaviours.clear()


def _add_simkim(app: FastAPI, store: Store) -> None:
    @app.post("/simkim/permits")
    async def register(order: PermitOrder, key: Key) -> dict[str, Any]:
        def answer(number: int) -> dict[str, Any]:
            begins = order.ordered_at.astimezone(OFFICE_TIME_ZONE).date()
            return {
                "register_number": f"SIMULASI-{number:06d}",
                "permit_number": f"{order.permit_index}-{begins.year}-{number:06d}",
                "valid_from": begins.isoformat(),
                "valid_to": None if order.valid_until is None else order.valid_until.isoformat(),
                "accepted_at": order.ordered_at.isoformat(),
            }

        if order.valid_until is not None and order.valid_until < order.ordered_at.astimezone(OFFICE_TIME_ZONE).date():
            raise Refusal(422, "ALREADY-EXPIRED")
        return _accepted(store, _arrival(Partner.SIMKIM, key, order, about=order.case_reference), answer)


def _add_billing(app: FastAPI, store: Store, *, auto_pay: bool, billing_lasts: timedelta) -> None:
    @app.post("/billing")
    async def issue(order: BillingOrder, key: Key) -> dict[str, Any]:
        def answer(number: int) -> dict[str, Any]:
            code, expires_at = f"82{number:013d}", order.ordered_at + billing_lasts
            store.keep_billing(code, order.amount, expires_at)
            if auto_pay:
                store.pay(code, order.ordered_at, _receipt(code))
            return {"code": code, "amount": order.amount, "expires_at": expires_at.isoformat()}

        return _accepted(store, _arrival(Partner.BILLING, key, order, about=order.case_reference), answer)

    @app.get("/billing/{code}")
    async def statement(code: str) -> dict[str, Any]:
        return _statement(_known(store, code))

    @app.post("/billing/{code}/pay")
    async def pay(code: str, paying: Paying) -> dict[str, Any]:
        if paying.paid_at > _known(store, code).expires_at:
            raise Refusal(409, "EXPIRED")
        store.pay(code, paying.paid_at, _receipt(code))
        return _statement(_known(store, code))


def _add_miskago(app: FastAPI, store: Store) -> None:
    @app.post("/miskago/notices")
    async def tell(notice: StatusNotice, key: Key) -> dict[str, Any]:
        about = f"{notice.case_reference} {notice.status}"
        return _accepted(store, _arrival(Partner.MISKAGO, key, notice, about=about), lambda _: {})


def _arrival(partner: Partner, key: str, order: Sent, *, about: str) -> Arrival:
    # when an order was sent is no part of its content: it may be sent again later
    content = order.model_dump(mode="json", exclude={"ordered_at", "as_of"})
    return Arrival(partner=partner, key=key, about=about, content=content)


def _accepted(store: Store, order: Arrival, answer: Callable[[int], dict[str, Any]]) -> dict[str, Any]:
    """One key, one order, one answer; a key that comes again with other content is refused."""
    remembered = store.remembered(order.partner, order.key)
    if remembered is None:
        with store.transaction():
            first_answer = answer(store.next_number()) | {"key": order.key}
            store.keep(order, first_answer)
        log.info("%s: %s was accepted", order.partner, order.key)
        return first_answer
    content, first_answer = remembered
    if content != order.content:
        raise Refusal(422, "KEY-REUSED")
    store.count_again(order.partner, order.key)
    log.info("%s: %s came again", order.partner, order.key)
    return first_answer


def _known(store: Store, code: str) -> BillingRow:
    billing = store.billing(code)
    if billing is None:
        raise Refusal(404, "UNKNOWN-CODE")
    return billing


def _statement(billing: BillingRow) -> dict[str, Any]:
    paid = {"amount": billing.amount, "receipt": billing.receipt, "paid_at": _written(billing.paid_at)}
    return {"code": billing.code, "amount": billing.amount, "payment": paid if billing.paid_at else None}


def _written(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()


def _receipt(code: str) -> str:
    """An invented NTPN: 16 characters, the same for the same code."""
    return sha256(code.encode()).hexdigest()[:16].upper()


def _answer_refusals(app: FastAPI) -> None:
    # FastAPI's own answer to a malformed order would repeat the order

    @app.exception_handler(RequestValidationError)
    async def malformed(request: Request, error: RequestValidationError) -> JSONResponse:
        del request, error
        return JSONResponse({"code": "MALFORMED-ORDER"}, 422)

    @app.exception_handler(Refusal)
    async def refused(request: Request, refusal: Refusal) -> JSONResponse:
        del request
        return JSONResponse({"code": refusal.code}, refusal.status)
