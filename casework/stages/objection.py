"""An objection (keberatan) to a "no": put on record by the day on which it came, then decided anew at the next level."""

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import select

from casework.deadlines import last_day_to_object, objection_rule_on
from casework.letters import LetterFacts, LetterKind
from casework.lifecycle import Stage
from casework.office import Office
from casework.registry import Change, Event, Reading
from casework.registry.ledger import Fact
from casework.registry.models import Case, Decision, Effect, OutsideEvent, Question
from casework.stages import letter_facts
from casework.stages.by_post import days_told
from casework.stages.case_file import (
    ask,
    begin_cycle,
    find_case,
    last_question_of,
    move,
    next_cycle,
    open_question_of,
    read_application,
    void_question,
    was_taken_up,
)
from casework.stages.correspondence import plan_letter
from casework.stages.deciding import ConsequenceRefused, Decided
from casework.stages.eligibility import judge_anew
from casework.stages.objected import to_carry
from casework.stages.permit import open_chain_of_objection
from casework.stages.remedy import DECIDING_LEVELS, LETTER_OF_RESULT, remedy_against
from casework.stages.undoable import undoable
from casework.stages.unsent import void_unsent

ENDED = (Stage.CLOSING, Stage.CLOSED)
RECEIPT = frozenset(f"{family}:{LetterKind.OBJECTION_ADMITTED.value}" for family in ("letter", "mail"))
NO_REFUSAL = (
    "keberatan hanya terhadap penolakan yang sudah diputuskan · an objection is made to a refusal that was decided"
)
NOT_TOLD_YET = "keputusannya belum diberitahukan kepada penjamin · the guarantor has not been told of the decision yet"
NOBODY_DECIDES_ANEW = "keberatan sudah diputuskan, atau tidak ada tingkat di atasnya; upaya berikutnya banding atau PTUN (lihat surat) · an objection was decided, or no level is above: appeal or court, as the letter says"
WAITS_ALREADY = "sebuah keberatan atas berkas ini sedang dicatat · an objection is being put on record: answer it first"


def open_objection(change: Change, office: Office, reference: str, arrived_on: date, origin: str) -> str | None:
    """A written objection has come: the counter officer is asked whether it came in time, with the dates reckoned.

    ``arrived_on`` is the office's day on which it arrived; ``origin`` the same each time the same form is taken up.
    Returns why it cannot be one, or None.
    """
    case = change.session.get(Case, reference)
    if case is None:
        return f"berkas {reference} tidak ada · there is no case {reference}"
    if was_taken_up(change, reference, "objection-receipt", origin):
        return None
    if open_question_of(change, reference, "objection-receipt") is not None:
        return WAITS_ALREADY
    told = _told(change, case)
    why_not = _why_not(change, case, told, arrived_on)
    if why_not is not None or not told:
        return why_not
    told_on = max(told)
    last_day = last_day_to_object(told_on, office.calendar)
    prepared: dict[str, object] = {
        "origin": origin,
        "of": case.result,
        "told_on": told_on.isoformat(),
        "arrived_on": arrived_on.isoformat(),
        "last_day": last_day.isoformat(),
        "outcome": "admissible" if arrived_on <= last_day else "too-late",
    }
    ask(change, office, "objection-receipt", reference, next_cycle(change, reference, "objection-receipt"), prepared)
    return None


def ask_about_objection_again(change: Change, office: Office, asked: Question) -> None:
    """One that nobody has put on record yet, because the case had ended by mistake, is asked about once more, with its own dates."""
    kind, subject = asked.kind, asked.subject
    ask(change, office, kind, subject, next_cycle(change, subject, kind), dict(asked.prepared))


def settle_objection(change: Change, office: Office, decided: Decided) -> None:
    """One that came in time opens the case again, at the next level; one that came too late changes nothing; both are told.

    What came too late is admitted only where the delay was beyond the applicant's control; what came in time cannot be
    turned away as late.
    """
    case, prepared = decided.file, decided.question.prepared
    if Stage(case.stage) not in ENDED or case.result != prepared["of"]:
        raise ConsequenceRefused("stage-has-changed")
    facts: dict[str, Fact] = {"arrived_on": str(prepared["arrived_on"]), "last_day": str(prepared["last_day"])}
    if decided.choice == "admissible":
        if prepared["outcome"] == "too-late" and decided.decision.ground is None:
            raise ConsequenceRefused("ground-missing")
        _reopen(change, office, decided, facts)
        return
    if decided.choice == "too-late" and prepared["outcome"] != "too-late":
        raise ConsequenceRefused("not-consistent")
    change.write(Event(f"{case.stage}:objection:{decided.choice}", case.reference, decided.officer.code, facts))
    if decided.choice == "too-late":
        told = letter_facts.objection_too_late(change, office, case, prepared)
        _tell(change, decided, LetterKind.OBJECTION_TOO_LATE, told)


def has_been_decided(reading: Reading, event: OutsideEvent) -> bool:
    """Whether anybody has decided on an objection already; from then on it is not undone any more."""
    asked_since = select(Decision.question_id).where(
        Decision.subject == event.case_reference,
        Decision.kind.in_((*DECIDING_LEVELS, "eligibility-verdict")),
        Decision.question_id > event.question_id,
    )
    return reading.session.scalar(asked_since.limit(1)) is not None


def undo_objection(change: Change, office: Office, event: OutsideEvent, actor: str) -> None:
    """What was opened again by mistake ends as it had ended: the same result, the same day, nobody asked any more.

    Its receipt goes out no more, where it has not gone out yet.
    """
    del office
    case = find_case(change, event.case_reference)
    void_unsent(change, case.reference, case.stage, "undone", wanted=RECEIPT.__contains__)
    asked = last_question_of(change, case.reference, *DECIDING_LEVELS, "eligibility-verdict")
    if asked is not None and asked.state == "open":
        void_question(change, asked, "undone")
    case.result, case.closed_on = event.before["result"], _day(event.before["closed_on"])
    case.retain_until = _day(event.before["retain_until"])
    move(change, case, "reinstated", to=Stage(event.stage_before), actor=actor, facts={"event": "objection"})


def _reopen(change: Change, office: Office, decided: Decided, facts: dict[str, Fact]) -> None:
    """The case stands where its "no" was decided, and is decided anew by whoever stands above."""
    case, result, actor = decided.file, str(decided.file.result), decided.officer.code
    above = remedy_against(change, case, result).objection
    if not above:
        raise ConsequenceRefused("nobody-decides-anew")
    days = {"closed_on": _text(case.closed_on), "retain_until": _text(case.retain_until)}
    row = undoable(case, "objection", decided, {"result": result, **days})
    change.write(Event(f"{case.stage}:objection:admitted", case.reference, actor, facts), row)
    case.result, case.closed_on, case.retain_until = None, None, None
    arrived_on = date.fromisoformat(str(facts["arrived_on"]))
    decide_by = office.calendar.add_working_days(arrived_on, objection_rule_on(arrived_on).decide_within)
    if result == "refused":
        move(change, case, "objected", to=Stage.PERMIT, actor=actor)
        open_chain_of_objection(change, office, case, above, to_carry("refused", decide_by))
        _tell_of_admission(change, decided, above, decide_by)
        return
    move(change, case, "objected", to=Stage.ASSESSMENT, actor=actor)
    begin_cycle(change, case, read_application(change, case), "judged-anew", actor, {"event": "objection"})
    carried = to_carry("ineligible", decide_by, _who_found_it_ineligible(change, case))
    judge_anew(change, office, case, role=above[0], carried=carried)
    _tell_of_admission(change, decided, above, decide_by)


def _tell_of_admission(change: Change, decided: Decided, deciders: Sequence[str], decide_by: date) -> None:
    facts = letter_facts.objection_admitted(change, decided.file, decided.question.prepared, deciders, decide_by)
    _tell(change, decided, LetterKind.OBJECTION_ADMITTED, facts)


def _tell(change: Change, decided: Decided, kind: LetterKind, facts: LetterFacts) -> None:
    """By the letter of the counter officer who put the objection on record, to guarantor and applicant."""
    reference = decided.file.reference
    plan_letter(change, reference, kind, facts, signed_by=decided, mail_to=("guarantor", "applicant"))


def _why_not(change: Change, case: Case, told: Collection[date], arrived_on: date) -> str | None:
    if Stage(case.stage) not in ENDED or case.result is None or case.result not in LETTER_OF_RESULT:
        return NO_REFUSAL
    if not told:
        return NOT_TOLD_YET
    first = min(told)
    if not first <= arrived_on <= change.moment.office_date:
        return f"tanggal tidak mungkin: diberitahukan {first:%d-%m-%Y} · an impossible day: told on {first:%d-%m-%Y}"
    return None if remedy_against(change, case, case.result).objection else NOBODY_DECIDES_ANEW


def _told(reading: Reading, case: Case) -> list[date]:
    """The office's days on which the letter that said no reached somebody, by mail, by post or by hand; none while it has not.

    Whoever is told first may object at once; the last day counts from the one who was told last.
    """
    kind = LETTER_OF_RESULT.get(case.result or "")
    if kind is None:
        return []
    mails = select(Effect).where(Effect.subject == case.reference, Effect.kind == f"mail:{kind.value}")
    mail = reading.session.scalar(mails.order_by(Effect.occurrence.desc()).limit(1))
    return [] if mail is None else days_told(reading, mail)


def _who_found_it_ineligible(reading: Reading, case: Case) -> list[str]:
    verdicts = select(Decision).where(
        Decision.subject == case.reference, Decision.kind == "eligibility-verdict", Decision.choice == "ineligible"
    )
    return [code for one in reading.session.scalars(verdicts) for code in (one.officer_code, *one.acted_for)]


def _text(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
