"""The holder of a role lets a colleague act in it for some days."""

from collections.abc import Iterable
from datetime import date
from typing import Annotated

from pydantic import Field
from sqlalchemy import select

from casework.acts.faults import backwards, is_over, not_serving
from casework.acts.fields import (
    IN_THE_HEADS_STEAD,
    STAFF_CODE,
    FirstDay,
    LastDay,
    LetterNumber,
    Role,
    approver_by_role,
    role_of,
)
from casework.acts.kinds import ActContent, ActKind, from_approving, period
from casework.office import Office
from casework.registry import Change, Event, Reading
from casework.registry.authority import Staff
from casework.registry.ledger import Fact
from casework.registry.models import Delegation
from casework.registry.officers import owner_of_officer
from casework.stages.deciding import Decided


class DelegationContent(
    ActContent,
    json_schema_extra={
        "description": "Siapa mendelegasikan peran apa kepada siapa. · Who delegates which role to whom."
    },
):
    """Who delegates which role to whom, by which letter, from when to when."""

    principal: Annotated[
        str,
        Field(
            title="Pemberi delegasi · principal",
            description="Kode petugas yang memegang peran itu. · The code of whoever holds the role.",
            pattern=STAFF_CODE,
        ),
    ]
    delegate: Annotated[
        str,
        Field(
            title="Penerima delegasi · delegate",
            description="Kode petugas yang bertindak untuknya. · The code of whoever acts for them.",
            pattern=STAFF_CODE,
        ),
    ]
    role: Role
    letter_number: LetterNumber
    valid_from: FirstDay
    valid_to: LastDay

    def lines(self) -> list[str]:
        """Who acts for whom first."""
        return [
            f"**{self.principal} → {self.delegate}** · {self.role}",
            f"Surat · letter: {self.letter_number}",
            f"Berlaku · in force: {period(self.valid_from, self.valid_to)}",
        ]


def _fault(change: Change, office: Office, content: DelegationContent) -> str | None:
    del office
    if content.principal == content.delegate:
        return f"{content.principal} tidak dapat mendelegasikan kepada dirinya sendiri · nobody delegates to themselves"
    return (
        backwards(content.valid_from, content.valid_to)
        or is_over(content.valid_to, change.moment.office_date)
        or not_serving(change, content.principal, content.valid_from)
        or not_serving(change, content.delegate, content.valid_from)
        or _not_held(change, content)
        or _there_already(change, content)
        or _in_a_circle(change, content)
    )


def _not_held(reading: Reading, content: DelegationContent) -> str | None:
    """Nobody gives what they do not hold on the first day: by a mandate of their own or by delegation."""
    if Staff(reading, content.valid_from).authority_of(content.principal, role_of(content.role)) is not None:
        return None
    return (
        f"{content.principal} tidak memegang peran itu pada {content.valid_from:%d-%m-%Y} · "
        f"{content.principal} does not hold that role on the first day"
    )


def _there_already(reading: Reading, content: DelegationContent) -> str | None:
    for one in _delegations_of(reading, role_of(content.role)):
        if (one.principal_code, one.delegate_code) != (content.principal, content.delegate):
            continue
        overlaps = one.valid_from <= content.valid_to and content.valid_from <= one.valid_to
        if overlaps and one.ended_at is None:
            told = period(one.valid_from, one.valid_to)
            return f"delegasi itu sudah ada, {told} · there is such a delegation already"
        if one.valid_from == content.valid_from:
            return "delegasi itu pernah dicabut; pilih hari mulai lain · it was ended before: choose another first day"
    return None


def _in_a_circle(reading: Reading, content: DelegationContent) -> str | None:
    """Nobody acts, through others, for themselves on any day: it would hang on nobody's mandate."""
    standing = [one for one in _delegations_of(reading, role_of(content.role)) if one.ended_at is None]
    # who acts for whom changes only where a delegation begins: a circle, if there is one, is there on such a day
    begins = {one.valid_from for one in standing if content.valid_from <= one.valid_from <= content.valid_to}
    for day in sorted({content.valid_from, *begins}):
        on_that_day = [one for one in standing if one.valid_from <= day <= one.valid_to]
        if content.principal in _reached_from(content.delegate, on_that_day):
            return (
                f"{content.delegate} sudah mendelegasikan peran itu kepada {content.principal}, langsung atau melalui "
                f"petugas lain, pada {day:%d-%m-%Y} · a circle: {content.principal} acts for {content.delegate} on that day"
            )
    return None


def _reached_from(principal: str, delegations: Iterable[Delegation]) -> set[str]:
    """Everybody who acts for an officer, directly or through others."""
    given: dict[str, list[str]] = {}
    for one in delegations:
        given.setdefault(one.principal_code, []).append(one.delegate_code)
    found, ahead = set[str](), [principal]
    while ahead:
        for delegate in given.get(ahead.pop(), []):
            if delegate not in found:
                found.add(delegate)
                ahead.append(delegate)
    return found


def _delegations_of(reading: Reading, role: str) -> list[Delegation]:
    return list(reading.session.scalars(select(Delegation).where(Delegation.role == role).order_by(Delegation.id)))


def _apply(change: Change, office: Office, decided: Decided, content: DelegationContent) -> None:
    del office
    row = Delegation(
        principal_code=content.principal,
        delegate_code=content.delegate,
        role=role_of(content.role),
        letter_number=content.letter_number,
        valid_from=content.valid_from,
        valid_to=content.valid_to,
        entered_at=change.moment.recorded_at,
    )
    facts: dict[str, Fact] = {
        "role": row.role,
        "principal": row.principal_code,
        "letter": row.letter_number,
        "act": decided.question.subject,
    }
    told = Event("office:delegation:entered", owner_of_officer(content.delegate), decided.officer.code, facts)
    change.write(told, row)


def _notes(reading: Reading, content: DelegationContent, today: date) -> list[str]:
    """A delegation lasts no longer than what is delegated."""
    del today
    if Staff(reading, content.valid_to).authority_of(content.principal, role_of(content.role)) is not None:
        return []
    until = f"{content.valid_to:%d-%m-%Y}"
    return [f"⚠ {content.principal} tidak memegang peran itu sampai {until} · the principal's mandate ends before"]


DELEGATION = ActKind(
    name="delegation",
    title="Delegasi",
    title_english="A delegation",
    content=DelegationContent,
    proposed_by="administrator",
    approved_by=lambda content: approver_by_role(content.role),
    fault=_fault,
    apply=_apply,
    substitutes=IN_THE_HEADS_STEAD,
    shuts_out=from_approving("delegate"),
    notes=_notes,
)
