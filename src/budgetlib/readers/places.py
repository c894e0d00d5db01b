"""What another engine reads in a place of a page: in a cell of a table, in a line of the prose."""

from __future__ import annotations

import contextlib
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from budgetlib.readers.document import Box, Grid

_HALF = 0.5
_DOUBLED = 1.0
"""The same character again within so many points is bold type made by printing twice."""


class Cells:
    """The cells of a page's tables, by place."""

    def __init__(self, grids: Sequence[Grid]) -> None:
        cells = [(cell.bbox, cell.text) for grid in grids for cell in grid.cells if cell.bbox]
        self._cells = sorted(cells, key=lambda cell: (cell[0][1], cell[0][0]))
        self._tops = [bbox[1] for bbox, _ in self._cells]
        self._tallest = max((bbox[3] - bbox[1] for bbox, _ in self._cells), default=0.0)

    def __bool__(self) -> bool:
        return bool(self._cells)

    def text_in(self, box: Box) -> tuple[str | None, bool]:
        """What stands in a place (None where no cell does), and whether one cell with the same borders holds it.

        Where several cells stand in the place, their texts together; where one larger cell does, the whole of that:
        a figure that is not alone in its cell is then seen not to be.
        """
        touching = self._touching(box)
        inside = [cell for cell in touching if _shared(cell[0], box) > _HALF * _area(cell[0])]
        if sum(_shared(bbox, box) for bbox, _ in inside) > _HALF * _area(box):
            return " ".join(text for _, text in inside if text), len(inside) == 1
        around = [text for bbox, text in touching if _shared(bbox, box) > _HALF * _area(box)]
        return (around[0], False) if around else (None, False)

    def _touching(self, box: Box) -> list[tuple[Box, str]]:
        start, end = bisect_left(self._tops, box[1] - self._tallest), bisect_left(self._tops, box[3])
        return [cell for cell in self._cells[start:end] if _shared(cell[0], box) > 0]


class Glyphs:
    """The upright characters of a page, by place: each with its box, y downwards from the top of the visible page."""

    def __init__(self, glyphs: Iterable[tuple[str, Box]]) -> None:
        self._glyphs = sorted(glyphs, key=lambda glyph: _middle(glyph[1]))
        self._middles = [_middle(box) for _, box in self._glyphs]

    def text_in(self, box: Box) -> str:
        """Characters whose centre lies in a box (that of a line), from left to right, without spaces."""
        start, end = bisect_left(self._middles, box[1]), bisect_left(self._middles, box[3])
        inside = [(b[0], text) for text, b in self._glyphs[start:end] if box[0] - 1 <= (b[0] + b[2]) / 2 <= box[2] + 1]
        inside.sort(key=lambda glyph: glyph[0])
        kept = [
            text
            for number, (x, text) in enumerate(inside)
            if number == 0 or text != inside[number - 1][1] or x - inside[number - 1][0] > _DOUBLED
        ]
        return "".join("".join(kept).split())


def read_glyphs(path: Path, numbers: Iterable[int]) -> Iterator[tuple[int, Glyphs]]:
    """Number (from 1) and characters of each of these pages, read by playa; a page it cannot read is left out.

    Turned pages have no upright characters here, so that nothing is compared with them.
    """
    import playa

    with playa.open(path, space="page") as pdf:
        for number in numbers:
            with contextlib.suppress(Exception):  # a page that this engine cannot read is simply not read again
                yield number, Glyphs(_upright(pdf.pages[number - 1]))


def _upright(page: Any) -> Iterator[tuple[str, Box]]:
    if page.rotate:
        return
    sheet, crop = page.mediabox, page.cropbox
    left, top = crop[0] - sheet[0], crop[3] - sheet[1]
    for glyph in page.glyphs:
        a, b, _, d, _, _ = glyph.matrix
        if glyph.text and glyph.text.strip() and b == 0 and a * d > 0:
            x0, bottom, x1, above = glyph.bbox
            yield glyph.text, (x0 - left, top - above, x1 - left, top - bottom)


def _middle(box: Box) -> float:
    return (box[1] + box[3]) / 2


def _area(box: Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def _shared(one: Box, other: Box) -> float:
    """Area that two boxes have in common."""
    width = min(one[2], other[2]) - max(one[0], other[0])
    height = min(one[3], other[3]) - max(one[1], other[1])
    return max(width, 0.0) * max(height, 0.0)
