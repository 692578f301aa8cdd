"""The demo office's server on loopback: what a page of another site in the same browser can and cannot do to it."""

import httpx
import pytest

from homevisit.doctor.server import look_at_border

PAGE_ELSEWHERE = {"Origin": "https://elsewhere.example.com"}
POOL = b'{"name": "made-elsewhere", "type": "process"}'


def test_the_doctor_finds_the_demo_office_s_border_in_order_and_tells_its_danger(office):
    assert look_at_border(office.settings).startswith("loopback only and no login")


@pytest.mark.parametrize("kind", [{"Content-Type": "text/plain"}, {}], ids=["as text", "without a kind"])
def test_what_a_browser_sends_unasked_from_another_page_is_not_read_as_an_order(office, kind):
    sent = httpx.post(f"{office.house.api_url}/work_pools/", content=POOL, headers={**PAGE_ELSEWHERE, **kind})
    assert sent.status_code == 422
    assert httpx.get(f"{office.house.api_url}/work_pools/made-elsewhere").status_code == 404


def test_what_a_browser_asks_for_first_is_not_allowed_to_another_page(office):
    asks = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "content-type"}
    asked = httpx.options(f"{office.house.api_url}/work_pools/", headers={**PAGE_ELSEWHERE, **asks})
    assert "Access-Control-Allow-Origin" not in asked.headers
