"""Statements from grids made by hand: layouts of several provinces, codes, units, blanks, and what cannot be placed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from budgetlib.parsers.statement_codes import Code, joined_code, repaired
from budgetlib.parsers.statement_layout import layout
from budgetlib.parsers.statements import StatementsResult, parse_statements
from budgetlib.readers.document import Block, Cell, Document, Fragment, Grid, Paragraph


def grid(drawing: str, page: int = 1, page_breaks: tuple[int, ...] = ()) -> Grid:
    """A grid drawn in text: | between cells, < for merged with the cell to the left, ^ with the one above."""
    rows = [[text.strip() for text in line.split("|")] for line in drawing.strip().splitlines()]
    cells = []
    for number, row in enumerate(rows):
        for col, text in enumerate(row):
            if text in ("<", "^"):
                continue
            colspan = next((n for n, t in enumerate(row[col + 1 :]) if t != "<"), len(row) - col - 1) + 1
            below = [rows[n][col] for n in range(number + 1, len(rows))]
            rowspan = next((n for n, t in enumerate(below) if t != "^"), len(below)) + 1
            on = page + sum(number >= at for at in page_breaks)
            cells.append(Cell(text, number, col, rowspan, colspan, on))
    return Grid(tuple(cells), len(rows), len(rows[0]), page)


def document(*blocks: str | Grid) -> Document:
    """Blocks of a report; texts become paragraphs on the page of the grid that follows."""
    page, done = 1, []
    for block in reversed(blocks):
        page = block.page if isinstance(block, Grid) else page
        done.append(block if isinstance(block, Grid) else Paragraph(block, (Fragment(0, page),)))
    content: tuple[Block, ...] = tuple(reversed(done))
    return Document(Path("report.pdf"), "", "pdf", 9, content)


def parse(*blocks: str | Grid, report_type: str = "final") -> StatementsResult:
    return parse_statements(document(*blocks), report_type)


def amounts(result: StatementsResult, *keys: str) -> list[tuple[Any, ...]]:
    return [tuple(row.values[key] for key in (*keys, "amount")) for row in result.rows]


INCOME = """
项目 | < | 本年收入合计 | 财政拨款收入 | 上级补助收入 | 事业收入 | 经营收入 | 附属单位上缴收入 | 其他收入
功能分类科目编码 | 科目名称 | ^ | ^ | ^ | ^ | ^ | ^ | ^
合计 | < | 3.50 | 3.00 | | 0.00 | | | 0.50
208 | 社会保障和就业支出 | 3.50 | 3.00 | | 0.00 | | | 0.50
"""


class TestFigures:
    def test_blank_is_na_and_a_printed_zero_is_zero(self) -> None:
        result = parse("收入决算表", "单位：万元", grid(INCOME))
        total = {row.values["column"]: row.values["amount"] for row in result.rows if row.values["row"] == 1}
        assert total == {
            "total": 3.5, "appropriation": 3.0, "superior_subsidy": None, "operating": 0.0,
            "business": None, "affiliated": None, "other": 0.5,
        }  # fmt: skip
        assert {row.values["text"] for row in result.rows if row.values["amount"] is None} == {""}

    def test_each_figure_leads_back_to_its_cell(self) -> None:
        doc = document("收入决算表", "单位：万元", grid(INCOME))
        for row in parse_statements(doc, "final").rows:
            mark = row.marks["amount"]
            block = doc.blocks[mark.block]
            assert isinstance(block, Grid) and mark.cell is not None
            assert block.cells[mark.cell].text[mark.start : mark.end] == row.values["text"]

    def test_a_dash_is_blank_and_keeps_its_text(self) -> None:
        result = parse("支出总表", "单位：万元", grid("项目|合计|基本支出\n合计|1.00|—"), report_type="budget")
        assert amounts(result, "column", "text") == [("total", "1.00", 1.0), ("basic", "—", None)]

    @pytest.mark.parametrize(("unit", "amount"), [("元", 123.4567), ("万元", 1234567.0), ("千元", 123456.7)])
    def test_units(self, unit: str, amount: float) -> None:
        result = parse(
            f"编制部门：某局 单位：{unit}", "收入总表", grid("项目|合计\n合计|1,234,567.00"), report_type="budget"
        )
        assert amounts(result, "text") == [("1,234,567.00", amount)]
        assert result.statements[0].unit == unit

    def test_unit_inside_the_grid(self) -> None:
        drawing = "2025年收入总表|<|<\n部门：某局| |单位：元\n科目编码|科目名称|合计\n201|一般公共服务支出|5,000.00"
        result = parse(grid(drawing), report_type="budget")
        assert amounts(result, "code", "statement_zh") == [("201", "2025年收入总表", 0.5)]

    def test_no_unit_is_taken_for_wan_and_said(self) -> None:
        result = parse("收入决算表", grid(INCOME))
        assert result.statements[0].unit == "万元"
        assert "no unit is printed" in result.statements[0].notes[0]

    def test_what_is_not_one_number_is_listed(self) -> None:
        result = parse("收入总表", "单位：万元", grid("项目|合计\n甲|1.00 2.00\n乙|约3"), report_type="budget")
        assert result.rows == []
        assert [(item.text, item.reason) for item in result.unplaced] == [
            ("1.00 2.00", "not one number"),
            ("约3", "not one number"),
        ]

    def test_an_unknown_column_is_listed_and_not_guessed(self) -> None:
        result = parse("收入总表", "单位：万元", grid("项目|合计|神秘收入\n合计|1.00|2.00"), report_type="budget")
        assert amounts(result, "column") == [("total", 1.0)]
        assert [(item.text, item.page) for item in result.unplaced] == [("2.00", 1)]

    def test_two_columns_of_one_name_are_not_trusted(self) -> None:
        result = parse("收入总表", "单位：万元", grid("项目|合计|合计\n合计|1.00|2.00"), report_type="budget")
        assert result.rows == []
        assert len(result.unplaced) == 2


BUDGET = """
项目 | < | < | < | 支出预算 | < | <
功能分类科目编码 | < | < | 功能分类科目名称 | 合计 | 基本支出 | 项目支出
类 | 款 | 项 | ^ | ^ | ^ | ^
201 | | | 一般公共服务支出 | 30,000 | 10,000 | 20,000
201 | 13 | | 商贸事务 | 30,000 | 10,000 | 20,000
201 | 13 | 1 | 行政运行 | 30,000 | 10,000 | 20,000
| | | | | |
合计 | < | < | < | 30,000 | 10,000 | 20,000
"""


class TestCodes:
    def test_split_codes_total_last_and_placeholder_rows(self) -> None:
        result = parse("2025年部门支出预算总表", "单位：元", grid(BUDGET, page_breaks=(6,)), report_type="budget")
        total = [row.values for row in result.rows if row.values["column"] == "total"]
        assert [(v["code"], v["level"], v["name"], v["amount"]) for v in total] == [
            ("201", 1, "一般公共服务支出", 3.0),
            ("20113", 2, "商贸事务", 3.0),
            ("2011301", 3, "行政运行", 3.0),
            (None, None, "合计", 3.0),
        ]
        assert [v["page"] for v in total] == [1, 1, 1, 2]
        info = result.statements[0]
        assert (info.statement, info.page_first, info.page_last, info.empty) == ("expenditure", 1, 2, False)
        assert {row.values["column_zh"] for row in result.rows} == {"合计", "基本支出", "项目支出"}

    @pytest.mark.parametrize(
        ("parts", "before", "digits"),
        [
            (["201", "", ""], None, "201"),
            (["201", "13", "1"], None, "2011301"),
            (["", "13", ""], "2010101", "20113"),
            (["", "", "02"], "2011301", "2011302"),
            (["201", "20113", "2011301"], None, "2011301"),
            (["301", "2"], None, "30102"),
            (["２０１.0"], None, "201"),
        ],
    )
    def test_joined(self, parts: list[str], before: str | None, digits: str) -> None:
        code = joined_code(parts, Code(before, before) if before else None)
        assert code is not None and code.digits == digits

    def test_a_lost_zero_is_put_back_where_the_rows_around_show_it(self) -> None:
        codes = [Code(text, text) for text in ("301", "30101", "3012", "30103")]
        assert [code.digits for code in repaired(codes) if code] == ["301", "30101", "30102", "30103"]

    def test_a_broken_code_that_nothing_explains_is_left(self) -> None:
        codes = [Code(text, text) for text in ("302", "30101", "3012")]
        assert [code.digits for code in repaired(codes) if code][-1] == "3012"


APPROPRIATION = """
收入 | < | 支出 | < | < | < | <
项目 | 决算数 | 项目 | 合计 | 一般公共预算财政拨款 | 政府性基金预算财政拨款 | 国有资本经营预算财政拨款
一、一般公共预算财政拨款 | 5.00 | 一、一般公共服务支出 | 6.00 | 6.00 | |
本年收入合计 | 5.00 | 本年支出合计 | 6.00 | 6.00 | |
年初财政拨款结转和结余 | 1.00 | 年末财政拨款结转和结余 | | | |
一、一般公共预算财政拨款 | 1.00 | | | | |
总计 | 6.00 | 总计 | 6.00 | 6.00 | |
"""
NATIONAL_T1 = """
收入 | < | < | 支出 | < | <
项目 | 行次 | 金额 | 项目 | 行次 | 金额
栏次 | | 1 | 栏次 | | 2
一、财政拨款收入 | 1 | 7.00 | 一、一般公共服务支出 | 31 | 7.00
总计 | 30 | 7.00 | 总计 | 60 | 7.00
"""


class TestSides:
    def test_repeated_labels_are_kept_apart(self) -> None:
        result = parse("财政拨款收入支出决算总表", "单位：万元", grid(APPROPRIATION))
        income = [row.values for row in result.rows if row.values["side"] == "income"]
        twice = [(v["row"], v["amount"]) for v in income if v["name"] == "一、一般公共预算财政拨款"]
        assert twice == [(1, 5.0), (4, 1.0)]
        assert {v["column"] for v in income} == {"amount"}
        spent = [row.values for row in result.rows if row.values["side"] == "expenditure"]
        assert {v["column"] for v in spent} == {"total", "general_public", "government_fund", "state_capital"}
        assert len(spent) == 4 * 4

    def test_line_numbers_are_no_figures(self) -> None:
        result = parse("收入支出决算总表", "单位：万元", grid(NATIONAL_T1))
        assert amounts(result, "side", "name") == [
            ("income", "一、财政拨款收入", 7.0),
            ("expenditure", "一、一般公共服务支出", 7.0),
            ("income", "总计", 7.0),
            ("expenditure", "总计", 7.0),
        ]
        assert result.unplaced == []


FUND_SHARED_ROW = """
项目 | < | 年初结转和 | 本年收入 | 本年支出 | < | < | 年末结转和结余
功能分类科目编码 | 科目名称 | 结余 | ^ | ^ | ^ | ^ | ^
合计 | < | {0} | {1} | 合计 | 基本支出 | 项目支出 | {2}
{3} | | | | | | |
"""
YUNNAN_T5 = """
项目 | < | < | < | 年初结转和结余 | < | < | 本年收入 | < | < | 本年支出 | < | < | 年末结转和结余 | < | <
功能分类科目编码|<|<|科目名称|合计|基本支出结转|项目支出结转和结余|合计|基本支出|项目支出|合计|基本支出|项目支出|合计|基本支出结转|项目支出结转和结余
类 | 款 | 项 | 栏次 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10 | 11 | 12
^ | ^ | ^ | 合计 | 1.00 | 1.00 | 0.00 | 9.00 | 5.00 | 4.00 | 8.00 | 5.00 | 3.00 | 2.00 | 1.00 | 1.00
208 | < | < | 社会保障和就业支出 | 1.00 | 1.00 | | 9.00 | 5.00 | 4.00 | 8.00 | 5.00 | 3.00 | 2.00 | 1.00 | 1.00
"""


class TestFunds:
    TITLE = "政府性基金预算财政拨款收入支出决算表"

    def test_headings_that_share_a_row_with_the_total(self) -> None:
        drawing = FUND_SHARED_ROW.format("", "", "", "")
        result = parse(
            self.TITLE, "单位：万元", grid(drawing), "注：本表反映收支情况。", "说明：没有收支，故本表无数据。"
        )
        (info,) = result.statements
        assert info.empty
        assert list(info.notes) == ["注：本表反映收支情况。", "说明：没有收支，故本表无数据。"]
        assert amounts(result, "name", "column", "column_zh") == [
            ("合计", "opening", "年初结转和结余", None),
            ("合计", "income", "本年收入", None),
            ("合计", "total", "本年支出/合计", None),
            ("合计", "basic", "本年支出/基本支出", None),
            ("合计", "project", "本年支出/项目支出", None),
            ("合计", "closing", "年末结转和结余", None),
        ]

    def test_opening_income_expenditure_and_closing(self) -> None:
        result = parse("一般公共预算财政拨款收入支出决算表", "单位：万元", grid(YUNNAN_T5))
        assert result.unplaced == []
        assert [row.values["column"] for row in result.rows[:12]] == [
            "opening", "opening_basic", "opening_project", "income", "income_basic", "income_project",
            "total", "basic", "project", "closing", "closing_basic", "closing_project",
        ]  # fmt: skip
        names = {(row.values["code"], row.values["name"]) for row in result.rows}
        assert names == {(None, "合计"), ("208", "社会保障和就业支出")}


NATIONAL_T6 = """
人员经费 | < | < | 公用经费 | < | < | < | < | <
科目编码 | 科目名称 | 决算数 | 科目编码 | 科目名称 | 决算数 | 科目编码 | 科目名称 | 决算数
301 | 工资福利支出 | 8.00 | 302 | 商品和服务支出 | 2.00 | 310 | 资本性支出 | 0.00
30101 | 基本工资 | 8.00 | 30201 | 办公费 | 2.00 | 31002 | 办公设备购置 |
人员经费合计 | < | 8.00 | 公用经费合计 | < | < | < | < | 2.00
"""


class TestMergedCells:
    def test_columns_merged_all_the_way_down_are_one(self) -> None:
        result = parse("收入总表", "单位：万元", grid("项目|合计|<\n合计|1.00|<\n甲|2.00|<"), report_type="budget")
        assert amounts(result, "name", "column") == [("合计", "total", 1.0), ("甲", "total", 2.0)]

    def test_a_figure_over_two_columns_belongs_to_neither(self) -> None:
        drawing = "项目|合计|财政拨款收入|其他收入\n合计|3.00|3.00|\n甲|3.00|3.00|<"
        result = parse("收入总表", "单位：万元", grid(drawing), report_type="budget")
        assert len(result.rows) == 4
        assert {(item.text, item.reason) for item in result.unplaced} == {
            ("3.00", "one figure over several rows or columns")
        }

    def test_a_name_cut_by_the_page_break(self) -> None:
        drawing = "科目编码|科目名称|合计\n2080505|机关事业单位基本养老保险|1.00\n|缴费支出|\n合计|<|1.00"
        result = parse("收入总表", "单位：万元", grid(drawing, page_breaks=(2,)), report_type="budget")
        assert amounts(result, "name") == [("机关事业单位基本养老保险缴费支出", 1.0), ("合计", 1.0)]


class TestEconomicClasses:
    def test_three_blocks_side_by_side(self) -> None:
        result = parse("一般公共预算财政拨款基本支出决算明细表", "单位：万元", grid(NATIONAL_T6))
        figures = {row.values["code"] or row.values["name"]: row.values["amount"] for row in result.rows}
        assert figures == {
            "301": 8.0, "30101": 8.0, "302": 2.0, "30201": 2.0, "310": 0.0, "31002": None,
            "人员经费合计": 8.0, "公用经费合计": 2.0,
        }  # fmt: skip
        assert {row.values["column"] for row in result.rows} == {"amount"}
        assert {row.values["side"] for row in result.rows} == {None}
        assert result.unplaced == []


ITEMS = "合计 | 因公出国（境）费 | 公务用车购置及运行维护费 | < | < | 公务接待费"
PAIRED = """
财政拨款“三公”经费 | < | < | <
合计 | < | 公务接待费 | <
预算数 | 决算数 | 预算数 | 决算数
2.85 | 0.39 | 2.85 | 0.39
"""
TWO_BLOCKS = f"""
预算数 | < | < | < | < | < | 决算数 | < | < | < | < | <
{ITEMS} | {ITEMS}
^ | ^ | 小计 | 公务用车购置费 | 公务用车运行维护费 | ^ | ^ | ^ | 小计 | 公务用车购置费 | 公务用车运行维护费 | ^
1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10 | 11 | 12
9.00 | 1.00 | 5.00 | | 5.00 | 3.00 | 4.00 | 0.00 | 3.00 | | 3.00 | 1.00
"""
LISTED = """
项目 | 年初预算数 | 决算数
“三公”经费合计 | 9.00 | 4.00
1.因公出国（境）费 | 1.00 | 0.00
"""


class TestThreePublic:
    TITLE = "财政拨款“三公”经费支出决算表"

    def test_paired_columns(self) -> None:
        result = parse(self.TITLE, "单位：万元", grid(PAIRED))
        assert amounts(result, "name", "column") == [
            ("合计", "budget", 2.85),
            ("合计", "actual", 0.39),
            ("公务接待费", "budget", 2.85),
            ("公务接待费", "actual", 0.39),
        ]
        assert result.rows[0].values["column_zh"] == "合计/预算数"

    def test_two_blocks(self) -> None:
        result = parse(self.TITLE, "单位：万元", grid(TWO_BLOCKS))
        found = {(row.values["name"], row.values["column"]): row.values["amount"] for row in result.rows}
        assert found["公务用车购置及运行维护费", "budget"] == 5.0
        assert found["公务用车购置及运行维护费", "actual"] == 3.0
        assert found["公务用车购置费", "actual"] is None
        assert found["合计", "actual"] == 4.0
        assert len(found) == 12

    def test_items_in_rows(self) -> None:
        result = parse(self.TITLE, "单位：万元", grid(LISTED))
        assert amounts(result, "name", "column")[2:] == [
            ("1.因公出国（境）费", "budget", 1.0),
            ("1.因公出国（境）费", "actual", 0.0),
        ]

    def test_empty_form_keeps_its_row(self) -> None:
        result = parse(self.TITLE, "单位：万元", grid(PAIRED.replace("2.85", "").replace("0.39", "")))
        assert [row.values["amount"] for row in result.rows] == [None] * 4
        assert result.statements[0].empty


class TestTitles:
    @pytest.mark.parametrize(
        ("title", "key"),
        [
            ("2024年度收入支出决算总表", "income_expenditure"),
            ("某市国有资产监督管理委员会2024年度收入决算表", "income"),
            ("七、支 出 决 算 表（公开03表）", "expenditure"),
            ("政府性基金预算财政拨款收入支出决算表", "government_fund"),
            ("国有资本经营预算财政拨款支出决算表（续）", "state_capital"),
            ("一般公共预算财政拨款基本支出决算明细表", "basic"),
            ("一般公共预算财政拨款项目支出决算表", None),
            ("政府采购支出决算表", None),
            ("收入决算表（分单位）", None),
        ],
    )
    def test_known_and_unknown(self, title: str, key: str | None) -> None:
        found = layout("final").by_title(title)
        assert (found[0].key if found else None) == key

    def test_a_title_on_two_lines_is_not_cut(self) -> None:
        result = parse(
            "政府性基金预算财政拨款收入", "支出决算表", "单位：万元", grid("科目编码|科目名称|本年收入\n208|甲|1.00")
        )
        assert [info.statement for info in result.statements] == ["government_fund"]

    def test_a_title_that_lost_a_character(self) -> None:
        result = parse("般公共预算财政拨款支出决算表", "单位：万元", grid("科目编码|科目名称|合计\n208|甲|1.00"))
        assert [info.statement for info in result.statements] == ["general_public"]
        assert any("title taken for" in note for note in result.statements[0].notes)

    def test_without_a_title_the_columns_tell(self) -> None:
        result = parse("单位：万元", grid(INCOME))
        assert [info.statement for info in result.statements] == ["income"]
        assert any("by its columns" in note for note in result.statements[0].notes)

    def test_an_unknown_statement_is_listed(self) -> None:
        result = parse("收入决算表（分单位）", "单位：万元", grid("单位|合计\n甲|1.00"))
        assert result.rows == []
        assert [item.text for item in result.unplaced] == ["收入决算表（分单位）"]

    def test_missing_statements_are_named(self) -> None:
        result = parse("收入决算表", "单位：万元", grid(INCOME))
        assert len(result.missing) == 8 and "income" not in result.missing

    def test_title_repeated_on_the_next_page(self) -> None:
        rest = INCOME.replace("合计 | < | 3.50 | 3.00 | | 0.00 | | | 0.50\n", "").replace("208", "210")
        result = parse("收入决算表", "单位：万元", grid(INCOME), "收入决算表", "单位：万元", grid(rest, page=2))
        (info,) = result.statements
        assert (info.page_first, info.page_last, len(info.blocks)) == (1, 2, 2)
        assert [row.values["row"] for row in result.rows if row.values["column"] == "total"] == [1, 2, 3]

    def test_two_statements_of_one_title_stay_apart(self) -> None:
        result = parse("收入决算表", "单位：万元", grid(INCOME), "收入决算表", "单位：万元", grid(INCOME, page=2))
        assert len(result.statements) == 2
        assert all("more than once" in info.notes[-1] for info in result.statements)
