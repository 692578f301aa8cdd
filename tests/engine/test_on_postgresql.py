"""Register and engine on PostgreSQL, each execution a Python of its own: three settings, nothing else.

A whole life on PostgreSQL is in ``test_several_machines``; that each flow is loaded alone, in ``test_deployed_flows``.
"""

import pytest
from office_under_test import office_in
from postgresql_cluster import fresh_database, running_cluster

from casework.registry import ledger

pytestmark = [pytest.mark.postgresql, pytest.mark.long]


def test_a_case_is_asked_about_and_answered_on_postgresql_without_the_warm_engine(tmp_path):
    with running_cluster() as cluster, fresh_database(cluster) as register, fresh_database(cluster) as engine:
        databases = {"database_url": register, "engine_database_url": engine}
        chosen = {**databases, "warm_engine": False, "engine_port": 0, "case_sheet_port": 0}
        with office_in(tmp_path, **chosen) as office:
            assert "warm-engine" not in office.house.processes
            standing = office.await_question(office.apply(), "eligibility-verdict")
            office.answer(standing)
            assert office.decisions(standing.subject, standing.kind) == 1
            assert ledger.verify(office.desk.registry.engine).holds
    assert not (tmp_path / "register.sqlite").exists()
    assert not (tmp_path / "prefect" / "prefect.db").exists()
