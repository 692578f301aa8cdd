"""The empty place in a printed letter that a signature fills: read aloud, in the tab order, and in no way by chance.

A signature adds itself to the file and changes nothing before it. A field that it had to add as well would stand
outside the letter's structure, so the letter is printed with the field in it (ISO 14289-1, 7.18).
"""

from pikepdf import Array, Dictionary, Name, Object, Pdf, String

from casework.letters.press import LetterNotPrinted
from casework.letters.structure_tree import StructureTree

FIELD_NAME = "TandaTangan"
SIGNING_PLACE = "Tempat tanda tangan elektronik"  # as the template's macro ``signing_place`` calls its drawing
READ_ALOUD = "Tanda tangan elektronik pejabat"
PRINTED = 4  # ISO 32000-1, table 165: the annotation is printed with its page


class NoSigningPlace(LetterNotPrinted):
    """A letter that an official signs has exactly one place for the signature; a fault of the template."""


def add_signature_field(document: Pdf, tree: StructureTree) -> None:
    """A letter that an official signs has one empty signature field, where its template left the place.

    Raises ``NoSigningPlace``.
    """
    places = [
        one for one in tree.elements() if one.kind == "/Figure" and str(one.drawn.get("/Alt", "")) == SIGNING_PLACE
    ]
    if len(places) != 1:
        raise NoSigningPlace(
            f"the letter has {len(places)} places for a signature, and one is needed: "
            "let its template call the macro signing_place once, between the signer's post and name"
        )
    place = places[0]
    field = _field_at(document, place.drawn)
    page = place.drawn.Pg
    page.Annots = Array([*page.get("/Annots", []), field])
    page.Tabs = Name.S
    document.Root.AcroForm = document.make_indirect(Dictionary(Fields=Array([field])))
    place.become(Name.Form)
    place.drawn.Alt = String(READ_ALOUD)
    tree.add_annotation(place, field)


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
