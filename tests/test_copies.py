"""Copies of a letter (tembusan): whom a letter names receives one, and nobody else; a house without a mailbox is not named."""

from dataclasses import replace
from datetime import date

import pytest
from demo_life import Life, queue
from lives_by_stage import first_sample, sample_number
from office_acts import carry
from reported_events import refused_case
from test_data_breach import breach
from test_process_ended import with_address
from test_team_decree import GIVEN

from casework.houses import CIVIL_REGISTRIES, MAILBOX_NAMES, OUTSIDE
from casework.letters import KINDS, LetterKind, letterhead_on, sample_facts
from casework.letters.copies import WORDS, CopyTo, as_listed, in_words
from casework.letters.gallery import sample_frame
from casework.letters.rendering import letter_as_html
from casework.lifecycle import Stage
from casework.registry.models import Effect, Letter
from casework.settings import Settings
from casework.staff_mail.mailboxes import has_mailbox
from casework.stages.copies import OUTSIDE_THE_OFFICE, PARTIES, copies_that_go_out
from casework.stages.envelope import MailboxMissing, frame_of

REGIONAL_HEAD = "Kepala Kantor Wilayah Direktorat Jenderal Imigrasi Jawa Tengah"
APPLICANT = "Pemegang izin tinggal yang bersangkutan"
AT_HOME = "kanim-surakarta.example.com"


def named(life: Life, kind: str, subject: str | None = None) -> list[str]:
    """Whom the letter's tembusan names."""
    [letter] = life.rows(Letter, Letter.subject == (subject or life.reference), Letter.kind == kind)
    with life.registry.reading() as reading:
        return list(frame_of(reading, life.office, letter).copies)


def copied(life: Life, kind: str) -> list[str]:
    """To which mailboxes copies of a kind went, each as often as they did."""
    return [
        mail.to
        for (partner, key), (mail, _) in life.neighbours.orders.items()
        if partner == "mail" and f".copies.{kind}." in key
    ]


def at_the_office(*mailboxes: str) -> list[str]:
    return [f"{one}@{AT_HOME}" for one in mailboxes]


# --- the words


def test_each_copy_has_its_words_and_each_that_is_no_partys_its_mailbox():
    assert set(WORDS) == set(CopyTo)
    for row in KINDS.values():
        assert {CopyTo(copy) for copy in row.copies_to} <= set(CopyTo), row.kind
    assert set(CIVIL_REGISTRIES) < OUTSIDE < set(MAILBOX_NAMES)


def test_the_regional_office_is_named_as_it_was_called_on_the_letters_day():
    before = "Kepala Kantor Wilayah Kementerian Hukum dan Hak Asasi Manusia Jawa Tengah"
    for day, called in ((date(2024, 12, 31), before), (date(2025, 1, 1), REGIONAL_HEAD)):
        assert in_words([CopyTo.REGIONAL_OFFICE], letterhead_on(day)) == (called,)
        assert f"{called};" in letter_as_html(
            LetterKind.REFUSAL, sample_facts(LetterKind.REFUSAL), sample_frame(LetterKind.REFUSAL, day)
        )


def test_a_letter_prints_the_copies_that_its_frame_names_and_no_word_of_any_where_none_goes_out():
    kind = LetterKind.GRANT
    frame = sample_frame(kind).model_copy(update={"copies": ("Penjamin",)})
    assert "Tembusan:<br>Penjamin.</td>" in letter_as_html(kind, sample_facts(kind), frame)
    for one in (kind, LetterKind.VISIT_RECORD, LetterKind.PASSPORT_CUSTODY, LetterKind.VISIT_NOTICE):
        without = sample_frame(one).model_copy(update={"copies": ()})
        assert "Tembusan" not in letter_as_html(one, sample_facts(one), without)


def test_a_template_of_before_that_asks_for_the_first_copy_prints_nothing_where_none_goes_out():
    listed = as_listed(())
    assert (listed[0], bool(listed), list(listed)) == ("", False, [])
    assert (as_listed(("Penjamin",))[0], as_listed(("Penjamin", "TU"))[-1]) == ("Penjamin.", "TU.")


# --- who receives them


def test_a_refusal_goes_to_the_regional_office_and_to_enforcement_under_its_number_only(at_stage):
    life = refused_case(at_stage(Stage.PERMIT))
    life.send_all()
    assert named(life, "refusal") == [
        "Penjamin", REGIONAL_HEAD, "Kepala Seksi Intelijen dan Penindakan Keimigrasian",
    ]  # fmt: skip
    assert copied(life, "refusal") == at_the_office("regional-office", "enforcement-section")
    mails = [mail for (_, key), (mail, _) in life.neighbours.orders.items() if ".copies.refusal." in key]
    [letter] = life.rows(Letter, Letter.kind == "refusal")
    applicant = first_sample().application.applicant.full_name
    for mail in mails:
        assert letter.number in mail.subject
        for private in (life.reference, applicant):
            assert private not in mail.subject + mail.text
        [attached] = mail.attachments
        assert attached.file_name == f"{letter.number.replace(' ', '-')}.pdf"


def test_a_grant_goes_to_the_civil_registry_of_the_applicants_own_regency(at_stage):
    life = at_stage(Stage.PERMIT)
    life.decided("BS", "permit-proposal")
    life.decided("RK", "permit-decision")
    life.send_all()
    assert named(life, "grant") == ["Penjamin", "Kepala Dinas Kependudukan dan Pencatatan Sipil setempat"]
    assert life.case().regency_code == "33.72"
    assert copied(life, "grant") == at_the_office("civil-registry-33.72")


def test_letters_of_assignment_go_to_the_administration_and_to_the_dispatcher(at_stage):
    life = at_stage(Stage.VISIT)
    [subject] = {row.subject for row in life.rows(Letter, Letter.kind == "assignment")}
    life.send_all(subject)
    assert named(life, "assignment", subject) == ["Kepala Subbagian Tata Usaha", "Koordinator kunjungan"]
    assert copied(life, "assignment") == at_the_office("administrator", "dispatcher")


def test_the_teams_decree_goes_to_the_regional_office_and_to_each_role_that_it_appoints_to(life):
    subject = carry(life, "team-decree", **{**GIVEN, "biometric_operators": []})
    life.send_all(subject)
    assert named(life, "team-decree", subject) == [
        REGIONAL_HEAD, "Kepala Subbagian Tata Usaha", "Koordinator kunjungan", "Petugas yang bersangkutan",
    ]  # fmt: skip
    assert copied(life, "team-decree") == at_the_office(
        "regional-office", "administrator", "dispatcher", "team-lead", "health-and-security"
    )


def test_the_report_of_a_breach_goes_to_the_director_general_and_to_the_regional_office(life):
    [reference] = queue(life, [first_sample()])
    subject = carry(life, "data-breach", **breach(life, reference))
    life.send_all(subject)
    assert named(life, "breach-report", subject) == ["Direktur Jenderal Imigrasi", REGIONAL_HEAD]
    assert copied(life, "breach-report") == at_the_office("directorate-general", "regional-office")


def test_a_request_for_approval_goes_to_the_section_head_too(life):
    queue(life, [sample_number(10)])
    life.visit_once()
    life.send_all()
    life.decided("BS", "permit-proposal")
    life.decided("RK", "permit-decision")
    life.send_all()
    assert named(life, "approval-request") == ["Kepala Seksi Lalu Lintas dan Izin Tinggal Keimigrasian"]
    assert copied(life, "approval-request") == at_the_office("section-head")


def test_every_copy_that_the_letters_of_a_whole_life_name_has_gone_out_once(at_stage):
    life = at_stage(Stage.CLOSED)
    for subject in {row.subject for row in life.rows(Letter)}:
        life.send_all(subject)
    for letter in life.rows(Letter, Letter.state == "issued"):
        effects = life.rows(Effect, Effect.subject == letter.subject, Effect.occurrence == letter.occurrence)
        states = {one.kind: one.state for one in effects}
        own = {CopyTo(copy) for copy in KINDS[LetterKind(letter.kind)].copies_to} - PARTIES
        assert (states.get(f"copies:{letter.kind}") == "done") is bool(own), letter.kind
    sent = [key for key in life.neighbours.received("mail") if ".copies." in key]
    assert {life.neighbours.deliveries["mail", key] for key in sent} == {1}


# --- the parties


@pytest.mark.parametrize(
    ("email", "copies"), [("applicant-1@example.org", [APPLICANT]), (None, [])], ids=["reads mail", "has no address"]
)
def test_an_applicant_whom_no_mail_reaches_is_not_named_beside_a_guarantor_who_receives_it(email, copies, life):
    queue(life, [with_address(first_sample(), email)])
    life.announce()
    assert named(life, "visit-notice") == copies


def test_a_letter_that_is_addressed_to_the_applicant_for_want_of_a_guarantor_names_no_copy(life):
    queue(life, [sample_number(10)])
    assert sample_number(10).application.guarantor is None
    life.visit_once()
    assert named(life, "visit-notice") == []


# --- a house without a mailbox


def planned_outside_the_demo(life: Life, kind: LetterKind, **mailboxes: str) -> dict[str, list[str]]:
    settings = Settings(role_mailboxes={name.replace("_", "-"): address for name, address in mailboxes.items()})
    office = replace(life.office, is_demo=False, settings=settings)
    with life.registry.reading() as reading:
        found = copies_that_go_out(reading, office, life.reference, kind, sample_facts(kind))
    return {copy.value: list(mailboxes) for copy, mailboxes in found.items()}


def test_a_real_office_sends_copies_only_to_those_houses_outside_whose_mailbox_it_named(at_stage):
    life = at_stage(Stage.PERMIT)
    assert planned_outside_the_demo(life, LetterKind.GRANT) == {}
    assert planned_outside_the_demo(life, LetterKind.REFUSAL) == {}
    both = {"regional_office": "kanwil@example.org", "enforcement_section": "inteldakim@example.org"}
    assert planned_outside_the_demo(life, LetterKind.REFUSAL, **both) == {
        "regional-office": ["regional-office"], "enforcement-section": ["enforcement-section"],
    }  # fmt: skip


def test_the_mailbox_of_another_regencys_civil_registry_receives_no_grant(at_stage):
    office = at_stage(Stage.PERMIT).office
    klaten = Settings(role_mailboxes={"civil-registry-33.10": "disdukcapil@klaten.example.com"})
    real = replace(office, is_demo=False, settings=klaten)
    assert [has_mailbox(real, f"civil-registry-{code}") for code in ("33.10", "33.72")] == [True, False]
    assert not has_mailbox(office, "civil-registry-34.71")  # none of the area's, the demo office's either


def test_a_letter_whose_copies_leave_the_office_is_not_planned_without_knowing_its_mailboxes(at_stage):
    life = at_stage(Stage.PERMIT)
    outside = {kind for kind, row in KINDS.items() if OUTSIDE_THE_OFFICE & {CopyTo(one) for one in row.copies_to}}
    assert outside == {
        LetterKind.TEAM_DECREE, LetterKind.GRANT, LetterKind.REFUSAL, LetterKind.BREACH_REPORT,
    }  # fmt: skip
    with life.registry.reading() as reading, pytest.raises(ValueError, match="plan it with the office"):
        copies_that_go_out(reading, None, life.reference, LetterKind.GRANT, sample_facts(LetterKind.GRANT))


def test_a_copy_whose_mailbox_was_taken_out_again_waits_for_a_technician(at_stage, monkeypatch):
    life = at_stage(Stage.PERMIT)
    for officer, kind in (("BS", "permit-proposal"), ("RK", "permit-decision")):
        life.decided(officer, kind, "refuse", ground="activities")
    [letter, mail, copies] = [one for one in life.planned() if one.kind.endswith(":refusal")]
    for effect in (letter, mail):
        life.send(effect)
    monkeypatch.setattr("casework.stages.envelope.has_mailbox", lambda _office, house: house != "regional-office")
    with pytest.raises(MailboxMissing, match="no mailbox of 'regional-office': name it in HOMEVISIT_ROLE_MAILBOXES"):
        life.send(copies)
    assert copied(life, "refusal") == at_the_office("enforcement-section")  # whose mailbox is there does not wait
    monkeypatch.undo()
    assert life.send(copies) == "done"
    assert copied(life, "refusal") == at_the_office("enforcement-section", "regional-office")
