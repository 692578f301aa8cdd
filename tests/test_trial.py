"""A trial of the register: everything happens as in a change, and nothing of it is ever stored."""

# ruff: noqa: PT012 - a refusal may come only when the trial ends
import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from casework.registry import Event, SilentWrite, ledger
from casework.registry.models import LedgerEntry, OfficeSetting

TOLD = Event("office:setting:set", "office")


@pytest.fixture
def setting(registry, moment):
    with registry.change(moment) as change:
        change.write(TOLD, OfficeSetting(name="kind", value="demo"))


def count(registry, table):
    with registry.reading() as reading:
        return len(list(reading.session.scalars(select(table))))


def stored_value(registry):
    with registry.reading() as reading:
        return reading.session.get(OfficeSetting, "kind").value


def test_nothing_of_a_trial_is_stored_and_it_sees_what_it_wrote_itself(registry, moment, setting):
    with registry.trial(moment) as trial:
        trial.session.get_one(OfficeSetting, "kind").value = "real"
        trial.write(TOLD, OfficeSetting(name="second", value="tried"))
        assert len(list(trial.session.scalars(select(OfficeSetting)))) == 2
        assert len(list(trial.session.scalars(select(LedgerEntry)))) == 2
    assert stored_value(registry) == "demo"
    assert count(registry, OfficeSetting) == 1
    assert count(registry, LedgerEntry) == 1


def test_nothing_of_a_trial_is_stored_when_it_ends_in_an_error(registry, moment):
    with pytest.raises(LookupError), registry.trial(moment) as trial:
        trial.write(TOLD, OfficeSetting(name="kind", value="demo"))
        raise LookupError
    assert count(registry, OfficeSetting) == 0


@pytest.mark.parametrize(
    "commit", [Session.commit, lambda session: session.connection().commit(), lambda session: session.connection().get_transaction().commit()],
    ids=["session", "connection", "transaction"],
)  # fmt: skip
def test_a_trial_cannot_be_committed(registry, moment, commit):
    with pytest.raises(SilentWrite, match="a trial is never stored"), registry.trial(moment) as trial:
        trial.write(TOLD, OfficeSetting(name="kind", value="demo"))
        commit(trial.session)
    assert count(registry, OfficeSetting) == 0
    assert count(registry, LedgerEntry) == 0


def test_a_change_without_an_event_is_refused_in_a_trial_too(registry, moment):
    with pytest.raises(SilentWrite), registry.trial(moment) as trial:
        trial.session.add(OfficeSetting(name="kind", value="demo"))
        trial.session.flush()


def test_each_attempt_begins_where_the_trial_stood_and_shows_what_it_wrote(registry, moment, setting):
    with registry.trial(moment) as trial:
        kind = trial.session.get_one(OfficeSetting, "kind")
        for _ in range(2):
            with trial.attempt() as written:
                kind.value += "!"
                trial.write(TOLD, OfficeSetting(name="second", value="tried"))
                assert kind.value == "demo!"
                assert [row.name for row in written.new if isinstance(row, OfficeSetting)] == ["second"]
                assert written.changed == [kind]
            assert kind.value == "demo"
            assert trial.session.get(OfficeSetting, "second") is None


def test_an_attempt_that_raises_is_undone_like_any_other(registry, moment, setting):
    with registry.trial(moment) as trial:
        with pytest.raises(IntegrityError), trial.attempt():
            trial.write(TOLD, OfficeSetting(name="kind", value="twice"))
        with pytest.raises(LookupError), trial.attempt():
            trial.write(TOLD, OfficeSetting(name="second", value="tried"))
            raise LookupError
        with trial.attempt():
            trial.write(TOLD, OfficeSetting(name="third", value="tried"))
            assert trial.session.scalars(select(LedgerEntry.seq)).all() == [1, 2]
    assert count(registry, LedgerEntry) == 1


def test_a_change_stays_possible_on_a_connection_that_served_a_trial(registry, moment, setting):
    for _ in range(3):
        with registry.trial(moment) as trial:
            trial.session.get_one(OfficeSetting, "kind").value = "real"
            trial.write(TOLD)
        with registry.change(moment) as change:
            change.session.get_one(OfficeSetting, "kind").value += "!"
            change.write(TOLD)
    assert stored_value(registry) == "demo!!!"
    assert ledger.verify(registry.engine).holds
