"""``python -m casework.questions`` prints the table of every question."""

import sys

from casework.questions import as_table

sys.stdout.write(as_table() + "\n")
