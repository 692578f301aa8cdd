"""The decree on the team of the home visits (SK Tim): made here, numbered in the office's own register, signed by the head."""

from collections.abc import Collection, Sequence
from datetime import date

from pydantic import Field
from sqlalchemy import select

from casework.acts.faults import backwards, held_already, is_over, not_serving
from casework.acts.fields import FirstDay, LastDay, OfficerCode
from casework.acts.kinds import ActContent, ActKind, always, period
from casework.letters import LetterKind
from casework.office import Office
from casework.questions import ROLE_NAMES
from casework.questions.about_acts import ACT_APPROVAL
from casework.registry import Change, Event, Reading
from casework.registry.ledger import Fact
from casework.registry.models import Decree, JointAct, Mandate
from casework.registry.officers import owner_of_officer
from casework.stages import letter_facts
from casework.stages.correspondence import plan_letter
from casework.stages.deciding import Decided

MOST_MEMBERS = 24
ROLE_OF_FIELD = {
    "coordinators": "dispatcher",
    "team_leads": "team-lead",
    "biometric_operators": "biometric-operator",
    "health_and_security": "health-and-security",
}
CODES = "Satu kode petugas per butir (Add item), misalnya AP; boleh kosong. · Add an item for each officer, with the staff code; may be empty."


class TeamDecreeContent(
    ActContent,
    json_schema_extra={
        "description": "Keputusan Kepala Kantor tentang tim kunjungan rumah; nomor dan surat dibuat saat disetujui. · The head's decree on the team of the home visits; numbered and written when it is approved."
    },
):
    """Who makes the home visits in which role, from when to when."""

    coordinators: list[OfficerCode] = Field(
        default_factory=list, title="Koordinator kunjungan · coordinators", description=CODES, max_length=MOST_MEMBERS
    )
    team_leads: list[OfficerCode] = Field(
        default_factory=list, title="Ketua tim · team leads", description=CODES, max_length=MOST_MEMBERS
    )
    biometric_operators: list[OfficerCode] = Field(
        default_factory=list,
        title="Petugas perekaman biometrik · biometric operators",
        description=CODES,
        max_length=MOST_MEMBERS,
    )
    health_and_security: list[OfficerCode] = Field(
        default_factory=list,
        title="Pengemudi, kesehatan, dan keamanan · health and security",
        description=CODES,
        max_length=MOST_MEMBERS,
    )
    valid_from: FirstDay
    valid_to: LastDay

    def lines(self) -> list[str]:
        """The members by their roles, and for how long."""
        told = [
            f"{ROLE_NAMES[role]} · {role}: **{', '.join(codes)}**"
            for role, codes in ((ROLE_OF_FIELD[name], getattr(self, name)) for name in ROLE_OF_FIELD)
            if codes
        ]
        return [*told, f"Berlaku · in force: {period(self.valid_from, self.valid_to)}"]

    def appointments(self) -> list[tuple[str, str]]:
        """Each officer with each role, the coordinators first."""
        return [(code, role) for name, role in ROLE_OF_FIELD.items() for code in getattr(self, name)]

    def roles_of_members(self) -> dict[str, list[str]]:
        """Each officer once, with all their roles."""
        found: dict[str, list[str]] = {}
        for code, role in self.appointments():
            found.setdefault(code, []).append(role)
        return found


def _fault(change: Change, office: Office, content: TeamDecreeContent) -> str | None:
    del office
    today, appointments = change.moment.office_date, content.appointments()
    first = max(content.valid_from, today)
    if not appointments:
        return "belum ada anggota: isi kode petugas sekurang-kurangnya untuk satu peran · nobody is named: enter the staff code of somebody for a role"
    twice = next((one for one in appointments if appointments.count(one) > 1), None)
    if twice is not None:
        code, role = twice
        return f"petugas {code} disebut dua kali sebagai {ROLE_NAMES[role]}: hapus salah satunya · {code} is named twice as {role}: take one out"
    if len(content.roles_of_members()) > MOST_MEMBERS:
        return f"paling banyak {MOST_MEMBERS} petugas dalam satu SK · at most {MOST_MEMBERS} officers in one decree"
    if fault := backwards(content.valid_from, content.valid_to) or is_over(content.valid_to, today):
        return fault
    faults = (
        not_serving(change, code, first) or _held_otherwise(change, content, code, role, today)
        for code, role in appointments
    )
    return next((fault for fault in faults if fault), None)


def _held_otherwise(change: Change, content: TeamDecreeContent, code: str, role: str, today: date) -> str | None:
    """A decree that is in force at once takes the place of an earlier one; one that begins later leaves no gap before it."""
    if content.valid_from <= today:
        return held_already(
            change, code, role, today, content.valid_to, besides=[one.id for one in _replaced(change, content, today)]
        )
    return held_already(change, code, role, content.valid_from, content.valid_to)


def _replaced(reading: Reading, content: TeamDecreeContent, today: date) -> Sequence[Mandate]:
    """The members' own mandates for the same roles, where the decree is in force at once."""
    if content.valid_from > today:
        return ()
    wanted = set(content.appointments())
    standing = select(Mandate).where(
        Mandate.role.in_(set(ROLE_OF_FIELD.values())),
        Mandate.officer_code.in_(content.roles_of_members()),
        Mandate.capacity == "definitive",
        Mandate.signs_for.is_(None),
        Mandate.ended_at.is_(None),
        Mandate.valid_to >= today,
        Mandate.valid_from <= content.valid_to,
    )
    rows = reading.session.scalars(standing.order_by(Mandate.id))
    return [one for one in rows if (one.officer_code, one.role) in wanted]


def _make(change: Change, office: Office, decided: Decided, content: TeamDecreeContent) -> None:
    """The number is taken, the decree and each mandate are entered, what they replace ends, and the letter is planned."""
    subject, by, today = decided.question.subject, decided.officer.code, change.moment.office_date
    replaced = _replaced(change, content, today)
    earlier = [change.session.get_one(Decree, number) for number in sorted({one.decree_number for one in replaced})]
    valid_from = max(content.valid_from, today)
    facts = letter_facts.team_decree(change, content.roles_of_members(), valid_from, content.valid_to, earlier)
    letter = plan_letter(
        change, subject, LetterKind.TEAM_DECREE, facts, signed_by=decided, mail_to=(), office=office
    )  # whoever is to have it has a copy
    for one in replaced:
        one.ended_at = change.moment.recorded_at
        ended: dict[str, Fact] = {"mandate": one.id, "role": one.role, "act": subject}
        change.write(Event("office:mandate:ended", owner_of_officer(one.officer_code), by, ended))
    decree = Decree(
        number=letter.number,
        dated=letter.dated,
        valid_from=valid_from,
        valid_to=content.valid_to,
        signatory_post=_signed_as(decided),
    )
    change.write(Event("office:decree:entered", "office", by, {"decree": decree.number, "act": subject}), decree)
    for code, role in content.appointments():
        row = Mandate(
            officer_code=code,
            role=role,
            decree_number=decree.number,
            valid_from=valid_from,
            valid_to=content.valid_to,
            entered_at=change.moment.recorded_at,
        )
        told: dict[str, Fact] = {"role": role, "decree": decree.number, "act": subject}
        change.write(Event("office:mandate:entered", owner_of_officer(code), by, told), row)


def _signed_as(decided: Decided) -> str:
    acting = {"plh": "Plh. ", "plt": "Plt. "}.get(decided.mandate.capacity, "")
    on_behalf = decided.decision.acted_for or decided.mandate.signs_for
    return f"a.n. Kepala Kantor, {decided.officer.post}" if on_behalf else f"{acting}Kepala Kantor"


def _notes(reading: Reading, content: TeamDecreeContent, today: date) -> list[str]:
    numbers = sorted({one.decree_number for one in _replaced(reading, content, today)})
    replaced = f"⚠ Menggantikan penugasan menurut · takes the place of: {', '.join(numbers)}"
    staying = _staying(reading, content, today)
    stay = f"⚠ Tidak disebut, tetap bertugas menurut SK lain · not named, stay by other decrees: {', '.join(staying)}"
    return [*([replaced] if numbers else []), *([stay] if staying else [])]


def _staying(reading: Reading, content: TeamDecreeContent, today: date) -> list[str]:
    """Whom the decree does not name, and who may be sent out all the same: the head should know it before signing."""
    others = select(Mandate.officer_code).where(
        Mandate.role.in_(set(ROLE_OF_FIELD.values())),
        Mandate.officer_code.not_in(content.roles_of_members()),
        Mandate.capacity == "definitive",
        Mandate.signs_for.is_(None),
        Mandate.ended_at.is_(None),
        Mandate.valid_to >= max(content.valid_from, today),
        Mandate.valid_from <= content.valid_to,
    )
    return sorted(set(reading.session.scalars(others)))


def _members(_reading: Reading, act: JointAct, question_kind: str) -> Collection[str]:
    """Whoever is appointed may ask for it and does not approve it."""
    if question_kind != ACT_APPROVAL.name:
        return ()
    return {code for name in ROLE_OF_FIELD for code in act.content.get(name, ())}


TEAM_DECREE = ActKind(
    name="team-decree",
    title="SK Tim kunjungan rumah",
    title_english="The head's decree on the team of the home visits",
    content=TeamDecreeContent,
    proposed_by="administrator",
    approved_by=always("head-of-office"),  # nobody else signs it: it bears the head's name, or whoever acts as head
    fault=_fault,
    apply=_make,
    shuts_out=_members,
    notes=_notes,
)
