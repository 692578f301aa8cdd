"""Who receives a copy of a letter (tembusan): each by a code, with the words that stand for them on paper."""

from collections.abc import Iterable
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from casework.letters.frame import Letterhead


class CopyTo(StrEnum):
    """The parties of a case, the office's own posts, and the houses outside it."""

    GUARANTOR = "guarantor"
    APPLICANT = "applicant"
    OFFICERS = "officers"
    SECTION_HEAD = "section-head"
    ADMINISTRATOR = "administrator"
    DISPATCHER = "dispatcher"
    ENFORCEMENT_SECTION = "enforcement-section"
    REGIONAL_OFFICE = "regional-office"
    DIRECTORATE_GENERAL = "directorate-general"
    CIVIL_REGISTRY = "civil-registry"


# {regional_head} is what the letterhead of the day calls that post: it was renamed with the ministry.
WORDS: dict[CopyTo, str] = {
    CopyTo.GUARANTOR: "Penjamin",
    CopyTo.APPLICANT: "Pemegang izin tinggal yang bersangkutan",
    CopyTo.OFFICERS: "Petugas yang bersangkutan",
    CopyTo.SECTION_HEAD: "Kepala Seksi Lalu Lintas dan Izin Tinggal Keimigrasian",
    CopyTo.ADMINISTRATOR: "Kepala Subbagian Tata Usaha",
    CopyTo.DISPATCHER: "Koordinator kunjungan",
    CopyTo.ENFORCEMENT_SECTION: "Kepala Seksi Intelijen dan Penindakan Keimigrasian",
    CopyTo.REGIONAL_OFFICE: "{regional_head}",
    CopyTo.DIRECTORATE_GENERAL: "Direktur Jenderal Imigrasi",
    CopyTo.CIVIL_REGISTRY: "Kepala Dinas Kependudukan dan Pencatatan Sipil setempat",
}


def in_words(copies: Iterable[str], head: "Letterhead") -> tuple[str, ...]:
    """What stands on paper for each who receives a copy, under the letterhead of the day."""
    return tuple(WORDS[CopyTo(copy)].format(regional_head=head.regional_head.indonesian) for copy in copies)


class PrintedCopies(tuple[str, ...]):
    """Older templates ask for the first copy, which once was always named: where none is, they print nothing there."""

    __slots__ = ()

    def __getitem__(self, place: Any) -> Any:
        return "" if isinstance(place, int) and not -len(self) <= place < len(self) else super().__getitem__(place)


def as_listed(copies: tuple[str, ...]) -> PrintedCopies:
    """The list as it is printed: a semicolon after each, a full stop after the last."""
    return PrintedCopies((*(f"{copy};" for copy in copies[:-1]), *(f"{copy}." for copy in copies[-1:])))
