"""The office's pages in the engine: made once, empty, with the deployments; the flows write them, each keeps its address."""

from collections.abc import Mapping
from typing import Any

import httpx

from casework import work_list
from casework.reconciliation import page as reconciliation_page
from homevisit.asking import accepted, insist, line_to_the_server
from homevisit.house import House

# Each page's key, its description, and what it says until it is written.
PAGES: Mapping[str, tuple[str, str]] = {
    work_list.PAGE_KEY: (
        "Daftar kerja",
        "Daftar kerja ditulis setiap tiga menit. · The work list is written every three minutes.",
    ),
    reconciliation_page.PAGE_KEY: (
        "Laporan rekonsiliasi",
        "Laporan ini ditulis setiap malam pukul 02:40 WIB. · This report is written every night at 02:40 WIB.",
    ),
}


def install_pages(house: House) -> None:
    """Make the pages that are not there yet; one that is there keeps what it says."""
    with line_to_the_server(house) as client:
        for key, (description, until_written) in PAGES.items():
            if not _found(client, key):
                page = {"key": key, "type": "markdown", "data": until_written, "description": description}
                accepted(insist(lambda page=page: client.post("/artifacts/", json=page)), description)


def page_link(house: House, key: str) -> str:
    """A page's address; it stays for as long as the engine keeps its database."""
    with line_to_the_server(house) as client:
        [page] = _found(client, key)
    return f"{house.ui_url}/v2/artifacts/artifact/{page['latest_id']}"


def _found(client: httpx.Client, key: str) -> list[dict[str, Any]]:
    wanted = {"artifacts": {"key": {"any_": [key]}}}
    answer = accepted(insist(lambda: client.post("/artifacts/latest/filter", json=wanted)), key)
    found: list[dict[str, Any]] = answer.json()
    return found
