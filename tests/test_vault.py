import base64
import hashlib
import stat

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.registry.vault import (
    KeyUnusable,
    OfficeKey,
    SealBroken,
    create_office_key,
    new_data_key,
    read_office_key,
    seal,
    unseal,
)

OFFICE = OfficeKey(bytes(range(32)))
KEY = new_data_key()
PLACE = "letter.sealed_facts|SAHS-7K43"
KEYS = st.binary(min_size=32, max_size=32)


# --- sealed data


@given(st.binary(max_size=300))
def test_what_was_sealed_opens_in_its_place(plain):
    assert unseal(KEY, seal(KEY, plain, PLACE), PLACE) == plain


def test_the_same_words_are_never_sealed_into_the_same_bytes():
    assert seal(KEY, b"Maria", PLACE) != seal(KEY, b"Maria", PLACE)


@pytest.mark.parametrize(
    "elsewhere",
    [
        pytest.param("letter.sealed_facts|SAHS-7K42", id="another case"),
        pytest.param("decision.sealed_answer|SAHS-7K43", id="another column"),
        pytest.param("letter.sealed_facts|officer:BS", id="another kind of owner"),
        pytest.param("letter.sealed_facts", id="no owner"),
        pytest.param("", id="nowhere"),
    ],
)
def test_sealed_data_does_not_open_in_another_place(elsewhere):
    with pytest.raises(SealBroken):
        unseal(KEY, seal(KEY, b"Maria", PLACE), elsewhere)


@given(st.data())
def test_sealed_data_of_which_any_bit_was_altered_does_not_open(data):
    sealed = bytearray(seal(KEY, b"Maria van Voorbeeld", PLACE))
    sealed[data.draw(st.integers(0, len(sealed) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises(SealBroken):
        unseal(KEY, bytes(sealed), PLACE)


@given(st.integers(0, 46))
def test_sealed_data_that_was_cut_short_does_not_open_however_little_is_left(length):
    sealed = seal(KEY, b"Maria van Voorbeeld", PLACE)
    assert len(sealed) == 47
    with pytest.raises(SealBroken):
        unseal(KEY, sealed[:length], PLACE)


def test_a_broken_seal_is_reported_without_naming_whose_data_it_was():
    with pytest.raises(SealBroken) as fault:
        unseal(KEY, seal(KEY, b"Maria", PLACE)[:-1], PLACE)
    assert str(fault.value) == "sealed data for letter.sealed_facts does not open: it was altered or moved"


# --- keys of owners


def test_a_wrapped_key_opens_for_its_owner_alone():
    wrapped = OFFICE.wrap(KEY, "SAHS-7K43")
    assert OFFICE.unwrap(wrapped, "SAHS-7K43") == KEY
    with pytest.raises(SealBroken):
        OFFICE.unwrap(wrapped, "SAHS-7K42")


@given(KEYS.filter(lambda secret: secret != OFFICE.secret))
def test_a_wrapped_key_does_not_open_in_another_office(secret):
    with pytest.raises(SealBroken):
        OfficeKey(secret).unwrap(OFFICE.wrap(KEY, "SAHS-7K43"), "SAHS-7K43")


# --- the blind index


def test_the_blind_index_of_a_passport_is_the_same_each_time():
    # what lies in the register was indexed by earlier versions of this program: the value may never change
    assert OFFICE.blind_index("NLD|X1234567") == "6ba61eb9367fc1e08322311eebe92c63e5ac8e17ab6de04ba2de70fdcef8be76"


def test_the_blind_index_is_no_bare_hash_that_could_be_guessed_by_trying_passport_numbers():
    value = b"NLD|X1234567"
    bare = {
        hashlib.new(name, value).hexdigest() for name in ("md5", "sha1", "sha256", "sha3_256", "blake2b", "blake2s")
    }
    assert OFFICE.blind_index(value.decode()) not in bare


@given(KEYS.filter(lambda secret: secret != OFFICE.secret))
def test_two_offices_index_the_same_passport_differently(secret):
    assert OfficeKey(secret).blind_index("NLD|X1234567") != OFFICE.blind_index("NLD|X1234567")


def test_no_signing_secret_is_the_office_key_or_the_key_of_the_blind_index():
    secrets = {
        OFFICE.signing_secret("case-sheet"),
        OFFICE.signing_secret("blind-index"),
        OFFICE._derived("blind-index"),
        OFFICE.secret,
    }
    assert len(secrets) == 4


# --- the key file


def test_the_office_key_is_created_once_readable_by_its_owner_alone(tmp_path):
    path = tmp_path / "var" / "office.key"
    created = create_office_key(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert read_office_key(path) == created
    assert [entry.name for entry in path.parent.iterdir()] == ["office.key"]


def test_an_office_key_is_never_overwritten(tmp_path):
    path = tmp_path / "office.key"
    created = create_office_key(path)
    with pytest.raises(FileExistsError):
        create_office_key(path)
    assert read_office_key(path) == created
    assert [entry.name for entry in tmp_path.iterdir()] == ["office.key"]


def test_a_key_file_that_could_not_be_finished_leaves_no_half_key_behind(tmp_path, monkeypatch):
    def power_cut(descriptor):
        raise OSError("power cut")

    monkeypatch.setattr("casework.registry.vault.os.fsync", power_cut)
    with pytest.raises(OSError, match="power cut"):
        create_office_key(tmp_path / "office.key")
    assert not (tmp_path / "office.key").exists()


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o644, 0o601])
def test_an_office_key_that_others_can_read_is_refused_with_the_command_that_mends_it(tmp_path, mode):
    path = tmp_path / "office.key"
    create_office_key(path)
    path.chmod(mode)
    with pytest.raises(KeyUnusable) as fault:
        read_office_key(path)
    assert str(fault.value) == f"the office key at {path} can be read by others (mode 0{mode:o}): run chmod 600 on it"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "has 0 bytes instead of 32: restore it from its backup"),
        (base64.b64encode(bytes(31)), "has 31 bytes instead of 32: restore it from its backup"),
        (base64.b64encode(bytes(33)), "has 33 bytes instead of 32: restore it from its backup"),
        (b"not a key!", "is not base64: restore it from its backup"),
        ("kunci-ä".encode(), "is not base64: restore it from its backup"),
    ],
)
def test_a_key_file_with_wrong_content_is_refused_with_what_to_do(tmp_path, content, sentence):
    path = tmp_path / "office.key"
    path.touch(mode=0o600)
    path.write_bytes(content)
    with pytest.raises(KeyUnusable) as fault:
        read_office_key(path)
    assert str(fault.value) == f"the office key at {path} {sentence}"


def test_a_missing_office_key_is_refused_with_what_to_do(tmp_path):
    with pytest.raises(KeyUnusable) as fault:
        read_office_key(tmp_path / "office.key")
    path = tmp_path / "office.key"
    assert str(fault.value) == f"there is no office key at {path}: restore it from its backup, or run 'homevisit up'"


def test_a_folder_in_the_place_of_the_office_key_is_refused_in_one_sentence(tmp_path):
    with pytest.raises(KeyUnusable) as fault:
        read_office_key(tmp_path)
    assert str(fault.value) == f"the office key at {tmp_path} cannot be read (Is a directory): run this as its owner"
