"""The one page that anybody may see: whether a letter is the office's own, by the token in its QR code."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from casework.desk import Desk
from casework.letter_verification import verify_token
from casework.letters import letterhead_on
from homevisit.case_sheet.pages import page


def routes(desk: Desk) -> list[Route]:
    """Where a letter's QR code leads; nobody signs in there, and no name stands there."""

    def show(request: Request) -> Response:
        """Number, date and kind, where the office knows the token."""
        with desk.registry.reading() as reading:
            verdict = verify_token(reading, request.path_params["token"])
        head = letterhead_on(desk.office.now().office_date)
        status = 404 if verdict.outcome == "unknown" else 200
        return page("verification.html", status=status, verdict=verdict, head=head, is_demo=desk.office.is_demo)

    return [Route("/s/{token}", show)]
