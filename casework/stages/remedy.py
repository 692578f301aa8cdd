"""What is open to whoever was told "no": the letter that says so and the objection that comes go by the same rule."""

from dataclasses import dataclass

from sqlalchemy import select

from casework.approval_chain import HEAD_OF_OFFICE, SECTION_HEAD, UP_TO_THE_CENTRE, chain_for, levels_above
from casework.case import PermitKind, Procedure
from casework.questions import LEVEL_OF_ROLE
from casework.questions.about_permits import NAMES_NO_REASON
from casework.registry import Change, Reading
from casework.registry.models import Case, Decision, Question
from casework.stages.case_file import read_application

DECIDING_LEVELS = tuple(kind for kind in LEVEL_OF_ROLE.values() if kind != "permit-proposal")


@dataclass(frozen=True)
class Remedy:
    """With whom an objection is filed, who decides it anew, in their order, and whoever stands above the first of them.

    Nobody decides one where none can be made.
    """

    filed_with: str
    objection: tuple[str, ...]
    appeal: str | None


def remedy_against(change: Change, case: Case, result: str) -> Remedy:
    """An objection is filed with whoever said "no" and decided one level up; where nobody decides anew, appeal and court are next.

    A verdict on the application (``ineligible``) is objected to once, and the head of office decides; a permit that was
    ``refused`` as far up as there is a level. What a section of this office decided, its head answers for (UU 30/2014 Pasal 77).
    """
    if result == "ineligible":
        verdict = verdict_that_stands(change, case.reference)
        said_by = HEAD_OF_OFFICE if verdict is None else verdict.role
        objection: tuple[str, ...] = (HEAD_OF_OFFICE,) if said_by == SECTION_HEAD else ()
    else:
        said_by = refused_by(change, case.reference) or HEAD_OF_OFFICE
        objection = levels_above(said_by, route_of(change, case))
    first = objection[0] if objection else said_by
    filed_with = HEAD_OF_OFFICE if said_by == SECTION_HEAD else said_by
    return Remedy(filed_with, objection, next(iter(UP_TO_THE_CENTRE[UP_TO_THE_CENTRE.index(first) + 1 :]), None))


def route_of(reading: Change, case: Case) -> tuple[str, ...]:
    """The levels that a permit of this kind passes by the law of today."""
    application = read_application(reading, case)
    return chain_for(
        PermitKind(case.permit_kind),
        Procedure(case.procedure),
        application.permit.extension_number,
        reading.moment.office_date,
    )


def refused_by(reading: Reading, reference: str) -> str | None:
    """The role whose refusal stands: not the proposal below it, nor the head's signature under another's refusal."""
    refusals = (
        select(Question)
        .join(Decision, Decision.question_id == Question.id)
        .where(Question.subject == reference, Question.kind.in_(DECIDING_LEVELS), Decision.choice == "refuse")
        .order_by(Question.id.desc())
    )
    return next((one.role for one in reading.session.scalars(refusals) if not one.prepared.get("binding")), None)


def ground_that_stands(reading: Reading, decision: Decision) -> str:
    """On which ground, by its code, a permit is refused: that of whoever refused it, not of the head who signs for them.

    Where that names no reason, as forms once allowed, it is the reason of the level below that proposed the refusal.
    """
    signed = reading.session.get_one(Question, decision.question_id)
    refusals = (
        select(Decision)
        .join(Question, Question.id == Decision.question_id)
        .where(Question.subject == decision.subject, Question.kind.in_(LEVEL_OF_ROLE.values()))
        .where(Decision.choice == "refuse", Question.id < signed.id)
        .order_by(Question.id.desc())
    )
    own = signed.prepared.get("ground") if signed.prepared.get("binding") else decision.ground
    grounds = [own, *(one.ground for one in reading.session.scalars(refusals))]
    given = [str(ground) for ground in grounds if ground is not None]
    return next((one for one in given if one not in NAMES_NO_REASON), given[0] if given else "requirements")


def verdict_that_stands(reading: Reading, reference: str) -> Question | None:
    """The question on which an officer decided last whether an application is eligible."""
    decided = select(Question).where(
        Question.subject == reference, Question.kind == "eligibility-verdict", Question.state == "decided"
    )
    return reading.session.scalar(decided.order_by(Question.id.desc()).limit(1))
