"""Project execution: initial budget, adjusted budget and spending side by side.

Source is the table ``projects``. The printed execution rate is spending over the *adjusted* budget; where the budget is
cut to the spending at year end, it is 100 % whatever was planned. Spending over the initial budget stands beside it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import pandas as pd

from budgetlib.intervals import DIGITS, HALF_UNIT, is_zero, percent, percent_interval

FULL_RATE = 100.0
HALF_SPENT = 50.0


@dataclass(frozen=True, slots=True)
class Totals:
    """What the projects come to: amounts in 万元, rates in percent, the rest counts of projects."""

    projects: int
    initial: float
    adjusted: float
    executed: float
    rate_adjusted: float
    rate_initial: float
    full_rate: int
    full_score: int
    cut_to_spending: int
    raised_to_spending: int
    below_half_of_initial: int


def project_execution(projects: pd.DataFrame) -> pd.DataFrame:
    """One row per project (the evaluation of the whole department is left out), in the order of the report.

    Columns: the key, ``project``, ``implementing_unit``, ``initial_budget``, ``adjusted_budget``, ``executed``,
    ``cut`` (initial less adjusted, 万元), ``execution_rate`` (as printed), ``rate_adjusted`` and ``rate_initial``
    (recomputed, NaN on a zero base), ``rate_agrees`` (printed within the rounding of the amounts; NA where it cannot be
    told), ``cut_to_spending``, ``raised_to_spending``, ``rate_score``, ``total_score``, ``page``.
    """
    columns = ["report_id", "agency", "fiscal_year", "report_type", "project", "implementing_unit"]
    columns += ["initial_budget", "adjusted_budget", "executed", "execution_rate", "rate_score", "total_score", "page"]
    rows = projects.loc[projects["evaluation"] == "project", columns].reset_index(drop=True)
    initial, adjusted, executed = rows["initial_budget"], rows["adjusted_budget"], rows["executed"]
    rows["cut"] = (initial - adjusted).round(DIGITS)
    rows["rate_adjusted"] = [percent(a, b) for a, b in zip(executed, adjusted, strict=True)]
    rows["rate_initial"] = [percent(a, b) for a, b in zip(executed, initial, strict=True)]
    printed = zip(rows["execution_rate"], executed, adjusted, strict=True)
    rows["rate_agrees"] = pd.Series([_agrees(*figures) for figures in printed], index=rows.index, dtype="boolean")
    spent_exactly = (adjusted - executed).round(2) == 0
    rows["cut_to_spending"] = spent_exactly & (rows["cut"].round(2) > 0)
    rows["raised_to_spending"] = spent_exactly & (rows["cut"].round(2) < 0)
    return rows


def with_all_three(rows: pd.DataFrame) -> pd.DataFrame:
    """The projects that state initial budget, adjusted budget and spending: only their sums can be divided."""
    return rows.dropna(subset=["initial_budget", "adjusted_budget", "executed"])


def project_totals(projects: pd.DataFrame) -> Totals:
    """Sums and counts over the projects that state all three amounts (the department's own evaluation is left out)."""
    rows = with_all_three(project_execution(projects))
    initial, adjusted, executed = (
        round(float(rows[name].sum()), DIGITS) for name in ("initial_budget", "adjusted_budget", "executed")
    )
    return Totals(
        projects=len(rows),
        initial=initial,
        adjusted=adjusted,
        executed=executed,
        rate_adjusted=percent(executed, adjusted),
        rate_initial=percent(executed, initial),
        full_rate=int((rows["execution_rate"] == FULL_RATE).sum()),
        full_score=int((rows["total_score"] == FULL_RATE).sum()),
        cut_to_spending=int(rows["cut_to_spending"].sum()),
        raised_to_spending=int(rows["raised_to_spending"].sum()),
        below_half_of_initial=int((rows["rate_initial"] < HALF_SPENT).sum()),
    )


def without_largest(projects: pd.DataFrame) -> tuple[pd.Series, Totals]:
    """The project with the largest spending, and the totals of all others: one project can carry the sum.

    ValueError when there is no project.
    """
    rows = projects[projects["evaluation"] == "project"]
    if rows.empty:
        raise ValueError("the table projects holds no project evaluation, so there is no largest one")
    rows = with_all_three(rows).sort_values("executed", ascending=False, kind="stable")
    if rows.empty:
        raise ValueError("no project states initial budget, adjusted budget and spending, so there is no largest one")
    return rows.iloc[0], project_totals(rows.iloc[1:])


def short_name(project: str) -> str:
    """A project name without spaces, remarks in trailing brackets and the leading year: for labels, not for keys."""
    name = re.sub(r"\s+", "", project)
    name = re.sub(r"[（(][^（()）]*[)）]$", "", name)
    return re.sub(r"^(?:提前下达|追加)?\d{4}年", "", name) or project


def _agrees(printed: float, executed: float, adjusted: float) -> bool | None:
    """Whether the printed rate can come from amounts that round to the printed ones."""
    if printed != printed or executed != executed or adjusted != adjusted or is_zero(adjusted):
        return None
    low, high = percent_interval(executed, adjusted)
    return low - HALF_UNIT <= printed <= high + HALF_UNIT
