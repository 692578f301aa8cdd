"""Personal data at rest: sealed under a key of its owner, which is itself wrapped by the office key."""

import base64
import hashlib
import hmac
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_BYTES = 32
NONCE_BYTES = 12


class KeyUnusable(Exception):
    """The office key cannot be used as it lies there; the message says what to do."""


class SealBroken(Exception):
    """Sealed data did not open: it was altered, moved to another row, or its key was destroyed."""


@dataclass(frozen=True)
class OfficeKey:
    """The office's own key: it wraps every other key and lies outside the database."""

    secret: bytes

    def wrap(self, key: bytes, owner: str) -> bytes:
        """Wrap the key of one owner, so that it opens for no other owner."""
        return _encrypt(self.secret, key, f"data_key|{owner}")

    def unwrap(self, wrapped: bytes, owner: str) -> bytes:
        """Unwrap an owner's key; raises ``SealBroken`` on another owner's or another office's key."""
        return _decrypt(self.secret, wrapped, f"data_key|{owner}")

    def blind_index(self, value: str) -> str:
        """A passport number is looked up by this code, which cannot be guessed back without the office key."""
        return hmac.new(self._derived("blind-index"), value.encode(), hashlib.sha256).hexdigest()

    def signing_secret(self, purpose: str) -> bytes:
        """A secret for one purpose (such as the case sheet's sign-in), derived and never stored."""
        return self._derived(f"signing|{purpose}")

    @property
    def fingerprint(self) -> str:
        """By this code two keys are told apart; neither is known from it."""
        return self._derived("fingerprint").hex()[:16]

    def _derived(self, purpose: str) -> bytes:
        return hmac.new(self.secret, f"homevisit|{purpose}".encode(), hashlib.sha256).digest()


def seal(key: bytes, plain: bytes, place: str) -> bytes:
    """Seal personal data for one place (``table.column|owner|row``); a copy in any other place does not open."""
    return _encrypt(key, plain, place)


def unseal(key: bytes, sealed: bytes, place: str) -> bytes:
    """Open sealed data; raises ``SealBroken`` when it was altered or lies in another place."""
    return _decrypt(key, sealed, place)


def new_data_key() -> bytes:
    """A fresh random key for one owner."""
    return secrets.token_bytes(KEY_BYTES)


def create_office_key(path: Path) -> OfficeKey:
    """Create the office key once, readable by its owner alone; raises ``FileExistsError`` if there is one.

    It is there whole or not at all, also after a crash: whatever was sealed under half a key would be lost.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    secret = secrets.token_bytes(KEY_BYTES)
    unfinished = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    write_durably(unfinished, base64.b64encode(secret) + b"\n")
    try:
        os.link(unfinished, path)  # unlike a rename, this never overwrites a key
    finally:
        unfinished.unlink()
    sync_folder(path.parent)
    return OfficeKey(secret)


def write_durably(path: Path, content: bytes) -> None:
    """Write a new file that its owner alone can read, and return once it lies on the disk.

    Where it does not go through (a full disk), nothing of it stays; raises ``OSError``.
    """
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        try:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        except OSError:
            path.unlink()
            raise


def sync_folder(folder: Path) -> None:
    """Return once the names of the folder's files lie on the disk: a name is lost in a power cut like any other data."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def read_office_key(path: Path) -> OfficeKey:
    """Read the office key; raises ``KeyUnusable`` when it is missing, malformed or open to others."""
    try:
        mode = path.stat().st_mode & 0o777
        secret = base64.b64decode(path.read_bytes().strip(), validate=True)
    except FileNotFoundError:
        raise KeyUnusable(
            f"there is no office key at {path}: restore it from its backup, or run 'homevisit up'"
        ) from None
    except ValueError:
        raise KeyUnusable(f"the office key at {path} is not base64: restore it from its backup") from None
    except OSError as fault:
        raise KeyUnusable(
            f"the office key at {path} cannot be read ({fault.strerror}): run this as its owner"
        ) from None
    if mode & 0o077:
        raise KeyUnusable(f"the office key at {path} can be read by others (mode {mode:04o}): run chmod 600 on it")
    if len(secret) != KEY_BYTES:
        raise KeyUnusable(
            f"the office key at {path} has {len(secret)} bytes instead of {KEY_BYTES}: restore it from its backup"
        )
    return OfficeKey(secret)


def _encrypt(key: bytes, plain: bytes, place: str) -> bytes:
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, plain, place.encode())


def _decrypt(key: bytes, sealed: bytes, place: str) -> bytes:
    try:
        return AESGCM(key).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], place.encode())
    except (InvalidTag, ValueError):  # ValueError: cut so short that not even its nonce is whole
        raise SealBroken(f"sealed data for {place.partition('|')[0]} does not open: it was altered or moved") from None
