"""The one place where a decision is judged and written, whichever door it came through. It fails closed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from pydantic import BaseModel, ValidationError
from sqlalchemy import func, select

from casework.clock import Moment
from casework.consequences import CONSEQUENCES
from casework.entitlement import authority_for
from casework.joint_decisions.warrants import NO_CODE, PAPER, warranted_officer
from casework.letters import LetterRefused
from casework.lifecycle import MoveRefused
from casework.office import Office
from casework.questions import NO_GROUND, OTHER, QUESTION_KINDS, QuestionKind, answer_model, code_of
from casework.refusals import TOO_LATE, UNPRINTABLE, with_detail
from casework.registry import Change, Event, Reading, Registry, Trial
from casework.registry.authority import Authority
from casework.registry.ledger import Fact
from casework.registry.models import Case, Decision, Officer, Question, Submission
from casework.registry.officers import is_serving, judge_code
from casework.stages.case_file import read_application
from casework.stages.deciding import ConsequenceRefused, Decided, seal_answer
from casework.stages.letter_facts.sources import field_of_application

SUPPOSED = "supposed"  # the key and the door of an answer that nobody gave


@dataclass(frozen=True)
class Submitted:
    """What came through a door: the posted values, when, under which key, and which door it was.

    ``submitted_at`` is real time (aware): the moment of submission, however late it is picked up. ``key`` is the
    same each time the same submission is picked up. ``warrant`` is the question whose answer stands for the one-time
    code, where one code was given for several questions.
    """

    question_id: int
    values: Mapping[str, Any]
    submitted_at: datetime
    key: str
    door: str
    warrant: int | None = None


@dataclass(frozen=True)
class Outcome:
    """What became of a submission: granted with its choice, or refused with its reason."""

    granted: bool
    reason: str | None = None
    choice: str | None = None
    officer: str | None = None


class _Refused(Exception):
    def __init__(self, reason: str, officer: str | None = None, detail: str = "") -> None:
        self.reason, self.officer = reason, officer
        self.on_record = with_detail(reason, detail) if detail else reason


def decide(registry: Registry, office: Office, submitted: Submitted, moment: Moment) -> Outcome:
    """A person's answer counts only from an officer with the mandate and the right code, once, with its ground.

    Everything happens in one transaction: the judgement, the decision, its event and the case's move; or a refused
    submission on record. The same key gives the same outcome again. Raises nothing for whatever was posted.
    """
    with registry.change(moment) as change:
        question = change.session.get_one(Question, submitted.question_id)
        earlier = change.session.scalar(select(Submission).where(Submission.key == submitted.key))
        if earlier is not None:
            return _outcome_on_record(change, earlier)
        try:
            return _grant(change, office, question, submitted)
        except _Refused as refused:
            return _refuse(change, question, submitted, refused)


def suppose(
    trial: Trial, office: Office, question: Question, authority: Authority, values: Mapping[str, Any]
) -> str | None:
    """What ``decide`` would do with this answer on this authority: None where it counts, else the reason of the refusal.

    Only within an attempt of a trial: no one-time code is judged, because nobody has answered. All else is as in
    ``decide``; what follows is then there, to be looked at until the attempt ends. Raises ``TypeError`` in a change
    that could be stored.
    """
    if not isinstance(trial, Trial):
        raise TypeError("an answer that nobody gave would be stored: open Registry.trial to suppose one")
    if question.state != "open":
        return "question-void" if question.state == "void" else "already-decided"
    submitted = Submitted(question.id, values, trial.moment.recorded_at, SUPPOSED, SUPPOSED)
    try:
        answer = _well_formed(QUESTION_KINDS[question.kind], question, submitted)
        _settle(trial, office, question, submitted, authority, answer)
    except _Refused as refused:
        return refused.reason
    return None


def refused_submissions(reading: Reading, question_id: int) -> list[Submission]:
    """What was refused at this question so far, in the order in which it was picked up."""
    return list(
        reading.session.scalars(
            select(Submission)
            .where(Submission.question_id == question_id, Submission.outcome == "refused")
            .order_by(Submission.id)
        )
    )


def submitted_too_late(reading: Reading, question_id: int) -> list[Submission]:
    """What was submitted after the question had been settled, and did not count; the first that was picked up first."""
    return [one for one in refused_submissions(reading, question_id) if one.reason in TOO_LATE]


def wrong_codes_in_the_name_of(reading: Reading, officer_code: str, since: datetime) -> int:
    """How often a wrong code was given in an officer's name: they are told in their next briefing."""
    count = reading.session.scalar(
        select(func.count()).where(
            Submission.officer_code == officer_code, Submission.reason == "wrong-code", Submission.recorded_at >= since
        )
    )
    return count or 0


def _grant(change: Change, office: Office, question: Question, submitted: Submitted) -> Outcome:
    on = office.moment_at(submitted.submitted_at).office_date
    if question.state != "open":
        reason = "question-void" if question.state == "void" else "already-decided"
        raise _Refused(reason, _who_came_too_late(change, question, submitted, on))
    answer = _well_formed(QUESTION_KINDS[question.kind], question, submitted)
    officer = _identified(change, question, answer, submitted, on)
    authority = _authorised(change, question, officer, submitted, on)
    choice = _settle(change, office, question, submitted, authority, answer)
    return Outcome(granted=True, choice=choice, officer=officer.code)


def _settle(
    change: Change,
    office: Office,
    question: Question,
    submitted: Submitted,
    authority: Authority,
    answer: Mapping[str, Any],
) -> str:
    """The decision and what follows from it, both or neither; returns the choice."""
    officer, kind = authority.officer.code, QUESTION_KINDS[question.kind]
    ground = code_of(answer["ground"]) if answer.get("ground", NO_GROUND) != NO_GROUND else None
    choice = code_of(answer["decision"])
    if choice in kind.needs_ground and ground is None:
        raise _Refused("ground-missing", officer)
    if not kind.rests_on(choice, ground):
        raise _Refused("ground-not-fitting", officer)
    try:
        with change.session.begin_nested():
            decided = _write_decision(change, office, question, submitted, authority, (choice, ground, answer))
            CONSEQUENCES[question.kind](change, office, decided)
    except ConsequenceRefused as refused:
        raise _Refused(refused.reason, officer) from refused
    except LetterRefused as refused:
        raise _Refused(UNPRINTABLE, officer, _what_cannot_be_printed(change, question, refused)) from None
    except MoveRefused:
        raise _Refused("stage-has-changed", officer) from None
    return choice


def _what_cannot_be_printed(change: Change, question: Question, refused: LetterRefused) -> str:
    """By the application's field where it comes from there: whoever corrects it has the application before them."""
    case = change.session.get(Case, question.subject)
    field = refused.field if case is None else field_of_application(refused, read_application(change, case))
    return f"{field} {refused.reason}"


def _who_came_too_late(change: Change, question: Question, submitted: Submitted, on: date) -> str | None:
    """Whoever comes too late is named on record where the code was theirs, and has used it up."""
    try:
        answer = _well_formed(QUESTION_KINDS[question.kind], question, submitted)
        return _identified(change, question, answer, submitted, on).code
    except _Refused:
        return None


def _well_formed(kind: QuestionKind, question: Question, submitted: Submitted) -> dict[str, Any]:
    try:
        options = question.prepared.get("options") or {}
        model = _model_of(kind.name, tuple((name, tuple(choices)) for name, choices in sorted(options.items())))
        stood_for = {} if submitted.warrant is None else {"code": NO_CODE}
        return model.model_validate({**submitted.values, **stood_for}).model_dump()
    except ValidationError:
        raise _Refused("malformed") from None  # the values may be personal data: they end here


@lru_cache(maxsize=128)  # building one takes longer than all the rest of a judgement
def _model_of(kind_name: str, options: tuple[tuple[str, tuple[str, ...]], ...]) -> type[BaseModel]:
    return answer_model(QUESTION_KINDS[kind_name], dict(options))


def _identified(
    change: Change, question: Question, answer: Mapping[str, Any], submitted: Submitted, on: date
) -> Officer:
    who = answer["other_officer"] if answer["who"] == OTHER else answer["who"].partition(" ")[0]
    officer = change.session.get(Officer, who)
    if officer is None or not is_serving(officer, on):
        raise _Refused("unknown-officer")
    if submitted.warrant is not None:
        if warranted_officer(change, submitted.warrant, question, submitted.submitted_at, answer) != officer.code:
            raise _Refused("not-warranted", officer.code)
        return officer
    verdict = judge_code(change, officer, answer["code"], submitted.submitted_at)
    if verdict != "right":
        raise _Refused("wrong-code" if verdict == "wrong" else "code-used", officer.code)
    change.write(Event("office:code:used-up", f"officer:{officer.code}", officer.code))
    return officer


def _authorised(change: Change, question: Question, officer: Officer, submitted: Submitted, on: date) -> Authority:
    # what was signed on paper during an outage may rest on a letter that could be entered only after it
    entered_by = change.moment.recorded_at if submitted.door == PAPER else None
    authority = authority_for(change, question, officer.code, on, submitted.submitted_at, entered_by)
    if isinstance(authority, str):
        raise _Refused(authority, officer.code)
    return authority


def _write_decision(
    change: Change,
    office: Office,
    question: Question,
    submitted: Submitted,
    authority: Authority,
    judged: tuple[str, str | None, Mapping[str, Any]],
) -> Decided:
    officer, mandate, (choice, ground, answer) = authority.officer, authority.mandate, judged
    submission = _submission(change, question, submitted, officer.code, "granted", None)
    question.state = "decided"
    decision = Decision(
        question_id=question.id,
        submission_key=submitted.key,
        subject=question.subject,
        kind=question.kind,
        officer_code=officer.code,
        mandate_id=mandate.id,
        choice=choice,
        ground=ground,
        sealed_answer=seal_answer(change, question, {key: value for key, value in answer.items() if key != "code"}),
        submitted_at=submitted.submitted_at,
        recorded_at=change.moment.recorded_at,
        office_date=office.moment_at(submitted.submitted_at).office_date,
        delegation_id=authority.delegations[0].id if authority.delegations else None,
        acted_for=list(authority.acted_for),
    )
    change.write(
        Event(
            f"{question.stage}:question:decided",
            question.subject,
            officer.code,
            _told(question, decision, authority, submitted),
        ),
        submission,
        decision,
    )
    case = change.session.get(Case, question.subject)
    return Decided(question=question, decision=decision, officer=officer, mandate=mandate, answer=answer, case=case)


def _told(question: Question, decision: Decision, authority: Authority, submitted: Submitted) -> dict[str, Fact]:
    """What the ledger keeps of a decision: codes only."""
    return {
        "question": question.kind,
        "cycle": question.cycle,
        "choice": decision.choice,
        "ground": decision.ground,
        "mandate": authority.mandate.id,
        "decree": authority.mandate.decree_number,
        "acted_for": list(authority.acted_for),
        "warrant": submitted.warrant,
        "door": submitted.door,
        "submitted_at": submitted.submitted_at.isoformat(),
    }


def _refuse(change: Change, question: Question, submitted: Submitted, refused: _Refused) -> Outcome:
    submission = _submission(change, question, submitted, refused.officer, "refused", refused.on_record)
    facts: dict[str, Fact] = {
        "question": question.kind,
        "cycle": question.cycle,
        "reason": refused.reason,
        "door": submitted.door,
    }
    change.write(
        Event(f"{question.stage}:question:submission-refused", question.subject, refused.officer or "unknown", facts),
        submission,
    )
    return Outcome(granted=False, reason=refused.on_record, officer=refused.officer)


def _submission(
    change: Change, question: Question, submitted: Submitted, officer: str | None, outcome: str, reason: str | None
) -> Submission:
    return Submission(
        question_id=question.id,
        key=submitted.key,
        door=submitted.door,
        officer_code=officer,
        submitted_at=submitted.submitted_at,
        recorded_at=change.moment.recorded_at,
        outcome=outcome,
        reason=reason,
        warranted_by=submitted.warrant,
    )


def _outcome_on_record(change: Change, earlier: Submission) -> Outcome:
    if earlier.outcome == "refused":
        return Outcome(granted=False, reason=earlier.reason, officer=earlier.officer_code)
    decision = change.session.get_one(Decision, earlier.question_id)
    return Outcome(granted=True, choice=decision.choice, officer=decision.officer_code)
