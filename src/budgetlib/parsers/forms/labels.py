"""What the labels of performance forms mean: ``reference/forms.toml`` as questions that the readers of forms ask."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from budgetlib.numbers import TO_WAN, parse_number
from budgetlib.readers.document import Cell, Mark
from budgetlib.reference import load
from budgetlib.text import squeeze

_TAIL = re.compile(r"(?:\((?:单位:)?(?:万元|元|千元|亿元|%|(?:共)?\d+(?:\.\d+)?分?|年初设定|A|B|C)\))+$|[::]+$")
_MONEY = re.compile(r"(?<=\d)(?:亿元|百万元|万元|千元|元)$")
_POINTS = re.compile(r"\d+(?:\.\d+)?分?$")
"""Points behind a level, also without brackets: 效益指标30分."""
_UNIT = re.compile(r"\((?:单位:)?(万元|元|千元|亿元)\)(?:\(\d+分\))?$")


@dataclass(frozen=True, slots=True)
class Placed:
    """A cell with its mark, its text folded without spaces, and that text as a label: without unit or points."""

    cell: Cell
    mark: Mark
    text: str
    label: str

    @property
    def empty(self) -> bool:
        """Whether nothing is printed in the cell."""
        return not self.text

    @property
    def number(self) -> float | None:
        """The cell as one number; a percent sign, 分 or a unit of money behind it does not count."""
        return parse_number(_MONEY.sub("", self.text.rstrip("%分")))

    @property
    def own_factor(self) -> float | None:
        """万元 for one unit where the cell names its own (280.7万元); None where it names none."""
        named = _MONEY.search(self.text)
        return TO_WAN[named[0]] if named else None


def placed(cell: Cell, block: int, index: int) -> Placed:
    """A cell of the grid ``block`` as the readers of forms see it."""
    text = squeeze(cell.text).text
    return Placed(cell, Mark(block, index, 0, len(cell.text)), text, bare(text))


def bare(text: str) -> str:
    """A label without its unit, points or colon: 上级资金(万元), 分值(10分), 资金总额:."""
    while (shorter := _TAIL.sub("", text)) != text:
        text = shorter
    return text


def indicator_columns(labels: Sequence[str]) -> list[str | None]:
    """What each heading of a table of indicators says: 单位 right behind the target is that of the target."""
    keys: list[str | None] = []
    for label in labels:
        found = meaning("indicator_columns", label) if label else None
        beside = found == "unit_beside" and keys[-1:] in (["target"], ["operator"])
        keys.append("unit" if beside else None if found == "unit_beside" else found)
    return keys


def factor(text: str) -> float | None:
    """万元 for one unit that a label names in brackets: 项目资金(元) → 0.0001; None where it names none."""
    named = _UNIT.search(text)
    return TO_WAN[named[1]] if named else None


@cache
def _patterns(section: str) -> dict[str, re.Pattern[str]]:
    return {key: re.compile("|".join(f"(?:{one})" for one in labels)) for key, labels in load("forms")[section].items()}


@lru_cache(maxsize=16384)
def meaning(section: str, label: str) -> str | None:
    """The key of ``section`` whose labels match the whole cell; None for other words."""
    return next((key for key, pattern in _patterns(section).items() if pattern.fullmatch(label)), None)


def matches(section: str, key: str, label: str) -> bool:
    """Whether ``label`` is one of the labels of ``key``."""
    return bool(_patterns(section)[key].fullmatch(label))


@lru_cache(maxsize=4096)
def level(text: str) -> str | None:
    """A level's name without its points (产出指标(50分)), or None when the cell is no level."""
    name = _POINTS.sub("", bare(text))
    return name if matches("levels", "level1", name) or matches("levels", "level2", name) else None


def is_family(name: str) -> bool:
    """Whether a first level is one of those whose second levels are known."""
    return name in load("forms")["families"]


@lru_cache(maxsize=4096)
def is_label(label: str) -> bool:
    """Whether the words are a label of a form and no content."""
    sections = ("names", "parties", "facts", "fund_columns", "fund_rows", "indicator_columns", "rows", "goals", "tasks")
    return bool(level(label)) or any(meaning(section, label) for section in sections)
