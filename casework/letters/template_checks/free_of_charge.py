"""That the visit costs nothing is a duty of each letter that says so as shipped, in both of its languages."""

import re
from collections.abc import Iterator

from casework.letters.template_checks.halves import HALVES, Texts

SENTENCE = {"id": "tidak dipungut biaya", "en": "free of charge"}
ABOUT = {"id": "kunjungan", "en": "visit"}
DENIED = re.compile(
    r"\b(?:bukan|tidak lagi|not|no longer)\s+(?:\w+\s+)?(?:tidak dipungut biaya|free of charge)", re.IGNORECASE
)
AMOUNT = re.compile(
    r"(?:\b(?:Rp|IDR|USD|EUR)\b\.?|Rp|[$€])\s*(?!0(?![.,]?\d))\d|\d\s*(?:rupiah|ribu|juta|dollars?)\b", re.IGNORECASE
)


def faults_about_the_charge(said: Texts, shipped: Texts) -> Iterator[str]:
    """The sentence stands in each half in which the shipped letter has it, about the visit, with no amount beside it."""
    for half, sentence in SENTENCE.items():
        held, duty = _sentences(said, half), _sentences(shipped, half)
        if not duty:
            continue
        if any(ABOUT[half] in block.casefold() for block in duty):
            held = [block for block in held if ABOUT[half] in block.casefold()]
        if not held:
            yield (
                f"the {HALVES[half]} half does not say that the home visit is '{sentence}', as the shipped letter does: "
                "say it there in these words"
            )
        for block in held:
            if AMOUNT.search(block) or DENIED.search(block):
                yield (
                    f"the {HALVES[half]} half says '{sentence}' and takes it back beside it, with an amount or a 'not': "
                    "let the sentence stand by itself"
                )


def _sentences(texts: Texts, half: str) -> list[str]:
    whole = (" ".join(block.split()) for block in texts.blocks[half])
    return [block for block in whole if SENTENCE[half] in block.casefold()]
