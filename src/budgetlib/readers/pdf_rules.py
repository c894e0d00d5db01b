"""Whether anything drawn on a page of a PDF can be the rules of a table."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

_MANY_OBJECTS = 300
"""Where every character is an object of its own, looking for rules takes as long as the second engine does."""
_POINTS_OF_TWO_CELLS = 6
"""The fewest that two cells can be drawn with: four corners and a rule between them. The rule below a page header has
two, a frame around a page five.
"""


def may_hold_rules(page: Any) -> bool:
    """Whether enough is drawn on a page for two cells: opening it in the second engine takes longest of all."""
    import pypdfium2.raw as pdfium_c

    points = 0
    for more in _drawn(pdfium_c.FPDFPage_CountObjects(page), partial(pdfium_c.FPDFPage_GetObject, page)):
        points += more
        if points >= _POINTS_OF_TWO_CELLS:
            return True
    return False


def _drawn(count: int, item_at: Callable[[int], Any]) -> Iterator[int]:
    """The points of each path among so many objects, and among those of the forms in them; of too many, enough."""
    import pypdfium2.raw as pdfium_c

    if count > _MANY_OBJECTS:
        yield _POINTS_OF_TWO_CELLS
        return
    for item in map(item_at, range(count)):
        kind = pdfium_c.FPDFPageObj_GetType(item)
        if kind == pdfium_c.FPDF_PAGEOBJ_PATH:
            yield pdfium_c.FPDFPath_CountSegments(item)
        elif kind == pdfium_c.FPDF_PAGEOBJ_FORM:
            yield from _drawn(pdfium_c.FPDFFormObj_CountObjects(item), partial(pdfium_c.FPDFFormObj_GetObject, item))
