"""Mail to a role: under which subject it is planned, and in which mailbox it lands."""

from datetime import date

from casework.houses import MAILBOX_NAMES, OUTSIDE
from casework.office import Office
from casework.partners.mail import MAIL_DOMAIN
from casework.settings import Settings

PREFIX = "ROLES-"


def role_subject(day: date, role: str) -> str:
    """The name under which a day's mail to one role is planned, sent and asked about: ``ROLES-2026-11-26-section-head``.

    It is nobody's case, so that no case waits for it; and each role's own, so that a mailbox that refuses holds up no other.
    """
    return f"{PREFIX}{day.isoformat()}-{role}"


def mailbox_of(settings: Settings, role: str) -> str:
    """The address of a role, which has one whether or not anybody holds it today."""
    return settings.role_mailboxes.get(role, f"{role}@{MAIL_DOMAIN}")


def has_mailbox(office: Office, addressee: str) -> bool:
    """Whether a copy can go to it: another section or house only where the office named its mailbox; in the demo office it is invented."""
    if addressee not in MAILBOX_NAMES:  # a civil registry that is none of the area's
        return False
    return addressee not in OUTSIDE or office.is_demo or addressee in office.settings.role_mailboxes
