"""Offices side by side: shares rather than amounts, one scope for all, final accounts and budgets kept apart.

Source is a ``Dataset``. The whole is general budget spending (一般公共预算财政拨款支出), the one total that all kinds
of reports split in the same way; offices are compared and never added up.
"""

from __future__ import annotations

import pandas as pd

from budgetlib.analysis.sentences import Sentence
from budgetlib.dataset import Dataset
from budgetlib.intervals import DIGITS, HALF_UNIT, percent
from budgetlib.reference.classification import english
from budgetlib.reference.wording import percentage
from budgetlib.years.itemrows import own_rows, whole_office
from budgetlib.years.offices import SERIES, chosen

PARTS: dict[str, tuple[str, str]] = {
    "personnel": ("人员经费", "Personnel"),
    "public": ("公用经费", "Running"),
    "project": ("项目支出", "Projects"),
    "reserved": ("单位预留", "Reserved"),
}
"""What general budget spending consists of: column to label in Chinese and English; few budgets hold a reserve."""

KINDS: dict[str, tuple[str, str]] = {"final": ("决算", "Final accounts"), "budget": ("预算", "Budgets")}
_KEY = ["report_id", "agency", "scope", "report_type", "fiscal_year"]
_ORDER = ["scope", "report_type", "fiscal_year", "agency"]
_PROSE = {"total": "一般公共预算财政拨款支出", "personnel": "人员经费", "public": "公用经费"}
_FOOTERS = {"personnel": "人员经费合计", "public": "公用经费合计"}
_TOTAL = ("total", "amount")
"""Columns of the whole: where a statement has no others, it is 金额."""
_ITEM_DIGITS = 7


def office_shares(dataset: Dataset) -> pd.DataFrame:
    """One row a report: general budget spending and its parts (万元), their shares (%), and the edition.

    Columns: the key, ``edition``, ``total``, ``personnel``, ``public``, ``project``, ``reserved`` (单位预留机动经费, 0
    where none is printed), the shares of the four (``personnel_share``, ...) and ``page``. Statements count before the
    prose. Where the general budget does not print ``project``, it is that of all spending if the general budget is all
    of it; an account has nothing but basic spending and projects, there it is the rest. Else it is NA.
    """
    reports = dataset.reports[[*_KEY, "edition"]].drop_duplicates("report_id")
    rows = pd.DataFrame([_amounts(dataset, report) for report in reports["report_id"]])
    table = _with_projects(reports.merge(rows, on="report_id", how="left"), dataset)
    for name in PARTS:
        pairs = zip(table[name], table["total"], strict=True)
        table[f"{name}_share"] = [percent(part, whole) for part, whole in pairs]
    return _final_first(table, [])


def per_head(dataset: Dataset) -> pd.DataFrame:
    """Where a report states its staff: basic spending per head, by serving staff and by all on the list (万元).

    Columns: the key, ``edition``, ``serving``, ``retired``, ``listed`` (persons), ``personnel``,
    ``personnel_per_serving``, ``personnel_per_listed``, ``page`` (of the staff). Retired persons are on the list but
    draw most of their income elsewhere. Serving are 在职人员, or 实有人员 where those are the administrative and the
    public-service staff (行政、事业) and nobody else. Posts (编制) are no persons, and the staff of a part of the
    office is not the office's.
    """
    claims = own_rows(dataset.claims)
    counts = claims[(claims["measure"] == "count") & claims["unit"].isin(("人", "名")) & claims["item_scope"].isna()]
    table = office_shares(dataset)[[*_KEY, "edition", "personnel"]]

    def stated(*items: str, column: str = "value") -> pd.Series:
        found = counts[counts["item"].isin(items)].drop_duplicates("report_id").set_index("report_id")[column]
        return table["report_id"].map(found).astype("float64")

    present = stated("实有人员")
    table["page"] = stated("在职人员", "实有人员", column="page")
    table["serving"] = stated("在职人员").fillna(present.where(present == stated("行政") + stated("事业")))
    table["retired"], table["listed"] = stated("退休人员"), stated("实有人数")
    table = table[table["serving"] > 0].reset_index(drop=True)
    for column in ("serving", "listed"):
        table[f"personnel_per_{column}"] = table["personnel"] / table[column].where(table[column] > 0)
    heads = ["serving", "retired", "listed", "personnel", "personnel_per_serving", "personnel_per_listed"]
    return table[[*_KEY, "edition", *heads, "page"]]


def latest_reports(dataset: Dataset) -> Dataset:
    """The last year of each office, scope and kind: an office stands once beside others, not once a year."""
    reports = chosen(dataset.reports)
    reports = reports[reports["choice"] == 1].sort_values("fiscal_year", kind="stable")
    kept = set(reports.drop_duplicates(SERIES, keep="last")["report_id"])
    tables = {name: rows[rows["report_id"].isin(kept)] for name, rows in dataset.tables().items()}
    return Dataset(tables, dataset.unreadable)


def shared_items(dataset: Dataset, least: int = 2) -> pd.DataFrame:
    """Functional items (项) that ``least`` reports or more have: each report's share of its general budget spending.

    Columns: the key, ``edition``, ``code``, ``name``, ``amount`` (万元), ``share`` (%), ``page``; what most reports
    have comes first.
    """
    lines = dataset.lines
    rows = lines[(lines["statement"] == "general_public") & lines["column"].isin(_TOTAL)]
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
            ends = list(dict.fromkeys([percentage(float(rows.min()), 1), percentage(float(rows.max()), 1)]))
            zh.append(f"{words[0]}{'到'.join(ends)}")
            en.append(f"{' to '.join(ends)} in {words[1].lower()}")
    return Sentence(f"项目支出占比：{'，'.join(zh)}", f"Projects take {', '.join(en)}")


def head_headline(heads: pd.DataFrame) -> Sentence:
    """Least and most personnel costs per serving person: the title of a chart."""
    each = heads["personnel_per_serving"]
    low, high = (f"{value:,.2f}" for value in (each.min(), each.max()))
    return Sentence(
        f"写了在职人数的{len(heads)}份报告：人均人员经费{low}到{high}万元",
        f"{len(heads)} reports state serving staff: personnel costs of {low} to {high} each",
    )


def item_headline(items: pd.DataFrame) -> Sentence:
    """The item whose share differs by most points among reports of one kind: the title of a chart."""
    ends = items.groupby(["code", "name", "report_type"], sort=False)["share"].agg(["min", "max"]).reset_index()
    top = ends.iloc[int((ends["max"] - ends["min"]).argmax())]
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


def _amounts(dataset: Dataset, report_id: str) -> dict[str, object]:
    """General budget spending of one report and its parts, with the first page they stand on."""
    lines = dataset.lines[dataset.lines["report_id"] == report_id]
    claims = dataset.claims[dataset.claims["report_id"] == report_id]
    grand = lines[(lines["statement"] == "general_public") & whole_office(lines)]
    basic = lines[lines["statement"] == "basic"]
    stated = {name: _first(_stated(claims, item), "value") for name, item in _PROSE.items()}
    total, page = _first(grand[grand["column"].isin(_TOTAL)], "amount")
    if total != total:
        total, page = stated["total"]
    parts = {name: _known(_footer(basic, name), stated[name][0]) for name in _FOOTERS}
    project, _ = _first(grand[grand["column"] == "project"], "amount")
    reserved, _ = _first(lines[(lines["statement"] == "expenditure") & (lines["column"] == "reserved")], "amount")
    return parts | {
        "report_id": report_id, "total": total, "project": project, "reserved": _known(reserved, 0.0), "page": page,
    }  # fmt: skip


def _with_projects(table: pd.DataFrame, dataset: Dataset) -> pd.DataFrame:
    """The table with ``project`` filled where it is certain, and ``reserved`` only where the general budget is all."""
    spending = dataset.compare().drop_duplicates("report_id").set_index("report_id")
    whole = table["report_id"].map(spending["expenditure"])
    alone = (whole - table["total"]).abs() < HALF_UNIT
    rest = (table["total"] - table["personnel"] - table["public"]).round(DIGITS)
    project = table["project"].fillna(rest.where(table["report_type"] == "final"))
    project = project.fillna(table["report_id"].map(spending["project"]).where(alone))
    return table.assign(project=project, reserved=table["reserved"].where(alone, 0.0))


def _known(value: float, other: float) -> float:
    return value if value == value else other


def _footer(basic: pd.DataFrame, name: str) -> float:
    """Personnel or running costs: a footer of the final account, a column of the budget."""
    footer, _ = _first(basic[basic["name"] == _FOOTERS[name]], "amount")
    return _known(footer, _first(basic[basic["name"].eq("合计") & (basic["column"] == name)], "amount")[0])


def _stated(claims: pd.DataFrame, item: str) -> pd.DataFrame:
    return claims[(claims["item"] == item) & claims["measure"].isin(["actual", "initial_budget"])]


def _first(rows: pd.DataFrame, column: str) -> tuple[float, int]:
    """The first value and its page; NaN and 0 where there is none."""
    return (float("nan"), 0) if rows.empty else (float(rows[column].iloc[0]), int(rows["page"].iloc[0]))
