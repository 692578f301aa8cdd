"""The state fee (PNBP) of a permit, in whole rupiah, as dated data. The visit itself never costs anything.

The fee is paid to the State by billing code and is not refunded. Where no published source holds the amount there
is no tariff here: the office's treasurer (bendahara penerimaan) must set it.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from casework.case import Permit, PermitKind, Procedure
from casework.effective_dates import Certainty, in_force, in_force_or_nearest
from casework.tariff_table import (
    ENDLESS,
    TARIFF_ROWS,
    USUAL_STAYS,
    VISIT_FEES,
    YEAR_1,
    TariffItem,
    TariffRow,
    UsualStay,
)

REPORT_ITEM = TariffItem(
    "Lapor Izin Tinggal Tetap lima tahunan", "Five-year report of a permanent stay permit", 0, "UU 6/2011 Ps 59"
)
RAISED_TO = {PermitKind.VISIT: PermitKind.LIMITED, PermitKind.LIMITED: PermitKind.PERMANENT}


@dataclass(frozen=True)
class Tariff:
    """What is owed to the State for one application, item by item, in whole rupiah.

    ``must_be_confirmed``: the amount or the length of stay behind it is derived; the treasurer confirms it first.
    """

    items: tuple[TariffItem, ...]
    legal_basis: str
    source: str
    certainty: Certainty

    @property
    def total(self) -> int:
        """What is to be paid in all; 0 where the law asks for nothing."""
        return sum(item.amount for item in self.items)

    @property
    def includes_reentry(self) -> bool:
        """Whether a re-entry permit is paid for with it."""
        return any(item.reentry for item in self.items)

    @property
    def must_be_confirmed(self) -> bool:
        """Whether the treasurer has to confirm the amount before it is billed."""
        return self.certainty is not Certainty.PUBLISHED


def tariff_for(
    kind: PermitKind, procedure: Procedure, index: str, on: date, *, days: int | None = None
) -> Tariff | None:
    """The state fee of an application is the one in force on the day of billing, the re-entry permit included.

    ``days`` is the length of stay (``tariff_table.ENDLESS`` for an unlimited ITAP); by default the usual one of the
    visa index. The report of an ITAP costs nothing. None where no amount is published: the treasurer must set it.
    """
    if procedure is Procedure.REPORT:
        return (
            Tariff((REPORT_ITEM,), "UU 6/2011 Ps 59", "imigrasi.go.id", Certainty.PUBLISHED)
            if kind is PermitKind.PERMANENT
            else None
        )
    granted = _granted(kind, procedure)
    if granted is None:
        return None
    if days is not None:
        return _tariff(granted, days, on, Certainty.PUBLISHED)
    stay = _usual_stay(granted, procedure, index, on)
    return _tariff(granted, stay.days, on, stay.certainty) if stay else None


def usual_end_of_stay(permit: Permit, procedure: Procedure, on: date) -> date | None:
    """A new stay runs from the end of the present one over the usual length of its index; None for an unlimited ITAP.

    A first stay runs from ``on``. A report changes nothing. Where no usual length is on record the present end
    stands. Whole years are counted by the calendar.
    """
    if procedure is Procedure.REPORT:
        return permit.expires_on
    granted = _granted(permit.kind, procedure)
    stay = _usual_stay(granted, procedure, permit.index, on) if granted else None
    if stay is None or stay.days == ENDLESS:
        return None if stay else permit.expires_on
    length = relativedelta(years=stay.days // YEAR_1) if stay.days >= YEAR_1 else timedelta(days=stay.days)
    return (permit.expires_on or on) + length


def visit_fee(on: date) -> int:
    """The visit at home costs Rp0, on any day: it is paid from the office's own budget."""
    return in_force_or_nearest(VISIT_FEES, on).amount


def visit_budget(on: date, office: str) -> str:
    """The visit at home is booked on the budget (DIPA) of the office, under the name that it has on that day."""
    return in_force_or_nearest(VISIT_FEES, on).budget.format(office=office)


def _granted(kind: PermitKind, procedure: Procedure) -> PermitKind | None:
    """Which permit an application leads to; nothing comes after a permanent one."""
    return RAISED_TO.get(kind) if procedure is Procedure.CONVERSION else kind


def _tariff(kind: PermitKind, days: int, on: date, sure_of_the_stay: Certainty) -> Tariff | None:
    row = _row_for(kind, days, on)
    if row is None or row.items is None:
        return None
    certainty = row.certainty if sure_of_the_stay is Certainty.PUBLISHED else sure_of_the_stay
    return Tariff(row.items, row.legal_basis, row.source, certainty)


def _row_for(kind: PermitKind, days: int, on: date) -> TariffRow | None:
    """The row of the shortest stay that covers the one asked for; a row without an amount stands for itself."""
    long_enough = [row for row in in_force(TARIFF_ROWS, on) if row.kind is kind and row.up_to_days >= days]
    return min(long_enough, key=lambda row: row.up_to_days, default=None)


def _usual_stay(granted: PermitKind, procedure: Procedure, index: str, on: date) -> UsualStay | None:
    # the visa index that was held says nothing about the limited stay to which it is converted
    asked = "E" if (procedure, granted) == (Procedure.CONVERSION, PermitKind.LIMITED) else index
    fitting = [
        stay
        for stay in in_force(USUAL_STAYS, on)
        if stay.kind is granted and procedure in stay.procedures and asked.startswith(stay.index_prefix)
    ]
    return max(fitting, key=lambda stay: len(stay.index_prefix), default=None)
