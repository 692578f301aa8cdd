"""Permit: a chain of levels, frozen at the start; SIMKIM registers what was granted, once."""

from collections.abc import Mapping, Sequence

from sqlalchemy import func, select

from casework.approval_chain import HEAD_OF_OFFICE
from casework.letters import LetterKind
from casework.lifecycle import Stage
from casework.office import Office
from casework.partners.protocols import PermitReceipt
from casework.questions import LEVEL_OF_ROLE
from casework.registry import Change, Event, Reading
from casework.registry.models import ApprovalLevel, Case, DataKey, Decision, Effect, IssuedPermit, Question
from casework.stages import letter_facts
from casework.stages.case_file import (
    ask,
    find_case,
    last_question_of,
    move,
    next_cycle,
    plan_effect,
)
from casework.stages.copies_owed import is_a_copy, open_trouble
from casework.stages.correspondence import plan_letter, write_with_template_in_force
from casework.stages.deciding import ConsequenceRefused, Decided, recorded_act
from casework.stages.envelope import TO_ROLE
from casework.stages.objected import carried_from, decide_by, refuse_to_return_an_objection
from casework.stages.remedy import route_of


def open_chain(change: Change, office: Office, case: Case) -> Question:
    """The chain of approval is fixed when the case enters the stage; its first level is asked."""
    return _open(change, office, case, route_of(change, case), {})


def open_chain_of_objection(
    change: Change, office: Office, case: Case, roles: Sequence[str], carried: Mapping[str, object]
) -> Question:
    """A permit that was refused is decided anew by the levels above; ``carried`` goes from each of them to the next."""
    return _open(change, office, case, roles, carried)


def open_chain_again(change: Change, office: Office, case: Case) -> Question:
    """A case that stands in this stage again is asked about from the first level of the chain in which it stood."""
    last = last_question_of(change, case.reference, *LEVEL_OF_ROLE.values())
    if last is None:
        return open_chain(change, office, case)
    if last.prepared.get("binding"):
        return _ask_the_head_to_sign(change, office, case, last.prepared["proposal"], last.prepared["ground"])
    carried = carried_from(last)
    if not carried:
        return open_chain(change, office, case)
    return _open(change, office, case, [level.role for level in _levels(change, case.reference, last.cycle)], carried)


def settle_level(change: Change, office: Office, decided: Decided) -> None:
    """Each level hands on to the next; a permit is granted only after the last one, and refused by any above the proposal."""
    case = decided.file
    _judge_difference(decided)
    if decided.choice == "return":
        refuse_to_return_an_objection(decided.question)
        open_chain(change, office, case)
        return
    if decided.choice == "refuse" and decided.question.kind != "permit-proposal":
        _refuse(change, office, decided)
        return
    following = _level_after(change, case, decided.question)
    if following is not None:
        if decided.mandate.role == HEAD_OF_OFFICE:
            _send_up(change, case, following.role, decided)
        _ask_level(change, office, case, following, carried_from(decided.question))
    elif decided.choice == "grant" and decided.question.role != HEAD_OF_OFFICE and carried_from(decided.question):
        _ask_the_head_to_sign(change, office, case, "grant", None)
    elif decided.choice == "grant":
        change.write(
            Event("permit:decision:granted", case.reference, decided.officer.code),
            plan_effect(change, case.reference, "simkim-handover", {}),
        )
    else:
        _refuse(change, office, decided)


def is_released(reading: Reading, reference: str) -> bool:
    """A permit is released only when the last level of the present chain has granted it."""
    cycle = _last_cycle(reading, reference)
    levels = _levels(reading, reference, cycle)
    if not levels:
        return False
    return _choice_of(reading, reference, levels[-1]) == "grant"


def note_registered(change: Change, office: Office, reference: str, receipt: PermitReceipt) -> None:
    """What SIMKIM registered is told to the applicant by the letter of the head of office who granted it."""
    case = find_case(change, reference)
    if change.session.get(IssuedPermit, reference) is not None or Stage(case.stage) is not Stage.PERMIT:
        return
    sealed = change.seal(receipt.model_dump_json().encode(), "issued_permit.sealed_permit", reference)
    permit = IssuedPermit(case_reference=reference, sealed_permit=sealed, registered_at=change.moment.recorded_at)
    change.write(Event("permit:permit:registered", reference), permit)
    signed = tell_of_the_grant(change, office, case)
    case.result = "granted"
    move(change, case, "granted", actor=signed.officer.code)


def tell_of_the_grant(change: Change, office: Office, case: Case) -> Decided:
    """The grant goes out in the name of the head of office who signed it; returns that act."""
    row = change.session.get_one(IssuedPermit, case.reference)
    opened = change.unseal(row.sealed_permit, "issued_permit.sealed_permit", case.reference)
    signed = _act_of_the_head(change, case)
    facts = letter_facts.grant(change, case, PermitReceipt.model_validate_json(opened), signed.decision.office_date)
    mail_to = ("guarantor", "applicant")
    plan_letter(change, case.reference, LetterKind.GRANT, facts, signed_by=signed, mail_to=mail_to, office=office)
    return signed


def tell_of_the_refusal(change: Change, office: Office, case: Case, signed: Decided | None = None) -> None:
    """The refusal goes out in the name of the head of office who signed it, last of all by default."""
    signed = signed or _act_of_the_head(change, case)
    facts = letter_facts.refusal(change, case, signed.decision)
    mail_to = ("guarantor", "applicant")
    plan_letter(change, case.reference, LetterKind.REFUSAL, facts, signed_by=signed, mail_to=mail_to, office=office)


def ask_about_partner(change: Change, office: Office, effect: Effect, reason: str) -> Question | None:
    """A partner that stays down, or refuses, is a question to a person; the order itself stays planned.

    There is one at a time about a subject, and beside it one about copies, for which nothing else waits.
    """
    if open_trouble(change, effect.subject, with_a_copy=is_a_copy(effect.kind)) is not None:
        return None
    if change.session.get(DataKey, effect.subject) is None:
        change.create_key(
            effect.subject
        )  # a day's mail to a role has one from here on: the answer will be sealed under it
    cycle = next_cycle(change, effect.subject, "partner-down")
    return ask(change, office, "partner-down", effect.subject, cycle, {"effect": effect.kind, "reason": reason})


def settle_partner(change: Change, office: Office, decided: Decided) -> None:
    """The order goes out again under its own key: a partner that has it already answers the same.

    A letter that its template keeps from being printed is written with the one in force, under the number that it has.
    """
    del office
    if decided.choice == "current-template":
        write_with_template_in_force(
            change, decided.question.subject, decided.question.prepared["effect"], decided.officer.code
        )
    change.write(Event("permit:partner:to-be-tried-again", decided.question.subject, decided.officer.code))


def _judge_difference(decided: Decided) -> None:
    proposal = decided.question.prepared.get("proposal")
    if decided.question.prepared.get("binding") and decided.choice != proposal:
        raise ConsequenceRefused("not-consistent")
    if proposal is not None and decided.choice != proposal and decided.decision.ground is None:
        raise ConsequenceRefused("ground-missing")


def _refuse(change: Change, office: Office, decided: Decided) -> None:
    case = decided.file
    if decided.mandate.role != HEAD_OF_OFFICE:
        _ask_the_head_to_sign(change, office, case, "refuse", decided.decision.ground)
        return
    tell_of_the_refusal(change, office, case, decided)
    case.result = "refused"
    move(change, case, "refused", actor=decided.officer.code, facts={"ground": decided.decision.ground})


def _ask_the_head_to_sign(change: Change, office: Office, case: Case, choice: str, ground: str | None) -> Question:
    """What was decided above the office goes out in the head's name only after the head's own act, and only that."""
    cycle = _last_cycle(change, case.reference) + 1
    level = ApprovalLevel(case_reference=case.reference, cycle=cycle, level=1, role=HEAD_OF_OFFICE)
    happened = "refused-above" if choice == "refuse" else "granted-above"
    change.write(Event(f"permit:chain:{happened}", case.reference, facts={"cycle": cycle, "ground": ground}), level)
    prepared: dict[str, object] = {"level": 1, "proposal": choice, "ground": ground, "binding": True}
    return ask(change, office, "permit-decision", case.reference, cycle, prepared)


def _send_up(change: Change, case: Case, asked: str, decided: Decided) -> None:
    """What the head of office has decided goes up with the head's own letter; the level above is reached by its mailbox."""
    facts = letter_facts.approval_request(change, case, asked, decided)
    mail_to = (f"{TO_ROLE}{asked}",)
    plan_letter(change, case.reference, LetterKind.APPROVAL_REQUEST, facts, signed_by=decided, mail_to=mail_to)


def _open(change: Change, office: Office, case: Case, roles: Sequence[str], carried: Mapping[str, object]) -> Question:
    cycle = _last_cycle(change, case.reference) + 1
    levels = [
        ApprovalLevel(case_reference=case.reference, cycle=cycle, level=number, role=role)
        for number, role in enumerate(roles, start=1)
    ]
    change.write(Event("permit:chain:frozen", case.reference, facts={"cycle": cycle, "levels": list(roles)}), *levels)
    return _ask_level(change, office, case, levels[0], carried)


def _ask_level(
    change: Change, office: Office, case: Case, level: ApprovalLevel, carried: Mapping[str, object]
) -> Question:
    proposal = _choice_below(change, case.reference, level)
    prepared: dict[str, object] = {**carried, "level": level.level, "proposal": proposal}
    kind, due_by = LEVEL_OF_ROLE[level.role], decide_by(carried)
    return ask(change, office, kind, case.reference, level.cycle, prepared, due_by=due_by)


def _choice_below(reading: Reading, reference: str, level: ApprovalLevel) -> str | None:
    below = next((one for one in _levels(reading, reference, level.cycle) if one.level == level.level - 1), None)
    return None if below is None else _choice_of(reading, reference, below)


def _choice_of(reading: Reading, reference: str, level: ApprovalLevel) -> str | None:
    return reading.session.scalar(
        select(Decision.choice)
        .join(Question, Question.id == Decision.question_id)
        .where(Question.subject == reference, Question.kind == LEVEL_OF_ROLE[level.role], Question.cycle == level.cycle)
    )


def _level_after(reading: Reading, case: Case, question: Question) -> ApprovalLevel | None:
    levels = _levels(reading, case.reference, question.cycle)
    present = next(level for level in levels if LEVEL_OF_ROLE[level.role] == question.kind)
    return next((level for level in levels if level.level == present.level + 1), None)


def _levels(reading: Reading, reference: str, cycle: int) -> list[ApprovalLevel]:
    statement = select(ApprovalLevel).where(ApprovalLevel.case_reference == reference, ApprovalLevel.cycle == cycle)
    return list(reading.session.scalars(statement.order_by(ApprovalLevel.level)))


def _last_cycle(reading: Reading, reference: str) -> int:
    return (
        reading.session.scalar(select(func.max(ApprovalLevel.cycle)).where(ApprovalLevel.case_reference == reference))
        or 0
    )


def _act_of_the_head(change: Change, case: Case) -> Decided:
    question = change.session.scalars(
        select(Question)
        .where(Question.subject == case.reference, Question.kind == "permit-decision", Question.state == "decided")
        .order_by(Question.cycle.desc())
        .limit(1)
    ).one()
    return recorded_act(change, question)
