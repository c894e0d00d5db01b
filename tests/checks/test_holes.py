"""What a statement lacks is found, what a report says that it left out is no error; notes and cars that contradict."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

import budgetlib as bl
from budgetlib.checks.holes import _by_table
from budgetlib.checks.model import View

HEAD = "某市某局2024年度部门决算\n\n"
UNIT = "单位：万元\n"
EXPENDITURE = (
    "支出决算表\n" + UNIT + "科目编码\t科目名称\t本年支出合计\t基本支出\t项目支出\n"
    "205\t教育支出\t50.00\t30.00\t20.00\n20502\t普通教育\t40.00\t25.00\t15.00\n"
    "2050201\t学前教育\t40.00\t25.00\t15.00\n20503\t职业教育\t10.00\t5.00\t5.00\n"
    "2050302\t中等职业教育\t10.00\t5.00\t5.00\n208\t社会保障和就业支出\t9.00\t9.00\t\n"
    "20805\t行政事业单位养老支出\t9.00\t9.00\t\n2080501\t行政单位离退休\t9.00\t9.00\t\n"
    "合计\t\t59.00\t39.00\t20.00\n\n"
)
GENERAL = EXPENDITURE.replace("支出决算表\n", "一般公共预算财政拨款支出决算表\n").replace("本年支出合计", "合计")
INCOME = (
    "收入决算表\n" + UNIT + "科目编码\t科目名称\t本年收入合计\t财政拨款收入\n205\t教育支出\t50.00\t50.00\n"
    "208\t社会保障和就业支出\t9.00\t9.00\n合计\t\t59.00\t59.00\n\n"
)


def raised(tmp_path: Path, text: str) -> list[tuple[str, str]]:
    path = tmp_path / "report.txt"
    path.write_text(text, encoding="utf-8")
    checked = bl.read_report(path).checked
    kept = pickle.loads(pickle.dumps(checked))  # as a book keeps it for its notebooks
    assert kept.findings == checked.findings
    return [(one["severity"], one["rule"]) for one in checked.findings]


def test_a_whole_report_lacks_nothing(tmp_path: Path) -> None:
    assert not {rule for _, rule in raised(tmp_path, HEAD + INCOME + EXPENDITURE + GENERAL) if "statement." in rule}


@pytest.mark.parametrize(
    ("row", "severity", "rule"),
    [
        ("20502\t普通教育\t40.00\t25.00\t15.00\n", "warning", "statement.orphan"),
        ("2080501\t行政单位离退休\t9.00\t9.00\t\n", "warning", "statement.childless"),
        ("合计\t\t59.00\t39.00\t20.00\n", "note", "statement.no_total"),
    ],
)
def test_a_row_that_was_lost_is_missed(tmp_path: Path, row: str, severity: str, rule: str) -> None:
    text = HEAD + INCOME + EXPENDITURE.replace(row, "") + GENERAL
    assert (severity, rule) in raised(tmp_path, text)


def test_an_office_that_prints_no_totals_has_its_way(tmp_path: Path) -> None:
    """A practice of all its statements is no slip of one."""
    text = HEAD + "".join(one.replace("合计\t\t59", "x\t\t59") for one in (INCOME, EXPENDITURE, GENERAL))
    assert ("note", "statement.no_total") not in raised(tmp_path, text.replace("x\t\t59.00\t39.00\t20.00\n", ""))


@pytest.mark.parametrize(
    ("says", "expected"),
    [
        ("根据国家保密法律法规，部分涉密项目在公开时予以剔除。", ("note", "statement.withheld")),
        ("本部门认真执行预算。", ("error", "statement.column")),
    ],
)
def test_rows_that_the_report_says_it_left_out_are_no_error(
    tmp_path: Path, says: str, expected: tuple[str, str]
) -> None:
    text = HEAD + EXPENDITURE.replace("2050201\t学前教育\t40.00\t25.00", "2050201\t学前教育\t33.00\t18.00")
    found = raised(tmp_path, text + "三、其他说明\n\n" + says + "\n")
    assert expected in found and ({"error", "note"} - {expected[0]}).isdisjoint(
        severity for severity, rule in found if rule in ("statement.column", "statement.withheld")
    )


APPROPRIATION = (
    "财政拨款收入支出决算总表\n" + UNIT + "收入\t\t支出\t\n项目\t决算数\t项目\t决算数\n"
    "一、一般公共预算财政拨款\t{0}\t一、教育支出\t{0}\n总计\t{0}\t总计\t{0}\n{1}\n\n"
)


@pytest.mark.parametrize(
    ("amount", "note", "found"), [("", "注：本年没有财政拨款收入和支出。", True), ("59.00", "", False)]
)
def test_a_note_of_nothing_is_false_where_a_part_has_money(tmp_path: Path, amount: str, note: str, found: bool) -> None:
    text = HEAD + APPROPRIATION.format(amount, note) + GENERAL
    assert (("error", "form.empty_note") in raised(tmp_path, text)) is found


CARS = (
    "九、“三公”经费支出决算情况说明\n\n“三公”经费支出12.00万元，其中：公务用车运行维护费12.00万元。\n\n"
    "十、国有资产占用情况说明\n\n截至2024年12月31日，本部门共有车辆{}辆。{}\n"
)


@pytest.mark.parametrize(
    ("cars", "says", "found"),
    [("0", "", True), ("2", "", False), ("0", "公务用车由机关事务管理局统管。", False)],
)
def test_money_to_run_the_cars_of_nobody(tmp_path: Path, cars: str, says: str, found: bool) -> None:
    assert (("warning", "wording.no_car") in raised(tmp_path, HEAD + CARS.format(cars, says))) is found


BOUGHT = (
    "七、“三公”经费预算情况说明\n\n公务用车购置支出90.00万元，主要用于经批准购置的5辆公务用车。\n\n"
    "十、国有资产占有使用情况\n\n2024年部门预算安排购置车辆{}辆。\n"
)


@pytest.mark.parametrize(("counted", "found"), [("6", True), ("5", False)])
def test_cars_paid_for_are_the_cars_bought(tmp_path: Path, counted: str, found: bool) -> None:
    text = HEAD.replace("决算", "预算") + BOUGHT.format(counted)
    assert (("warning", "prose.cars_bought") in raised(tmp_path, text)) is found


FORM = (
    "项目支出绩效自评表\n\n项目名称\t乡村阅读推广\n主管部门\t某市某局\t实施单位\t某市图书馆\n"
    "项目资金(万元)\t\t年初预算数\t全年预算数\t全年执行数\t分值\t执行率\t得分\n"
    "\t年度资金总额\t60.00\t50.00\t49.70\t10\t99.40%\t{0}分\n"
    "\t一级指标\t二级指标\t三级指标\t年度指标值\t实际完成值\t分值\t得分\t偏差原因分析及改进措施\n"
    "\t产出指标\t数量指标\t讲座场次\t≥6场\t=6场\t40\t40\t\n\t产出指标\t质量指标\t{1}\t20\t20\t\n"
    "\t满意度指标\t满意度指标\t{2}\t≥90%\t=95%\t30\t30\t\n"
)


@pytest.mark.parametrize(
    ("quality", "satisfaction", "found"),
    [
        ("图书完好率\t≥95%\t=97%", "读者满意率", 0),
        ("编印简报\t≥4份\t=4份", "读者满意率", 1),
        ("图书完好率\t≥95%\t=97%", "按期办结率", 1),
    ],
)
def test_quality_and_satisfaction_are_measured_as_such(
    tmp_path: Path, quality: str, satisfaction: str, found: int
) -> None:
    text = HEAD + FORM.format("9.94", quality, satisfaction)
    assert raised(tmp_path, text).count(("note", "performance.kind_of_indicator")) == found


@pytest.mark.parametrize(("score", "found"), [("9.94", False), ("9.96", False), ("9.90", True)])
def test_points_that_are_off_by_a_tail_are_no_finding(tmp_path: Path, score: str, found: bool) -> None:
    """10 × 49.70 / 50.00 is 9.94: 9.96 is two hundredths of a point too many, which changes nothing; 9.90 is four."""
    text = HEAD + FORM.format(score, "图书完好率\t≥95%\t=97%", "读者满意率")
    assert (("warning", "performance.rate_score") in raised(tmp_path, text)) is found


@pytest.mark.parametrize(
    ("says", "rule"),
    [
        ("某市某局某市某局2024年开展评价。", "form.slips"),
        ("支出减少的主要原因，根据工作安排压减项目。", "form.slips"),
        ("一是完善制度；二是加强培训，三是改进方法。", "form.slips"),
        ("因公出国费0.00万元，开支内容包括本单位未安排出国。", "form.slips"),
        ("1.支出减少的主要原因是压减项目支出，预算数额相应减少\n\n2.收入没有变化。", "form.cut_off"),
    ],
)
def test_slips_of_the_pen(tmp_path: Path, says: str, rule: str) -> None:
    sound = "一是完善制度；二是加强培训；三是改进方法。支出减少的主要原因是根据工作安排压减项目。"
    head = f"{HEAD}一、支出决算情况说明\n\n本年支出90.00万元，其中：基本支出40.00万元，项目支出50.00万元。\n\n"
    assert ("note", rule) in raised(tmp_path, f"{head}{says}\n")
    assert not raised(tmp_path, f"{head}{sound}\n")


@pytest.mark.parametrize(("day", "found"), [("2025年6月30日", True), ("2024年6月30日", False)])
def test_a_goal_of_the_year_is_due_in_it(tmp_path: Path, day: str, found: bool) -> None:
    text = (
        HEAD.replace("决算", "预算")
        + BOUGHT.format("5")
        + (
            f"项目支出绩效表\n{UNIT}单位名称\t项目名称\t金额\t绩效目标\n某市某局\t乡村阅读推广\t60.00\t{day}前，完成阅读角建设。\n"
        )
    )
    assert (("note", "performance.goal_dated") in raised(tmp_path, text)) is found


@pytest.mark.parametrize(("target", "found"), [("≤100%", 1), ("≥95%", 0)])
def test_a_rate_of_at_most_all_measures_nothing(tmp_path: Path, target: str, found: int) -> None:
    text = HEAD + FORM.format("9.94", f"推广经费支出率\t{target}\t=97%", "读者满意率")
    assert raised(tmp_path, text).count(("note", "performance.not_measurable")) == found


def test_a_list_of_projects_that_names_items_only_has_no_levels(tmp_path: Path) -> None:
    listed = "项目支出表\n" + UNIT + "项目名称\t功能科目\t金额\n系统运行维护\t2050203\t8.00\n校舍维修\t2050202\t6.00\n"
    assert "statement.orphan" not in {rule for _, rule in raised(tmp_path, HEAD + EXPENDITURE + listed)}


OLD, NEW = "40.00\t25.00\t15.00", "41.00\t26.00\t15.00"


@pytest.mark.parametrize(("first", "second", "kept"), [(OLD, NEW, 40.0), ("\t\t", NEW, 41.0), (OLD, "\t\t", 40.0)])
def test_of_a_code_printed_twice_the_first_row_with_a_figure_counts(
    tmp_path: Path, first: str, second: str, kept: float
) -> None:
    row = "2050201\t学前教育\t{}\n"
    path = tmp_path / "report.txt"
    twice = EXPENDITURE.replace(row.format(OLD), row.format(first) + row.format(second))
    path.write_text(HEAD + twice, encoding="utf-8")
    (codes,) = _by_table(View(bl.read_report(path).parsed)).values()
    figure = codes["2050201"].figure
    assert figure is not None and figure.value == kept
