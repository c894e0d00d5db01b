"""Automatic numbers of Word paragraphs (一、 （一） 1.), which stand nowhere in the text."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DIGITS = "〇一二三四五六七八九"
_CHINESE = frozenset({"chineseCounting", "chineseCountingThousand", "japaneseCounting", "ideographDigital"})


@dataclass(frozen=True, slots=True)
class _Level:
    """How a level of a list is numbered: kind of digits, pattern (``%1、``), first number."""

    kind: str
    pattern: str
    start: int


@dataclass(slots=True)
class Numbering:
    """The lists of a document, and how far each has counted."""

    lists: dict[str, str] = field(default_factory=dict)
    """List to its description."""
    levels: dict[tuple[str, int], _Level] = field(default_factory=dict)
    styles: dict[str, tuple[str, int]] = field(default_factory=dict)
    """Style of a paragraph to list and level."""
    counts: dict[str, dict[int, int]] = field(default_factory=lambda: defaultdict(dict))

    @classmethod
    def of(cls, package: Any) -> Numbering:
        """The lists of a document as python-docx opened it."""
        numbering = cls()
        try:
            root = package.part.numbering_part.element
            styles = package.styles.element
        except (KeyError, NotImplementedError, AttributeError):  # without lists, or that part is damaged
            return numbering
        for described in root.iter(f"{_W}abstractNum"):
            key = described.get(f"{_W}abstractNumId")
            for level in described.iter(f"{_W}lvl"):
                numbering.levels[key, _whole(level.get(f"{_W}ilvl"), 0)] = _level(level)
        for one in root.iter(f"{_W}num"):
            numbering.lists[one.get(f"{_W}numId")] = _value(one, "abstractNumId") or ""
        for style in styles.iter(f"{_W}style"):
            place = _place(style)
            if place:
                numbering.styles[style.get(f"{_W}styleId")] = place
        return numbering

    def next(self, paragraph: Any) -> str:
        """The number before a paragraph, '' where it has none; counts on."""
        place = _place(paragraph) or self.styles.get(_value(paragraph, "pPr/pStyle") or "")
        if not place or place[0] not in self.lists:
            return ""
        described, depth = self.lists[place[0]], place[1]
        level = self.levels.get((described, depth))
        if level is None or level.kind in ("bullet", "none"):
            return ""
        counts = self.counts[described]
        counts[depth] = counts.get(depth, level.start - 1) + 1
        for deeper in [one for one in counts if one > depth]:
            del counts[deeper]
        return re.sub(r"%(\d)", lambda match: self._shown(described, int(match.group(1)) - 1), level.pattern)

    def _shown(self, described: str, depth: int) -> str:
        level = self.levels.get((described, depth))
        count = self.counts[described].get(depth, level.start if level else 1)
        return chinese(count) if level and level.kind in _CHINESE else str(count)


def chinese(number: int) -> str:
    """A number from 1 to 99 in Chinese (十二); beyond in digits."""
    tens, ones = divmod(number, 10)
    if not 0 < number < 100:
        return str(number)
    lead = "" if not tens else "十" if tens == 1 else f"{_DIGITS[tens]}十"
    return lead + (_DIGITS[ones] if ones else "")


def _level(level: Any) -> _Level:
    start = _whole(_value(level, "start"), 1)
    return _Level(_value(level, "numFmt") or "decimal", _value(level, "lvlText") or "", start)


def _place(element: Any) -> tuple[str, int] | None:
    """List and level that a paragraph or a style names."""
    number = _value(element, "pPr/numPr/numId")
    return (number, _whole(_value(element, "pPr/numPr/ilvl"), 0)) if number else None


def _whole(value: str | None, otherwise: int) -> int:
    """A number of the markup; what is damaged or missing is as if it were not said."""
    return int(value) if value and re.fullmatch(r"\d{1,4}", value, re.ASCII) else otherwise


def _value(element: Any, path: str) -> str | None:
    found = element.find("/".join(f"{_W}{name}" for name in path.split("/")))
    value = found.get(f"{_W}val") if found is not None else None
    return str(value) if value is not None else None
