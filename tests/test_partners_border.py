"""What crosses the border: what is sent and to where, what is believed, and what a fault may tell."""

import json
import pickle
import ssl
from datetime import datetime

import httpx
import pytest
from pydantic import SecretStr, ValidationError
from test_partners import PERSONAL, billing_order, permit_order

from casework.partners.addresses import HttpAddress, MailAddress, simulated_addresses
from casework.partners.faults import PartnerRefused, PartnerUnavailable
from casework.partners.protocols import PermitReceipt
from casework.partners.simkim import Simkim
from casework.partners.transport import Transport

NO_AUTHORITY = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)  # nothing is sent on a line that answers itself


def answering(response, seen=None):
    """SIMKIM at the end of a line on which always the same comes back."""

    def respond(request):
        if seen is not None:
            seen.append(request)
        return response

    line = httpx.Client(transport=httpx.MockTransport(respond), verify=NO_AUTHORITY)
    return Simkim(Transport("simkim", "https://simkim.example/api", line, SecretStr("open-sesame")))


def test_while_no_simulator_runs_its_neighbours_are_unavailable(tmp_path):
    with pytest.raises(PartnerUnavailable):
        simulated_addresses(tmp_path, sender="kantor@contoh.example", sender_name="Kantor")


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (204, PartnerUnavailable),
        (302, PartnerRefused),
        (401, PartnerRefused),
        (404, PartnerRefused),
        (408, PartnerUnavailable),
        (409, PartnerRefused),
        (429, PartnerUnavailable),
        (503, PartnerUnavailable),
    ],
)
def test_the_status_tells_weather_from_a_no(status, kind):
    elsewhere = {"Location": "https://elsewhere.example/"}
    simkim = answering(httpx.Response(status, headers=elsewhere))

    with pytest.raises(kind):
        simkim.hand_over(permit_order("SAHS-7K43"), key="SAHS-7K43:simkim-handover:1")


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"code": "E-17.B"}, "E-17.B"),
        ({"code": "UNKNOWN-QUISTREBERT"}, "HTTP-400"),
        ({"code": "PASSPORT-x4711klm"}, "HTTP-400"),
        ({"code": "NIK-3372015203510001"}, "HTTP-400"),
        ({"code": "Odalinde Quistrebert is not known"}, "HTTP-400"),
        ({"code": 17}, "HTTP-400"),
        ({"message": "X4711KLM"}, "HTTP-400"),
    ],
)
def test_a_refusal_repeats_the_neighbours_code_but_nothing_of_the_order(body, code):
    simkim = answering(httpx.Response(400, json=body))

    with pytest.raises(PartnerRefused) as refused:
        simkim.hand_over(permit_order("SAHS-7K43"), key="SAHS-7K43:simkim-handover:1")
    assert refused.value.code == code


def test_an_order_goes_out_with_its_key_and_the_offices_token():
    seen = []
    simkim = answering(httpx.Response(503), seen)

    with pytest.raises(PartnerUnavailable):
        simkim.hand_over(permit_order("SAHS-7K43"), key="SAHS-7K43:simkim-handover:1")
    assert seen[0].headers["Idempotency-Key"] == "SAHS-7K43:simkim-handover:1"
    assert seen[0].headers["Authorization"] == "Bearer open-sesame"
    assert json.loads(seen[0].content)["passport_number"] == PERSONAL[0]


def test_an_answer_may_say_more_than_we_read():
    answer = {"key": "SAHS-7K43:simkim-handover:1", "register_number": "R1", "permit_number": "P1", "region": {"x": 1}}
    answer |= {"valid_from": "2027-03-01", "valid_to": "2028-03-01", "accepted_at": "2027-03-01T09:00:00+07:00"}
    simkim = answering(httpx.Response(201, json=answer))

    receipt = simkim.hand_over(permit_order("SAHS-7K43"), key="SAHS-7K43:simkim-handover:1")
    assert isinstance(receipt, PermitReceipt)
    assert receipt.register_number == "R1"


@pytest.mark.parametrize(
    "wrong",
    [
        {"valid_from": "2029-01-01"},
        {"accepted_at": "2027-03-01T09:00:00"},
        {"register_number": "two\nlines"},
        {"permit_number": None},
    ],
)
def test_an_answer_that_cannot_be_right_is_no_answer(wrong):
    answer = {"key": "SAHS-7K43:simkim-handover:1", "register_number": "R1", "permit_number": "P1"}
    answer |= {"valid_from": "2027-03-01", "valid_to": "2028-03-01", "accepted_at": "2027-03-01T09:00:00+07:00"}
    simkim = answering(httpx.Response(200, json=answer | wrong))

    with pytest.raises(PartnerUnavailable, match="unreadable-answer"):
        simkim.hand_over(permit_order("SAHS-7K43"), key="SAHS-7K43:simkim-handover:1")


def test_a_malformed_order_does_not_repeat_what_was_in_it():
    with pytest.raises(ValidationError) as error:
        permit_order("SAHS-7K43", passport_number="X4711KLM with blanks", companion="Odalinde Quistrebert")

    assert [word for word in PERSONAL if word in str(error.value)] == []


@pytest.mark.parametrize("amount", [0, -1, 1.0, "3000000", True])
def test_money_is_whole_rupiah(amount):
    with pytest.raises(ValidationError):
        billing_order("SAHS-7K43", amount=amount)


def test_a_time_without_its_zone_is_refused():
    with pytest.raises(ValidationError):
        permit_order("SAHS-7K43", ordered_at=datetime(2027, 3, 1, 9, 0))  # noqa: DTZ001 - the point of the test


@pytest.mark.parametrize(
    "url", ["http://simkim.example/api", "ftp://127.0.0.1/", "https://me@simkim.example/", "simkim"]
)
def test_personal_data_leaves_the_machine_encrypted_or_not_at_all(url):
    with pytest.raises(ValidationError):
        HttpAddress(url=url)


def test_mail_leaves_the_machine_encrypted_or_not_at_all():
    with pytest.raises(ValidationError):
        MailAddress(host="mail.example", port=25, sender="a@kantor.example", sender_name="Kantor", encrypted=False)


@pytest.mark.parametrize("token", ["", "two words", "line\r\nbreak", "é"])
def test_a_token_that_cannot_stand_in_a_header_is_refused(token):
    with pytest.raises(ValidationError):
        HttpAddress(url="https://simkim.example/", token=token)


@pytest.mark.parametrize("fault", [PartnerUnavailable("simkim", "http-503"), PartnerRefused("simkim", "RJ-104")])
def test_a_fault_survives_its_way_from_one_process_to_another(fault):
    copied = pickle.loads(pickle.dumps(fault))

    assert (type(copied), str(copied), copied.partner) == (type(fault), str(fault), "simkim")
