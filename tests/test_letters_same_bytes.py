"""A letter is an archivable file of the same bytes, wherever and whenever it is printed."""

import hashlib
import io
import os
import subprocess
import sys
from datetime import date

import pytest
from printed_letters import printed
from pypdf import PdfReader

from casework.letters import LetterKind, content_digest, render_letter, sample_facts
from casework.letters.gallery import sample_frame

pytestmark = pytest.mark.xdist_group("letters")


def test_a_letter_is_tagged_indonesian_pdf_a_3a():
    reader = PdfReader(io.BytesIO(printed(LetterKind.GRANT).pdf))
    root = reader.trailer["/Root"]
    metadata = root["/Metadata"].get_data().decode()
    assert root["/Lang"] == "id"
    assert root["/MarkInfo"]["/Marked"]
    assert 'pdfaid:part="3"' in metadata
    assert 'pdfaid:conformance="A"' in metadata


def test_all_fonts_are_the_shipped_ones_and_embedded():
    names = {
        font.get_object()["/BaseFont"].split("+")[-1]
        for page in PdfReader(io.BytesIO(printed(LetterKind.BILLING).pdf)).pages
        for font in page["/Resources"]["/Font"].values()
    }
    assert all(name.startswith(("Liberation-Sans", "Noto-Sans")) for name in names)


FRESH_PROCESS = """
import hashlib, sys
from casework.letters import LetterKind, render_letter, sample_facts
from casework.letters.gallery import sample_frame
kind = LetterKind.VISIT_NOTICE
print(render_letter(kind, sample_facts(kind), sample_frame(kind)).sha256)
"""


def test_the_same_letter_has_the_same_bytes_in_another_process_zone_and_hash_seed():
    here = printed(LetterKind.VISIT_NOTICE)
    again = render_letter(
        LetterKind.VISIT_NOTICE, sample_facts(LetterKind.VISIT_NOTICE), sample_frame(LetterKind.VISIT_NOTICE)
    )
    elsewhere = subprocess.run(
        [sys.executable, "-c", FRESH_PROCESS],
        env={**os.environ, "TZ": "America/Anchorage", "PYTHONHASHSEED": "4711", "LC_ALL": "C"},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert again.pdf == here.pdf
    assert hashlib.sha256(here.pdf).hexdigest() == here.sha256 == elsewhere.stdout.strip()


def test_the_content_digest_ignores_number_and_date_and_sees_every_fact():
    facts = sample_facts(LetterKind.RECEIPT)
    other_frame = sample_frame(LetterKind.RECEIPT, date(2026, 12, 1))
    assert (
        render_letter(LetterKind.RECEIPT, facts, other_frame).content_digest
        == printed(LetterKind.RECEIPT).content_digest
    )
    changed = facts.model_copy(update={"checked_by": date(2026, 11, 25)})
    assert content_digest(LetterKind.RECEIPT, changed, "v1") != content_digest(LetterKind.RECEIPT, facts, "v1")
