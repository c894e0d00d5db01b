"""Tables for people: chosen columns under Chinese or English labels, and codes as words.

What comes out is for reading. Compute with the table itself, whose names never change.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from budgetlib.analysis.reasons import phrase
from budgetlib.schema import TABLES
from budgetlib.wording import Lang, item_label

_DERIVED: dict[str, tuple[str, str]] = {
    "name": ("项目", "Item"),
    "level": ("级别", "Level"),
    "path": ("类/款/项", "Class/section/item"),
    "rate": ("增减率（重算）", "Change in percent, recomputed"),
    "contribution_pct": ("占总变动", "Share of the whole change"),
    "reason_code": ("原因类别", "Kind of reason"),
    "items": ("项数", "Items"),
    "current": ("本年", "Current year"),
    "zero_base": ("上年为零", "Zero in the prior year"),
    "completion_pct": ("占预算", "Percent of the budget"),
    "share": ("占比（%）", "Share in percent"),
    "share_computed": ("占比（重算）", "Share, recomputed"),
    "pro_rata": ("按完成比例得分", "Score pro rata"),
    "cut": ("调减额", "Cut"),
    "rate_adjusted": ("支出占全年预算", "Spent of the adjusted budget"),
    "rate_initial": ("支出占年初预算", "Spent of the initial budget"),
    "cut_to_spending": ("调减至支出数", "Cut to what was spent"),
    "raised_to_spending": ("调增至支出数", "Raised to what was spent"),
}
"""Columns that the analysis functions add: name to label in Chinese and English."""


def labelled(frame: pd.DataFrame, table: str, columns: Sequence[str], lang: Lang = "zh") -> pd.DataFrame:
    """``columns`` of ``frame`` under the labels of the public table ``table``, or of what an analysis added to it.

    Items of ``three_public`` and kinds of reasons appear as words, flags as yes or nothing. KeyError for a column that
    the frame does not have.
    """
    shown = frame[list(columns)].copy()
    if table == "three_public" and "item" in shown:
        shown["item"] = [item_label(item, lang) for item in shown["item"]]
    if "reason_code" in shown:
        shown["reason_code"] = [phrase(code, lang) if isinstance(code, str) else "" for code in shown["reason_code"]]
    for name in shown.select_dtypes("bool").columns:
        shown[name] = shown[name].map({True: "是" if lang == "zh" else "yes", False: ""})
    derived = {name: pair[0] if lang == "zh" else pair[1] for name, pair in _DERIVED.items()}
    return shown.rename(columns=derived | TABLES[table].labels(lang))
