"""A printed letter's tags say in which language each piece is read aloud, as its markup does with ``lang``.

WeasyPrint 70 tells the language of the whole file only. Where it builds the tag of a box, the language of the box's
element is still at hand, so it is told there; a release that builds tags elsewhere would fail at once, and loudly.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any


@contextmanager
def languages_in_tags() -> Iterator[None]:
    """While this lasts, each tag that is written says its element's language; a marked piece of a line is a span."""
    from pydyf import String  # noqa: PLC0415 - comes with WeasyPrint, which only a printing process loads
    from weasyprint.formatting_structure.boxes import InlineBox  # noqa: PLC0415 - see above
    from weasyprint.pdf import tags  # noqa: PLC0415 - see above

    build: Callable[..., Iterator[Any]] = tags._build_box_tree  # noqa: SLF001 - see the module's docstring

    def build_with_language(box: Any, *around: Any) -> Iterator[Any]:
        marked = box.element is not None and box.element_tag != "html"  # which the file as a whole speaks
        language = box.element.get("lang") if marked else None
        for tag in build(box, *around):
            if language and "Lang" not in tag:  # a tag within has told its own
                tag["Lang"] = String(language)
                if isinstance(box, InlineBox) and tag["S"] == "/NonStruct":
                    tag["S"] = "/Span"
            yield tag

    tags._build_box_tree = build_with_language  # noqa: SLF001 - see the module's docstring
    try:
        yield
    finally:
        tags._build_box_tree = build  # noqa: SLF001 - see the module's docstring
