# ruff: noqa: PT012 - a refusal may come only when the change ends
from datetime import datetime

import pytest
from office_in_a_folder import CASE, effect_row, open_case
from sqlalchemy import delete, insert, select, text, update
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm import Session

from casework.registry import Event, SilentWrite, ledger
from casework.registry.models import (
    Case,
    Effect,
    LedgerEntry,
    OfficeSetting,
)

TOLD = Event("office:setting:set", "office")


def count(registry, table):
    with registry.reading() as reading:
        return len(list(reading.session.scalars(select(table))))


@pytest.fixture
def setting(registry, moment):
    with registry.change(moment) as change:
        change.write(TOLD, OfficeSetting(name="kind", value="demo"))


def stored_value(registry):
    with registry.reading() as reading:
        return reading.session.get(OfficeSetting, "kind").value


# --- a silent write is impossible


def test_a_change_with_its_event_is_stored_with_it(registry, setting):
    assert stored_value(registry) == "demo"
    assert count(registry, LedgerEntry) == 1


def test_an_attribute_changed_without_an_event_is_refused(registry, moment, setting):
    with (
        pytest.raises(SilentWrite, match=r"pass the change to Change\.write with its Event"),
        registry.change(moment) as change,
    ):
        change.session.get_one(OfficeSetting, "kind").value = "real"
    assert stored_value(registry) == "demo"


def test_a_row_added_without_an_event_is_refused(registry, moment):
    with pytest.raises(SilentWrite), registry.change(moment) as change:
        change.session.add(OfficeSetting(name="kind", value="demo"))
    assert count(registry, OfficeSetting) == 0


def test_a_row_deleted_without_an_event_is_refused(registry, moment, setting):
    with pytest.raises(SilentWrite), registry.change(moment) as change:
        change.session.delete(change.session.get_one(OfficeSetting, "kind"))
    assert stored_value(registry) == "demo"


def test_a_change_after_the_last_event_is_refused_and_nothing_of_all_is_stored(registry, moment, setting):
    with pytest.raises(SilentWrite), registry.change(moment) as change:
        change.write(TOLD, OfficeSetting(name="second", value="told"))
        change.session.add(OfficeSetting(name="third", value="silent"))
    assert count(registry, OfficeSetting) == 1
    assert count(registry, LedgerEntry) == 1


@pytest.mark.parametrize("finish", [Session.flush, Session.commit, Session.begin_nested])
def test_a_silent_change_is_refused_however_it_is_finished(registry, moment, setting, finish):
    with pytest.raises(SilentWrite), registry.change(moment) as change:
        change.session.get_one(OfficeSetting, "kind").value = "real"
        finish(change.session)
    assert stored_value(registry) == "demo"


STATEMENTS = [
    pytest.param(insert(OfficeSetting).values(name="silent", value="yes"), id="bulk insert"),
    pytest.param(update(OfficeSetting).values(value="real"), id="bulk update"),
    pytest.param(delete(OfficeSetting), id="bulk delete"),
    pytest.param(text("UPDATE office_setting SET value = 'real'"), id="update as text"),
    pytest.param(text("  -- a remark\nDELETE FROM office_setting"), id="delete as text after a remark"),
    pytest.param(text("WITH one AS (SELECT 1) DELETE FROM office_setting"), id="delete behind WITH"),
    pytest.param(text("DROP TRIGGER ledger_entry_is_never_updated"), id="a guard removed"),
    pytest.param(text("PRAGMA query_only=OFF"), id="a pragma"),
]


@pytest.mark.parametrize("statement", STATEMENTS)
def test_a_statement_of_ones_own_is_refused_in_a_change(registry, moment, setting, statement):
    with pytest.raises(SilentWrite, match="such a statement bypasses the ledger"), registry.change(moment) as change:
        change.session.execute(statement)
    assert stored_value(registry) == "demo"


@pytest.mark.parametrize("statement", STATEMENTS)
def test_a_statement_of_ones_own_is_refused_on_the_changes_own_connection_too(registry, moment, setting, statement):
    with pytest.raises(SilentWrite), registry.change(moment) as change:
        change.session.connection().execute(statement)
    assert stored_value(registry) == "demo"


@pytest.mark.parametrize("statement", STATEMENTS)
def test_a_statement_of_ones_own_is_refused_in_a_reading(registry, setting, statement):
    with pytest.raises(SilentWrite, match="this is a reading of the register"), registry.reading() as reading:
        reading.session.execute(statement)
    assert stored_value(registry) == "demo"


def test_the_bulk_methods_of_a_session_are_refused(registry, moment, setting):
    with pytest.raises(SilentWrite), registry.change(moment) as change:
        change.session.bulk_save_objects([OfficeSetting(name="silent", value="yes")])
    with pytest.raises(SilentWrite), registry.change(moment) as change:
        change.session.bulk_update_mappings(OfficeSetting, [{"name": "kind", "value": "real"}])
    assert stored_value(registry) == "demo"
    assert count(registry, OfficeSetting) == 1


# --- readings change nothing


@pytest.mark.parametrize("finish", [Session.flush, Session.commit, Session.begin_nested, lambda _: None])
def test_a_change_made_in_a_reading_is_refused_not_forgotten(registry, setting, finish):
    with (
        pytest.raises(SilentWrite, match=r"this is a reading of the register: open Registry\.change to change it"),
        registry.reading() as reading,
    ):
        reading.session.get_one(OfficeSetting, "kind").value = "real"
        finish(reading.session)
    assert stored_value(registry) == "demo"


def test_what_was_read_can_be_looked_at_when_the_reading_is_over(registry, setting):
    with registry.reading() as reading:
        row = reading.session.get_one(OfficeSetting, "kind")
    assert row.value == "demo"


def test_a_connection_that_did_not_announce_a_change_is_refused_by_the_database(registry, setting):
    with (
        pytest.raises(DBAPIError, match=r"readonly database|read-only transaction"),
        registry.engine.begin() as connection,
    ):
        connection.execute(text("DELETE FROM office_setting"))
    assert stored_value(registry) == "demo"


def test_a_change_stays_possible_on_a_connection_that_served_a_reading(registry, moment, setting):
    for _ in range(3):
        stored_value(registry)
        with registry.change(moment) as change:
            change.session.get_one(OfficeSetting, "kind").value += "!"
            change.write(TOLD)
    assert stored_value(registry) == "demo!!!"


# --- all of a change or nothing


def test_nothing_of_a_change_is_stored_when_it_ends_in_an_error(registry, moment):
    with pytest.raises(LookupError), registry.change(moment) as change:
        change.write(TOLD, OfficeSetting(name="kind", value="demo"))
        raise LookupError
    assert count(registry, OfficeSetting) == 0
    assert count(registry, LedgerEntry) == 0


UNWRITABLE = Event("office:setting:set", "office", facts={"when": datetime(2026, 11, 25)})  # noqa: DTZ001 no event can tell it


def test_an_event_that_cannot_be_written_takes_its_change_with_it_even_when_the_error_is_caught(registry, moment):
    with (
        pytest.raises(SilentWrite, match="a part of this change failed, so nothing of it is stored"),
        registry.change(moment) as change,
        pytest.raises(TypeError),
    ):
        change.write(UNWRITABLE, OfficeSetting(name="kind", value="demo"))
    assert count(registry, OfficeSetting) == 0


def test_nothing_more_is_written_in_a_change_of_which_a_part_failed(registry, moment):
    with pytest.raises(SilentWrite), registry.change(moment) as change:
        with pytest.raises(TypeError):
            change.write(UNWRITABLE, OfficeSetting(name="kind", value="demo"))
        change.write(TOLD, OfficeSetting(name="second", value="x"))
    assert count(registry, OfficeSetting) == 0


def test_a_row_that_the_database_refuses_takes_the_whole_change_with_it(registry, moment, setting):
    with pytest.raises(SilentWrite), registry.change(moment) as change:
        change.write(TOLD, OfficeSetting(name="second", value="x"))
        with pytest.raises(IntegrityError):
            change.write(TOLD, OfficeSetting(name="kind", value="twice"))
    assert count(registry, OfficeSetting) == 1
    assert count(registry, LedgerEntry) == 1


def test_a_failed_part_within_a_savepoint_is_undone_with_its_events_and_the_rest_is_stored(registry, moment, setting):
    with registry.change(moment) as change:
        change.write(TOLD, OfficeSetting(name="before", value="x"))
        with pytest.raises(IntegrityError), change.session.begin_nested():
            change.session.get_one(OfficeSetting, "before").value = "changed within"
            change.write(TOLD, OfficeSetting(name="within", value="x"))
            change.write(TOLD, OfficeSetting(name="kind", value="twice"))
        change.write(TOLD, OfficeSetting(name="after", value="x"))
    with registry.reading() as reading:
        values = {row.name: row.value for row in reading.session.scalars(select(OfficeSetting))}
    assert values == {"kind": "demo", "before": "x", "after": "x"}
    assert ledger.verify(registry.engine) == ledger.Verification(3, ledger.verify(registry.engine).head, None)


def test_an_event_that_cannot_be_written_within_a_savepoint_takes_its_rows_with_it(registry, moment, setting):
    with registry.change(moment) as change:
        with pytest.raises(TypeError), change.session.begin_nested():
            change.session.get_one(OfficeSetting, "kind").value = "real"
            change.write(UNWRITABLE, OfficeSetting(name="within", value="x"))
        change.write(TOLD)
    assert stored_value(registry) == "demo"
    assert count(registry, OfficeSetting) == 1


def test_a_failed_part_whose_error_is_caught_within_its_savepoint_is_undone_with_the_savepoint(
    registry, moment, setting
):
    with registry.change(moment) as change:
        with change.session.begin_nested():
            change.write(TOLD, OfficeSetting(name="first", value="x"))
            with pytest.raises(TypeError):
                change.write(UNWRITABLE, OfficeSetting(name="second", value="x"))
        change.write(TOLD, OfficeSetting(name="after", value="x"))
    with registry.reading() as reading:
        assert set(reading.session.scalars(select(OfficeSetting.name))) == {"kind", "after"}
    assert count(registry, LedgerEntry) == 2


# --- times


def test_a_time_without_its_zone_is_refused_at_the_border_of_the_database(registry, moment):
    with (
        pytest.raises(Exception, match="the register keeps no time without a time zone"),
        registry.change(moment) as change,
    ):
        open_case(change)
        change.write(TOLD, effect_row(planned_at=datetime(2026, 11, 25)))  # noqa: DTZ001 that is the fault


def test_a_time_comes_back_as_the_moment_that_it_was(registry, moment):
    with registry.change(moment) as change:
        change.write(TOLD, effect_row(planned_at=moment.office))
    with registry.reading() as reading:
        planned_at = reading.session.scalars(select(Effect.planned_at)).one()
    assert planned_at == moment.recorded_at
    assert planned_at.utcoffset().total_seconds() == 0
    assert (moment.office.hour, planned_at.hour) == (9, 2)


def test_a_case_moves_on_as_before(registry, moment):
    with registry.change(moment) as change:
        case = open_case(change)
        case.stage = "assessment"
        change.write(Event("received:case:complete", CASE))
    with registry.reading() as reading:
        assert reading.session.get_one(Case, CASE).stage == "assessment"
