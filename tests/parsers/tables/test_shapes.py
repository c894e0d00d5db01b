"""Shapes that pages give to a table: continuation, two tables of one title, words in the first row, doubt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import docx
import pytest

import budgetlib
from budgetlib.parsers.tables import Tables
from budgetlib.readers.document import Grid

from .conftest import figures, grid, line, sums

Read = Callable[..., Tables]
HEAD = ["科目编码", "科目名称", "合计", "基本支出", "项目支出"]


def test_a_table_over_two_pages_with_title_head_and_total_again(tables: Read) -> None:
    read = tables(
        "支出决算表",
        "单位：万元",
        grid(HEAD, ["", "合计", "9.00", "5.00", "4.00"], ["201", "一般公共服务支出", "6.00", "4.00", "2.00"]),
        line("支出决算表", 2),
        line("单位：万元", 2),
        grid(HEAD, ["", "合计", "9.00", "5.00", "4.00"], ["205", "教育支出", "3.00", "1.00", "2.00"], page=2),
    )
    assert [table.pages for table in read.printed] == [(1, 2)]
    assert [row.values["name"] for row in read.lines].count("合计") == 3, "合计 is read once"
    assert sums(read) == {"一般公共服务支出": "合计", "教育支出": "合计"}
    assert [row.values["row"] for row in read.lines][::3] == [1, 2, 3]


def test_a_page_head_between_two_pages_and_a_name_cut_by_the_break(tables: Read) -> None:
    rest = grid(["", "关机构事务", "", "", ""], ["205", "教育支出", "3.00", "1.00", "2.00"], page=2)
    head = "云岭市气象局部门决算"
    read = tables(
        line(head),
        "支出决算表",
        "单位：万元",
        grid(HEAD, ["", "合计", "9.00", "5.00", "4.00"], ["20103", "政府办公厅及相", "6.00", "4.00", "2.00"]),
        line(head, 2),
        rest,
        line(head, 3),
    )
    assert len(read.printed) == 1
    assert (None, "20103", "政府办公厅及相关机构事务", "total") in figures(read)
    assert (None, "205", "教育支出", "basic") in figures(read)


def test_two_tables_of_one_title_stay_apart(tables: Read) -> None:
    read = tables(
        "支出决算表",
        "单位：万元",
        grid(HEAD, ["", "合计", "9.00", "5.00", "4.00"]),
        line("支出决算表", 2),
        line("单位：万元", 2),
        grid(HEAD, ["", "合计", "7.00", "5.00", "2.00"], page=2),
    )
    assert [table.number for table in read.printed] == [1, 2]


def test_a_grid_that_may_be_lost_makes_the_table_before_doubtful(tables: Read) -> None:
    read = tables(
        "支出决算表",
        "单位：万元",
        grid(HEAD, ["", "合计", "9.00", "5.00", "4.00"]),
        line("另附一页", 2),
        grid(["205", "教育支出", "3.00"], page=2),
    )
    assert not read.printed[0].complete and "p.2" in read.printed[0].doubt


def test_headings_beside_the_total(tables: Read) -> None:
    """合计 shares its row with the inner headings: they are no figures, and its figures are blank."""
    read = tables(
        "政府性基金预算财政拨款收入支出决算表",
        "单位：万元",
        grid(
            [("项目", 2, 1), None, ("本年收入", 1, 2), ("本年支出", 3, 2), None, None],
            ["科目编码", "科目名称", None, None, None, None],
            [("合计", 2, 1), None, "", "合计", "基本支出", "项目支出"],
            ["", "", "", "", "", ""],
        ),
    )
    assert figures(read) == {
        (None, None, "合计", "income"): None,
        (None, None, "合计", "total"): None,
        (None, None, "合计", "basic"): None,
        (None, None, "合计", "project"): None,
    }
    assert read.printed[0].empty


@pytest.mark.parametrize(
    ("printed", "value"),
    [("125360,898", 125360898.0), ("1,234.50", 1234.5), ("(3.00)", -3.0), ("—", None), ("无", None), ("12.5%", 12.5)],
)
def test_cells(tables: Read, printed: str, value: float | None) -> None:
    read = tables("支出决算表", "单位：万元", grid(["科目名称", "合计"], ["其他支出", "1.00"], ["教育支出", printed]))
    assert read.lines[-1].values["value"] == value


@pytest.mark.parametrize(
    ("printed", "amount"),
    [("12.30万元", 12.3), ("7.50 元", 0.00075), ("3百万元", 300.0), ("２．５亿元", 25000.0), ("-4元", -0.0004)],
)
def test_a_cell_may_name_its_own_unit(tables: Read, printed: str, amount: float) -> None:
    read = tables("支出决算表", "单位：万元", grid(["科目名称", "合计"], ["其他支出", "1.00"], ["教育支出", printed]))
    assert (read.lines[-1].values["amount"], read.lines[-1].values["unit"]) == (amount, "万元")


@pytest.mark.parametrize("printed", ["12.30人", "2.3万元/辑", "约5万元", "1万2元"])
def test_a_cell_with_other_words_is_no_amount(tables: Read, printed: str) -> None:
    read = tables("支出决算表", "单位：万元", grid(["科目名称", "合计"], ["其他支出", "1.00"], ["教育支出", printed]))
    assert [row.values["value"] for row in read.lines] == [1.0]


def test_page_numbers_of_a_list_of_tables_are_no_figures(tables: Read) -> None:
    read = tables(grid(["序号", "表名", "页码"], ["1", "收入支出决算总表", "3"], ["2", "收入决算表", "4"]))
    assert not read.lines


def test_two_numbers_in_a_cell_are_unread_with_a_reason(tables: Read) -> None:
    read = tables(
        "支出决算表", "单位：万元", grid(["科目名称", "合计"], ["教育支出", "1.00 2.00"], ["其他支出", "3.00"])
    )
    assert [row.values["value"] for row in read.lines] == [3.0]
    assert len(read.unread) == 1 and not read.printed[0].complete


def test_an_unknown_word_leaves_the_column_or_the_title_open(tables: Read) -> None:
    rows = (["科目名称", "合计", "星际支出"], ["教育支出", "1.00", "1.00"])
    known = tables("支出决算表", "单位：万元", grid(*rows))
    assert [row.values["column"] for row in known.lines] == ["total", None]
    assert known.printed[0].unknown == ("星际",)
    strange = tables("某类星云支出决算表", "单位：万元", grid(*rows))
    assert {row.values["statement"] for row in strange.lines} == {None}


def test_a_budget_without_a_unit_is_placed_and_not_understood(tables: Read) -> None:
    read = tables("支出预算总表", grid(["科目名称", "合计"], ["教育支出", "1.00"]), report_type="budget")
    values = read.lines[0].values
    assert (values["value"], values["amount"], values["unit"]) == (1.0, None, None)
    assert not read.lines[0].keys["understood"]


def test_a_form_is_handed_over(tables: Read) -> None:
    read = tables(
        "项目支出绩效自评表",
        grid(
            ["项目名称", ("天气雷达运行", 3, 1), None, None],
            ["主管部门", "云岭市气象局", "实施单位", "云岭市气象台"],
            ["一级指标", "三级指标", "年度指标值", "分值"],
            ["产出指标", "雷达开机率", "≥95%", "50"],
        ),
    )
    assert read.lines == [] and read.printed == []
    assert [form.grids for form in read.forms] == [(1,)]


def test_goals_beside_a_list_are_goals_of_its_projects(tables: Read) -> None:
    read = tables(
        "重点项目预算绩效目标情况",
        grid(
            ["项目", "预算数（万元）", "用途", "绩效目标"],
            ["清淤工程", "120.00", "购置清淤船2艘", "目标1：清淤3公里，目标2：水质达标率≥95%。"],
            ["", "", "", "培训护河员40人次。"],
            ["管网检测", "35.50", "", "检测管网18.5公里"],
        ),
    )
    goals = [[row.values[c] for c in ("project", "text", "unit", "operator")] for row in read.goals]
    assert goals == [
        ["清淤工程", "3", "公里", None],
        ["清淤工程", "95", "%", "≥"],
        ["清淤工程", "40", "人次", None],
        ["管网检测", "18.5", "公里", None],
    ]
    assert [one.reason for one in read.unread] == ["表格的文字栏中的数字 (a number in a column of words of a table)"]


def test_a_department_form_with_tasks_is_no_table(tables: Read) -> None:
    tasks = [("年度主要任务", 1, 4), "任务名称", "主要内容", ("预算金额（万元）", 2, 1), None, "执行率分值（10分）"]
    head = ["年度绩效指标", "一级指标", "二级指标", "指标内容", "指标值", "分值权重（90分）"]
    read = tables(
        "部门整体支出绩效目标表",
        grid(
            [("部门（单位）名称", 3, 1), None, None, ("云岭市气象局", 3, 1), None, None],
            tasks,
            [None, "", "", "总额", "财政拨款", ""],
            [None, "预报", "发布预报", "20.00", "20.00", ""],
            [None, "观测", "维护站点", "30.00", "30.00", ""],
            ["年度总体目标", ("保障公共安全", 5, 1), None, None, None, None],
            head,
            ["", "产出指标", "数量指标", "预报次数", "≥365", "90"],
        ),
    )
    assert (len(read.forms), read.lines) == (1, [])


def test_expenditure_in_three_blocks_says_which_is_which(tables: Read) -> None:
    read = tables(
        "部门综合预算收支总表",
        "单位：万元",
        grid(
            [("收入", 2, 1), None, ("支出", 4, 1), None, None, None],
            ["项目", "预算数", "支出功能科目", "预算数", "支出经济科目", "预算数"],
            ["一、财政拨款", "5.00", "一、教育支出", "5.00", "一、工资福利支出", "5.00"],
            ["收入总计", "5.00", "支出总计", "5.00", "支出总计", "5.00"],
        ),
    )
    headings = [row.values["column_zh"] for row in read.lines][:3]
    assert headings == ["预算数", "支出功能科目/预算数", "支出经济科目/预算数"]


def test_a_unit_is_that_of_the_rows_below_it(tables: Read) -> None:
    read = tables(
        "支出总表",
        "单位：万元",
        grid(
            ["预算单位", "科目编码", "科目名称", "支出总计"],
            ["合计", "", "", "9.00"],
            ["云岭气象站", "", "", "6.00"],
            ["", "220", "自然资源海洋气象等支出", "6.00"],
            ["云岭雷达站", "", "", "3.00"],
            ["", "220", "自然资源海洋气象等支出", "3.00"],
        ),
    )
    assert [row.values["unit_name"] for row in read.lines][1:] == ["云岭气象站"] * 2 + ["云岭雷达站"] * 2


def test_items_as_rows_with_a_total_of_the_funds(tables: Read) -> None:
    read = tables(
        "行政经费及“三公”经费预算表",
        "单位：万元",
        grid(
            ["项目", "合计", "一般公共预算", "政府性基金预算"],
            ["行政经费", "40.00", "39.00", "1.00"],
            ["“三公”经费", "4.00", "4.00", "0.00"],
            ["其中：（一）因公出国（境）支出", "1.00", "1.00", "0.00"],
        ),
        report_type="budget",
    )
    first = [(row.values["name"], row.values["column"], row.values["unit_name"]) for row in read.lines][::3]
    assert first == [
        ("行政经费", "total", None),
        ("“三公”经费", "total", None),
        ("其中：（一）因公出国（境）支出", "total", None),
    ]


def _indented(*labels: tuple[str, float, str]) -> Grid:
    rows = [["科目名称", "合计"], *([name, figure] for name, _, figure in labels)]
    plain = grid(*rows)
    moved = {name: indent for name, indent, _ in labels}
    return replace(plain, cells=tuple(cell._replace(indent=moved.get(cell.text, 0.0)) for cell in plain.cells))


INDENTED = (
    ("合计", 0.2, "20.00"),
    ("甲类支出", 0.2, "12.00"),
    ("甲一支出", 1.2, "7.00"),
    ("甲一甲支出", 2.2, "3.00"),
    ("甲一乙支出", 2.2, "4.00"),
    ("甲二支出", 1.2, "5.00"),
    ("乙类支出", 0.2, "8.00"),
)


def test_levels_from_the_indentation_where_codes_are_missing(tables: Read) -> None:
    assert sums(tables("支出预算表", "单位：万元", _indented(*INDENTED))) == {
        "甲类支出": "合计",
        "甲一支出": "甲类支出",
        "甲一甲支出": "甲一支出",
        "甲一乙支出": "甲一支出",
        "甲二支出": "甲类支出",
        "乙类支出": "合计",
    }


def test_indentation_that_does_not_add_up_is_no_tree(tables: Read) -> None:
    moved = [(name, 1.2 if name == "乙类支出" else indent, figure) for name, indent, figure in INDENTED]
    moved[3] = ("甲一甲支出", 0.2, "3.00")
    assert "甲一乙支出" not in sums(tables("支出预算表", "单位：万元", _indented(*moved)))


def test_a_column_of_years_is_no_column_of_figures(tables: Read) -> None:
    """预算年度 was read as a budget of 2,018."""
    read = tables(
        "支出计划",
        "单位：万元",
        grid(["序号", "预算年度", "支出计划", "年初预算"], ["1", "2018", "0", "0"], ["2", "2019", "190", "190"]),
    )
    assert [(row.values["name"], row.values["column_zh"], row.values["value"]) for row in read.lines] == [
        ("2018", "支出计划", 0.0),
        ("2018", "年初预算", 0.0),
        ("2019", "支出计划", 190.0),
        ("2019", "年初预算", 190.0),
    ]


def test_figures_under_a_heading_of_a_year_stay_figures(tables: Read) -> None:
    read = tables("支出预算表", "单位：万元", grid(["项目", "上年度"], ["教育支出", "2018"], ["其他支出", "1.50"]))
    assert [row.values["value"] for row in read.lines] == [2018.0, 1.5]


def test_a_price_does_not_name_its_row(tables: Read) -> None:
    read = tables(
        "支出明细",
        "单位：万元",
        grid(["活动", "数量", "价格/标准", "支出计划"], ["印刷", "15辑", "2.3万元/辑", "34.50"]),
    )
    assert {row.values["name"] for row in read.lines} == {"印刷"}


def test_a_card_of_a_project_is_no_table(tables: Read) -> None:
    """Its telephone number was a figure in the column 其他教育支出."""
    read = tables(
        "项目基本信息",
        grid(
            ["所属一级项目", "[105]专项经费", "科目代码", "[2059999]其他教育支出"],
            ["项目名称", "校园足球", "", ""],
            ["项目类别", "其他项目", "基建属性", "否"],
            ["联系人电话", "62755409", "", ""],
        ),
    )
    assert not read.lines and len(read.forms) == 1


def test_a_statement_whose_items_are_called_project_names_is_a_table(tables: Read) -> None:
    """Two headings that stand alone in the last row of the head are no name of a project with its value."""
    read = tables(
        "财政拨款收支预算总表",
        "单位：万元",
        grid(
            [("收入", 2, 1), None, ("支出", 2, 1), None],
            [("项目名称", 1, 2), ("金额", 1, 2), ("支出用途", 2, 1), None],
            [None, None, "项目名称", "金额"],
            ["一、一般公共预算", "5.00", "一、基本支出", "3.00"],
            ["收入合计", "5.00", "支出合计", "5.00"],
        ),
        report_type="budget",
    )
    assert [row.values["value"] for row in read.lines] == [5.0, 3.0, 5.0, 5.0]


def test_a_list_of_projects_with_two_columns_is_a_table(tables: Read) -> None:
    read = tables("项目支出表", "单位：万元", grid(["项目名称", "金额"], ["校园足球", "5.00"], ["图书", "1.50"]))
    assert [row.values["value"] for row in read.lines] == [5.0, 1.5]


@pytest.mark.parametrize(
    "between", [[], ["支出决算表（续）", "单位：万元"], ["支出决算表（续表）", "公开03表", "单位：万元"]]
)
def test_a_table_of_a_word_file_goes_on_below_its_title_printed_again(tmp_path: Path, between: list[str]) -> None:
    """Its lines are counted, not its pages: three lines further down it was another table, and 合计 an error."""
    rows = [HEAD, ["", "合计", "9.00", "5.00", "4.00"], ["201", "一般公共服务支出", "6.00", "4.00", "2.00"]]
    rest = (
        [HEAD, ["205", "教育支出", "3.00", "1.00", "2.00"]]
        if between
        else [["205", "教育支出", "3.00", "1.00", "2.00"]]
    )
    package = docx.Document()
    for lines, part in (["青石市档案局2023年度部门决算", "支出决算表", "单位：万元"], rows), (between, rest):
        for text in lines:
            package.add_paragraph(text)
        table = package.add_table(rows=len(part), cols=5)
        for row, texts in zip(table.rows, part, strict=True):
            for cell, text in zip(row.cells, texts, strict=True):
                cell.text = text
        package.add_page_break()
    package.save(str(tmp_path / "report.docx"))
    report = budgetlib.read_report(tmp_path / "report.docx")
    assert set(report.lines["table"]) == {1} and list(report.lines["value"][-3:]) == [3.0, 1.0, 2.0]
    assert not (report.findings["severity"] == "error").any()


def test_two_columns_under_one_heading_without_a_total_of_their_own_are_parts_of_the_whole(tables: Read) -> None:
    """10.00 = 3.00 + 4.00 + 3.00, and 6.00 = 2.00 + 3.00 + 1.00: a heading over two columns is a heading."""
    read = tables(
        "支出决算表",
        "单位：万元",
        grid(
            [("科目名称", 1, 2), ("合计", 1, 2), ("基本支出", 2, 1), None, ("项目支出", 1, 2)],
            [None, None, "人员经费", "日常公用经费", None],
            ["教育支出", "10.00", "3.00", "4.00", "3.00"],
            ["住房保障支出", "6.00", "2.00", "3.00", "1.00"],
        ),
    )
    first = [row for row in read.lines if row.values["name"] == "教育支出"]
    assert [(row.values["text"], row.keys["col"], row.keys["col_up"]) for row in first] == [
        *(("10.00", 1, None), ("3.00", 2, 1), ("4.00", 3, 1), ("3.00", 4, 1)),
    ]
