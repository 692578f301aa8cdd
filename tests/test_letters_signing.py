"""Letters are signed electronically: behind their own bytes, readable by everyone, and refused in one sentence where they cannot be."""

import hashlib
import io
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import pairwise
from pathlib import Path
from tempfile import mkdtemp

import pikepdf
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import NoEncryption, pkcs12
from hypothesis import given, settings
from hypothesis import strategies as st
from printed_letters import printed
from pypdf import PdfReader

from casework.letters import KINDS, LetterKind, render_letter, sample_facts
from casework.letters.gallery import sample_frame
from casework.letters.signing import SignedAs, SignedLetter, SigningRefused
from casework.letters.signing.local import LocalSigner
from casework.letters.signing.specimen_key import make_specimen_key
from casework.letters.signing.verification import signature_in

pytestmark = pytest.mark.xdist_group("letters")

NOW = datetime(2026, 11, 26, 3, 30, tzinfo=UTC)
ROLE = "a.n. Kepala Kantor, Kepala Seksi Lalu Lintas dan Izin Tinggal Keimigrasian"
SIGNED = [kind for kind in LetterKind if KINDS[kind].signed_electronically]


@cache
def key_files() -> tuple[Path, Path]:
    folder = Path(mkdtemp(prefix="homevisit-signature-"))
    make_specimen_key(folder / "key.p12", folder / "passphrase.txt", NOW)
    return folder / "key.p12", folder / "passphrase.txt"


@cache
def signer() -> LocalSigner:
    return LocalSigner.from_files(*key_files())


@cache
def signed(kind: LetterKind) -> SignedLetter:
    return signer().sign(printed(kind).pdf, SignedAs(ROLE, NOW, "Surat dinas"))


# the signature


def test_an_intact_signature_is_found_with_its_certificate_and_its_time():
    letter = signed(LetterKind.GRANT)
    found = signature_in(letter.pdf, [signer().key.certificate])
    assert (found.found, found.trusted, found.serial) == ("intact", True, letter.certificate.serial)
    assert found.signed_at == NOW
    assert signature_in(letter.pdf).trusted is False


def test_signed_bytes_begin_with_the_unsigned_ones_and_both_are_on_record():
    letter, unsigned = signed(LetterKind.GRANT), printed(LetterKind.GRANT)
    assert letter.pdf.startswith(unsigned.pdf)
    assert letter.unsigned_sha256 == unsigned.sha256
    assert letter.sha256 == hashlib.sha256(letter.pdf).hexdigest()
    assert signature_in(unsigned.pdf).found == "unsigned"


@pytest.mark.parametrize(
    "change", [lambda pdf: pdf + b"\n% more\n", lambda pdf: pdf.replace(b"/Contents", b"/Contentz", 1)]
)
def test_whatever_is_changed_afterwards_is_seen(change):
    assert signature_in(change(signed(LetterKind.GRANT).pdf)).found in ("altered", "no-pdf", "unsigned")
    assert signature_in(b"no pdf at all").found == "no-pdf"


@settings(max_examples=60, deadline=None)
@given(place=st.floats(0, 1, exclude_max=True), value=st.integers(0, 255))
def test_whichever_byte_is_changed_the_answer_is_an_answer_and_never_that_it_is_intact(place, value):
    pdf = bytearray(signed(LetterKind.GRANT).pdf)
    at = int(place * len(pdf))
    own = pdf.rindex(b"/Contents <") <= at <= pdf.rindex(b">")  # what holds the signature is not under it
    unchanged = pdf[at] == value
    pdf[at] = value
    assert unchanged or own or signature_in(bytes(pdf)).found != "intact"


def test_the_block_says_that_it_is_electronic_as_what_and_when():
    with pikepdf.open(io.BytesIO(signed(LetterKind.GRANT).pdf)) as document:
        [field] = document.Root.AcroForm.Fields
        drawn = field.AP.N.read_bytes()
    shown = b"".join(bytes.fromhex(part.split(b">")[0].decode()) + b" " for part in drawn.split(b"<")[1:]).decode(
        "cp1252"
    )
    assert (
        shown.split()
        == f"Ditandatangani secara elektronik oleh: {ROLE} Kamis, 26 November 2026 pukul 10.30 WIB".split()
    )


# read by everyone


@pytest.mark.parametrize("kind", SIGNED)
def test_a_letter_that_is_signed_has_one_empty_field_inside_a_form_element_of_its_structure(kind):
    with pikepdf.open(io.BytesIO(printed(kind).pdf)) as document:
        [field] = document.Root.AcroForm.Fields
        page = field.P
        numbers = document.Root.StructTreeRoot.ParentTree.Nums
        holders = {int(numbers[place]): numbers[place + 1] for place in range(0, len(numbers), 2)}
        element = holders[int(field.StructParent)]
        assert (element.S, str(element.Alt), page.Tabs) == ("/Form", str(field.TU), "/S")
        assert element.K[0].Type == "/OBJR"
        assert element.K[0].Obj.objgen == field.objgen
        assert "/V" not in field


@pytest.mark.parametrize("kind", LetterKind)
def test_each_letter_says_that_it_is_for_everyone_and_is_built_so(kind):
    for pdf in (printed(kind).pdf, *([signed(kind).pdf] if kind in SIGNED else [])):
        reader = PdfReader(io.BytesIO(pdf))
        root = reader.trailer["/Root"]
        told = root["/Metadata"].get_data().decode()
        assert 'pdfuaid:part="1"' in told
        assert 'pdfaid:conformance="A"' in told
        assert root["/ViewerPreferences"]["/DisplayDocTitle"]
        assert (root["/Lang"], root["/MarkInfo"]["/Marked"].value) == ("id", True)
        figures, headings = _figures_and_headings(pdf)
        assert all(figures), "a drawing without words for it"
        assert headings[0] == 1
        assert all(after <= before + 1 for before, after in pairwise(headings))


def _figures_and_headings(pdf):
    figures, headings = [], []
    with pikepdf.open(io.BytesIO(pdf)) as document:
        waiting = [document.Root.StructTreeRoot]
        while waiting:
            element = waiting.pop(0)
            kids = element.get("/K", [])
            kids = kids if isinstance(kids, pikepdf.Array) else [kids]
            below = [kid for kid in kids if isinstance(kid, pikepdf.Dictionary) and "/S" in kid]
            waiting[:0] = below
            tag = str(element.get("/S", ""))
            if tag == "/Figure":
                figures.append(str(element.get("/Alt", "")))
            if tag.startswith("/H") and tag[2:].isdigit():
                headings.append(int(tag[2:]))
    return figures, headings


FRESH = """
import sys
from casework.letters import LetterKind, render_letter, sample_facts
from casework.letters.gallery import sample_frame
kind = LetterKind.GRANT
print(render_letter(kind, sample_facts(kind), sample_frame(kind)).sha256)
"""


def test_the_empty_field_leaves_the_same_letter_its_same_bytes_in_another_process():
    elsewhere = subprocess.run([sys.executable, "-c", FRESH], capture_output=True, text=True, check=True, timeout=120)
    assert elsewhere.stdout.strip() == printed(LetterKind.GRANT).sha256


# what the national service prints, and a draft


def text_with(**changes):
    frame = sample_frame(LetterKind.GRANT).model_copy(update={"specimen": False, **changes})
    pdf = render_letter(LetterKind.GRANT, sample_facts(LetterKind.GRANT), frame).pdf
    return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).replace("\n", " ")


def test_the_national_services_sentences_stand_only_where_it_signs():
    sentence = "menggunakan sertifikat elektronik yang diterbitkan oleh BSrE"
    assert sentence in text_with(signed_by_service="bsre")
    assert sentence not in text_with(signed_by_service="local")


def test_what_is_printed_without_its_signature_is_marked_as_a_draft():
    assert "DRAF – belum ditandatangani" in text_with(draft=True)
    assert "DRAF" not in text_with()


# what is refused


def refused(key_file, passphrase_file):
    with pytest.raises(SigningRefused) as refusal:
        LocalSigner.from_files(key_file, passphrase_file)
    assert "\n" not in str(refusal.value)
    return str(refusal.value)


def test_a_key_that_cannot_sign_is_refused_in_a_sentence_that_says_what_to_do(tmp_path):
    key_file, passphrase_file = key_files()
    wrong, damaged, without_certificate = (tmp_path / name for name in ("wrong", "damaged", "without"))
    wrong.write_text("not the passphrase\n")
    damaged.write_bytes(b"no PKCS#12")
    lonely = ec.generate_private_key(ec.SECP256R1())
    without_certificate.write_bytes(pkcs12.serialize_key_and_certificates(None, lonely, None, None, NoEncryption()))
    wrong_empty = tmp_path / "empty"
    wrong_empty.write_text("\n")
    assert "the passphrase does not open the PKCS#12 file" in refused(key_file, wrong)
    assert "no PKCS#12 file or is damaged: copy it again" in refused(damaged, passphrase_file)
    assert "cannot be read at" in refused(tmp_path / "nowhere", passphrase_file)
    assert "holds a private key but no certificate" in refused(without_certificate, wrong_empty)


@pytest.mark.parametrize(("days", "told"), [(-30, "is not valid before"), (4000, "the signing certificate expired on")])
def test_nothing_is_signed_with_a_certificate_outside_its_time(days, told):
    with pytest.raises(SigningRefused, match=told):
        signer().sign(printed(LetterKind.GRANT).pdf, SignedAs(ROLE, NOW + timedelta(days=days), "Surat dinas"))


def test_a_certificate_that_ends_within_thirty_days_is_told():
    last = signer().key.certificate.not_valid_after_utc
    soon = signer().sign(printed(LetterKind.GRANT).pdf, SignedAs(ROLE, last - timedelta(days=29), "Surat dinas"))
    assert "ask its issuer for a new one now" in soon.warning
    assert signed(LetterKind.GRANT).warning is None


def test_a_letter_without_an_empty_field_is_not_signed_and_none_is_signed_twice():
    for pdf in (printed(LetterKind.RECEIPT).pdf, signed(LetterKind.GRANT).pdf, b"no pdf"):
        with pytest.raises(SigningRefused, match="has no empty signature field or is no whole PDF"):
            signer().sign(pdf, SignedAs(ROLE, NOW, "Surat dinas"))


def test_a_time_without_its_zone_signs_nothing():
    with pytest.raises(ValueError, match="needs its time zone"):
        SignedAs(ROLE, datetime(2026, 11, 26, 10, 30), "Surat dinas")  # noqa: DTZ001 - the fault under test


def test_a_role_that_the_block_cannot_show_is_refused():
    for role in ("Kepala ส", "Kepala Seksi " * 60):
        with pytest.raises(SigningRefused):
            signer().sign(printed(LetterKind.GRANT).pdf, SignedAs(role, NOW, "Surat dinas"))
