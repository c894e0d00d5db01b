"""Conclusions as sentences with their numbers, each computed from the tables: an article can be checked line by line.

Amounts are 万元. Every function returns a list of ``Sentence``; print one to see Chinese with English below it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import pandas as pd

from budgetlib.analysis.reasons import as_said, phrase
from budgetlib.analysis.yearonyear import growth, movers, reconcile, totals, whole_of_items
from budgetlib.reference.classification import english
from budgetlib.reference.wording import Lang, amount, item_label, percentage, quoted
from budgetlib.years.execution import HALF_SPENT, Totals, project_execution, project_totals, without_largest
from budgetlib.years.threepublic import COMPONENTS, VEHICLE_PARTS, three_public_items

_VERBS = {"print": "prints", "state": "states", "split": "splits", "become": "becomes", "do": "does", "have": "has"}
_VERBS |= {"were": "was", "are": "is"}
_NOUNS = "account|budget|figure|form|indicator|item|number|office|part|project|report|statement|vehicle"
_COUNTED = re.compile(
    rf"(?<![\d.,])(?P<one>1|1 of [\d,]+) (?P<noun>(?:final )?(?:{_NOUNS})s)(?: (?P<verb>{'|'.join(_VERBS)})\b)?"
)
"""A count of one before a word in the plural, and its verb."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """One conclusion in Chinese and in English."""

    zh: str
    en: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "en", _COUNTED.sub(_singular, self.en))

    def text(self, lang: Lang = "zh") -> str:
        """The sentence in one language."""
        return self.zh if lang == "zh" else self.en

    def __str__(self) -> str:
        return f"{self.zh}\n{self.en}"


def _singular(found: re.Match[str]) -> str:
    noun = found["noun"] if " of " in found["one"] else found["noun"].removesuffix("s")
    return f"{found['one']} {noun}" + (f" {_VERBS[found['verb']]}" if found["verb"] else "")


def year_on_year_sentences(changes: pd.DataFrame, n: int = 2) -> list[Sentence]:
    """What changed on the prior year: the totals, the ``n`` largest gains and falls, zero bases, the reconciliation.

    Source ``changes`` of one report. What it does not compare is left out; nothing is said of an empty table.
    """
    table = growth(changes)
    found = [_total_sentence(row) for _, row in totals(changes).iterrows()]
    if table["change"].isna().all():
        return found
    found += [_count_sentence(table), *_mover_sentences(changes, n)]
    if (table["zero_base"] & (table["change"] > 0)).any():
        found.append(_zero_base_sentence(table))
    return [*found, *reconciliation_sentences(changes)]


def reconciliation_sentences(changes: pd.DataFrame) -> list[Sentence]:
    """Whether the items add up to their total's change, or why that cannot be asked; nothing without items."""
    return [] if growth(changes)["change"].isna().all() else [_reconciliation_sentence(changes)]


def three_public_sentences(three_public: pd.DataFrame) -> list[Sentence]:
    """The three public expenses of one report: total against prior year and budget, and each item's share.

    Source ``three_public`` with the rows of one report; ValueError when it holds several or none.
    """
    if three_public["report_id"].nunique() != 1:
        raise ValueError(f"three_public of one report, please; this table holds {three_public['report_id'].nunique()}")
    rows = {row["item"]: row for _, row in three_public_items(three_public).iterrows()}
    stated = [item for item in rows if rows[item]["current"] == rows[item]["current"]]
    told = COMPONENTS if "vehicles" in stated else [*COMPONENTS, *VEHICLE_PARTS]
    whole = [_three_public_total(rows["total"])] if "total" in rows else []
    return [*whole, *(_three_public_item(item, rows[item]) for item in told if item in stated)]


def execution_sentences(projects: pd.DataFrame) -> list[Sentence]:
    """What the projects spent of their initial and adjusted budgets, and what an execution rate of 100 % hides.

    Source ``projects``. ValueError when the table holds no project evaluation.
    """
    totals = project_totals(projects)
    largest, others = without_largest(projects)
    found = [_sums_sentence(totals), _full_rate_sentence(totals)]
    if others.projects:
        found.append(_largest_sentence(largest, others))
    return [*found, *_lowest_sentences(projects)]


WHOLES: dict[str, tuple[str, str]] = {
    "all": ("全部收支", "All funds"),
    "appropriation": ("财政拨款", "Fiscal appropriation"),
    "general": ("一般公共预算财政拨款支出", "General budget spending"),
}
"""Kind of a total (``yearonyear.TOTALS``) to its name in Chinese and English."""


def _total_sentence(row: pd.Series) -> Sentence:
    zh, en = changed(row["change"])
    whole_zh, whole_en = WHOLES[row["kind"]]
    known, rated = row["current"] == row["current"], row["change_pct"] == row["change_pct"] and not row["zero_base"]
    now_zh, now_en = (f"{amount(row['current'])}万元，", f" {amount(row['current'])},") if known else ("", "")
    word = "降幅" if row["change"] < 0 else "增幅"
    rate_zh = f"（报告列示{word}{percentage(abs(row['change_pct']))}）" if rated else ""
    rate_en = f" ({percentage(abs(row['change_pct']))} as printed)" if rated else ""
    return Sentence(
        f"{row['fiscal_year']}年{whole_zh}{now_zh}比上年{zh}{rate_zh}。",
        f"{whole_en} in {row['fiscal_year']}:{now_en} {en} on the prior year{rate_en}.",
    )


def _count_sentence(table: pd.DataFrame) -> Sentence:
    change = table["change"]
    ways = (("增加", "grew", change[change > 0]), ("减少", "fell", change[change < 0]))
    zh = [f"{len(rows)}个{way}，合计{way}{amount(abs(rows.sum()))}万元" for way, _, rows in ways if len(rows)]
    en = [f"{len(rows)} {way}, by {amount(abs(rows.sum()))} together" for _, way, rows in ways if len(rows)]
    return Sentence(
        f"{len(table)}个功能科目中{'；'.join(zh) or '没有一个有增减'}。",
        f"Of {len(table)} functional items {', and '.join(en) or 'none changed'}.",
    )


def _mover_sentences(changes: pd.DataFrame, n: int) -> list[Sentence]:
    gains, falls = movers(changes, n)
    return [_mover(row) for table in (falls, gains) for _, row in table.iterrows()]


def _mover(row: pd.Series) -> Sentence:
    zh, en = changed(row["change"])
    rate_zh = "上年为零，增幅无意义" if row["zero_base"] else f"变动{percentage(row['rate'])}"
    rate_en = "zero in the prior year, so no rate" if row["zero_base"] else percentage(row["rate"])
    given = isinstance(row["reason"], str)
    why_zh = f"，报告的理由：{as_said(row['reason'])}" if given else ""
    why_en = f"; kind of reason given: {phrase(row['reason_code'], 'en')}" if given else ""
    return Sentence(
        f"{quoted(row['name'])}{zh}（{rate_zh}）{why_zh}。",
        f"{english(row['name'])} is {en} ({rate_en}){why_en}.",
    )


def _zero_base_sentence(table: pd.DataFrame) -> Sentence:
    new = table[table["zero_base"] & (table["change"] > 0)]
    names, names_en = "、".join(new["name"]), ", ".join(map(english, new["name"]))
    return Sentence(
        f"{len(new)}个科目上年为零（{names}），共{amount(new['change'].sum())}万元，不计算也不比较增长率。",
        f"{len(new)} items started from zero ({names_en}), {amount(new['change'].sum())} together: "
        "their growth rates are neither computed nor ranked.",
    )


def _reconciliation_sentence(changes: pd.DataFrame) -> Sentence:
    if whole_of_items(changes) is None:
        return Sentence(
            "列出的科目加起来不是报告的任何一个总额（有的没有列出，或分属几个口径），所以增减额不与总额核对。",
            "The items listed do not add up to any total of the report (some are not listed, or they are of several "
            "scopes), so their changes are not held against one.",
        )
    result = reconcile(changes)
    compared = result.comparison
    zh = {"exact": "完全一致", "rounding": "在四舍五入范围内", "broken": "超出四舍五入范围，应予核实"}[compared.status]
    en = {
        "exact": "they agree",
        "rounding": "rounding explains it",
        "broken": "rounding cannot explain it: worth a question",
    }[compared.status]
    return Sentence(
        f"{result.items}个科目增减额合计{amount(compared.computed)}万元，报告所列总额变动{amount(compared.printed)}万元，"
        f"相差{amount(abs(compared.difference))}万元，{zh}（容差{compared.tolerance:.3f}）。",
        f"The changes of the {result.items} items add up to {amount(compared.computed)}, the printed total change is "
        f"{amount(compared.printed)}; the difference is {amount(abs(compared.difference))}: {en} "
        f"(tolerance {compared.tolerance:.3f}).",
    )


BUDGET_BASES = {"initial": ("年初预算", "initial budget"), "annual": ("全年预算", "full-year budget")}
"""Which budget a figure was compared with; any other is just a budget."""


def _three_public_total(row: pd.Series) -> Sentence:
    kind_zh, kind_en = ("预算", "budget") if row["report_type"] == "budget" else ("决算", "final account")
    zh = [f"{row['fiscal_year']}年“三公”经费{kind_zh}{amount(row['current'])}万元"]
    en = [f"The three public expenses of {row['fiscal_year']} ({kind_en}) were {amount(row['current'])}"]
    change = row["current"] - row["prior"]
    if change == change:
        word_zh, word_en = changed(change)
        stated = row["change_pct"] == row["change_pct"]
        rate_zh = f"（报告所列{percentage(row['change_pct'])}）" if stated else ""
        rate_en = f" ({percentage(row['change_pct'])} as printed)" if stated else ""
        zh.append(f"比上年的{amount(row['prior'])}万元{word_zh}{rate_zh}")
        en.append(f"{word_en} on the prior year's {amount(row['prior'])}{rate_en}")
    if row["completion_pct"] == row["completion_pct"]:
        basis_zh, basis_en = BUDGET_BASES.get(str(row["budget_basis"]), ("预算", "budget"))
        zh.append(f"为{basis_zh}{amount(row['budget'])}万元的{percentage(row['completion_pct'])}")
        en.append(f"{percentage(row['completion_pct'])} of the {basis_en} of {amount(row['budget'])}")
    return Sentence("，".join(zh) + "。", ", ".join(en) + ".")


def _three_public_item(item: str, row: pd.Series) -> Sentence:
    label_zh, label_en = item_label(item, "zh"), item_label(item, "en")
    if row["current"] == 0 and row["prior"] == 0:
        return Sentence(f"{label_zh}：本年与上年均为零。", f"{label_en}: zero in both years.")
    zh, en = [f"{label_zh}{amount(row['current'])}万元"], [f"{label_en}: {amount(row['current'])}"]
    if row["share_computed"] == row["share_computed"]:
        stated = row["share_pct"] == row["share_pct"]
        zh.append(f"占{percentage(row['share_computed'])}" + f"（报告所列{percentage(row['share_pct'])}）" * stated)
        printed = f" ({percentage(row['share_pct'])} as printed)" * stated
        en.append(f"{percentage(row['share_computed'])} of the total{printed}")
    if row["prior"] == row["prior"]:
        zh.append(f"上年{amount(row['prior'])}万元")
        en.append(f"after {amount(row['prior'])} in the prior year")
    return Sentence("，".join(zh) + "。", ", ".join(en) + ".")


def _sums_sentence(totals: Totals) -> Sentence:
    return Sentence(
        f"{totals.projects}个项目年初预算{amount(totals.initial)}万元，全年预算{amount(totals.adjusted)}万元，"
        f"支出{amount(totals.executed)}万元：为全年预算的{percentage(totals.rate_adjusted)}，"
        f"为年初预算的{percentage(totals.rate_initial)}。",
        f"{totals.projects} projects had initial budgets of {amount(totals.initial)}, adjusted budgets of "
        f"{amount(totals.adjusted)} and spent {amount(totals.executed)}: {percentage(totals.rate_adjusted)} of the "
        f"adjusted and {percentage(totals.rate_initial)} of the initial budget.",
    )


def _full_rate_sentence(totals: Totals) -> Sentence:
    return Sentence(
        f"{totals.full_rate}个项目所列执行率为100%；全部项目中，{totals.cut_to_spending}个的预算被调减至与支出完全相等，"
        f"{totals.raised_to_spending}个被调增至与支出完全相等；{totals.below_half_of_initial}个项目的支出不到年初预算的一半。",
        f"{totals.full_rate} projects print an execution rate of 100%; of all projects the budget of "
        f"{totals.cut_to_spending} was cut, and of {totals.raised_to_spending} raised, to exactly what was spent; "
        f"{totals.below_half_of_initial} spent less than half of their initial budget.",
    )


def _largest_sentence(largest: pd.Series, others: Totals) -> Sentence:
    initial, adjusted = amount(largest["initial_budget"]), amount(largest["adjusted_budget"])
    if initial == adjusted:
        zh, en = f"预算{initial}万元，没有调整", f"kept its budget of {initial}"
    else:
        zh, en = f"由{initial}万元调整为{adjusted}万元", f"went from {initial} to {adjusted}"
    return Sentence(
        f"支出最大的项目{quoted(largest['project'])}{zh}；除它之外，其余{others.projects}个项目支出年初预算的"
        f"{percentage(others.rate_initial)}（{amount(others.executed)}／{amount(others.initial)}万元）。",
        f"The largest project ({largest['project']}) {en}; without it the other {others.projects} spent "
        f"{percentage(others.rate_initial)} of their initial budgets "
        f"({amount(others.executed)} of {amount(others.initial)}).",
    )


def _lowest_sentences(projects: pd.DataFrame, n: int = 2) -> list[Sentence]:
    """The projects that print 100 % and spent the smallest part of their initial budget."""
    rows = project_execution(projects)
    rows = rows[rows["cut_to_spending"] & (rows["rate_initial"] < HALF_SPENT)].nsmallest(n, "rate_initial")
    return [
        Sentence(
            f"{quoted(row['project'])}年初预算{amount(row['initial_budget'])}万元，支出{amount(row['executed'])}万元，"
            f"仅为年初预算的{percentage(row['rate_initial'])}，所列执行率{percentage(row['execution_rate'])}，"
            f"自评{row['total_score']:g}分。",
            f"{row['project']}: initial budget {amount(row['initial_budget'])}, spent {amount(row['executed'])}, "
            f"{percentage(row['rate_initial'])} of the initial budget; printed execution rate "
            f"{percentage(row['execution_rate'])}, self-score {row['total_score']:g}.",
        )
        for _, row in rows.iterrows()
    ]


def changed(change: float) -> tuple[str, str]:
    """A change in words: 增加2.35万元 and ``up 2.35``, 减少…, or 持平 and ``unchanged``."""
    if round(change, 2) == 0:
        return "持平", "unchanged"
    size = amount(abs(change))
    return (f"增加{size}万元", f"up {size}") if change > 0 else (f"减少{size}万元", f"down {size}")
