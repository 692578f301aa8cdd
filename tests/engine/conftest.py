"""One real office for all tests of a folder: starting it takes half a minute, so the tests share it and leave it whole."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from office_under_test import office_in

# The longest first, so that no process is left with a long one at the end.
ORDER = (
    "test_several_machines.py",
    "test_gate.py",
    "test_browser.py",
    "test_interference.py",
    "test_silent_runs.py",
    "test_access.py",
    "test_on_postgresql.py",
    "test_up.py",
    "test_warm_and_stock_worker.py",
    "test_history.py",
    "test_warm_engine.py",
)


def pytest_collection_modifyitems(items):
    for item in items:
        if item.path.parent.name == "engine":
            item.add_marker(pytest.mark.engine)
    items.sort(key=lambda item: ORDER.index(item.path.name) if item.path.name in ORDER else len(ORDER))


@pytest.fixture(scope="session")
def office(tmp_path_factory):
    chosen = {"patience_with_pending_seconds": 5, "heartbeat_seconds": 30, "engine_port": 0, "case_sheet_port": 0}
    with office_in(tmp_path_factory.mktemp("office"), **chosen) as office:
        yield office
