"""One lead, and what leads are found in: the public tables of a report, and the shares that are worth a question."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from budgetlib.analysis.sentences import Sentence
from budgetlib.checks.tolerances import Tolerances
from budgetlib.intervals import DIGITS
from budgetlib.reference import load as reference
from budgetlib.reference.classification import english
from budgetlib.reference.wording import quoted
from budgetlib.text import plain
from budgetlib.years.functional import flags
from budgetlib.years.itemrows import own_rows

Tables = Mapping[str, pd.DataFrame]


@dataclass(frozen=True, slots=True)
class Lead:
    """A question to ask: its kind, what the figures say, the innocent explanation, the question, money and pages."""

    kind: str
    title: Sentence
    says: Sentence
    innocent: Sentence
    ask: Sentence
    amount: float
    pages: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Given:
    """What a kind of lead is looked for in."""

    tables: Tables
    tolerances: Tolerances

    def own(self, table: str) -> pd.DataFrame:
        """The rows of a table that speak of the report's own year and whole office."""
        return own_rows(self.tables[table])

    def stated(self, pattern: str) -> pd.Series | None:
        """The first actual amount (万元) that the prose states for an item whose whole name fits the pattern."""
        rows = self._actual()
        rows = rows[rows["item"].notna()]
        return _first(rows[flags(rows["item"], lambda item: bool(re.fullmatch(pattern, plain(item))))])

    def by_id(self, item_id: str) -> pd.Series | None:
        """The first actual amount (万元) of an item by its ``item_id``."""
        rows = self._actual()
        return _first(rows[rows["item_id"] == item_id])

    def _actual(self) -> pd.DataFrame:
        claims = self.own("claims")
        return claims[(claims["measure"] == "actual") & (claims["unit"] == "万元")]


def _first(rows: pd.DataFrame) -> pd.Series | None:
    return None if rows.empty else rows.iloc[0]


def lead(kind: str, money: Any, pages: list[Any], **words: str) -> Lead:
    """A lead of a kind of ``reference/leads.toml``, whose sentences take the ``words``."""
    row = reference("leads")[kind]
    both = (words, {name: _english(word) for name, word in words.items()})
    said = {
        part: Sentence(*(text.format(**one) for text, one in zip(row[part], both, strict=True)))
        for part in ("says", "innocent", "ask")
    }
    known = sorted({int(page) for page in pages if pd.notna(page)})
    return Lead(kind, Sentence(*row["title"]), **said, amount=abs(round(float(money), DIGITS)), pages=tuple(known))


def _english(word: str) -> str:
    """An item in quotation marks by its English name."""
    return quoted(english(word[1:-1])) if word.startswith("“") and word.endswith("”") else word
