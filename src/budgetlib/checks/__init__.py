"""Checks: tables to findings. Rules are data; an identity that holds confirms its figures, a broken one is found."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from budgetlib.checks import (
    between,
    contents,
    form,
    goals,
    headings,
    indicators,
    performance,
    prose,
    scores,
    statements,
    wording,
)
from budgetlib.checks.incomplete import judged
from budgetlib.checks.model import Checked, Rule, Verdict, View
from budgetlib.parsers.parsed import Parsed
from budgetlib.readers.document import Mark
from budgetlib.schema import SEVERITIES

RULES: tuple[Rule, ...] = (
    *statements.RULES,
    *between.RULES,
    *prose.RULES,
    *wording.RULES,
    *performance.RULES,
    *scores.RULES,
    *indicators.RULES,
    *goals.RULES,
    *form.RULES,
    *headings.RULES,
    *contents.RULES,
)


def check(report: Parsed) -> Checked:
    """Run every rule on a report: findings sorted by severity and page, and what confirms each figure."""
    view = View(report)
    findings: list[dict[str, Any]] = []
    confirmed: dict[tuple[str, int, str], list[str]] = defaultdict(list)
    for rule in RULES:
        for verdict in judged(view, rule):
            if verdict.status in ("broken", "truncated"):
                findings.append(_finding(rule, verdict))
            else:
                for figure in verdict.figures:
                    confirmed[(figure.table, figure.row, figure.column)].append(rule.id)
    _share_confirmations(report, confirmed)
    findings.sort(key=lambda finding: (SEVERITIES.index(finding["severity"]), finding["page"] or 0))
    return Checked(findings, dict(confirmed))


def _share_confirmations(report: Parsed, confirmed: dict[tuple[str, int, str], list[str]]) -> None:
    """One printed number can stand in several tables (a claim, its change); what confirms it confirms all of them."""
    same: dict[Mark, list[tuple[str, int, str]]] = defaultdict(list)
    for table, number, column in report.figures():
        same[report.rows[table][number].marks[column]].append((table, number, column))
    for places in same.values():
        rules = list(dict.fromkeys(rule for place in places for rule in confirmed.get(place, ())))
        for place in places:
            if rules:
                confirmed[place] = rules


def _finding(rule: Rule, verdict: Verdict) -> dict[str, Any]:
    pages = [figure.page for figure in verdict.figures if figure.page is not None]
    return {
        "rule": rule.id,
        "severity": verdict.severity or rule.severity,
        "message_zh": verdict.message_zh,
        "message_en": verdict.message_en,
        "stated": verdict.stated,
        "expected": verdict.expected,
        "difference": verdict.difference,
        "tolerance": verdict.tolerance,
        "page": verdict.page or (pages[0] if pages else None),
        "evidence": " ".join([figure.ref for figure in verdict.figures] + [verdict.place] * bool(verdict.place)),
    }
