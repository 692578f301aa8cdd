"""How a real office begins: its decree, its head, its administrator and whoever else works there, in an empty register.

From then on everything takes two persons; the beginning is the one act that nobody inside could approve. An office in
which every mandate has lapsed (next year's decree came late) begins again in the same way.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import select

from casework.acts.fields import NUMBER, POST, STAFF_CODE, UPWARDS
from casework.acts.identity import Identity, fault_of, serves_under
from casework.equipment_names import LONGEST_NAME, NAME_PATTERN, name_equipment
from casework.identity.civil_service_ranks import Grade
from casework.letters import LetterKind
from casework.office import has_office, mark_as_real
from casework.questions import ROLE_NAMES
from casework.registry import Change, Event, Reading
from casework.registry.authority import Staff
from casework.registry.ledger import Fact
from casework.registry.models import Decree, Equipment, Mandate, Officer, OfficeSetting
from casework.registry.officers import NewOfficer, enrol_officer, owner_of_officer, provisioning_uri
from casework.stages.correspondence import count_number_on_paper

if TYPE_CHECKING:
    RoleCode = str
else:
    RoleCode = Literal[tuple(ROLE_NAMES)]


class NotThisOffice(Exception):
    """A file does not fit the office that is to begin again; each fault names its place in the file."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__(f"the file does not fit this office for {len(faults)} reasons")
        self.faults = faults


class Part(BaseModel):
    """A part of the file; what is wrong with it is said without its value, which may be a name."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


class FirstDecree(Part):
    """The decree (SK) by which everybody holds their role."""

    number: str = Field(pattern=NUMBER, min_length=3, max_length=80, description="as it stands on the decree")
    dated: date
    valid_from: date
    valid_to: date = Field(description="the last day, included; every mandate lasts as long")
    signatory_post: str = Field(default="Kepala Kantor", pattern=POST, description="the post that signed it")


class Person(Part):
    """Somebody who works here: on screen only the code and the post, in letters the name and the NIP."""

    code: str = Field(pattern=STAFF_CODE, description="two to four capital letters, such as BS")
    name: str = Field(min_length=2, max_length=80, description="as it stands under a letter, with titles", repr=False)
    employee_number: str = Field(pattern=r"^[0-9]{18}$", description="NIP, eighteen digits", repr=False)
    post: str = Field(pattern=POST, description="such as Kepala Seksi Izin Tinggal Keimigrasian")
    rank: Grade | None = Field(
        default=None,
        description="golongan, such as III/b; none for who is no civil servant, or where it is not known yet",
    )
    languages: list[Annotated[str, Field(pattern=r"^[a-z]{2,3}$")]] = Field(
        default=["id"], min_length=1, description="ISO 639 codes of the languages spoken"
    )


class PersonWithRoles(Person):
    """Somebody besides the head and the administrator, with the roles in which they may act."""

    roles: list[RoleCode] = Field(min_length=1)


class OfficeFile(Part):
    """A real office on its first day."""

    decree: FirstDecree
    head_of_office: Person
    administrator: Person
    officers: list[PersonWithRoles] = Field(default_factory=list)
    equipment: list[Annotated[str, Field(pattern=r"^[KV][0-9]{1,3}$")]] = Field(
        default_factory=list, description="kits (K1) and vehicles (V1)"
    )
    equipment_names: dict[str, Annotated[str, Field(pattern=NAME_PATTERN, min_length=1, max_length=LONGEST_NAME)]] = (
        Field(default_factory=dict, description="how letters name them, by code, such as V1: Toyota Avanza AD 1234 XY")
    )

    @property
    def everybody(self) -> tuple[tuple[str, Person, tuple[str, ...]], ...]:
        """Where each person stands in the file, the person, and the roles; the head and the administrator first."""
        return (
            ("head_of_office", self.head_of_office, ("head-of-office",)),
            ("administrator", self.administrator, ("administrator",)),
            *((f"officers.{place}", one, tuple(one.roles)) for place, one in enumerate(self.officers)),
        )


@dataclass(frozen=True)
class Newcomer:
    """What an officer's authenticator reads; shown once, kept nowhere in plain sight."""

    code: str
    uri: str = field(repr=False)


def faults_in(office: OfficeFile, today: date) -> list[str]:
    """Everything for which an office cannot begin so; each names its place in the file and what to do, never a value."""
    return [*_faults_in_decree(office.decree, today), *_faults_in_persons(office), *_faults_in_equipment(office)]


def found_office(change: Change, office: OfficeFile) -> list[Newcomer]:
    """The register becomes this office's, for good; in a real one that nobody can lead any more, its people act again.

    Call it for a file without faults. Each new officer's secret is returned once, to be shown once. Raises
    ``RegisterTaken`` where there is an office that can change its data itself, and ``NotThisOffice`` where the file
    does not fit those who work there.
    """
    if has_office(change) and may_begin_again(change, change.moment.office_date):
        faults = [*_faults_beside(change, office), *_ended_today(change, office)]
        if faults:
            raise NotThisOffice(faults)
        change.write(Event("office:register:begun-again", "office"))
    else:
        mark_as_real(change)
    decree = _enter_decree(change, office.decree)
    entered = (_enter(change, person, roles, decree) for _, person, roles in office.everybody)
    newcomers = [one for one in entered if one is not None]
    for code in office.equipment:
        if change.session.get(Equipment, code) is None:
            kind = "kit" if code.startswith("K") else "vehicle"
            told = Event("office:equipment:entered", "office", facts={"code": code})
            change.write(told, Equipment(code=code, kind=kind, in_service=True))
    for code, name in office.equipment_names.items():
        name_equipment(change, code, name)
    return newcomers


def may_begin_again(reading: Reading, on: date) -> bool:
    """Whether a real office cannot change its own data any more: nobody to propose, or nobody else to approve."""
    kind = reading.session.get(OfficeSetting, "kind")
    staff = Staff(reading, on)
    proposers = {officer.code for officer in staff.entitled("administrator")}
    approvers = {officer.code for role in UPWARDS for officer in staff.entitled(role)}
    is_able = any(one != other for one in proposers for other in approvers)
    return kind is not None and kind.value == "real" and not is_able


def _enter_decree(change: Change, told: FirstDecree) -> Decree:
    there = change.session.get(Decree, told.number)
    if there is not None:
        return there
    decree = Decree(**told.model_dump())
    count_number_on_paper(change, LetterKind.TEAM_DECREE, decree.number, decree.dated)
    change.write(Event("office:decree:entered", "office", facts={"decree": decree.number}), decree)
    return decree


def _enter(change: Change, person: Person, roles: tuple[str, ...], decree: Decree) -> Newcomer | None:
    """Whoever works here already keeps code and secret, and is mandated anew in what they do not hold by this decree."""
    mandates = [
        _mandate(change, person.code, role, decree) for role in roles if not _holds(change, person, role, decree)
    ]
    facts: dict[str, Fact] = {"roles": [one.role for one in mandates], "decree": decree.number}
    if change.session.get(Officer, person.code) is not None:
        if mandates:
            change.write(Event("office:mandate:entered", owner_of_officer(person.code), facts=facts), *mandates)
        return None
    new = NewOfficer(
        person.code, person.name, person.employee_number, person.post, tuple(person.languages), rank=person.rank
    )
    officer, secret = enrol_officer(change, new)
    change.write(Event("office:officer:enrolled", owner_of_officer(person.code), facts=facts), officer, *mandates)
    return Newcomer(person.code, provisioning_uri(person.code, secret, new.code_step_seconds))


def _mandate(change: Change, code: str, role: str, decree: Decree) -> Mandate:
    """As long as the decree; where one by it was ended before, from today on: what was ended stays ended."""
    was_there = bool(_mandates_of(change, code, role, decree.number))
    return Mandate(
        officer_code=code,
        role=role,
        decree_number=decree.number,
        valid_from=change.moment.office_date if was_there else decree.valid_from,
        valid_to=decree.valid_to,
    )


def _holds(change: Change, person: Person, role: str, decree: Decree) -> bool:
    today = change.moment.office_date
    mandates = _mandates_of(change, person.code, role, decree.number)
    return any(one.ended_at is None and one.valid_from <= today <= one.valid_to for one in mandates)


def _mandates_of(reading: Reading, code: str, role: str, decree: str) -> Sequence[Mandate]:
    told = (Mandate.officer_code == code, Mandate.role == role, Mandate.decree_number == decree)
    return reading.session.scalars(select(Mandate).where(*told)).all()


def _faults_beside(reading: Reading, office: OfficeFile) -> Iterator[str]:
    """What of the file does not fit those who work here already."""
    told, there = office.decree, reading.session.get(Decree, office.decree.number)
    if there is not None and (there.valid_from, there.valid_to) != (told.valid_from, told.valid_to):
        yield "decree.number is in the register with other dates: give those, or another decree"
    on = told.valid_from
    for place, person, _ in office.everybody:
        officer, known = reading.session.get(Officer, person.code), serves_under(reading, person.employee_number, on)
        if officer is not None and known != person.code:
            yield f"{place} is another person than the officer of that code, or one who has left: give another code"
        if officer is None and known is not None:
            yield f"{place} works here already under another code: give that one"


def _ended_today(change: Change, office: OfficeFile) -> Iterator[str]:
    """What began today by this decree and was ended today does not begin a second time on the same day."""
    today = change.moment.office_date
    for place, person, roles in office.everybody:
        there = [one for role in roles for one in _mandates_of(change, person.code, role, office.decree.number)]
        if any(one.valid_from == today and one.ended_at is not None for one in there):
            yield f"{place} was mandated by this decree today, and that was ended: begin again tomorrow, or by another decree"


def _faults_in_decree(decree: FirstDecree, today: date) -> Iterator[str]:
    if decree.valid_to < decree.valid_from:
        yield "decree.valid_to comes before decree.valid_from: correct one of them"
    elif not decree.valid_from <= today <= decree.valid_to:
        yield "decree is not in force today, so nobody could act: give the one that is"


def _faults_in_persons(office: OfficeFile) -> Iterator[str]:
    codes = Counter(person.code for _, person, _ in office.everybody)
    numbers = Counter(person.employee_number for _, person, _ in office.everybody)
    for place, person, roles in office.everybody:
        fault = fault_of(Identity(person.name, person.employee_number))
        if fault == "name-malformed":
            yield f"{place}.name has other characters than letters, spaces, dots, commas and hyphens: write it as in letters"
        if fault == "number-malformed":
            yield f"{place}.employee_number is no NIP (birth date, appointment, sex, serial): correct it"
        if codes[person.code] > 1:
            yield f"{place}.code is given to somebody else, too: each person has a code of their own"
        if numbers[person.employee_number] > 1:
            yield f"{place}.employee_number stands elsewhere, too: nobody is two persons, for one could approve the other"
        if len(set(roles)) < len(roles):
            yield f"{place}.roles names a role twice: name it once"


def _faults_in_equipment(office: OfficeFile) -> Iterator[str]:
    for code, count in Counter(office.equipment).items():
        if count > 1:
            yield f"equipment names {code} twice: name it once"
    for code in sorted(set(office.equipment_names) - set(office.equipment)):
        yield f"equipment_names names {code}, which equipment does not list: list it there, too"
