"""Year on year in one report: which items moved the total, the reasons it states, and budgets where no item is told.

Sources are the tables ``changes`` and ``completions`` of one report. Amounts are 万元.
"""

from __future__ import annotations

import pandas as pd

from budgetlib.analysis.reasons import phrase
from budgetlib.analysis.sentences import Sentence, changed, year_on_year_sentences
from budgetlib.analysis.yearonyear import growth, whole_of_items
from budgetlib.intervals import DIGITS, is_zero
from budgetlib.reference.classification import english
from budgetlib.reference.wording import amount, percentage, quoted
from budgetlib.years.functional import completed, functional_items, on_prior_year

_LED_BY = 2
_EXPECTED = {"project_ended": -1, "new_project": 1}
"""Kinds of reasons that a direction follows from."""


def year_on_year_answer(changes: pd.DataFrame, completions: pd.DataFrame) -> list[Sentence]:
    """What moved the total, and all that follows; without items the totals, and what was spent of the budgets."""
    found = [*movement_sentences(changes), *year_on_year_sentences(changes)]
    return found if len(growth(changes)) else [*found, *budget_sentences(completions)]


def movement_sentences(changes: pd.DataFrame) -> list[Sentence]:
    """The items that moved most the way the total did, and what the others came to; nothing without a total of them."""
    total, table = whole_of_items(changes), growth(changes)
    if total is None or is_zero(float(total["change"])):
        return []
    whole = float(total["change"])
    led = table[table["change"] * whole > 0].head(_LED_BY)
    together = float(led["change"].sum())
    rest = round(float(table["change"].sum()) - together, DIGITS)
    if led.empty or len(table) <= len(led):
        return []
    word, most = ("减少", "降幅") if whole < 0 else ("增加", "增幅")
    beyond = abs(together) > abs(whole)
    share = percentage(together / whole * 100, 1)
    part, part_en = (
        (f"超过总{most}", "more than the whole change")
        if beyond
        else (f"为总{most}的{share}", f"{share} of the whole change")
    )
    names, names_en = "、".join(map(quoted, led["name"])), ", ".join(map(english, led["name"]))
    net_zh, net_en = changed(rest)
    number = len(table) - len(led)
    return [
        Sentence(
            f"{most}最大的{len(led)}个科目{names}合计{word}{amount(abs(together))}万元，{part}；其余{number}项净{net_zh}。",
            f"The {len(led)} items that {'fell' if whole < 0 else 'grew'} most ({names_en}) "
            f"come to {amount(abs(together))}, {part_en}; "
            f"the other {number} are {net_en} net.",
        )
    ]


def other_changes(changes: pd.DataFrame) -> pd.DataFrame:
    """Comparisons with the prior year that state an amount, but those of functional items; largest change first."""
    rows = completed(on_prior_year(changes))
    rows = rows[rows["change"].notna() & ~rows["item"].isin(functional_items(changes)["item"])].drop_duplicates(
        ["item", "current", "change"]
    )
    return rows.sort_values("change", key=lambda change: -change.abs(), kind="stable", ignore_index=True)


def budget_sentences(completions: pd.DataFrame) -> list[Sentence]:
    """What was spent of each budget, the largest first: what a final account says where it compares no items."""
    rows = completions.assign(budget=completions["annual_budget"].fillna(completions["initial_budget"]))
    rows = rows[rows["actual"].notna() & rows["budget"].gt(0)].drop_duplicates(["item", "budget", "actual"])
    found = []
    for _, row in rows.nlargest(3, "budget").iterrows():
        initial = pd.isna(row["annual_budget"])
        zh, en = ("年初预算", "initial budget") if initial else ("全年预算", "full-year budget")
        rate = percentage(row["actual"] / row["budget"] * 100)
        found.append(
            Sentence(
                f"{quoted(row['item'])}支出{amount(row['actual'])}万元，为{zh}{amount(row['budget'])}万元的{rate}。",
                f"{english(row['item'])}: {amount(row['actual'])} spent, {rate} of the {en} of "
                f"{amount(row['budget'])}.",
            )
        )
    return found


def reason_kinds(changes: pd.DataFrame) -> pd.DataFrame:
    """By kind of stated reason: how many functional ``items`` and what ``change`` they come to."""
    rows = growth(changes).dropna(subset="reason_code")
    kinds = rows.groupby("reason_code")["change"].agg(["size", "sum"]).reset_index()
    return kinds.set_axis(["reason_code", "items", "change"], axis=1).sort_values("change", ignore_index=True)


def reason_sentences(changes: pd.DataFrame) -> list[Sentence]:
    """Whether the direction fits the reason: an ended project means a fall, a new one a gain."""
    rows, found = growth(changes).dropna(subset="reason_code"), []
    for code, sign in _EXPECTED.items():
        own = rows[rows["reason_code"] == code]
        fits = int((own["change"] * sign > 0).sum())
        if len(own):
            word_zh, word_en = ("减少", "fell") if sign < 0 else ("增加", "grew")
            found.append(
                Sentence(
                    f"原因归为“{phrase(code)}”的{len(own)}项中{fits}项{word_zh}"
                    + ("，方向与原因相符。" if fits == len(own) else f"，{len(own) - fits}项方向相反，值得一问。"),
                    f"Reason {phrase(code, 'en')!r}: {fits} of {len(own)} items {word_en}.",
                )
            )
    return found
