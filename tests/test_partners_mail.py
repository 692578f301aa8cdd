"""The post, against the simulator's own process."""

import smtplib
import socket
import traceback
from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import default
from hashlib import sha256

import pytest
from pydantic import ValidationError

from casework.partners.addresses import connect
from casework.partners.faults import PartnerRefused, PartnerUnavailable
from casework.partners.mail import Post, message_id_of
from casework.partners.protocols import Attachment, OutgoingMail
from casework.partners.simulator.process import running_simulator

DATED = datetime(2027, 3, 1, 2, 0, tzinfo=UTC)
PDF = b"%PDF-1.7\n" + bytes(range(256)) * 40
RECIPIENT = "odalinde.quistrebert@penjamin.example"


@pytest.fixture(scope="module")
def simulator(tmp_path_factory):
    with running_simulator(tmp_path_factory.mktemp("neighbours")) as running:
        yield running


@pytest.fixture
def post(simulator):
    with connect(simulator.addresses()) as neighbours:
        yield neighbours.mail
    simulator.behave()


@pytest.fixture
def impatient_post(simulator):
    """The same post, by an office that does not wait: for time-outs only."""
    with connect(simulator.addresses(time_out_seconds=0.25)) as neighbours:
        yield neighbours.mail


@pytest.fixture
def message_id(request):
    return f"<{sha256(request.node.nodeid.encode()).hexdigest()[:20]}.receipt.1@kantor-contoh.example>"


def mail(**changes):
    content = {
        "to": RECIPIENT,
        "subject": "Tanda Terima Permohonan – SAHS-7K43",
        "text": "Yth. Bapak/Ibu,\n\nBerkas telah kami terima – terlampir.\n",
        "attachments": (Attachment(file_name="SAHS-7K43-L01.pdf", content=PDF),),
        "dated": DATED,
    }
    return OutgoingMail(**(content | changes))


def received(simulator, message_id):
    return [message for message in simulator.ask("GET", "/mailbox") if message["message_id"] == message_id]


def test_a_letter_arrives_whole_with_its_attachment(post, simulator, message_id):
    post.send(mail(), message_id=message_id)

    (listed,) = received(simulator, message_id)
    assert (listed["received"], listed["recipient"], listed["subject"]) == (1, RECIPIENT, mail().subject)
    assert listed["attachments"][0]["file_name"] == "SAHS-7K43-L01.pdf"
    assert listed["attachments"][0]["sha256"] == sha256(PDF).hexdigest()
    assert (simulator.folder / "mailbox" / listed["attachments"][0]["file"]).read_bytes() == PDF
    letter = message_from_bytes((simulator.folder / "mailbox" / listed["file"]).read_bytes(), policy=default)
    assert letter.get_body().get_content().replace("\r\n", "\n") == mail().text
    assert letter["Date"].datetime == DATED
    assert letter["Date"] == "Mon, 01 Mar 2027 09:00:00 +0700"
    assert str(letter["From"]) == '"Kantor Imigrasi (CONTOH)" <kunjungan@kantor-contoh.example>'
    assert letter["Auto-Submitted"] == "auto-generated"


def test_a_letter_without_attachment_arrives_too(post, simulator, message_id):
    post.send(mail(attachments=()), message_id=message_id)

    assert received(simulator, message_id)[0]["attachments"] == []


def test_a_message_sent_twice_is_one_message_byte_for_byte(post, simulator, message_id):
    for _ in range(2):
        post.send(mail(), message_id=message_id)

    (listed,) = received(simulator, message_id)
    assert (listed["received"], listed["received_altered"]) == (2, 0)


def test_another_text_under_the_same_message_id_is_noticed(post, simulator, message_id):
    post.send(mail(), message_id=message_id)
    post.send(mail(text="Lain."), message_id=message_id)

    (listed,) = received(simulator, message_id)
    assert (listed["received"], listed["received_altered"]) == (2, 1)


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        ("error-500", "smtp-451"),
        ("time-out", "time-out"),
        ("answer-lost", "smtp-451"),
        ("garbage", "unreadable-answer"),
        ("down", "broken-off"),
    ],
)
def test_weather_is_worth_a_retry_and_the_retry_makes_one_message(
    post, impatient_post, simulator, message_id, fault, reason
):
    simulator.misbehave("mail", fault)

    with pytest.raises(PartnerUnavailable) as unavailable:
        (impatient_post if fault == "time-out" else post).send(mail(), message_id=message_id)
    assert (unavailable.value.partner, unavailable.value.reason) == ("mail", reason)
    post.send(mail(), message_id=message_id)

    (listed,) = received(simulator, message_id)
    assert (listed["received"], listed["received_altered"]) == (2 if fault == "answer-lost" else 1, 0)


def test_a_refused_recipient_is_for_a_person(post, simulator, message_id):
    simulator.misbehave("mail", "refuse-400")

    with pytest.raises(PartnerRefused) as refused:
        post.send(mail(), message_id=message_id)
    assert (refused.value.partner, refused.value.code) == ("mail", "SMTP-550")
    assert received(simulator, message_id) == []


def test_a_mail_server_that_is_down_is_unavailable(message_id):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    post = Post("127.0.0.1", port, "kantor@contoh.example", "Kantor", time_out_seconds=1, encrypted=False)

    with pytest.raises(PartnerUnavailable, match="no-connection"):
        post.send(mail(), message_id=message_id)


def test_a_mail_server_that_cannot_encrypt_gets_no_letter(simulator, message_id):
    smtp = simulator.addresses().mail
    post = Post(smtp.host, smtp.port, "kantor@contoh.example", "Kantor", time_out_seconds=2, encrypted=True)

    with pytest.raises(PartnerRefused, match="NOT-SUPPORTED"):
        post.send(mail(), message_id=message_id)
    assert received(simulator, message_id) == []


@pytest.mark.parametrize("fault", ["error-500", "refuse-400", "garbage", "down"])
def test_no_fault_tells_to_whom_the_letter_went(post, simulator, message_id, fault):
    simulator.misbehave("mail", fault)
    with pytest.raises((PartnerUnavailable, PartnerRefused)) as caught:
        post.send(mail(), message_id=message_id)

    told = "".join(traceback.format_exception(caught.value)) + repr(vars(caught.value)) + repr(mail())
    assert caught.value.__context__ is None
    assert "quistrebert" not in told
    assert "quistrebert" not in (simulator.folder / "simulator.log").read_text()


@pytest.mark.parametrize(
    "subject", ["Tanda\r\nBcc: x@evil.example", "Tanda\nTerima", "Tanda\u2028Terima", " ", "a\x00b"]
)
def test_a_subject_that_would_begin_another_header_is_refused(subject):
    with pytest.raises(ValidationError):
        mail(subject=subject)


@pytest.mark.parametrize("to", ["a@x.example, b@y.example", "a@x.example\r\nBcc: b@y.example", "nobody", ""])
def test_a_message_goes_to_one_address(to):
    with pytest.raises(ValidationError) as error:
        mail(to=to)
    assert "y.example" not in str(error.value)


@pytest.mark.parametrize(
    "message_id", ["", "<a@b>\r\nBcc: x@y.example", "a@b", "<a b@c>", "<SAHS-7K43:receipt:1@c.example>"]
)
def test_a_malformed_message_id_is_refused_before_anything_is_sent(post, message_id):
    with pytest.raises(ValueError, match="Message-ID"):
        post.send(mail(), message_id=message_id)


@pytest.mark.parametrize("file_name", ["../L01.pdf", "L01.exe", "L01", 'a".pdf', "a\nb.pdf", ".pdf"])
def test_an_attachment_has_a_plain_file_name(file_name):
    with pytest.raises(ValidationError):
        Attachment(file_name=file_name, content=PDF)


def test_an_attachment_is_a_pdf():
    with pytest.raises(ValidationError, match="is no PDF"):
        Attachment(file_name="L01.pdf", content=b"<html>")


def test_a_message_id_is_made_from_its_effects_key():
    assert (
        message_id_of("SAHS-7K43:receipt-letter:1", "contoh.example") == "<SAHS-7K43.receipt-letter.1@contoh.example>"
    )


def test_a_long_message_id_arrives_unbroken(post, simulator):
    long_id = message_id_of(f"SAHS-7K43:{'a' * 60}:1", "kunjungan-rumah.kantor-imigrasi-contoh.example")
    post.send(mail(), message_id=long_id)

    assert received(simulator, long_id)[0]["received"] == 1


def test_the_mail_server_wants_a_message_id(simulator):
    smtp = simulator.addresses().mail
    with smtplib.SMTP(smtp.host, smtp.port) as server, pytest.raises(smtplib.SMTPDataError):
        server.sendmail("a@contoh.example", "b@contoh.example", "Subject: x\r\n\r\ny")
