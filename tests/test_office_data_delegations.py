"""Delegations by form: who gives what they hold, and never in a circle."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from office_acts import (
    HEAD,
    SECTION_HEAD,
    approve,
    briefed,
    carry,
    fill,
    on,
    propose,
    roles_of,
    today,
)

from casework.acts import ACT_KINDS
from casework.lifecycle import Stage
from casework.registry import Event
from casework.registry.authority import Staff
from casework.registry.models import (
    Delegation,
)

TO_SH = {
    "principal": "BS", "delegate": "SH", "role": SECTION_HEAD, "letter_number": "W-1", "valid_from": on(0), "valid_to": on(9),
}  # fmt: skip


def test_a_delegate_acts_for_the_principal_within_the_letters_days(life):
    carry(life, "delegation", **TO_SH)
    with life.registry.reading() as reading:
        found = [Staff(reading, on(days)).authority_of("SH", "section-head") for days in (-1, 0, 9, 10)]
    assert [one and one.acted_for for one in found] == [None, ("BS",), ("BS",), None]


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"delegate": "BS"}, "BS tidak dapat mendelegasikan kepada dirinya sendiri · nobody delegates to themselves"),
        ({"principal": "WN"}, "WN tidak memegang peran itu pada 24-11-2026 · WN does not hold that role on the first day"),
        ({"role": HEAD}, "BS tidak memegang peran itu pada 24-11-2026 · BS does not hold that role on the first day"),
        ({"delegate": "QQ"}, "petugas QQ tidak dikenal · there is no officer QQ"),
        ({"valid_from": on(-9), "valid_to": on(-1)}, "23-11-2026 sudah lewat · that day is over"),
        ({"valid_to": on(-1)}, "23-11-2026 mendahului 24-11-2026 · the last day comes before the first"),
    ],
)  # fmt: skip
def test_a_delegation_that_cannot_be_is_refused_in_one_sentence(life, changed, fault):
    assert fill(life, "delegation", **{**TO_SH, **changed}) == fault


def test_a_delegation_that_is_there_is_not_entered_again_and_one_that_was_ended_not_in_silence(life):
    carry(life, "delegation", **TO_SH)
    assert fill(life, "delegation", **{**TO_SH, "valid_from": on(5)}) == (
        "delegasi itu sudah ada, 24-11-2026 – 03-12-2026 · there is such a delegation already"
    )
    carry(life, "ending", what="delegasi · delegation", officer="SH", role=SECTION_HEAD, number="W-1")
    assert roles_of(life, "SH") == ("counter-officer",)
    assert fill(life, "delegation", **TO_SH) == (
        "delegasi itu pernah dicabut; pilih hari mulai lain · it was ended before: choose another first day"
    )
    carry(life, "delegation", **{**TO_SH, "valid_from": on(1)})
    assert "section-head" in roles_of(life, "SH", on(1))


def test_whoever_acts_for_another_may_pass_it_on_but_not_back(life):
    carry(life, "delegation", **TO_SH)
    carry(life, "delegation", **{**TO_SH, "principal": "SH", "delegate": "WN"})
    back = {**TO_SH, "principal": "WN", "delegate": "BS", "valid_from": on(9), "valid_to": on(12)}
    assert fill(life, "delegation", **back) == (
        "BS sudah mendelegasikan peran itu kepada WN, langsung atau melalui petugas lain, pada 03-12-2026 · "
        "a circle: WN acts for BS on that day"
    )


def test_delegations_that_overlap_the_new_one_but_not_one_another_make_no_circle(life):
    carry(life, "delegation", **{**TO_SH, "valid_to": on(2)})
    carry(life, "delegation", **{**TO_SH, "principal": "BS", "delegate": "EL", "valid_from": on(5)})
    carry(life, "delegation", **{**TO_SH, "principal": "EL", "delegate": "WN", "valid_from": on(5)})
    assert fill(life, "delegation", **{**TO_SH, "principal": "EL", "delegate": "BS", "valid_to": on(4)}).startswith(
        "ACT-"
    )
    assert fill(life, "delegation", **{**TO_SH, "principal": "EL", "delegate": "BS", "valid_to": on(5)}).endswith(
        "a circle: EL acts for BS on that day"
    )


def test_a_circle_that_two_forms_would_make_together_is_refused_at_the_second_approval(life):
    there = propose(life, "delegation", **{**TO_SH, "delegate": "EL"})
    back = propose(life, "delegation", **{**TO_SH, "principal": "EL", "delegate": "BS"})
    assert approve(life, there).granted
    assert approve(life, back).reason == "no-longer-fits"
    life.decided("RK", "act-approval", "reject", subject=back, ground="waits-for-another")
    assert len(life.rows(Delegation)) == 1


def test_the_approver_is_told_of_a_delegation_that_outlasts_what_is_delegated(life):
    carry(life, "officer-leaves", code="BS", last_day=on(5))
    subject = propose(life, "delegation", **TO_SH)
    assert "⚠ BS tidak memegang peran itu sampai 03-12-2026 · the principal's mandate ends before" in briefed(
        life, subject
    )


DELEGATIONS = st.lists(
    st.tuples(
        st.sampled_from(["BS", "EL", "SH", "WN"]),
        st.sampled_from(["BS", "EL", "SH", "WN"]),
        st.integers(0, 8),
        st.integers(0, 4),
        st.booleans(),
    ),
    max_size=9,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(tried=DELEGATIONS)
def test_whatever_delegations_are_accepted_in_whatever_order_nobody_acts_for_themselves_on_any_day(at_stage, tried):
    life = at_stage(Stage.RECEIVED)
    kind, began = ACT_KINDS["delegation"], today(life)
    for number, (principal, delegate, first, length, is_ended) in enumerate(tried):
        content = kind.content(
            principal=principal, delegate=delegate, role=SECTION_HEAD, letter_number=f"W-{number}",
            valid_from=began + timedelta(days=first), valid_to=began + timedelta(days=first + length),
        )  # fmt: skip
        with life.change() as change:
            if kind.fault(change, life.office, content) is not None:
                continue
            row = Delegation(
                principal_code=principal, delegate_code=delegate, role="section-head", letter_number=f"W-{number}",
                valid_from=content.valid_from, valid_to=content.valid_to,
                ended_at=change.moment.recorded_at if is_ended else None,
            )  # fmt: skip
            change.write(Event("office:delegation:entered", f"officer:{delegate}"), row)
    standing = life.rows(Delegation, Delegation.ended_at.is_(None))
    for day in (began + timedelta(days=days) for days in range(14)):
        pairs = [(one.principal_code, one.delegate_code) for one in standing if one.valid_from <= day <= one.valid_to]
        assert not has_a_circle(pairs), (day, pairs)


def has_a_circle(pairs):
    """Told apart otherwise than the rule does: whoever passes nothing on is taken away until nobody is left, or nobody can be."""
    left = set(pairs)
    while left:
        ends = {pair for pair in left if pair[1] not in {principal for principal, _ in left}}
        if not ends:
            return True
        left -= ends
    return False
