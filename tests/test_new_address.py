"""The applicant has moved: the village comes by form, the address only over the case sheet, and it holds after two."""

import pytest
from demo_life import Life
from lives_by_stage import carry_on, completed, first_sample
from reported_events import (
    IN_SRAGEN,
    act_form,
    address_in,
    closed_by_itself,
    complain,
    move_house,
    report,
    state_of,
    type_address,
    undo,
    undo_form,
)

from casework.acts.new_address import KeptFromTheCase, NewAddressContent, keep_address, kept_address, waiting_act
from casework.briefing.briefings import brief
from casework.lifecycle import Stage
from casework.registry.models import ApplicationCycle, Booking, FindingRow, ReportedAddress, RoundPlan, Visit
from casework.stages.case_file import find_case, read_application
from casework.stages.dispatch.subjects import team_subject

OPEN_STAGES = [stage for stage in Stage if stage is not Stage.CLOSED]


def form(life: Life, village_code: str = IN_SRAGEN) -> str:
    return act_form(life, "new-address", NewAddressContent(reference=life.reference, village_code=village_code))


def residence(life: Life, cycle: int | None = None):
    with life.registry.reading() as reading:
        return read_application(reading, find_case(reading, life.reference), cycle).residence


# --- proposed


@pytest.mark.parametrize(
    ("village", "words"),
    [
        ("33.22.01.2001", "Kantor Imigrasi Kelas I Khusus TPI Semarang is responsible: withdraw or transfer the case"),
        ("34.04.09.2006", "yang berwenang Kantor Imigrasi Kelas I TPI Yogyakarta"),
        ("51.71.01.1001", "outside the area: withdraw or transfer the case"),
        ("33.72.99.1001", "there is no village 33.72.99.1001: check the code"),
    ],
)
def test_a_village_outside_the_area_is_refused_at_once_with_the_office_that_is_responsible(village, words, at_stage):
    life = at_stage(Stage.PAYMENT)
    assert words in form(life, village)
    assert life.open("ACT-1") == []


def test_a_case_that_is_over_or_not_there_has_no_new_address(at_stage):
    life = at_stage(Stage.CLOSED)
    assert "the case is closed" in form(life)
    life.reference = "SAHS-2222"
    assert "there is no case" in form(life)


def test_nothing_is_proposed_before_the_address_was_typed_on_the_case_sheet(at_stage):
    life = at_stage(Stage.PAYMENT)
    subject = form(life)
    assert life.decide_as("SH", life.question("act-proposal", subject), "propose").reason == "address-missing"
    type_address(life, IN_SRAGEN)
    life.decided("SH", "act-proposal", "propose", subject=subject)
    assert state_of(life, subject) == "proposed"


def test_the_address_lies_sealed_and_the_act_says_the_village_only(at_stage):
    life = at_stage(Stage.PAYMENT)
    subject = form(life)
    type_address(life, IN_SRAGEN)
    [row] = life.rows(ReportedAddress)
    assert b"Pindahan" not in row.sealed_residence
    with life.registry.reading() as reading:
        assert kept_address(reading, waiting_act(reading, life.reference)) == address_in(IN_SRAGEN)
    briefing = brief(life.registry, life.office, life.question("act-proposal", subject), life.office.now()).markdown
    assert "Sine, Sragen, Kabupaten Sragen" in briefing
    assert f"/cases/{life.reference}/new-address" in briefing
    assert "Pindahan" not in briefing + "".join(map(str, life.facts_of(f"{life.stage}:address:typed")))


def test_typed_again_the_later_address_counts(at_stage):
    life = at_stage(Stage.PAYMENT)
    form(life)
    for street in ("Jalan Contoh Lama No. 1", "Jalan Contoh Benar No. 2"):
        with life.change() as change:
            typed = address_in(IN_SRAGEN).model_copy(update={"street": street})
            keep_address(change, waiting_act(change, life.reference), typed, "SH")
    with life.registry.reading() as reading:
        assert kept_address(reading, waiting_act(reading, life.reference)).street == "Jalan Contoh Benar No. 2"
    assert life.count(ReportedAddress) == 1


def test_whoever_typed_the_address_does_not_approve_it(at_stage):
    life = at_stage(Stage.PAYMENT)
    subject = form(life)
    type_address(life, IN_SRAGEN, officer="BS")
    life.decided("SH", "act-proposal", "propose", subject=subject)
    assert life.entitled("act-approval", subject) == ["EL"]


# --- approved


@pytest.mark.parametrize("stage", OPEN_STAGES)
def test_after_the_approval_and_not_before_the_case_lives_at_the_new_address(stage, at_stage):
    life = at_stage(stage)
    old, cycle = residence(life), life.case().cycle
    move_house(life)
    assert residence(life) == address_in(IN_SRAGEN)
    assert (residence(life, cycle), life.case().cycle) == (old, cycle + 1)
    assert life.case().regency_code == "33.14"
    assert life.ledger_holds()


@pytest.mark.parametrize("stage", OPEN_STAGES)
def test_a_case_that_moved_house_is_carried_to_its_end(stage, at_stage):
    life = at_stage(stage)
    move_house(life)
    carry_on(life)
    assert (life.stage, life.case().result) == (Stage.CLOSED, "granted")


def test_what_the_rules_found_stands_for_a_case_that_was_assessed(at_stage):
    life = at_stage(Stage.PAYMENT)
    before = {(row.rule_id, row.outcome, row.assessed_on) for row in life.rows(FindingRow)}
    life.clock.pass_(days=1)
    move_house(life)
    assert {
        (row.rule_id, row.outcome, row.assessed_on) for row in life.rows(FindingRow, FindingRow.cycle == 2)
    } == before


def test_an_application_under_assessment_is_assessed_anew(at_stage):
    life = at_stage(Stage.ASSESSMENT)
    before = life.question("eligibility-verdict")
    move_house(life)
    after = life.question("eligibility-verdict")
    assert (life.standing(before.question_id).void_reason, after.cycle, after.role) == (
        "new-address",
        2,
        "section-head",
    )
    assert {row.cycle for row in life.rows(FindingRow)} == {1, 2}
    life.decided("BS", "eligibility-verdict", "eligible")


def test_an_announced_visit_is_called_off_and_the_case_goes_back_into_the_queue(at_stage):
    life = at_stage(Stage.VISIT)
    move_house(life)
    assert (life.stage, life.rows(Booking), life.open(kind="visit-report")) == (Stage.WAITING_FOR_VISIT, [], [])
    assert [(row.state, row.counted) for row in life.rows(Visit)] == [("failed", False)]
    life.send_all()
    assert life.letters(state="issued")[-1] == "failed-visit"
    assert "Sragen" in life.letter_text("failed-visit")


def test_a_team_under_way_to_the_old_door_is_telephoned(at_stage):
    life = at_stage(Stage.VISIT)
    life.release()
    team = life.team()
    move_house(life)
    assert life.open(team_subject(team.day, team.team_code), "team-recall")


def test_a_visit_that_was_reported_at_the_old_door_stands(at_stage):
    life = at_stage(Stage.VISIT)
    life.release()
    life.report("held", "worn-ridges", biometrics="exception")
    move_house(life)
    assert life.stage is Stage.VISIT
    life.decided("FH", "biometric-exception", "accept", ground="worn-ridges")
    assert life.stage is Stage.PERMIT


def test_a_plan_to_another_regency_that_is_not_signed_yet_leaves_the_case_out(at_stage):
    life = at_stage(Stage.WAITING_FOR_VISIT)
    subject = life.propose()
    life.decided("WN", "plan-approval", "approve", subject=subject)
    move_house(life)
    life.decided("RK", "assignment-signature", "sign", subject=subject)
    assert (life.stage, life.rows(Visit)) == (Stage.WAITING_FOR_VISIT, [])
    life.clock.pass_(days=1)
    life.propose()
    stops = [stop for row in life.rows(RoundPlan, RoundPlan.revision == 1) for one in row.content["plan"]["rounds"] for stop in one["stops"]]  # fmt: skip
    assert [stop["regency_code"] for stop in stops] == ["33.72", "33.14"]


def test_a_plan_to_another_village_of_the_same_regency_holds(at_stage):
    life = at_stage(Stage.WAITING_FOR_VISIT)
    subject = life.propose()
    life.decided("WN", "plan-approval", "approve", subject=subject)
    move_house(life, "33.72.05.1008")
    life.decided("RK", "assignment-signature", "sign", subject=subject)
    life.send_all()
    assert "Pindahan" in life.letter_text("visit-notice")


def test_an_application_that_is_sent_again_as_it_was_is_still_a_resend(at_stage):
    life = at_stage(Stage.PAYMENT)
    move_house(life)
    assert life.receive(first_sample()) == "resent"
    assert life.count(ApplicationCycle) == 2


def test_what_the_guarantor_completes_does_not_take_back_the_address_that_was_approved(at_stage):
    life = at_stage(Stage.INCOMPLETE)
    move_house(life)
    assert (life.receive(completed()), life.stage) == ("completed", Stage.RECEIVED)
    sent = completed().application.residence
    assert (residence(life, 3), residence(life)) == (sent, address_in(IN_SRAGEN))
    assert life.case().regency_code == "33.14"
    assert life.receive(completed()) == "resent"
    assert "Pindahan" in letter_of(life, "receipt")
    undo(life, "new-address", approver="EL")
    assert (residence(life), life.case().regency_code) == (sent, sent.regency_code)


def test_an_address_that_was_undone_is_not_kept_against_what_the_guarantor_completes(at_stage):
    life = at_stage(Stage.INCOMPLETE)
    move_house(life)
    undo(life, "new-address", approver="EL")
    life.receive(completed())
    assert residence(life) == completed().application.residence
    assert life.count(ApplicationCycle) == 4


def letter_of(life: Life, kind: str) -> str:
    life.send_all()
    return life.letter_text(kind)


def test_an_officer_whom_a_complaint_keeps_from_the_case_types_no_address(at_stage):
    life = at_stage(Stage.PAYMENT)
    form(life)
    complain(life, by_code="SH")
    with pytest.raises(KeptFromTheCase):
        type_address(life, IN_SRAGEN)
    assert life.count(ReportedAddress) == 0


def test_an_address_whose_case_ended_meanwhile_is_approved_no_more(at_stage):
    life = at_stage(Stage.PAYMENT)
    subject = form(life)
    type_address(life, IN_SRAGEN)
    life.decided("SH", "act-proposal", "propose", subject=subject)
    report(life, "withdrawn")
    assert life.decide_as("BS", life.question("act-approval", subject), "approve").reason == "no-longer-fits"


# --- undone


@pytest.mark.parametrize("stage", OPEN_STAGES)
def test_an_address_that_was_reported_by_mistake_is_undone_and_the_one_before_stands_again(stage, at_stage):
    life = at_stage(stage)
    old = residence(life)
    move_house(life)
    undo(life, "new-address", approver="EL")
    assert (residence(life), life.case().regency_code) == (old, old.regency_code)
    carry_on(life)
    assert (life.stage, life.case().result) == (Stage.CLOSED, "granted")
    assert life.ledger_holds()


def test_whoever_approved_the_address_does_not_approve_its_undoing(at_stage):
    life = at_stage(Stage.PAYMENT)
    move_house(life, approver="BS")
    subject = undo_form(life, "new-address")
    life.decided("SH", "act-proposal", "propose", subject=subject)
    assert life.entitled("act-approval", subject) == ["EL"]


def test_of_two_addresses_the_last_one_is_undone(at_stage):
    life = at_stage(Stage.PAYMENT)
    move_house(life)
    move_house(life, "33.11.10.2013")
    undo(life, "new-address", approver="EL")
    assert residence(life) == address_in(IN_SRAGEN)
    undo(life, "new-address", approver="EL")
    assert residence(life) == first_sample().application.residence
    assert "no such event" in undo_form(life, "new-address")


def test_an_address_is_not_undone_once_the_case_is_over(at_stage):
    life = at_stage(Stage.CLOSING)
    move_house(life)
    life.decided("SH", "delivery-receipt")
    assert "the case is closed" in undo_form(life, "new-address")
    assert closed_by_itself(life).stage is Stage.CLOSED
