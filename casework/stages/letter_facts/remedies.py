"""How a "no" can be contested, in the words of its letter: with whom, who decides it, and within how many days."""

from collections.abc import Sequence
from datetime import date
from typing import TypedDict

from casework.approval_chain import DIRECTORATE_GENERAL, HEAD_OF_OFFICE, REGIONAL_OFFICE
from casework.deadlines import objection_rule_on
from casework.letters.facts.parts import BilingualText, RemedyRoute
from casework.stages.remedy import Remedy

ADDRESSEES: dict[str, BilingualText] = {
    HEAD_OF_OFFICE: BilingualText(
        indonesian="Kepala Kantor Imigrasi Kelas I TPI Surakarta",
        english="the Head of the Surakarta Immigration Office",
    ),
    REGIONAL_OFFICE: BilingualText(
        indonesian="Kepala Kantor Wilayah Direktorat Jenderal Imigrasi Jawa Tengah",
        english="the Head of the Regional Office of Immigration for Central Java",
    ),
    DIRECTORATE_GENERAL: BilingualText(
        indonesian="Direktur Jenderal Imigrasi", english="the Director General of Immigration"
    ),
}
DAYS_TO_APPEAL = 10
COURT = RemedyRoute(
    addressee=BilingualText(
        indonesian="Pengadilan Tata Usaha Negara Semarang", english="the Administrative Court of Semarang"
    ),
    days=90,
    days_kind="calendar",
    legal_basis="UU 5/1986 Pasal 55",
)


class WaysToContest(TypedDict):
    """The facts of a letter that says no, as far as they are about contesting it."""

    objection: RemedyRoute | None
    appeal: RemedyRoute | None
    court: RemedyRoute


def ways_to_contest(remedy: Remedy, told_on: date) -> WaysToContest:
    """What the office itself would take, by the law of the day, then what stands above it, and the court last of all.

    An objection is filed with the official who decided (UU 30/2014 Pasal 77 ayat (2)) and handed on to whoever decides anew.
    """
    days = objection_rule_on(told_on).file_within
    return WaysToContest(
        objection=_objection(remedy, days) if remedy.objection else None,
        appeal=_route(remedy.appeal, DAYS_TO_APPEAL, "UU 30/2014 Pasal 78") if remedy.appeal else None,
        court=COURT,
    )


def _objection(remedy: Remedy, days: int) -> RemedyRoute:
    deciders = () if remedy.objection == (remedy.filed_with,) else remedy.objection
    return _route(remedy.filed_with, days, "UU 30/2014 Pasal 77", deciders)


def _route(role: str, days: int, legal_basis: str, decided_by: Sequence[str] = ()) -> RemedyRoute:
    return RemedyRoute(
        addressee=ADDRESSEES[role],
        decided_by=tuple(ADDRESSEES[one] for one in decided_by),
        days=days,
        days_kind="working",
        legal_basis=legal_basis,
    )
