"""Checks: facts to verdicts. Rules are data; an identity that holds confirms its figures, a broken one is found."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from budgetlib.checks.causes import amounts, groups
from budgetlib.checks.holes import explained
from budgetlib.checks.model import Checked, Judged, Rule, View
from budgetlib.checks.rulebook import Rulebook, rulebook
from budgetlib.machine.limits import uncollected
from budgetlib.parsers.facts import Place
from budgetlib.parsers.parsed import Parsed
from budgetlib.readers.document import Mark
from budgetlib.schema import SEVERITIES

_OWN = rulebook()
RULES: tuple[Rule, ...] = _OWN.rules


@uncollected()
def check(report: Parsed, rules: Rulebook | None = None) -> Checked:
    """Run every rule on a report, once: findings sorted by severity and page, what confirms each figure, all verdicts.

    ``rules`` are the library's, or those of ``rulebook`` with a user's changes.
    """
    book = rules or _OWN
    view = View(report, book.tolerances)
    known = {rule.id: rule for rule in book.rules}
    given = (
        (rule, explained(view, verdict) if rule.id == "statement.column" else verdict)
        for rule in book.rules
        for verdict in rule.run(view)
    )
    judged = tuple(
        Judged(known[kind], verdict) for rule, verdict in given if (kind := verdict.kind or rule.id) in known
    )
    return Checked(_findings(report, judged), _confirmations(report, judged), judged)


def _confirmations(report: Parsed, judged: tuple[Judged, ...]) -> dict[Place, list[str]]:
    """What proves each figure; a number in several tables (a claim, its change) is proved in all of them."""
    proved: dict[Place, list[str]] = defaultdict(list)
    for one in judged:
        for figure in one.verdict.confirmed:
            proved[figure.place].append(one.rule.proof)
    same: dict[Mark, list[Place]] = defaultdict(list)
    for place in report.figures():
        same[report.rows[place.table][place.row].marks[place.column]].append(place)
    shared: dict[Place, list[str]] = {}
    for places in same.values():
        words = list(dict.fromkeys(word for place in places for word in proved.get(place, ())))
        shared |= {place: words for place in places if words}
    return shared


def _findings(report: Parsed, judged: tuple[Judged, ...]) -> list[dict[str, Any]]:
    """Rows of the table ``findings``, the gravest first."""
    found = [one for one in judged if one.severity]
    rows = [
        _finding(one, report) | {"group": group, "amount": amount}
        for one, group, amount in zip(found, groups(found), amounts(found), strict=True)
    ]
    return sorted(rows, key=lambda row: (SEVERITIES.index(row["severity"]), row["page"] or 0))


def _finding(one: Judged, report: Parsed) -> dict[str, Any]:
    verdict = one.verdict
    zh, en = one.told(report)
    return {
        "rule": one.rule.id,
        "severity": one.severity,
        "message_zh": zh,
        "message_en": en,
        "stated": verdict.stated,
        "expected": verdict.expected,
        "difference": verdict.difference,
        "tolerance": verdict.tolerance,
        "page": verdict.first_page,
        "evidence": verdict.evidence,
    }
