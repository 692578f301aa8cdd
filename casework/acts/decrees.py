"""A decree (SK) is entered, and an officer is mandated by it."""

from datetime import date

from sqlalchemy import select

from casework.acts.faults import backwards, held_already, is_over, not_serving, was_there_before
from casework.acts.fields import (
    BESIDE_THE_HEAD,
    IN_THE_HEADS_STEAD,
    Dated,
    DecreeNumber,
    FirstDay,
    LastDay,
    OfficerCode,
    Role,
    SignatoryPost,
    approver_by_role,
    role_of,
)
from casework.acts.kinds import ActContent, ActKind, always, from_approving, period
from casework.letters import LetterKind
from casework.office import Office
from casework.registry import Change, Event, Reading
from casework.registry.ledger import Fact
from casework.registry.models import Decree, Mandate
from casework.registry.officers import owner_of_officer
from casework.stages.correspondence import count_number_on_paper
from casework.stages.deciding import Decided


class DecreeContent(
    ActContent, json_schema_extra={"description": "SK seperti yang ditandatangani. · A decree as it was signed."}
):
    """A decree as it was signed."""

    number: DecreeNumber
    dated: Dated
    valid_from: FirstDay
    valid_to: LastDay
    signatory_post: SignatoryPost = "Kepala Kantor"


class MandateContent(
    ActContent,
    json_schema_extra={
        "description": "Siapa memegang peran apa, menurut SK apa. · Who holds which role, by which decree."
    },
):
    """Who holds which role, by which decree, from when to when."""

    officer: OfficerCode
    role: Role
    decree: DecreeNumber
    valid_from: FirstDay
    valid_to: LastDay

    def lines(self) -> list[str]:
        """The officer and the role first."""
        return [
            f"**{self.officer}** · {self.role}",
            f"SK · decree: {self.decree}",
            f"Berlaku · in force: {period(self.valid_from, self.valid_to)}",
        ]


def _decree_fault(change: Change, office: Office, content: DecreeContent) -> str | None:
    del office
    if change.session.get(Decree, content.number) is not None:
        return f"SK {content.number} sudah terdaftar · that decree is in the register already"
    same = select(Decree).where(
        Decree.dated == content.dated, Decree.valid_from == content.valid_from, Decree.valid_to == content.valid_to
    )
    if any(_alike(row.number, content.number) for row in change.session.scalars(same)):
        return (
            f"SK {content.number} sudah terdaftar dengan ejaan lain · it is in the register already, written otherwise"
        )
    return backwards(content.valid_from, content.valid_to) or is_over(content.valid_to, change.moment.office_date)


def _alike(number: str, other: str) -> bool:
    """Whether two numbers differ in spaces, dots, hyphens or capitals only."""
    bare = [part.translate(str.maketrans("", "", " .-/")).upper() for part in (number, other)]
    return bare[0] == bare[1]


def _enter_decree(change: Change, office: Office, decided: Decided, content: DecreeContent) -> None:
    del office
    row = Decree(**content.model_dump())
    count_number_on_paper(change, LetterKind.TEAM_DECREE, content.number, content.dated)
    change.write(Event("office:decree:entered", "office", decided.officer.code, {"decree": content.number}), row)


def _in_force_already(reading: Reading, content: DecreeContent, today: date) -> list[str]:
    """Two decrees in force at once are lawful (an acting appointment is one), and worth a look."""
    del today
    others = reading.session.scalars(
        select(Decree.number)
        .where(Decree.valid_from <= content.valid_to, Decree.valid_to >= content.valid_from)
        .order_by(Decree.dated.desc())
    ).all()
    if not others:
        return []
    more = f" (+{len(others) - 1})" if len(others) > 1 else ""
    return [f"⚠ Pada masa itu berlaku juga · also in force then: {others[0]}{more}"]


def _mandate_fault(change: Change, office: Office, content: MandateContent) -> str | None:
    del office
    decree = change.session.get(Decree, content.decree)
    if decree is None:
        return f"SK {content.decree} belum terdaftar · that decree is not in the register: enter it first"
    return (
        backwards(content.valid_from, content.valid_to)
        or is_over(content.valid_to, change.moment.office_date)
        or _outside(decree, content.valid_from, content.valid_to)
        or not_serving(change, content.officer, content.valid_from)
        or held_already(change, content.officer, role_of(content.role), content.valid_from, content.valid_to)
        or was_there_before(change, content.officer, role_of(content.role), decree.number, content.valid_from)
    )


def _outside(decree: Decree, first: date, last: date) -> str | None:
    if decree.valid_from <= first and last <= decree.valid_to:
        return None
    told = period(decree.valid_from, decree.valid_to)
    return f"SK {decree.number} hanya berlaku {told} · the decree is in force in that period only"


def _enter_mandate(change: Change, office: Office, decided: Decided, content: MandateContent) -> None:
    del office
    row = Mandate(
        officer_code=content.officer,
        role=role_of(content.role),
        decree_number=content.decree,
        valid_from=content.valid_from,
        valid_to=content.valid_to,
        entered_at=change.moment.recorded_at,
    )
    facts: dict[str, Fact] = {"role": row.role, "decree": row.decree_number, "act": decided.question.subject}
    change.write(Event("office:mandate:entered", owner_of_officer(content.officer), decided.officer.code, facts), row)


DECREE = ActKind(
    name="decree",
    title="SK baru",
    title_english="A decree",
    content=DecreeContent,
    proposed_by="administrator",
    approved_by=always("head-of-office"),
    fault=_decree_fault,
    apply=_enter_decree,
    substitutes=BESIDE_THE_HEAD,  # where the office has no head yet
    notes=_in_force_already,
)
MANDATE = ActKind(
    name="mandate",
    title="Kewenangan menurut SK",
    title_english="A mandate by a decree",
    content=MandateContent,
    proposed_by="administrator",
    approved_by=lambda content: approver_by_role(content.role),
    fault=_mandate_fault,
    apply=_enter_mandate,
    substitutes=IN_THE_HEADS_STEAD,
    shuts_out=from_approving("officer"),
)
