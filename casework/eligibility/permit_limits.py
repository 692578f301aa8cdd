"""What a visa index allows, as dated data: how often it is extended, whether it may change, whether it needs a guarantor."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from casework.effective_dates import Certainty, Dated, in_force


@dataclass(frozen=True, kw_only=True)
class IndexLimit(Dated):
    """The limits of one visa index, or of every other index with the same letter.

    ``extensions`` is None where no count is known; ``refused_beyond`` says whether the law itself ends it there
    (otherwise a person looks). Source of all: Kepmen M.HH-02.GR.01.04/2023 as read in domain facts 2.2 and 2.4.
    """

    index: str
    extensions: int | None = None
    refused_beyond: bool = False
    convertible: bool = True


@dataclass(frozen=True)
class _Source:
    text: str
    certainty: Certainty = Certainty.PUBLISHED


def _limit(index: str, source: _Source, **limits: int | bool) -> IndexLimit:
    return IndexLimit(
        valid_from=date(2011, 5, 5),
        legal_basis="Kepmen M.HH-02.GR.01.04/2023; Permenkumham 22/2023 jo. 11/2024",
        source=source.text,
        certainty=source.certainty,
        index=index,
        **limits,  # type: ignore[arg-type]  # mypy cannot match keywords one by one; the dataclass checks their names
    )


INDEX_LIMITS: tuple[IndexLimit, ...] = (
    _limit(
        "A",
        _Source("own knowledge; kotabumi"),
        extensions=0,
        refused_beyond=True,
        convertible=False,
    ),
    _limit(
        "B",
        _Source("kotabumi, kanimsurabaya"),
        extensions=1,
        refused_beyond=True,
        convertible=False,
    ),
    _limit("C", _Source("imigrasi.go.id: 60 days each, 180 in all"), extensions=2),
    _limit("C4", _Source("imigrasi.go.id: 60 days each, 12 months in all"), extensions=5),
    _limit("C12", _Source("imigrasi.go.id: 180 days each, 12 months in all"), extensions=1),
    _limit("C22", _Source("imigrasi.go.id: 180 days each, 12 months in all"), extensions=1),
    _limit("D", _Source("no count found", Certainty.UNCONFIRMED)),
    _limit("E", _Source("terrana: ten years in all; the count of extensions depends on their length")),
    _limit(
        "E33E",
        _Source("terrana: five years and five more, with a deposit", Certainty.UNCONFIRMED),
        extensions=1,
    ),
)


def index_limit(index: str, on: date) -> IndexLimit | None:
    """The limits of a visa index on a day: its own entry, else that of its letter; None for an unknown letter."""
    return next(_entries(index, on), None)


def _entries(index: str, on: date) -> Iterator[IndexLimit]:
    entries = in_force(INDEX_LIMITS, on)
    for name in (index, index[0]):
        yield from (entry for entry in entries if entry.index == name)
