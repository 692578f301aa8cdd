"""Eligibility: the rules prepare a verdict, an officer makes it."""

from collections.abc import Mapping

from casework.case import PermitKind, Procedure
from casework.deadlines import payment_deadline
from casework.eligibility import Finding, Verdict, VerdictOutcome, assess, service_window_on
from casework.letters import LetterKind
from casework.office import Office
from casework.registry import Change, Event
from casework.registry.ledger import Fact
from casework.registry.models import Case, FindingRow, Payment, Question
from casework.stages import letter_facts
from casework.stages.case_file import (
    ask,
    find_case,
    move,
    plan_effect,
    question_of,
    read_application,
)
from casework.stages.correspondence import plan_letter
from casework.stages.deciding import ConsequenceRefused, Decided, recorded_act
from casework.stages.objected import decide_by, refuse_to_return_an_objection
from casework.stages.remedy import verdict_that_stands
from casework.tariffs import Tariff, tariff_for


def prepare_verdict(change: Change, office: Office, reference: str) -> Question | None:
    """The rules in force today are tried once a cycle, with the facts of the application's day, each leaves its row, and an officer is asked."""
    case = find_case(change, reference)
    asked = question_of(change, reference, "eligibility-verdict", case.cycle)
    if asked is not None:
        return asked
    verdict = _try_the_rules(change, office, case)
    if _passes_alone(change, office, case, verdict):
        change.write(Event("assessment:verdict:passed-alone", reference, facts={"cycle": case.cycle}))
        _go_on(change, case, "system")
        return None
    prepared: dict[str, object] = {"outcome": verdict.outcome.value, "ground": verdict.ground}
    return ask(change, office, "eligibility-verdict", reference, case.cycle, prepared)


def judge_anew(
    change: Change, office: Office, case: Case, *, role: str | None = None, carried: Mapping[str, object] | None = None
) -> Question:
    """In a cycle that has just begun the rules are tried once more, and an officer is asked, whatever they find.

    ``role`` is who is asked, where it is not the section head; ``carried`` what an objection brings along.
    """
    verdict = _try_the_rules(change, office, case)
    told = carried or {}
    prepared: dict[str, object] = {**told, "outcome": verdict.outcome.value, "ground": verdict.ground}
    kind, due_by = "eligibility-verdict", decide_by(told)
    return ask(change, office, kind, case.reference, case.cycle, prepared, role=role, due_by=due_by)


def settle_verdict(change: Change, office: Office, decided: Decided) -> None:
    """A yes goes on to the state's fee, a no is told by letter with its ground, a return asks for what is missing.

    To decide otherwise than the rules found needs a ground, also for a yes.
    """
    case, choice, ground = decided.file, decided.choice, decided.decision.ground
    prepared = decided.question.prepared["outcome"]
    if choice not in ("return", prepared) and ground is None:
        raise ConsequenceRefused("ground-missing")
    if choice == "return":
        refuse_to_return_an_objection(decided.question)
    if choice == "eligible":
        _go_on(change, case, decided.officer.code)
    elif choice == "ineligible":
        _tell_of_the_verdict(change, office, case, decided)
        case.result = "ineligible"
        move(change, case, "ineligible", actor=decided.officer.code, facts={"ground": ground})
    else:
        facts_of_return = letter_facts.returned_documents(change, office, case, ground or "documents")
        plan_letter(change, case.reference, LetterKind.MISSING_DOCUMENTS, facts_of_return)
        move(change, case, "returned", actor=decided.officer.code, facts={"ground": ground})


def tell_of_the_verdict(change: Change, office: Office, case: Case) -> None:
    """A "no" that was decided and never told goes out in the name of whoever decided it."""
    verdict = verdict_that_stands(change, case.reference)
    if verdict is not None:
        _tell_of_the_verdict(change, office, case, recorded_act(change, verdict))


def _try_the_rules(change: Change, office: Office, case: Case) -> Verdict:
    verdict = assess(
        read_application(change, case),
        on=change.moment.office_date,
        service=service_window_on(case.applied_on),
        calendar=office.calendar,
    )
    rows = [_finding_row(case, finding, change) for finding in verdict.findings]
    facts: dict[str, Fact] = {
        "outcome": verdict.outcome.value,
        "cycle": case.cycle,
        "ground": verdict.ground,
    }
    change.write(Event("assessment:verdict:prepared", case.reference, facts=facts), *rows)
    return verdict


def _tell_of_the_verdict(change: Change, office: Office, case: Case, signed: Decided) -> None:
    facts = letter_facts.ineligible(change, office, case, signed.decision.ground or "")
    mail_to = ("guarantor", "applicant")
    plan_letter(change, case.reference, LetterKind.INELIGIBLE, facts, signed_by=signed, mail_to=mail_to)


def _passes_alone(change: Change, office: Office, case: Case, verdict: Verdict) -> bool:
    """Where the office has decreed it, a yes by every rule with a certain tariff needs no officer; nothing else ever."""
    if not office.settings.clear_yes_passes_alone or verdict.outcome is not VerdictOutcome.ELIGIBLE:
        return False
    tariff = _tariff_of(change, case)
    return tariff is not None and not (tariff.total and tariff.must_be_confirmed)


def _tariff_of(change: Change, case: Case) -> Tariff | None:
    index = read_application(change, case).permit.index
    return tariff_for(PermitKind(case.permit_kind), Procedure(case.procedure), index, change.moment.office_date)


def _go_on(change: Change, case: Case, actor: str) -> None:
    tariff = _tariff_of(change, case)
    if tariff is None:
        raise ConsequenceRefused("tariff-missing")
    if tariff.total == 0:
        move(change, case, "eligible-without-fee", actor=actor)
        return
    payment = Payment(
        case_reference=case.reference,
        occurrence=1,
        amount=tariff.total,
        tariff_basis=tariff.legal_basis,
        due_on=payment_deadline(case.permit_expires_on, billed_on=change.moment.office_date),
    )
    order = plan_effect(change, case.reference, "billing-order", {"occurrence": 1})
    change.write(
        Event("payment:fee:set", case.reference, facts={"amount": tariff.total, "basis": tariff.legal_basis}),
        payment,
        order,
    )
    move(change, case, "eligible", actor=actor)


def _finding_row(case: Case, finding: Finding, change: Change) -> FindingRow:
    return FindingRow(
        case_reference=case.reference,
        cycle=case.cycle,
        rule_id=finding.rule_id,
        rule_version=finding.rule_version,
        outcome=finding.outcome.value,
        ground=finding.ground,
        detail=dict(finding.detail),
        assessed_on=change.moment.office_date,
    )
