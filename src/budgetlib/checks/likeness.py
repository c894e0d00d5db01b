"""How far two names speak of one thing: the pairs of characters that they share, without words that say nothing."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Any

from budgetlib import reference
from budgetlib.checks.model import View
from budgetlib.text import fold

_CHINESE = re.compile(r"[\u4e00-\u9fff]+")
Form = tuple[int | None, str]
"""The number of a form and its project: two forms may name one project."""
Numbered = tuple[int, dict[str, Any]]


@lru_cache(maxsize=8192)
def pairs(text: str) -> frozenset[str]:
    """The pairs of characters of a text; words that any indicator has (数量, 人数, 率 …) are cut out first."""
    plain = fold(text)
    for word in reference.load("performance")["words"]["generic"]:
        plain = plain.replace(word, " ")
    runs = _CHINESE.findall(plain)
    return frozenset(run[at : at + 2] for run in runs for at in range(len(run) - 1))


@lru_cache(maxsize=8192)
def longest_shared(one: str, other: str) -> str:
    """The longest piece that two names have in common."""
    found = SequenceMatcher(None, one, other, autojunk=False).find_longest_match()
    return one[found.a : found.a + found.size]


def by_form(view: View) -> Iterator[tuple[Form, list[Numbered]]]:
    """The indicators of each form, with their row numbers."""
    grouped: dict[Form, list[Numbered]] = defaultdict(list)
    for number, row in view.rows("indicators"):
        grouped[view.form("indicators", number), row["project"]].append((number, row))
    yield from grouped.items()
