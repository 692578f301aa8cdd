"""The rounds of one day as one page: every plan of the day, its teams, who was left out and why, the letters of assignment."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup
from sqlalchemy import select

from casework.registry import Reading
from casework.registry.models import RoundPlan, TeamDay
from casework.rounds import Plan
from casework.rounds_on_paper.gathering import districts_of
from casework.rounds_on_paper.rounds_map import map_if_small
from casework.stages.letter_facts.assigned import decrees_of_teams
from homevisit.case_sheet import acts, papers, timeline

ROUNDS_SUBJECT = re.compile(r"(?:ROUNDS|TEAM-(?P<team>[A-Z0-9]{1,8}))-(?P<day>\d{4}-\d{2}-\d{2})")


@dataclass(frozen=True)
class Revision:
    """One plan of the day; a rejected one stays on record beside the one that followed it."""

    revision: int
    state: str
    digest: str
    decree: str | None
    plan: Plan | None


@dataclass(frozen=True)
class Team:
    """A team as it was assigned, and whether it was released in the morning."""

    code: str
    lead_code: str
    members: tuple[acts.Staff, ...]
    kit_code: str
    vehicle_code: str
    decree: str
    state: str


@dataclass(frozen=True)
class DayOfRounds:
    """A day's rounds; ``team`` is the code of the team that was asked for, if one was.

    ``districts`` gives the sub-district of each visit of the newest plan, by its case.
    """

    subject: str
    rounds_subject: str
    day: date
    team: str | None
    revisions: tuple[Revision, ...]
    districts: Mapping[str, str]
    teams: tuple[Team, ...]
    questions: tuple[acts.OpenQuestion, ...]
    decisions: tuple[acts.MadeDecision, ...]
    not_counted: tuple[acts.NotCounted, ...]
    letters: tuple[papers.LetterLine, ...]
    not_yet_out: tuple[papers.EffectLine, ...]
    happenings: tuple[timeline.Happening, ...]

    @property
    def newest_plan(self) -> Plan | None:
        """The plan that stands or that was proposed last; None where nobody is visited by it, or there was none."""
        return _newest_plan(self.revisions)

    @property
    def map_of_the_day(self) -> Markup | None:
        """The newest plan as a drawing; none where it would not fit on a page."""
        drawn = None if self.newest_plan is None else map_if_small(self.newest_plan, self.districts)
        # our own template drew it, and escaped what it did not write itself
        return None if drawn is None else Markup(drawn)  # noqa: S704


def gather_rounds(reading: Reading, subject: str) -> DayOfRounds | None:
    """The rounds of the day that a subject names (``ROUNDS-2026-11-26``, ``TEAM-T1-2026-11-26``); None if never planned."""
    told = ROUNDS_SUBJECT.fullmatch(subject)
    if told is None:
        return None
    try:
        day = date.fromisoformat(told["day"])
    except ValueError:  # the 31st of June
        return None
    rounds_subject = f"ROUNDS-{day.isoformat()}"
    revisions = _revisions(reading, day)
    teams = _teams(reading, day)
    if not revisions or (told["team"] and told["team"] not in {team.code for team in teams}):
        return None
    subjects = list(dict.fromkeys((rounds_subject, subject)))
    return DayOfRounds(
        subject=subject,
        rounds_subject=rounds_subject,
        day=day,
        team=told["team"],
        revisions=revisions,
        districts=districts_of(reading, _latest_references(revisions)),
        teams=teams,
        questions=tuple(question for one in subjects for question in acts.open_questions_of(reading, one)),
        decisions=tuple(decision for one in subjects for decision in acts.decisions_of(reading, one)),
        not_counted=tuple(line for one in subjects for line in acts.not_counted_of(reading, one)),
        letters=papers.letters_of(reading, rounds_subject),
        not_yet_out=papers.not_yet_out(reading, rounds_subject),
        happenings=tuple(line for one in subjects for line in timeline.happenings_of(reading, one)),
    )


def _newest_plan(revisions: Sequence[Revision]) -> Plan | None:
    plan = next((one.plan for one in revisions if one.plan is not None), None)  # the newest revision comes first
    return plan if plan is not None and plan.rounds else None


def _latest_references(revisions: Sequence[Revision]) -> frozenset[str]:
    plan = _newest_plan(revisions)
    return frozenset() if plan is None else plan.references


def _revisions(reading: Reading, day: date) -> tuple[Revision, ...]:
    rows = reading.session.scalars(select(RoundPlan).where(RoundPlan.day == day).order_by(RoundPlan.revision.desc()))
    return tuple(
        Revision(
            revision=row.revision,
            state=row.state,
            digest=row.digest,
            decree=row.content.get("decree"),
            plan=Plan.model_validate(row.content["plan"]) if "plan" in row.content else None,
        )
        for row in rows
    )


def _teams(reading: Reading, day: date) -> tuple[Team, ...]:
    rows = reading.session.scalars(select(TeamDay).where(TeamDay.day == day).order_by(TeamDay.team_code))
    return tuple(
        Team(
            code=row.team_code,
            lead_code=row.lead_code,
            members=tuple(acts.staff(reading, code) for code in row.members),
            kit_code=row.kit_code,
            vehicle_code=row.vehicle_code,
            decree=", ".join(one.number for one in decrees_of_teams(reading, [row])),
            state=row.state,
        )
        for row in rows
    )
