"""Project execution as a reader asks about it: what a rate of 100 % means, what scores notice, one large project.

Source is the table ``projects`` of one report. Amounts are 万元. Only projects that state initial budget, adjusted
budget and spending are counted.
"""

from __future__ import annotations

import pandas as pd

from budgetlib.analysis.sentences import Sentence, execution_sentences
from budgetlib.reference.wording import amount, percentage, quoted
from budgetlib.years.execution import FULL_RATE, project_execution, with_all_three, without_largest


def execution_answer(projects: pd.DataFrame) -> list[Sentence]:
    """What the projects spent of their budgets and what a full rate hides; nothing where none states all three."""
    if not len(with_all_three(project_execution(projects))):
        return []
    return [*same_rate_sentences(projects), *execution_sentences(projects), *incomplete_sentences(projects)]


def incomplete_sentences(projects: pd.DataFrame) -> list[Sentence]:
    """How many projects do not state all three amounts and are left out."""
    rows = project_execution(projects)
    missing = len(rows) - len(with_all_three(rows))
    if not missing:
        return []
    return [
        Sentence(
            f"另有{missing}个项目没有写全年初预算、全年预算和支出，不计入。",
            f"Another {missing} projects do not state initial budget, adjusted budget and spending and are left out.",
        )
    ]


def same_rate_sentences(projects: pd.DataFrame) -> list[Sentence]:
    """What a printed rate of 100 % stands for, from least to most of the initial budget."""
    rows = with_all_three(project_execution(projects))
    full = rows[rows["execution_rate"] == FULL_RATE]
    cut = full[full["cut_to_spending"]]
    if full.empty:
        return [Sentence("没有项目的执行率印为100%。", "No project prints an execution rate of 100%.")]
    (low, high), both = _ends(full["rate_initial"]), f"{len(rows)}个项目中{len(full)}个执行率为100%"
    if full["rate_initial"].isna().all():
        zh, en = "，都没有年初预算", "none had an initial budget"
    elif low == high:
        all_zh = "都" if len(full) > 1 else ""
        zh, en = f"，支出{all_zh}是年初预算的{low}", f"each spent {low} of its initial budget"
    else:
        zh, en = f"，支出占年初预算从{low}到{high}不等", f"they spent {low} to {high} of their initial budgets"
    found = [Sentence(f"{both}{zh}。", f"{len(full)} of {len(rows)} projects print a rate of 100%; {en}.")]
    if len(cut):
        initial, spent = float(cut["initial_budget"].sum()), float(cut["executed"].sum())
        found.append(
            Sentence(
                f"其中{len(cut)}个的预算被调减至与支出完全相等：年初{amount(initial)}万元，只花了{amount(spent)}万元，"
                f"为年初预算的{percentage(spent / initial * 100, 1)}。",
                f"The budgets of {len(cut)} were cut to exactly what was spent: {amount(initial)} at first, "
                f"{amount(spent)} spent, {percentage(spent / initial * 100, 1)} of it.",
            )
        )
    return found


def _ends(rates: pd.Series) -> tuple[str, str]:
    """The lowest and the highest rate as printed."""
    return percentage(rates.min()), percentage(rates.max())


def score_sentences(projects: pd.DataFrame) -> list[Sentence]:
    """Full scores and the median score of the projects whose budget was cut to the spending, and of the others."""
    rows = with_all_three(project_execution(projects)).dropna(subset="total_score")
    found = []
    groups = ((True, "预算被调减至支出数的", "Budget cut to the spending"), (False, "其余", "The others"))
    for cut, zh, en in groups:
        own = rows.loc[rows["cut_to_spending"] == cut, "total_score"]
        if len(own):
            best, median = int((own == FULL_RATE).sum()), f"{own.median():.2f}"
            found.append(
                Sentence(
                    f"{zh}{len(own)}个项目：{best}个得满分，总分中位数{median}。",
                    f"{en} ({len(own)} projects): {best} with the full score, median {median}.",
                )
            )
    return found


def largest_sentences(projects: pd.DataFrame) -> list[Sentence]:
    """The sums without the project that spent most."""
    rows = projects[projects["evaluation"] == "project"]
    if len(with_all_three(project_execution(rows))) < 2:
        return []
    largest, others = without_largest(rows)
    return [
        Sentence(
            f"支出最多的是{quoted(largest['project'])}：年初{amount(largest['initial_budget'])}万元，"
            f"全年预算{amount(largest['adjusted_budget'])}万元，支出{amount(largest['executed'])}万元；"
            f"其余{others.projects}个项目支出占年初预算的{percentage(others.rate_initial)}。",
            f"The largest, {largest['project']}: {amount(largest['initial_budget'])} at first, "
            f"{amount(largest['adjusted_budget'])} after changes, {amount(largest['executed'])} spent; the other "
            f"{others.projects} spent {percentage(others.rate_initial)} of their initial budgets.",
        )
    ]


def department_sentences(projects: pd.DataFrame) -> list[Sentence]:
    """The department's own evaluation, its rate as printed and its spending over the initial budget."""
    rows = projects[(projects["evaluation"] == "department") & projects["executed"].notna()]
    rows = rows[rows["initial_budget"].gt(0)]
    return [
        Sentence(
            f"部门整体自评（{row['project']}）：印出的执行率{percentage(row['execution_rate'])}，支出占年初预算"
            f"{percentage(row['executed'] / row['initial_budget'] * 100)}。",
            f"The department as a whole ({row['project']}): {percentage(row['execution_rate'])} as printed, "
            f"{percentage(row['executed'] / row['initial_budget'] * 100)} of the initial budget.",
        )
        for _, row in rows.head(3).iterrows()
    ]


def most_moved(projects: pd.DataFrame, n: int = 25) -> pd.DataFrame:
    """The rows of ``projects`` of the ``n`` projects whose spending is farthest from the first plan."""
    rows = projects[projects["evaluation"] == "project"]
    rows = rows.dropna(subset=["initial_budget", "adjusted_budget", "executed"])
    gap = (rows["initial_budget"] - rows["executed"]).abs() + (rows["initial_budget"] - rows["adjusted_budget"]).abs()
    chosen = rows.loc[gap.nlargest(n).index].sort_index()
    chosen.attrs.update(projects.attrs)
    return chosen
