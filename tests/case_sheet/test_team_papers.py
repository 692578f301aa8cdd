"""What a day's teams take along, behind the door: made for whoever is signed in, kept nowhere, and every look on the ledger."""

import re
from datetime import date
from io import BytesIO

import pytest
from one_case import the_case, told
from pypdf import PdfReader
from sqlalchemy import select
from starlette.testclient import TestClient

from casework.desk import Desk
from casework.letters import LetterKind
from casework.registry import Event, ledger
from casework.registry.models import Case, DataKey, Decree, RoundPlan, TeamDay, Visit
from casework.rounds import Plan
from casework.stages import letter_facts
from casework.stages.correspondence import plan_letter
from casework.stages.dispatch.planning import propose
from homevisit.case_sheet.door import own_page


@pytest.fixture
def day(desk: Desk) -> str:
    """The next working day, for which the one case is planned and its team assigned."""
    reference, office = the_case(desk), desk.office
    on = office.calendar.next_working_day(office.now().office_date)
    with desk.registry.change(office.now()) as change:
        change.session.get_one(Case, reference).stage = "waiting-for-visit"
        change.write(Event("test:case:waits", reference))
        plan = propose(change, office, on)
        (tour,) = Plan.model_validate(plan.content["plan"]).rounds
        decree = change.session.scalars(select(Decree.number)).first()
        plan.state = "signed"
        row = TeamDay(
            day=on, team_code="T1", lead_code=tour.team.lead, members=list(tour.team.members), kit_code=tour.team.kit,
            vehicle_code=tour.team.vehicle, decree_number=decree, state="planned",
        )  # fmt: skip
        visit = Visit(
            case_reference=reference, occurrence=1, day=on, team_code="T1", starts_at=tour.stops[0].starts_at,
            ends_at=tour.stops[0].ends_at, state="announced",
        )  # fmt: skip
        change.write(Event("test:plan:signed", f"ROUNDS-{on}"), row, visit)
    return on.isoformat()


def test_the_page_of_the_day_shows_its_map_and_leads_to_the_papers(desk: Desk, reader: TestClient, day: str) -> None:
    page = reader.get(f"/rounds/ROUNDS-{day}").text
    assert page.count("<svg") == 2  # the drawing, and the map's own window in it
    assert f'<tspan font-weight="bold">A1</tspan> {the_case(desk)}' in page
    for path in (
        f"/rounds/{day}/map.svg",
        f"/rounds/{day}/T1/day-sheet.pdf",
        f"/rounds/{day}/T1/rounds.ics",
        f"/rounds/{day}/T1/consent-forms.pdf",
    ):
        assert f'href="{path}"' in page
    assert told(desk, f"ROUNDS-{day}") == [("sheet:rounds:read", "BS", {})]
    assert "<svg" not in reader.get(f"/rounds/TEAM-T1-{day}").text


def test_the_map_is_there_by_itself_and_tells_no_name(desk: Desk, reader: TestClient, day: str) -> None:
    answer = reader.get(f"/rounds/{day}/map.svg")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "image/svg+xml")
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["content-disposition"] == f'inline; filename="ROUNDS-{day}.svg"'
    assert "Banjarsari" in answer.text
    assert the_case(desk) in answer.text
    assert "Adelaide" not in answer.text
    assert "Jalan" not in answer.text
    assert told(desk, f"ROUNDS-{day}") == [("sheet:map:read", "BS", {})]
    assert desk.office.map_link(date.fromisoformat(day)) == f"{desk.settings.case_sheet_url}/rounds/{day}/map.svg"


def test_the_day_sheet_holds_the_persons_and_the_look_is_on_the_ledger_of_each_case(
    desk: Desk, reader: TestClient, day: str
) -> None:
    answer = reader.get(f"/rounds/{day}/T1/day-sheet.pdf")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/pdf")
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["content-disposition"] == f'inline; filename="TEAM-T1-{day}.pdf"'
    text = " ".join(PdfReader(BytesIO(answer.content)).pages[0].extract_text().split())
    for words in ("Bapak/Ibu <b>Adelaide</b> & Söhne", "Kelurahan Timuran", the_case(desk), "CONTOH"):
        assert words in text
    assert told(desk, f"TEAM-T1-{day}") == [("sheet:day-sheet:read", "BS", {})]
    assert told(desk, the_case(desk)) == [("sheet:day-sheet:read", "BS", {})]
    assert "Lembar harian tim dicetak" in reader.get(f"/cases/{the_case(desk)}").text
    assert ledger.verify(desk.registry.engine).holds


def test_the_calendar_tells_reference_sub_district_and_link_alone(desk: Desk, reader: TestClient, day: str) -> None:
    answer = reader.get(f"/rounds/{day}/T1/rounds.ics")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/calendar; charset=utf-8")
    assert answer.headers["content-disposition"] == f'inline; filename="TEAM-T1-{day}.ics"'
    lines = answer.content.decode().split("\r\n")
    assert f"SUMMARY:{the_case(desk)} · Banjarsari" in lines
    assert f"URL:{desk.office.sheet_link(the_case(desk))}" in lines
    assert f"DTSTART:{day.replace('-', '')}T020000Z" in lines
    assert [line for line in lines if re.search(r"Adelaide|Jalan|08\d\d-", line)] == []
    assert told(desk, f"TEAM-T1-{day}") == [("sheet:calendar:read", "BS", {})]


PAPERS = ("map.svg", "T1/day-sheet.pdf", "T1/rounds.ics")
ALL_PAPERS = (*PAPERS, "T1/consent-forms.pdf")


@pytest.mark.parametrize("paper", ALL_PAPERS)
def test_whoever_is_not_signed_in_signs_in_first_and_nothing_is_told(
    desk: Desk, browser: TestClient, day: str, paper: str
) -> None:
    path = f"/rounds/{day}/{paper}"
    answer = browser.get(path)
    assert (answer.status_code, answer.headers["location"]) == (303, f"/sign-in?next={path}")
    assert own_page(path) == path
    assert told(desk, the_case(desk)) == []


NO_SUCH_DAYS = [(on, paper) for on in ("2031-01-01", "2026-02-31", "yesterday") for paper in ALL_PAPERS]


@pytest.mark.parametrize(
    ("on", "paper"),
    [*NO_SUCH_DAYS, (None, "T9/day-sheet.pdf"), (None, "T9/rounds.ics"), (None, "T9/consent-forms.pdf")],
)
def test_a_paper_of_a_day_or_team_that_is_not_there_is_a_plain_404(
    desk: Desk, reader: TestClient, day: str, on: str | None, paper: str
) -> None:
    answer = reader.get(f"/rounds/{on or day}/{paper}")
    assert (answer.status_code, "SAHS" in answer.text) == (404, False)
    assert told(desk, the_case(desk)) == []


def test_a_plan_that_is_only_proposed_has_a_map_and_no_sheet_yet(desk: Desk, reader: TestClient, day: str) -> None:
    with desk.registry.change(desk.office.now()) as change:
        change.session.scalars(select(RoundPlan)).one().state = "proposed"
        change.write(Event("test:plan:proposed", f"ROUNDS-{day}"))
    answers = [reader.get(f"/rounds/{day}/{paper}").status_code for paper in PAPERS]
    assert answers == [200, 404, 404]


def test_a_case_whose_data_was_erased_is_drawn_at_its_regencys_seat(desk: Desk, reader: TestClient, day: str) -> None:
    with desk.registry.change(desk.office.now()) as change:
        key = change.session.get_one(DataKey, the_case(desk))
        key.wrapped, key.destroyed_at = None, change.moment.recorded_at
        change.write(Event("closed:case:erased", the_case(desk)))
    answer = reader.get(f"/rounds/{day}/map.svg")
    assert (answer.status_code, "Banjarsari" in answer.text) == (200, False)
    assert the_case(desk) in answer.text
    assert reader.get(f"/rounds/{day}/T1/day-sheet.pdf").status_code == 410


def test_the_consent_forms_are_fetched_with_the_other_papers_and_the_look_is_on_the_ledger_of_each_case(
    desk: Desk, reader: TestClient, day: str
) -> None:
    assign(desk, day)
    answer = reader.get(f"/rounds/{day}/T1/consent-forms.pdf")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/pdf")
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["content-disposition"] == f'inline; filename="TEAM-T1-{day}-L07.pdf"'
    text = " ".join(PdfReader(BytesIO(answer.content)).pages[0].extract_text().split())
    for words in ("PERSETUJUAN DAN PERNYATAAN KESEHATAN", "<b>Adelaide</b> & Söhne", the_case(desk), "CONTOH"):
        assert words in text
    assert told(desk, f"TEAM-T1-{day}") == [("sheet:consent-form:read", "BS", {})]
    assert told(desk, the_case(desk)) == [("sheet:consent-form:read", "BS", {})]
    assert "Formulir persetujuan kunjungan dicetak" in reader.get(f"/cases/{the_case(desk)}").text


def assign(desk: Desk, day: str) -> None:
    """The letter by which the team comes, as its signature would have planned it."""
    on = date.fromisoformat(day)
    with desk.registry.change(desk.office.now()) as change:
        plan = change.session.scalars(select(RoundPlan)).one()
        (tour,) = Plan.model_validate(plan.content["plan"]).rounds
        facts = letter_facts.assignment(change, change.session.get_one(TeamDay, (on, "T1")), tour)
        with pytest.MonkeyPatch.context() as unsigned:  # nobody's act stands behind it here
            unsigned.setattr("casework.stages.correspondence.check_signature", lambda *_, **__: None)
            plan_letter(change, f"ROUNDS-{day}", LetterKind.ASSIGNMENT, facts, mail_to=())
