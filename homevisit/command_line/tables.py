"""Tables at a terminal: a title at the left, and nothing that is cut where the window is narrow."""

from collections.abc import Iterable

from rich.table import Table


def titled_table(title: str, columns: Iterable[str]) -> Table:
    """An empty table; whatever is too wide for its column goes on in the next line."""
    table = Table(title=title, title_justify="left")
    for name in columns:
        table.add_column(name, overflow="fold")
    return table
