"""Functional items (项) among the year-on-year comparisons: which rows they are, their levels, their prior year."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

import pandas as pd

from budgetlib.intervals import DIGITS, is_zero
from budgetlib.reference.classification import classification, normalised

_LIKE_BASES = {"final": {"prior_year"}, "budget": {"prior_budget", "prior_year"}}
"""What last year is compared with: a budget that only says 比上年 means the prior budget."""
_FUNCTIONAL_CODE_DIGITS = 7
_SPLIT = re.compile(r"\s*/\s*|[(（][类款项][)）]\s*")


def functional_items(changes: pd.DataFrame) -> pd.DataFrame:
    """The rows for functional items (项), the prior year filled in; adds ``name`` (项) and ``path`` (类/款/项).

    An item is functional when its code has seven digits, its name holds the levels 类, 款 and 项, or its last level is
    the name of a 项 of the national classification. Rows of other years than the report's own are left out.
    """
    rows = on_prior_year(changes)
    rows = rows[rows["year"].isna() | (rows["year"] == rows["fiscal_year"])] if "year" in rows else rows
    rows = completed(rows[is_functional(rows)])
    levels = rows["item"].map(item_levels)
    rows["name"] = levels.map(lambda parts: parts[-1])
    rows["path"] = levels.map("/".join)
    return rows


def item_levels(item: str) -> list[str]:
    """类, 款 and 项 of an item printed as ``a/b/c`` or ``a(类)b(款)c(项)``; a plain name is one level."""
    return [part for part in _SPLIT.split(item) if part]


def on_prior_year(changes: pd.DataFrame) -> pd.DataFrame:
    """Comparisons of like with like: accounts with the prior year's accounts, budgets with the prior budget."""
    pairs = zip(changes["report_type"], changes["base"], strict=True)
    like = [pd.isna(base) or base in _LIKE_BASES.get(kind, ()) for kind, base in pairs]
    return changes[pd.Series(like, index=changes.index, dtype=bool)]


def is_functional(rows: pd.DataFrame) -> pd.Series:
    """Whether each row is a functional item: by its code of seven digits, its three levels, or the name of a 项."""
    by_code = flags(rows["code"], lambda code: len(code) == _FUNCTIONAL_CODE_DIGITS)
    return by_code | (flags(rows["item"], _has_an_item) & rows["code"].isna())


def _has_an_item(item: str) -> bool:
    """Three levels, a known 类 or 款 before the last level, or the name of a known 项."""
    levels = [normalised(level) for level in item_levels(item)]
    items, groups = _known_names()
    return len(levels) == len("类款项") or (
        bool(levels) and (levels[-1] in items or (len(levels) > 1 and levels[0] in groups))
    )


@cache
def _known_names() -> tuple[frozenset[str], frozenset[str]]:
    """Every name that a 项 of the functional classification has or had, and every name of a 类 or 款."""
    named: dict[bool, set[str]] = {True: set(), False: set()}
    for code, names in classification("functional").names.items():
        named[len(code) == _FUNCTIONAL_CODE_DIGITS].update(text for name in names for text in name.spellings())
    return frozenset(named[True] - named[False]), frozenset(named[False])


def flags(texts: pd.Series, test: Callable[[str], bool]) -> pd.Series:
    """Whether each text passes; a missing one does not. Built as booleans, since ``map`` of no rows yields strings."""
    return pd.Series([isinstance(text, str) and test(text) for text in texts], index=texts.index, dtype=bool)


def completed(rows: pd.DataFrame) -> pd.DataFrame:
    """Fill the prior year from current less change, say so in ``derived``, and mark bases of zero."""
    rows = rows.copy()
    missing = rows["prior"].isna() & rows["current"].notna() & rows["change"].notna()
    rows.loc[missing, "prior"] = (rows["current"] - rows["change"]).round(DIGITS)[missing]
    rows["derived"] = rows["derived"].fillna(False).astype(bool) | missing
    rows["zero_base"] = [prior == prior and is_zero(prior) for prior in rows["prior"]]
    return rows
