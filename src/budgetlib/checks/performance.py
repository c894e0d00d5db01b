"""Checks on the performance self-evaluations (绩效自评): money, rate, weights and scores."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from budgetlib.checks.figures import Figure
from budgetlib.checks.indicators import words
from budgetlib.checks.messages import formula, quoted, shown
from budgetlib.checks.model import Run, Verdict, View, sum_verdict, worded
from budgetlib.intervals import DIGITS, EPSILON

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
    whole = view.tolerances.whole_score
    for number, row in view.rows("projects"):
        rate, total = (view.figure("projects", number, column) for column in ("rate_weight", "total_weight"))
        parts = weights[view.form("projects", number)]
        if not rate or total or not parts:
            continue
        given = [part._replace(half=0.0) for part in (rate, *parts)]  # points are given, not measured
        added = sum(part.value for part in given)
        said = {"project": row["project"], "formula": formula(given), "added": f"{added:g}", "whole": f"{whole:g}"}
        # A form without a total row may have points for more than it lists: no error.
        found = worded("weights", said, figures=given, stated=added, expected=whole, kind="performance.weights_whole")
        yield found._replace(status="exact") if abs(added - whole) < EPSILON else found


def _cut_to_spending(view: View) -> Iterator[Verdict]:
    for number, row in view.rows("projects"):
        figures = _figures(view, "projects", number, ["adjusted_budget", "executed", "initial_budget"])
        if len(figures) != 3:
            continue
        adjusted, executed, initial = figures
        if (
            initial.value > 0
            and adjusted.value == executed.value
            and adjusted.value < initial.value * view.tolerances.share_of_initial
        ):
            total = view.figure("projects", number, "total_score")
            zh, en = (
                {"project": row["project"], "initial": quoted(initial)[n], "adjusted": quoted(adjusted)[n]}
                for n in (0, 1)
            )
            zh |= {"share": f"{executed.value / initial.value * 100:.2f}", "score": shown(total) if total else ""}
            yield worded(
                "cut_to_spending_scored" if total else "cut_to_spending",
                zh,
                en,
                figures=(adjusted, executed, initial),
                stated=adjusted.value,
                expected=initial.value,
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
            or executed.value >= initial.value * view.tolerances.little_spent
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
                view.tolerances.top_score
                if figure is total
                else weight.value
                if weight
                else view.tolerances.whole_score
            )
        ]
        if top:
            figure, zh, en = top[0]
            share = f"{executed.value / initial.value * 100:.2f}"
            yield worded(
                "low_spending",
                {
                    "project": row["project"],
                    "formula": f"{shown(executed)} / {shown(initial)} = {share}",
                    "points": zh,
                    "score": shown(figure),
                },
                {"points": en},
                figures=(executed, initial, figure),
                stated=executed.value,
                expected=initial.value,
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
                yield verdict if count else verdict._replace(kind="performance.prose_sums")


def _titled_forms(view: View) -> int:
    """How many paragraphs are the title of a project form."""
    texts = (paragraph.text for _, paragraph in view.report.document.paragraphs())
    return sum("绩效自评表" in text and "项目" in text and len(text) < 40 for text in texts)


_STAGE_OF = {column: (zh, en) for column, zh, en in _STAGES.values()}


def _other_count(count: Figure, forms: int, noun: tuple[str, str]) -> Verdict:
    said = {"forms": noun[0], "said": shown(count), "count": forms}
    values = count.value, float(forms)
    return worded(
        "forms_counted",
        said,
        {"forms": noun[1]},
        figures=(count,),
        stated=values[0],
        expected=values[1],
        kind="performance.forms_counted",  # forms may be published elsewhere
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
    said = {"count": len(executed), "added": f"{added:,.2f}", "off": f"{added - limit.value:,.2f}"}
    found = worded(
        "projects_above_all",
        said | {"whole": quoted(limit)[0]},
        {"whole": quoted(limit)[1]},
        figures=(limit, *(figure for _, figure in executed)),
        stated=round(added, DIGITS),
        expected=limit.value,
        kind="" if clear else "performance.project_money",
    )
    yield found._replace(tolerance=round(tolerance, DIGITS))


def _expenditure(view: View, column: str) -> Figure | None:
    """Project (or all) expenditure of the year: from the statement, else from the prose on expenditure."""
    wanted = {"statement": "expenditure", "first": True, "column": column, "name": ["合计", "总计"], "code": False}
    printed = next(iter(view.index.select("lines", wanted)), None)
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
