"""Pages of a PDF as pictures, whole or cropped, with the boxes of figures marked."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from budgetlib.machine.extras import need
from budgetlib.readers.document import Box, Document, Grid, Mark

if TYPE_CHECKING:
    from PIL.Image import Image

DPI = 150
_CONTEXT = 55.0
"""Points of the page shown above and below a figure: a few rows of a table, three lines of prose."""
_APART = 160.0
"""Marks on one page farther apart than this many points are shown in crops of their own."""
_COLOUR = (214, 39, 40)
_BAND = 22
"""Height in pixels of the line above each crop that names the page."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A place to mark: page from 1, and box in points of the page as shown, y downwards."""

    page: int
    box: Box


@dataclass(frozen=True, slots=True)
class _Piece:
    """A figure's cell, or what of it stands on a line of prose: its text, and the text before it on that line."""

    page: int
    box: Box
    before: str = ""
    text: str = ""


def spots_of(document: Document, marks: Iterable[Mark], file: int = 0) -> list[Spot]:
    """Places of figures: the cell in a table, the very characters in prose (the line where they cannot be found)."""
    import pypdfium2 as pdfium

    with contextlib.closing(pdfium.PdfDocument(document.original(file))) as pdf:
        return [
            Spot(piece.page, (piece.text and _characters(pdf[piece.page - 1], piece)) or piece.box)
            for mark in marks
            for piece in _pieces(document, mark)
        ]


def _pieces(document: Document, mark: Mark) -> Iterator[_Piece]:
    block = document.blocks[mark.block]
    if isinstance(block, Grid):
        cell = block.cells[mark.cell or 0]
        if cell.bbox:
            yield _Piece(cell.page, cell.bbox)
        return
    stops = [fragment.start for fragment in block.fragments[1:]] + [len(block.text)]
    for fragment, stop in zip(block.fragments, stops, strict=True):
        start, end = max(mark.start, fragment.start), min(mark.end, stop)
        if start < end and fragment.bbox:
            yield _Piece(fragment.page, fragment.bbox, block.text[fragment.start : start], block.text[start:end])


def _characters(page: Any, piece: _Piece) -> Box | None:
    """Box of the figure in its line, by pdfium's boxes of characters; None on turned pages or where it is not."""
    if page.get_rotation():
        return None
    left, _, _, top = page.get_cropbox()
    textpage = page.get_textpage()
    line, drawn = piece.box, []
    for index in range(textpage.count_chars()):
        x0, bottom, x1, above = textpage.get_charbox(index, loose=True)
        box = (x0 - left, top - above, x1 - left, top - bottom)
        if line[0] - 1 <= (box[0] + box[2]) / 2 <= line[2] + 1 and line[1] <= (box[1] + box[3]) / 2 <= line[3]:
            drawn.append((textpage.get_text_range(index, 1).strip(), box))
    drawn = sorted(((char, box) for char, box in drawn if char), key=lambda one: one[1][0])
    start, text = len("".join(piece.before.split())), "".join(piece.text.split())
    wanted = drawn[start : start + len(text)]
    if "".join(char for char, _ in wanted) != text:
        return None
    return _around([box for _, box in wanted])


def _around(boxes: Sequence[Box]) -> Box:
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def picture(document: Document, by_page: Mapping[int, Sequence[Box]], cropped: bool, file: int = 0) -> Image:
    """Pages, or crops of them, with the boxes marked, one below the other."""
    import pypdfium2 as pdfium

    need("charts", document.name)
    strips = []
    with contextlib.closing(pdfium.PdfDocument(document.original(file))) as pdf:
        for number, boxes in by_page.items():
            page = pdf[number - 1].render(scale=DPI / 72).to_pil().convert("RGB")
            for box in boxes:
                _draw_box(page, box)
            crops = [_crop(page, part) for part in _passages(boxes)] if cropped else [page]
            strips += [(f"p. {number}", crop) for crop in crops]
    return _stacked(strips)


def _passages(boxes: Sequence[Box]) -> Iterator[Box]:
    """Boxes around marks that stand close to each other, from top to bottom."""
    group: list[Box] = []
    for box in sorted(boxes, key=lambda box: box[1]):
        if group and box[1] - max(other[3] for other in group) > _APART:
            yield _around(group)
            group = []
        group.append(box)
    if group:
        yield _around(group)


def _draw_box(page: Image, box: Box) -> None:
    """A frame on the rules of a cell, just outside its text."""
    from PIL import ImageDraw

    x0, top, x1, bottom = (value * DPI / 72 for value in box)
    ImageDraw.Draw(page).rectangle((x0 - 2, top - 2, x1 + 2, bottom + 2), outline=_COLOUR, width=3)


def _crop(page: Image, part: Box) -> Image:
    """The whole width of the page, so that the labels of the row and the sentence stay readable."""
    top = max(int((part[1] - _CONTEXT) * DPI / 72), 0)
    bottom = min(int((part[3] + _CONTEXT) * DPI / 72), page.height)
    return page.crop((0, top, page.width, bottom))


def _stacked(strips: Sequence[tuple[str, Image]]) -> Image:
    from PIL import Image as Canvas
    from PIL import ImageDraw, ImageFont

    width = max(strip.width for _, strip in strips)
    sheet = Canvas.new("RGB", (width, sum(strip.height + _BAND for _, strip in strips)), "white")
    draw, font, y = ImageDraw.Draw(sheet), ImageFont.load_default(size=14), 0
    for title, strip in strips:
        draw.rectangle((0, y, width, y + _BAND), fill=(238, 238, 238))
        draw.text((8, y + 3), title, fill=(60, 60, 60), font=font)
        sheet.paste(strip, (0, y + _BAND))
        y += strip.height + _BAND
    return sheet
