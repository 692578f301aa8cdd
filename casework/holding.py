"""Taking a question on, putting it back, handing it to a colleague: nobody's hands are emptied unasked, nothing is locked for good."""

from collections.abc import Sequence
from typing import Literal

from casework.entitlement import entitled_to
from casework.registry import Change, Event
from casework.registry.authority import Staff
from casework.registry.ledger import Fact
from casework.registry.models import Officer, Question, Submission
from casework.registry.officers import is_serving, judge_code, owner_of_officer

Held = Literal[
    "done", "not-open", "not-entitled", "one-holder", "held-by-colleague", "not-held-by-you", "holder-is-here"
]

HELD_IN_WORDS: dict[str, str] = {
    "done": "Tercatat. · Recorded.",
    "not-open": "Pertanyaan ini sudah diputuskan atau tidak berlaku lagi. · It has been decided, or no longer holds.",
    "not-entitled": "Petugas itu tidak berwenang memutuskannya. · That officer may not decide it.",
    "one-holder": "Hanya satu petugas yang berwenang; tidak perlu diambil. · Only one officer may decide it: there is nothing to take.",
    "held-by-colleague": "Sudah dipegang petugas lain. · A colleague has it in hand already.",
    "not-held-by-you": "Tidak sedang Anda pegang. · It is not in your hands.",
    "holder-is-here": "Pemegangnya masuk hari ini; mintalah ia mengembalikannya. · Its holder is at work: ask for it to be put back.",
}


def claim(change: Change, question_id: int, officer_code: str) -> Held:
    """A question that several may decide is taken on by one of them; a colleague's claim is never overridden."""
    question = change.session.get_one(Question, question_id)
    entitled = _entitled(change, question)
    refusal = _may_not_hold(question, officer_code, entitled)
    if refusal is not None:
        return refusal
    if question.holder_code == officer_code:
        return "done"
    if question.holder_code in entitled:
        return "held-by-colleague"
    question.held_at = change.moment.recorded_at
    return _hand_to(change, question, officer_code, "claimed", officer_code)


def release(change: Change, question_id: int, officer_code: str) -> Held:
    """Its holder puts a question back for everybody who may; reminders begin anew."""
    question = change.session.get_one(Question, question_id)
    if question.state != "open":
        return "not-open"
    if question.holder_code != officer_code:
        return "not-held-by-you"
    question.holder_code, question.held_at = None, None
    question.releases += 1
    _write(change, question, officer_code, "released", {"holder": officer_code})
    return "done"


def reassign(change: Change, question_id: int, officer_code: str, to: str) -> Held:
    """Its holder hands a question to a colleague who may decide it."""
    question = change.session.get_one(Question, question_id)
    if question.state == "open" and question.holder_code != officer_code:
        return "not-held-by-you"
    refusal = _may_not_hold(question, to, _entitled(change, question))
    return refusal or _hand_to(change, question, to, "reassigned", officer_code)


def take_over(change: Change, question_id: int, officer_code: str) -> Held:
    """What an absent colleague holds may be taken by anybody who may decide it; the absence is the reason on record."""
    question = change.session.get_one(Question, question_id)
    staff = Staff(change, change.moment.office_date)
    entitled = _entitled(change, question, staff)
    refusal = _may_not_hold(question, officer_code, entitled)
    if refusal is not None:
        return refusal
    if question.holder_code not in entitled or question.holder_code == officer_code:
        return claim(change, question_id, officer_code)
    if question.holder_code not in staff.absent:
        return "holder-is-here"
    return _hand_to(change, question, officer_code, "taken-over", officer_code)


def refuse_code(change: Change, question_id: int, officer_code: str, code: str, door: str, key: str) -> str | None:
    """Why a one-time code does not let an officer take a question in hand; None where it does, and is used up by it.

    What was wrong counts at the question, and in the officer's name, like a code that was given with a decision.
    ``key`` is the attempt's own.
    """
    officer = change.session.get(Officer, officer_code)
    if officer is None or not is_serving(officer, change.moment.office_date):
        return "unknown-officer"
    verdict = judge_code(change, officer, code, change.moment.recorded_at)
    if verdict == "right":
        change.write(Event("office:code:used-up", owner_of_officer(officer_code), officer_code))
        return None
    reason = "wrong-code" if verdict == "wrong" else "code-used"
    facts: dict[str, Fact] = {"reason": reason, "door": door}
    attempt = Submission(
        question_id=question_id,
        key=f"{door}:{key}",
        door=door,
        officer_code=officer_code,
        submitted_at=change.moment.recorded_at,
        recorded_at=change.moment.recorded_at,
        outcome="refused",
        reason=reason,
        warranted_by=None,
    )
    change.write(Event("office:code:refused", owner_of_officer(officer_code), "unknown", facts), attempt)
    return reason


def _entitled(change: Change, question: Question, staff: Staff | None = None) -> list[str]:
    return [one.code for one in entitled_to(change, question, change.moment.office_date, staff)]


def _may_not_hold(question: Question, officer_code: str, entitled: Sequence[str]) -> Held | None:
    if question.state != "open":
        return "not-open"
    if officer_code not in entitled:
        return "not-entitled"
    return "one-holder" if len(entitled) == 1 and question.holder_code in (None, officer_code) else None


def _hand_to(change: Change, question: Question, to: str, what: str, actor: str) -> Held:
    """The row is read in the transaction that changes it, and changes follow one upon another: nobody comes in between.

    ``held_at`` stays as it was where it goes from hand to hand: since then it has not been free for everybody.
    """
    before, question.holder_code = question.holder_code, to
    _write(change, question, actor, what, {"holder": to, "before": before})
    return "done"


def _write(change: Change, question: Question, actor: str, what: str, told: dict[str, Fact]) -> None:
    facts: dict[str, Fact] = {"question": question.kind, "cycle": question.cycle, **told}
    change.write(Event(f"{question.stage}:question:{what}", question.subject, actor, facts))
