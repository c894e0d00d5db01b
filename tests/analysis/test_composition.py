"""Composition of a made-up report: sources, kinds, classes and the functional tree."""

from __future__ import annotations

import pandas as pd
import pytest

from budgetlib import analysis, schema

KEY = {"report_id": "某局-2024-final", "agency": "某局", "fiscal_year": 2024, "report_type": "final", "page": 3}


def line(statement: str, name: str, column: str, amount: float | None, code: str | None = None, **other) -> dict:
    level = {3: 1, 5: 2, 7: 3}.get(len(code or "")) if statement != "basic" else {3: 1, 5: 2}.get(len(code or ""))
    return KEY | {"statement": statement, "name": name, "column": column, "amount": amount, "code": code,
                  "level": level} | other  # fmt: skip


LINES = schema.frame(
    "lines",
    [
        line("income", "合计", "total", 100.0),
        line("income", "合计", "appropriation", 90.0),
        line("income", "合计", "business", None),
        line("income", "合计", "other", 10.0),
        line("income_expenditure", "年初结转和结余", "amount", 25.0, side="income"),
        line("income_expenditure", "年末结转和结余", "amount", 5.0, side="expenditure"),
        line("expenditure", "合计", "total", 120.0),
        line("expenditure", "合计", "basic", 80.0),
        line("expenditure", "合计", "project", 40.0),
        line("expenditure", "合计", "to_superior", 0.0),
        line("expenditure", "科学技术支出", "total", 90.0, "206"),
        line("expenditure", "基础研究", "total", 90.0, "20602"),
        line("expenditure", "自然科学基金", "total", 60.0, "2060203"),
        line("expenditure", "自然科学基金", "project", 60.0, "2060203"),
        line("expenditure", "科技人才队伍建设", "total", 30.0, "2060208"),
        line("expenditure", "教育支出", "total", 30.0, "205"),
        line("basic", "工资福利支出", "amount", 60.0, "301"),
        line("basic", "基本工资", "amount", 60.0, "30101"),
        line("basic", "商品和服务支出", "amount", 20.0, "302"),
        line("basic", "资本性支出", "amount", 0.0, "310"),
    ],
)


def test_sources_leave_out_what_has_no_money_and_add_the_balance():
    table = analysis.income_sources(LINES)
    assert table["source"].tolist() == ["appropriation", "other", "carried_over"]
    assert table["share"].tolist() == pytest.approx([72, 8, 20])


def test_kinds_of_spending():
    table = analysis.spending_kinds(LINES)
    assert table[["kind", "amount"]].values.tolist() == [["basic", 80.0], ["project", 40.0]]


def test_economic_classes_and_items_stay_apart():
    assert analysis.economic_classes(LINES)["code"].tolist() == ["301", "302"]
    assert analysis.economic_classes(LINES, level=2)["name"].tolist() == ["基本工资"]


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ([("301", 60.0), ("302", 40.0)], {"301": 60.0, "302": 40.0}),
        ([("301", 35.0), ("301", 25.0), ("302", 40.0)], {"301": 60.0, "302": 40.0}),  # in parts of another class each
        ([("301", 60.0), ("301", 60.0), ("302", 40.0), ("302", 40.0)], {"301": 60.0, "302": 40.0}),  # side by side
        ([("301", 60.0), ("301", 35.0), ("302", 40.0), ("301", 25.0)], {"301": 60.0, "302": 40.0}),  # whole, then units
        ([("301", 35.0), ("302", 40.0)], None),  # a row was not read
    ],
)
def test_a_class_printed_more_than_once_is_what_the_total_proves(rows, found):
    table = schema.frame(
        "lines", [line("basic", "合计", "total", 100.0), *(line("basic", c, "total", v, c) for c, v in rows)]
    )
    if found is None:
        with pytest.raises(ValueError, match="add up"):
            analysis.economic_classes(table)
    else:
        twice = pd.concat([table.assign(table=1), table.assign(table=2)], ignore_index=True)  # once more, by funds
        assert analysis.economic_classes(twice).set_index("code")["amount"].to_dict() == found
        assert analysis.economic_classes(table).set_index("code")["amount"].to_dict() == found


def test_the_tree_counts_each_amount_once_per_level():
    tree = analysis.functional_tree(LINES)
    assert tree["code"].tolist() == ["205", "206", "20602", "2060203", "2060208"]
    assert tree["parent"].tolist() == ["", "", "206", "20602", "20602"]
    assert tree.loc[tree["level"] == 1, "share"].sum() == pytest.approx(100)
    assert tree.attrs["statement"] == "expenditure"


def test_the_tree_of_the_prose_adds_items_up(changes):
    items = changes["item"].str.contains("/")
    changes.loc[items, "code"] = [f"20602{number:02d}" for number in range(items.sum())]
    tree = analysis.functional_tree(changes)
    items = tree[tree["level"] == 3]["amount"].sum()
    assert tree[tree["level"] == 1]["amount"].tolist() == [pytest.approx(items)]
    assert tree.attrs["statement"] == "general_public"
    for part in (changes.drop(index=5), changes.assign(code=changes["code"].where(changes.index != 5))):
        with pytest.raises(ValueError, match=r"part|no class is whole"):  # an item that is not told, or has no code
            analysis.functional_tree(part)


def test_several_reports_are_never_added_up():
    both = pd.concat([LINES, LINES.assign(report_id="另一局-2024-final")])
    for answer in (analysis.income_sources, analysis.spending_kinds, analysis.functional_tree):
        with pytest.raises(ValueError, match="never added together"):
            answer(both)


def test_a_report_without_statements_says_what_is_missing():
    empty = schema.frame("lines")
    with pytest.raises(ValueError, match="income"):
        analysis.income_sources(empty)
    with pytest.raises(ValueError, match="economic class"):
        analysis.economic_classes(empty)
    with pytest.raises(ValueError, match="no functional item"):
        analysis.functional_tree(empty)


def test_sentences_hold_amount_and_share():
    text = "\n".join(map(str, analysis.composition_sentences(LINES)))
    assert "财政拨款90.00万元（72.0%）" in text
    assert "自然科学基金60.00万元（50.0%）" in text


def _row(statement: str, **columns: float) -> pd.DataFrame:
    return schema.frame("lines", [line(statement, "合计", name, amount) for name, amount in columns.items()])


def test_sources_are_those_that_add_up_to_the_total():
    """Offices print appropriations whole or by budget; where a column was not read there is no share of anything."""
    found = analysis.income_sources(_row("income", total=100.0, general_public=70.0, government_fund=20.0, other=10.0))
    assert found.set_index("source")["share"].to_dict() == pytest.approx(
        {"general_public": 70, "government_fund": 20, "other": 10}
    )
    both = _row("income", total=100.0, appropriation=90.0, general_public=70.0, government_fund=20.0, other=10.0)
    assert analysis.income_sources(both)["source"].tolist() == ["appropriation", "other"]
    with pytest.raises(ValueError, match="add up"):
        analysis.income_sources(_row("income", total=100.0, other=10.0))


def test_kinds_are_those_that_add_up_to_the_total():
    found = analysis.spending_kinds(_row("expenditure", total=100.0, personnel=50.0, public=20.0, project=30.0))
    assert found["kind"].tolist() == ["personnel", "public", "project"]
    with pytest.raises(ValueError, match="add up"):
        analysis.spending_kinds(_row("expenditure", total=100.0, project=30.0))


def test_items_without_a_class_are_shares_of_nothing():
    items = [line("expenditure", "自然科学基金", "total", 60.0, "2060203")]
    with pytest.raises(ValueError, match="class"):
        analysis.functional_tree(schema.frame("lines", items))


@pytest.mark.parametrize(("part", "adds_up"), [(30.0, True), (30.02, True), (30.03, False), (25.0, False)])
def test_a_class_whose_only_section_comes_to_something_else_is_not_split(part: float, adds_up: bool):
    """Two printed figures may be off by 0.01 each."""
    rows = [
        line("expenditure", "教育支出", "total", 30.0, "205"),
        line("expenditure", "普通教育", "total", part, "20502"),
    ]
    if adds_up:
        assert analysis.functional_tree(schema.frame("lines", rows))["amount"].tolist() == [30.0, part]
    else:
        with pytest.raises(ValueError, match="add up"):
            analysis.functional_tree(schema.frame("lines", rows))


def test_labels_are_those_of_the_columns():
    """The columns of the income and expenditure statements, as the reference prints them."""
    from budgetlib.analysis.composition import KINDS, SOURCES
    from budgetlib.parsers.tables.headings import Scope, column_key
    from budgetlib.parsers.tables.wording import wording

    for statement, words in (("income", SOURCES), ("expenditure", KINDS)):
        for name, (zh, _) in words.items():
            if name not in ("surplus_used", "carried_over", "to_affiliated"):  # rows; a label in another order
                assert column_key(wording(zh), Scope(statement, "final", 2024)) == name
    assert (SOURCES["operating"][0], SOURCES["business"][0], KINDS["business"][0]) == (
        "事业收入",
        "经营收入",
        "经营支出",
    )
