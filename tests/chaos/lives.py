"""Lives that are cut off: at every point that a life passes, or again and again in bad weather.

``make chaos`` runs it; ``python -m chaos.lives --help`` (in ``tests/``) says how one seed is played again.
"""

import argparse
import logging
import os
import random
import sys
import tempfile
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from chaos.crash_points import CrashPoint
from chaos.judgement import faults_of
from chaos.played_office import Play, PlayedOffice

SEEDS, LIVES_IN_BAD_WEATHER = 20, 200


@dataclass(frozen=True)
class Ended:
    """How a life ended: how often it died on its way, which points it passed, and what is not as it must be."""

    play: Play
    scenario: str
    deaths: int
    failed_runs: int
    passed: tuple[tuple[CrashPoint, int], ...]
    faults: tuple[str, ...]


def live(play: Play) -> Ended:
    """One life in a folder of its own, from its first application to its judgement."""
    with _silence(), tempfile.TemporaryDirectory(prefix="homevisit-chaos-") as folder:
        office = PlayedOffice(Path(folder) / "office", play)
        office.live()
        faults = faults_of(office)
        office.life.registry.close()
    if play.dies_at is not None and not office.points.deaths:
        faults.append("it never died: the seed does not play the same life again")
    passed, failures = tuple(office.points.passed.items()), len(office.engine.failures)
    return Ended(play, office.scenario, office.points.deaths, failures, passed, tuple(faults))


@contextmanager
def _silence() -> Iterator[None]:
    """What a life warns of is told by its judgement; whoever comes after it is heard again."""
    before = logging.root.manager.disable
    logging.disable(logging.WARNING)
    try:
        yield
    finally:
        logging.disable(before)


def cut_off_at_each_point(seed: int, undisturbed: Ended) -> Iterator[Play]:
    """A life for each point that this seed's life passes, cut off there at one of its passages."""
    chance = random.Random(f"passages of {seed}")
    for point, passages in undisturbed.passed:
        yield Play(seed, dies_at=(point, chance.randint(1, passages)))


def in_bad_weather(seed: int) -> Play:
    """Two cases side by side, everything goes wrong now and then, and a neighbour is down for two days."""
    return Play(
        seed,
        cases=2,
        chance_of_failure=0.1,
        outage=True,
        chance_of_busy_engine=0.03,
        chance_of_death=0.02,
        chance_of_locked_register=0.01,
        chance_of_full_disk=0.03,
        clock_steps_back=True,
    )


def main() -> int:
    """Play, print what came of it, and say with which command a bad end is played again."""
    chosen = _arguments()
    if chosen.point:
        point = CrashPoint(*chosen.point.rsplit(", ", 1))
        return _report([live(Play(chosen.seed, dies_at=(point, chosen.passage)))], "replayed")
    if chosen.weather is not None:
        return _report([live(in_bad_weather(chosen.weather))], "replayed")
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        seeds = range(chosen.seeds)
        undisturbed = list(pool.map(live, map(Play, seeds)))
        plays = [
            play for seed, whole in zip(seeds, undisturbed, strict=True) for play in cut_off_at_each_point(seed, whole)
        ]
        cut = list(pool.map(live, plays, chunksize=8))
        stormy = list(pool.map(live, map(in_bad_weather, range(chosen.bad_weather)), chunksize=2))
    bad = _report(undisturbed, f"undisturbed, seeds 0–{chosen.seeds - 1}")
    bad += _report(cut, f"cut off at each point they pass, seeds 0–{chosen.seeds - 1}")
    return bad + _report(stormy, f"in bad weather, seeds 0–{chosen.bad_weather - 1}")


def _report(ended: Iterable[Ended], title: str) -> int:
    lives = list(ended)
    if not lives:
        return 0
    bad = [one for one in lives if one.faults]
    places = {one.play.dies_at[0] for one in lives if one.play.dies_at}
    sys.stdout.write(
        f"lives {title}: {len(lives)}; deaths {sum(one.deaths for one in lives)}"
        + (f" at {len(places)} different points" if places else "")
        + f"; runs that failed and were started again {sum(one.failed_runs for one in lives)}; lives with a bad end {len(bad)}\n"
    )
    for one in bad:
        sys.stdout.write(f"  {_again(one.play)}\n" + "".join(f"    {fault}\n" for fault in one.faults[:5]))
    return len(bad)


def _again(play: Play) -> str:
    if play.dies_at is not None:
        return f"python -m chaos.lives --seed {play.seed} --point '{play.dies_at[0]}' --passage {play.dies_at[1]}"
    return f"python -m chaos.lives --weather {play.seed}" if play.outage else f"seed {play.seed}, undisturbed"


def _arguments() -> argparse.Namespace:
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--seeds", type=int, default=SEEDS, help="so many lives, each cut off at every point it passes")
    reader.add_argument("--bad-weather", type=int, default=LIVES_IN_BAD_WEATHER, help="so many lives in bad weather")
    reader.add_argument("--seed", type=int, default=0, help="with --point: the life that is played again")
    reader.add_argument("--point", help="'place, before' or 'place, after', as it was printed")
    reader.add_argument("--passage", type=int, default=1, help="at which passage of the point it dies")
    reader.add_argument("--weather", type=int, help="a seed in bad weather that is played again")
    return reader.parse_args()


if __name__ == "__main__":
    sys.exit(min(main(), 1))
