"""Checks of the goals (年度总体目标) of a self-evaluation: against its indicators, and the plan against what came.

The goals are free text. A number of theirs is compared with the one indicator of the same form that has its unit and
shares a noun with it (four characters in a row, before the number or right behind it), or whose own target it states
(then its outcome is that of the goal). Where the words are not plain, nothing is said.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import takewhile
from typing import Any

from budgetlib.checks.figures import Figure
from budgetlib.checks.indicators import factor_between, unit_group, words
from budgetlib.checks.likeness import Form, Numbered, by_form, longest_shared, pairs
from budgetlib.checks.messages import say, shown
from budgetlib.checks.model import Run, Verdict, View
from budgetlib.intervals import DIGITS, EPSILON
from budgetlib.parsers.forms.targets import parse_target
from budgetlib.readers.document import Grid
from budgetlib.text import fold

_DELIMITERS = ",。;、:\n()（）“”"
_JOINED = re.compile(r"^[\u4e00-\u9fff]?[和及与]")
_ENDING = re.compile(r"(?:数量|总数|人数|次数|数|人员)$")
"""What may stand between a noun and its number, and not in the name of the indicator."""
_SHARED = 4
"""Characters in a row that goal and indicator must have in common."""
_NOUN = 8
"""How far behind a number its noun may reach."""
_DATES = ("日", "月", "年", "号")
_TWICE = re.compile(
    r"(?P<verb>[\u4e00-\u9fff]{2})了?(?P<number>\d{1,9}|[一二两三四五六七八九十]{1,9})(?P<noun>[个名家项场座][\u4e00-\u9fff]{2,3})(?=[,。;、:（(]|$)"
)
_NEAR = 30
"""Two numbers of one thing stand in one sentence, so near to each other."""
_NUMERALS = {numeral: value for value, numeral in enumerate("一二三四五六七八九十", start=1)} | {"两": 2}


@dataclass(frozen=True)
class Goal:
    """A number of a goal: its figure, and the clause around it, half-width, without spaces."""

    row: dict[str, Any]
    figure: Figure
    before: str
    behind: str

    @property
    def unit(self) -> str:
        """The unit behind the number, "" where there is none."""
        return str(self.row.get("unit") or "")

    @property
    def value(self) -> float:
        """The number as printed: indicators show theirs so."""
        return float(self.row["value"])

    @property
    def clause(self) -> str:
        """What stands around the number, with it, without the words of the numbers beside it."""
        noun = re.split("[和并与及约]", self.behind.removeprefix(self.unit))[0][:_NOUN]
        return f"{_JOINED.sub('', self.before)}{self.figure.text}{self.unit}{noun}"

    @cached_property
    def plain(self) -> bool:
        """Whether the number is of the year's whole: no rate per unit, average or comparison stands by it, no date."""
        return self.unit not in _DATES and not any(word in self.before for word in words("words", "other_amount"))

    def is_of(self, name: str) -> bool:
        """Whether the noun of the number is in the name of an indicator."""
        bare = _ENDING.sub("", self.before)
        if any(len(one) >= _SHARED and one[-_SHARED:] in name for one in (self.before, bare)):
            return True
        noun = self.behind.removeprefix(self.unit)[:_NOUN]
        return len(noun) >= _SHARED and (noun[:_SHARED] in name or (len(noun) < _NOUN and noun[-_SHARED:] in name))


def goals(view: View) -> dict[Form, dict[str, list[Goal]]]:
    """The numbers of the goals of each form, ``expected`` and ``achieved``."""
    if "goals" not in view.memo:
        found: dict[Form, dict[str, list[Goal]]] = defaultdict(lambda: {"expected": [], "achieved": []})
        for number, row in view.rows("goals"):
            figure = view.figure("goals", number, "value")
            if figure:
                found[view.form("goals", number), row["project"]][row["kind"]].append(_goal(view, row, figure))
        view.memo["goals"] = dict(found)
    result: dict[Form, dict[str, list[Goal]]] = view.memo["goals"]
    return result


def _goal(view: View, row: dict[str, Any], figure: Figure) -> Goal:
    mark = figure.mark
    assert mark
    text = _text(view, figure)
    before = _squeezed(text[: mark.start])
    behind = _squeezed(text[mark.end :])
    reversed_before = "".join(takewhile(_inside, reversed(before)))
    return Goal(row, figure, _without_link(reversed_before[::-1]), "".join(takewhile(_inside, behind)))


def _text(view: View, figure: Figure) -> str:
    assert figure.mark
    block = view.report.document.blocks[figure.mark.block]
    return block.cells[figure.mark.cell or 0].text if isinstance(block, Grid) else block.text


def _inside(character: str) -> bool:
    return character not in _DELIMITERS and not character.isdigit()


def _squeezed(text: str) -> str:
    return re.sub(r"\s+", "", fold(text))


def _without_link(before: str) -> str:
    """The noun before a number, without 不少于, 达到, ≥."""
    links = sorted(words("words", "linking"), key=len, reverse=True)
    return re.sub(rf"(?:{'|'.join(links)}|[><=≥≤])+$", "", before)


# --- a goal and its indicator ---------------------------------------------------------------------------------------

_COLUMNS = {"expected": "target", "achieved": "actual"}


def _against_indicators(view: View) -> Iterator[Verdict]:
    indicators = dict(by_form(view))
    for form, stated in goals(view).items():
        rows = indicators.get(form, [])
        for kind, column in _COLUMNS.items():
            numbers = [goal for goal in stated[kind] if goal.plain]
            for goal in numbers:
                found = _measured_by(view, goal, rows, column) or (
                    _anchored(view, goal, stated["expected"], rows) if kind == "achieved" else None
                )
                if found:
                    yield from _compared(view, goal, found, column, numbers)


def _measured_by(view: View, goal: Goal, rows: Sequence[Numbered], column: str) -> Numbered | None:
    """The one indicator with the unit and the noun of a goal."""
    fitting = [one for one in rows if _has_unit(goal, one[1], column) and goal.is_of(fold(one[1]["indicator"]))]
    return fitting[0] if len(fitting) == 1 and view.figure("indicators", fitting[0][0], f"{column}_value") else None


def _anchored(view: View, goal: Goal, expected: Sequence[Goal], rows: Sequence[Numbered]) -> Numbered | None:
    """The indicator whose target the goals state, and what came of that goal: one expected number, one indicator."""
    own = pairs(goal.before)
    planned = [one for one in expected if one.plain and _same_unit(one.unit, goal.unit) and own & pairs(one.before)]
    if len(planned) != 1 or not own:
        return None
    shared = own & pairs(planned[0].before)
    targets = [one for one in rows if _has_unit(goal, one[1], "actual") and shared & pairs(one[1]["indicator"])]
    target = view.figure("indicators", targets[0][0], "target_value") if len(targets) == 1 else None
    return targets[0] if target and target.value == planned[0].value else None


def _has_unit(goal: Goal, row: dict[str, Any], column: str) -> bool:
    unit = parse_target(row.get(column) or "").unit or row.get("unit")
    return bool(unit and goal.unit) and _same_unit(goal.unit, str(unit))


def _same_unit(one: str, other: str) -> bool:
    return one == other or any(one in alike and other in alike for alike in words("units", "alike"))


def _compared(view: View, goal: Goal, found: Numbered, column: str, numbers: Sequence[Goal]) -> Iterator[Verdict]:
    number, row = found
    figure = view.figure("indicators", number, f"{column}_value")
    if figure is None:
        return
    if abs(figure.value - goal.value) < EPSILON or (column == "actual" and _within(figure.value, goal)):
        yield Verdict("exact", (figure, goal.figure))
        return
    plain = not goal.row.get("operator")
    if column == "target" and plain and _keeps(goal.value, figure.value, row.get("target_operator")):
        return  # 15 people planned, and a target of at least 12
    name = fold(row["indicator"])
    others = [one for one in numbers if one is not goal and _has_unit(one, row, column)]
    if any(
        abs(one.value - figure.value) < EPSILON and (one.is_of(name) or pairs(one.before) & pairs(name))
        for one in others
    ):
        return
    said: dict[str, object] = {"project": row["project"], "goal": goal.clause, "indicator": row["indicator"]}
    said |= {"value": row[column], "one": f"{goal.value:g}", "other": shown(figure)}
    yield Verdict(
        "broken",
        (figure, goal.figure),
        *say(f"goal_{column}", said),
        figure.value,
        goal.value,
        round(figure.value - goal.value, DIGITS),
        page=goal.figure.page,
    )


def _keeps(value: float, limit: float, sign: str | None) -> bool:
    return (sign in ("≥", ">") and value >= limit) or (sign in ("≤", "<") and value <= limit)


def _within(value: float, goal: Goal) -> bool:
    """Whether an outcome keeps what the text says of it (大于90%)."""
    return _keeps(value, goal.value, goal.row.get("operator"))


# --- what was planned and what came ---------------------------------------------------------------------------------


def _missed(view: View) -> Iterator[Verdict]:
    """A goal with a smaller outcome that no indicator measures, or that the text calls reached."""
    indicators = dict(by_form(view))
    for form, stated in goals(view).items():
        for planned in stated["expected"]:
            least = planned.plain and planned.row.get("operator") not in ("≤", "<")
            came = _outcome_of(planned, stated) if least else None
            if came is None:
                continue
            factor = factor_between(came.unit, planned.unit) or 1.0
            if came.value * factor > planned.value - EPSILON:
                continue
            measured = any(
                _measures(view, planned, one, "target") or _measures(view, came, one, "actual")
                for one in indicators.get(form, [])
            )
            claimed = re.match(r"(?:全面)?(?:实现|达成)", str(came.row.get("item") or ""))
            if not measured or claimed:
                said = {"project": form[1], "planned": planned.clause, "came": came.clause}
                name = "goal_claimed" if measured else "goal_missed"
                yield Verdict("broken", (came.figure, planned.figure), *say(name, said), page=came.figure.page)


def _outcome_of(planned: Goal, stated: dict[str, list[Goal]]) -> Goal | None:
    """What came of a goal: the one outcome with its noun and a unit that can be compared."""
    found = [one for one in stated["achieved"] if one.plain and _same_goal(planned, one)]
    twins = [
        one for one in stated["expected"] if one.plain and one is not planned and found and _same_goal(found[0], one)
    ]
    return found[0] if len(found) == 1 and not twins else None


def _same_goal(one: Goal, other: Goal) -> bool:
    comparable = _same_unit(one.unit, other.unit) or (
        (unit_group(one.unit) or ("",))[0] in ("money", "time") and factor_between(one.unit, other.unit) is not None
    )
    a, b = (str(goal.row.get("item") or "") for goal in (one, other))
    return comparable and bool(one.unit) and len(longest_shared(a, b)) >= _SHARED


def _measures(view: View, goal: Goal, one: Numbered, column: str) -> bool:
    """Whether an indicator may be the goal's: half of its words, or its unit and number."""
    number, row = one
    figure = view.figure("indicators", number, f"{column}_value")
    alike = figure is not None and _has_unit(goal, row, column) and abs(figure.value - goal.value) < EPSILON
    own = pairs(str(goal.row.get("item") or ""))
    return alike or (bool(own) and len(own & pairs(row["indicator"])) * 2 >= len(own))


def _passed_over(view: View) -> Iterator[Verdict]:
    """Goals of which neither the outcome in words nor any indicator says what came of them; told once a form."""
    indicators = dict(by_form(view))
    for form, stated in goals(view).items():
        if not stated["achieved"] or not indicators.get(form):
            continue
        texts = {_squeezed(_text(view, goal.figure)) for goal in stated["achieved"]}
        lost = [
            goal
            for goal in stated["expected"]
            if goal.plain
            and len(goal.unit) == 1
            and unit_group(goal.unit) == ("count", 1.0)
            and _silent(goal, texts)
            and not any(_measures(view, goal, one, "target") or _names_it(goal, one[1]) for one in indicators[form])
        ]
        if lost:
            said = {"project": form[1], "goals": "”“".join(goal.clause for goal in lost), "count": len(lost)}
            yield Verdict("broken", tuple(goal.figure for goal in lost), *say("goal_passed_over", said))


def _silent(goal: Goal, texts: set[str]) -> bool:
    own = pairs(goal.before) | pairs(goal.behind[1:])
    return len(own) >= 3 and all(len(own & pairs(text)) * 4 <= len(own) for text in texts)


def _names_it(goal: Goal, row: dict[str, Any]) -> bool:
    return len((pairs(goal.before) | pairs(goal.behind)) & pairs(row["indicator"])) >= 2


def _twice(view: View) -> Iterator[Verdict]:
    """One goal text that gives two numbers of one thing (走访2个城市 … 走访四个城市): told once a form."""
    for form, stated in goals(view).items():
        told: set[str] = set()
        for goal in (*stated["expected"], *stated["achieved"]):
            text = _squeezed(_text(view, goal.figure))
            for one, other in _two_numbers(text):
                if one.replace("了", "") not in told:
                    told |= {one.replace("了", "")}
                    said = {"project": form[1], "one": one, "other": other}
                    yield Verdict("broken", (goal.figure,), *say("goal_twice", said))


def _two_numbers(text: str) -> Iterator[tuple[str, str]]:
    seen: dict[tuple[str, str], re.Match[str]] = {}
    for match in _TWICE.finditer(text):
        first = seen.setdefault((match["verb"], match["noun"]), match)
        values = [_value(one["number"]) for one in (first, match)]
        between = text[first.end() : match.start()]
        if values[0] != values[1] and len(between) < _NEAR and not re.search("[。;]", between):
            yield first.group(), match.group()


def _value(number: str) -> int:
    if number.isdigit():
        return int(number)
    tens, _, ones = number.rpartition("十") if "十" in number else ("", "", number)
    return (_NUMERALS.get(tens, 1) * 10 if "十" in number else 0) + _NUMERALS.get(ones, 0)


RULES: dict[str, Run] = {
    "performance.goals": _against_indicators,
    "performance.goal_missed": _missed,
    "performance.goal_passed_over": _passed_over,
    "performance.goal_twice": _twice,
}
