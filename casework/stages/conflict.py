"""The same reference came again with other content: kept beside the first, until a person says which one counts."""

from casework.case import Application
from casework.differences import Difference, differences
from casework.letters import LetterKind
from casework.lifecycle import Stage
from casework.office import Office
from casework.registry import Change, Event, Reading
from casework.registry.models import Case, ConflictingContent
from casework.stages import letter_facts
from casework.stages.case_file import (
    ask,
    find_case,
    last_question_of,
    move,
    next_cycle,
    open_question_of,
    question_of,
    read_application,
    void_question,
)
from casework.stages.correspondence import plan_letter
from casework.stages.deciding import ConsequenceRefused, Decided
from casework.stages.objected import refuse_to_return_an_objection

SEALED = "conflicting_content.sealed_content"
SENT_ANEW = "the application was sent anew"  # why its verdict is asked no more


def report_conflict(change: Change, office: Office, case: Case, application: Application, digest: str) -> None:
    """The other content is kept sealed and a person is asked, once for each content; the case stays as it is."""
    told = Event(f"{case.stage}:case:conflict-arrived", case.reference, facts={"content": digest})
    cycle = next_cycle(change, case.reference, "intake-conflict")
    previous = question_of(change, case.reference, "intake-conflict", cycle - 1)
    if previous is not None and previous.prepared.get("content") == digest:
        change.write(told)
        return
    other = application.without_contents()
    kept = ConflictingContent(
        case_reference=case.reference,
        cycle=cycle,
        content_digest=digest,
        sealed_content=change.seal(other.model_dump_json().encode(), SEALED, case.reference, cycle),
        received_at=change.moment.recorded_at,
    )
    change.write(told, kept)
    fields = [one.field for one in differences(read_application(change, case), other)]
    ask(change, office, "intake-conflict", case.reference, cycle, {"content": digest, "differs": fields})


def conflict_of(reading: Reading, reference: str, cycle: int) -> tuple[Difference, ...]:
    """Where a conflicting content differs from what the case holds now; for those only who may see personal data."""
    row = reading.session.get(ConflictingContent, (reference, cycle))
    if row is None:
        return ()
    other = Application.model_validate_json(reading.unseal(row.sealed_content, SEALED, reference, cycle))
    return differences(read_application(reading, find_case(reading, reference)), other)


def settle_conflict(change: Change, office: Office, decided: Decided) -> None:
    """A person keeps the first content, or asks the guarantor to send the application anew.

    An application whose verdict is objected to is not sent back in this way either.
    """
    case = decided.file
    if decided.choice == "ask-again":
        verdict = open_question_of(change, case.reference, "eligibility-verdict")
        if Stage(case.stage) is not Stage.ASSESSMENT:
            raise ConsequenceRefused("not-consistent")
        refuse_to_return_an_objection(verdict)
        facts = letter_facts.returned_documents(change, office, case, "two-contents")
        plan_letter(change, case.reference, LetterKind.MISSING_DOCUMENTS, facts)
        if verdict is not None:
            void_question(change, verdict, SENT_ANEW)
        move(change, case, "returned", actor=decided.officer.code)


def ask_about_conflict_again(change: Change, office: Office, case: Case) -> None:
    """What nobody has decided about, because the case had ended by mistake, is asked about once more."""
    last = last_question_of(change, case.reference, "intake-conflict")
    if last is None:
        return
    kept = change.session.get_one(ConflictingContent, (case.reference, last.cycle))
    cycle = next_cycle(change, case.reference, "intake-conflict")
    plain = change.unseal(kept.sealed_content, SEALED, case.reference, kept.cycle)
    again = ConflictingContent(
        case_reference=case.reference,
        cycle=cycle,
        content_digest=kept.content_digest,
        sealed_content=change.seal(plain, SEALED, case.reference, cycle),
        received_at=kept.received_at,
    )
    change.write(Event(f"{case.stage}:case:conflict-kept", case.reference, facts={"cycle": cycle}), again)
    ask(change, office, "intake-conflict", case.reference, cycle, dict(last.prepared))
