"""Self-evaluation forms read by role: shifted columns, broken rows, other provinces' columns. Figures made up."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from budgetlib.parsers.forms import Forms, read_forms
from budgetlib.parsers.forms.targets import parse_target
from budgetlib.parsers.identity import Identity
from budgetlib.parsers.tables import read_tables
from budgetlib.readers.document import Cell, Document, Fragment, Grid, Paragraph
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


def read(tmp_path: Path, table: str) -> Forms:
    path = tmp_path / "form.txt"
    path.write_text("项目支出绩效自评表\n\n" + table + "\n", encoding="utf-8")
    return read_forms(read_text(path))


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
    assert [one.reason for one in result.unplaced] == [
        "没有分值和得分的行中的数字 (a number in a row without weight and score)"
    ]


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


def form(rows: list[str], *above: str, page: int = 1) -> Document:
    """A document of one grid: rows are written "col:text|col+colspan:text|col/rowspan:text"."""
    cells = []
    for number, row in enumerate(rows):
        for cell in row.split("|"):
            place, _, text = cell.partition(":")
            match = re.fullmatch(r"(\d+)(?:\+(\d+))?(?:/(\d+))?", place)
            assert match
            span = int(match[2] or 1), int(match[3] or 1)
            cells.append(Cell(text, number, int(match[1]), rowspan=span[1], colspan=span[0], page=page))
    width = max(cell.col + cell.colspan for cell in cells)
    blocks = [Paragraph(text, (Fragment(0, page),)) for text in above]
    blocks.append(Grid(tuple(cells), len(rows), width, page))
    return Document(Path("form.pdf"), "", "pdf", 1, tuple(blocks))


FUJIAN = [
    "0+5:路灯养护项目绩效目标表",
    "0:项目名称|1+4:路灯养护",
    "0:主管部门|1+2:某市城管局|3:实施单位|4:某市路灯所",
    "0/3:专项资金情况（万元）|1+2:资金总额|3+2:61.50",
    "1+2:财政拨款|3+2:60.00",
    "1+2:其他资金|3+2:1.50",
    "0:年度目标|1+4:养护路灯1200盏，亮灯率不低于98%。",
    "0/3:绩效目标指标|1:一级指标|2:二级指标|3:三级指标|4:指标值",
    "1:成本指标|2:经济成本指标|3:总成本|4:≤61.50万元",
    "1:产出指标|2:数量指标|3:路灯数|4:≥1200盏",
]


def test_a_target_form_of_fujian() -> None:
    result = read_forms(form(FUJIAN))
    (project,), values = result.projects, result.projects[0].values
    assert (values["evaluation"], values["project"], values["implementing_unit"]) == (
        "target",
        "路灯养护",
        "某市路灯所",
    )
    assert [values[c] for c in ("initial_budget", "appropriation_initial", "other_initial")] == [61.5, 60.0, 1.5]
    assert project.facts["initial_budget"].text == "61.50"
    found = [(r.values["level1"], r.values["indicator"], r.values["target_operator"]) for r in result.indicators]
    assert found == [("成本指标", "总成本", "≤"), ("产出指标", "路灯数", "≥")]
    goals = [[r.values[c] for c in ("kind", "item", "operator", "value", "unit")] for r in result.goals]
    assert goals == [["expected", "养护路灯", None, 1200.0, "盏"], ["expected", "亮灯率", "≥", 98.0, "%"]]


def test_a_target_form_of_shaanxi_has_weights_and_the_whole_project_beside() -> None:
    rows = [
        "0+2:项目名称|2+6:档案整理",
        "0+2:主管部门|2+2:某市档案局|4:实施期限|5+2:2年|7/4:执行率分值（10分）",
        "0+2/3:资金金额（万元）|2:实施期资金总额：|3:80|4:年度资金总额：|5+2:30",
        "2:其中：财政拨款|3:80|4:其中：财政拨款|5+2:30",
        "2:其他资金|3:|4:其他资金|5+2:",
        "0/2:年度绩效指标|1:一级指标|2:二级指标|3+3:三级指标|6:指标值|7:分值权重（90分）",
        "1:产出指标|2:数量指标|3+3:整理卷宗|6:≥5000卷|7:90",
    ]
    result = read_forms(form(rows))
    values, row = result.projects[0].values, result.indicators[0].values
    assert (values["whole_budget"], values["initial_budget"]) == (80.0, 30.0)
    assert (values["appropriation_whole"], values["appropriation_initial"]) == (80.0, 30.0)
    assert "other_initial" not in values
    assert (row["weight"], row["target_value"], row["level2"], row.get("score")) == (90.0, 5000.0, "数量指标", None)


def test_a_target_form_of_shanghai_is_in_yuan() -> None:
    rows = [
        "0+2:项目名称|2+2:社区食堂|4:项目性质|5:经常性项目|6:项目类别|7:其他一次性",
        "0+2/3:项目资金（元）|2+2:项目资金总额|4:910,000.00|5+2:年度资金申请总额|7:455,000.00",
        "2+2:其中：财政资金|4:910,000.00|5+2:其中：当年财政拨款|7:400,000.00",
        "2+2:其他资金|4:0.00|5+2:上年结转资金|7:55,000.00",
        "0:|1:一级指标|2:二级指标|3+3:三级指标|6+2:年度(/项目)指标值",
        "0:绩效指标|1:满意度指标|2:服务对象满意度指标|3+3:就餐居民满意度|6+2:≥90.00(%)",
    ]
    values = read_forms(form(rows)).projects[0].values
    assert (values["whole_budget"], values["initial_budget"]) == (91.0, 45.5)
    assert (values["appropriation_initial"], values["carryover_initial"], values["other_whole"]) == (40.0, 5.5, 0.0)


def test_a_form_that_goes_on_with_other_columns() -> None:
    first = form(["0+2:项目名称|2+4:巡河", *SHORT]).blocks[0]
    rest = form(["0:满意度指标|1:服务对象满意度指标|2:居民满意率|3:≥98%|4:10"], page=2).blocks[0]
    document = replace(form(SHORT), blocks=(first, rest))
    result = read_forms(document)
    assert [row.values["indicator"] for row in result.indicators] == ["巡河次数", "居民满意率"]
    assert (result.indicators[1].values["weight"], result.indicators[1].values["level1"]) == (10.0, "满意度指标")


SHORT = [
    "0:年度目标|1+5:保持河道清洁",
    "0/2:年度绩效指标|1:一级指标|2:二级指标|3+1:三级指标|4:指标值|5:分值权重（90分）",
    "1:产出指标|2:数量指标|3+1:巡河次数|4:≥20次|5:80",
]


def test_the_name_stands_in_the_title_only() -> None:
    rows = [row.replace("0:项目名称|1+4:路灯养护", "0:备注|1+4:") for row in FUJIAN[3:]]
    result = read_forms(form(rows, "302001_某市城管局_路灯养", "护项目绩效目标表"))
    assert [row.values["project"] for row in result.projects] == ["路灯养护"]
    assert result.projects[0].values["initial_budget"] == 61.5


def test_a_blank_form_yields_nothing_and_ends_the_one_before() -> None:
    filled = form(FUJIAN).blocks[0]
    blank = form(["0:项目名称|1+4:", "0:主管部门|1+4:", "0:年度目标|1+4:"], page=2).blocks[0]
    result = read_forms(replace(form(FUJIAN), blocks=(filled, blank)))
    assert len(result.projects) == 1 and len(result.indicators) == 2


def test_the_main_tasks_of_a_department() -> None:
    rows = [
        "0+3:部门（单位）名称|3+4:某市林业局",
        "0/5:年度主要任务|1+2/2:任务名称|3/2:主要内容|4+3:预算金额（万元）",
        "4:总额|5:财政拨款|6:其他资金",
        "1+2:造林|3:造林2000亩|4:120.5|5:100.5|6:20",
        "1+2:防火|3:防火巡护|4:30|5:30|6:0",
        "1+3:金额合计|4:150.5|5:130.5|6:20",
        "0:年度总体目标|1+6:完成造林",
        "1:一级指标|2:二级指标|3+2:三级指标|5+1:指标值|6:分值权重（90分）",
        "1:产出指标|2:数量指标|3+2:造林面积|5+1:≥2000亩|6:90",
    ]
    result = read_forms(form(rows))
    money = [(r.values["evaluation"], r.values["project"], r.values["initial_budget"]) for r in result.projects]
    assert money == [("target", "某市林业局", 150.5), ("task", "造林", 120.5), ("task", "防火", 30.0)]
    assert (
        result.projects[1].values["appropriation_initial"] + result.projects[2].values["appropriation_initial"] == 130.5
    )


def test_a_list_of_projects_with_an_indicator_a_row() -> None:
    rows = [
        "0/2:单位编码|1/2:单位（项目）名称|2/2:资金总额|3/2:绩效目标|4+6:绩效指标",
        "4:一级指标|5:二级指标|6:三级指标|7:指标值|8:度量单位|9:指标值类型",
        "0:合计|1:|2:35.00|3:|4:|5:|6:|7:|8:|9:",
        "0:105001|1:某县博物馆|2:35.00|3:|4:|5:|6:|7:|8:|9:",
        "0/2:105001|1/2:临时展览|2/2:20.00|3/2:办展3场|4/2:产出指标|5/2:数量指标|6:展览|7:3|8:场|9:≥",
        "6:观众|7:2|8:万人|9:≥",
        "0:105001|1:讲解服务|2:15.00|3:服务群众|4:效益指标|5:社会效益指标|6:讲解|7:100|8:场|9:＝",
    ]
    result = read_forms(form(rows))
    money = [(r.values["evaluation"], r.values["project"], r.values["initial_budget"]) for r in result.projects]
    assert money == [
        ("department", "合计", 35.0),
        ("department", "某县博物馆", 35.0),
        ("target", "临时展览", 20.0),
        ("target", "讲解服务", 15.0),
    ]
    found = [
        [r.values[c] for c in ("project", "indicator", "target_operator", "target_value", "unit")]
        for r in result.indicators
    ]
    assert found == [
        ["临时展览", "展览", "≥", 3.0, "场"],
        ["临时展览", "观众", "≥", 2.0, "万人"],
        ["讲解服务", "讲解", "=", 100.0, "场"],
    ]
    assert [r.values["level1"] for r in result.indicators] == ["产出指标", "产出指标", "效益指标"]


def test_a_list_over_many_pages_loses_no_indicator() -> None:
    head = [
        "0/2:单位编码|1/2:单位（项目）名称|2/2:资金总额|3/2:绩效目标|4+6:绩效指标",
        "4:一级指标|5:二级指标|6:三级指标|7:指标值|8:度量单位|9:指标值类型",
    ]
    pages = [
        form(
            [*head, f"0:105001|1:项目{n}|2:{n}.00|3:办展|4:产出指标|5:数量指标|6:展览{n}|7:{n}|8:场|9:≥"], page=n
        ).blocks[0]
        for n in range(1, 40)
    ]
    result = read_forms(replace(form(head), blocks=tuple(pages)))
    assert [r.values["target_value"] for r in result.indicators] == [float(n) for n in range(1, 40)]
    assert [r.values["initial_budget"] for r in result.projects] == [float(n) for n in range(1, 40)]


def test_an_amount_that_names_its_own_unit() -> None:
    rows = [
        "0+1:项目名称|2+2:专用设备",
        "0+1/3:资金金额（元）|2+1:实施期资金总额|4:280.7万元",
        "2+1:其中：财政拨款|4:2807000",
        "2+1:其他资金|4:",
        "0:总体目标|1+3:购置设备",
        "0/2:绩效指标|1:一级指标|2:二级指标|3:指标内容|4:指标值",
        "1:产出指标|2:数量指标|3:设备|4:102台",
    ]
    values = read_forms(form(rows)).projects[0].values
    assert (values["whole_budget"], values["appropriation_whole"]) == (280.7, 280.7)


def test_points_in_labels_are_no_figures() -> None:
    rows = [
        "0:项目名称|1+5:路灯养护",
        "0:主管部门|1+5:某市城管局",
        "0/3:绩效指标|1:一级指标|2:二级指标|3:三级指标|4:指标值|5:分值权重（90分）",
        "1:产出指标30分|2:数量指标|3:路灯|4:≥20盏|5:30",
        "1:效益指标（ 60分）|2:社会效益指标|3:亮灯率|4:≥95%|5:60",
    ]
    document = form(rows)
    result = read_forms(document)
    grid = document.blocks[0]
    assert isinstance(grid, Grid)
    laid = {grid.cells[mark.cell or 0].text for mark in result.labels}
    assert {"产出指标30分", "效益指标（ 60分）", "分值权重（90分）"} <= laid
    assert [r.values["level1"] for r in result.indicators] == ["产出指标", "效益指标"]


def test_a_statement_that_names_its_unit_is_no_form() -> None:
    rows = ["0+2:单位名称|2+2:某市某局", "0:项目|1:金额|2:项目|3:金额", "0:财政拨款|1:10.00|2:基本支出|3:10.00"]
    result = read_forms(form(rows, "收支总表"))
    assert not result.projects and not result.taken


def test_a_ratio_is_one_figure() -> None:
    rows = [*FUJIAN[:6], "0:年度目标|1+4:社会投入与引导资金比例达到3:1", *FUJIAN[7:]]
    values = read_forms(form(rows)).goals[0].values
    assert (values["value"], values["unit"], values["text"]) == (3.0, ":1", "3:1")


def test_the_second_row_of_a_head_is_no_indicator() -> None:
    """Headings that reach down over two rows made an indicator called 三级指标 with the target 年度指标值."""
    rows = [
        "0+4:项目名称|4+2:路灯养护",
        "0/2:一级指标|1/2:二级指标|2/2:三级指标|3/2:年度指标值|4+2:偏差原因分析",
        "4:经费保障|5:其他",
        "0:产出指标|1:数量指标|2:路灯数|3:≥1200盏|4:|5:",
    ]
    (indicator,) = read_forms(form(rows)).indicators
    assert (indicator.values["indicator"], indicator.values["target_value"]) == ("路灯数", 1200.0)


def test_a_card_of_names_is_no_project() -> None:
    """项目基本信息 and 立项依据 ask for names and words: each was one more target form of the project."""
    card = form(["0:项目名称|1+3:路灯养护", "0:项目单位|1:某市路灯所|2:项目周期|3:1年", "0:项目开始年份|1+3:2019"])
    result = read_forms(card)
    assert not result.projects and result.taken == {0}
    both = replace(card, blocks=(*card.blocks, *form(FUJIAN[1:]).blocks))
    assert [row.values["initial_budget"] for row in read_forms(both).projects] == [61.5]


def test_levels_whose_cells_are_lost_are_those_of_nobody_above() -> None:
    """The page break cut the labels of the last rows off: they were 成本指标 like the rows above."""
    rows = [
        "0+2:项目名称|2+4:路灯养护",
        "1:一级指标|2:二级指标|3:三级指标|4:指标值|5:分值",
        "1:成本指标|2:经济成本指标|3:总成本|4:≤30万元|5:7",
        "3:路灯数|4:≥30个|5:7",
        "2:质量指标|3:合格率|4:100%|5:10",
    ]
    cut = form(rows)
    rest = form(["1:|2:巡查次数|3:≥12次|4:5", "1:社会效益指标|2:投诉|3:≤3件|4:5"], page=2)
    found = read_forms(replace(cut, blocks=(*cut.blocks, *rest.blocks))).indicators
    assert [(row.values["level1"], row.values["level2"]) for row in found] == [
        ("成本指标", "经济成本指标"),
        (None, None),
        ("产出指标", "质量指标"),
        (None, None),
        ("效益指标", "社会效益指标"),
    ]


def test_the_rest_of_a_form_below_a_label_cut_by_the_page_break(tmp_path: Path) -> None:
    """Two rows on the next page, with a column less, below half of a label: they were a table with “≥50人” in it."""
    first = form(
        [
            "0+2:项目名称|2+4:路灯养护",
            "1:一级指标|2:二级指标|3:三级指标|4:指标值|5:分值",
            "0/2:绩效指标|1:产出指标|2:数量指标|3:路灯数|4:≥30个|5:7",
            "1:产出指标|2:质量指标|3:合格率|4:100%|5:10",
        ]
    )
    rest = form(
        ["0:|1:社会效益指标|2:带动就业|3:≥50 人|4:15", "0:满意度指标|1:服务对象满意度指标|2:市民满意程度|3:≥90%|4:10"],
        page=2,
    )
    between = [Paragraph("标", (Fragment(0, 1),)), Paragraph("效 益 指", (Fragment(0, 2),))]
    whole = replace(first, pages=2, blocks=(*first.blocks, *between, *rest.blocks))
    read = read_tables(whole, Identity("某市路灯所", "某市路灯所", 2026, "budget", "unit", ""))
    assert not read.lines and len(read.forms) == 2
    indicators = [row.values for row in read_forms(whole).indicators]
    assert [row["level1"] for row in indicators] == ["产出指标", "产出指标", "效益指标", "满意度指标"]
    found = [(row["indicator"], row["target_value"], row["weight"]) for row in indicators]
    assert found == [
        ("路灯数", 30.0, 7.0),
        ("合格率", 100.0, 10.0),
        ("带动就业", 50.0, 15.0),
        ("市民满意程度", 90.0, 10.0),
    ]


def test_a_list_of_projects_whose_money_is_named_in_the_row_above_that_of_the_indicators() -> None:
    rows = [
        "0/2:项目名称|1:资金总额|2:绩效目标|3+4:绩效指标",
        "1:（万元）|2:（总体）|3:一级指标|4:二级指标|5:三级指标|6:指标值",
        "0/2:路灯养护|1/2:61.50|2/2:养护路灯1200盏|3:产出指标|4:数量指标|5:路灯数|6:≥1200盏",
        "3:效益指标|4:社会效益指标|5:投诉|6:≤3件",
    ]
    result = read_forms(form(rows))
    (project,) = result.projects
    assert (project.values["project"], project.values["initial_budget"]) == ("路灯养护", 61.5)
    assert [(row.values["value"], row.values["unit"]) for row in result.goals] == [(1200.0, "盏")]
    assert [row.values["target_value"] for row in result.indicators] == [1200.0, 3.0]
