"""A life with register and engine on PostgreSQL, each execution a Python of its own: three settings, nothing else.

A whole life on PostgreSQL is in ``test_several_machines``; that each flow is loaded alone, in ``test_deployed_flows``.
"""

import pytest
from office_under_test import office_in
from postgresql_cluster import fresh_database, running_cluster
from rich.console import Console

from homevisit.rehearsal import rehearse

pytestmark = pytest.mark.postgresql


def test_a_case_goes_from_its_arrival_to_its_end_on_postgresql_without_the_warm_engine(tmp_path):
    with running_cluster() as cluster, fresh_database(cluster) as register, fresh_database(cluster) as engine:
        databases = {"database_url": register, "engine_database_url": engine}
        chosen = {**databases, "warm_engine": False, "engine_port": 0, "case_sheet_port": 0}
        with office_in(tmp_path, **chosen) as office:
            assert "warm-engine" not in office.house.processes
            summary = rehearse(office.settings, cases=1, scenario="ineligible", console=Console(quiet=True))
    assert (summary.closed, summary.lost, summary.duplicates) == (1, 0, 0)
    assert summary.ledger_holds
    assert not (tmp_path / "register.sqlite").exists()
    assert not (tmp_path / "prefect" / "prefect.db").exists()
