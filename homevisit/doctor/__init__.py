"""The doctor: is everything there that the office needs, and is it in order."""

from sqlalchemy.exc import OperationalError

from casework.registry.vault import KeyUnusable
from casework.settings import Settings
from homevisit.doctor.clock import look_at_clock
from homevisit.doctor.finding import Amiss, Finding, Look
from homevisit.doctor.inbox import look_at_inbox
from homevisit.doctor.machine import look_at_disks, look_at_letters
from homevisit.doctor.mailboxes import look_at_mailboxes
from homevisit.doctor.office import look_at_office
from homevisit.doctor.office_key import look_at_backup, look_at_key
from homevisit.doctor.register import look_at_agenda, look_at_ledger, look_at_register
from homevisit.doctor.server import look_at_border, look_at_server
from homevisit.doctor.signature import look_at_signature

LOOKS: tuple[tuple[str, Look], ...] = (
    ("kunci kantor · office key", look_at_key),
    ("cadangan kunci · backup of the key", look_at_backup),
    ("register", look_at_register),
    ("kantor · office", look_at_office),
    ("buku audit · ledger", look_at_ledger),
    ("agenda surat · agenda of letters", look_at_agenda),
    ("kotak masuk · inbox", look_at_inbox),
    ("kotak surat peran · mailboxes of roles", look_at_mailboxes),
    ("jam · clock", look_at_clock),
    ("ruang disk · free disk", look_at_disks),
    ("surat · letters", look_at_letters),
    ("tanda tangan elektronik · electronic signature", look_at_signature),
    ("server Prefect", look_at_server),
    ("perbatasan server · the server's border", look_at_border),
)


def examine(settings: Settings) -> list[Finding]:
    """Look at everything, one after the other; what is amiss says what to do."""
    return [_look(what, look, settings) for what, look in LOOKS]


def _look(what: str, look: Look, settings: Settings) -> Finding:
    try:
        return Finding(what, in_order=True, told=look(settings))
    except (Amiss, KeyUnusable) as amiss:
        return Finding(what, in_order=False, told=str(amiss))
    except OperationalError:  # its own words name addresses
        return Finding(what, in_order=False, told="the register's database does not answer: see whether it runs")


__all__ = ["LOOKS", "Finding", "examine"]
