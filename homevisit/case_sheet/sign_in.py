"""Signing in to the case sheet: a staff code and a one-time code, each attempt on the ledger."""

import json
from datetime import date, datetime, timedelta
from typing import Literal, NamedTuple

from sqlalchemy import select

from casework.office import Office
from casework.registry import Change, Event, Reading, Registry
from casework.registry.authority import Staff
from casework.registry.models import LedgerEntry, Officer
from casework.registry.officers import judge_code, owner_of_officer

SignIn = Literal["signed-in", "not-right", "code-used", "wait"]
SIGNED_IN, SIGNED_OUT, REFUSED = "sheet:officer:signed-in", "sheet:officer:signed-out", "sheet:officer:sign-in-refused"
WRONG_CODES_WITHOUT_WAITING = 2
LONGEST_WAIT_SECONDS = 30
ENTRIES_LOOKED_AT = 40


def sign_in(registry: Registry, office: Office, officer_code: str, code: str, *, known_browser: bool = False) -> SignIn:
    """Only an active officer with a mandate in force signs in, with a one-time code that was never used before.

    After wrong codes in a row there is a wait of 2, 4 … at most 30 seconds, in which no code is judged and which no
    further attempt makes longer; strangers and browsers that the officer knows wait apart, so that nobody can shut an
    officer out of the browser they always use. What was typed in place of a staff code is not written down.
    """
    browser = "known" if known_browser else "new"
    moment = office.now()
    with registry.change(moment) as change:
        officer = reader_of(change, officer_code, moment.office_date)
        if officer is None:
            change.write(Event(REFUSED, "office", "unknown", {"reason": "unknown-officer"}))
            return "not-right"
        if moment.recorded_at < _judged_again_from(change, officer_code, browser):
            return "wait"
        verdict = judge_code(change, officer, code, moment.recorded_at)
        if verdict == "right":
            change.write(Event(SIGNED_IN, owner_of_officer(officer.code), officer.code))
            return "signed-in"
        reason = "wrong-code" if verdict == "wrong" else "code-used"
        change.write(Event(REFUSED, owner_of_officer(officer.code), "unknown", {"reason": reason, "browser": browser}))
    return "not-right" if verdict == "wrong" else "code-used"


def sign_out(registry: Registry, office: Office, officer_code: str) -> None:
    """The end of a session is on the ledger like its beginning."""
    with registry.change(office.now()) as change:
        change.write(Event(SIGNED_OUT, owner_of_officer(officer_code), officer_code))


def reader_of(reading: Reading, officer_code: str, on: date) -> Officer | None:
    """Whoever reads the case sheet is an officer who serves on this day and may act in some role."""
    staff = Staff(reading, on)
    return staff.serving.get(officer_code) if staff.roles_of(officer_code) else None


def roles_of(reading: Reading, officer_code: str, on: date) -> tuple[str, ...]:
    """The roles in which an officer may act on this day, delegated ones included."""
    return Staff(reading, on).roles_of(officer_code)


def wrong_codes_since(reading: Reading, officer_code: str, since: datetime) -> int:
    """How often a wrong code was given here in an officer's name: they are told when they have signed in."""
    attempts = _attempts(reading, officer_code)
    return sum(1 for attempt in attempts if attempt.reason == "wrong-code" and attempt.at >= since)


class _Attempt(NamedTuple):
    event: str
    reason: str | None
    browser: str | None
    at: datetime


def _judged_again_from(change: Change, officer_code: str, browser: str) -> datetime:
    wrong: list[datetime] = []
    for attempt in _attempts(change, officer_code):
        if attempt.event == SIGNED_IN:
            break
        if attempt.reason == "wrong-code" and attempt.browser == browser:
            wrong.append(attempt.at)
    if len(wrong) <= WRONG_CODES_WITHOUT_WAITING:
        return change.moment.recorded_at
    seconds = min(2 ** (len(wrong) - WRONG_CODES_WITHOUT_WAITING), LONGEST_WAIT_SECONDS)
    return wrong[0] + timedelta(seconds=seconds)


def _attempts(reading: Reading, officer_code: str) -> list[_Attempt]:
    """The last attempts in an officer's name, the newest first, in real time."""
    newest = (
        select(LedgerEntry.body)
        .where(LedgerEntry.subject == owner_of_officer(officer_code))
        .order_by(LedgerEntry.subject_seq.desc())
        .limit(ENTRIES_LOOKED_AT)
    )
    told = [json.loads(body) for body in reading.session.scalars(newest)]
    return [
        _Attempt(
            entry["event"],
            entry["facts"].get("reason"),
            entry["facts"].get("browser"),
            datetime.fromisoformat(entry["recorded_at"]),
        )
        for entry in told
        if entry["event"] in (SIGNED_IN, REFUSED)
    ]
