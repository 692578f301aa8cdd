"""Letters as long as they may be, to see what their layout bears."""

from typing import Any

from casework.identity.civil_service_ranks import RANKS, rank_in_words
from casework.letters.facts.parts import LetterFacts
from casework.letters.facts.samples import sample_facts
from casework.letters.kinds import LetterKind

LONG_NAME = (
    "Wilhelmina-Alexandrina Konstantinopolitanska van den Heuvel-Schimmelpenninck de Ruiter, " + "Abcdefghij" * 6
)
LONGEST_RANK = max(RANKS, key=lambda grade: len(rank_in_words(grade)))
LONG_ADDRESS = "\n".join(
    f"Perumahan Griya Wijaya Kusuma Asri Permai Tahap {line}, Blok Q Nomor {line}{line}" for line in range(1, 8)
)
REPEATED = {
    "documents": 21,
    "members": 24,
    "replaces": 4,
    "missing": 12,
    "grounds": 6,
    "items": 8,
    "visits": 8,
    "handed_over": 8,
    "corrections": 6,
    "alternatives": 5,
    "earlier_permits": 12,
    "teams": 6,
    "left_out": 8,
}


def longest_facts(kind: LetterKind) -> LetterFacts:
    """The same letter with names, addresses and lists as long as a letter may have."""
    sample = sample_facts(kind)
    return type(sample).model_validate(_lengthened(sample.model_dump()))


def _lengthened(facts: dict[str, Any]) -> dict[str, Any]:
    for name, value in facts.items():
        if name.endswith("address"):
            facts[name] = LONG_ADDRESS
        elif name.endswith("_name") or name in {"name", "received_by", "recorded_by", "accepted_by", "lead"}:
            facts[name] = LONG_NAME
        elif name == "rank":
            facts[name] = LONGEST_RANK
        elif isinstance(value, dict):
            facts[name] = _lengthened(value)
        elif isinstance(value, tuple) and value and isinstance(value[0], dict):
            wanted = REPEATED.get(name, len(value))
            items = [_lengthened(dict(item)) for item in value]
            facts[name] = tuple((items * wanted)[: max(wanted, len(items))])
    return facts
