"""Officers by form: one comes, one leaves, one has lost a telephone; names and secrets stay where they belong."""

import re

import pyotp
import pytest
from office_acts import (
    NEWCOMER,
    approve,
    briefed,
    carry,
    fill,
    may_answer,
    on,
    propose,
    role_asked,
    roles_of,
    take_in,
    today,
    type_identity,
)
from staff_changes import mandate_besides

from casework.acts.code_secrets import show_once
from casework.acts.identity import Identity
from casework.demo_office.officers import OFFICERS
from casework.holding import claim
from casework.lifecycle import Stage
from casework.registry.authority import Staff
from casework.registry.models import (
    JointAct,
    LedgerEntry,
    Officer,
)
from casework.registry.officers import employee_number_of, name_of

# --- an officer


COMES = {"code": "XY", "post": "Petugas Loket", "languages": ["Indonesia · id", "Jawa · jv"], "serves_from": on(2)}


def test_an_officer_comes_once_name_and_nip_are_typed_and_serves_from_the_first_day(life):
    subject = fill(life, "officer", **COMES)
    assert "⚠ Nama dan NIP belum diisi pada lembar berkas." in briefed(life, subject)
    proposed = life.decide_as("PM", life.question("act-proposal", subject), "propose")
    assert (proposed.reason, life.rows(JointAct)[0].state) == ("identity-missing", "prepared")
    assert life.rows(Officer, Officer.code == "XY") == []
    assert type_identity(life, subject) == "done"
    assert "⚠ Nama dan NIP belum diisi" not in briefed(life, subject)
    life.decided("PM", "act-proposal", "propose", subject=subject)
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


def test_whoever_typed_who_the_new_officer_is_does_not_approve_it(life):
    with life.change() as change:
        mandate_besides(change, "EL", "administrator")
        mandate_besides(change, "EL", "head-of-office")
    subject = fill(life, "officer", **COMES)
    assert may_answer(life, subject) == ["EL", "PM"]
    assert type_identity(life, subject, by="EL") == "done"
    life.decided("PM", "act-proposal", "propose", subject=subject)
    assert may_answer(life, subject) == ["RK"]
    assert approve(life, subject, "EL").reason == "four-eyes"
    assert approve(life, subject).granted


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
