"""Under a letter stands in what capacity its official signed: by the mandate of the act that is on record, word for word."""

from datetime import date

import pytest
from demo_desk import told
from staff_changes import delegate, end_mandates, mandate_besides

from casework.lifecycle import Stage
from casework.registry.models import LedgerEntry, Letter
from casework.stages.envelope import frame_of

LAST_DAY = date(2027, 12, 31)


def block(life, kind):
    """The lines above the name, as the template prints them."""
    [letter] = life.rows(Letter, Letter.subject == life.reference, Letter.kind == kind)
    with life.registry.reading() as reading:
        signatory = frame_of(reading, life.office, letter).signatory
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
