"""The finding that a chart states in its title, computed from the table the chart draws. Amounts are 万元."""

from __future__ import annotations

import pandas as pd

from budgetlib.analysis.sentences import BUDGET_BASES, Sentence, changed
from budgetlib.analysis.series import year_steps
from budgetlib.analysis.yearonyear import growth, movers, reconcile
from budgetlib.reference.classification import english
from budgetlib.reference.wording import amount, item_label, percentage, signed
from budgetlib.years.execution import FULL_RATE, project_execution, project_totals
from budgetlib.years.threepublic import COMPONENTS, by_item, three_public_line, three_public_shares


def waterfall_headline(changes: pd.DataFrame) -> Sentence:
    """How much the total changed, the two items that moved most the same way together, and all others together."""
    row, table = reconcile(changes).total, growth(changes)
    same = table[table["change"] * row["change"] > 0].head(2)
    zh, en = changed(row["change"])
    if same.empty:
        return Sentence(f"支出比上年{zh}", f"Spending is {en} on the prior year")
    word_zh, word_en = ("增加", "rose") if row["change"] > 0 else ("减少", "fell")
    size, rest = amount(abs(same["change"].sum())), table.drop(same.index)["change"]
    others_zh, others_en = "", ""
    if len(rest):
        others_zh = f"，其余{len(rest)}项净{'增' if rest.sum() > 0 else '减'}{amount(abs(rest.sum()))}万元"
        others_en = f", the other {len(rest)} by {signed(rest.sum())} net"
    return Sentence(
        f"支出比上年{zh}，{word_zh}最多的{len(same)}个科目合计{word_zh}{size}万元{others_zh}",
        f"Spending is {en}; the {len(same)} items that {word_en} most {word_en} by {size} together{others_en}",
    )


def movers_headline(changes: pd.DataFrame) -> Sentence:
    """The largest fall and the largest gain among the functional items."""
    gains, falls = movers(changes, 1)
    zh = [f"{name}{word}{amount(abs(change))}万元" for name, word, change in _named(falls, "减") + _named(gains, "增")]
    en = [
        f"{english(name)} {word} {amount(abs(change))}"
        for name, word, change in _named(falls, "down") + _named(gains, "up")
    ]
    return Sentence("，".join(zh) or "各科目均无变动", "; ".join(en) or "No item changed")


def three_public_headline(three_public: pd.DataFrame) -> Sentence:
    """The total against the prior year and, in a final account, what part of which budget was used."""
    row = by_item(three_public)["total"]
    change = row["current"] - row["prior"]
    planned = row["report_type"] == "budget"
    what_zh, what_en = ("“三公”经费预算", "Three public budget") if planned else ("“三公”经费", "Three public expenses")
    used = percentage(row["completion_pct"], 1)
    basis_zh, basis_en = BUDGET_BASES.get(str(row["budget_basis"]), ("预算", "budget"))
    used_zh, used_en = (f"，为{basis_zh}的{used}", f"; {used} of the {basis_en}") if used != "—" else ("", "")
    if change != change:
        now = amount(row["current"])
        without = ("，上年未列", "; prior year not stated") if used == "—" else ("", "")
        return Sentence(f"{what_zh}{now}万元{used_zh}{without[0]}", f"{what_en}: {now}{used_en}{without[1]}")
    zh, en = changed(change)
    return Sentence(f"{what_zh}比上年{zh}{used_zh}", f"{what_en}: {en}{used_en}")


def share_headline(three_public: pd.DataFrame) -> Sentence:
    """The item with the largest share in the current year, and its share the year before."""
    table = three_public_shares(three_public)
    year = table["fiscal_year"].max()
    now = table[table["fiscal_year"] == year]
    top = now.sort_values("share_computed", ascending=False, kind="stable").iloc[0]
    before = table[(table["fiscal_year"] == year - 1) & (table["item"] == top["item"])]["share_computed"].iloc[0]
    share, was = percentage(top["share_computed"], 1), percentage(before, 1)
    zh, en = (f"，上年为{was}", f", after {was}") if before == before else ("", "")
    return Sentence(
        f"{item_label(top['item'], 'zh')}占“三公”经费的{share}{zh}",
        f"{item_label(top['item'], 'en')}: {share} of the three public expenses{en}",
    )


def trend_headline(three_public: pd.DataFrame) -> Sentence:
    """The total in the first and last year that the reports state, years that went the other way, the item that moved
    it most."""
    table = three_public_line(three_public)
    wide = table.pivot(index="item", columns="fiscal_year", values="amount")
    first, last = wide.columns.min(), wide.columns.max()
    before, after = amount(float(wide[first]["total"])), amount(float(wide[last]["total"]))
    if before == after:
        return Sentence(f"“三公”经费{first}年与{last}年同为{after}万元", f"{first} and {last} alike: {after}")
    moved = (wide[last] - wide[first]).reindex(list(COMPONENTS)).dropna()
    top = str(moved.abs().idxmax()) if len(moved) else "total"
    fell = wide[last]["total"] < wide[first]["total"]
    steps = year_steps(table[table["item"] == "total"])
    against = int(((steps["change"] > 0) if fell else (steps["change"] < 0)).sum())
    way = "降到" if fell else "升到"
    zh = f"，其间{against}年{'上升' if fell else '下降'}" if against else ""
    en = f", {'up' if fell else 'down'} in {against} of {len(steps)} years" if against else ""
    return Sentence(
        f"{first}至{last}年“三公”经费由{before}{way}{after}万元{zh}，变动最大的是{item_label(top, 'zh')}",
        f"{first} to {last}: from {before} to {after}{en}; {item_label(top, 'en').lower()} moved most",
    )


def dumbbell_headline(projects: pd.DataFrame) -> Sentence:
    """How many budgets were set to exactly what was spent, so that the rate had to be 100 %."""
    totals = project_totals(projects)
    if not totals.cut_to_spending:
        return Sentence(
            f"{totals.projects}个项目的预算，没有一个被调减到与支出完全相等",
            f"None of {totals.projects} project budgets was cut to exactly what was spent",
        )
    return Sentence(
        f"{totals.projects}个项目中，{totals.cut_to_spending}个的预算被调减到与支出完全相等",
        f"{totals.cut_to_spending} of {totals.projects} project budgets were cut to exactly what was spent",
    )


def score_headline(projects: pd.DataFrame) -> Sentence:
    """The lowest score among projects with a full rate, against how little of the initial budget some spent."""
    rows = project_execution(projects)
    full = rows[rows["execution_rate"] == FULL_RATE]
    if full.empty:
        return Sentence("没有项目的执行率为100%", "No project prints an execution rate of 100%")
    low = percentage(full["rate_initial"].min(), 1)
    if full["rate_initial"].min() >= FULL_RATE:
        return Sentence(
            f"{len(full)}个项目执行率为100%，支出都不少于年初预算",
            f"{len(full)} projects print a rate of 100% and spent no less than their initial budget",
        )
    return Sentence(
        f"{len(full)}个项目执行率同为100%，其中最低的只支出了年初预算的{low}",
        f"{len(full)} projects print a rate of 100%; the lowest of them spent {low} of its initial budget",
    )


def _named(table: pd.DataFrame, word: str) -> list[tuple[str, str, float]]:
    return [(row["name"], word, row["change"]) for _, row in table.iterrows()]
