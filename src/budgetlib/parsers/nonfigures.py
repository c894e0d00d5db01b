"""Numbers that are no figures of the budget: years, dates, ordinals, document numbers, thresholds inside a name."""

from __future__ import annotations

import re
from dataclasses import replace

from budgetlib.numbers import Number
from budgetlib.text import fold

_BEHIND: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("year", re.compile(r"\s*(?:年|财年|财政年度)")),
    ("date", re.compile(r"\s*(?:月(?!均)|日(?!均))")),
    ("reference", re.compile(r"\s*号")),
    ("name", re.compile(r"\s*(?:万元|元)?\s*\(含\)?\s*以上|\s*万元以上|\s*元以上")),
)
_YEAR = re.compile(r"(?:19|20)\d\d")
_BRACKETED_YEAR = re.compile(r"[(\[【]\s*$")
_ORDINAL_BEFORE = re.compile(r"(?:^|[。;:,、(\n]|[-•●])\s*$")
_ORDINAL_BEHIND = re.compile(r"\s*(?:[、.](?!\d)|\))")
_MONTH, _DAY = r"(?:0?[1-9]|1[0-2])", r"(?:0?[1-9]|[12]\d|3[01])"
_DOTTED_DATE = re.compile(rf"(?:19|20)\d\d([.\-/]){_MONTH}(?:\1{_DAY}(?!\d)|(?![\d.%])(?!\s*(?:[万亿千百]?元|万)))")
_ORDINAL_AND_YEAR = re.compile(r"\d{1,2}\.(?:19|20)\d\d")
_LEADER_BEFORE = re.compile(r"(?:[.·…]\s*){3,}$|…{2,}\s*$")
"""The dots that lead to the page number of a contents line."""
_NO_BASE = re.compile(r"基数为$")
"""基数为0，不可比: says why there is no rate."""
_LETTERS_BEFORE = re.compile(r"[A-Za-z]-?$")
_AROUND = 40
"""Characters before and behind a number that say what it is."""
_SPAN_OF_YEARS = re.compile(r"(?:19|20)\d\d\s*年?\s*[-—~至到]+\s*(?:19|20)\d\d")


def nonfigure(text: str, number: Number) -> str | None:
    """Why ``number`` of ``text`` is no figure ("year", "date", "list", "reference", "name"), or None when it is one."""
    start = max(0, number.start - _AROUND)
    folded = fold(text[start : number.end + _AROUND])
    more = text[number.end + _AROUND :][:1]
    number = replace(number, start=number.start - start, end=number.end - start)
    if "," not in number.text and _in_match(_DOTTED_DATE, folded, number):
        return "date"
    if _ORDINAL_AND_YEAR.fullmatch(fold(number.text)) and _BEHIND[0][1].match(folded[number.end :]):
        return "list"
    if _YEAR.fullmatch(fold(number.text)) and _is_year(folded, number):
        return "year"
    behind = folded[number.end : number.end + 12]
    for kind, pattern in _BEHIND[1:]:
        if pattern.match(behind) and (kind != "name" or "单" in folded[max(0, number.start - 6) : number.start]):
            return kind
    if "." not in number.text and _ORDINAL_BEHIND.match(behind) and _ORDINAL_BEFORE.search(folded[: number.start]):
        return "list"
    if folded[max(0, number.start - 1) : number.start] == "第":
        return "list"
    if _LEADER_BEFORE.search(folded[: number.start]) and not folded[number.end :].strip() and not more:
        return "list"
    if _NO_BASE.search(folded[: number.start]):
        return "reference"
    if _LETTERS_BEFORE.search(folded[: number.start]):
        return "name"
    return None


def _is_year(folded: str, number: Number) -> bool:
    before, behind = folded[: number.start], folded[number.end : number.end + 6]
    return bool(
        _BEHIND[0][1].match(behind)
        or (_BRACKETED_YEAR.search(before) and re.match(r"\s*[)\]】]", behind))
        or _in_match(_SPAN_OF_YEARS, folded, number)
    )


def _in_match(pattern: re.Pattern[str], folded: str, number: Number) -> bool:
    window = max(0, number.start - 12)
    return any(
        window + match.start() <= number.start and number.end <= window + match.end()
        for match in pattern.finditer(folded[window : number.end + 12])
    )
