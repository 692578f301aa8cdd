"""Officers and their one-time codes (TOTP, RFC 6238)."""

import secrets
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

import pyotp
from sqlalchemy import select

from casework.registry.database import Change, Reading
from casework.registry.models import Officer, RankChange, UsedCode

CodeVerdict = Literal["right", "wrong", "used"]
STEPS_OF_TOLERANCE = 1
ISSUER = "Kantor Imigrasi Surakarta"


@dataclass(frozen=True)
class NewOfficer:
    """What is known of an officer who is taken into the register."""

    code: str
    name: str
    employee_number: str
    post: str
    languages: tuple[str, ...] = ("id",)
    code_step_seconds: int = 30
    serves_from: date | None = None
    rank: str | None = None


def owner_of_officer(code: str) -> str:
    """The name under which an officer's own data is sealed."""
    return f"officer:{code}"


def enrol_officer(change: Change, new: NewOfficer) -> tuple[Officer, str]:
    """Take an officer into the register; the secret of the one-time code is returned once, to be shown once."""
    owner = owner_of_officer(new.code)
    change.create_key(owner)
    secret = pyotp.random_base32()
    officer = Officer(
        code=new.code,
        post=new.post,
        rank=new.rank,
        serves_from=new.serves_from,
        serves_until=None,
        languages=list(new.languages),
        sealed_name=change.seal(new.name.encode(), "officer.sealed_name", owner),
        sealed_employee_number=change.seal(new.employee_number.encode(), "officer.sealed_employee_number", owner),
        sealed_code_secret=change.seal(secret.encode(), "officer.sealed_code_secret", owner),
        code_step_seconds=new.code_step_seconds,
    )
    return officer, secret


def renew_code_secret(change: Change, officer: Officer) -> str:
    """A new secret takes the place of the old one, whose codes are wrong from then on; it is returned once."""
    secret = pyotp.random_base32()
    officer.sealed_code_secret = change.seal(
        secret.encode(), "officer.sealed_code_secret", owner_of_officer(officer.code)
    )
    return secret


def provisioning_uri(officer_code: str, secret: str, code_step_seconds: int = 30) -> str:
    """What an authenticator reads (``otpauth://``): the office and the staff code, nobody's name."""
    return pyotp.TOTP(secret, interval=code_step_seconds).provisioning_uri(name=officer_code, issuer_name=ISSUER)


def is_serving(officer: Officer, on: date) -> bool:
    """Nobody acts before their first day, and whoever has left acts no more from the day after their last one."""
    has_begun = officer.serves_from is None or officer.serves_from <= on
    return has_begun and (officer.serves_until is None or on <= officer.serves_until)


def name_of(reading: Reading, officer: Officer) -> str:
    """The officer's name, for letters and the case sheet only."""
    return reading.unseal(officer.sealed_name, "officer.sealed_name", owner_of_officer(officer.code)).decode()


def employee_number_of(reading: Reading, officer: Officer) -> str:
    """The officer's NIP, for letters only: it carries a date of birth."""
    return reading.unseal(
        officer.sealed_employee_number, "officer.sealed_employee_number", owner_of_officer(officer.code)
    ).decode()


def rank_on(reading: Reading, officer: Officer, day: date) -> str | None:
    """The grade of an officer's rank on a day, as far as the register knows by now; None where none is on record."""
    changed = select(RankChange).where(RankChange.officer_code == officer.code, RankChange.valid_from <= day)
    latest = reading.session.scalar(changed.order_by(RankChange.valid_from.desc(), RankChange.id.desc()).limit(1))
    return officer.rank if latest is None else latest.rank


def judge_code(change: Change, officer: Officer, code: str, submitted_at: datetime) -> CodeVerdict:
    """A code is judged at the moment of its submission, one step either way; each step is good once, ever.

    ``submitted_at`` is real time, aware (``ValueError`` on a naive one). A right code is used up by this judgement,
    whatever is decided with it, with every step around that shows the same six digits: who saw it typed has nothing.
    """
    matching = [
        step
        for step in _steps_around(officer, submitted_at)
        if secrets.compare_digest(_code(change, officer, step).encode(), code.encode())
    ]
    if not matching:
        return "wrong"
    if any(change.session.get(UsedCode, (officer.code, step)) for step in matching):
        return "used"
    change.session.add_all(UsedCode(officer_code=officer.code, time_step=step) for step in matching)
    return "right"


def current_code(reading: Reading, officer: Officer, at: datetime) -> str:
    """The code that the officer's authenticator shows at this moment; the demo office alone may ask for it."""
    return _code(reading, officer, _step_at(officer, at))


def _steps_around(officer: Officer, at: datetime) -> list[int]:
    now = _step_at(officer, at)
    return list(range(now - STEPS_OF_TOLERANCE, now + STEPS_OF_TOLERANCE + 1))


def _step_at(officer: Officer, at: datetime) -> int:
    if at.tzinfo is None:
        raise ValueError("a one-time code is judged at a time with its time zone: give an aware datetime")
    return int(at.timestamp()) // officer.code_step_seconds


def _code(reading: Reading, officer: Officer, step: int) -> str:
    secret = reading.unseal(officer.sealed_code_secret, "officer.sealed_code_secret", owner_of_officer(officer.code))
    return pyotp.HOTP(secret.decode()).at(step)
