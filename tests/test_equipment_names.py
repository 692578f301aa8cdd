"""What a kit or a vehicle is called in letters: by the office's own name, or by its kind and number; never by its code."""

import json

import pytest
from office_acts import carry, fill
from real_office import changed

from casework.clock import read_clock
from casework.equipment_names import equipment_name
from casework.founding import OfficeFile, faults_in
from casework.lifecycle import Stage
from casework.registry import Event
from casework.registry.models import Letter, OfficeSetting

NAMED = "Toyota Hiace AD 7654 XY"


def called(life, code):
    with life.registry.reading() as reading:
        return equipment_name(reading, code)


@pytest.mark.parametrize(
    ("code", "name"), [("K7", "perangkat perekaman bergerak Nomor 7"), ("V12", "kendaraan dinas Nomor 12")]
)
def test_what_the_office_has_given_no_name_is_called_by_its_kind_and_number(life, code, name):
    assert called(life, code) == name


def test_a_name_is_given_by_two_like_the_thing_itself_and_may_be_changed_without_taking_it_out_of_service(life):
    carry(life, "equipment", code="K3", in_service="ya · yes", called="SIMKIM bergerak 03")
    assert called(life, "K3") == "SIMKIM bergerak 03"
    carry(life, "equipment", code="K3", in_service="ya · yes", called="SIMKIM bergerak 03 (baru)")
    assert called(life, "K3") == "SIMKIM bergerak 03 (baru)"
    assert (
        fill(life, "equipment", code="K3", in_service="ya · yes") == "alat K3 sudah demikian · K3 is like that already"
    )


def test_the_letters_of_a_day_name_kit_and_vehicle_as_the_office_calls_them(at_stage):
    life = at_stage(Stage.WAITING_FOR_VISIT)
    with life.change() as change:
        for code in ("V1", "V2"):
            change.session.get_one(OfficeSetting, f"equipment-name:{code}").value = NAMED
        for code in ("K1", "K2"):
            change.session.delete(change.session.get_one(OfficeSetting, f"equipment-name:{code}"))
        change.write(Event("office:equipment:named", "office"))
    subject = life.announce()
    [letter] = life.rows(Letter, Letter.kind == "assignment")
    with life.registry.reading() as reading:
        told = json.loads(reading.unseal(letter.sealed_facts, "letter.sealed_facts", letter.subject, letter.number))
    kit = f"perangkat perekaman bergerak Nomor {life.team().kit_code[1:]}"
    assert (told["vehicle"], told["equipment"]) == (NAMED, [kit])
    life.send_all(subject)
    life.release()
    life.report()
    life.send_all(subject)
    report = life.letter_text("dispatch-report", subject)
    assert f"<td>{kit}; {NAMED}</td>" in report


def test_an_office_that_begins_may_name_what_it_lists_and_nothing_else():
    office = changed(equipment_names={"V1": NAMED, "V9": "Mobil lain 2"})
    [fault] = faults_in(OfficeFile.model_validate(office), read_clock().office_date)
    assert fault == "equipment_names names V9, which equipment does not list: list it there, too"
