"""The simulated national signature service: it signs whatever PDF comes with the right passphrase, behind the PDF's own bytes.

The same letter that comes again is signed anew, as the real service would, and counted as the same order.
"""

import logging
from hashlib import sha256
from typing import Annotated

from fastapi import FastAPI, Form, UploadFile
from fastapi.responses import Response

from casework.partners.simulator.misbehaviour import Partner
from casework.partners.simulator.refusal import Refusal
from casework.partners.simulator.signature_account import SignatureAccount
from casework.partners.simulator.store import Arrival, Store

log = logging.getLogger(__name__)
PATH = "/esign/api/sign/pdf"


def add_signature_service(app: FastAPI, store: Store, account: SignatureAccount) -> None:
    """The page on which a letter is signed, as the real service's client has it."""

    @app.post(PATH)
    async def sign(
        file: UploadFile,
        nik: Annotated[str, Form()],
        passphrase: Annotated[str, Form()],
        jabatan: Annotated[str, Form()],
        reason: Annotated[str, Form()],
    ) -> Response:
        if nik != account.identity:
            raise Refusal(404, "UNKNOWN-IDENTITY")
        if passphrase != account.passphrase:
            raise Refusal(400, "WRONG-PASSPHRASE")
        letter = await file.read()
        from casework.partners.simulator.signing_program import signed_by  # noqa: PLC0415 - pyHanko is loaded where it is needed

        signed = await signed_by(account, letter, role=jabatan, reason=reason)
        _count(store, sha256(letter).hexdigest())
        return Response(signed, media_type="application/pdf")


def _count(store: Store, key: str) -> None:
    """A letter is known by its bytes; neither they nor who signed are kept."""
    if store.remembered(Partner.ESIGN, key) is None:
        store.keep(Arrival(Partner.ESIGN, key, about=key, content={"case_reference": ""}), {})
    else:
        store.count_again(Partner.ESIGN, key)
    log.info("%s: a letter was signed", Partner.ESIGN)
