"""The law that a decision on a permit and the decree on the team have in view, as dated data; each entry is cited as it stands."""

from dataclasses import dataclass
from datetime import date

from casework.citations import SERVICE_DECREE
from casework.effective_dates import Certainty, Dated, in_force
from casework.eligibility import SERVICE_WINDOWS, with_its_number
from casework.letters import LetterKind


@dataclass(frozen=True, kw_only=True)
class InView(Dated):
    """One entry of the legal bases of these kinds of letter: its ``legal_basis``, as staff write it."""

    letters: frozenset[LetterKind]


_DECREE = frozenset({LetterKind.TEAM_DECREE})
_CONTESTED = _DECREE | {LetterKind.REFUSAL}
_ALL = _DECREE | {LetterKind.GRANT, LetterKind.REFUSAL}
_CONFIRMED, _BY_HEART = Certainty.PUBLISHED, Certainty.UNCONFIRMED
_JOB_CREATION, _JOB_CREATION_ANEW = date(2020, 11, 2), date(2023, 3, 31)
_THIRD_AMENDMENT = date(2024, 10, 17)

# In the order in which they stand: laws by their age, then regulations. Where a day is from memory a person must confirm it.
_TABLE: tuple[tuple[str, date, date | None, frozenset[LetterKind], str, Certainty], ...] = (
    ("UU 13/1998", date(1998, 11, 30), None, _DECREE, "domain 2.5", _CONFIRMED),
    ("UU 25/2009", date(2009, 7, 18), None, _DECREE, "own knowledge", _BY_HEART),
    ("UU 6/2011 jo. UU 11/2020", _JOB_CREATION, date(2023, 3, 30), _ALL, "domain 2.1", _BY_HEART),
    ("UU 6/2011 jo. terakhir UU 6/2023", _JOB_CREATION_ANEW, date(2024, 10, 16), _ALL, "domain 2.1", _CONFIRMED),
    ("UU 6/2011 jo. terakhir UU 63/2024", _THIRD_AMENDMENT, None, _ALL, "domain 2.1: kompasiana, okezone", _CONFIRMED),
    ("UU 30/2014 jo. UU 11/2020", _JOB_CREATION, date(2023, 3, 30), _CONTESTED, "own knowledge", _BY_HEART),
    ("UU 30/2014 jo. UU 6/2023", _JOB_CREATION_ANEW, None, _CONTESTED, "own knowledge", _BY_HEART),
    ("UU 27/2022", date(2022, 10, 17), None, _DECREE, "domain 7", _CONFIRMED),
    ("PP 31/2013 jo. terakhir PP 48/2021", date(2021, 2, 16), date(2023, 8, 3), _ALL, "domain 2.1", _BY_HEART),
    ("PP 31/2013 jo. terakhir PP 40/2023", date(2023, 8, 4), None, _ALL, "domain 2.1", _BY_HEART),
    ("Permenkumham 27/2014", date(2014, 10, 13), date(2023, 8, 21), _ALL, "domain 2.1", _BY_HEART),
    ("Permenkumham 29/2021", date(2021, 9, 15), date(2023, 8, 21), _ALL, "domain 2.1", _BY_HEART),
    ("Permenkumham 22/2023", date(2023, 8, 22), date(2024, 5, 16), _ALL, "domain 2.1: pasal.id", _CONFIRMED),
    ("Permenkumham 22/2023 jo. 11/2024", date(2024, 5, 17), None, _ALL, "domain 2.1: pasal.id", _CONFIRMED),
)

_CIRCULAR = ("SE Dirjen IMI-417.GR.01.01/2025", date(2025, 5, 29), None, _DECREE, "domain 2.1", _CONFIRMED)
_SERVICE = (
    (SERVICE_DECREE, window.valid_from, window.valid_to, _DECREE, window.source, window.certainty)
    for window in SERVICE_WINDOWS
    if window.is_open
)

IN_VIEW: tuple[InView, ...] = tuple(
    InView(
        valid_from=valid_from,
        valid_to=valid_to,
        legal_basis=legal_basis,
        source=source,
        certainty=certainty,
        letters=letters,
    )
    for legal_basis, valid_from, valid_to, letters, source, certainty in (*_TABLE, _CIRCULAR, *_SERVICE)
)


def legal_bases_of(kind: LetterKind, on: date) -> tuple[str, ...]:
    """The law that letters of a kind had in view on a day, as it stood on that day; staff's short form."""
    return tuple(with_its_number(entry.legal_basis, on) for entry in in_force(IN_VIEW, on) if kind in entry.letters)


def as_in_view(legal_basis: str, kind: LetterKind, on: date) -> str:
    """A ground cites an instrument with the last amendment with which letters of a kind have it in view that day, and no other."""
    amendments = {}
    for basis in legal_bases_of(kind, on):
        instrument, joined, amendment = basis.partition(" jo. ")
        amendments[instrument] = joined + amendment
    return "; ".join(_amended(part, amendments) for part in legal_basis.split("; "))


def _amended(part: str, amendments: dict[str, str]) -> str:
    instrument = " ".join(part.split()[:2])
    if instrument not in amendments:
        return part
    cited, opened, remark = part.partition(" (")
    return cited.partition(" jo. ")[0] + amendments[instrument] + opened + remark
