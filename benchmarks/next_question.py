"""From Resume to the next question: ``python -m benchmarks.next_question``.

An answer that is refused is asked again with its reason: the run is resumed, judges, briefs and waits once more. Alone on
SQLite; alone on PostgreSQL; and ten, then fifty in one instant on PostgreSQL, all answered before the first waits again:
what as many officers feel who press Resume in the same second.
"""

import argparse
import statistics
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime

from office_under_test import OfficeUnderTest, awaited
from postgresql_cluster import fresh_database, running_cluster

from benchmarks.carried_case import await_rest
from benchmarks.offices import quiet_office
from benchmarks.reporting import options, spread, summary, tell
from casework.questions import NO_GROUND, QUESTION_KINDS, code_of
from casework.registry.officers import current_code
from casework.standing_questions import Standing, look_up, open_questions
from homevisit.rehearsal.answers import values_for

AT_ONCE = (10, 50)
PATIENCE = 300
KIND = "eligibility-verdict"


def main() -> None:
    """Measure and print."""
    chosen = _options().parse_args()
    seconds: dict[str, list[float]] = {}
    with _office("sqlite") as office:
        seconds["alone, SQLite"] = _alone(office, _waiting(office, 1)[0], chosen.repeats)
    with _office("postgresql") as office:
        waiting = _waiting(office, max(chosen.at_once))
        seconds["alone, PostgreSQL"] = _alone(office, waiting[0], chosen.repeats)
        for count in chosen.at_once:
            await_rest(office)
            answered = [_now(office, standing) for standing in waiting[:count]]
            seconds[f"{count} at once, PostgreSQL"] = _at_once(office, answered)
    alone = statistics.median(seconds["alone, PostgreSQL"])
    rows = [
        [where, str(len(each)), spread(each), f"{statistics.median(each) / alone:.2f}"]
        for where, each in seconds.items()
    ]
    columns = ("where", "answers", "seconds: median (least-most)", "median ÷ alone on PostgreSQL")
    figures = {where: summary(each) for where, each in seconds.items()}
    tell("From Resume to the next question", columns, rows, as_json=chosen.json, figures=figures)


def _options() -> argparse.ArgumentParser:
    parser = options(__doc__, repeats=7)
    parser.add_argument("--at-once", type=int, nargs="+", default=AT_ONCE, help="so many answers in one instant")
    return parser


@contextmanager
def _office(kind: str) -> Iterator[OfficeUnderTest]:
    with ExitStack() as stack:
        chosen = {}
        if kind == "postgresql":
            cluster = stack.enter_context(running_cluster())
            for name in ("database_url", "engine_database_url"):
                chosen[name] = stack.enter_context(fresh_database(cluster))
        yield stack.enter_context(quiet_office(**chosen))


def _waiting(office: OfficeUnderTest, count: int) -> list[Standing]:
    """So many verdicts that wait for the section head, and nothing else at work."""
    references = {office.apply() for _ in range(count)}
    waiting = awaited(lambda: _assessed(office, references), "not every case came before the section head", PATIENCE)
    await_rest(office)
    return waiting


def _assessed(office: OfficeUnderTest, references: set[str]) -> list[Standing] | None:
    with office.desk.registry.reading() as reading:
        found = [one for one in open_questions(reading) if one.kind == KIND and one.subject in references]
    return found if len(found) == len(references) else None


def _alone(office: OfficeUnderTest, standing: Standing, repeats: int) -> list[float]:
    found = []
    for nth in range(repeats + 1):
        accepted_at = _answer_without_its_ground(office, standing)
        standing = office.await_attempt(standing, standing.attempt + 1)
        if nth:  # what is loaded once only is not counted
            found.append(_seconds_since(office, standing, accepted_at))
    return found


def _at_once(office: OfficeUnderTest, waiting: list[Standing]) -> list[float]:
    accepted_at = [_answer_without_its_ground(office, standing) for standing in waiting]
    asked_again = [office.await_attempt(standing, standing.attempt + 1) for standing in waiting]
    return [_seconds_since(office, *each) for each in zip(asked_again, accepted_at, strict=True)]


def _now(office: OfficeUnderTest, standing: Standing) -> Standing:
    return look_up(office.desk.registry, standing.question_id)


def _answer_without_its_ground(office: OfficeUnderTest, standing: Standing) -> datetime:
    """Press Resume; returns when the engine had accepted the answer, which the gate will refuse."""
    officer = office.officer_for(standing)
    with office.desk.registry.reading() as reading:
        code = current_code(reading, officer, datetime.now(UTC))  # right, or used before: refused in the same way
    ineligible = next(one for one in QUESTION_KINDS[KIND].choices if code_of(one) == "ineligible")
    filled = {"who": f"{officer.code} · {office.role_name(standing)}", "code": code, **values_for(standing, "golden")}
    status = office.submit(standing, {**filled, "decision": ineligible, "ground": NO_GROUND})
    if status != "ACCEPT":
        raise RuntimeError(f"the engine answered {status} to a form that was filled in")
    return datetime.now(UTC)


def _seconds_since(office: OfficeUnderTest, standing: Standing, accepted_at: datetime) -> float:
    """By the engine's own clock, so that looking for the question costs nothing."""
    run = office.waiting_run(standing)
    with office.engine() as client:
        states = client.read_flow_run_states(run)
    suspended = min(one.timestamp for one in states if one.name == "Suspended" and one.timestamp > accepted_at)
    return (suspended - accepted_at).total_seconds()


if __name__ == "__main__":
    main()
