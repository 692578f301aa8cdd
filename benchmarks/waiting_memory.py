"""What 5,000 waiting cases cost in memory: ``python -m benchmarks.waiting_memory``.

One case is brought before the section head by its own flow; the others are runs like it, made through the API and put where
it waits, with its form and its briefing. ``recover``, which looks at every waiting run, runs before and after.
"""

import time
from datetime import UTC, datetime, timedelta
from typing import Any

from office_under_test import OfficeUnderTest

from benchmarks.carried_case import await_rest
from benchmarks.offices import MEASURED, memory, quiet_office
from benchmarks.reporting import options, tell
from casework.references import draw_reference

CASES, AT_FIRST = 5000, 50
RECOVERIES = 3
MEBIBYTE = 2**20


def main() -> None:
    """Measure and print."""
    parser = options(__doc__)
    parser.add_argument("--cases", type=int, default=CASES)
    chosen = parser.parse_args()
    with quiet_office() as office:
        model = _waiting_run(office)
        _make_like(office, model, AT_FIRST)  # what is loaded once only is not counted
        seconds_before, before = _recovered(office), memory(office)
        _make_like(office, model, chosen.cases)
        seconds_after, after = _recovered(office), memory(office)
    rows = [
        [name, *(f"{held / MEBIBYTE:.1f}" for held in (old, new)), f"{100 * (new / old - 1):.1f} %"]
        for name, old, new in _in_parts(before, after)
    ]
    rows.append(["one recover, s", f"{seconds_before:.1f}", f"{seconds_after:.1f}", ""])
    columns = ("MiB", f"{AT_FIRST} wait", f"{chosen.cases:,} more wait", "growth")
    figures = {
        name: {"before": old, "after": new, "growth": new / old - 1} for name, old, new in _in_parts(before, after)
    }
    tell("Memory of waiting cases", columns, rows, as_json=chosen.json, figures=figures)


def _in_parts(before: dict[str, int], after: dict[str, int]) -> list[tuple[str, int, int]]:
    parts = [(name, before[name], after[name]) for name in MEASURED]
    return [*parts, ("together", sum(before.values()), sum(after.values()))]


def _waiting_run(office: OfficeUnderTest) -> Any:
    standing = office.await_question(office.apply(), "eligibility-verdict")
    await_rest(office)
    return office.run(office.waiting_run(standing))


def _make_like(office: OfficeUnderTest, model: Any, count: int) -> None:
    """So many runs more that wait as this one does: same state, same form, same briefing."""
    from prefect.states import Scheduled, State  # noqa: PLC0415 Prefect reads its settings when it is imported

    never = Scheduled(scheduled_time=datetime.now(UTC) + timedelta(days=365))
    details = model.state.state_details.model_dump(exclude={"flow_run_id", "task_run_id", "transition_id"})
    with office.engine() as client:
        inputs = client.filter_flow_run_input(model.id, "suspended-", 50, set())
        for _ in range(count):
            reference = draw_reference(6)
            run = client.create_flow_run_from_deployment(
                model.deployment_id, parameters={"reference": reference}, name=model.name, tags=model.tags, state=never
            )
            for one in inputs:
                client.create_flow_run_input(run.id, one.key, one.value)
            waits = State(type=model.state.type, name=model.state.name, state_details=details)
            client.set_flow_run_state(run.id, waits, force=True)


def _recovered(office: OfficeUnderTest) -> float:
    """The seconds of one ``recover`` after several, in a server that then came to rest."""
    for _ in range(RECOVERIES):
        began = time.monotonic()
        office.recover()
        seconds = time.monotonic() - began
    await_rest(office)
    return seconds


if __name__ == "__main__":
    main()
