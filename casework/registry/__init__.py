"""The office's register: the record of every case, decision and letter."""

from casework.registry.database import Change, Reading, Registry, SilentWrite, Trial, Written
from casework.registry.ledger import Event

__all__ = ["Change", "Event", "Reading", "Registry", "SilentWrite", "Trial", "Written"]
