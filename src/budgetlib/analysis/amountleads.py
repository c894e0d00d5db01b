"""Leads from amounts: large moves, what no item explains, money carried over, the three public expenses."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from budgetlib.analysis.lead import Given, Lead, lead
from budgetlib.analysis.reasons import as_said
from budgetlib.analysis.yearonyear import totals, whole_of_items
from budgetlib.intervals import DIGITS, HALF_UNIT, percent
from budgetlib.reference.wording import amount, item_label, percentage, quoted
from budgetlib.years.functional import completed, functional_items, on_prior_year
from budgetlib.years.threepublic import COMPONENTS, three_public_items

_MOVES = 3
"""Moves that are told, with a reason and without."""


def _unexplained_rest(given: Given) -> Iterator[Lead]:
    """What of the largest total no item explains, in reports whose items are all of a total.

    Items that add up to none are a part, or one of them is wrong, and their rest means nothing.
    """
    items = functional_items(given.tables["changes"])["change"].dropna()
    whole = totals(given.tables["changes"]).dropna(subset=["change"]).sort_values("change", key=abs, ascending=False)
    if whole.empty or whole_of_items(given.tables["changes"]) is None:
        return
    total = whole.iloc[0]
    rest = round(float(total["change"]) - float(items.sum()), DIGITS)
    if (
        abs(rest) < HALF_UNIT * (len(items) + 1)
        or abs(percent(rest, total["change"])) < given.tolerances.unexplained_rest
    ):
        return
    yield lead(
        "unexplained_rest",
        rest,
        [total["page"]],
        item=quoted(total["item"]),
        change=amount(total["change"]),
        count=str(len(items)),
        sum=amount(float(items.sum())),
        rest=amount(rest),
    )


def _large_moves(given: Given) -> Iterator[Lead]:
    """The largest moves against the prior year, and those without a reason; one of several rows with one change."""
    changes = given.own("changes")
    items = functional_items(changes)
    rows = items if len(items) > _MOVES else completed(on_prior_year(changes))
    rows = rows.dropna(subset=["item", "change", "prior", "current"])
    rates = [percent(change, prior) for change, prior in zip(rows["change"], rows["prior"], strict=True)]
    rows = rows.assign(rate=rates).sort_values("change", key=abs, ascending=False, kind="stable")
    rows = rows[(rows["change"].abs() > HALF_UNIT) & ~(rows["rate"].abs() < given.tolerances.large_rise)]
    explained = rows["reason"].notna()
    told = rows[explained].drop_duplicates("change").drop_duplicates("reason").head(_MOVES)
    silent = (
        rows[~explained & ~rows["change"].isin(rows.loc[explained, "change"])].drop_duplicates("change").head(_MOVES)
    )
    for kind, found in (("large_move", told), ("no_reason", silent)):
        for _, row in found.iterrows():
            rated = row["rate"] == row["rate"]
            yield lead(
                kind,
                row["change"],
                [row["page"]],
                item=quoted(row["item"]),
                prior=amount(row["prior"]),
                current=amount(row["current"]),
                to_zh="降至" if row["change"] < 0 else "增至",
                rate=percentage(row["rate"]) if rated else "上年为零",
                rate_en=percentage(row["rate"]) if rated else "zero before",
                reason=as_said(str(row["reason"])),
            )


def _carry_over(given: Given) -> Iterator[Lead]:
    closing, opening = (given.by_id(name) for name in ("closing", "opening"))
    total = given.by_id("expenditure+total")
    if (
        closing is None
        or total is None
        or percent(closing["value"], total["value"]) < given.tolerances.large_carry_over
    ):
        return
    yield lead(
        "carry_over",
        closing["value"],
        [closing["page"], total["page"]],
        closing=amount(closing["value"]),
        total=amount(total["value"]),
        rate=percentage(percent(closing["value"], total["value"])),
        opening_zh="" if opening is None else f"（年初{amount(opening['value'])}万元）",
        opening_en="" if opening is None else f" ({amount(opening['value'])} at its beginning)",
    )


def _small_enterprises(given: Given) -> Iterator[Lead]:
    whole, sme = given.by_id("procurement"), given.by_id("procurement+sme")
    if whole is None or sme is None or not whole["value"] > HALF_UNIT:
        return
    rate = percent(sme["value"], whole["value"])
    if rate < given.tolerances.small_enterprises:
        yield lead(
            "small_enterprises",
            whole["value"] - sme["value"],
            [whole["page"], sme["page"]],
            whole=amount(whole["value"]),
            sme=amount(sme["value"]),
            rate=percentage(rate),
        )


def _cost_per_unit(given: Given) -> Iterator[Lead]:
    rows = given.tables["three_public"]
    for _, row in rows[rows["actual"].notna() & (rows["actual"] > HALF_UNIT)].iterrows():
        count, unit = (row["count"], row["count_unit"]) if row["item"] != "abroad" else (row["persons"], "人次")
        if pd.notna(count) and count > 0 and isinstance(unit, str):
            yield lead(
                "cost_per_unit",
                row["actual"],
                [row["page"]],
                item=item_label(row["item"], "zh"),
                item_en=item_label(row["item"], "en"),
                actual=amount(row["actual"]),
                count=f"{count:,g}",
                unit=unit,
                each=amount(row["actual"] / count),
            )


def _three_public_rise(given: Given) -> Iterator[Lead]:
    rows = three_public_items(given.tables["three_public"])
    rows["rise"] = (rows["current"] - rows["prior"]).round(DIGITS)
    whole = rows[rows["item"] == "total"]
    parts = rows[rows["item"].isin(COMPONENTS) & (rows["rise"] > HALF_UNIT)].sort_values("rise", ascending=False)
    if (
        whole.empty
        or parts.empty
        or not percent(whole["rise"].iloc[0], whole["prior"].iloc[0]) >= given.tolerances.large_rise
    ):
        return
    total, item = whole.iloc[0], parts.iloc[0]
    yield lead(
        "three_public_rise",
        total["rise"],
        [total["page"], item["page"]],
        prior=amount(total["prior"]),
        current=amount(total["current"]),
        rate=percentage(total["rate"]),
        item=item_label(item["item"], "zh"),
        item_en=item_label(item["item"], "en"),
        item_prior=amount(item["prior"]),
        item_current=amount(item["current"]),
    )


KINDS = (
    _unexplained_rest,
    _large_moves,
    _carry_over,
    _small_enterprises,
    _cost_per_unit,
    _three_public_rise,
)
"""The kinds of this module, in the order in which those with the same money are told."""
