"""What takes two: it holds once a second person approved it, and never before."""

import pytest

from casework.acts.equipment import EquipmentContent
from casework.acts.settling import prepare_act
from casework.lifecycle import Stage
from casework.registry.models import Equipment, JointAct


@pytest.fixture
def life(at_stage):
    return at_stage(Stage.RECEIVED)


def prepared(life, code="K3", in_service="ya · yes", origin="a-form"):
    with life.change() as change:
        return prepare_act(change, life.office, "equipment", EquipmentContent(code=code, in_service=in_service), origin)


def kits(life):
    return [row.code for row in life.rows(Equipment, Equipment.in_service, order_by=Equipment.code)]


def test_it_holds_after_the_second_person_and_not_before(life):
    subject = prepared(life)
    assert kits(life) == ["K1", "K2", "V1", "V2"]
    life.decided("PM", "act-proposal", "propose", subject=subject)
    assert kits(life) == ["K1", "K2", "V1", "V2"]
    life.decided("RK", "act-approval", "approve", subject=subject)
    assert kits(life) == ["K1", "K2", "K3", "V1", "V2"]
    assert life.events(subject) == [
        "any:question:opened",
        "any:question:decided", "office:act:proposed", "any:question:opened",
        "any:question:decided", "office:act:approved",
    ]  # fmt: skip


def test_one_form_is_one_act_however_often_it_is_taken_up(life):
    assert prepared(life) == prepared(life)
    assert life.count(JointAct) == 1


def test_what_cannot_be_is_said_at_once_and_nothing_is_stored(life):
    assert prepared(life, "K1") == "alat K1 sudah demikian · K1 is like that already"
    assert prepared(life, "K9", "tidak · no") == "alat K9 belum terdaftar · there is no K9 to take out of service"
    assert life.count(JointAct) == 0


def test_what_no_longer_fits_when_the_second_person_looks_at_it_is_refused_and_changes_nothing(life):
    first, second = prepared(life, origin="one"), prepared(life, origin="two")
    for subject in (first, second):
        life.decided("PM", "act-proposal", "propose", subject=subject)
    life.decided("RK", "act-approval", "approve", subject=first)
    assert life.decide_as("RK", life.question("act-approval", second), "approve").reason == "no-longer-fits"
    life.decided("RK", "act-approval", "reject", subject=second, ground="not-needed")
    assert [row.state for row in life.rows(JointAct, order_by=JointAct.id)] == ["approved", "rejected"]


def test_what_its_proposer_drops_goes_to_nobody(life):
    subject = prepared(life)
    life.decided("PM", "act-proposal", "drop", subject=subject)
    assert life.open(subject) == []
    assert kits(life) == ["K1", "K2", "V1", "V2"]
