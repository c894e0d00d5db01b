"""Scanned pages: the grid from ruled lines (OpenCV), the text from rapidocr, both on a straightened picture.

Only with the extra ``budgetlib[ocr]``; its models come with the package, and nothing is downloaded.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib import import_module
from typing import Any

from budgetlib.readers.document import Box
from budgetlib.readers.grids import BoxedText, Ruled, ruled, snap
from budgetlib.readers.joining import HYPHENS
from budgetlib.readers.pdf_lines import Frame, close_up, same_height_joined
from budgetlib.readers.prose import Line

_DPI = 200
_SCALE = _DPI / 72
"""Pixels a point."""
_MOST_SKEW = 1.2
"""Degrees; a page that lies more askew than this was not put on the glass by hand."""
_LONGEST_SIDE = 4000
"""Pixels up to which the engine takes a picture as it is: A3 at 200 dpi."""
_THICKEST = 14
"""Pixels of the thickest rule."""
_LONG = 90
"""Pixels of the shortest rule across: wider than any stroke of a character, narrower than two columns."""
_HIGH = 34
"""Pixels of the shortest rule down: lower than any row. Strokes of large characters are as high and end nowhere."""
_SUPPORT = 0.3
"""Share of the height of a small table that a rule down must run, all its pieces together."""
_NEAR = 9
"""Pixels by which the end of a rule may miss the rule on which it ends."""
_DRAWN = 0.6
"""Share of an edge that must be drawn for it to part two cells; strokes and gaps of a bad copy lie below and above."""
_INSIDE = 5
"""Pixels from the edge of a cell in which its rule may still stand."""
_SMALLEST_MARK = 9
"""Pixels of height below which ink is dirt (or a dot, or a dash) and no figure."""
_SURE = 0.8
"""Confidence below which a figure is named among the losses."""
_LEGIBLE = 0.5
"""Confidence below which words outside the tables are stains, seals and logos."""
_DIGIT = re.compile(r"\d")
_FIGURE = re.compile(r"[-+－]?[\d０-９][\d０-９,，.．。\s]*[%％]?")
_PLAIN = str.maketrans("０１２３４５６７８９，．。％－", "0123456789,..%-")
_SIMPLIFIED = str.maketrans(
    "決総總財產産単單項業務費經営營資額數預計減増撥転轉會関關購車輛國収與類稱編碼",
    "决总总财产产单单项业务费经营营资额数预计减增拨转转会关关购车辆国收与类称编码",
)
_SAMPLE = 8
"""Lines of text that tell on which side a page lies."""

Pixels = tuple[int, int, int, int]
"""x0, top, x1, bottom in pixels of the straightened picture."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Text that was recognised in one place, and how sure the engine is of it."""

    text: str
    score: float
    box: Pixels


@dataclass(slots=True)
class Scan:
    """What was read of a scanned page: its size as it was read, and how it lay where it had to be turned for that."""

    width: float
    height: float
    frame: Frame | None
    lines: list[Line]
    tables: list[Ruled]
    doubts: list[str]
    """Figures that the engine is not sure of, and ink that it could not read, one sentence each."""


@dataclass(slots=True)
class _Table:
    """A ruled table of the picture: its cells, and the pieces of text in each."""

    cells: list[Pixels]
    texts: list[list[Piece]]


def read_scan(page: Any, number: int) -> Scan:
    """Tables and lines of a scanned page (pdfium's ``page``, number from 1). Needs the extra ``ocr``.

    Boxes are in points of the straightened page, y downwards: where a page lies askew by half a degree, they are off
    by up to three points at its edges.
    """
    import numpy as np

    picture = np.ascontiguousarray(page.render(scale=_SCALE).to_numpy()[:, :, :3])
    if _is_blank(_median(_ink(picture))):
        width, height = page.get_size()
        return Scan(width, height, None, [], [], [])
    picture, pieces, turn = _upright(*_straight(picture))
    width, height = page.get_size()
    frame = Frame(turn, width, height) if turn else None
    ink = _ink(picture)
    tables = [_Table(cells, [[] for _ in cells]) for cells in _grids(ink)]
    reader = _Reader(picture, _median(ink))
    loose = [piece for piece in pieces if not reader.placed(piece, tables)]
    unread = sum(reader.fill(table) for table in tables)
    for table in tables:
        reader.read_again(table)
    loose = [piece for piece in loose if piece.score >= _LEGIBLE or _DIGIT.search(piece.text)]
    unsure = [piece for table in tables for texts in table.texts for piece in texts] + loose
    return Scan(
        *((height, width) if turn in (90, 270) else (width, height)),
        frame,
        _lines(loose, number),
        [_ruled(table, number) for table in tables],
        [*_doubts(unsure, number), *([f"page {number}: OCR left ink unread in {unread} cells."] if unread else [])],
    )


def _doubts(pieces: Iterable[Piece], number: int) -> Iterator[str]:
    for piece in pieces:
        if piece.score < _SURE and _DIGIT.search(piece.text):
            yield f"page {number}: OCR is not sure of “{piece.text}”; compare it with the scan."


# The engine


@cache
def _engine(process: int) -> Any:
    """The engine of this process: its threads do not live on in a forked one."""
    settings = {"Global.log_level": "critical", "Global.text_score": 0.0, "Global.max_side_len": _LONGEST_SIDE}
    return import_module("rapidocr").RapidOCR(params=settings)


def _recognised(picture: Any) -> list[Piece]:
    """The text of a whole page. What turns lines that stand on their head would turn a code 99 into 66."""
    found = _engine(os.getpid())(picture, use_det=True, use_cls=False, use_rec=True)
    if not found.txts:
        return []
    boxes = [(*box.min(axis=0).round(), *box.max(axis=0).round()) for box in found.boxes]
    return [
        Piece(_simplified(text), float(score), (int(x0), int(top), int(x1), int(bottom)))
        for text, score, (x0, top, x1, bottom) in zip(found.txts, found.scores, boxes, strict=True)
        if text.strip()
    ]


def _recognised_in(picture: Any, box: Pixels) -> Piece | None:
    """The one line of text that stands in a box; None where none can be read."""
    found = _engine(os.getpid())(_cut(picture, box), use_det=False, use_cls=False, use_rec=True)
    if not found.txts or not found.txts[0].strip():
        return None
    return Piece(_simplified(found.txts[0]), float(found.scores[0]), box)


def _simplified(text: str) -> str:
    """Reports are in simplified characters; the models, which know all, now and then see 決 for 决."""
    return text.strip().translate(_SIMPLIFIED)


# The picture


def _ink(picture: Any) -> Any:
    """White where something is printed, also on a grey ground."""
    import cv2

    grey = cv2.GaussianBlur(cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY), (3, 3), 0)
    return cv2.adaptiveThreshold(grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 31, 15)


def _median(ink: Any) -> Any:
    import cv2

    return cv2.medianBlur(ink, 3)


def _is_blank(ink: Any) -> bool:
    """Whether nothing is larger than dirt: such a page is not given to the engine, which takes long to say so."""
    import cv2

    count, _, stats, _ = cv2.connectedComponentsWithStats(ink)
    return all(max(row[2], row[3]) < _SMALLEST_MARK for row in stats[1:count])


def _straight(picture: Any) -> tuple[Any, list[Piece]]:
    """The picture without its skew, and the text on it."""
    skew = _skew(_ink(picture))
    if abs(skew) >= 0.04:
        picture = _rotated(picture, skew, (255, 255, 255))
    return picture, _recognised(picture)


def _upright(picture: Any, pieces: list[Piece]) -> tuple[Any, list[Piece], int]:
    """Picture and text of a page that may lie on its side, and the quarter turns (in degrees) by which it lay."""
    import numpy as np

    long = [piece for piece in pieces if len(piece.text) > 2]
    if 2 * sum(_height(piece.box) > _width(piece.box) for piece in long) <= len(long):
        return picture, pieces, 0
    sample = sorted(long, key=lambda piece: -len(piece.text))[:_SAMPLE]
    sure = {}
    for turn in (90, 270):
        crops = [np.ascontiguousarray(np.rot90(_cut(picture, piece.box), turn // 90)) for piece in sample]
        read = [_recognised_in(crop, (0, 0, crop.shape[1], crop.shape[0])) for crop in crops]
        sure[turn] = sum(piece.score * len(piece.text) for piece in read if piece)
    best = max(sure, key=lambda turn: sure[turn])
    picture = np.ascontiguousarray(np.rot90(picture, best // 90))
    return picture, _recognised(picture), best


def _cut(picture: Any, box: Pixels) -> Any:
    return picture[max(box[1], 0) : box[3], max(box[0], 0) : box[2]]


def _skew(ink: Any) -> float:
    """Degrees, counterclockwise, by which to turn the page so that rules and lines of text lie level."""
    import cv2
    import numpy as np

    small = cv2.resize(ink, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)

    def level(angle: float) -> float:
        rows = _rotated(small, angle, 0).sum(axis=1, dtype=np.float64)
        return float((np.diff(rows) ** 2).sum())

    coarse = max(np.arange(-_MOST_SKEW, _MOST_SKEW + 0.1, 0.2), key=level)
    return float(max((coarse + step for step in np.arange(-0.16, 0.17, 0.04)), key=level))


def _rotated(picture: Any, degrees: float, ground: Any) -> Any:
    import cv2

    height, width = picture.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    return cv2.warpAffine(picture, matrix, (width, height), flags=cv2.INTER_CUBIC, borderValue=ground)


# The grid


def _grids(ink: Any) -> list[list[Pixels]]:
    """Cells of each ruled table, from top to bottom. One framed cell is no table."""
    import cv2
    import numpy as np

    across = _segments(ink, (5, 1), (_LONG, 1))
    down = _segments(ink, (1, 2), (1, _HIGH))  # more would join the strokes of dense rows to the rules around them
    drawn = np.zeros_like(ink)
    for x0, top, x1, bottom in (*across, *down):
        drawn[top:bottom, x0:x1] = 255
    count, _, stats, _ = cv2.connectedComponentsWithStats(cv2.dilate(drawn, np.ones((_NEAR, _NEAR), np.uint8)))
    found: list[list[Pixels]] = []
    for x, y, w, h in sorted((tuple(map(int, row[:4])) for row in stats[1:count]), key=lambda box: -box[2] * box[3]):
        region = (x, y, x + w, y + h)
        if any(_shared(region, cell) > 0.5 * w * h for cells in found for cell in cells):
            continue  # strokes of characters, a frame inside a cell
        cells = _cells(
            [rule for rule in across if _within(rule, region)], [rule for rule in down if _within(rule, region)]
        )
        if len(cells) > 1:
            found.append(cells)
    return sorted(found, key=lambda cells: min(cell[1] for cell in cells))


def _segments(ink: Any, gap: tuple[int, int], shortest: tuple[int, int]) -> list[Pixels]:
    """Straight pieces of rule in one direction; filled areas are none."""
    import cv2
    import numpy as np

    closed = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones(gap[::-1], np.uint8))
    lines = cv2.morphologyEx(closed, cv2.MORPH_OPEN, np.ones(shortest[::-1], np.uint8))
    count, _, stats, _ = cv2.connectedComponentsWithStats(lines)
    boxes = (tuple(map(int, row[:4])) for row in stats[1:count])
    return [(x, y, x + w, y + h) for x, y, w, h in boxes if min(w, h) <= _THICKEST]


def _cells(across: list[Pixels], down: list[Pixels]) -> list[Pixels]:
    """Cells between the rules of one table; its left and right side may be open."""
    for _ in range(2):  # a stroke of a character ends on no rule, and what ended on that stroke falls next
        ys = _positions(across, 1)
        down = [rule for rule in down if _height(rule) > 3 * _HIGH or _ends_on(rule[1], rule[3], ys)]
        if len(ys) < 2 or not down:
            return []
        sides = (min(rule[0] for rule in across), max(rule[2] for rule in across))
        least = min(_SUPPORT * (ys[-1] - ys[0]), 3 * _HIGH)
        xs = [x for x in _positions(down, 0) if sum(_height(rule) for rule in down if _on(rule, x)) > least]
        down = [rule for rule in down if any(_on(rule, x) for x in xs)]
        xs = [side for side in sides if all(abs(side - x) > 2 * _NEAR for x in xs)] + xs
        xs.sort()
        across = [rule for rule in across if _width(rule) > 3 * _LONG or _ends_on(rule[0], rule[2], xs)]
    ys = _positions(across, 1)
    return _between(xs, ys, across, down) if len(xs) > 1 and len(ys) > 1 else []


def _positions(rules: list[Pixels], axis: int) -> list[int]:
    return [round(at) for at in snap(((rule[axis] + rule[axis + 2]) / 2 for rule in rules), _NEAR)]


def _on(rule: Pixels, x: int) -> bool:
    return rule[0] - _NEAR <= x <= rule[2] + _NEAR


def _ends_on(start: int, end: int, places: Sequence[int]) -> bool:
    return all(any(abs(at - place) <= _NEAR for place in places) for at in (start, end))


def _between(xs: list[int], ys: list[int], across: list[Pixels], down: list[Pixels]) -> list[Pixels]:
    """The places between neighbouring rules, those without a rule between them made one."""
    n_rows, n_cols = len(ys) - 1, len(xs) - 1
    parted_right = [[_parted(down, 0, xs[c + 1], ys[r], ys[r + 1]) for c in range(n_cols - 1)] for r in range(n_rows)]
    parted_below = [[_parted(across, 1, ys[r + 1], xs[c], xs[c + 1]) for c in range(n_cols)] for r in range(n_rows - 1)]
    seen: set[tuple[int, int]] = set()
    cells = []
    for row in range(n_rows):
        for col in range(n_cols):
            if (row, col) in seen:
                continue
            places, waiting = {(row, col)}, [(row, col)]
            while waiting:
                r, c = waiting.pop()
                for place, parted in (
                    ((r, c + 1), c + 1 >= n_cols or parted_right[r][c]),
                    ((r, c - 1), c < 1 or parted_right[r][c - 1]),
                    ((r + 1, c), r + 1 >= n_rows or parted_below[r][c]),
                    ((r - 1, c), r < 1 or parted_below[r - 1][c]),
                ):
                    if not parted and place not in places:
                        places.add(place)
                        waiting.append(place)
            seen |= places
            cells += _rectangles(places, xs, ys)
    return cells


def _rectangles(places: set[tuple[int, int]], xs: list[int], ys: list[int]) -> list[Pixels]:
    """One cell where the places fill a rectangle; each its own where a rule is half lost and they do not."""
    rows, cols = [row for row, _ in places], [col for _, col in places]
    top, bottom, left, right = min(rows), max(rows) + 1, min(cols), max(cols) + 1
    if len(places) == (bottom - top) * (right - left):
        return [(xs[left], ys[top], xs[right], ys[bottom])]
    return [(xs[col], ys[row], xs[col + 1], ys[row + 1]) for row, col in sorted(places)]


def _parted(rules: list[Pixels], axis: int, at: int, start: int, end: int) -> bool:
    """Whether enough of an edge is drawn: rules at ``at`` (x for axis 0) between ``start`` and ``end``."""
    other = 1 - axis
    covered = sum(
        max(min(rule[other + 2], end) - max(rule[other], start), 0)
        for rule in rules
        if rule[axis] - _NEAR <= at <= rule[axis + 2] + _NEAR
    )
    return covered > _DRAWN * (end - start)


# Text into cells


@dataclass(frozen=True, slots=True)
class _Reader:
    """Puts text into cells; what the engine took for one piece over two cells, or did not see, is read again."""

    picture: Any
    ink: Any

    def placed(self, piece: Piece, tables: Sequence[_Table]) -> bool:
        """Put a piece into the cell, or cells, where it stands; False outside the tables."""
        shares = [
            (table.texts[at], _common(cell, piece.box))
            for table in tables
            for at, cell in enumerate(table.cells)
            if _shared(cell, piece.box) > 0
        ]
        if 2 * sum(_width(box) * _height(box) for _, box in shares) < _width(piece.box) * _height(piece.box):
            return False
        least = 0.35 * min(_width(piece.box), _height(piece.box))
        parts = [(texts, self._marks(box)) for texts, box in shares if min(_width(box), _height(box)) > least]
        parts = [(texts, box) for texts, box in parts if box]
        if len(parts) < 2:
            texts = max(shares, key=lambda share: _width(share[1]) * _height(share[1]))[0]
            (parts[0][0] if parts else texts).append(piece)
            return True
        for texts, box in parts:
            part = _recognised_in(self.picture, box) if box else None
            if part:
                texts.append(part)
        return True

    def fill(self, table: _Table) -> int:
        """Read cells that hold ink and yet no text; the number of cells in which ink is left over."""
        left = 0
        for cell, texts in zip(table.cells, table.texts, strict=True):
            if not texts and (box := self._marks(cell)):
                piece = _recognised_in(self.picture, box)
                if piece and piece.score >= _LEGIBLE:
                    texts.append(piece)
                else:
                    left += 1
            elif texts and self._marks(cell, texts):
                left += 1
        return left

    def read_again(self, table: _Table) -> None:
        """Read a doubtful figure that fills its cell once more; one that is then read otherwise stays in doubt."""
        for cell, texts in zip(table.cells, table.texts, strict=True):
            if len(texts) != 1 or texts[0].score >= _SURE or not _DIGIT.search(texts[0].text):
                continue
            box = self._marks(cell)
            again = _recognised_in(self.picture, box) if box else None
            if again and again.text == texts[0].text:
                texts[0] = replace(texts[0], score=max(again.score, texts[0].score))
            elif again and again.score > texts[0].score:
                texts[0] = replace(again, score=texts[0].score)

    def _marks(self, cell: Pixels, known: Sequence[Piece] = ()) -> Pixels | None:
        """A box around what is printed inside a cell outside of ``known``; None where there is nothing but dirt."""
        import cv2

        x0, top, x1, bottom = cell[0] + _INSIDE, cell[1] + _INSIDE, cell[2] - _INSIDE, cell[3] - _INSIDE
        if x1 - x0 < _SMALLEST_MARK or bottom - top < _SMALLEST_MARK:
            return None
        ink = self.ink[top:bottom, x0:x1].copy()
        for piece in known:
            left, above, right, below = piece.box
            ink[max(above - top - 3, 0) : max(below - top + 3, 0), max(left - x0 - 3, 0) : max(right - x0 + 3, 0)] = 0
        count, _, stats, _ = cv2.connectedComponentsWithStats(ink)
        boxes = [tuple(map(int, row[:4])) for row in stats[1:count]]
        marks = [(x, y, x + w, y + h) for x, y, w, h in boxes if max(w, h) >= _SMALLEST_MARK]
        if not marks:
            return None
        box = (min(m[0] for m in marks), min(m[1] for m in marks), max(m[2] for m in marks), max(m[3] for m in marks))
        return x0 + max(box[0] - 4, -4), top + max(box[1] - 4, -4), min(x0 + box[2] + 4, x1 + 4), top + box[3] + 4


def _ruled(table: _Table, number: int) -> Ruled:
    texts = ("\n".join(" ".join(piece.text for piece in line) for line in _rows_of(pieces)) for pieces in table.texts)
    return ruled([BoxedText(text, _points(cell)) for cell, text in zip(table.cells, texts, strict=True)], number)


def _rows_of(pieces: Iterable[Piece]) -> list[list[Piece]]:
    """Pieces of a cell as lines from top to bottom, each from left to right."""
    rows: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda piece: piece.box[1] + piece.box[3]):
        if rows and piece.box[1] + piece.box[3] < 2 * rows[-1][0].box[3] - 0.5 * _height(rows[-1][0].box):
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return [sorted((_plain(piece) for piece in row), key=lambda piece: piece.box[0]) for row in rows]


def _plain(piece: Piece) -> Piece:
    """A figure with the marks of figures: a comma among digits is often taken for a Chinese one."""
    if not _FIGURE.fullmatch(piece.text):
        return piece
    return replace(piece, text="".join(piece.text.translate(_PLAIN).split()))


def _lines(pieces: Iterable[Piece], number: int) -> list[Line]:
    """Text outside the tables as lines, those beside each other joined."""
    lines = [Line(close_up(piece.text.translate(HYPHENS)), number, _points(piece.box)) for piece in pieces]
    lines.sort(key=lambda line: (line.bbox[1] + line.bbox[3]) / 2)
    return same_height_joined(lines)


# Boxes


def _points(box: Pixels) -> Box:
    x0, top, x1, bottom = box
    return x0 / _SCALE, top / _SCALE, x1 / _SCALE, bottom / _SCALE


def _width(box: Pixels) -> int:
    return box[2] - box[0]


def _height(box: Pixels) -> int:
    return box[3] - box[1]


def _common(one: Pixels, other: Pixels) -> Pixels:
    return max(one[0], other[0]), max(one[1], other[1]), min(one[2], other[2]), min(one[3], other[3])


def _shared(one: Pixels, other: Pixels) -> int:
    """Pixels that two boxes have in common."""
    box = _common(one, other)
    return max(_width(box), 0) * max(_height(box), 0)


def _within(box: Pixels, region: Pixels) -> bool:
    return 2 * _shared(box, region) > _width(box) * _height(box)
