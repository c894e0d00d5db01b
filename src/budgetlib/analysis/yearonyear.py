"""Year on year: what changed, by how much, and whether the items add up to the total.

Source is the table ``changes``. Amounts are 万元, rates percent. Reports of the Urumqi kind print the current amount
and the change and leave the prior year to the reader, so the prior year is derived here and marked as such.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from budgetlib.analysis.reasons import classify
from budgetlib.intervals import HALF_UNIT, Comparison, compare_sum, is_zero, percent

GENERAL_BUDGET = "一般公共预算财政拨款支出"
"""Item whose change the functional items add up to."""

_TOTALS = ("收入支出总", "财政拨款收入支出", GENERAL_BUDGET)
_LIKE_BASE = {"final": "prior_year", "budget": "prior_budget"}
_FUNCTIONAL_CODE_DIGITS = 7
_SPLIT = re.compile(r"\s*/\s*|[(（][类款项][)）]\s*")


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
    rows = _on_prior_year(changes)
    is_total = _flags(rows["item"], lambda item: _squeezed(item).startswith(_TOTALS))
    return _complete(rows[is_total & ~_is_functional(rows)])


def total_change(changes: pd.DataFrame, item: str = GENERAL_BUDGET) -> pd.Series:
    """The one row of ``totals`` whose item begins with ``item``; LookupError when there is none."""
    rows = totals(changes)
    found = rows[_flags(rows["item"], lambda name: _squeezed(name).startswith(item))]
    if found.empty:
        raise LookupError(f"the table changes has no total {item!r}; it has {', '.join(rows['item']) or 'none'}")
    return found.iloc[0]


def functional_items(changes: pd.DataFrame) -> pd.DataFrame:
    """The rows for functional items (项), the prior year filled in; adds ``name`` (项) and ``path`` (类/款/项).

    An item is functional when its code has seven digits or its name holds the levels 类, 款 and 项.
    """
    rows = _on_prior_year(changes)
    rows = _complete(rows[_is_functional(rows)])
    levels = rows["item"].map(item_levels)
    rows["name"] = levels.map(lambda parts: parts[-1])
    rows["path"] = levels.map("/".join)
    return rows


def growth(changes: pd.DataFrame) -> pd.DataFrame:
    """One row per functional item, largest change first.

    Columns: the key, ``name``, ``path``, ``code``, ``prior``, ``current``, ``change`` (万元), ``change_pct`` (as
    printed), ``rate`` (recomputed, NaN on a zero base), ``zero_base``, ``derived``, ``contribution_pct`` (share of the
    summed change of all items), ``reason_code``, ``page``.
    """
    rows = functional_items(changes)
    rates = [percent(change, prior) for change, prior in zip(rows["change"], rows["prior"], strict=True)]
    rows["rate"] = pd.Series(rates, index=rows.index, dtype="float64")
    whole = rows["change"].sum()
    rows["contribution_pct"] = [percent(change, whole) for change in rows["change"]]
    rows["reason_code"] = [classify(reason) for reason in rows["reason"]]
    order = rows["change"].abs().sort_values(ascending=False, kind="stable").index
    columns = ["report_id", "agency", "fiscal_year", "report_type", "name", "path", "code", "prior", "current"]
    columns += ["change", "change_pct", "rate", "zero_base", "derived", "contribution_pct", "reason_code", "page"]
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


def item_levels(item: str) -> list[str]:
    """类, 款 and 项 of an item printed as ``a/b/c`` or ``a(类)b(款)c(项)``; a plain name is one level."""
    return [part for part in _SPLIT.split(item) if part]


def _squeezed(item: str) -> str:
    return re.sub(r"\s", "", item)


def _on_prior_year(changes: pd.DataFrame) -> pd.DataFrame:
    """Comparisons of like with like: accounts with the prior year's accounts, budgets with the prior budget."""
    like = changes["report_type"].map(_LIKE_BASE)
    return changes[changes["base"].isna() | (changes["base"] == like)]


def _is_functional(rows: pd.DataFrame) -> pd.Series:
    by_code = _flags(rows["code"], lambda code: len(code) == _FUNCTIONAL_CODE_DIGITS)
    return by_code | _flags(rows["item"], lambda item: len(item_levels(item)) == len("类款项"))


def _flags(texts: pd.Series, test: Callable[[str], bool]) -> pd.Series:
    """Whether each text passes; a missing one does not. Built as booleans, since ``map`` of no rows yields strings."""
    return pd.Series([isinstance(text, str) and test(text) for text in texts], index=texts.index, dtype=bool)


def _complete(rows: pd.DataFrame) -> pd.DataFrame:
    """Fill the prior year from current less change, say so in ``derived``, and mark bases of zero."""
    rows = rows.copy()
    missing = rows["prior"].isna() & rows["current"].notna() & rows["change"].notna()
    rows.loc[missing, "prior"] = (rows["current"] - rows["change"]).round(6)[missing]
    rows["derived"] = rows["derived"].fillna(False).astype(bool) | missing
    rows["zero_base"] = [prior == prior and is_zero(prior) for prior in rows["prior"]]
    return rows
