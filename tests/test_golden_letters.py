"""Each letter is the one that was looked at: byte for byte under the same engine, by its picture under any other."""

import golden_letters
import numpy as np
import pytest

from casework.letters.engine_fingerprint import engine_fingerprint

pytestmark = pytest.mark.xdist_group("letters")

MOST_APART = 6.0  # of 255, over a whole picture: an engine may draw edges otherwise, and nothing else


@pytest.mark.parametrize("name", golden_letters.names())
def test_each_letter_is_as_it_was_looked_at(name):
    sha256, pdf = golden_letters.printed(name)
    known = golden_letters.kept_hashes().get(engine_fingerprint())
    if known is not None:
        assert sha256 == known[name], "it became another: look at it, then python tests/golden_letters.py"
        return
    now, then = golden_letters.picture(pdf), golden_letters.kept_picture(name)
    assert now.shape == then.shape
    assert np.abs(now.astype(int) - then.astype(int)).mean() <= MOST_APART


def test_a_picture_tells_another_letter_apart():
    closing, receipt = (golden_letters.kept_picture(f"{kind}-usual") for kind in ("closing", "receipt"))
    assert np.abs(closing.astype(int) - receipt.astype(int)).mean() > MOST_APART
    _, pdf = golden_letters.printed("closing-usual")
    drawn = golden_letters.picture(pdf)
    assert np.abs(drawn.astype(int) - closing.astype(int)).mean() <= MOST_APART
