"""The reasons that reports state for a change, as coded categories with a short phrase of our own.

Categories and keywords are data: ``reference/reasons.toml``. A report's own sentence is classified and never passed on.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from budgetlib.reference import load

CATEGORIES = ("thrift", "personnel", "project_ended", "new_project", "carry_over", "policy", "other")
"""Codes of the categories; ``other`` is a reason that no keyword places."""

_FIRST, _SECOND = (re.compile(rf"第?[（(]?{digit}(?:是|[、，)）]+|[.．](?!\d))") for digit in ("[一1]", "[二2]"))
"""What opens the first and the second point of a list."""


@dataclass(frozen=True, slots=True)
class Category:
    """One category: its code, its phrase in Chinese and English, its compiled keywords."""

    code: str
    zh: str
    en: str
    patterns: tuple[re.Pattern[str], ...]


def classify(reason: Any) -> str | None:
    """The code of the category of a stated reason; None when no reason is stated (None, NaN or blank)."""
    if not isinstance(reason, str) or not reason.strip():
        return None
    text = re.sub(r"\s", "", reason)
    places = [(_first_place(category, text), order) for order, category in enumerate(_categories())]
    place, order = min(places)
    return _categories()[order].code if place < len(text) else "other"


def as_said(reason: str) -> str:
    """A stated reason inside a sentence, without its full stop; where the first point of a list was read, that one."""
    text = reason.rstrip("。；; ")
    first = _FIRST.match(text)
    return text if first is None or _SECOND.search(text) else f"{text[first.end() :]}等"


def phrase(code: str, lang: Literal["zh", "en"] = "zh") -> str:
    """The short phrase of a category; KeyError lists the codes when ``code`` is none of them."""
    for category in _categories():
        if category.code == code:
            return category.zh if lang == "zh" else category.en
    raise KeyError(f"no reason category {code!r}; there are {', '.join(CATEGORIES)}")


def _first_place(category: Category, text: str) -> int:
    """Where the category first shows in the text; past its end when it does not."""
    found = (pattern.search(text) for pattern in category.patterns)
    return min((match.start() for match in found if match), default=len(text))


@cache
def _categories() -> tuple[Category, ...]:
    return tuple(
        Category(code, entry["zh"], entry["en"], tuple(re.compile(pattern) for pattern in entry["patterns"]))
        for code, entry in load("reasons").items()
    )
