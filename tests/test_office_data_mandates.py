"""Decrees, mandates, acting appointments and signing on behalf by form."""

from datetime import date, timedelta

import pytest
from office_acts import (
    COUNTER,
    GIVEN,
    HEAD,
    SECTION_HEAD,
    SK,
    STANDS_IN,
    approve,
    briefed,
    carry,
    fill,
    may_answer,
    on,
    propose,
    role_asked,
    roles_of,
    today,
)

from casework.registry.authority import Staff
from casework.registry.models import (
    Decree,
    Mandate,
)
from casework.stages.dispatch.plans import decree_in_force

# --- decrees and mandates


NEXT_YEAR = {
    "number": "WIM.13.IMI.1-CONTOH-OT.02.01 TAHUN 2029", "dated": on(0), "valid_from": date(2029, 1, 1), "valid_to": date(2029, 12, 31),
}  # fmt: skip


def test_a_decree_is_in_the_register_once_it_is_approved(life):
    carry(life, "decree", **NEXT_YEAR, signatory_post="Kepala Kantor Wilayah")
    [row] = life.rows(Decree, Decree.number == NEXT_YEAR["number"])
    assert (row.dated, row.valid_from, row.valid_to, row.signatory_post) == (
        on(0), date(2029, 1, 1), date(2029, 12, 31), "Kepala Kantor Wilayah",
    )  # fmt: skip


def test_a_decree_is_entered_once_however_it_is_written_and_never_backwards_or_too_late(life):
    assert fill(life, "decree", **{**NEXT_YEAR, "number": SK}) == (
        f"SK {SK} sudah terdaftar · that decree is in the register already"
    )
    carry(life, "decree", **NEXT_YEAR)
    written_otherwise = "WIM.13.IMI.1 - CONTOH - OT.02.01 Tahun 2029"
    assert fill(life, "decree", **{**NEXT_YEAR, "number": written_otherwise}) == (
        f"SK {written_otherwise} sudah terdaftar dengan ejaan lain · it is in the register already, written otherwise"
    )
    assert fill(life, "decree", **{**NEXT_YEAR, "number": "SK 8", "valid_to": date(2028, 12, 31)}) == (
        "31-12-2028 mendahului 01-01-2029 · the last day comes before the first"
    )
    past = {"valid_from": on(-9), "valid_to": on(-1)}
    assert (
        fill(life, "decree", **{**NEXT_YEAR, "number": "SK 9", **past}) == "23-11-2026 sudah lewat · that day is over"
    )


def test_the_approver_of_a_decree_is_told_what_is_in_force_beside_it(life):
    subject = propose(life, "decree", **{**NEXT_YEAR, "valid_from": on(0)})
    assert f"⚠ Pada masa itu berlaku juga · also in force then: {SK}" in briefed(life, subject)


def test_a_mandate_holds_from_its_first_to_its_last_day(life):
    carry(life, "mandate", **GIVEN)
    assert [roles_of(life, "SH", on(days)) for days in (-1, 0, 30, 31)] == [
        ("counter-officer",), ("counter-officer", "section-head"), ("counter-officer", "section-head"), ("counter-officer",),
    ]  # fmt: skip


def test_a_mandate_that_its_decree_does_not_carry_or_that_is_held_already_is_refused(life):
    assert fill(life, "mandate", **{**GIVEN, "decree": "SK 9"}) == (
        "SK SK 9 belum terdaftar · that decree is not in the register: enter it first"
    )
    assert fill(life, "mandate", **{**GIVEN, "valid_to": date(2029, 1, 1)}) == (
        f"SK {SK} hanya berlaku 01-01-2026 – 31-12-2028 · the decree is in force in that period only"
    )
    assert fill(life, "mandate", **{**GIVEN, "officer": "BS"}) == (
        f"BS sudah memegang peran itu menurut {SK}; akhiri dahulu · BS holds that role by it in this period: end that first"
    )
    carry(life, "officer-leaves", code="SH", last_day=on(1))
    assert fill(life, "mandate", **{**GIVEN, "valid_from": on(2)}) == (
        "petugas SH tidak bertugas pada 26-11-2026 · SH does not serve on that day"
    )


@pytest.mark.parametrize(
    ("role", "officer", "asked", "entitled"),
    [
        (COUNTER, "EL", "head-of-office", ["RK"]),
        (COUNTER, "RK", "head-of-office", []),  # nobody approves what they receive themselves
        (HEAD, "WN", "section-head", ["BS", "EL"]),
        (HEAD, "BS", "section-head", ["EL"]),
    ],
)
def test_what_concerns_the_heads_role_is_approved_by_a_section_head_and_never_by_who_receives_it(
    life, role, officer, asked, entitled
):
    subject = fill(life, "mandate", **{**GIVEN, "officer": officer, "role": role})
    life.decided("PM", "act-proposal", "propose", subject=subject)
    if entitled:
        assert (role_asked(life, subject), may_answer(life, subject)) == (asked, entitled)
    else:  # the superior of the head
        assert (role_asked(life, subject), may_answer(life, subject)) == ("regional-office", ["HC"])


def test_the_beneficiarys_approval_is_refused_for_four_eyes(life):
    subject = propose(life, "mandate", **{**GIVEN, "officer": "BS", "role": HEAD})
    assert approve(life, subject, "BS").reason == "four-eyes"
    assert approve(life, subject, "EL").granted


def test_a_delegate_of_the_beneficiary_is_one_with_them_before_four_eyes(life):
    carry(life, "delegation", principal="BS", delegate="WN", role=SECTION_HEAD, letter_number="W-1", valid_from=on(0), valid_to=on(9))  # fmt: skip
    subject = propose(life, "mandate", **{**GIVEN, "officer": "BS", "role": HEAD})
    assert may_answer(life, subject) == ["EL"]
    assert approve(life, subject, "WN").reason == "four-eyes"


def test_a_mandate_ends_at_once_and_what_was_submitted_before_counts(life):
    carry(life, "ending", what="kewenangan menurut SK · mandate", officer="EL", role=SECTION_HEAD, number=SK)
    assert roles_of(life, "EL") == ()
    before = life.clock.now - timedelta(minutes=1)
    with life.registry.reading() as reading:
        assert Staff(reading, today(life), before).authority_of("EL", "section-head") is not None
    assert fill(life, "mandate", **{**GIVEN, "officer": "EL", "valid_from": date(2026, 1, 1)}) == (
        "kewenangan itu pernah dicabut; pilih hari mulai lain · it was ended before: choose another first day"
    )
    carry(life, "mandate", **{**GIVEN, "officer": "EL"})
    assert roles_of(life, "EL") == ("section-head",)


def test_what_is_not_held_cannot_end_and_the_last_administrator_stays(life):
    ending = {"what": "kewenangan menurut SK · mandate", "officer": "EL", "role": COUNTER, "number": SK}
    assert fill(life, "ending", **ending) == (
        f"EL tidak memegang peran itu menurut {SK} · there is nothing of that kind to end"
    )
    last = {**ending, "officer": "PM", "role": "Tata Usaha · administrator"}
    assert fill(life, "ending", **last).startswith("PM satu-satunya Tata Usaha; tunjuk dahulu penggantinya")


def test_the_heads_mandate_is_ended_by_a_section_heads_approval(life):
    subject = propose(life, "ending", what="kewenangan menurut SK · mandate", officer="RK", role=HEAD, number=SK)
    assert may_answer(life, subject) == ["BS", "EL"]
    assert approve(life, subject, "BS").granted
    assert roles_of(life, "RK") == ()


# --- acting appointments, signing on behalf


def test_an_acting_head_acts_by_the_letter_for_its_days(life):
    carry(life, "acting", approved_by="EL", **STANDS_IN)
    assert [roles_of(life, "BS", on(days)) for days in (0, 1, 5, 6)] == [
        ("section-head",), ("section-head", "head-of-office"), ("section-head", "head-of-office"), ("section-head",),
    ]  # fmt: skip
    [row] = life.rows(Mandate, Mandate.decree_number == "W.13-7")
    assert (row.capacity, row.signs_for, row.post) == ("plh", None, None)
    [letter] = life.rows(Decree, Decree.number == "W.13-7")
    assert (letter.dated, letter.valid_from, letter.valid_to) == (on(0), on(1), on(5))


@pytest.mark.parametrize(
    ("capacity", "role", "post", "kept"),
    [
        ("Plt. · plt", SECTION_HEAD, "Kepala Seksi Izin Tinggal", ("plt", None, "Kepala Seksi Izin Tinggal")),
        ("a.n. · an", HEAD, "", ("definitive", "an", None)),
        ("u.b. · ub", SECTION_HEAD, "Kepala Seksi Izin Tinggal", ("definitive", "ub", "Kepala Seksi Izin Tinggal")),
    ],
)
def test_each_capacity_is_kept_as_letters_are_signed_by_it(life, capacity, role, post, kept):
    approver = "BS" if role == HEAD else "RK"
    given = {**STANDS_IN, "officer": "WN", "role": role, "capacity": capacity, "post": post}
    carry(life, "acting", approved_by=approver, **given)
    [row] = life.rows(Mandate, Mandate.decree_number == "W.13-7")
    assert (row.capacity, row.signs_for, row.post) == kept


@pytest.mark.parametrize(("capacity", "role"), [("u.b. · ub", HEAD), ("Plh. · plh", COUNTER), ("Plt. · plt", COUNTER)])
def test_the_post_is_named_where_a_letter_would_have_to_name_it(life, capacity, role):
    assert fill(life, "acting", **{**STANDS_IN, "capacity": capacity, "role": role}) == (
        "jabatan yang diwakili belum diisi · the post that is acted in or signed for is missing"
    )


def test_one_letter_may_name_several_officers_but_is_of_one_day_and_one_period(life):
    carry(life, "acting", approved_by="EL", **STANDS_IN)
    signs = {**STANDS_IN, "officer": "WN", "capacity": "a.n. · an"}
    assert fill(life, "acting", **{**signs, "letter_dated": on(-1)}) == (
        "surat W.13-7 sudah terdaftar dengan tanggal lain · that letter is in the register with another date"
    )
    assert fill(life, "acting", **{**signs, "valid_to": on(6)}) == (
        "surat W.13-7 hanya berlaku 25-11-2026 – 29-11-2026 · the letter is in force in that period only"
    )
    carry(life, "acting", approved_by="EL", **signs)
    assert len(life.rows(Mandate, Mandate.decree_number == "W.13-7")) == 2


def test_a_letter_that_lets_somebody_act_is_not_taken_for_the_decree_that_appoints_the_teams(life):
    carry(life, "acting", approved_by="EL", **STANDS_IN)
    with life.registry.reading() as reading:
        assert decree_in_force(reading, on(2)) == SK


@pytest.mark.parametrize(
    ("changed", "note"),
    [
        ({"capacity": "Plh. · plh"}, "⚠ RK tidak tercatat berhalangan pada 25-11-2026 · is not recorded as absent"),
        ({"capacity": "Plt. · plt"}, "⚠ Jabatan tidak kosong: RK · the post is not vacant"),
        (
            {"capacity": "Plt. · plt", "valid_to": date(2027, 2, 25)},
            "⚠ Plt.: paling lama 3 bulan, diperpanjang paling lama 3 bulan (SE Kepala BKN 1/SE/I/2021; UU 30/2014 pasal 14) · only as an extension",
        ),
        (
            {"capacity": "Plt. · plt", "valid_to": date(2027, 5, 25)},
            "⚠ Lebih dari batas Plt.: paling lama 3 bulan, diperpanjang paling lama 3 bulan (SE Kepala BKN 1/SE/I/2021; UU 30/2014 pasal 14) · beyond what is allowed, extension included",
        ),
    ],
)
def test_what_the_law_or_the_register_says_otherwise_is_shown_to_the_approver_and_stops_nobody(life, changed, note):
    subject = propose(life, "acting", **{**STANDS_IN, **changed})
    assert note in briefed(life, subject)
    assert approve(life, subject, "EL").granted


def test_three_months_to_the_day_are_within_the_limit_and_an_extension_counts_with_what_it_extends(life):
    first = {**STANDS_IN, "capacity": "Plt. · plt", "valid_to": date(2027, 2, 24)}
    subject = propose(life, "acting", **first)
    assert "paling lama 3 bulan" not in briefed(life, subject)
    assert approve(life, subject, "EL").granted
    again = {**first, "letter_number": "W.13-8", "valid_from": date(2027, 2, 25)}
    subject = propose(life, "acting", **{**again, "valid_to": date(2027, 5, 24)})
    assert "only as an extension" in briefed(life, subject)
    subject = propose(life, "acting", **{**again, "valid_to": date(2027, 5, 25)})
    assert "beyond what is allowed, extension included" in briefed(life, subject)


def test_a_plh_for_an_absent_head_needs_no_warning(life):
    carry(life, "absence", by="SH", approved_by="PM", officer="RK", first_day=on(1), last_day=on(5))  # fmt: skip
    assert "⚠" not in briefed(life, propose(life, "acting", **STANDS_IN))
