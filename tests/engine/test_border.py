"""The demo office's server on loopback: what a page of another site in the same browser can and cannot do to it."""

import httpx
import pytest
from office_under_test import awaited

from homevisit.doctor.server import look_at_border

PAGE_ELSEWHERE = {"Origin": "https://elsewhere.example.com"}
POOL = b'{"name": "made-elsewhere", "type": "process"}'


def test_the_doctor_finds_the_demo_office_s_border_in_order_and_tells_its_danger(office):
    assert look_at_border(office.settings).startswith("loopback only and no login")


def test_a_text_that_a_page_elsewhere_sends_is_not_read_as_an_order(office):
    sent = post_from_elsewhere(office, {"Content-Type": "text/plain"})
    assert sent.status_code == 422


def test_an_order_without_a_content_type_is_carried_out_whoever_sent_it_while_forgery_protection_is_off(office):
    """A browser sends it unasked for any page (a Blob without a type): the danger of which the doctor tells."""
    assert post_from_elsewhere(office, {}).status_code == 201
    pool = f"{office.house.api_url}/work_pools/made-elsewhere"
    assert unless_busy(lambda: httpx.delete(pool)).status_code == 204


def post_from_elsewhere(office, kind):
    address = f"{office.house.api_url}/work_pools/"
    return unless_busy(lambda: httpx.post(address, content=POOL, headers={**PAGE_ELSEWHERE, **kind}))


def unless_busy(order):
    """The server's answer, once its database is free: on SQLite it may say 503 first."""
    return awaited(lambda: said if (said := order()).status_code != 503 else None, "the server was busy all the time")


def test_what_a_browser_asks_for_first_is_not_allowed_to_another_page(office):
    asks = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "content-type"}
    asked = httpx.options(f"{office.house.api_url}/work_pools/", headers={**PAGE_ELSEWHERE, **asks})
    assert "Access-Control-Allow-Origin" not in asked.headers


@pytest.mark.parametrize(
    "chosen", [{"command": "touch somewhere"}, {"env": {"PYTHONPATH": "/tmp"}}, {"working_dir": "/tmp"}]
)
def test_whoever_may_start_a_run_cannot_choose_what_is_executed(office, chosen):
    """Prefect's own job template would let each run bring its command: that of the office has nothing to be chosen."""
    with office.engine() as client:
        collect = client.read_deployment_by_name("Pengumpulan · collect/collect")
    assert collect.job_variables == {}
    start = f"{office.house.api_url}/deployments/{collect.id}/create_flow_run"
    refused = unless_busy(lambda: httpx.post(start, json={"job_variables": chosen}))
    assert refused.status_code in (409, 422)
    assert "Additional properties are not allowed" in refused.text
