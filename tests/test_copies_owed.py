"""A copy that cannot go out holds up nothing, and still goes out once it can; no copy comes twice into one mailbox."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from unittest.mock import patch

import pytest
from chaos.played_flows import PlayedFlows
from demo_life import Life, queue
from lives_by_stage import good_samples
from office_acts import carry
from reported_events import report
from test_copies import at_the_office, copied
from test_team_decree import GIVEN

from casework.engine_runs import needed_runs
from casework.letters import KINDS, LetterKind
from casework.lifecycle import Stage
from casework.partners.faults import AddressRefused
from casework.registry.models import Effect, Letter, Question
from casework.stages.envelope import mails_of
from casework.stages.permit import ask_about_partner
from homevisit.case_sheet import papers

REFUSED = AddressRefused("mail", "SMTP-550")


@contextmanager
def bouncing(life: Life, *mailboxes: str) -> Iterator[None]:
    """Meanwhile the mail server knows no such mailboxes."""
    addresses, send = set(at_the_office(*mailboxes)), life.neighbours.send

    def refuse_some(message, *, message_id):
        if message.to in addresses:
            raise REFUSED
        send(message, message_id=message_id)

    with patch.object(life.neighbours, "send", refuse_some):
        yield


def copies_of(life: Life, kind: str, subject: str | None = None) -> Effect:
    """The latest copies of a kind."""
    wanted = (Effect.subject == (subject or life.reference), Effect.kind == f"copies:{kind}")
    return life.rows(Effect, *wanted, order_by=Effect.id)[-1]


def needed(life: Life, subject: str) -> set[str]:
    with life.registry.reading() as reading:
        return {one.flow for one in needed_runs(reading) if one.subject == subject}


def refuse(life: Life, *, with_copies: bool = False) -> None:
    """The permit is refused, and the letter goes out to the parties."""
    for officer, kind in (("BS", "permit-proposal"), ("RK", "permit-decision")):
        life.decided(officer, kind, "refuse", ground="activities")
    for effect in life.planned():
        if with_copies or not effect.kind.startswith("copies:"):
            life.send(effect)


def ask_about(life: Life, effect: Effect) -> None:
    with life.change() as change:
        ask_about_partner(change, life.office, change.session.get_one(Effect, effect.id), str(REFUSED))


# --- a copy that is refused holds up nothing


def test_a_granted_permit_is_handed_over_while_a_third_partys_mailbox_bounces_and_the_copy_follows(at_stage):
    life = at_stage(Stage.PERMIT)
    life.decided("BS", "permit-proposal")
    life.decided("RK", "permit-decision")
    with PlayedFlows(life).playing() as flows:
        with bouncing(life, "civil-registry-33.72"):
            flows.recover(3)
            assert life.stage is Stage.CLOSING
            paused = {one.flow for one in flows.engine.runs.values() if one.kind == "PAUSED"}
            assert paused == {"closure", "copies"}
            assert life.question("partner-down").role == "technical-officer"
            flows.answer_once(life.question("delivery-receipt"), "SH")
            flows.go_on()
            assert life.stage is Stage.CLOSED
            flows.recover(2)
            assert needed(life, life.reference) == {"copies"}
            assert "closing" in life.letters(state="issued")
        assert (copies_of(life, "grant").state, copied(life, "grant")) == ("planned", [])
        flows.answer_once(life.question("partner-down"), "RM")
        flows.go_on()
        assert copied(life, "grant") == at_the_office("civil-registry-33.72")
        assert copies_of(life, "grant").state == "done"
        assert needed(life, life.reference) == set()
        assert flows.engine.failures == []


def test_a_copy_that_still_bounces_is_asked_about_again(at_stage):
    life = at_stage(Stage.PERMIT)
    refuse(life)
    with PlayedFlows(life).playing() as flows, bouncing(life, "regional-office"):
        flows.recover(2)
        assert life.stage is Stage.CLOSED
        assert copied(life, "refusal") == at_the_office("enforcement-section")
        flows.answer_once(life.question("partner-down"), "RM")
        flows.go_on()
        assert [one.state for one in life.rows(Question, Question.kind == "partner-down")] == ["decided", "open"]
        assert len([one for one in flows.engine.runs.values() if one.flow == "copies"]) == 1


def test_every_letter_of_assignment_is_written_and_copied_though_the_first_ones_copy_bounced(life):
    queue(life, good_samples(8))
    subject = life.announce()
    with PlayedFlows(life).playing() as flows, bouncing(life, "administrator"):
        flows.recover(3)
        letters = life.rows(Letter, Letter.kind == "assignment")
        assert [row.state for row in letters] == ["issued", "issued"]
        mails = life.rows(Effect, Effect.subject == subject, Effect.kind == "mail:assignment")
        assert {one.state for one in mails} <= {"done"}
        assert copied(life, "assignment") == at_the_office("dispatcher", "dispatcher")
        assert [one.role for one in life.open(subject, "partner-down")] == ["technical-officer"]
        assert needed(life, subject) == {"copies"}


def test_another_partners_trouble_is_asked_about_beside_that_of_a_copy(at_stage):
    life = at_stage(Stage.PERMIT)
    refuse(life)
    ask_about(life, copies_of(life, "refusal"))
    ask_about(life, copies_of(life, "refusal"))
    assert needed(life, life.reference) == {"closure", "copies"}
    with life.change() as change:
        other = change.session.get_one(Effect, life.rows(Effect, Effect.kind == "mail:refusal")[0].id)
        ask_about_partner(change, life.office, other, "the mail server is down")
    asked = life.rows(Question, Question.kind == "partner-down", Question.state == "open")
    assert [one.prepared["effect"] for one in asked] == ["copies:refusal", "mail:refusal"]


# --- a copy that a told paper names is owed


def test_the_regional_office_receives_the_refusal_that_names_it_though_the_applicant_has_died(at_stage):
    life = at_stage(Stage.PERMIT)
    refuse(life)
    ask_about(life, copies_of(life, "refusal"))
    report(life, "died")
    assert copies_of(life, "refusal").state == "planned"
    assert [one.kind for one in life.open()] == ["partner-down"]
    life.send_all()
    assert copied(life, "refusal") == at_the_office("regional-office", "enforcement-section")


def test_copies_of_a_letter_that_nobody_was_told_of_are_void_with_it_and_nobody_is_asked(at_stage):
    life = at_stage(Stage.PERMIT)
    for officer, kind in (("BS", "permit-proposal"), ("RK", "permit-decision")):
        life.decided(officer, kind, "refuse", ground="activities")
    letter = life.planned()[0]
    assert letter.kind == "letter:refusal"
    life.send(letter)
    ask_about(life, copies_of(life, "refusal"))
    report(life, "withdrawn")
    assert (copies_of(life, "refusal").state, copies_of(life, "refusal").void_reason) == ("void", "withdrawn")
    assert life.open() == []
    life.send_all()
    assert copied(life, "refusal") == []


# --- one mailbox, one copy


def test_roles_that_share_a_mailbox_receive_one_copy_under_the_name_of_the_first(life):
    subject = carry(life, "team-decree", **{**GIVEN, "biometric_operators": []})
    life.send_all(subject)
    shared = {"dispatcher": "Kantor@example.org", "team-lead": "kantor@example.org", "administrator": "tu@example.org"}
    office = replace(life.office, settings=life.office.settings.model_copy(update={"role_mailboxes": shared}))
    with life.registry.reading() as reading:
        effect = reading.session.get_one(Effect, copies_of(life, "team-decree", subject).id)
        letter = life.rows(Letter, Letter.subject == subject)[0]
        mails = mails_of(reading, office, effect, letter, b"%PDF-1.7")
    assert {addressee: mail.to for addressee, (mail, _) in mails.items()} == {
        "role:regional-office": "regional-office@kanim-surakarta.example.com",
        "role:administrator": "tu@example.org",
        "role:dispatcher": "Kantor@example.org",
        "role:health-and-security": "health-and-security@kanim-surakarta.example.com",
    }


# --- the case sheet


@pytest.mark.parametrize("gone_out", [False, True])
def test_a_decree_that_goes_out_by_its_copies_alone_shows_its_way(gone_out, life):
    subject = carry(life, "team-decree", **GIVEN)
    if gone_out:
        life.send_all(subject)
    with life.registry.reading() as reading:
        [line] = [one for one in papers.letters_of(reading, subject) if one.code == KINDS[LetterKind.TEAM_DECREE].code]
    day = life.office.now().office_date if gone_out else None
    assert (line.way, line.way_day) == ("sent" if gone_out else "to-be-sent", day)
