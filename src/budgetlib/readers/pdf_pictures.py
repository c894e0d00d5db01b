"""What a page shows and its text layer does not hold: pictures of text and tables, and text drawn as outlines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from budgetlib.readers.document import Box

_IMAGE = re.compile(rb"/Subtype\s*/Image\b")
_SCALE = 1.5
"""Pixels a point, at which the strokes of characters are told from rules and from the areas of a diagram."""
_LEAST = 0.03
"""Share of a page below which a picture is a logo, a seal or a code to be scanned."""
_SCAN = 0.3
"""Share of a page above which pictures without text beside them are a scan."""
_NEAR = 3.0
"""Points between the strips in which scanners pack a picture."""
_MANY_PATHS = 100
_DARK, _COLOURED = 150, 225
"""Grey below which something is printed, and below which it is no paper."""
_RULE, _AREA = 50, 12
"""Pixels that no stroke of a character is long, and of the side of a square that none is thick."""
_STROKES, _DENSITY, _PLAIN = 400, 0.1, 0.003
"""Strokes of ten characters; the share of strokes that text has, for each share of filled areas and without any."""


@dataclass(frozen=True, slots=True)
class Unwritten:
    """Pictures of text on a page that has a text layer, too: where they stand, and where the text layer does."""

    pictures: tuple[Box, ...]
    text: tuple[Box, ...]


def may_hold_pictures(data: bytes) -> bool:
    """Whether a file holds any picture: each is a stream of its own, and says so where it can be seen."""
    return bool(_IMAGE.search(data))


def pictures(page: Any) -> list[Box]:
    """Boxes of the pictures of an upright page in points, y downwards, those that touch made one; logos left out."""
    import pypdfium2.raw as pdfium_c

    get, kind = pdfium_c.FPDFPage_GetObject, pdfium_c.FPDFPageObj_GetType
    kinds = {kind(get(page, number)) for number in range(pdfium_c.FPDFPage_CountObjects(page))}
    if not kinds & {pdfium_c.FPDF_PAGEOBJ_IMAGE, pdfium_c.FPDF_PAGEOBJ_FORM}:
        return []
    width, height = page.get_size()
    left, _, _, top = page.get_cropbox()
    bounds = (item.get_bounds() for item in page.get_objects([pdfium_c.FPDF_PAGEOBJ_IMAGE], max_depth=3))
    shown = [
        (max(x0 - left, 0.0), max(top - y1, 0.0), min(x1 - left, width), min(top - y0, height))
        for x0, y0, x1, y1 in bounds
    ]
    return [box for box in _joined(shown) if _area(box) > _LEAST * width * height]


def is_scan(page: Any, found: Sequence[Box]) -> bool:
    """Whether pictures take so much of a page that it is nothing else."""
    width, height = page.get_size()
    return any(_area(box) > _SCAN * width * height for box in found)


def is_drawn(page: Any) -> bool:
    """Whether the text of a page without a text layer is drawn as outlines."""
    import pypdfium2.raw as pdfium_c

    if pdfium_c.FPDFPage_CountObjects(page) < _MANY_PATHS:
        return False
    return _is_written(_shown(page, ()), (0.0, 0.0, *page.get_size()))


def unwritten(page: Any, found: Sequence[Box]) -> Unwritten | None:
    """Those pictures of a page in which something is written that its text layer does not hold."""
    text = _printed(page)
    shown = _shown(page, text)
    written = tuple(box for box in found if _is_written(shown, box))
    return Unwritten(written, text) if written else None


def without(picture: Any, boxes: Sequence[Box], scale: float) -> Any:
    """A picture (height by width) of a page on which the places of ``boxes`` are blank."""
    for x0, top, x1, bottom in boxes:
        picture[_pixel(top - 2, scale) : _pixel(bottom + 2, scale), _pixel(x0 - 2, scale) : _pixel(x1 + 2, scale)] = 255
    return picture


def only(picture: Any, boxes: Sequence[Box], scale: float) -> Any:
    """A picture of a page on which nothing but the places of ``boxes`` is left."""
    import numpy as np

    blank = np.full_like(picture, 255)
    for x0, top, x1, bottom in boxes:
        place = slice(_pixel(top, scale), _pixel(bottom, scale)), slice(_pixel(x0, scale), _pixel(x1, scale))
        blank[place] = picture[place]
    return blank


def _pixel(points: float, scale: float) -> int:
    return max(round(points * scale), 0)


def _printed(page: Any) -> tuple[Box, ...]:
    """Where the text layer of an upright page stands."""
    left, _, _, top = page.get_cropbox()
    textpage = page.get_textpage()
    rects = [textpage.get_rect(number) for number in range(textpage.count_rects())]
    return tuple((x0 - left, top - y1, x1 - left, top - y0) for x0, y0, x1, y1 in rects)


def _shown(page: Any, text: Sequence[Box]) -> Any:
    """The page in grey, without what its text layer holds."""
    picture = page.render(scale=_SCALE, grayscale=True).to_numpy()
    return without(picture.reshape(picture.shape[:2]).copy(), text, _SCALE)


def _is_written(shown: Any, box: Box) -> bool:
    """Whether a part of a page has the many fine strokes of text; diagrams and photographs are areas and few words."""
    x0, top, x1, bottom = (_pixel(value, _SCALE) for value in box)
    grey = shown[top:bottom, x0:x1]
    ink, filled = grey < _DARK, grey < _COLOURED
    if not ink.size:
        return False
    ink = ink & ~_stretches(ink, _RULE) & ~_stretches(ink.T, _RULE).T
    areas = _stretches(filled, _AREA) & _stretches(filled.T, _AREA).T
    areas = areas & _stretches(areas, _AREA) & _stretches(areas.T, _AREA).T
    strokes = int((ink[:, 1:] & ~ink[:, :-1]).sum())
    return bool(strokes >= _STROKES and strokes / ink.size > _DENSITY * areas.mean() + _PLAIN)


def _stretches(marks: Any, length: int) -> Any:
    """Those marks of each row that stand in a stretch of at least ``length`` without a gap."""
    import numpy as np

    if marks.shape[1] < length:
        return np.zeros_like(marks)
    sums = np.cumsum(np.pad(marks, ((0, 0), (1, 0))), axis=1, dtype=np.int32)
    begins = sums[:, length:] - sums[:, :-length] == length
    sums = np.cumsum(np.pad(begins, ((0, 0), (length, length - 1))), axis=1, dtype=np.int32)
    return sums[:, length:] - sums[:, :-length] > 0


def _joined(boxes: Sequence[Box]) -> list[Box]:
    """Boxes that touch each other made one, from top to bottom."""
    result: list[Box] = []
    for box in sorted(boxes, key=lambda box: box[1]):
        touching = [one for one in result if _touch(one, box)]
        result = [one for one in result if one not in touching]
        lefts, tops, rights, bottoms = zip(box, *touching, strict=True)
        result.append((min(lefts), min(tops), max(rights), max(bottoms)))
    return result


def _touch(one: Box, other: Box) -> bool:
    across = one[0] <= other[2] + _NEAR and other[0] <= one[2] + _NEAR
    return across and one[1] <= other[3] + _NEAR and other[1] <= one[3] + _NEAR


def _area(box: Box) -> float:
    return max(box[2] - box[0], 0.0) * max(box[3] - box[1], 0.0)
