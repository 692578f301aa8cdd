"""The chain of approval: level by level, four eyes, and nothing granted before its last level."""

import pytest
from demo_life import Life, queue
from lives_by_stage import sample_number
from staff_changes import mandate_besides

from casework.letter_register import gaps
from casework.lifecycle import Stage
from casework.questions import QUESTION_KINDS
from casework.registry.models import ApprovalLevel, IssuedPermit, Letter
from casework.stages.permit import is_released, note_registered

LONG_CHAIN = ["section-head", "head-of-office", "regional-office", "directorate-general"]


@pytest.fixture
def proposed(at_stage):
    """A case of the short chain, before its section head."""
    return at_stage(Stage.PERMIT)


@pytest.fixture
def long_chain(life):
    """A permanent permit of the long chain, before its section head."""
    queue(life, [sample_number(10)])
    life.visit_once()
    life.send_all()
    assert life.stage is Stage.PERMIT
    return life


def levels(life: Life, cycle: int = 1) -> list[str]:
    found = life.rows(
        ApprovalLevel,
        ApprovalLevel.case_reference == life.reference,
        ApprovalLevel.cycle == cycle,
        order_by=ApprovalLevel.level,
    )
    return [row.role for row in found]


def released(life: Life) -> bool:
    with life.registry.reading() as reading:
        return is_released(reading, life.reference)


# --- the short chain


def test_the_section_head_proposes_and_the_head_of_office_decides(proposed):
    assert levels(proposed) == ["section-head", "head-of-office"]
    proposed.decided("BS", "permit-proposal", "grant")
    assert (released(proposed), [effect.kind for effect in proposed.planned()]) == (False, [])
    proposed.decided("RK", "permit-decision", "grant")
    assert released(proposed)
    proposed.send_all()
    letter = proposed.rows(Letter, Letter.kind == "grant")[0]
    assert (proposed.case().result, letter.signatory_code, letter.signatory_capacity) == (
        "granted",
        "RK",
        "definitive:head-of-office",
    )
    assert len(proposed.rows(IssuedPermit)) == 1
    assert proposed.neighbours.received("simkim") == [f"{proposed.reference}:simkim-handover:1"]


def test_a_refusal_goes_out_in_the_name_of_the_head_who_refused(proposed):
    proposed.decided("BS", "permit-proposal", "refuse", ground="activities")
    proposed.decided("RK", "permit-decision", "refuse", ground="activities")
    proposed.send_all()
    proposed.close()
    proposed.send_all()
    letter = proposed.rows(Letter, Letter.kind == "refusal")[0]
    assert "bahwa permohonan tersebut ditolak oleh" not in proposed.letter_text("refusal")
    assert (letter.signatory_code, proposed.case().result, proposed.stage) == ("RK", "refused", Stage.CLOSED)
    assert not released(proposed)
    assert proposed.neighbours.received("simkim") == []


def test_a_refusal_bears_the_number_of_a_decree_and_leaves_no_gap_among_the_letters_around_it(proposed):
    proposed.decided("BS", "permit-proposal", "refuse", ground="activities")
    proposed.decided("RK", "permit-decision", "refuse", ground="activities")
    proposed.send_all()
    proposed.close()
    proposed.send_all()
    of_its_class = proposed.rows(Letter, Letter.classification == "GR.01.01", order_by=Letter.sequence)
    assert [row.sequence for row in of_its_class] == list(range(1, len(of_its_class) + 1))
    before, refusal, after = of_its_class[-3:]
    assert [before.kind, refusal.kind, after.kind] == ["visit-record", "refusal", "closing"]
    assert refusal.number == f"WIM.13.IMI.1-{refusal.sequence}-GR.01.01 TAHUN {refusal.year}"
    assert after.number == f"WIM.13.IMI.1-GR.01.01-{refusal.sequence + 1:04d} Tahun {after.year}"
    with proposed.registry.reading() as reading:
        assert list(gaps(reading)) == []


@pytest.mark.parametrize(("proposal", "decision"), [("grant", "refuse"), ("refuse", "grant")])
def test_a_head_who_differs_from_the_proposal_gives_a_ground(proposed, proposal, decision):
    proposed.decided("BS", "permit-proposal", proposal, ground="activities" if proposal == "refuse" else None)
    question = proposed.question("permit-decision")
    assert proposed.decide_as("RK", question, decision).reason == "ground-missing"
    ground = "look-again" if decision == "grant" else "activities"
    assert proposed.decide_as("RK", question, decision, ground=ground).granted


def test_a_return_opens_the_chain_anew_from_its_first_level(proposed):
    proposed.decided("BS", "permit-proposal", "grant")
    proposed.decided("RK", "permit-decision", "return", ground="look-again")
    assert (levels(proposed, 2), proposed.question("permit-proposal").cycle) == (["section-head", "head-of-office"], 2)
    assert not released(proposed)
    proposed.decided("EL", "permit-proposal", "grant")
    proposed.decided("RK", "permit-decision", "grant")
    assert released(proposed)


# --- four eyes


def test_visiting_officers_do_not_judge_the_permit(proposed):
    for member, (kind, role) in zip(proposed.team().members, [("permit-proposal", "section-head")] * 3, strict=True):
        with proposed.change() as change:
            mandate_besides(change, member, role)
        assert proposed.decide_as(member, proposed.question(kind), "grant").reason == "four-eyes"
    assert proposed.decide_as("BS", proposed.question("permit-proposal"), "grant").granted


def test_whoever_proposed_does_not_decide(proposed):
    with proposed.change() as change:
        mandate_besides(change, "BS", "head-of-office")
    proposed.decided("BS", "permit-proposal", "grant")
    assert proposed.decide_as("BS", proposed.question("permit-decision"), "grant").reason == "four-eyes"


# --- the long chain


def test_a_permanent_permit_passes_four_levels_and_is_released_only_after_the_last(long_chain):
    assert levels(long_chain) == LONG_CHAIN
    for officer, kind in (
        ("BS", "permit-proposal"),
        ("RK", "permit-decision"),
        ("HC", "permit-regional"),
        ("YP", "permit-central"),
    ):
        assert not released(long_chain)
        assert len(long_chain.open()) == 1
        long_chain.decided(officer, kind, "grant")
        planned = [effect.kind for effect in long_chain.planned()]
        ways = ("letter", "mail", "copies")
        goes_up = [f"{way}:approval-request" for way in ways] if kind == "permit-decision" else []
        assert planned == (["simkim-handover"] if kind == "permit-central" else goes_up)
        if goes_up:
            long_chain.send_all()
    assert released(long_chain)
    long_chain.send_all()
    assert long_chain.rows(Letter, Letter.kind == "grant")[0].signatory_code == "RK"


@pytest.mark.parametrize("refusing", ["permit-regional", "permit-central"])
def test_a_refusal_from_above_goes_out_only_after_the_heads_own_act(long_chain, refusing):
    long_chain.decided("BS", "permit-proposal", "grant")
    long_chain.decided("RK", "permit-decision", "grant")
    if refusing == "permit-central":
        long_chain.decided("HC", "permit-regional", "grant")
    long_chain.decided("YP" if refusing == "permit-central" else "HC", refusing, "refuse", ground="activities")
    assert long_chain.letters()[-1] != "refusal"
    assert (levels(long_chain, 2), [one.kind for one in long_chain.open()]) == (["head-of-office"], ["permit-decision"])
    question = long_chain.question("permit-decision")
    assert long_chain.decide_as("RK", question, "grant", ground="look-again").reason == "not-consistent"
    assert long_chain.decide_as("RK", question, "return", ground="look-again").reason == "not-consistent"
    assert long_chain.decide_as("RK", question, "refuse", ground="activities").granted
    long_chain.send_all()
    assert (long_chain.case().result, long_chain.rows(Letter, Letter.kind == "refusal")[0].signatory_code) == (
        "refused",
        "RK",
    )
    assert not released(long_chain)
    assert long_chain.neighbours.received("simkim") == []


def test_a_head_who_refuses_ends_a_long_chain_as_the_form_says(long_chain):
    long_chain.decided("BS", "permit-proposal", "grant")
    long_chain.decided("RK", "permit-decision", "refuse", ground="activities")
    assert (long_chain.case().result, long_chain.open()) == ("refused", [])


def test_each_level_reads_what_the_level_below_decided(long_chain):
    long_chain.decided("BS", "permit-proposal", "refuse", ground="activities")
    long_chain.decided("RK", "permit-decision", "grant", ground="look-again")
    assert long_chain.decide_as("HC", long_chain.question("permit-regional"), "grant").granted


def test_the_chain_is_frozen_when_the_case_enters_the_stage(proposed, monkeypatch):
    monkeypatch.setattr("casework.stages.remedy.chain_for", lambda *_: tuple(LONG_CHAIN))
    proposed.decided("BS", "permit-proposal", "grant")
    proposed.decided("RK", "permit-decision", "grant")
    assert released(proposed)


def test_nobody_registers_a_permit_twice(proposed):
    proposed.decided("BS", "permit-proposal", "grant")
    proposed.decided("RK", "permit-decision", "grant")
    proposed.send_all()
    (key,) = proposed.neighbours.received("simkim")
    _, receipt = proposed.neighbours.orders["simkim", key]
    with proposed.change() as change:
        note_registered(change, proposed.office, proposed.reference, receipt)
    assert proposed.letters().count("grant") == 1


def test_every_level_of_the_long_chain_has_its_question():
    assert [kind.role for kind in QUESTION_KINDS.values() if kind.stage == "permit"] == LONG_CHAIN
