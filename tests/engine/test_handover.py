"""Which runs still go on, asked of the real engine."""

from uuid import uuid4

import pytest

from tasks.handover import PORTION, live_runs


@pytest.mark.long
def test_of_many_runs_those_that_wait_are_told_from_those_that_ended_or_were_never_known(office):
    reference = office.apply()
    waiting = office.waiting_run(office.await_question(reference, "eligibility-verdict"))
    known = [str(run.id) for run in office.runs_of(reference)]
    assert len(known) == 2  # intake has ended
    assert live_runs([*known, *(str(uuid4()) for _ in range(2 * PORTION))]) == {str(waiting)}


def test_no_runs_at_all_are_not_asked_for(office):
    assert live_runs([]) == set()
