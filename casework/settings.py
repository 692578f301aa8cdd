"""Where the office keeps its things; every setting has a default that works on one machine."""

from pathlib import Path
from typing import Literal

from pydantic import EmailStr, Field, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from casework.houses import MAILBOX_NAMES


class Settings(BaseSettings):
    """All state lies under one folder; each setting is an environment variable ``HOMEVISIT_…``."""

    model_config = SettingsConfigDict(env_prefix="HOMEVISIT_", extra="ignore")

    state_folder: Path = Field(default=Path("var"), description="everything the office keeps on this machine")
    database_url: str | None = Field(default=None, description="the register; SQLite in the state folder by default")
    engine_database_url: str | None = Field(
        default=None, description="Prefect's own database, a PostgreSQL; SQLite in the state folder by default"
    )
    office_key_file: Path | None = Field(default=None, description="the office key; outside the database, mode 0600")
    shared_folder: Path | None = Field(
        default=None,
        description="what every machine of the office sees: sealed documents and letters, the inbox; "
        "the state folder where there is one machine",
    )
    neighbours_file: Path | None = Field(
        default=None, description="JSON with the addresses of the partner systems; none: the simulators"
    )
    verification_url: str | None = Field(
        default=None, description="where a letter's QR code leads, up to its token; none: the case sheet's own page"
    )
    signing_key_file: Path | None = Field(
        default=None, description="the PKCS#12 file with the certificate under which the office signs its letters"
    )
    signing_service_url: str | None = Field(
        default=None,
        description="the national signature service's address, or 'simulator' in a demo office; "
        "none: the office's own certificate signs",
    )
    signing_service_identity_file: Path | None = Field(
        default=None, description="a file whose first line says who signs at the national service"
    )
    signing_passphrase_file: Path | None = Field(
        default=None, description="a file whose first line is the passphrase, of the PKCS#12 file or at the service"
    )
    signing_issuers_file: Path | None = Field(
        default=None,
        description="PEM with the certificates of those who issue signing certificates, and their revocation lists",
    )
    routing_url: str | None = Field(
        default=None, description="the office's own routing engine for travel times; none: they are estimated"
    )
    routing_engine: Literal["osrm", "valhalla"] = Field(default="osrm", description="which engine answers there")
    case_sheet_url: str = Field(default="http://127.0.0.1:4280", description="where the case sheet answers")
    engine_port: int = Field(
        default=4200, description="the wished port of Prefect's server; a busy one, or 0: any other"
    )
    case_sheet_port: int = Field(
        default=4280, description="the wished port of the case sheet; a busy one, or 0: any other"
    )
    one_machine: bool = Field(
        default=True, description="all workers run on this machine, so a run's process can be looked for"
    )
    heartbeat_seconds: int = Field(
        default=60, ge=30, description="a run at work gives a sign of life this often; Prefect allows no less than 30"
    )
    runs_at_a_time: int | None = Field(
        default=None, ge=1, description="how many runs a worker executes at once; 2 on SQLite, else 2 for each core"
    )
    patience_with_pending_seconds: int = Field(default=180, description="a run that is pending this long never began")
    history_days: int = Field(
        default=400, ge=1, description="how long Prefect shows how a case's runs went: a year's audit, and a month over"
    )
    upkeep_history_days: int = Field(
        default=7, ge=1, description="the same for runs that keep the office running, and for Prefect's events"
    )
    role_mailboxes: dict[str, EmailStr] = Field(
        default_factory=dict,
        description="JSON, role or house to address: where a role's reminders, digest and copies of letters go; "
        "<role>@kanim-surakarta.example.com where none is named; a house outside without one receives no copies",
    )
    warm_engine: bool = Field(
        default=True, description="executions come from a warm fork server; false: a new Python each"
    )
    warm_engine_address: Path | None = Field(
        default=None, description="the socket of this machine's warm engine; in the temporary folder by default"
    )
    clear_yes_passes_alone: bool = Field(
        default=False, description="a verdict that is eligible by every rule needs no officer; a refusal always does"
    )

    @field_validator("role_mailboxes")
    @classmethod
    def _are_of_roles(cls, mailboxes: dict[str, str]) -> dict[str, str]:
        unknown = sorted(set(mailboxes) - set(MAILBOX_NAMES))
        if unknown:
            raise ValueError(f"there is no role '{unknown[0]}': name mailboxes of {', '.join(MAILBOX_NAMES)}")
        return mailboxes

    @property
    def register_url(self) -> str:
        """The database URL of the register."""
        return self.database_url or f"sqlite:///{(self.state_folder / 'register.sqlite').resolve()}"

    @property
    def verification_address(self) -> str:
        """What stands before the token in a letter's QR code."""
        return self.verification_url or f"{self.case_sheet_url}/s/"

    @property
    def silence_seconds(self) -> int:
        """After how long without a sign of life a run at work is dead: three heartbeats, so that a late one kills nobody."""
        return 3 * self.heartbeat_seconds

    @property
    def key_file(self) -> Path:
        """The file of the office key."""
        return self.office_key_file or self.state_folder / "office.key"

    @property
    def sealed_folder(self) -> Path:
        """Documents and letters, each sealed under its case's key."""
        return (self.shared_folder or self.state_folder) / "sealed"

    @property
    def inbox_folder(self) -> Path:
        """Where MiskaGO lays down applications."""
        return (self.shared_folder or self.state_folder) / "inbox"

    @property
    def neighbours_folder(self) -> Path:
        """Where the simulated neighbours live: their addresses, their mailbox."""
        return self.state_folder / "neighbours"

    @property
    def prefect_folder(self) -> Path:
        """Prefect's own state."""
        return self.state_folder / "prefect"
