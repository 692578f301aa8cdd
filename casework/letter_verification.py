"""Whether a letter is the office's own: by its file, or by the token in its QR code; nothing personal in the answer."""

import hashlib
import re
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from sqlalchemy import select

from casework.letter_titles import title_told
from casework.letters import LetterKind
from casework.registry import Reading
from casework.registry.models import Letter

Outcome = Literal["genuine", "altered", "void", "unknown"]
TOKEN = re.compile(r"[A-Za-z0-9_-]{22}", re.ASCII)  # 128 bits
OUTCOMES: dict[Outcome, tuple[str, str]] = {
    "genuine": ("Surat ini asli.", "This is a genuine letter of the office."),
    "altered": (
        "Berkas ini bukan lagi surat yang diterbitkan kantor: isinya telah berubah.",
        "This file is not the letter that the office issued: it has been altered.",
    ),
    "void": (
        "Nomor surat ini dibatalkan; suratnya tidak pernah diterbitkan.",
        "The number of this letter is void: the letter was never issued.",
    ),
    "unknown": ("Kantor tidak menerbitkan surat ini.", "The office did not issue this letter."),
}

# A code can be copied onto a paper that the office never wrote: of the paper itself nothing is said then.
BY_ITS_CODE: dict[Outcome, tuple[str, str]] = {
    "genuine": ("Kode ini milik surat asli dari kantor.", "This code belongs to a genuine letter of the office."),
    "unknown": ("Kantor tidak menerbitkan surat dengan kode ini.", "The office issued no letter with this code."),
}


@dataclass(frozen=True)
class Verdict:
    """What the office says of a letter: its number, date and kind where it knows it, and never to whom it went.

    ``title`` is what the letter calls itself, in both languages; ``by_its_code`` where the token alone was looked at, not the letter's content.
    """

    outcome: Outcome
    number: str | None = None
    dated: date | None = None
    kind: LetterKind | None = None
    by_its_code: bool = False
    title: tuple[str, str] | None = None

    @property
    def sentence(self) -> tuple[str, str]:
        """What was found, in both languages, and no more than what was looked at."""
        return BY_ITS_CODE.get(self.outcome, OUTCOMES[self.outcome]) if self.by_its_code else OUTCOMES[self.outcome]


UNKNOWN = Verdict("unknown")


def verify_token(reading: Reading, token: str) -> Verdict:
    """A token tells its letter; one that was never printed, or whose letter is still to be issued, tells nothing."""
    letter = _by_token(reading, token)
    if letter is None or letter.state == "reserved":
        return replace(UNKNOWN, by_its_code=True)
    return replace(_told(reading, letter, "void" if letter.state == "void" else "genuine"), by_its_code=True)


def verify_file(reading: Reading, content: bytes) -> Verdict:
    """A file is genuine when its bytes are those that were issued; one that only bears a token of ours was altered."""
    digest = hashlib.sha256(content).hexdigest()
    letter = reading.session.scalar(select(Letter).where(Letter.pdf_sha256 == digest))
    if letter is not None:
        return _told(reading, letter, "genuine")
    for token in tokens_in(content):
        letter = _by_token(reading, token)
        if letter is not None and letter.state != "reserved":
            return _told(reading, letter, "void" if letter.state == "void" else "altered")
    return _of_unsigned(reading, digest)


def tokens_in(content: bytes) -> list[str]:
    """What looks like a token in the text of a PDF, each once; nothing where it cannot be read."""
    return list(dict.fromkeys(TOKEN.findall(_text_of(content))))


def _by_token(reading: Reading, token: str) -> Letter | None:
    if not TOKEN.fullmatch(token):
        return None
    return reading.session.scalar(select(Letter).where(Letter.verification_token == token))


def _of_unsigned(reading: Reading, digest: str) -> Verdict:
    """The bytes before they were signed went out to nobody."""
    letter = reading.session.scalar(select(Letter).where(Letter.unsigned_sha256 == digest))
    return UNKNOWN if letter is None else _told(reading, letter, "altered")


def _told(reading: Reading, letter: Letter, outcome: Outcome) -> Verdict:
    title = title_told(reading, letter)
    return Verdict(outcome, letter.number, letter.dated, LetterKind(letter.kind), title=title)


def _text_of(content: bytes) -> str:
    import pypdfium2  # noqa: PLC0415 - only files that are not ours as they are need it

    try:
        with pypdfium2.PdfDocument(content) as document:
            pages = [document[number].get_textpage().get_text_bounded() for number in range(min(len(document), 20))]
    except pypdfium2.PdfiumError:
        return ""
    return "\n".join(re.sub(r"[\r\n\ufffe]+", "", page) for page in pages)
