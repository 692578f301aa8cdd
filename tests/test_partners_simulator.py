"""The simulator as a process: it starts, remembers, and stops."""

import json
import signal
import stat
from datetime import UTC, date, datetime
from hashlib import sha256

import pytest

from casework.partners.addresses import connect
from casework.partners.protocols import Attachment, BillingOrder, OutgoingMail, PermitOrder
from casework.partners.simulator.process import running_simulator

ORDERED_AT = datetime(2027, 3, 1, 2, 0, tzinfo=UTC)
KEY = "SAHS-7K43:simkim-handover:1"


def permit_order():
    return PermitOrder(
        case_reference="SAHS-7K43",
        passport_number="X4711KLM",
        full_name="Odalinde Quistrebert",
        nationality="USA",
        permit_kind="ITAS",
        permit_index="E31A",
        procedure="extension",
        valid_until=date(2028, 3, 1),
        ordered_at=ORDERED_AT,
    )


def billing_order():
    return BillingOrder(
        case_reference="SAHS-7K43",
        payer_name="Odalinde Quistrebert",
        tariff="ITAS-1Y",
        amount=10,
        ordered_at=ORDERED_AT,
    )


def letter():
    return OutgoingMail(
        to="penjamin@contoh.example",
        subject="Tanda Terima",
        text="Terlampir.",
        attachments=(Attachment(file_name="L01.pdf", content=b"%PDF-1.7"),),
        dated=ORDERED_AT,
    )


def test_a_restart_forgets_no_order_even_after_a_kill(tmp_path):
    with running_simulator(tmp_path) as simulator, connect(simulator.addresses()) as neighbours:
        receipt = neighbours.permits.hand_over(permit_order(), key=KEY)
        neighbours.mail.send(letter(), message_id="<a.1@contoh.example>")
        simulator.process.kill()
        simulator.process.wait()
        assert (tmp_path / "addresses.json").exists()  # a killed process leaves it; the next start is not misled

    with (
        running_simulator(tmp_path, "--auto-pay", "--billing-days", "3") as simulator,
        connect(simulator.addresses()) as neighbours,
    ):
        assert neighbours.permits.hand_over(permit_order(), key=KEY) == receipt
        assert [(order["key"], order["deliveries"]) for order in simulator.ask("GET", "/orders/simkim")] == [(KEY, 2)]
        neighbours.mail.send(letter(), message_id="<a.1@contoh.example>")
        assert [message["received"] for message in simulator.ask("GET", "/mailbox")] == [2]
        billing = neighbours.billing.issue(billing_order(), key="SAHS-7K43:billing:1")
        assert billing.expires_at == datetime(2027, 3, 4, 2, 0, tzinfo=UTC)
        assert neighbours.billing.payment_of(billing.code).paid_at == ORDERED_AT  # --auto-pay

        with pytest.raises(RuntimeError, match="the simulator did not start"), running_simulator(tmp_path):
            pass
        assert "another simulator runs in " in (tmp_path / "simulator.log").read_text()
        assert json.loads((tmp_path / "addresses.json").read_text())["process"] == simulator.process.pid
        stem = "0001-" + sha256(b"<a.1@contoh.example>").hexdigest()[:8]
        mailbox = tmp_path / "mailbox"
        assert sorted(file.name for file in mailbox.iterdir()) == [f"{stem}-1.pdf", f"{stem}.eml"]
        assert {stat.S_IMODE(file.stat().st_mode) for file in mailbox.iterdir()} == {0o600}

    assert simulator.process.returncode == 0  # the context stops it with SIGTERM
    assert not (tmp_path / "addresses.json").exists()


def test_it_stops_cleanly_when_interrupted_with_a_caller_on_the_line(tmp_path):
    with running_simulator(tmp_path) as simulator, connect(simulator.addresses()) as neighbours:
        neighbours.permits.hand_over(permit_order(), key=KEY)  # the line stays open
        simulator.process.send_signal(signal.SIGINT)

        assert simulator.process.wait(timeout=10) == 0
        assert not (tmp_path / "addresses.json").exists()
