"""What came of a rehearsal, counted in the register and at the neighbours."""

from dataclasses import asdict, dataclass

from rich.table import Table


@dataclass(frozen=True)
class Summary:
    """Counts of one rehearsal; ``lost`` are cases not closed, ``duplicates`` whatever went out twice."""

    cases: int
    closed: int
    letters: int
    decisions: int
    refused_submissions: int
    lost: int
    duplicates: int
    office_days: int
    wall_s: float
    cpu_s_per_case: float
    ledger_rows: int
    ledger_holds: bool

    @property
    def complete(self) -> bool:
        """Every case closed, nothing doubled, and the ledger verifies."""
        return self.closed == self.cases and self.lost == 0 and self.duplicates == 0 and self.ledger_holds

    def as_dict(self) -> dict[str, int | float | bool]:
        """For a program to read."""
        return asdict(self)

    def as_table(self) -> Table:
        """For a person to read."""
        table = Table(title="Gladi · rehearsal", title_justify="left", show_header=False)
        for name, value in self.as_dict().items():
            table.add_row(name.replace("_", " "), str(value))
        return table
