"""What a day's teams take along: the map, each team's sheet, its consent forms and its calendar; made when asked for, each look on record."""

from collections.abc import Iterable
from datetime import date

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from casework.desk import Desk
from casework.rounds_on_paper.calendar_file import calendar_file
from casework.rounds_on_paper.consent_forms import consent_forms_of, print_consent_forms
from casework.rounds_on_paper.day_sheet import print_day_sheet
from casework.rounds_on_paper.gathering import appointments_of, day_sheet_of
from casework.rounds_on_paper.rounds_map import map_if_small
from casework.stages.dispatch.subjects import rounds_subject, team_subject
from homevisit.case_sheet import timeline
from homevisit.case_sheet.door import Door, Reader
from homevisit.case_sheet.rounds_of_a_day import gather_rounds


def routes(desk: Desk, door: Door) -> list[Route]:
    """The papers of a day, for a reader who is signed in."""
    papers = _TeamPapers(desk)
    return [
        Route("/rounds/{day}/map.svg", door.signed_in(papers.map)),
        Route("/rounds/{day}/{team}/day-sheet.pdf", door.signed_in(papers.day_sheet)),
        Route("/rounds/{day}/{team}/consent-forms.pdf", door.signed_in(papers.consent_forms)),
        Route("/rounds/{day}/{team}/rounds.ics", door.signed_in(papers.calendar)),
    ]


class _TeamPapers:
    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def map(self, request: Request, reader: Reader) -> Response:
        """The newest plan of a day as a drawing: places, references and codes."""
        subject = rounds_subject(_day_of(request))
        with self._desk.registry.reading() as reading:
            day = gather_rounds(reading, subject)
        plan = day.newest_plan if day is not None else None
        drawn = map_if_small(plan, day.districts) if day is not None and plan is not None else None
        if drawn is None:
            raise HTTPException(404)
        self._put_on_record(timeline.MAP_READ, [subject], reader)
        return _paper(drawn.encode(), "image/svg+xml", f"{subject}.svg")

    def day_sheet(self, request: Request, reader: Reader) -> Response:
        """A team's day with everybody's name and home: the look is on the ledger of each case, too."""
        day, team = _day_of(request), request.path_params["team"]
        with self._desk.registry.reading() as reading:
            sheet = day_sheet_of(reading, day, team)
        if sheet is None:
            raise HTTPException(404)
        subject, office = team_subject(day, team), self._desk.office
        self._put_on_record(timeline.DAY_SHEET_READ, [subject, *(one.reference for one in sheet.doors)], reader)
        pdf = print_day_sheet(sheet, printed_at=office.now().office, specimen=office.is_demo)
        return _paper(pdf, "application/pdf", f"{subject}.pdf")

    def consent_forms(self, request: Request, reader: Reader) -> Response:
        """A form for each visit that is still to be made, with names and homes: on the ledger of each case, too."""
        day, team = _day_of(request), request.path_params["team"]
        with self._desk.registry.reading() as reading:
            forms = consent_forms_of(reading, day, team)
        if forms is None:
            raise HTTPException(404)
        subject, office = team_subject(day, team), self._desk.office
        self._put_on_record(timeline.CONSENT_FORM_READ, [subject, *forms.references], reader)
        pdf = print_consent_forms(forms, printed_on=office.now().office_date, specimen=office.is_demo)
        return _paper(pdf, "application/pdf", f"{subject}-L07.pdf")

    def calendar(self, request: Request, reader: Reader) -> Response:
        """A team's visits for a calendar: times, references and sub-districts."""
        day, team = _day_of(request), request.path_params["team"]
        with self._desk.registry.reading() as reading:
            appointments = appointments_of(reading, day, team)
        if appointments is None:
            raise HTTPException(404)
        subject, office = team_subject(day, team), self._desk.office
        self._put_on_record(timeline.CALENDAR_READ, [subject], reader)
        content = calendar_file(appointments, link_of=office.sheet_link, stamped_at=office.now().recorded_at)
        return _paper(content, "text/calendar", f"{subject}.ics")

    def _put_on_record(self, event: str, subjects: Iterable[str], reader: Reader) -> None:
        timeline.put_readings_on_record(self._desk.registry, self._desk.office, event, subjects, reader.officer.code)


def _day_of(request: Request) -> date:
    try:
        return date.fromisoformat(request.path_params["day"])
    except ValueError:
        raise HTTPException(404) from None


def _paper(content: bytes, media_type: str, name: str) -> Response:
    return Response(content, media_type=media_type, headers={"Content-Disposition": f'inline; filename="{name}"'})
