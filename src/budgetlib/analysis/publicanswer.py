"""The three public expenses of one report as a reader asks about them: how much, of which budget, per vehicle.

Sources are the tables ``three_public`` and ``claims`` of one report. Amounts are 万元.
"""

from __future__ import annotations

import pandas as pd

from budgetlib.analysis.sentences import BUDGET_BASES, Sentence, three_public_sentences
from budgetlib.reference.wording import amount, percentage
from budgetlib.years.threepublic import three_public_items

_VEHICLES = "辆"


def three_public_answer(three_public: pd.DataFrame, claims: pd.DataFrame) -> list[Sentence]:
    """What the report says of the three public expenses; nothing where it says nothing."""
    if three_public.empty:
        return []
    basis = budget_basis_sentence(three_public)
    return [*three_public_sentences(three_public), *basis, *vehicle_sentences(three_public, claims)]


def budget_basis_sentence(three_public: pd.DataFrame) -> list[Sentence]:
    """Which budget the spending is compared with, and what that says; nothing in a budget or where none is stated."""
    rows = three_public_items(three_public)
    rows = rows[(rows["item"] == "total") & (rows["report_type"] == "final") & rows["completion_pct"].notna()]
    if rows.empty:
        return []
    row = rows.iloc[0]
    figures = f"{amount(row['actual'])}／{amount(row['budget'])}"
    used = percentage(row["completion_pct"])
    if row["budget_basis"] not in BUDGET_BASES:
        return [
            Sentence(
                f"报告没有说明这是年初预算还是全年预算：支出为预算的{used}（{figures}万元），不能说明节约与否。",
                f"The report does not say which budget it is: {used} of it ({figures}) tells nothing of thrift.",
            )
        ]
    zh, en = BUDGET_BASES[str(row["budget_basis"])]
    adjusted = row["budget_basis"] == "annual"
    why_zh = (
        "年中调整过的预算与支出相近是应该的，不能说明节约。"
        if adjusted
        else "年初预算是批准时的数，可以比出多花还是少花。"
    )
    why_en = "an adjusted budget is bound to be near" if adjusted else "it was approved before the money was spent"
    return [
        Sentence(
            f"比的是{zh}：{figures}万元，{used}；{why_zh}", f"Compared with the {en}: {figures}, {used}; {why_en}."
        )
    ]


def vehicle_sentences(three_public: pd.DataFrame, claims: pd.DataFrame) -> list[Sentence]:
    """Running cost per vehicle, by vehicles kept and by vehicles owned, where the report states cost and number."""
    rows = three_public_items(three_public)
    operation = rows[(rows["item"] == "vehicle_operation") & rows["current"].gt(0)]
    if operation.empty:
        return []
    cost, found = float(operation["current"].iloc[0]), []
    for number, zh, en in _vehicles(operation, claims):
        each = amount(cost / number)
        found.append(
            Sentence(
                f"公务用车运行维护{amount(cost)}万元，{zh}{number:.0f}辆，每辆{each}万元。",
                f"Running vehicles cost {amount(cost)}; {number:.0f} vehicles {en}: {each} each.",
            )
        )
    return found


def _vehicles(operation: pd.DataFrame, claims: pd.DataFrame) -> list[tuple[float, str, str]]:
    kept = operation.loc[operation["count_unit"] == _VEHICLES, "count"]
    named = claims[(claims["unit"] == _VEHICLES) & (claims["value"] > 0)]
    owned = named.loc[named["item"].str.fullmatch(".*共有车辆|车辆", na=False), "value"]
    found = [(float(kept.iloc[0]), "按“三公”经费的保有量", "kept")] if len(kept) and kept.iloc[0] > 0 else []
    return [*found, (float(owned.max()), "按资产中的车辆", "owned")] if len(owned) else found
