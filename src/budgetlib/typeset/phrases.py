"""Ways to say a figure: for each measure the words before it, in the order in which they read best.

Which of them a parser reads back as the same claim is not decided here: ``prose`` tries them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from tomllib import loads
from typing import Any

from budgetlib.numbers import shown as figure
from budgetlib.parsers.prose.grammar import unit_kinds
from budgetlib.text import fold

_LEVELS = ("类", "款", "项")

_PERSONS = ("人", "名")
"""Persons are read as the office's only where a sentence says whose they are."""


@dataclass(frozen=True, slots=True)
class Stated:
    """A claim without its place: what is said of an item."""

    item: str
    measure: str
    base: str | None
    value: float
    unit: str
    text: str

    @classmethod
    def of(cls, record: dict[str, Any]) -> Stated:
        """From a row of ``claims``; a figure without a printed form gets one."""
        counted = unit_kinds().get(record["unit"]) == "count" and float(record["value"]).is_integer()
        text = record["text"] or figure(abs(record["value"]), 0 if counted else 2)
        return cls(record["item"] or "", record["measure"], record["base"], record["value"], record["unit"] or "", text)

    @property
    def printed(self) -> str:
        """The figure with its unit."""
        return f"{self.text}{self.unit.replace('(', '（').replace(')', '）')}"

    @property
    def falls(self) -> bool:
        """Whether the words must say the minus: the figure is printed without a sign."""
        return self.value < 0 and not fold(self.text).startswith("-")


@cache
def wording() -> dict[str, Any]:
    """The data of ``wording.toml``: words for measures and bases, short texts, definitions."""
    return loads(resources.files("budgetlib.typeset").joinpath("wording.toml").read_text(encoding="utf-8"))


def named(item: str) -> str:
    """An item as prose prints it: a path ``类/款/项`` of the classification is written out."""
    parts = item.split("/")
    if not 2 <= len(parts) <= len(_LEVELS):
        return item
    return "".join(f"{part}（{level}）" for part, level in zip(parts, _LEVELS, strict=False))


def sentences(
    stated: Sequence[Stated], year: int, *, reason: str | None, part_of: str | None, flat: str | None
) -> Iterator[str]:
    """Sentences that state the figures of one item, the plainest first.

    ``part_of`` is said before them (其中), ``flat``, the base against which the item did not change, and ``reason``
    behind them.
    """
    whose = "本单位" if stated[0].unit in _PERSONS and not part_of else ""
    item = _behind(part_of) + whose + named(stated[0].item)
    ending = (f"，{wording()['flat'][flat]}持平" if flat else "") + (f"，原因：{reason}。" if reason else "。")
    for variant in range(3):
        yield item + _clauses(stated, year, variant) + ending
    for variant in range(3):
        apart = [item + _clauses([one], year, variant) for one in stated]
        yield "。".join(apart) + ending
    for lead in (f"{item}方面，", f"{item}，", f"关于{item}，"):
        yield lead + _clauses(stated, year, 1) + ending
    yield "。".join(f"有{one.printed}{item}" for one in stated) + ending
    yield "此外，" + "。此外，".join(f"有{one.printed}{item}" for one in stated) + ending


def reasons(group: Sequence[Stated], year: int, part_of: str | None) -> Iterator[str]:
    """Sentences that state figures as a part or a reason of something else: they are no comparison of their own."""
    whole = _behind(part_of)
    for lead in ("原因是", "其中的原因：", "开支内容包括："):
        for same_base in (True, False):
            for variant in range(3):
                apart = (named(s.item) + _words(s, year, variant, same_base) + s.printed for s in group)
                yield "".join(f"{whole}{lead}{words}。" for words in apart)


def _behind(part_of: str | None) -> str:
    """What is said before a part: of what it is one."""
    return f"{named(part_of)}，其中：" if part_of else ""


def flats(item: str, base: str) -> Iterator[str]:
    """Sentences that say that an item did not change."""
    against = wording()["flat"][base]
    yield f"{named(item)}{against}持平。"
    yield f"{named(item)}，{against}持平。"


def against_budget(direction: str, reason: str | None) -> str:
    """The sentence behind an item's figures that says how its spending stands to the budget."""
    return str(wording()["against_budget"][direction]) + (f"，原因：{reason}。" if reason else "。")


def _clauses(group: Sequence[Stated], year: int, variant: int) -> str:
    clauses = []
    base = None
    for number, stated in enumerate(group):
        clauses.append(_words(stated, year, variant if number == 0 else 1, stated.base == base) + stated.printed)
        base = stated.base or base
    return "，".join(clauses)


def _words(stated: Stated, year: int, variant: int, same_base: bool) -> str:
    """The words between the item and the figure; a base that the sentence has just named is not named again."""
    words = wording()
    if stated.measure in ("change", "change_pct"):
        against = "" if same_base or not stated.base else words["against"].get(stated.base, "")
        move = words["moves"][stated.measure][1 if stated.falls else 0]
        return against.format(earlier=year - 2) + str(move)
    choices = words["measures"].get(f"{stated.measure}_{stated.base}") or words["measures"][stated.measure]
    chosen: str = choices[min(variant, len(choices) - 1)]
    return chosen.format(earlier=year - 2)
