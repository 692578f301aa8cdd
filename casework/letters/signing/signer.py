"""What it is to sign a letter, whoever does it: the office's own certificate, or the national service."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, Protocol

WARNED_BEFORE = timedelta(days=30)

BackEnd = Literal["local", "bsre"]


class SigningRefused(Exception):
    """A letter cannot be signed until a person has put something right; the sentence says what."""


@dataclass(frozen=True)
class SignedAs:
    """As what a letter is signed, and when: the role in the words of the letter, the time as it was given.

    ``role`` is for instance "a.n. Kepala Kantor, Kepala Seksi Lalu Lintas dan Izin Tinggal Keimigrasian".
    Raises ``ValueError`` for a time without its zone.
    """

    role: str
    signed_at: datetime
    reason: str

    def __post_init__(self) -> None:
        if self.signed_at.tzinfo is None:
            raise ValueError("the time of a signature needs its time zone: give an aware datetime")


@dataclass(frozen=True)
class SigningCertificate:
    """Which certificate signed: its number and issuer find it again, and nobody's employee number is in it.

    ``serial`` is written in hexadecimal digits, as certificate authorities publish it.
    """

    serial: str
    issuer: str
    valid_from: datetime
    valid_until: datetime

    def ends_soon(self, moment: datetime) -> bool:
        """Whether the certificate ends within 30 days, so that a new one has to be asked for now."""
        return self.valid_until - moment <= WARNED_BEFORE


@dataclass(frozen=True)
class SignedLetter:
    """A signed letter and what the register records of it.

    The signed bytes never come out the same twice, but they begin with the unsigned ones, which do: both have
    their SHA-256 on record.
    """

    pdf: bytes
    sha256: str
    unsigned_sha256: str
    back_end: BackEnd
    signed_at: datetime
    certificate: SigningCertificate

    @property
    def warning(self) -> str | None:
        """What has to be done before the next letters can no longer be signed."""
        if not self.certificate.ends_soon(self.signed_at):
            return None
        last = self.certificate.valid_until.date().isoformat()
        return f"the signing certificate {self.certificate.serial} ends on {last}: ask its issuer for a new one now"


class Signer(Protocol):
    """Whoever signs the office's letters."""

    def sign(self, pdf: bytes, letter: SignedAs) -> SignedLetter:
        """Sign a printed letter in its empty signature field; raises ``SigningRefused``."""


def signed_letter(
    unsigned: bytes, signed: bytes, letter: SignedAs, back_end: BackEnd, certificate: SigningCertificate
) -> SignedLetter:
    """A signature stands behind the letter's own bytes; raises ``ValueError`` where they were changed."""
    if not signed.startswith(unsigned) or len(signed) == len(unsigned):
        raise ValueError("the signed letter does not begin with the letter that was to be signed: do not use it")
    return SignedLetter(
        pdf=signed,
        sha256=hashlib.sha256(signed).hexdigest(),
        unsigned_sha256=hashlib.sha256(unsigned).hexdigest(),
        back_end=back_end,
        signed_at=letter.signed_at,
        certificate=certificate,
    )
