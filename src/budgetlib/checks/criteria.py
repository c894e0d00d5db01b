"""Checks of what target forms say of their indicators: how points are given, what is measured, which kind it is."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from budgetlib.checks.figures import Figure
from budgetlib.checks.indicators import turned, unit_group, words
from budgetlib.checks.messages import shown
from budgetlib.checks.model import Run, Verdict, View, worded
from budgetlib.intervals import EPSILON
from budgetlib.parsers.contents import flat
from budgetlib.readers.document import Cell, Grid

_POINTS = re.compile(r"得(\d{1,9}(?:\.\d{1,9})?)分")
_FULL_AT = re.compile(r"(?:为|达到|达)(\d{1,9}(?:\.\d{1,9})?)%?(?:及以上)?[,，]?得满分")
_TAKEN_OFF = re.compile(r"每(?P<way>下降|降低|减少|少|增长|增加|上升|提高|超过|超)[^,，;；。]{0,10}扣")
_FALLS = ("下降", "降低", "减少", "少")
_WEIGHT = re.compile(r"\d{1,2}(?:\.\d)?")
_SPENDING = re.compile(r"(?:支出|经费|费用?)$")
_NO_MONEY = re.compile(r"(?:社会|生态(?:环境)?)成本")
_BY_DAY = re.compile(r"(?P<year>20\d\d)年\d{1,2}月(?:\d{1,2}日)?[前底][,，]?完成")
_OPINION = re.compile("满意|投诉|好评|认可|信任|评价|反馈|支持|知晓|差评|赞|口碑|诉求|感")
_IN_A_WORD = re.compile(r"[\u4e00-\u9fff]$")
_A_SENTENCE = 12
"""Characters of a goal that is no mere name."""


def _criterion(view: View) -> Iterator[Verdict]:
    """How points are given against weight and target; an outcome that is good, explained by one that is bad."""
    for number, row in view.rows("indicators"):
        said, target = str(row.get("criterion") or ""), view.figure("indicators", number, "target_value")
        words_of_row = {key: row.get(key) for key in ("project", "indicator", "target")}
        for name, more in _wrong(row, said, target, view.tolerances.wished_for):
            figures = (target,) if target else ()
            place = f"indicators:{number}:criterion"
            yield worded(name, words_of_row | more, figures=figures, page=row["page"], place=place)


def _wrong(
    row: dict[str, Any], said: str, target: Figure | None, wished: float
) -> Iterator[tuple[str, dict[str, Any]]]:
    weight = next((str(row[key]) for key in ("weight", "reason") if _WEIGHT.fullmatch(str(row.get(key) or ""))), None)
    points = [float(found) for found in _POINTS.findall(said)]
    if weight and points and max(points) > float(weight) + EPSILON:
        yield "points_above_weight", {"said": f"{max(points):g}", "weight": weight}
    if target is None:
        return
    full = _FULL_AT.search(said)
    if full and abs(float(full[1]) - target.value) > EPSILON:
        yield "full_marks_off_target", {"said": full.group(), "target": shown(target)}
    taken = _TAKEN_OFF.search(said)
    wrong = {"≤": True, "≥": False}.get(str(row.get("target_operator")))
    if taken and wrong is not None and (taken["way"] in _FALLS) is wrong:
        yield (
            "points_off_for_good",
            {"said": taken.group(), "operator": row["target_operator"], "target": shown(target)},
        )
    explained = str(row.get("explanation") or "")
    good = turned(str(row["indicator"]), "≤")  # ≤ would turn it: more of it is better
    if good and explained.endswith(words("direction", "less_is_better")) and target.value > wished:
        yield "explained_by_opposite", {"said": explained, "target": shown(target)}


def _kind_of_cost(view: View) -> Iterator[Verdict]:
    """Spending in yuan among the social and ecological costs, which are what others bear."""
    for number, row in view.rows("indicators"):
        target = view.figure("indicators", number, "target_value")
        money = str(row.get("unit") or "").endswith("元") and _SPENDING.search(str(row["indicator"]))
        if target and money and _NO_MONEY.search(str(row.get("level2") or "")):
            said = {key: row[key] for key in ("project", "indicator", "level2")}
            yield worded("kind_of_cost", said | {"target": shown(target)}, figures=(target,))


def _kind_of_quality(view: View) -> Iterator[Verdict]:
    """What is done, or how often, among the indicators of satisfaction or of quality: one practice of a report."""
    for name, level, own in (("kind_of_satisfaction", "满意度", _OPINION), ("kind_of_quality", "质量", None)):
        found = []
        for number, row in view.rows("indicators"):
            figure = view.figure("indicators", number, "target_value")
            unit = str(row.get("unit") or "")
            counted = (unit_group(unit) == ("count", 1.0) or unit == "天") and row.get("target_operator") == "≥"
            rate = str(row["indicator"]).endswith("率") and unit == "%"
            wrong = rate and not own.search(_all_words(row)) if own else counted
            if figure and level in str(row.get("level2") or row.get("level1") or "") and wrong:
                found.append((figure, row))
        if found:
            names = "”“".join(dict.fromkeys(str(row["indicator"]) for _, row in found[:3]))
            said = {"project": found[0][1]["project"], "names": names, "count": len(found)}
            yield worded(name, said, figures=tuple(figure for figure, _ in found))


def _all_words(row: dict[str, Any]) -> str:
    return "".join(str(row.get(key) or "") for key in ("indicator", "explanation", "criterion"))


def _goal_after_the_year(view: View) -> Iterator[Verdict]:
    """A goal of a budget that is to be reached by a day after its year."""
    year = view.report.identity.fiscal_year
    if year is None or view.report.identity.report_type != "budget":
        return
    for block, grid in view.report.document.grids():
        for cell in grid.cells:
            dated = _BY_DAY.search(flat(cell.text)) if "年" in cell.text else None
            if dated and int(dated["year"]) > year:
                said = {"said": dated.group(), "year": year, "goal": f"{flat(cell.text)[:24]}…"}
                yield worded("goal_dated", said, page=cell.page, place=f"block:{block}")


def _goals(grid: Grid) -> list[tuple[Cell, str]]:
    """The goals of a list of projects: cells below 目标, and their flat text."""
    columns = {cell.col for cell in grid.cells if cell.row < 4 and flat(cell.text).endswith("目标")}
    return [(cell, flat(cell.text)) for cell in grid.cells if cell.col in columns]


def _goal_copied(view: View) -> Iterator[Verdict]:
    """One long goal under two projects of a list."""
    for block, grid in view.report.document.grids():
        seen: dict[str, list[Cell]] = defaultdict(list)
        for cell, text in _goals(grid):
            if len(text.rstrip("。；")) >= view.tolerances.long_goal:
                seen[text.rstrip("。；")].append(cell)
        names = {cell.row: cell.text for cell in reversed(grid.cells) if cell.text.strip()} if seen else {}
        for text, found in seen.items():
            projects = {flat(names[cell.row]): cell.page for cell in found}
            if len(projects) > 1:
                said = {"projects": "”“".join(projects), "goal": f"{text[: view.tolerances.long_goal]}…"}
                yield worded("goal_copied", said, page=found[-1].page, place=f"block:{block}")


def _goal_without_stop(view: View) -> Iterator[Verdict]:
    """Goals of a list that end without a stop, where three of four end in one; none that the next page may go on."""
    paged = view.report.document.place != "line"
    for block, grid in view.report.document.grids():
        goals = [(cell, text) for cell, text in _goals(grid) if len(text) >= _A_SENTENCE]
        broken = {cell.page: cell.row for cell, _ in goals if paged and cell.page != goals[-1][0].page}
        found = [(c, t) for c, t in goals if _IN_A_WORD.search(t) and broken.get(c.page) != c.row]
        if found and len(found) * 4 <= len(goals):
            said = {"count": len(found), "words": "”“".join(text[-12:] for _, text in found[:3])}
            yield worded("goal_no_stop", said, page=found[0][0].page, place=f"block:{block}")


RULES: dict[str, Run] = {
    "performance.criterion": _criterion,
    "performance.kind_of_cost": _kind_of_cost,
    "performance.kind_of_indicator": _kind_of_quality,
    "performance.goal_dated": _goal_after_the_year,
    "performance.goal_copied": _goal_copied,
    "performance.goal_no_stop": _goal_without_stop,
}
