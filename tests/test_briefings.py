"""What stands above a form: fifteen lines, the question and the link first, codes and dates, and nobody's name."""

import re

import pytest
from demo_life import Life, queue
from lives_by_stage import carry_case_to, first_sample, good_samples, sample_number
from routine_items import put_out, verdicts

from casework.acts.equipment import EquipmentContent
from casework.acts.settling import prepare_act
from casework.briefings import LONGEST, Briefing, brief
from casework.bulk import open_bulk_decision
from casework.demo_office.applications import with_another_street
from casework.demo_office.officers import OFFICERS
from casework.entitlement import entitled_to
from casework.lifecycle import Stage
from casework.questions import QUESTION_KINDS, code_of
from casework.questions.by_code import CodedAnswer
from casework.registry.models import Effect, Payment, Question
from casework.stages import payment
from casework.stages.case_file import ask, find_case
from casework.stages.dispatch.subjects import team_subject
from casework.stages.ending import open_outside_event
from casework.stages.permit import ask_about_partner
from casework.standing_questions import Standing

SHEET = "http://127.0.0.1:4280"


def briefed(life: Life, question: Standing) -> Briefing:
    return brief(life.registry, life.office, life.standing(question.question_id), life.office.now())


def lines(briefing: Briefing) -> list[str]:
    return [line for line in briefing.markdown.splitlines() if line.strip()]


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


def exception(life: Life) -> Standing:
    life.release()
    life.report("held", "worn-ridges", biometrics="exception")
    return life.question("biometric-exception")


def failed(life: Life) -> Standing:
    for turn in range(3):
        if turn:
            life.announce()
        life.release()
        life.report("nobody-home", "nobody-home")
    return life.question("failed-visits")


def level(kind: str):
    def of(life: Life) -> Standing:
        with life.change() as change:
            ask(change, life.office, kind, life.reference, 7, {"level": 2, "proposal": "grant"})
        return life.question(kind)

    return of


def proposal(life):
    with life.change() as change:
        subject = prepare_act(
            change, life.office, "equipment", EquipmentContent(code="K3", in_service="ya · yes"), "a-form"
        )
    return life.question("act-proposal", subject)


def approval(life):
    asked = proposal(life)
    life.decided("PM", "act-proposal", "propose", subject=asked.subject)
    return life.question("act-approval", asked.subject)


def tray(life):
    verdicts(life, 2)
    [subject] = put_out(life)
    return life.question("routine-tray", subject)


def bulk(life):
    items = [one.question_id for one in verdicts(life, 2)]
    with life.change() as change:
        subject = open_bulk_decision(change, life.office, items, CodedAnswer("eligible")).subject
    return life.question("bulk-decision", subject)


WAYS = {
    "eligibility-verdict": (Stage.ASSESSMENT, lambda life: life.question("eligibility-verdict")),
    "payment-overdue": (Stage.PAYMENT, overdue),
    "intake-conflict": (Stage.ASSESSMENT, conflict),
    "plan-approval": (Stage.WAITING_FOR_VISIT, lambda life: life.question("plan-approval", life.propose())),
    "assignment-signature": (Stage.WAITING_FOR_VISIT, signature),
    "morning-release": (Stage.VISIT, lambda life: life.ask_morning()),
    "team-recall": (Stage.VISIT, recall),
    "visit-report": (Stage.VISIT, lambda life: life.question("visit-report")),
    "biometric-exception": (Stage.VISIT, exception),
    "failed-visits": (Stage.VISIT, failed),
    "permit-proposal": (Stage.PERMIT, lambda life: life.question("permit-proposal")),
    "permit-decision": (Stage.PERMIT, level("permit-decision")),
    "permit-regional": (Stage.PERMIT, level("permit-regional")),
    "permit-central": (Stage.PERMIT, level("permit-central")),
    "partner-down": (Stage.PERMIT, partner),
    "delivery-receipt": (Stage.CLOSING, lambda life: life.question("delivery-receipt")),
    "outside-event": (Stage.VISIT, outside),
    "act-proposal": (Stage.RECEIVED, proposal),
    "act-approval": (Stage.RECEIVED, approval),
    "routine-tray": (Stage.RECEIVED, tray),
    "bulk-decision": (Stage.RECEIVED, bulk),
}


@pytest.fixture(scope="module")
def open_question(tmp_path_factory):
    """An office in which a question of a kind waits; made once, for it is only looked at (and answered wrongly)."""
    kept = {}

    def of(kind: str) -> tuple[Life, Standing]:
        if kind not in kept:
            stage, way = WAYS[kind]
            life = carry_case_to(stage, tmp_path_factory.mktemp("briefed") / "office")
            kept[kind] = (life, way(life))
        return kept[kind]

    yield of
    for life, _ in kept.values():
        life.registry.close()


def test_every_kind_of_question_is_briefed_here():
    assert set(WAYS) == set(QUESTION_KINDS)


@pytest.mark.parametrize("kind", WAYS)
def test_a_briefing_is_short_begins_with_the_question_and_the_case_sheet_and_says_what_follows(kind, open_question):
    life, question = open_question(kind)
    briefing = briefed(life, question)
    shown = lines(briefing)
    assert len(shown) <= LONGEST
    assert shown[0].startswith(f"**{QUESTION_KINDS[kind].title}** · ")
    assert f"]({SHEET}/" in shown[1]
    assert f"/{question.subject})" in shown[1]
    assert f"due **{question.due_on:%d-%m-%Y}**" in shown[1]
    bullets = [line for line in shown if " → " in line]
    assert [line.partition("**")[2].partition("**")[0] for line in bullets] == list(QUESTION_KINDS[kind].choices)
    assert re.search(r"\n\n- .*\n\n- .* → ", briefing.markdown) is None, "the choices are one list"
    assert briefing.officers


@pytest.mark.parametrize("kind", WAYS)
def test_nobodys_name_stands_in_a_briefing(kind, open_question):
    briefing = briefed(*open_question(kind))
    told = (briefing.title + briefing.markdown + " ".join(briefing.officers)).casefold()
    application = first_sample().application
    canaries = [
        *application.applicant.full_name.split(), application.applicant.passport_number, application.applicant.birth_date,
        application.guarantor.name, application.guarantor.email, application.residence.street, application.guarantor.identity_number,
        *(officer.name for officer in OFFICERS), *(officer.employee_number for officer in OFFICERS),
    ]  # fmt: skip
    assert [canary for canary in canaries if canary.casefold() in told] == []


@pytest.mark.parametrize("kind", WAYS)
def test_after_a_refusal_the_reason_stands_on_top_and_the_briefing_is_still_short(kind, open_question):
    life, question = open_question(kind)
    with life.registry.reading() as reading:
        officer = entitled_to(reading, reading.session.get_one(Question, question.question_id), life.clock.now.date())[
            0
        ].code
    for _ in range(3):
        life.submit(question, life.values(officer, question) | {"code": "000000"})
    briefing = briefed(life, question)
    shown = lines(briefing)
    assert "percobaan 4" in shown[0]
    assert "Kode sekali pakai salah" in shown[0]
    assert f"]({SHEET}/" in shown[2]
    assert f"{officer}: 3×" in shown[-1]
    assert len(shown) <= LONGEST


def test_the_canaries_are_personal_data_that_a_letter_does_show(at_stage):
    life = at_stage(Stage.CLOSED)
    assert first_sample().application.applicant.full_name in life.letter_text("grant")


# --- what is particular


def test_the_officer_reads_which_rule_was_not_met_and_why(life):
    life.receive(sample_number(4))
    life.check()
    text = briefed(life, life.assess()).markdown
    assert "TIDAK LAYAK · ineligible" in text
    assert "belum berusia 65 tahun" in text


def test_the_officer_reads_when_the_treasurer_must_confirm_the_tariff(at_stage):
    life = at_stage(Stage.ASSESSMENT)
    text = briefed(life, life.question("eligibility-verdict")).markdown
    assert "Rp4.500.000 (PP 45/2024)" in text
    assert "the treasurer must confirm it" in text


def test_a_published_tariff_needs_no_confirmation(life):
    life.receive(sample_number(11))  # a visit permit
    life.check()
    text = briefed(life, life.assess()).markdown
    assert "PNBP Rp1.000.000" in text
    assert "treasurer" not in text


def test_the_officer_reads_when_there_is_no_tariff_at_all(life, monkeypatch):
    life.receive(first_sample())
    life.check()
    monkeypatch.setattr("casework.briefing_facts.tariff_for", lambda *_: None)
    assert "the treasurer must set it first" in briefed(life, life.assess()).markdown


def test_the_plan_names_teams_times_and_who_was_left_out_with_the_reason(life):
    queue(life, good_samples(11))
    subject = life.propose()
    briefing = briefed(life, life.question("plan-approval", subject))
    text = briefing.markdown
    assert re.search(r"Tim T1 \(..(, ..){2}; K1, V1\): 09:\d\d SAHS-", text)
    assert "tidak masuk · left out SAHS-" in text
    assert "lagi · and" in text
    assert len(lines(briefing)) <= LONGEST


def test_the_counter_reads_what_is_still_open_before_it_closes(at_stage):
    life = at_stage(Stage.CLOSING)
    outside(life)
    assert (
        "belum selesai · still open: question outside-event"
        in briefed(life, life.question("delivery-receipt")).markdown
    )


def test_the_head_reads_that_a_refusal_from_above_can_only_be_signed(at_stage):
    life = at_stage(Stage.PERMIT)
    with life.change() as change:
        ask(
            change,
            life.office,
            "permit-decision",
            life.reference,
            7,
            {"level": 1, "proposal": "refuse", "binding": True},
        )
    assert "only that refusal can be signed" in briefed(life, life.question("permit-decision")).markdown


def test_those_shut_out_by_four_eyes_are_not_offered(at_stage):
    life = at_stage(Stage.PERMIT)
    offered = briefed(life, life.question("permit-proposal")).officers
    assert [one.partition(" ")[0] for one in offered] == ["BS", "EL"]
    assert code_of(offered[0]) == "Kasi"
