"""What is known of statements, from ``reference/statements.toml``: titles, columns, and how parts are recognised."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache
from importlib import resources
from typing import Any

from budgetlib.text import fold

_QUOTES = re.compile(r"[\s“”‘’\"'〝〞＂]+")
_CHINESE = "一二三四五六七八九十"
_ORDINAL = re.compile(
    rf"^(?:附?[件表][{_CHINESE}\d]*[:、.]?|[{_CHINESE}]+[、.]|\(?[{_CHINESE}\d]+\)[、.]?|\d{{1,2}}[、.])"
)
_YEAR = re.compile(r"\d{4}年度?|\d{4}(?=部门|单位)")
_ENDING = re.compile(rf"(?:\((?:续表?|公开\d*表?|分科目|按科目|表[{_CHINESE}\d]+)\)|[-—]?续表?)$")
_NEAR = 6
"""How many characters before a known title are looked at."""
_WHOSE = re.compile(
    r"(?:局|中心|委员会|办公室|办公厅|委|厅|署|院|所|站|队|馆|校|学|协会|联合会|镇|乡|街道|区|县|市|省"
    r"|单位|部门|机关|本级|\(本级\)|\(汇总\)|\(部门\)|[决预]算表)[-—:、·]?$"
)
"""What the words before a known title end with where they say whose it is: an office, whatever its name says."""
_CLOSE = 0.9
"""How alike a title must be to a known one to be taken for it where a character was lost or misread."""


def plain(text: str) -> str:
    """Text for comparison: half width, without spaces and quotation marks."""
    return _QUOTES.sub("", fold(text))


def plain_title(text: str) -> str:
    """A title for comparison: also without its ordinal, the year and 续表."""
    title = _YEAR.sub("", _ORDINAL.sub("", plain(text)))
    return _ENDING.sub("", title)


@dataclass(frozen=True, slots=True)
class Kind:
    """One of the nine statements: its titles and columns in one type of report."""

    key: str
    titles: tuple[str, ...]
    columns: Mapping[str, str]
    """Heading path to the name of the column in the table ``lines``."""
    signature: tuple[str, ...]
    sides: bool
    items: bool


@dataclass(frozen=True, slots=True)
class Roles:
    """How the parts of a statement are recognised by their text."""

    code: re.Pattern[str]
    name: re.Pattern[str]
    ordinal: re.Pattern[str]
    total: re.Pattern[str]
    preamble: re.Pattern[str]
    income_side: re.Pattern[str]
    expenditure_side: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Layout:
    """All statements of one type of report."""

    kinds: tuple[Kind, ...]
    roles: Roles
    stages: Mapping[str, str]
    """Heading of a stage (预算数, 决算数) to the name of its column."""
    fiscal_words: tuple[str, ...]

    def by_title(self, text: str) -> tuple[Kind, str] | None:
        """The statement a printed title announces, with the known title; the longest known one wins."""
        title = plain_title(text)
        matches = [(known, kind) for kind in self.kinds for known in kind.titles if title.endswith(known)]
        if not matches:
            return None
        known, kind = max(matches, key=lambda match: len(match[0]))
        before = title[: -len(known)]
        if _WHOSE.search(before):
            return kind, known
        return None if any(word in before[-_NEAR:] for word in self.fiscal_words) else (kind, known)

    def by_similar_title(self, text: str) -> Kind | None:
        """The one statement whose title is nearly the printed one; None where two come close."""
        title = plain_title(text)
        if not title.endswith("表") or len(title) > 40:
            return None
        scored = sorted(((_likeness(title, kind), kind.key, kind) for kind in self.kinds), reverse=True)
        (best, _, kind), (second, _, _) = scored[:2]
        return kind if best >= _CLOSE and best - second > 0.05 else None


def _likeness(title: str, kind: Kind) -> float:
    return max(SequenceMatcher(None, title, known).ratio() for known in kind.titles)


@cache
def layout(report_type: str | None) -> Layout:
    """The statements of a ``final`` or a ``budget`` report; of a final account where the kind is not known."""
    source = resources.files("budgetlib").joinpath("reference", "statements.toml")
    data = tomllib.loads(source.read_text(encoding="utf-8"))
    roles = Roles(**{name: re.compile(pattern) for name, pattern in data["roles"].items()})
    stages = {plain(text): stage for stage, texts in data["stages"].items() for text in texts}
    kinds = tuple(_kind(entry, data, report_type or "final") for entry in data["statement"])
    return Layout(kinds, roles, stages, tuple(data["fiscal_words"]))


def _kind(entry: Mapping[str, Any], data: Mapping[str, Any], report_type: str) -> Kind:
    shared = data["columns"][entry["inherits"]] if "inherits" in entry else {}
    columns = {**shared, **entry.get("columns", {}), **entry.get(f"columns_{report_type}", {})}
    return Kind(
        entry["key"],
        tuple(plain(title) for title in entry[f"titles_{report_type}"]),
        {plain(path): name for name, paths in columns.items() for path in paths},
        tuple(entry["signature"]),
        entry.get("sides", False),
        entry.get("items", False),
    )
