"""What things cost, printed as ratios within one run: ``make bench``. No timed test stands here or anywhere else."""

import sys
from pathlib import Path

# The benchmarks carry cases through the tests' hands, and measure PostgreSQL on the tests' own cluster.
sys.path[:0] = [str(Path(__file__).parent.parent / "tests"), str(Path(__file__).parent.parent / "tests" / "engine")]
