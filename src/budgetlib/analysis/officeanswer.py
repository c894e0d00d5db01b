"""Several reports side by side: which of them may be compared, and what the comparison says.

Source is a ``Dataset``. Reports are alike where scope (department or unit), kind (final account or budget), year and
level (province, city, district, township) are; only those are ranked.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pandas as pd

from budgetlib.analysis.offices import PARTS
from budgetlib.analysis.sentences import Sentence
from budgetlib.reference.wording import amount, percentage

if TYPE_CHECKING:
    from budgetlib.dataset import Dataset

LEVELS: dict[str, tuple[str, str]] = {
    "township": ("乡镇街道级", "township"),
    "district": ("区县级", "district"),
    "city": ("市级", "city"),
    "province": ("省级（含直辖市）", "province"),
    "unknown": ("级别不明", "level unknown"),
}
"""Level of government: key to label in Chinese and English."""
_SIGNS = (
    ("township", re.compile("街道|镇(?:人民政府|政府)|乡(?:人民政府|政府)")),
    ("district", re.compile("(?<!自治)(?<!开发)(?<!社)[区县旗](?!域)")),
    ("province", re.compile("(?:北京|天津|上海|重庆)市")),
    ("city", re.compile("[市州盟]")),
    ("province", re.compile("省|自治区")),
)
"""What in a name tells the level, the narrowest first; the four municipalities rank as provinces."""
_SCOPES = {"department": ("部门", "departments'"), "unit": ("单位", "units'")}
_KINDS = {"final": ("决算", "final accounts"), "budget": ("预算", "budgets")}
_GROUP = ["scope", "report_type", "fiscal_year", "level"]


def level(agency: object) -> str:
    """The level of government that an office's name tells; ``unknown`` where it tells none. The narrowest counts."""
    name = agency if isinstance(agency, str) else ""
    return next((key for key, sign in _SIGNS if sign.search(name)), "unknown")


def comparable_groups(dataset: Dataset) -> pd.DataFrame:
    """The reports with their ``level``, and ``alike``: how many reports share scope, kind, year and level."""
    rows = dataset.reports.assign(level=[level(agency) for agency in dataset.reports["agency"]])
    rows["alike"] = rows.groupby(_GROUP, dropna=False)["report_id"].transform("size")
    return rows.sort_values([*_GROUP, "agency"], kind="stable", ignore_index=True)


def group_sentences(dataset: Dataset) -> list[Sentence]:
    """How many reports there are of each kind, and whether any may be compared."""
    rows = comparable_groups(dataset)
    found = [
        Sentence(f"{zh}：{len(own)}份。", f"{en}: {len(own)}.")
        for key, own in rows.groupby(_GROUP, sort=False, dropna=False)
        for zh, en in [_named(key)]
    ]
    alike = int((rows["alike"] > 1).sum())
    if len(rows) == 1:
        verdict = Sentence(
            "只有一份报告，没有可比的对象。", "There is one report only, with nothing to compare it with."
        )
    elif not alike:
        verdict = Sentence(
            f"{len(rows)}份报告的口径、类型、年度、级别没有两份相同：可以并列，不宜排名。",
            f"No two of the {len(rows)} reports share scope, kind, year and level: side by side, but no ranking.",
        )
    else:
        verdict = Sentence(
            f"{len(rows)}份报告中{alike}份各有口径、类型、年度、级别相同的另一份，只在这些之间比较；职责不同的仍要先说明。",
            f"{alike} of {len(rows)} reports have another of the same scope, kind, year and level; only those are "
            "compared, and differences in duties still have to be said.",
        )
    return [*found, verdict]


def amount_sentences(dataset: Dataset) -> list[Sentence]:
    """Income, spending, share of projects and three public expenses of each report, so far as it states them."""
    return [
        Sentence(
            f"{row['agency']}{row['fiscal_year']}年{_KINDS[row['report_type']][0]}：{zh}。", f"{row['agency']}: {en}."
        )
        for _, row in dataset.compare().iterrows()
        for zh, en in [_stated(row)]
        if zh
    ]


def share_sentences(shares: pd.DataFrame) -> list[Sentence]:
    """The lowest and the highest share of projects in each group of reports that may be compared."""
    rows = shares.assign(level=[level(agency) for agency in shares["agency"]]).dropna(subset="project_share")
    found = []
    for key, own in rows.groupby(_GROUP, sort=False, dropna=False):
        if len(own) < 2:
            continue
        ranked = own.sort_values("project_share", kind="stable")
        low, high = ranked.iloc[0], ranked.iloc[-1]
        zh, en = _named(key)
        ends = [f"{row['agency']}{percentage(row['project_share'], 1)}" for row in (low, high)]
        found.append(
            Sentence(
                f"{zh}{len(own)}份：项目支出占一般公共预算支出，最低{ends[0]}，最高{ends[1]}。",
                f"{en}, {len(own)} reports: projects take {percentage(low['project_share'], 1)} ({low['agency']}) to "
                f"{percentage(high['project_share'], 1)} ({high['agency']}) of general budget spending.",
            )
        )
    return found


def parts_sentence(shares: pd.DataFrame) -> list[Sentence]:
    """How far the parts are from the total at most, in how many reports, and how many hold money in reserve."""
    rows = shares.dropna(subset=["total", *PARTS])
    if rows.empty:
        return []
    rest = (rows["total"] - rows[list(PARTS)].sum(axis=1)).abs().max()
    held = int((rows["reserved"] > 0).sum())
    zh = f"，{held}份另有单位预留" if held else ""
    en = f", {held} also hold a reserve" if held else ""
    return [
        Sentence(
            f"{len(rows)}份报告拆得出人员经费、公用经费和项目支出{zh}；各部分之和与总额最多相差{amount(rest)}万元。",
            f"{len(rows)} reports split personnel, running costs and projects{en}; the parts differ from the total by "
            f"{amount(rest)} at most.",
        )
    ]


def head_sentences(heads: pd.DataFrame) -> list[Sentence]:
    """Personnel costs per head, by serving staff and by all on the list, where a report states its staff."""
    return [
        Sentence(
            f"{row['agency']}：在职{row['serving']:.0f}人，人均人员经费{amount(row['personnel_per_serving'])}万元"
            + (
                f"；按实有{row['listed']:.0f}人只有{amount(row['personnel_per_listed'])}万元。"
                if row["listed"] > 0
                else "。"
            ),
            f"{row['agency']}: {row['serving']:.0f} serving, {amount(row['personnel_per_serving'])} each"
            + (f"; by {row['listed']:.0f} listed {amount(row['personnel_per_listed'])}." if row["listed"] > 0 else "."),
        )
        for _, row in heads.dropna(subset="personnel_per_serving").head(5).iterrows()
    ]


def _named(key: object) -> tuple[str, str]:
    """A group of reports in words: level, scope, kind and year."""
    scope, kind, year, level = key if isinstance(key, tuple) else (key, None, None, "unknown")
    scopes, kinds = _SCOPES.get(str(scope), ("", "")), _KINDS.get(str(kind), ("报告", "reports"))
    known = not pd.isna(year)
    zh = f"{LEVELS[level][0]}{scopes[0]}" + (f"{int(year)}年" if known else "") + kinds[0]
    en = f"{LEVELS[level][1]} {scopes[1]} {kinds[1]}" + (f" {int(year)}" if known else "")
    return zh, " ".join(en.split()).capitalize()


_STATED = {
    "income": ("收入", "income"),
    "expenditure": ("支出", "spending"),
    "three_public": ("“三公”", "three public"),
}
"""What is said of every report: column of ``compare`` to its words."""


def _stated(row: pd.Series) -> tuple[str, str]:
    known = {name: labels for name, labels in _STATED.items() if row[name] == row[name]}
    zh = [f"{labels[0]}{amount(row[name])}万元" for name, labels in known.items()]
    en = [f"{labels[1]} {amount(row[name])}" for name, labels in known.items()]
    if row["project_share"] == row["project_share"]:
        share = percentage(row["project_share"], 1)
        zh.append(f"项目占支出{share}")
        en.append(f"projects {share} of it")
    return "，".join(zh), ", ".join(en)
