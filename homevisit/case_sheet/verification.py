"""The one page that anybody may see: whether a letter is the office's own, by the token in its QR code."""

import logging

from sqlalchemy import select
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from casework.desk import Desk
from casework.letter_verification import verify_token
from casework.letters import letterhead_on
from casework.registry import Reading
from casework.registry.models import Letter
from casework.registry.vault import SealBroken
from homevisit.case_sheet.pages import page

log = logging.getLogger(__name__)
Words = tuple[str, str]


def routes(desk: Desk) -> list[Route]:
    """Where a letter's QR code leads; nobody signs in there, and no name stands there."""

    def show(request: Request) -> Response:
        """Number, date and kind, where the office knows the token, and how its certificate stood when it was signed."""
        token = request.path_params["token"]
        with desk.registry.reading() as reading:
            verdict = verify_token(reading, token)
            certificate = _certificate_in_words(desk, reading, token) if verdict.outcome == "genuine" else None
        return page(
            "verification.html",
            status=404 if verdict.outcome == "unknown" else 200,
            verdict=verdict,
            head=letterhead_on(desk.office.now().office_date),
            certificate=certificate,
            is_demo=desk.office.is_demo,
        )

    return [Route("/s/{token}", show)]


def _certificate_in_words(desk: Desk, reading: Reading, token: str) -> Words | None:
    """Of the letter that the office keeps; nothing of one that nobody signed, or whose case was erased."""
    from casework.letter_signatures import certificate_in_words, judge_letter, known_issuers  # noqa: PLC0415 pyHanko is loaded only where it is needed
    from casework.letters.signing import SigningRefused  # noqa: PLC0415 see above

    letter = reading.session.scalars(select(Letter).where(Letter.verification_token == token)).one()
    if letter.signed_with is None:
        return None
    office = desk.office
    try:
        judged = judge_letter(reading, office.files, letter, known_issuers(desk.settings))
    except (SealBroken, FileNotFoundError):
        return None
    except SigningRefused as refused:
        log.warning("a letter's certificate could not be judged: %s", refused)
        return None
    return None if judged is None else certificate_in_words(judged, office.now().recorded_at)
