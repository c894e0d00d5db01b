"""Every figure of every statement of the real reports, against the reading by hand and against the report itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from budgetlib.numbers import TO_WAN, half_unit
from budgetlib.text import plain

pytestmark = pytest.mark.corpus

Figure = tuple[Any, ...]
Values = dict[str, Any]


def expected(truth: Values) -> Counter[Figure]:
    figures: Counter[Figure] = Counter()
    for title, statement in truth["statements"].items():
        factor = TO_WAN[statement["unit"]]
        for row in statement["rows"]:
            side = row.get("side") if row.get("side") in ("income", "expenditure") else None
            name = None if "三公" in title else plain(row["name"])  # there the name is the heading of the column
            for column, value in row["values"].items():
                amount = None if value is None else round(value * factor, 6)
                figures[title, side, row["code"], name, column, amount, row["page"]] += 1
    return figures


def found(rows: list[Values], ends: dict[str, int]) -> Counter[Figure]:
    """Figures of the tables that were read by hand, up to the page on which the reading ended."""
    return Counter(
        (
            row["statement_zh"],
            row["side"],
            row["code"],
            None if row["statement"] == "three_public" else plain(row["name"]),
            row["column_zh"],
            row["value"],
            row["page"],
        )
        for row in rows
        if row["page"] <= ends.get(row["statement_zh"], 0)
    )


@pytest.fixture
def rows(reading: Any) -> list[Values]:
    units = {table.number: table.unit for table in reading.result.printed}
    return [row.values | {"printed_unit": units[row.values["table"]]} for row in reading.result.lines]


class TestAgainstTheReadingByHand:
    def test_every_figure_and_nothing_else(self, reading: Any, rows: list[Values]) -> None:
        ends = {title: one["page_last"] for title, one in reading.truth["statements"].items()}
        ours, theirs = found(rows, ends), expected(reading.truth)
        assert not theirs - ours, "figures that were not read"
        assert not ours - theirs, "figures that are not printed"
        assert reading.result.unread == []
        assert reading.result.missing == reading.truth.get("missing_statements", [])

    def test_statements_their_pages_units_and_notes(self, reading: Any) -> None:
        tables = {table.title: table for table in reading.result.printed}
        assert set(reading.truth["statements"]) <= set(tables)
        for title, statement in reading.truth["statements"].items():
            table = tables[title]
            assert table.page_first == statement["page_first"] and table.page_last >= statement["page_last"], title
            assert (table.unit, table.empty) == (statement["unit"], statement["empty"]), title
            if statement.get("statement"):
                assert table.statement == statement["statement"], title
            if "notes" not in statement:
                continue
            squeezed = ["".join(note.split()) for note in table.notes]
            assert squeezed == ["".join(note.split()) for note in statement.get("notes", [])], title

    def test_rows_keep_the_printed_order(self, reading: Any, rows: list[Values]) -> None:
        for title, statement in reading.truth["statements"].items():
            blocks = {row.keys["block"] for row in reading.result.lines if row.values["statement_zh"] == title}
            sides = {row.get("side") for row in statement["rows"]} & {None, "income", "expenditure"}
            if "三公" in title or len(blocks) > len(sides):
                continue
            for side in sides:
                ours = {row["row"]: row["name"] for row in rows if row["statement_zh"] == title and row["side"] == side}
                theirs = [row["name"] for row in statement["rows"] if row.get("side") == side]
                ours = {number: name for number, name in sorted(ours.items())[: len(theirs)]}
                assert [plain(ours[number]) for number in sorted(ours)] == [plain(name) for name in theirs]

    def test_every_figure_can_be_shown(self, reading: Any) -> None:
        for row in reading.result.lines:
            for mark in row.marks.values():
                page, box = mark.place(reading.document)
                assert page == row.values["page"] and box is not None


def slack(*figures: Values) -> float:
    """How far sums of rounded figures may be off: half a unit of each in its last place."""
    return sum(half_unit(figure["text"]) * TO_WAN[figure["printed_unit"]] for figure in figures) + 1e-6


def lines(rows: list[Values]) -> Iterator[tuple[tuple[str, int], dict[str, Values]]]:
    """The figures of each printed row of the one-sided statements, by column."""
    grouped: dict[tuple[str, int], dict[str, Values]] = {}
    for row in rows:
        if row["side"] is None and row["statement"] != "three_public" and row["amount"] is not None:
            grouped.setdefault((row["statement"], row["row"]), {})[row["column"]] = row
    return iter(grouped.items())


PARTS = {
    "income": ("appropriation", "superior_subsidy", "operating", "business", "affiliated", "other"),
    "expenditure": ("basic", "project", "to_superior", "business", "to_affiliated"),
    "general_public": ("basic", "project"),
    "basic": ("personnel", "public"),
}


class TestAgainstTheReportItself:
    """What the report says twice must agree however it was read: a check that no reading by hand can spoil."""

    def test_columns_add_up_in_each_row(self, rows: list[Values]) -> None:
        checked = 0
        for (statement, _), figures in lines(rows):
            parts = [figures[name] for name in PARTS.get(statement, ()) if name in figures]
            whole = set(figures) <= {"total", *PARTS.get(statement, ())}
            if "total" in figures and parts and whole:
                total = figures["total"]
                assert sum(part["amount"] for part in parts) == pytest.approx(total["amount"], abs=slack(total, *parts))
                checked += 1
        assert checked > 20

    def test_classes_are_the_sum_of_their_parts(self, rows: list[Values]) -> None:
        checked = 0
        for statement, column in {(row["statement"], row["column"]) for row in rows if row["code"]}:
            by_code = {
                row["code"]: row
                for row in rows
                if (row["statement"], row["column"]) == (statement, column)
                and row["code"]
                and row["amount"] is not None
            }
            for code, whole in by_code.items():
                parts = [
                    part
                    for other, part in by_code.items()
                    if len(other) == len(code) + 2 and other[: len(code)] == code
                ]
                if parts:
                    assert sum(part["amount"] for part in parts) == pytest.approx(
                        whole["amount"], abs=slack(whole, *parts)
                    ), (statement, column, code)
                    checked += 1
        assert checked > 20

    def test_total_is_the_sum_of_the_classes(self, rows: list[Values]) -> None:
        for statement in ("income", "expenditure", "general_public"):
            for column in {row["column"] for row in rows if row["statement"] == statement}:
                own = [
                    row
                    for row in rows
                    if row["statement"] == statement and row["column"] == column and row["amount"] is not None
                ]
                totals = [row for row in own if row["name"] == "合计"]
                classes = [row for row in own if row["level"] == 1]
                if totals and classes:
                    (total,) = totals
                    assert sum(row["amount"] for row in classes) == pytest.approx(
                        total["amount"], abs=slack(total, *classes)
                    ), (statement, column)

    def test_both_sides_have_the_same_total(self, rows: list[Values]) -> None:
        for statement in ("income_expenditure", "appropriation"):
            totals = {
                row["amount"]
                for row in rows
                if row["statement"] == statement
                and row["column"] in ("amount", "total")
                and row["name"] in ("总计", "收入总计", "支出总计")
            }
            assert len(totals) == 1, statement
