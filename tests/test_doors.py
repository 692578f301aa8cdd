"""Who may reach what of Prefect's screen: the doors of deploy/nginx-staff.conf in a real nginx, before an echo of Prefect."""

import re
import shutil
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from nginx_doors import CONFIGURATION, nginx_doors
from prefect.server.api.server import create_api_app

pytestmark = pytest.mark.skipif(
    shutil.which("nginx", path="/usr/sbin:/usr/bin") is None, reason="nginx is not there: make nginx"
)
RUN, FORM = "0d3f1c7e-5b1a-4c58-9f0e-2c1d7a9b6e11", "suspended-eligibility-verdict-1-1"
READ = [
    ("GET", "/"),
    ("GET", "/v2/runs?state=Suspended"),
    ("GET", f"/v2/runs/flow-run/{RUN}"),
    ("GET", "/v2/assets/index.js"),
    ("GET", f"/runs/flow-run/{RUN}"),
    ("GET", "/api/health"),
    ("GET", "/api/csrf-token?client=x"),
    ("GET", "/api/admin/version"),
    ("POST", "/api/flow_runs/filter"),
    ("POST", "/api/flow_runs/paginate"),
    ("POST", "/api/flow_runs/count"),
    ("POST", "/api/task_runs/history"),
    ("POST", "/api/logs/filter"),
    ("POST", "/api/events/filter"),
    ("POST", "/api/artifacts/latest/filter"),
    ("POST", "/api/ui/flow_runs/history"),
    ("POST", "/api/work_pools/office/queues/filter"),
    ("GET", f"/api/flow_runs/{RUN}"),
    ("GET", f"/api/flow_runs/{RUN}/graph-v2"),
    ("GET", f"/api/artifacts/{RUN}"),
    ("GET", f"/api/flow_runs/{RUN}/input/{FORM}-schema"),
    ("GET", f"/api/flow_runs/{RUN}/input/{FORM}-description"),
    ("GET", f"/api/automations/related-to/prefect.deployment.{RUN}"),
]
ACT = [
    ("POST", f"/api/flow_runs/{RUN}/resume"),
    ("POST", "/api/ui/schemas/validate"),
    ("POST", f"/api/deployments/{RUN}/create_flow_run"),
]
CLOSED = [
    ("POST", f"/api/flow_runs/{RUN}/set_state"),
    ("POST", "/api/flow_runs/bulk_set_state"),
    ("POST", "/api/flow_runs/bulk_delete"),
    ("DELETE", f"/api/flow_runs/{RUN}"),
    ("PATCH", f"/api/flow_runs/{RUN}"),
    ("POST", "/api/flow_runs/"),
    ("GET", f"/api/flow_runs/{RUN}/input/{FORM}-response"),
    ("POST", f"/api/flow_runs/{RUN}/input/filter"),
    ("POST", f"/api/flow_runs/{RUN}/input"),
    ("DELETE", f"/api/flow_runs/{RUN}/input/{FORM}-schema"),
    ("POST", f"/api/task_runs/{RUN}/set_state"),
    ("PATCH", f"/api/deployments/{RUN}"),
    ("DELETE", f"/api/deployments/{RUN}"),
    ("POST", f"/api/deployments/{RUN}/pause_deployment"),
    ("POST", f"/api/deployments/{RUN}/schedules"),
    ("POST", "/api/work_pools/"),
    ("PATCH", "/api/work_pools/office"),
    ("POST", "/api/work_pools/office/get_scheduled_flow_runs"),
    ("POST", "/api/block_documents/filter"),
    ("GET", f"/api/block_documents/{RUN}?include_secrets=true"),
    ("POST", "/api/variables/filter"),
    ("POST", "/api/automations/filter"),
    ("POST", "/api/automations/"),
    ("GET", "/api/admin/settings"),
    ("POST", "/api/admin/database/clear"),
    ("POST", "/api/artifacts/"),
    ("PATCH", f"/api/artifacts/{RUN}"),
    ("PUT", "/api/saved_searches/"),
    ("POST", "/api/logs/"),
    ("POST", "/api/events"),
    ("GET", "/api/events/in"),
    ("GET", "/api/events/out"),
    ("GET", "/api"),
    ("GET", "/api/"),
    ("GET", "/api/docs"),
    ("POST", "/v2/runs"),
]
DISGUISED = [
    f"/api/flow_runs/{RUN}/resume/../set_state",
    f"/api/flow_runs/{RUN}/resume/..%2fset_state",
    f"/v2/..%2fapi/flow_runs/{RUN}/set_state",
    f"//api//flow_runs/{RUN}/set_state",
    f"/api/./flow_runs/{RUN}/set_state",
    f"/api/flow_runs/{RUN}/set%5Fstate",
    f"/API/flow_runs/{RUN}/set_state",
    f"/api/flow_runs/{RUN}/set_state?x=/resume",
    f"/api/flow_runs/{RUN}/set_state%0a",
]


class Echo(BaseHTTPRequestHandler):
    """Says what reached it, and with which login."""

    def _answer(self):
        self.server.reached.append((self.command, self.path, self.headers.get("Authorization")))
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = _answer  # noqa: N815 the library's own names

    def log_message(self, *_):
        pass


@pytest.fixture(scope="module")
def prefect():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Echo)
    server.reached = []
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture(scope="module")
def doors(prefect, tmp_path_factory):
    with nginx_doors(tmp_path_factory.mktemp("nginx") / "doors", prefect.server_address[1], login="dGVzdA==") as opened:
        yield opened


def asked(doors, door, method, path, group=None):
    with doors.come_as(door, group) as line:
        return line.request(method, path).status_code


@pytest.mark.parametrize(("method", "path"), READ)
def test_staff_and_auditors_read(doors, method, path):
    assert [asked(doors, door, method, path) for door in ("staff", "auditor", "technician")] == [200, 200, 200]


@pytest.mark.parametrize(("method", "path"), ACT)
def test_only_staff_answer_and_start(doors, method, path):
    assert [asked(doors, door, method, path) for door in ("staff", "auditor", "technician")] == [200, 403, 200]


@pytest.mark.parametrize(("method", "path"), CLOSED)
def test_what_alters_runs_or_shows_what_was_typed_is_the_technicians_alone(doors, method, path):
    assert [asked(doors, door, method, path) for door in ("staff", "auditor", "technician")] == [403, 403, 200]


@pytest.mark.parametrize("path", DISGUISED)
def test_a_disguised_path_reaches_nothing(doors, prefect, path):
    prefect.reached.clear()
    assert asked(doors, "staff", "POST", path) in (400, 403)
    assert prefect.reached == []


@pytest.mark.parametrize("door", ["staff", "auditor", "technician"])
def test_a_door_opens_for_its_own_group_and_whoever_is_not_signed_in_is_sent_to_sign_in(doors, door):
    assert asked(doors, door, "GET", "/v2/runs", group="homevisit-cleaners") == 403
    assert asked(doors, door, "GET", "/v2/runs", group="") == 302
    assert asked(doors, door, "POST", "/api/flow_runs/filter", group="") == 302


def test_a_name_that_is_no_door_opens_nothing(doors):
    assert asked(doors, "elsewhere.example.com", "GET", "/v2/runs") == 403


def test_staff_never_have_the_login_it_is_added_for_them(doors, prefect):
    prefect.reached.clear()
    with doors.come_as("staff") as line:
        line.post("/api/flow_runs/filter", headers={"Authorization": "Basic dHlwZWQ="})
    assert prefect.reached == [("POST", "/api/flow_runs/filter", "Basic dGVzdA==")]


def test_who_pressed_resume_stands_in_the_proxys_log_and_reading_does_not(doors):
    before = len(doors.acts())
    asked(doors, "staff", "POST", "/api/flow_runs/filter")
    asked(doors, "staff", "GET", f"/api/flow_runs/{RUN}")
    asked(doors, "staff", "POST", f"/api/flow_runs/{RUN}/resume")
    [line] = doors.acts(before + 1)[before:]
    assert line.endswith(f' staff somebody-of-homevisit-staff "POST /api/flow_runs/{RUN}/resume" 200')


def test_a_page_may_not_speak_to_any_other_site(doors):
    with doors.come_as("staff") as line:
        policy = line.get("/v2/").headers["Content-Security-Policy"]
    assert policy.startswith("connect-src 'self' ")


# the table and this version of Prefect


def routes_of_prefect():
    """Every method and path of its API, as it tells them itself; ids and names are an id here."""
    for path, methods in create_api_app().openapi()["paths"].items():
        for method in methods:
            yield method.upper(), re.sub(r"\{[^}]+\}", str(RUN), f"/api{path.removeprefix('/api')}")


def test_every_path_that_is_let_through_is_one_of_prefects_own():
    """A rule for a path that there is not would be a rule that nobody understands."""
    known = set(routes_of_prefect())
    for method, path in [*READ, *ACT]:
        plain = re.sub(r"(?<=related-to/)\S+|(?<=/input/)\S+|(?<=work_pools/)office", str(RUN), path.partition("?")[0])
        assert not path.startswith("/api/") or (method, plain) in known, (method, plain)


def test_of_all_that_prefect_can_be_told_staff_may_tell_it_two_things(doors):
    """Every writing route of this version, by its own list; lists are asked for by POST, too, and alter nothing."""
    listing = re.compile(r"/(filter|count|paginate|history|lateness)\Z|/events/count-by/|/ui/")
    written = [one for one in routes_of_prefect() if one[0] != "GET" and not listing.search(one[1])]
    assert len(written) > 50
    opened = {one for one in written if asked(doors, "staff", *one) == 200}
    assert opened == {
        ("POST", f"/api/flow_runs/{RUN}/resume"),
        ("POST", f"/api/deployments/{RUN}/create_flow_run"),
    }
    assert not {one for one in written if asked(doors, "auditor", *one) == 200}


def test_the_configuration_names_no_login():
    assert "Basic …" in CONFIGURATION.read_text()
    assert not re.search(r"Basic [A-Za-z0-9+/=]{8,}", CONFIGURATION.read_text())
