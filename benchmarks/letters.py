"""What a letter costs, beside the same letter of other engines: ``python -m benchmarks.letters``.

CPU seconds on one core, every process counted that a letter needs; each engine has a process of its own, which holds nothing else,
as in the office, and each repeat prints some of each in turn. Then all kinds once: their sizes, what a checker of PDF/UA finds
(``outloud``), what they fetch where they are asked to, and the memory of a process that prints a thousand.
"""

import json
import os
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import outloud
from letter_probes import PROBES, CountingServer, canary, opened_canaries, whole_page

from benchmarks.letter_engines import ENGINES, OURS, SIGNED, TYPST, TYPST_KEPT, WORD, EngineProcess
from benchmarks.letters_of_an_office import SigningOfficial, as_in_the_office
from benchmarks.reporting import options, ratios, spread, summary, tell
from casework.letters import KINDS, LetterKind, longest_facts, render_letter, sample_facts
from casework.letters.gallery import sample_frame
from casework.letters.rendering import LetterNotPrinted, print_paper

AT_ONCE = {OURS: 8, SIGNED: 8, WORD: 2, TYPST: 20, TYPST_KEPT: 40}
TARGETS = {OURS: "≥ 4", SIGNED: "≥ 3"}


def main() -> None:
    """Measure and print."""
    parser = options(__doc__)
    parser.add_argument("--letters", type=int, default=1000, help="so many are printed for the memory")
    chosen = parser.parse_args()
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})  # the processes of the engines keep to it as well
    rates = _rates(chosen.repeats)
    as_in_the_office()
    with tempfile.TemporaryDirectory(prefix="homevisit-letters-") as folder:
        looks = _looks(Path(folder), SigningOfficial())
        fetches = _fetches(Path(folder))
    memory = _memory(chosen.letters)
    figures = {
        "rates": {name: summary(found) for name, found in rates.items()},
        **looks,
        "fetches": fetches,
        "memory": memory,
    }
    columns = ("what", "measured", "target")
    rows = [*_rate_rows(rates), *_look_rows(looks, fetches), *_memory_rows(memory)]
    tell(f"Letters, {chosen.repeats} repeats, median (least–most)", columns, rows, as_json=chosen.json, figures=figures)


def _rates(repeats: int) -> dict[str, list[float]]:
    """Letters per CPU second; the first of each, which loads what it needs, is not counted."""
    rates: dict[str, list[float]] = {name: [] for name in ENGINES}
    with ExitStack() as running:
        engines = {name: running.enter_context(EngineProcess(name).running()) for name in ENGINES}
        for repeat in range(1, repeats + 1):
            for name, engine in engines.items():
                rates[name].append(AT_ONCE[name] / engine.cpu_seconds(first=repeat * 1000, letters=AT_ONCE[name]))
    return rates


def _looks(folder: Path, official: SigningOfficial) -> dict[str, Any]:
    """The largest letter in bytes, and how many errors of PDF/UA each kind has, unsigned and signed."""
    sizes, errors = {}, {}
    for kind in LetterKind:
        usual = render_letter(kind, sample_facts(kind), sample_frame(kind).model_copy(update={"specimen": False})).pdf
        longest = render_letter(kind, longest_facts(kind), sample_frame(kind)).pdf
        sizes[kind.value] = max(len(usual), len(longest))
        errors[kind.value] = _errors(folder, usual)
        if KINDS[kind].signed_electronically:
            signed = official.signed_sample(kind)
            sizes[f"{kind.value}, signed"], errors[f"{kind.value}, signed"] = len(signed), _errors(folder, signed)
    return {"bytes": sizes, "errors": errors}


def _errors(folder: Path, pdf: bytes) -> int:
    path = folder / "checked.pdf"
    path.write_bytes(pdf)
    found = outloud.check(str(path))
    if found.error:
        raise RuntimeError(f"the checker could not read the letter: {found.error}")
    return int(found.errors)


def _fetches(folder: Path) -> int:
    """How often a server was asked or a file opened, by templates that ask for both in every place that is known."""
    (folder / "probe.css").touch()
    path = canary(folder)
    with CountingServer().running() as server:
        for probe in PROBES:
            for url in (server.url, path.as_uri()):
                (folder / "probe.html").write_text(whole_page(probe, url), encoding="utf-8")
                try:
                    print_paper(folder / "probe.html")
                except LetterNotPrinted:
                    continue
        return len(server.asked) + opened_canaries()


def _memory(letters: int) -> dict[str, Any]:
    command = [sys.executable, "-m", "benchmarks.letters_memory", "--letters", str(letters)]
    told: dict[str, Any] = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)  # noqa: S603 our own words
    return told


def _rate_rows(rates: dict[str, list[float]]) -> list[list[str]]:
    rows = [
        [f"letters per CPU second: {name}", spread(found, 1), TARGETS.get(name, "")] for name, found in rates.items()
    ]
    rows.append([f"ours to {WORD}", spread(ratios(rates[OURS], rates[WORD])), "≥ 5"])
    rows += [[f"{name}, to ours", spread(ratios(rates[name], rates[OURS]), 1), "≤ 10"] for name in (TYPST, TYPST_KEPT)]
    return rows


def _look_rows(looks: dict[str, Any], fetches: int) -> list[list[str]]:
    largest = max(looks["bytes"], key=looks["bytes"].__getitem__)
    faulty = ", ".join(f"{name} {count}" for name, count in looks["errors"].items() if count)
    return [
        ["the largest letter, kB", f"{looks['bytes'][largest] / 1000:.1f} ({largest})", "≤ 80"],
        [f"errors of PDF/UA, {len(looks['errors'])} letters", f"{sum(looks['errors'].values())} {faulty}".strip(), "0"],
        [f"fetches, {len(PROBES)} kinds of place, server and file", str(fetches), "0"],
    ]


def _memory_rows(memory: dict[str, Any]) -> list[list[str]]:
    held = ", ".join(f"{count}: {mebibytes:.1f}" for count, mebibytes in memory["held"].items())
    return [
        ["resident MiB after so many letters", held, "flat"],
        ["the most ever, MiB; in a press", f"{memory['peak']:.1f}; {memory['peak_of_presses']:.1f}", "< 130"],
    ]


if __name__ == "__main__":
    main()
