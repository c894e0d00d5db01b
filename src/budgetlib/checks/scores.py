"""Checks on the scores of the self-evaluations (绩效自评): points for the rate, for each indicator, and their range."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from budgetlib.checks.figures import Figure
from budgetlib.checks.indicators import Outcome, outcomes, turned, words
from budgetlib.checks.messages import shown
from budgetlib.checks.model import Run, Verdict, View, worded
from budgetlib.intervals import DIGITS, EPSILON, Interval, Status, around


def _rate_score(view: View) -> Iterator[Verdict]:
    """Points = weight × rate, capped at the weight; by the printed rate or by the one that the amounts give."""
    for number, row in view.rows("projects"):
        verdict = _judged_rate(view, number, row)
        if verdict:
            yield verdict


def _judged_rate(view: View, number: int, row: dict[str, Any]) -> Verdict | None:
    columns = ("rate_score", "rate_weight", "execution_rate", "executed", "adjusted_budget")
    score, weight, rate, executed, adjusted = (view.figure("projects", number, column) for column in columns)
    if not score or not weight or not rate or (score.value == 0.0 and rate.value < view.tolerances.rate_floor):
        return None
    share = rate.interval.scaled(0.01)
    expected = min(rate.value / 100, 1.0) * weight.value
    tail = view.tolerances.score_tail
    status = _points_status(score, share, weight.value, expected, tail)
    figures: tuple[Figure, ...] = (score, rate)
    computed = executed.interval.divided_by(adjusted.interval) if executed and adjusted else None
    if status == "broken" and computed and executed and adjusted:
        status = _points_status(score, computed, weight.value, expected, tail)
        figures = (score, rate) if status == "broken" else (score, executed, adjusted)
    words = {"project": row["project"], "score": shown(score), "weight": shown(weight), "rate": shown(rate)}
    words |= {"expected": f"{expected:.2f}", "off": f"{score.value - expected:+.2f}"}
    found = worded("rate_score", words, figures=figures, stated=score.value, expected=round(expected, DIGITS))
    return found._replace(status=status, tolerance=round(score.half + rate.half * weight.value / 100, DIGITS))


def _points_status(score: Figure, share: Interval, weight: float, expected: float, tail: float) -> Status:
    off = abs(score.value - expected)
    if off < score.half - EPSILON:
        return "exact"
    possible = Interval(min(share.low, 1.0) * weight - 2 * EPSILON, min(share.high, 1.0) * weight + 2 * EPSILON)
    if around(score.value, score.half).overlaps(possible) or off < tail + EPSILON:
        return "rounded"
    return "truncated" if Interval(score.value, score.value + 2 * score.half).overlaps(possible) else "broken"


def _ways(outcome: Outcome) -> list[tuple[str, Interval]]:
    """The accepted ways to score a missed target, each with the points it gives."""
    actual, target, weight = outcome.actual, outcome.target, outcome.weight.value
    above, below = (actual, target) if outcome.operator == "≥" else (target, actual)
    ratio = above.interval.divided_by(below.interval) if below.half else _exact_ratio(above, below)
    if ratio is None or ratio.low < 0:
        return []
    ways = [(f"{shown(outcome.weight)} × {above.value:g} / {below.value:g}", ratio.scaled(weight))]
    # Urumqi takes the completion in whole percent first: 14/15 = 93 %, 5 × 93 % = 4.65.
    whole = Interval(round(ratio.low * 100) / 100, round(ratio.high * 100) / 100)
    ways.append(("", whole.scaled(weight)))
    if outcome.operator == "≤" and target.value:
        over = actual.value / target.value - 1  # some offices take off the share by which the limit was passed
        ways.append(("", around(max(1 - over, 0.0) * weight, 0.0)))
    return ways


def _exact_ratio(above: Figure, below: Figure) -> Interval | None:
    return above.interval.scaled(1 / below.value) if below.value > 0 else None


def _fits(score: Figure, possible: Interval) -> bool:
    """Whether printed points are these ones, rounded or cut off."""
    printed = Interval(score.value - score.half, score.value + 2 * score.half)
    return printed.overlaps(Interval(possible.low - 2 * EPSILON, possible.high + 2 * EPSILON))


def _indicator_score(view: View) -> Iterator[Verdict]:
    """Met: full marks. Missed: in proportion. A missed "=" is left alone: some offices punish a saving."""
    for outcome in outcomes(view):
        if outcome.score.value > outcome.weight.value or turned(outcome.row["indicator"], outcome.operator):
            continue
        if outcome.met:
            if outcome.full:
                yield Verdict("exact", outcome.figures)
            elif not _far_exceeded(outcome, view.tolerances.far_exceeded):
                yield _met_without_full_marks(outcome)
        elif outcome.operator != "=" and not outcome.full:
            ways = _ways(outcome)
            if any(_fits(outcome.score, possible) for _, possible in ways):
                yield Verdict("rounded", outcome.figures)
            elif ways and not (
                outcome.score.value == 0.0 and ways[0][1].high < outcome.weight.value * view.tolerances.rate_floor / 100
            ):
                yield _wrong_points(outcome, *ways[0])


def _far_exceeded(outcome: Outcome, share: float) -> bool:
    actual, target = outcome.actual.value, outcome.target.value
    if outcome.operator == "≥":
        return actual >= target * (1 + share)
    return outcome.operator == "≤" and actual <= target * (1 - share)


def _met_without_full_marks(outcome: Outcome) -> Verdict:
    score, weight = outcome.score.value, outcome.weight.value
    return worded("met_not_full", outcome.words(), figures=outcome.figures, stated=score, expected=weight)


def _wrong_points(outcome: Outcome, formula: str, possible: Interval) -> Verdict:
    expected = (possible.low + possible.high) / 2
    words = outcome.words() | {"formula": formula, "expected": f"{expected:.2f}"}
    stated = outcome.score.value
    found = worded("wrong_points", words, figures=outcome.figures, stated=stated, expected=round(expected, DIGITS))
    return found._replace(tolerance=outcome.score.half)


def _missed_full(view: View) -> Iterator[Verdict]:
    """Missed, and full marks nevertheless, where rounding of the points does not explain it.

    A missed "=" is left alone: more of a good thing is printed so, and less of a cost.
    """
    for outcome in outcomes(view):
        if outcome.met or not outcome.full or outcome.operator == "=":
            continue
        if turned(outcome.row["indicator"], outcome.operator) or any(
            _fits(outcome.score, possible) for _, possible in _ways(outcome)
        ):
            continue
        actual, target = outcome.actual.value, outcome.target.value
        yield worded("missed_full", outcome.words(), figures=outcome.figures, stated=actual, expected=target)


def _score_range(view: View) -> Iterator[Verdict]:
    pairs = (("indicators", "score", "weight"), ("projects", "rate_score", "rate_weight"))
    for table, column, limit in (*pairs, ("projects", "total_score", "total_weight")):
        for number, row in view.rows(table):
            score, weight = view.figure(table, number, column), view.figure(table, number, limit)
            if score and weight and not -EPSILON <= score.value <= weight.value + EPSILON:
                name = row["project"] if table == "projects" else f"{row['project']}“{row['indicator']}”"
                words = {"name": name, "score": shown(score), "weight": shown(weight)}
                given = score.value, weight.value
                yield worded("score_range", words, figures=(score, weight), stated=given[0], expected=given[1])


def _words_score(view: View) -> Iterator[Verdict]:
    """A result in words that says "fully met", without full marks."""
    for number, row in view.rows("indicators"):
        score, weight = view.figure("indicators", number, "score"), view.figure("indicators", number, "weight")
        said = row.get("actual") or ""
        if score and weight and score.value < weight.value and said.startswith(words("words", "fully_met")):
            told = {"project": row["project"], "indicator": row["indicator"], "said": said}
            told |= {"score": shown(score), "weight": shown(weight)}
            given = score.value, weight.value
            yield worded("words_score", told, figures=(score, weight), stated=given[0], expected=given[1])


RULES: dict[str, Run] = {
    "performance.rate_score": _rate_score,
    "performance.score_range": _score_range,
    "performance.indicator_score": _indicator_score,
    "performance.missed_full": _missed_full,
    "performance.words_score": _words_score,
}
