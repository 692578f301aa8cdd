"""Approvals in any order come out as the office's rule says; ``make chaos`` plays ten thousand sequences."""

import pytest
from chaos.approvals import play


@pytest.mark.long
def test_in_two_dozen_sequences_nothing_is_bypassed_lost_or_decided_twice():
    counted = play(24, steps=20)
    assert counted["sequences"] >= 24
    assert counted["decisions"] > 20
    assert counted["refusals"] > 80
