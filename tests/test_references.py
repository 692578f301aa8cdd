import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.references import ALPHABET, PREFIX, check_character, draw_reference, is_reference

BODIES = st.text(ALPHABET, min_size=3, max_size=5)
REFERENCES = BODIES.map(lambda body: PREFIX + body + check_character(body))


def test_no_character_is_mistaken_for_another_over_the_phone():
    assert len(ALPHABET) == len(set(ALPHABET)) == 32
    assert not set("0O1I") & set(ALPHABET)


def test_known_references_have_their_known_check_character():
    # worked by hand: 7, K, 4 are 5, 17, 2; doubled from the right 4, 17, 10; sum 31; 1 is missing to 32, which is '3'
    assert check_character("7K4") == "3"
    assert is_reference("SAHS-7K43")
    assert not is_reference("SAHS-7K4M")


@given(st.integers(4, 6))
def test_a_drawn_reference_is_one_and_has_the_length_asked_for(length):
    reference = draw_reference(length)
    assert re.fullmatch(rf"SAHS-[{ALPHABET}]{{{length}}}", reference)
    assert is_reference(reference)


def test_references_are_drawn_from_all_characters_in_no_order():
    drawn = [draw_reference(6) for _ in range(200)]
    assert len(set(drawn)) == 200
    assert sorted(drawn) != drawn
    assert set("".join(reference.removeprefix(PREFIX) for reference in drawn)) == set(ALPHABET)


@pytest.mark.parametrize("length", [-1, 0, 1, 3, 7])
def test_a_reference_that_nobody_could_read_back_is_not_drawn(length):
    with pytest.raises(ValueError, match=f"4 to 6 characters after SAHS-, not {length}"):
        draw_reference(length)


@given(REFERENCES, st.data())
def test_any_single_wrong_character_is_found(reference, data):
    position = data.draw(st.integers(len(PREFIX), len(reference) - 1))
    wrong = data.draw(st.sampled_from(ALPHABET).filter(lambda character: character != reference[position]))
    assert not is_reference(reference[:position] + wrong + reference[position + 1 :])


@given(REFERENCES, st.data())
def test_any_single_character_of_another_alphabet_is_found_in_the_prefix_too(reference, data):
    position = data.draw(st.integers(0, len(reference) - 1))
    wrong = data.draw(
        st.characters().filter(lambda character: character not in ALPHABET and character != reference[position])
    )
    assert not is_reference(reference[:position] + wrong + reference[position + 1 :])


@given(REFERENCES, st.data())
def test_two_neighbours_spoken_in_the_wrong_order_are_found_unless_they_are_the_first_and_last_of_the_alphabet(
    reference, data
):
    position = data.draw(st.integers(len(PREFIX), len(reference) - 2))
    first, second = reference[position], reference[position + 1]
    swapped = reference[:position] + second + first + reference[position + 2 :]
    assert is_reference(swapped) == (first == second or {first, second} == {"2", "Z"})


@pytest.mark.parametrize(
    "text",
    [
        "",
        "SAHS-",
        "SAHS-7K4",
        "7K43",
        "sahs-7k43",
        "SAHS-7K43 ",
        " SAHS-7K43",
        "SAHS-7K43\n",
        "SAHS-SAHS-7K43",
        "SAHS-2222222",
        "SAHS-7K4\u0663",
    ],
)
def test_whatever_is_not_written_as_a_reference_is_none(text):
    assert not is_reference(text)
