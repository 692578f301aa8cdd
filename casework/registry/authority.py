"""Who may act in a role at a moment: by a mandate of their own, or for a colleague who delegated it to them."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime

from sqlalchemy import ColumnElement, or_, select

from casework.registry.database import Reading
from casework.registry.models import Absence, Decree, Delegation, Mandate, Officer
from casework.registry.officers import is_serving

WHENEVER = datetime.max.replace(tzinfo=UTC)  # until then everything on record was entered


@dataclass(frozen=True)
class Authority:
    """What an officer acts by: a mandate, and where it is a colleague's the delegations that lead to it.

    ``delegations`` begins with the one that the officer was given; it is empty where the mandate is the officer's own.
    """

    officer: Officer
    mandate: Mandate
    delegations: tuple[Delegation, ...] = ()

    @property
    def acted_for(self) -> tuple[str, ...]:
        """For whom, from the one who delegated last to the holder of the mandate."""
        return tuple(one.principal_code for one in self.delegations)

    @property
    def counts_as(self) -> frozenset[str]:
        """Everybody whom four eyes take for one person here."""
        return frozenset({self.officer.code, *self.acted_for})


class Staff:
    """Who may act on a day, read from the register once; the same answers however often it is asked.

    ``at`` (real time, aware) asks for a moment of the past: what was ended since then was in force, what was entered
    since then was not. ``entered_by`` lets what was entered until then count all the same: for what was signed on paper
    while nothing could be entered.
    """

    def __init__(
        self, reading: Reading, on: date, at: datetime | None = None, entered_by: datetime | None = None
    ) -> None:
        session = reading.session
        self.serving = {
            officer.code: officer
            for officer in session.scalars(select(Officer).order_by(Officer.code))
            if is_serving(officer, on)
        }
        in_force = (
            select(Mandate)
            .join(Decree, Decree.number == Mandate.decree_number)
            .where(*_mandate_holds(on, at, entered_by))
        )
        self._mandates = list(session.scalars(in_force.order_by(Mandate.id)))
        self._delegations = delegations_in_force(reading, on, at, entered_by)
        away = select(Absence.officer_code).where(Absence.first_day <= on, Absence.last_day >= on)
        self.absent = frozenset(session.scalars(away))

    def authority_of(self, officer_code: str, role: str, shut_out: Collection[str] = ()) -> Authority | None:
        """By what an officer may act in a role, their own mandate first; None where by nothing.

        Where they would act for a colleague, both count as one: neither may be among those who are shut out.
        """
        for authority in self._authorities(officer_code, role):
            if authority.counts_as.isdisjoint(shut_out):
                return authority
        return None

    def entitled(self, role: str, shut_out: Collection[str] = ()) -> list[Officer]:
        """Everybody who may act in a role, in the order of their codes."""
        return [
            officer for code, officer in self.serving.items() if self.authority_of(code, role, shut_out) is not None
        ]

    def own_roles_of(self, officer_code: str) -> tuple[str, ...]:
        """The roles that an officer holds by mandates of their own."""
        held = (one.role for one in self._mandates if one.officer_code == officer_code)
        return tuple(dict.fromkeys(held)) if officer_code in self.serving else ()

    def own_mandates_of(self, officer_code: str, role: str) -> list[Mandate]:
        """By what an officer holds a role themselves, in nobody's stead."""
        held = (one for one in self._mandates if (one.officer_code, one.role) == (officer_code, role))
        return list(held) if officer_code in self.serving else []

    def roles_of(self, officer_code: str) -> tuple[str, ...]:
        """Every role in which an officer may act: first their own, then those delegated to them."""
        roles = dict.fromkeys((*self.own_roles_of(officer_code), *(one.role for one in self._delegations)))
        return tuple(role for role in roles if self.authority_of(officer_code, role) is not None)

    def _authorities(self, officer_code: str, role: str) -> Iterator[Authority]:
        officer = self.serving.get(officer_code)
        if officer is None:
            return
        for mandate in self._mandates:
            if (mandate.officer_code, mandate.role) == (officer_code, role):
                yield Authority(officer, mandate)
        for way in self._ways_to_a_holder(officer_code, role, frozenset({officer_code})):
            holder = way[-1].principal_code
            for mandate in self._mandates:
                if (mandate.officer_code, mandate.role) == (holder, role):
                    yield Authority(officer, mandate, way)

    def _ways_to_a_holder(self, delegate: str, role: str, passed: frozenset[str]) -> Iterator[tuple[Delegation, ...]]:
        for one in self._delegations:
            principal = one.principal_code
            if (
                (one.delegate_code, one.role) == (delegate, role)
                and principal in self.serving
                and principal not in passed
            ):
                yield (one,)
                for further in self._ways_to_a_holder(principal, role, passed | {principal}):
                    yield (one, *further)


def mandates_in_force(reading: Reading, on: date, at: datetime | None = None) -> list[tuple[Mandate, Officer]]:
    """Who held which role on a day, and by which decree: the answer that an auditor asks for years later."""
    found = (
        select(Mandate, Officer)
        .join(Officer, Officer.code == Mandate.officer_code)
        .join(Decree, Decree.number == Mandate.decree_number)
        .where(*_mandate_holds(on, at))
        .order_by(Mandate.role, Mandate.officer_code, Mandate.id)
    )
    return [(mandate, officer) for mandate, officer in reading.session.execute(found)]


def delegations_in_force(
    reading: Reading, on: date, at: datetime | None = None, entered_by: datetime | None = None
) -> list[Delegation]:
    """Who acts for whom on a day, whether or not the principal holds the role."""
    in_force = select(Delegation).where(
        Delegation.valid_from <= on, Delegation.valid_to >= on, *_held(Delegation, at, entered_by)
    )
    return list(reading.session.scalars(in_force.order_by(Delegation.id)))


def _mandate_holds(
    on: date, at: datetime | None, entered_by: datetime | None = None
) -> tuple[ColumnElement[bool], ...]:
    """The mandate and its decree are in force on the day, and the mandate was entered by then and not ended before."""
    return (
        Mandate.valid_from <= on,
        Mandate.valid_to >= on,
        Decree.valid_from <= on,
        Decree.valid_to >= on,
        *_held(Mandate, at, entered_by),
    )


def _held(
    table: type[Mandate] | type[Delegation], at: datetime | None, entered_by: datetime | None
) -> tuple[ColumnElement[bool], ...]:
    """At a moment of the past; now, whatever is in the register and was not ended."""
    if at is None:
        return (table.ended_at.is_(None),)
    return (
        or_(table.entered_at.is_(None), table.entered_at <= (entered_by or at)),
        or_(table.ended_at.is_(None), table.ended_at > at),
    )
