"""Checks of the goals (年度总体目标) of a self-evaluation against its indicators, where both state one number.

The goals are free text. A number of theirs is compared only with the one indicator of the same form that has its unit
and shares a noun with it (four characters in a row, right before the number, or all of the short noun right behind it).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from budgetlib.checks.indicators import read_target, words
from budgetlib.checks.messages import shown
from budgetlib.checks.model import Run, Verdict, View
from budgetlib.parsers.forms.targets import operator_at_end, parse_target
from budgetlib.readers.document import Cell, Grid
from budgetlib.text import fold

_HEADER = re.compile(r"预\s*期\s*目\s*标")
_INDICATORS = re.compile(r"三级指标|指标名称")
_LABEL = 12
"""A cell of fewer characters is a label, not the text of a goal."""
_CLAUSE = re.compile(r"[^,。;、:\n()（）]+")
_NUMBER = re.compile(r"(?<![\d.:])(?P<sign>>=|<=|[≥≤=])?(?P<number>\d+(?:,\d{3})*(?:\.\d+)?)(?![\d.:/])")
_SPACES = re.compile(r"(?<!\d)\s+|\s+(?!\d)")
_YEAR = re.compile(r"(?:19|20)\d\d年")
_SHARED = 4
"""Characters in a row that goal and indicator must have in common."""
_NAMES = {
    "target": (("预期目标", "指标值"), ("goal", "target")),
    "actual": (("实际完成情况", "实际完成值"), ("outcome text", "outcome")),
}
Text = tuple[int, str, str, int, int]
"""Form, ``target`` or ``actual``, the text of the goal, its page and its block."""


@dataclass(frozen=True, slots=True)
class _Stated:
    """A number of a goal: its nouns before and behind, value and unit."""

    before: str
    behind: str
    value: float
    unit: str
    text: str
    sign: str | None = None
    """Its comparator: 满意度大于90% holds of an outcome of 98 %."""


def _goals(view: View) -> Iterator[Verdict]:
    grouped: dict[int | None, list[tuple[int, dict[str, Any]]]] = defaultdict(list)
    for number, row in view.rows("indicators"):
        grouped[view.form("indicators", number)].append((number, row))
    for form, column, text, page, block in _texts(view):
        indicators = grouped[form]
        numbers = _numbers(text)
        for stated in numbers:
            fitting = [found for found in indicators if _fits(stated, found[1], column)]
            if len(fitting) == 1:
                yield from _compared(view, stated, fitting[0], column, numbers, (page, block))


def _compared(
    view: View,
    stated: _Stated,
    found: tuple[int, dict[str, Any]],
    column: str,
    numbers: list[_Stated],
    place: tuple[int, int],
) -> Iterator[Verdict]:
    number, row = found
    figure = view.figure("indicators", number, f"{column}_value")
    if figure is None:
        return
    if figure.value == stated.value or (column == "actual" and _holds(stated.sign, figure.value, stated.value)):
        yield Verdict("exact", (figure,))
        return
    same_noun = [other for other in numbers if other is not stated and _fits(other, row, column)]
    if any(other.value == figure.value for other in same_noun):
        return
    zh, en = _NAMES[column]
    yield Verdict(
        "broken",
        (figure,),
        f"{row['project']}：{zh[0]}写“{stated.text}”，而指标“{row['indicator']}”的{zh[1]}为 {row[column]}"
        f"（{stated.value:g} ≠ {shown(figure)}）。",
        f"{row['project']}: the {en[0]} says {stated.text}, but the {en[1]} of the indicator {row['indicator']} is "
        f"{row[column]} ({stated.value:g} ≠ {shown(figure)}).",
        figure.value,
        stated.value,
        round(figure.value - stated.value, 6),
        page=place[0],
        place=f"block:{place[1]}",
    )


def _fits(stated: _Stated, row: dict[str, Any], column: str) -> bool:
    """Whether a number of the goal can only be this indicator's: its unit, and its noun."""
    unit = read_target(row.get(column) or "").unit
    if not unit or not _same_unit(stated.unit, unit):
        return False
    name = row["indicator"]
    if any(stated.before[-end - _SHARED : len(stated.before) - end] in name for end in _ends(stated.before)):
        return True
    return len(stated.behind) >= _SHARED and stated.behind[-_SHARED:] in name


def _ends(noun: str) -> range:
    """How many characters may stand between the shared ones and the number: a short ending (数量, 总数, 人员)."""
    return range(0, min(2, len(noun) - _SHARED) + 1) if len(noun) >= _SHARED else range(0)


def _same_unit(one: str, two: str) -> bool:
    alike = words("units", "alike")
    return one == two or (one in alike and two in alike)


def _numbers(text: str) -> list[_Stated]:
    """The numbers of a goal with unit and nouns; clauses about other years and averages are left out."""
    found: list[_Stated] = []
    for clause in _CLAUSE.finditer(_squeezed(text)):
        if _YEAR.search(clause.group()) or any(word in clause.group() for word in words("words", "other_amount")):
            continue
        numbers = list(_NUMBER.finditer(clause.group()))
        if len(numbers) == 1:
            stated = _stated(clause.group(), numbers[0])
            if stated:
                found.append(stated)
    return found


def _squeezed(text: str) -> str:
    """Half-width, without spaces but those between two digits."""
    return _SPACES.sub("", fold(text))


@cache
def _units() -> re.Pattern[str]:
    units = {"%", "万元", "亿元", "元", "小时", "天", *words("units", "count")}
    return re.compile("|".join(sorted(units, key=len, reverse=True)))


@cache
def _linking() -> re.Pattern[str]:
    return re.compile(f"(?:{'|'.join(sorted(words('words', 'linking'), key=len, reverse=True))})+$")


def _stated(clause: str, number: re.Match[str]) -> _Stated | None:
    behind = clause[number.end() :]
    unit = _units().match(behind)
    if unit is None:
        return None
    rest = behind[unit.end() :]
    noun = rest if 0 < len(rest) <= 8 else ""
    sign, before = operator_at_end(clause[: number.start()])
    sign = parse_target(clause[number.start() : number.end()]).operator or sign or _open_end(rest)
    value = float(number["number"].replace(",", ""))
    return _Stated(_linking().sub("", before), noun, value, unit.group(), clause, sign)


def _open_end(rest: str) -> str | None:
    """90%以上, 5天以内: the comparator that stands behind."""
    return "≥" if rest.startswith(("以上", "及以上")) else "≤" if rest.startswith(("以下", "以内", "及以下")) else None


def _holds(sign: str | None, outcome: float, limit: float) -> bool:
    return (sign in ("≥", ">") and outcome >= limit) or (sign in ("≤", "<") and outcome <= limit)


def _texts(view: View) -> Iterator[Text]:
    """The goals of every form, expected and reached: the row below their heading."""
    opening: dict[int, int | None] = {}
    for row in view.report.rows["projects"]:
        mark = row.marks.get("project")
        block = view.report.document.blocks[mark.block] if mark else None
        if mark and mark.cell is not None and isinstance(block, Grid):
            opening[id(block.cells[mark.cell])] = row.keys.get("form")
    form: int | None = None
    for number, grid in view.report.document.grids() if opening else ():
        reading = False
        for cells in grid.rows():
            filled = [cell for cell in cells if cell.text.strip()]
            form = next((opening[id(cell)] for cell in filled if id(cell) in opening), form)
            if any(_HEADER.search(cell.text) for cell in filled if len(cell.text) < _LABEL):
                reading = True
            elif reading and form is not None and filled:
                yield from _row_texts(filled, form, number)
                reading = False  # a text that goes on after a page break has lost its column


def _row_texts(filled: list[Cell], form: int, block: int) -> list[Text]:
    texts = [cell for cell in filled if len(cell.text.strip()) >= _LABEL]
    if len(texts) != 2 or any(_INDICATORS.search(cell.text) for cell in filled):
        return []
    return [
        (form, column, cell.text, cell.page, block) for column, cell in zip(("target", "actual"), texts, strict=True)
    ]


RULES: dict[str, Run] = {
    "performance.goals": _goals,
}
