"""Checks on the prose: what it says twice, what it adds up, its shares, rates and changes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from budgetlib import reference
from budgetlib.checks.model import Figure, Rule, Verdict, View, rate_verdict, shown, sum_verdict
from budgetlib.numbers import TO_WAN
from budgetlib.parsers.prose import item_key

Key = tuple[str, str, str]
_AMOUNTS = ("actual", "prior", "initial_budget", "annual_budget")
_GENERAL_PUBLIC = "一般公共预算财政拨款支出"
_NO_NAMES = ("合计", "金额", "总计", "资金", "项目总预算")
"""Words that name an amount only where they stand, not across sentences."""


def _repeated(view: View) -> Iterator[Verdict]:
    """The same item, measure and unit within one section, stated more than once.

    Counts are left out: 其他用车 after the cars owned and after the cars to be bought are two things.
    """
    first: dict[tuple[str, ...], Figure] = {}
    for number, row in view.rows("claims"):
        figure = view.figure("claims", number, "value")
        if figure is None or row["measure"] not in _AMOUNTS or row["item"] in _NO_NAMES:
            continue
        part = view.report.rows["claims"][number].keys.get("part", "")
        kind = "money" if row["unit"] in TO_WAN else row["unit"]
        key = (part, row["section"], row["item"], row["measure"], kind, str(row["year"]))
        before = first.setdefault(key, figure)
        if before is not figure:
            yield sum_verdict(figure, [before], (f"{row['item']}前后两次陈述", f"{row['item']}, stated twice"))


def _components(view: View) -> Iterator[Verdict]:
    amounts = _amounts(view)
    sections = {key[:2] for key in amounts}
    for identity in reference.load("identities")["prose"]:
        for section in sections:
            total = _named(amounts, section, identity["total"])
            parts = [_named(amounts, section, part) for part in identity["parts"]]
            present = [part for part in parts if part]
            if total and len(present) == len(parts):
                yield sum_verdict(total, present, (identity["zh"], identity["en"]))


def _change_rates(view: View) -> Iterator[Verdict]:
    for number, row in view.rows("changes"):
        rate, change, current = (view.figure("changes", number, c) for c in ("change_pct", "change", "current"))
        prior = view.figure("changes", number, "prior")
        if not rate or not current or not (change or prior):
            continue
        subject = (f"{row['item']}增减率", f"{row['item']}, rate of change")
        if change:
            if not change.value and not current.value and rate.value:
                yield _rate_without_change(row["item"], change, rate)
                continue
            base = (current.interval - change.interval, current.value - change.value)
            formula = f"{shown(change)} / ({shown(current)} − {shown(change)})".replace("− -", "+ ")
            verdict = rate_verdict(rate, (change.interval, change.value), base, (change, current), subject, formula)
        else:
            assert prior is not None
            moved = (current.interval - prior.interval, current.value - prior.value)
            formula = f"({shown(current)} − {shown(prior)}) / {shown(prior)}"
            verdict = rate_verdict(rate, moved, (prior.interval, prior.value), (current, prior), subject, formula)
        if verdict:
            yield verdict


def _rate_without_change(item: str, change: Figure, rate: Figure) -> Verdict:
    """0.00万元，增加0.00万元，增长5.00%: possible only of amounts too small to be printed, hence no error."""
    return Verdict(
        "broken",
        (rate, change),
        f"“{item}”：增减额为 {shown(change)}，增减率却是 {shown(rate)}%。",
        f"{item}: the change is {shown(change)}, but the rate is {shown(rate)} %.",
        rate.value,
        0.0,
        rate.value,
        severity="warning",
    )


def _budget_rates(view: View) -> Iterator[Verdict]:
    """Difference rates and completion rates against the budget stated just before them."""
    last: dict[Key, dict[str, Figure]] = defaultdict(dict)
    printed = _three_public_budgets(view)
    for number, row in view.rows("claims"):
        figure = view.figure("claims", number, "value")
        if figure is None:
            continue
        stated = last[(row["section"], row["subsection"], row["item"])]
        if "三公" in row["section"] and "budget" not in stated:
            stated |= printed.get(item_key(row["item"]) or "", {})
        if row["measure"] in ("difference_pct", "completion_pct"):
            verdict = _against_budget(row["measure"], row["item"], figure, stated)
            if verdict:
                yield _named_base(verdict, row, stated)
        elif row["unit"] in TO_WAN:
            stated[row["measure"]] = figure
            if row["measure"].endswith("budget"):
                stated["budget"] = figure


def _three_public_budgets(view: View) -> dict[str, dict[str, Figure]]:
    """Budgets of the three public expenses from their statement, for rates whose budget the prose leaves out."""
    budgets: dict[str, dict[str, Figure]] = {}
    for number, row in view.rows("lines"):
        figure = view.figure("lines", number, "amount")
        key = "total" if row["name"] == "合计" else item_key(row["name"])
        if figure and key and (row["statement"], row["column"]) == ("three_public", "budget"):
            budgets.setdefault(key, {"budget": figure})
    return budgets


def _named_base(verdict: Verdict, row: dict[str, Any], stated: dict[str, Figure]) -> Verdict:
    """A rate that fits the budget stated last, while the words name another one, is a warning."""
    named, used = stated.get(row["base"] or ""), stated.get("budget")
    if verdict.status == "broken" or named is None or used is None or named is used or named.value == used.value:
        return verdict
    return replace(
        verdict,
        status="broken",
        severity="warning",
        message_zh=f"“{row['item']}”：文字称完成年初预算的 {shown(verdict.figures[0])}%，但年初预算为 {shown(named)}，"
        f"该比率实际以全年预算 {shown(used)} 为分母。",
        message_en=f"{row['item']}: the rate of {shown(verdict.figures[0])} % is said to be of the initial budget "
        f"({shown(named)}) but was computed on the adjusted one ({shown(used)}).",
    )


def _against_budget(measure: str, item: str, rate: Figure, stated: dict[str, Figure]) -> Verdict | None:
    budget, actual = stated.get("budget"), stated.get("actual")
    if not budget or not actual:
        return None
    base = (budget.interval, budget.value)
    if measure == "completion_pct":
        subject = (f"{item}完成率", f"{item}, completion")
        formula = f"{shown(actual)} / {shown(budget)}"
        return rate_verdict(rate, (actual.interval, actual.value), base, (actual, budget), subject, formula)
    moved = (actual.interval - budget.interval, actual.value - budget.value)
    formula = f"({shown(actual)} − {shown(budget)}) / {shown(budget)}"
    return rate_verdict(
        rate, moved, base, (actual, budget), (f"{item}预决算差异率", f"{item}, difference rate"), formula
    )


def _three_public(view: View) -> Iterator[Verdict]:
    numbers = {row["item"]: number for number, row in view.rows("three_public")}
    for total, parts, zh, en in (
        ("total", ("abroad", "vehicles", "reception"), "“三公”经费合计", "Three public, total"),
        ("vehicles", ("vehicle_purchase", "vehicle_operation"), "公务用车购置及运行维护费", "Vehicles"),
    ):
        if not {total, *parts} <= numbers.keys():
            continue
        for column in ("budget", "actual", "change"):
            whole = view.figure("three_public", numbers[total], column)
            pieces = [view.figure("three_public", numbers[part], column) for part in parts]
            present = [piece for piece in pieces if piece]
            if whole and len(present) == len(parts):
                yield sum_verdict(whole, present, (zh, en))


def _shares(view: View) -> Iterator[Verdict]:
    """Shares of the items of a breakdown in the amount that opens it, or in the total that its section is about.

    What a share is of is rarely said: it holds where one of the possible wholes fits, the nearest one first.
    """
    heads, totals = _wholes(view)
    last: dict[Key, Figure] = {}
    for number, row in view.rows("claims"):
        figure = view.figure("claims", number, "value")
        if figure is None:
            continue
        place = (row["section"], row["subsection"])
        key = (*place, row["item"])
        if row["measure"] == "actual" and row["unit"] in TO_WAN:
            last[key] = figure
        elif row["measure"] == "share_pct" and key in last:
            part = last[key]
            wholes = [heads.get(_block(view, number)), heads.get(place), _total_of(row, totals)]
            verdicts = [_share(figure, part, whole, row["item"]) for whole in wholes if whole and whole is not part]
            judged = [verdict for verdict in verdicts if verdict]
            if judged:
                yield next((verdict for verdict in judged if verdict.status != "broken"), judged[0])


def _share(share: Figure, part: Figure, whole: Figure, item: str) -> Verdict | None:
    return rate_verdict(
        share,
        (part.interval, part.value),
        (whole.interval, whole.value),
        (part, whole),
        (f"{item}占比", f"{item}, share"),
        f"{shown(part)} / {shown(whole)}",
    )


def _block(view: View, claim: int) -> int:
    """The paragraph that states a claim."""
    return view.report.rows["claims"][claim].marks["value"].block


def _wholes(view: View) -> tuple[dict[object, Figure], dict[str, Figure]]:
    """The amount that opens each paragraph (by its block) and each subsection (by section and subsection), unless it
    is itself a share of something; and totals by their meaning.
    """
    shared = {
        (row["section"], row["subsection"], row["item"])
        for _, row in view.rows("claims")
        if row["measure"] == "share_pct"
    }
    heads: dict[object, Figure | None] = {}
    totals: dict[str, Figure] = {}
    for number, row in view.rows("claims"):
        figure = view.figure("claims", number, "value")
        if figure is None or row["measure"] != "actual" or row["unit"] not in TO_WAN or view.in_reason(number):
            continue
        place = (row["section"], row["subsection"])
        for opened in (_block(view, number), place):
            heads.setdefault(opened, None if (*place, row["item"]) in shared else figure)
        if row["item"] in ("本年支出合计", "本年支出"):
            totals.setdefault("spent", figure)
        elif row["item"] == _GENERAL_PUBLIC:
            totals.setdefault("general", figure)
        elif "三公" in row["section"] and item_key(row["item"]) == "total":
            totals.setdefault("three_public", figure)
    return {place: head for place, head in heads.items() if head}, totals


def _total_of(row: dict[str, Any], totals: dict[str, Figure]) -> Figure | None:
    """The total of a breakdown that no amount opens: the general public budget by class, the three public by item."""
    if row["item"] == _GENERAL_PUBLIC:
        return totals.get("spent")
    if "三公" in row["section"] and item_key(row["item"]) in ("abroad", "vehicles", "reception"):
        return totals.get("three_public")
    if _GENERAL_PUBLIC in row["section"] and row["item"].endswith("支出"):
        return totals.get("general")
    return None


def _amounts(view: View) -> dict[Key, Figure]:
    """The first amount of each item in each subsection."""
    amounts: dict[Key, Figure] = {}
    for number, row in view.rows("claims"):
        figure = view.figure("claims", number, "value")
        if figure and row["unit"] in TO_WAN and row["measure"] in ("actual", "initial_budget"):
            amounts.setdefault((row["section"], row["subsection"], row["item"]), figure)
    return amounts


def _named(amounts: dict[Key, Figure], section: tuple[str, str], names: list[str]) -> Figure | None:
    return next((amounts[(*section, name)] for name in names if (*section, name) in amounts), None)


RULES = (
    Rule(
        "prose.repeated",
        "prose",
        "error",
        "同一数字前后一致",
        "A figure stated twice is the same",
        "Two values for one item cannot both be true.",
        _repeated,
    ),
    Rule(
        "prose.components",
        "prose",
        "error",
        "分项之和等于合计",
        "Components add up to their total",
        "A total that its parts do not give is wrong somewhere.",
        _components,
    ),
    Rule(
        "prose.change_rate",
        "prose",
        "error",
        "增减率等于增减额除以上年数",
        "Rate of change = change / prior year",
        "Growth rates are what gets quoted.",
        _change_rates,
    ),
    Rule(
        "prose.budget_rate",
        "prose",
        "error",
        "完成率、差异率与预决算数一致",
        "Completion and difference rates follow",
        "They say how well the budget was kept.",
        _budget_rates,
    ),
    Rule(
        "prose.three_public",
        "prose",
        "error",
        "“三公”经费各项之和等于合计",
        "Three public: parts add up",
        "The most watched figures of a report.",
        _three_public,
    ),
    Rule(
        "prose.shares",
        "prose",
        "error",
        "占比等于分项除以合计",
        "Share = part / whole",
        "A pasted share is a frequent slip.",
        _shares,
    ),
)
