"""The content of a fact sheet, computed from a report: figures, sentences, findings, charts, caveats."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from budgetlib.analysis.headlines import dumbbell_headline, score_headline, three_public_headline, waterfall_headline
from budgetlib.analysis.lead import Lead
from budgetlib.analysis.leads import leads
from budgetlib.analysis.sentences import Sentence
from budgetlib.schema import SEVERITIES
from budgetlib.story import sentences
from budgetlib.story.facts import Fact, facts, unfilled
from budgetlib.story.years import over_the_years

if TYPE_CHECKING:
    from matplotlib.figure import Figure as Drawing

    from budgetlib.report import Report

STRONGEST = 8
"""Findings on a fact sheet."""
MOST_LEADS = 8
"""Leads on a fact sheet."""

KINDS = {
    "final": Sentence("决算", "final account"),
    "budget": Sentence("预算", "budget"),
    None: Sentence("报告", "report"),
}
SCOPES = {
    "department": Sentence("部门", "department"),
    "unit": Sentence("单位", "unit"),
    None: Sentence("", "department or unit"),
}
SEVERITY = {
    "error": Sentence("错误", "error"),
    "warning": Sentence("提示", "warning"),
    "note": Sentence("备注", "note"),
}


@dataclass(frozen=True, slots=True)
class Proof:
    """A finding of the fact sheet: severity, the rule in words, the formula sentence, page and evidence."""

    severity: str
    rule: Sentence
    formula: Sentence
    page: int | None
    evidence: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart of the fact sheet: its name, what it shows, and its headline, or why the report does not allow it."""

    name: str
    shows: Sentence
    headline: Sentence | None
    lacks: Sentence | None
    draw: Callable[[], Drawing]


@dataclass(frozen=True, slots=True)
class Story:
    """A fact sheet before it is written."""

    title: Sentence
    facts: list[Fact]
    missing: list[Sentence]
    changes: list[Sentence]
    execution: list[Sentence]
    proofs: list[Proof]
    counts: dict[str, int]
    pictures: list[Picture]
    caveats: list[Sentence]
    leads: list[Lead]
    years: list[Sentence]


def tell(report: Report, earlier: Sequence[Report] = ()) -> Story:
    """Compute the fact sheet of a report, with those of the same office's ``earlier`` years; nothing is drawn yet."""
    told = facts(report)
    findings = report.checked.findings
    return Story(
        title=_title(report),
        facts=told,
        missing=unfilled(report),
        changes=sentences.changes(report),
        execution=sentences.execution(report),
        proofs=[_proof(report, finding) for finding in _strongest(findings)],
        counts={name: sum(finding["severity"] == name for finding in findings) for name in SEVERITIES},
        pictures=_pictures(report),
        caveats=sentences.caveats(report, told),
        leads=leads(report.tables())[:MOST_LEADS],
        years=over_the_years([*earlier, report]),
    )


def _title(report: Report) -> Sentence:
    identity = report.identity
    agency = identity.agency or Path(report.document.name).stem
    kind, year = KINDS[identity.report_type], identity.fiscal_year
    return Sentence(
        f"{agency}{f'{year}年度' if year else ''}{kind.zh}：事实清单",
        f"{agency}, {kind.en}{f' {year}' if year else ''}: fact sheet",
    )


def _strongest(findings: list[dict[str, Any]], most: int = STRONGEST) -> list[dict[str, Any]]:
    """Errors, then warnings, those with most money first; of findings with one cause the first alone."""
    ranked = sorted(findings, key=lambda finding: (SEVERITIES.index(finding["severity"]), -(finding["amount"] or 0.0)))
    chosen: dict[Any, dict[str, Any]] = {}
    for number, finding in enumerate(ranked):
        if finding["severity"] != "note":
            chosen.setdefault(finding["group"] or number, finding)
    return list(chosen.values())[:most]


def _proof(report: Report, finding: dict[str, Any]) -> Proof:
    from budgetlib.checks import RULES

    titles = {rule.id: Sentence(rule.title_zh, rule.title_en) for rule in RULES}
    rule = finding["rule"]
    return Proof(
        finding["severity"],
        titles.get(rule, Sentence("两个引擎读数不同", "two engines read differently")),
        Sentence(
            _unnamed(report, finding["message_zh"], "该单位"), _unnamed(report, finding["message_en"], "the office")
        ),
        finding["page"],
        finding["evidence"],
    )


def _unnamed(report: Report, message: str, instead: str) -> str:
    """A finding on a copy that may be a draft names no office."""
    identity = report.identity
    if identity.edition != "sample" or not identity.agency:
        return message
    return message.replace(identity.agency_printed or identity.agency, instead).replace(identity.agency, instead)


_Headline = Callable[[pd.DataFrame], Sentence]
_CHARTS: tuple[tuple[str, str, str, _Headline, Sentence, Sentence], ...] = (
    (
        "waterfall",
        "change_waterfall",
        "changes",
        waterfall_headline,
        Sentence("各功能科目的增减", "Change by functional item"),
        Sentence(
            "报告没有列全某个总额下各功能科目的同比变化",
            "the report does not compare all functional items of a total with the prior year",
        ),
    ),
    (
        "three-public",
        "three_public_bars",
        "three_public",
        three_public_headline,
        Sentence("“三公”经费各项", "Three public expenses by item"),
        Sentence("报告没有列出“三公”经费合计", "the report states no total of the three public expenses"),
    ),
    (
        "dumbbell",
        "budget_dumbbell",
        "projects",
        dumbbell_headline,
        Sentence("项目的年初预算、全年预算与支出", "Initial budget, adjusted budget and spending by project"),
        Sentence("报告没有项目支出绩效自评表", "the report has no self-evaluation of a project"),
    ),
    (
        "scores",
        "score_scatter",
        "projects",
        score_headline,
        Sentence("项目自评分与执行率", "Self-scores against execution rates"),
        Sentence("报告没有项目支出绩效自评表", "the report has no self-evaluation of a project"),
    ),
)


def _pictures(report: Report) -> list[Picture]:
    """Every chart, with its headline where the report prints what it needs and with what is missing where not."""
    from budgetlib import charts

    pictures = []
    for name, function, table, headline, shows, lacks in _CHARTS:
        frame = report.table(table)

        def draw(function: str = function, frame: pd.DataFrame = frame) -> Drawing:
            drawn: Drawing = getattr(charts, function)(frame)
            return drawn

        found = _headline(headline, frame) if _drawable(name, frame) else None
        pictures.append(Picture(name, shows, found, None if found else lacks, draw))
    return pictures


def _headline(headline: _Headline, frame: pd.DataFrame) -> Sentence | None:
    try:
        return headline(frame)
    except (ValueError, LookupError):
        return None


def _drawable(name: str, frame: pd.DataFrame) -> bool:
    """Whether the table holds what the chart draws."""
    from budgetlib.analysis.yearonyear import growth

    if name == "waterfall":
        return not growth(frame).empty
    if name == "three-public":
        return bool(frame[["budget", "actual"]].notna().any(axis=None))
    projects = frame[frame["evaluation"] == "project"]
    amounts = projects[["initial_budget", "adjusted_budget", "executed"]]
    scored = projects["total_score"].notna() & projects["execution_rate"].notna()
    return bool((amounts > 0).any(axis=None)) if name == "dumbbell" else bool(scored.any())
