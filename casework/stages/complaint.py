"""A complaint about the service: whoever is complained about is kept from the case at once; the office answers in time."""

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import select

from casework.approval_chain import UP_TO_THE_CENTRE
from casework.deadlines import complaint_rule_on
from casework.letters import LetterKind
from casework.office import Office
from casework.questions import code_of
from casework.registry import Change, Event, Reading
from casework.registry.authority import Staff
from casework.registry.ledger import Fact
from casework.registry.models import BarredOfficer, Case, Decision, Officer, Question, TeamDay, Visit
from casework.stages import letter_facts
from casework.stages.barring import bar, barred_officers, lift, team_of_the_visit
from casework.stages.calling_off import call_off_visit
from casework.stages.case_file import ask, find_case, next_cycle, open_question_of, void_question, was_taken_up
from casework.stages.correspondence import plan_letter
from casework.stages.deciding import ConsequenceRefused, Decided
from casework.stages.undoable import undoable

NOBODY_ELSE = "-"
WAITS_ALREADY = "sebuah pengaduan atas berkas ini sedang dicatat · a complaint about this case is being put on record: answer it first"


def open_complaint(change: Change, office: Office, reference: str, origin: str) -> str | None:
    """Somebody complains: the counter officer is asked what about and whom; returns why it cannot be, or None.

    ``origin`` is the same each time the same form is taken up (the run's id): it is one complaint. A closed case can be
    complained about too.
    """
    case = change.session.get(Case, reference)
    if case is None:
        return f"berkas {reference} tidak ada · there is no case {reference}"
    if was_taken_up(change, reference, "complaint-receipt", origin):
        return None
    if open_question_of(change, reference, "complaint-receipt") is not None:
        return WAITS_ALREADY
    options = {"officers": officers_of(change, reference) or _everybody(change)}
    prepared: dict[str, object] = {"origin": origin, "options": options}
    ask(change, office, "complaint-receipt", reference, next_cycle(change, reference, "complaint-receipt"), prepared)
    return None


def officers_of(reading: Reading, reference: str) -> list[str]:
    """Whoever had a part in a case: decided on it, acted for another in it, came to the door or is to come."""
    acts = select(Decision.officer_code, Decision.acted_for).where(Decision.subject == reference)
    decided = {code for officer, principals in reading.session.execute(acts) for code in (officer, *principals)}
    teams = select(TeamDay.members).join(Visit, (Visit.day == TeamDay.day) & (Visit.team_code == TeamDay.team_code))
    visiting = reading.session.scalars(teams.where(Visit.case_reference == reference))
    return sorted(decided | {code for members in visiting for code in members})


def settle_receipt(change: Change, office: Office, decided: Decided) -> None:
    """Who is complained about has no part in the case from this moment on; how the case goes on does not depend on it."""
    case, actor = decided.file, decided.officer.code
    if decided.choice == "dropped":
        change.write(Event("any:complaint:dropped", case.reference, actor))
        return
    officers = _named(change, decided)
    facts: dict[str, Fact] = {"ground": decided.decision.ground, "officers": officers}
    change.write(Event("any:complaint:registered", case.reference, actor, facts), undoable(case, "complaint", decided))
    bar(change, case, decided.question.id, officers, actor)
    if not team_of_the_visit(change, case.reference).isdisjoint(officers):
        call_off_visit(change, office, case, reason="officer-barred", actor=actor)
    _ask_for_the_answer(change, office, case, decided.question.id)


def settle_answer(change: Change, office: Office, decided: Decided) -> None:
    """The guarantor is told what was found by the letter of the official who decided, unless the applicant has died."""
    del office
    case, receipts = decided.file, [int(one) for one in decided.question.prepared["receipts"]]
    bar_stays = code_of(decided.answer["bar"]) == "stays"
    facts: dict[str, Fact] = {"outcome": decided.choice, "ground": decided.decision.ground, "bar_stays": bar_stays}
    change.write(Event("any:complaint:answered", case.reference, decided.officer.code, facts))
    named = _was_anybody_named(change, receipts)
    if not bar_stays:
        lift(change, case, receipts, decided.officer.code)
    if case.result == "died":
        return
    received_on = _arrived_on(change, receipts[0])
    found = (decided.choice, decided.decision.ground or "")
    told = letter_facts.complaint_answer(
        change, case, received_on=received_on, found=found, named=named, bar_stays=bar_stays
    )
    plan_letter(change, case.reference, LetterKind.COMPLAINT_ANSWER, told, signed_by=decided)


def who_answers(reading: Reading, complained_about: Collection[str], on: date) -> str:
    """The role that answers: the section head; where one is complained about, whoever stands above the highest of them."""
    staff = Staff(reading, on)
    roles = {role for code in complained_about for role in staff.roles_of(code)}
    highest = max((UP_TO_THE_CENTRE.index(role) for role in roles if role in UP_TO_THE_CENTRE), default=-1)
    return UP_TO_THE_CENTRE[min(highest + 1, len(UP_TO_THE_CENTRE) - 1)]


def has_something_left(reading: Reading, reference: str, receipt: int) -> bool:
    """Whether a complaint still keeps somebody from the case, or still waits for its answer."""
    bars = select(BarredOfficer.officer_code).where(
        BarredOfficer.question_id == receipt, BarredOfficer.lifted_at.is_(None)
    )
    answer = open_question_of(reading, reference, "complaint-answer")
    waits = answer is not None and receipt in answer.prepared["receipts"]
    return waits or reading.session.scalar(bars.limit(1)) is not None


def undo_complaint(change: Change, office: Office, receipt: int, actor: str) -> None:
    """The bar that came with a complaint is lifted, and nobody needs to answer it any more."""
    del office
    case = find_case(change, change.session.get_one(Question, receipt).subject)
    lift(change, case, [receipt], actor)
    answer = open_question_of(change, case.reference, "complaint-answer")
    if answer is None or receipt not in answer.prepared["receipts"]:
        return
    others = [one for one in answer.prepared["receipts"] if one != receipt]
    if not others:
        void_question(change, answer, "undone")
        return
    answer.prepared = {**answer.prepared, "receipts": others}
    change.write(Event("any:complaint:taken-out", case.reference, actor, {"left": len(others)}))


def _ask_for_the_answer(change: Change, office: Office, case: Case, receipt: int) -> None:
    """One answer for everything that was complained about; what comes while it is due is answered with it, by the same day.

    Its days run from the day on which the complaint arrived, however long it took to put it on record.
    """
    earlier = open_question_of(change, case.reference, "complaint-answer")
    receipts = [*(earlier.prepared["receipts"] if earlier else ()), receipt]
    if earlier is not None:
        void_question(change, earlier, "joined")
    ask(
        change,
        office,
        "complaint-answer",
        case.reference,
        next_cycle(change, case.reference, "complaint-answer"),
        {"receipts": receipts},
        role=who_answers(change, barred_officers(change, case.reference), change.moment.office_date),
        due_by=earlier.due_on if earlier else _answer_by(office, _arrived_on(change, receipt)),
    )


def _arrived_on(reading: Reading, receipt: int) -> date:
    """The day on which a complaint came: the counter was asked about it from then on."""
    return reading.session.get_one(Question, receipt).opened_on


def _answer_by(office: Office, arrived_on: date) -> date:
    return office.calendar.add_working_days(arrived_on, complaint_rule_on(arrived_on).answer_within)


def _named(change: Change, decided: Decided) -> list[str]:
    """The officers complained about; a code that nobody has is a mistake in the form."""
    others = decided.answer["others"]
    codes = {*decided.answer["officers"], *(() if others == NOBODY_ELSE else others.split(","))}
    if any(change.session.get(Officer, code) is None for code in codes):
        raise ConsequenceRefused("unknown-officer")
    return sorted(codes)


def _was_anybody_named(reading: Reading, receipts: Sequence[int]) -> bool:
    bars = select(BarredOfficer.officer_code).where(BarredOfficer.question_id.in_(receipts)).limit(1)
    return reading.session.scalar(bars) is not None


def _everybody(change: Change) -> list[str]:
    return list(Staff(change, change.moment.office_date).serving)
