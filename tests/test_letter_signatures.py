"""Is a letter's signature to be trusted, years later: its certificate counts as of the day on which the register says it was signed."""

from datetime import UTC, datetime, timedelta

import pytest
from one_letter_signed import issue, the_receipt
from printed_letters import printed
from signing_certificates import Issuer, written
from starlette.testclient import TestClient

from casework.letter_signatures import certificate_in_words, judge_file, known_issuers, todays_certificate_in_words
from casework.letters import LetterKind
from casework.letters.signing import SignedAs, SigningRefused
from casework.letters.signing.issuers import Issuers, read_issuers
from casework.lifecycle import Stage
from homevisit.case_sheet.application import case_sheet

pytestmark = pytest.mark.xdist_group("letters")

YEAR, DAY = timedelta(days=365), timedelta(days=1)
SIGNED_ON = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)  # the morning of the life's own clock


@pytest.fixture(scope="module")
def issuer():
    return Issuer()


@pytest.fixture
def signed(issuer, at_stage):
    """``signed(from, until)`` is a letter of the register, signed on that morning by a certificate of these dates."""
    opened = at_stage(Stage.ASSESSMENT)

    def sign(valid_from, valid_until, *, recorded_at=SIGNED_ON):
        signer = issuer.signer(valid_from, valid_until)
        within = max(valid_from, min(recorded_at, valid_until))
        content = signer.sign(printed(LetterKind.GRANT).pdf, SignedAs("Kepala Kantor", within, "Surat dinas"))
        opened.clock.now = recorded_at
        issue(opened, content)
        return opened, signer, content.pdf

    return sign


def judged(life, content, issuers):
    with life.registry.reading() as reading:
        return judge_file(reading, content, issuers, life.office.now().recorded_at)


def told(life, content, issuers):
    """In English, as the command says it."""
    found, now = judged(life, content, issuers), life.office.now().recorded_at
    return (
        certificate_in_words(found.certificate, now)
        if found.by_register
        else todays_certificate_in_words(found.certificate)
    )[1]


def test_a_certificate_that_has_ended_since_was_valid_when_the_letter_was_signed(signed, issuer):
    life, signer, letter = signed(SIGNED_ON - YEAR, SIGNED_ON + YEAR)
    vouching = Issuers((issuer.certificate,))
    assert told(life, letter, vouching) == (
        "the certificate was valid when the letter was signed (24 November 2026); it is valid until 24 November 2027"
    )
    life.clock.pass_(days=800)
    found = judged(life, letter, vouching)
    assert (found.found, found.by_register, found.is_vouched_for, found.certificate.standing) == (
        "intact", True, True, "valid",
    )  # fmt: skip
    assert int(found.serial, 16) == signer.key.certificate.serial_number
    assert told(life, letter, vouching) == (
        "the certificate was valid when the letter was signed (24 November 2026); it ended on 24 November 2027"
    )
    assert certificate_in_words(found.certificate, life.office.now().recorded_at)[0] == (
        "sertifikatnya berlaku ketika surat ditandatangani (24 November 2026); berakhir 24 November 2027"
    )


def test_the_same_signature_in_a_file_that_is_not_the_registers_is_judged_as_of_today(signed, issuer):
    life, signer, _ = signed(SIGNED_ON - YEAR, SIGNED_ON + YEAR)
    other = signer.sign(printed(LetterKind.REFUSAL).pdf, SignedAs("Kepala Kantor", SIGNED_ON, "Surat dinas")).pdf
    vouching = Issuers((issuer.certificate,))
    found = judged(life, other, vouching)
    assert (found.by_register, found.is_vouched_for, found.certificate.standing) == (False, True, "valid")
    assert told(life, other, vouching) == "its certificate as of today: it is valid until 24 November 2027"
    life.clock.pass_(days=800)
    found = judged(life, other, vouching)
    assert (found.by_register, found.is_vouched_for, found.certificate.standing) == (False, False, "expired")
    assert told(life, other, vouching) == "its certificate as of today: it ended on 24 November 2027"


def test_one_byte_more_makes_the_signature_fail_whatever_the_certificate(signed, issuer):
    life, _, letter = signed(SIGNED_ON - YEAR, SIGNED_ON + YEAR)
    found = judged(life, letter + b"\n", Issuers((issuer.certificate,)))
    assert (found.found, found.by_register, found.certificate) == ("altered", False, None)


@pytest.mark.parametrize(
    ("begins", "ends", "standing", "words"),
    [
        (DAY, YEAR, "not-yet-valid", "the certificate was not yet valid when the letter was signed (24 November 2026): it began on 25 November 2026"),
        (-YEAR, -DAY, "expired", "the certificate was no longer valid when the letter was signed (24 November 2026): it ended on 23 November 2026"),
    ],
)  # fmt: skip
def test_a_certificate_out_of_its_time_at_the_signing_is_told_so_for_ever(
    signed, issuer, begins, ends, standing, words
):
    life, _, letter = signed(SIGNED_ON + begins, SIGNED_ON + ends)
    for days in (0, 90, 900):
        life.clock.now = SIGNED_ON + timedelta(days=days)
        found = judged(life, letter, Issuers((issuer.certificate,)))
        assert (found.certificate.standing, told(life, letter, Issuers((issuer.certificate,)))) == (standing, words)


def test_a_certificate_revoked_before_the_signing_was_revoked_and_one_revoked_after_it_was_valid(signed, issuer):
    life, signer, letter = signed(SIGNED_ON - YEAR, SIGNED_ON + YEAR)
    life.clock.pass_(days=100)
    before = Issuers((issuer.certificate,), (issuer.revoked(signer, SIGNED_ON - DAY),))
    assert judged(life, letter, before).certificate.standing == "revoked"
    assert told(life, letter, before) == (
        "the certificate had been revoked when the letter was signed (24 November 2026): it was revoked on 23 November 2026"
    )
    after = Issuers((issuer.certificate,), (issuer.revoked(signer, SIGNED_ON + 10 * DAY),))
    assert judged(life, letter, after).certificate.standing == "valid"
    assert told(life, letter, after) == (
        "the certificate was valid when the letter was signed (24 November 2026); it was revoked on 4 December 2026"
    )
    stolen = issuer.revoked(signer, SIGNED_ON + 10 * DAY, invalid_since=SIGNED_ON - 2 * DAY)
    found = judged(life, letter, Issuers((issuer.certificate,), (stolen,)))
    assert (found.certificate.standing, found.certificate.revoked_at) == ("revoked", SIGNED_ON - 2 * DAY)


def test_another_issuers_list_says_nothing_about_a_certificate_of_the_same_number(signed, issuer):
    life, signer, letter = signed(SIGNED_ON - YEAR, SIGNED_ON + YEAR)
    stranger = Issuer("Penerbit Lain")
    both = Issuers((issuer.certificate, stranger.certificate), (stranger.revoked(signer, SIGNED_ON - DAY),))
    assert judged(life, letter, both).certificate.standing == "valid"


def test_for_its_own_file_the_register_vouches_by_the_number_on_record_and_for_no_other(signed, issuer):
    life, signer, letter = signed(SIGNED_ON - YEAR, SIGNED_ON + YEAR)
    assert judged(life, letter, Issuers()).is_vouched_for is True
    other = signer.sign(printed(LetterKind.REFUSAL).pdf, SignedAs("Kepala Kantor", SIGNED_ON, "Surat dinas")).pdf
    assert judged(life, other, Issuers()).is_vouched_for is False
    assert judged(life, other, Issuers((Issuer().certificate,))).is_vouched_for is False
    assert judged(life, other, Issuers((issuer.certificate,))).is_vouched_for is True


# the command and the public page


def test_the_command_tells_of_the_moment_of_signing_and_of_a_file_from_elsewhere_as_of_today(
    signed, issuer, tmp_path, monkeypatch, homevisit
):
    life, signer, letter = signed(
        datetime.now(UTC) - 3 * YEAR, datetime.now(UTC) - 300 * DAY, recorded_at=datetime.now(UTC) - 2 * YEAR
    )
    folder = life.desk.settings.state_folder
    (tmp_path / "letter.pdf").write_bytes(letter)
    code, out, _ = homevisit(folder, "letters", "verify", str(tmp_path / "letter.pdf"))
    assert code == 0
    assert out.startswith("genuine: ")
    assert "; it ended on " in out
    assert "the certificate was valid when the letter was signed" in out
    assert "no issuer" not in out
    within = datetime.now(UTC) - 2 * YEAR
    (tmp_path / "other.pdf").write_bytes(signer.sign(printed(LetterKind.REFUSAL).pdf, SignedAs("x", within, "x")).pdf)
    code, out, _ = homevisit(folder, "letters", "verify", str(tmp_path / "other.pdf"))
    assert code == 1
    assert "its certificate as of today: it ended on " in out
    assert "no issuer that the office knows vouches for its certificate" in out
    monkeypatch.setenv("HOMEVISIT_SIGNING_ISSUERS_FILE", str(tmp_path / "nowhere.pem"))
    code, _, told_so = homevisit(folder, "letters", "verify", str(tmp_path / "letter.pdf"))
    assert (code, "the issuers' certificates cannot be read" in told_so) == (1, True)


def test_the_public_page_tells_how_the_certificate_stood_and_nothing_more(signed, issuer, tmp_path):
    life, signer, _ = signed(SIGNED_ON - YEAR, SIGNED_ON + YEAR)
    token = the_receipt(life).verification_token
    ask = TestClient(case_sheet(life.desk), base_url="http://127.0.0.1:4280")
    valid = "Signed electronically; the certificate was valid when the letter was signed (24 November 2026); "
    assert f"{valid}it is valid until 24 November 2027." in ask.get(f"/s/{token}").text
    life.clock.pass_(days=800)
    text = ask.get(f"/s/{token}").text
    assert f"{valid}it ended on 24 November 2027." in text
    assert "berlaku ketika surat ditandatangani (24 November 2026); berakhir 24 November 2027." in text
    assert [one for one in (life.reference, "Kepala Kantor", "Penerbit") if one in text] == []
    revoked = issuer.revoked(signer, SIGNED_ON - DAY)
    object.__setattr__(
        life.desk.settings, "signing_issuers_file", written(tmp_path / "i.pem", issuer.certificate, revoked)
    )
    assert "had been revoked when the letter was signed" in ask.get(f"/s/{token}").text
    object.__setattr__(life.desk.settings, "signing_issuers_file", tmp_path / "nowhere.pem")
    answer = ask.get(f"/s/{token}")
    assert (
        answer.status_code,
        "Kode ini milik surat asli dari kantor" in answer.text,
        "certificate" in answer.text,
    ) == (200, True, False)


# who vouches


def test_certificates_and_lists_are_read_from_one_file(issuer, tmp_path):
    signer = issuer.signer(SIGNED_ON - YEAR, SIGNED_ON + YEAR)
    revoked = issuer.revoked(signer, SIGNED_ON, next_list=SIGNED_ON + DAY)
    read = read_issuers(written(tmp_path / "i.pem", revoked, issuer.certificate))
    assert read == Issuers((issuer.certificate,), (revoked,))
    assert read.revoked_at(signer.key.certificate) == SIGNED_ON
    assert (read.out_of_date(SIGNED_ON), read.out_of_date(SIGNED_ON + 2 * DAY)) == (None, SIGNED_ON + DAY)


def test_what_is_wrong_with_the_file_is_said_in_a_sentence(issuer, tmp_path):
    file = tmp_path / "i.pem"
    with pytest.raises(SigningRefused, match="cannot be read at"):
        read_issuers(file)
    damaged = b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"
    for content in (b"", b"no PEM", damaged):
        file.write_bytes(content)
        with pytest.raises(SigningRefused, match="holds none, or a damaged one"):
            read_issuers(file)
    signer = issuer.signer(SIGNED_ON, SIGNED_ON + DAY)
    forged = Issuer(issuer.name).revoked(signer, SIGNED_ON)
    with pytest.raises(SigningRefused, match="signed by none of the issuers beside it"):
        read_issuers(written(file, issuer.certificate, forged))


def test_an_office_that_named_no_issuers_knows_none(life):
    assert known_issuers(life.desk.settings) == Issuers()
