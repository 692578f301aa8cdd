"""A process's number says something on its own machine only."""

from uuid import uuid4

import pytest
from prefect.client.schemas.objects import FlowRun
from prefect.states import Running

from casework.desk import open_desk
from casework.registry.schema import migrate
from casework.registry.vault import create_office_key
from casework.settings import Settings
from tasks.engine import _has_died


@pytest.fixture
def office_with(tmp_path, monkeypatch):
    """This process works in an office whose workers are on one machine, or on several."""

    def chosen(*, one_machine):
        monkeypatch.setenv("HOMEVISIT_STATE_FOLDER", str(tmp_path))
        monkeypatch.setenv("HOMEVISIT_ONE_MACHINE", str(one_machine).lower())
        create_office_key(Settings().key_file)
        migrate(Settings().register_url)
        open_desk.cache_clear()

    yield chosen
    open_desk.cache_clear()


def run_in(process_id):
    return FlowRun(flow_id=uuid4(), state=Running(), infrastructure_pid=str(process_id))


@pytest.mark.parametrize("one_machine", [True, False])
def test_a_number_that_is_no_execution_here_is_a_dead_run_only_where_all_workers_are_here(office_with, one_machine):
    office_with(one_machine=one_machine)
    assert _has_died(run_in(2**22 + 1)) == one_machine  # more than a machine can have
