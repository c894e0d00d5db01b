"""Self-evaluation forms (绩效自评表) to projects and indicators, by the role of each cell, not by its position.

Converted forms lose spanned cells and rows break over pages, so cells move to the left or right. What does not move is
their order: in each row the two adjacent plain numbers are weight and score, the cells before them are outcome, target
and indicator in the order of the header, words of a closed list are levels, and what stands behind is the reason.
"""

from __future__ import annotations

import re
from collections.abc import Container
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise
from typing import Any

from budgetlib import reference
from budgetlib.numbers import is_blank, parse_number
from budgetlib.parsers.facts import Row
from budgetlib.parsers.targets import parse_target
from budgetlib.readers.document import Cell, Document, Mark
from budgetlib.schema import FUNDS
from budgetlib.text import plain, squeeze

_STAGES = {"initial_budget": "initial", "adjusted_budget": "adjusted", "executed": "executed"}


@dataclass(slots=True)
class Evaluations:
    """Rows for ``projects`` and ``indicators``, and the cells with figures that found no place, each with a reason."""

    projects: list[Row] = field(default_factory=list)
    indicators: list[Row] = field(default_factory=list)
    unplaced: list[tuple[Mark, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Placed:
    """A cell with its mark and its text as the labels are compared: folded, without spaces."""

    cell: Cell
    mark: Mark
    label: str

    @property
    def empty(self) -> bool:
        return not self.label


@cache
def _pattern(section: str, key: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{label})" for label in reference.load("evaluations")[section][key]))


@cache
def _keys(section: str) -> tuple[str, ...]:
    return tuple(reference.load("evaluations")[section])


def _meaning(section: str, label: str) -> str | None:
    """The key of ``section`` whose labels match the whole cell."""
    return next((key for key in _keys(section) if _pattern(section, key).fullmatch(label)), None)


def parse_evaluations(document: Document, statements: Container[int] = ()) -> Evaluations:
    """All self-evaluation forms of a document, in order; ``statements`` are blocks that hold something else."""
    result = Evaluations()
    form: _Form | None = None
    for number, grid in document.grids():
        if number in statements:
            form = None
            continue
        cell_numbers = {id(cell): index for index, cell in enumerate(grid.cells)}
        for cells in grid.rows():
            row = [_placed(cell, number, cell_numbers[id(cell)]) for cell in cells]
            name = _named(row)
            if name:
                form = _Form(*name, result)
            elif form:
                form.read(row)
        form = None if form is None or form.finished else form
    return result


def _placed(cell: Cell, block: int, index: int) -> _Placed:
    label = squeeze(cell.text).text
    return _Placed(cell, Mark(block, index, 0, len(cell.text)), _without_unit(label))


def _without_unit(label: str) -> str:
    """Labels carry their unit now and then: 上级资金(万元)."""
    return re.sub(r"\((?:万元|元|%)\)$", "", label)


def _named(row: list[_Placed]) -> tuple[str, _Placed] | None:
    """Kind of evaluation and the cell with its name, when the row opens a form."""
    filled = [placed for placed in row if not placed.empty]
    if len(filled) < 2:
        return None
    kind = _meaning("names", filled[0].label)
    return (kind, filled[1]) if kind else None


class _Form:
    """One self-evaluation on its way through the rows of a grid."""

    def __init__(self, kind: str, name: _Placed, result: Evaluations) -> None:
        self.kind, self.name, self.result = kind, plain(name.cell.text), result
        self.project = Row(
            {"evaluation": kind, "project": self.name, "page": name.cell.page}, marks={"project": name.mark}
        )
        self.fund_header: dict[str, int] = {}
        self.fund_columns: dict[str, int] = {}
        self.header: list[str | None] = []
        self.header_columns: dict[str, int] = {}
        self.level1: str | None = None
        self.level2: str | None = None
        self.last: Row | None = None
        self.finished = False
        result.projects.append(self.project)

    def read(self, row: list[_Placed]) -> None:
        """Take one row for what it is: parties, money, header of the indicators, indicator, total, continuation."""
        labels = [placed.label for placed in row if not placed.empty]
        if not labels or self._parties(row) or self._headers(row):
            return
        if self.header:
            if not self._total(row) and not self._indicator(row):
                self._continuation(row)
        elif self.fund_header and not self._goals(labels):
            self._funds(row)

    def _goals(self, labels: list[str]) -> bool:
        return any(_pattern("rows", "goals").fullmatch(label) for label in labels)

    def _parties(self, row: list[_Placed]) -> bool:
        filled = [placed for placed in row if not placed.empty]
        found = False
        for label, value in pairwise(filled):
            party = _meaning("parties", label.label)
            found = found or party is not None
            # A label in the place of a name is a placeholder that was never filled in, and is kept as printed;
            # a different label is the next pair, the name before it was left blank.
            if party and party not in self.project.values and _meaning("parties", value.label) in (None, party):
                self.project.values[party] = plain(value.cell.text)
                self.project.marks[party] = value.mark
        return found

    def _headers(self, row: list[_Placed]) -> bool:
        indicator = [_meaning("indicator_columns", placed.label) if placed.label else None for placed in row]
        if "indicator" in indicator and "weight" in indicator:
            self.header = indicator
            self.header_columns = {key: row[n].cell.col for n, key in enumerate(indicator) if key}
            return True
        funds = {key: n for n, placed in enumerate(row) if (key := _meaning("fund_columns", placed.label))}
        if len(funds.keys() & set(_STAGES)) >= 2:
            self.fund_header = funds
            self.fund_columns = {key: row[n].cell.col for key, n in funds.items()}
            return True
        return False

    def _funds(self, row: list[_Placed]) -> None:
        label = next((placed for placed in row if _meaning("fund_rows", placed.label)), None)
        if label is None:
            return
        fund = _meaning("fund_rows", label.label)
        values = self._fund_values(row[row.index(label) + 1 :])
        for column, placed in values.items():
            value = parse_number(placed.label.rstrip("%分"))
            if value is None:
                if not is_blank(placed.label):
                    self.result.unplaced.append((placed.mark, f"{label.label}: no number under {column}"))
                continue
            target = column if fund == "total" else self._fund_column(fund, column)
            if target:
                self.project.values[target] = value
                self.project.marks[target] = placed.mark

    @staticmethod
    def _fund_column(fund: str | None, column: str) -> str | None:
        return f"{fund}_{_STAGES[column]}" if fund in FUNDS and column in _STAGES else None

    def _fund_values(self, cells: list[_Placed]) -> dict[str, _Placed]:
        """Cells of a money row by column: under the header where they stand there, else in the header's order."""
        by_column = {placed.cell.col: placed for placed in cells}
        under = {key: by_column[col] for key, col in self.fund_columns.items() if col in by_column}
        stray = [p for p in cells if not is_blank(p.label) and all(p is not taken for taken in under.values())]
        if under and not stray:
            return under
        filled = [placed for placed in cells if not placed.empty]
        return dict(zip(self.fund_header, filled, strict=False))

    def _total(self, row: list[_Placed]) -> bool:
        filled = [placed for placed in row if not placed.empty]
        if not _pattern("rows", "total_score").fullmatch(filled[0].label):
            return False
        scores = [(placed, parse_number(placed.label.rstrip("分"))) for placed in filled[1:]]
        numbers = [(placed, value) for placed, value in scores if value is not None]
        for column, (placed, value) in zip(("total_weight", "total_score")[-len(numbers) :], numbers, strict=False):
            self.project.values[column] = value
            self.project.marks[column] = placed.mark
        self.finished = True
        return True

    def _indicator(self, row: list[_Placed]) -> bool:
        weight = self._weight_index(row)
        if weight is None:
            return False
        offset = weight - self.header.index("weight")
        cells = {key: row[n + offset] for n, key in enumerate(self.header) if key and 0 <= n + offset < len(row)}
        name = self._indicator_name(row, cells)
        if name is None:
            return False
        self._levels([placed for placed in row[: row.index(name)] if not placed.empty])
        repaired = row[weight].cell.col != self.header_columns["weight"]
        self.last = self._indicator_row(cells, name, repaired)
        self.result.indicators.append(self.last)
        return True

    def _weight_index(self, row: list[_Placed]) -> int | None:
        """Where weight and score stand: under their header, or the last two adjacent plain numbers of the row."""
        gap = self.header.index("score") - self.header.index("weight") if "score" in self.header else 1
        pairs = [n for n in range(len(row) - gap) if _plain_number(row[n]) and _plain_number(row[n + gap])]
        placed = [n for n in pairs if row[n].cell.col == self.header_columns["weight"]]
        if placed:
            return placed[0]
        return pairs[-1] if pairs else None

    def _indicator_name(self, row: list[_Placed], cells: dict[str, _Placed]) -> _Placed | None:
        named = cells.get("indicator")
        if named is not None and not named.empty:
            return named
        stop = row.index(cells["target"]) if "target" in cells else 0
        return next((placed for placed in reversed(row[:stop]) if not placed.empty), None)

    def _levels(self, before: list[_Placed]) -> None:
        labels = [label for placed in before if (label := _level(placed.label))]
        if len(labels) >= 2:
            self.level1, self.level2 = labels[-2], labels[-1]
        elif labels and self.level1 and self._is_second_level(labels[0]):
            self.level2 = labels[0]
        elif labels:
            self.level1, self.level2 = labels[0], None

    def _is_second_level(self, label: str) -> bool:
        """A label that stands alone is a second level where it can be one, but 满意度指标 opens a first level."""
        opens = _pattern("levels", "level1_alone").fullmatch(label) and self.level1 != label
        return bool(_pattern("levels", "level2").fullmatch(label)) and not opens

    def _indicator_row(self, cells: dict[str, _Placed], name: _Placed, repaired: bool) -> Row:
        printed: dict[str, Any] = {
            key: cells[key].label or None for key in ("target", "actual", "basis", "reason") if key in cells
        }
        target, actual = parse_target(printed.get("target") or ""), parse_target(printed.get("actual") or "")
        operator = cells["operator"].label if "operator" in cells else None
        unit = cells["unit"].label if "unit" in cells else None
        values: dict[str, Any] = {
            "evaluation": self.kind,
            "project": self.name,
            "level1": self.level1,
            "level2": self.level2,
            "indicator": plain(name.cell.text),
            **printed,
            "target_operator": parse_target(f"{operator}1").operator if operator else target.operator,
            "target_value": target.value,
            "actual_value": actual.value,
            "unit": unit or target.unit or actual.unit,
            "weight": parse_number(cells["weight"].label.rstrip("分")),
            "score": parse_number(cells["score"].label.rstrip("分")) if "score" in cells else None,
            "repaired": repaired,
            "page": name.cell.page,
        }
        marks = {key: placed.mark for key, placed in cells.items() if key in values and not placed.empty}
        marks["indicator"] = name.mark
        for column, source in (("target_value", "target"), ("actual_value", "actual")):
            if values[column] is not None:
                marks[column] = cells[source].mark
        return Row(values, marks)

    def _continuation(self, row: list[_Placed]) -> None:
        """A row that only goes on with the text of the row before the page break; a figure of its own is flagged."""
        filled = [placed for placed in row if not placed.empty]
        if self.last is None:
            return
        for placed in filled:
            if _plain_number(placed):
                self.result.unplaced.append((placed.mark, "a number in a row without weight and score"))
            elif not _level(placed.label) and not _pattern("rows", "side").fullmatch(placed.label):
                self._append(placed)
        self._levels([placed for placed in filled if _level(placed.label)])

    def _append(self, placed: _Placed) -> None:
        assert self.last is not None
        column = "reason"
        before = self.last.values.get(column) or ""
        self.last.values[column] = before + placed.label
        self.last.marks.setdefault(column, placed.mark)
        self.last.marks[f"{column}_continued"] = placed.mark


def _plain_number(placed: _Placed) -> bool:
    return parse_number(placed.label.rstrip("分")) is not None


def _level(label: str) -> str | None:
    """A level's name without its points (产出指标(50分)), or None when the cell is no level."""
    name = re.sub(r"\(\d+(?:\.\d+)?分?\)$", "", label)
    known = _pattern("levels", "level1").fullmatch(name) or _pattern("levels", "level2").fullmatch(name)
    return name if known else None
