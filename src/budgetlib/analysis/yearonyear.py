"""Year on year: what changed, by how much, and whether the items add up to the total.

Source is the table ``changes``. Amounts are 万元, rates percent. Reports of the Urumqi kind print the current amount
and the change and leave the prior year to the reader, so the prior year is derived here and marked as such.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from budgetlib.analysis.reasons import classify
from budgetlib.intervals import HALF_UNIT, Comparison, compare_sum, percent
from budgetlib.years.functional import completed, functional_items, on_prior_year

GENERAL_BUDGET = "一般公共预算财政拨款支出"
"""Item whose change the functional items add up to."""

TOTALS: dict[str, tuple[frozenset[str], ...]] = {
    "all": tuple(map(frozenset, (["both", "total"], ["income", "total", "expenditure"], ["expenditure"]))),
    "appropriation": tuple(
        map(frozenset, (["appropriation", "both", "total"], ["appropriation", "expenditure"], ["appropriation"]))
    ),
    "general": tuple(
        map(frozenset, (["general_public", "appropriation", "expenditure"], ["general_public", "expenditure"]))
    ),
}
"""The wholes that reports compare with the prior year, from wide to narrow: kind to the terms of their ``item_id``."""


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """The changes of the items beside the printed change of their total, in 万元."""

    items: int
    comparison: Comparison
    total: pd.Series
    """The row of ``changes`` that the items add up to."""

    @property
    def rest(self) -> float:
        """What a waterfall has to show as other/rounding: printed total less the sum of the items."""
        return 0.0 - self.comparison.difference


def totals(changes: pd.DataFrame) -> pd.DataFrame:
    """The rows of ``changes`` that compare a whole (all funds, fiscal funds, general budget) with the prior year.

    ``kind`` (a key of ``TOTALS``) says which; from wide to narrow, each once, as it is printed first.
    """
    rows = completed(on_prior_year(changes))
    rows = rows[rows["change"].notna() & (rows["year"].isna() | (rows["year"] == rows["fiscal_year"]))]
    known = [_kind(text) for text in rows["item_id"]]
    rows = rows.assign(
        kind=pd.Series([kind for kind, _ in known], rows.index, dtype="object"),
        _rank=pd.Series([rank for _, rank in known], rows.index, dtype="int64"),
    ).dropna(subset="kind")
    return rows.sort_values("_rank", kind="stable").drop_duplicates(["report_id", "kind"]).drop(columns="_rank")


def _kind(item_id: object) -> tuple[str | None, int]:
    """Which total an item is, and its rank among them: from wide to narrow, the fullest name of each first."""
    terms = frozenset(item_id.split("+")) if isinstance(item_id, str) else frozenset()
    names = [(kind, known) for kind, ids in TOTALS.items() for known in ids]
    return next(((kind, rank) for rank, (kind, known) in enumerate(names) if known == terms), (None, len(names)))


def total_change(changes: pd.DataFrame) -> pd.Series:
    """The one row of ``totals`` on general budget spending; LookupError when there is none."""
    rows = totals(changes)
    found = rows[rows["kind"] == "general"]
    if found.empty:
        raise LookupError(
            f"the table changes has no total of the general budget; it has {', '.join(rows['item']) or 'none'}"
        )
    return found.iloc[0]


def whole_of_items(changes: pd.DataFrame) -> pd.Series | None:
    """The total of which the functional items are all: their amounts of this year add up to its amount.

    None where no total does (then items are missing, or of several funds), and where items and total are compared with
    different things (one with the prior budget, the other with what was spent): nothing may be said of their sum then.
    """
    items, rows = functional_items(changes), totals(changes).iloc[::-1]
    if items.empty or items["current"].isna().any():
        return None
    for _, row in rows[rows["current"].notna()].iterrows():
        alike = pd.concat([items["base"], pd.Series([row["base"]])]).nunique() <= 1
        if alike and compare_sum(items["current"].tolist(), float(row["current"]), HALF_UNIT).status != "broken":
            return row
    return None


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
    rows["name"] = _told_apart(rows)
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


def _told_apart(table: pd.DataFrame) -> pd.Series:
    """The names, with the 款 in front of those that several items share."""
    shared = table["name"].duplicated(keep=False)
    longer = table["path"].map(lambda path: "/".join(path.split("/")[-2:]))
    return table["name"].where(~shared, longer)


def movers(changes: pd.DataFrame, n: int = 3) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The ``n`` largest gains and the ``n`` largest falls by amount, each largest first.

    Ranked by amount, never by rate: an item that began at zero would otherwise lead with an invented 100 %.
    """
    table = growth(changes)
    gains, falls = table[table["change"] > 0], table[table["change"] < 0]
    return gains.head(n).reset_index(drop=True), falls.head(n).reset_index(drop=True)


def reconcile(changes: pd.DataFrame, half_unit: float = HALF_UNIT) -> Reconciliation:
    """The summed change of the functional items against the printed change of their total.

    ``half_unit`` is half a unit in the last printed place (万元). LookupError when the items are not all of any total.
    """
    total = whole_of_items(changes)
    if total is None:
        raise LookupError(
            "the functional items do not add up to a total of this report, so their changes cannot either"
        )
    items = functional_items(changes)["change"].dropna().tolist()
    return Reconciliation(len(items), compare_sum(items, float(total["change"]), half_unit), total)
