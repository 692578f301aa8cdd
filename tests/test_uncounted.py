"""What did not count is told in the morning, to whoever it concerns, once."""

from datetime import date

import pytest
from role_mail import (
    AT_SEVEN_FIFTEEN,
    digest,
    go_to,
    mail_of,
    mailboxes,
    mails,
    morning,
    role_effects,
    section,
    send_whatever_is_planned,
)

from casework.lifecycle import Stage
from casework.staff_mail.mailboxes import role_subject

TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY = (date(2026, 11, day) for day in (24, 25, 26, 27, 28))
NEXT_MONDAY = date(2026, 11, 30)
SECTION_HEAD, HEAD = "section-head", "head-of-office"


@pytest.fixture
def waiting(at_stage):
    """A case of which the verdict waits for the section head, due on Wednesday 25 November 2026; it is Tuesday."""
    return at_stage(Stage.ASSESSMENT)


def refusals_told(life, role):
    return [
        line for line in section(mail_of(life, role).text, "TIDAK TERPAKAI · DID NOT COUNT") if line.startswith("- ")
    ]


def test_a_late_answer_is_told_though_nothing_waits_any_more(waiting):
    verdict = waiting.question("eligibility-verdict")
    waiting.decided("BS", "eligibility-verdict", "eligible")
    waiting.decide_as("EL", verdict, "ineligible", ground="age")
    morning(waiting, WEDNESDAY)
    assert refusals_told(waiting, SECTION_HEAD) == [
        f"- EL, 24-11-2026 09.06 WIB, {waiting.reference}, Kelayakan permohonan:"
    ]


def test_a_wrong_code_in_an_officers_name_is_told_with_its_reason(waiting):
    values = waiting.values("BS", waiting.question("eligibility-verdict")) | {"code": "000000"}
    assert waiting.submit(waiting.question("eligibility-verdict"), values).reason == "wrong-code"
    morning(waiting, WEDNESDAY)
    assert section(mail_of(waiting, SECTION_HEAD).text, "TIDAK TERPAKAI · DID NOT COUNT") == [
        f"- BS, 24-11-2026 09.05 WIB, {waiting.reference}, Kelayakan permohonan:",
        "  Kode sekali pakai salah; ketik kode yang sedang tampil pada aplikasi Anda. · The one-time code was wrong: type the one that your app shows now.",
        "Bila bukan Anda yang mengirimnya, beri tahu Petugas Teknis. · If it was not you, tell the technical officer.",
    ]


@pytest.mark.parametrize("who", ["QQ · Kasi", "lain · other", "\ud800", "Bagus Setiadi"])
def test_what_names_no_officer_of_the_register_is_told_to_nobody(who, waiting):
    verdict = waiting.question("eligibility-verdict")
    waiting.decided("BS", "eligibility-verdict", "eligible")
    late = waiting.values("EL", verdict) | {"who": who}
    assert (waiting.submit(verdict, late).reason, waiting.submit(verdict, late).officer) == ("already-decided", None)
    morning(waiting, WEDNESDAY)
    assert mails(waiting) == []


def test_a_refusal_is_told_once(waiting):
    waiting.decide_as("SH", waiting.question("eligibility-verdict"), "eligible")
    told = []
    for day in (WEDNESDAY, THURSDAY, FRIDAY):
        morning(waiting, day)
        told.append([box for box in mailboxes(waiting) if box == "counter-officer"])
    assert told == [["counter-officer"]] * 3


def test_an_officer_without_the_questions_role_is_told_where_their_own_mail_goes(waiting):
    assert waiting.decide_as("SH", waiting.question("eligibility-verdict"), "eligible").reason == "not-entitled"
    morning(waiting, WEDNESDAY)
    assert refusals_told(waiting, "counter-officer")[0].startswith("- SH, ")
    assert refusals_told(waiting, SECTION_HEAD) == []


def test_what_a_digest_that_never_went_out_would_have_told_the_next_one_tells(waiting):
    waiting.decide_as("SH", waiting.question("eligibility-verdict"), "eligible")
    go_to(waiting.clock, WEDNESDAY, AT_SEVEN_FIFTEEN)
    digest(waiting)  # the mail server is down all day
    go_to(waiting.clock, THURSDAY, AT_SEVEN_FIFTEEN)
    digest(waiting)
    send_whatever_is_planned(waiting)
    assert {row.subject: (row.state, row.void_reason) for row in role_effects(waiting)} == {
        role_subject(WEDNESDAY, SECTION_HEAD): ("void", "day-over"),
        role_subject(WEDNESDAY, "counter-officer"): ("void", "day-over"),
        role_subject(THURSDAY, SECTION_HEAD): ("done", None),
        role_subject(THURSDAY, "counter-officer"): ("done", None),
        role_subject(THURSDAY, HEAD): ("done", None),
    }
    assert refusals_told(waiting, "counter-officer")[0].startswith("- SH, 24-11-2026")
    morning(waiting, FRIDAY)
    assert mailboxes(waiting).count("counter-officer") == 1


def test_what_was_refused_before_the_first_digest_ever_is_history(waiting):
    waiting.decide_as("SH", waiting.question("eligibility-verdict"), "eligible")
    morning(waiting, FRIDAY)  # the office began with digests on Friday
    assert "counter-officer" not in mailboxes(waiting)
