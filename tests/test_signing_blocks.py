"""Under a letter stands in what capacity its official signed: by the mandate of the act that is on record, word for word."""

from datetime import date

import pytest
from demo_desk import told
from demo_life import queue
from lives_by_stage import first_sample
from office_acts import carry
from reported_events import ineligible_case, object_to_it, objection_form, refused_case, report
from staff_changes import delegate, end_mandates, mandate_besides
from test_data_breach import breach
from test_objection_letters import let_the_days_pass

from casework.acts.data_breach import DATA_BREACH
from casework.acts.team_decree import TEAM_DECREE
from casework.acts.undo_event import UNDO_EVENT
from casework.letters import KINDS, LetterKind
from casework.letters.gallery import SIGNED_BY, sample_frame
from casework.lifecycle import Stage
from casework.questions import QUESTION_KINDS
from casework.registry.models import LedgerEntry, Letter
from casework.stages.case_file import find_case
from casework.stages.dispatch.plans import TEAM_ROLES
from casework.stages.ending import open_outside_event
from casework.stages.envelope import frame_of
from casework.stages.signing_block import DIRECTLY_BELOW_THE_HEAD

LAST_DAY = date(2027, 12, 31)


def block(life, kind, subject=None):
    """The lines above the name, as the template prints them."""
    [letter] = life.rows(Letter, Letter.subject == (subject or life.reference), Letter.kind == kind)
    with life.registry.reading() as reading:
        return lines_of(frame_of(reading, life.office, letter).signatory)


def lines_of(signatory):
    under = [f"{signatory.under},", "u.b."] if signatory.under else []
    return [line for line in (signatory.capacity, *under, signatory.post and f"{signatory.post},") if line]


def ineligible(life, officer):
    life.decided(officer, "eligibility-verdict", "ineligible", ground="jurisdiction")
    return block(life, "ineligible")


def granted(life, officer):
    life.decided("EL", "permit-proposal")
    life.decided(officer, "permit-decision")
    life.send_all()
    return block(life, "grant")


@pytest.fixture
def at_the_verdict(at_stage):
    return at_stage(Stage.ASSESSMENT)


@pytest.fixture
def at_the_permit(at_stage):
    return at_stage(Stage.PERMIT)


def test_the_head_of_office_signs_by_the_post_alone(at_the_permit):
    assert granted(at_the_permit, "RK") == ["Kepala Kantor,"]


@pytest.mark.parametrize(("capacity", "line"), [("plh", "Plh. Kepala Kantor,"), ("plt", "Plt. Kepala Kantor,")])
def test_whoever_acts_as_the_head_signs_as_acting_head(at_the_permit, capacity, line):
    with at_the_permit.change() as change:
        end_mandates(change, role="head-of-office")
    with at_the_permit.change() as change:
        mandate_besides(change, "BS", "head-of-office", capacity=capacity)
    assert granted(at_the_permit, "BS") == [line]


def test_whoever_signs_for_the_head_does_so_on_behalf_with_their_own_post(at_the_permit):
    with at_the_permit.change() as change:
        mandate_besides(change, "BS", "head-of-office", signs_for="an")
    assert granted(at_the_permit, "BS") == ["a.n. Kepala Kantor,", "Kepala Seksi Izin Tinggal Keimigrasian,"]


def test_the_heads_delegate_signs_on_behalf_too(at_the_permit):
    with at_the_permit.change() as change:
        delegate(change, "RK", "BS", "head-of-office")
    assert granted(at_the_permit, "BS") == ["a.n. Kepala Kantor,", "Kepala Seksi Izin Tinggal Keimigrasian,"]


def test_a_section_head_signs_on_behalf_of_the_head(at_the_verdict):
    assert ineligible(at_the_verdict, "EL") == ["a.n. Kepala Kantor,", "Kepala Seksi Lalu Lintas Keimigrasian,"]


def test_an_acting_section_head_signs_as_acting_in_the_post_and_never_as_acting_head_of_office(at_the_verdict):
    with at_the_verdict.change() as change:
        mandate_besides(change, "SH", "section-head", capacity="plh", post="Kepala Seksi Izin Tinggal Keimigrasian")
    assert ineligible(at_the_verdict, "SH") == ["a.n. Kepala Kantor,", "Plh. Kepala Seksi Izin Tinggal Keimigrasian,"]


def test_a_section_heads_delegate_signs_untuk_beliau_under_the_section_heads_post(at_the_verdict):
    with at_the_verdict.change() as change:
        delegate(change, "BS", "SH", "section-head")
    assert ineligible(at_the_verdict, "SH") == [
        "a.n. Kepala Kantor,", "Kepala Seksi Izin Tinggal Keimigrasian,", "u.b.", "Petugas Loket,",
    ]  # fmt: skip


def test_whoever_signs_untuk_beliau_by_a_mandate_names_the_post_that_it_is_for(at_the_verdict):
    post = "Kepala Seksi Lalu Lintas Keimigrasian"
    with at_the_verdict.change() as change:
        mandate_besides(change, "SH", "section-head", signs_for="ub", post=post)
    assert ineligible(at_the_verdict, "SH") == ["a.n. Kepala Kantor,", f"{post},", "u.b.", "Petugas Loket,"]


def test_the_capacity_is_on_record_with_the_letter_and_its_signer(at_the_verdict):
    with at_the_verdict.change() as change:
        delegate(change, "BS", "SH", "section-head")
    ineligible(at_the_verdict, "SH")
    [letter] = at_the_verdict.rows(Letter, Letter.kind == "ineligible")
    assert (letter.signatory_code, letter.signatory_capacity) == ("SH", "ub:section-head")
    decided = [told(row) for row in at_the_verdict.rows(LedgerEntry) if b"question:decided" in row.body]
    assert decided[-1]["facts"]["acted_for"] == ["BS"]


def test_untuk_beliau_in_the_heads_own_role_names_the_post_between(at_the_permit):
    post = "Kepala Seksi Lalu Lintas Keimigrasian"
    with at_the_permit.change() as change:
        mandate_besides(change, "SH", "head-of-office", signs_for="ub", post=post)
    assert granted(at_the_permit, "SH") == ["a.n. Kepala Kantor,", f"{post},", "u.b.", "Petugas Loket,"]


def test_the_delegate_of_an_acting_section_head_signs_under_the_acting_post(at_the_verdict):
    post = "Kepala Seksi Izin Tinggal Keimigrasian"
    with at_the_verdict.change() as change:
        mandate_besides(change, "RM", "section-head", capacity="plh", post=post)
        delegate(change, "RM", "SH", "section-head")
    assert ineligible(at_the_verdict, "SH") == ["a.n. Kepala Kantor,", f"Plh. {post},", "u.b.", "Petugas Loket,"]


# --- below a section head


BELOW = ["a.n. Kepala Kantor,", "Kepala Seksi Izin Tinggal Keimigrasian,", "u.b.", "Petugas Loket,"]


def test_a_counter_officer_signs_that_the_process_has_ended_below_the_section_head(at_the_permit):
    report(at_the_permit, "withdrawn")
    assert block(at_the_permit, "process-ended") == BELOW


def test_a_counter_officer_signs_about_an_objection_below_the_section_head(at_the_permit, at_the_verdict):
    life = refused_case(at_the_permit)
    object_to_it(life)
    assert block(life, "objection-admitted") == BELOW
    late = ineligible_case(at_the_verdict)
    let_the_days_pass(late)
    objection_form(late)
    late.decided("SH", "objection-receipt", "too-late")
    assert block(late, "objection-too-late") == BELOW


def test_where_an_acting_section_head_is_the_only_one_the_acting_post_is_signed_below(at_the_permit):
    post = "Kepala Seksi Lalu Lintas Keimigrasian"
    with at_the_permit.change() as change:
        end_mandates(change, role="section-head")
    with at_the_permit.change() as change:
        mandate_besides(change, "RM", "section-head", capacity="plh", post=post)
    report(at_the_permit, "withdrawn")
    assert block(at_the_permit, "process-ended") == [BELOW[0], f"Plh. {post},", *BELOW[2:]]


def test_while_nobody_is_section_head_the_head_of_the_letters_own_section_is_named(at_the_permit):
    with at_the_permit.change() as change:
        end_mandates(change, role="section-head")
    report(at_the_permit, "withdrawn")
    post = "Kepala Seksi Lalu Lintas dan Izin Tinggal Keimigrasian,"
    assert block(at_the_permit, "process-ended") == [BELOW[0], post, *BELOW[2:]]


def test_a_counter_officers_delegate_signs_below_the_section_head_with_their_own_post(at_the_permit):
    with at_the_permit.change() as change:
        delegate(change, "SH", "RM", "counter-officer")
    with at_the_permit.change() as change:
        open_outside_event(change, at_the_permit.office, find_case(change, at_the_permit.reference))
    at_the_permit.decided("RM", "outside-event", "withdrawn", ground="letter-of-withdrawal")
    assert block(at_the_permit, "process-ended") == [*BELOW[:3], "Petugas Teknologi Informasi,"]


def test_a_breach_of_data_is_told_by_the_head_of_office(life):
    [reference] = queue(life, [first_sample()])
    subject = carry(life, "data-breach", **breach(life, reference))
    assert block(life, "breach-notice", reference) == ["Kepala Kantor,"]
    assert block(life, "breach-report", subject) == ["Kepala Kantor,"]


# --- the gallery


ASKED_BY = {
    LetterKind.INELIGIBLE: "eligibility-verdict",
    LetterKind.ASSIGNMENT: "assignment-signature",
    LetterKind.VISIT_RECORD: "visit-report",
    LetterKind.PASSPORT_CUSTODY: "visit-report",
    LetterKind.GRANT: "permit-decision",
    LetterKind.REFUSAL: "permit-decision",
    LetterKind.APPROVAL_REQUEST: "permit-decision",
    LetterKind.COMPLAINT_ANSWER: "complaint-answer",
    LetterKind.PROCESS_ENDED: "outside-event",
    LetterKind.OBJECTION_ADMITTED: "objection-receipt",
    LetterKind.OBJECTION_TOO_LATE: "objection-receipt",
}
APPROVED_AS = {
    LetterKind.TEAM_DECREE: TEAM_DECREE,
    LetterKind.REINSTATED: UNDO_EVENT,
    LetterKind.BREACH_NOTICE: DATA_BREACH,
    LetterKind.BREACH_REPORT: DATA_BREACH,
}


def role_that_signs(kind):
    """Whose act lets the letter go out, by the question or the form of the process."""
    return APPROVED_AS[kind].approved_by(None) if kind in APPROVED_AS else QUESTION_KINDS[ASKED_BY[kind]].role


@pytest.mark.parametrize("kind", [kind for kind in LetterKind if KINDS[kind].issued_by == "official"])
def test_the_gallery_shows_each_letter_under_the_capacity_that_the_process_gives(kind):
    role, signatory = role_that_signs(kind), sample_frame(kind).signatory
    if role == "head-of-office" or role in TEAM_ROLES:
        assert (signatory.capacity, signatory.under) == ("", "")
        assert (signatory.post == "Kepala Kantor") is (role == "head-of-office")
    else:
        assert signatory.capacity == "a.n. Kepala Kantor,"
        assert (signatory.under == "") is (role in DIRECTLY_BELOW_THE_HEAD)


def test_the_gallery_names_a_signatory_for_each_letter_of_an_official_and_for_no_other():
    assert set(SIGNED_BY) == {kind for kind in LetterKind if KINDS[kind].issued_by == "official"}
    assert lines_of(SIGNED_BY[LetterKind.OBJECTION_TOO_LATE]) == [
        "a.n. Kepala Kantor,", "Kepala Seksi Lalu Lintas dan Izin Tinggal Keimigrasian,", "u.b.", "Petugas Loket,",
    ]  # fmt: skip
