"""The switch of the service: between which days applications for a home visit are taken, and on what basis."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from casework.effective_dates import Certainty, Dated


@dataclass(frozen=True, kw_only=True)
class ServiceWindow(Dated):
    """A period in which the service is open or closed; the legal basis says why."""

    is_open: bool

    def takes_applications_of(self, day: date) -> bool:
        """Whether an application of this day is taken: cases opened before a closure are finished nevertheless."""
        return self.is_open and self.covers(day)


SERVICE_WINDOWS: tuple[ServiceWindow, ...] = (
    ServiceWindow(
        valid_from=date(2021, 10, 1),
        valid_to=date(2023, 6, 20),
        legal_basis="SK layanan (selama pandemi Covid-19)",
        source="the service's own announcement, 6 October 2021: until the pandemic is over",
        certainty=Certainty.PUBLISHED,
        is_open=True,
    ),
    ServiceWindow(
        valid_from=date(2023, 6, 21),
        valid_to=date(2025, 5, 28),
        legal_basis="Keppres 17/2023 (berakhirnya status pandemi)",
        source="domain 1, fact 28",
        certainty=Certainty.UNCONFIRMED,
        is_open=False,
    ),
    ServiceWindow(
        valid_from=date(2025, 5, 29),
        legal_basis="SE Dirjen IMI-417.GR.01.01/2025 (kelompok rentan); SK layanan",
        source="domain 8.2 case 38: the Head re-opens for the vulnerable; whether a visit at home satisfies the circular is his decision",
        certainty=Certainty.OFFICE,
        is_open=True,
    ),
)


def service_window_on(day: date, windows: Iterable[ServiceWindow] = SERVICE_WINDOWS) -> ServiceWindow:
    """The window in force on a day; where none was ever decreed, the service is closed."""
    for window in windows:
        if window.covers(day):
            return window
    return ServiceWindow(
        valid_from=day,
        valid_to=day,
        legal_basis="tidak ada SK layanan yang berlaku",
        source="no window is on record for this day",
        certainty=Certainty.OFFICE,
        is_open=False,
    )
