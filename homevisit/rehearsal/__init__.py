"""The rehearsal: the demo office's staff, played through the real Prefect API, take cases through their whole life."""

from homevisit.rehearsal.answers import SCENARIOS
from homevisit.rehearsal.performance import rehearse
from homevisit.rehearsal.summary import Summary

__all__ = ["SCENARIOS", "Summary", "rehearse"]
