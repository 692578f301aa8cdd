"""What a process holds that prints a thousand letters: ``python -m benchmarks.letters_memory``, one JSON object.

Resident MiB after so many letters, and the most that it, or a process that it printed in, ever held.
"""

import argparse
import json
import resource
import sys
from pathlib import Path

from benchmarks.letters_of_an_office import NumberedLetter, as_in_the_office

MARKS = (10, 100, 1000)
KIBIBYTES = 1024


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--letters", type=int, default=MARKS[-1])
    wanted = parser.parse_args().letters
    as_in_the_office()
    held = {}
    for number in range(1, wanted + 1):
        NumberedLetter(number).printed()
        if number in {*MARKS, wanted}:
            held[str(number)] = _resident()
    of_presses = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / KIBIBYTES
    sys.stdout.write(json.dumps({"held": held, "peak": _peak(), "peak_of_presses": of_presses}) + "\n")


def _resident() -> float:
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize() / 2**20


def _peak() -> float:
    """The kernel's high-water mark of this program; getrusage's would be that of whoever started it."""
    status = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    [mark] = [int(line.split()[1]) for line in status if line.startswith("VmHWM:")]
    return mark / KIBIBYTES


if __name__ == "__main__":
    main()
