"""The three public expenses (“三公”经费): statement and prose put together, one row an item."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

from budgetlib.parsers.facts import Row
from budgetlib.parsers.prose.figures import YEAR_BASES, figure_of, is_money
from budgetlib.parsers.prose.state import Claim, Worded
from budgetlib.schema import THREE_PUBLIC_ITEMS
from budgetlib.text import key as bare

_ITEMS = (
    (
        "vehicles",
        re.compile(r"用?车(?:辆)?购置(?:及|和)(?:公务用车)?(?:运行|运维)|用车(?:及运行维护费|费|经费)|^购置及运行"),
    ),
    ("vehicle_purchase", re.compile(r"公务用?车购置|公车购置|购置(?:公务)?用?车|^购置(?:费|数|数量|车辆)?$|^车辆购置")),
    (
        "vehicle_operation",
        re.compile(r"公?务?用?车辆?(?:运行|运维|保有)|^(?:运行|运维)(?:维护)?费?用?(?:支出)?$|汽车保有量|^保有量$"),
    ),
    ("abroad", re.compile(r"出国")),
    ("reception", re.compile(r"公务接待|国内接待|^接待")),
    ("total", re.compile(r"三公")),
)
_SPECIAL = re.compile(r"外宾|外事|国\(境\)外|机关运行经费(?!.{0,60}三公)|会议费|培训费")
_TERMS = {"three_public": "total"} | {key: key for key in THREE_PUBLIC_ITEMS}
"""Items of the statement by the term that its heading or its row names."""
_IDS = {key: key for key in THREE_PUBLIC_ITEMS} | {"total": "three_public"}
_BUDGETS = {"initial_budget": "initial", "annual_budget": "annual", "budget": "unstated"}
_WHOLE = (None, "", "合计", "总计")
"""Whose row of a statement is the office's own: of no unit, or of all of them."""
_FUNDS = (None, "general_public", "appropriation")
"""Funds of the three public expenses; a statement may have columns of others beside them."""
_PERSONS = ("人次", "人")
_COUNTED = (*_PERSONS, "批次", "批", "个", "次", "辆")
_TOTAL = "(一)支出合计"
"""The row of all three, above 相关统计数, where the statement has running costs beside them."""


def _key_of(line: Row) -> str | None:
    """The item that a row, or a heading, of the statement names; 合计 is of all that the statement holds."""
    name = bare(str(line.values["name"]))
    if name == _TOTAL:
        return "total"
    if line.values.get("unit") in _COUNTED:
        return item_key(name)
    if "item" in line.keys:
        return _TERMS.get(str(line.keys["item"]))
    return "total" if name in ("合计", "总计") else item_key(name)


def _column_of(column: str | None, stage: str | None) -> str | None:
    if column in ("total", "amount"):  # of all funds: whether planned or spent says the title
        return "actual" if stage == "actual" else "budget" if stage else None
    terms = set((column or "").split("+"))
    if {"budget", "change"} <= terms:
        return "change"  # 增减变化情况 of 三公经费预算: what a column tells of a budget is its change
    return "budget" if column in _BUDGETS else column


@lru_cache(maxsize=4096)
def item_key(name: str) -> str | None:
    """The key of ``three_public`` that a printed item belongs to; None for anything else (外宾接待 is only a part)."""
    name = bare(name)
    if _SPECIAL.search(name):
        return None
    found = [key for key, pattern in _ITEMS if pattern.search(name)]
    groups = {key.partition("_")[0].rstrip("s") for key in found if key != "total"}
    if len(groups) > 1:  # several in one name: the whole
        return "total" if "total" in found else None
    return found[0] if found else None


def three_public_of(stated: Sequence[Claim | Worded], lines: Iterable[Row], budget: bool) -> list[Row]:
    """One row per item that the report states of its own year, in the order of the schema.

    The statement's figures come first, the prose adds what the statement does not have (prior year, change, shares,
    counts). Where the two differ the statement stands and the checks report the difference.
    """
    table = _Table(budget)
    statement = [line for line in lines if line.values["statement"] == "three_public"]
    units = {line.values.get("unit_name") for line in statement} - set(_WHOLE)
    for line in statement:
        if line.values.get("unit_name") in _WHOLE or len(units) == 1:  # a statement of one unit is of the whole
            table.take_line(line)
    about = {one.section for one in stated if _is_about_them(one)}
    for one in stated:
        if one.section not in about:
            continue
        if isinstance(one, Claim) and not one.in_reason:
            table.take(one)
        elif isinstance(one, Worded) and one.direction == "flat" and one.base in YEAR_BASES:
            table.take_flat(one)
    return table.finished()


def _is_about_them(one: Claim | Worded) -> bool:
    """Whether the section speaks of the three public expenses: by its heading, or by an item of theirs named whole."""
    places = (one.section.part, one.section.section, one.section.subsection)
    named = any("三公" in place or item_key(place) for place in places)
    return named or (isinstance(one, Claim) and not one.in_reason and item_key(one.item) == "total")


class _Table:
    """The rows by item; the first statement of a figure counts, a later one confirms or contradicts it."""

    def __init__(self, budget: bool) -> None:
        self._budget = budget
        self._rows: dict[str, Row] = {}
        self._said: set[str] = set()
        """Items of which the prose states an amount."""

    def take_line(self, line: Row) -> None:
        """A figure of the statement of the three public expenses."""
        values = line.values
        key, column = _key_of(line), _column_of(values["column"], values.get("stage"))
        if key and values.get("amount") is None and values.get("unit") in _COUNTED and column in ("actual", None):
            self._count_of_line(key, line)
        before = column in ("prior", "change")
        if not key or not column or values.get("amount") is None or not (before or column in ("budget", "actual")):
            return
        row = self._row(key, values.get("page") or 0, None)
        if before and (values.get("fund") not in _FUNDS or row.values.get(column) is not None):
            return
        if column == "budget" and values.get("stage") == "initial" and row.values.get("stage") == "annual":
            return  # 年初预算数 and 全年预算数: what was to be kept is the later one
        if not before:
            row.values["year"] = values.get("year")
        if column == "budget":
            row.values["stage"] = values.get("stage")
        row.values[column] = values["amount"]
        if "amount" in line.facts:
            row.put(column, line.facts["amount"])

    def _count_of_line(self, key: str, line: Row) -> None:
        """What the statement counts: 国内公务接待批次（个）, 公务用车保有量（辆）."""
        unit = line.values["unit"]
        persons = unit in _PERSONS
        if "value" not in line.facts or (persons and key not in ("reception", "abroad")):
            return
        row = self._row(key, line.values.get("page") or 0, None)
        column = "persons" if persons else "count"
        if row.values.get(column) is None:
            row.put(column, line.facts["value"])
            if not persons:
                row.values.setdefault("count_unit", unit)

    def take(self, claim: Claim) -> None:
        """A figure of the prose."""
        key = item_key(claim.item)
        if key is None or "（其中：" in claim.item:  # a source of the expense, and not the whole of it
            return
        if claim.measure == "count":
            self._count(key, claim)
        elif claim.measure == "share_pct" or (claim.measure == "change_pct" and claim.base in YEAR_BASES):
            self._put(key, claim.measure, claim)
        elif is_money(claim):
            self._amount(key, claim)

    def take_flat(self, flat: Worded) -> None:
        """与上年持平."""
        row = self._rows.get(item_key(flat.item) or "")
        if row is not None and row.values.get("change") is None and row.values.get("prior") in (None, self._now(row)):
            row.values["change"] = 0.0

    def finished(self) -> list[Row]:
        """All rows; the prior year follows from the amount and its change where it is not printed."""
        for row in self._rows.values():
            values, now = row.values, self._now(row)
            known = values.get("change") is not None and now is not None
            if values.get("prior") is None and known and values["change"] <= now:  # more than the amount: a slip
                values |= {"prior": round(now - values["change"], 6), "prior_derived": True}
            elif values.get("prior") is not None:
                values["prior_derived"] = False
            values["stage"] = values["budget_basis"] = values.get("budget_basis") or values.get("stage")
        return [self._rows[key] for key in THREE_PUBLIC_ITEMS if key in self._rows]

    def _now(self, row: Row) -> Any:
        """The figure of the report's own year."""
        return row.values.get("budget" if self._budget else "actual")

    def _row(self, key: str, page: int, claim: Claim | None) -> Row:
        row = self._rows.setdefault(key, Row({"item": key, "item_id": _IDS[key], "page": page}))
        if claim is not None and key not in self._said:
            self._said.add(key)
            row.values |= {"item_scope": claim.named.scope, "part_of": claim.part_of}
        return row

    def _put(self, key: str, column: str, claim: Claim) -> None:
        row = self._row(key, claim.page, claim if column in ("actual", "budget") else None)
        if row.values.get("year") is None and claim.year is not None:
            row.values["year"] = claim.year + (column == "prior")
        if row.values.get(column) is None:
            row.put(column, figure_of(claim))

    def _amount(self, key: str, claim: Claim) -> None:
        if claim.measure in _BUDGETS:
            self._put(key, "budget", claim)
            row = self._rows[key]
            if row.values.get("budget_basis") is None:
                row.values["budget_basis"] = _BUDGETS[claim.measure]
        elif claim.measure in ("actual", "prior") or (claim.measure == "change" and claim.base in YEAR_BASES):
            self._put(key, claim.measure, claim)

    def _count(self, key: str, claim: Claim) -> None:
        persons = claim.unit in _PERSONS
        if claim.unit == "人" and key not in ("reception", "abroad"):
            return
        self._put(key, "persons" if persons else "count", claim)
        if not persons:
            self._rows[key].values.setdefault("count_unit", claim.unit)
