"""What each column is (code, ordinal, label, figure, remark), and which of them form a block side by side."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from budgetlib.parsers.tables.cells import CODE, blank, figure, role
from budgetlib.parsers.tables.pieces import Piece
from budgetlib.readers.document import Cell
from budgetlib.text import key

Role = Literal["code", "ordinal", "label", "figure"]

_YEAR = re.compile(r"(?:19|20)\d\d年?度?")
_LEVEL = 2
"""Digits of a 款 or 项 alone."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of figures: its place and the heading cells over it, outer first."""

    index: int
    heads: tuple[Cell, ...]


@dataclass(slots=True)
class Block:
    """Labels and the figures to their right: a whole table, or one side of it."""

    number: int
    codes: list[list[int]] = field(default_factory=list)
    """Code columns by adjoining groups: 类|款|项 of one classification, then of another."""
    unit_codes: list[int] = field(default_factory=list)
    names: list[int] = field(default_factory=list)
    ordinals: list[int] = field(default_factory=list)
    figures: list[Column] = field(default_factory=list)
    remarks: list[int] = field(default_factory=list)
    over_labels: list[Cell] = field(default_factory=list)
    """Heading cells over its label columns: one that reaches over figures, too, names the block (收入, 人员经费)."""

    @property
    def labels(self) -> list[int]:
        """All columns that name the row, in order."""
        return sorted([*self.names, *self.unit_codes, *(column for group in self.codes for column in group)])

    @property
    def label_heading(self) -> str:
        """The innermost heading of its labels as printed: 项目, 支出功能分类科目."""
        return "".join(self.over_labels[-1].text.split()) if self.over_labels else ""

    def is_over_labels(self, cell: Cell) -> bool:
        """Whether a heading cell stands over label columns of the block."""
        return any(cell is other for other in self.over_labels)


def blocks_of(piece: Piece) -> list[Block]:
    """The blocks of a grid: a heading of labels (项目, 科目, 编码) behind figures opens the next one."""
    roles = [_role(piece, column) for column in range(piece.grid.n_cols)]
    blocks = [Block(0)]
    for column, kind in enumerate(roles):
        if kind in ("label", "code") and blocks[-1].figures:
            if "figure" not in roles[column + 1 :]:
                blocks[-1].remarks.append(column)
                continue
            if _opens_side(piece, roles, column):
                blocks.append(Block(len(blocks)))
        _add(blocks[-1], piece, column, kind)
    return [block for block in blocks if block.figures]


def _add(block: Block, piece: Piece, column: int, kind: Role) -> None:
    heads = piece.paths[column]
    if kind == "figure":
        block.figures.append(Column(column, heads))
        return
    block.over_labels += heads
    if kind == "ordinal":
        block.ordinals.append(column)
    elif kind == "label":
        block.names.append(column)
    elif heads and role("unit_code").search(key(heads[-1].text)):
        block.unit_codes.append(column)
    elif block.codes and block.codes[-1][-1] == column - 1 and _same_group(piece, column):
        block.codes[-1].append(column)
    else:
        block.codes.append([column])


def _same_group(piece: Piece, column: int) -> bool:
    left, right = piece.paths[column - 1], piece.paths[column]
    if right and role("code").search(key(right[-1].text)) and len(key(right[-1].text)) > 1:
        return left == right or _are_levels(piece, column)  # else a whole code of its own, not its 款 or 项
    return len(left) == len(right) and all(a is b for a, b in zip(left[:-1], right[:-1], strict=True))


def _are_levels(piece: Piece, column: int) -> bool:
    """Whether a column repeats the heading before it over the two digits of 款 or 项."""
    left, right = ([key(cell.text) for cell in piece.paths[place]] for place in (column - 1, column))
    digits = [text for cell in piece.below(column) if (text := key(cell.text)).isdigit()]
    return left == right and bool(digits) and max(map(len, digits)) == _LEVEL


def _opens_side(piece: Piece, roles: Sequence[Role], column: int) -> bool:
    path = piece.paths[column]
    if path:
        labels = [piece.paths[c] for c in range(column, roles.index("figure", column)) if roles[c] == "label"]
        named = any(not heads or role("side_label").search(key(heads[-1].text)) for heads in labels)
        return named and any(role("side_label").search(key(cell.text)) for cell in path)
    return list(roles[:column]) == list(roles[column : 2 * column])


def _role(piece: Piece, column: int) -> Role:
    """By the heading first, by what stands below it second."""
    leaf = key(piece.paths[column][-1].text) if piece.paths[column] else ""
    heads = piece.paths[column]
    below = [cell for cell in piece.below(column) if cell.colspan == 1 and not blank(cell.text)]
    below = [cell for cell in below if not any(cell is head for head in heads)]
    texts = [key(cell.text) for cell in below]
    numbers = sum(figure(cell.text) is not None for cell in below)
    if role("ordinal").search(leaf):
        return "ordinal"
    if role("code").search(leaf) and not any("." in text for text in texts):
        return "code"
    if role("label").search(leaf) and (2 * numbers <= len(texts) or not texts):
        return "code" if _codes(texts) else "label"
    if role("classified").search(leaf) and all(CODE.fullmatch(text) for text in texts):
        return "code"
    if texts and role("year_label").search(leaf) and all(_YEAR.fullmatch(text) for text in texts):
        return "label"
    if texts and not leaf and _codes(texts):
        return "code"
    if texts and not numbers:
        return "label"
    if texts and 2 * numbers < len(texts) and not leaf:
        return "label"
    return "figure" if texts or leaf or column else "label"


def _codes(texts: Sequence[str]) -> bool:
    """Whether the texts of a column are codes of a classification, in order."""
    codes = [text for text in texts if CODE.fullmatch(text)]
    return len(codes) >= 0.6 * len(texts) and any(len(text) > 3 for text in codes) and codes == sorted(codes)
