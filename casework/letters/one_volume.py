"""Several letters in one file, to be leafed through."""

import io
from collections.abc import Sequence

import pikepdf


def one_volume(title: str, letters: Sequence[tuple[str, bytes]]) -> bytes:
    """Letters one after the other as one PDF, each under its bookmark; the same letters give the same bytes.

    For looking only: the tags by which a screen reader reads a letter stay behind in its own file.
    """
    volume = pikepdf.new()
    with volume.open_outline() as outline:
        for name, pdf in letters:
            outline.root.append(pikepdf.OutlineItem(name, len(volume.pages)))
            with pikepdf.open(io.BytesIO(pdf)) as letter:
                volume.add_pages_from(letter, forms="strip", outlines="ignore")
    for page in volume.pages:
        if "/StructParents" in page.obj:
            del page.obj["/StructParents"]
    volume.docinfo["/Title"] = title
    volume.Root.Lang = pikepdf.String("id")
    volume.Root.PageMode = pikepdf.Name.UseOutlines
    volume.Root.ViewerPreferences = pikepdf.Dictionary(DisplayDocTitle=True)
    written = io.BytesIO()
    volume.save(
        written, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate, compress_streams=True
    )
    return written.getvalue()
