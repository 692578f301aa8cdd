# ruff: noqa: PT012 - a refusal may come only when the change ends
import base64
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from office_in_a_folder import CASE, decided_case, enrol, letter_row, moment_of, on_sqlite, open_case
from sqlalchemy import LargeBinary, select

from casework.lifecycle import Stage
from casework.registry import Event, ledger
from casework.registry.models import (
    ApplicationCycle,
    Base,
    ConflictingContent,
    DataKey,
    IssuedPermit,
    JointAct,
    Letter,
    OfficeSetting,
)
from casework.registry.sealed_files import SealedFiles
from casework.registry.vault import SealBroken

TOLD = Event("office:setting:set", "office")


# --- each owner's data under the owner's key


def test_what_was_sealed_opens_for_its_owner_in_its_column_only(registry, moment):
    with registry.change(moment) as change:
        open_case(change)
        open_case(change, "SAHS-7K52")
        sealed = change.seal(b"Maria", "letter.sealed_facts", CASE)
        assert change.unseal(sealed, "letter.sealed_facts", CASE) == b"Maria"
        for column, owner in (("letter.sealed_facts", "SAHS-7K52"), ("decision.sealed_answer", CASE)):
            with pytest.raises(SealBroken):
                change.unseal(sealed, column, owner)


def test_a_row_copied_to_another_case_does_not_open_there(registry, moment, behind_its_back):
    with registry.change(moment) as change:
        open_case(change)
        change.write(TOLD, letter_row(change, sealed_facts=change.seal(b"Maria", "letter.sealed_facts", CASE)))
        open_case(change, "SAHS-7K52")
    behind_its_back("UPDATE letter SET subject = 'SAHS-7K52'")
    with registry.reading() as reading:
        letter = reading.session.scalars(select(Letter)).one()
        with pytest.raises(SealBroken):
            reading.unseal(letter.sealed_facts, "letter.sealed_facts", letter.subject)


def test_what_was_sealed_in_one_row_does_not_open_in_another_row_of_the_same_owner(registry, moment):
    with registry.change(moment) as change:
        open_case(change)
        sealed = change.seal(b"first letter", "letter.sealed_facts", CASE, "number-1")
        assert change.unseal(sealed, "letter.sealed_facts", CASE, "number-1") == b"first letter"
        with pytest.raises(SealBroken):
            change.unseal(sealed, "letter.sealed_facts", CASE, "number-2")


def test_a_letter_whose_facts_were_exchanged_is_not_written(at_stage):
    life = at_stage(Stage.WAITING_FOR_VISIT)
    first, second = life.rows(Letter, Letter.subject == life.reference, order_by=Letter.id)[:2]
    with closing(sqlite3.connect(life.registry.engine.url.database, isolation_level=None)) as connection:
        connection.execute("UPDATE letter SET sealed_facts = ? WHERE id = ?", (second.sealed_facts, first.id))
        connection.execute(
            "UPDATE effect SET state = 'planned', settled_at = NULL WHERE kind = ?", (f"letter:{first.kind}",)
        )
    with pytest.raises(SealBroken):
        life.send_all()


def test_a_key_copied_to_another_owner_opens_nothing(registry, moment, behind_its_back):
    with registry.change(moment) as change:
        open_case(change)
        open_case(change, "SAHS-7K52")
    behind_its_back(
        "UPDATE data_key SET wrapped = (SELECT wrapped FROM data_key WHERE owner = ?) WHERE owner = 'SAHS-7K52'", CASE
    )
    with registry.reading() as reading, pytest.raises(SealBroken):
        reading.key_of("SAHS-7K52")


def test_an_owner_without_a_key_is_told_from_a_broken_seal_by_its_sentence(registry):
    with registry.reading() as reading, pytest.raises(SealBroken) as fault:
        reading.key_of(CASE)
    assert str(fault.value) == "SAHS-7K43 has no key in this register: its data was erased or never stored"


def test_a_key_whose_row_was_undone_seals_nothing_more(registry, moment):
    with registry.change(moment) as change:
        with pytest.raises(LookupError), change.session.begin_nested():
            change.create_key(CASE)
            change.write(TOLD)
            raise LookupError
        with pytest.raises(SealBroken):
            change.seal(b"Maria", "letter.sealed_facts", CASE)


@on_sqlite
def test_data_whose_key_was_destroyed_opens_no_more_while_the_ledger_still_holds(registry, moment, behind_its_back):
    with registry.change(moment) as change:
        open_case(change)
        change.write(TOLD, letter_row(change, sealed_facts=change.seal(b"Maria", "letter.sealed_facts", CASE)))
    with registry.change(moment_of(hours=1)) as change:
        key = change.session.get_one(DataKey, CASE)
        wrapped = key.wrapped
        key.wrapped, key.destroyed_at = None, change.moment.recorded_at
        change.write(Event("closed:key:destroyed", CASE))
        with pytest.raises(SealBroken):
            change.key_of(CASE)
    with registry.reading() as reading:
        letter = reading.session.scalars(select(Letter)).one()
        with pytest.raises(SealBroken, match="its data was erased or never stored"):
            reading.unseal(letter.sealed_facts, "letter.sealed_facts", CASE)
    assert ledger.verify(registry.engine).holds
    registry.close()
    behind_its_back("PRAGMA wal_checkpoint(TRUNCATE)")
    pieces = [wrapped[start : start + 8] for start in range(len(wrapped) - 8)]
    assert [file for file, found in bytes_on_disk(registry).items() if any(piece in found for piece in pieces)] == []


# --- no name in plain sight

NAME = "Zyxwina Kanarievogel"
SURNAME = "KANARIEVOGEL<<ZYXWINA"


def bytes_on_disk(registry):
    folder = registry.engine.url.database.rpartition("/")[0]
    return {path.name: path.read_bytes() for path in Path(folder).rglob("*") if path.is_file()}


def disguises(name):
    """The bytes under which a name may hide in a file."""
    plain = [
        name.encode(),
        name.encode("utf-16-le"),
        name.upper().encode(),
        name.lower().encode(),
        name.encode().hex().encode(),
    ]
    # base64 has three alignments; its first and last characters depend on the neighbours
    shifted = [base64.b64encode(b"x" * shift + name.encode())[4:-4] for shift in range(3)]
    return [*plain, *shifted]


def fill_every_sealed_column(change, files):
    plain = f'{{"name": "{NAME}", "zone": "{SURNAME}"}}'.encode()
    decision = decided_case(change)
    enrol(change, "ZK", name=NAME, employee_number=NAME)
    cycle = ApplicationCycle(
        case_reference=CASE, cycle=1, content_digest="a-digest", received_at=change.moment.recorded_at,
        sealed_content=change.seal(plain, "application_cycle.sealed_content", CASE),
    )  # fmt: skip
    other = ConflictingContent(
        case_reference=CASE, cycle=1, content_digest="another-digest", received_at=change.moment.recorded_at,
        sealed_content=change.seal(plain, "conflicting_content.sealed_content", CASE, 1),
    )  # fmt: skip
    permit = IssuedPermit(
        case_reference=CASE, registered_at=change.moment.recorded_at,
        sealed_permit=change.seal(plain, "issued_permit.sealed_permit", CASE),
    )  # fmt: skip
    letter = letter_row(change, sealed_facts=change.seal(plain, "letter.sealed_facts", CASE))
    act = JointAct(
        kind="officer", content={"code": "ZL"}, state="proposed", origin="a-form", prepared_at=change.moment.recorded_at,
    )  # fmt: skip
    change.write(TOLD, cycle, other, permit, letter, act)
    change.create_key(subject := f"ACT-{act.id}")
    change.write(TOLD)
    act.sealed_identity = change.seal(plain, "joint_act.sealed_identity", subject)
    act.sealed_code_secret = change.seal(plain, "joint_act.sealed_code_secret", subject)
    change.write(TOLD)
    files.store(change.key_of(CASE), plain)
    return decision


@on_sqlite  # whose files can be read through to the last byte
def test_a_name_in_a_sealed_column_is_found_nowhere_else_and_not_in_any_byte_on_disk(registry, moment, tmp_path):
    files = SealedFiles(tmp_path / "sealed")
    with registry.change(moment) as change:
        fill_every_sealed_column(change, files)
        change.write(TOLD, OfficeSetting(name="control", value="Perkutut-Terlihat"))
    found = bytes_on_disk(registry)
    assert "register.sqlite-wal" in found  # what was just written lies there
    assert any(b"Perkutut-Terlihat" in content for content in found.values())  # so a name would be seen
    for name in (NAME, NAME.split(maxsplit=1)[0], NAME.split()[1], SURNAME):
        for disguise in disguises(name):
            assert [file for file, content in found.items() if disguise in content] == []
    registry.close()
    assert not any(NAME.encode() in content for content in bytes_on_disk(registry).values())


def test_the_canary_sits_in_every_sealed_column_there_is(registry, moment, tmp_path):
    with registry.change(moment) as change:
        fill_every_sealed_column(change, SealedFiles(tmp_path / "sealed"))
    filled = set()
    with registry.reading() as reading:
        for table in Base.metadata.tables.values():
            for column in table.columns:
                if isinstance(column.type, LargeBinary) and column.name not in ("body", "wrapped"):
                    assert column.name.startswith("sealed_")
                    if list(reading.session.execute(select(column).limit(1))):
                        filled.add(f"{table.name}.{column.name}")
    assert filled == {
        "officer.sealed_name",
        "officer.sealed_employee_number",
        "officer.sealed_code_secret",
        "application_cycle.sealed_content",
        "conflicting_content.sealed_content",
        "issued_permit.sealed_permit",
        "decision.sealed_answer",
        "letter.sealed_facts",
        "joint_act.sealed_identity",
        "joint_act.sealed_code_secret",
    }
