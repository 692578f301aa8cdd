"""The automation that marks a run as crashed when nothing is heard of it any more: one, brought up to date at each start."""

from collections.abc import Mapping
from typing import Any

import httpx

from homevisit.asking import accepted, insist, line_to_the_server
from homevisit.house import House

NAME = "Run tanpa tanda hidup · silent runs"
# In these states an execution is about to begin, or has begun; from then on it sends heartbeats.
AT_WORK = ("Pending", "Submitting", "InfrastructurePending", "Running", "Retrying", "heartbeat")


def install_crash_detection(house: House) -> None:
    """Create the automation; one that is there already is brought up to date, a second one is removed."""
    wanted = crash_detection(house.settings.silence_seconds)
    with line_to_the_server(house) as client:
        found = _automation(
            insist(lambda: client.post("/automations/filter", json={"automations": {"name": {"any_": [NAME]}}}))
        ).json()
        for surplus in found[1:]:
            _automation(insist(lambda surplus=surplus: client.delete(f"/automations/{surplus['id']}")))
        if not found:
            _automation(insist(lambda: client.post("/automations/", json=wanted)))
        elif not _says(found[0], wanted):  # an update forgets what it has heard of each run
            _automation(insist(lambda: client.put(f"/automations/{found[0]['id']}", json=wanted)))


def crash_detection(silence_seconds: int) -> dict[str, Any]:
    """A run at work of which nothing at all is heard for so long has lost its process.

    Whatever is heard of a run ends the waiting. Only a state in which it is at work, or a heartbeat, begins it anew: a
    run that is suspended or paused for a person, scheduled, late or waiting for its turn is silent for good reasons,
    and so is one that is over. That is why all its events are expected, not some by name: a state that this version
    does not know must not kill a healthy case.
    """
    return {
        "name": NAME,
        "description": (
            "Run yang sedang bekerja tetapi tidak memberi tanda hidup dinyatakan Crashed; recover memulainya lagi. "
            "A run at work that gives no sign of life is marked Crashed; recover starts it again."
        ),
        "enabled": True,
        "trigger": {
            "type": "event",
            "posture": "Proactive",
            "match": {"prefect.resource.id": "prefect.flow-run.*"},
            "for_each": ["prefect.resource.id"],
            "after": [f"prefect.flow-run.{state}" for state in AT_WORK],
            "expect": ["prefect.flow-run.*"],
            "threshold": 1,
            "within": silence_seconds,
        },
        "actions": [
            {
                "type": "change-flow-run-state",
                "state": "CRASHED",
                "message": f"no sign of life for {silence_seconds} s: its process is gone",
            }
        ],
    }


def _says(found: Any, wanted: Any) -> bool:
    """Whether what is there says everything that is wanted; Prefect adds ids and defaults, and keeps no order of events."""
    if isinstance(wanted, Mapping):
        return all(name in found and _says(found[name], value) for name, value in wanted.items())
    if isinstance(wanted, list) and wanted and isinstance(wanted[0], Mapping):
        return len(found) == len(wanted) and all(map(_says, found, wanted))
    return bool(sorted(found) == sorted(wanted) if isinstance(wanted, list) else found == wanted)


def _automation(answer: httpx.Response) -> httpx.Response:
    return accepted(answer, "automation")
