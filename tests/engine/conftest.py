"""One real office for all tests of a folder: starting it takes half a minute, so the tests share it and leave it whole."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from office_under_test import office_in


def pytest_collection_modifyitems(items):
    for item in items:
        if "tests/engine" in str(item.fspath):
            item.add_marker(pytest.mark.engine)


@pytest.fixture(scope="session")
def office(tmp_path_factory):
    with office_in(tmp_path_factory.mktemp("office"), patience_with_pending_seconds=5) as office:
        yield office
