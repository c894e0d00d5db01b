"""The kinds of slips in words: signs left out, sentences cut off, old names, indicators that measure nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from random import Random

from kinds import KINDS, kind
from planting import Base, Planted, at, choose, edited, in_paragraphs

from budgetlib.readers.document import Grid, Mark

__all__ = ["KINDS"]

_EACH = 3


def _replaced(base: Base, chance: Random, pattern: str, other: str) -> Iterator[Planted]:
    for mark, match in choose(chance, list(in_paragraphs(base, pattern)), _EACH):
        text = match.expand(other)
        yield edited(base, {mark: text}, f"{match.group()} → {text}", frozenset({(mark.block, None)}))


@kind("words", "reason against the direction")
def reason_turned(base: Base, chance: Random) -> Iterator[Planted]:
    yield from _replaced(base, chance, r"(增加[\d,.]+万元，增长[\d,.]+%，原因：)本年新增项目", r"\1压减支出")
    yield from _replaced(base, chance, r"(减少[\d,.]+万元，下降[\d,.]+%，原因：)厉行节约，压减支出", r"\1本年新增项目")


@kind("words", "% left out behind a rate")
def no_percent(base: Base, chance: Random) -> Iterator[Planted]:
    yield from _replaced(base, chance, r"((?:增长|下降)\d+\.\d\d)%(?=。|，)", r"\1")


@kind("words", "元 left out behind an amount")
def no_yuan(base: Base, chance: Random) -> Iterator[Planted]:
    yield from _replaced(base, chance, r"(\d\.\d\d万)元(?=，|。)", r"\1")


@kind("words", "sentence cut off")
def cut_off(base: Base, chance: Random) -> Iterator[Planted]:
    yield from _replaced(base, chance, r"(?<=[\u4e00-\u9fff])。$", "和。")


@kind("words", "bracket left open")
def bracket(base: Base, chance: Random) -> Iterator[Planted]:
    yield from _replaced(base, chance, r"(?<=[\u4e00-\u9fff])）(?=[^（）]{20,}。$)", "")


@kind("words", "a year misspelt")
def misspelt_year(base: Base, chance: Random) -> Iterator[Planted]:
    yield from _replaced(base, chance, r"较上年(?!预算)", "较上一度")


@kind("words", "name of a class of earlier years")
def old_name(base: Base, chance: Random) -> Iterator[Planted]:
    yield from _replaced(base, chance, r"卫生健康支出(?=（类）)", "医疗卫生与计划生育支出")


@kind("words", "more groups than people")
def groups(base: Base, chance: Random) -> Iterator[Planted]:
    people = [row for row, _ in base.figures("claims", "value") if row["unit"] == "人次" and "出国" in row["item"]]
    for row, mark in base.figures("claims", "value"):
        if people and row["unit"] == "个" and "团组" in row["item"]:
            yield edited(base, {mark: f"{people[0]['value'] + 1:g}"}, "one group more than people")


@kind("words", "rate with a word as its target")
def in_words(base: Base, chance: Random) -> Iterator[Planted]:
    rows = base.report.rows["indicators"]
    found = [
        n for n, row in enumerate(rows) if re.search("率$", row.values["indicator"]) and "target_value" in row.facts
    ]
    for number in choose(chance, found, 1):
        mark = rows[number].marks["target_value"]
        spots = frozenset({(mark.block, None)})
        yield edited(base, {_cell(base, mark): "有效提升"}, rows[number].values["indicator"], spots)


@kind("words", "outcome dated after the year")
def late(base: Base, chance: Random) -> Iterator[Planted]:
    assert base.generated
    rows = base.report.rows["indicators"]
    full = [row for row in rows if row.values["score"] == row.values["weight"] and "actual_value" in row.facts]
    for row in choose(chance, full, 1):
        after = f"{base.generated.year + 1}年3月"
        mark = _cell(base, row.marks["actual_value"])
        yield edited(base, {mark: after}, f"{row.values['indicator']}: {after}", frozenset({(mark.block, None)}))


@kind("words", "cell blank of which the prose states the amount")
def blank(base: Base, chance: Random) -> Iterator[Planted]:
    for row, mark in base.figures("lines", "amount"):
        parts = ("因公出国（境）费", "公务接待费")
        if row["statement"] == "three_public" and row["name"] in parts and row["amount"] and row["column"] == "actual":
            yield edited(base, {mark: ""}, f"{row['name']}: {at(base, mark)} → blank", frozenset())


def _cell(base: Base, mark: Mark) -> Mark:
    """The whole cell of a figure."""
    grid = base.document.blocks[mark.block]
    assert isinstance(grid, Grid) and mark.cell is not None
    return Mark(mark.block, mark.cell, 0, len(grid.cells[mark.cell].text))
