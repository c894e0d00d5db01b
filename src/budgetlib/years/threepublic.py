"""The three public expenses (“三公”经费): budget, actual and prior year by item, and what share each item has.

Source is the table ``three_public``. Amounts are 万元, shares and rates percent.
"""

from __future__ import annotations

import pandas as pd

from budgetlib.intervals import DIGITS, is_zero, percent
from budgetlib.schema import THREE_PUBLIC_ITEMS

COMPONENTS = ("abroad", "vehicles", "reception")
"""Items that add up to the total; purchase and operation are inside ``vehicles``."""

VEHICLE_PARTS = ["vehicle_purchase", "vehicle_operation"]


def three_public_items(three_public: pd.DataFrame) -> pd.DataFrame:
    """One row per report and item in official order, with what the figures imply beside what is printed.

    Adds ``current`` (actual, or the budget in a budget report, whose prior is the prior budget), ``budget_derived``
    (the budget of vehicles from purchase and operation, where only those are printed), fills ``prior_derived``, adds
    ``zero_base``, ``completion_pct`` (actual over budget), ``rate`` (change over prior) and ``share_computed`` (of the
    total). A figure that the report does not state stays NaN.
    """
    rows = three_public.copy()
    rows["budget_derived"], rows["share_computed"] = False, float("nan")
    for _, report in rows.groupby("report_id", sort=False):
        _fill_vehicle_budget(rows, report)
    rows["current"] = rows["actual"].where(rows["report_type"] != "budget", rows["budget"])
    computed = rows["prior"].isna() & rows["current"].notna() & rows["change"].notna()
    rows["prior_derived"] = rows["prior_derived"].fillna(False).astype(bool) | computed
    rows["prior"] = rows["prior"].fillna((rows["current"] - rows["change"]).round(DIGITS))
    for _, report in rows.groupby("report_id", sort=False):
        _add_shares(rows, report)
    rows["zero_base"] = [prior == prior and is_zero(prior) for prior in rows["prior"]]
    rows["completion_pct"] = [percent(a, b) for a, b in zip(rows["actual"], rows["budget"], strict=True)]
    rows["rate"] = [percent(a - p, p) for a, p in zip(rows["current"], rows["prior"], strict=True)]
    return _in_official_order(rows)


def three_public_shares(three_public: pd.DataFrame) -> pd.DataFrame:
    """Shares of the items that add up to the total, for the prior and the current year, in percent.

    Columns: ``report_id``, ``fiscal_year``, ``item``, ``amount`` (万元), ``share_computed``, ``share_printed`` (NaN for
    the prior year: no report prints it).
    """
    rows = three_public_items(three_public)
    records = []
    for _, report in rows.groupby("report_id", sort=False):
        for column, back in (("prior", 1), ("current", 0)):
            records += _share_records(report, column, back)
    return pd.DataFrame(records)


def three_public_years(three_public: pd.DataFrame) -> pd.DataFrame:
    """What each report states for which year: ``item``, ``fiscal_year``, ``amount`` (万元), ``stated_in``, ``derived``.

    A year that two reports state appears twice, once for each: a restated prior year must stay visible.
    """
    rows = three_public_items(three_public)
    current = rows.assign(amount=rows["current"], derived=False)
    prior = rows.assign(amount=rows["prior"], derived=rows["prior_derived"], fiscal_year=rows["fiscal_year"] - 1)
    both = pd.concat([prior, current]).rename(columns={"report_id": "stated_in"})
    both = both.loc[both["amount"].notna(), ["agency", "item", "fiscal_year", "amount", "stated_in", "derived"]]
    return both.sort_values(["agency", "item", "fiscal_year", "stated_in"], kind="stable").reset_index(drop=True)


def three_public_line(three_public: pd.DataFrame) -> pd.DataFrame:
    """``three_public_years`` with each year once: a printed figure before a derived one, then the later report."""
    years = three_public_years(three_public)
    printed_last = years.sort_values("derived", ascending=False, kind="stable")
    once = printed_last.drop_duplicates(["agency", "item", "fiscal_year"], keep="last")
    return once.sort_index().reset_index(drop=True)


def by_item(three_public: pd.DataFrame) -> dict[str, pd.Series]:
    """The rows of ``three_public_items`` by item. ValueError unless the table holds one report with a total."""
    reports = three_public["report_id"].nunique()
    if reports != 1 or "total" not in set(three_public["item"]):
        raise ValueError(
            f"the table three_public of one report with a total is needed; this one holds {reports} reports"
        )
    return {row["item"]: row for _, row in three_public_items(three_public).iterrows()}


def _fill_vehicle_budget(rows: pd.DataFrame, report: pd.DataFrame) -> None:
    vehicles = report.index[(report["item"] == "vehicles") & report["budget"].isna()]
    parts = report.loc[report["item"].isin(VEHICLE_PARTS), "budget"]
    if len(vehicles) and len(parts) == len(VEHICLE_PARTS) and parts.notna().all():
        rows.loc[vehicles, "budget"] = round(parts.sum(), DIGITS)
        rows.loc[vehicles, "budget_derived"] = True


def _add_shares(rows: pd.DataFrame, report: pd.DataFrame) -> None:
    total = _value(report, "total", "current")
    rows.loc[report.index, "share_computed"] = [percent(current, total) for current in report["current"]]


def _share_records(report: pd.DataFrame, column: str, back: int) -> list[dict[str, object]]:
    total = _value(report, "total", column)
    return [
        {
            "report_id": row["report_id"],
            "fiscal_year": row["fiscal_year"] - back,
            "item": row["item"],
            "amount": row[column],
            "share_computed": percent(row[column], total),
            "share_printed": float("nan") if back else row["share_pct"],
        }
        for _, row in report[report["item"].isin(COMPONENTS)].iterrows()
    ]


def _value(report: pd.DataFrame, item: str, column: str) -> float:
    values = report.loc[report["item"] == item, column]
    return float(values.iloc[0]) if len(values) else float("nan")


def _in_official_order(rows: pd.DataFrame) -> pd.DataFrame:
    rank = rows["item"].map({item: place for place, item in enumerate(THREE_PUBLIC_ITEMS)})
    return rows.assign(_rank=rank).sort_values(["report_id", "_rank"], kind="stable").drop(columns="_rank")
