"""Tables of which each cell stands on a line of its own, as a copied web page leaves them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from budgetlib.readers.document import Grid
from budgetlib.readers.markup import clean
from budgetlib.readers.typed_cells import LONGEST, MOST_CELLS, NUMBER, PART, SENTENCE, WHEREOF, WIDEST, Typed, cell

_STUB = re.compile(r"项\s*目|科\s*目|名\s*称|类|种|指标|内容|序号|编码|代码|单位|部门|年")
"""How the head of a column of labels is called."""
_BLANKS, _WORDS, _FIGURES = {0}, {1}, {2}
"""What a column holds."""


def is_closed_below(lines: Sequence[Typed], place: int) -> bool:
    """Whether the next line is nothing but the pipe that closes this cell."""
    text = lines[place].text
    closed = place + 1 < len(lines) and lines[place + 1].text.strip() == "|"
    return closed and bool(text.strip()) and "|" not in text and "\t" not in text and _is_cell(clean(text))


def one_cell_a_line(lines: Sequence[Typed], start: int) -> tuple[Grid, int] | None:
    """Cells pasted one below the other, and the line behind them."""
    cells: list[tuple[int, str, int]] = []
    for place in range(start, min(start + MOST_CELLS, len(lines))):
        text = clean(lines[place].text)
        if not text:
            continue
        if not _is_cell(text) or "|" in text or "\t" in text:
            break
        cells.append((lines[place].number, text, place + 1))
    while cells and not NUMBER.fullmatch(cells[-1][1]):
        cells.pop()
    if not cells:
        return None
    grid = periodic([(number, text) for number, text, _ in cells])
    return (grid, cells[-1][2]) if grid else None


def periodic(cells: Sequence[tuple[int, str]]) -> Grid | None:
    """The only way to break a run of cells into rows in which each column holds either words or numbers, or nothing."""
    kinds = [bool(text.strip()) + bool(NUMBER.fullmatch(text.strip())) for _, text in cells]
    fitting = [width for width in range(2, min(len(cells) // 2, WIDEST) + 1) if _fits(cells, kinds, width)]
    if len(fitting) != 1:
        return None
    width = fitting[0]
    rows = [cells[at : at + width] for at in range(0, len(cells), width)]
    made = tuple(cell(text, r, c, number) for r, row in enumerate(rows) for c, (number, text) in enumerate(row))
    return Grid(cells=made, n_rows=len(rows), n_cols=width, page=cells[0][0])


def _fits(cells: Sequence[tuple[int, str]], kinds: Sequence[int], width: int) -> bool:
    heads, columns = set(kinds[:width]), [set(kinds[width + col :: width]) for col in range(width)]
    labels = [column == _WORDS for column in columns]
    figures = [column in (_FIGURES, _FIGURES | _BLANKS) for column in columns]
    if len(cells) % width or heads != _WORDS or not any(figures):
        return False
    if not all(label or figure for label, figure in zip(labels, figures, strict=True)):
        return False
    if not any(labels) and len(cells) > 2 * width:
        return False  # rows of figures alone: one is a row under its headings, of several nobody knows what they are of
    return not labels[0] or bool(_STUB.search(cells[0][1]))


def _is_cell(text: str) -> bool:
    return len(text) <= LONGEST and not SENTENCE.search(WHEREOF.sub("", text)) and not PART.match(text)
