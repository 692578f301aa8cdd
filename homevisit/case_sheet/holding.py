"""Taking a question on, putting it back, handing it on, taking it over: what a reader may do with one, and doing it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from casework.desk import Desk
from casework.entitlement import entitled_to
from casework.holding import HELD_IN_WORDS, Held, claim, reassign, release, take_over
from casework.registry import Change, Reading
from casework.registry.authority import Staff
from casework.registry.models import Question
from casework.work_list import PAGE
from homevisit.case_sheet.acts import OpenQuestion
from homevisit.case_sheet.door import Reader, own_page
from homevisit.case_sheet.pages import in_two_languages, message

NOBODY_CHOSEN = ("Pilih dahulu rekan yang menerima.", "Choose the colleague who is to have it first.")
LARGEST_ID = 2**31 - 1


@dataclass(frozen=True)
class Hands:
    """In whose hands a question is, and what the reader may do with it; ``colleagues`` are those it may be handed to."""

    holder: str | None
    is_mine: bool
    may_take: bool
    may_take_over: bool
    colleagues: tuple[tuple[str, str], ...]


def hands_of(reading: Reading, questions: Iterable[OpenQuestion], reader: Reader, on: date) -> dict[int, Hands]:
    """For the questions of the reader's own roles, the most urgent ones: nobody reads further before deciding something."""
    staff = Staff(reading, on)
    own = [question for question in questions if question.role in reader.roles][:PAGE]
    return {question.id: _hands(reading, question, reader.officer.code, on, staff) for question in own}


def _hands(reading: Reading, asked: OpenQuestion, reader: str, on: date, staff: Staff) -> Hands:
    question = reading.session.get_one(Question, asked.id)
    entitled = {officer.code: officer for officer in entitled_to(reading, question, on, staff)}
    holder = question.holder_code if question.holder_code in entitled else None
    is_mine, may_decide = question.holder_code == reader, reader in entitled
    others = tuple((code, officer.post) for code, officer in entitled.items() if code != reader)
    return Hands(
        holder=holder,
        is_mine=is_mine,
        may_take=may_decide and holder is None and len(entitled) > 1,
        may_take_over=may_decide and holder is not None and holder != reader and holder in staff.absent,
        colleagues=others if is_mine else (),
    )


class HoldingForms:
    """The buttons beside an open question, for a reader who is signed in."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def submit(self, request: Request, reader: Reader, form: Mapping[str, str]) -> Response:
        """Done and back to the page, or one sentence that says why not."""
        question_id, what = request.path_params["id"], request.path_params["what"]
        who, to, back = reader.officer.code, form.get("to", ""), own_page(form.get("back", "/"))
        act = _ACTS.get(what)
        if act is None or question_id > LARGEST_ID:
            raise HTTPException(404)
        if what == "reassign" and not to:
            return message(NOBODY_CHOSEN, status=409, back=back)
        with self._desk.registry.change(self._desk.office.now()) as change:
            if change.session.get(Question, question_id) is None:
                raise HTTPException(404)
            held = act(change, question_id, who, to)
        if held != "done":
            return message(in_two_languages(HELD_IN_WORDS[held]), status=409, back=back)
        return RedirectResponse(back, status_code=303)


_ACTS: dict[str, Callable[[Change, int, str, str], Held]] = {
    "claim": lambda change, question_id, who, _to: claim(change, question_id, who),
    "release": lambda change, question_id, who, _to: release(change, question_id, who),
    "reassign": reassign,
    "take-over": lambda change, question_id, who, _to: take_over(change, question_id, who),
}
