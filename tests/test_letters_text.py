"""Letters that break generators: strange names, addresses and markup are printed as text or refused whole."""

import io
import logging

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from casework.letters import LetterKind, LetterRefused, check_letter, render_letter, sample_facts
from casework.letters.facts.parts import BilingualText
from casework.letters.gallery import sample_frame
from casework.letters.rendering import LetterNotPrinted, _print, letter_as_html
from casework.letters.text_checks import check_frame

KIND = LetterKind.CLOSING


def closing_with(**changes):
    return sample_facts(KIND).model_copy(update=changes)


def printed_text(facts) -> str:
    reader = PdfReader(io.BytesIO(render_letter(KIND, facts, sample_frame(KIND)).pdf))
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("Ann\u202ea Berg", "Anna Berg"),
        ("An\u200bna\ufeff Ber\u00adg", "Anna Berg"),
        ("Anna\u0000 Berg\u0007", "Anna Berg"),
        ("Anna\tBerg\r\n", "Anna Berg"),
        ("Anna\u00a0\u3000Berg", "Anna Berg"),
        ("Ame\u0301lie", "Amélie"),
        ("A\u0301\u0302\u0303\u0304\u0301\u0302nna", "Á\u0302\u0303\u0304nna"),
        ("A\u0301\u0302\u0303\u0304\u200d\u0301\u0302nna", "Á\u0302\u0303\u0304\u200dnna"),
        ("An\u034fna\u3164 \u115fBerg\ufe0f", "Anna Berg"),
    ],
    ids=[
        "direction",
        "zero-width",
        "control",
        "line-end",
        "spaces",
        "composed",
        "heap-of-accents",
        "joined-heap",
        "filler",
    ],
)
def test_what_cannot_be_seen_is_taken_out_of_a_name(written, kept):
    assert check_letter(KIND, closing_with(applicant_name=written)).applicant_name == kept


def test_joiners_stay_since_persian_and_indian_names_need_them():
    name = "क्\u200dष"
    assert check_letter(KIND, closing_with(applicant_name=name)).applicant_name == name


def test_what_was_taken_out_is_logged_as_a_count_without_the_name(caplog):
    with caplog.at_level(logging.INFO, logger="casework.letters.text_checks"):
        check_letter(KIND, closing_with(applicant_name="Ann\u202ea\u200b Berg"))
    assert "2 invisible characters were taken out of applicant_name" in caplog.text
    assert "Berg" not in caplog.text


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("சுந்தரம்", "U+0B9A TAMIL LETTER CA"),
        ("สมชาย", "U+0E2A THAI CHARACTER SO SUA"),
        ("Anna 😀", "U+1F600 GRINNING FACE"),
        ("Anna \ue000", "U+E000 a character without a name"),
    ],
)
def test_a_character_that_no_shipped_font_has_is_refused_by_name(name, told):
    with pytest.raises(LetterRefused) as refusal:
        check_letter(KIND, closing_with(applicant_name=name))
    assert refusal.value.field == "applicant_name"
    assert told in refusal.value.reason
    assert "Latin letters" in refusal.value.reason
    assert name not in str(refusal.value)


def test_a_name_of_400_characters_is_refused_with_its_length():
    with pytest.raises(LetterRefused, match="recipient_name has 400 characters, and there is room for 200"):
        check_letter(KIND, closing_with(recipient_name="A" * 400))


@pytest.mark.parametrize("name", ["\u3164\u034f", "\u200d", "\u115f"])
def test_a_name_of_fillers_and_joiners_is_empty(name):
    with pytest.raises(LetterRefused, match="applicant_name is empty: fill it in"):
        check_letter(KIND, closing_with(applicant_name=name))


def test_a_name_of_nothing_visible_is_refused():
    with pytest.raises(LetterRefused, match="applicant_name is empty"):
        check_letter(KIND, closing_with(applicant_name="\u200b\u202e \u200d"))


@pytest.mark.parametrize("name", ["-", ".", "· –"])
def test_a_name_without_a_letter_or_a_digit_is_refused(name):
    with pytest.raises(LetterRefused, match="applicant_name has neither letter nor digit: fill it in"):
        check_letter(KIND, closing_with(applicant_name=name))


def test_a_line_of_more_than_120_characters_in_an_address_is_refused():
    with pytest.raises(LetterRefused, match="recipient_address has a line of more than 120 characters: divide it"):
        check_letter(KIND, closing_with(recipient_address="Jalan " + "x" * 115 + "\nSurakarta"))


def test_every_kind_of_line_end_in_an_address_becomes_a_line():
    address = "Jalan Melati 4\r\nRT 002/RW 005\u2028Timuran\rSurakarta\x0b57131\n\n"
    cleaned = check_letter(KIND, closing_with(recipient_address=address))
    assert cleaned.recipient_address.split("\n") == ["Jalan Melati 4", "RT 002/RW 005", "Timuran", "Surakarta", "57131"]


def test_an_address_of_eight_lines_is_refused():
    with pytest.raises(LetterRefused, match="recipient_address has 8 lines, and there is room for 7"):
        check_letter(KIND, closing_with(recipient_address="\n".join("abcdefgh")))


def test_the_place_of_a_faulty_text_in_a_list_is_named():
    facts = sample_facts(LetterKind.ASSIGNMENT)
    odd = facts.officers[1].model_copy(update={"name": "ส"})
    changed = facts.model_copy(update={"officers": (facts.officers[0], odd, facts.officers[2])})
    with pytest.raises(LetterRefused) as refusal:
        check_letter(LetterKind.ASSIGNMENT, changed)
    assert refusal.value.field == "officers[2].name"


MARKUP = (
    "<script>alert(1)</script>",
    "{{ 7 * 7 }} {% raw %}",
    "</bdi><style>body { display: none }</style>",
    "A & B \"C\" 'D'",
    '<link rel=attachment href="file:///etc/passwd">',
    "<img src=http://127.0.0.1:9/x>",
)
NAMES_OF_THE_WORLD = (
    "مريم الزهراء",
    "שרה כהן",
    "देवकी शर्मा",
    "山田太郎 김영숙",
    "Ελένη Παππά",
    "Nguyễn Thị Hồng",
    "Łukasz Żółć",
    "Иван Щукин",
)


def closing_that_hands_over(texts):
    return closing_with(handed_over=tuple(BilingualText(indonesian=text, english=text) for text in texts))


def test_markup_is_printed_as_text_and_attaches_nothing():
    letter = render_letter(KIND, closing_that_hands_over(MARKUP), sample_frame(KIND))
    reader = PdfReader(io.BytesIO(letter.pdf))
    text = "".join(page.extract_text() for page in reader.pages).replace(" ", "").replace("\n", "")
    assert [markup for markup in MARKUP if markup.replace(" ", "") not in text] == []
    assert dict(reader.attachments) == {}


@pytest.mark.parametrize("markup", MARKUP)
def test_markup_in_a_name_is_printed_as_text(markup):
    facts = closing_with(recipient_name=markup, applicant_name=markup)
    assert printed_text(facts).replace(" ", "").count(markup.replace(" ", "")) == 4


def test_a_fact_without_a_value_or_not_there_at_all_is_refused_by_name():
    with pytest.raises(LetterRefused, match="recipient_name is not as it should be after cleaning"):
        check_letter(KIND, closing_with(recipient_name=None))
    without = {name: value for name, value in sample_facts(KIND) if name != "closed_on"}
    with pytest.raises(LetterRefused, match="closed_on is missing: fill it in"):
        check_letter(KIND, type(sample_facts(KIND)).model_construct(**without))


def test_names_in_the_scripts_of_the_shipped_fonts_are_printed_without_an_empty_box():
    assert render_letter(KIND, closing_that_hands_over(NAMES_OF_THE_WORLD), sample_frame(KIND)).pages == 3


def test_an_empty_box_that_slipped_through_the_checks_stops_the_letter_and_leaves_no_name_in_the_log(caplog):
    with pytest.raises(LetterNotPrinted, match="a missing glyph") as refusal:
        _print("<!DOCTYPE html><html lang=id><body>Anna ส</body></html>", b"0" * 16)
    assert "ส" not in str(refusal.value)
    assert "ส" not in caplog.text


@pytest.mark.parametrize("name", NAMES_OF_THE_WORLD)
def test_a_name_stands_apart_from_the_direction_of_the_sentence_around_it(name):
    html = letter_as_html(KIND, check_letter(KIND, closing_with(applicant_name=name)), sample_frame(KIND))
    assert f"<bdi>{name}</bdi>" in html


def test_a_name_of_sixty_letters_wraps_within_its_page():
    name = "Abcdefghij" * 6
    assert name in printed_text(closing_with(applicant_name=name)).replace(" ", "")


@pytest.mark.parametrize(
    ("part", "field"),
    [("signatory", "name"), ("signatory", "post"), ("signatory", "under"), ("letterhead", "office")],
)
def test_texts_of_the_frame_are_refused_by_their_place(part, field):
    frame = sample_frame(LetterKind.GRANT)
    odd = frame.model_copy(update={part: getattr(frame, part).model_copy(update={field: "ส"})})
    with pytest.raises(LetterRefused, match=rf"{part}\.{field} holds U\+0E2A THAI CHARACTER SO SUA"):
        render_letter(LetterKind.GRANT, sample_facts(LetterKind.GRANT), odd)


def test_a_direction_sign_in_the_frame_is_not_printed():
    frame = sample_frame(LetterKind.GRANT)
    under = frame.signatory.model_copy(update={"under": "Kepala\u202e Seksi"})
    assert (
        check_frame(LetterKind.GRANT, frame.model_copy(update={"signatory": under})).signatory.under == "Kepala Seksi"
    )


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=260))
def test_any_name_is_either_cleaned_once_and_for_all_or_refused_without_its_value(name):
    facts = sample_facts(KIND).model_copy(update={"applicant_name": name})
    try:
        cleaned = check_letter(KIND, facts)
    except LetterRefused as refusal:
        told_as = refusal.field
    else:
        told_as = "applicant_name" if check_letter(KIND, cleaned) == cleaned else "not stable"
    assert told_as == "applicant_name"
