"""The office itself: its settings and keys, its officers, decrees, mandates and equipment."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from casework.registry.models.base import Base


class OfficeSetting(Base):
    """What kind of office this register belongs to, and (demo office only) how far its clock is ahead."""

    __tablename__ = "office_setting"
    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str]


class DataKey(Base):
    """The key of one owner's personal data, wrapped by the office key; destroying it erases the data."""

    __tablename__ = "data_key"
    owner: Mapped[str] = mapped_column(primary_key=True)
    wrapped: Mapped[bytes | None]
    created_at: Mapped[datetime]
    destroyed_at: Mapped[datetime | None]
    __table_args__ = (
        CheckConstraint("(wrapped IS NULL) = (destroyed_at IS NOT NULL)", name="a_key_is_there_or_destroyed"),
    )


class Officer(Base):
    """A member of the staff; on screen and in Prefect only ever the short code and the post."""

    __tablename__ = "officer"
    code: Mapped[str] = mapped_column(primary_key=True)
    post: Mapped[str]
    active: Mapped[bool]
    languages: Mapped[list[str]]
    sealed_name: Mapped[bytes]
    sealed_employee_number: Mapped[bytes]
    sealed_code_secret: Mapped[bytes]
    code_step_seconds: Mapped[int] = mapped_column(default=30)
    __table_args__ = (CheckConstraint("code_step_seconds BETWEEN 1 AND 60", name="a_code_lasts_a_minute_at_most"),)


class Decree(Base):
    """A decree (SK) of the head of office, in force between two dates."""

    __tablename__ = "decree"
    number: Mapped[str] = mapped_column(primary_key=True)
    dated: Mapped[date]
    valid_from: Mapped[date]
    valid_to: Mapped[date]
    signatory_post: Mapped[str]
    __table_args__ = (CheckConstraint("valid_from <= valid_to", name="a_decree_ends_after_it_begins"),)


class Mandate(Base):
    """An officer acts in a role only within a mandate in force at that moment."""

    __tablename__ = "mandate"
    id: Mapped[int] = mapped_column(primary_key=True)
    officer_code: Mapped[str] = mapped_column(ForeignKey("officer.code"))
    role: Mapped[str]
    capacity: Mapped[str] = mapped_column(default="definitive")
    decree_number: Mapped[str] = mapped_column(ForeignKey("decree.number"))
    valid_from: Mapped[date]
    valid_to: Mapped[date]
    __table_args__ = (
        UniqueConstraint("officer_code", "role", "decree_number", "valid_from"),
        CheckConstraint("capacity IN ('definitive', 'plh', 'plt')", name="a_capacity_is_known"),
        CheckConstraint("valid_from <= valid_to", name="a_mandate_ends_after_it_begins"),
    )


class UsedCode(Base):
    """Each time step of an officer's one-time code is good for one decision, ever."""

    __tablename__ = "used_code"
    officer_code: Mapped[str] = mapped_column(ForeignKey("officer.code"), primary_key=True)
    time_step: Mapped[int] = mapped_column(primary_key=True)


class Equipment(Base):
    """A kit or a vehicle that a team takes along."""

    __tablename__ = "equipment"
    code: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str]
    in_service: Mapped[bool]
    __table_args__ = (CheckConstraint("kind IN ('kit', 'vehicle')", name="an_equipment_kind_is_known"),)
