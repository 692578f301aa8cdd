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
    """A member of the staff; on screen and in Prefect only ever the short code and the post.

    ``serves_from`` is the first day of service where it is known, ``serves_until`` the last one, once it is known.
    ``rank`` is the grade (golongan) with which the officer came, where one is on record; ``RankChange`` tells of later ones.
    """

    __tablename__ = "officer"
    code: Mapped[str] = mapped_column(primary_key=True)
    post: Mapped[str]
    rank: Mapped[str | None]
    serves_from: Mapped[date | None]
    serves_until: Mapped[date | None]
    languages: Mapped[list[str]]
    sealed_name: Mapped[bytes]
    sealed_employee_number: Mapped[bytes]
    sealed_code_secret: Mapped[bytes]
    code_step_seconds: Mapped[int] = mapped_column(default=30)
    __table_args__ = (CheckConstraint("code_step_seconds BETWEEN 1 AND 60", name="a_code_lasts_a_minute_at_most"),)


class RankChange(Base):
    """From a day on an officer has another rank than before, or none; of several for one day the last entered counts."""

    __tablename__ = "rank_change"
    id: Mapped[int] = mapped_column(primary_key=True)
    officer_code: Mapped[str] = mapped_column(ForeignKey("officer.code"))
    rank: Mapped[str | None]
    valid_from: Mapped[date]


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
    """An officer acts in a role only within a mandate in force at that moment.

    ``capacity`` says how the role is held (Plh. and Plt. are acting appointments), ``signs_for`` that its letters are
    signed on behalf: ``an`` for the head of office, ``ub`` for whoever signs for the head. ``post`` is the post that is
    acted in or signed for, where it is not the officer's own. ``entered_at`` and ``ended_at`` (real time) are when it
    came into the register (none: with the office itself) and when it was ended early.
    """

    __tablename__ = "mandate"
    id: Mapped[int] = mapped_column(primary_key=True)
    officer_code: Mapped[str] = mapped_column(ForeignKey("officer.code"))
    role: Mapped[str]
    capacity: Mapped[str] = mapped_column(default="definitive")
    decree_number: Mapped[str] = mapped_column(ForeignKey("decree.number"))
    valid_from: Mapped[date]
    valid_to: Mapped[date]
    signs_for: Mapped[str | None]
    post: Mapped[str | None]
    entered_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    __table_args__ = (
        UniqueConstraint("officer_code", "role", "decree_number", "valid_from"),
        CheckConstraint("capacity IN ('definitive', 'plh', 'plt')", name="a_capacity_is_known"),
        CheckConstraint("valid_from <= valid_to", name="a_mandate_ends_after_it_begins"),
        CheckConstraint("signs_for IN ('an', 'ub')", name="whom_a_signature_is_for_is_known"),
    )


class Delegation(Base):
    """The holder of a role lets a colleague act in it for some days; the holder's own mandate stands behind each act."""

    __tablename__ = "delegation"
    id: Mapped[int] = mapped_column(primary_key=True)
    principal_code: Mapped[str] = mapped_column(ForeignKey("officer.code"))
    delegate_code: Mapped[str] = mapped_column(ForeignKey("officer.code"))
    role: Mapped[str]
    letter_number: Mapped[str]
    valid_from: Mapped[date]
    valid_to: Mapped[date]
    entered_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    __table_args__ = (
        UniqueConstraint("principal_code", "delegate_code", "role", "valid_from"),
        CheckConstraint("principal_code <> delegate_code", name="nobody_delegates_to_themselves"),
        CheckConstraint("valid_from <= valid_to", name="a_delegation_ends_after_it_begins"),
    )


class Absence(Base):
    """An officer is away from a first to a last day: what they hold may be taken over, and no team counts on them.

    Why is nobody's business here: it may be an illness.
    """

    __tablename__ = "absence"
    id: Mapped[int] = mapped_column(primary_key=True)
    officer_code: Mapped[str] = mapped_column(ForeignKey("officer.code"))
    first_day: Mapped[date]
    last_day: Mapped[date]
    __table_args__ = (
        UniqueConstraint("officer_code", "first_day"),
        CheckConstraint("first_day <= last_day", name="an_absence_ends_after_it_begins"),
    )


class OfficeDayRow(Base):
    """A day on which the office's own table says whether it is open, whatever the public holidays say."""

    __tablename__ = "office_day"
    day: Mapped[date] = mapped_column(primary_key=True)
    state: Mapped[str]
    reason: Mapped[str]
    legal_basis: Mapped[str]
    __table_args__ = (CheckConstraint("state IN ('open', 'closed')", name="an_office_day_is_open_or_closed"),)


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
