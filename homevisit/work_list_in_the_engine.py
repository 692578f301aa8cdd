"""Where staff find what waits for them: links that reach back a year, saved searches, and the work list's page."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from casework.questions import ROLE_NAMES
from casework.work_list import LATE, PAGE_KEY, WAITS
from homevisit.asking import accepted, insist, line_to_the_server
from homevisit.house import House
from homevisit.pages_in_the_engine import page_link

YEAR = timedelta(days=365)


def waiting_runs_link(ui_url: str, tag: str | None = None) -> str:
    """The runs that wait for a person, on the present screen.

    Unasked it looks back seven days, and whoever has waited longer is hidden; this reaches a year either way.
    """
    today = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    asked = {
        "state": "Suspended",
        **({"tags": tag} if tag else {}),
        "start": f"{today - YEAR:%Y-%m-%dT00:00:00.000Z}",
        "end": f"{today + YEAR:%Y-%m-%dT00:00:00.000Z}",
    }
    return f"{ui_url}/v2/runs?{urlencode(asked, safe=':')}"


def work_list_link(house: House) -> str:
    """The work list's page; it keeps its address for as long as the engine keeps its database."""
    return page_link(house, PAGE_KEY)


def install_searches(house: House) -> None:
    """The searches that the older screen offers; what is there is brought up to date.

    The present screen keeps its searches in each browser: there the links of the start screen are to be bookmarked.
    """
    with line_to_the_server(house) as client:
        for name, tag in searches().items():
            wanted = {"name": name, "filters": _filters(tag)}
            accepted(insist(lambda wanted=wanted: client.put("/saved_searches/", json=wanted)), "work list")


def searches() -> Mapping[str, str]:
    """The name of each search, and the tag it looks for."""
    return {**{f"Menunggu {title}": f"{WAITS}{role}" for role, title in ROLE_NAMES.items()}, "Terlambat": LATE}


def _filters(tag: str) -> list[dict[str, Any]]:
    found = {
        "state": ["Suspended"],
        "tag": [tag],
        "range": {"type": "span", "seconds": -int(YEAR.total_seconds())},
    }
    return [
        {"object": "flowRun", "property": name, "type": "", "operation": "", "value": value}
        for name, value in found.items()
    ]
