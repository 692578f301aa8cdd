"""The rounds: plans, teams, visits, and the bookings that keep anybody from being in two places."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from casework.registry.models.base import Base


class RoundPlan(Base):
    """The plan of one day's rounds; a revised or rejected one is followed by the next, a missed or closed day is on record."""

    __tablename__ = "round_plan"
    day: Mapped[date] = mapped_column(primary_key=True)
    revision: Mapped[int] = mapped_column(primary_key=True)
    state: Mapped[str]
    digest: Mapped[str]
    content: Mapped[dict[str, Any]]
    __table_args__ = (
        CheckConstraint(
            "state IN ('proposed', 'approved', 'signed', 'revised', 'rejected', 'missed', 'closed', 'empty')",
            name="a_plan_state_is_known",
        ),
        Index(
            "one_plan_stands_for_a_day",
            "day",
            unique=True,
            sqlite_where=text("state IN ('proposed', 'approved', 'signed', 'missed')"),
            postgresql_where=text("state IN ('proposed', 'approved', 'signed', 'missed')"),
        ),
    )


class TeamDay(Base):
    """A team on one day: who, with what, and whether it was released in the morning."""

    __tablename__ = "team_day"
    day: Mapped[date] = mapped_column(primary_key=True)
    team_code: Mapped[str] = mapped_column(primary_key=True)
    lead_code: Mapped[str] = mapped_column(ForeignKey("officer.code"))
    members: Mapped[list[str]]
    kit_code: Mapped[str]
    vehicle_code: Mapped[str]
    decree_number: Mapped[str] = mapped_column(ForeignKey("decree.number"))
    state: Mapped[str]
    __table_args__ = (CheckConstraint("state IN ('planned', 'released', 'held')", name="a_team_state_is_known"),)


class Visit(Base):
    """One announced visit; the attempt counts against the limit only when the applicant's side failed it."""

    __tablename__ = "visit"
    case_reference: Mapped[str] = mapped_column(ForeignKey("case_file.reference"), primary_key=True)
    occurrence: Mapped[int] = mapped_column(primary_key=True)
    day: Mapped[date]
    team_code: Mapped[str]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    state: Mapped[str]
    counted: Mapped[bool] = mapped_column(default=False)
    __table_args__ = (
        CheckConstraint("state IN ('announced', 'held', 'failed', 'void')", name="a_visit_state_is_known"),
        CheckConstraint("starts_at < ends_at", name="a_visit_ends_after_it_starts"),
        Index(
            "one_visit_is_announced_for_a_case",
            "case_reference",
            unique=True,
            sqlite_where=text("state = 'announced'"),
            postgresql_where=text("state = 'announced'"),
        ),
    )


class Booking(Base):
    """Ten minutes of one officer, kit, vehicle or applicant: nobody is booked twice."""

    __tablename__ = "booking"
    resource: Mapped[str] = mapped_column(primary_key=True)
    slot: Mapped[datetime] = mapped_column(primary_key=True)
    case_reference: Mapped[str]
    occurrence: Mapped[int]
    __table_args__ = (
        ForeignKeyConstraint(
            ["case_reference", "occurrence"],
            ["visit.case_reference", "visit.occurrence"],
            name="a_booking_is_for_a_visit",
        ),
    )
