"""Questions that nobody is able to decide any more, each with its cause and the smallest cure."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from sqlalchemy import or_, select

from casework.clock import OFFICE_TIME_ZONE
from casework.entitlement import entitled_to_each
from casework.questions import QUESTION_KINDS, ROLE_NAMES
from casework.registry import Reading
from casework.registry.authority import Staff
from casework.registry.models import Decree, Mandate, Officer, Question
from casework.registry.officers import is_serving
from casework.registry.portions import portions
from casework.stages.four_eyes import excluded_officers
from casework.standing_questions import Standing, open_questions

Cause = Literal["nobody-holds-the-role", "mandates-have-lapsed", "four-eyes", "everybody-is-absent"]


@dataclass(frozen=True)
class Deadlock:
    """An open question that waits in vain.

    ``renew`` names the officers of whom each would do once active, and their mandate renewed. Where it is empty somebody
    new must be appointed in the question's role.
    """

    standing: Standing
    cause: Cause
    renew: tuple[str, ...]
    detail: str

    @property
    def cure(self) -> str:
        """The least that lets somebody decide it, in both languages."""
        role = ROLE_NAMES[self.standing.role]
        if self.cause == "everybody-is-absent":
            return f"tunjuk Plh. atau delegasikan {role}{self.detail} · delegate it, or appoint somebody acting"
        if self.renew:
            return f"perpanjang kewenangan {' / '.join(self.renew)} sebagai {role}{self.detail} · renew this mandate"
        return f"tunjuk seorang {role} (SK, Plh.){self.detail} · appoint somebody who may decide it"

    @property
    def in_words(self) -> str:
        """One line: which question, and what to do."""
        return f"{self.standing.subject}, {QUESTION_KINDS[self.standing.kind].title}: {self.cure}"


def deadlocks(reading: Reading, on: date) -> list[Deadlock]:
    """Every open question that no officer may decide on that day, the most urgent first."""
    waiting = list(reading.session.scalars(select(Question).where(Question.state == "open")))
    stuck = _without_anybody(reading, waiting, Staff(reading, on))
    if not stuck:  # as on nearly every day: how each of thousands stands need not be known
        return []
    return deadlocks_among(reading, [one for one in open_questions(reading) if one.question_id in stuck], on)


def deadlocks_among(reading: Reading, standings: Sequence[Standing], on: date) -> list[Deadlock]:
    """Those of these questions that nobody may decide on that day, in their order."""
    staff, ids = Staff(reading, on), [standing.question_id for standing in standings]
    questions = [
        question
        for portion in portions(ids)
        for question in reading.session.scalars(select(Question).where(Question.id.in_(portion)))
    ]
    stuck = _without_anybody(reading, questions, staff)
    return [
        _deadlock_of(reading, standing, on, staff, stuck[standing.question_id])
        for standing in standings
        if standing.question_id in stuck
    ]


def _without_anybody(reading: Reading, questions: Sequence[Question], staff: Staff) -> dict[int, list[str]]:
    """The questions for which nobody is there, each with those who could decide it if they were not away."""
    entitled = entitled_to_each(reading, questions, staff)
    found = {}
    for question in questions:
        codes = [officer.code for officer in entitled[question.id]]
        is_there = codes and (question.prepared.get("only") is not None or not staff.absent.issuperset(codes))
        if not is_there:
            found[question.id] = codes
    return found


def _deadlock_of(reading: Reading, standing: Standing, on: date, staff: Staff, away: Sequence[str]) -> Deadlock:
    """Why nobody may decide this question on that day."""
    if away:
        return Deadlock(standing, "everybody-is-absent", (), f", selama {', '.join(away)} tidak masuk")
    only = reading.session.get_one(Question, standing.question_id).prepared.get("only")
    return _of_a_role(reading, standing, on, staff) if only is None else _of_a_team(reading, standing, only, on)


def _of_a_role(reading: Reading, standing: Standing, on: date, staff: Staff) -> Deadlock:
    question = reading.session.get_one(Question, standing.question_id)
    holders = [officer.code for officer in staff.entitled(question.role)]
    if holders:
        return Deadlock(standing, "four-eyes", (), f", bukan {', '.join(holders)} yang sudah menangani berkas ini")
    lapsed = _last_mandate(reading, question.role, on, excluded_officers(reading, question))
    if lapsed is None:
        return Deadlock(standing, "nobody-holds-the-role", (), "")
    mandate, decree = lapsed
    ended = min(mandate.valid_to, decree.valid_to)
    if mandate.ended_at is not None:
        ended = min(ended, mandate.ended_at.astimezone(OFFICE_TIME_ZONE).date())
    detail = f" ({decree.number}, berakhir · ended {ended:%d-%m-%Y})"
    return Deadlock(standing, "mandates-have-lapsed", (mandate.officer_code,), detail)


def _of_a_team(reading: Reading, standing: Standing, members: Sequence[str], on: date) -> Deadlock:
    """A team is asked about its own day: nobody else was there, and nobody new would do."""
    active = tuple(code for code in members if is_serving(reading.session.get_one(Officer, code), on))
    detail = "" if active else ", yang harus aktif kembali"
    return Deadlock(standing, "mandates-have-lapsed", active or tuple(members), detail)


def _last_mandate(reading: Reading, role: str, on: date, shut_out: Collection[str]) -> tuple[Mandate, Decree] | None:
    """Whose mandate in the role lasted longest, of those who are still active and had no part in the case."""
    held = (
        select(Mandate, Decree)
        .join(Decree, Decree.number == Mandate.decree_number)
        .join(Officer, Officer.code == Mandate.officer_code)
        .where(Mandate.role == role, Mandate.valid_from <= on)
        .where(or_(Officer.serves_until.is_(None), Officer.serves_until >= on))
    )
    found = [(mandate, decree) for mandate, decree in reading.session.execute(held)]
    able = [one for one in found if one[0].officer_code not in shut_out]
    return max(able, key=lambda one: (min(one[0].valid_to, one[1].valid_to), one[0].id), default=None)
