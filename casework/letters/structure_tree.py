"""A printed letter's structure, read once: what stands in which element, on which page (ISO 32000-1, 14.7)."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from pikepdf import Array, Dictionary, Name, Object, Page, Pdf

PageNumbers = tuple[int, int]  # the object that a page is: its number and generation


@dataclass(slots=True)
class Element:
    """One element of the structure with those below it; ``tagged`` is the page's content that it holds itself, by number."""

    drawn: Object
    kind: str
    kids: list["Element"] = field(default_factory=list)
    tagged: list[int] = field(default_factory=list)

    def below(self) -> Iterator["Element"]:
        """All elements below this one, a parent before its children, in reading order."""
        for kid in self.kids:
            yield kid
            yield from kid.below()

    def become(self, kind: Name) -> None:
        """Another kind of element takes this one's place."""
        self.drawn.S = kind
        self.kind = str(kind)


class StructureTree:
    """What a letter's pages hold, as it is read aloud."""

    def __init__(self, document: Pdf) -> None:
        self._document = document
        self._root = document.Root.StructTreeRoot
        self.whole = _read(self._root.K[0])

    def elements(self) -> Iterator[Element]:
        """Each element, a parent before its children, in reading order."""
        yield self.whole
        yield from self.whole.below()

    def content_read(self) -> dict[PageNumbers, set[int]]:
        """Which content of which page some element holds."""
        read: dict[PageNumbers, set[int]] = {}
        for element in self.elements():
            if element.tagged:
                read.setdefault(element.drawn.Pg.objgen, set()).update(element.tagged)
        return read

    def holders_of(self, page: Page) -> Object:
        """The elements to which a page's content belongs, by its number (ISO 32000-1, 14.7.4.4)."""
        numbers = self._root.ParentTree.Nums
        of_page = int(page.obj.StructParents)
        return next(numbers[index + 1] for index in range(0, len(numbers), 2) if int(numbers[index]) == of_page)

    def append(self, found: Object) -> None:
        """What was tagged and hung up nowhere is read at the end."""
        self.whole.drawn.K.append(found)
        self.whole.kids.append(_read(found))

    def is_whole(self, element: Object) -> bool:
        """Whether an element is the one that holds all others."""
        return bool(element.objgen == self.whole.drawn.objgen)

    def add_annotation(self, place: Element, annotation: Object) -> None:
        """An annotation becomes what an element holds, and nothing else (ISO 14289-1, 7.18)."""
        numbers: Any = self._root.ParentTree.Nums
        key = 1 + max(int(numbers[index]) for index in range(0, len(numbers), 2))
        numbers.extend([key, place.drawn])
        self._root.ParentTreeNextKey = key + 1
        annotation.StructParent = key
        reference = Dictionary(Type=Name.OBJR, Obj=annotation, Pg=place.drawn.Pg)
        place.drawn.K = Array([self._document.make_indirect(reference)])
        place.tagged = []


def _read(drawn: Object) -> Element:
    element = Element(drawn, str(drawn.S))
    kids: Any = drawn.get("/K", ())
    for kid in kids:
        if isinstance(kid, int):
            element.tagged.append(kid)
        elif isinstance(kid, Dictionary) and "/S" in kid:
            element.kids.append(_read(kid))
    return element
