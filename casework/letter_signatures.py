"""How the signature in a letter's file stands, and its certificate: for the office's own bytes as of the day on which it was signed."""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from casework.clock import OFFICE_TIME_ZONE
from casework.letters.signing.certificates import CertificateStanding, signing_certificate, standing_of
from casework.letters.signing.issuers import Issuers, read_issuers
from casework.letters.signing.verification import Found, signature_in
from casework.letters.wording import plain_date
from casework.registry import Reading
from casework.registry.models import LedgerEntry, Letter
from casework.registry.sealed_files import SealedFiles
from casework.settings import Settings
from casework.signing import issuers_file_of

ISSUED = "letters:letter:issued"


@dataclass(frozen=True)
class JudgedSignature:
    """A signature, and its certificate as of the moment that counts; ``serial`` is hexadecimal.

    ``by_register`` says that the register's own moment of signing counts: the file is the one that it recorded. There
    the office itself vouches for its certificate by the number on record; anywhere else a known issuer must.
    """

    found: Found
    serial: str | None = None
    by_register: bool = False
    is_vouched_for: bool = False
    certificate: CertificateStanding | None = None


def judge_file(reading: Reading, content: bytes, issuers: Issuers, now: datetime) -> JudgedSignature:
    """The signature in a file from anywhere; ``now`` (aware) counts where the register does not know these bytes."""
    letter = _recorded(reading, content)
    signed_at = signed_at_of(reading, letter) if letter is not None else None
    at = signed_at or now
    found = signature_in(content, issuers.certificates, at)
    if found.serial is None:
        return JudgedSignature(found.found)
    own = letter is not None and (letter.signed_with or "").rpartition(":")[2] == found.serial
    return JudgedSignature(
        found.found,
        found.serial,
        by_register=signed_at is not None,
        is_vouched_for=found.trusted or own,
        certificate=standing_of(signing_certificate(content), at, issuers) if found.found == "intact" else None,
    )


def judge_letter(reading: Reading, files: SealedFiles, letter: Letter, issuers: Issuers) -> CertificateStanding | None:
    """The certificate under the letter that the office keeps, as of its signing; None where nobody signed it.

    Raises ``SealBroken`` where its case was erased.
    """
    signed_at = signed_at_of(reading, letter)
    if letter.signed_with is None or signed_at is None or letter.stored_as is None or letter.pdf_sha256 is None:
        return None
    content = files.read(reading.key_of(letter.subject), letter.stored_as, sha256=letter.pdf_sha256)
    return standing_of(signing_certificate(content), signed_at, issuers)


def known_issuers(settings: Settings) -> Issuers:
    """Who vouches for certificates in this office: nobody where none were named; raises ``SigningRefused``."""
    file = issuers_file_of(settings)
    return Issuers() if file is None else read_issuers(file)


def signed_at_of(reading: Reading, letter: Letter) -> datetime | None:
    """When the register recorded that it issued this very file; None where no row of its ledger tells so."""
    bodies = select(LedgerEntry.body).where(LedgerEntry.subject == letter.subject).order_by(LedgerEntry.subject_seq)
    for entry in map(json.loads, reading.session.scalars(bodies)):
        if entry["event"] == ISSUED and entry["facts"].get("pdf") == letter.pdf_sha256:
            return datetime.fromisoformat(entry["recorded_at"])
    return None


def certificate_in_words(certificate: CertificateStanding, now: datetime) -> tuple[str, str]:
    """How a certificate stood when its letter was signed, and whether it has ended by ``now``; in both languages."""
    signed_on, signed_on_english = _day(certificate.at)
    when = f"ketika surat ditandatangani ({signed_on})"
    when_english = f"when the letter was signed ({signed_on_english})"
    match certificate.standing:
        case "not-yet-valid":
            begins, begins_english = _day(certificate.valid_from)
            return (
                f"sertifikatnya belum berlaku {when}: mulai berlaku {begins}",
                f"the certificate was not yet valid {when_english}: it began on {begins_english}",
            )
        case "expired":
            ended, ended_english = _day(certificate.valid_until)
            return (
                f"sertifikatnya tidak berlaku lagi {when}: berakhir {ended}",
                f"the certificate was no longer valid {when_english}: it ended on {ended_english}",
            )
        case "revoked":
            revoked, revoked_english = _day(certificate.revoked_at or certificate.at)
            return (
                f"sertifikatnya sudah dicabut {when}: dicabut {revoked}",
                f"the certificate had been revoked {when_english}: it was revoked on {revoked_english}",
            )
    since, since_english = _what_became_of_it(certificate, now)
    return (
        f"sertifikatnya berlaku {when}; {since}",
        f"the certificate was valid {when_english}; {since_english}",
    )


def todays_certificate_in_words(certificate: CertificateStanding) -> tuple[str, str]:
    """How a certificate stands today, under a file that is not the one that the register recorded."""
    if certificate.standing == "not-yet-valid":
        begins, begins_english = _day(certificate.valid_from)
        since, since_english = f"mulai berlaku {begins}", f"it begins on {begins_english}"
    else:
        since, since_english = _what_became_of_it(certificate, certificate.at)
    return (
        f"sertifikatnya menurut hari ini: {since}",
        f"its certificate as of today: {since_english}",
    )


def _what_became_of_it(certificate: CertificateStanding, now: datetime) -> tuple[str, str]:
    ended = certificate.ended_by(now)
    day, day_english = _day(certificate.valid_until if ended is None else ended[1])
    if ended is None:
        return f"berlaku sampai {day}", f"it is valid until {day_english}"
    if ended[0] == "revoked":
        return f"dicabut {day}", f"it was revoked on {day_english}"
    return f"berakhir {day}", f"it ended on {day_english}"


def _recorded(reading: Reading, content: bytes) -> Letter | None:
    digest = hashlib.sha256(content).hexdigest()
    return reading.session.scalar(select(Letter).where(Letter.pdf_sha256 == digest, Letter.state == "issued"))


def _day(moment: datetime) -> tuple[str, str]:
    day = moment.astimezone(OFFICE_TIME_ZONE).date()
    return plain_date(day, "id"), plain_date(day, "en")
