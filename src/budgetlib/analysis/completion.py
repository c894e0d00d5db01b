"""From budget to final account: which budget a completion rate was measured against, and where the money moved.

Sources are the tables ``completions`` and ``projects``. Amounts are 万元, rates percent. A rate of completion is
spending over a budget; a difference rate (预决算差异率) is the same less 100.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from budgetlib.analysis.labels import labelled
from budgetlib.analysis.sentences import Sentence
from budgetlib.intervals import DIGITS, HALF_UNIT, is_zero, percent, percent_interval
from budgetlib.reference.classification import english
from budgetlib.reference.wording import Lang, amount, percentage, quoted
from budgetlib.years.execution import project_execution
from budgetlib.years.functional import item_levels

if TYPE_CHECKING:
    from IPython.display import Markdown

BASES: dict[str, tuple[str, str]] = {
    "initial": ("年初预算", "Initial budget"),
    "annual": ("全年预算", "Full-year budget"),
    "either": ("两者相同", "Both, being alike"),
    "none": ("都不是", "Neither"),
}
"""What a printed rate was measured against: code to label in Chinese and English."""
_WHOLE = 100.0
_STEPS = (
    ("年初预算", "Initial budget"),
    ("调减", "Cut"),
    ("调增", "Added"),
    ("全年预算", "Adjusted budget"),
    ("未用", "Unspent"),
    ("支出", "Spent"),
)
_STEP_LABELS = {"name": ("步骤", "Step"), "amount": ("万元", "10,000 yuan")}


@dataclass(frozen=True, slots=True)
class BudgetPath:
    """The way of the projects from initial budget over adjusted budget to spending, sums in 万元."""

    projects: int
    initial: float
    adjusted: float
    executed: float
    cut: float
    """What adjustments took from projects, added up."""
    raised: float
    """What adjustments gave to projects, added up."""
    unspent: float
    """What was left of the adjusted budgets."""

    @property
    def moved(self) -> float:
        """Everything that adjustments moved, whichever way."""
        return round(self.cut + self.raised, DIGITS)


def budget_comparisons(completions: pd.DataFrame) -> pd.DataFrame:
    """Each comparison with a budget, recomputed against both budgets, in the order of the report.

    Columns: the key, ``item``, ``name`` (its last level), ``initial_budget``, ``annual_budget``, ``actual`` (万元),
    ``printed_rate`` (spending over budget as printed, or 100 plus the printed difference rate), ``rate_initial``,
    ``rate_annual`` (recomputed, NaN on a zero or unknown budget), ``basis`` (a code of ``BASES``: the budget within
    whose rounding the printed rate lies; NA where nothing can be told), ``new`` (the initial budget is a printed zero),
    ``direction``, ``page``.
    """
    columns = ["report_id", "agency", "fiscal_year", "report_type", "item", "initial_budget", "annual_budget", "actual"]
    rows = completions[[*columns, "completion_pct", "difference_pct", "direction", "page"]].reset_index(drop=True)
    rows["name"] = [item_levels(item)[-1] for item in rows["item"]]
    rows["printed_rate"] = rows["completion_pct"].fillna(_WHOLE + rows["difference_pct"]).round(DIGITS)
    for rate, budget in (("rate_initial", "initial_budget"), ("rate_annual", "annual_budget")):
        rows[rate] = [percent(spent, whole) for spent, whole in zip(rows["actual"], rows[budget], strict=True)]
    rows["basis"] = pd.Series([_basis(row) for _, row in rows.iterrows()], index=rows.index, dtype="str")
    rows["new"] = [value == value and is_zero(value) for value in rows["initial_budget"]]
    columns.insert(5, "name")
    return rows[[*columns, "printed_rate", "rate_initial", "rate_annual", "basis", "new", "direction", "page"]]


def budget_path(projects: pd.DataFrame) -> BudgetPath:
    """Sums over the projects of ``projects`` that state all three amounts (the department's evaluation is left out)."""
    rows = budget_steps(projects)
    sums = rows[["initial_budget", "adjusted_budget", "executed", "unspent"]].sum().round(DIGITS)
    moved = rows["adjustment"]
    return BudgetPath(
        projects=len(rows),
        initial=float(sums["initial_budget"]),
        adjusted=float(sums["adjusted_budget"]),
        executed=float(sums["executed"]),
        cut=round(float(-moved[moved < 0].sum()), DIGITS),
        raised=round(float(moved[moved > 0].sum()), DIGITS),
        unspent=float(sums["unspent"]),
    )


def step_table(projects: pd.DataFrame, lang: Lang = "zh") -> pd.DataFrame | Markdown:
    """What each step from the initial budget to spending moved, for reading."""
    path = budget_path(projects)
    moved = (path.initial, -path.cut, path.raised, path.adjusted, -path.unspent, path.executed)
    rows = {"name": [pair[lang == "en"] for pair in _STEPS], "amount": moved} if path.projects else {}
    return labelled(pd.DataFrame(rows, columns=["name", "amount"]), "lines", ["name", "amount"], lang, _STEP_LABELS)


def budget_steps(projects: pd.DataFrame) -> pd.DataFrame:
    """``project_execution`` of the projects that state all three amounts, the largest movement first.

    Adds ``adjustment`` (adjusted less initial) and ``unspent`` (adjusted less spent), in 万元.
    """
    rows = project_execution(projects).dropna(subset=["initial_budget", "adjusted_budget", "executed"])
    rows["adjustment"] = (rows["adjusted_budget"] - rows["initial_budget"]).round(DIGITS)
    rows["unspent"] = (rows["adjusted_budget"] - rows["executed"]).round(DIGITS)
    order = (rows["adjustment"].abs() + rows["unspent"].abs()).sort_values(ascending=False, kind="stable").index
    return rows.loc[order].reset_index(drop=True)


def path_headline(path: BudgetPath) -> Sentence:
    """What adjustments moved against what the execution rate can see: the title of a chart."""
    return Sentence(
        f"{path.projects}个项目：预算调整动了{amount(path.moved)}万元，执行率只看得见剩下的{amount(path.unspent)}万元",
        f"{path.projects} projects: adjustments moved {amount(path.moved)}; "
        f"the execution rate sees the {amount(path.unspent)} left",
    )


def completion_sentences(completions: pd.DataFrame, projects: pd.DataFrame) -> list[Sentence]:
    """Which budget the rates of a report were measured against, new items, and the way of the projects."""
    rows = budget_comparisons(completions)
    found = [_basis_sentence(rows)] if rows["basis"].notna().any() else []
    found += [_new_sentence(row) for _, row in rows[rows["new"] & rows["rate_annual"].notna()].iterrows()]
    path = budget_path(projects)
    return [*found, _path_sentence(path)] if path.projects else found


def _basis(row: pd.Series) -> str | None:
    """The budget that the printed rate agrees with; None where there is no rate, or no budget that gives one."""
    pairs = (("initial", row["initial_budget"]), ("annual", row["annual_budget"]))
    told = {name: _agrees(row["printed_rate"], row["actual"], budget) for name, budget in pairs}
    known = [name for name, agrees in told.items() if agrees is not None]
    fitting = [name for name in known if told[name]]
    if not known:
        return None
    return "either" if len(fitting) > 1 else fitting[0] if fitting else "none"


def _agrees(printed: float, actual: float, budget: float) -> bool | None:
    """Whether the printed rate can come from amounts that round to the printed ones; None where none can be told.

    Digits cut off instead of rounded still say which budget it was.
    """
    if printed != printed or actual != actual or budget != budget or budget <= HALF_UNIT:
        return None
    low, high = percent_interval(actual, budget)
    return low - 2 * HALF_UNIT <= printed <= high + HALF_UNIT


def _basis_sentence(rows: pd.DataFrame) -> Sentence:
    counts = {code: int((rows["basis"] == code).sum()) for code in BASES}
    zh = "，".join(f"{BASES[code][0]}{number}条" for code, number in counts.items() if number)
    en = ", ".join(f"{BASES[code][1].lower()} {number}" for code, number in counts.items() if number)
    return Sentence(f"印出的比率是对哪个预算算的：{zh}。", f"What the printed rates were measured against: {en}.")


def _new_sentence(row: pd.Series) -> Sentence:
    rate, printed = percentage(row["rate_annual"]), percentage(row["printed_rate"])
    return Sentence(
        f"{quoted(row['name'])}年初预算为零，对它算不出完成率；印出的{printed}，对全年预算{amount(row['annual_budget'])}万元"
        f"重算为{rate}。",
        f"{english(row['name'])}: the initial budget is zero, so no rate follows from it; printed {printed}, "
        f"recomputed {rate} of the full-year budget of {amount(row['annual_budget'])}.",
    )


def _path_sentence(path: BudgetPath) -> Sentence:
    return Sentence(
        f"{path.projects}个项目年初预算{amount(path.initial)}万元；年中调减{amount(path.cut)}万元、"
        f"调增{amount(path.raised)}万元，成为全年预算{amount(path.adjusted)}万元；支出{amount(path.executed)}万元，"
        f"只剩{amount(path.unspent)}万元。",
        f"{path.projects} projects: initial budgets {amount(path.initial)}; {amount(path.cut)} cut and "
        f"{amount(path.raised)} added make {amount(path.adjusted)}; {amount(path.executed)} spent, "
        f"{amount(path.unspent)} left.",
    )
