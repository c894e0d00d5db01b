"""The rows of a table as they are printed: labels, codes, ordinals, and the cells of figures."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from budgetlib.parsers.tables.cells import blank, figure, is_total, role
from budgetlib.parsers.tables.columns import Block
from budgetlib.parsers.tables.pieces import Piece
from budgetlib.readers.document import Cell, Mark
from budgetlib.text import key

_CODED = re.compile(r"\[?(?P<code>\d{3}(?:\d\d){0,2})(?:\]|[-_])(?P<name>.+)")
_CODE_AND_NAME = re.compile(r"\[?(?P<code>\d{3}(?:\d\d){0,2})(?!\d)[\]_-]?(?P<name>\D.*)")
"""The same in a column of nothing but codes and names, where a space may stand between them: 205 教育支出."""
_MOST = 0.6
_WIDTHS = (3, 2, 2)
_WHOLE_TAIL = re.compile(r"\.0+$")
"""A code that a workbook holds as a number: 201.0."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A cell with its place in the document."""

    cell: Cell
    mark: Mark
    value: float | None
    """Its figure; None where it holds none."""


@dataclass(slots=True)
class Row:
    """A row of one block: its number in the table, what names it, its figures by column."""

    block: int
    number: int
    name: str
    code: str = ""
    other_code: str = ""
    unit_coded: bool = False
    """Whether its code is that of a unit, not of a classification."""
    unit_name: str | None = None
    group: str = ""
    """Of a row called 小计: the label beside it of what it is the subtotal of."""
    measure: str = ""
    """The unit that the row itself names (计量单位, or in brackets behind its label)."""
    cells: dict[int, Placed] = field(default_factory=dict)
    remarks: list[tuple[int, Placed]] = field(default_factory=list)
    """Texts beside the figures that hold numbers, with their columns: goals, notes."""
    page: int = 0
    indent: float = 0.0
    """How far its label is moved in, in characters."""
    labelled: bool = True

    @property
    def is_total(self) -> bool:
        """Whether the row is a total by its name."""
        return is_total(self.name)

    @property
    def has_figures(self) -> bool:
        """Whether any of its cells holds a figure."""
        return any(placed.value is not None for placed in self.cells.values())


@dataclass(slots=True)
class Labels:
    """The label columns of a block by what they name."""

    names: list[int]
    others: list[int]
    units: list[int]
    measures: list[int]
    goals: list[int]
    """Labels in words that hold goals, beside those that name the row."""
    second: list[int]
    """Names of the codes of a second classification beside the first one."""
    coded: bool = False
    """Whether the names begin with the codes of a classification."""

    @classmethod
    def of(cls, piece: Piece, block: Block) -> Labels:
        """By their headings; where none names the row, all of them do."""
        leaves = {column: key(piece.paths[column][-1].text) if piece.paths[column] else "" for column in block.names}
        measures = [c for c, leaf in leaves.items() if role("measure_label").search(leaf) and len(leaves) > 1]
        measures = [c for c in measures if c != block.names[0]]
        others = [column for column in block.names if column not in measures]
        units = [c for c in others if role("unit_label").search(leaves[c]) and not re.search("项目|科目", leaves[c])]
        names = [c for c in others if c not in units and (role("name_label").search(leaves[c]) or not leaves[c])]
        beside = [c for c in others if c not in names and c not in units]
        goals = [c for c in beside if names and role("goal").search(leaves[c])]
        names, beside = (names, beside) if names else (beside, [])
        names = [c for c in names if c < block.figures[0].index] or names  # not what stands among the figures
        second = _of_second(block, [c for c in names if role("class_label").search(leaves[c])])
        coded = not block.codes and any(_holds_codes(piece, column) for column in names)
        return cls([c for c in names if c not in second], beside, units, measures, goals, second, coded)


def _holds_codes(piece: Piece, column: int) -> bool:
    """Whether the texts of a column begin with codes of a classification: most do, and one lies under another."""
    texts = [key(cell.text) for cell in piece.below(column) if cell.text.strip() and not is_total(cell.text)]
    codes = [found["code"] for text in texts if (found := _CODE_AND_NAME.fullmatch(text))]
    tree = any(lower != upper and lower.startswith(upper) for upper, lower in pairwise(codes))
    return tree and len(codes) >= _MOST * len(texts)


def _of_second(block: Block, names: Sequence[int]) -> list[int]:
    """Of the names of two classifications those of the second: behind its codes, or after the first name."""
    if len(block.codes) < 2 or len(names) < 2:
        return []
    behind = [column for column in names if column > block.codes[1][0]]
    return behind if len(behind) < len(names) else list(names[1:])


def _own_code(codes: Sequence[str]) -> tuple[str, str, bool]:
    """The code of a row, that of another classification beside it, and whether the names behind the first are its own.

    Of 类 | 款 | 项 in columns with names between them the last one printed is the code.
    """
    printed = [code for code in codes if code]
    first = printed[0] if printed else ""
    deeper = [code for code in printed if len(code) > len(first) and code.startswith(first)]
    own = deeper[-1] if deeper else first
    return own, next((code for code in printed if not own.startswith(code)), ""), own != next(iter(codes), "")


class RowReader:
    """Reads the rows of the pieces of one table, one after the other."""

    def __init__(self, blocks: Sequence[Block], labels: Sequence[Labels]) -> None:
        self.blocks = blocks
        self.labels = labels
        self.before: dict[tuple[int, int], str] = {}
        self.units: dict[int, str] = {}

    def rows(self, piece: Piece, line: int, number: int) -> Iterator[Row]:
        """The row of each block that stands in row ``line`` of a piece; ``number`` is its number in the table."""
        for block, labels in zip(self.blocks, self.labels, strict=True):
            row = self._row(piece, block, labels, line, number)
            if row:
                yield row

    def remarks(self, piece: Piece, line: int, rows: Sequence[Row]) -> None:
        """Give the texts that stand beside the figures of a line to the last row of their block."""
        for block, labels in zip(self.blocks, self.labels, strict=True):
            last = next((row for row in reversed(rows) if row.block == block.number), None)
            for column in [*block.remarks, *labels.goals]:
                placed = _figure_cell(piece, line, column)
                if last and placed and any(character.isdigit() for character in placed.cell.text):
                    last.remarks.append((column, placed))

    def _row(self, piece: Piece, block: Block, labels: Labels, line: int, number: int) -> Row | None:
        codes = [self._code(piece, block.number, group, columns, line) for group, columns in enumerate(block.codes)]
        code, other_code, second = _own_code(codes)
        unit_code = "" if code else self._code(piece, block.number, len(codes), block.unit_codes, line)
        named = [labels.second if second else labels.names, labels.names, labels.others]
        words = ([self._words(piece, line, column) for column in columns] for columns in named)
        names = next((found for found in words if any(found)), [])
        names = [word for word in names if word]
        name = self._name(piece, block, line, names, bool(code or unit_code))
        coded = (_CODE_AND_NAME if labels.coded else _CODED).fullmatch(key(name))
        if coded and not code:
            code, name = coded["code"], coded["name"]
        unit = next((word for c in labels.units if (word := self._words(piece, line, c, spanned=True))), None)
        own_unit, unit = unit, unit or (None if is_total(name) else self.units.get(block.number))
        if unit and not is_total(name):
            self.units[block.number] = unit
        else:
            self.units.pop(block.number, None)
        figures = ((column.index, _figure_cell(piece, line, column.index)) for column in block.figures)
        cells = {column: placed for column, placed in figures if placed}
        row = Row(
            block.number, number, name or own_unit or "", code or unit_code, other_code, unit_name=unit, cells=cells
        )
        row.group = names[-2] if key(name) == "小计" and name == names[-1] and len(names) > 1 else ""
        row.unit_coded = bool(unit_code and not code)
        measures = (self._words(piece, line, c) for c in labels.measures)
        row.measure = next((word for word in measures if word and not is_total(word)), "")
        shown = (piece.at(line, c) for c in reversed(labels.names))
        row.indent = next((cell.indent for cell in shown if cell and cell.text.strip()), 0.0)
        row.labelled = bool(row.name or row.code)
        row.page = next((cell.page for cell in piece.matrix[line] if cell), piece.grid.page)
        form_row = number == 1 and not block.labels  # the one row of figures of the three public expenses, left blank
        return row if row.labelled or row.has_figures or form_row else None

    def _name(self, piece: Piece, block: Block, line: int, names: list[str], coded: bool) -> str:
        """The last of the labels that is no quantity; words in the code columns (合计 over all) where there is none."""
        if names:
            return next((name for name in reversed(names) if not name[0].isdigit()), names[-1])
        if coded:
            return ""
        words = (self._words(piece, line, column) for group in [*block.codes, block.unit_codes] for column in group)
        return next((word for word in words if word and not word.isdigit() and word not in "类款项"), "")

    @staticmethod
    def _words(piece: Piece, line: int, column: int, *, spanned: bool = False) -> str:
        """Text of a label cell; one that reaches down from above counts only where the label is that of a group."""
        cell = piece.at(line, column)
        if cell is None or cell.row < piece.first or blank(cell.text):
            return ""
        if not spanned and cell.row < line and cell.rowspan == 1:
            return ""
        return "".join(cell.text.split())

    def _code(self, piece: Piece, block: int, group: int, columns: Sequence[int], line: int) -> str:
        cells: list[Cell] = []
        for column in columns:
            cell = piece.at(line, column)
            if cell is not None and not any(cell is other for other in cells):
                cells.append(cell)
        parts = [key(_WHOLE_TAIL.sub("", cell.text)) for cell in cells]
        code = joined_code(parts if len(cells) == len(columns) else parts[:1], self.before.get((block, group), ""))
        self.before[block, group] = code or self.before.get((block, group), "")
        return code


def _figure_cell(piece: Piece, line: int, column: int) -> Placed | None:
    cell = piece.at(line, column)
    if cell is None or (cell.row, cell.col) != (line, column):
        return None
    return Placed(cell, piece.mark(cell), figure(cell.text))


def joined_code(parts: Sequence[str], before: str) -> str:
    """A code from its columns; a part left out to the left of a printed one is that of the row above."""
    digits = [part if part.isdigit() else "" for part in parts]
    if not any(digits):
        return ""
    if len(digits) == 1:
        return digits[0]
    last = max(place for place, part in enumerate(digits) if part)
    whole = ""
    for place, width in enumerate(_WIDTHS[: last + 1]):
        part = digits[place] or before[len(whole) : len(whole) + width]
        whole = part if whole and part.startswith(whole) and len(part) > width else whole + part.zfill(width)
    return whole
