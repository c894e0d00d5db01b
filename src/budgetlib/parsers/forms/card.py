"""A form on its way through its rows: names, money, goals, indicators, by the role of each cell, not by its position.

Converted forms lose spanned cells and rows break over pages, so cells move to the left or right. What does not move is
their order: in each scored row the two adjacent plain numbers are weight and score, the cells before them are outcome,
target and indicator in the order of the header, words of a closed list are levels, what stands behind is the reason.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from budgetlib.numbers import is_blank, parse_number
from budgetlib.parsers.facts import Fact, Row, fact
from budgetlib.parsers.forms.goals import read_goal
from budgetlib.parsers.forms.labels import (
    Placed,
    factor,
    indicator_columns,
    is_family,
    is_label,
    level,
    matches,
    meaning,
)
from budgetlib.parsers.forms.result import Forms
from budgetlib.parsers.forms.targets import parse_target
from budgetlib.parsers.forms.tasks import STAGES, Tasks, fund_column
from budgetlib.readers.document import Mark
from budgetlib.schema import AMOUNT, TABLES
from budgetlib.text import plain

_WORDS = ("target", "actual", "basis", "reason", "explanation", "criterion")


def figure(placed: Placed, value: float, unit: str, scale: float = 1.0) -> Fact:
    """A cell that is one number as a fact."""
    printed = placed.cell.text.strip().rstrip("%％分")
    return fact(value, printed, placed.mark, placed.cell.page, unit=unit, factor=scale)


class Card:
    """One form of one project or department. ``read`` takes its rows in order, ``finish`` says what kind it was."""

    def __init__(self, kind: str, name: str, page: int, mark: Mark | None, result: Forms, scale: float = 1.0) -> None:
        self.name, self.result, self.scale = name, result, scale
        self.keys: dict[str, Any] = {"evaluation": kind, "project": name}
        self.project = Row({**self.keys, "page": page}, marks={"project": mark} if mark else {})
        self.rows: list[Row] = [self.project]
        self.fund_header: dict[str, int] = {}
        self.fund_columns: dict[str, int] = {}
        self.goal_columns: dict[int, str] = {}
        self.header: list[str | None] = []
        self.header_columns: dict[str, int] = {}
        self.width = 0
        self.levels: dict[str, str | None] = {"level1": None, "level2": None}
        self.tasks: Tasks | None = None
        self.last: Row | None = None
        self.finished = False
        self.form = result.begin(self.project)

    def finish(self) -> None:
        """A form without outcome and without spending is a target form (绩效目标表), whatever its title says.

        One that asks for nothing but names (项目基本信息, 立项依据) states nothing of a project and is left out.
        """
        if not (self.header or self.fund_header or self.tasks or self.goal_columns or self.project.facts):
            self.result.projects[:] = [row for row in self.result.projects if row is not self.project]
            return
        spent = "executed" in self.project.values or "actual" in self.header_columns
        target = not spent and (self.header or not self.fund_header)
        for row in self.rows:
            row.keys["form"] = self.form
            if target:
                row.values["evaluation"] = "target"

    def read(self, row: list[Placed], covering: list[Placed | None]) -> None:
        """Take one row for what it is; ``covering`` is the cell over each column of it, merged ones included."""
        filled = [placed for placed in row if not placed.empty]
        if not filled or self._headers(row, covering):
            return
        if self.header:
            if not self._total(row, filled) and not self._indicator(row, covering):
                self._continuation(filled)
            return
        self._unit_of(filled)
        if Tasks.opens(row):
            self.tasks = Tasks(covering)
            return
        if self.tasks and self._task(self.tasks, filled, covering):
            return
        taken = self._parties(filled) | self._goals(row, filled) | self._funds(row)
        for placed in filled:
            if id(placed) not in taken and not is_label(placed.label):
                self.result.lay_aside(placed)

    # ---- names and money ----------------------------------------------------------------------------------------

    def _unit_of(self, filled: list[Placed]) -> None:
        self.scale = next((found for placed in filled if (found := factor(placed.text)) is not None), self.scale)

    def _parties(self, filled: list[Placed]) -> set[int]:
        taken: set[int] = set()
        for label, value in pairwise(filled):
            party = meaning("parties", label.label)
            # A label in the place of a name is a placeholder that was never filled in, and is kept as printed;
            # a different label is the next pair, the name before it was left blank.
            if party and party not in self.project.values and meaning("parties", value.label) in (None, party):
                self.project.values[party] = plain(value.cell.text)
                self.project.marks[party] = value.mark
                taken.add(id(value))
        return taken

    def _headers(self, row: list[Placed], covering: list[Placed | None]) -> bool:
        heads, keys = _heads_with_those_above(row, covering)
        if "indicator" in keys and ("weight" in keys or "target" in keys):
            self.header = keys
            self.header_columns = {key: heads[n].cell.col for n, key in enumerate(keys) if key}
            self.width = max(placed.cell.col + placed.cell.colspan for placed in heads)
            return True
        funds = {key: n for n, placed in enumerate(row) if (key := meaning("fund_columns", placed.label))}
        if not self.header and not Tasks.opens(row) and len(funds.keys() & set(STAGES)) >= 2:
            self._unit_of(row)
            self.fund_header = funds
            self.fund_columns = {key: row[n].cell.col for key, n in funds.items()}
            return True
        return False

    def _funds(self, row: list[Placed]) -> set[int]:
        label = next((n for n, placed in enumerate(row) if meaning("fund_rows", placed.label)), None)
        if label is None:
            return self._total_alone(row)
        return self._fund_row(row, label) if self.fund_header else self._fund_pairs(row)

    def _fund_row(self, row: list[Placed], at: int) -> set[int]:
        """A row of money below a header of stages: initial budget, adjusted budget, spending, rate, score."""
        fund, taken = meaning("fund_rows", row[at].label), set()
        for column, placed in self._fund_values(row[at + 1 :]).items():
            taken.add(id(placed))
            if placed.number is None:
                if not is_blank(placed.text):
                    self.result.leave(placed, f"{row[at].label}：不是一个数 (not one number under {column})")
                continue
            target = column if fund == "total" else fund_column(fund, column)
            if target:
                self._put(target, placed)
            else:
                self.result.leave(placed, f"{row[at].label}：没有这一栏 (no column for the {column} of a part)")
        return taken

    def _total_alone(self, row: list[Placed]) -> set[int]:
        """The one row of money of a form that names no sources: figures only, each under the head of a stage."""
        filled = [placed for placed in row if not placed.empty]
        under = {key: placed for key, col in self.fund_columns.items() for placed in filled if placed.cell.col == col}
        alone = filled and len(under) == len(filled) and all(placed.number is not None for placed in filled)
        if not alone or self.project.values.keys() & self.fund_columns.keys():
            return set()
        for key, placed in under.items():
            self._put(key, placed)
        return {id(placed) for placed in filled}

    def _fund_values(self, cells: list[Placed]) -> dict[str, Placed]:
        """Cells of a money row by column: under the header where they stand there, else in the header's order."""
        by_column = {placed.cell.col: placed for placed in cells}
        under = {key: by_column[col] for key, col in self.fund_columns.items() if col in by_column}
        stray = [p for p in cells if not is_blank(p.text) and all(p is not one for one in under.values())]
        if under and not stray:
            return under
        filled = [placed for placed in cells if not placed.empty]
        return dict(zip(self.fund_header, filled, strict=False))

    def _fund_pairs(self, row: list[Placed]) -> set[int]:
        """Money as pairs of label and amount, as target forms print it: 资金总额 | 44.47, the whole project beside."""
        taken: set[int] = set()
        groups = self.project.keys.setdefault("money", {})
        for label, value in pairwise(row):
            fund = meaning("fund_rows", label.label)
            if not fund:
                continue
            taken.add(id(value))
            if fund in ("whole", "total"):
                groups[label.cell.col] = "whole_budget" if fund == "whole" else "initial_budget"
            stage = groups.get(max((col for col in groups if col <= label.cell.col), default=None), "initial_budget")
            target = stage if fund in ("whole", "total") else fund_column(fund, stage)
            if value.number is not None and target:
                self._put(target, value)
        return taken

    def _put(self, column: str, placed: Placed, row: Row | None = None) -> None:
        money = TABLES["projects"].column(column).unit == AMOUNT
        unit = AMOUNT if money else TABLES["projects"].column(column).unit
        scale = (placed.own_factor or self.scale) if money else 1.0
        assert placed.number is not None
        (row or self.project).put(column, figure(placed, placed.number, unit, scale))

    def _task(self, tasks: Tasks, filled: list[Placed], covering: list[Placed | None]) -> bool:
        """A row of the list of tasks: its head, a task, or their total, which is the department's own money."""
        if tasks.read_head(covering):
            return True
        figures = tasks.figures(covering)
        name = covering[tasks.name] if tasks.name < len(covering) else None
        if not figures or name is None or meaning("goals", filled[0].label):
            return False
        total = matches("tasks", "total", name.label)
        row = self.project if total else Row({"evaluation": "task", "project": plain(name.cell.text)})
        if not total:
            row.values["page"], row.marks["project"] = name.cell.page, name.mark
            self.result.projects.append(row)
        for column, placed in figures.items():
            self._put(column, placed, row)
        for placed in filled:
            if placed not in figures.values() and placed is not name:
                self.result.lay_aside(placed)
        return True

    # ---- goals --------------------------------------------------------------------------------------------------

    def _goals(self, row: list[Placed], filled: list[Placed]) -> set[int]:
        """The texts of goals: beside their label, or below a heading, also where a page break cut them off."""
        kinds = {placed.cell.col: kind for placed in filled if (kind := meaning("goals", placed.label))}
        texts = [placed for placed in filled if not is_label(placed.label)]
        if kinds:
            if len(kinds) > 1 and "expected" in kinds.values():  # 年度总体目标 at the side of 预期目标 | 实际完成情况
                kinds = dict(sorted(kinds.items())[-2:]) if len(kinds) > 2 else kinds
            self.goal_columns = kinds
        if not self.goal_columns or any(meaning("fund_rows", placed.label) for placed in filled):
            return set()
        for number, placed in enumerate(texts):
            for one in read_goal(placed, self.keys, self._goal_kind(placed, number, len(texts))):
                self.rows.append(one)
                self.result.goals.append(one)
        return {id(placed) for placed in texts}

    def _goal_kind(self, placed: Placed, number: int, texts: int) -> str:
        """Expected or achieved: by the column of the heading, or by order where the columns have moved."""
        kinds = list(dict(sorted(self.goal_columns.items())).values())
        last = placed.cell.col + placed.cell.colspan - 1
        left = [kind for col, kind in sorted(self.goal_columns.items()) if col <= last]
        kind = kinds[number] if texts == len(kinds) > 1 else (left or kinds[:1])[-1]
        return "achieved" if kind == "achieved" else "expected"

    # ---- indicators ---------------------------------------------------------------------------------------------

    def _total(self, row: list[Placed], filled: list[Placed]) -> bool:
        if not matches("rows", "total_score", filled[0].label):
            return False
        numbers = [placed for placed in filled[1:] if placed.number is not None]
        if not numbers:
            return False
        for column, placed in zip(("total_weight", "total_score")[-len(numbers) :], numbers, strict=False):
            self._put(column, placed)
        self.finished = True
        return True

    def _indicator(self, row: list[Placed], covering: list[Placed | None]) -> bool:
        scored = "weight" in self.header_columns and "score" in self.header_columns
        cells = self._scored(row) if scored else self._under_header(covering)
        if cells is None:
            return False
        name = self._indicator_name(row, cells)
        if name is None:
            return False
        if scored:
            self._levels([placed for placed in row[: row.index(name)] if not placed.empty])
        else:
            self._levels_above(covering)
        self._into_family(covering)
        moved = scored and cells["weight"].cell.col != self.header_columns["weight"]
        self.last = indicator_row(self.keys | self.levels, cells, name, repaired=moved)
        self.rows.append(self.last)
        self.result.indicators.append(self.last)
        return True

    def _scored(self, row: list[Placed]) -> dict[str, Placed] | None:
        weight = self._weight_index(row)
        if weight is None:
            return None
        offset = weight - self.header.index("weight")
        return {key: row[n + offset] for n, key in enumerate(self.header) if key and 0 <= n + offset < len(row)}

    def _under_header(self, covering: list[Placed | None]) -> dict[str, Placed] | None:
        """The cells of a row of a target form by the columns of the header; None where no indicator is named."""
        cells = self._cells_of(covering)
        name = cells.get("indicator")
        if name is None or level(name.text) or matches("rows", "side", name.label):
            return None
        if meaning("indicator_columns", name.label):  # the head reaches down over two rows
            return None
        return cells if any(cells.get(key) is not name for key in ("target", "weight") if key in cells) else None

    def _cells_of(self, covering: list[Placed | None]) -> dict[str, Placed]:
        """Cells by key of the header; on a page where the grid has other columns, in the header's order."""
        columns = self.header_columns
        if len(covering) != self.width:
            order = [key for key in self.header if key and key not in ("level1", "level2")]
            starts = dict.fromkeys(one.cell.col for one in covering if one and not one.empty and not level(one.text))
            columns = dict(zip(order, starts, strict=False)) if len(starts) == len(order) else {}
        return {
            key: placed
            for key, col in columns.items()
            if col < len(covering) and (placed := covering[col]) is not None and not placed.empty
        }

    def _weight_index(self, row: list[Placed]) -> int | None:
        """Where weight and score stand: under their header, or the last two adjacent plain numbers of the row."""
        gap = self.header.index("score") - self.header.index("weight")
        within = range(max(0, -gap), len(row) - max(0, gap))  # some forms print the score before the weight
        pairs = [n for n in within if gap and _number(row[n]) and _number(row[n + gap])]
        under = [n for n in pairs if row[n].cell.col == self.header_columns["weight"]]
        if under:
            return under[0]
        return pairs[-1] if pairs else None

    def _indicator_name(self, row: list[Placed], cells: dict[str, Placed]) -> Placed | None:
        named = cells.get("indicator")
        if named is not None and not named.empty:
            return named
        stop = row.index(cells["target"]) if cells.get("target") in row else 0
        return next((placed for placed in reversed(row[:stop]) if not placed.empty), None)

    def _levels_above(self, covering: list[Placed | None]) -> None:
        """The levels of a row, its own or those from above; where the grid has a hole they are not known."""
        if len(covering) != self.width:
            filled = list(dict.fromkeys(one for one in covering if one and not one.empty))
            if covering[0] is None and not any(level(one.text) for one in filled):
                self.levels = {"level1": None, "level2": None}
            self._levels(filled)
            return
        for key in ("level1", "level2"):
            placed = covering[self.header_columns[key]] if key in self.header_columns else None
            if placed is None:
                self.levels[key] = None
            elif name := level(placed.text):
                if key == "level1" and name != self.levels["level1"]:
                    self.levels["level2"] = None
                self.levels[key] = name

    def _into_family(self, covering: list[Placed | None]) -> None:
        """The first level that the second one is of, where the cell that says it was lost: another stands above.

        A blank cell is not lost: text tables and workbooks leave it blank below the one that counts for all rows.
        """
        if "level1" not in self.header_columns:
            return
        family, first = meaning("families", self.levels["level2"] or ""), self.levels["level1"]
        cell = covering[self.header_columns["level1"]] if len(covering) == self.width else None
        printed = {level(one.text) for one in covering if one}
        blank = cell is not None and cell.empty and first is not None
        if family and not blank and (first is None or (is_family(first) and first not in printed)):
            self.levels["level1"] = family

    def _levels(self, before: list[Placed]) -> None:
        labels = [label for placed in before if (label := level(placed.text))]
        if len(labels) >= 2:
            self.levels = {"level1": labels[-2], "level2": labels[-1]}
        elif labels and self._is_second_level(labels[0]):
            self.levels["level2"] = labels[0]
        elif labels:
            self.levels = {"level1": labels[0], "level2": None}

    def _is_second_level(self, label: str) -> bool:
        """A label that stands alone is a second level where it can be one, but 满意度指标 opens a first level."""
        opens = matches("levels", "level1_alone", label) and self.levels["level1"] != label
        known = self.levels["level1"] or ("level1" in self.header_columns and not matches("levels", "level1", label))
        return bool(known) and matches("levels", "level2", label) and not opens

    def _continuation(self, filled: list[Placed]) -> None:
        """A row that only goes on with the text of the row before the page break; a figure of its own is flagged."""
        if self.last is None or meaning("facts", filled[0].label):  # 其他需要说明事项：无
            return
        scored = "score" in self.header_columns
        for placed in filled:
            if _number(placed):
                self.result.leave(placed, "没有分值和得分的行中的数字 (a number in a row without weight and score)")
            elif scored and not level(placed.text) and not matches("rows", "side", placed.label):
                self._append(self.last, placed)
            else:
                self.result.lay_aside(placed)
        self._levels([placed for placed in filled if level(placed.text)])

    @staticmethod
    def _append(last: Row, placed: Placed) -> None:
        last.values["reason"] = (last.values.get("reason") or "") + placed.text
        last.marks.setdefault("reason", placed.mark)
        last.marks["reason_continued"] = placed.mark


def indicator_row(keys: dict[str, Any], cells: dict[str, Placed], name: Placed, *, repaired: bool) -> Row:
    """A row of ``indicators`` from the cells of its columns; a blank cell is NA."""
    printed: dict[str, Any] = {key: cells[key].text or None for key in _WORDS if key in cells}
    target, actual = parse_target(printed.get("target") or ""), parse_target(printed.get("actual") or "")
    operator = cells["operator"].text if "operator" in cells else None
    unit = cells["unit"].text if "unit" in cells else None
    row = Row(
        keys
        | printed
        | {
            "indicator": plain(name.cell.text),
            "target_operator": parse_target(f"{operator}1").operator if operator else target.operator,
            "unit": unit or target.unit or actual.unit,
            "repaired": repaired,
            "page": name.cell.page,
        },
        marks={key: placed.mark for key, placed in cells.items() if key in _WORDS and not placed.empty},
    )
    row.marks["indicator"] = name.mark
    for column, read in (("target", target), ("actual", actual)):
        if read.value is not None:
            own = unit or read.unit or ""
            row.put(
                f"{column}_value", fact(read.value, cells[column].text, cells[column].mark, name.cell.page, unit=own)
            )
    for column in ("weight", "score"):
        value = parse_number(cells[column].text.rstrip("分%")) if column in cells else None
        if value is not None:
            row.put(column, figure(cells[column], value, "分"))
    return row


def _heads_with_those_above(row: list[Placed], covering: list[Placed | None]) -> tuple[list[Placed], list[str | None]]:
    """The headings of a row and what they say, with those that reach down from the row above: 实际完成值, 得分."""
    over = list({id(one): one for one in covering if one is not None}.values())
    readings = [(heads, indicator_columns([one.label for one in heads])) for heads in (row, over)]
    return max(readings, key=lambda reading: sum(map(bool, reading[1])))


def _number(placed: Placed) -> bool:
    return placed.number is not None and not placed.text.endswith(("%", "元"))
