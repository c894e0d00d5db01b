"""Which grids are forms (self-evaluations, target forms) that ask in pairs of a word and its value: no tables."""

from __future__ import annotations

from budgetlib.parsers.forms.labels import bare, level, matches, meaning
from budgetlib.parsers.tables.cells import figure, role
from budgetlib.parsers.tables.pieces import Piece
from budgetlib.readers.document import Cell
from budgetlib.text import key

_REACH = 8
_BELOW = 4


def is_form(piece: Piece, title: str) -> bool:
    """Whether a grid is a form: it pairs words with values, or its head is one of indicators."""
    texts = {key(cell.text) for cell in piece.grid.cells if cell.row < piece.first + _REACH}
    if sum(bool(role("form_heading").search(text)) and len(text) < 12 for text in texts) >= 2:
        return True
    if _heads_tasks(piece) or any(_heads_indicators(piece.texts(n)) for n in range(piece.first, piece.grid.n_rows)):
        return True
    if len({name for cell in piece.grid.cells if (name := level(key(cell.text))) and name.endswith("指标")}) > 1:
        return True  # the rest of a form, which a page break cut off
    if _lists_projects(piece):
        return False
    rows = [*(piece.heads[:_REACH] or [piece.start]), piece.first]
    if any(_pairs(piece, row) for row in rows if row < piece.grid.n_rows):
        return True
    return any(
        _names_project(piece, row) and not _figures_below(piece, row)
        for row in range(piece.start, min(piece.start + _REACH, piece.grid.n_rows))
    )


def _heads_indicators(texts: list[str]) -> bool:
    """Whether a row is the head of a form's indicators, which in a department's form stands below its tasks."""
    return sum(bool(role("indicator_heading").fullmatch(text)) for text in texts) >= 2


def _heads_tasks(piece: Piece) -> bool:
    """Whether a grid names a department and lists its tasks below (部门名称 | 某局; 任务名称 | 主要内容 | 预算金额)."""
    names = [bare(text) for text in piece.texts(0)[:1]] if piece.grid.n_rows else []
    if not any(meaning("names", name) for name in names):
        return False
    return any(
        matches("tasks", "name", text) for row in range(1, min(_REACH, piece.grid.n_rows)) for text in piece.texts(row)
    )


def _lists_projects(piece: Piece) -> bool:
    """A list has a head of labels and figures below it."""
    leaves = [key(path[-1].text) for path in piece.paths if path]
    return piece.placeholder != set() and any(role("label").search(leaf) for leaf in leaves)


def _pairs(piece: Piece, row: int) -> bool:
    """Whether a row pairs a word with its value: 主管部门 | 某局 | 实施单位 | 某局."""
    cells = piece.rows[row]
    texts = [key(cell.text) for cell in cells]
    values = [t for t in texts[1:] if t and not role("label").search(t) and not role("form_word").fullmatch(t)]
    asks = any(role("form_word").fullmatch(text) for text in texts)
    return asks and 1 < len(texts) <= 6 and bool(values) and not _figures_below(piece, row)


def _names_project(piece: Piece, row: int) -> bool:
    """Whether a row holds nothing but the name of a project, over the width of a form: 项目名称 | 某项目 | | ."""
    filled = [cell for cell in piece.rows[row] if key(cell.text)]
    if len(filled) != 2 or piece.grid.n_cols < 3:
        return False
    return key(filled[0].text) == "项目名称" and filled[0].col == 0 and filled[0].rowspan == 1


def _figures_below(piece: Piece, row: int) -> bool:
    below: list[Cell] = [
        cell for n in range(row + 1, min(row + _BELOW, piece.grid.n_rows)) for cell in piece.rows[n] if cell.col > 0
    ]
    return 2 * sum(figure(cell.text) is not None for cell in below) > len(below)
