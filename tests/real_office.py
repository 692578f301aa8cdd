"""A real office of invented people, as its file tells it, and how a test lets it begin."""

from copy import deepcopy

from casework.clock import read_clock
from casework.desk import Desk
from casework.founding import OfficeFile, found_office

YEAR = read_clock().office_date.year
OFFICE = {
    "decree": {
        "number": f"WIM.13-OT.02.01 TAHUN {YEAR}", "dated": f"{YEAR}-01-02", "valid_from": f"{YEAR}-01-01", "valid_to": f"{YEAR + 1}-12-31",
    },
    "head_of_office": {"code": "AA", "name": "Nama Satu, S.H.", "employee_number": "197204151998032901", "post": "Kepala Kantor"},
    "administrator": {
        "code": "AB", "name": "Nama Dua", "employee_number": "198009242006042917", "post": "Kepala Subbagian Tata Usaha",
    },
    "officers": [
        {
            "code": "AC", "name": "Nama Tiga", "employee_number": "199002112014022905", "post": "Kepala Seksi Izin Tinggal",
            "rank": "III/d", "roles": ["section-head", "dispatcher"], "languages": ["id", "en"],
        }
    ],
    "equipment": ["K1", "V1"],
}  # fmt: skip
NAMES = ("Nama Satu", "Nama Dua", "Nama Tiga", "197204151998032901", "198009242006042917", "199002112014022905")


def changed(**parts):
    """The office's file with some parts of it told otherwise; a dot leads into a part."""
    told = deepcopy(OFFICE)
    for place, value in parts.items():
        part, _, name = place.partition("__")
        if name:
            told[part][name] = value
        else:
            told[part] = value
    return told


def begin(desk: Desk, told=OFFICE, moment=None):
    with desk.registry.change(moment or read_clock()) as change:
        return found_office(change, OfficeFile.model_validate(told))
