"""A permit that goes up for approval is asked for by the head's own letter, to the mailbox of the level above."""

import pytest
from demo_life import Life, queue
from lives_by_stage import first_sample, sample_number
from test_process_ended import mailed

from casework.approval_chain import DIRECTORATE_GENERAL
from casework.case import DocumentCode
from casework.document_names import DOCUMENT_NAMES
from casework.letters.facts.approval import ApprovalRequestFacts
from casework.letters.wording import amount_in_figures, date_in_words
from casework.lifecycle import Stage
from casework.registry.models import Letter, Payment, Question, Visit
from casework.stages.case_file import find_case
from casework.stages.deciding import recorded_act
from casework.stages.letter_facts.approval import approval_request, earlier_permits


@pytest.fixture
def long_chain(life):
    """A permanent permit of the long chain, before its section head."""
    queue(life, [sample_number(10)])
    life.visit_once()
    life.send_all()
    return life


def sent_up(life: Life, proposal: str = "grant") -> str:
    """What the letter says that goes up once section head and head of office have decided."""
    ground = "activities" if proposal == "refuse" else None
    life.decided("BS", "permit-proposal", proposal, ground=ground)
    life.decided("RK", "permit-decision", "grant", ground="look-again" if proposal == "refuse" else None)
    life.send_all()
    return life.letter_text("approval-request")


def test_it_says_who_applies_for_what_when_the_fee_came_and_what_the_head_recommends(long_chain):
    text = sent_up(long_chain)
    application, [payment] = sample_number(10).application, long_chain.rows(Payment)
    assert application.applicant.full_name in text
    assert application.applicant.passport_number in text
    assert application.permit.index in text
    assert f"{amount_in_figures(payment.amount)} (" in text
    assert date_in_words(payment.paid_at.date()) in text
    assert "3 (tiga) hari kerja menurut standar pelayanan dihitung sejak tanggal penerimaan PNBP" in text
    assert "merekomendasikan agar permohonan disetujui" in text
    assert f"di rumah, {date_in_words(long_chain.rows(Visit)[0].day)}" in text
    assert "berbeda dengan usul" not in text
    assert "dokumen tidak dikirim bersama surat ini" in text
    assert "Satu berkas" not in text
    sent = [document.code for document in application.documents]
    assert all(DOCUMENT_NAMES[DocumentCode(code)][0] in text for code in sent)
    assert f"{len(sent)} (" in text


def test_it_is_signed_by_the_head_and_goes_to_the_regional_offices_mailbox_only(long_chain):
    sent_up(long_chain)
    [letter] = long_chain.rows(Letter, Letter.kind == "approval-request")
    assert (letter.signatory_code, letter.signatory_capacity) == ("RK", "definitive:head-of-office")
    assert mailed(long_chain, "approval-request") == ["regional-office@kanim-surakarta.example.com"]
    [(mail, _)] = [found for (_, key), found in long_chain.neighbours.orders.items() if "mail.approval-request" in key]
    assert letter.number in mail.subject
    assert long_chain.reference not in mail.subject


def test_a_mailbox_that_the_office_named_receives_it(long_chain):
    mailboxes = {"regional-office": "kanwil@example.org"}
    long_chain.desk.settings.role_mailboxes.update(mailboxes)
    sent_up(long_chain)
    assert mailed(long_chain, "approval-request") == ["kanwil@example.org"]


def test_whoever_differs_from_the_section_head_says_so(long_chain):
    assert "berbeda dengan usul Kepala Seksi yang mengusulkan penolakan" in sent_up(long_chain, "refuse")


def test_what_was_sent_back_goes_up_again_with_a_letter_of_its_own(long_chain):
    sent_up(long_chain)
    long_chain.decided("HC", "permit-regional", "return", ground="look-again")
    long_chain.decided("EL", "permit-proposal", "grant")
    long_chain.decided("RK", "permit-decision", "grant")
    long_chain.send_all()
    assert long_chain.letters().count("approval-request") == 2


def test_a_permit_that_the_office_decides_alone_is_asked_for_nowhere(at_stage):
    life = at_stage(Stage.PERMIT)
    life.decided("BS", "permit-proposal", "grant")
    life.decided("RK", "permit-decision", "grant")
    assert "approval-request" not in life.letters()


def test_what_the_office_granted_on_the_same_passport_before_is_told(at_stage):
    life = at_stage(Stage.CLOSED)
    again = first_sample(life.clock.now.date())
    application = again.application.model_copy(update={"external_reference": "MSK-CONTOH-9001"})
    life.receive(type(again)(**{**vars(again), "application": application}))
    with life.registry.reading() as reading:
        earlier = earlier_permits(reading, find_case(reading, life.reference))
    assert [permit.kind for permit in earlier] == [application.permit.kind]


def test_the_directorate_general_is_addressed_through_the_director_who_handles_it(long_chain):
    sent_up(long_chain)
    [question] = long_chain.rows(Question, Question.kind == "permit-decision")
    with long_chain.change() as change:
        case = find_case(change, long_chain.reference)
        act = recorded_act(change, change.session.get_one(Question, question.id))
        facts = approval_request(change, case, DIRECTORATE_GENERAL, act)
    assert isinstance(facts, ApprovalRequestFacts)
    assert (facts.addressee, facts.through, facts.addressee_place) == (
        "Direktur Jenderal Imigrasi",
        "Direktur Izin Tinggal Keimigrasian dan Alih Status Keimigrasian",
        "Jakarta",
    )
