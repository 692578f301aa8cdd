"""The switch of the service: between which days applications for a home visit are taken, and on what basis."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from casework.citations import SERVICE_DECREE, service_decree
from casework.effective_dates import Certainty, Dated


@dataclass(frozen=True, kw_only=True)
class ServiceWindow(Dated):
    """A period in which the service is open or closed; the legal basis says why.

    Where the head of office opened it by decree, ``decree_number`` and ``decree_date`` are that decree's; they are not
    public, a person of the office must fill them in, and until then it is cited without them.
    """

    is_open: bool
    decree_number: str | None = None
    decree_date: date | None = None

    def __post_init__(self) -> None:
        if (self.decree_number is None) is not (self.decree_date is None):
            raise ValueError(
                f"the service's decree of the window from {self.valid_from} has a number without a date, or a date "
                "without a number: give both in casework/eligibility/service_window.py, or neither"
            )

    @property
    def decree(self) -> str:
        """The decree that opened the service, as staff cite it: with its number and date where they are known."""
        if self.decree_number is None or self.decree_date is None:
            return SERVICE_DECREE
        return service_decree(self.decree_number, self.decree_date)

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
        decree_number=None,
        decree_date=None,
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
        decree_number=None,
        decree_date=None,
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


def with_its_number(legal_basis: str, day: date, windows: Iterable[ServiceWindow] = SERVICE_WINDOWS) -> str:
    """Law that names the service's decree names the one in force on a day, with its number and date where they are known."""
    decree = service_window_on(day, windows).decree
    return "; ".join(decree if part == SERVICE_DECREE else part for part in legal_basis.split("; "))
