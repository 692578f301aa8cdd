# ruff: noqa: PT012 - a refusal may come only when the change ends
import itertools
from datetime import UTC, date, datetime, timedelta

import pyotp
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from office_in_a_folder import DECREE, WEDNESDAY_MORNING, enrol, enter_decree, mandate, moment_of, open_register
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from casework.registry import Event, SilentWrite
from casework.registry.authority import Staff
from casework.registry.models import Officer, UsedCode
from casework.registry.officers import (
    current_code,
    employee_number_of,
    judge_code,
    name_of,
)

USED_UP = Event("office:code:used-up", "officer:BS", "BS")


@pytest.fixture
def secret(registry, moment):
    """The one-time code's secret of BS, whose code changes every thirty seconds."""
    with registry.change(moment) as change:
        return enrol(change)


def shown(secret, at=WEDNESDAY_MORNING, step_seconds=30, **later):
    """What an authenticator shows, by a program that is not ours."""
    return pyotp.TOTP(secret, interval=step_seconds).at(at + timedelta(**later))


def judge(registry, code, *, submitted=WEDNESDAY_MORNING, picked_up=WEDNESDAY_MORNING, officer="BS"):
    with registry.change(moment_of(picked_up)) as change:
        verdict = judge_code(change, change.session.get_one(Officer, officer), code, submitted)
        change.write(USED_UP)
    return verdict


def later(**how_much):
    return WEDNESDAY_MORNING + timedelta(**how_much)


# --- the one-time code


@pytest.mark.parametrize("step", [-1, 0, 1])
def test_a_code_is_right_in_its_own_half_minute_and_in_the_one_before_and_after(registry, secret, step):
    assert judge(registry, shown(secret, seconds=30 * step)) == "right"


@pytest.mark.parametrize("step", [-3, -2, 2, 3])
def test_a_code_of_another_half_minute_is_wrong(registry, secret, step):
    assert judge(registry, shown(secret, seconds=30 * step)) == "wrong"


@pytest.mark.parametrize("posted", ["", "12345", "1234567", "abcdef", "١٢٣٤٥٦", "ｘ" * 6, " 123456", "000000\n"])
def test_anything_that_is_no_code_is_wrong_and_no_fault(registry, secret, posted):
    assert judge(registry, posted) == "wrong"


def test_the_half_minute_is_kept_to_the_second(registry, secret):
    begin = datetime(2026, 11, 25, 2, 30, 0, tzinfo=UTC)
    code = shown(secret, begin)
    assert judge(registry, code, submitted=begin - timedelta(seconds=31)) == "wrong"
    assert judge(registry, code, submitted=begin + timedelta(seconds=60)) == "wrong"
    assert judge(registry, code, submitted=begin + timedelta(seconds=59, microseconds=999_999)) == "right"


def test_the_code_of_another_officer_is_wrong(registry, moment, secret):
    with registry.change(moment) as change:
        other = enrol(change, "EL")
    assert judge(registry, shown(other)) == "wrong"
    assert judge(registry, shown(other), officer="EL") == "right"


def test_a_code_is_good_once(registry, secret):
    assert [judge(registry, shown(secret)) for _ in range(3)] == ["right", "used", "used"]


def test_a_code_that_was_used_is_not_right_again_in_the_next_half_minute(registry, secret):
    assert judge(registry, shown(secret)) == "right"
    assert judge(registry, shown(secret), submitted=later(seconds=30)) == "used"


def test_a_step_that_one_officer_has_used_up_is_still_good_for_another(registry, moment, secret):
    with registry.change(moment) as change:
        enrol(change, "EL")
        change.session.add(UsedCode(officer_code="EL", time_step=int(WEDNESDAY_MORNING.timestamp()) // 30))
        change.write(USED_UP)
    assert judge(registry, shown(secret)) == "right"


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_answers_picked_up_in_another_order_each_use_their_own_code_once(registry, secret, order):
    submissions = [(shown(secret, seconds=30 * step), later(seconds=30 * step)) for step in range(3)]
    in_the_evening = later(hours=9)
    verdicts = [
        judge(registry, submissions[i][0], submitted=submissions[i][1], picked_up=in_the_evening) for i in order
    ]
    again = [judge(registry, code, submitted=at, picked_up=in_the_evening) for code, at in submissions]
    assert verdicts == ["right", "right", "right"]
    assert again == ["used", "used", "used"]


SHOWS_924682_IN_TWO_HALF_MINUTES = "IEEP2R32GZTXMXPBAFX6MCWW37X73IR7"  # those from 09:29:30 and from 09:30


@pytest.mark.parametrize("first", [-30, 0, 29])
@pytest.mark.parametrize("then", [-30, 0, 30])
def test_a_code_that_two_half_minutes_share_is_good_once(registry, moment, monkeypatch, first, then):
    monkeypatch.setattr(pyotp, "random_base32", lambda: SHOWS_924682_IN_TWO_HALF_MINUTES)
    with registry.change(moment) as change:
        enrol(change)
    assert judge(registry, "924682", submitted=later(seconds=first)) == "right"
    assert judge(registry, "924682", submitted=later(seconds=then)) == "used"


def test_an_answer_picked_up_hours_later_is_judged_at_the_moment_of_its_submission(registry, secret):
    code = shown(secret)
    assert judge(registry, code, submitted=later(hours=7), picked_up=later(hours=7)) == "wrong"
    assert judge(registry, code, submitted=WEDNESDAY_MORNING, picked_up=later(hours=7)) == "right"


def test_a_code_that_was_wrong_uses_nothing_up(registry, secret):
    judge(registry, "not one")
    with registry.reading() as reading:
        assert list(reading.session.scalars(select(UsedCode))) == []


def test_a_used_code_cannot_be_kept_silent(registry, moment, secret):
    with pytest.raises(SilentWrite), registry.change(moment) as change:
        assert judge_code(change, change.session.get_one(Officer, "BS"), shown(secret), WEDNESDAY_MORNING) == "right"
    assert judge(registry, shown(secret)) == "right"


def test_the_database_itself_knows_each_step_of_an_officer_once(registry, moment, secret):
    with registry.change(moment) as change:
        change.write(USED_UP, UsedCode(officer_code="BS", time_step=7))
    with pytest.raises(IntegrityError), registry.change(moment) as change:
        change.write(USED_UP, UsedCode(officer_code="BS", time_step=7))


def test_a_code_submitted_at_a_time_without_its_zone_is_refused(registry, moment, secret):
    naive = datetime(2026, 11, 25, 9, 30)  # noqa: DTZ001 that is the fault
    with pytest.raises(ValueError, match="give an aware datetime"), registry.change(moment) as change:
        judge_code(change, change.session.get_one(Officer, "BS"), "123456", naive)


def test_the_demo_office_may_ask_for_the_code_that_an_authenticator_shows(registry, secret):
    with registry.reading() as reading:
        officer = reading.session.get_one(Officer, "BS")
        assert current_code(reading, officer, WEDNESDAY_MORNING) == shown(secret)
        assert current_code(reading, officer, later(seconds=30)) == shown(secret, seconds=30)


def test_a_demo_officers_code_may_change_every_second(registry, moment):
    with registry.change(moment) as change:
        secret = enrol(change, step_seconds=1)
    assert judge(registry, shown(secret, step_seconds=1)) == "right"
    assert judge(registry, shown(secret, step_seconds=1, seconds=2)) == "wrong"
    for second in range(2, 8):
        at = later(seconds=second)
        assert judge(registry, shown(secret, at, step_seconds=1), submitted=at) == "right"


@pytest.mark.parametrize("step_seconds", [0, -1, 61, 86_400])
def test_a_code_that_lasts_no_time_or_longer_than_a_minute_is_refused_by_the_database(registry, moment, step_seconds):
    with pytest.raises(IntegrityError, match="a_code_lasts_a_minute_at_most"), registry.change(moment) as change:
        enrol(change, step_seconds=step_seconds)


# --- who may decide


@pytest.fixture(scope="module")
def staffed(tmp_path_factory, office_key):
    """A register of which the examples of one test leave nothing behind."""
    opened = open_register(tmp_path_factory.mktemp("office"), office_key)
    with opened.change(moment_of()) as change:
        enrol(change)
        enrol(change, "EL", serves_until=date(2026, 2, 15))
    yield opened
    opened.close()


class NotToBeKept(Exception):
    """The end of an example."""


DAYS = st.dates(date(2026, 1, 1), date(2026, 3, 31))
PERIODS = st.tuples(DAYS, DAYS).map(sorted)


@settings(max_examples=40, deadline=None)
@given(decree=PERIODS, periods=st.lists(PERIODS, max_size=2, unique_by=tuple), on=DAYS, stays=st.booleans())
def test_an_officer_acts_only_within_a_mandate_and_a_decree_in_force_on_that_day(staffed, decree, periods, on, stays):
    code = "BS" if stays else "EL"
    with pytest.raises(NotToBeKept), staffed.change(moment_of()) as change:
        enter_decree(change, DECREE, *decree)
        for number, period in enumerate(periods):
            enter_decree(change, f"SK-{number}", *decree)
            mandate(change, code, "section-head", f"SK-{number}", *period)
        expected = (
            (stays or on <= date(2026, 2, 15))
            and decree[0] <= on <= decree[1]
            and any(begin <= on <= end for begin, end in periods)
        )
        staff = Staff(change, on)
        assert (staff.authority_of(code, "section-head") is not None) == expected
        assert [officer.code for officer in staff.entitled("section-head")] == ([code] if expected else [])
        assert staff.authority_of(code, "head-of-office") is None
        raise NotToBeKept


def test_a_mandate_holds_on_its_first_and_its_last_day(registry, moment):
    with registry.change(moment) as change:
        enter_decree(change)
        enrol(change)
        row = mandate(change, valid_from=date(2026, 3, 2), valid_to=date(2026, 3, 31))
    days = [date(2026, 3, 1), date(2026, 3, 2), date(2026, 3, 31), date(2026, 4, 1)]
    with registry.reading() as reading:
        found = [Staff(reading, day).authority_of("BS", "section-head") for day in days]
    assert [one and one.mandate.id for one in found] == [None, row.id, row.id, None]


def test_a_decree_holds_on_its_first_and_its_last_day_however_long_its_mandates_last(registry, moment):
    with registry.change(moment) as change:
        enter_decree(change, DECREE, date(2026, 3, 2), date(2026, 3, 31))
        enrol(change)
        mandate(change)
    days = [date(2026, 3, 1), date(2026, 3, 2), date(2026, 3, 31), date(2026, 4, 1)]
    with registry.reading() as reading:
        found = [Staff(reading, day).authority_of("BS", "section-head") is not None for day in days]
    assert found == [False, True, True, False]


def test_those_entitled_come_in_the_order_of_their_codes_without_those_shut_out(registry, moment):
    with registry.change(moment) as change:
        enter_decree(change)
        for code in ("RK", "BS", "EL"):
            enrol(change, code)
            mandate(change, code)
    with registry.reading() as reading:
        staff = Staff(reading, date(2026, 11, 25))
        everybody, without = staff.entitled("section-head"), staff.entitled("section-head", ["EL"])
    assert [officer.code for officer in everybody] == ["BS", "EL", "RK"]
    assert [officer.code for officer in without] == ["BS", "RK"]


@pytest.mark.parametrize(
    "period", [("decree", (date(2026, 2, 1), date(2026, 1, 1))), ("mandate", (date(2026, 2, 1), date(2026, 1, 1)))]
)
def test_a_period_that_ends_before_it_begins_is_refused_by_the_database(registry, moment, period):
    kind, (begin, end) = period
    with pytest.raises(IntegrityError, match=f"a_{kind}_ends_after_it_begins"), registry.change(moment) as change:
        if kind == "decree":
            enter_decree(change, DECREE, begin, end)
        enter_decree(change)
        enrol(change)
        mandate(change, valid_from=begin, valid_to=end)


# --- what is known of an officer


def test_an_officers_name_and_number_open_for_letters_and_lie_sealed(registry, moment):
    with registry.change(moment) as change:
        enrol(change, name="Bagus Setiadi", employee_number="197911232004121902")
    with registry.reading() as reading:
        officer = reading.session.get_one(Officer, "BS")
        assert (name_of(reading, officer), employee_number_of(reading, officer)) == (
            "Bagus Setiadi",
            "197911232004121902",
        )
        assert b"Bagus" not in officer.sealed_name
        assert b"1979" not in officer.sealed_employee_number
