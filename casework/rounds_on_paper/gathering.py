"""What the papers of a day's rounds say, read from the register when somebody asks for them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import select

from casework.case import Application, VisitNeed
from casework.clock import OFFICE_TIME_ZONE
from casework.letters.facts.parts import Room
from casework.letters.fonts import printable_characters
from casework.letters.text_checks import clean_text
from casework.letters.wording import in_words, language_in_words
from casework.regions import find_village
from casework.registry import Reading
from casework.registry.models import Case, RoundPlan, TeamDay, Visit
from casework.registry.officers import name_of
from casework.registry.vault import SealBroken
from casework.rounds import Plan, Round
from casework.rounds_on_paper.calendar_file import Appointment
from casework.rounds_on_paper.day_sheet import DaySheet, Door, Member
from casework.stages.case_file import find_case, read_application
from casework.stages.dispatch.drafting import home_key
from casework.stages.letter_facts.assigned import decrees_of_teams
from casework.stages.letter_facts.parties import home_of, parties_of
from casework.stages.letter_facts.visit import interpreter_language, members_of, part_of

TO_BE_VISITED = ("announced", "held")
ROOM = Room(600, lines=8)


def districts_of(reading: Reading, references: Iterable[str]) -> dict[str, str]:
    """The sub-district of each case's home; a case whose data was erased has none."""
    found = {}
    for case in reading.session.scalars(select(Case).where(Case.reference.in_(sorted(references)))):
        try:
            found[case.reference] = read_application(reading, case).residence.village_code[:8]
        except SealBroken:
            continue
    return found


def signed_plan(reading: Reading, day: date) -> tuple[int, Plan] | None:
    """The plan by which the teams go out, and which revision it is; None where none was signed."""
    row = reading.session.scalar(select(RoundPlan).where(RoundPlan.day == day, RoundPlan.state == "signed"))
    return (row.revision, Plan.model_validate(row.content["plan"])) if row is not None else None


def day_sheet_of(reading: Reading, day: date, team_code: str) -> DaySheet | None:
    """A team's day as it stands now, whatever changed since it was signed; None where no such team was assigned."""
    team = reading.session.get(TeamDay, (day, team_code))
    signed = signed_plan(reading, day)
    if team is None or signed is None:
        return None
    plan, visits = signed[1], _visits_of(reading, team)
    tour = next((one for one in plan.rounds if one.team.code == team_code), None)
    applications = {
        visit.case_reference: read_application(reading, find_case(reading, visit.case_reference))
        for visit in visits
        if visit.state in TO_BE_VISITED
    }
    return DaySheet(
        day=day,
        team=team_code,
        members=tuple(
            Member(officer.code, _on_paper(name_of(reading, officer)), part_of(reading, officer, team))
            for officer in members_of(reading, team)
        ),
        kit=team.kit_code,
        vehicle=team.vehicle_code,
        decree=", ".join(one.number for one in decrees_of_teams(reading, [team])),
        leaves_at=_leaves_at(tour, list(applications)),
        back_at=tour.returns_at.astimezone(OFFICE_TIME_ZONE) if tour else None,
        doors=tuple(
            _door(reading, visit, team, tour, applications) for visit in visits if visit.case_reference in applications
        ),
        kept_free=tuple(
            (kept.starts_at.astimezone(OFFICE_TIME_ZONE), kept.ends_at.astimezone(OFFICE_TIME_ZONE))
            for kept in plan.reserves
            if kept.team == team_code
        ),
        over=tuple(visit.case_reference for visit in visits if visit.state not in TO_BE_VISITED),
    )


def _leaves_at(tour: Round | None, doors: Sequence[str]) -> datetime | None:
    """When the team sets out; nobody knows it any more where the first door that was planned is off."""
    if tour is None or not doors or tour.stops[0].reference != doors[0]:
        return None
    return tour.leaves_office_at.astimezone(OFFICE_TIME_ZONE)


def _drive_to(tour: Round | None, visit: Visit, doors: Sequence[str]) -> int | None:
    """The drive that was planned, where the team comes from where it was planned to come from, at the planned time."""
    planned = [stop.reference for stop in tour.stops] if tour else []
    if tour is None or visit.case_reference not in planned:
        return None
    number, at = planned.index(visit.case_reference), doors.index(visit.case_reference)
    before = planned[number - 1] if number else None
    came_from = doors[at - 1] if at else None
    stop = tour.stops[number]
    return stop.travel_minutes if before == came_from and stop.starts_at == visit.starts_at else None


def appointments_of(reading: Reading, day: date, team_code: str) -> list[Appointment] | None:
    """A team's visits as a calendar may know them; None where no such team was assigned."""
    team, signed = reading.session.get(TeamDay, (day, team_code)), signed_plan(reading, day)
    if team is None or signed is None:
        return None
    visits = [visit for visit in _visits_of(reading, team) if visit.state in TO_BE_VISITED]
    districts = districts_of(reading, [visit.case_reference for visit in visits])
    return [
        Appointment(
            reference=visit.case_reference,
            occurrence=visit.occurrence,
            revision=signed[0],
            starts_at=visit.starts_at,
            ends_at=visit.ends_at,
            district_code=districts.get(visit.case_reference, ""),
        )
        for visit in visits
    ]


def _visits_of(reading: Reading, team: TeamDay) -> list[Visit]:
    wanted = select(Visit).where(Visit.day == team.day, Visit.team_code == team.team_code)
    return list(reading.session.scalars(wanted.order_by(Visit.starts_at, Visit.case_reference)))


def _door(
    reading: Reading, visit: Visit, team: TeamDay, tour: Round | None, applications: Mapping[str, Application]
) -> Door:
    application = applications[visit.case_reference]
    village = find_village(application.residence.village_code)
    return Door(
        reference=visit.case_reference,
        starts_at=visit.starts_at.astimezone(OFFICE_TIME_ZONE),
        ends_at=visit.ends_at.astimezone(OFFICE_TIME_ZONE),
        travel_minutes=_drive_to(tour, visit, list(applications)),
        applicant=_on_paper(f"Bapak/Ibu {application.applicant.full_name}"),
        address=_on_paper(home_of(application)),
        district=village.district if village else "",
        access_notes=_on_paper(application.residence.access_notes),
        telephones=_telephones(find_case(reading, visit.case_reference), application),
        needs=_needs(application, interpreter_language(application.applicant, members_of(reading, team))),
        household=tuple(
            reference
            for reference, other in applications.items()
            if reference != visit.case_reference and home_key(other.residence) == home_key(application.residence)
        ),
    )


def _telephones(case: Case, application: Application) -> tuple[tuple[str, str, str], ...]:
    """Whom the team can telephone from the door, nearest to the door first; the guarantor as the letters address them."""
    residence, guarantor, parties = application.residence, application.guarantor, parties_of(case, application)
    told = [("narahubung", _on_paper(residence.contact_name), residence.contact_telephone)]
    if application.applicant.telephone:
        told.append(("pemegang izin", "", application.applicant.telephone))
    if guarantor is not None:
        name = _on_paper(f"{parties['recipient_honorific']} {parties['recipient_name']}")
        told.append(("penjamin", name, guarantor.telephone))
    return tuple(told)


def _needs(application: Application, to_be_interpreted: str | None) -> tuple[str, ...]:
    """What the team must know before it comes; an interpreter with the language, or that the team speaks it itself."""
    needs = application.applicant.needs
    words = [in_words("need", need.value) for need in needs if need is not VisitNeed.INTERPRETER]
    if to_be_interpreted is not None:
        return (f"juru bahasa {_language(to_be_interpreted)}", *words)
    if VisitNeed.INTERPRETER in needs:
        spoken = ", ".join(_language(code) for code in application.applicant.languages)
        return (f"berbahasa {spoken}: dilayani petugas tim", *words)
    return tuple(words)


def _language(code: str) -> str:
    try:
        return language_in_words(code)
    except KeyError:  # a language that nobody knows by this code
        return code


def _on_paper(text: str) -> str:
    """A text as it can be printed; a character without a glyph becomes a question mark: the team goes all the same."""
    known = "".join(one if ord(one) in printable_characters() or one == "\n" else "?" for one in text)
    return clean_text(known, ROOM) if known.strip() else ""
