"""A printed letter is read aloud as well: its tags as PDF/UA-1 (ISO 14289-1) wants them.

WeasyPrint tags a letter but leaves out what this module adds. Nothing here depends on chance or a clock, so that
the same letter keeps having the same bytes.
"""

import io
import re
from collections.abc import Callable, Iterator
from typing import Any

from pikepdf import Array, Dictionary, Name, Object, Page, Pdf

ARTIFACT = b"/Artifact\n<</Type /Pagination /Subtype /Footer /Attached [/Bottom]>>\nBDC"
MARKED_CONTENT = re.compile(rb"/[A-Za-z0-9]+\s*<<\s*/MCID (\d+)\s*>>\s*BDC")
LAYOUT_PARTS = {"/Table", "/THead", "/TBody", "/TFoot", "/TR", "/TD"}
POINTS_PER_PIXEL = 0.75  # CSS: 96 px are 72 pt

# PDF/A wants every property of the metadata described; PDF/UA's own is none that PDF/A knows (ISO 19005-3, 6.6.2.3).
IDENTIFICATION = b"""<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" pdfuaid:part="1" />\
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" \
xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">\
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">\
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>\
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>\
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>\
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">\
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>\
<pdfaProperty:category>internal</pdfaProperty:category>\
<pdfaProperty:description>part of ISO 14289 that the document keeps to</pdfaProperty:description>\
</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description></rdf:RDF>"""


def readable_by_everyone(pdf: bytes) -> bytes:
    """A letter says that it is PDF/UA, and its tags hold what a screen reader needs.

    Tables that only lay out are no tables, header cells say what they head, drawings know their place, and the foot,
    which each page repeats, is read once, at the end. In which language it is read: ``languages_in_tags``.
    """
    return rewritten(pdf, _mend)


def rewritten(pdf: bytes, change: Callable[[Pdf], None]) -> bytes:
    """A letter changed in the same way has the same bytes again, in every process."""
    with Pdf.open(io.BytesIO(pdf)) as document:
        change(document)
        written = io.BytesIO()
        document.save(written, deterministic_id=True)
    return written.getvalue()


def elements(document: Pdf) -> Iterator[Object]:
    """Each element of the letter's structure, a parent before its children, in reading order."""
    yield from _below(document.Root.StructTreeRoot)


def make_artifacts_of_what_is_read_nowhere(document: Pdf) -> None:
    """Content that no element of the structure holds is decoration, and says so."""
    held = _content_held(document)
    for page in document.pages:
        numbers = held.get(_numbers_of(page), set())
        _mark_as_artifacts(document, page, numbers)


def _mend(document: Pdf) -> None:
    _identify(document)
    _read_the_foot_once(document)
    for element in elements(document):
        if Name.Table == element.S:
            _mend_table(element)
        elif Name.Figure == element.S:
            _place_figure(element)


def _identify(document: Pdf) -> None:
    described = document.Root.Metadata.read_bytes()
    if b"pdfuaid" not in described:
        document.Root.Metadata.write(described.replace(b"</rdf:RDF>", IDENTIFICATION))


def _mend_table(table: Object) -> None:
    cells = [element for element in _below(table) if element.S in {Name.TH, Name.TD}]
    if not any(cell.S == Name.TH for cell in cells):
        _make_layout_of(table)
        return
    columns = {cell.objgen for head in _kids(table) if Name.THead == head.S for cell in _below(head)}
    for cell in cells:
        if cell.S == Name.TH:
            cell.A.Scope = Name.Column if cell.objgen in columns else Name.Row


def _make_layout_of(table: Object) -> None:
    for part in [table, *_below(table)]:
        if str(part.S) in LAYOUT_PARTS:
            part.S = Name.Div
            if "/A" in part:
                del part.A


def _place_figure(figure: Object) -> None:
    """WeasyPrint gives the place in CSS pixels from the page's top; PDF counts points from its foot."""
    height = float(figure.Pg.MediaBox[3])
    left, top, right, bottom = (float(edge) * POINTS_PER_PIXEL for edge in figure.A.BBox)
    figure.A.BBox = Array([round(edge, 3) for edge in (left, height - bottom, right, height - top)])


def _read_the_foot_once(document: Pdf) -> None:
    """WeasyPrint tags the foot of each page and hangs it up nowhere: the last page's becomes the letter's end."""
    whole = document.Root.StructTreeRoot.K[0]
    last = document.pages[-1]
    held = _content_held(document).get(_numbers_of(last), set())
    parents = _content_parents(document, last)
    feet: dict[tuple[int, int], Object] = {}
    for number, parent in enumerate(parents):
        if number not in held:
            foot = _child_of(whole, parent)
            feet.setdefault(foot.objgen, foot)
    whole.K.extend(feet.values())
    make_artifacts_of_what_is_read_nowhere(document)


def _numbers_of(page: Page) -> tuple[int, int]:
    number, generation = page.obj.objgen
    return int(number), int(generation)


def _child_of(whole: Object, element: Object) -> Object:
    while element.P.objgen != whole.objgen:
        element = element.P
    return element


def _content_held(document: Pdf) -> dict[tuple[int, int], set[int]]:
    """Which marked content of which page an element of the structure holds."""
    held: dict[tuple[int, int], set[int]] = {}
    for element in elements(document):
        numbers = {int(kid) for kid in element.get("/K", []) if isinstance(kid, int)}
        if numbers:
            held.setdefault(element.Pg.objgen, set()).update(numbers)
    return held


def _content_parents(document: Pdf, page: Page) -> Object:
    """The elements to which a page's marked content belongs, by its number (ISO 32000-1, 14.7.4.4)."""
    tree = document.Root.StructTreeRoot.ParentTree.Nums
    of_page = int(page.obj.StructParents)
    return next(tree[index + 1] for index in range(0, len(tree), 2) if int(tree[index]) == of_page)


def _mark_as_artifacts(document: Pdf, page: Page, held: set[int]) -> None:
    parents = _content_parents(document, page)
    loose = {number for number in range(len(parents)) if number not in held}
    if not loose:
        return
    drawn = page.Contents.read_bytes()
    page.Contents.write(
        MARKED_CONTENT.sub(lambda found: ARTIFACT if int(found[1]) in loose else found[0], drawn),
    )
    for number in loose:
        parents[number] = None


def _below(element: Object) -> Iterator[Object]:
    for kid in _kids(element):
        yield kid
        yield from _below(kid)


def _kids(element: Object) -> list[Object]:
    kids: Any = element.get("/K", [])
    return [kid for kid in kids if isinstance(kid, Object) and isinstance(kid, Dictionary) and "/S" in kid]
