"""A printed target or outcome (">=50家", "≤ 5%", "3: 1") as comparator, value and unit."""

from __future__ import annotations

import re
from dataclasses import dataclass

from budgetlib.numbers import NUMBER
from budgetlib.text import squeeze

_OPERATORS = (
    ("≥", re.compile(r"(?:>=|≥|≧|=>|》=?|大于等于|大于或等于|不低于|不少于|不小于|至少)")),
    ("≤", re.compile(r"(?:<=|≤|≦|=<|《=?|小于等于|小于或等于|不高于|不超过|不多于|不大于|至多|控制在)")),
    (">", re.compile(r">|大于|高于|超过")),
    ("<", re.compile(r"<|小于|低于")),
    ("=", re.compile(r"=|等于")),
)
_AT_END = tuple((sign, re.compile(f"(?:{pattern.pattern})$")) for sign, pattern in _OPERATORS)
_RATIO = re.compile(r"(?P<a>\d+(?:\.\d+)?):(?P<b>\d+(?:\.\d+)?)")
_UNITS = {"百分比": "%", "百分号": "%"}


@dataclass(frozen=True, slots=True)
class Target:
    """Comparator (None where none is printed), value (None for words) and unit of a target or an outcome."""

    operator: str | None
    value: float | None
    unit: str | None


def parse_target(printed: str) -> Target:
    """Read a target or an outcome. A ratio a:b becomes a/b; a frequency such as 1周1次 has no single value."""
    text = squeeze(printed).text
    operator = None
    for sign, pattern in _OPERATORS:
        match = pattern.match(text)
        if match:
            operator, text = sign, text[match.end() :]
            break
    ratio = _RATIO.fullmatch(text)
    if ratio and float(ratio["b"]):
        return Target(operator, float(ratio["a"]) / float(ratio["b"]), ":1")
    numbers = list(NUMBER.finditer(text))
    if len(numbers) != 1 or numbers[0].start() != 0:
        return Target(operator, None, None)
    unit = text[numbers[0].end() :]
    return Target(operator, float(numbers[0].group().replace(",", "")), _UNITS.get(unit, unit) or None)


def operator_at_end(words: str) -> tuple[str | None, str]:
    """The comparator that ``words`` end with, and what stands before it: 满意度不低于 → ("≥", "满意度")."""
    for sign, pattern in _AT_END:
        match = pattern.search(words)
        if match:
            return sign, words[: match.start()]
    return None, words
