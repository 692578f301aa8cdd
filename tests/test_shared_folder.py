"""Two machines, one register: what one of them sealed the other opens, where both see the shared folder, and only there."""

import pytest
from lives_by_stage import first_sample
from sqlalchemy import select

from casework.desk import desk_of
from casework.registry.models import CaseDocument
from casework.registry.schema import migrate
from casework.registry.vault import create_office_key
from casework.settings import Settings
from casework.stages.intake import receive


@pytest.fixture
def machines(tmp_path):
    """Two machines with folders of their own, one register and one office key; ``machines(shared)`` opens both."""
    key, register = tmp_path / "office.key", f"sqlite:///{tmp_path / 'register.sqlite'}"
    create_office_key(key)
    migrate(register)
    opened = []

    def of(shared):
        chosen = {"database_url": register, "office_key_file": key, "shared_folder": shared}
        opened.extend(desk_of(Settings(state_folder=tmp_path / name, **chosen)) for name in ("east", "west"))
        return opened

    yield of
    for desk in opened:
        desk.registry.close()


def seal_a_document(desk):
    sample = first_sample()
    with desk.registry.change(desk.office.now()) as change:
        return receive(change, desk.office, sample.application, sample.files_by_code()).reference


def open_a_document(desk, reference):
    with desk.registry.reading() as reading:
        row = reading.session.scalars(select(CaseDocument).where(CaseDocument.case_reference == reference)).first()
        return desk.office.files.read(reading.key_of(reference), row.stored_as, sha256=row.sha256)


def test_what_one_machine_sealed_the_other_opens_through_the_shared_folder(machines, tmp_path):
    east, west = machines(tmp_path / "shared")
    assert open_a_document(west, seal_a_document(east)) in first_sample().files_by_code().values()
    assert east.settings.inbox_folder == west.settings.inbox_folder == tmp_path / "shared" / "inbox"


def test_without_a_shared_folder_the_other_machine_does_not_find_it(machines):
    east, west = machines(None)
    reference = seal_a_document(east)
    with pytest.raises(FileNotFoundError):
        open_a_document(west, reference)
