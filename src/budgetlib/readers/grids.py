"""Ruled cells become grids: edges snapped to rows and columns, and a table that goes on over pages made one."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile
from typing import NamedTuple

from budgetlib.readers.document import Box, Cell, Grid
from budgetlib.readers.joining import HYPHENS, is_label_line, is_table_title

SNAP = 2.5
"""Edges closer than this many points are one rule; the narrowest columns seen are ten times as wide."""
_UNIT = re.compile(r"单位\s*[:：]\s*\S*元")
_ABOVE_HEAD = 4
"""A title and the rows between it and the head of its table: number of the form, office, unit."""
_ALIGN = 6.0
"""How far the edges of a table may move, in points, from one page to the next."""
_WIDE = r"\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f“”‘’…—·"
SPACE_BESIDE_WIDE = re.compile(rf"(?<=[{_WIDE}])\s+(?=[{_WIDE}])")
_BROKEN_NUMBER = re.compile(r"(?<![\d.,])([-+]?\d[\d,]*[.,]?\d*)\s+([.,]?\d[\d,]*(?:\.\d+)?)(?![\d.,])")
_WRAPPED_DECIMAL = re.compile(r"([-+]?\d{1,3}(?:,\d{3})*\.\d)\s+(\d)")
"""264,334.8 and a single 9 below it in one cell: the second decimal had no room."""
_CUT_DECIMAL = re.compile(r"[-+]?\d[\d,]*\.(?:\|\d\d|\d\|\d)")
"""A number of two decimals, cut before one of them."""
_WHOLE_NUMBER = re.compile(r"[-+]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?")

_LEAST_LINE = 5.0
"""Points that a line of print takes at least."""
_SURELY_ONE = re.compile(r"[-+]?(?:\d{1,3}(?:,\d{3})+|\d+)\.\d{2,6}|[-+]?\d{1,3}(?:,\d{3})+|\d{3}(?:\d\d){0,2}|\D*")


class BoxedText(NamedTuple):
    """A ruled cell as an engine found it."""

    text: str
    bbox: Box


@dataclass(frozen=True, slots=True)
class Ruled:
    """A grid, its cells row by row, with the x of its column edges and its last page: what joining it takes."""

    grid: Grid
    edges: tuple[float, ...]
    last_page: int


def cell_text(text: str) -> str:
    """Text of a cell on one line: spaces between Chinese characters dropped, two numbers never made one."""
    bare = text.strip()
    if bare.isascii() and len(bare.split()) < 2:  # a figure, as most cells are
        return bare
    wrapped = _WRAPPED_DECIMAL.fullmatch(bare)
    if wrapped:
        return wrapped[1] + wrapped[2]
    text = SPACE_BESIDE_WIDE.sub("", " ".join(text.translate(HYPHENS).split()))
    return _BROKEN_NUMBER.sub(_mend, text)


def _mend(match: re.Match[str]) -> str:
    """Put a number together that wrapped inside its cell; leave two sound numbers apart."""
    left, right = match.groups()
    sound = _WHOLE_NUMBER.fullmatch(left) and _WHOLE_NUMBER.fullmatch(right)
    return left + right if not sound and _WHOLE_NUMBER.fullmatch(left + right) else match.group()


def _unbroken(text: str, height: float) -> str:
    """A text of more lines than its cell has room for: an engine that took the page for vertical broke each character.

    Digits come together only to one sound number or a code, as two numbers may have stood in the cell.
    """
    lines = text.split("\n")
    if len(lines) * _LEAST_LINE <= height:
        return text
    whole = "".join(line.strip() for line in lines)
    return text if whole.isascii() and not _SURELY_ONE.fullmatch(whole) else whole


def without_idle(grid: Grid) -> Grid:
    """The grid without columns in which no cell begins: files lay tables on columns of others, or of a layout."""
    begins = sorted({cell.col for cell in grid.cells})
    if len(begins) == grid.n_cols:
        return grid
    cells = tuple(
        cell._replace(
            col=(at := bisect_left(begins, cell.col)), colspan=bisect_left(begins, cell.col + cell.colspan) - at
        )
        for cell in grid.cells
    )
    return replace(grid, cells=cells, n_cols=len(begins))


def stacked(grid: Grid) -> Iterator[Grid]:
    """The tables that stand one below the other in one grid, as a pasted sheet has them: each begins with its title."""
    rows = grid.rows()
    begins = [0, *(row for row in range(1, grid.n_rows - 1) if _begins_table(rows[row : row + _ABOVE_HEAD]))]
    for begin, end in zip(begins, [*begins[1:], grid.n_rows], strict=True):
        own = [cell for row in rows[begin:end] for cell in row]
        width = max((cell.col + 1 for cell in own if cell.text.strip()), default=1) if len(begins) > 1 else grid.n_cols
        cells = tuple(
            cell._replace(
                row=cell.row - begin,
                rowspan=min(cell.rowspan, end - cell.row),
                colspan=min(cell.colspan, width - cell.col),
            )
            for cell in own
            if cell.col < width
        )
        page = cells[0].page if cells else grid.page
        yield without_idle(replace(grid, cells=cells, n_rows=end - begin, n_cols=width, page=page)) if cells else grid


def _begins_table(rows: Sequence[Sequence[Cell]]) -> bool:
    """Whether the first of some rows holds the title of a table alone, and one below it the unit."""
    first, *below = [[cell.text for cell in row if cell.text.strip()] for row in rows]
    titled = len(first) == 1 and is_table_title(first[0]) and not is_label_line(first[0])
    return titled and any(_UNIT.search(text) for texts in below for text in texts)


def snap(values: Iterable[float], tolerance: float = SNAP) -> list[float]:
    """Distinct values in order; those closer than ``tolerance`` to the one before are taken for the same rule."""
    distinct: list[float] = []
    for value in sorted(values):
        if not distinct or value - distinct[-1] > tolerance:
            distinct.append(value)
    return distinct


def _nearest(edges: Sequence[float], value: float) -> int:
    at = bisect_left(edges, value)
    if at == len(edges) or (at > 0 and value - edges[at - 1] <= edges[at] - value):
        return at - 1
    return at


def ruled(cells: Sequence[BoxedText], page: int) -> Ruled:
    """The grid of the cells of one table on one page."""
    across = {x for cell in cells for x in (cell.bbox[0], cell.bbox[2])}
    down = {y for cell in cells for y in (cell.bbox[1], cell.bbox[3])}
    xs, ys = snap(across), snap(down)
    cols, rows = {x: _nearest(xs, x) for x in across}, {y: _nearest(ys, y) for y in down}
    placed = (_placed(cell, cols, rows, page) for cell in cells)
    kept = sorted((cell for cell in placed if cell), key=lambda cell: (cell.row, cell.col))
    bbox = (xs[0], ys[0], xs[-1], ys[-1])
    return Ruled(Grid(tuple(kept), len(ys) - 1, len(xs) - 1, page, bbox), tuple(xs), page)


def _placed(cell: BoxedText, cols: Mapping[float, int], rows: Mapping[float, int], page: int) -> Cell | None:
    x0, top, x1, bottom = cell.bbox
    col, row = cols[x0], rows[top]
    colspan, rowspan = cols[x1] - col, rows[bottom] - row
    if colspan < 1 or rowspan < 1:  # a double rule, no cell
        return None
    return Cell(cell_text(_unbroken(cell.text, bottom - top)), row, col, rowspan, colspan, page, cell.bbox)


def continues(upper: Ruled, lower: Ruled) -> bool:
    """Whether a table at the top of a page can be the rest of the one at the foot of the page before.

    Same outer edges, and the inner edges of the poorer one among those of the richer (the last page often holds
    nothing but 合计, its code columns merged). A first row that is a title of its own begins another statement.
    """
    if lower.grid.page != upper.last_page + 1 or _starts_with_title(lower.grid):
        return False
    few, many = sorted((upper.edges, lower.edges), key=len)
    if not few:  # a table without rules has no edges
        return False
    outer = abs(few[0] - many[0]) <= _ALIGN and abs(few[-1] - many[-1]) <= _ALIGN
    return outer and all(abs(many[_nearest(many, edge)] - edge) <= _ALIGN for edge in few)


def _starts_with_title(grid: Grid) -> bool:
    first = grid.rows()[0]
    return len(first) == 1 and first[0].colspan == grid.n_cols and grid.n_cols > 1 and first[0].text.endswith("表")


def joined(upper: Ruled, lower: Ruled) -> Ruled:
    """The two as one grid; a header that the lower one repeats is left out, and cells keep their own page."""
    edges = snap((*upper.edges, *lower.edges), _ALIGN)
    skip = _repeated_header(upper.grid, lower.grid)
    mended = _mended(upper.grid, [cell for cell in lower.grid.cells if cell.row == skip])
    if mended:
        upper, skip = replace(upper, grid=replace(upper.grid, cells=mended)), skip + 1
    shift = upper.grid.n_rows - skip
    same = len(edges) == len(upper.edges)  # the usual case: a long table must not be copied cell by cell each page
    above = upper.grid.cells if same else [_across(cell, upper.edges, edges) for cell in upper.grid.cells]
    below = [_across(cell, lower.edges, edges, shift) for cell in lower.grid.cells if cell.row >= skip]
    n_rows = upper.grid.n_rows + lower.grid.n_rows - skip
    grid = Grid((*above, *below), n_rows, len(edges) - 1, upper.grid.page, upper.grid.bbox)
    return Ruled(grid, upper.edges if same else tuple(edges), lower.last_page)


def _mended(upper: Grid, rest: Sequence[Cell]) -> tuple[Cell, ...] | None:
    """The cells of the upper table when the first row below is the rest of its last one; None where it is a row.

    That is certain where every number below is the last digits of one above that the page break cut: 1,234.5 | 6.
    """
    below = {cell.col: cell.text for cell in rest if cell.text}
    last = takewhile(lambda cell: cell.row == upper.n_rows - 1, reversed(upper.cells))
    ends = {cell.col: cell for cell in last if cell.rowspan == 1}
    digits = [col for col, text in below.items() if text[-1].isdigit()]
    if not digits or any(col not in ends for col in below):
        return None
    if not all(_CUT_DECIMAL.fullmatch(f"{ends[col].text}|{below[col]}") for col in digits):
        return None
    longer = {id(ends[col]): ends[col]._replace(text=ends[col].text + text) for col, text in below.items()}
    return tuple(longer.get(id(cell), cell) for cell in upper.cells)


def _across(cell: Cell, own: Sequence[float], common: Sequence[float], down: int = 0) -> Cell:
    start = _nearest(common, own[cell.col])
    end = _nearest(common, own[cell.col + cell.colspan])
    return Cell(cell.text, cell.row + down, start, cell.rowspan, max(end - start, 1), cell.page, cell.bbox, cell.indent)


def _repeated_header(upper: Grid, lower: Grid) -> int:
    """How many rows at the top of ``lower`` repeat the head of ``upper`` (blank rows before them go too)."""
    theirs = [[cell.text for cell in row] for row in lower.rows()]
    first = tuple(takewhile(lambda cell: cell.row < len(theirs), upper.cells))  # of a long table not all, each page
    ours = [
        [cell.text for cell in row] for row in replace(upper, cells=first, n_rows=min(upper.n_rows, len(theirs))).rows()
    ]
    blank = next((n for n, row in enumerate(theirs) if any(row)), 0)
    same = 0
    for mine, other in zip(ours, theirs[blank:], strict=False):
        if mine != other:
            break
        same += 1
    whole = any(cell.row < blank + same < cell.row + cell.rowspan for cell in lower.cells)
    return blank + same if same and any(ours[0]) and not whole else 0
