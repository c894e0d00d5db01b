"""Tables for people: chosen columns under Chinese or English labels, and codes as words.

What comes out is for reading. Compute with the table itself, whose names never change.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from budgetlib.analysis.notebook import say
from budgetlib.analysis.reasons import phrase
from budgetlib.reference.classification import english
from budgetlib.reference.wording import Lang, code_word, decimal, item_label
from budgetlib.schema import TABLES

if TYPE_CHECKING:
    from IPython.display import Markdown

_DERIVED: dict[str, tuple[str, str]] = {
    "name": ("项目", "Item"),
    "level": ("级别", "Level"),
    "path": ("类/款/项", "Class/section/item"),
    "rate": ("增减率（重算）", "Change in percent, recomputed"),
    "contribution_pct": ("占总变动", "Share of the whole change"),
    "reason_code": ("原因类别", "Kind of reason"),
    "items": ("项数", "Items"),
    "current": ("本年", "Current year"),
    "prior": ("上年", "Prior year"),
    "amount": ("金额", "Amount"),
    "title": ("线索", "Lead"),
    "says": ("数字怎么说", "What the figures say"),
    "innocent": ("无辜的解释", "The innocent explanation"),
    "pages": ("页／行", "Pages or lines"),
    "size": ("条数", "Number"),
    "max": ("最大金额", "Largest amount"),
    "printed_rate": ("印出（%）", "As printed (%)"),
    "rate_annual": ("占全年预算", "Percent of the adjusted budget"),
    "basis": ("分母", "Denominator"),
    "of_personnel": ("占人员经费（%）", "Percent of personnel"),
    "number": ("个数", "Number"),
    "rows": ("行数", "Rows"),
    "read_twice": ("复读一致", "Read twice alike"),
    "arithmetic": ("勾稽相符", "Fits its arithmetic"),
    "full": ("得满分", "In full"),
    "outcome": ("结果", "Outcome"),
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
_PLACES = {"value": 6, "stated": 4, "expected": 4, "difference": 4, "tolerance": 4, "ratio": 2, "count": 2}
"""Columns of figures in any unit: decimals that are shown at most, and only those that are there."""

_NUMBERED = ("year", "page", "pages")
"""Whole numbers that count nothing."""
_PLACE = ("页／行", "Page or line")
"""A place of a PDF is a page, of a text a line."""


def labelled(
    frame: pd.DataFrame,
    table: str,
    columns: Sequence[str],
    lang: Lang = "zh",
    more: Mapping[str, tuple[str, str]] | None = None,
) -> pd.DataFrame | Markdown:
    """``columns`` of ``frame`` for reading, under labels of the public table ``table``, of an analysis, or ``more``.

    Numbers and codes appear as text, what is missing as a dash, flags as yes or nothing; in English, items of the
    classifications have their English names. Columns without a value are left out, and a table without a row is one
    sentence. KeyError for a column that the frame does not have.
    """
    side = lang == "en"
    labels = {name: pair[side] for name, pair in _DERIVED.items()} | TABLES[table].labels(lang)
    labels |= {"page": _PLACE[side], "prior": _DERIVED["prior"][side]}
    labels |= {name: pair[side] for name, pair in (more or {}).items()}
    shown = frame[list(columns)]
    shown = shown.loc[:, shown.notna().any()]
    if shown.empty:
        return say()
    texts = {labels.get(name, name): [_text(one, table, name, lang) for one in shown[name]] for name in map(str, shown)}
    return pd.DataFrame(texts, index=[""] * len(shown))


def item_names(table: pd.DataFrame, lang: Lang) -> pd.DataFrame:
    """The table with the items of its column ``name`` in the language of a chart."""
    return table.assign(name=[english(name) for name in table["name"]]) if lang == "en" else table


def _text(value: Any, table: str, column: str, lang: Lang) -> str:
    """One value of a table for reading."""
    if pd.isna(value):
        return "—"
    if isinstance(value, bool | np.bool_):
        return ("是" if lang == "zh" else "yes") if value else ""
    if isinstance(value, float):
        return decimal(round(value, _PLACES.get(column, 2)), 0 if column in _PLACES else 2)
    if not isinstance(value, str):
        return f"{value:d}" if column.endswith(_NUMBERED) else f"{value:,d}"
    if column == "item" and table == "three_public":
        return item_label(value, lang)
    if column == "reason_code":
        return phrase(value, lang)
    if table == "unread" and column == "reason":
        return value.split(" / ")[lang == "en"]
    word = code_word(column, value, lang)
    return english(word) if lang == "en" and column in ("item", "name") else word
