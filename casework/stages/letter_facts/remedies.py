"""How a "no" can be contested, in the words of its letter: with whom, who decides it, and within how many days."""

from collections.abc import Sequence
from datetime import date
from typing import Literal, TypedDict

from casework.approval_chain import HEAD_OF_OFFICE
from casework.deadline_rules import AppealRule, CourtRule, ObjectionRule
from casework.deadlines import appeal_rule_on, court_rule_on, objection_rule_on
from casework.letters.facts.parts import RemedyRoute
from casework.stages.letter_facts.addressees import ADMINISTRATIVE_COURT, addressee_on
from casework.stages.remedy import Remedy


class WaysToContest(TypedDict):
    """The facts of a letter that says no, as far as they are about contesting it."""

    objection: RemedyRoute | None
    appeal: RemedyRoute | None
    court: RemedyRoute


def ways_to_contest(remedy: Remedy, told_on: date) -> WaysToContest:
    """What the office itself would take, by the law of the day, then what stands above it, and the court last of all.

    An objection is filed with the official who issued the decision (UU 30/2014 Pasal 77 ayat (2)): every "no" is this
    office's letter or decree, and its head answers for it, whoever decides anew.
    """
    objection, appeal, court = objection_rule_on(told_on), appeal_rule_on(told_on), court_rule_on(told_on)
    deciders = () if remedy.objection == (HEAD_OF_OFFICE,) else remedy.objection
    return WaysToContest(
        objection=_route(HEAD_OF_OFFICE, told_on, objection, deciders) if remedy.objection else None,
        appeal=_route(remedy.appeal, told_on, appeal) if remedy.appeal else None,
        court=_route(ADMINISTRATIVE_COURT, told_on, court),
    )


def _route(
    role: str, told_on: date, rule: ObjectionRule | AppealRule | CourtRule, decided_by: Sequence[str] = ()
) -> RemedyRoute:
    days_kind: Literal["working", "calendar"] = "calendar" if isinstance(rule, CourtRule) else "working"
    return RemedyRoute(
        addressee=addressee_on(role, told_on).named,
        decided_by=tuple(addressee_on(one, told_on).named for one in decided_by),
        days=rule.file_within,
        days_kind=days_kind,
        legal_basis=rule.legal_basis,
    )
