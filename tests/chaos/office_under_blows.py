"""A real office that rehearses again and again under blows: ``python -m chaos.office_under_blows`` (in ``tests/``).

``make chaos`` runs it; the same seed deals the same blows in the same order.
"""

import argparse
import signal
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

sys.path.insert(0, str(Path(__file__).parent.parent / "engine"))

import httpx
from office_under_test import OfficeUnderTest, office_in
from rich.console import Console
from sqlalchemy import func, select

from casework.registry.models import Asking, Case, EngineRun, Question
from chaos.blows import KILLS, Blows, busy_server
from chaos.judgement import faults_in_the_register
from homevisit import parts
from homevisit.rehearsal import rehearse

CHOSEN = {"patience_with_pending_seconds": 5, "engine_port": 0, "case_sheet_port": 0}
KINDS = (*KILLS, "busy server", "misbehaving partner")
MINUTES_LOCKED = ("locked register", "locked engine")  # dealt once each, first
KILLS_WANTED, MANY = 102, 1000


@contextmanager
def office_to_be_hit(folder: Path) -> Iterator[OfficeUnderTest]:
    """An office whose server can be made busy."""
    with patch.object(parts, "server", busy_server), office_in(folder, **CHOSEN) as office:
        yield office


def rehearse_under_blows(
    office: OfficeUnderTest, seed: int, *, cases: int, kinds: tuple[str, ...], most: int
) -> tuple[Counter[str], list[str]]:
    """One rehearsal of mixed cases; what was dealt, and what was not as it must be in the end."""
    before = _begun(office)
    with Blows(office, seed, kinds=kinds, most=most, begin=lambda: _begun(office) == before + cases) as blows:
        summary = rehearse(office.settings, cases=cases, scenario="mixed", console=Console(quiet=True))
    httpx.delete(f"{office.stage.neighbours_url()}/faults").raise_for_status()
    office.recover()
    lost = [f"seed {seed}: {summary.lost} of {cases} cases did not end"] if summary.lost else []
    return blows.dealt, lost + faults_of_office(office)


def faults_of_office(office: OfficeUnderTest) -> list[str]:
    """What is not as it must be once every case has ended: in the register, in the engine, at the neighbours."""
    with office.desk.registry.reading() as reading:
        references = list(reading.session.scalars(select(Case.reference)))
        settled = select(Asking.flow_run_id).join(Question, Question.id == Asking.question_id)
        asked = set(reading.session.scalars(settled.where(Question.state != "open")))
    faults = faults_in_the_register(office.desk.registry, office.desk.office.files, references)
    for run in sorted(asked):
        faults += [f"run {run} still holds {key}" for key in office.form_keys(run) if key.endswith("-response")]
    mails = httpx.get(f"{office.stage.neighbours_url()}/mailbox").json()
    faults += [f"{mail['message_id']} came again with other content" for mail in mails if mail["received_altered"]]
    doubled = office.stage.doubled()
    return faults + ([f"{doubled} orders reached a neighbour twice"] if doubled else [])


def main() -> int:
    """Go on until there were enough kills; print what fell how often, and what came of it."""
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--seed", type=int, default=0, help="the first rehearsal's; the next ones count on")
    reader.add_argument("--kills", type=int, default=KILLS_WANTED, help="rehearse until so many kill -9 were dealt")
    reader.add_argument("--cases", type=int, default=6, help="cases in each rehearsal")
    chosen = reader.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that everything started here is stopped
    dealt, seed, faults = Counter[str](), chosen.seed, list[str]()
    with tempfile.TemporaryDirectory(prefix="homevisit-blows-") as folder, office_to_be_hit(Path(folder)) as office:
        while not dealt or _kills(dealt) < chosen.kills:
            kinds, most = (KINDS, MANY) if dealt else (MINUTES_LOCKED, 2)
            blows, found = rehearse_under_blows(office, seed, cases=chosen.cases, kinds=kinds, most=most)
            dealt, seed, faults = dealt + blows, seed + 1, faults + found
            sys.stdout.write(f"seed {seed - 1}: {_told(blows)}; faults {len(found)}\n")
            sys.stdout.flush()
    cases = (seed - chosen.seed) * chosen.cases
    sys.stdout.write(
        f"blows, seeds {chosen.seed}–{seed - 1}: kill -9 {_kills(dealt)}, all {dealt.total()} ({_told(dealt)}); "
        f"cases {cases}; faults {len(faults)}\n" + "".join(f"  {fault}\n" for fault in faults)
    )
    return min(len(faults), 1)


def _begun(office: OfficeUnderTest) -> int:
    """How many cases have arrived and were handed to the engine."""
    handed_over = select(func.count()).where(EngineRun.flow == "intake", EngineRun.flow_run_id.is_not(None))
    with office.desk.registry.reading() as reading:
        return reading.session.scalar(handed_over.where(EngineRun.start == 1)) or 0


def _kills(dealt: Counter[str]) -> int:
    return sum(count for kind, count in dealt.items() if kind in KILLS)


def _told(dealt: Counter[str]) -> str:
    return ", ".join(f"{kind} {count}" for kind, count in dealt.items()) or "none"


if __name__ == "__main__":
    sys.exit(main())
