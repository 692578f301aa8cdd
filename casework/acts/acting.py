"""Acting in a post that is vacant or whose holder is away (Plt., Plh.), and signing on behalf (a.n., u.b.)."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

from dateutil.relativedelta import relativedelta
from pydantic import Field
from sqlalchemy import select

from casework.acts.faults import backwards, held_already, is_over, not_serving, was_there_before
from casework.acts.fields import (
    IN_THE_HEADS_STEAD,
    POST_OR_NOTHING,
    Dated,
    FirstDay,
    LastDay,
    LetterNumber,
    OfficerCode,
    Role,
    SignatoryPost,
    approver_by_role,
    role_of,
)
from casework.acts.kinds import ActContent, ActKind, from_approving, period
from casework.effective_dates import Certainty, in_force
from casework.effective_dates import Dated as InForceFrom
from casework.office import Office
from casework.questions import SEPARATOR, code_of
from casework.registry import Change, Event, Reading
from casework.registry.authority import Staff, mandates_in_force
from casework.registry.ledger import Fact
from casework.registry.models import Decree, Mandate
from casework.registry.officers import owner_of_officer
from casework.stages.deciding import Decided

CapacityShown = Literal[
    "Plh. · plh",
    "Plt. · plt",
    "a.n. · an",
    "u.b. · ub",
]


class ActingContent(
    ActContent,
    json_schema_extra={
        "description": "Siapa bertindak atau menandatangani mewakili siapa, menurut surat apa. · Who acts or signs in whose stead, by which letter."
    },
):
    """Who acts or signs in whose stead, by which letter, from when to when."""

    officer: OfficerCode
    role: Role
    capacity: Annotated[
        CapacityShown,
        Field(
            title="Kedudukan · capacity",
            description="Plh.: pejabat berhalangan sementara; Plt.: jabatan kosong; a.n./u.b.: menandatangani atas nama. · Plh.: its holder is away; Plt.: vacant; a.n./u.b.: signs on behalf.",
        ),
    ]
    post: Annotated[
        str,
        Field(
            title="Jabatan yang diwakili · post acted in or signed for",
            description="Wajib untuk u.b., dan untuk Plh./Plt. selain Kepala Kantor; nama jabatan, bukan nama orang. · Needed for u.b., and for Plh./Plt. of any post but the head's.",
            pattern=POST_OR_NOTHING,
        ),
    ] = ""
    letter_number: LetterNumber
    letter_dated: Dated
    signatory_post: SignatoryPost = "Kepala Kantor"
    valid_from: FirstDay
    valid_to: LastDay

    def lines(self) -> list[str]:
        """The officer and the capacity first."""
        return [
            f"**{self.officer}** · {self.capacity} · {self.role}" + (f" · {self.post}" if self.post else ""),
            f"Surat · letter: {self.letter_number}, {self.letter_dated:%d-%m-%Y} ({self.signatory_post})",
            f"Berlaku · in force: {period(self.valid_from, self.valid_to)}",
        ]


@dataclass(frozen=True, kw_only=True)
class LongestActing(InForceFrom):
    """For how many months a post may be acted in, and for how many more by one extension."""

    capacity: str
    months: int
    further_months: int


# Of the Plh. the circular says only that the holder is away for a time: no number of days is set for it.
LONGEST: tuple[LongestActing, ...] = (
    LongestActing(
        valid_from=date(2021, 1, 14),
        legal_basis="SE Kepala BKN 1/SE/I/2021; UU 30/2014 pasal 14",
        source="the circular, point 3.b: paling lama 3 bulan dan dapat diperpanjang paling lama 3 bulan",
        certainty=Certainty.PUBLISHED,
        capacity="plt",
        months=3,
        further_months=3,
    ),
)


def _fault(change: Change, office: Office, content: ActingContent) -> str | None:
    del office
    role = role_of(content.role)
    return (
        _post_fault(content, role)
        or backwards(content.valid_from, content.valid_to)
        or is_over(content.valid_to, change.moment.office_date)
        or not_serving(change, content.officer, content.valid_from)
        or _letter_fault(change, content)
        or held_already(change, content.officer, role, content.valid_from, content.valid_to)
        or was_there_before(change, content.officer, role, content.letter_number, content.valid_from)
    )


def _post_fault(content: ActingContent, role: str) -> str | None:
    capacity = code_of(content.capacity)
    needed = capacity == "ub" or (capacity in ("plh", "plt") and role != "head-of-office")
    if needed and not content.post:
        return "jabatan yang diwakili belum diisi · the post that is acted in or signed for is missing"
    return None


def _letter_fault(reading: Reading, content: ActingContent) -> str | None:
    """One letter may name several officers: it is the same letter, of the same day and over the whole period."""
    known = reading.session.get(Decree, content.letter_number)
    if known is None:
        return None
    if known.dated != content.letter_dated:
        return f"surat {known.number} sudah terdaftar dengan tanggal lain · that letter is in the register with another date"
    if not (known.valid_from <= content.valid_from and content.valid_to <= known.valid_to):
        told = period(known.valid_from, known.valid_to)
        return f"surat {known.number} hanya berlaku {told} · the letter is in force in that period only"
    return None


def _apply(change: Change, office: Office, decided: Decided, content: ActingContent) -> None:
    del office
    by = decided.officer.code
    if change.session.get(Decree, content.letter_number) is None:
        letter = Decree(
            number=content.letter_number,
            dated=content.letter_dated,
            valid_from=content.valid_from,
            valid_to=content.valid_to,
            signatory_post=content.signatory_post,
        )
        change.write(Event("office:decree:entered", "office", by, {"decree": letter.number}), letter)
    capacity = code_of(content.capacity)
    row = Mandate(
        officer_code=content.officer,
        role=role_of(content.role),
        capacity=capacity if capacity in ("plh", "plt") else "definitive",
        signs_for=capacity if capacity in ("an", "ub") else None,
        post=content.post or None,
        decree_number=content.letter_number,
        valid_from=content.valid_from,
        valid_to=content.valid_to,
        entered_at=change.moment.recorded_at,
    )
    facts: dict[str, Fact] = {
        "role": row.role,
        "capacity": capacity,
        "decree": row.decree_number,
        "act": decided.question.subject,
    }
    change.write(Event("office:mandate:entered", owner_of_officer(content.officer), by, facts), row)


def _notes(reading: Reading, content: ActingContent, today: date) -> list[str]:
    del today
    return [*_too_long(reading, content), *_not_away(reading, content)]


def _too_long(reading: Reading, content: ActingContent) -> list[str]:
    capacity, shown = code_of(content.capacity), content.capacity.partition(SEPARATOR)[0]
    longest = next((one for one in in_force(LONGEST, content.valid_from) if one.capacity == capacity), None)
    if longest is None:
        return []
    begun = _acting_since(reading, content, capacity)
    told = f"paling lama {longest.months} bulan, diperpanjang paling lama {longest.further_months} bulan ({longest.legal_basis})"
    if content.valid_to >= begun + relativedelta(months=longest.months + longest.further_months):
        return [f"⚠ Lebih dari batas {shown}: {told} · beyond what is allowed, extension included"]
    if content.valid_to >= begun + relativedelta(months=longest.months):
        return [f"⚠ {shown}: {told} · only as an extension"]
    return []


def _acting_since(reading: Reading, content: ActingContent, capacity: str) -> date:
    """Since when the officer acts in that role without a gap: an extension counts with what it extends."""
    earlier = reading.session.scalars(
        select(Mandate)
        .where(
            Mandate.officer_code == content.officer,
            Mandate.role == role_of(content.role),
            Mandate.capacity == capacity,
            Mandate.ended_at.is_(None),
            Mandate.valid_from < content.valid_from,
        )
        .order_by(Mandate.valid_from.desc())
    )
    begun = content.valid_from
    for one in earlier:
        if one.valid_to + relativedelta(days=1) < begun:
            break
        begun = one.valid_from
    return begun


def _not_away(reading: Reading, content: ActingContent) -> list[str]:
    """A Plh. stands in for somebody who is away, a Plt. in a vacant post: what the register says otherwise is shown."""
    role, capacity, on = role_of(content.role), code_of(content.capacity), content.valid_from
    if role != "head-of-office" or capacity not in ("plh", "plt"):
        return []  # of the other roles there are several posts, which the register does not tell apart
    staff = Staff(reading, on)
    holders = [
        officer.code
        for mandate, officer in mandates_in_force(reading, on)
        if mandate.role == role and mandate.capacity == "definitive" and officer.code in staff.serving
    ]
    told = ", ".join(holders)
    if capacity == "plt" and holders:
        return [f"⚠ Jabatan tidak kosong: {told} · the post is not vacant"]
    if capacity == "plh" and not staff.absent.issuperset(holders):
        return [f"⚠ {told} tidak tercatat berhalangan pada {on:%d-%m-%Y} · is not recorded as absent"]
    return []


ACTING = ActKind(
    name="acting",
    title="Plh., Plt., a.n., u.b.",
    title_english="An acting appointment, or signing on behalf",
    content=ActingContent,
    proposed_by="administrator",
    approved_by=lambda content: approver_by_role(content.role),
    fault=_fault,
    apply=_apply,
    substitutes=IN_THE_HEADS_STEAD,
    shuts_out=from_approving("officer"),
    notes=_notes,
)
