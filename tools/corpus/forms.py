"""Self-evaluations of a fictional office: money within its project expenditure, scores that follow the rules."""

from __future__ import annotations

from random import Random

from budgetlib.typeset.tables import Record
from tools.corpus.facts import Year, material
from tools.corpus.statements import printed
from tools.corpus.talk import ratio

_RATE_WEIGHT, _WHOLE = 10, 100
_MOST = 4
_MISSED = 0.2
"""Share of the indicators that miss their target."""


def evaluations(now: Year, before: Year) -> tuple[list[Record], list[Record]]:
    """Rows of ``projects`` and ``indicators``: the office as a whole, then one to four of its projects."""
    chance = now.office.random(now.year, "evaluations")
    whole, own = _department(now, before, chance)
    projects, indicators = [whole], own
    topics = now.office.profile["topics"]
    money = sum(item.project for item in now.general.values())
    count = chance.randrange(1, _MOST + 1)
    for topic in topics[:count]:
        project, own = _project(now, f"{now.year}年{topic}", int(money * chance.uniform(0.05, 0.22)), chance)
        projects.append(project)
        indicators += own
    return projects, indicators


def _wan(amount: int) -> float:
    return printed(amount) / 100


def _budgets(executed: int, chance: Random) -> tuple[int, int]:
    """Initial and adjusted budget. The adjusted one is spent in full now and then, but was then not cut to that."""
    if chance.random() < 0.4:
        return executed, executed
    adjusted = int(executed * chance.uniform(1.0, 1.3)) + 10_000
    return int(adjusted * chance.uniform(0.8, 1.2)), adjusted


def _rated(row: Record, initial: int, adjusted: int, executed: int) -> int:
    """Put total money, rate and its points into the row; returns the points in hundredths."""
    rate = ratio(executed, adjusted)
    points = (min(rate, 10_000) * _RATE_WEIGHT + 50) // 100
    row |= {"initial_budget": _wan(initial), "adjusted_budget": _wan(adjusted), "executed": _wan(executed)}
    row |= {"execution_rate": rate / 100, "rate_weight": float(_RATE_WEIGHT), "rate_score": points / 100}
    return points


def _department(now: Year, before: Year, chance: Random) -> tuple[Record, list[Record]]:
    """The form of the whole office: all money of the year; this form has no row for the total."""
    executed, adjusted = now.spent, now.spent + now.closing.total
    # Not far from what there was in the end: an adjusted budget cut to exactly the spending would be a finding.
    initial = min(max(sum(item.budget for item in now.general.values()), executed // 2), adjusted * 12 // 13)
    row: Record = {"evaluation": "department", "project": f"{now.office.name}（部门）"}
    _rated(row, initial, adjusted, executed)
    own = now.other.total + now.closing.other
    stages = {"initial": (initial, 0), "adjusted": (adjusted, own), "executed": (executed, now.other.total)}
    row |= {f"superior_{stage}": 0.0 for stage in stages}
    for stage, (total, rest) in stages.items():
        row |= {f"appropriation_{stage}": _wan(total - rest), f"other_{stage}": _wan(rest)}
    indicators, _ = _indicators(row, chance)
    return row, indicators


def _project(now: Year, name: str, executed: int, chance: Random) -> tuple[Record, list[Record]]:
    initial, adjusted = _budgets(executed, chance)
    row: Record = {"evaluation": "project", "project": name}
    row |= {"supervising_department": now.office.name, "implementing_unit": now.office.name}
    points = _rated(row, initial, adjusted, executed)
    share = chance.choice((0.0, 0.0, 0.25))
    if executed * share * _MOST > now.other.total:  # no project spends other money that the office did not spend
        share = 0.0
    for stage, total in (("initial", initial), ("adjusted", adjusted), ("executed", executed)):
        other = int(total * share)
        row |= {f"appropriation_{stage}": _wan(total - other), f"other_{stage}": _wan(other)}
    indicators, scored = _indicators(row, chance)
    row |= {"total_weight": float(_WHOLE), "total_score": (points + scored) / 100}
    return row, indicators


def _indicators(project: Record, chance: Random) -> tuple[list[Record], int]:
    """Indicators of a form and their points in hundredths."""
    rows, scored = [], 0
    for level1, level2, name, operator, unit, least, most, weight in material()["indicators"]["rows"]:
        row: Record = {"evaluation": project["evaluation"], "project": project["project"], "repaired": False}
        row |= {"level1": level1, "level2": level2, "indicator": name, "weight": float(weight)}
        points = weight * 100
        if operator:
            target = chance.randrange(least, most + 1)
            actual = _outcome(target, operator, unit, chance)
            row |= _printed(operator, target, actual, unit)
            points = _points(weight, operator, target, actual)
        else:
            words = material()["indicators"]["words"]
            row |= {"target": words[0], "actual": words[1]}
        rows.append({**row, "score": points / 100})
        scored += points
    return rows, scored


def _outcome(target: int, operator: str, unit: str, chance: Random) -> int:
    """An outcome at the target, a little beyond it, or short of it."""
    better = 1 if operator == "≥" else -1
    step = max(1, target // 10)
    if chance.random() < _MISSED:
        return target - better * step
    actual = target + better * chance.choice((0, step))
    return min(actual, 100) if unit == "%" else max(actual, 1)


def _printed(operator: str, target: int, actual: int, unit: str) -> Record:
    return {
        "target": f"{operator}{target}{unit}",
        "target_operator": operator,
        "target_value": float(target),
        "actual": f"={actual}{unit}",
        "actual_value": float(actual),
        "unit": unit,
    }


def _points(weight: int, operator: str, target: int, actual: int) -> int:
    """Full marks for a target that is met, its share for one that is missed, in hundredths."""
    above, below = (actual, target) if operator == "≥" else (target, actual)
    if above >= below:
        return weight * 100
    return (weight * 100 * above * 2 + below) // (2 * below)
