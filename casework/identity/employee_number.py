"""The employee number (NIP) of Indonesia's civil service: eighteen digits that carry birth date, appointment and sex.

Peraturan Kepala BKN 22/2007; the numbers of contract employees (NI PPPK) have the same shape, with 21 for the month.
"""

import re
from datetime import date

_STRUCTURE = re.compile(r"(?P<birth>\d{8})(?P<year>\d{4})(?P<month>0[1-9]|1[0-2]|21)(?P<sex>[12])\d{3}", re.ASCII)


def is_employee_number(number: str) -> bool:
    """Whether eighteen digits may be a NIP: its first eight are a day, and whoever was born on it was appointed later."""
    found = _STRUCTURE.fullmatch(number)
    if found is None:
        return False
    try:
        born = date.fromisoformat(f"{found['birth'][:4]}-{found['birth'][4:6]}-{found['birth'][6:]}")
    except ValueError:
        return False
    return born.year < int(found["year"])


def is_of_a_woman(number: str) -> bool:
    """Whether a NIP is a woman's: its fifteenth digit is 2; False for anything else."""
    found = _STRUCTURE.fullmatch(number)
    return found is not None and found["sex"] == "2"
