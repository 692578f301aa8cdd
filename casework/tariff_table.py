"""The amounts of PP 28/2019, PMK 9/2022 and PP 45/2024, as far as published sources know them; ``tariffs`` reads them.

Old bundles decompose exactly (1,500,000 + 1,000,000 = 2,500,000; 5,000,000 + 1,750,000 = 6,750,000), so the new
permit amounts are derived from the published bundles less the published re-entry permit (domain facts 2.6).
"""

from dataclasses import dataclass
from datetime import date

from casework.case import PermitKind, Procedure
from casework.effective_dates import Certainty, Dated

ENDLESS = 36_500
MONTHS_6, YEAR_1, YEARS_2, YEARS_5, YEARS_10 = 183, 365, 730, 1826, 3652


@dataclass(frozen=True)
class TariffItem:
    """One item of the bill, in whole rupiah, as the letter names it, with the law that sets it; ``reentry`` where it pays for one."""

    indonesian: str
    english: str
    amount: int
    legal_basis: str
    reentry: bool = False


@dataclass(frozen=True, kw_only=True)
class TariffRow(Dated):
    """What a stay of at most ``up_to_days`` costs; ``items`` is None where the amount is not published."""

    kind: PermitKind
    up_to_days: int
    items: tuple[TariffItem, ...] | None


@dataclass(frozen=True, kw_only=True)
class UsualStay(Dated):
    """The length of stay that is usually granted for visa indices with this prefix; the longest prefix counts."""

    kind: PermitKind
    procedures: frozenset[Procedure]
    index_prefix: str
    days: int


@dataclass(frozen=True, kw_only=True)
class VisitFee(Dated):
    """What the visit at home costs whoever is visited, and on which budget it is booked; {office} is the office's name."""

    amount: int
    budget: str


@dataclass(frozen=True)
class _Law:
    valid_from: date
    valid_to: date | None
    legal_basis: str


_PP_28 = _Law(date(2019, 5, 3), date(2024, 12, 16), "PP 28/2019")
_PP_28_BEFORE_PMK_9 = _Law(date(2019, 5, 3), date(2022, 4, 15), "PP 28/2019")
_PMK_9 = _Law(date(2022, 4, 16), date(2024, 12, 16), "PMK 9/PMK.02/2022")
_PP_45 = _Law(date(2024, 12, 17), None, "PP 45/2024")


@dataclass(frozen=True)
class _Priced:
    indonesian: str
    english: str
    amount: int
    reentry: bool = False


def _row(
    law: _Law, kind: PermitKind, up_to_days: int, source: str, *priced: _Priced, sure: Certainty = Certainty.PUBLISHED
) -> TariffRow:
    items = tuple(
        TariffItem(item.indonesian, item.english, item.amount, law.legal_basis, item.reentry) for item in priced
    )
    return TariffRow(
        valid_from=law.valid_from,
        valid_to=law.valid_to,
        legal_basis=law.legal_basis,
        source=source,
        certainty=sure,
        kind=kind,
        up_to_days=up_to_days,
        items=items or None,
    )


def _visit(amount: int) -> _Priced:
    return _Priced("Izin Tinggal Kunjungan", "Visit stay permit", amount)


def _limited(amount: int) -> _Priced:
    return _Priced("Izin Tinggal Terbatas", "Limited stay permit", amount)


def _permanent(amount: int) -> _Priced:
    return _Priced("Izin Tinggal Tetap", "Permanent stay permit", amount)


def _reentry(amount: int) -> _Priced:
    return _Priced("Izin Masuk Kembali", "Re-entry permit", amount, reentry=True)


def _unlimited_with_reentry(amount: int) -> _Priced:
    return _Priced(
        "Izin Tinggal Tetap tidak terbatas dan Izin Masuk Kembali",
        "Unlimited permanent stay with re-entry permit",
        amount,
        reentry=True,
    )


_ITK, _ITAS, _ITAP = PermitKind.VISIT, PermitKind.LIMITED, PermitKind.PERMANENT
_OLD_TABLE = "drcandora, imigrasi-pamekasan (table of PP 28/2019)"
_OLD_BUNDLE = "imigrasi-pamekasan table; sippn bundles agree"
_NEW_VISIT = "imigrasi.go.id"
_NEW_BUNDLE = "hdolder.com bundle less the re-entry permit of imigrasi.go.id: the treasurer confirms"
_NOT_FOUND = "not found in a published source"
_DERIVED = Certainty.DERIVED
_UNKNOWN = Certainty.UNCONFIRMED

TARIFF_ROWS: tuple[TariffRow, ...] = (
    _row(_PP_28, _ITK, 30, _OLD_TABLE, _visit(500_000)),
    _row(_PP_28_BEFORE_PMK_9, _ITK, 60, _OLD_TABLE, _visit(750_000)),
    _row(_PMK_9, _ITK, 60, "PMK 9/2022", _visit(2_000_000)),
    _row(_PP_28, _ITK, 90, _NOT_FOUND, sure=_UNKNOWN),
    _row(_PP_28, _ITK, 180, _OLD_TABLE, _visit(6_000_000)),
    _row(_PP_28, _ITAS, MONTHS_6, _OLD_BUNDLE, _limited(1_000_000), _reentry(600_000)),
    _row(_PP_28, _ITAS, YEAR_1, _OLD_BUNDLE, _limited(1_500_000), _reentry(1_000_000)),
    _row(_PP_28, _ITAS, YEARS_2, _OLD_BUNDLE, _limited(2_000_000), _reentry(1_750_000)),
    _row(_PP_28, _ITAS, YEARS_10, "5 years: special economic zones and second home only", sure=_UNKNOWN),
    _row(_PP_28, _ITAP, YEARS_5, _OLD_BUNDLE, _permanent(5_000_000), _reentry(1_750_000)),
    _row(_PP_28, _ITAP, ENDLESS, _OLD_BUNDLE, _permanent(10_200_000), _reentry(1_750_000)),
    _row(_PP_45, _ITK, 7, _NEW_VISIT, _visit(250_000)),
    _row(_PP_45, _ITK, 14, _NEW_VISIT, _visit(350_000)),
    _row(_PP_45, _ITK, 30, _NEW_VISIT, _visit(500_000)),
    _row(_PP_45, _ITK, 60, _NEW_VISIT, _visit(1_000_000)),
    _row(_PP_45, _ITK, 90, _NEW_VISIT, _visit(1_500_000)),
    _row(_PP_45, _ITK, 180, _NEW_VISIT, _visit(2_000_000)),
    _row(_PP_45, _ITAS, MONTHS_6, _NOT_FOUND, sure=_UNKNOWN),
    _row(_PP_45, _ITAS, YEAR_1, _NEW_BUNDLE, _limited(3_000_000), _reentry(1_500_000), sure=_DERIVED),
    _row(_PP_45, _ITAS, YEARS_10, _NOT_FOUND, sure=_UNKNOWN),
    _row(_PP_45, _ITAP, YEARS_5, _NEW_BUNDLE, _permanent(7_500_000), _reentry(3_500_000), sure=_DERIVED),
    _row(
        _PP_45,
        _ITAP,
        ENDLESS,
        "hdolder.com: the bundle, not its parts",
        _unlimited_with_reentry(23_000_000),
        sure=_DERIVED,
    ),
)

_EVERY = frozenset(Procedure)
_EXTENSION = frozenset({Procedure.EXTENSION})


@dataclass(frozen=True)
class _Known:
    source: str
    certainty: Certainty = Certainty.PUBLISHED
    procedures: frozenset[Procedure] = _EVERY


def _usual(kind: PermitKind, prefix: str, days: int, known: _Known) -> UsualStay:
    return UsualStay(
        valid_from=date(2019, 5, 3),
        legal_basis="UU 6/2011 Ps 59" if kind is _ITAP else "Kepmen M.HH-02.GR.01.04/2023",
        source=known.source,
        certainty=known.certainty,
        kind=kind,
        procedures=known.procedures,
        index_prefix=prefix,
        days=days,
    )


USUAL_STAYS: tuple[UsualStay, ...] = (
    _usual(_ITK, "B", 30, _Known("domain 2.2: visa on arrival")),
    _usual(_ITK, "C", 60, _Known("domain 2.2: single-entry visit visa")),
    _usual(_ITK, "C12", 180, _Known("domain 2.2")),
    _usual(_ITK, "C22", 180, _Known("domain 2.2")),
    _usual(_ITAS, "E", YEAR_1, _Known("usually a year; the index may allow another: the treasurer confirms", _UNKNOWN)),
    _usual(_ITAS, "E33F", YEAR_1, _Known("domain 2.5: retirement, extended yearly")),
    _usual(_ITAS, "E33E", YEARS_5, _Known("domain 2.5: silver hair, five years")),
    _usual(_ITAP, "", YEARS_5, _Known("domain 2.2: a first ITAP, five years", procedures=_EVERY - _EXTENSION)),
    _usual(_ITAP, "", ENDLESS, _Known("domain 2.2: an extended ITAP is unlimited", procedures=_EXTENSION)),
)

VISIT_FEES: tuple[VisitFee, ...] = (
    VisitFee(
        valid_from=date(2021, 10, 1),
        legal_basis="SK layanan; anggaran kantor (DIPA)",
        source="the service's own announcement, 6 October 2021",
        certainty=Certainty.PUBLISHED,
        amount=0,
        budget="DIPA {office}",
    ),
)
