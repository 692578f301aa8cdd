"""Which kind of letter is meant: by its name or by its code, the same for every command."""

from typing import Annotated

import typer

from casework.letters import KINDS, LetterKind
from homevisit.command_line.errors import Trouble

Kind = Annotated[str, typer.Option("--kind", help="the kind or its code, e.g. grant or L12; see 'letters kinds'")]


def kind_of(told: str) -> LetterKind:
    """The kind of that name or code; raises ``Trouble`` where the office has none."""
    for kind, row in KINDS.items():
        if told.casefold() in {kind.value, row.code.casefold()}:
            return kind
    raise Trouble(f"the office has no letter of that kind: choose one of {', '.join(KINDS)}")
