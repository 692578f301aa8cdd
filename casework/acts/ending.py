"""A mandate or a delegation ends at once; what was decided by it before stands."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Literal

from pydantic import Field
from sqlalchemy import select

from casework.acts.faults import leaves_no_administrator
from casework.acts.fields import IN_THE_HEADS_STEAD, LetterNumber, OfficerCode, Role, approver_by_role, role_of
from casework.acts.kinds import ActContent, ActKind, from_approving
from casework.office import Office
from casework.registry import Change, Event, Reading
from casework.registry.ledger import Fact
from casework.registry.models import Delegation, Mandate
from casework.registry.officers import owner_of_officer
from casework.stages.deciding import Decided


class EndingContent(
    ActContent,
    json_schema_extra={
        "description": "Kewenangan atau delegasi yang berakhir saat disetujui. · The mandate or delegation that ends when this is approved."
    },
):
    """Whose mandate or delegation ends, named by its role and its decree or letter."""

    what: Annotated[
        Literal["kewenangan menurut SK · mandate", "delegasi · delegation"],
        Field(title="Yang diakhiri · what ends", description="Berakhir saat disetujui. · Ends when it is approved."),
    ]
    officer: OfficerCode
    role: Role
    number: LetterNumber

    def lines(self) -> list[str]:
        """The officer and the role first."""
        return [f"**{self.officer}** · {self.role}", f"{self.what}: {self.number}"]


def _fault(change: Change, office: Office, content: EndingContent) -> str | None:
    del office
    today = change.moment.office_date
    standing = _what_stands(change, content, today)
    if not standing:
        return f"{content.officer} tidak memegang peran itu menurut {content.number} · there is nothing of that kind to end"
    if role_of(content.role) == "administrator" and any(isinstance(one, Mandate) for one in standing):
        return leaves_no_administrator(change, content.officer, today)
    return None


def _what_stands(reading: Reading, content: EndingContent, today: date) -> Sequence[Mandate | Delegation]:
    """What has not ended yet, also where it begins only later."""
    if content.what.endswith("mandate"):
        mandates = select(Mandate).where(
            Mandate.officer_code == content.officer,
            Mandate.role == role_of(content.role),
            Mandate.decree_number == content.number,
            Mandate.valid_to >= today,
            Mandate.ended_at.is_(None),
        )
        return reading.session.scalars(mandates.order_by(Mandate.id)).all()
    delegations = select(Delegation).where(
        Delegation.delegate_code == content.officer,
        Delegation.role == role_of(content.role),
        Delegation.letter_number == content.number,
        Delegation.valid_to >= today,
        Delegation.ended_at.is_(None),
    )
    return reading.session.scalars(delegations.order_by(Delegation.id)).all()


def _end(change: Change, office: Office, decided: Decided, content: EndingContent) -> None:
    del office
    standing = _what_stands(change, content, change.moment.office_date)
    for one in standing:
        one.ended_at = change.moment.recorded_at
        what = "mandate" if isinstance(one, Mandate) else "delegation"
        facts: dict[str, Fact] = {what: one.id, "role": one.role, "act": decided.question.subject}
        told = Event(f"office:{what}:ended", owner_of_officer(content.officer), decided.officer.code, facts)
        change.write(told)


ENDING = ActKind(
    name="ending",
    title="Kewenangan atau delegasi berakhir",
    title_english="A mandate or a delegation ends at once",
    content=EndingContent,
    proposed_by="administrator",
    approved_by=lambda content: approver_by_role(content.role),
    fault=_fault,
    apply=_end,
    substitutes=IN_THE_HEADS_STEAD,
    shuts_out=from_approving("officer"),
)
