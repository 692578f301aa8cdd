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
    "test_browser_refusals.py",
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


# what browser tests share; Playwright is loaded only where one of them runs


@pytest.fixture(scope="module")
def page():
    from staff_at_the_screen import screen

    with screen() as page:
        yield page


@pytest.fixture(scope="module")
def codes_for_slow_hands(office):
    """A code holds for six seconds here: a form in a browser, on a busy machine, needs them."""
    from office_looked_up import set_code_step

    before = set_code_step(office, 6)
    yield
    set_code_step(office, before)


@pytest.fixture
def staff(office, page):
    from staff_at_the_screen import StaffAtTheScreen

    return StaffAtTheScreen(page, office.house.ui_url, f"http://127.0.0.1:{office.house.sheet_port}")


@pytest.fixture(scope="module")
def applied(office):
    """Applications on their way: one more than is needed, so that the next test need not wait for its own."""
    from staff_at_the_screen import away_from_the_screen

    return [away_from_the_screen(office.apply)]


@pytest.fixture
def waiting(office, applied):
    """A case whose eligibility waits for the section head."""
    from staff_at_the_screen import away_from_the_screen

    applied.append(away_from_the_screen(office.apply))
    return office.await_question(applied[-2], "eligibility-verdict")
