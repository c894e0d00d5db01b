"""Checks on what indicators measure: targets that measure nothing, rates against their counts, dates, savings."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from budgetlib import reference
from budgetlib.checks.figures import Figure
from budgetlib.checks.indicators import outcomes, unit_group, words
from budgetlib.checks.likeness import Numbered, by_form, longest_shared
from budgetlib.checks.messages import say, shown
from budgetlib.checks.model import Run, Verdict, View, worded
from budgetlib.intervals import DIGITS, EPSILON, around
from budgetlib.parsers.forms.targets import parse_target
from budgetlib.text import fold

_COMPLETED = re.compile(r"完成率(?:[（(]%[）)])?。?$")
_SHARED = 4
"""Characters in a row that two names of indicators share where they speak of one thing."""
_RATE = re.compile(r"率(?:[（(][%％][）)])?。?$|[（(][%％][）)]。?$")
_NO_RATE = re.compile(r"(?:频|效|功|分辨|速|汇)率。?$")
_OF_OUTPUT = re.compile("(?:数量|质量|时效)指标")
_OF_SPENDING = re.compile("(?:支出|执行|支付|拨付|完成)率$")
_NUMBER = re.compile(r"[\d一二两三四五六七八九十百千半零无/—-]")
_DATE = re.compile(r"(?P<year>20\d\d)(?:年|[-./])(?P<month>\d{1,2})(?:月|[-./]|$)")


def _rate_of_counts(view: View) -> Iterator[Verdict]:
    """A completion rate beside the count that it is the rate of: 90 % where 20 of 20 were done."""
    for (_, project), rows in by_form(view):
        counts = [one for one in rows if _count(view, one)]
        for number, row in rows:
            rate = view.figure("indicators", number, "actual_value")
            if (
                not rate
                or rate.unit not in ("%", "")
                or not _COMPLETED.search(row["indicator"])
                or "%" not in (row["actual"] or "")
            ):
                continue
            stem = _COMPLETED.sub("", row["indicator"])
            fitting = [one for one in counts if _one_thing(stem, one[1]["indicator"])]
            nearest = max((len(longest_shared(stem, one[1]["indicator"])) for one in fitting), default=0)
            best = [one for one in fitting if len(longest_shared(stem, one[1]["indicator"])) == nearest]
            if len(best) == 1:
                yield _judged(view, project, (number, row), rate, best[0])


def _count(view: View, one: Numbered) -> bool:
    """Whether an indicator counts something: a whole number, planned and done, in a counting unit."""
    number, row = one
    target, actual = (view.figure("indicators", number, name) for name in ("target_value", "actual_value"))
    unit = parse_target(row.get("target") or "").unit or row.get("unit") or ""
    counted = unit_group(unit) == ("count", 1.0)
    return bool(target and actual and target.value > 0 and counted and row.get("target_operator") in ("≥", "="))


def _one_thing(stem: str, name: str) -> bool:
    shared = longest_shared(stem, name)
    return len(shared) >= _SHARED and len(shared) * 2 >= len(stem)


def _judged(view: View, project: str, one: Numbered, rate: Figure, counted: Numbered) -> Verdict:
    target, actual = (view.figure("indicators", counted[0], name) for name in ("target_value", "actual_value"))
    assert target and actual
    share = actual.value / target.value * 100
    capped = share > 100 - EPSILON and abs(rate.value - 100) < EPSILON
    if capped or around(rate.value, rate.half).overlaps(around(share, EPSILON)):
        return Verdict("exact", (rate, actual, target))
    words = {
        "project": project,
        "rate": one[1]["indicator"],
        "said": shown(rate),
        "count": counted[1]["indicator"],
        "target": counted[1]["target"],
        "actual": counted[1]["actual"],
        "should": f"{share:.0f}",
    }
    figures = (rate, actual, target)
    return Verdict(
        "broken", figures, *say("rate_of_counts", words), rate.value, share, round(rate.value - share, DIGITS)
    )


def _saving_punished(view: View) -> Iterator[Verdict]:
    """A cost target with "=": spending less than planned loses points."""
    for outcome in outcomes(view):
        cost = "成本" in f"{outcome.row.get('level1')}{outcome.row.get('level2')}" or outcome.target.money
        less = outcome.actual.value < outcome.target.value - EPSILON
        if outcome.operator == "=" and cost and _is_money(outcome.row) and less and not outcome.full:
            row = outcome.row
            said = {"project": row["project"], "indicator": row["indicator"], "target": row["target"]}
            said |= {"actual": row["actual"], "weight": shown(outcome.weight), "score": shown(outcome.score)}
            yield Verdict("broken", outcome.figures, *say("saving_punished", said))


def _is_money(row: dict[str, Any]) -> bool:
    unit = parse_target(row.get("target") or "").unit or row.get("unit") or ""
    return (unit_group(unit) or ("", 0))[0] == "money"


def _not_measurable(view: View) -> Iterator[Verdict]:
    """A rate whose target is a word (有效加强), or is counted in pieces."""
    for number, row in view.rows("indicators"):
        name, target = fold(row["indicator"]), row.get("target") or ""
        yield from _not_in_time(view, number, row, name)
        if not _RATE.search(name) or _NO_RATE.search(name) or not target:
            continue
        figure = view.figure("indicators", number, "target_value")
        shown_at = figure or view.figure("indicators", number, "weight")
        if shown_at and len(target) >= 2 and not _NUMBER.search(fold(target)):
            said = {"project": row["project"], "indicator": row["indicator"], "target": target}
            yield Verdict("broken", (shown_at,), *say("rate_in_words", said))
        yield from _no_limit(figure, row, name)


def _no_limit(figure: Figure | None, row: dict[str, Any], name: str) -> Iterator[Verdict]:
    """A rate of spending or of work done of at most 100 %, as a measure of what is put out."""
    measured = _OF_OUTPUT.fullmatch(row.get("level2") or "") and _OF_SPENDING.search(name)
    whole = figure is not None and figure.value >= 100 and figure.unit in ("%", "")
    if figure and measured and whole and row.get("target_operator") == "≤":
        said = {"project": row["project"], "indicator": row["indicator"], "target": row["target"]}
        yield Verdict("broken", (figure,), *say("no_limit", said))


def _not_in_time(view: View, number: int, row: dict[str, Any], name: str) -> Iterator[Verdict]:
    """Timeliness counted in pieces (及时性 = 2期)."""
    figure = view.figure("indicators", number, "target_value")
    unit = parse_target(row.get("target") or "").unit or ""
    if figure and name.rstrip("。").endswith(("及时性", "时效性")) and unit_group(unit) == ("count", 1.0):
        said = {"project": row["project"], "indicator": row["indicator"], "target": row["target"]}
        yield Verdict("broken", (figure,), *say("timeliness", said))


def _beyond_whole(view: View) -> Iterator[Verdict]:
    """Rates of a whole (覆盖率, 合格率) that are to be 100 % or more: one practice of a report."""
    found = []
    for number, row in view.rows("indicators"):
        figure = view.figure("indicators", number, "target_value")
        least = row.get("target_operator") in ("≥", ">")
        whole = fold(row["indicator"]).rstrip("。").endswith(words("direction", "of_a_whole"))
        if figure and least and whole and figure.unit == "%" and figure.value >= 100:
            found.append((figure, row))
    if found:
        first = found[0][1]
        said = {key: first[key] for key in ("project", "indicator")} | {"count": len(found)}
        said["target"] = f"{first['target_operator']}{shown(found[0][0])}%"
        yield worded("beyond_whole", said, figures=tuple(figure for figure, _ in found))


def _no_evidence(view: View) -> Iterator[Verdict]:
    """Targets in words (有效提升) with full marks, the outcome only saying that the target was met: one practice."""
    found: list[tuple[int | None, dict[str, Any], Figure, Figure]] = []
    for number, row in view.rows("indicators"):
        weight, score = (view.figure("indicators", number, name) for name in ("weight", "score"))
        outcome = row.get("actual") or ""
        bare = outcome.startswith(words("words", "fully_met")) and len(outcome) <= 12 and not row.get("reason")
        in_words = bool(row.get("target")) and not re.search(r"\d", row["target"])
        if weight and score and weight.value and bare and in_words and abs(weight.value - score.value) < EPSILON:
            found.append((view.form("indicators", number), row, score, weight))
    if len(found) >= view.tolerances.a_practice:
        points = sum(score.value for _, _, score, _ in found)
        said: dict[str, object] = {"count": len(found), "points": f"{points:g}", "first": found[0][1]["indicator"]}
        forms = len({form for form, _, _, _ in found})
        said |= {"forms": forms, "target": found[0][1]["target"], "actual": found[0][1]["actual"]}
        yield Verdict("broken", tuple(score for _, _, score, _ in found), *say("no_evidence", said))


def _two_targets(view: View) -> Iterator[Verdict]:
    """One indicator twice in a form, with two targets."""
    for (_, project), rows in by_form(view):
        same: dict[tuple[str, str], list[Numbered]] = defaultdict(list)
        for number, row in rows:
            if view.figure("indicators", number, "target_value") and len(row["indicator"]) >= _SHARED:
                same[(fold(row["indicator"]), row.get("level2") or "")].append((number, row))
        for found in same.values():
            first, *others = found
            other = next((one for one in others if _differ(view, first, one)), None)
            if other:
                figures = tuple(f for n, _ in (first, other) if (f := view.figure("indicators", n, "target_value")))
                said = {"project": project, "indicator": first[1]["indicator"]}
                said |= {"one": first[1]["target"], "other": other[1]["target"]}
                yield Verdict("broken", figures, *say("two_targets", said))


def _differ(view: View, one: Numbered, other: Numbered) -> bool:
    first, second = (view.figure("indicators", number, "target_value") for number, _ in (one, other))
    units = [parse_target(row.get("target") or "").unit or row.get("unit") for _, row in (one, other)]
    return bool(first and second and units[0] == units[1] and abs(first.value - second.value) > EPSILON)


def _disbursed(view: View) -> Iterator[Verdict]:
    """An indicator that repeats the execution rate of its form with another number."""
    projects = {view.form("projects", number): number for number, _ in view.rows("projects")}
    names = re.compile("|".join(reference.load("performance")["words"]["execution"]))
    for number, row in view.rows("indicators"):
        form = projects.get(view.form("indicators", number))
        said = view.figure("indicators", number, "actual_value")
        if form is None or not said or not names.fullmatch(re.sub(r"[（(].*", "", row["indicator"])):
            continue
        executed, budget = (view.figure("projects", form, name) for name in ("executed", "adjusted_budget"))
        quotient = executed.interval.divided_by(budget.interval) if executed and budget and budget.value else None
        if not quotient or "%" not in (row.get("actual") or ""):
            continue
        assert executed and budget
        share = executed.value / budget.value * 100
        if around(said.value, max(said.half, view.tolerances.whole_percent)).overlaps(quotient.scaled(100)):
            yield Verdict("rounded", (said, executed, budget))
            continue
        told = {"project": row["project"], "indicator": row["indicator"], "said": shown(said), "should": f"{share:.2f}"}
        told |= {"executed": shown(executed), "budget": shown(budget)}
        figures = (said, executed, budget)
        yield Verdict(
            "broken",
            figures,
            *say("disbursed", told),
            said.value,
            round(share, DIGITS),
            round(said.value - share, DIGITS),
        )


def _after_the_year(view: View) -> Iterator[Verdict]:
    """An outcome with a date after the year that is evaluated, in an evaluation that has scores."""
    year = view.report.identity.fiscal_year
    for number, row in view.rows("indicators"):
        date = _DATE.search(fold(row.get("actual") or ""))
        score = view.figure("indicators", number, "score")
        full = score and (weight := view.figure("indicators", number, "weight")) and weight.value <= score.value
        if year and date and score and full and int(date["year"]) > year:
            said = {"project": row["project"], "indicator": row["indicator"], "actual": row["actual"]}
            said |= {"target": row.get("target") or "", "year": year}
            yield Verdict("broken", (score,), *say("after_the_year", said))


def _no_total(view: View) -> Iterator[Verdict]:
    """A form with points and no total, in a report whose other forms have one."""
    forms = [number for number, row in view.rows("projects") if row["evaluation"] in ("project", "department")]
    totals = {number: view.figure("projects", number, "total_score") for number in forms}
    rates = {number: view.figure("projects", number, "rate_score") for number in forms}
    without = [n for n, total in totals.items() if not total and rates[n]]
    if 0 < len(without) < sum(total is not None for total in totals.values()):
        for number in without:
            figure = rates[number]
            assert figure
            project = view.report.rows["projects"][number].values["project"]
            yield Verdict("broken", (figure,), *say("no_total", {"project": project}))


def _initial_scope(view: View) -> Iterator[Verdict]:
    """The initial budget of the appropriations that is the total of all funds in the department's own form."""
    for number, row in view.rows("projects"):
        total, other = (view.figure("projects", number, one) for one in ("initial_budget", "other_initial"))
        if row["evaluation"] != "department" or not total or not other or not other.value:
            continue
        for claim, said in view.rows("completions"):
            figure = view.figure("completions", claim, "initial_budget")
            appropriated = str(said.get("item_id")).startswith(("appropriation", "general_public"))
            if figure and appropriated and abs(figure.value - total.value) < EPSILON:
                words = {"item": said["item"], "said": shown(figure), "other": shown(other)}
                yield Verdict("broken", (figure, total, other), *say("initial_scope", words))
                break


RULES: dict[str, Run] = {
    "performance.rate_of_counts": _rate_of_counts,
    "performance.saving_punished": _saving_punished,
    "performance.not_measurable": _not_measurable,
    "performance.beyond_whole": _beyond_whole,
    "performance.no_evidence": _no_evidence,
    "performance.two_targets": _two_targets,
    "performance.disbursed": _disbursed,
    "performance.after_the_year": _after_the_year,
    "performance.no_total": _no_total,
    "performance.initial_scope": _initial_scope,
}
