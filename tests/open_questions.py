"""For every kind of question: the stage at which it comes up, and how it comes to be open there."""

from collections.abc import Callable
from pathlib import Path

from demo_life import Life, queue, without_another_team
from lives_by_stage import carry_case_to, first_sample, good_samples, new_life, sample_number
from reported_events import complain, complaint_form, objection_form, refused_case
from routine_items import put_out, verdicts

from casework.acts.equipment import EquipmentContent
from casework.acts.settling import prepare_act
from casework.demo_office.applications import with_another_street
from casework.holding import claim
from casework.joint_decisions.bulk import open_bulk_decision
from casework.lifecycle import Stage
from casework.questions.by_code import CodedAnswer
from casework.registry.models import Effect, Payment
from casework.stages import payment
from casework.stages.case_file import find_case
from casework.stages.dispatch.day_change import open_day_change
from casework.stages.dispatch.subjects import team_subject
from casework.stages.ending import open_outside_event
from casework.stages.permit import ask_about_partner
from casework.standing_questions import Standing


def overdue(life: Life) -> Standing:
    life.clock.pass_(days=(life.rows(Payment)[0].due_on - life.clock.now.date()).days + 1)
    with life.change() as change:
        payment.ask_about_overdue(change, life.office, life.reference)
    return life.question("payment-overdue")


def conflict(life: Life) -> Standing:
    assert life.receive(with_another_street(first_sample())) == "conflict"
    return life.question("intake-conflict")


def outside(life: Life) -> Standing:
    with life.change() as change:
        open_outside_event(change, life.office, find_case(change, life.reference))
    return life.question("outside-event")


def partner(life: Life) -> Standing:
    with life.change() as change:
        effect = change.session.get_one(Effect, life.rows(Effect)[0].id)
        ask_about_partner(change, life.office, effect, "simkim gave no usable answer (http-503)")
    return life.question("partner-down")


def to_be_posted(folder):
    """The receipt of an application of people without e-mail."""
    life = new_life(folder)
    life.receive(sample_number(11))
    life.check()
    life.send_all()
    return life, life.question("letter-by-post")


def signature(life: Life) -> Standing:
    subject = life.propose()
    life.decided("WN", "plan-approval", "approve", subject=subject)
    return life.question("assignment-signature", subject)


def recall(life: Life) -> Standing:
    life.release()
    with life.change() as change:
        open_outside_event(change, life.office, find_case(change, life.reference))
    team = life.team()
    life.decided("SH", "outside-event", "died", ground="family-report")
    return life.question("team-recall", team_subject(team.day, team.team_code))


def changing(life: Life) -> Standing:
    life.release()
    subject = team_subject(life.team().day, life.team().team_code)
    with life.change() as change:
        open_day_change(change, life.office, subject)
    return life.question("day-change", subject)


def held_back(life: Life, kind: str) -> Standing:
    question, team = life.ask_morning(), life.team()
    assert life.decide_as(team.lead_code, question, "hold", ground="kit-failed", kit_self_test="failed").granted
    return life.question(kind, team_subject(team.day, team.team_code))


def to_be_telephoned(life: Life) -> Standing:
    without_another_team(life)
    return held_back(life, "visit-calls")


def exception(life: Life) -> Standing:
    life.release()
    life.report("held", "worn-ridges", biometrics="exception")
    return life.question("biometric-exception")


def passport_taken(life: Life) -> Standing:
    life.release()
    life.report("held", passport="taken")
    return life.question("passport-return")


def failed(life: Life) -> Standing:
    for turn in range(3):
        if turn:
            life.announce()
        life.release()
        life.report("nobody-home", "nobody-home")
    return life.question("failed-visits")


def decided_up_to(kind: str):
    """A permanent permit, whose chain is long, granted by every level below this one."""

    def of(folder: Path) -> tuple[Life, Standing]:
        life = new_life(folder)
        queue(life, [sample_number(10)])
        life.visit_once()
        life.send_all()
        for officer, below in (("BS", "permit-proposal"), ("RK", "permit-decision"), ("HC", "permit-regional")):
            if below == kind:
                break
            life.decided(officer, below, "grant")
        return life, life.question(kind)

    return of


def at(stage: Stage, way: Callable[[Life], Standing]):
    """Where a case has just reached a stage, and what leads to the question from there."""

    def of(folder: Path) -> tuple[Life, Standing]:
        life = carry_case_to(stage, folder)
        return life, way(life)

    return of


def decision(life: Life) -> Standing:
    life.decided("BS", "permit-proposal", "grant")
    return life.question("permit-decision")


def proposal(life: Life) -> Standing:
    content = EquipmentContent(code="K3", in_service="ya · yes")
    with life.change() as change:
        subject = prepare_act(change, life.office, "equipment", content, "a-form")
    return life.question("act-proposal", subject)


def approval(life: Life) -> Standing:
    asked = proposal(life)
    life.decided("PM", "act-proposal", "propose", subject=asked.subject)
    return life.question("act-approval", asked.subject)


def tray(life: Life) -> Standing:
    verdicts(life, 2)
    [subject] = put_out(life)
    return life.question("routine-tray", subject)


def bulk(life: Life) -> Standing:
    items = [one.question_id for one in verdicts(life, 2)]
    with life.change() as change:
        subject = open_bulk_decision(change, life.office, items, CodedAnswer("eligible")).subject
    return life.question("bulk-decision", subject)


# Each makes, in a folder, an office in which a question of the kind is open.
def receipt_of_a_complaint(life: Life) -> Standing:
    complain(life, "BS", life.team().lead_code)
    complaint_form(life)
    return life.question("complaint-receipt")


def answer_to_a_complaint(life: Life) -> Standing:
    for ground in ("conduct", "delay", "money-or-gift", "partiality", "other-matter"):
        complain(life, life.team().lead_code, ground=ground)
    return life.question("complaint-answer")


def receipt_of_an_objection(life: Life) -> Standing:
    refused_case(life)
    objection_form(life)
    return life.question("objection-receipt")


WAYS = {
    "eligibility-verdict": at(Stage.ASSESSMENT, lambda life: life.question("eligibility-verdict")),
    "payment-overdue": at(Stage.PAYMENT, overdue),
    "intake-conflict": at(Stage.ASSESSMENT, conflict),
    "plan-approval": at(Stage.WAITING_FOR_VISIT, lambda life: life.question("plan-approval", life.propose())),
    "assignment-signature": at(Stage.WAITING_FOR_VISIT, signature),
    "morning-release": at(Stage.VISIT, lambda life: life.ask_morning()),
    "day-change": at(Stage.VISIT, changing),
    "changed-assignment": at(Stage.VISIT, lambda life: held_back(life, "changed-assignment")),
    "visit-calls": at(Stage.VISIT, to_be_telephoned),
    "team-recall": at(Stage.VISIT, recall),
    "visit-report": at(Stage.VISIT, lambda life: life.question("visit-report")),
    "biometric-exception": at(Stage.VISIT, exception),
    "failed-visits": at(Stage.VISIT, failed),
    "permit-proposal": at(Stage.PERMIT, lambda life: life.question("permit-proposal")),
    "permit-decision": at(Stage.PERMIT, decision),
    "permit-regional": decided_up_to("permit-regional"),
    "permit-central": decided_up_to("permit-central"),
    "partner-down": at(Stage.PERMIT, partner),
    "letter-by-post": to_be_posted,
    "delivery-receipt": at(Stage.CLOSING, lambda life: life.question("delivery-receipt")),
    "passport-return": at(Stage.VISIT, passport_taken),
    "outside-event": at(Stage.VISIT, outside),
    "complaint-receipt": at(Stage.PERMIT, receipt_of_a_complaint),
    "complaint-answer": at(Stage.PERMIT, answer_to_a_complaint),
    "objection-receipt": at(Stage.PERMIT, receipt_of_an_objection),
    "act-proposal": at(Stage.RECEIVED, proposal),
    "act-approval": at(Stage.RECEIVED, approval),
    "routine-tray": at(Stage.RECEIVED, tray),
    "bulk-decision": at(Stage.RECEIVED, bulk),
}


# --- and where something is out of the ordinary


def ineligible(folder):
    life = new_life(folder)
    life.receive(sample_number(4))
    life.check()
    return life, life.assess()


def held(life: Life) -> Standing:
    question = life.question("eligibility-verdict")
    with life.change() as change:
        assert claim(change, question.question_id, "EL") == "done"
    return question


def several(way):
    def of(folder):
        life = new_life(folder)
        queue(life, good_samples(5))
        return life, way(life)

    return of


def next_morning(life: Life) -> Standing:
    life.announce()
    return life.ask_morning()


def third_visit(life: Life) -> Standing:
    for _ in range(2):
        life.release()
        life.report("nobody-home", "nobody-home")
        life.send_all()
        life.announce()
    life.release()
    return life.question("visit-report")


def released(life: Life) -> Standing:
    life.release()
    return life.question("visit-report")


def withdrawn_on_the_way(life: Life) -> Standing:
    life.release()
    return outside(life)


def hand_over_with_a_question_open(life: Life) -> Standing:
    outside(life)
    return life.question("delivery-receipt")


def refused_above(folder):
    life, question = decided_up_to("permit-regional")(folder)
    assert life.decide_as("HC", question, "refuse", ground="activities").granted
    return life, life.question("permit-decision")


SITUATIONS = {
    **WAYS,
    "a verdict that is no": ineligible,
    "several visits to be signed": several(signature),
    "several visits on hold": several(next_morning),
    "a third visit, its team released": at(Stage.VISIT, third_visit),
    "a visit whose team is released": at(Stage.VISIT, released),
    "an end while the team is under way": at(Stage.VISIT, withdrawn_on_the_way),
    "a hand-over with a question open": at(Stage.CLOSING, hand_over_with_a_question_open),
    "a refusal from above": refused_above,
    "a conflict after the assessment": at(Stage.PAYMENT, conflict),
    "a question in a colleague's hands": at(Stage.ASSESSMENT, held),
}
