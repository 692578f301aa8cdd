import os
import stat
from hashlib import sha256

import pytest

from casework.registry.sealed_files import SealedFiles
from casework.registry.vault import SealBroken, new_data_key

KEY = new_data_key()
PDF = b"%PDF-1.7 Maria van Voorbeeld"
SHA = sha256(PDF).hexdigest()


@pytest.fixture
def files(tmp_path):
    return SealedFiles(tmp_path / "sealed")


def test_a_sealed_file_opens_with_its_owners_key(files):
    assert files.read(KEY, files.store(KEY, PDF), sha256=SHA) == PDF


def test_a_sealed_file_has_a_name_that_says_nothing_and_bytes_that_say_nothing(files):
    name = files.store(KEY, PDF)
    assert len(name) == 32
    assert int(name, 16) >= 0
    assert b"Maria" not in (files.folder / name).read_bytes()
    assert b"PDF" not in (files.folder / name).read_bytes()


def test_sealed_files_and_their_folder_belong_to_the_office_alone(files):
    name = files.store(KEY, PDF)
    assert stat.S_IMODE(files.folder.stat().st_mode) == 0o700
    assert stat.S_IMODE((files.folder / name).stat().st_mode) == 0o600


def test_the_same_document_stored_twice_is_two_files(files):
    assert files.store(KEY, PDF) != files.store(KEY, PDF)


def test_a_sealed_file_does_not_open_with_another_owners_key(files):
    name = files.store(KEY, PDF)
    with pytest.raises(SealBroken):
        files.read(new_data_key(), name, sha256=SHA)


def test_a_sealed_file_that_was_put_in_the_place_of_another_does_not_open(files):
    first, second = files.store(KEY, PDF), files.store(KEY, b"%PDF-1.7 another letter")
    (files.folder / first).replace(files.folder / second)
    with pytest.raises(SealBroken):
        files.read(KEY, second, sha256=SHA)


def test_a_row_that_names_another_file_of_the_same_owner_does_not_open_it(files):
    other = files.store(KEY, b"%PDF-1.7 another letter")
    with pytest.raises(SealBroken, match="is not the one that its row"):
        files.read(KEY, other, sha256=SHA)


@pytest.mark.parametrize("length", [0, 5, 12, 40])
def test_a_sealed_file_that_was_cut_short_does_not_open(files, length):
    name = files.store(KEY, PDF)
    (files.folder / name).write_bytes((files.folder / name).read_bytes()[:length])
    with pytest.raises(SealBroken):
        files.read(KEY, name, sha256=SHA)


def test_a_sealed_file_that_is_gone_is_a_missing_file(files):
    with pytest.raises(FileNotFoundError):
        files.read(KEY, "0" * 32, sha256=SHA)


def test_a_file_is_there_under_its_name_complete_or_not_at_all(files, monkeypatch):
    def power_cut(descriptor):
        raise OSError("power cut")

    monkeypatch.setattr(os, "fsync", power_cut)
    with pytest.raises(OSError, match="power cut"):
        files.store(KEY, PDF)
    assert [entry.name for entry in files.folder.iterdir() if not entry.name.startswith(".")] == []
