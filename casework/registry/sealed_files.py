"""Documents and letters on disk: sealed, under names that say nothing, complete or not there at all."""

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

    def read(self, key: bytes, name: str) -> bytes:
        """Open a sealed file; raises ``SealBroken`` when it was altered or renamed, ``FileNotFoundError`` when it is gone."""
        return vault.unseal(key, (self.folder / name).read_bytes(), f"file|{name}")
