"""Checks on what is counted or measured in the prose: areas and their parts, groups and the people in them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from budgetlib.checks.contents import body_start, paragraphs
from budgetlib.checks.figures import Figure
from budgetlib.checks.messages import amount, say, shown
from budgetlib.checks.model import Run, Verdict, View
from budgetlib.intervals import EPSILON
from budgetlib.numbers import decimals, half_unit
from budgetlib.text import fold

_AREA = re.compile(
    r"(?P<name>[\u4e00-\u9fff]{0,10}面积)(?:约)?(?:为|共|共计|:)?(?P<number>\d[\d,]*(?:\.\d+)?)(?=平方米)"
)
_WHOLES = (("地上", "地下"), ("不计容", "计容"))
"""Parts of an area that are all of it together."""
_GROUPS = (
    ("团组", "个", "因公出国（境）", "人次"),
    ("公务接待", "批次", "公务接待", "人次"),
    ("接待外宾", "批次", "接待外宾", "人次"),
)
"""What is counted in groups, and the people in these groups: never fewer than groups."""


@dataclass(frozen=True, slots=True)
class Area:
    """An area that a sentence states."""

    name: str
    text: str

    @property
    def value(self) -> float:
        """The area in square metres."""
        return float(self.text.replace(",", ""))


def _areas(view: View) -> Iterator[Verdict]:
    for block, paragraph, text in paragraphs(view):
        if block < body_start(view) or "平方米" not in text:
            continue
        stated = [
            Area(one["name"].removeprefix("其中"), one["number"])
            for one in _AREA.finditer("".join(fold(paragraph.text).split()))
        ]
        for parts in _WHOLES:
            yield from _sum_of_areas(stated, parts, paragraph.page, block)


def _sum_of_areas(stated: list[Area], parts: tuple[str, str], page: int, block: int) -> Iterator[Verdict]:
    """The area before two parts that are all of it, where each part stands there once."""
    places = [[n for n, one in enumerate(stated) if _is_part(one, part, parts)] for part in parts]
    if any(len(found) != 1 for found in places):
        return
    (first,), (second,) = places
    before = [one for one in stated[: min(first, second)] if not any(part in one.name for part in parts)]
    whole, one, other = before[-1] if before else None, stated[first], stated[second]
    if whole is None or not whole.name.endswith("建筑面积"):
        return
    off = whole.value - one.value - other.value
    if abs(off) > sum(half_unit(area.text) for area in (whole, one, other) if "." in area.text) + EPSILON:
        places_of = max(decimals(area.text) for area in (whole, one, other))
        words: dict[str, object] = {"whole": whole.name, "said": whole.text, "one": one.name, "other": other.name}
        words |= {"first": one.text, "second": other.text, "off": amount(abs(off), places_of)}
        words |= {"should": amount(one.value + other.value, places_of), "way": "多" if off > 0 else "少"}
        told = say("areas", words, {"way": "more" if off > 0 else "less"})
        should = one.value + other.value
        yield Verdict("broken", (), *told, whole.value, should, round(off, 6), page=page, place=f"block:{block}")


def _is_part(area: Area, part: str, parts: tuple[str, str]) -> bool:
    return part in area.name and not any(one in area.name for one in parts if part in one and one != part)


def _people(view: View) -> Iterator[Verdict]:
    """More groups than people in them (3 个团组, 2 人次), or groups without anybody."""
    stated: dict[tuple[str, str], list[Figure]] = defaultdict(list)
    for number, row in view.rows("claims"):
        figure = view.figure("claims", number, "value")
        if figure and row["measure"] == "count" and not view.in_reason(number):
            stated[(str(row["item"]), str(row["unit"]))].append(figure)
    for noun, unit, people, counted in _GROUPS:
        groups = [(item, found) for (item, one), found in stated.items() if noun in item and one == unit]
        heads = [(item, found) for (item, one), found in stated.items() if people in item and one == counted]
        if len(groups) == len(heads) == 1 and len(groups[0][1]) == len(heads[0][1]) == 1:
            group, head = groups[0][1][0], heads[0][1][0]
            if group.value > head.value:
                words = {"item": groups[0][0], "groups": shown(group), "unit": unit, "people": shown(head)}
                yield Verdict("broken", (head, group), *say("people", words), head.value, group.value)


RULES: dict[str, Run] = {"prose.areas": _areas, "prose.people": _people}
