"""Prefect's real pages through the doors of deploy/nginx-staff.conf: staff do their work there, and nothing else."""

import base64
import json
import os
import sys
from collections import Counter
from urllib.parse import urlsplit
from uuid import uuid4

import httpx
import psutil
import pytest
from environment_files import settings_in
from loopback_servers import free_port
from nginx_doors import NAMES, nginx_doors
from office_looked_up import deployment, filled, set_code_step
from office_under_test import awaited
from playwright.sync_api import expect
from staff_at_the_screen import StaffAtTheScreen, away_from_the_screen, screen

from homevisit.house import PROJECT, answers
from homevisit.work_list_in_the_engine import work_list_link

pytestmark = pytest.mark.browser
LOGIN = "office:invented-for-the-test"
COMMAND = (sys.executable, "-c", "from homevisit.command_line import run; run()")


class Watched:
    """A browser at one door, and every answer that it got."""

    def __init__(self, page, doors, door):
        self.page, self.address = page, f"http://{NAMES[door]}:{doors.port}"
        self.answers, self.asked_elsewhere, self.answered_elsewhere, self.refused = Counter(), set(), set(), []
        page.context.clear_cookies()
        page.context.add_cookies([{"name": "group", "value": f"homevisit-{door}", "url": self.address}])
        page.on("response", self._note)
        page.on("request", lambda request: self._is_elsewhere(request.url) and self.asked_elsewhere.add(request.url))

    def _note(self, answer):
        if self._is_elsewhere(answer.url):
            self.answered_elsewhere.add(answer.url)
        self.answers[answer.status] += 1
        if answer.status == 403:
            self.refused.append(urlsplit(answer.url).path)

    def _is_elsewhere(self, url):
        return url.startswith("http") and not url.startswith((self.address, "http://127.0.0.1:"))


@pytest.fixture(scope="module")
def doors(office, tmp_path_factory):
    with nginx_doors(tmp_path_factory.mktemp("access") / "doors", office.house.api_port) as opened:
        yield opened


@pytest.fixture(scope="module")
def secured(tmp_path_factory):
    """A server as deploy/server.env sets it, with its login and its protection against forgery, behind the same doors."""
    folder, port = tmp_path_factory.mktemp("secured"), free_port()
    chosen = {
        "HOMEVISIT_STATE_FOLDER": folder / "office",
        "HOMEVISIT_ENGINE_PORT": port,
        "PREFECT_SERVER_API_AUTH_STRING": LOGIN,
        "PREFECT_API_URL": f"http://127.0.0.1:{port}/api",
    }
    ours = {name: value for name, value in os.environ.items() if not name.startswith(("PREFECT_", "HOMEVISIT_"))}
    given = {name: value for name, value in settings_in("server.env").items() if "DATABASE" not in name}
    environment = {**ours, **given, **{name: str(value) for name, value in chosen.items()}}
    (folder / "office").mkdir()
    with (folder / "server.log").open("ab") as log:
        server = psutil.Popen([*COMMAND, "serve", "server"], cwd=PROJECT, env=environment, stdout=log, stderr=log)
    try:
        awaited(lambda: answers(f"http://127.0.0.1:{port}/api/health") or None, "the server never answered")
        with nginx_doors(folder / "doors", port, base64.b64encode(LOGIN.encode()).decode()) as opened:
            yield port, opened
    finally:
        for process in (*server.children(recursive=True), server):
            process.terminate()
        server.wait(timeout=30)


@pytest.fixture(scope="module")
def browser(doors, secured):
    origins = ",".join(f"http://{name}:{port}" for name in NAMES.values() for port in (doors.port, secured[1].port))
    resolved, trusted = (
        "--host-resolver-rules=MAP *.example.com 127.0.0.1",
        f"--unsafely-treat-insecure-origin-as-secure={origins}",
    )
    with screen(resolved, trusted) as page:
        yield page.context


@pytest.fixture
def page(browser):
    page = browser.new_page()
    yield page
    page.close()


def test_staff_find_read_answer_and_start_through_their_door_and_meet_no_refusal(office, doors, page):
    before = set_code_step(office, 6)
    standing = office.await_question(away_from_the_screen(office.apply), "eligibility-verdict")
    away_from_the_screen(office.recover)
    watched = Watched(page, doors, "staff")
    staff = StaffAtTheScreen(page, watched.address, f"http://127.0.0.1:{office.house.sheet_port}")
    run = office.waiting_run(standing)
    name = f"{standing.subject} · kelayakan permohonan · menunggu Kasi"
    assert name in staff.run_names("state=Suspended&tags=waits:section-head")
    staff.open_run(run)
    for tab in ("Logs", "Task Runs", "Artifacts", "Details"):
        page.get_by_role("tab", name=tab).first.click()
    form = staff.open_form()
    assert standing.subject in form.briefing
    officer, values = filled(office, standing)
    form.answer(standing, values, lambda: office.fresh_code(officer))
    awaited(lambda: office.run(run).state.is_completed() or None, "the run never completed")
    assert f"{standing.subject}: layak · eligible" in staff.details(run)
    page.goto(work_list_link(office.house).replace(office.house.ui_url, watched.address))
    expect(page.get_by_text("menunggu · waiting").first).to_be_visible()
    staff.start(deployment(office, "collect"))
    set_code_step(office, before)
    assert set(watched.refused) <= {"/api/admin/settings"}, Counter(watched.refused)
    pressed = [line.split('"')[1] for line in doors.acts() if f"/{run}/" in line]
    assert set(pressed) == {f"POST /api/flow_runs/{run}/resume"}  # pressed again where a busy server did not take it


def test_the_page_would_call_a_service_on_the_web_and_the_browser_is_told_not_to(doors, page):
    watched = Watched(page, doors, "staff")
    with page.expect_event("console", lambda message: "Content Security Policy" in message.text):
        page.goto(f"{watched.address}/v2/runs")
    assert {urlsplit(url).hostname.partition(".")[2] for url in watched.asked_elsewhere} <= {"amplitude.com"}
    assert watched.answered_elsewhere == set()


@pytest.mark.parametrize("pressed", ["Cancel", "Delete"])
def test_what_staff_must_not_do_is_refused_though_the_page_offers_it(office, doors, page, pressed):
    standing = office.await_question(away_from_the_screen(office.apply), "eligibility-verdict")
    run = office.waiting_run(standing)
    staff = StaffAtTheScreen(page, Watched(page, doors, "staff").address, "")
    staff.open_run(run)
    page.get_by_role("button", name="Open menu").click()
    page.get_by_role("menuitem", name=pressed).click()
    with page.expect_response(
        lambda answer: answer.request.method in ("POST", "DELETE") and str(run) in answer.url
    ) as told:
        page.get_by_role("alertdialog").or_(page.get_by_role("dialog")).get_by_role(
            "button", name=pressed, exact=False
        ).last.click()
    assert told.value.status == 403
    assert office.waiting_run(standing) == run


def test_with_a_login_and_forgery_protection_staff_resume_without_knowing_the_login(secured, page):
    port, doors = secured
    run = away_from_the_screen(lambda: a_run_that_waits(port))
    watched = Watched(page, doors, "staff")
    staff = StaffAtTheScreen(page, watched.address, "")
    staff.open_run(run)
    form = staff.open_form()
    form.write("Kata · word", "ya")
    form.press_submit()
    expect(form.dialog).to_have_count(0)
    assert away_from_the_screen(lambda: told_by(port, "GET", f"/flow_runs/{run}"))["state"]["name"] == "Resuming"
    assert watched.answers[401] == 0


def test_without_the_door_the_secured_server_lets_nobody_in(secured):
    port, _ = secured
    assert httpx.get(f"http://127.0.0.1:{port}/api/flows/{uuid4()}").status_code == 401


def test_what_the_pages_are_told_of_the_server_is_what_it_says_itself_but_for_login_and_address(secured):
    port, doors = secured
    own = httpx.get(f"http://127.0.0.1:{port}/ui-settings").json()
    with doors.come_as("staff") as line:
        told = line.get("/ui-settings").json()
    assert own.pop("auth") == "BASIC"
    assert told.pop("auth") is None
    assert (own.pop("api_url"), told.pop("api_url")) == ("https://kantor.example.com/api", "/api")
    assert told == own


def told_by(port, method, path, body=None):
    """An answer of the secured server to whoever has its login, with the token that it gives."""
    with httpx.Client(base_url=f"http://127.0.0.1:{port}/api", auth=tuple(LOGIN.split(":")), timeout=60) as line:
        token = line.get("/csrf-token", params={"client": "test"}).json()["token"]
        guarded = {"Prefect-Csrf-Client": "test", "Prefect-Csrf-Token": token}
        answer = line.request(method, path, json=body, headers=guarded)
    assert answer.is_success, answer.text
    return answer.json() if answer.content else None


def a_run_that_waits(port):
    """A suspended run with a form of one field, as our gate leaves them."""
    flow = told_by(port, "POST", "/flows/", {"name": "asks"})["id"]
    made = told_by(port, "POST", "/deployments/", {"name": "asks", "flow_id": flow})["id"]
    run = told_by(port, "POST", f"/deployments/{made}/create_flow_run", {"name": "asks"})["id"]
    keys = {part: f"suspended-asks-1-1-{part}" for part in ("schema", "response", "description")}
    field = {"type": "string", "title": "Kata · word"}
    schema = {"type": "object", "title": "asks", "properties": {"word": field}, "required": ["word"]}
    for part, value in (("schema", schema), ("description", "Tulis satu kata. · Write a word.")):
        told_by(port, "POST", f"/flow_runs/{run}/input", {"key": keys[part], "value": json.dumps(value)})
    details = {"pause_key": "asks-1-1", "pause_reschedule": True, "run_input_keyset": keys}
    state = {"type": "PAUSED", "name": "Suspended", "state_details": details}
    told_by(port, "POST", f"/flow_runs/{run}/set_state", {"state": state, "force": True})
    return run
