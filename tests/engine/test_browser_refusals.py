"""What staff are told in a real browser when an answer does not count, and what a second person or a second tab can do."""

import pytest
from office_looked_up import await_stage, called, deployment, filled
from office_under_test import awaited
from playwright.sync_api import expect
from resume_forms import CODE_TITLE, ResumeForm, titled
from staff_at_the_screen import StaffAtTheScreen, away_from_the_screen
from staff_changes import mandate_besides

from casework.questions import NO_GROUND, OTHER
from casework.registry.models import Equipment

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("codes_for_slow_hands")]


def asked_again(office, staff, standing, attempt):
    """The form of the next attempt, whose briefing begins with the reason."""
    again = office.await_attempt(standing, attempt)
    staff.open_run(office.waiting_run(again))
    return again, staff.open_form()


def test_a_refusal_without_a_ground_is_asked_again_with_the_reason_on_top_and_no_remark_prefilled(
    office, staff, waiting
):
    staff.open_run(office.waiting_run(waiting))
    form = staff.open_form()
    refusal = {"decision": "tidak layak · ineligible", "ground": NO_GROUND, "remark": "dokumen sudah diperiksa"}
    officer, values = filled(office, waiting, **refusal)
    form.answer(waiting, values, lambda: office.fresh_code(officer))
    again, form = asked_again(office, staff, waiting, 2)
    first_line = form.briefing.splitlines()[0]
    assert "percobaan 2" in first_line
    assert "Pilihan ini memerlukan dasar" in first_line
    assert form.field(titled(again, values)["remark"][0]).input_value() == ""
    officer, values = filled(office, again, **{**refusal, "ground": "usia di bawah 65 tahun (SK layanan) · age"})
    form.answer(again, values, lambda: office.fresh_code(officer))
    assert office.await_settled(again).choice == "ineligible"
    assert office.decisions(again.subject, again.kind) == 1


def test_a_case_is_returned_to_be_completed(office, staff, waiting):
    flow_run_id = office.waiting_run(waiting)
    staff.open_run(flow_run_id)
    form = staff.open_form()
    returned = {
        "decision": "kembalikan untuk dilengkapi · return",
        "ground": "surat jaminan belum ditandatangani (Permenkumham 22/2023) · guarantee-unsigned",
    }
    officer, values = filled(office, waiting, **returned)
    form.answer(waiting, values, lambda: office.fresh_code(officer))
    assert office.await_settled(waiting).choice == "return"
    await_stage(office, waiting.subject, "incomplete")
    awaited(
        lambda: office.run(flow_run_id).name.endswith("· kembalikan untuk dilengkapi") or None,
        "the run does not say that the case was returned",
    )


@pytest.mark.long
def test_of_two_tabs_that_answer_at_once_one_decides_and_both_show_what_was_decided(office, staff, waiting):
    flow_run_id = office.waiting_run(waiting)
    other = StaffAtTheScreen(staff.page.context.new_page(), staff.ui_url, staff.sheet_url)
    forms: list[ResumeForm] = []
    for tab, code in ((staff, "BS"), (other, "EL")):
        tab.open_run(flow_run_id)
        forms.append(tab.open_form())
        _, values = filled(office, waiting, who=f"{code} · Kasi")
        forms[-1].fill(waiting, values)
    for form, code in zip(forms, ("BS", "EL"), strict=True):
        form.write(CODE_TITLE, office.fresh_code(office.officer_for(waiting, code)))
    for form in forms:
        form.press_submit()
    assert office.await_settled(waiting).choice == "eligible"
    assert office.decisions(waiting.subject, waiting.kind) == 1
    for tab in (staff, other):
        tab.open_run(flow_run_id)
        expect(tab.page.get_by_text(called(waiting, choice="layak")).first).to_be_visible()
    other.page.close()


def test_whoever_proposed_a_change_cannot_approve_it_and_another_can(office, staff):
    """A kit comes into service: by a form, proposed by one person; the same person tries to approve it, another does."""
    with office.desk.registry.change(office.desk.office.now()) as change:
        mandate_besides(change, "PM", "head-of-office", capacity="plh")
    staff.start_with(
        deployment(office, "office-equipment"), {"Kode alat · code": "K7"}, {"Dipakai · in service": "ya · yes"}
    )
    subject = awaited(lambda: away_from_the_screen(lambda: _subject_of_the_act(office)), "no act was prepared")
    proposal = away_from_the_screen(lambda: office.await_question(subject, "act-proposal"))
    staff.open_run(office.waiting_run(proposal))
    officer, values = filled(office, proposal)
    staff.open_form().answer(proposal, values, lambda: office.fresh_code(officer))
    assert office.await_settled(proposal).choice == "propose"
    approval = away_from_the_screen(lambda: office.await_question(subject, "act-approval"))
    staff.open_run(office.waiting_run(approval))
    form = staff.open_form()
    assert "K7" in form.briefing
    administrator = office.officer_for(approval, "PM")
    _, values = filled(office, approval, who=OTHER, other_officer="PM")
    form.answer(approval, values, lambda: office.fresh_code(administrator))
    again, form = asked_again(office, staff, approval, 2)
    assert "pejabat lain harus memutuskan" in form.briefing.splitlines()[0]
    officer, values = filled(office, again)
    assert officer.code == "RK"
    form.answer(again, values, lambda: office.fresh_code(officer))
    assert office.await_settled(again).choice == "approve"
    with office.desk.registry.reading() as reading:
        assert reading.session.get_one(Equipment, "K7").in_service


def _subject_of_the_act(office):
    from casework.acts.table import subject_of_act
    from casework.registry.models import JointAct

    with office.desk.registry.reading() as reading:
        found = reading.session.query(JointAct).filter_by(kind="equipment").first()
        return subject_of_act(found) if found else None
