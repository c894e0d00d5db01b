"""The main tasks of the year (年度主要任务) in a department's form: one row a task, money by stage and fund."""

from __future__ import annotations

from typing import Any

from budgetlib.parsers.forms.labels import Placed, matches, meaning
from budgetlib.schema import FUNDS

STAGES = {"initial_budget": "initial", "adjusted_budget": "adjusted", "executed": "executed", "whole_budget": "whole"}
"""Column of the total of a stage, and how the columns of its funds end."""


def fund_column(fund: str | None, column: str) -> str | None:
    """The column of ``projects`` for the money of one fund at one stage."""
    return f"{fund}_{STAGES[column]}" if fund in FUNDS and column in STAGES else None


class Tasks:
    """The head of the list of tasks, of two rows, and the columns that it gives to the rows below."""

    def __init__(self, covering: list[Placed | None]) -> None:
        self._top = [one.label if one else "" for one in covering]
        # 年度主要任务 stands at the side, too: the last such heading is that of the names
        self.name = max(n for n, label in enumerate(self._top) if matches("tasks", "name", label))
        self.columns: dict[int, str] = {}

    @staticmethod
    def opens(row: list[Placed]) -> bool:
        """Whether a row is the head of a list of tasks."""
        return any(matches("tasks", "name", one.label) for one in row) and any(
            meaning("fund_columns", one.label) for one in row
        )

    def read_head(self, covering: list[Placed | None]) -> bool:
        """Take the second row of the head (总额 | 财政拨款 | 其他资金); False where it is a row of data."""
        if self.columns:
            return False
        for col, (top, one) in enumerate(zip(self._top, covering, strict=False)):
            stage, fund = meaning("fund_columns", top), meaning("fund_rows", one.label) if one else None
            target = stage if fund in (None, "total") else fund_column(fund, str(stage))
            if stage and target:
                self.columns[col] = target
        own = [one for one in covering if one and meaning("fund_rows", one.label)]
        return bool(own)

    def figures(self, covering: list[Placed | None]) -> dict[str, Placed]:
        """The numbers of a row by column of ``projects``."""
        cells: dict[str, Any] = {}
        for col, column in self.columns.items():
            one = covering[col] if col < len(covering) else None
            if one is not None and one.number is not None:
                cells.setdefault(column, one)
        return cells
