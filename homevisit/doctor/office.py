"""The office and its mandates, as the doctor sees them: whether anybody may still change what the office is made of."""

from datetime import date, timedelta

from casework.eligibility import ServiceWindow, service_window_on
from casework.office import has_office, open_office
from casework.registry import Reading
from casework.registry.authority import Staff
from casework.settings import Settings
from homevisit.doctor.finding import Amiss
from homevisit.doctor.register import opened_register

AHEAD = timedelta(days=30)
NEEDED = ("administrator", "head-of-office")


def look_at_office(settings: Settings) -> str:
    """Whether an office has begun here, whether its head and its administrator last another month, what its service rests on."""
    with opened_register(settings) as registry, registry.reading() as reading:
        if not has_office(reading):
            raise Amiss("no office has begun in this register: run 'homevisit office init'")
        today = open_office(registry, settings).now().office_date
        return f"{judge_mandates(reading, today)}; {judge_service(service_window_on(today))}"


def judge_mandates(reading: Reading, today: date) -> str:
    """What is to be said of the mandates by which everything else is proposed and approved."""
    for day in (today, today + AHEAD):
        staff = Staff(reading, day)
        missing = [role for role in NEEDED if not staff.entitled(role)]
        if missing:
            raise Amiss(
                f"nobody holds {' or '.join(missing)} on {day}: enter the next decree and its mandates, by form while "
                "somebody may, else by 'homevisit office init'"
            )
    return f"its head and its administrator are mandated beyond {today + AHEAD}"


def judge_service(window: ServiceWindow) -> str:
    """What is to be said of the decree that opens the service: without its number letters cite it all the same."""
    if not window.is_open:
        return f"its service is closed: {window.legal_basis}"
    if window.decree_number is None:
        return (
            "letters cite the decree on its service without number and date: fill in decree_number and decree_date in "
            "casework/eligibility/service_window.py"
        )
    return f"the decree on its service is {window.decree_number} of {window.decree_date}"
