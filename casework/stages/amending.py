"""The applicant has moved house: the amended application stands beside what was sent, and no team goes to the old door."""

from sqlalchemy import select

from casework.case import Application, Residence
from casework.lifecycle import Stage
from casework.office import Office
from casework.registry import Change, Reading
from casework.registry.ledger import Fact
from casework.registry.models import Case, FindingRow
from casework.stages.calling_off import call_off_visit
from casework.stages.case_file import begin_cycle, question_of, read_application, void_question
from casework.stages.eligibility import judge_anew
from casework.stages.objected import carried_from
from casework.stages.undoable import latest_event

REASON = "new-address"


def change_residence(change: Change, office: Office, case: Case, residence: Residence, actor: str, act: str) -> None:
    """From now on the case lives at this address: its cycle, its regency, its place in the queue, its letters.

    A visit that is announced and not reported is called off; an application under assessment is assessed anew; what
    the rules found before stands for every other.
    """
    application = read_application(change, case).model_copy(update={"residence": residence})
    before = case.cycle
    case.regency_code = residence.regency_code
    facts: dict[str, Fact] = {"act": act, "regency": residence.regency_code}
    is_under_assessment = Stage(case.stage) is Stage.ASSESSMENT
    findings = () if is_under_assessment else _findings_that_stand(change, case)
    begin_cycle(change, case, application, "address-changed", actor, facts, findings)
    if is_under_assessment:
        _assess_anew(change, office, case, before)
    call_off_visit(change, office, case, reason=REASON, actor=actor)


def approved_residence(reading: Reading, case: Case) -> Residence | None:
    """Where the case lives because two have approved it; None where it lives as it was sent, or that was undone."""
    if latest_event(reading, case.reference, REASON) is None:
        return None
    return read_application(reading, case).residence


def keep_residence(change: Change, case: Case, sent: Application, approved: Residence | None) -> None:
    """What the guarantor sends later does not take back what two have approved: it stands beside it, amended."""
    if approved is None or approved == sent.residence:
        return
    case.regency_code = approved.regency_code
    facts: dict[str, Fact] = {"regency": approved.regency_code}
    begin_cycle(change, case, sent.model_copy(update={"residence": approved}), "address-kept", "system", facts)


def _assess_anew(change: Change, office: Office, case: Case, before: int) -> None:
    asked = question_of(change, case.reference, "eligibility-verdict", before)
    if asked is None or asked.state != "open":
        return  # the assessment has not begun: it begins with the new address
    void_question(change, asked, REASON)
    judge_anew(change, office, case, role=asked.role, carried=carried_from(asked))


def _findings_that_stand(change: Change, case: Case) -> list[FindingRow]:
    found = select(FindingRow).where(FindingRow.case_reference == case.reference, FindingRow.cycle == case.cycle)
    return [
        FindingRow(
            case_reference=case.reference,
            cycle=case.cycle + 1,
            rule_id=row.rule_id,
            rule_version=row.rule_version,
            outcome=row.outcome,
            ground=row.ground,
            detail=row.detail,
            assessed_on=row.assessed_on,
        )
        for row in change.session.scalars(found)
    ]
