"""Leads from the forms of projects: reasons, funds and indicators that do not go together."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

import pandas as pd

from budgetlib.analysis.lead import Given, Lead, lead
from budgetlib.intervals import DIGITS, HALF_UNIT, percent
from budgetlib.reference import load as reference
from budgetlib.reference.wording import amount, percentage, quoted
from budgetlib.text import plain
from budgetlib.years.execution import project_execution, short_name
from budgetlib.years.functional import flags


def _reason_project(given: Given) -> Iterator[Lead]:
    """A gap to the initial budget that is put down to a project which did not move that way."""
    projects = project_execution(given.tables["projects"]).dropna(subset=["initial_budget", "executed"])
    rows = given.own("completions").dropna(subset=["initial_budget", "actual", "reason", "item"])
    rows = rows.assign(gap=(rows["actual"] - rows["initial_budget"]).round(DIGITS)).sort_values(
        "gap", key=abs, ascending=False
    )
    told: set[str] = set()
    for _, row in rows[rows["gap"].abs() > HALF_UNIT].iterrows():
        named = projects[
            flags(projects["project"], partial(_speaks_of, row["reason"], least=given.tolerances.named_by))
        ]
        against = named[(named["executed"] - named["initial_budget"]) * row["gap"] < 0]
        for _, project in against[~against["project"].isin(told)].iterrows():
            told.add(project["project"])
            yield _against(row, project, projects[~projects["project"].isin(named["project"])])


def _against(row: pd.Series, project: pd.Series, other: pd.DataFrame) -> Lead:
    gap = float(row["gap"])
    return lead(
        "reason_project",
        gap,
        [row["page"], project["page"]],
        item=quoted(row["item"]),
        gap=amount(abs(gap)),
        way_zh="少" if gap < 0 else "多",
        way_en="below" if gap < 0 else "above",
        named=quoted(short_name(project["project"])),
        initial=amount(project["initial_budget"]),
        spent=amount(project["executed"]),
        **_moved_most(other, gap),
    )


def _moved_most(projects: pd.DataFrame, gap: float) -> dict[str, str]:
    """The projects, not named in the reason, that moved most in the direction of the gap."""
    moved = (projects["executed"] - projects["initial_budget"]).round(DIGITS)
    same = projects.assign(moved=moved)[moved * gap > 0].sort_values("moved", key=abs, ascending=False)[:2]
    named = [f"{quoted(short_name(row['project']))}{amount(abs(row['moved']))}" for _, row in same.iterrows()]
    if not named:
        return {"rest_zh": "", "rest_en": ""}
    zh = "减少" if gap < 0 else "增加"
    en = "falls" if gap < 0 else "rises"
    return {
        "rest_zh": f"{zh}最多的其实是{'、'.join(f'{one}万元' for one in named)}，理由没有提到。",
        "rest_en": f"The largest {en}, which it does not name, are {', '.join(named)}.",
    }


def _speaks_of(reason: str, project: str, least: int) -> bool:
    """Whether a reason names a project: by words in quotation marks, or by enough characters in a row."""
    reason, project = plain(reason), plain(project)
    marked = re.compile(r"[“‘\"]([^“”‘’\"]+)[”’\"]")
    inside = {word for word in marked.findall(reason) if len(word) > 1}
    if inside:
        return any(word in marked.findall(project) or (len(word) >= least and word in project) for word in inside)
    name = re.sub(r"\d{4}年|专项|经费|项目|资金|工作|补助", "", project)
    return any(name[at : at + least] in reason for at in range(max(len(name) - least + 1, 0)))


def _outside_three_public(given: Given) -> Iterator[Lead]:
    """Projects whose name, goals or indicators speak of what the three public expenses are for."""
    spent = project_execution(given.tables["projects"]).dropna(subset=["executed"])
    actual = given.tables["three_public"].set_index("item")["actual"].dropna()
    texts = _texts_of_projects(given)
    for item, words in reference("leads")["words"].items():
        found = {name: [w for w in words["any"] if w in texts.get(name, name)] for name in spent["project"]}
        rows = spent[spent["project"].isin([name for name, said in found.items() if said])]
        total = round(float(rows["executed"].sum()), DIGITS)
        if item not in actual or total <= float(actual[item]):
            continue
        yield lead(
            "outside_three_public",
            total,
            list(rows["page"]),
            item=words["item"][0],
            item_en=words["item"][1],
            actual=amount(float(actual[item])),
            count=str(len(rows)),
            spent=amount(total),
            words="、".join(dict.fromkeys(word for name in rows["project"] for word in found[name])),
            projects="、".join(
                f"{quoted(short_name(n))}{amount(v)}" for n, v in zip(rows["project"], rows["executed"], strict=True)
            ),
        )


def _texts_of_projects(given: Given) -> dict[str, str]:
    """All that a report says of a project's content: its name, its goals, its indicators."""
    texts: dict[str, str] = {}
    for table, columns in (("projects", ["project"]), ("goals", ["item"]), ("indicators", ["indicator", "actual"])):
        for _, row in given.tables[table].iterrows():
            if isinstance(row["project"], str):
                said = " ".join(plain(row[column]) for column in columns if isinstance(row[column], str))
                texts[row["project"]] = f"{texts.get(row['project'], '')} {said}"
    return texts


def _cut_to_spending(given: Given) -> Iterator[Lead]:
    rows = project_execution(given.tables["projects"])
    rows = rows[rows["cut_to_spending"]]
    if rows.empty:
        return
    largest = rows.sort_values("cut", ascending=False, kind="stable").iloc[0]
    initial, spent = float(rows["initial_budget"].sum()), float(rows["executed"].sum())
    yield lead(
        "cut_to_spending",
        float(rows["cut"].sum()),
        list(rows["page"]),
        count=str(len(rows)),
        cut=amount(float(rows["cut"].sum())),
        initial=amount(initial),
        spent=amount(spent),
        rate=percentage(percent(spent, initial)),
        largest=f"{quoted(short_name(largest['project']))}（{amount(largest['initial_budget'])}→{amount(largest['executed'])}）",
    )


def _projects_exceed(given: Given) -> Iterator[Lead]:
    """Appropriations of the projects against appropriation spending less its basic part."""
    projects = given.tables["projects"][given.tables["projects"]["evaluation"] == "project"]
    spent = projects["appropriation_executed"].dropna()
    whole = given.stated("一般公共预算财政拨款支出")
    basic = given.stated("一般公共预算财政拨款基本支出")
    if whole is None or basic is None or spent.empty:
        return
    left = float(whole["value"] - basic["value"])
    over = float(spent.sum()) - left
    if over > HALF_UNIT * (len(spent) + 2):
        yield lead(
            "projects_exceed",
            over,
            [whole["page"], basic["page"], *projects["page"]],
            count=str(len(spent)),
            sum=amount(float(spent.sum())),
            whole=amount(whole["value"]),
            basic=amount(basic["value"]),
            left=amount(left),
            over=amount(over),
        )


def _funds_exceed(given: Given) -> Iterator[Lead]:
    """The fund of which the projects together have most above the evaluation of the whole department."""
    rows = given.tables["projects"]
    whole, parts = (rows[rows["evaluation"] == kind] for kind in ("department", "project"))
    over = [
        (round(float(parts[column].sum()) - float(whole[column].iloc[0]), DIGITS), fund, stage, column)
        for fund in reference("leads")["funds"]
        for stage in reference("leads")["stages"]
        if (column := f"{fund}_{stage}") and len(whole) == 1 and pd.notna(whole[column].iloc[0])
    ]
    more, fund, stage, column = max(over, default=(0.0, "", "", ""))
    if more > HALF_UNIT * (len(parts) + 1):
        yield lead(
            "funds_exceed",
            more,
            [*whole["page"], *parts.loc[parts[column].notna(), "page"]],
            count=str(parts[column].notna().sum()),
            fund=reference("leads")["funds"][fund][0],
            fund_en=reference("leads")["funds"][fund][1],
            stage=reference("leads")["stages"][stage][0],
            stage_en=reference("leads")["stages"][stage][1],
            sum=amount(float(parts[column].sum())),
            whole=amount(float(whole[column].iloc[0])),
            over=amount(more),
        )


def _exactly_on_target(given: Given) -> Iterator[Lead]:
    rows = given.tables["indicators"].dropna(subset=["target_value", "actual_value"])
    exact = rows[rows["target_value"] == rows["actual_value"]]
    rate = percent(len(exact), len(rows)) if len(rows) >= given.tolerances.enough_indicators else 0.0
    if rate >= given.tolerances.exactly_on_target:
        spent = project_execution(given.tables["projects"]).set_index("project")["executed"]
        met = spent[spent.index.isin(exact["project"])]
        yield lead(
            "exactly_on_target",
            float(met.sum()),
            list(exact["page"])[:1],
            count=str(len(rows)),
            exact=str(len(exact)),
            rate=percentage(rate),
        )


KINDS = (
    _reason_project,
    _outside_three_public,
    _cut_to_spending,
    _projects_exceed,
    _funds_exceed,
    _exactly_on_target,
)
"""The kinds of this module, in the order in which those with the same money are told."""
