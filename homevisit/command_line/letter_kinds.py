"""Which kind of letter a command means: by its name or by its number, as 'letters kinds' lists them."""

from typing import Annotated

import typer

from casework.letters import KINDS, LetterKind
from homevisit.command_line.errors import Trouble

Kind = Annotated[str, typer.Option("--kind", help="the kind or its code, e.g. grant or L12; see 'letters kinds'")]


def kind_meant(told: str) -> LetterKind:
    """The kind of letter that goes by this name or number; raises ``Trouble`` where there is none."""
    for kind, row in KINDS.items():
        if told.casefold() in {kind.value, row.code.casefold()}:
            return kind
    raise Trouble(f"the office has no letter of that kind: choose one of {', '.join(KINDS)}")
