"""What a letter costs, beside the same letter of other engines: ``python -m benchmarks.letters``.

CPU seconds on one core, every process counted that a letter needs; each repeat prints some of each in turn. Then all kinds once:
their sizes, what a checker of PDF/UA finds (``outloud``), what they fetch where they are asked to, and the memory of a process
that prints a thousand.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import outloud
from letter_probes import PROBES, CountingServer, canary, opened_canaries, whole_page

from benchmarks.letter_twins import Typst, WordAndLibreOffice, blocks_of
from benchmarks.letters_of_an_office import (
    MEASURED,
    NumberedLetter,
    SigningOfficial,
    as_in_the_office,
    official_or_nobody,
)
from benchmarks.reporting import options, ratios, spread, summary, tell
from casework.letters import KINDS, LetterKind, longest_facts, render_letter, sample_facts
from casework.letters.gallery import sample_frame
from casework.letters.rendering import LetterNotPrinted, letter_as_html, print_paper

OURS, SIGNED, WORD = "ours", "ours, signed", "docxtpl + LibreOffice, one by one"
TYPST, TYPST_KEPT = "typst", "typst, fonts and layout kept in memory"
AT_ONCE = {OURS: 8, SIGNED: 8, WORD: 2, TYPST: 20, TYPST_KEPT: 40}
TARGETS = {OURS: "≥ 4", SIGNED: "≥ 3"}
Print = Callable[[NumberedLetter], object]


def main() -> None:
    """Measure and print."""
    parser = options(__doc__)
    parser.add_argument("--letters", type=int, default=1000, help="so many are printed for the memory")
    chosen = parser.parse_args()
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    as_in_the_office()
    with tempfile.TemporaryDirectory(prefix="homevisit-letters-") as folder:
        official = official_or_nobody()
        rates = _rates(_engines(Path(folder), official), chosen.repeats)
        looks = _looks(Path(folder), official)
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


def _engines(folder: Path, official: SigningOfficial | None) -> dict[str, Print]:
    model = NumberedLetter(1)
    blocks = blocks_of(letter_as_html(MEASURED, model.facts, model.frame))
    word, typst = (engine(blocks, model.blanks, folder) for engine in (WordAndLibreOffice, Typst))
    engines: dict[str, Print] = {
        OURS: lambda letter: letter.printed(),
        WORD: lambda letter: word.letter(letter.blanks),
        TYPST: lambda letter: typst.letter(letter.blanks, anew=True),
        TYPST_KEPT: lambda letter: typst.letter(letter.blanks),
    }
    return engines | ({SIGNED: official.signed} if official else {})


def _rates(engines: dict[str, Print], repeats: int) -> dict[str, list[float]]:
    """Letters per CPU second; the first of each, which loads what it needs, is not counted."""
    rates: dict[str, list[float]] = {name: [] for name in engines}
    sequence = 1
    for repeat in range(repeats + 1):
        for name, print_one in engines.items():
            count = AT_ONCE[name] if repeat else 1
            before = _cpu_seconds()
            for _ in range(count):
                sequence += 1
                print_one(NumberedLetter(sequence))
            if repeat:
                rates[name].append(count / (_cpu_seconds() - before))
    return rates


def _cpu_seconds() -> float:
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system


def _looks(folder: Path, official: SigningOfficial | None) -> dict[str, Any]:
    """The largest letter in bytes, and how many errors of PDF/UA each kind has, unsigned and signed."""
    sizes, errors = {}, {}
    for kind in LetterKind:
        usual = render_letter(kind, sample_facts(kind), sample_frame(kind).model_copy(update={"specimen": False})).pdf
        longest = render_letter(kind, longest_facts(kind), sample_frame(kind)).pdf
        sizes[kind.value] = max(len(usual), len(longest))
        errors[kind.value] = _errors(folder, usual)
        if official and KINDS[kind].signed_electronically:
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
    if SIGNED not in rates:
        rows.append([f"letters per CPU second: {SIGNED}", "letters cannot be signed yet", TARGETS[SIGNED]])
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
