"""What goes out of the office goes out once, whatever happens to the neighbour, the line or the process."""

import pytest
from demo_life import Life, queue
from lives_by_stage import first_sample, good_samples
from sqlalchemy.exc import IntegrityError

from casework.effects import EffectUnknown, carry_out
from casework.letters import LetterKind, LetterRefused
from casework.lifecycle import Stage
from casework.partners.faults import PartnerRefused, PartnerUnavailable
from casework.registry import Event
from casework.registry.models import Effect, Letter, LetterCounter, Payment
from casework.stages import letter_facts
from casework.stages.case_file import find_case, plan_effect
from casework.stages.correspondence import plan_letter
from casework.stages.ending import open_outside_event
from casework.stages.permit import ask_about_partner

DOWN = PartnerUnavailable("anybody", "http-503")


def to_bill(at_stage) -> Life:
    """A case that was just found eligible: its billing order waits."""
    life = at_stage(Stage.ASSESSMENT)
    life.decided("BS", "eligibility-verdict", "eligible")
    return life


def to_register(at_stage) -> Life:
    """A case that was just granted: its order to SIMKIM waits."""
    life = at_stage(Stage.PERMIT)
    life.decided("BS", "permit-proposal", "grant")
    life.decided("RK", "permit-decision", "grant")
    return life


def first_planned(life: Life, family: str) -> Effect:
    return next(effect for effect in life.planned() if effect.kind.partition(":")[0] == family)


# --- a neighbour that misbehaves, in its own process: it remembers, so each test has a case of its own


def billed_afresh(life: Life) -> Life:
    """Another case of which the billing order waits."""
    life.receive(good_samples(1)[0])
    life.check()
    life.send_all()
    life.assess()
    life.decided("BS", "eligibility-verdict", "eligible", ground="other-evidence")
    return life


def granted_afresh(life: Life) -> Life:
    """Another case of which the order to SIMKIM waits."""
    queue(life, [first_sample()])
    life.visit_once()
    life.send_all()
    life.decided("BS", "permit-proposal", "grant")
    life.decided("RK", "permit-decision", "grant")
    return life


@pytest.mark.parametrize("fault", ["error-500", "answer-lost", "garbage", "down"])
@pytest.mark.parametrize(
    ("partner", "family", "start"),
    [("billing", "billing-order", billed_afresh), ("simkim", "simkim-handover", granted_afresh)],
)
def test_an_order_is_one_order_however_the_neighbour_misbehaves(
    partner, family, start, fault, life, neighbourhood, with_real_neighbours
):
    with_real_neighbours(start(life))
    effect = first_planned(life, family)
    neighbourhood.misbehave(partner, fault, 2)
    for _ in range(2):
        with pytest.raises(PartnerUnavailable):
            life.send(effect)
    assert life.send(effect) == "done"
    orders = [row for row in neighbourhood.ask("GET", f"/orders/{partner}") if row["case_reference"] == life.reference]
    assert [(row["key"], row["duplicate"]) for row in orders] == [(f"{life.reference}:{family}:1", False)]
    assert life.letters().count("billing" if partner == "billing" else "grant") == 1


@pytest.mark.parametrize("fault", ["error-500", "answer-lost", "down"])
def test_a_mail_is_one_mail_by_its_message_id(fault, life, neighbourhood, with_real_neighbours):
    life.receive(first_sample())
    with_real_neighbours(life)
    life.send(first_planned(life, "letter"))
    effect = first_planned(life, "mail")
    neighbourhood.misbehave("mail", fault)
    with pytest.raises(PartnerUnavailable):
        life.send(effect)
    life.clock.pass_(hours=3)
    assert life.send(effect) == "done"
    mails = [row for row in neighbourhood.ask("GET", "/mailbox") if life.reference in row["subject"]]
    assert [row["message_id"] for row in mails] == [
        f"<{life.reference}.mail.receipt.1.guarantor@kanim-surakarta.example.com>"
    ]
    assert [row["received_altered"] for row in mails] == [0]


def test_what_a_neighbour_refuses_is_not_marked_as_done_and_becomes_a_persons_question(
    life, neighbourhood, with_real_neighbours
):
    with_real_neighbours(granted_afresh(life))
    effect = first_planned(life, "simkim-handover")
    neighbourhood.misbehave("simkim", "refuse-400")
    with pytest.raises(PartnerRefused) as refused:
        life.send(effect)
    for _ in range(2):
        with life.change() as change:
            ask_about_partner(change, life.office, change.session.get_one(Effect, effect.id), str(refused.value))
    assert len(life.open(kind="partner-down")) == 1
    life.decided("RM", "partner-down", "retry", ground="corrected")
    assert life.send(effect) == "done"


# --- a crash between acting and marking


@pytest.mark.parametrize("where", ["before", "after"])
def test_a_crash_before_or_after_the_neighbour_acted_gives_the_same_result_on_retry(where, at_stage):
    life = to_register(at_stage)
    life.neighbours.faults.append(("simkim", where, RuntimeError("the process died here")))
    effect = first_planned(life, "simkim-handover")
    with pytest.raises(RuntimeError):
        life.send(effect)
    assert life.rows(Effect, Effect.id == effect.id)[0].state == "planned"
    life.clock.pass_(days=3)
    life.send_all()
    assert life.neighbours.received("simkim") == [effect.key]
    assert life.neighbours.deliveries["simkim", effect.key] == (2 if where == "after" else 1)
    assert life.neighbours.altered == []
    assert life.letters().count("grant") == 1


@pytest.mark.parametrize("family", ["app-notice", "billing-order", "letter", "mail"])
def test_a_crash_between_acting_and_marking_leaves_one_of_everything(family, at_stage, monkeypatch):
    life = to_bill(at_stage)
    if family in ("letter", "mail"):
        life.send(first_planned(life, "billing-order"))
    if family == "mail":
        life.send(first_planned(life, "letter"))
    effect = first_planned(life, family)
    with monkeypatch.context() as broken:
        broken.setattr(
            "casework.effects._done", lambda *_: (_ for _ in ()).throw(RuntimeError("the process died here"))
        )
        with pytest.raises(RuntimeError):
            life.send(effect)
    assert life.rows(Effect, Effect.id == effect.id)[0].state == "planned"
    life.send_all()
    assert life.neighbours.altered == []
    assert life.letters(state="issued").count("billing") == 1
    assert len(life.rows(Letter, Letter.kind == "billing")) == len(life.rows(Payment)) == 1
    assert life.ledger_holds()


def test_an_order_told_again_says_the_same_time_however_far_the_clock_has_gone(at_stage):
    life = to_bill(at_stage)
    effect = first_planned(life, "billing-order")
    life.neighbours.faults.append(("billing", "after", DOWN))
    with pytest.raises(PartnerUnavailable):
        life.send(effect)
    planned_at = life.clock.now
    life.clock.pass_(days=5)
    life.send(effect)
    order, _ = life.neighbours.orders["billing", effect.key]
    assert (order.ordered_at, life.neighbours.altered) == (planned_at, [])


def test_an_effect_is_carried_out_once(at_stage):
    life = to_bill(at_stage)
    effect = first_planned(life, "billing-order")
    assert [life.send(effect), life.send(effect)] == ["done", "done"]
    assert life.neighbours.deliveries["billing", effect.key] == 1


def test_an_effect_of_the_same_name_cannot_be_planned_twice(at_stage):
    life = to_bill(at_stage)
    with life.change() as change:
        again = plan_effect(change, life.reference, "billing-order", {}, 1)
        with pytest.raises(IntegrityError), change.session.begin_nested():
            change.write(Event("test:effect:planned", life.reference), again)


# --- numbers


@pytest.mark.parametrize("name", ["x\u0b95", None], ids=["unprintable", "missing"])
def test_a_letter_whose_text_is_refused_or_missing_consumes_no_number(name, at_stage):
    life = at_stage(Stage.RECEIVED)
    before = [(row.classification, row.last) for row in life.rows(LetterCounter)]
    with life.change() as change:
        facts = letter_facts.receipt(change, life.office, find_case(change, life.reference))
        broken = facts.model_copy(update={"applicant_name": name})
        with pytest.raises(LetterRefused):
            plan_letter(change, life.reference, LetterKind.RECEIPT, broken)
    assert [(row.classification, row.last) for row in life.rows(LetterCounter)] == before


def test_a_letter_that_was_voided_keeps_its_number_and_the_next_one_goes_on(at_stage):
    life = at_stage(Stage.RECEIVED)
    numbers = []
    for _ in range(3):
        with life.change() as change:
            facts = letter_facts.receipt(change, life.office, find_case(change, life.reference))
            numbers.append(plan_letter(change, life.reference, LetterKind.RECEIPT, facts).sequence)
    with life.change() as change:
        letter = change.session.get_one(Letter, life.rows(Letter, order_by=Letter.id)[2].id)
        letter.state, letter.void_reason = "void", "test"
        change.write(Event("letters:letter:voided", life.reference))
    assert numbers == [2, 3, 4]
    assert [row.sequence for row in life.rows(Letter, order_by=Letter.id)] == [1, 2, 3, 4]


# --- looked at again before it goes out


def test_what_was_voided_before_sending_is_not_sent(at_stage):
    life = to_bill(at_stage)
    effect = first_planned(life, "billing-order")
    with life.change() as change:
        row = change.session.get_one(Effect, effect.id)
        row.state, row.void_reason, row.settled_at = "void", "withdrawn", change.moment.recorded_at
        change.write(Event("test:effects:voided", life.reference))
    assert life.send(effect) == "void"
    assert life.neighbours.received("billing") == []


def test_what_is_voided_while_the_neighbour_answers_changes_nothing_more(at_stage):
    life = to_bill(at_stage)
    effect = first_planned(life, "billing-order")
    issue = life.neighbours.issue

    def slow(order, *, key):
        report_death(life)
        return issue(order, key=key)

    life.neighbours.issue = slow
    assert life.send(effect) == "void"
    assert life.rows(Payment)[0].billing_code is None
    assert "billing" not in life.letters()


def report_death(life: Life) -> None:
    with life.change() as change:
        open_outside_event(change, life.office, find_case(change, life.reference))
    life.decided("SH", "outside-event", "died", ground="family-report")


def test_a_permit_that_is_not_released_is_never_handed_over(at_stage):
    life = at_stage(Stage.PERMIT)
    with life.change() as change:
        effect = plan_effect(change, life.reference, "simkim-handover", {})
        change.write(Event("test:effect:planned", life.reference), effect)
    with pytest.raises(EffectUnknown):
        life.send(effect)
    assert life.neighbours.received("simkim") == []


def test_the_closing_letter_goes_out_although_the_case_is_closed(at_stage):
    life = at_stage(Stage.CLOSING)
    life.decided("SH", "delivery-receipt")
    assert life.stage is Stage.CLOSED
    life.send_all()
    assert life.letters(state="issued")[-1] == "closing"


def test_each_effect_that_went_out_has_its_event(at_stage):
    life = at_stage(Stage.CLOSED)
    done = life.rows(Effect, Effect.subject == life.reference, Effect.state == "done")
    events = [
        name
        for name in life.events()
        if name.rpartition(":")[2] in ("issued", "sent", "delivered", "ordered", "handed-over")
    ]
    assert len(events) - events.count("payment:billing:issued") == len(done)
    assert all(effect.settled_at >= effect.planned_at for effect in done)


def test_an_unknown_effect_is_refused_and_not_forgotten(at_stage):
    life = at_stage(Stage.RECEIVED)
    with life.change() as change:
        effect = plan_effect(change, life.reference, "pigeon", {})
        change.write(Event("test:effect:planned", life.reference), effect)
    with pytest.raises(EffectUnknown), life.neighbours.connected() as connected:
        carry_out(life.registry, life.office, connected, effect.id)
