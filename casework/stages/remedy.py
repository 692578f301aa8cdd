"""What is open to whoever was told "no": the letter that says so and the objection that comes go by the same rule."""

from dataclasses import dataclass

from sqlalchemy import select

from casework.approval_chain import HEAD_OF_OFFICE, SECTION_HEAD, UP_TO_THE_CENTRE, chain_for, levels_above
from casework.case import PermitKind, Procedure
from casework.letters import LetterKind
from casework.questions import LEVEL_OF_ROLE
from casework.questions.about_permits import NAMES_NO_REASON
from casework.registry import Change, Reading
from casework.registry.models import Case, Decision, Question
from casework.stages.case_file import read_application
from casework.stages.objected import carried_from

LETTER_OF_RESULT = {"refused": LetterKind.REFUSAL, "ineligible": LetterKind.INELIGIBLE}
DECIDING_LEVELS = tuple(kind for kind in LEVEL_OF_ROLE.values() if kind != "permit-proposal")


@dataclass(frozen=True)
class Remedy:
    """Who decides anew what was refused, in their order, and whoever stands above the first of them for an appeal.

    The first decides the objection; each after it is asked only where those before granted it. Nobody decides anew where
    no objection can be made.
    """

    objection: tuple[str, ...]
    appeal: str | None


def remedy_against(change: Change, case: Case, result: str) -> Remedy:
    """A "no" is objected to once, and decided one level up; from then on, or where nobody stands above, appeal and court are next.

    What a section head found ``ineligible`` the head of office decides anew; a permit that was ``refused`` the levels above.
    An appeal goes to whoever stands above the one who decides the objection (UU 30/2014 Pasal 78): their "no" ends it,
    also where the permit passes a further level after a "yes".
    """
    if result == "ineligible":
        said_no = verdict_that_stands(change, case.reference)
        said_by = HEAD_OF_OFFICE if said_no is None else said_no.role
        above: tuple[str, ...] = (HEAD_OF_OFFICE,) if said_by == SECTION_HEAD else ()
    else:
        said_no = refusal_that_stands(change, case.reference)
        said_by = HEAD_OF_OFFICE if said_no is None else said_no.role
        above = levels_above(said_by, route_of(change, case))
    objection = () if answers_an_objection(said_no) else above
    decider = objection[0] if objection else said_by
    return Remedy(objection, next(iter(UP_TO_THE_CENTRE[UP_TO_THE_CENTRE.index(decider) + 1 :]), None))


def route_of(reading: Change, case: Case) -> tuple[str, ...]:
    """The levels that a permit of this kind passes by the law of today."""
    application = read_application(reading, case)
    return chain_for(
        PermitKind(case.permit_kind),
        Procedure(case.procedure),
        application.permit.extension_number,
        reading.moment.office_date,
    )


def refusal_that_stands(reading: Reading, reference: str) -> Question | None:
    """The question on which a permit was refused: not the proposal below, nor the head's signature under another's refusal."""
    refusals = (
        select(Question)
        .join(Decision, Decision.question_id == Question.id)
        .where(Question.subject == reference, Question.kind.in_(DECIDING_LEVELS), Decision.choice == "refuse")
        .order_by(Question.id.desc())
    )
    return next((one for one in reading.session.scalars(refusals) if not one.prepared.get("binding")), None)


def answers_an_objection(said_no: Question | None) -> bool:
    """Whether a "no" was said to an objection: it is the last that is decided here."""
    return said_no is not None and bool(carried_from(said_no))


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
