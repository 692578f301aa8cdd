"""The empty place in a printed letter that a signature fills: read aloud, in the tab order, and in no way by chance.

A signature adds itself to the file and changes nothing before it. A field that it had to add as well would stand
outside the letter's structure, so the letter is printed with the field in it (ISO 14289-1, 7.18).
"""

from typing import Any

from pikepdf import Array, Dictionary, Name, Object, Pdf, String

from casework.letters.press import LetterNotPrinted
from casework.letters.tagging import elements, make_artifacts_of_what_is_read_nowhere, rewritten

FIELD_NAME = "TandaTangan"
SIGNING_PLACE = "Tempat tanda tangan elektronik"  # as the template's macro ``signing_place`` calls its drawing
READ_ALOUD = "Tanda tangan elektronik pejabat"
PRINTED = 4  # ISO 32000-1, table 165: the annotation is printed with its page


class NoSigningPlace(LetterNotPrinted):
    """A letter that an official signs has exactly one place for the signature; a fault of the template."""


def with_signature_field(pdf: bytes) -> bytes:
    """A letter that an official signs has one empty signature field, where its template left the place.

    The same letter keeps having the same bytes. Raises ``NoSigningPlace``.
    """
    return rewritten(pdf, _add_field)


def _add_field(document: Pdf) -> None:
    places = [element for element in elements(document) if str(element.get("/Alt", "")) == SIGNING_PLACE]
    if len(places) != 1:
        raise NoSigningPlace(
            f"the letter has {len(places)} places for a signature, and one is needed: "
            "let its template call the macro signing_place once, between the signer's post and name"
        )
    place = places[0]
    field = _field_at(document, place)
    page = place.Pg
    page.Annots = Array([*page.get("/Annots", []), field])
    page.Tabs = Name.S
    document.Root.AcroForm = document.make_indirect(Dictionary(Fields=Array([field])))
    _hang_into_structure(document, place, field)
    make_artifacts_of_what_is_read_nowhere(document)


def _field_at(document: Pdf, place: Object) -> Object:
    left, bottom, right, top = (float(edge) for edge in place.A.BBox)
    nothing = document.make_stream(
        b"",
        Type=Name.XObject,
        Subtype=Name.Form,
        BBox=Array([0, 0, round(right - left, 3), round(top - bottom, 3)]),
        Resources=Dictionary(),
    )
    return document.make_indirect(
        Dictionary(
            Type=Name.Annot,
            Subtype=Name.Widget,
            FT=Name.Sig,
            T=String(FIELD_NAME),
            TU=String(READ_ALOUD),
            F=PRINTED,
            Rect=place.A.BBox,
            P=place.Pg,
            AP=Dictionary(N=nothing),  # PDF/A wants an appearance even of what is empty (ISO 19005-3, 6.3.3)
        )
    )


def _hang_into_structure(document: Pdf, place: Object, field: Object) -> None:
    """The drawing that kept the place becomes the form element that holds the field, and nothing else."""
    numbers: Any = document.Root.StructTreeRoot.ParentTree.Nums
    key = 1 + max(int(numbers[index]) for index in range(0, len(numbers), 2))
    numbers.extend([key, place])
    document.Root.StructTreeRoot.ParentTreeNextKey = key + 1
    field.StructParent = key
    place.S = Name.Form
    place.Alt = String(READ_ALOUD)
    place.K = Array([document.make_indirect(Dictionary(Type=Name.OBJR, Obj=field, Pg=place.Pg))])
