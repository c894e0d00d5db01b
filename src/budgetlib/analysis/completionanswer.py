"""Of which budget a completion rate is, and what else one report says of spending against budgets.

Sources are the tables ``completions`` and ``projects`` of one report. Amounts are 万元.
"""

from __future__ import annotations

import pandas as pd

from budgetlib.analysis.completion import budget_comparisons, budget_path, completion_sentences
from budgetlib.analysis.sentences import Sentence
from budgetlib.intervals import HALF_UNIT
from budgetlib.reference.classification import english
from budgetlib.reference.wording import amount, percentage, quoted

_WORDS = {"up": ("大于", "above"), "down": ("小于", "below"), "flat": ("持平", "equal")}


def completion_answer(completions: pd.DataFrame, projects: pd.DataFrame) -> list[Sentence]:
    """What the projects' spending is of either budget, what the printed rates were measured against, new items."""
    path = budget_path(projects)
    found = []
    if path.projects and path.initial > 0 and path.adjusted > 0:
        found.append(
            Sentence(
                f"{path.projects}个项目的支出是全年预算的{percentage(path.executed / path.adjusted * 100)}、年初预算的"
                f"{percentage(path.executed / path.initial * 100)}；调整动了{amount(path.moved)}万元，为年初预算的"
                f"{percentage(path.moved / path.initial * 100)}。",
                f"{path.projects} projects spent {percentage(path.executed / path.adjusted * 100)} of the adjusted and "
                f"{percentage(path.executed / path.initial * 100)} of the initial budgets, after adjustments of "
                f"{amount(path.moved)}, {percentage(path.moved / path.initial * 100)} of the initial ones.",
            )
        )
    return [*found, *completion_sentences(completions, projects), *totals_sentences(completions)]


def totals_sentences(completions: pd.DataFrame, n: int = 4) -> list[Sentence]:
    """The largest comparisons that state a budget and the spending, each with its rate."""
    rows = budget_comparisons(completions)
    rows = rows[rows["actual"].notna()].assign(budget=rows["annual_budget"].fillna(rows["initial_budget"]))
    rows = rows[rows["budget"] > 0].drop_duplicates(["item", "budget", "actual"]).nlargest(n, "budget")
    found = []
    for _, row in rows.iterrows():
        annual = row["annual_budget"] == row["annual_budget"]
        zh, en = ("全年预算", "full-year budget") if annual else ("年初预算", "initial budget")
        rate = percentage(row["rate_annual"] if annual else row["rate_initial"])
        found.append(
            Sentence(
                f"{quoted(row['name'])}：{zh}{amount(row['budget'])}万元，支出{amount(row['actual'])}万元，{rate}。",
                f"{english(row['name'])}: {en} {amount(row['budget'])}, spent {amount(row['actual'])}, {rate}.",
            )
        )
    return found


def zero_sentences(completions: pd.DataFrame) -> list[Sentence]:
    """Items whose budget and spending are both zero: whatever rate is printed, there is none."""
    rows = budget_comparisons(completions)
    budget = rows["annual_budget"].fillna(rows["initial_budget"])
    names = list(rows.loc[(budget == 0) & (rows["actual"] == 0), "name"].drop_duplicates())
    if not names:
        return []
    return [
        Sentence(
            f"预算和支出都是零的有{len(names)}项：{'、'.join(names[:6])}。零除以零没有比率。",
            f"Budget and spending are both zero of {len(names)} items: zero over zero is no rate.",
        )
    ]


def same_budget_sentences(completions: pd.DataFrame, projects: pd.DataFrame) -> list[Sentence]:
    """An initial budget that is held against different spending: whose budget is it?"""
    rows = budget_comparisons(completions)[["item", "initial_budget", "actual"]]
    whole = projects.loc[projects["evaluation"] == "department", ["project", "initial_budget", "executed"]]
    whole = whole.set_axis(["item", "initial_budget", "actual"], axis=1)
    rows = pd.concat([rows, whole], ignore_index=True).dropna()
    rows = rows[rows["initial_budget"] > 0]
    found = []
    for budget, own in rows.groupby("initial_budget", sort=False):
        spent = sorted(own["actual"].round(2).unique(), reverse=True)
        if len(spent) > 1:
            listed = "、".join(map(amount, spent))
            found.append(
                Sentence(
                    f"同一个年初预算{amount(float(str(budget)))}万元，与{len(spent)}个不同的支出比：{listed}万元。"
                    "预算和支出是不是同一个范围，报告没有说。",
                    f"One initial budget, {amount(float(str(budget)))}, is held against {len(spent)} amounts spent "
                    f"({', '.join(map(amount, spent))}): whether their scope is the same the report does not say.",
                )
            )
    return found


def direction_sentences(completions: pd.DataFrame) -> list[Sentence]:
    """The words 大于, 小于 and 持平 held against the figures, and differences without a printed rate."""
    rows = budget_comparisons(completions)
    budget = rows["annual_budget"].fillna(rows["initial_budget"])
    gap = (rows["actual"] - budget).round(2)
    said = rows[rows["direction"].isin(list(_WORDS)) & gap.notna()]
    if said.empty:
        return []
    sign = gap[said.index].map(lambda value: "flat" if abs(value) < HALF_UNIT else "up" if value > 0 else "down")
    counts = said["direction"].value_counts()
    zh = "，".join(f"{_WORDS[str(word)][0]}{number}处" for word, number in counts.items())
    en = ", ".join(f"{_WORDS[str(word)][1]} {number}" for word, number in counts.items())
    fits = int((said["direction"] == sign).sum())
    rateless = int((said["printed_rate"].isna() & (gap[said.index].abs() >= HALF_UNIT)).sum())
    return [
        Sentence(
            f"用词：{zh}；{fits}处与数字相符。有差额而没有印比率的{rateless}处，要自己算。",
            f"Words: {en}; {fits} fit the figures; {rateless} differ without a printed rate.",
        )
    ]
