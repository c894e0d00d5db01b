"""Checks on the indicators of the self-evaluations (绩效自评): comparators, units, reasons against their own row."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from budgetlib import reference
from budgetlib.checks.figures import Figure
from budgetlib.checks.messages import shown
from budgetlib.checks.model import Run, Verdict, View, worded
from budgetlib.intervals import EPSILON
from budgetlib.parsers.forms.targets import Target, parse_target

_BRACKETS = re.compile(r"[（(](?P<inside>[^（）()]*)[）)]$")
_RESET_TARGET = re.compile(
    r"设置?[^,。;]{0,15}?为(?P<target>(?:>=|<=|[≥≤=])\d{1,9}(?:\.\d{1,9})?[^\d,。;]{0,3})(?=[,。;]|$)"
)
_UNIT_IN_NAME = ("%", "小时", "分钟", "天", "元", "万元", "人", "人次", "次", "个", "家", "课时")
_OPERATORS = ("≥", "≤", "=")


@dataclass(frozen=True, slots=True)
class Outcome:
    """An indicator in numbers: target and outcome in the unit of the target, weight and score."""

    row: dict[str, Any]
    operator: str
    target: Figure
    actual: Figure
    weight: Figure
    score: Figure

    @property
    def met(self) -> bool:
        """Whether the outcome keeps the comparator as printed."""
        gap = self.actual.value - self.target.value
        if self.operator == "=":
            return abs(gap) < EPSILON
        return gap > -EPSILON if self.operator == "≥" else gap < EPSILON

    @property
    def figures(self) -> tuple[Figure, ...]:
        """Score first: it is what is judged."""
        return self.score, self.weight, self.actual, self.target

    @property
    def full(self) -> bool:
        """Whether the score is the whole weight."""
        return abs(self.score.value - self.weight.value) < EPSILON

    def words(self) -> dict[str, Any]:
        """Target, outcome and points as printed, for a sentence."""
        points = {"weight": shown(self.weight), "score": shown(self.score), "relation": self.relation()}
        return {key: self.row[key] for key in ("project", "indicator", "target", "actual")} | points

    def relation(self) -> str:
        """Outcome against target as it stands: 8 > 6."""
        sign = self.operator
        if not self.met:
            sign = {"≥": "<", "≤": ">", "=": "≠"}[sign]
        return f"{self.actual.value:g} {sign} {self.target.value:g}"


@lru_cache(maxsize=4096)
def read_target(printed: str) -> Target:
    """A printed target or outcome, read once."""
    return parse_target(printed)


@cache
def words(section: str, key: str) -> tuple[str, ...]:
    """A list of words of ``reference/performance.toml``."""
    return tuple(reference.load("performance")[section][key])


@cache
def unit_group(unit: str) -> tuple[str, float] | None:
    """What a unit measures and its factor within the group; None for a unit that is not known."""
    if unit in words("units", "count"):
        return "count", 1.0
    for group, factors in reference.load("performance")["units"].items():
        if isinstance(factors, dict) and unit in factors:
            return group, float(factors[unit])
    return None


def factor_between(unit: str | None, other: str | None) -> float | None:
    """By what an amount in ``unit`` becomes one in ``other``; None where they cannot be compared."""
    if unit == other or not unit or not other:
        return 1.0
    one, two = unit_group(unit), unit_group(other)
    if not one or not two or one[0] != two[0]:
        return None
    return one[1] / two[1]


def outcomes(view: View) -> list[Outcome]:
    """The indicators whose target and outcome are comparable numbers."""
    if "outcomes" not in view.memo:
        found = (_outcome(view, number, row) for number, row in view.rows("indicators"))
        view.memo["outcomes"] = [outcome for outcome in found if outcome]
    result: list[Outcome] = view.memo["outcomes"]
    return result


def _outcome(view: View, number: int, row: dict[str, Any]) -> Outcome | None:
    if row.get("target_operator") not in _OPERATORS:
        return None
    columns = ("target_value", "actual_value", "weight", "score")
    target, actual, weight, score = (view.figure("indicators", number, column) for column in columns)
    if not target or not actual or not weight or not score:
        return None
    factor = factor_between(*reversed(_units(row)))
    if factor is None or not _certain(row["target_operator"], read_target(row.get("actual") or "").operator):
        return None
    actual = actual._replace(value=actual.value * factor, half=_counted(actual).half * factor)
    return Outcome(row, row["target_operator"], _counted(target), actual, weight, score)


def _certain(target: str, outcome: str | None) -> bool:
    """Whether an outcome that is a limit itself (≥95%, <90%) still says if the target was met."""
    return outcome in (None, "=", target)


def _counted(figure: Figure) -> Figure:
    """A whole number is a count and exact; decimals are rounded."""
    return figure if "." in figure.text else figure._replace(half=0.0)


def _units(row: dict[str, Any]) -> tuple[str | None, str | None]:
    """Units of target and outcome; one that is not printed is the other's."""
    target, actual = read_target(row.get("target") or ""), read_target(row.get("actual") or "")
    return target.unit or row.get("unit"), actual.unit or row.get("unit")


def _bare(name: str) -> str:
    """The name of an indicator without full stop and unit in brackets."""
    return _BRACKETS.sub("", name.rstrip("。"))


def turned(name: str, operator: str | None) -> bool:
    """Whether a comparator contradicts what the name says is good: satisfaction ≤, complaints ≥."""
    key = {"≤": "more_is_better", "<": "more_is_better", "≥": "less_is_better", ">": "less_is_better"}.get(
        operator or ""
    )
    ending = next((word for word in words("direction", key) if _bare(name).endswith(word)), None) if key else None
    return ending is not None and not _bare(name).removesuffix(ending).endswith(words("direction", "turning"))


def _comparator(view: View) -> Iterator[Verdict]:
    """≤ on what should be high, ≥ on what should be low. A limit of 100 % says nothing and is left alone."""
    for number, row in view.rows("indicators"):
        figure = view.figure("indicators", number, "target_value")
        whole = figure is not None and figure.value >= 100 and "%" in (row.get("unit") or "")
        if figure and not whole and turned(row["indicator"], row.get("target_operator")):
            blank = row.get("actual") or None
            said = _said(row) | {"actual": blank or "（空）"}
            yield worded("comparator", said, {"actual": blank or "(blank)"}, figures=(figure,))


def _unit_mismatch(view: View) -> Iterator[Verdict]:
    for number, row in view.rows("indicators"):
        target, actual = (
            view.figure("indicators", number, "target_value"),
            view.figure("indicators", number, "actual_value"),
        )
        one, two = (read_target(row.get(column) or "").unit for column in ("target", "actual"))
        if target and actual and one and two and one != two:
            yield from _different_units(row, (target, actual), one, two)
        elif target and one:
            yield from _name_against_unit(row, target, one)


def _different_units(row: dict[str, Any], figures: tuple[Figure, ...], one: str, two: str) -> Iterator[Verdict]:
    groups = unit_group(one), unit_group(two)
    if not all(groups):  # a unit that is not known may be a way of writing the other
        return
    apart = factor_between(one, two) is None
    distinct = any({one, two} == set(pair) for pair in reference.load("performance")["units"]["distinct"])
    if apart or distinct:
        said = _said(row) | {"actual": row["actual"], "one": one, "two": two}
        yield worded("units", said, figures=figures, kind="" if apart else "performance.unit_words")


def _name_against_unit(row: dict[str, Any], target: Figure, unit: str) -> Iterator[Verdict]:
    """系统更新率（%） with a target of 4 次: the name promises another unit."""
    named = _BRACKETS.search(row["indicator"].rstrip("。"))
    inside = named["inside"] if named else ""
    promised = "%" if inside in ("%", "％") else inside
    if promised in _UNIT_IN_NAME and promised != unit and unit_group(unit):
        same = unit_group(promised) == unit_group(unit) and unit_group(unit) == ("count", 1.0)
        if not same:
            yield worded(
                "unit_of_name", _said(row) | {"unit": promised}, figures=(target,), kind="performance.unit_words"
            )


def _reason(view: View) -> Iterator[Verdict]:
    """A stated reason that contradicts the printed outcome or target of its own row."""
    by_row = {id(outcome.row): outcome for outcome in outcomes(view)}
    for _, row in view.rows("indicators"):
        reason, outcome = row.get("reason") or "", by_row.get(id(row))
        if not reason or not outcome:
            continue
        word = next((word for word in words("words", "shortfall") if word in reason), None)
        other = any(word in reason for word in words("words", "not_this_year"))
        if word and not other and "偏差" in reason and outcome.met and outcome.full:
            said = outcome.words() | {"word": word, "text": _around_word(reason, word)}
            yield worded("reason_shortfall", said, figures=outcome.figures)
        yield from _other_target(row, outcome, reason)


def _other_target(row: dict[str, Any], outcome: Outcome, reason: str) -> Iterator[Verdict]:
    """年初…设置为>=99% in the reason, ≥95% as target."""
    stated = _RESET_TARGET.search(reason)
    named = read_target(stated["target"]) if stated else Target(None, None, None)
    unit = _units(row)[0]
    if named.value is not None and named.unit == unit and abs(named.value - outcome.target.value) > EPSILON:
        assert stated
        said = _said(row) | {"other": stated["target"]}
        target = outcome.target
        yield worded("reason_target", said, figures=(target,), stated=target.value, expected=named.value)


def _said(row: dict[str, Any]) -> dict[str, Any]:
    return {key: row[key] for key in ("project", "indicator", "target")}


def _around_word(text: str, word: str) -> str:
    at = text.index(word)
    start = max(text.rfind(mark, 0, at) for mark in ",;。:") + 1
    return text[start : at + len(word)]


RULES: dict[str, Run] = {
    "performance.comparator": _comparator,
    "performance.units": _unit_mismatch,
    "performance.reason": _reason,
}
