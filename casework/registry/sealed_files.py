"""Documents and letters on disk: sealed, under names that say nothing, complete or not there at all."""

import hashlib
import secrets
from pathlib import Path

from casework.registry import vault


class SealedFiles:
    """The folder of sealed files; each opens only with its owner's key and under its own name."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def store(self, key: bytes, plain: bytes) -> str:
        """Seal the bytes under a new random name, which is returned once the file is complete on disk."""
        name = secrets.token_hex(16)
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        unfinished = self.folder / f".{name}"
        vault.write_durably(unfinished, vault.seal(key, plain, f"file|{name}"))
        unfinished.rename(self.folder / name)
        vault.sync_folder(self.folder)
        return name

    def read(self, key: bytes, name: str, *, sha256: str) -> bytes:
        """Open a sealed file, which must hold what its row in the register says.

        Raises ``SealBroken`` when it was altered, renamed or is another file, ``FileNotFoundError`` when it is gone.
        """
        plain = vault.unseal(key, (self.folder / name).read_bytes(), f"file|{name}")
        if hashlib.sha256(plain).hexdigest() != sha256:
            raise vault.SealBroken(f"the sealed file {name} is not the one that its row in the register tells of")
        return plain
