"""Offices side by side: shares rather than amounts, one scope for all, final accounts and budgets kept apart.

Source is a ``Dataset``. The whole is general budget spending (一般公共预算财政拨款支出), the one total that all kinds
of reports split in the same way; offices are compared and never added up.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from budgetlib.analysis.sentences import Sentence
from budgetlib.intervals import percent
from budgetlib.itemrows import whole_office
from budgetlib.reference.classification import english
from budgetlib.wording import percentage

if TYPE_CHECKING:
    from budgetlib.dataset import Dataset

PARTS: dict[str, tuple[str, str]] = {
    "personnel": ("人员经费", "Personnel"),
    "public": ("公用经费", "Running"),
    "project": ("项目支出", "Projects"),
}
"""What general budget spending consists of: column to label in Chinese and English."""

KINDS: dict[str, tuple[str, str]] = {"final": ("决算", "Final accounts"), "budget": ("预算", "Budgets")}
_KEY = ["report_id", "agency", "scope", "report_type", "fiscal_year"]
_ORDER = ["scope", "report_type", "fiscal_year", "agency"]
_PROSE = {"total": "一般公共预算财政拨款支出", "personnel": "人员经费", "public": "公用经费"}
_FOOTERS = {"personnel": "人员经费合计", "public": "公用经费合计"}
_ITEM_DIGITS = 7


def office_shares(dataset: Dataset) -> pd.DataFrame:
    """One row a report: general budget spending and its parts (万元), their shares (%), and the edition.

    Columns: the key, ``edition``, ``total``, ``personnel``, ``public``, ``project``, ``personnel_share``,
    ``public_share``, ``project_share``, ``page``. Statements count before the prose; ``project`` is printed, or total
    less basic where only the prose gives them. A report that states neither has NA.
    """
    reports = dataset.reports[[*_KEY, "edition"]].drop_duplicates("report_id")
    rows = pd.DataFrame([_amounts(dataset, report) for report in reports["report_id"]])
    table = reports.merge(rows, on="report_id", how="left")
    for name in PARTS:
        pairs = zip(table[name], table["total"], strict=True)
        table[f"{name}_share"] = [percent(part, whole) for part, whole in pairs]
    return _final_first(table, [])


def per_head(dataset: Dataset) -> pd.DataFrame:
    """Where a report states its staff: basic spending per head, by serving staff and by all on the list (万元).

    Columns: the key, ``serving``, ``retired``, ``listed`` (persons), ``personnel``, ``personnel_per_serving`` and
    ``personnel_per_listed``. Retired persons are on the list but draw most of their income elsewhere.
    """
    claims = dataset.claims
    counts = claims[(claims["measure"] == "count") & claims["unit"].isin(("人", "名")) & claims["item_scope"].isna()]
    staff = {"serving": "在职人员", "retired": "退休人员", "listed": "实有人数"}
    table = office_shares(dataset)[[*_KEY, "personnel"]]
    for column, item in staff.items():
        found = counts[counts["item"] == item].drop_duplicates("report_id").set_index("report_id")["value"]
        table[column] = table["report_id"].map(found).astype("float64")
    table = table[table["serving"] > 0].reset_index(drop=True)
    for column in ("serving", "listed"):
        table[f"personnel_per_{column}"] = table["personnel"] / table[column].where(table[column] > 0)
    return table[[*_KEY, *staff, "personnel", "personnel_per_serving", "personnel_per_listed"]]


def shared_items(dataset: Dataset, least: int = 2) -> pd.DataFrame:
    """Functional items (项) that ``least`` reports or more have: each report's share of its general budget spending.

    Columns: the key, ``edition``, ``code``, ``name``, ``amount`` (万元), ``share`` (%), ``page``; what most reports
    have comes first.
    """
    lines = dataset.lines
    rows = lines[(lines["statement"] == "general_public") & (lines["column"] == "total")]
    rows = rows[rows["code"].str.len().eq(_ITEM_DIGITS) & rows["amount"].gt(0)]
    reports = rows.groupby("code")["report_id"].nunique()
    rows = rows[rows["code"].map(reports) >= least]
    known = office_shares(dataset)[[*_KEY, "edition", "total"]]
    rows = rows[["report_id", "code", "name", "amount", "page"]].merge(known, on="report_id", how="left")
    rows["share"] = [percent(part, whole) for part, whole in zip(rows["amount"], rows["total"], strict=True)]
    rows["name"] = rows.groupby("code")["name"].transform("first")
    ranks = [-int(reports[code]) for code in rows["code"]]
    rows = _final_first(rows.assign(rank=pd.Series(ranks, rows.index, dtype="int64")), ["rank", "code"])
    return rows[[*_KEY, "edition", "code", "name", "amount", "share", "page"]]


def office_sentences(shares: pd.DataFrame) -> list[Sentence]:
    """The highest and lowest share of projects, once for final accounts and once for budgets; of ``office_shares``."""
    found = []
    for kind, (zh, en) in KINDS.items():
        rows = shares[(shares["report_type"] == kind) & shares["project_share"].notna()]
        if rows.empty:
            continue
        ranked = rows.sort_values("project_share", kind="stable")
        low, high = ranked.iloc[0], ranked.iloc[-1]
        ends = [f"{row['agency']}{percentage(row['project_share'], 1)}" for row in (low, high)]
        words = [f"{row['agency']} {percentage(row['project_share'], 1)}" for row in (low, high)]
        found.append(
            Sentence(
                f"{zh}{len(rows)}份：项目支出占一般公共预算支出的比例，最低{ends[0]}，最高{ends[1]}。",
                f"{en} ({len(rows)}): the share of projects runs from {words[0]} to {words[1]}.",
            )
        )
    return found


def share_headline(shares: pd.DataFrame) -> Sentence:
    """Lowest and highest share of projects, final accounts and budgets apart: the title of a chart."""
    zh, en = [], []
    for kind, words in KINDS.items():
        rows = shares.loc[shares["report_type"] == kind, "project_share"].dropna()
        if len(rows):
            low, high = percentage(float(rows.min()), 1), percentage(float(rows.max()), 1)
            zh.append(f"{words[0]}{low}到{high}")
            en.append(f"{low} to {high} in {words[1].lower()}")
    return Sentence(f"项目支出占比：{'，'.join(zh)}", f"Projects take {', '.join(en)}")


def item_headline(items: pd.DataFrame) -> Sentence:
    """The item whose share differs most among reports of one kind: the title of a chart."""
    ends = items.groupby(["code", "name", "report_type"], sort=False)["share"].agg(["min", "max"]).reset_index()
    top = ends.iloc[int((ends["max"] / ends["min"]).argmax())]
    low, high = percentage(float(top["min"]), 2), percentage(float(top["max"]), 2)
    zh, en = KINDS[top["report_type"]]
    return Sentence(
        f"共有的{items['code'].nunique()}项里，差别最大的是{top['name']}：{zh}占{low}到{high}",
        f"Of {items['code'].nunique()} common items {english(top['name'])} differs most: "
        f"{low} to {high} in {en.lower()}",
    )


def _final_first(table: pd.DataFrame, before: list[str]) -> pd.DataFrame:
    """Rows by the columns ``before``, then by scope, final accounts before budgets, year and agency."""
    ranked = table.assign(report_type=table["report_type"].map({kind: place for place, kind in enumerate(KINDS)}))
    return table.loc[ranked.sort_values([*before, *_ORDER], kind="stable").index].reset_index(drop=True)


def _amounts(dataset: Dataset, report_id: str) -> dict[str, float | str | int]:
    """General budget spending of one report and its parts, with the first page they stand on."""
    lines = dataset.lines[dataset.lines["report_id"] == report_id]
    claims = dataset.claims[dataset.claims["report_id"] == report_id]
    grand = lines[(lines["statement"] == "general_public") & whole_office(lines)]
    basic = lines[lines["statement"] == "basic"]
    total, total_page = _first(grand[grand["column"] == "total"], "amount")
    found: dict[str, float | str | int] = {"report_id": report_id}
    if total == total:
        project, _ = _first(grand[grand["column"] == "project"], "amount")
        parts = {name: _footer(basic, name) for name in _FOOTERS}
        return found | parts | {"total": total, "project": project, "page": total_page}
    values = {name: _first(_stated(claims, item), "value") for name, item in _PROSE.items()}
    parts = {name: value for name, (value, _) in values.items()}
    rest = round(parts["total"] - parts["personnel"] - parts["public"], 6)
    return found | parts | {"project": rest, "page": values["total"][1]}


def _footer(basic: pd.DataFrame, name: str) -> float:
    """Personnel or running costs: a footer of the final account, a column of the budget."""
    value, _ = _first(basic[basic["name"] == _FOOTERS[name]], "amount")
    return value if value == value else _first(basic[basic["name"].eq("合计") & (basic["column"] == name)], "amount")[0]


def _stated(claims: pd.DataFrame, item: str) -> pd.DataFrame:
    return claims[(claims["item"] == item) & claims["measure"].isin(["actual", "initial_budget"])]


def _first(rows: pd.DataFrame, column: str) -> tuple[float, int]:
    """The first value and its page; NaN and 0 where there is none."""
    return (float("nan"), 0) if rows.empty else (float(rows[column].iloc[0]), int(rows["page"].iloc[0]))
