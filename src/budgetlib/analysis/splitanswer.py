"""Where the money comes from and goes to, from statements or, where there are none, from the prose of one report.

Source is one ``Report``. Amounts are 万元, shares percent.
"""

from __future__ import annotations

import pandas as pd

from budgetlib.analysis.composition import composition_sentences, functional_tree
from budgetlib.analysis.sentences import Sentence
from budgetlib.intervals import HALF_UNIT
from budgetlib.reference.classification import english
from budgetlib.reference.wording import amount, percentage, quoted
from budgetlib.report import Report

_AMOUNTS = ("actual", "initial_budget", "annual_budget", "budget")


def split_answer(report: Report) -> list[Sentence]:
    """The splits by statements, else the shares that the prose states and its functional items."""
    found = composition_sentences(report.lines) if len(report.lines) else []
    return found or [*stated_sentences(report.claims), *tree_sentences(tree_of(report))]


def stated_shares(claims: pd.DataFrame) -> pd.DataFrame:
    """Items of which the prose states an amount and a share of the whole: ``item``, ``amount``, ``share``, ``page``."""
    key = ["section", "item"]
    shares = claims[claims["measure"] == "share_pct"].drop_duplicates(key)
    amounts = claims[claims["measure"].isin(_AMOUNTS) & (claims["unit"] == "万元")].drop_duplicates(key)
    joined = shares.merge(amounts[[*key, "value"]], on=key, suffixes=("_share", ""))
    joined = joined.rename(columns={"value": "amount", "value_share": "share"})
    return joined[["section", "item", "amount", "share", "page"]].reset_index(drop=True)


def stated_sentences(claims: pd.DataFrame, n: int = 4) -> list[Sentence]:
    """The largest parts that the prose states with their shares of the whole, each share once.

    The items of the three public expenses are shares of those alone.
    """
    rows = stated_shares(claims[~claims["item_id"].str.contains("three_public", na=False)])
    rows = rows[rows["amount"] > 0].drop_duplicates(["amount", "share"]).nlargest(n, "amount")
    return [
        Sentence(
            f"{quoted(row['item'])}{amount(row['amount'])}万元，报告所列占比{percentage(row['share'])}。",
            f"{english(row['item'])}: {amount(row['amount'])}, {percentage(row['share'])} as printed.",
        )
        for _, row in rows.iterrows()
    ]


def tree_of(report: Report) -> pd.DataFrame | None:
    """Spending by function, from the statement of spending, that of the general budget, or the prose; None if none."""
    tries = [(report.lines, "expenditure"), (report.lines, "general_public"), (report.changes, "")]
    for table, statement in tries:
        try:
            return functional_tree(table, statement)
        except ValueError:
            continue
    return None


def tree_sentences(tree: pd.DataFrame | None) -> list[Sentence]:
    """How many classes, sections and items there are, the largest item, and that each level adds up to one sum."""
    if tree is None:
        return []
    sums, counts = tree.groupby("level")["amount"].sum(), tree.groupby("level").size()
    sizes = "、".join(f"{counts[level]}{word}" for level, word in ((1, "类"), (2, "款"), (3, "项")) if level in counts)
    top = tree[tree["level"] == counts.index.max()].nlargest(1, "amount").iloc[0]
    every, once = amount(float(sums.sum())), amount(float(sums.iloc[0]))
    found = [
        Sentence(
            f"按功能分{sizes}；最大的是{quoted(top['name'])}{amount(top['amount'])}万元，"
            f"占{percentage(top['share'], 1)}。",
            f"By function {', '.join(map(str, counts))} classes, sections and items; the largest is "
            f"{english(top['name'])}, {amount(top['amount'])}, {percentage(top['share'], 1)}.",
        ),
    ]
    if sums.max() - sums.min() < 2 * HALF_UNIT * len(tree):
        found.append(
            Sentence(
                f"每一级各加一次都是{once}万元；把各级的行全部相加得{every}万元，是把同一笔钱算了{len(sums)}遍。",
                f"Each level adds up to {once}; adding all rows gives {every}, the same money {len(sums)} times.",
            )
        )
    return found
