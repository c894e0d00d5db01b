"""What a single cell says: a figure, a blank, a code, an ordinal, a total, the number of a column."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from budgetlib.numbers import is_blank, parse_number
from budgetlib.reference import load
from budgetlib.text import CHINESE_NUMERALS, key

_TWO_NUMBERS = re.compile(r"\d\s+[\d.,]")
_NUMERIC = re.compile(r"[-+(]?\d[\d.,%％\s/()-]*")
_FORMULA = re.compile(r"\d{1,2}(?:=[\d+\-.…—]+)?|[甲乙丙丁]|[①-⑳]|[a-zA-Z]")
_MARKERS = frozenset(("**", "*", "***", "****", "栏次", "行次", "栏目", "—", "-", "序号"))
_UNIT_NAMES = r"百万元|万元|千元|亿元|元"
_UNIT = re.compile(
    rf"单位[:：为]?\(?(?:人民币)?\(?({_UNIT_NAMES})|以({_UNIT_NAMES})为(?:金额|计量|货币)?单位|^\(?({_UNIT_NAMES})\)?$|^({_UNIT_NAMES})(?=第\d|\d+/)"
)
_UNIT_BEHIND = re.compile(rf"[(（]\s*(?:金额|计量|货币)?单位\s*[:：]\s*(?:人民币)?(?:{_UNIT_NAMES})\s*[)）]\s*$")
_OWN_UNIT = re.compile(rf"(?<=\d)\s*({_UNIT_NAMES})\s*$")
_HEADING_UNIT = re.compile(rf"\((?:单位:)?({_UNIT_NAMES})\)")
_TIERS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"[{CHINESE_NUMERALS}]+[、.．]",
        rf"\(?[{CHINESE_NUMERALS}]+\)",
        r"\d{1,2}[、.．](?!\d)",
        r"\(\d{1,2}\)|\d{1,2}\)|[①-⑳]",
    )
)
CODE = re.compile(r"\d{3}(?:\d\d){0,2}")


@cache
def role(name: str) -> re.Pattern[str]:
    """A pattern of ``[roles]`` in ``reference/statements.toml``: how a part of a table is recognised by its words."""
    return re.compile(load("statements")["roles"][name])


@lru_cache(maxsize=16384)
def figure(text: str) -> float | None:
    """The value of a cell that is one number, a percentage or an amount with its unit (12.30万元) too.

    None for blanks, words and cells with two numbers.
    """
    printed = text.strip()
    if unit := own_unit(printed):
        printed = printed.removesuffix(unit)
    return None if _TWO_NUMBERS.search(printed) else parse_number(printed.removesuffix("%").removesuffix("％"))


def own_unit(text: str) -> str | None:
    """The unit of money that a cell names behind its number: 12.30万元; None where it names none."""
    found = None if text.isascii() else _OWN_UNIT.search(text)
    return found[1] if found else None


def numeric(text: str) -> bool:
    """Whether a cell holds digits and no words: a figure, or more than one."""
    return bool(_NUMERIC.fullmatch(text.strip()))


def blank(text: str) -> bool:
    """Whether a cell states nothing: empty, a dash, asterisks, 无."""
    return is_blank(text) or text.strip() in ("**", "***", "****", "无", "不适用")


def tier(label: str) -> int | None:
    """The depth that the ordinal of a label announces: 一、 0, （一） 1, 1. 2, (1) 3; None without one."""
    text = key(label)
    return next((depth for depth, pattern in enumerate(_TIERS) if pattern.match(text)), None)


def without_ordinal(label: str) -> str:
    """A label, folded, without its ordinal."""
    text = key(label)
    for pattern in _TIERS:
        found = pattern.match(text)
        if found:
            return text[found.end() :]
    return text


def is_total(label: str) -> bool:
    """Whether a label is that of a total: 合计, 小计, 收入总计, 本年支出合计."""
    return bool(role("total").fullmatch(key(label)))


def is_of_which(label: str) -> bool:
    """Whether a label announces a part that need not be all: 其中：…"""
    return bool(role("of_which").match(without_ordinal(label)))


def unit_of(text: str) -> str | None:
    """The unit of money that a line above a table states (单位：万元); None where it states none."""
    found = _UNIT.search(key(text))
    return next((group for group in found.groups() if group), None) if found else None


def without_unit(title: str) -> str:
    """A title without the unit in brackets behind it: 支出总表（单位：万元）; any other text as it is."""
    bare = _UNIT_BEHIND.sub("", title)
    return bare if bare != title and role("title").search(key(bare)) else title


def heading_unit(text: str) -> str | None:
    """The unit of money in brackets in a heading: 金额（万元）."""
    found = _HEADING_UNIT.search(key(text))
    return found[1] if found else None


def numbers_columns(texts: list[str]) -> bool:
    """Whether the texts of a row only number the columns: 栏次 1 2 3, ** ** 1 2, 1=2+3."""
    levels = ("类", "款", "项") if "栏次" in texts else ()
    rest = [text for text in texts if text not in _MARKERS and text not in levels]
    if len(texts) < 2 or not all(_FORMULA.fullmatch(text) for text in rest):
        return False
    marked = len(rest) < len(texts)
    plain = [int(text) for text in rest if text.isdigit()]
    runs = bool(plain) and plain == list(range(plain[0], plain[0] + len(plain)))
    if marked and (runs or not plain or any("=" in text for text in rest)):
        return True
    return runs and len(plain) > 2 and plain[0] in (0, 1)
