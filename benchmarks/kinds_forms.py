"""The kinds of errors in self-evaluations, in the form of a report, and between two years of one office."""

from __future__ import annotations

import re
from collections.abc import Iterator
from random import Random
from typing import Any

from kinds import KINDS, kind, told
from planting import Base, Planted, at, choose, edited, in_paragraphs, other_digit, without_blocks, without_row

from budgetlib.readers.document import Grid, Mark, Paragraph
from budgetlib.report import Report
from budgetlib.schema import FUND_STAGES

__all__ = ["KINDS", "in_years"]

_MONEY = ("initial_budget", "adjusted_budget", "executed")


def _digits(
    base: Base, chance: Random, table: str, columns: tuple[str, ...], evaluation: str = ""
) -> Iterator[Planted]:
    for column in columns:
        found = [
            (row, mark)
            for row, mark in base.figures(table, column)
            if row[column] and row["evaluation"].startswith(evaluation)
        ]
        for row, mark in choose(chance, found, 1):
            after = other_digit(at(base, mark), chance)
            yield edited(base, {mark: after}, told({**row, "column": column}, at(base, mark), after))


@kind("performance", "money of a project or of the office")
def money(base: Base, chance: Random) -> Iterator[Planted]:
    for evaluation in ("project", "department"):
        yield from _digits(base, chance, "projects", _MONEY, evaluation)


@kind("performance", "money by fund")
def fund_money(base: Base, chance: Random) -> Iterator[Planted]:
    yield from _digits(base, chance, "projects", tuple(f"appropriation_{stage}" for stage in FUND_STAGES))


@kind("performance", "execution rate")
def execution_rate(base: Base, chance: Random) -> Iterator[Planted]:
    for evaluation in ("project", "department"):
        yield from _digits(base, chance, "projects", ("execution_rate",), evaluation)


@kind("performance", "score of the execution rate")
def rate_score(base: Base, chance: Random) -> Iterator[Planted]:
    for evaluation in ("project", "department"):
        yield from _digits(base, chance, "projects", ("rate_score",), evaluation)


@kind("performance", "total score")
def total_score(base: Base, chance: Random) -> Iterator[Planted]:
    yield from _digits(base, chance, "projects", ("total_score",))


@kind("performance", "weight of an indicator")
def weight(base: Base, chance: Random) -> Iterator[Planted]:
    for evaluation in ("project", "department"):
        yield from _digits(base, chance, "indicators", ("weight",), evaluation)


@kind("performance", "score of an indicator raised, total alike")
def score_raised(base: Base, chance: Random) -> Iterator[Planted]:
    """A missed target with full marks; the total follows, so that only the indicator itself is wrong."""
    for number, row in _indicators(base):
        if row["score"] < row["weight"]:
            yield from _rescored(base, number, row, row["weight"], "full marks for a missed target")
            if row["score"] * 1.05 + 0.3 < row["weight"]:
                yield from _rescored(base, number, row, round(row["score"] * 1.05 + 0.3, 2), "raised")


@kind("performance", "score of an indicator lowered, total alike")
def score_lowered(base: Base, chance: Random) -> Iterator[Planted]:
    found = [(number, row) for number, row in _indicators(base) if row["score"] == row["weight"]]
    for number, row in choose(chance, found, 2):
        yield from _rescored(base, number, row, row["weight"] - 2, "lowered for a target that is met")


@kind("performance", "score above its weight")
def score_above(base: Base, chance: Random) -> Iterator[Planted]:
    for number, row in choose(chance, list(_indicators(base)), 2):
        yield from _rescored(base, number, row, row["weight"] + 1, "above its weight")


def _indicators(base: Base) -> Iterator[tuple[int, dict[str, Any]]]:
    return ((n, row.values) for n, row in enumerate(base.report.rows["indicators"]) if row.values["target_operator"])


def _rescored(base: Base, number: int, row: dict[str, Any], score: float, what: str) -> Iterator[Planted]:
    own = base.report.rows["indicators"][number]
    changes = {own.marks["score"]: f"{score:g}"}
    for project in base.report.rows["projects"]:
        same = (project.values["evaluation"], project.values["project"]) == (row["evaluation"], row["project"])
        if same and "total_score" in project.marks:
            total = project.values["total_score"] + score - row["score"]
            changes[project.marks["total_score"]] = f"{total:.2f}"
    spots = frozenset((own.marks[column].block, own.marks[column].cell) for column in ("score", "weight"))
    spots |= {(mark.block, mark.cell) for mark in changes}
    yield edited(base, changes, f"{row['project']} {row['indicator']}: {row['score']} → {score:g} ({what})", spots)


_TURNED = {"≥": "≤", "≤": "≥"}


@kind("performance", "comparator turned")
def comparator(base: Base, chance: Random) -> Iterator[Planted]:
    """On an indicator whose name says what is good."""
    for number, row in _indicators(base):
        if row["target_operator"] in _TURNED and re.search("率$|度$", row["indicator"]):
            mark = base.report.rows["indicators"][number].marks["target_value"]
            cell = Mark(mark.block, mark.cell, 0, 1)
            other = _TURNED[row["target_operator"]]
            if base.report.text_at(cell) in _TURNED:
                yield edited(base, {cell: other}, f"{row['indicator']}: {row['target']} → {other}")
                return


@kind("performance", "outcome below the target with full marks")
def missed(base: Base, chance: Random) -> Iterator[Planted]:
    found = [
        (number, row)
        for number, row in _indicators(base)
        if row["score"] == row["weight"] and row["actual_value"] is not None
    ]
    for number, row in choose(chance, found, 2):
        mark = base.report.rows["indicators"][number].marks["actual_value"]
        factor = 0.7 if row["target_operator"] == "≥" else 1.5
        after = f"{max(round(row['target_value'] * factor), 1)}"
        if float(after) != row["target_value"]:
            row_marks = base.report.rows["indicators"][number].marks
            spots = frozenset((row_marks[name].block, row_marks[name].cell) for name in ("actual_value", "score"))
            yield edited(base, {mark: after}, f"{row['indicator']}: {row['actual']} → {after} ({row['target']})", spots)


@kind("performance", "unit of an outcome")
def outcome_unit(base: Base, chance: Random) -> Iterator[Planted]:
    for number, row in choose(chance, [one for one in _indicators(base) if one[1]["unit"] in ("次", "家", "天")], 1):
        mark = base.report.rows["indicators"][number].marks["actual_value"]
        text = base.document.blocks[mark.block].cells[mark.cell].text  # type: ignore[union-attr]
        unit = Mark(mark.block, mark.cell, mark.end, mark.end + len(row["unit"]))
        if text[unit.start : unit.end] == row["unit"]:
            yield edited(base, {unit: "%"}, f"{row['indicator']}: {row['actual']} in %")


@kind("performance", "budget cut to exactly the spending")
def cut(base: Base, chance: Random) -> Iterator[Planted]:
    for number, project in enumerate(base.report.rows["projects"]):
        row, marks = project.values, project.marks
        if row["evaluation"] == "project" and number < 3:
            executed = at(base, marks["executed"])
            initial = f"{row['executed'] * 2:,.2f}"
            changes = {marks["adjusted_budget"]: executed, marks["initial_budget"]: initial}
            changes |= {marks["appropriation_adjusted"]: at(base, marks["appropriation_executed"])}
            spots = frozenset((mark.block, mark.cell) for mark in changes)
            yield edited(base, changes, f"{row['project']}: {initial} cut to {executed}", spots)


@kind("performance", "row of an indicator dropped")
def indicator_dropped(base: Base, chance: Random) -> Iterator[Planted]:
    rows = base.report.rows["indicators"]
    for number in choose(chance, list(range(len(rows))), 2):
        mark = rows[number].marks["score"]
        grid = base.document.blocks[mark.block]
        assert isinstance(grid, Grid) and mark.cell is not None
        line = grid.cells[mark.cell].row
        if not any(cell.row == line and cell.rowspan > 1 for cell in grid.cells):
            yield without_row(base, mark.block, line, f"dropped: {rows[number].values['indicator']}")


@kind("performance", "form of a project removed")
def form_removed(base: Base, chance: Random) -> Iterator[Planted]:
    blocks = {
        row.marks["project"].block for row in base.report.rows["projects"] if row.values["evaluation"] == "project"
    }
    for block in choose(chance, sorted(blocks), 1):
        yield without_blocks(base, range(block - 2, block + 1), "one project form removed with its title")


# --- form --------------------------------------------------------------------------------------------------------


@kind("form", "year of a heading")
def heading_year(base: Base, chance: Random) -> Iterator[Planted]:
    """In the head of a form, of a section or of a statement, not in names and not on the title page."""
    year = base.generated.year
    found = [
        (mark, match) for mark, match in in_paragraphs(base, rf"(?<!\d){year}(?=年)") if _is_heading(base, mark.block)
    ]
    for mark, _ in choose(chance, found, 4):
        text = base.document.blocks[mark.block].text  # type: ignore[union-attr]
        # The year of a statement's title may be told of the statement, the third block behind its title at most.
        spots = frozenset((block, None) for block in range(mark.block, mark.block + 4))
        yield edited(base, {mark: str(year - 1)}, f"{text[:40]}: {year} → {year - 1}", spots)


def _is_heading(base: Base, block: int) -> bool:
    paragraph = base.document.blocks[block]
    return isinstance(paragraph, Paragraph) and paragraph.page > 2 and len(paragraph.text) < 50


@kind("form", "section removed")
def section_removed(base: Base, chance: Random) -> Iterator[Planted]:
    headings = [
        number
        for number, paragraph in base.document.paragraphs()
        if re.match("[一二三四五六七八九十]+、", paragraph.text) and _is_heading(base, number)
    ]
    for place, number in enumerate(headings[:-1]):
        following = headings[place + 1]
        if all(isinstance(base.document.blocks[one], Paragraph) for one in range(number, following)):
            text = base.document.blocks[number].text  # type: ignore[union-attr]
            yield without_blocks(base, range(number, following), f"removed: {text}")


@kind("form", "leftover of the template")
def leftover(base: Base, chance: Random) -> Iterator[Planted]:
    found = list(in_paragraphs(base, r"[\d,]+\.\d\d(?=万元)"))
    for mark, match in choose(chance, found, 2):
        yield edited(base, {mark: "XX"}, f"{match.group()} → XX")
    found = list(in_paragraphs(base, r"(增加|减少)(?=[\d,]+\.\d\d万元)"))
    for mark, match in choose(chance, found, 2):
        yield edited(base, {mark: "增加（减少）"}, f"{match.group()} → 增加（减少）")


@kind("form", "doubled punctuation")
def punctuation(base: Base, chance: Random) -> Iterator[Planted]:
    for mark, match in choose(chance, list(in_paragraphs(base, r"(?<=万元)[，。]|(?<=%)[，。]")), 3):
        yield edited(base, {mark: match.group() * 2}, f"{match.group()} doubled")


@kind("form", "placeholder for a name")
def placeholder(base: Base, chance: Random) -> Iterator[Planted]:
    for label, column in (("主管部门", "supervising_department"), ("实施单位", "implementing_unit")):
        for project in base.report.rows["projects"][1:2]:
            mark = project.marks.get(column) or _cell_behind(base, project.marks["project"].block, label)
            if mark:
                yield edited(base, {mark: label}, f"{column}: {label}", frozenset({(mark.block, None)}))


def _cell_behind(base: Base, block: int, label: str) -> Mark | None:
    grid = base.document.blocks[block]
    assert isinstance(grid, Grid)
    for number, cell in enumerate(grid.cells[:-1]):
        if cell.text == label:
            return Mark(block, number + 1, 0, len(grid.cells[number + 1].text))
    return None


# --- years -------------------------------------------------------------------------------------------------------


def in_years(earlier: Base, later: Base, chance: Random) -> Iterator[tuple[str, Planted, str]]:
    """Errors in the later report that only the earlier one shows: kind, planted document, item."""
    for number, row in enumerate(later.report.rows["changes"]):
        values, marks = row.values, row.marks
        if values["base"] == "prior_year" and "change_pct" in marks and values["prior"] and number % 3 == 0:
            yield _other_prior(later.report, values, marks)
    for item in ("年初结转和结余", "年初财政拨款结转和结余"):
        found = [
            (row, mark)
            for table, column, name in (("lines", "amount", "name"), ("claims", "value", "item"))
            for row, mark in later.figures(table, column)
            if row[name] == item and row[column]
        ]
        if found:
            after = other_digit(at(later, found[0][1]), chance)
            changes = {mark: after for _, mark in found}
            yield "opening balance that is not last year's closing", edited(later, changes, f"{item} → {after}"), item


def _other_prior(report: Report, values: dict[str, Any], marks: dict[str, Mark]) -> tuple[str, Planted, str]:
    """Another change with the rate that fits it: within the report everything agrees."""
    prior = round(values["prior"] * 1.05 + 1, 2)
    change = values["current"] - prior
    flipped = (change < 0) != (values["change"] < 0)
    comma = "," if "," in report.text_at(marks["change"]) else ""
    changes = {
        marks["change"]: f"{abs(change):{comma}.2f}",
        marks["change_pct"]: f"{abs(change) / prior * 100:{comma}.2f}",
    }
    block = report.document.blocks[marks["change"].block]
    if flipped:
        for mark in list(changes):
            word = block.text[mark.start - 2 : mark.start]  # type: ignore[union-attr]
            turned = {"增加": "减少", "减少": "增加", "增长": "下降", "下降": "增长"}[word]
            changes[Mark(mark.block, None, mark.start - 2, mark.end)] = turned + changes.pop(mark)
    base = _Edited(report)
    return (
        "prior year that is not last year's figure",
        edited(base, changes, f"{values['item']}: prior {prior}"),
        values["item"],
    )


class _Edited:
    """As much of a base as ``edited`` needs."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.document = report.document
