"""Checks on the performance self-evaluations (绩效自评): money, rate, weights and scores."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

from budgetlib.checks.model import Figure, Rule, Verdict, View, rate_verdict, shown, sum_verdict
from budgetlib.schema import FUNDS

_STAGES = {
    "initial": ("initial_budget", "年初预算数", "initial budget"),
    "adjusted": ("adjusted_budget", "全年预算数", "adjusted budget"),
    "executed": ("executed", "全年执行数", "executed"),
}
SHARE_OF_INITIAL = 0.9
"""An adjusted budget below this share of the initial one counts as cut."""


def _funds(view: View) -> Iterator[Verdict]:
    for number, row in view.rows("projects"):
        for stage, (column, zh, en) in _STAGES.items():
            total = view.figure("projects", number, column)
            parts = _figures(view, "projects", number, [f"{fund}_{stage}" for fund in FUNDS])
            if total and len(parts) >= 2:
                yield sum_verdict(total, parts, (f"{row['project']} {zh}", f"{row['project']}, {en}"))


def _rate(view: View) -> Iterator[Verdict]:
    for number, row in view.rows("projects"):
        figures = _figures(view, "projects", number, ["execution_rate", "executed", "adjusted_budget"])
        if len(figures) == 3:
            rate, executed, adjusted = figures
            verdict = rate_verdict(
                rate,
                (executed.interval, executed.value),
                (adjusted.interval, adjusted.value),
                (executed, adjusted),
                (f"{row['project']} 执行率", f"{row['project']}, execution rate"),
                f"{shown(executed)} / {shown(adjusted)}",
            )
            if verdict:
                yield verdict


def _score(view: View) -> Iterator[Verdict]:
    scores = _indicator_figures(view, "score")
    for number, row in view.rows("projects"):
        total, rate = (view.figure("projects", number, column) for column in ("total_score", "rate_score"))
        parts = scores[(row["evaluation"], row["project"])]
        if total and rate and parts:
            given = [_as_given(part) for part in (rate, *parts)]
            yield sum_verdict(total, given, (f"{row['project']} 总分", f"{row['project']}, total score"))


def _weights(view: View) -> Iterator[Verdict]:
    weights = _indicator_figures(view, "weight")
    for number, row in view.rows("projects"):
        rate = view.figure("projects", number, "rate_weight")
        total = view.figure("projects", number, "total_weight")
        parts = weights[(row["evaluation"], row["project"])]
        if rate and total and parts:
            subject = (f"{row['project']} 分值合计", f"{row['project']}, weights")
            yield sum_verdict(_as_given(total), [_as_given(part) for part in (rate, *parts)], subject)


def _cut_to_spending(view: View) -> Iterator[Verdict]:
    for number, row in view.rows("projects"):
        figures = _figures(view, "projects", number, ["adjusted_budget", "executed", "initial_budget"])
        if len(figures) != 3:
            continue
        adjusted, executed, initial = figures
        if adjusted.value == executed.value and adjusted.value < initial.value * SHARE_OF_INITIAL:
            spent = executed.value / initial.value * 100
            yield Verdict(
                "broken",
                (adjusted, executed, initial),
                f"{row['project']}：全年预算由年初的 {shown(initial)} 万元调减为 {shown(adjusted)} 万元，"
                f"恰好等于执行数，执行率因此显示为 100%；实际只用了年初预算的 {spent:.2f}%。",
                f"{row['project']}: the budget was cut from {shown(initial)} to {shown(adjusted)}, exactly what was "
                f"spent, so the rate reads 100 %; only {spent:.2f} % of the initial budget was spent.",
                adjusted.value,
                initial.value,
                round(adjusted.value - initial.value, 6),
            )


def _as_given(points: Figure) -> Figure:
    """Points are given, not measured: a printed 40 is 40 and nothing around it."""
    return replace(points, half=0.0)


def _figures(view: View, table: str, row: int, columns: list[str]) -> list[Figure]:
    figures = (view.figure(table, row, column) for column in columns)
    return [figure for figure in figures if figure is not None]


def _indicator_figures(view: View, column: str) -> dict[tuple[str, str], list[Figure]]:
    grouped: dict[tuple[str, str], list[Figure]] = defaultdict(list)
    for number, row in view.rows("indicators"):
        figure = view.figure("indicators", number, column)
        if figure:
            grouped[(row["evaluation"], row["project"])].append(figure)
    return grouped


RULES = (
    Rule(
        "performance.funds",
        "performance",
        "error",
        "资金来源之和等于资金总额",
        "Funds add up to the total",
        "A project's total must be the sum of its sources.",
        _funds,
    ),
    Rule(
        "performance.execution_rate",
        "performance",
        "error",
        "执行率等于执行数除以全年预算数",
        "Execution rate = executed / adjusted budget",
        "The rate decides ten points of the score.",
        _rate,
    ),
    Rule(
        "performance.total_score",
        "performance",
        "error",
        "总分等于各项得分之和",
        "Total score = sum of the scores",
        "A total that its parts do not give was not added up.",
        _score,
    ),
    Rule(
        "performance.weights",
        "performance",
        "error",
        "各项分值之和等于总分值",
        "Weights add up to the total weight",
        "Weights that miss the total distort every score.",
        _weights,
    ),
    Rule(
        "performance.cut_to_spending",
        "performance",
        "warning",
        "全年预算恰好调减至执行数",
        "Budget cut to exactly the spending",
        "A rate of 100 % then says nothing about the plan.",
        _cut_to_spending,
    ),
)
