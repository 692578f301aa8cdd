"""What is told about a day's rounds: the plan beside the one before it, a team's morning, a day that changes."""

from datetime import date, datetime

from sqlalchemy import select

from casework.briefing.lines import BULLET, shortened
from casework.clock import OFFICE_TIME_ZONE
from casework.lifecycle import Stage
from casework.registry import Reading
from casework.registry.models import Question, RoundPlan, Visit
from casework.rounds import Plan
from casework.rounds.differences import differences
from casework.stages.case_file import find_case
from casework.stages.dispatch.changing import team_of_subject
from casework.stages.dispatch.plans import standing_plan
from casework.stages.dispatch.subjects import day_of
from casework.stages.dispatch.today import announced_visits
from casework.stages.letter_facts.assigned import decrees_of_teams

MOVES_SHOWN = 6
RECALLS_SHOWN = 4
PLAIN_PLAN = "rencana cadangan, penyusun utama gagal · the fallback's plan, the solver failed"


def plan(reading: Reading, question: Question, today: date) -> list[str]:
    """The plan in a few lines: its rounds, who is left out, what was changed by hand."""
    if "addition" in question.prepared:
        return _addition(question)
    row = standing_plan(reading, day_of(question.subject))
    if row is None:
        return []
    plan, earlier = Plan.model_validate(row.content["plan"]), _plan_before(reading, row)
    visits = sum(len(one.stops) for one in plan.rounds)
    told = [
        f"{BULLET}Tim {one.team.code} ({', '.join(one.team.members)}; {one.team.kit}, {one.team.vehicle}): "
        + ", ".join(f"{_clock(stop.starts_at)} {stop.reference}" for stop in one.stops)
        for one in plan.rounds
    ]
    left = [
        f"{BULLET}tidak masuk · left out {one.reference}: {one.reason} → {one.next_chance:%d-%m}{'' if one.planned_for else ' ?'}"
        + (" (terlambat · too late)" if one.too_late else "")
        for one in plan.left_out
    ]
    kept = [f"cadangan · reserve {one.team} {_clock(one.starts_at)}" for one in plan.reserves]
    by = [PLAIN_PLAN] if plan.solver_trouble else []
    del today
    return [
        *([_beside_the_one_before(earlier, plan)] if earlier else []),
        f"**{plan.date:%d-%m-%Y}**: {visits} kunjungan · visits, {len(plan.left_out)} menunggu · left out; {'; '.join([*kept, *by, ''])}SK {row.content['decree']}",
        *shortened(told, 4),
        *shortened(left, 3),
    ]


def _addition(question: Question) -> list[str]:
    """Who is added to a day that is signed already, by which team and when; everybody else stays."""
    prepared = question.prepared
    proposed = Plan.model_validate(prepared["addition"])
    told = [
        f"{BULLET}{stop.reference}: tim {tour.team.code} ({', '.join(tour.team.members)}) {_clock(stop.starts_at)}"
        for tour in proposed.rounds
        for stop in tour.stops
        if stop.reference in prepared["added"]
    ]
    return [
        f"**{proposed.date:%d-%m-%Y}** sudah ditandatangani; tambahan yang tidak dapat menunggu, yang lain tetap · signed already: whoever cannot wait is added, nobody else is moved",
        *shortened(told, 6),
    ]


def _plan_before(reading: Reading, row: RoundPlan) -> Plan | None:
    """The plan that the dispatcher revised; a rejected one does not count, for nobody built on it."""
    before = reading.session.get(RoundPlan, (row.day, row.revision - 1))
    if before is None or before.state != "revised":
        return None
    return Plan.model_validate(before.content["plan"])


def _beside_the_one_before(earlier: Plan, plan: Plan) -> str:
    """Plan n against n - 1: who was moved, came in or went out."""
    lost_first = sorted(differences(earlier, plan), key=lambda one: (one.after is not None, one.reference))
    told = [f"{one.reference} {_place(one.before)} → {_place(one.after)}" for one in lost_first]
    shown = told[:MOVES_SHOWN] + ([f"… (+{len(told) - MOVES_SHOWN})"] if len(told) > MOVES_SHOWN else [])
    return f"**Perubahan dari rencana sebelumnya** · changed since the plan before: {'; '.join(shown) or 'tidak ada · nothing'}"


def _place(place: tuple[str, datetime] | None) -> str:
    return "–" if place is None else f"{place[0]} {_clock(place[1])}"


def release(reading: Reading, question: Question, today: date) -> list[str]:
    """The team with what it takes along, and its visits."""
    del today
    team = team_of_subject(reading, question.subject)
    decrees = ", ".join(one.number for one in decrees_of_teams(reading, [team]))
    return [
        f"Tim {team.team_code} ({', '.join(team.members)}), {team.kit_code}, {team.vehicle_code}; SK {decrees}",
        "Kunjungan · visits: "
        + ", ".join(f"{_clock(one.starts_at)} {one.case_reference}" for one in announced_visits(reading, team)),
    ]


def recall(reading: Reading, question: Question, today: date) -> list[str]:
    """Which visits are off, and whom of the team to telephone."""
    del reading, today
    prepared = question.prepared
    others = ", ".join(code for code in prepared["members"] if code != prepared["lead"])
    cases = prepared.get("cases") or [prepared["case"]]
    more = f" … (+{len(cases) - RECALLS_SHOWN})" if len(cases) > RECALLS_SHOWN else ""
    return [
        f"**SEGERA · urgent**: kunjungan {', '.join(cases[:RECALLS_SHOWN])}{more} batal; telepon ketua tim **{prepared['lead']}** (anggota: {others}).",
        f"{'That visit is' if len(cases) == 1 else 'These visits are'} off; telephone the team's lead, the others if the lead does not answer.",
    ]


WHY = {
    "office-closed": "kantor tutup hari ini · the office is closed today",
    "held": "tim ditahan pagi ini · the team was held back this morning",
    "stopped": "tim tidak dapat melanjutkan · the team can go no further",
    "late": "tim terlambat · the team is late",
    "added": "tambahan mendesak · an urgent addition",
    "replaced": "petugas, perangkat, atau kendaraan diganti · an officer, a kit or a vehicle is replaced",
}


def changed_assignment(reading: Reading, question: Question, today: date) -> list[str]:
    """Why the day changes, and for each visit concerned the team and time that were told and those that are proposed."""
    del today
    prepared = question.prepared
    proposed = Plan.model_validate(prepared["plan"])
    places = {stop.reference: (tour.team, stop.starts_at) for tour in proposed.rounds for stop in tour.stops}
    told = [
        f"{BULLET}{visit.case_reference}: {visit.team_code} {_clock(visit.starts_at)}, kini · now {team.code} {_clock(starts)} ({', '.join(team.members)}; {team.kit}, {team.vehicle})"
        for visit in _visits(reading, prepared["moved"])
        for team, starts in [places[visit.case_reference]]
    ]
    return [f"Tim {prepared['team']}: {WHY[prepared['why']]}", *shortened(told, 6)]


def calls(reading: Reading, question: Question, today: date) -> list[str]:
    """Whom to telephone: each case, with what to say; the numbers stand on the case sheet, behind the sign-in."""
    del today
    prepared = question.prepared
    visits = {visit.case_reference: visit for visit in _visits(reading, prepared["cases"])}
    told = [
        f"{BULLET}{reference}: {_to_be_said(visits.get(reference))}"
        for reference in prepared["cases"]
        if reference in visits or find_case(reading, reference).stage == Stage.WAITING_FOR_VISIT.value
    ]  # nobody telephones about a case that has ended
    return [
        f"SEGERA · urgent: {WHY[prepared['why']]}. Nomor telepon pada lembar tiap berkas. · The numbers are on each case sheet.",
        *shortened(told, 8),
    ]


def _visits(reading: Reading, references: list[str]) -> list[Visit]:
    """The announced visits of these cases, in the order of the day."""
    wanted = select(Visit).where(Visit.case_reference.in_(references), Visit.state == "announced")
    return list(reading.session.scalars(wanted.order_by(Visit.starts_at, Visit.case_reference)))


def _to_be_said(visit: Visit | None) -> str:
    if visit is None:
        return "kunjungan hari ini batal, akan dijadwalkan lagi · today's visit is off, another day follows"
    return f"tim {visit.team_code} datang pukul {_clock(visit.starts_at)} WIB · team {visit.team_code} comes then"


def _clock(moment: datetime) -> str:
    return f"{moment.astimezone(OFFICE_TIME_ZONE):%H:%M}"
