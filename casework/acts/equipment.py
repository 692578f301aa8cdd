"""A kit or a vehicle comes into service, or goes out of it."""

from typing import Annotated, Literal

from pydantic import Field

from casework.acts.kinds import ActContent, ActKind, always
from casework.equipment_names import LONGEST_NAME, NAME_PATTERN, equipment_name, name_equipment
from casework.office import Office
from casework.registry import Change, Event, Reading
from casework.registry.models import Equipment
from casework.stages.deciding import Decided


class EquipmentContent(
    ActContent,
    json_schema_extra={
        "description": "Perangkat atau kendaraan, dan apakah boleh dibawa tim. · A kit or vehicle, and whether teams may take it along."
    },
):
    """Which kit or vehicle, and whether teams may take it along."""

    code: Annotated[
        str, Field(title="Kode alat · code", description="Misalnya K3 atau V2.", pattern=r"^[KV][0-9]{1,3}$")
    ]
    in_service: Annotated[
        Literal["ya · yes", "tidak · no"], Field(title="Dipakai · in service", description="Boleh dibawa tim.")
    ]
    called: Annotated[
        str,
        Field(
            title="Nama dalam surat · name in letters",
            description="Merek dan nomor polisi atau inventaris, misalnya Toyota Avanza AD 1234 XY; kosong: tetap.",
            pattern=NAME_PATTERN,
            max_length=LONGEST_NAME,
        ),
    ] = ""


def _fault(reading: Reading, office: Office, content: EquipmentContent) -> str | None:
    del office
    there = reading.session.get(Equipment, content.code)
    if there is None and content.in_service == "tidak · no":
        return f"alat {content.code} belum terdaftar · there is no {content.code} to take out of service"
    is_as_it_was = there is not None and there.in_service == (content.in_service == "ya · yes")
    if is_as_it_was and content.called.strip() in ("", equipment_name(reading, content.code)):
        return f"alat {content.code} sudah demikian · {content.code} is like that already"
    return None


def _apply(change: Change, office: Office, decided: Decided, content: EquipmentContent) -> None:
    del office
    in_service = content.in_service == "ya · yes"
    row = change.session.get(Equipment, content.code)
    told = Event(
        "office:equipment:changed", "office", decided.officer.code, {"code": content.code, "in_service": in_service}
    )
    if row is None:
        kind = "kit" if content.code.startswith("K") else "vehicle"
        change.write(told, Equipment(code=content.code, kind=kind, in_service=in_service))
    else:
        row.in_service = in_service
        change.write(told)
    if content.called.strip():
        name_equipment(change, content.code, content.called, decided.officer.code)


EQUIPMENT = ActKind(
    name="equipment",
    title="Perangkat dan kendaraan",
    title_english="Kit or vehicle",
    content=EquipmentContent,
    proposed_by="administrator",
    approved_by=always("head-of-office"),
    fault=_fault,
    apply=_apply,
)
