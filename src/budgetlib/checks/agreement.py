"""Checks on two sentences that cannot both be meant: one item risen and fallen, money all of one fund, cars not run."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from budgetlib.checks.contents import paragraphs, prose
from budgetlib.checks.figures import Figure
from budgetlib.checks.messages import quoted, shown
from budgetlib.checks.model import Run, Verdict, View, worded
from budgetlib.intervals import EPSILON, around
from budgetlib.numbers import half_unit

OTHERS_CARS = re.compile("统管|租车|租赁|租用|集中管理|公务用车(?:服务)?平台")
"""Words that say whose the cars are, or who runs them."""
_ALL_OF_FUND = re.compile(
    r"(?P<amount>\d[\d,]{0,20}(?:\.\d{1,9})?)万元,(?:均|全部|全)(?:为|是|由|来自)(?P<fund>(?:一般公共预算|财政)(?:财政)?拨款)"
)
Change = tuple[Figure, Figure, dict[str, Any]]
"""An amount, its change, and the row that has both."""


def _two_changes(view: View) -> Iterator[Verdict]:
    """One amount of one item, compared with one year, of which two changes are told: told once an item."""
    told: dict[tuple[str, str], list[Change]] = defaultdict(list)
    for number, row in view.rows("changes"):
        current, change = (view.figure("changes", number, column) for column in ("current", "change"))
        if current and change and current.value and row.get("base"):
            told[str(row["item"]).rsplit("/", 1)[-1], str(row["base"])].append((current, change, row))
    for (item, _), found in told.items():
        first = found[0]
        other = next((one for one in found[1:] if _another(first, one)), None)
        if other:
            page = first[2]["page"]
            words = {"item": item, "current": shown(first[0]), "page": page}
            words |= {"one": _told(first[1]), "other": _told(other[1])}
            en = {"one": _told(first[1], "rise of ", "fall of "), "other": _told(other[1], "rise of ", "fall of ")}
            figures = (other[1], first[1], other[0])
            yield worded("two_changes", words, en, figures=figures, stated=other[1].value, expected=first[1].value)


def _another(one: Change, other: Change) -> bool:
    """Whether the same amount has another change, which no rounding explains."""
    same = abs(one[0].value - other[0].value) < EPSILON
    return same and not one[1].interval.overlaps(other[1].interval)


def _told(change: Figure, up: str = "增加", down: str = "减少") -> str:
    return f"{up if change.value > 0 else down}{shown(change).lstrip('-')}"


def _all_of_fund(view: View) -> Iterator[Verdict]:
    """Money that is said to be all appropriations, and is more than all appropriations there are."""
    statement = {"statement": "appropriation", "side": "expenditure", "total": True, "first": True}
    totals = [one.figure for one in view.index.select("lines", statement) if one.figure and not one.doubt]
    whole = max(totals, key=lambda figure: figure.value, default=None)
    if whole is None:
        return
    for block, paragraph, text in prose(view):
        for match in _ALL_OF_FUND.finditer(text):
            said = around(float(match["amount"].replace(",", "")), half_unit(match["amount"]))
            if said.low > whole.interval.high + EPSILON:
                words = {"said": match["amount"], "fund": match["fund"], "page": whole.page}
                zh, en = quoted(whole)
                given = float(match["amount"].replace(",", "")), whole.value
                yield worded(
                    "all_of_fund",
                    words | {"whole": zh},
                    {"whole": en},
                    figures=(whole,),
                    stated=given[0],
                    expected=given[1],
                    page=paragraph.page,
                    place=f"block:{block}",
                )


def _cars_of_nobody(view: View) -> Iterator[Verdict]:
    """Money to run cars of an office that has none, or cars and no money to run them; nothing said of pooled cars."""
    if any(OTHERS_CARS.search(text) for _, _, text in paragraphs(view)):
        return
    owned = [one for one in view.index.select("claims", {"measure": "count", "unit": "辆"}) if one.figure]
    cars = next((one.figure for one in owned if one.keys["item"] in ("车辆", "公务用车")), None)
    for number, row in view.rows("three_public"):
        found = (view.figure("three_public", number, column) for column in ("actual", "budget"))
        money = next((figure for figure in found if figure), None)
        if not cars or row["item"] != "vehicle_operation" or not money or bool(cars.value) is bool(money.value):
            continue
        zh, en = quoted(money)
        words, own = {"amount": zh, "cars": shown(cars)}, {"amount": en}
        if money.value:
            yield worded("no_car", words, own, figures=(money, cars), stated=0.0)
        else:
            yield worded("car_not_run", words, own, figures=(money, cars), kind="wording.car_not_run")


RULES: dict[str, Run] = {
    "wording.two_changes": _two_changes,
    "wording.all_of_fund": _all_of_fund,
    "wording.no_car": _cars_of_nobody,
}
