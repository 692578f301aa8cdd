"""The guarantor reports that the applicant has moved: the village by form, the address itself on the case sheet only."""

from collections.abc import Collection

from sqlalchemy import select

from casework.acts.case_fields import CaseReference, VillageCode
from casework.acts.fields import UPWARDS
from casework.acts.kinds import ActContent, ActKind, always
from casework.acts.subjects import act_of, subject_of_act
from casework.case import Residence
from casework.lifecycle import Stage
from casework.office import Office
from casework.questions.about_acts import ACT_APPROVAL
from casework.regions import REGENCIES, find_village, responsible_office
from casework.registry import Change, Event, Reading
from casework.registry.models import Case, JointAct, ReportedAddress
from casework.stages.amending import change_residence
from casework.stages.barring import barred_officers
from casework.stages.case_file import find_case
from casework.stages.deciding import Decided
from casework.stages.undoable import proposers_of, undoable

NAME = "new-address"
SEALED = "reported_address.sealed_residence"


class NewAddressContent(
    ActContent,
    json_schema_extra={
        "description": "Pindah rumah: berkas mana, dan desa barunya. · A new address: which case, and its new village."
    },
):
    """Whose address has changed, and in which village it lies now; the village decides which office is responsible."""

    reference: CaseReference
    village_code: VillageCode

    def lines(self) -> list[str]:
        """Case and village; where the address itself is read."""
        village = find_village(self.village_code)
        place = f"{village.name}, {village.district}, {village.regency}" if village else "–"
        return [
            f"Berkas · case: {self.reference}",
            f"Desa/kelurahan · village: {self.village_code}, {place}",
            f"Alamatnya hanya pada lembar berkas · the address itself: /cases/{self.reference}/new-address",
        ]


def waiting_act(reading: Reading, reference: str) -> JointAct | None:
    """The latest report of a new address for a case that is not settled yet."""
    waiting = select(JointAct).where(JointAct.kind == NAME, JointAct.state.in_(("prepared", "proposed")))
    acts = reading.session.scalars(waiting.order_by(JointAct.id.desc()))
    return next((act for act in acts if act.content["reference"] == reference), None)


class KeptFromTheCase(Exception):
    """Somebody complained about this officer: they have no part in the case."""


def keep_address(change: Change, act: JointAct, residence: Residence, officer_code: str) -> None:
    """What was typed on the case sheet waits, sealed, for the proposal; typed again, the later one counts.

    To be called while the act is only prepared: what was proposed is not changed behind its approver's back. Raises
    ``KeptFromTheCase`` for an officer whom a complaint keeps from the case.
    """
    case = find_case(change, str(act.content["reference"]))
    if officer_code in barred_officers(change, case.reference):
        raise KeptFromTheCase(officer_code)
    sealed = change.seal(residence.model_dump_json().encode(), SEALED, case.reference, act.id)
    told = Event(f"{case.stage}:address:typed", case.reference, officer_code, {"act": subject_of_act(act)})
    row = change.session.get(ReportedAddress, act.id)
    if row is not None:
        row.sealed_residence, row.typed_by, row.typed_at = sealed, officer_code, change.moment.recorded_at
        change.write(told)
        return
    row = ReportedAddress(
        act_id=act.id,
        case_reference=case.reference,
        sealed_residence=sealed,
        typed_by=officer_code,
        typed_at=change.moment.recorded_at,
    )
    change.write(told, row)


def kept_address(reading: Reading, act: JointAct) -> Residence | None:
    """The address that was typed for an act, opened for whoever may see personal data."""
    row = reading.session.get(ReportedAddress, act.id)
    if row is None:
        return None
    return Residence.model_validate_json(reading.unseal(row.sealed_residence, SEALED, row.case_reference, row.act_id))


def _fault(reading: Reading, office: Office, content: NewAddressContent) -> str | None:
    del office
    case = reading.session.get(Case, content.reference)
    if case is None:
        return f"berkas {content.reference} tidak ada · there is no case {content.reference}"
    if Stage(case.stage) is Stage.CLOSED:
        return f"berkas {content.reference} sudah selesai · the case is closed"
    return _outside(content.village_code)


def _outside(village_code: str) -> str | None:
    """A home outside the area is another office's: the case is withdrawn or transferred, never visited from here."""
    if find_village(village_code) is not None:
        return None
    if village_code[:5] in REGENCIES:
        return f"tidak ada desa {village_code} · there is no village {village_code}: check the code"
    other = responsible_office(village_code)
    if other is None:
        return f"{village_code} di luar wilayah kerja; tarik permohonan atau ajukan mutasi · outside the area: withdraw or transfer the case"
    return (
        f"{village_code} ({other.regency}) di luar wilayah kerja, yang berwenang {other.office}; tarik permohonan atau "
        f"ajukan mutasi · outside the area, {other.office} is responsible: withdraw or transfer the case"
    )


def _unready(reading: Reading, act: JointAct) -> str | None:
    return None if reading.session.get(ReportedAddress, act.id) is not None else "address-missing"


def _who_typed_it(reading: Reading, act: JointAct, question_kind: str) -> Collection[str]:
    """Whoever typed the address does not approve it."""
    typed = reading.session.get(ReportedAddress, act.id)
    return {typed.typed_by} if typed is not None and question_kind == ACT_APPROVAL.name else set()


def _apply(change: Change, office: Office, decided: Decided, content: NewAddressContent) -> None:
    case, subject, actor = find_case(change, content.reference), decided.question.subject, decided.officer.code
    residence = kept_address(change, act_of(change, subject))
    if residence is None:
        raise LookupError(f"{subject} was approved without an address: report this")
    row = undoable(case, NAME, decided, {"cycle": case.cycle}, also=proposers_of(change, subject))
    change.write(Event(f"{case.stage}:event:reported", case.reference, actor, {"event": NAME, "act": subject}), row)
    change_residence(change, office, case, residence, actor, subject)


NEW_ADDRESS = ActKind(
    name=NAME,
    title="Alamat baru",
    title_english="A new address",
    content=NewAddressContent,
    proposed_by="counter-officer",
    approved_by=always("section-head"),
    fault=_fault,
    apply=_apply,
    substitutes=UPWARDS,
    shuts_out=_who_typed_it,
    case_of=lambda content: str(content.reference),
    unready=_unready,
)
