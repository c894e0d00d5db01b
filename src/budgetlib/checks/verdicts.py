"""All verdicts of all rules on a report as a table: what holds beside what does not, stated against recomputed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from budgetlib.checks import RULES
from budgetlib.checks.incomplete import judged
from budgetlib.checks.model import Rule, Verdict, View

if TYPE_CHECKING:
    import pandas as pd

    from budgetlib.report import Report

STATUSES = ("exact", "rounded", "truncated", "broken")
_IDENTITY = "error"
"""Severity of the rules that must hold; a warning or a note is about a habit, a word or a form."""
_COLUMNS = {
    "report_id": "str",
    "agency": "str",
    "fiscal_year": "int64",
    "report_type": "str",
    "rule": "str",
    "family": "str",
    "title_zh": "str",
    "title_en": "str",
    "subject_zh": "str",
    "subject_en": "str",
    "identity": "bool",
    "status": "str",
    "severity": "str",
    "stated": "float64",
    "expected": "float64",
    "difference": "float64",
    "tolerance": "float64",
    "page": "Int64",
    "message_zh": "str",
    "message_en": "str",
    "evidence": "str",
}


def verdicts(report: Report) -> pd.DataFrame:
    """One row per verdict, in the order of the rules; the findings are the rows with a severity.

    ``status`` is ``exact``, ``rounded`` (off by no more than rounding explains), ``truncated`` (digits cut off instead
    of rounded) or ``broken``. ``identity`` marks verdicts that put a stated figure beside one recomputed from others
    and that must agree; the rest are remarks. ``difference`` is stated less expected, ``tolerance`` the most that
    rounding explains. Confirming verdicts have a formula in ``message_zh`` and ``message_en`` as findings do.
    """
    import pandas as pd

    view = View(report.parsed)
    key = {name: next(iter(report.records("reports")))[name] for name in list(_COLUMNS)[:4]}
    rows = [key | row for rule in RULES for row in _rows(view, rule)]
    return pd.DataFrame(rows, columns=list(_COLUMNS)).astype(_COLUMNS)


def tally(table: pd.DataFrame) -> pd.DataFrame:
    """Verdicts counted by rule: ``exact``, ``rounded``, ``truncated``, ``broken``; every rule has its row.

    A rule without any verdict found nothing that it could compare, or, where it only looks for slips, none.
    """
    import pandas as pd

    counts = pd.crosstab(table["rule"], table["status"])
    known = pd.DataFrame(
        [(rule.id, rule.family, rule.severity, rule.title_zh, rule.title_en) for rule in RULES],
        columns=["rule", "family", "severity", "title_zh", "title_en"],
    )
    counts = counts.reindex(index=known["rule"], columns=list(STATUSES), fill_value=0)
    return known.join(counts.reset_index(drop=True))


def _rows(view: View, rule: Rule) -> Iterator[dict[str, Any]]:
    for verdict in judged(view, rule):
        found = verdict.status in ("truncated", "broken")
        pages = [figure.page for figure in verdict.figures if figure.page is not None]
        subjects = _subjects(view, rule, verdict)
        yield {
            "rule": rule.id,
            "family": rule.family,
            "title_zh": rule.title_zh,
            "title_en": rule.title_en,
            "subject_zh": subjects[0],
            "subject_en": subjects[1],
            "identity": rule.severity == _IDENTITY and verdict.stated is not None and verdict.expected is not None,
            "status": verdict.status,
            "severity": (verdict.severity or rule.severity) if found else "",
            "stated": verdict.stated,
            "expected": verdict.expected,
            "difference": verdict.difference,
            "tolerance": verdict.tolerance,
            "page": verdict.page or (pages[0] if pages else None),
            "message_zh": verdict.message_zh,
            "message_en": verdict.message_en,
            "evidence": " ".join([figure.ref for figure in verdict.figures] + [verdict.place] * bool(verdict.place)),
        }


def _subjects(view: View, rule: Rule, verdict: Verdict) -> tuple[str, str]:
    """What is judged: the head of the message, before its colon; without one the indicator or project, or the rule."""
    zh, colon_zh, _ = verdict.message_zh.partition("：")
    en, colon_en, _ = verdict.message_en.partition(": ")
    if colon_zh and colon_en:
        return zh, en
    figure = verdict.figures[0] if verdict.figures else None
    row = view.report.rows[figure.table][figure.row].values if figure else {}
    name = row.get("indicator") or row.get("project")
    return (str(name), str(name)) if name else (rule.title_zh, rule.title_en)
