"""Self-evaluation forms read by role: shifted columns, broken rows, other provinces' columns. Figures made up."""

from __future__ import annotations

from pathlib import Path

import pytest

from budgetlib.parsers.evaluations import Evaluations, parse_evaluations
from budgetlib.parsers.targets import parse_target
from budgetlib.readers.text import read_text

HEAD = (
    "项目名称\t新建图书馆\n"
    "主管部门\t某市教育局\t实施单位\t某市图书馆\n"
    "项目资金(万元)\t\t年初预算数\t全年预算数\t全年执行数\t分值\t执行率\t得分\n"
    "\t年度资金总额\t50.00\t40.00\t30.00\t10\t75.00%\t7.50分\n"
    "\t其中：当年财政拨款\t45.00\t36.00\t28.00\t—\t—\t—\n"
    "\t其他资金\t5.00\t4.00\t2.00\t—\t—\t—\n"
    "年度总体目标\t预期目标\t\t实际完成情况\n"
    "\t建成3层\t\t建成2层\n"
)
INDICATORS = "\t一级指标\t二级指标\t三级指标\t年度指标值\t实际完成值\t分值\t得分\t偏差原因分析及改进措施\n"


def read(tmp_path: Path, table: str) -> Evaluations:
    path = tmp_path / "form.txt"
    path.write_text("项目支出绩效自评表\n\n" + table + "\n", encoding="utf-8")
    return parse_evaluations(read_text(path))


def test_money_and_parties(tmp_path: Path) -> None:
    result = read(
        tmp_path,
        HEAD + INDICATORS + "\t产出指标\t数量指标\t座位数\t>=50个\t=40个\t90\t72\t\n总分\t\t\t\t\t\t100\t79.50分\n",
    )
    values = result.projects[0].values
    assert (values["evaluation"], values["project"]) == ("project", "新建图书馆")
    assert (values["supervising_department"], values["implementing_unit"]) == ("某市教育局", "某市图书馆")
    assert (values["initial_budget"], values["adjusted_budget"], values["executed"]) == (50.0, 40.0, 30.0)
    assert (values["execution_rate"], values["rate_weight"], values["rate_score"]) == (75.0, 10.0, 7.5)
    assert (values["appropriation_initial"], values["other_executed"]) == (45.0, 2.0)
    assert (values["total_weight"], values["total_score"]) == (100.0, 79.5)
    assert "carryover_initial" not in values


@pytest.mark.parametrize("shift", [-2, -1, 0, 1])
def test_a_row_moved_by_lost_or_added_cells_reads_the_same(tmp_path: Path, shift: int) -> None:
    cells = ["年度绩效", "产出指标", "数量指标", "座位数", ">=50个", "=40个", "20", "16", "经费不足"]
    moved = cells[-shift:] if shift < 0 else [""] * shift + cells
    table = HEAD + INDICATORS + "\t产出指标\t数量指标\t楼层\t=3层\t=2层\t10\t6.67\t\n" + "\t".join(moved) + "\n"
    row = read(tmp_path, table).indicators[1].values
    assert (row["indicator"], row["target"], row["actual"]) == ("座位数", ">=50个", "=40个")
    assert (row["weight"], row["score"], row["reason"]) == (20.0, 16.0, "经费不足")
    assert (row["level1"], row["level2"]) == ("产出指标", "数量指标")
    assert row["repaired"] == (shift != 0)


def test_levels_carry_down_and_a_single_label_is_a_second_level(tmp_path: Path) -> None:
    table = (
        HEAD
        + INDICATORS
        + "\t产出指标\t数量指标\t座位数\t50个\t40个\t20\t16\t\n"
        + "\t\t\t书架数\t5个\t5个\t10\t10\t\n"
        + "\t\t质量指标\t合格率\t>=90%\t=95%\t20\t20\t\n"
        + "\t效益指标\t社会效益指标\t读者增加\t有所增加\t达到预期\t30\t30\t\n"
    )
    levels = [(row.values["level1"], row.values["level2"]) for row in read(tmp_path, table).indicators]
    assert levels == [("产出指标", "数量指标")] * 2 + [("产出指标", "质量指标"), ("效益指标", "社会效益指标")]


def test_a_reason_goes_on_after_the_page_break(tmp_path: Path) -> None:
    table = (
        HEAD
        + INDICATORS
        + "\t产出指标\t数量指标\t座位数\t50个\t40个\t20\t16\t因施工\n\n\t\t\t\t\t\t\t\t延期。\n"
        + "\t\t\t书架数\t5个\t5个\t10\t10\t\n"
    )
    rows = [row.values for row in read(tmp_path, table).indicators]
    assert [row["reason"] for row in rows] == ["因施工延期。", None]


def test_a_stray_number_is_listed_not_guessed(tmp_path: Path) -> None:
    table = HEAD + INDICATORS + "\t产出指标\t数量指标\t座位数\t50个\t40个\t20\t16\t\n\t\t\t书架数\t\t\t\t7\t\n"
    result = read(tmp_path, table)
    assert len(result.indicators) == 1
    assert [reason for _, reason in result.unplaced] == ["a number in a row without weight and score"]


def test_sichuan_columns_with_comparator_and_unit_apart(tmp_path: Path) -> None:
    table = (
        HEAD.replace("其中：当年财政拨款", "财政资金").replace("其他资金", "单位资金")
        + "\t一级指标\t二级指标\t三级指标\t指标性质\t指标值\t度量单位\t完成值\t权重\t得分\n"
        + "\t产出指标\t数量指标\t座位数\t≥\t50\t个\t40\t20\t16\n"
    )
    result = read(tmp_path, table)
    row = result.indicators[0].values
    assert (row["target_operator"], row["target_value"], row["unit"]) == ("≥", 50.0, "个")
    assert (row["actual_value"], row["weight"], row["score"]) == (40.0, 20.0, 16.0)
    assert result.projects[0].values["appropriation_initial"] == 45.0


def test_the_departments_own_form(tmp_path: Path) -> None:
    table = (
        "部门名称\t某市教育局（部门）\n"
        "部门资金(万元)\t资金来源\t年初预算数\t全年预算数\t全年执行数\t分值权重\t执行率\t得分\n"
        "\t年度总资金\t50.00\t40.00\t30.00\t10\t75.00%\t7.5\n"
        "\t上级资金(万元)\t5.00\t4.00\t3.00\t-\t-\t-\n"
        "\t本级资金(万元)\t45.00\t36.00\t27.00\t-\t-\t-\n"
        "一级指标\t二级指标\t三级指标\t预期指标值\t指标值设定依据\t实际完成指标值\t分值权重\t得分\n"
        "管理效率\t数量指标\t学校数\t>=5家\t《计划（2023—2025年）》\t6家\t90\t90\n"
    )
    result = read(tmp_path, table)
    values, row = result.projects[0].values, result.indicators[0].values
    assert (values["evaluation"], values["superior_adjusted"], values["appropriation_executed"]) == (
        "department",
        4.0,
        27.0,
    )
    assert (row["basis"], row["actual_value"], row["level1"]) == ("《计划(2023—2025年)》", 6.0, "管理效率")


@pytest.mark.parametrize(
    ("printed", "operator", "value", "unit"),
    [
        (">=50家", "≥", 50.0, "家"),
        ("≤ 5 %", "≤", 5.0, "%"),
        ("=1.03 亿元", "=", 1.03, "亿元"),
        (">=3: 1", "≥", 3.0, ":1"),
        ("=1 周 1 次", "=", None, None),
        ("有效提升", None, None, None),
        ("17.96%", None, 17.96, "%"),
        ("≥100百分比", "≥", 100.0, "%"),
        ("不低于90%", "≥", 90.0, "%"),
        ("=0", "=", 0.0, None),
    ],
)
def test_targets(printed: str, operator: str | None, value: float | None, unit: str | None) -> None:
    target = parse_target(printed)
    assert (target.operator, target.value, target.unit) == (operator, value, unit)
