"""The office's own data without a terminal: what each form refuses, and what holds once a second person approved it."""

import re
from datetime import date, timedelta

import pyotp
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from office_acts import (
    NEWCOMER,
    approve,
    calendar_now,
    carry,
    fill,
    propose,
    take_in,
    today,
    type_identity,
)
from pydantic import ValidationError
from sqlalchemy import select

from casework.acts import ACT_KINDS
from casework.acts.code_secrets import show_once
from casework.acts.fields import LanguageShown, RoleShown
from casework.acts.identity import Identity
from casework.briefings import brief
from casework.demo_office.officers import OFFICERS
from casework.entitlement import entitled_to
from casework.holding import claim
from casework.letters.wording import is_known_language
from casework.lifecycle import Stage
from casework.questions import ROLE_NAMES, code_of
from casework.registry import Event
from casework.registry.authority import Staff
from casework.registry.models import (
    Absence,
    DataKey,
    Decree,
    Delegation,
    JointAct,
    LedgerEntry,
    Mandate,
    OfficeDayRow,
    Officer,
    Question,
    Visit,
)
from casework.registry.officers import employee_number_of, name_of
from casework.stages.dispatch.plans import decree_in_force

FIRST_DAY = date(2026, 11, 24)  # the Tuesday on which the demo office opens
SK = "WIM.13.IMI.1-CONTOH-OT.02.01 TAHUN 2026"
SECTION_HEAD, HEAD, COUNTER = "Kasi · section-head", "Kakanim · head-of-office", "Petugas Loket · counter-officer"


def on(days):
    return FIRST_DAY + timedelta(days=days)


def roles_of(life, code, day=None):
    with life.registry.reading() as reading:
        return Staff(reading, day or today(life)).roles_of(code)


def briefed(life, subject):
    return brief(life.registry, life.office, life.open(subject)[0], life.office.now()).markdown


def role_asked(life, subject):
    return life.open(subject)[0].role


def may_answer(life, subject):
    with life.registry.reading() as reading:
        question = reading.session.get_one(Question, life.open(subject)[0].question_id)
        return [officer.code for officer in entitled_to(reading, question, today(life))]


# --- the forms


def test_the_forms_offer_every_role_of_the_office_by_its_own_words():
    shown = [f"{name} · {role}" for role, name in ROLE_NAMES.items()]
    assert list(RoleShown.__args__) == shown


def test_the_forms_offer_only_languages_that_letters_have_words_for_and_all_that_are_spoken_here():
    offered = {code_of(one) for one in LanguageShown.__args__}
    assert all(is_known_language(code) for code in offered)
    assert {language for officer in OFFICERS for language in officer.languages} <= offered


@pytest.mark.parametrize("kind", ACT_KINDS.values(), ids=lambda kind: kind.name)
def test_each_field_of_a_form_has_its_title_and_its_words_and_none_is_shown_as_a_choice_of_types(kind):
    schema = kind.content.model_json_schema()
    assert schema["additionalProperties"] is False
    for name, field in schema["properties"].items():
        assert " · " in field["title"], name
        assert len(field["description"]) > 10, name
        assert "anyOf" not in field, name


@pytest.mark.parametrize("kind", ACT_KINDS.values(), ids=lambda kind: kind.name)
def test_no_form_has_room_for_a_name(kind):
    for name, field in kind.content.model_json_schema()["properties"].items():
        is_free = field["type"] == "string" and not ({"pattern", "enum", "format"} & set(field))
        assert not is_free, name
        assert "name" not in name


def test_a_number_is_none_without_a_digit_so_that_nobodys_name_passes_for_one():
    content = ACT_KINDS["decree"].content
    days = {"dated": FIRST_DAY, "valid_from": FIRST_DAY, "valid_to": FIRST_DAY}
    assert content.model_validate({"number": "SK 7", **days}).signatory_post == "Kepala Kantor"
    with pytest.raises(ValidationError):
        content.model_validate({"number": "Ratna Kusumaningrum", **days})


# --- an officer


COMES = {"code": "XY", "post": "Petugas Loket", "languages": ["Indonesia · id", "Jawa · jv"], "serves_from": on(2)}


def test_an_officer_comes_once_name_and_nip_are_typed_and_serves_from_the_first_day(life):
    subject = propose(life, "officer", **COMES)
    assert "⚠ Nama dan NIP belum diisi pada lembar berkas." in briefed(life, subject)
    assert approve(life, subject).reason == "identity-missing"
    assert life.rows(Officer, Officer.code == "XY") == []
    assert type_identity(life, subject) == "done"
    assert "⚠ Nama dan NIP belum diisi" not in briefed(life, subject)
    assert approve(life, subject).granted
    with life.registry.reading() as reading:
        officer = reading.session.get_one(Officer, "XY")
        assert (officer.post, officer.languages, officer.serves_from) == ("Petugas Loket", ["id", "jv"], on(2))
        assert (name_of(reading, officer), employee_number_of(reading, officer)) == (
            NEWCOMER.name, NEWCOMER.employee_number,
        )  # fmt: skip
        assert ["XY" in Staff(reading, on(days)).serving for days in (1, 2)] == [False, True]
    assert roles_of(life, "XY", on(2)) == ()
    assert "office:officer:enrolled" in life.events("officer:XY")


def test_what_was_typed_is_sealed_and_stands_nowhere_else_once_it_lies_with_the_officer(life):
    subject = propose(life, "officer", **COMES)
    type_identity(life, subject)
    [act] = life.rows(JointAct)
    assert NEWCOMER.employee_number.encode() not in act.sealed_identity
    approve(life, subject)
    [act] = life.rows(JointAct)
    assert act.sealed_identity is None
    ledger = b"".join(row.body for row in life.rows(LedgerEntry))
    assert b"Karangan" not in ledger
    assert NEWCOMER.employee_number.encode() not in ledger
    assert "Karangan" not in repr(NEWCOMER)


@pytest.mark.parametrize(("choice", "state"), [("drop", "dropped"), ("reject", "rejected")])
def test_what_does_not_come_to_hold_keeps_nobodys_name(life, choice, state):
    subject = fill(life, "officer", **COMES)
    type_identity(life, subject)
    if choice == "drop":
        life.decided("PM", "act-proposal", "drop", subject=subject)
    else:
        life.decided("PM", "act-proposal", "propose", subject=subject)
        life.decided("RK", "act-approval", "reject", subject=subject, ground="not-needed")
    [act] = life.rows(JointAct)
    assert (act.state, act.sealed_identity) == (state, None)
    assert type_identity(life, subject) == "settled"


def test_what_was_typed_may_be_corrected_until_it_is_proposed_and_stands_from_then_on(life):
    subject = fill(life, "officer", **COMES)
    assert [type_identity(life, subject), type_identity(life, subject)] == ["done", "done"]
    life.decided("PM", "act-proposal", "propose", subject=subject)
    assert type_identity(life, subject) == "stands"


@pytest.mark.parametrize(
    ("name", "number", "expected"),
    [
        ("Nama Karangan", "19900101201501100", "number-malformed"),
        ("Nama Karangan", "199013012015011001", "number-malformed"),
        ("Nama Karangan", "199001012015013001", "number-malformed"),
        ("Nama Karangan", "199001011990011001", "number-malformed"),
        ("Nama Karangan", "１９９００１０１２０１５０１１００１", "number-malformed"),
        ("N4ma", "199001012015011001", "name-malformed"),
        ("", "199001012015011001", "name-malformed"),
        ("<b>Nama</b>", "199001012015011001", "name-malformed"),
        ("Nama Karangan", OFFICERS[1].employee_number, "known-already"),
    ],
)
def test_a_name_and_a_nip_that_cannot_be_are_not_taken(life, name, number, expected):
    subject = fill(life, "officer", **COMES)
    assert type_identity(life, subject, Identity(name, number)) == expected
    assert life.rows(JointAct)[0].sealed_identity is None


def test_contract_employees_numbers_are_taken_too(life):
    subject = fill(life, "officer", **COMES)
    assert type_identity(life, subject, Identity("Nama Karangan", "199001012023211001")) == "done"


def test_one_person_is_never_two_officers_who_could_approve_one_another(life):
    first = propose(life, "officer", **COMES)
    second = propose(life, "officer", **{**COMES, "code": "XZ"})
    for subject in (first, second):
        assert type_identity(life, subject) == "done"
    assert approve(life, first).granted
    assert approve(life, second).reason == "identity-known"


def test_a_code_is_given_once_and_a_language_named_once(life):
    assert fill(life, "officer", **{**COMES, "code": "BS"}) == "kode BS sudah dipakai · the code BS is taken"
    twice = {**COMES, "languages": ["Jawa · jv", "Jawa · jv"]}
    assert fill(life, "officer", **twice) == "satu bahasa disebut dua kali · a language is named twice"


# --- the secret of the one-time code


def shown(life, subject, by="PM"):
    with life.change() as change:
        return show_once(change, subject, by)


def test_a_new_officers_secret_is_shown_once_on_record_and_its_codes_are_right(life):
    subject = take_in(life)
    uri = shown(life, subject)
    found = re.fullmatch(r"otpauth://totp/Kantor%20Imigrasi%20Surakarta:XY\?secret=([A-Z2-7]{32})&issuer=.*", uri)
    assert found
    assert pyotp.TOTP(found[1]).at(life.clock.now) == life.code_of("XY")
    assert shown(life, subject) is None
    assert life.events(subject).count("office:code-secret:shown") == 1


def test_a_lost_phones_codes_are_wrong_from_the_approval_on_and_the_new_ones_are_right(life):
    old = life.code_of("EL")
    subject = carry(life, "new-code-secret", code="EL")
    assert life.code_of("EL", life.clock.now) != old
    assert shown(life, subject).startswith("otpauth://totp/")


def test_a_secret_that_was_replaced_before_anybody_saw_it_is_never_shown(life):
    first = take_in(life)
    second = carry(life, "new-code-secret", code="XY")
    assert shown(life, first) is None
    assert shown(life, second) is not None


def test_whoever_lost_the_phone_does_not_approve_the_new_secret(life):
    subject = propose(life, "new-code-secret", code="RK")
    assert (role_asked(life, subject), may_answer(life, subject)) == ("section-head", ["BS", "EL"])
    subject = fill(life, "new-code-secret", code="PM")  # the only administrator: somebody else proposes it
    assert role_asked(life, subject) == "section-head"
    life.decided("BS", "act-proposal", "propose", subject=subject)
    assert approve(life, subject).granted


def test_an_unknown_officer_has_no_phone_to_lose(life):
    assert fill(life, "new-code-secret", code="QQ") == "petugas QQ tidak dikenal · there is no officer QQ"


# --- an officer leaves


def test_whoever_leaves_acts_until_the_last_day_and_not_after(life):
    carry(life, "officer-leaves", code="EL", last_day=on(3))
    assert [roles_of(life, "EL", on(days)) for days in (3, 4)] == [("section-head",), ()]


def test_nobody_leaves_in_the_past_or_twice_and_the_last_administrator_has_a_successor_first(life):
    assert fill(life, "officer-leaves", code="EL", last_day=on(-1)) == "23-11-2026 sudah lewat · that day is over"
    assert (
        fill(life, "officer-leaves", code="QQ", last_day=on(1)) == "petugas QQ tidak dikenal · there is no officer QQ"
    )
    assert fill(life, "officer-leaves", code="PM", last_day=on(1)) == (
        "PM satu-satunya Tata Usaha; tunjuk dahulu penggantinya · PM is the only administrator: appoint a successor first"
    )
    carry(life, "officer-leaves", code="EL", last_day=on(1))
    assert fill(life, "officer-leaves", code="EL", last_day=on(1)) == (
        "hari terakhir EL sudah demikian · that is the last day of EL already"
    )
    assert fill(life, "officer-leaves", code="EL", last_day=on(2)).startswith("ACT-")


def test_a_head_who_leaves_does_not_approve_it(life):
    subject = propose(life, "officer-leaves", code="RK", last_day=on(9))
    assert (role_asked(life, subject), may_answer(life, subject)) == ("section-head", ["BS", "EL"])


def test_the_approver_is_told_what_whoever_leaves_still_has_in_hand(at_stage):
    life = at_stage(Stage.ASSESSMENT)
    with life.change() as change:
        claim(change, life.question("eligibility-verdict").question_id, "EL")
    subject = propose(life, "officer-leaves", code="EL", last_day=today(life))
    assert "EL masih memegang 1 pertanyaan · still has 1 questions in hand" in briefed(life, subject)


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


GIVEN = {"officer": "SH", "role": SECTION_HEAD, "decree": SK, "valid_from": on(0), "valid_to": on(30)}


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


STANDS_IN = {
    "officer": "BS", "role": HEAD, "capacity": "Plh. · plh", "letter_number": "W.13-7", "letter_dated": on(0),
    "valid_from": on(1), "valid_to": on(5),
}  # fmt: skip


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
    carry(life, "absence", by="SH", approved_by="PM", officer="RK", reason="cuti · leave", first_day=on(1), last_day=on(5))  # fmt: skip
    assert "⚠" not in briefed(life, propose(life, "acting", **STANDS_IN))


# --- delegations


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


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
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


# --- absences


AWAY = {"officer": "EL", "reason": "sakit · illness", "first_day": on(0), "last_day": on(2)}


def test_an_absence_is_entered_by_the_counter_and_the_administrator_and_counts_from_then_on(life):
    subject = carry(life, "absence", by="SH", approved_by="PM", **AWAY)
    [row] = life.rows(Absence)
    assert (row.officer_code, row.reason, row.first_day, row.last_day) == ("EL", "illness", on(0), on(2))
    with life.registry.reading() as reading:
        assert [Staff(reading, on(days)).absent for days in (0, 2, 3)] == [{"EL"}, {"EL"}, set()]
    assert life.events("officer:EL")[-1] == "office:absence:entered"
    assert life.facts_of("office:absence:entered", "officer:EL")[-1]["act"] == subject


@pytest.mark.parametrize(
    ("away", "proposer", "approver"),
    [("SH", "administrator", "section-head"), ("PM", "counter-officer", "section-head"), ("EL", "counter-officer", "administrator")],
)  # fmt: skip
def test_an_absence_of_whoever_would_enter_it_is_entered_by_somebody_else(life, away, proposer, approver):
    subject = fill(life, "absence", **{**AWAY, "officer": away})
    assert role_asked(life, subject) == proposer
    life.decided({"administrator": "PM", "counter-officer": "SH"}[proposer], "act-proposal", "propose", subject=subject)
    assert role_asked(life, subject) == approver
    assert away not in may_answer(life, subject)


def test_whoever_is_away_already_is_not_waited_for(life):
    carry(life, "absence", by="SH", approved_by="PM", **{**AWAY, "officer": "WN"})
    subject = propose(life, "absence", "PM", **{**AWAY, "officer": "SH"})
    assert approve(life, subject, "BS").granted
    assert role_asked(life, fill(life, "absence", **AWAY)) == "administrator"


def test_absences_do_not_overlap_and_whoever_is_back_early_is_back(life):
    carry(life, "absence", by="SH", approved_by="PM", **AWAY)
    told = "EL sudah tercatat tidak masuk 24-11-2026 – 26-11-2026 · that absence is recorded already"
    assert fill(life, "absence", **AWAY) == told
    assert fill(life, "absence", **{**AWAY, "first_day": on(2), "last_day": on(5)}) == told
    life.clock.pass_(days=1)
    carry(life, "absence", by="SH", approved_by="PM", **{**AWAY, "last_day": on(0)})
    with life.registry.reading() as reading:
        assert Staff(reading, on(1)).absent == set()
    assert life.events("officer:EL")[-1] == "office:absence:corrected"


def test_an_absence_that_is_over_is_not_entered(life):
    gone = {**AWAY, "first_day": on(-3), "last_day": on(-1)}
    assert fill(life, "absence", **gone) == "23-11-2026 sudah lewat · that day is over"


def test_the_approver_is_told_of_teams_that_count_on_whoever_is_absent(at_stage):
    life = at_stage(Stage.VISIT)
    team = life.team()
    subject = propose(
        life, "absence", "SH", officer=team.lead_code, reason="sakit · illness", first_day=team.day, last_day=team.day
    )
    told = f"⚠ Sudah ditugaskan dalam tim · already assigned to a team: {team.team_code} {team.day:%d-%m-%Y}"
    assert told in briefed(life, subject)


# --- the calendar


CLOSED = {"day": on(2), "state": "tutup · closed", "reason": "Cuti bersama", "legal_basis": "SKB 3 Menteri 1497/2026"}


def test_a_day_that_was_closed_is_no_working_day_for_anybody_who_asks_the_calendar(life):
    assert calendar_now(life).is_working_day(on(2))
    carry(life, "office-day", **CLOSED)
    calendar = calendar_now(life)
    assert calendar.reason_closed(on(2)) == "Cuti bersama"
    assert calendar.next_working_day(on(1)) == on(3)
    assert calendar.add_working_days(on(0), 2) == on(3)
    carry(life, "office-day", **{**CLOSED, "state": "buka · open", "reason": "Cuti bersama dibatalkan"})
    assert calendar_now(life).is_working_day(on(2))
    assert life.count(OfficeDayRow) == 1


def test_a_saturday_may_be_declared_open(life):
    saturday = on(4)
    carry(life, "office-day", **{**CLOSED, "day": saturday, "state": "buka · open", "reason": "Layanan akhir pekan"})
    assert calendar_now(life).is_working_day(saturday)


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"day": on(-1)}, "23-11-2026 sudah lewat · that day is over"),
        ({"day": on(4)}, "28-11-2026 sudah tutup: Hari Sabtu · the office is closed on that day already"),
        ({"state": "buka · open"}, "26-11-2026 sudah hari kerja · that is a working day already"),
    ],
)
def test_a_day_is_not_set_to_what_it_is_or_after_it_is_over(life, changed, fault):
    assert fill(life, "office-day", **{**CLOSED, **changed}) == fault


def test_the_approver_of_a_late_holiday_is_told_how_many_visits_lie_on_it(at_stage):
    life = at_stage(Stage.VISIT)
    [visit] = life.rows(Visit)
    subject = propose(life, "office-day", **{**CLOSED, "day": visit.day})
    told = "⚠ Kunjungan yang sudah diumumkan pada hari itu · visits announced on that day: **1**"
    assert told in briefed(life, subject)
    empty = propose(life, "office-day", **{**CLOSED, "day": visit.day + timedelta(days=1)})
    assert "\n\nKunjungan yang sudah diumumkan pada hari itu · visits announced on that day: **0**" in briefed(
        life, empty
    )


# --- the life of an act


def test_a_briefing_of_any_act_keeps_to_its_lines_and_names_its_proposer(life):
    carry(life, "officer-leaves", code="BS", last_day=on(5))
    longest = propose(life, "acting", **{**STANDS_IN, "capacity": "Plt. · plt", "valid_to": date(2027, 2, 25)})
    told = briefed(life, longest)
    assert "Diusulkan · proposed: PM, 24-11-2026" in told
    assert len([line for line in told.split("\n") if line]) <= 15


def test_a_change_that_came_while_the_question_waited_is_honoured(life):
    subject = propose(life, "mandate", **GIVEN)
    carry(life, "officer-leaves", code="SH", last_day=on(0))
    life.clock.pass_(days=1)
    late = {**GIVEN, "valid_from": on(1)}
    assert fill(life, "mandate", **late).startswith("petugas SH tidak bertugas pada 25-11-2026")
    assert approve(life, subject).granted  # its first day was one of service
    assert roles_of(life, "SH") == ()


def test_an_act_that_another_made_superfluous_meanwhile_is_refused_when_it_is_approved(life):
    subject = propose(life, "mandate", **{**GIVEN, "officer": "EL", "role": COUNTER})
    carry(life, "mandate", **{**GIVEN, "officer": "EL", "role": COUNTER})
    assert approve(life, subject).reason == "no-longer-fits"


def test_every_act_has_a_key_of_its_own_and_the_ledger_holds(life):
    subject = carry(life, "office-day", **CLOSED)
    assert [row.owner for row in life.rows(DataKey, DataKey.owner == subject)] == [subject]
    assert life.ledger_holds()


def test_only_an_administrator_proposes_and_the_same_person_never_approves(life):
    subject = fill(life, "office-day", **CLOSED)
    assert life.decide_as("BS", life.question("act-proposal", subject), "propose").reason == "not-entitled"
    with life.change() as change:
        given = change.session.scalars(select(Mandate).where(Mandate.officer_code == "PM")).one()
        change.write(
            Event("office:mandate:entered", "officer:PM"),
            Mandate(
                officer_code="PM", role="head-of-office", decree_number=SK, valid_from=given.valid_from, valid_to=given.valid_to,
            ),
        )  # fmt: skip
    life.decided("PM", "act-proposal", "propose", subject=subject)
    assert approve(life, subject, "PM").reason == "four-eyes"
    assert approve(life, subject).granted
