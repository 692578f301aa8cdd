"""A team that goes out today is asked about before it leaves: who is fit, what can replace what is not in order."""

from datetime import date

from sqlalchemy import select

from casework.office import Office
from casework.questions.about_visits import NOTHING_REPLACED
from casework.registry import Change, Reading
from casework.registry.authority import Staff
from casework.registry.models import DataKey, Question, TeamDay
from casework.rounds.teams import ROLE_WORDS
from casework.stages.case_file import ask, next_cycle
from casework.stages.dispatch.drafting import available_officers
from casework.stages.dispatch.subjects import team_subject
from casework.stages.dispatch.today import spare_equipment, spare_officers


def release_question(reading: Reading, team: TeamDay) -> Question | None:
    """The question about a team's morning, if it was asked already; one that fell with its day does not count."""
    wanted = select(Question).where(
        Question.subject == team_subject(team.day, team.team_code),
        Question.kind == "morning-release",
        Question.state != "void",
    )
    return reading.session.scalar(wanted)


def ask_release(change: Change, office: Office, team: TeamDay) -> Question:
    """The team's lead is asked, or another lead of the decree, should the lead be the one who is ill."""
    subject = team_subject(team.day, team.team_code)
    if change.session.get(DataKey, subject) is None:
        change.create_key(subject)
    options = {"fit_officers": list(team.members), **_what_can_replace(change, team.day)}
    leads = {one.code for one in available_officers(change, Staff(change, team.day)) if "team-lead" in one.roles}
    taken_along = {"kit": team.kit_code, "vehicle": team.vehicle_code}
    prepared: dict[str, object] = {"only": sorted({team.lead_code, *leads}), "options": options, **taken_along}
    return ask(change, office, "morning-release", subject, next_cycle(change, subject, "morning-release"), prepared)


def _what_can_replace(reading: Reading, day: date) -> dict[str, list[str]]:
    """What the form offers: members of the decree who go out with nobody today, by their roles; kits and vehicles."""
    return {
        "replacements": [
            f"{', '.join(ROLE_WORDS[role][0] for role in one.roles)} · {one.code}"
            for one in spare_officers(reading, day)
        ],
        "spare_kit": [NOTHING_REPLACED, *spare_equipment(reading, day, "kit")],
        "spare_vehicle": [NOTHING_REPLACED, *spare_equipment(reading, day, "vehicle")],
    }
