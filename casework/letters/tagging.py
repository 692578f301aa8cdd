"""A printed letter is read aloud as well: its tags as PDF/UA-1 (ISO 14289-1) wants them.

WeasyPrint tags a letter but leaves out what this module adds. Nothing here depends on chance or a clock, so that
the same letter keeps having the same bytes.
"""

import io
import re
from collections.abc import Callable

from pikepdf import Array, Name, Object, ObjectStreamMode, Page, Pdf

from casework.letters.structure_tree import Element, StructureTree

ARTIFACT = b"/Artifact\n<</Type /Pagination /Subtype /Footer /Attached [/Bottom]>>\nBDC"
MARKED_CONTENT = re.compile(rb"/[A-Za-z0-9]+\s*<<\s*/MCID (\d+)\s*>>\s*BDC")
LAYOUT_PARTS = {"/Table", "/THead", "/TBody", "/TFoot", "/TR", "/TD"}
Addition = Callable[[Pdf, StructureTree], None]
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


def readable_by_everyone(pdf: bytes, addition: Addition | None = None) -> bytes:
    """A letter says that it is PDF/UA, and its tags hold what a screen reader needs.

    Tables that only lay out are no tables, header cells say what they head, drawings know their place, and the foot,
    which each page repeats, is read once, at the end. In which language it is read: ``languages_in_tags``. ``addition``
    adds what a kind of letter has besides, tagged as it should be. The same letter has the same bytes again, in every
    process.
    """
    with Pdf.open(io.BytesIO(pdf)) as document:
        _identify(document)
        tree = StructureTree(document)
        _read_the_foot_once(document, tree)
        for element in tree.elements():
            _mend(element)
        if addition is not None:
            addition(document, tree)
        _make_artifacts_of_what_is_read_nowhere(document, tree)
        written = io.BytesIO()
        # what WeasyPrint left uncompressed is compressed here, once, by a library that is faster at it
        document.save(written, deterministic_id=True, object_stream_mode=ObjectStreamMode.generate)
    return written.getvalue()


def _identify(document: Pdf) -> None:
    described = document.Root.Metadata.read_bytes()
    if b"pdfuaid" not in described:
        document.Root.Metadata.write(described.replace(b"</rdf:RDF>", IDENTIFICATION))


def _mend(element: Element) -> None:
    if element.kind == "/Table":
        _mend_table(element)
    elif element.kind == "/Figure":
        _place_figure(element.drawn)


def _mend_table(table: Element) -> None:
    parts = list(table.below())
    if not any(part.kind == "/TH" for part in parts):
        _make_layout_of([table, *parts])
        return
    columns = {id(cell) for head in table.kids if head.kind == "/THead" for cell in head.below()}
    for part in parts:
        if part.kind == "/TH":
            part.drawn.A.Scope = Name.Column if id(part) in columns else Name.Row


def _make_layout_of(parts: list[Element]) -> None:
    for part in parts:
        if part.kind in LAYOUT_PARTS:
            part.become(Name.Div)
            if "/A" in part.drawn:
                del part.drawn.A


def _place_figure(figure: Object) -> None:
    """WeasyPrint gives the place in CSS pixels from the page's top; PDF counts points from its foot."""
    height = float(figure.Pg.MediaBox[3])
    left, top, right, bottom = (float(edge) * POINTS_PER_PIXEL for edge in figure.A.BBox)
    figure.A.BBox = Array([round(edge, 3) for edge in (left, height - bottom, right, height - top)])


def _read_the_foot_once(document: Pdf, tree: StructureTree) -> None:
    """WeasyPrint tags the foot of each page and hangs it up nowhere: the last page's becomes the letter's end."""
    last = document.pages[-1]
    read = tree.content_read().get(_numbers_of(last), set())
    feet: dict[tuple[int, int], Object] = {}
    for number, holder in enumerate(tree.holders_of(last)):
        if number not in read:
            foot = holder
            while not tree.is_whole(foot.P):
                foot = foot.P
            feet.setdefault(foot.objgen, foot)
    for foot in feet.values():
        tree.append(foot)


def _make_artifacts_of_what_is_read_nowhere(document: Pdf, tree: StructureTree) -> None:
    """Content that no element of the structure holds is decoration, and says so."""
    read = tree.content_read()
    for page in document.pages:
        _mark_as_artifacts(page, tree.holders_of(page), read.get(_numbers_of(page), set()))


def _mark_as_artifacts(page: Page, holders: Object, read: set[int]) -> None:
    loose = {number for number in range(len(holders)) if number not in read}
    if not loose:
        return
    drawn = page.Contents.read_bytes()
    page.Contents.write(
        MARKED_CONTENT.sub(lambda found: ARTIFACT if int(found[1]) in loose else found[0], drawn),
    )
    for number in loose:
        holders[number] = None


def _numbers_of(page: Page) -> tuple[int, int]:
    number, generation = page.obj.objgen
    return int(number), int(generation)
