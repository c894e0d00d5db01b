"""Rows of the public tables that speak of one item, of a report's own year and whole office, in 万元."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from budgetlib.intervals import DIGITS
from budgetlib.numbers import TO_WAN
from budgetlib.reference.items import item_key

if TYPE_CHECKING:
    import pandas as pd


def own_rows(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows of the report's own year and of the whole office, not of a reason or of an execution in a budget."""
    mask = rows["year"].isna() | (rows["year"] == rows["fiscal_year"]).fillna(False)
    mask &= rows["stage"].ne("execution") | rows["stage"].isna()
    if "item_scope" in rows:
        mask &= rows["item_scope"].isna()
    if "in_reason" in rows:
        mask &= ~rows["in_reason"].fillna(False).astype(bool)
    return rows[mask.astype(bool)]


def named(rows: pd.DataFrame, item: str) -> pd.Series[Any]:
    """Whether the item of a row is ``item`` under any of its printed names."""
    wanted = item_key(item)
    return rows["item"].map(item_key, na_action="ignore").eq(wanted) | rows["item_id"].eq(wanted).fillna(False)


def planned_or_final(claims: pd.DataFrame) -> pd.Series[Any]:
    """The measure that is a report's own subject: spending of a final account, the budget of a budget."""
    planned = (claims["report_type"] == "budget") & claims["measure"].isin(("initial_budget", "budget"))
    return planned | ((claims["report_type"] == "final") & (claims["measure"] == "actual"))


def whole_office(lines: pd.DataFrame) -> pd.Series[Any]:
    """Whether a row of a statement is its grand total: 合计, 总计, or the office itself where units are listed."""
    return lines["code"].isna() & (lines["name"].isin(("合计", "总计")) | lines["name"].eq(lines["agency"]))


def in_wan(claims: pd.DataFrame) -> pd.DataFrame:
    """The amounts of money among ``claims``, their values in 万元."""
    factor = claims["unit"].map(TO_WAN).astype("float64")
    return claims.assign(value=(claims["value"] * factor).round(DIGITS))[factor.notna()]
