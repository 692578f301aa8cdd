"""What a kit or a vehicle is called in letters: the office's own name for it, or its kind and its number."""

from casework.office import change_setting
from casework.registry import Change, Event, Reading
from casework.registry.models import OfficeSetting

LONGEST_NAME = 80
# Its plate or inventory number is part of it: without a digit it could be a person's name, for which no form has room.
NAME_PATTERN = r"^$|^[A-Za-z0-9 .,/()-]*[0-9][A-Za-z0-9 .,/()-]*$"
KINDS = {"K": "perangkat perekaman bergerak", "V": "kendaraan dinas"}
SETTING = "equipment-name:{code}"


def equipment_name(reading: Reading, code: str) -> str:
    """How letters name a kit or a vehicle: as the office calls it, else by its kind and number, never by its code."""
    given = reading.session.get(OfficeSetting, SETTING.format(code=code))
    return given.value if given is not None else f"{KINDS.get(code[:1], 'peralatan')} Nomor {code[1:]}"


def name_equipment(change: Change, code: str, name: str, actor: str = "system") -> None:
    """The office names a kit or a vehicle, e.g. "Toyota Avanza AD 1234 XY"; the code stays what staff choose by."""
    told = Event("office:equipment:named", "office", actor, {"code": code})
    change_setting(change, SETTING.format(code=code), name.strip(), told)
