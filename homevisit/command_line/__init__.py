"""``homevisit``: one command for everything that is done from a terminal. Errors are one sentence on stderr."""

import sys

import typer
from sqlalchemy.exc import OperationalError

from homevisit.command_line import (
    case_commands,
    deciding,
    deciding_many,
    dispatching,
    holding,
    key_commands,
    letters_commands,
    office_commands,
    office_forms,
    paper_commands,
    reconciling,
    running,
)
from homevisit.command_line.errors import DISK_TROUBLE, KNOWN_TROUBLE, say

program = typer.Typer(
    name="homevisit",
    help="Kunjungan rumah bagi orang asing berusia 65 tahun ke atas · home visits to foreign residents aged 65 and over.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
running.add_to(program)
case_commands.add_to(program)
deciding.add_to(program)
reconciling.add_to(program)
holding.add_to(program)
office_commands.add_to(program)
office_forms.add_to(program)
letters_commands.add_to(program)
key_commands.add_to(program)
deciding_many.add_to(program)
paper_commands.add_to(program)
dispatching.add_to(program)


def run() -> None:
    """The entry point; what is foreseen ends in one sentence and exit code 1, what is not shows its traceback."""
    try:
        program()
    except KNOWN_TROUBLE as trouble:
        say(str(trouble))
        sys.exit(1)
    except OSError as fault:
        if fault.errno not in DISK_TROUBLE:
            raise
        say(DISK_TROUBLE[fault.errno])  # its own words name a file
        sys.exit(1)
    except OperationalError:  # its own words name addresses, and whatever was to be written
        say("the register's database does not answer, or is not migrated: see whether it runs, and run 'homevisit up'")
        sys.exit(1)
