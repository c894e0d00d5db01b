"""Target forms that list several projects in one table, one indicator a row, project and money merged beside."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from budgetlib.parsers.facts import Row
from budgetlib.parsers.forms.card import figure, indicator_row
from budgetlib.parsers.forms.goals import read_goal
from budgetlib.parsers.forms.labels import Placed, factor, indicator_columns, level, meaning
from budgetlib.parsers.forms.result import Forms
from budgetlib.readers.document import Mark
from budgetlib.schema import AMOUNT
from budgetlib.text import plain

Rows = Sequence[tuple[list[Placed], list[Placed | None]]]


class Listing:
    """A table of projects and indicators, which may go on over pages. ``begin`` reads one grid of it."""

    def __init__(self, columns: dict[str, int], result: Forms, scale: float) -> None:
        self.columns, self.result, self.scale = columns, result, scale
        self.name, self.form = "", 0
        self.keys: dict[str, Any] = {}
        self.levels: dict[str, str | None] = {"level1": None, "level2": None}
        self.seen: set[Mark] = set()

    @classmethod
    def begin(cls, rows: Rows, result: Forms, before: Listing | None, scale: float = 1.0) -> Listing | None:
        """Read the grid when its head is that of a list of projects with their indicators; None for another grid.

        ``scale`` is that of the unit stated above, where the heading of the money names none: 预算金额（元）.
        """
        head = _head(rows)
        if head is None:
            return None
        first, columns = head
        heads = [one for _, covering in rows[:first] if "total" in columns and (one := covering[columns["total"]])]
        scale = next((own for one in heads if (own := factor(one.text)) is not None), scale)
        listing = before if before is not None and before.columns == columns else cls(columns, result, scale)
        for row, covering in rows[first:]:
            listing._row(row, covering)
        return listing

    def _row(self, row: list[Placed], covering: list[Placed | None]) -> None:
        cells = {key: one for key, col in self.columns.items() if (one := covering[col]) is not None and not one.empty}
        if covering[self.columns["name"]] is None:  # a hole: the page break took the cell, and nobody knows the project
            self.name, self.form, self.keys = "", 0, {"evaluation": "target", "project": None}
        name = cells.get("name") or self._grand_total(cells)
        if name is not None and name.mark not in self.seen:
            self.seen.add(name.mark)
            self._project(name, cells)
        for key in ("level1", "level2"):
            if key in self.columns and covering[self.columns[key]] is None:
                self.levels[key] = None
            if key in cells and (found := level(cells[key].text)):
                self.levels[key] = found
        indicator = cells.get("indicator")
        if indicator is not None and self.keys and indicator.mark not in self.seen:
            self.seen.add(indicator.mark)
            self._keep(self.result.indicators, indicator_row(self.keys | self.levels, cells, indicator, repaired=False))

    @staticmethod
    def _grand_total(cells: dict[str, Placed]) -> Placed | None:
        """The label of the row that adds up the whole list: it stands in the column of the codes."""
        label = cells.get("unit_code")
        return label if label is not None and meaning("fund_rows", label.label) == "total" else None

    def _project(self, name: Placed, cells: dict[str, Placed]) -> None:
        """A project opens; a row that only adds up a unit or the whole table is the department's, not a project's."""
        printed = plain(name.cell.text)
        if printed == self.name:  # printed again on the next page
            for key in ("total", "goal", "unit_code"):
                if key in cells:
                    self.result.lay_aside(cells[key])
            return
        sums = "goal" not in cells and "indicator" not in cells
        self.name, self.keys = printed, {"evaluation": "department" if sums else "target", "project": printed}
        project = Row({**self.keys, "page": name.cell.page}, marks={"project": name.mark})
        total = cells.get("total")
        if total is not None and total.number is not None:
            project.put("initial_budget", figure(total, total.number, AMOUNT, total.own_factor or self.scale))
        self.form = self.result.begin(project)
        project.keys["form"] = self.form
        if "goal" in cells:
            self._keep(self.result.goals, *read_goal(cells["goal"], self.keys, "expected"))
        if "unit_code" in cells and cells["unit_code"] is not name:
            self.result.lay_aside(cells["unit_code"])

    def _keep(self, table: list[Row], *rows: Row) -> None:
        for row in rows:
            row.keys["form"] = self.form
            table.append(row)


def _head(rows: Rows) -> tuple[int, dict[str, int]] | None:
    """Where the data begins and the column of each key, from the head rows; None where this is no such list.

    The heading of the projects reaches down to the row that names the indicators: in a form of one project the label of
    its name does not.
    """
    for number, (_, covering) in enumerate(rows[:4]):
        columns: dict[str, int] = {}
        indicators = indicator_columns([one.label if one else "" for one in covering])
        for col, (one, key) in enumerate(zip(covering, indicators, strict=True)):
            if key := key or (meaning("list_columns", one.label) if one else None):
                columns.setdefault(key, col)
        if "unit_name" in columns:
            columns.setdefault("name", columns.pop("unit_name"))
        if {"name", "indicator", "target", "level1"} <= columns.keys():
            for col, one in enumerate(rows[number - 1][1] if number else []):
                if one and (key := meaning("list_columns", one.label)) in ("total", "goal"):
                    columns.setdefault(str(key), col)
            return number + 1, columns
    return None
