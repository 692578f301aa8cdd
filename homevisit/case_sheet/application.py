"""The case sheet's paths: what may be read, and that each look is put on record before anything is shown."""

import re
from datetime import timedelta

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from casework.desk import Desk
from casework.lifecycle import NEUTRAL_SENTENCE
from casework.references import ACT_SUBJECT, is_reference
from casework.refusals import refusal_in_words
from casework.registry.vault import SealBroken
from homevisit.case_sheet import new_address, team_papers, timeline, verification
from homevisit.case_sheet.border import Border
from homevisit.case_sheet.door import Door, Reader
from homevisit.case_sheet.holding import HoldingForms, hands_of
from homevisit.case_sheet.joint_acts import ActPages
from homevisit.case_sheet.open_work import gather_open_work
from homevisit.case_sheet.pages import TEMPLATES, message, page
from homevisit.case_sheet.papers import Paper, open_document, open_letter
from homevisit.case_sheet.rounds_of_a_day import gather_rounds
from homevisit.case_sheet.sheet import gather, is_there
from homevisit.case_sheet.sign_in import wrong_codes_since
from homevisit.case_sheet.tray import gather_tray
from homevisit.case_sheet.way_of_a_case import way_to

NOT_THERE = ("Halaman ini tidak ada.", "There is no such page.")
ERASED = (
    "Surat atau dokumen ini tidak dapat dibuka lagi: datanya sudah dihapus atau berubah.",
    "This paper can no longer be opened: its data was erased or altered.",
)
NO_SUCH_REFERENCE = ("Nomor berkas ini tidak mungkin ada; periksa kembali.", "No such reference can exist: check it.")


def case_sheet(desk: Desk) -> Starlette:
    """The whole application for one desk."""
    door, site = Door(desk), _Site(desk)
    act_pages, holding = ActPages(desk), HoldingForms(desk)
    return Starlette(
        routes=[
            Route("/health", _health),
            *verification.routes(desk),
            Route("/sign-in", door.sign_in_page),
            Route("/sign-in", door.sign_in, methods=["POST"]),
            Route("/sign-out", door.sign_out, methods=["POST"]),
            Route("/", door.signed_in(site.open_work)),
            Route("/find", door.signed_in(site.find)),
            Route("/cases/{reference}", door.signed_in(site.case)),
            *new_address.routes(desk, door),
            Route("/cases/{reference}/cycles/{cycle:int}", door.signed_in(site.case)),
            Route("/cases/{subject}/letters/{id:int}", door.signed_in(site.letter)),
            Route("/cases/{reference}/documents/{id:int}", door.signed_in(site.document)),
            Route("/trays/{subject}", door.signed_in(site.tray)),
            Route("/rounds/{subject}", door.signed_in(site.rounds)),
            Route("/rounds/{subject}/letters/{id:int}", door.signed_in(site.letter)),
            *team_papers.routes(desk, door),
            Route("/acts/{subject}", door.signed_in(act_pages.show)),
            Route("/acts/{subject}/letters/{id:int}", door.signed_in(site.letter)),
            Route("/acts/{subject}/sample.pdf", door.signed_in(act_pages.sample_letter)),
            Route("/acts/{subject}/identity", door.submitted(act_pages.type_identity), methods=["POST"]),
            Route("/acts/{subject}/code-secret", door.submitted(act_pages.show_secret), methods=["POST"]),
            Route("/questions/{id:int}/{what}", door.submitted(holding.submit), methods=["POST"]),
            Mount("/looks", StaticFiles(directory=TEMPLATES / "looks")),
        ],
        middleware=[Middleware(Border)],
        exception_handlers={HTTPException: _no_such_page, SealBroken: _erased},
    )


def _health(request: Request) -> Response:
    del request
    return PlainTextResponse("ok\n")


def _no_such_page(request: Request, error: Exception) -> Response:
    del request
    status = error.status_code if isinstance(error, HTTPException) else 404
    return message(NOT_THERE, status=status)


def _erased(request: Request, error: Exception) -> Response:
    del request, error
    return message(ERASED, status=410)


class _Site:
    """The pages of one desk, for a reader who is signed in."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def open_work(self, request: Request, reader: Reader) -> Response:
        """What is open in the office, by reference only."""
        del request
        moment = self._desk.office.now()
        with self._desk.registry.reading() as reading:
            since = moment.recorded_at - timedelta(days=1)
            wrong = wrong_codes_since(reading, reader.officer.code, since)
            work = gather_open_work(reading, reader.roles)
            asked = [question for questions in work.questions.values() for question in questions]
            hands = hands_of(reading, asked, reader, moment.office_date)
        return page(
            "open-work.html", reader=reader, work=work, today=moment.office_date, wrong_codes=wrong, hands=hands
        )

    def find(self, request: Request, reader: Reader) -> Response:
        """A reference that was spoken or typed leads to its sheet, in capitals or not, with its prefix or not."""
        del reader
        typed = request.query_params.get("reference", "").strip().upper()
        if re.fullmatch(ACT_SUBJECT, typed):
            return RedirectResponse(f"/acts/{typed}", status_code=303)
        wanted = "SAHS-" + typed.removeprefix("SAHS-")
        if not is_reference(wanted):
            return message(NO_SUCH_REFERENCE, status=404)
        return RedirectResponse(f"/cases/{wanted}", status_code=303)

    def case(self, request: Request, reader: Reader) -> Response:
        """The sheet of a case, of its present cycle or of an earlier one."""
        reference, cycle = request.path_params["reference"], request.path_params.get("cycle")
        with self._desk.registry.reading() as reading:
            if not is_there(reading, reference, cycle):
                raise HTTPException(404)
        self._put_on_record(timeline.CASE_READ, reference, reader, **({"cycle": cycle} if cycle else {}))
        with self._desk.registry.reading() as reading:
            sheet, today = gather(reading, reference, cycle), self._desk.office.now().office_date
            hands = hands_of(reading, sheet.questions, reader, today)
        path = way_to(sheet.head.stage, sheet.head.result)
        return page(
            "case.html",
            reader=reader,
            sheet=sheet,
            hands=hands,
            here=f"/cases/{reference}",
            today=today,
            neutral=NEUTRAL_SENTENCE,
            path=path,
        )

    def letter(self, request: Request, reader: Reader) -> Response:
        """An issued letter of a case, of a day's rounds or of an act, as it went out."""
        subject, letter_id = request.path_params["subject"], request.path_params["id"]
        with self._desk.registry.reading() as reading:
            paper = open_letter(reading, self._desk.office, subject, letter_id)
        return self._hand_over(paper, timeline.LETTER_READ, subject, reader, letter_id=letter_id)

    def document(self, request: Request, reader: Reader) -> Response:
        """A document as it was sent."""
        reference, document_id = request.path_params["reference"], request.path_params["id"]
        with self._desk.registry.reading() as reading:
            paper = open_document(reading, self._desk.office, reference, document_id)
        return self._hand_over(paper, timeline.DOCUMENT_READ, reference, reader, document=document_id)

    def rounds(self, request: Request, reader: Reader) -> Response:
        """The rounds of a day, or one team's part in them."""
        subject = request.path_params["subject"]
        with self._desk.registry.reading() as reading:
            if gather_rounds(reading, subject) is None:
                raise HTTPException(404)
        self._put_on_record(timeline.ROUNDS_READ, subject, reader)
        with self._desk.registry.reading() as reading:
            day, today = gather_rounds(reading, subject), self._desk.office.now().office_date
            hands = hands_of(reading, day.questions, reader, today) if day is not None else {}
        return page("rounds.html", reader=reader, day=day, hands=hands, here=f"/rounds/{subject}", today=today)

    def tray(self, request: Request, reader: Reader) -> Response:
        """What lay in a tray, or was decided together at a terminal, and what became of each."""
        subject = request.path_params["subject"]
        with self._desk.registry.reading() as reading:
            if gather_tray(reading, subject) is None:
                raise HTTPException(404)
        self._put_on_record(timeline.TRAY_READ, subject, reader)
        with self._desk.registry.reading() as reading:
            tray = gather_tray(reading, subject)
        return page(
            "tray.html",
            reader=reader,
            tray=tray,
            refusal_in_words=refusal_in_words,
            today=self._desk.office.now().office_date,
        )

    def _hand_over(self, paper: Paper | None, event: str, subject: str, reader: Reader, **facts: int) -> Response:
        if paper is None:
            raise HTTPException(404)
        self._put_on_record(event, subject, reader, **facts)
        headers = {"Content-Disposition": f'inline; filename="{paper.name}"'}
        return Response(paper.content, media_type=paper.media_type, headers=headers)

    def _put_on_record(self, event: str, subject: str, reader: Reader, **facts: int) -> None:
        timeline.put_reading_on_record(
            self._desk.registry, self._desk.office, event, subject, reader.officer.code, **facts
        )
