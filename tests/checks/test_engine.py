"""The engine on made-up reports: what holds proves its figures, what breaks is found, what is not known is left."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

import budgetlib as bl
from budgetlib.checks.rulebook import BadRules, Rulebook, rulebook

TABLES = """某市某局2023年度部门决算

收入支出决算总表

| 单位：万元 |
收入\t\t支出\t
项目\t决算数\t项目\t决算数
一、一般公共预算财政拨款收入\t{income}\t一、教育支出\t60.00
二、事业收入\t10.00\t二、卫生健康支出\t40.00
本年收入合计\t100.00\t本年支出合计\t100.00
年初结转和结余\t5.00\t年末结转和结余\t5.00
总计\t105.00\t总计\t105.00

支出决算表

| 单位：万元 |
功能分类科目编码\t科目名称\t本年支出合计\t基本支出\t{project}
\t合计\t{total}\t70.00\t30.00
205\t教育支出\t60.00\t40.00\t20.00
20502\t普通教育\t60.00\t40.00\t20.00
2050202\t小学教育\t{primary}\t30.00\t20.00
2050203\t初中教育\t10.00\t10.00\t
210\t卫生健康支出\t40.00\t30.00\t10.00
"""
SOUND = {"income": "90.00", "project": "项目支出", "total": "100.00", "primary": "50.00"}

Read = Callable[..., bl.Report]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def reading(text: str = "", rules: object = None, **changed: str) -> bl.Report:
        path = tmp_path / "report.md"
        path.write_text(TABLES.format(**(SOUND | changed)) + text, encoding="utf-8")
        return bl.read_report(path, rules=rules)  # type: ignore[arg-type]

    return reading


def raised(report: bl.Report) -> list[tuple[str, float | None, float | None]]:
    """Rule, what is stated and what it would have to be, of each error."""
    errors = (one for one in report.checked.findings if one["severity"] == "error")
    return [(one["rule"], one["stated"], one["expected"]) for one in errors]


def test_a_sound_report_has_no_error_and_proves_what_could_have_failed(read: Read) -> None:
    report = read()
    assert raised(report) == []
    proved = {(row.name, row.column): row.confirmed_by for row in report.lines.itertuples() if row.table == 2}
    assert set(proved["小学教育", "total"].split(", ")) >= {"row", "column"}  # 50 = 30 + 20, and 60 = 50 + 10
    assert "row" not in str(proved["初中教育", "total"])  # 10 = 10 and a blank: it could not have failed


def test_a_wrong_part_shows_in_its_row_and_its_column_and_is_one_cause(read: Read) -> None:
    report = read(primary="51.00")
    assert sorted(raised(report)) == [("statement.column", 60.0, 61.0), ("statement.row", 51.0, 50.0)]
    findings = report.findings
    assert findings["group"].nunique() == 1 and list(findings["amount"]) == [1.0, 1.0]
    said = " ".join(findings["message_zh"])
    assert "某市某局2023年度部门决算" in said and "51.00万元" in said and "30.00 + 20.00" in said


def test_a_tail_of_one_in_the_last_place_is_a_verdict_and_no_finding(read: Read) -> None:
    report = read(total="100.01")
    assert raised(report) == []
    verdicts = report.verdicts
    rounded = verdicts[verdicts["status"] == "rounded"]
    assert {100.01, 100.0} & set(rounded["stated"]) and not (verdicts["severity"] != "").any()


def test_where_a_column_is_not_understood_nobody_is_accused(read: Read) -> None:
    report = read(project="甲乙丙丁经费", primary="51.00")
    assert raised(report) == []
    unchecked = report.unchecked
    assert len(unchecked) and set(unchecked["status"]) == {"unchecked"} and all(unchecked["message_en"])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("本年支出合计1,000,000.00元。", []),  # 100.00 万元 of the statement, in yuan
        ("本年支出合计100.01万元。", []),
        ("本年支出合计0.01亿元。", []),
        ("本年支出合计1,100,000.00元。", [("prose.statement", 110.0, 100.0)]),
    ],
)
def test_the_prose_meets_the_statement_in_any_unit(
    read: Read, text: str, expected: list[tuple[str, float, float]]
) -> None:
    assert raised(read(f"\n三、支出决算情况说明\n\n{text}\n")) == expected


def test_a_user_switches_rules_off_sets_parameters_and_adds_rows(read: Read, tmp_path: Path) -> None:
    assert raised(read(rules={"off": ["statement.row"]}, primary="51.00")) == [("statement.column", 60.0, 61.0)]
    assert raised(read(rules={"off": ["statement"]}, primary="51.00")) == []
    own = tmp_path / "rules.toml"
    own.write_text(
        """
[rules."mine.share"]
severity = "warning"
zh = "基本支出不超过项目支出"
en = "Basic expenditure stays within project expenditure"
why = "A test."

[[identity]]
id = "mine"
rule = "mine.share"
by = ["table", "row"]
need = "either"
op = "<="
left = { source = "lines", statement = "expenditure", column = "basic", name = "合计" }
right = [{ source = "lines", statement = "expenditure", column = "project" }]
zh = "基本支出与项目支出"
en = "Basic and project expenditure"
""",
        encoding="utf-8",
    )
    (found,) = [one for one in read(rules=own).checked.findings if one["rule"] == "mine.share"]
    assert (found["severity"], found["stated"], found["expected"]) == ("warning", 70.0, 30.0)
    assert found["difference"] == 40.0 and "还多 40.00万元" in found["message_zh"]


def test_a_total_left_blank_over_amounts_says_what_it_would_be(read: Read) -> None:
    (found,) = [one for one in read(primary="").checked.findings if one["rule"] == "statement.row"]
    assert (found["stated"], found["expected"]) == (None, 50.0)
    assert "50.00万元" in found["message_zh"] and "30.00 + 20.00" in found["message_zh"]


def test_a_finding_says_the_line_of_a_text(read: Read) -> None:
    (found,) = [one for one in read(primary="51.00").checked.findings if one["rule"] == "statement.row"]
    assert f"第{found['page']}行" in found["message_zh"] and f"line {found['page']}" in found["message_en"]


PUBLIC = """
一般公共预算财政拨款支出决算表

| 单位：万元 |
| 功能分类科目编码 | 科目名称 | 合计 | 基本支出 | 项目支出 |
|  | 合计 | 60.00 | 40.00 | 20.00 |
| 205 | 教育支出 | 60.00 | 40.00 | 20.00 |
| 20502 | 普通教育 | 60.00 | 40.00 | 20.00 |
| 2050202 | {name} | 50.00 | 30.00 | 20.00 |
| 2050203 | 初中教育 | 10.00 | 10.00 |  |

五、一般公共预算财政拨款支出决算情况说明

"""
ITEM = "1.教育支出（类）普通教育（款）小学教育（项）：支出决算为{}万元。\n\n"


@pytest.mark.parametrize(("amounts", "wrong"), [(("50.00",), 0), (("53.00",), 1), (("53.00", "54.00"), 0)])
def test_an_item_stated_with_several_amounts_is_not_surely_the_one_of_the_statement(
    read: Read, amounts: tuple[str, ...], wrong: int
) -> None:
    text = PUBLIC.format(name="小学教育") + "".join(map(ITEM.format, amounts))
    assert [rule for rule, _, _ in raised(read(text))] == ["prose.statement"] * wrong


def test_one_code_has_one_name_in_all_statements(read: Read) -> None:
    found = [one for one in read(PUBLIC.format(name="小学")).checked.findings if one["rule"] == "statements.code_name"]
    assert ["2050202" in one["message_zh"] and "小学教育" in one["message_zh"] for one in found] == [True]
    sound = read(PUBLIC.format(name="小学教育")).checked.findings
    assert not [one for one in sound if one["rule"] == "statements.code_name"]


@pytest.mark.parametrize(
    ("rate", "status"), [("25.00", "exact"), ("24.99", "rounded"), ("24.98", "broken"), ("26.00", "broken")]
)
def test_a_rate_of_change_is_of_the_year_before(read: Read, rate: str, status: str) -> None:
    """100.00 after 20.00 more: 80.00 before, 25.00 % more; ±0.005 of each amount give 24.9906 to 25.0094."""
    text = f"\n一、收入支出决算总体情况说明\n\n2023年度收入总计100.00万元，比上年增加20.00万元，增长{rate}%。\n"
    verdicts = read(text).verdicts
    (one,) = verdicts[verdicts["rule"] == "prose.change_rate"].itertuples()
    assert (one.status, one.expected) == (status, 25.0)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"off": ["no.such"]}, "no.such"),
        ({"parameters": {"speed": 1}}, "speed"),
        ({"parameters": {"little_spent": "much"}}, "'much'"),
        ({"parameters": {"truncated": 3}}, "truncated"),
        ({"colour": 1}, "colour"),
        ({"identity": [{"id": "x", "rule": "statement.row"}]}, "left"),
        ({"identity": [{"id": "x", "rule": "nobody"}]}, "nobody"),
        ({"rules": {"mine": {"severity": "awful"}}}, "mine"),
    ],
)
def test_rules_that_cannot_be_used_are_told_in_one_sentence(changes: dict[str, object], words: str) -> None:
    with pytest.raises(BadRules, match=words):
        rulebook(changes)


def test_a_rulebook_is_taken_as_it_is() -> None:
    book = rulebook({"off": ["form"]})
    assert isinstance(book, Rulebook) and rulebook(book) is book
    assert not [rule for rule in book.rules if rule.family == "form"]


SHARES = "\n二、支出预算情况说明\n\n支出预算300.00万元，其中：基本支出100.00万元，占{}%；项目支出200.00万元，占{}%。\n"


@pytest.mark.parametrize(
    ("shares", "wrong"),
    [
        (("33.33", "66.67"), []),
        (("33.34", "66.66"), []),  # 66.67 cut by one so that both make 100 %
        (("33.43", "66.67"), [33.43]),
        (("33.33", "66.76"), [66.76]),
    ],
)
def test_a_share_is_of_the_whole_of_its_passage(read: Read, shares: tuple[str, str], wrong: list[float]) -> None:
    text = SHARES.format(*shares)
    path = read().document.source.with_name("budget.md")
    path.write_text(f"某市某局2023年度部门预算\n{text}", encoding="utf-8")
    assert [stated for rule, stated, _ in raised(bl.read_report(path)) if rule == "prose.shares"] == wrong


def test_a_share_of_a_whole_that_the_passage_does_not_state_is_left(read: Read) -> None:
    path = read().document.source.with_name("budget.md")
    path.write_text(
        "某市某局2023年度部门预算\n\n二、支出预算情况说明\n\n支出预算300.00万元。\n\n"
        "基本支出预算100.00万元，占本年支出预算40.00%。\n",
        encoding="utf-8",
    )
    assert raised(bl.read_report(path)) == []


@pytest.mark.parametrize(("total", "wrong"), [("100.02", 0), ("100.05", 1)])
def test_tails_of_subtotals_are_rounding_and_more_is_not(read: Read, total: str, wrong: int) -> None:
    """100.00 is 60.00 and 40.00, of which one is a sum itself: one unit for it and one for the total."""
    assert [rule for rule, *_ in raised(read(total=total))].count("statement.column") == wrong


BALANCES = """
收入决算表

| 单位：万元 |
| 项目 | 合计 | 财政拨款收入 | 事业收入 | 上年结转 |
| 合计 | {} | 90.00 | 10.00 | 5.00 |
"""


@pytest.mark.parametrize(("total", "wrong"), [("105.00", []), ("107.00", [107.0])])
def test_a_total_may_be_that_with_the_balances(read: Read, total: str, wrong: list[float]) -> None:
    found = raised(read(BALANCES.format(total)))
    assert [stated for rule, stated, _ in found if rule == "statements.tie"] == wrong


PART = """
一般公共预算财政拨款支出决算情况说明

（二）项目支出：项目支出决算20.00万元，主要用于某事，其中：教育支出20.00万元，用于某事。
"""


def test_an_item_in_a_passage_about_projects_is_not_all_of_it(read: Read) -> None:
    assert raised(read(PUBLIC.format(name="小学教育") + PART)) == []


def test_two_places_on_different_pages_are_both_named(read: Read) -> None:
    text = "\n三、支出决算情况说明\n\n本年支出合计110.00万元。\n"
    (found,) = [one for one in read(text).checked.findings if one["rule"] == "prose.statement"]
    (one, other) = sorted({int(number) for number in re.findall(r"（第 (\d+) 页）", found["message_zh"])})
    assert one < other and f"(p. {one})" in found["message_en"] and f"(p. {other})" in found["message_en"]


GENERAL_PUBLIC = """
一般公共预算财政拨款支出决算表

| 单位：万元 |
功能分类科目编码\t科目名称\t小计\t基本支出\t项目支出
\t合计\t60.00\t40.00\t20.00
205\t教育支出\t60.00\t40.00\t20.00
20502\t普通教育\t60.00\t40.00\t20.00
{code}\t某项教育\t60.00\t40.00\t20.00
"""


@pytest.mark.parametrize(("code", "missing"), [("2050202", []), ("2050299", [("statements.within", 60.0, 0.0)])])
def test_what_the_general_budget_spends_stands_among_all_spending(
    read: Read, code: str, missing: list[tuple[str, float, float]]
) -> None:
    """All spending lists 2050202 and 2050203: an item 2050299 of 60.00 is not among it."""
    found = raised(read(GENERAL_PUBLIC.format(code=code), primary="60.00"))
    assert [one for one in found if one[2] == 0.0] == missing
