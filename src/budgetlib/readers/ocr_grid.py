"""The grid of a scanned table: straight rules found by OpenCV, and the cells between them, in pixels."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from budgetlib.readers.grids import snap

Pixels = tuple[int, int, int, int]
"""x0, top, x1, bottom in pixels of the straightened picture."""

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


def ruled_cells(ink: Any) -> list[list[Pixels]]:
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
        if any(shared(region, cell) > 0.5 * w * h for cells in found for cell in cells):
            continue  # strokes of characters, a frame inside a cell
        cells = _cells(
            [rule for rule in across if within(rule, region)], [rule for rule in down if within(rule, region)]
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
        down = [rule for rule in down if height(rule) > 3 * _HIGH or _ends_on(rule[1], rule[3], ys)]
        if len(ys) < 2 or not down:
            return []
        sides = (min(rule[0] for rule in across), max(rule[2] for rule in across))
        least = min(_SUPPORT * (ys[-1] - ys[0]), 3 * _HIGH)
        xs = [x for x in _positions(down, 0) if sum(height(rule) for rule in down if _on(rule, x)) > least]
        down = [rule for rule in down if any(_on(rule, x) for x in xs)]
        xs = [side for side in sides if all(abs(side - x) > 2 * _NEAR for x in xs)] + xs
        xs.sort()
        across = [rule for rule in across if width(rule) > 3 * _LONG or _ends_on(rule[0], rule[2], xs)]
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


def width(box: Pixels) -> int:
    """Pixels across."""
    return box[2] - box[0]


def height(box: Pixels) -> int:
    """Pixels down."""
    return box[3] - box[1]


def common(one: Pixels, other: Pixels) -> Pixels:
    """What two boxes have in common; turned inside out where that is nothing."""
    return max(one[0], other[0]), max(one[1], other[1]), min(one[2], other[2]), min(one[3], other[3])


def shared(one: Pixels, other: Pixels) -> int:
    """Pixels that two boxes have in common."""
    box = common(one, other)
    return max(width(box), 0) * max(height(box), 0)


def within(box: Pixels, region: Pixels) -> bool:
    """Whether most of a box lies in a region."""
    return 2 * shared(box, region) > width(box) * height(box)
