"""The head of a statement: which rows belong to it, what each column is, and which columns form a block."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from budgetlib.numbers import parse_number
from budgetlib.parsers.statement_layout import Kind, Layout, Roles, plain
from budgetlib.readers.document import Cell, Grid

Role = Literal["code", "name", "ordinal", "amount"]
Matrix = list[list[Cell | None]]

_CLASS_LABEL = re.compile(r"^(?:[一二三四五六七八九十]+|\(?\d+\)?)[、.．)]")
_CODE = re.compile(r"\d{3}(?:\d{2}){0,2}")
_YEAR = re.compile(r"^\d{4}年度?")
LEVELS = ("类", "款", "项", "类款项")
"""Headings of code columns that share a ruled row with 合计."""
_UNIT = re.compile(r"\((?:单位:)?(?:万元|元|千元|亿元)\)$")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of figures: where it is, its name in ``lines`` (None where nobody knows it), its heading as printed."""

    index: int
    name: str | None
    printed: str
    item: str = ""
    """For the three public expenses: what the column is about."""


@dataclass(slots=True)
class Block:
    """Columns that belong to one label: a half of a two-sided statement, or a whole one."""

    codes: list[int] = field(default_factory=list)
    names: list[int] = field(default_factory=list)
    amounts: list[Column] = field(default_factory=list)
    side: str | None = None

    @property
    def labels(self) -> list[int]:
        """Columns that name the row."""
        return self.codes + self.names


@dataclass(slots=True)
class Head:
    """The head of a statement: its preamble rows (title, unit), the first row of data, its blocks."""

    start: int
    first_row: int
    blocks: list[Block]
    shared: frozenset[int]
    """Columns whose last heading stands in the first row of data, beside 合计."""
    passive_columns: frozenset[int]
    """Columns of codes, names and line numbers: a number in them is no figure."""


def read_head(grid: Grid, kind: Kind, layout: Layout) -> Head:
    """Read the head of a statement of a known kind."""
    matrix = grid.covering()
    start = preamble_rows(grid, layout.roles)
    first = _first_row(grid, matrix, start, layout.roles)
    heads = [row for row in range(start, first) if not _is_ordinal_row(matrix[row], layout.roles)]
    paths = [_path(matrix, heads, column) for column in range(grid.n_cols)]
    roles = [_role(path, layout.roles) for path in paths]
    if first < grid.n_rows:
        levels = [cell is not None and plain(cell.text) in LEVELS for cell in matrix[first]]
        roles = ["code" if level else role for level, role in zip(levels, roles, strict=True)]
    roles = ["ordinal" if _repeats(matrix, start, column) else role for column, role in enumerate(roles)]
    shared = _headings_in_first_row(matrix, first, roles)
    for column, cell in shared.items():
        paths[column].append(cell)
    blocks = _blocks(roles)
    for block in blocks:
        _describe(block, paths, kind, layout)
    passive = frozenset(column for column, role in enumerate(roles) if role != "amount")
    return Head(start, first, blocks, frozenset(shared), passive)


def has_two_sides(grid: Grid, kind: Kind, layout: Layout) -> bool:
    """Whether a grid puts income beside expenditure, each with labels of its own."""
    if kind.items:
        return False
    both = read_head(grid, replace(kind, sides=True), layout)
    return {"income", "expenditure"} <= {block.side for block in both.blocks}


def heading_texts(grid: Grid, roles: Roles) -> set[str]:
    """Every text of the head, for recognising a statement that has no known title."""
    matrix = grid.covering()
    start = preamble_rows(grid, roles)
    first = _first_row(grid, matrix, start, roles)
    return {plain(cell.text) for row in matrix[start:first] for cell in row if cell}


def preamble_rows(grid: Grid, roles: Roles) -> int:
    """How many rows above the head hold a title, the unit or the agency, as spreadsheets have them."""
    count = 0
    for row in grid.rows():
        texts = [plain(cell.text) for cell in row if cell.text.strip()]
        if not all(_is_preamble(text, roles) for text in texts):
            break
        count += 1
    return count if count < grid.n_rows else 0


def _is_preamble(text: str, roles: Roles) -> bool:
    return bool(roles.preamble.search(text)) or (text.endswith("表") and len(text) > 4)


def _first_row(grid: Grid, matrix: Matrix, start: int, roles: Roles) -> int:
    rows = grid.rows()
    for number in range(start, grid.n_rows):
        if _is_ordinal_row(matrix[number], roles):
            continue
        if number > start and not any(cell.text.strip() for cell in rows[number]):
            if any(cell.row < number for cell in matrix[number] if cell):
                continue  # the head's merged cells still reach into this row
            return number
        above = [_role(_path(matrix, range(start, number), column), roles) for column in range(grid.n_cols)]
        if _is_data(rows[number], above, roles):
            return number
    return grid.n_rows


def _is_data(row: Sequence[Cell], above: Sequence[Role], roles: Roles) -> bool:
    for cell in row:
        text = plain(cell.text)
        if parse_number(cell.text) is not None or _CLASS_LABEL.match(text):
            return True
        if roles.total.match(text) and above[cell.col] in ("code", "name"):
            return True
    return False


def _is_ordinal_row(row: Sequence[Cell | None], roles: Roles) -> bool:
    """Whether a row only numbers the columns: 栏次 1 2 3 …"""
    texts = [plain(cell.text) for cell in row if cell and cell.text.strip()]
    numbers = [text for text in texts if text.isdigit()]
    words = [text for text in texts if not text.isdigit()]
    if any(text == "栏次" for text in words):
        return all(text in ("栏次", "行次", "项目", "类", "款", "项") or len(text) < 12 for text in words)
    return not words and len(numbers) > 2 and numbers == [str(n) for n in range(1, len(numbers) + 1)]


def _path(matrix: Matrix, rows: Sequence[int] | range, column: int) -> list[Cell]:
    """The heading cells over a column, outer first, each once."""
    path: list[Cell] = []
    for row in rows:
        cell = matrix[row][column]
        if cell and cell.text.strip() and (not path or path[-1] is not cell):
            path.append(cell)
    return path


def _role(path: Sequence[Cell], roles: Roles) -> Role:
    if not path:
        return "amount"
    leaf = plain(path[-1].text)
    if roles.ordinal.search(leaf):
        return "ordinal"
    if roles.code.search(leaf):
        return "code"
    return "name" if roles.name.search(leaf) else "amount"


def _repeats(matrix: Matrix, start: int, column: int) -> bool:
    """Whether a column holds nothing of its own: spreadsheets merge two columns all the way down."""
    return column > 0 and all(row[column] is row[column - 1] for row in matrix[start:])


def _headings_in_first_row(matrix: Matrix, first: int, roles: Sequence[Role]) -> dict[int, Cell]:
    """Headings that share a ruled row with 合计: words in amount columns of the first row of data."""
    if first >= len(matrix):
        return {}
    return {
        column: cell
        for column, cell in enumerate(matrix[first])
        if cell and cell.row == first and roles[column] == "amount" and _is_heading(cell.text)
    }


def _is_heading(text: str) -> bool:
    return len(plain(text)) > 1 and parse_number(text) is None and not any(c.isdigit() for c in text)


def _blocks(roles: Sequence[Role]) -> list[Block]:
    """A label column after a column of figures begins a new block."""
    blocks: list[Block] = []
    for column, role in enumerate(roles):
        if not blocks or (role in ("code", "name") and blocks[-1].amounts):
            blocks.append(Block())
        if role == "code":
            blocks[-1].codes.append(column)
        elif role == "name":
            blocks[-1].names.append(column)
        elif role == "amount":
            blocks[-1].amounts.append(Column(column, None, ""))
    return [block for block in blocks if block.amounts]


def _describe(block: Block, paths: Sequence[Sequence[Cell]], kind: Kind, layout: Layout) -> None:
    if kind.sides:
        block.side = _side(block, paths, layout.roles)
    indexes = [column.index for column in block.amounts]
    block.amounts = [_column(index, _own_path(paths[index], indexes, block.labels), kind, layout) for index in indexes]


def _side(block: Block, paths: Sequence[Sequence[Cell]], roles: Roles) -> str | None:
    """Income or expenditure, from the outermost heading over the block that says it."""
    for index in [*block.labels, *(column.index for column in block.amounts)]:
        for cell in paths[index]:
            income, expenditure = (p.search(plain(cell.text)) for p in (roles.income_side, roles.expenditure_side))
            if bool(income) != bool(expenditure):
                return "income" if income else "expenditure"
    return None


def _own_path(path: Sequence[Cell], amounts: Sequence[int], labels: Sequence[int]) -> list[Cell]:
    """The path without headings over the whole block: 收入 over a half, 支出预算 over every column of figures."""
    kept = []
    for number, cell in enumerate(path):
        covered = range(cell.col, cell.col + cell.colspan)
        over_labels = any(label in covered for label in labels)
        over_all = len(amounts) > 1 and all(amount in covered for amount in amounts)
        leads_on = number + 1 < len(path)
        if not over_labels and not (over_all and leads_on):
            kept.append(cell)
    return kept or list(path[-1:])


def _column(index: int, path: Sequence[Cell], kind: Kind, layout: Layout) -> Column:
    segments = _segments(path, kind)
    printed = "/".join(segments)
    if kind.items:
        stage, item = _stage_and_item(segments, layout)
        return Column(index, stage, printed, item)
    return Column(index, kind.columns.get("/".join(_bare(segment) for segment in segments)), printed)


def _bare(segment: str) -> str:
    return _UNIT.sub("", _YEAR.sub("", plain(segment)))


def _segments(path: Sequence[Cell], kind: Kind) -> list[str]:
    """Heading texts, outer first; one that was cut in two stacked cells (年末结转和 / 结余) is put together."""
    segments: list[str] = []
    before: Cell | None = None
    for cell in path:
        text = "".join(cell.text.split())
        same_width = before is not None and (before.col, before.colspan) == (cell.col, cell.colspan)
        if segments and same_width and _is_cut(segments, text, kind):
            segments[-1] += text
        elif not segments or segments[-1] != text:
            segments.append(text)
        before = cell
    return segments


def _is_cut(segments: Sequence[str], text: str, kind: Kind) -> bool:
    known = {segment for path in kind.columns for segment in path.split("/")}
    return _bare(segments[-1] + text) in known and not (_bare(segments[-1]) in known and _bare(text) in known)


def _stage_and_item(segments: Sequence[str], layout: Layout) -> tuple[str | None, str]:
    """Budget or actual, and the item, from the headings of a column of the three public expenses."""
    stage: str | None = None
    items = []
    for segment in segments:
        found, rest = _stage_of(segment, layout)
        stage = found or stage
        if rest:
            items.append((rest, found is not None))
    named = [text for text, heads_stage in items if not heads_stage] or [text for text, _ in items]
    if not named:
        return stage, ""
    if plain(named[-1]) in ("小计", "合计") and len(named) > 1:
        return stage, named[-2]
    return stage, named[-1]


def _stage_of(segment: str, layout: Layout) -> tuple[str | None, str]:
    """The stage a heading ends with, and what it says besides: 2024年机关运行经费预算数 → budget, 机关运行经费."""
    bare = _bare(segment)
    for ending in sorted(layout.stages, key=len, reverse=True):
        if bare.endswith(ending):
            printed = _YEAR.sub("", segment)
            return layout.stages[ending], printed[: len(printed) - len(ending)]
    return None, _YEAR.sub("", segment)
