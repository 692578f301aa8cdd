"""What goes out to a role, a reminder or the morning's digest: whether it is still wanted, and the mail itself."""

from datetime import date

from casework.office import Office
from casework.partners.protocols import OutgoingMail
from casework.registry import Reading
from casework.registry.models import Effect
from casework.staff_mail import digests, reminders
from casework.staff_mail.digest_words import digest_mail
from casework.staff_mail.mailboxes import mailbox_of
from casework.staff_mail.reminder_words import reminder_mail


def why_not_any_more(reading: Reading, effect: Effect, today: date) -> str | None:
    """Why a planned mail to a role is not to be sent after all; None where it is still wanted."""
    if effect.kind == reminders.REMINDER:
        return reminders.why_not_any_more(reading, effect)
    return digests.why_not_any_more(effect, today)


def mail_to_role(office: Office, effect: Effect) -> OutgoingMail:
    """The mail, to the role's mailbox of today: one that was corrected after it refused receives it.

    A digest takes up to three seconds, for its decision forms are printed.
    """
    if effect.kind == reminders.REMINDER:
        return reminder_mail(effect, mailbox_of(office.settings, effect.content["to"]))
    role = digests.content_of(effect).role
    return digest_mail(effect, mailbox_of(office.settings, role), specimen=office.is_demo)
