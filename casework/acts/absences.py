"""An officer is away for some days: colleagues may take over what they hold, and no team counts on them."""

from datetime import date, timedelta

from sqlalchemy import select

from casework.acts.faults import backwards, is_over, not_serving
from casework.acts.fields import FirstDay, LastDay, OfficerCode
from casework.acts.kinds import ActContent, ActKind, altogether, always, period
from casework.office import Office
from casework.registry import Change, Event, Reading
from casework.registry.ledger import Fact
from casework.registry.models import Absence, TeamDay
from casework.registry.officers import owner_of_officer
from casework.stages.deciding import Decided


class AbsenceContent(
    ActContent,
    json_schema_extra={
        "description": "Petugas yang tidak masuk; dengan hari pertama yang sama, catatan lama diganti. · Who is away; with the same first day the earlier entry is replaced."
    },
):
    """Who is away, from when to when, and not why; one with the same first day takes the place of the earlier one."""

    officer: OfficerCode
    first_day: FirstDay
    last_day: LastDay

    def lines(self) -> list[str]:
        """The officer first."""
        return [f"**{self.officer}**", f"Tidak masuk · absent: {period(self.first_day, self.last_day)}"]


def _fault(change: Change, office: Office, content: AbsenceContent) -> str | None:
    del office
    return (
        backwards(content.first_day, content.last_day)
        or not_serving(change, content.officer, content.first_day)
        or _fault_beside(change, content, change.moment.office_date)
    )


def _fault_beside(reading: Reading, content: AbsenceContent, today: date) -> str | None:
    """Absences do not overlap; one with the same first day is corrected, so that whoever is back early is back."""
    same = _with_that_first_day(reading, content)
    for one in reading.session.scalars(select(Absence).where(Absence.officer_code == content.officer)):
        if one is not same and one.first_day <= content.last_day and content.first_day <= one.last_day:
            told = period(one.first_day, one.last_day)
            return f"{content.officer} sudah tercatat tidak masuk {told} · that absence is recorded already"
    if same is None:
        return is_over(content.last_day, today)
    if same.last_day == content.last_day:
        told = period(same.first_day, same.last_day)
        return f"{content.officer} sudah tercatat tidak masuk {told} · that absence is recorded already"
    return is_over(content.last_day, today - timedelta(days=1))  # who is back today was away until yesterday


def _with_that_first_day(reading: Reading, content: AbsenceContent) -> Absence | None:
    return reading.session.scalar(
        select(Absence).where(Absence.officer_code == content.officer, Absence.first_day == content.first_day)
    )


def _apply(change: Change, office: Office, decided: Decided, content: AbsenceContent) -> None:
    del office
    facts: dict[str, Fact] = {
        "first_day": content.first_day.isoformat(),
        "last_day": content.last_day.isoformat(),
        "act": decided.question.subject,
    }
    there, owner = _with_that_first_day(change, content), owner_of_officer(content.officer)
    if there is not None:
        there.last_day = content.last_day
        change.write(Event("office:absence:corrected", owner, decided.officer.code, facts))
        return
    row = Absence(officer_code=content.officer, first_day=content.first_day, last_day=content.last_day)
    change.write(Event("office:absence:entered", owner, decided.officer.code, facts), row)


def _teams_that_count_on_them(reading: Reading, content: AbsenceContent, today: date) -> list[str]:
    """Teams that were assigned before know nothing of the absence: the dispatcher is told."""
    assigned = reading.session.scalars(
        select(TeamDay).where(TeamDay.day >= max(today, content.first_day), TeamDay.day <= content.last_day)
    )
    told = [f"{one.team_code} {one.day:%d-%m-%Y}" for one in assigned if content.officer in one.members]
    return [f"⚠ Sudah ditugaskan dalam tim · already assigned to a team: {', '.join(told)}"] if told else []


ABSENCE = ActKind(
    name="absence",
    title="Petugas tidak masuk",
    title_english="An officer is absent",
    content=AbsenceContent,
    proposed_by="counter-officer",
    approved_by=always("administrator"),
    fault=_fault,
    apply=_apply,
    # whoever is away may be the one who would propose or approve it
    substitutes=("administrator", "section-head", "technical-officer", "head-of-office"),
    cannot_wait=True,
    shuts_out=altogether("officer"),
    notes=_teams_that_count_on_them,
)
