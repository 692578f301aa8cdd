"""How a real office begins: whole or not at all, in a register of its own, with everybody's secret shown once."""

import errno
import json
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pyotp
import pytest
from lives_by_stage import new_life
from office_acts import carry_out
from office_in_a_folder import case_row
from real_office import NAMES, OFFICE, YEAR, begin, changed
from sqlalchemy import select

from casework.acts.fields import RoleShown
from casework.acts.identity import Identity, enter_identity
from casework.clock import read_clock
from casework.desk import desk_of
from casework.eligibility import service_window_on
from casework.founding import OfficeFile, RoleCode, faults_in
from casework.office import RegisterTaken, has_office, is_empty, mark_as_demo, open_office
from casework.questions import code_of
from casework.registry import Event, ledger
from casework.registry.authority import Staff
from casework.registry.models import Case, Decree, Equipment, LedgerEntry, Officer, OfficeSetting
from casework.registry.officers import current_code, employee_number_of, name_of
from casework.settings import Settings
from homevisit.doctor.finding import Amiss
from homevisit.doctor.office import judge_mandates, judge_service, look_at_office
from homevisit.house import HouseTrouble
from homevisit.opening import _send_samples, fill_if_empty
from homevisit.serving import prepare


@pytest.fixture
def folder(tmp_path):
    """A folder in which nothing is yet."""
    return tmp_path / "office"


def written(tmp_path, told=OFFICE):
    file = tmp_path / "office.json"
    file.write_text(json.dumps(told))
    return str(file)


@contextmanager
def looked_into(folder):
    desk = desk_of(Settings(state_folder=folder))
    with desk.registry.reading() as reading:
        yield reading
    desk.registry.close()


def one_sentence(told):
    return told.count("homevisit: ") == 1


# --- at the terminal


def test_an_office_begins_in_an_empty_folder_with_its_people_decree_and_equipment(homevisit, folder, tmp_path):
    code, out, err = homevisit(folder, "office", "init", "--file", written(tmp_path))
    assert code == 0
    assert "Delete" in err
    with looked_into(folder) as reading:
        assert reading.session.get_one(OfficeSetting, "kind").value == "real"
        staff = Staff(reading, read_clock().office_date)
        assert {who: staff.roles_of(who) for who in ("AA", "AB", "AC")} == {
            "AA": ("head-of-office",), "AB": ("administrator",), "AC": ("section-head", "dispatcher"),
        }  # fmt: skip
        officer = reading.session.get_one(Officer, "AC")
        assert (name_of(reading, officer), employee_number_of(reading, officer), officer.languages, officer.rank) == (
            "Nama Tiga", "199002112014022905", ["id", "en"], "III/d",
        )  # fmt: skip
        assert [one.code for one in reading.session.scalars(select(Equipment).order_by(Equipment.code))] == ["K1", "V1"]
        [decree] = reading.session.scalars(select(Decree))
        assert (decree.valid_to, decree.signatory_post) == (date(YEAR + 1, 12, 31), "Kepala Kantor")
        assert not any(
            name.encode() in row.body for name in NAMES for row in reading.session.scalars(select(LedgerEntry))
        )
    assert not any(name in out + err for name in NAMES)


def test_each_secret_is_printed_once_with_its_picture_and_is_the_officers_own(homevisit, folder, tmp_path):
    _, out, _ = homevisit(folder, "office", "init", "--file", written(tmp_path))
    assert "█" in out
    uris = dict(line.split(" ", 1) for line in out.splitlines() if " otpauth://" in line)
    assert list(uris) == ["AA", "AB", "AC"]
    now = read_clock().recorded_at
    with looked_into(folder) as reading:
        for who, uri in uris.items():
            assert f"Surakarta:{who}?" in uri
            assert pyotp.parse_uri(uri).at(now) == current_code(reading, reading.session.get_one(Officer, who), now)


def test_a_second_beginning_is_refused_and_shows_nothing(homevisit, folder, tmp_path):
    homevisit(folder, "office", "init", "--file", written(tmp_path))
    code, out, err = homevisit(folder, "office", "init", "--file", written(tmp_path))
    assert (code, out, one_sentence(err)) == (1, "", True)
    assert "has an office already" in err


def test_the_demo_offices_register_never_becomes_a_real_ones(homevisit, tmp_path):
    life = new_life(tmp_path / "demo")
    code, out, err = homevisit(tmp_path / "demo", "office", "init", "--file", written(tmp_path))
    assert (code, out, "has an office already" in err) == (1, "", True)
    assert life.rows(Officer, Officer.code == "AA") == []
    life.registry.close()


@pytest.mark.parametrize(
    ("told", "fault"),
    [
        ({}, "decree: Field required"),
        (changed(head_of_office__code="aa"), "head_of_office.code: String should match pattern '^[A-Z]{2,4}$'"),
        (changed(head_of_office__employee_number="12"), "head_of_office.employee_number: String should match pattern '^[0-9]{18}$'"),
        (changed(administrator__rank="V/a"), "administrator.rank: Input should be 'I/a', 'I/b'"),
        (changed(king="K"), "king: Extra inputs are not permitted"),
        (changed(equipment=["X1"]), "equipment.0: String should match pattern '^[KV][0-9]{1,3}$'"),
        (changed(decree__valid_to="someday"), "decree.valid_to: Input should be a valid date"),
        (changed(decree__valid_to=f"{YEAR - 1}-12-31"), "decree.valid_to comes before decree.valid_from: correct one of them"),
        (changed(decree__valid_from=f"{YEAR + 1}-01-01"), "decree is not in force today, so nobody could act: give the one that is"),
        (changed(administrator__code="AA"), "administrator.code is given to somebody else, too: each person has a code of their own"),
        (
            changed(administrator__employee_number="197204151998032901"),
            "administrator.employee_number stands elsewhere, too: nobody is two persons, for one could approve the other",
        ),
        (
            changed(administrator__employee_number="199913011998032901"),
            "administrator.employee_number is no NIP (birth date, appointment, sex, serial): correct it",
        ),
        (
            changed(administrator__name="Nama 2"),
            "administrator.name has other characters than letters, spaces, dots, commas and hyphens: write it as in letters",
        ),
        (changed(equipment=["K1", "K1"]), "equipment names K1 twice: name it once"),
    ],
)  # fmt: skip
def test_a_file_with_a_fault_is_refused_whole_and_says_where_without_any_value(
    homevisit, folder, tmp_path, told, fault
):
    code, out, err = homevisit(folder, "office", "init", "--file", written(tmp_path, told))
    refused = json.loads(out)["refused"]
    assert (code, one_sentence(err)) == (1, True)
    assert any(one.startswith(fault) for one in refused), refused
    assert "and nothing was stored" in err
    assert not any(name in out + err for name in NAMES)
    assert not folder.exists()


def test_the_example_is_a_file_without_faults():
    told = (Path(__file__).parent / "samples" / "office.json").read_text()
    assert faults_in(OfficeFile.model_validate_json(told), date(2026, 11, 26)) == []


def test_all_faults_are_told_at_once():
    office = OfficeFile.model_validate(changed(decree__valid_to=f"{YEAR - 1}-12-31", equipment=["K1", "K1"], administrator__code="AA"))  # fmt: skip
    assert len(faults_in(office, read_clock().office_date)) == 4


@pytest.mark.parametrize(
    ("content", "told"),
    [(None, "there is no file"), (b"{", "is no JSON"), (b"\xff\xfe", "is no JSON")],
)
def test_a_file_that_cannot_be_read_is_named(homevisit, folder, tmp_path, content, told):
    file = tmp_path / "office.json"
    if content is not None:
        file.write_bytes(content)
    code, out, err = homevisit(folder, "office", "init", "--file", str(file))
    assert (code, out, told in err, one_sentence(err)) == (1, "", True, True)


def test_without_a_file_it_is_asked_for_piece_by_piece_and_two_persons_are_warned(homevisit, folder):
    typed = [
        f"WIM.13 TAHUN {YEAR}", f"{YEAR}-01-02", f"{YEAR}-01-01", f"{YEAR}-12-31", "Kepala Kantor",
        "AA", "id", "Nama Satu", "197204151998032901", "Kepala Kantor", "IV/b",
        "AB", "id,en", "Nama Dua", "198009242006042917", "Kepala Subbagian Tata Usaha", "",
        "", "K1, V1",
    ]  # fmt: skip
    code, out, err = homevisit(folder, "office", "init", "--no-qr", typed=typed)
    assert (code, [line[:3] for line in out.splitlines()]) == (0, ["AA ", "AB "])
    assert "Two persons only" in err
    assert "Delete" not in err
    with looked_into(folder) as reading:
        officers = reading.session.scalars(select(Officer).order_by(Officer.code))
        assert [(one.code, one.rank) for one in officers] == [("AA", "IV/b"), ("AB", None)]


def test_where_nothing_could_be_shown_nothing_has_begun(homevisit, folder, tmp_path, monkeypatch):
    def broken(*_, **__):
        raise BrokenPipeError(errno.EPIPE, "Broken pipe")

    monkeypatch.setattr("homevisit.command_line.founding._show", broken)
    assert homevisit(folder, "office", "init", "--file", written(tmp_path))[0] == 1
    with looked_into(folder) as reading:
        assert is_empty(reading)


def test_the_schema_describes_the_file(homevisit, folder):
    code, out, _ = homevisit(folder, "office", "schema")
    assert code == 0
    schema = json.loads(out)
    assert set(schema["required"]) == {"decree", "head_of_office", "administrator"}
    assert {"code", "name", "employee_number", "post"} <= set(schema["$defs"]["Person"]["properties"])


def test_the_roles_of_the_file_are_the_offices():
    assert list(RoleCode.__args__) == [code_of(one) for one in RoleShown.__args__]


# --- a real office stays real


def test_a_real_offices_register_is_never_filled_with_the_demo_office_and_gets_no_invented_applications(desk):
    begin(desk)
    fill_if_empty(desk.settings)
    _send_samples(desk.settings)
    with desk.registry.reading() as reading:
        assert [one.code for one in reading.session.scalars(select(Officer).order_by(Officer.code))] == [
            "AA",
            "AB",
            "AC",
        ]
    assert not desk.settings.inbox_folder.exists()
    assert not open_office(desk.registry, desk.settings).is_demo
    with pytest.raises(RegisterTaken), desk.registry.change(read_clock()) as change:
        mark_as_demo(change)


def test_a_register_with_cases_is_not_the_demo_offices_either(desk, tmp_path):
    other = new_life(tmp_path / "demo")
    with desk.registry.change(read_clock()) as change:
        change.create_key("SAHS-7K43")
        change.write(Event("received:case:opened", "SAHS-7K43"), case_row("SAHS-7K43"))
    fill_if_empty(desk.settings)
    with desk.registry.reading() as reading:
        assert (is_empty(reading), has_office(reading)) == (False, False)
    begin(desk)  # an office may begin where applications have come already
    other.registry.close()


def test_to_deploy_a_demo_office_into_a_real_ones_register_is_refused_aloud(desk):
    begin(desk)
    with pytest.raises(HouseTrouble, match="rehearse in a register of its own"):
        prepare(desk.settings, demo=True)


def test_what_comes_after_takes_two(desk):
    begin(desk)
    subject = carry_out(desk, "officer", "AB", "AA", before_approval=type_name, code="AD", post="Petugas Loket", languages=["Indonesia · id"], serves_from=read_clock().office_date)  # fmt: skip
    assert subject == "ACT-1"
    with desk.registry.reading() as reading:
        assert "AD" in Staff(reading, read_clock().office_date).serving
    assert ledger.verify(desk.registry.engine).holds


def type_name(change, subject):
    assert enter_identity(change, subject, "AB", Identity("Nama Empat", "199405252018012908")) == "done"


# --- what the doctor says


def test_the_doctor_says_where_no_office_has_begun_and_a_month_before_nobody_could_act(desk):
    with pytest.raises(Amiss, match="run 'homevisit office init'"):
        look_at_office(desk.settings)
    begin(desk)
    last = date(YEAR + 1, 12, 31)
    with desk.registry.reading() as reading:
        assert judge_mandates(reading, last - timedelta(days=30)).startswith("its head and its administrator")
        with pytest.raises(Amiss, match=f"nobody holds administrator or head-of-office on {YEAR + 2}-01-01: enter the"):
            judge_mandates(reading, last - timedelta(days=29))


def test_the_doctor_says_that_the_decree_on_the_service_lacks_its_number_until_somebody_fills_it_in():
    window = service_window_on(date(2026, 11, 25))
    assert judge_service(window).startswith("letters cite the decree on its service without number and date: fill in")
    numbered = replace(window, decree_number="WIM.13.IMI.1-3-OT.02.01 TAHUN 2025", decree_date=date(2025, 6, 2))
    assert judge_service(numbered) == ("the decree on its service is WIM.13.IMI.1-3-OT.02.01 TAHUN 2025 of 2025-06-02")
    assert judge_service(service_window_on(date(2024, 1, 2))).startswith("its service is closed: Keppres 17/2023")


def test_no_case_is_needed_for_an_office_to_begin(desk):
    begin(desk)
    with desk.registry.reading() as reading:
        assert reading.session.scalar(select(Case.reference)) is None
