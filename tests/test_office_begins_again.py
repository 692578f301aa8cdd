"""An office whose mandates have all lapsed begins again with its next decree; one that can help itself does not."""

import json
from datetime import date, timedelta

import pytest
from real_office import OFFICE, YEAR, begin, changed
from sqlalchemy import select
from staff_changes import end_mandates

from casework.clock import moment_at, read_clock
from casework.founding import NotThisOffice, may_begin_again
from casework.office import RegisterTaken
from casework.registry.authority import Staff
from casework.registry.ledger import verify
from casework.registry.models import LedgerEntry, Mandate


def lapsed(desk, told=OFFICE):
    """The office on the day after its decree ended."""
    begin(desk, told)
    return moment_at(read_clock().recorded_at + timedelta(days=800))


def next_decree(moment):
    year = moment.office_date.year
    return {
        "number": f"WIM.13-OT.02.01 TAHUN {year}", "dated": f"{year}-01-02", "valid_from": f"{year}-01-01", "valid_to": f"{year}-12-31",
    }  # fmt: skip


def test_an_office_whose_mandates_have_all_lapsed_begins_again_and_its_people_keep_their_codes(desk):
    moment = lapsed(desk)
    with desk.registry.reading() as reading:
        assert not may_begin_again(reading, read_clock().office_date)
        assert may_begin_again(reading, moment.office_date)
    newcomer = {**OFFICE["officers"][0], "code": "AD", "name": "Nama Empat", "employee_number": "199405252018012908"}
    newcomers = begin(desk, changed(decree=next_decree(moment), officers=[newcomer]), moment)
    assert [one.code for one in newcomers] == ["AD"]  # the others' secrets hold
    with desk.registry.reading() as reading:
        staff = Staff(reading, moment.office_date)
        assert [staff.roles_of(who) for who in ("AA", "AB", "AC", "AD")] == [
            ("head-of-office",), ("administrator",), (), ("section-head", "dispatcher"),
        ]  # fmt: skip
        told = [json.loads(row.body)["event"] for row in reading.session.scalars(select(LedgerEntry))]
    assert "office:register:begun-again" in told


@pytest.mark.parametrize(
    ("parts", "fault"),
    [
        (
            {"head_of_office__employee_number": "199405252018012908"},
            "head_of_office is another person than the officer of that code, or one who has left: give another code",
        ),
        ({"head_of_office__code": "AX"}, "head_of_office works here already under another code: give that one"),
        (
            {"decree__number": f"WIM.13-OT.02.01 TAHUN {YEAR}"},
            "decree.number is in the register with other dates: give those, or another decree",
        ),
    ],
)
def test_whoever_begins_again_is_who_worked_here_before(desk, parts, fault):
    moment = lapsed(desk)
    told = changed(decree=next_decree(moment))
    for place, value in parts.items():
        part, _, name = place.partition("__")
        told[part] = {**told[part], name: value}
    with pytest.raises(NotThisOffice) as refused:
        begin(desk, told, moment)
    assert fault in refused.value.faults
    with desk.registry.reading() as reading:
        assert may_begin_again(reading, moment.office_date)


def test_an_office_begins_again_by_the_decree_that_is_still_in_force_and_nobody_holds_a_role_twice(desk):
    begin(desk)
    end(desk, "AA", "AC")
    today = read_clock().office_date
    assert begin(desk) == []
    with desk.registry.reading() as reading:
        assert not may_begin_again(reading, today)
        rows = reading.session.scalars(select(Mandate).order_by(Mandate.id)).all()
        standing = [(row.officer_code, row.role, row.valid_from) for row in rows if row.ended_at is None]
        assert sorted(standing) == [
            ("AA", "head-of-office", today), ("AB", "administrator", date(YEAR, 1, 1)), ("AC", "dispatcher", today),
            ("AC", "section-head", today),
        ]  # fmt: skip
        assert len(rows) == 7  # what was ended stays ended
    assert verify(desk.registry.engine).holds


def test_what_began_today_and_was_ended_does_not_begin_twice_on_one_day(desk):
    begin(desk)
    for _ in range(2):
        end(desk, "AA", "AC")
        refused = None
        try:
            begin(desk)
        except NotThisOffice as error:
            refused = error
    assert refused.faults == [
        f"{place} was mandated by this decree today, and that was ended: begin again tomorrow, or by another decree"
        for place in ("head_of_office", "officers.0")
    ]
    assert begin(desk, changed(decree={**OFFICE["decree"], "number": "SK 2"})) == []


def end(desk, *officers):
    with desk.registry.change(read_clock()) as change:
        for officer in officers:
            end_mandates(change, officer=officer)


def test_an_office_that_can_help_itself_does_not_begin_again(desk):
    begin(desk)
    with pytest.raises(RegisterTaken):
        begin(desk, changed(decree={**OFFICE["decree"], "number": "SK 2"}))
    with desk.registry.change(read_clock()) as change:  # without its head, but a section head may approve
        end_mandates(change, officer="AA")
    with desk.registry.reading() as reading:
        assert not may_begin_again(reading, read_clock().office_date)
