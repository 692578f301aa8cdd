"""A role's mailbox: which it is, and what becomes of mail that it refuses or that the mail server mislays."""

from datetime import date

import pytest
from pydantic import TypeAdapter, ValidationError
from role_mail import AT_ONE, a_question, go_to, watch

from casework.briefing.briefings import brief
from casework.lifecycle import Stage
from casework.partners.faults import PartnerRefused, PartnerUnavailable
from casework.partners.mail import MAIL_DOMAIN
from casework.questions import ROLE_NAMES
from casework.registry.models import Effect
from casework.settings import Settings
from casework.staff_mail.ladder import HEAD
from casework.staff_mail.mailboxes import mailbox_of, role_subject
from casework.stages.permit import ask_about_partner
from flows.parameters import Subject

WEDNESDAY, THURSDAY, FRIDAY = (date(2026, 11, day) for day in (25, 26, 27))


@pytest.fixture
def waiting(at_stage):
    """A case of which the verdict waits for the section head, due on Wednesday 25 November 2026."""
    return at_stage(Stage.ASSESSMENT)


# --- a mailbox that refuses, against the simulated mail server


def test_a_mailbox_that_refuses_becomes_a_question_to_a_technician_and_holds_up_no_other(
    waiting, neighbourhood, with_real_neighbours
):
    with_real_neighbours(waiting)
    a_question(waiting, due_on=THURSDAY, role="dispatcher")
    go_to(waiting.clock, THURSDAY, AT_ONE)
    refused, other = role_subject(THURSDAY, "dispatcher"), role_subject(THURSDAY, HEAD)
    assert watch(waiting) == [refused, other]
    neighbourhood.misbehave("mail", "refuse-400")
    [effect] = waiting.planned(refused)
    with pytest.raises(PartnerRefused, match="SMTP-550"):
        waiting.send(effect)
    with waiting.change() as change:
        ask_about_partner(change, waiting.office, change.session.get_one(Effect, effect.id), "mail refused (SMTP-550)")
    waiting.send_all(other)
    [question] = waiting.open(refused)
    assert (question.kind, question.role) == ("partner-down", "technical-officer")
    briefing = brief(waiting.registry, waiting.office, question, waiting.office.now())
    assert "reminder: mail refused (SMTP-550)" in briefing.markdown
    assert "(http://127.0.0.1:4280/)" in briefing.markdown
    waiting.decided("RM", "partner-down", "retry", subject=refused, ground="corrected")
    waiting.send_all(refused)
    assert arrived(neighbourhood, waiting.reference) == [(other, 1), (refused, 1)]


@pytest.mark.parametrize(
    ("fault", "role"), [("error-500", "counter-officer"), ("answer-lost", "dispatcher"), ("down", "team-lead")]
)  # a role for each, for the simulator remembers
def test_a_reminder_is_one_mail_however_the_mail_server_misbehaves(
    fault, role, waiting, neighbourhood, with_real_neighbours
):
    with_real_neighbours(waiting)
    a_question(waiting, due_on=FRIDAY, role=role)
    go_to(waiting.clock, FRIDAY, AT_ONE)
    subject = role_subject(FRIDAY, role)
    watch(waiting)
    neighbourhood.misbehave("mail", fault)
    [effect] = waiting.planned(subject)
    with pytest.raises(PartnerUnavailable):
        waiting.send(effect)
    waiting.clock.pass_(hours=3)
    assert waiting.send(effect) == "done"
    message_id = f"<{subject}.reminder.1@{MAIL_DOMAIN}>"
    [mail] = [row for row in neighbourhood.ask("GET", "/mailbox") if row["message_id"] == message_id]
    assert (mail["recipient"], mail["received_altered"]) == (f"{role}@{MAIL_DOMAIN}", 0)
    assert waiting.reference in mail["subject"]


def arrived(neighbourhood, reference):
    """Of the mails about a case: under which subject each was planned, and how often it came."""
    told = [row for row in neighbourhood.ask("GET", "/mailbox") if reference in row["subject"]]
    return [(row["message_id"].removeprefix("<").partition(".")[0], row["received"]) for row in told]


# --- which mailbox


def test_a_role_has_a_mailbox_whether_or_not_anybody_holds_it_and_the_office_may_name_another(monkeypatch):
    monkeypatch.setenv("HOMEVISIT_ROLE_MAILBOXES", '{"section-head": "kasi@kantor.example.com"}')
    named = Settings()
    assert mailbox_of(named, "section-head") == "kasi@kantor.example.com"
    assert mailbox_of(named, "administrator") == "administrator@kanim-surakarta.example.com"


@pytest.mark.parametrize(
    ("mailboxes_given", "fault"),
    [({"kasi": "kasi@kantor.example.com"}, "there is no role 'kasi'"), ({"section-head": "kasi"}, "valid email")],
)
def test_a_mailbox_of_no_role_or_without_an_address_is_refused(mailboxes_given, fault):
    with pytest.raises(ValidationError, match=fault):
        Settings(role_mailboxes=mailboxes_given)


def test_a_run_may_be_started_for_the_mail_of_any_role():
    subjects = TypeAdapter(Subject)
    for role in ROLE_NAMES:
        assert subjects.validate_python(role_subject(WEDNESDAY, role)) == f"ROLES-2026-11-25-{role}"
    for wrong in ("ROLES-2026-11-25", "ROLES-2026-11-25-", "ROLES-2026-11-25-Kasi", "ROLES-2026-11-25-a/../b"):
        with pytest.raises(ValidationError):
            subjects.validate_python(wrong)
