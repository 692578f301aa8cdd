"""An official's letter leaves the office signed, or not at all; by the national service: ``test_signed_by_the_service.py``."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from casework.effects import carry_out
from casework.letter_verification import verify_file
from casework.letters import LetterKind, render_letter
from casework.letters.gallery import sample_frame
from casework.letters.signing.local import LocalSigner
from casework.letters.signing.specimen_key import make_specimen_key as write_key
from casework.letters.signing.verification import signature_in
from casework.lifecycle import Stage
from casework.registry.models import Letter
from casework.signing import (
    NOT_SET_UP,
    LetterNotSigned,
    how_letters_are_signed,
    make_specimen_key,
    role_of,
    signer_of,
)

NOW = datetime(2026, 11, 26, 3, 30, tzinfo=UTC)


@pytest.fixture
def life(at_stage, monkeypatch):
    """An office in which the grant is decided, its letter still to be written."""
    monkeypatch.setattr("casework.effects.render_letter", render_letter)
    opened = at_stage(Stage.PERMIT)
    opened.decided("BS", "permit-proposal")
    opened.decided("RK", "permit-decision")
    return opened


def the_grant(life) -> Letter:
    life.send_all()
    return life.rows(Letter, Letter.kind == "grant")[0]


def bytes_of(life, letter) -> bytes:
    with life.registry.reading() as reading:
        return life.office.files.read(reading.key_of(letter.subject), letter.stored_as, sha256=letter.pdf_sha256)


def test_a_demo_office_signs_with_a_specimen_key_and_both_hashes_are_on_record(life):
    make_specimen_key(life.office)
    letter = the_grant(life)
    signed = bytes_of(life, letter)
    found = signature_in(signed)
    assert (letter.state, found.found) == ("issued", "intact")
    assert letter.signed_with == f"local:{found.serial}"
    assert letter.unsigned_sha256 not in (None, letter.pdf_sha256)
    with life.registry.reading() as reading:
        assert verify_file(reading, signed).outcome == "genuine"
        assert verify_file(reading, signed + b"\n").outcome == "altered"


def test_without_one_its_letters_go_out_unsigned_and_are_specimens_anyway(life):
    letter = the_grant(life)
    assert (letter.state, letter.signed_with, letter.unsigned_sha256) == ("issued", None, None)
    assert signature_in(bytes_of(life, letter)).found == "unsigned"
    assert how_letters_are_signed(life.office) == ""


def test_a_letter_that_the_system_issues_is_not_signed(life):
    make_specimen_key(life.office)
    the_grant(life)
    receipt = life.rows(Letter, Letter.kind == "receipt")[0]
    assert receipt.signed_with is None


def test_no_officials_letter_leaves_a_real_office_unsigned(life):
    real = replace(life.office, is_demo=False)
    while (effect := life.planned()[0]).kind != "letter:grant":
        life.send(effect)
    with life.neighbours.connected() as connected, pytest.raises(LetterNotSigned) as refusal:
        carry_out(life.registry, real, connected, effect.id)
    assert str(refusal.value) == f"the letter could not be signed: {NOT_SET_UP}"
    assert life.rows(Letter, Letter.kind == "grant")[0].state == "reserved"


def test_a_real_office_signs_with_its_own_key_and_says_what_is_wrong_with_it(life, tmp_path):
    write_key(tmp_path / "key.p12", tmp_path / "passphrase", NOW)
    settings = life.office.settings.model_copy(
        update={"signing_key_file": tmp_path / "key.p12", "signing_passphrase_file": tmp_path / "passphrase"}
    )
    real = replace(life.office, is_demo=False, settings=settings)
    assert isinstance(signer_of(real), LocalSigner)
    (tmp_path / "passphrase").write_text("another\n")
    with pytest.raises(LetterNotSigned, match="the passphrase does not open"):
        signer_of(real)
    nameless = replace(real, settings=settings.model_copy(update={"signing_passphrase_file": None}))
    with pytest.raises(LetterNotSigned, match="HOMEVISIT_SIGNING_PASSPHRASE_FILE is not set"):
        signer_of(nameless)


@pytest.mark.parametrize(
    ("changes", "role"),
    [
        ({"capacity": "", "post": "Kepala Kantor"}, "Kepala Kantor"),
        ({"capacity": "Plh. Kepala Kantor,", "post": ""}, "Plh. Kepala Kantor,"),
        ({"capacity": "a.n. Kepala Kantor,", "under": "Kepala Bagian", "post": "Kepala Seksi Lalu Lintas dan Izin Tinggal Keimigrasian"}, "a.n. Kepala Kantor, Kepala Bagian, u.b. Kepala Seksi Lalu Lintas dan Izin Tinggal Keimigrasian"),
    ],
)  # fmt: skip
def test_the_block_names_the_capacity_in_which_somebody_signed(changes, role):
    assert role_of(sample_frame(LetterKind.GRANT).signatory.model_copy(update=changes)) == role
