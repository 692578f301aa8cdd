"""Orders to SIMKIM, the State's billing and MiskaGO, against the simulator's own process."""

import traceback
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256

import httpx
import pytest
from pydantic import ValidationError

from casework.case import PermitKind, Procedure
from casework.partners.addresses import Addresses, connect
from casework.partners.faults import PartnerRefused, PartnerUnavailable
from casework.partners.protocols import BillingOrder, PermitOrder, StatusNotice
from casework.partners.simulator.process import running_simulator

ORDERED_AT = datetime(2027, 3, 1, 2, 0, tzinfo=UTC)  # Monday 09:00 WIB
PERSONAL = ("X4711KLM", "Odalinde", "Quistrebert")
UNAVAILABLE = {
    "error-500": "http-500",
    "time-out": "time-out",
    "answer-lost": "broken-off",
    "down": "broken-off",
    "garbage": "unreadable-answer",
}


@pytest.fixture(scope="module")
def simulator(tmp_path_factory):
    with running_simulator(tmp_path_factory.mktemp("neighbours")) as running:
        yield running


@pytest.fixture
def neighbours(simulator):
    with connect(simulator.addresses()) as connected:
        yield connected
    simulator.behave()


@pytest.fixture
def impatient_neighbours(simulator):
    """The same neighbours, asked by an office that does not wait: for time-outs only."""
    with connect(simulator.addresses(time_out_seconds=0.25)) as connected:
        yield connected


@pytest.fixture
def reference(request):
    """A case of its own for each test, so that all can share one simulator."""
    digits = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
    fingerprint = sha256(request.node.nodeid.encode()).digest()
    return "SAHS-" + "".join(digits[byte % 32] for byte in fingerprint[:6])


def permit_order(reference, **changes):
    content = {
        "case_reference": reference,
        "passport_number": PERSONAL[0],
        "full_name": "Odalinde Quistrebert",
        "nationality": "USA",
        "permit_kind": PermitKind.LIMITED,
        "permit_index": "E31A",
        "procedure": Procedure.EXTENSION,
        "valid_until": date(2028, 3, 1),
        "ordered_at": ORDERED_AT,
    }
    return PermitOrder(**(content | changes))


def billing_order(reference, amount=3_000_000, ordered_at=ORDERED_AT):
    return BillingOrder(
        case_reference=reference,
        payer_name="Odalinde Quistrebert",
        tariff="ITAS-1Y",
        amount=amount,
        ordered_at=ordered_at,
    )


def notice(reference):
    return StatusNotice(
        case_reference=reference,
        external_reference="MGO-2027-000123",
        status="visit-planned",
        sentence="Kunjungan rumah telah dijadwalkan.",
        as_of=ORDERED_AT,
    )


def send(neighbours, partner, reference):
    match partner:
        case "simkim":
            return neighbours.permits.hand_over(permit_order(reference), key=f"{reference}:simkim-handover:1")
        case "billing":
            return neighbours.billing.issue(billing_order(reference), key=f"{reference}:billing:1")
        case "miskago":
            return neighbours.guarantor_app.tell(notice(reference), key=f"{reference}:visit-planned:1")


def orders_of(simulator, partner, reference):
    return [order for order in simulator.ask("GET", f"/orders/{partner}") if order["case_reference"] == reference]


def whole_story(error):
    """Everything a log could show of an exception, with all that hangs on it."""
    chained = []
    while error is not None:
        chained.append(repr(error) + str(error) + repr(vars(error)))
        chained += traceback.format_exception(error)
        error = error.__context__ or error.__cause__
    return "".join(chained)


def test_simkim_registers_a_granted_permit_and_gives_its_numbers(neighbours, simulator, reference):
    receipt = send(neighbours, "simkim", reference)

    assert receipt.key == f"{reference}:simkim-handover:1"
    assert receipt.register_number.startswith("SIMULASI-")
    assert receipt.permit_number.startswith("E31A-2027-")
    assert (receipt.valid_from, receipt.valid_to) == (date(2027, 3, 1), date(2028, 3, 1))
    assert receipt.accepted_at == ORDERED_AT
    assert orders_of(simulator, "simkim", reference) == [
        {"key": receipt.key, "case_reference": reference, "deliveries": 1, "duplicate": False}
    ]


def test_an_unlimited_permit_has_no_last_day(neighbours, reference):
    order = permit_order(reference, permit_kind=PermitKind.PERMANENT, valid_until=None)

    assert neighbours.permits.hand_over(order, key=f"{reference}:simkim-handover:1").valid_to is None


def test_a_permit_begins_on_the_day_it_is_in_surakarta(neighbours, reference):
    late_in_the_evening_of_the_day_before_in_utc = datetime(2027, 3, 1, 18, 0, tzinfo=UTC)
    order = permit_order(reference, ordered_at=late_in_the_evening_of_the_day_before_in_utc)

    assert neighbours.permits.hand_over(order, key=f"{reference}:simkim-handover:1").valid_from == date(2027, 3, 2)


def test_a_billing_is_unpaid_until_it_is_paid_and_then_says_when(neighbours, simulator, reference):
    billing = send(neighbours, "billing", reference)
    assert (billing.amount, billing.expires_at) == (3_000_000, ORDERED_AT + timedelta(days=7))
    assert neighbours.billing.payment_of(billing.code) is None

    simulator.ask("POST", f"/billing/{billing.code}/pay", {"paid_at": "2027-03-03T10:15:00+07:00"})

    payment = neighbours.billing.payment_of(billing.code)
    assert payment.paid_at == datetime(2027, 3, 3, 3, 15, tzinfo=UTC)
    assert payment.amount == 3_000_000
    assert len(payment.receipt) == 16


def test_an_expired_billing_cannot_be_paid(neighbours, simulator, reference):
    billing = send(neighbours, "billing", reference)
    with pytest.raises(httpx.HTTPStatusError):
        simulator.ask("POST", f"/billing/{billing.code}/pay", {"paid_at": "2027-03-08T10:15:00+07:00"})

    assert neighbours.billing.payment_of(billing.code) is None


def test_a_billing_code_that_nobody_issued_is_refused(neighbours):
    with pytest.raises(PartnerRefused) as refused:
        neighbours.billing.payment_of("829999999999999")

    assert refused.value.code == "UNKNOWN-CODE"


@pytest.mark.parametrize("code", ["", "../orders", "82 1", "82?x=1"])
def test_what_is_no_billing_code_is_not_asked_for(neighbours, code):
    with pytest.raises(ValueError, match="digits only"):
        neighbours.billing.payment_of(code)


@pytest.mark.parametrize("partner", ["simkim", "billing", "miskago"])
@pytest.mark.parametrize(("fault", "reason"), UNAVAILABLE.items())
def test_weather_is_worth_a_retry_and_the_retry_makes_one_order(
    neighbours, impatient_neighbours, simulator, reference, partner, fault, reason
):
    simulator.misbehave(partner, fault)

    with pytest.raises(PartnerUnavailable) as unavailable:
        send(impatient_neighbours if fault == "time-out" else neighbours, partner, reference)
    assert (unavailable.value.partner, unavailable.value.reason) == (partner, reason)
    send(neighbours, partner, reference)

    (order,) = orders_of(simulator, partner, reference)
    assert order["deliveries"] == (2 if fault == "answer-lost" else 1)
    assert order["duplicate"] is False


@pytest.mark.parametrize("partner", ["simkim", "billing", "miskago"])
def test_a_refused_order_is_for_a_person(neighbours, simulator, reference, partner):
    simulator.misbehave(partner, "refuse-400")

    with pytest.raises(PartnerRefused) as refused:
        send(neighbours, partner, reference)

    assert (refused.value.partner, refused.value.code) == (partner, "RJ-104")
    assert orders_of(simulator, partner, reference) == []


@pytest.mark.parametrize(("partner", "field"), [("simkim", "valid_to"), ("billing", "amount"), ("miskago", "key")])
def test_an_answer_that_contradicts_the_order_is_for_a_person(neighbours, simulator, reference, partner, field):
    simulator.misbehave(partner, "contradiction")

    with pytest.raises(PartnerRefused, match=f"CONTRADICTION:{field}"):
        send(neighbours, partner, reference)


def test_a_payment_of_another_amount_than_was_billed_is_for_a_person(neighbours, simulator, reference):
    billing = send(neighbours, "billing", reference)
    simulator.ask("POST", f"/billing/{billing.code}/pay", {"paid_at": "2027-03-03T10:15:00+07:00"})
    simulator.misbehave("billing", "contradiction")

    with pytest.raises(PartnerRefused, match="CONTRADICTION:amount"):
        neighbours.billing.payment_of(billing.code)


def test_a_fault_strikes_as_often_as_it_was_told_to(neighbours, simulator, reference):
    simulator.misbehave("simkim", "error-500", times=2)

    for _ in range(2):
        with pytest.raises(PartnerUnavailable):
            send(neighbours, "simkim", reference)
    assert send(neighbours, "simkim", reference).valid_to == date(2028, 3, 1)


def test_faults_can_be_called_off(neighbours, simulator, reference):
    simulator.misbehave("simkim", "down", times=100)
    simulator.behave()

    assert send(neighbours, "simkim", reference).valid_to == date(2028, 3, 1)


def test_an_order_sent_twice_under_one_key_has_one_answer(neighbours, simulator, reference):
    assert send(neighbours, "simkim", reference) == send(neighbours, "simkim", reference)
    assert send(neighbours, "billing", reference) == send(neighbours, "billing", reference)

    (order,) = orders_of(simulator, "simkim", reference)
    assert order["deliveries"] == 2


def test_an_order_may_be_sent_again_at_another_time_but_not_with_other_content(neighbours, simulator, reference):
    key = f"{reference}:billing:1"
    first = neighbours.billing.issue(billing_order(reference), key=key)
    later = billing_order(reference, ordered_at=ORDERED_AT + timedelta(hours=1))
    assert neighbours.billing.issue(later, key=key) == first

    with pytest.raises(PartnerRefused) as refused:
        neighbours.billing.issue(billing_order(reference, amount=1), key=key)
    assert refused.value.code == "KEY-REUSED"
    assert [order["deliveries"] for order in orders_of(simulator, "billing", reference)] == [2]


def test_a_second_key_for_the_same_permit_is_seen_as_a_duplicate(neighbours, simulator, reference):
    for occurrence in (1, 2):
        neighbours.permits.hand_over(permit_order(reference), key=f"{reference}:simkim-handover:{occurrence}")

    assert [order["duplicate"] for order in orders_of(simulator, "simkim", reference)] == [False, True]


def test_a_key_of_another_case_is_refused_before_anything_is_sent(neighbours, simulator, reference):
    with pytest.raises(ValueError, match="belongs to another case"):
        neighbours.permits.hand_over(permit_order(reference), key="SAHS-7K43:simkim-handover:1")

    assert orders_of(simulator, "simkim", reference) == []


@pytest.mark.parametrize("key", ["", "simkim-handover:1", "SAHS-7K43:simkim-handover:1\r\nX: y", "SAHS-7K43:x"])
def test_a_malformed_key_is_refused_before_anything_is_sent(neighbours, key):
    with pytest.raises(ValidationError):
        neighbours.permits.hand_over(permit_order("SAHS-7K43"), key=key)


def test_a_neighbour_that_is_not_there_is_unavailable(simulator, reference):
    addresses = simulator.addresses().model_dump() | {"permits": {"url": "http://127.0.0.1:1/simkim"}}
    with connect(Addresses(**addresses)) as neighbours, pytest.raises(PartnerUnavailable) as unavailable:
        send(neighbours, "simkim", reference)

    assert unavailable.value.reason == "no-connection"


@pytest.mark.parametrize("fault", [*UNAVAILABLE, "refuse-400", "contradiction"])
def test_no_fault_tells_who_it_was_about(neighbours, impatient_neighbours, simulator, reference, fault, caplog):
    caplog.set_level("DEBUG")
    simulator.misbehave("simkim", fault)
    with pytest.raises((PartnerUnavailable, PartnerRefused)) as caught:
        send(impatient_neighbours if fault == "time-out" else neighbours, "simkim", reference)

    told = whole_story(caught.value) + caplog.text + repr(permit_order(reference))
    assert caught.value.__context__ is None
    assert [word for word in PERSONAL if word.casefold() in told.casefold()] == []


def test_the_simulators_log_says_what_came_but_not_about_whom(neighbours, simulator, reference):
    send(neighbours, "simkim", reference)
    send(neighbours, "billing", reference)
    log = (simulator.folder / "simulator.log").read_text()

    assert f"simkim: {reference}:simkim-handover:1 was accepted" in log
    assert [word for word in PERSONAL if word in log] == []
