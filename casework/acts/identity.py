"""Who a new officer is: name and NIP, typed at the case sheet only, sealed under the act's key until its approval."""

import json
import re
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from sqlalchemy import or_, select

from casework.acts.subjects import act_of, subject_of_act
from casework.identity.employee_number import is_employee_number
from casework.registry import Change, Event, Reading
from casework.registry.models import JointAct, Officer
from casework.registry.officers import employee_number_of
from casework.registry.vault import SealBroken

COLUMN = "joint_act.sealed_identity"
NAME = re.compile(r"[A-Za-zÀ-ɏ][A-Za-zÀ-ɏ .,'’-]{1,79}")

Entered = Literal["done", "not-asked-for", "settled", "stands", "name-malformed", "number-malformed", "known-already"]

ENTERED_IN_WORDS: dict[str, str] = {
    "done": "Tercatat. · Recorded.",
    "not-asked-for": "Usul ini tidak memerlukan nama. · This act asks for nobody's name.",
    "settled": "Usul ini sudah selesai. · This act is settled.",
    "stands": "Sudah diajukan; nama tidak dapat diubah lagi. Batalkan dan isi formulir baru. · It was proposed: what was typed stands. Reject it and fill the form anew.",
    "name-malformed": "Nama hanya berisi huruf, spasi, titik, koma, dan tanda hubung. · A name has letters, spaces, dots, commas and hyphens only.",
    "number-malformed": "NIP terdiri atas 18 angka dan diawali tanggal lahir. · A NIP has 18 digits and begins with the birth date.",
    "known-already": "NIP ini sudah terdaftar pada petugas lain yang masih bertugas. · Another officer who serves has this NIP already.",
}


@dataclass(frozen=True)
class Identity:
    """A name and a NIP; neither shows itself where this is printed."""

    name: str = field(repr=False)
    employee_number: str = field(repr=False)


def enter_identity(change: Change, subject: str, officer_code: str, identity: Identity) -> Entered:
    """An administrator types who the new officer is, before the act is proposed; from then on what was typed stands.

    Typed again, the later one counts; whoever typed it does not approve it.
    """
    act = act_of(change, subject)
    refusal = _may_not_be_entered(change, act, identity)
    if refusal is not None:
        return refusal
    plain = json.dumps({"name": identity.name, "employee_number": identity.employee_number}, ensure_ascii=False)
    act.sealed_identity, act.identity_typed_by = change.seal(plain.encode(), COLUMN, subject), officer_code
    change.write(Event("office:act:identity-entered", subject, officer_code, {"act": act.kind}))
    return "done"


def identity_of(reading: Reading, act: JointAct) -> Identity | None:
    """Who the new officer is, as far as it was typed; after the act was settled it lies with the officer, or nowhere."""
    if act.sealed_identity is None:
        return None
    told = json.loads(reading.unseal(act.sealed_identity, COLUMN, subject_of_act(act)))
    return Identity(told["name"], told["employee_number"])


def fault_of(identity: Identity) -> Entered | None:
    """What is wrong with a name or a NIP by itself."""
    if NAME.fullmatch(identity.name) is None:
        return "name-malformed"
    return None if is_employee_number(identity.employee_number) else "number-malformed"


def serves_under(reading: Reading, employee_number: str, on: date) -> str | None:
    """The code of the officer who has this NIP and serves on that day or later: one person under two codes could approve alone."""
    serving = select(Officer).where(or_(Officer.serves_until.is_(None), Officer.serves_until >= on))
    for officer in reading.session.scalars(serving.order_by(Officer.code)):
        try:
            if employee_number_of(reading, officer) == employee_number:
                return officer.code
        except SealBroken:  # the officer's own key was destroyed: nothing of them can be compared
            continue
    return None


def _may_not_be_entered(change: Change, act: JointAct, identity: Identity) -> Entered | None:
    if act.kind != "officer":
        return "not-asked-for"
    if act.state != "prepared":
        return "stands" if act.state == "proposed" else "settled"
    fault = fault_of(identity)
    if fault is not None:
        return fault
    known = serves_under(change, identity.employee_number, change.moment.office_date)
    return "known-already" if known is not None else None
