"""What stands in a place of a page: boxes drawn by hand, ten by ten, y downwards."""

from __future__ import annotations

import pytest

from budgetlib.readers.document import Box, Cell, Grid
from budgetlib.readers.places import Cells, Glyphs


def cells(*boxes: tuple[str, Box | None]) -> Cells:
    return Cells([Grid(tuple(Cell(text, 0, n, bbox=box) for n, (text, box) in enumerate(boxes)), 1, len(boxes), 1)])


TWO = cells(("left", (0, 0, 10, 10)), ("right", (10, 0, 20, 10)), ("below", (0, 10, 20, 40)), ("no box", None))


@pytest.mark.parametrize(
    ("box", "found"),
    [
        ((0, 0, 10, 10), ("left", True)),
        ((1, 1, 10, 10), ("left", True)),
        ((0, 0, 20, 10), ("left right", False)),  # two cells in one place
        ((0, 0, 16, 10), ("left right", False)),
        ((0, 0, 14, 10), ("left", True)),  # less than half of the other cell
        ((0, 0, 4, 4), ("left", False)),  # a larger cell holds it
        ((2, 12, 8, 18), ("below", False)),
        ((0, 10, 20, 40), ("below", True)),
        ((30, 0, 40, 10), (None, False)),
        ((18, 0, 38, 10), (None, False)),  # a tenth of it is a cell
        ((0, 41, 10, 50), (None, False)),
        ((0, 38, 20, 39), ("below", False)),  # near the end of a tall cell
    ],
)
def test_the_cell_in_a_place(box: Box, found: tuple[str | None, bool]) -> None:
    assert TWO.text_in(box) == found


def test_a_page_without_cells() -> None:
    assert not cells(("no box", None)) and TWO and Cells([]).text_in((0, 0, 1, 1)) == (None, False)


def glyph(text: str, x: float, y: float = 0.0) -> tuple[str, Box]:
    return text, (x, y, x + 4, y + 8)


@pytest.mark.parametrize(
    ("glyphs", "box", "text"),
    [
        ([glyph("b", 4), glyph("a", 0), glyph("c", 8)], (0, 0, 12, 8), "abc"),
        ([glyph("a", 0), glyph("a", 1)], (0, 0, 12, 8), "a"),  # printed twice: bold
        ([glyph("a", 0), glyph("a", 1.5)], (0, 0, 12, 8), "aa"),
        ([glyph("a", 0), glyph("b", 0.5)], (0, 0, 12, 8), "ab"),
        ([glyph("a", 0), glyph("b", 12)], (0, 0, 12, 8), "a"),  # its centre lies outside
        ([glyph("a", 0), glyph("b", 11)], (0, 0, 12, 8), "ab"),  # within a point
        ([glyph("a", 0), glyph("b", -3)], (0, 0, 12, 8), "ba"),
        ([glyph("a", 0), glyph("b", -4)], (0, 0, 12, 8), "a"),
        ([glyph("a", 0), glyph("b", 4, 4), glyph("c", 8, 3)], (0, 0, 12, 8), "ac"),  # the line below
        ([glyph("a", 0), glyph(" ", 4), glyph("b", 8)], (0, 0, 12, 8), "ab"),
    ],
)
def test_the_characters_of_a_line(glyphs: list[tuple[str, Box]], box: Box, text: str) -> None:
    assert Glyphs(glyphs).text_in(box) == text
