"""Checks on what the words say: direction, sign, zero base, names, lists, counts, part and whole in the prose."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import takewhile
from typing import Any

from budgetlib import reference
from budgetlib.checks.contents import paragraphs
from budgetlib.checks.figures import Figure
from budgetlib.checks.messages import amount, quoted, say, shown
from budgetlib.checks.model import Run, Verdict, View, sum_verdict, worded
from budgetlib.intervals import DIGITS, EPSILON
from budgetlib.numbers import decimals
from budgetlib.reference.items import label
from budgetlib.text import fold

_SAID_FLAT = re.compile(
    r"(?P<one>\d[\d,]{0,20}(?:\.\d{1,9})?)万元,?(?:与|同|和|较|比)[^,。;\d]{0,8}(?:20\d\d年)?[^,。;\d]{0,12}"
    r"(?P<other>\d[\d,]{0,20}(?:\.\d{1,9})?)万元(?:相比)?,?持平"
)
_WORDS = {"up": ("大于", "above"), "down": ("小于", "below"), "flat": ("持平", "equal to")}


def _direction(view: View) -> Iterator[Verdict]:
    """决算数大于（小于、持平）预算数 against the two amounts; any of the budgets stated may be meant."""
    for number, row in view.rows("completions"):
        actual = view.figure("completions", number, "actual")
        budgets = [view.figure("completions", number, c) for c in ("initial_budget", "annual_budget")]
        stated = [budget for budget in budgets if budget]
        if not row.get("direction") or not actual or not stated:
            continue
        figures = (actual, *stated)
        if any(_moves(actual, budget) == row["direction"] for budget in stated):
            yield Verdict("exact", figures)
            continue
        zh, en = _WORDS[row["direction"]]
        budget = stated[-1]
        words = {"item": row["item"], "word": zh, "actual": shown(actual), "budget": shown(budget)}
        said = actual.value, budget.value
        yield worded("direction", words, {"word": en}, figures=figures, stated=said[0], expected=said[1])


def _moves(actual: Figure, budget: Figure) -> str:
    if abs(actual.value - budget.value) < EPSILON:
        return "flat"
    return "up" if actual.value > budget.value else "down"


def _signs(view: View) -> Iterator[Verdict]:
    """An amount that rises with a rate that falls (增加…，下降…)."""
    for number, row in view.rows("changes"):
        change, rate = (view.figure("changes", number, column) for column in ("change", "change_pct"))
        if change and rate and change.value * rate.value < 0:
            words = {"item": row["item"], "change": shown(change), "rate": shown(rate)}
            yield worded("sign", words, figures=(change, rate), stated=change.value, expected=-change.value)


def _zero_base(view: View) -> Iterator[Verdict]:
    """A growth rate from a prior year of zero (0 → x printed as 100 %)."""
    for number, row in view.rows("changes"):
        new = view.figure("changes", number, "change") or view.figure("changes", number, "current")
        rate = view.figure("changes", number, "change_pct")
        if row["zero_base"] and new and rate and new.value:
            words = {"item": row["item"], "new": shown(new), "rate": shown(rate)}
            yield Verdict("broken", (rate, new), *say("zero_base", words), rate.value)


def _said_flat(view: View) -> Iterator[Verdict]:
    """持平 between two amounts that stand in its own clause and differ."""
    for block, paragraph, _ in paragraphs(view):
        for match in _SAID_FLAT.finditer("".join(fold(paragraph.text).split())):
            one, other = (float(match[name].replace(",", "")) for name in ("one", "other"))
            if abs(one - other) > EPSILON:
                off = amount(abs(one - other), decimals(match["one"]))
                words = {"one": match["one"], "other": match["other"], "off": off}
                found = *say("said_flat", words), one, other, round(one - other, DIGITS)
                yield Verdict("broken", (), *found, page=paragraph.page, place=f"block:{block}")


def _counts(view: View) -> Iterator[Verdict]:
    """A count and the kinds behind its 其中: vehicles, staff, grades of the self-evaluations."""
    claims = [(number, row) for number, row in view.rows("claims")]
    for identity in reference.load("structure")["count"]:
        for place, (number, row) in enumerate(claims):
            if row["measure"] == "count" and re.fullmatch(identity["total"], row["item"]):
                behind = claims[place + 1 :]
                yield from _kinds(view, number, row, behind, identity)


def _kinds(
    view: View, number: int, row: dict[str, Any], behind: list[tuple[int, dict[str, Any]]], identity: dict[str, Any]
) -> Iterator[Verdict]:
    skipped = [one for one in behind if one[1]["measure"] == "count" and one[1]["unit"] == row["unit"]]
    parts = list(takewhile(lambda one: re.fullmatch(identity["parts"], one[1]["item"]), skipped))
    total = view.figure("claims", number, "value")
    figures = [figure for part, _ in parts if (figure := view.figure("claims", part, "value"))]
    more = total is not None and sum(figure.value for figure in figures) > total.value
    if total and figures and (len(figures) >= identity["at_least"] or (more and len(figures) > 1)):
        subject = (f"“{row['item']}”各类之和", f"{row['item']}, sum of its kinds")
        yield sum_verdict(_counted(total), [_counted(figure) for figure in figures], subject)


def _counted(figure: Figure) -> Figure:
    """Counts are exact."""
    return figure._replace(half=0.0)


def _three_public_counts(view: View) -> Iterator[Verdict]:
    """Groups, receptions and cars of zero beside money that was spent on them."""
    for number, row in view.rows("three_public"):
        count = view.figure("three_public", number, "count")
        actual = view.figure("three_public", number, "actual")
        if count and actual and not count.value and actual.value:
            words = {"item": row["item"], "name": label(row["item"]), "count": shown(count), "unit": row["count_unit"]}
            spent = quoted(actual)
            amount = {"amount": spent[0]}
            yield worded(
                "three_public_count", words | amount, {"amount": spent[1]}, figures=(count, actual), stated=count.value
            )


def _carried_in(view: View) -> Iterator[Verdict]:
    """当年拨款 with money carried over from earlier years in it, which the statement of income sets apart."""
    own, carried = (
        next(iter(view.index.select("lines", {"statement": "income", "column": column, "total": True})), None)
        for column in ("general_public", "general_public+carryover")
    )
    if not own or not carried or not own.figure or not carried.figure or carried.figure.value <= 0:
        return
    for entry in view.index.select("claims", {"item": "一般公共预算当年拨款", "standing": "main", "money": True}):
        said = entry.figure
        if said and said.interval.overlaps(own.figure.interval + carried.figure.interval):
            words = [
                {"said": quoted(said)[n], "own": quoted(own.figure)[n], "carried": quoted(carried.figure)[n]}
                for n in (0, 1)
            ]
            figures = (said, own.figure, carried.figure)
            yield worded("carried_in", *words, figures=figures, stated=said.value, expected=own.figure.value)
            return


def _other_base(view: View) -> Iterator[Verdict]:
    """A rate said to be of the initial budget that follows from the adjusted one."""
    stated: dict[tuple[object, ...], dict[str, Figure]] = {}
    for number, row in view.rows("claims"):
        figure = view.figure("claims", number, "value")
        known = stated.setdefault((row["section"], row["subsection"], row["item"]), {})
        if figure and figure.money:
            known[row["measure"]] = figure
        if figure is None or row["measure"] != "completion_pct" or row["base"] != "initial_budget":
            continue
        actual, initial, annual = (known.get(name) for name in ("actual", "initial_budget", "annual_budget"))
        if not actual or not initial or not annual or initial.value == annual.value:
            continue
        if _fits(figure, actual, annual) and not _fits(figure, actual, initial):
            words = [
                {"item": row["item"], "rate": shown(figure), "initial": quoted(initial)[n], "annual": quoted(annual)[n]}
                for n in (0, 1)
            ]
            yield Verdict(
                "broken",
                (figure, actual, annual),
                *say("other_base", *words),
                figure.value,
                round(actual.value / annual.value * 100, DIGITS),
                # Of an initial budget of zero there is no rate at all: that cannot be true as worded.
                kind="wording.other_base" if initial.value else "",
            )


def _fits(rate: Figure, actual: Figure, budget: Figure) -> bool:
    quotient = actual.interval.divided_by(budget.interval)
    return quotient is not None and rate.interval.overlaps(quotient.scaled(100.0))


def _rate_without_change(view: View) -> Iterator[Verdict]:
    """0.00万元，增加0.00万元，增长5.00%: possible only of amounts too small to be printed, hence no error."""
    for number, row in view.rows("changes"):
        current, change, rate = (view.figure("changes", number, c) for c in ("current", "change", "change_pct"))
        if current and change and rate and rate.value and not change.value and not current.value:
            said = quoted(change)
            words = {"item": row["item"], "change": said[0], "rate": shown(rate)}
            yield worded(
                "rate_without_change",
                words,
                {"change": said[1]},
                figures=(rate, change),
                stated=rate.value,
                expected=0.0,
                kind="wording.rate_without_change",
            )


RULES: dict[str, Run] = {
    "wording.three_public_count": _three_public_counts,
    "wording.carried_in": _carried_in,
    "wording.direction": _direction,
    "wording.sign": _signs,
    "wording.zero_base": _zero_base,
    "wording.flat": _said_flat,
    "prose.counts": _counts,
    "prose.budget_rate": _other_base,
    "prose.change_rate": _rate_without_change,
}
