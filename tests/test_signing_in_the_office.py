"""An official's letter leaves the office signed: by its own certificate, by the national service, or not at all."""

import threading
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx
import pytest

from casework.effects import carry_out
from casework.letter_verification import verify_file
from casework.letters import LetterKind, render_letter, sample_facts
from casework.letters.gallery import sample_frame
from casework.letters.signing import SignedAs, SigningRefused
from casework.letters.signing.local import LocalSigner
from casework.letters.signing.specimen_key import make_specimen_key as write_key
from casework.letters.signing.verification import signature_in
from casework.lifecycle import Stage
from casework.partners.esign import NationalSignatureService
from casework.partners.faults import PartnerRefused, PartnerUnavailable
from casework.registry.models import Letter
from casework.signing import (
    NOT_SET_UP,
    ByTheNationalService,
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
        ({"under": "Kepala Bagian"}, "a.n. Kepala Kantor, Kepala Bagian, u.b. Kepala Seksi Lalu Lintas dan Izin Tinggal Keimigrasian"),
    ],
)  # fmt: skip
def test_the_block_names_the_capacity_in_which_somebody_signed(changes, role):
    assert role_of(sample_frame(LetterKind.GRANT).signatory.model_copy(update=changes)) == role


# the national service


@contextmanager
def service_that(answers):
    """A signature service on loopback that answers as ``answers`` does with the letter's bytes: status and body."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            sent = self.rfile.read(int(self.headers["Content-Length"]))
            start = sent.index(b"%PDF-")
            letter = sent[start : sent.index(b"\r\n--" + sent[2 : sent.index(b"\r\n")], start)]
            asked.append(self.path)
            status, body = answers(letter)
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    asked = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", asked
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def service(tmp_path):
    (tmp_path / "identity").write_text("0000000000000000\n")
    (tmp_path / "passphrase").write_text("rahasia\n")

    def at(url, line=None):
        return NationalSignatureService(
            url, tmp_path / "identity", tmp_path / "passphrase", line or httpx.Client(timeout=5)
        )

    return at


@pytest.fixture(scope="module")
def key(tmp_path_factory) -> LocalSigner:
    folder: Path = tmp_path_factory.mktemp("key")
    write_key(folder / "key.p12", folder / "passphrase", NOW)
    return LocalSigner.from_files(folder / "key.p12", folder / "passphrase")


@pytest.fixture(scope="module")
def printed() -> bytes:
    return render_letter(LetterKind.GRANT, sample_facts(LetterKind.GRANT), sample_frame(LetterKind.GRANT)).pdf


AS = SignedAs("Kepala Kantor", NOW, "Surat dinas")


def test_the_national_service_signs_and_its_certificate_is_on_record(service, key, printed):
    with service_that(lambda letter: (200, key.sign(letter, AS).pdf)) as (url, asked):
        signed = ByTheNationalService(service(url)).sign(printed, AS)
    assert asked == ["/api/sign/pdf"]
    assert (signed.back_end, signature_in(signed.pdf).found) == ("bsre", "intact")
    assert signed.pdf.startswith(printed)
    assert int(signed.certificate.serial, 16) == key.key.certificate.serial_number


@pytest.mark.parametrize(
    ("answers", "fault", "told"),
    [
        (lambda _: (503, b""), PartnerUnavailable, "http-503"),
        (lambda _: (200, b"<html>"), PartnerUnavailable, "unreadable-answer"),
        (lambda _: (400, b'{"error": "passphrase"}'), PartnerRefused, "HTTP-400"),
        (lambda _: (200, b"%PDF-1.7 another letter"), PartnerRefused, "CONTRADICTION:letter"),
        (lambda letter: (200, letter), PartnerRefused, "CONTRADICTION:letter"),
    ],
)
def test_what_the_service_does_wrong_is_weather_or_a_no_and_never_a_letter(service, printed, answers, fault, told):
    with service_that(answers) as (url, _), pytest.raises(fault) as raised:
        ByTheNationalService(service(url)).sign(printed, AS)
    assert told in str(raised.value)
    assert "rahasia" not in str(raised.value)


def test_bytes_that_come_back_without_a_signature_are_refused(service, printed):
    with service_that(lambda letter: (200, letter + b"\n% nothing\n")) as (url, _), pytest.raises(SigningRefused):
        ByTheNationalService(service(url)).sign(printed, AS)


def test_a_service_that_is_down_or_slow_is_asked_again_later(service, printed):
    with pytest.raises(PartnerUnavailable, match="no-connection"):
        service("http://127.0.0.1:9").signed(printed, role="x", reason="x")
    waiting = threading.Event()
    with service_that(lambda letter: (waiting.wait(5), (200, letter))[1]) as (url, _):
        with pytest.raises(PartnerUnavailable, match="time-out"):
            service(url, httpx.Client(timeout=0.2)).signed(printed, role="x", reason="x")
        waiting.set()
