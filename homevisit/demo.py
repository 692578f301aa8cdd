"""The demo office: invented officers with their decree, invented applications; only ever in an empty register."""

from datetime import date

from casework.demo_office import applications, officers
from casework.desk import Desk
from casework.equipment_names import name_equipment
from casework.office import mark_as_demo
from casework.registry import Change, Event
from casework.registry.models import Decree, Equipment, Mandate
from casework.registry.officers import NewOfficer, enrol_officer


def load_demo_office(desk: Desk, *, code_step_seconds: int = 30) -> None:
    """Fill an empty register with the demo office; all of it in one transaction, or nothing."""
    moment = desk.office.now()
    with desk.registry.change(moment) as change:
        mark_as_demo(change)
        decree = _enter_decree(change, moment.office_date)
        for invented in officers.OFFICERS:
            _enter_officer(change, invented, decree, code_step_seconds)
        for item in officers.EQUIPMENT:
            change.write(
                Event("office:equipment:entered", "office", facts={"code": item.code}),
                Equipment(code=item.code, kind=item.kind, in_service=True),
            )
            name_equipment(change, item.code, item.name)


def send_sample_applications(desk: Desk) -> int:
    """Lay the invented applications into the inbox, once; a later start sends none again."""
    inbox = desk.settings.inbox_folder
    sent = inbox / ".samples-sent"
    if sent.exists():
        return 0
    inbox.mkdir(parents=True, exist_ok=True)
    samples = applications.sample_applications(desk.office.now().office_date)
    for sample in samples:
        applications.write_application(inbox, sample)
    sent.touch()
    return len(samples)


def _enter_decree(change: Change, today: date) -> Decree:
    told = officers.demo_decree(today)
    decree = Decree(
        number=told.number,
        dated=told.dated,
        valid_from=told.valid_from,
        valid_to=told.valid_to,
        signatory_post=told.signatory_post,
    )
    change.write(Event("office:decree:entered", "office", facts={"decree": decree.number}), decree)
    return decree


def _enter_officer(change: Change, invented: officers.DemoOfficer, decree: Decree, code_step_seconds: int) -> None:
    new = NewOfficer(
        code=invented.code,
        name=invented.name,
        employee_number=invented.employee_number,
        post=invented.post,
        rank=invented.rank,
        languages=invented.languages,
        code_step_seconds=code_step_seconds,
    )
    officer, _ = enrol_officer(change, new)
    mandates = [
        Mandate(
            officer_code=invented.code,
            role=role,
            decree_number=decree.number,
            valid_from=decree.valid_from,
            valid_to=decree.valid_to,
        )
        for role in invented.roles
    ]
    change.write(
        Event("office:officer:enrolled", f"officer:{invented.code}", facts={"roles": list(invented.roles)}),
        officer,
        *mandates,
    )
