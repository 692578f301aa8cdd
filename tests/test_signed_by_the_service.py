"""Letters signed by the national service, over HTTP: what comes back is a signed letter, weather, or a person's affair."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from unittest.mock import patch

import httpx
import pytest
from chaos.played_flows import PlayedFlows
from demo_life import Life
from printed_letters import printed
from signing_certificates import Issuer, written

from casework.letter_register import gaps
from casework.letters import LetterKind, render_letter
from casework.letters.signing import SignedAs, SigningRefused
from casework.letters.signing.certificates import signing_certificate
from casework.letters.signing.issuers import read_issuers
from casework.letters.signing.verification import signature_in
from casework.lifecycle import Stage
from casework.partners.addresses import SignatureAccount, account_at_the_simulator
from casework.partners.esign import NationalSignatureService
from casework.partners.faults import PartnerRefused, PartnerUnavailable, tells_of_an_outage
from casework.partners.simulator.process import RunningSimulator, running_simulator
from casework.registry.models import Letter, Question
from casework.signing import ByTheNationalService, LetterNotSigned, how_letters_are_signed, signer_of
from homevisit.doctor.finding import Amiss
from homevisit.doctor.signature import look_at_signature

pytestmark = pytest.mark.xdist_group("letters")

AS = SignedAs("Kepala Kantor", datetime(2026, 11, 26, 3, 30, tzinfo=UTC), "Surat dinas")


@pytest.fixture(scope="module")
def simulator(tmp_path_factory):
    with running_simulator(tmp_path_factory.mktemp("neighbours")) as running:
        yield running


@pytest.fixture(autouse=True)
def it_behaves_again(simulator):
    yield
    simulator.behave()


@pytest.fixture(scope="module")
def grant() -> bytes:
    return printed(LetterKind.GRANT).pdf


def account(simulator: RunningSimulator) -> SignatureAccount:
    return account_at_the_simulator(simulator.folder)


def service(simulator, *, line=None, passphrase=None, identity=None, issuers=None) -> ByTheNationalService:
    own = account(simulator)
    client = NationalSignatureService(
        f"{simulator.url}/esign",
        identity or own.identity,
        passphrase or own.passphrase,
        line or httpx.Client(timeout=20),
    )
    return ByTheNationalService(client, issuers or own.issuers)


def orders(simulator) -> list[int]:
    """How often each letter came, in the order of arrival."""
    return [one["deliveries"] for one in simulator.ask("GET", "/orders/esign")]


# the client


def test_the_service_signs_behind_the_letters_own_bytes_and_its_certificate_is_on_record(simulator, grant):
    signed = service(simulator).sign(grant, AS)
    own = read_issuers(account(simulator).issuers)
    found = signature_in(signed.pdf, own.certificates, AS.signed_at)
    assert (signed.back_end, found.found, found.trusted, found.serial) == (
        "bsre", "intact", True, signed.certificate.serial,
    )  # fmt: skip
    assert signed.pdf.startswith(grant)
    assert signing_certificate(signed.pdf).issuer == own.certificates[0].subject


def test_the_same_letter_that_comes_again_is_one_order_signed_anew(simulator):
    letter = printed(LetterKind.REFUSAL).pdf
    before = len(orders(simulator))
    first, second = service(simulator).sign(letter, AS), service(simulator).sign(letter, AS)
    assert orders(simulator)[before:] == [2]
    assert first.pdf != second.pdf
    assert first.unsigned_sha256 == second.unsigned_sha256


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        ("error-500", "http-500"),
        ("unavailable-503", "http-503"),
        ("garbage", "unreadable-answer"),
        ("down", "broken-off"),
        ("answer-lost", "broken-off"),
    ],
)
def test_weather_is_worth_another_try_which_succeeds(simulator, grant, fault, told):
    simulator.misbehave("esign", fault)
    with pytest.raises(PartnerUnavailable) as raised:
        service(simulator).sign(grant, AS)
    assert raised.value.reason == told
    assert signature_in(service(simulator).sign(grant, AS).pdf).found == "intact"


def test_a_slow_service_and_one_that_does_not_listen_are_weather_too(simulator, grant):
    simulator.misbehave("esign", "time-out")
    with pytest.raises(PartnerUnavailable, match="time-out"):
        service(simulator, line=httpx.Client(timeout=0.25)).sign(grant, AS)
    nobody = NationalSignatureService(
        "http://127.0.0.1:9", account(simulator).identity, account(simulator).passphrase, httpx.Client(timeout=5)
    )
    with pytest.raises(PartnerUnavailable, match="no-connection") as raised:
        nobody.signed(grant, role="x", reason="x")
    assert tells_of_an_outage(str(raised.value))


@pytest.mark.parametrize(
    ("fault", "refused", "told"),
    [
        ("refuse-400", PartnerRefused, "HTTP-400"),
        ("contradiction", PartnerRefused, "CONTRADICTION:letter"),
        ("answered-twice", SigningRefused, "bears no signature that holds"),
        ("unsound-signature", SigningRefused, "bears no signature that holds"),
        ("wrong-certificate", SigningRefused, "none of the known issuers vouches for"),
    ],
)
def test_what_is_not_this_letter_soundly_signed_by_the_right_certificate_is_refused(
    simulator, grant, fault, refused, told
):
    simulator.misbehave("esign", fault)
    with pytest.raises(refused, match=told):
        service(simulator).sign(grant, AS)


def test_a_certificate_that_was_taken_back_signs_nothing(simulator, grant, tmp_path):
    issuer = Issuer()
    signer = issuer.signer(AS.signed_at.replace(year=2025), AS.signed_at.replace(year=2027))
    revoked = issuer.revoked(signer, AS.signed_at.replace(month=1))
    issuers = written(tmp_path / "issuers.pem", issuer.certificate, revoked)
    with (
        patch.object(NationalSignatureService, "signed", lambda *_, **__: signer.sign(grant, AS).pdf),
        pytest.raises(SigningRefused, match="signed with a certificate that is revoked"),
    ):
        service(simulator, issuers=issuers).sign(grant, AS)


def test_a_wrong_passphrase_an_unknown_identity_and_what_is_no_letter_are_refused_and_never_repeated_in_words(
    simulator, grant, tmp_path
):
    (tmp_path / "wrong").write_text("rahasia-1234\n")
    for letter, named, code in (
        (grant, {"passphrase": tmp_path / "wrong"}, "HTTP-400"),
        (grant, {"identity": tmp_path / "wrong"}, "HTTP-404"),
        (b"%PDF-1.7 no letter", {}, "HTTP-400"),
        (printed(LetterKind.RECEIPT).pdf, {}, "HTTP-400"),
        (grant, {"passphrase": tmp_path / "nowhere"}, "IDENTITY-FILES-MISSING"),
    ):
        with pytest.raises(PartnerRefused) as raised:
            service(simulator, **named).sign(letter, AS)
        assert raised.value.code == code
        assert "rahasia" not in str(raised.value)


def test_the_account_is_readable_by_its_owner_only_and_the_same_after_a_restart(tmp_path, grant):
    with running_simulator(tmp_path) as first:
        assert {path.stat().st_mode & 0o777 for path in (tmp_path / "esign").iterdir()} == {0o600}
        before = service(first).sign(grant, AS)
    with running_simulator(tmp_path) as second:
        assert service(second).sign(grant, AS).certificate == before.certificate
        assert orders(second) == [2]
        assert b"%PDF" not in (tmp_path / "neighbours.sqlite3").read_bytes()


def test_only_the_signature_service_can_sign_wrongly(simulator):
    for fault in ("answered-twice", "unsound-signature", "wrong-certificate"):
        with pytest.raises(httpx.HTTPStatusError, match="422"):
            simulator.misbehave("simkim", fault)


# the office


@pytest.fixture
def life(at_stage, simulator):
    """An office whose letters the service signs; a permit is decided and registered, its letter still to be written."""
    opened = at_stage(Stage.PERMIT)
    own = account(simulator)
    settings = opened.desk.settings.model_copy(
        update={
            "signing_service_url": f"{simulator.url}/esign",
            "signing_service_identity_file": own.identity,
            "signing_passphrase_file": own.passphrase,
            "signing_issuers_file": own.issuers,
        }
    )
    object.__setattr__(opened.desk, "settings", settings)
    vars(opened.desk).pop("office", None)
    opened.decided("BS", "permit-proposal")
    opened.decided("RK", "permit-decision")
    while (effect := opened.planned()[0]).kind != "letter:grant":
        opened.send(effect)
    return opened


def the_grants(life: Life) -> list[Letter]:
    return life.rows(Letter, Letter.kind == "grant")


def bytes_of(life: Life, letter: Letter) -> bytes:
    with life.registry.reading() as reading:
        return life.office.files.read(reading.key_of(letter.subject), letter.stored_as, sha256=letter.pdf_sha256)


def assert_it_was_signed_once(life: Life, number: str) -> None:
    """One letter under the number that was reserved for it, signed soundly; the agenda has no gap."""
    (letter,) = the_grants(life)
    assert (letter.number, letter.state) == (number, "issued")
    signed = bytes_of(life, letter)
    found = signature_in(signed)
    assert (found.found, letter.signed_with) == ("intact", f"bsre:{found.serial}")
    with life.registry.reading() as reading:
        assert list(gaps(reading)) == []


def test_a_letter_signed_through_it_is_issued_and_verifies(life, homevisit, monkeypatch, tmp_path):
    monkeypatch.setattr("casework.effects.render_letter", render_letter)
    life.send_all()
    (letter,) = the_grants(life)
    assert_it_was_signed_once(life, letter.number)
    (tmp_path / "grant.pdf").write_bytes(bytes_of(life, letter))
    monkeypatch.setenv("HOMEVISIT_SIGNING_ISSUERS_FILE", str(life.desk.settings.signing_issuers_file))
    code, out, _ = homevisit(life.desk.settings.state_folder, "letters", "verify", str(tmp_path / "grant.pdf"))
    assert (code, out.startswith("genuine: "), "its electronic signature is intact" in out) == (0, True, True)
    assert "the certificate was valid when the letter was signed (" in out
    assert "no issuer" not in out


@pytest.fixture
def flows(life, monkeypatch):
    """The office's own flows, whose letters are printed for the service to sign; a slow answer is not waited for long."""
    monkeypatch.setattr("casework.signing.SECONDS_TO_SIGN", 3)
    with (
        PlayedFlows(life).playing() as played,
        patch("casework.effects.render_letter", lambda kind, *_: printed(kind)),
    ):
        yield played


@pytest.mark.parametrize("fault", ["error-500", "unavailable-503", "garbage", "down", "answer-lost", "time-out"])
def test_weather_passes_by_itself_and_the_letter_goes_out_under_its_number(life, flows, simulator, fault):
    (reserved,) = the_grants(life)
    simulator.misbehave("esign", fault, times=1 if fault == "time-out" else 3)  # four tries are made at once
    flows.run("outgoing", reference=life.reference)
    assert life.rows(Question, Question.kind == "partner-down") == []
    assert_it_was_signed_once(life, reserved.number)
    assert flows.engine.failures == []


@pytest.mark.parametrize(
    ("fault", "times", "told"),
    [
        ("unavailable-503", 4, "gave no usable answer (http-503)"),
        ("refuse-400", 1, "HTTP-400"),
        ("contradiction", 1, "CONTRADICTION:letter"),
        ("answered-twice", 1, "bears no signature that holds"),
        ("unsound-signature", 1, "bears no signature that holds"),
        ("wrong-certificate", 1, "none of the known issuers vouches for"),
    ],
)
def test_what_does_not_pass_is_a_persons_question_and_no_letter_until_it_is_answered(
    life, flows, simulator, fault, times, told
):
    (reserved,) = the_grants(life)
    mailed = len(life.neighbours.received("mail"))
    simulator.misbehave("esign", fault, times=times)
    flows.run("outgoing", reference=life.reference)
    asked = life.question("partner-down")
    assert told in str(life.rows(Question, Question.id == asked.question_id)[0].prepared)
    assert len(life.neighbours.received("mail")) == mailed
    (waiting,) = the_grants(life)
    assert (waiting.number, waiting.state, waiting.pdf_sha256, waiting.signed_with) == (
        reserved.number, "reserved", None, None,
    )  # fmt: skip
    flows.submit("RM", asked, "retry", ground="outage")
    flows.go_on()
    assert_it_was_signed_once(life, reserved.number)
    assert life.open(kind="partner-down") == []
    assert len(life.neighbours.received("mail")) > mailed
    assert flows.engine.failures == []


# how it is set up


def test_a_demo_office_finds_the_simulator_by_its_name_wherever_it_answers(life, tmp_path, monkeypatch):
    monkeypatch.setattr("casework.effects.render_letter", lambda kind, *_: printed(kind))
    settings = type(life.desk.settings)(state_folder=life.desk.settings.state_folder, signing_service_url="simulator")
    object.__setattr__(life.desk, "settings", settings)
    vars(life.desk).pop("office", None)
    assert how_letters_are_signed(life.office) == "bsre"
    with pytest.raises(PartnerUnavailable, match="no-connection"):
        signer_of(life.office)
    with pytest.raises(Amiss, match="does not run: open the office"):
        look_at_signature(settings)
    (reserved,) = the_grants(life)
    with running_simulator(settings.neighbours_folder):
        assert look_at_signature(settings) == "letters are signed by the service's simulator"
        life.send_all()
    assert_it_was_signed_once(life, reserved.number)


def test_no_real_office_is_signed_for_by_the_simulator(life, simulator):
    settings = life.desk.settings.model_copy(update={"signing_service_url": "simulator"})
    with pytest.raises(LetterNotSigned, match="a real office's letters are not signed by the simulator"):
        signer_of(replace(life.office, is_demo=False, settings=settings))


@pytest.mark.parametrize(
    "missing", ["signing_service_identity_file", "signing_passphrase_file", "signing_issuers_file"]
)
def test_a_real_office_names_who_signs_and_who_vouches_for_it(life, missing):
    settings = life.desk.settings.model_copy(update={missing: None})
    with pytest.raises(LetterNotSigned, match=f"HOMEVISIT_{missing.upper()}.* not set: name all three files"):
        signer_of(replace(life.office, is_demo=False, settings=settings))


def test_the_doctor_misses_the_issuers_file_and_says_when_a_list_is_out_of_date(life, tmp_path):
    issuer, file = Issuer(), tmp_path / "issuers.pem"
    settings = life.desk.settings.model_copy(update={"signing_issuers_file": file})
    with pytest.raises(Amiss, match="cannot be read at"):
        look_at_signature(settings)
    signer = issuer.signer(AS.signed_at, AS.signed_at)
    now = datetime.now(UTC)
    for due, amiss in ((now + timedelta(days=2), False), (now - timedelta(days=2), True)):
        written(file, issuer.certificate, issuer.revoked(signer, now - timedelta(days=9), next_list=due))
        if not amiss:
            assert look_at_signature(settings) == "letters are signed by the national service"
            continue
        with pytest.raises(Amiss, match=f"was due to be replaced on {due.date()}: take the next one"):
            look_at_signature(settings)
