"""The desk at which a process works: the register, the office and its neighbours, opened once."""

from dataclasses import dataclass
from functools import lru_cache

from casework.office import Office, open_office
from casework.partners.addresses import Addresses, Neighbours, connect, simulated_addresses
from casework.registry import Registry
from casework.registry.vault import read_office_key
from casework.settings import Settings


@dataclass(frozen=True)
class Desk:
    """Everything that a step needs in order to act for the office."""

    registry: Registry
    settings: Settings

    @property
    def office(self) -> Office:
        """The office as it is now; the demo office's clock may have moved since the last look."""
        return open_office(self.registry, self.settings)

    def neighbours(self) -> Neighbours:
        """The partner systems, where they answer now; to be used as a context, which closes the line."""
        if self.settings.neighbours_file is not None:
            return connect(Addresses.model_validate_json(self.settings.neighbours_file.read_text()))
        return connect(
            simulated_addresses(
                self.settings.neighbours_folder,
                sender="kanim@surakarta.example.com",
                sender_name="Kantor Imigrasi Surakarta",
            )
        )


@lru_cache(maxsize=1)
def open_desk() -> Desk:
    """This process's desk, from its settings; raises ``KeyUnusable`` when the office key is not there."""
    return desk_of(Settings())


def desk_of(settings: Settings) -> Desk:
    """A desk for given settings."""
    return Desk(Registry(settings.register_url, read_office_key(settings.key_file)), settings)
