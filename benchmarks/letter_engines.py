"""The engines that letters are measured with, each in a process of its own: ``python -m benchmarks.letter_engines NAME``.

Reads lines of two numbers, the first letter's and how many; answers each with the CPU seconds they took, children included.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.letters_of_an_office import MEASURED, NumberedLetter, SigningOfficial, as_in_the_office
from casework.letters.rendering import letter_as_html

Print = Callable[[NumberedLetter], object]

OURS, SIGNED, WORD = "ours", "ours, signed", "docxtpl + LibreOffice, one by one"
TYPST, TYPST_KEPT = "typst", "typst, fonts and layout kept in memory"


class EngineProcess:
    """One engine, alone in its process."""

    def __init__(self, name: str) -> None:
        self._command = [sys.executable, "-m", "benchmarks.letter_engines", name]

    @contextmanager
    def running(self) -> Iterator["EngineProcess"]:
        """From its first letter, which is not counted, to its end."""
        with subprocess.Popen(self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as self._process:  # noqa: S603 our own words
            self.cpu_seconds(first=1, letters=1)
            yield self
            self._process.communicate()

    def cpu_seconds(self, first: int, letters: int) -> float:
        """What so many letters take, one after another."""
        told, answers = self._process.stdin, self._process.stdout
        if told is None or answers is None:
            raise ValueError("the engine's process was started without pipes")
        told.write(f"{first} {letters}\n")
        told.flush()
        return float(answers.readline())


def main() -> None:
    """Print what is asked for, and tell what it took."""
    with tempfile.TemporaryDirectory(prefix="homevisit-letters-") as folder:
        print_one = ENGINES[sys.argv[1]](Path(folder))
        for line in sys.stdin:
            first, letters = map(int, line.split())
            before = _cpu_seconds()
            for number in range(first, first + letters):
                print_one(NumberedLetter(number))
            sys.stdout.write(f"{_cpu_seconds() - before}\n")
            sys.stdout.flush()


def _ours(_folder: Path) -> Print:
    as_in_the_office()
    return NumberedLetter.printed


def _ours_signed(_folder: Path) -> Print:
    as_in_the_office()
    return SigningOfficial().signed


def _word(folder: Path) -> Print:
    from benchmarks.letter_twins import WordAndLibreOffice, blocks_of  # noqa: PLC0415 no other engine's process holds it

    model = NumberedLetter(1)
    word = WordAndLibreOffice(blocks_of(letter_as_html(MEASURED, model.facts, model.frame)), model.blanks, folder)
    return lambda letter: word.letter(letter.blanks)


def _typst(folder: Path, *, anew: bool = True) -> Print:
    from benchmarks.letter_twins import Typst, blocks_of  # noqa: PLC0415 see above

    model = NumberedLetter(1)
    typst = Typst(blocks_of(letter_as_html(MEASURED, model.facts, model.frame)), model.blanks, folder)
    return lambda letter: typst.letter(letter.blanks, anew=anew)


def _cpu_seconds() -> float:
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system


ENGINES: dict[str, Callable[[Path], Print]] = {
    OURS: _ours,
    SIGNED: _ours_signed,
    WORD: _word,
    TYPST: _typst,
    TYPST_KEPT: lambda folder: _typst(folder, anew=False),
}


if __name__ == "__main__":
    main()
