"""Several letters in one file, to be printed or leafed through: as readable by everyone as each of them is."""

import io
from collections.abc import Iterator, Sequence
from typing import Any

from pikepdf import Array, Dictionary, Name, Object, ObjectStreamMode, OutlineItem, Page, Pdf, String
from pikepdf import open as open_pdf

SHARED = ("/OutputIntents", "/Lang", "/MarkInfo", "/ViewerPreferences", "/Metadata")


def one_volume(title: str, letters: Sequence[tuple[str, bytes]]) -> bytes:
    """Letters one after the other as one tagged PDF/A, each a part under its bookmark; the same letters give the same bytes.

    A signature and the empty place for one stay behind: they are good for the one letter alone.
    """
    volume, marks = Pdf.new(), list[OutlineItem]()
    whole = _begun(volume)
    for number, (name, pdf) in enumerate(letters, start=1):
        marks.append(OutlineItem(name, len(volume.pages)))
        with open_pdf(io.BytesIO(pdf)) as letter:
            if number == 1:
                _take_over(volume, letter)
            _add(volume, whole, letter, number)
    _entitle(volume, title)
    with volume.open_outline() as outline:
        outline.root.extend(marks)
    volume.Root.PageMode = Name.UseOutlines
    return _written(volume)


def _begun(volume: Pdf) -> Object:
    """The empty structure, and in it the document whose parts the letters are (ISO 32000-1, 14.8.4.2)."""
    numbers = volume.make_indirect(Dictionary(Nums=Array()))
    root = volume.make_indirect(Dictionary(Type=Name.StructTreeRoot, ParentTree=numbers, ParentTreeNextKey=0))
    whole = volume.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Document, P=root, K=Array()))
    root.K = Array([whole])
    volume.Root.StructTreeRoot = root
    return whole


def _take_over(volume: Pdf, letter: Pdf) -> None:
    """What is the same for every letter of the office: colours, language, what it claims to be, who wrote it when."""
    for name in SHARED:
        shared = letter.Root[name]
        volume.Root[name] = volume.copy_foreign(shared if shared.is_indirect else letter.make_indirect(shared))
    for name, value in letter.docinfo.items():
        volume.docinfo[name] = str(value)


def _add(volume: Pdf, whole: Object, letter: Pdf, number: int) -> None:
    first = len(volume.pages)
    volume.add_pages_from(letter, forms="strip", outlines="ignore")
    structure = volume.copy_foreign(letter.Root.StructTreeRoot)  # after the pages, to which it refers
    _find_parents(volume, structure.ParentTree.Nums, list(volume.pages)[first:])
    part = structure.K[0]
    part.S, part.P = Name.Part, whole
    whole.K.append(part)
    for element in list(_below(part)):
        if any(kid.get("/Type") == Name.OBJR for kid in _dictionaries(element)):  # the place of what was stripped
            element.P.K = Array([kid for kid in element.P.K if isinstance(kid, int) or kid.objgen != element.objgen])
        _name_apart(element, number)


def _find_parents(volume: Pdf, parents: Object, pages: Sequence[Page]) -> None:
    """The content of each page is found in the structure by the page's number in the whole file (ISO 32000-1, 14.7.4.4)."""
    by_page = {int(parents[place]): parents[place + 1] for place in range(0, len(parents), 2)}
    root = volume.Root.StructTreeRoot
    for page in pages:
        key = int(root.ParentTreeNextKey)
        root.ParentTree.Nums.extend(Array([key, by_page[int(page.obj.StructParents)]]))
        page.obj.StructParents = key
        root.ParentTreeNextKey = key + 1


def _name_apart(element: Object, number: int) -> None:
    """A header cell has a name by which its cells know it; in one file each has another."""
    if "/ID" in element:
        element.ID = String(f"{number}-{element.ID}")
    if "/A" in element and "/Headers" in element.A:
        element.A.Headers = Array([String(f"{number}-{header}") for header in element.A.Headers])


def _entitle(volume: Pdf, title: str) -> None:
    with volume.open_metadata(set_pikepdf_as_editor=False) as told:
        told["dc:title"] = title
    volume.docinfo["/Title"] = title


def _written(volume: Pdf) -> bytes:
    written = io.BytesIO()
    volume.save(
        written,
        deterministic_id=True,
        min_version="1.7",
        object_stream_mode=ObjectStreamMode.generate,
        compress_streams=True,
    )
    return written.getvalue()


def _below(element: Object) -> Iterator[Object]:
    for kid in _dictionaries(element):
        if "/S" in kid:
            yield kid
            yield from _below(kid)


def _dictionaries(element: Object) -> list[Object]:
    kids: Any = element.get("/K", ())
    return [kid for kid in kids if not isinstance(kid, int)]
