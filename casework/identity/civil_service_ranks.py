"""The ranks of Indonesia's civil servants (PP 99/2000 as amended): a grade (golongan ruang), and what its rank (pangkat) is called."""

from typing import TYPE_CHECKING, Literal

RANKS: dict[str, str] = {
    "I/a": "Juru Muda",
    "I/b": "Juru Muda Tingkat I",
    "I/c": "Juru",
    "I/d": "Juru Tingkat I",
    "II/a": "Pengatur Muda",
    "II/b": "Pengatur Muda Tingkat I",
    "II/c": "Pengatur",
    "II/d": "Pengatur Tingkat I",
    "III/a": "Penata Muda",
    "III/b": "Penata Muda Tingkat I",
    "III/c": "Penata",
    "III/d": "Penata Tingkat I",
    "IV/a": "Pembina",
    "IV/b": "Pembina Tingkat I",
    "IV/c": "Pembina Utama Muda",
    "IV/d": "Pembina Utama Madya",
    "IV/e": "Pembina Utama",
}

if TYPE_CHECKING:
    Grade = str
else:
    Grade = Literal[tuple(RANKS)]


def rank_in_words(grade: str) -> str:
    """A rank as it stands in a letter, with its grade: Penata Muda Tingkat I (III/b); raises ``KeyError`` for an unknown grade."""
    return f"{RANKS[grade]} ({grade})"
