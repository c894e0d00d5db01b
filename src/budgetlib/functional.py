"""Functional items (项) among the year-on-year comparisons: which rows they are, their levels, their prior year."""

from __future__ import annotations

import re
from collections.abc import Callable

import pandas as pd

from budgetlib.intervals import is_zero

_LIKE_BASES = {"final": {"prior_year"}, "budget": {"prior_budget", "prior_year"}}
"""What last year is compared with: a budget that only says 比上年 means the prior budget."""
_FUNCTIONAL_CODE_DIGITS = 7
_SPLIT = re.compile(r"\s*/\s*|[(（][类款项][)）]\s*")


def functional_items(changes: pd.DataFrame) -> pd.DataFrame:
    """The rows for functional items (项), the prior year filled in; adds ``name`` (项) and ``path`` (类/款/项).

    An item is functional when its code has seven digits or its name holds the levels 类, 款 and 项.
    """
    rows = on_prior_year(changes)
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
    """Whether each row is a functional item: by its code of seven digits, or by its three levels."""
    by_code = flags(rows["code"], lambda code: len(code) == _FUNCTIONAL_CODE_DIGITS)
    return by_code | flags(rows["item"], lambda item: len(item_levels(item)) == len("类款项"))


def flags(texts: pd.Series, test: Callable[[str], bool]) -> pd.Series:
    """Whether each text passes; a missing one does not. Built as booleans, since ``map`` of no rows yields strings."""
    return pd.Series([isinstance(text, str) and test(text) for text in texts], index=texts.index, dtype=bool)


def completed(rows: pd.DataFrame) -> pd.DataFrame:
    """Fill the prior year from current less change, say so in ``derived``, and mark bases of zero."""
    rows = rows.copy()
    missing = rows["prior"].isna() & rows["current"].notna() & rows["change"].notna()
    rows.loc[missing, "prior"] = (rows["current"] - rows["change"]).round(6)[missing]
    rows["derived"] = rows["derived"].fillna(False).astype(bool) | missing
    rows["zero_base"] = [prior == prior and is_zero(prior) for prior in rows["prior"]]
    return rows
