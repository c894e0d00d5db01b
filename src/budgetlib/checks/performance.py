"""Checks on the performance self-evaluations (绩效自评): money, rate, weights and scores."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

from budgetlib.checks.figures import Figure
from budgetlib.checks.indicators import words
from budgetlib.checks.messages import formula, shown
from budgetlib.checks.model import Run, Verdict, View, sum_verdict
from budgetlib.intervals import EPSILON

_STAGES = {
    "initial": ("initial_budget", "年初预算数", "initial budget"),
    "adjusted": ("adjusted_budget", "全年预算数", "adjusted budget"),
    "executed": ("executed", "全年执行数", "executed"),
}
_PROJECTS = re.compile(r"评价项目|绩效自评的?项目|项目(?:支出)?(?:绩效)?自评表?")
_DEPARTMENT = re.compile(r"整体支出(?:绩效)?自评")


def _weights(view: View) -> Iterator[Verdict]:
    """Weights against the whole, where the form prints no total of its own."""
    weights = _indicator_figures(view, "weight")
    whole = view.parameter("whole_score")
    for number, row in view.rows("projects"):
        rate, total = (view.figure("projects", number, column) for column in ("rate_weight", "total_weight"))
        parts = weights[view.form("projects", number)]
        if not rate or total or not parts:
            continue
        given = [replace(part, half=0.0) for part in (rate, *parts)]  # points are given, not measured
        added = sum(part.value for part in given)
        yield Verdict(
            "exact" if abs(added - whole) < EPSILON else "broken",
            tuple(given),
            f"“{row['project']}”：各项分值 {formula(given)} = {added:g}，不是 {whole:g}。",
            f"{row['project']}: the weights {formula(given)} = {added:g}, not {whole:g}.",
            added,
            whole,
            round(added - whole, 6),
            severity="warning",  # a form without a total row may have points for more than it lists
        )


def _cut_to_spending(view: View) -> Iterator[Verdict]:
    for number, row in view.rows("projects"):
        figures = _figures(view, "projects", number, ["adjusted_budget", "executed", "initial_budget"])
        if len(figures) != 3:
            continue
        adjusted, executed, initial = figures
        if (
            initial.value > 0
            and adjusted.value == executed.value
            and adjusted.value < initial.value * view.parameter("share_of_initial")
        ):
            spent = executed.value / initial.value * 100
            total = view.figure("projects", number, "total_score")
            yield Verdict(
                "broken",
                (adjusted, executed, initial),
                f"{row['project']}：全年预算由年初的 {shown(initial)} 万元调减为 {shown(adjusted)} 万元，"
                f"恰好等于执行数，执行率因此显示为 100%；实际只用了年初预算的 {spent:.2f}%"
                f"{f'，总分 {shown(total)}' if total else ''}。",
                f"{row['project']}: the budget was cut from {shown(initial)} to {shown(adjusted)}, exactly what was "
                f"spent, so the rate reads 100 %; only {spent:.2f} % of the initial budget was spent"
                f"{f', total score {shown(total)}' if total else ''}.",
                adjusted.value,
                initial.value,
                round(adjusted.value - initial.value, 6),
            )


def _low_spending(view: View) -> Iterator[Verdict]:
    """Far below the initial budget with top points, where the budget was not cut to exactly the spending."""
    for number, row in view.rows("projects"):
        executed, initial, adjusted, total, rate, weight = (
            view.figure("projects", number, column)
            for column in ("executed", "initial_budget", "adjusted_budget", "total_score", "rate_score", "rate_weight")
        )
        if (
            not executed
            or not initial
            or initial.value <= 0
            or executed.value >= initial.value * view.parameter("little_spent")
        ):
            continue
        if adjusted and adjusted.value == executed.value:
            continue
        top = [
            (figure, zh, en)
            for figure, zh, en in ((total, "总分", "total score"), (rate, "执行率得分", "score for the rate"))
            if figure
            and figure.value
            >= (
                view.parameter("top_score")
                if figure is total
                else weight.value
                if weight
                else view.parameter("whole_score")
            )
        ]
        if top:
            figure, zh, en = top[0]
            share = executed.value / initial.value * 100
            formula = f"{shown(executed)} / {shown(initial)} = {share:.2f}"
            yield Verdict(
                "broken",
                (executed, initial, figure),
                f"{row['project']}：执行数只占年初预算的 {formula}%，{zh}却为 {shown(figure)}。",
                f"{row['project']}: spending is {formula} % of the initial budget, yet the {en} is {shown(figure)}.",
                executed.value,
                initial.value,
                round(executed.value - initial.value, 6),
            )


def _against_prose(view: View) -> Iterator[Verdict]:
    """Number and money of the forms against what the section on performance says of them."""
    said = _said(view)
    for kind, noun_zh, noun_en in (
        ("project", "项目自评表", "project forms"),
        ("department", "整体自评表", "department form"),
    ):
        forms = [number for number, row in view.rows("projects") if row["evaluation"] == kind]
        if not forms:
            continue
        count = said.get((kind, "count"))
        if count and count.value != len(forms):
            if count.value == _titled_forms(view):  # the forms are there, not all of them could be read
                continue
            yield _other_count(count, len(forms), (noun_zh, noun_en))
            continue
        for measure, column in (("annual_budget", "adjusted_budget"), ("actual", "executed")):
            stated = said.get((kind, measure))
            parts = [view.figure("projects", number, column) for number in forms]
            present = [part for part in parts if part]
            if stated and len(present) == len(forms):
                names = (
                    f"{noun_zh}{_STAGE_OF[column][0]}与文字陈述",
                    f"{noun_en}, {_STAGE_OF[column][1]}, against the prose",
                )
                verdict = sum_verdict(stated, present, names)
                yield verdict if count else replace(verdict, severity="warning")


def _titled_forms(view: View) -> int:
    """How many paragraphs are the title of a project form."""
    texts = (paragraph.text for _, paragraph in view.report.document.paragraphs())
    return sum("绩效自评表" in text and "项目" in text and len(text) < 40 for text in texts)


_STAGE_OF = {column: (zh, en) for column, zh, en in _STAGES.values()}


def _other_count(count: Figure, forms: int, noun: tuple[str, str]) -> Verdict:
    return Verdict(
        "broken",
        (count,),
        f"文字称{noun[0]} {shown(count)} 个，报告中有 {forms} 个（{shown(count)} ≠ {forms}）。",
        f"The prose speaks of {shown(count)} {noun[1]}, the report holds {forms} ({shown(count)} ≠ {forms}).",
        count.value,
        float(forms),
        count.value - forms,
        severity="warning",  # forms may be published elsewhere
    )


def _said(view: View) -> dict[tuple[str, str], Figure]:
    """The first figure of each kind and measure in the section on performance."""
    said: dict[tuple[str, str], Figure] = {}
    for number, row in view.rows("claims"):
        if "绩效" not in f"{row['section']}{row['subsection']}":
            continue
        kind = next(
            (k for k, p in (("department", _DEPARTMENT), ("project", _PROJECTS)) if p.search(row["item"])), None
        )
        figure = view.figure("claims", number, "value")
        if kind and figure:
            said.setdefault((kind, row["measure"]), figure)
    return said


def _spent_on_projects(view: View) -> Iterator[Verdict]:
    """Money of the evaluated projects is part of 项目支出; transfers to other offices are the known exception."""
    executed = [
        (row, figure)
        for number, row in view.rows("projects")
        if row["evaluation"] == "project" and (figure := view.figure("projects", number, "executed"))
    ]
    limit, whole = _expenditure(view, "project"), _expenditure(view, "total")
    if not executed or limit is None:
        return
    added = sum(figure.value for _, figure in executed)
    tolerance = limit.half + sum(figure.half for _, figure in executed)
    if added <= limit.value + tolerance:
        return
    transfers = any(word in row["project"] for row, _ in executed for word in words("words", "transfers"))
    clear = whole is not None and added > whole.value + tolerance and not transfers
    yield Verdict(
        "broken",
        (limit, *(figure for _, figure in executed)),
        f"{len(executed)} 个自评项目的执行数合计 {added:,.2f}，大于全部项目支出 {shown(limit)}，"
        f"多 {added - limit.value:,.2f}。",
        f"The {len(executed)} evaluated projects spent {added:,.2f}, more than all project expenditure "
        f"{shown(limit)}, by {added - limit.value:,.2f}.",
        round(added, 6),
        limit.value,
        round(added - limit.value, 6),
        round(tolerance, 6),
        severity=None if clear else "warning",
    )


def _expenditure(view: View, column: str) -> Figure | None:
    """Project (or all) expenditure of the year: from the statement, else from the prose on expenditure."""
    wanted = {"statement": "expenditure", "first": True, "column": column, "name": ["合计", "总计"], "code": False}
    printed = next(view.index.select("lines", wanted), None)
    if printed:
        return printed.figure
    names = ("项目支出",) if column == "project" else ("本年支出", "本年支出合计")
    for number, row in view.rows("claims"):
        if row["item"] in names and row["measure"] == "actual" and re.search(r"[、.]支出决算情况", row["section"]):
            return view.figure("claims", number, "value")
    return None


def _figures(view: View, table: str, row: int, columns: list[str]) -> list[Figure]:
    figures = (view.figure(table, row, column) for column in columns)
    return [figure for figure in figures if figure is not None]


def _indicator_figures(view: View, column: str) -> dict[int | None, list[Figure]]:
    """The figures of a column of the indicators by the form that they stand in."""
    grouped: dict[int | None, list[Figure]] = defaultdict(list)
    for number, _ in view.rows("indicators"):
        figure = view.figure("indicators", number, column)
        if figure:
            grouped[view.form("indicators", number)].append(figure)
    return grouped


RULES: dict[str, Run] = {
    "performance.weights": _weights,
    "performance.cut_to_spending": _cut_to_spending,
    "performance.low_spending": _low_spending,
    "performance.prose": _against_prose,
    "performance.project_expenditure": _spent_on_projects,
}
