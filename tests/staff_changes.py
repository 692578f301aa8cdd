"""What changes about the staff, put into the register at once as a test needs it: no form, no second person."""

from datetime import date

from sqlalchemy import select

from casework.registry import Change, Event
from casework.registry.models import Absence, Decree, Delegation, Mandate


def mandate_besides(change: Change, officer: str, role: str, **told: str) -> Mandate | None:
    """One more mandate within the office's first decree, for as long as that lasts; none where the officer has it already."""
    has_it = select(Mandate).where(Mandate.officer_code == officer, Mandate.role == role)
    if change.session.scalar(has_it) is not None:
        return None
    decree = change.session.scalars(select(Decree).order_by(Decree.dated).limit(1)).one()
    row = Mandate(
        officer_code=officer,
        role=role,
        decree_number=decree.number,
        valid_from=decree.valid_from,
        valid_to=decree.valid_to,
        **told,
    )
    change.write(Event("office:mandate:entered", f"officer:{officer}"), row)
    return row


def end_mandates(change: Change, *, role: str | None = None, officer: str | None = None) -> None:
    """Every mandate in a role, or of an officer, ends at this moment."""
    for row in change.session.scalars(select(Mandate)):
        if role in (None, row.role) and officer in (None, row.officer_code):
            row.ended_at = change.moment.recorded_at
    change.write(Event("office:mandate:ended", "office"))


def delegate(
    change: Change, principal: str, officer: str, role: str, first: date | None = None, last: date | None = None
) -> Delegation:
    """A colleague acts for the holder of a role, today if no other days are given."""
    today = change.moment.office_date
    row = Delegation(
        principal_code=principal,
        delegate_code=officer,
        role=role,
        letter_number="W-1",
        valid_from=first or today,
        valid_to=last or first or today,
    )
    change.write(Event("office:delegation:entered", f"officer:{officer}"), row)
    return row


def is_away(change: Change, officer: str, on: date | None = None) -> None:
    """The officer is away, today if no other day is given."""
    day = on or change.moment.office_date
    row = Absence(officer_code=officer, first_day=day, last_day=day)
    change.write(Event("office:absence:entered", f"officer:{officer}"), row)
