"""Is a letter the office's own: by its file and by its token, and never to whom it went."""

import io
import re
from dataclasses import replace

import pytest
from pypdf import PdfReader, PdfWriter

from casework.letter_register import gaps, letters_of
from casework.letter_verification import Verdict, tokens_in, verify_file, verify_token
from casework.letters import KINDS, LetterKind, render_letter, sample_facts
from casework.letters.gallery import sample_frame
from casework.lifecycle import Stage
from casework.registry import Event
from casework.registry.models import Letter, LetterCounter

TOKEN = "Jq3b0mXo1sVdW8pT5uYzKA"


@pytest.fixture
def printed(monkeypatch):
    """Letters are printed as they are, not set quickly."""
    monkeypatch.setattr("casework.effects.render_letter", render_letter)


@pytest.fixture
def life(at_stage, printed):
    opened = at_stage(Stage.ASSESSMENT)
    opened.assess()
    opened.decided("BS", "eligibility-verdict", "return", ground="guarantee-unsigned")
    opened.send_all()
    return opened


@pytest.fixture
def letter(life):
    return life.rows(Letter, Letter.kind == "missing-documents")[0]


def file_of(life, letter):
    with life.registry.reading() as reading:
        return life.office.files.read(reading.key_of(letter.subject), letter.stored_as, sha256=letter.pdf_sha256)


def verdict(life, what):
    with life.registry.reading() as reading:
        return verify_file(reading, what) if isinstance(what, bytes) else verify_token(reading, what)


def test_the_issued_bytes_are_genuine_and_tell_number_date_and_kind(life, letter):
    kind = LetterKind.MISSING_DOCUMENTS
    genuine = Verdict("genuine", letter.number, letter.dated, kind, title=KINDS[kind].title)
    assert verdict(life, file_of(life, letter)) == genuine
    assert verdict(life, letter.verification_token) == replace(genuine, by_its_code=True)


def test_a_file_that_was_saved_anew_is_altered_and_still_tells_which_letter_it_was(life, letter):
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(file_of(life, letter))))
    saved = io.BytesIO()
    writer.write(saved)
    kind = LetterKind.MISSING_DOCUMENTS
    altered = Verdict("altered", letter.number, letter.dated, kind, title=KINDS[kind].title)
    assert verdict(life, saved.getvalue()) == altered


def test_what_the_office_never_issued_is_unknown(life):
    of_somebody_else = render_letter(
        LetterKind.RECEIPT, sample_facts(LetterKind.RECEIPT), sample_frame(LetterKind.RECEIPT)
    ).pdf
    assert tokens_in(of_somebody_else).count(TOKEN) == 1
    for never in (of_somebody_else, b"", b"%PDF-1.7 nonsense", TOKEN, "", "x" * 5000, "../../etc/passwd"):
        assert verdict(life, never).outcome == "unknown"
        assert verdict(life, never).number is None


def test_a_reserved_letter_is_unknown_and_a_void_one_is_told_to_be_void(life, letter):
    with life.change() as change:
        row = change.session.get_one(Letter, letter.id)
        token = row.verification_token
        row.state, row.pdf_sha256, row.stored_as = "reserved", None, None
        change.write(Event("letters:letter:altered-by-a-test", row.subject))
    assert verdict(life, token) == Verdict("unknown", by_its_code=True)
    with life.change() as change:
        row = change.session.get_one(Letter, letter.id)
        row.state, row.void_reason = "void", "withdrawn"
        change.write(Event("letters:letter:altered-by-a-test", row.subject))
    assert verdict(life, token).outcome == "void"


def test_a_token_is_said_to_be_a_code_and_a_file_to_be_the_letter(life, letter):
    assert verdict(life, file_of(life, letter)).sentence[0] == "Surat ini asli."
    assert verdict(life, letter.verification_token).sentence[0] == "Kode ini milik surat asli dari kantor."
    assert verdict(life, TOKEN).sentence[1] == "The office issued no letter with this code."


def test_the_agenda_names_every_number_and_nobody(life, letter):
    with life.registry.reading() as reading:
        agenda = letters_of(reading, 2026)
        assert list(gaps(reading)) == []
    assert letter.number in [one.number for one in agenda]
    assert [one.number for one in agenda] == sorted(one.number for one in agenda)
    sequences = [int(re.search(r"-(\d{4}) Tahun", one.number).group(1)) for one in agenda if "GR.01.01" in one.number]
    assert sequences == list(range(1, len(sequences) + 1))


def test_a_number_that_stands_on_no_letter_is_missed(life, letter):
    with life.change() as change:
        counter = change.session.get_one(LetterCounter, (letter.unit, letter.classification, letter.year))
        last, counter.last = counter.last, counter.last + 2
        change.write(Event("letters:letter:altered-by-a-test", letter.subject))
    with life.registry.reading() as reading:
        assert list(gaps(reading)) == [
            f"{letter.unit} {letter.classification} of 2026: number {last + 1} was given out and stands on no letter (2 such)"
        ]
