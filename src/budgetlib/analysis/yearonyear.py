"""Year on year: what changed, by how much, and whether the items add up to the total.

Source is the table ``changes``. Amounts are 万元, rates percent. Reports of the Urumqi kind print the current amount
and the change and leave the prior year to the reader, so the prior year is derived here and marked as such.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import pandas as pd

from budgetlib.analysis.reasons import classify
from budgetlib.functional import completed, flags, functional_items, is_functional, on_prior_year
from budgetlib.intervals import HALF_UNIT, Comparison, compare_sum, percent

GENERAL_BUDGET = "一般公共预算财政拨款支出"
"""Item whose change the functional items add up to."""

_TOTALS = ("收入支出总", "财政拨款收入支出", GENERAL_BUDGET)


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """The changes of the items beside the printed change of their total, in 万元."""

    items: int
    comparison: Comparison

    @property
    def rest(self) -> float:
        """What a waterfall has to show as other/rounding: printed total less the sum of the items."""
        return 0.0 - self.comparison.difference


def totals(changes: pd.DataFrame) -> pd.DataFrame:
    """The rows of ``changes`` that compare a whole (all funds, fiscal funds, general budget) with the prior year."""
    rows = on_prior_year(changes)
    is_total = flags(rows["item"], lambda item: _squeezed(item).startswith(_TOTALS))
    return completed(rows[is_total & ~is_functional(rows)])


def total_change(changes: pd.DataFrame, item: str = GENERAL_BUDGET) -> pd.Series:
    """The one row of ``totals`` whose item begins with ``item``; LookupError when there is none."""
    rows = totals(changes)
    found = rows[flags(rows["item"], lambda name: _squeezed(name).startswith(item))]
    if found.empty:
        raise LookupError(f"the table changes has no total {item!r}; it has {', '.join(rows['item']) or 'none'}")
    return found.iloc[0]


def growth(changes: pd.DataFrame) -> pd.DataFrame:
    """One row per functional item, largest change first.

    Columns: the key, ``name``, ``path``, ``code``, ``prior``, ``current``, ``change`` (万元), ``change_pct`` (as
    printed), ``rate`` (recomputed, NaN on a zero base), ``zero_base``, ``derived``, ``contribution_pct`` (share of the
    summed change of all items), ``reason`` (as stated),
    ``reason_code``, ``page``.
    """
    rows = functional_items(changes)
    rates = [percent(change, prior) for change, prior in zip(rows["change"], rows["prior"], strict=True)]
    rows["rate"] = pd.Series(rates, index=rows.index, dtype="float64")
    whole = rows["change"].sum()
    rows["contribution_pct"] = [percent(change, whole) for change in rows["change"]]
    rows["reason_code"] = [classify(reason) for reason in rows["reason"]]
    order = rows["change"].abs().sort_values(ascending=False, kind="stable").index
    columns = ["report_id", "agency", "fiscal_year", "report_type", "name", "path", "code", "prior", "current"]
    columns += [
        "change",
        "change_pct",
        "rate",
        "zero_base",
        "derived",
        "contribution_pct",
        "reason",
        "reason_code",
        "page",
    ]
    return rows.loc[order, columns].reset_index(drop=True)


def movers(changes: pd.DataFrame, n: int = 3) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The ``n`` largest gains and the ``n`` largest falls by amount, each largest first.

    Ranked by amount, never by rate: an item that began at zero would otherwise lead with an invented 100 %.
    """
    table = growth(changes)
    gains, falls = table[table["change"] > 0], table[table["change"] < 0]
    return gains.head(n).reset_index(drop=True), falls.head(n).reset_index(drop=True)


def reconcile(changes: pd.DataFrame, half_unit: float = HALF_UNIT) -> Reconciliation:
    """The summed change of the functional items against the printed change of the general budget.

    ``half_unit`` is half a unit in the last printed place (万元). LookupError when the report prints no such total.
    """
    items = functional_items(changes)["change"].dropna().tolist()
    total = float(total_change(changes)["change"])
    return Reconciliation(len(items), compare_sum(items, total, half_unit))


def _squeezed(item: str) -> str:
    return re.sub(r"\s", "", item)
