"""What is reported from outside, as a test reports it: each by its form, its people and their codes."""

from datetime import date
from uuid import uuid4

from demo_life import Life

from casework.acts import content_of
from casework.acts.kinds import ActContent
from casework.acts.new_address import NewAddressContent, keep_address, waiting_act
from casework.acts.settling import prepare_act
from casework.acts.undo_event import UndoEventContent
from casework.case import Residence
from casework.lifecycle import Stage
from casework.regions import find_village
from casework.registry.models import JointAct
from casework.stages.barring import barred_officers
from casework.stages.case_file import find_case
from casework.stages.complaint import open_complaint
from casework.stages.ending import open_outside_event
from casework.stages.objection import open_objection

GROUNDS = {"died": "family-report", "withdrawn": "letter-of-withdrawal"}
EVENTS = {
    "died": "meninggal dunia · died",
    "withdrawn": "permohonan ditarik · withdrawn",
    "new-address": "alamat baru · new-address",
    "complaint": "pengaduan · complaint",
    "objection": "keberatan · objection",
}
NEXT_DOOR = "33.72.05.1008"
IN_SRAGEN = "33.14.10.1001"


def report(life: Life, choice: str) -> None:
    """The counter reports a death or a withdrawal."""
    with life.change() as change:
        open_outside_event(change, life.office, find_case(change, life.reference))
    life.decided("SH", "outside-event", choice, ground=GROUNDS[choice])


def complaint_form(life: Life, origin: str | None = None) -> str | None:
    """The form by which a complaint is taken up; why it was not, or None."""
    with life.change() as change:
        return open_complaint(change, life.office, life.reference, origin or str(uuid4()))


def complain(life: Life, *officers: str, by_code: str = "-", ground: str = "conduct") -> None:
    """The counter puts a complaint about these officers on record."""
    assert complaint_form(life) is None
    life.decided("SH", "complaint-receipt", "registered", ground=ground, officers=officers, others=by_code)


def objection_form(life: Life, arrived_on: date | None = None, origin: str | None = None) -> str | None:
    """The form by which an objection is taken up; why it was not, or None."""
    with life.change() as change:
        day = arrived_on or life.clock.now.date()
        return open_objection(change, life.office, life.reference, day, origin or str(uuid4()))


def object_to_it(life: Life) -> None:
    """The guarantor's objection came in time, and the counter puts it on record."""
    assert objection_form(life) is None
    life.decided("SH", "objection-receipt", "admissible")


def act_form(life: Life, kind: str, content: ActContent) -> str:
    """The form of an act of two; its subject, or why it cannot be."""
    with life.change() as change:
        return prepare_act(change, life.office, kind, content, str(uuid4()))


def address_in(village_code: str) -> Residence:
    """An invented address in a village."""
    return Residence(
        village_code=village_code,
        street="Jalan Contoh Pindahan No. 41",
        neighbourhood="003/004",
        postal_code=find_village(village_code).postal_code,
        contact_name="Contoh Penerima Tamu",
        contact_telephone="0271 123456",
    )


def type_address(life: Life, village_code: str, officer: str = "SH") -> None:
    """A counter officer types the address on the case sheet."""
    with life.change() as change:
        keep_address(change, waiting_act(change, life.reference), address_in(village_code), officer)


def move_house(life: Life, village_code: str = IN_SRAGEN, approver: str = "BS") -> str:
    """A new address, from its form to its approval; returns the act's subject."""
    content = NewAddressContent(reference=life.reference, village_code=village_code)
    subject = act_form(life, "new-address", content)
    assert subject.startswith("ACT-"), subject
    type_address(life, village_code)
    life.decided("SH", "act-proposal", "propose", subject=subject)
    life.decided(approver, "act-approval", "approve", subject=subject)
    return subject


def undo_form(life: Life, kind: str) -> str:
    """The form by which an event is to be undone; the act's subject, or why it cannot be."""
    return act_form(life, "undo-event", UndoEventContent(reference=life.reference, event=EVENTS[kind]))


def undo(life: Life, kind: str, approver: str = "BS") -> str:
    """An event that was reported by mistake is undone by two; returns the act's subject."""
    subject = undo_form(life, kind)
    assert subject.startswith("ACT-"), subject
    life.decided("SH", "act-proposal", "propose", subject=subject)
    life.decided(approver, "act-approval", "approve", subject=subject)
    return subject


def refused_case(life: Life) -> Life:
    """A permit that was refused by the head of office, told, and whose case has closed by itself."""
    life.decided("BS", "permit-proposal", "refuse", ground="activities")
    life.decided("RK", "permit-decision", "refuse", ground="activities")
    return closed_by_itself(life)


def ineligible_case(life: Life) -> Life:
    """An application that was found ineligible by a section head, told, and whose case has closed by itself."""
    life.decided("BS", "eligibility-verdict", "ineligible", ground="permit-kind")
    return closed_by_itself(life)


def closed_by_itself(life: Life) -> Life:
    life.send_all()
    life.close()
    life.send_all()
    assert life.stage is Stage.CLOSED
    return life


def state_of(life: Life, subject: str) -> str:
    """How an act stands."""
    [act] = life.rows(JointAct, JointAct.id == int(subject.removeprefix("ACT-")))
    assert content_of(act)
    return act.state


def barred(life: Life) -> set[str]:
    """Who is kept from the case now."""
    with life.registry.reading() as reading:
        return set(barred_officers(reading, life.reference))
