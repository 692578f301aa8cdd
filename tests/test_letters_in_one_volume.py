"""Several letters in one file are read as each of them is: to be printed at once, or leafed through."""

import pikepdf
import pytest
from letter_structure import ARTIFACT, OUTSIDE, ReadLetter
from printed_letters import printed

from casework.letters import LetterKind
from casework.letters.one_volume import one_volume

pytestmark = pytest.mark.xdist_group("letters")

TITLE = "Contoh surat"
LETTERS = [LetterKind.CONSENT, LetterKind.GRANT, LetterKind.TEAM_DECREE, LetterKind.BILLING, LetterKind.CONSENT]


def chapters():
    return [(f"{number}", printed(kind).pdf) for number, kind in enumerate(LETTERS)]


@pytest.fixture(scope="module")
def volume():
    return ReadLetter(one_volume(TITLE, chapters()))


def test_each_letter_is_a_part_that_is_read_as_it_is_read_alone(volume):
    assert [str(part.S) for part in volume.parts] == ["/Part"] * len(LETTERS)
    alone = [ReadLetter(printed(kind).pdf).pieces() for kind in LETTERS]
    assert [volume.pieces(part) for part in volume.parts] == alone


def test_what_is_painted_on_each_page_is_in_the_structure_once_or_decoration(volume):
    assert len(volume.document.pages) == sum(printed(kind).pages for kind in LETTERS)
    for page in volume.document.pages:
        painted, held = volume.content[page.obj.objgen], volume.held(page)
        assert OUTSIDE not in painted
        assert len(held) == len(set(held))
        assert set(painted) - {ARTIFACT} <= set(held)
        assert all(number in volume.parents[int(page.obj.StructParents)][number].K for number in held)


def test_every_header_cell_has_a_name_of_its_own_which_its_cells_know(volume):
    names = [str(element.ID) for element in volume.elements if "/ID" in element]
    assert len(names) == len(set(names)) > 0
    asked = {str(name) for cell in volume.of("TD") if "/A" in cell for name in cell.A.get("/Headers", [])}
    assert asked
    assert asked <= set(names)


def test_it_claims_what_each_letter_claims_and_bears_its_own_title(volume):
    root = volume.document.Root
    with volume.document.open_metadata() as told:
        assert (told["pdfaid:part"], told["pdfaid:conformance"], told["pdfuaid:part"]) == ("3", "A", "1")
        assert told["dc:title"] == str(volume.document.docinfo["/Title"]) == TITLE
    assert (str(root.Lang), bool(root.MarkInfo.Marked), bool(root.ViewerPreferences.DisplayDocTitle)) == (
        "id",
        True,
        True,
    )
    assert str(root.OutputIntents[0].S) == "/GTS_PDFA1"
    assert volume.document.pdf_version == "1.7"


def test_signatures_and_their_places_stay_behind(volume):
    assert len(ReadLetter(printed(LetterKind.GRANT).pdf).annotations()) == 1
    assert volume.annotations() == []
    assert volume.of("Form") == []
    assert "/AcroForm" not in volume.document.Root


def test_a_bookmark_leads_to_each_letters_first_page(volume):
    with volume.document.open_outline() as outline:
        found = [(mark.title, pikepdf.Page(mark.destination[0]).index) for mark in outline.root]
    starts = [sum(printed(kind).pages for kind in LETTERS[:number]) for number in range(len(LETTERS))]
    assert found == [(f"{number}", start) for number, start in enumerate(starts)]


def test_the_same_letters_give_the_same_bytes():
    assert one_volume(TITLE, chapters()) == one_volume(TITLE, chapters())
