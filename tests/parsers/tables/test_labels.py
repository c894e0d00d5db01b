"""What names a row where several columns could: two classifications, unit codes, kinds and contents beside names."""

from __future__ import annotations

from collections.abc import Callable

from budgetlib.parsers.tables import Tables

from .conftest import grid

Read = Callable[..., Tables]


def _rows(read: Tables) -> list[tuple[str | None, str | None, int | None]]:
    """Code, name and level of each row, in order."""
    seen: dict[int, tuple[str | None, str | None, int | None]] = {}
    for row in read.lines:
        seen.setdefault(row.values["row"], (row.values["code"], row.values["name"], row.values["level"]))
    return list(seen.values())


def test_the_name_is_of_the_classification_of_the_code(tables: Read) -> None:
    """部门 and 政府 economic classes side by side; where the first one is blank code and name are of the second."""
    read = tables(
        "一般公共预算基本支出表",
        "单位：万元",
        grid(
            ["部门经济科目编码", "部门经济科目名称", "政府经济科目编码", "政府经济科目名称", "合计"],
            [("合计", 4, 1), None, None, None, "30.00"],
            ["301", "工资福利支出", "", "", "20.00"],
            ["30107", "绩效工资", "50199", "其他工资福利支出", "20.00"],
            ["", "", "502", "机关商品和服务支出", "10.00"],
        ),
        report_type="budget",
    )
    assert _rows(read) == [
        (None, "合计", None),
        ("301", "工资福利支出", 1),
        ("30107", "绩效工资", 2),
        ("502", "机关商品和服务支出", 1),
    ]


def test_two_code_columns_before_two_names(tables: Read) -> None:
    read = tables(
        "一般公共预算基本支出表",
        "单位：万元",
        grid(
            ["部门预算科目编码", "政府预算科目编码", "部门预算科目名称", "政府预算科目名称", "金额"],
            ["30201", "50201", "办公费", "办公经费", "1.20"],
            ["30216", "50203", "培训费", "培训费", "0.80"],
        ),
        report_type="budget",
    )
    assert _rows(read) == [("30201", "办公费", 2), ("30216", "培训费", 2)]


def test_levels_of_one_classification_with_their_names_between(tables: Read) -> None:
    read = tables(
        "支出预算总表",
        "单位：万元",
        grid(
            ["类编码", "类名称", "款编码", "款名称", "项编码", "项名称", "合计"],
            ["201", "一般公共服务支出", "20113", "商贸事务", "2011301", "行政运行", "5.00"],
            ["201", "一般公共服务支出", "20113", "商贸事务", "2011308", "招商引资", "2.00"],
        ),
        report_type="budget",
    )
    assert _rows(read) == [("2011301", "行政运行", 3), ("2011308", "招商引资", 3)]


def test_codes_of_units_are_no_classes(tables: Read) -> None:
    """201 is an office here, not 一般公共服务支出; beside a code of a subject it is not the code of the row."""
    read = tables(
        "收入总表",
        "单位：万元",
        grid(
            ["单位编码", "单位名称", "合计"],
            ["201", "云岭市气象局", "9.00"],
            ["201001", "云岭市气象台", "9.00"],
        ),
        "支出总表",
        "单位：万元",
        grid(
            ["单位编码", "单位名称", "科目编码", "科目名称", "合计"],
            ["201001", "云岭市气象台", "2200504", "气象事业机构", "9.00"],
        ),
        report_type="budget",
    )
    income, expenditure = (
        [row.values for row in read.lines if row.values["statement"] == kind] for kind in ("income", "expenditure")
    )
    assert [(row["code"], row["level"]) for row in income] == [("201", None), ("201001", None)]
    assert [(row["code"], row["name"], row["level"]) for row in expenditure] == [("2200504", "气象事业机构", 3)]


def test_codes_behind_a_count_open_no_other_side(tables: Read) -> None:
    """A purchase is named by its project; codes and dates behind the quantity belong to the same row."""
    read = tables(
        "政府采购预算表",
        "单位：万元",
        grid(
            *[["功能科目编码", "采购项目", "采购目录", "规格型号", "数量", "经济科目编码", "采购时间", "预算金额"]],
            ["2200504", "台站安保", "C05保安服务", "详见合同", "1", "30227", "2026-10", "49.98"],
            ["2200504", "设备运维", "C16运维服务", "详见合同", "2", "30213", "2026-11", "28.00"],
        ),
        report_type="budget",
    )
    found = [
        (row.values["code"], row.values["name"], row.values["side"], row.values["value"], row.values["unit"])
        for row in read.lines
    ]
    assert found == [
        ("2200504", "台站安保", None, 1.0, None),
        ("2200504", "台站安保", None, 49.98, "万元"),
        ("2200504", "设备运维", None, 2.0, None),
        ("2200504", "设备运维", None, 28.0, "万元"),
    ]


def test_year_over_an_item_is_not_its_name(tables: Read) -> None:
    """上年 | 当年 over the items: the sum is of the three public expenses, or of all that the title names."""
    head = [("上年", 3, 1), None, None, ("当年", 3, 1), None, None]
    read = tables(
        "一般公共预算拨款“三公”经费及会议费、培训费支出预算表",
        "单位：万元",
        grid(
            [("单位名称", 1, 3), *head],
            [None, *[("合计", 1, 2), ("“三公”经费预算", 2, 1), None] * 2],
            [None, *[None, "小计", "公务接待费"] * 2],
            ["云岭市气象局", "24.20", "12.00", "2.00", "32.08", "10.10", "1.00"],
        ),
        report_type="budget",
        year=2026,
    )
    found = [(row.values["name"], row.values["column"], row.values["year"], row.values["value"]) for row in read.lines]
    assert found == [
        ("合计", "prior", 2025, 24.2),
        ("“三公”经费", "prior", 2025, 12.0),
        ("公务接待费", "prior", 2025, 2.0),
        ("合计", "budget", 2026, 32.08),
        ("“三公”经费", "budget", 2026, 10.1),
        ("公务接待费", "budget", 2026, 1.0),
    ]


def test_rows_of_earlier_years_are_not_of_this_one(tables: Read) -> None:
    read = tables(
        "财政拨款“三公”经费支出表",
        "单位：万元",
        grid(
            ["年度", "合计", "因公出国（境）费", "公务接待费"],
            ["2024年", "3.00", "1.00", "2.00"],
            ["2025年", "4.00", "1.00", "3.00"],
            ["2026年", "5.00", "1.00", "4.00"],
        ),
        report_type="budget",
        year=2026,
    )
    receptions = [
        (row.values["column"], row.values["year"], row.values["value"])
        for row in read.lines
        if row.values["name"] == "公务接待费"
    ]
    assert receptions == [("year_other", None, 2.0), ("prior", 2025, 3.0), ("budget", 2026, 4.0)]


def test_the_kind_of_a_project_is_not_its_name(tables: Read) -> None:
    read = tables(
        "项目支出预算表",
        "单位：万元",
        grid(["项目名称", "项目类别", "合计"], ["合计", "", "20.00"], ["气象监测", "特定目标类", "20.00"]),
        report_type="budget",
    )
    assert [row.values["name"] for row in read.lines] == ["合计", "气象监测"]
