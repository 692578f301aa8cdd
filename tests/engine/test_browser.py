"""What staff see and click, in a real browser: the waiting list, a briefing, the case sheet, a form, what came of it."""

from datetime import UTC, datetime
from datetime import time as clock_time
from io import StringIO

import pytest
from office_looked_up import (
    advance,
    all_over,
    await_stage,
    called,
    deployment,
    filled,
    goes_on,
    is_planned,
    issued,
    made,
    named,
    next_question,
    team_of,
    who_is_meant,
)
from office_under_test import awaited
from playwright.sync_api import expect
from resume_forms import titled
from rich.console import Console
from staff_at_the_screen import away_from_the_screen

from casework.questions import code_of
from homevisit.welcome import links_by_role, print_welcome
from homevisit.work_list_in_the_engine import searches, waiting_runs_link, work_list_link

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("codes_for_slow_hands")]
ELSEWHERE = ("regional-office", "directorate-general")  # a longer chain goes on in other houses
BEFORE_THE_DECISION = ["receipt", "billing", "visit-notice", "visit-record"]
AFTER_IT = ["grant", "closing"]


# one case, from its first question to its end


def test_a_case_goes_from_its_first_question_to_its_end_from_the_screen_alone(office, staff, waiting):
    reference = waiting.subject
    decide(office, staff, waiting)
    await_stage(office, reference, "waiting-for-visit", meanwhile=lambda: staff.start(deployment(office, "collect")))
    day = plan_a_day(office, staff, reference)
    advance(office, day, clock_time(7, 30))
    staff.start(deployment(office, "morning"))
    decide(office, staff, office.await_question(team_of(office, reference), "morning-release"))
    decide(office, staff, office.await_question(reference, "visit-report"))
    sent_up = False
    while (standing := next_question(office, reference)) is not None:
        if standing.role in ELSEWHERE:
            sent_up = True
            office.answer(standing)
        else:
            decide(office, staff, standing)
    assert made(office, reference)[:4] == [
        ("eligibility-verdict", "eligible"),
        ("visit-report", "held"),
        ("permit-proposal", "grant"),
        ("permit-decision", "grant"),
    ]
    assert made(office, reference)[-1] == ("delivery-receipt", "handed-over")
    assert made(office, f"ROUNDS-{day}") == [
        ("plan-approval", "revise"),
        ("plan-approval", "approve"),
        ("assignment-signature", "sign"),
    ]
    assert made(office, team_of(office, reference)) == [("morning-release", "release")]
    asked_above = ["approval-request"] if sent_up else []  # one letter, however many houses it passes there
    letters = [*BEFORE_THE_DECISION, *asked_above, *AFTER_IT]
    awaited(lambda: issued(office, reference) == letters or None, f"not these letters: {issued(office, reference)}")
    assert "assignment" in issued(office, f"ROUNDS-{day}")
    ended = {
        f"{reference} · kelayakan permohonan · layak",
        f"{reference} · laporan kunjungan rumah · terlaksana",
        f"{reference} · penyerahan hasil · sudah diserahkan",
    }
    runs = awaited(lambda: all_over(office.runs_of(reference)), "a run of the closed case is not over")
    assert ended <= {run.name for run in runs}
    assert {run.state.name for run in runs} == {"Completed"}


def decide(office, staff, standing, **changed):
    """One question as a person answers it: find it in the list, read, look at the sheet, answer, see what came of it."""
    flow_run_id = office.waiting_run(standing)
    officer, values = filled(office, standing, **changed)
    staff.open_from_list(f"state=Suspended&tags=waits:{standing.role}", called(standing, waiting=True))
    form = staff.open_form()
    sheet = staff.read_sheet(form.sheet_link, officer.code, lambda: office.fresh_code(officer))
    assert who_is_meant(office, standing) in sheet
    form.answer(standing, values, lambda: office.fresh_code(officer))
    assert office.await_settled(standing).choice == values["decision"].rpartition(" · ")[2]
    came_of_it = {called(standing, choice=values["decision"].partition(" · ")[0]): "Completed"}
    awaited(
        lambda: goes_on(office.run(flow_run_id), standing) or came_of_it == named(office.run(flow_run_id)) or None,
        f"no run came to {came_of_it}",
    )


def plan_a_day(office, staff, reference):
    """The coordinator and the head of office send a team to the case, on the first day that is not planned yet."""
    calendar, now = office.desk.office.calendar, office.desk.office.now().office
    today = now.date()
    if now.time() > clock_time(13, 30) or not calendar.is_working_day(today):
        today = calendar.next_working_day(today)
    while is_planned(office, calendar.next_working_day(today)):
        today = calendar.next_working_day(today)
    advance(office, today, clock_time(13, 30))
    staff.start(deployment(office, "dispatch"))
    subject = f"ROUNDS-{calendar.next_working_day(today)}"
    proposed = office.await_question(subject, "plan-approval")
    decide(office, staff, proposed, **moved_to_another_team(proposed, reference))
    decide(office, staff, office.await_question(subject, "plan-approval"))
    decide(office, staff, office.await_question(subject, "assignment-signature"))
    office.await_question(reference, "visit-report")
    return calendar.next_working_day(today)


def moved_to_another_team(proposed, reference):
    """What the coordinator chooses in the form, so that another team makes this visit."""
    now = next(one for one in proposed.options["moved_visit"] if one.endswith(reference))
    other = next(one for one in proposed.options["moved_team"][1:] if f"tim {code_of(one)} " not in now)
    return {"decision": "ubah · revise", "moved_visit": now, "moved_team": other}


# a form that is not right


def test_an_invalid_form_shows_the_servers_reason_and_keeps_what_was_typed(office, staff, waiting):
    staff.open_run(office.waiting_run(waiting))
    form = staff.open_form()
    officer, values = filled(office, waiting, code="abc", remark="dua dokumen dicocokkan")
    form.fill(waiting, values)
    form.press_submit()
    assert "'abc' does not match '^[0-9]{6}$'" in staff.toast.inner_text()
    titles = {name: title for name, (title, _) in titled(waiting, values).items()}
    assert form.field(titles["code"]).input_value() == "abc"
    assert form.field(titles["remark"]).input_value() == "dua dokumen dicocokkan"
    assert [form.chosen(titles[name]) for name in ("who", "decision")] == [values["who"], values["decision"]]
    assert office.submissions(waiting) == []
    form.submit(lambda: office.fresh_code(officer))
    assert office.await_settled(waiting).choice == "eligible"


def test_after_a_wrong_code_the_second_attempt_has_the_reason_on_top(office, staff, waiting):
    staff.open_run(office.waiting_run(waiting))
    form = staff.open_form()
    form.answer(waiting, filled(office, waiting)[1], lambda: "000000")
    again = office.await_attempt(waiting, 2)
    staff.open_run(office.waiting_run(again))
    form = staff.open_form()
    first_line = form.briefing.splitlines()[0]
    assert "percobaan 2" in first_line
    assert "Kode sekali pakai salah" in first_line
    officer, values = filled(office, again)
    form.answer(again, values, lambda: office.fresh_code(officer))
    assert office.await_settled(again).choice == "eligible"
    assert office.decisions(again.subject, again.kind) == 1


@pytest.mark.long
def test_the_older_screen_to_which_deep_links_lead_can_resume_too(office, staff, waiting):
    form = staff.open_old_form(office.waiting_run(waiting))
    assert waiting.subject in form.briefing
    officer, values = filled(office, waiting)
    form.answer(waiting, values, lambda: office.fresh_code(officer))
    assert office.await_settled(waiting).choice == "eligible"


# what stands in the lists


def test_the_waiting_list_says_for_whom_each_run_waits_and_its_tag_finds_a_cases_runs(office, staff, waiting):
    name = f"{waiting.subject} · kelayakan permohonan · menunggu Kasi"
    assert name in staff.run_names("state=Suspended")
    roles = {role: link for role, _, link in links_by_role(office.desk, office.house.ui_url)}
    assert roles["Kasi"].startswith(f"{office.house.ui_url}/v2/runs?state=Suspended&tags=waits:section-head&start=")
    for_the_section_head = staff.run_names(roles["Kasi"].partition("?")[2])
    assert name in for_the_section_head
    assert all(one.endswith("menunggu Kasi") for one in for_the_section_head)
    runs = staff.run_names(f"tags=case:{waiting.subject}")
    assert sorted(runs) == sorted(run.name for run in office.runs_of(waiting.subject))
    assert len(set(runs)) == 2  # a run that a busy machine starts late may be asked once more


def test_the_links_to_what_waits_look_back_a_year(office, staff, waiting):
    """Without its range the screen looks back seven days, and whoever waits longest is not seen."""
    with staff.page.expect_request("**/flow_runs/paginate") as asked:
        staff.run_names(waiting_runs_link(office.house.ui_url, "waits:section-head").partition("?")[2])
    since = asked.value.post_data_json["flow_runs"]["expected_start_time"]["after_"]
    assert (datetime.now(UTC) - datetime.fromisoformat(since)).days >= 365


def test_the_work_list_s_page_leads_to_the_run_in_which_it_is_answered(office, staff, waiting):
    away_from_the_screen(office.recover)
    staff.page.goto(work_list_link(office.house))
    staff.page.get_by_role("main").get_by_role("link", name=waiting.subject).first.click()
    form = staff.open_form()
    assert waiting.subject in form.briefing


def test_the_older_screen_offers_a_search_for_each_role_and_for_what_is_late(office, staff, waiting):
    offered = staff.searches_of_the_old_screen()
    assert set(searches()) <= set(offered)
    assert {"Menunggu Kasi", "Menunggu Kakanim", "Menunggu Koordinator", "Terlambat"} <= set(searches())
    staff.search_in_the_old_screen("Menunggu Kasi")
    expect(staff.page.get_by_text(f"{waiting.subject} · kelayakan permohonan · menunggu Kasi")).to_be_attached()


def test_a_finished_run_says_its_outcome_on_its_page(office, staff, waiting):
    flow_run_id = office.waiting_run(waiting)
    office.answer(waiting)
    awaited(lambda: office.run(flow_run_id).state.is_completed() or None, "the run never completed")
    assert f"{waiting.subject}: layak · eligible" in staff.details(flow_run_id).splitlines()


def test_a_deployments_page_says_what_it_does_in_one_or_two_sentences(office, staff):
    """Each has such a description (test_readme); here four are looked at, of each kind one."""
    with office.engine() as client:
        deployments = [
            one for one in client.read_deployments() if one.name in ("eligibility", "office-officer", "watch", "tray")
        ]
    assert len(deployments) == 4
    shown = {one.name: staff.description_of(one.id) for one in deployments}
    assert shown == {one.name: one.description for one in deployments}


def test_the_screen_after_the_start_fits_80_columns_and_cuts_no_address(office, waiting):
    told = Console(file=StringIO(), width=80)
    print_welcome(office.desk, office.house, told)
    lines = told.file.getvalue().splitlines()
    addresses = [line for line in lines if line.startswith("  http")]
    assert f"  {waiting_runs_link(office.house.ui_url, 'waits:section-head')}" in addresses
    assert f"  {work_list_link(office.house)}" in addresses
    assert f"  http://127.0.0.1:{office.house.sheet_port}/" in addresses
    assert all(len(line) <= 80 for line in lines if not line.startswith("  "))
    assert "…" not in told.file.getvalue()
