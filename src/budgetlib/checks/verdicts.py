"""All verdicts of all rules on a report as a table: what holds beside what does not, stated against recomputed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from budgetlib.checks import RULES
from budgetlib.checks.model import Checked, Judged

if TYPE_CHECKING:
    import pandas as pd

    from budgetlib.parsers.parsed import Parsed

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


class CheckedReport(Protocol):
    """A report with its verdicts."""

    parsed: Parsed

    @property
    def checked(self) -> Checked:
        """What the checks said."""
        ...


def verdicts(report: CheckedReport, *, unchecked: bool = False) -> pd.DataFrame:
    """One row per verdict, in the order of the rules; the findings are the rows with a severity.

    ``status`` is ``exact``, ``rounded`` (off by no more than rounding explains), ``truncated`` (digits cut off instead
    of rounded) or ``broken``. ``identity`` marks verdicts that put a stated figure beside one recomputed from others
    and that must agree; the rest are remarks. ``difference`` is stated less expected, ``tolerance`` the most that
    rounding explains. Confirming verdicts have a formula in ``message_zh`` and ``message_en`` as findings do.

    With ``unchecked`` the identities that could not be checked instead, whose messages say why.
    """
    import pandas as pd

    key = report.parsed.key
    rows = [key | _row(one, report.parsed) for one in report.checked.judged]
    made = [row for row in rows if (row["status"] == "unchecked") == unchecked]
    return pd.DataFrame(made, columns=list(_COLUMNS)).astype(_COLUMNS)


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


def _row(one: Judged, report: Parsed) -> dict[str, Any]:
    verdict, rule = one.verdict, one.rule
    zh, en = one.told(report)
    subject = verdict.subject if verdict.subject[0] else _subject(one, report)
    return {
        "rule": rule.id,
        "family": rule.family,
        "title_zh": rule.title_zh,
        "title_en": rule.title_en,
        "subject_zh": subject[0],
        "subject_en": subject[1],
        "identity": rule.severity == _IDENTITY and verdict.stated is not None and verdict.expected is not None,
        "status": verdict.status,
        "severity": one.severity,
        "stated": verdict.stated,
        "expected": verdict.expected,
        "difference": verdict.difference,
        "tolerance": verdict.tolerance,
        "page": verdict.first_page,
        "message_zh": zh,
        "message_en": en,
        "evidence": verdict.evidence,
    }


def _subject(one: Judged, report: Parsed) -> tuple[str, str]:
    """What a rule in code judges: an indicator, a project or an item; else the rule itself."""
    figure = one.verdict.figures[0] if one.verdict.figures else None
    row = report.rows[figure.table][figure.row].values if figure else {}
    name = row.get("indicator") or row.get("project") or row.get("item")
    return (str(name), str(name)) if name else (one.rule.title_zh, one.rule.title_en)
