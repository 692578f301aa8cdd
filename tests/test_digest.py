"""The morning's digest: what waits and what did not count, once a day for each role, with forms to decide on paper."""

import re
from datetime import date, datetime, timedelta

import pytest
from lives_by_stage import first_sample, good_samples
from open_questions import proposal
from role_mail import (
    AT_EIGHT,
    AT_ONE,
    AT_SEVEN_FIFTEEN,
    a_question,
    digest,
    go_to,
    mail_of,
    mailboxes,
    mails,
    moment,
    morning,
    pages_of,
    section,
    send,
    send_whatever_is_planned,
    settle,
)
from staff_changes import end_mandates

from casework.askings import note_asking
from casework.demo_office.officers import OFFICERS
from casework.lifecycle import Stage
from casework.office_calendar import OfficeCalendar, OfficeDay
from casework.partners.protocols import OutgoingMail
from casework.questions import QUESTION_KINDS, ROLE_NAMES
from casework.registry.models import Digest, Effect
from casework.staff_mail import digests
from casework.staff_mail.digest_content import DigestContent
from casework.staff_mail.digest_words import digest_text
from casework.staff_mail.mailboxes import role_subject

TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY = (date(2026, 11, day) for day in (24, 25, 26, 27, 28))
NEXT_MONDAY = date(2026, 11, 30)
SECTION_HEAD, HEAD = "section-head", "head-of-office"


@pytest.fixture
def waiting(at_stage):
    """A case of which the verdict waits for the section head, due on Wednesday 25 November 2026; it is Tuesday."""
    return at_stage(Stage.ASSESSMENT)


# --- what it says


def test_a_digest_says_what_is_late_what_is_due_what_was_decided_and_what_did_not_count(waiting):
    verdict = waiting.question("eligibility-verdict")
    waiting.decided("BS", "eligibility-verdict", "eligible")
    assert waiting.decide_as("EL", verdict, "eligible").reason == "already-decided"
    first, reference = waiting.reference, _another_case(waiting)
    note_asking(waiting.registry, waiting.office.now(), waiting.question("eligibility-verdict").question_id, "5ad8", 1)
    a_question(waiting, due_on=TUESDAY)
    a_question(waiting, due_on=THURSDAY)
    morning(waiting, WEDNESDAY)
    mail = mail_of(waiting, SECTION_HEAD)
    assert mail.subject == "Ringkasan pagi · digest 25-11-2026, Kasi: 3 menunggu · waiting, 1 terlambat · late"
    assert mail.dated == moment(WEDNESDAY, AT_SEVEN_FIFTEEN)
    assert (
        mail.text
        == f"""\
Ringkasan pagi untuk Kasi · morning digest
Rabu, 25 November 2026, 07.15 WIB

TERLAMBAT · LATE (1)
- {reference}, Kelayakan permohonan, batas · due 24-11-2026
  jawab · answer: pertanyaan belum ditampilkan; lihat daftar kerja · not put before staff yet: see the work list
  lembar · sheet: http://127.0.0.1:4280/cases/{reference}

BATAS WAKTU HARI INI · DUE TODAY (1)
- {reference}, Kelayakan permohonan, batas · due 25-11-2026
  jawab · answer: http://engine/v2/runs/flow-run/5ad8
  lembar · sheet: http://127.0.0.1:4280/cases/{reference}

MENUNGGU · WAITING (1)
- {reference}, Kelayakan permohonan, batas · due 26-11-2026
  jawab · answer: pertanyaan belum ditampilkan; lihat daftar kerja · not put before staff yet: see the work list
  lembar · sheet: http://127.0.0.1:4280/cases/{reference}

Daftar kerja · work list: http://127.0.0.1:4280/

DIPUTUSKAN SEJAK 24-11-2026 · DECIDED SINCE (1)
- {first}, Kelayakan permohonan: layak · eligible (BS, 24-11-2026 09.05 WIB)

TIDAK TERPAKAI · DID NOT COUNT (1)
- EL, 24-11-2026 09.06 WIB, {first}, Kelayakan permohonan:
  Sudah diputuskan sebelumnya. · It had been decided already.
Bila bukan Anda yang mengirimnya, beri tahu Petugas Teknis. · If it was not you, tell the technical officer.

Terlampir formulir keputusan (3), untuk dicetak bila sistem padam. · Attached: decision forms (3), to be printed for an outage.

Surel ini dikirim oleh sistem, tidak memuat data pribadi dan tidak perlu dibalas.
Sent by the system; it holds no personal data and needs no reply.
"""
    )


def _another_case(life):
    life.receive(good_samples(1)[0])
    life.check()
    life.assess()
    return life.reference


def test_whoever_can_appoint_somebody_is_told_what_nobody_may_decide_with_its_cure(waiting):
    with waiting.change() as change:
        end_mandates(change, role=SECTION_HEAD)
    morning(waiting, WEDNESDAY)
    for role in (HEAD, "administrator"):
        [line] = section(mail_of(waiting, role).text, "TIDAK SEORANG PUN BERWENANG · NOBODY MAY DECIDE")
        assert line.startswith(f"- {waiting.reference}, Kelayakan permohonan: perpanjang kewenangan EL sebagai Kasi (")
    assert "TIDAK SEORANG PUN" not in mail_of(waiting, SECTION_HEAD).text


def test_where_more_waits_in_vain_than_the_digest_shows_it_says_how_much(waiting, monkeypatch):
    monkeypatch.setattr(digests, "MOST_STUCK", 2)
    for _ in range(3):
        a_question(waiting, due_on=THURSDAY)
    with waiting.change() as change:
        end_mandates(change, role=SECTION_HEAD)
    morning(waiting, WEDNESDAY)
    text = mail_of(waiting, HEAD).text
    told = section(text, "TIDAK SEORANG PUN BERWENANG · NOBODY MAY DECIDE")
    assert (len(told), told[-1]) == (3, "  … dan 2 lagi · and 2 more")
    assert "NOBODY MAY DECIDE (4)" in text


def test_a_form_is_printed_only_for_what_can_be_entered_as_a_paper_decision_later(waiting):
    a_question(waiting, due_on=TUESDAY, kind="partner-down", subject=f"ROLES-{TUESDAY}-dispatcher")
    a_question(waiting, due_on=TUESDAY, kind="routine-tray", subject=f"TRAY-section-head-{TUESDAY}-0800")
    morning(waiting, WEDNESDAY)
    mail = mail_of(waiting, SECTION_HEAD)
    assert mail.subject.endswith("3 menunggu · waiting, 2 terlambat · late")
    assert "Attached: decision forms (1), to be printed for an outage.\n\n" in mail.text
    assert "2 can be decided in the system only, not on paper." in mail.text
    [page] = pages_of(mail.attachments[0].content)
    assert waiting.reference in page
    assert "more questions wait" not in page


def test_where_nothing_that_waits_can_be_decided_on_paper_no_form_is_attached(waiting):
    question = proposal(waiting)
    morning(waiting, WEDNESDAY)
    mail = mail_of(waiting, question.role)
    assert question.subject in mail.text
    assert mail.attachments == ()
    assert "decision forms" not in mail.text


def test_the_head_of_office_is_told_what_is_late_elsewhere_though_nothing_waits_for_the_head(waiting):
    a_question(waiting, due_on=date(2026, 11, 20), role="dispatcher")
    a_question(waiting, due_on=TUESDAY, role="dispatcher")
    morning(waiting, WEDNESDAY)
    mail = mail_of(waiting, HEAD)
    assert mail.subject.endswith("Kakanim: 0 menunggu · waiting, 2 terlambat pada peran lain · late elsewhere")
    assert "Tidak ada yang menunggu keputusan Anda. · Nothing waits for your decision." in mail.text
    told = section(mail.text, "TERLAMBAT PADA PERAN LAIN · LATE ELSEWHERE")
    assert told == ["- Koordinator: 2, paling lama · oldest 20-11-2026"]
    assert mail.attachments == ()
    assert "formulir" not in mail.text


def test_who_has_nothing_to_read_is_sent_nothing(waiting):
    morning(waiting, WEDNESDAY)
    assert mailboxes(waiting) == [SECTION_HEAD]
    silent = [row.role for row in waiting.rows(Digest, Digest.effect_subject.is_(None))]
    assert sorted(silent) == sorted(set(ROLE_NAMES) - {SECTION_HEAD})


def test_on_monday_a_digest_tells_what_was_decided_on_friday_and_on_the_weekend(waiting):
    go_to(waiting.clock, FRIDAY, AT_ONE)
    waiting.decided("BS", "eligibility-verdict", "eligible")
    first = waiting.reference
    go_to(waiting.clock, SATURDAY, AT_ONE)
    _another_case(waiting)
    second = waiting.reference
    waiting.decided("BS", "eligibility-verdict", "eligible", ground="other-evidence")
    a_question(waiting, due_on=NEXT_MONDAY)
    morning(waiting, NEXT_MONDAY)
    assert section(mail_of(waiting, SECTION_HEAD).text, "DIPUTUSKAN SEJAK 27-11-2026 · DECIDED SINCE") == [
        f"- {first}, Kelayakan permohonan: layak · eligible (BS, 27-11-2026 13.05 WIB)",
        f"- {second}, Kelayakan permohonan: layak · eligible (BS, 28-11-2026 13.05 WIB)",
    ]


def test_of_long_lists_the_first_lines_are_shown_and_a_mail_takes_them_all(waiting, monkeypatch):
    settings = waiting.desk.settings.model_copy(update={"case_sheet_url": f"https://{'berkas.' * 12}example.com"})
    monkeypatch.setattr(type(waiting.desk), "office", _office_with(waiting.office, settings))
    for number in range(70):
        question = a_question(waiting, due_on=TUESDAY, role="biometric-operator", kind="biometric-exception")
        note_asking(waiting.registry, waiting.office.now(), question, f"0b5c0c5e-0000-4000-8000-{number:012}", 1)
    morning(waiting, WEDNESDAY)
    mail = mail_of(waiting, "biometric-operator")
    told = section(mail.text, "TERLAMBAT · LATE")
    assert (len(told), told[-1]) == (1 + 3 * digests.MOST_WAITING, "  … dan 20 lagi · and 20 more")
    assert len(mail.text) < 25_000  # OutgoingMail takes 50,000 characters
    assert (
        "decision forms (20), to be printed for an outage. 50 lagi tidak dicetak · 50 more are not printed."
        in mail.text
    )
    pages = pages_of(mail.attachments[0].content)
    assert len(pages) == digests.MOST_FORMS
    assert "50 more questions wait and are not printed." in pages[-1]
    assert all("more questions wait" not in page for page in pages[:-1])


def _office_with(office, settings):
    changed = type(office)(**{**vars(office), "settings": settings})
    return property(lambda _: changed)


# --- once a day, frozen


def test_a_digest_that_runs_twice_a_day_is_one(waiting):
    for at in (AT_SEVEN_FIFTEEN, AT_SEVEN_FIFTEEN, AT_EIGHT, AT_ONE):
        go_to(waiting.clock, WEDNESDAY, at)
        a_question(waiting, due_on=THURSDAY, role="dispatcher")
        send(waiting, digest(waiting))
        send_whatever_is_planned(waiting)
    assert sorted(mailboxes(waiting)) == ["dispatcher", SECTION_HEAD]
    assert max(waiting.neighbours.deliveries.values()) == 1
    assert [row.day for row in waiting.rows(Digest, Digest.role == SECTION_HEAD)] == [WEDNESDAY]
    assert waiting.events(role_subject(WEDNESDAY, SECTION_HEAD)) == ["roles:digest:planned", "roles:mail:sent"]


def test_on_a_closed_day_there_is_no_digest(waiting):
    go_to(waiting.clock, SATURDAY, AT_SEVEN_FIFTEEN)
    assert digest(waiting) == []
    go_to(waiting.clock, THURSDAY, AT_SEVEN_FIFTEEN)
    assert digest(waiting, OfficeCalendar({THURSDAY: OfficeDay("closed", "Pilkada", "Keppres")})) == []
    assert waiting.rows(Digest) == []


def test_a_digest_says_what_stood_when_it_was_planned_whatever_happens_before_it_is_sent(waiting):
    go_to(waiting.clock, WEDNESDAY, AT_SEVEN_FIFTEEN)
    [subject] = digest(waiting)
    settle(waiting, waiting.question("eligibility-verdict").question_id)
    a_question(waiting, due_on=WEDNESDAY)
    waiting.clock.pass_(hours=2)
    send(waiting, [subject])
    mail = mail_of(waiting, SECTION_HEAD)
    assert "07.15 WIB" in mail.text
    assert (mail.text.count("batas · due"), "BATAS WAKTU HARI INI · DUE TODAY (1)" in mail.text) == (1, True)


def test_a_digest_that_is_sent_again_is_the_same_to_the_byte(waiting, monkeypatch):
    go_to(waiting.clock, WEDNESDAY, AT_SEVEN_FIFTEEN)
    [subject] = digest(waiting)
    with monkeypatch.context() as broken:
        broken.setattr(
            "casework.effects._done", lambda *_: (_ for _ in ()).throw(RuntimeError("the process died here"))
        )
        with pytest.raises(RuntimeError):
            send(waiting, [subject])
    waiting.clock.pass_(hours=5)
    send(waiting, [subject])
    assert waiting.neighbours.altered == []
    key = ("mail", f"<{subject}.digest.1@kanim-surakarta.example.com>")
    assert waiting.neighbours.deliveries[key] == 2


# --- nobody's name


def test_neither_the_mail_nor_the_forms_hold_anybodys_name(waiting):
    sample = first_sample()
    waiting.decide_as("SH", waiting.question("eligibility-verdict"), "eligible")
    for name in ("morning-release", "visit-report", "permit-decision", "partner-down", "delivery-receipt"):
        a_question(waiting, due_on=TUESDAY, role=QUESTION_KINDS[name].role, kind=name)
    morning(waiting, WEDNESDAY)
    told = " ".join([one.subject + one.text for one in mails(waiting)])
    told += " ".join(page for one in mails(waiting) for file in one.attachments for page in pages_of(file.content))
    applicant, guarantor = sample.application.applicant, sample.application.guarantor
    people = [*(officer.name for officer in OFFICERS), applicant.full_name, guarantor.name if guarantor else ""]
    words = {word for name in people for word in name.split() if word.isalpha()}
    words |= {applicant.passport_number, *(officer.employee_number for officer in OFFICERS)}
    assert waiting.reference in told
    assert [word for word in sorted(words) if re.search(rf"\b{re.escape(word)}\b", told)] == []
    assert len(waiting.rows(Effect, Effect.kind == "digest", Effect.state == "done")) == 5


def test_the_longest_digest_there_can_be_is_a_mail_that_can_be_sent():
    at = datetime.fromisoformat("2026-11-25T07:15:00+07:00")
    longest = max(QUESTION_KINDS.values(), key=lambda kind: len(kind.title))
    reason = (
        f"letter-unprintable: applicant.full_name holds U+0B95 TAMIL LETTER KA, which cannot be printed: {'x' * 90}"
    )
    about = {"subject": "ROLES-2026-11-25-directorate-general", "kind": longest.name}
    waiting = {
        **about,
        "cycle": 1,
        "opened_on": TUESDAY,
        "due_on": TUESDAY,
        "run": "x" * 120,
        "sheet": "x" * 120,
        "options": {},
    }
    text = digest_text(
        DigestContent(
            role=HEAD, day=WEDNESDAY, as_of=at, decided_since=TUESDAY, work_list="x" * 120,
            waiting=[waiting] * digests.MOST_WAITING, waiting_count=10_000, late_count=10_000, due_today_count=0,
            decided=[{**about, "choice": longest.choice_codes()[0], "officer": "BS", "at": at}] * digests.MOST_DECIDED,
            decided_count=10_000,
            refused=[{**about, "officer": "BS", "at": at, "reason": reason}] * digests.MOST_REFUSED, refused_count=10_000,
            late_elsewhere=[{"role": role, "count": 10_000, "oldest": TUESDAY} for role in ROLE_NAMES],
        )
    )  # fmt: skip
    assert OutgoingMail(to="kakanim@kantor.example.com", subject="x", text=text, dated=at + timedelta(0)).text == text
