"""Rules that only real reports tried: each raised by a made-up report, and not by the sound one beside it."""

from __future__ import annotations

from pathlib import Path

import pytest

import budgetlib as bl
from budgetlib.checks import check
from budgetlib.parsers.parse import parse
from budgetlib.readers.document import Cell, Document, Fragment, Grid, Paragraph

HEAD = "某市某局2024年度部门决算\n\n一、支出决算情况说明\n\n"
HEAD += "本年支出90.00万元，其中：基本支出40.00万元，项目支出50.00万元。\n\n"
BASIC = (
    HEAD + "一般公共预算财政拨款基本支出决算表\n单位：万元\n"
    "人员经费\t\t\t公用经费\t\t\n科目编码\t科目名称\t决算数\t科目编码\t科目名称\t决算数\n"
    "301\t工资福利支出\t{0}\t302\t商品和服务支出\t15.00\n30101\t基本工资\t{0}\t30201\t办公费\t15.00\n"
    "303\t{1}\t8.00\t\t\t\n30302\t退休费\t8.00\t\t\t\n人员经费合计\t\t58.00\t公用经费合计\t\t15.00\n"
)
SENTENCES = [
    ("比上年减少0.00万元，下降0.00%。", "与上年持平。", "note", "form.no_change"),
    ("主要原因为：一是新增图书采购。", "主要原因为：一是新增图书采购；二是人员增加。", "note", "form.first_alone"),
    ("填列数应与《收支预算总表》收入数一致。", "与收支预算总表一致。", "note", "form.directions"),
    (
        "公务接待费支出2.30万元，与上年相比增加0.30万元，下降15.00%。",
        "公务接待费支出2.30万元，与上年相比增加0.30万元，增长15.00%。",
        "error",
        "wording.sign",
    ),
    (
        "培训费支出年初预算为10.00万元，支出决算为12.00万元，决算数小于预算数。",
        "培训费支出年初预算为10.00万元，支出决算为12.00万元，决算数大于预算数。",
        "error",
        "wording.direction",
    ),
    (
        "十、国有资产占用情况说明\n\n截至2024年12月31日，本部门共有车辆9辆，其中：机要通信用车1辆、应急保障用车1辆、执法执勤用车1辆、其他用车5辆。",
        "十、国有资产占用情况说明\n\n截至2024年12月31日，本部门共有车辆8辆，其中：机要通信用车1辆、应急保障用车1辆、执法执勤用车1辆、其他用车5辆。",
        "error",
        "prose.counts",
    ),
]


def raised(tmp_path: Path, text: str) -> set[tuple[str, str]]:
    path = tmp_path / "report.txt"
    path.write_text(text, encoding="utf-8")
    return {(one["severity"], one["rule"]) for one in bl.read_report(path).checked.findings}


@pytest.mark.parametrize(("wrong", "sound", "severity", "rule"), SENTENCES)
def test_a_sentence(tmp_path: Path, wrong: str, sound: str, severity: str, rule: str) -> None:
    assert (severity, rule) in raised(tmp_path, f"{HEAD}{wrong}\n")
    assert rule not in {one for _, one in raised(tmp_path, f"{HEAD}{sound}\n")}


@pytest.mark.parametrize(("pay", "found"), [("50.00", False), ("45.00", True)])
def test_personnel_is_the_sum_of_the_classes_301_and_303(tmp_path: Path, pay: str, found: bool) -> None:
    """50.00 + 8.00 = 58.00."""
    assert (("error", "statement.column") in raised(tmp_path, BASIC.format(pay, "对个人和家庭的补助"))) is found


@pytest.mark.parametrize(
    ("name", "rule"),
    [("对个人和家庭的补助", ""), ("退休人员经费", "form.code_of_another"), ("对个人和家庭补助", "form.item_name")],
)
def test_the_class_303_has_its_own_name(tmp_path: Path, name: str, rule: str) -> None:
    """Whole, another, and with a character left out."""
    known = {"form.code_of_another", "form.item_name"}
    assert {one for _, one in raised(tmp_path, BASIC.format("50.00", name))} & known == {rule} - {""}


SAME = HEAD + "二、支出决算总体情况说明\n\n本年支出合计{}万元。\n"
ITEMS = HEAD + (
    "三、一般公共预算财政拨款支出决算情况说明\n\n一般公共预算财政拨款支出60.00万元。\n\n"
    "1.教育支出（类）普通教育（款）小学教育（项）：支出决算为50.00万元。\n\n"
    "2.卫生健康支出（类）行政事业单位医疗（款）行政单位医疗（项）：支出决算为{}万元。\n"
)
RUNNING = HEAD + (
    "四、一般公共预算财政拨款基本支出决算情况说明\n\n"
    "一般公共预算财政拨款基本支出40.00万元，其中：人员经费30.00万元，公用经费10.00万元。\n\n"
    "十、机关运行经费支出情况说明\n\n机关运行经费支出{}万元。\n"
)
SIDES = HEAD + (
    "收入支出决算总表\n单位：万元\n收入\t\t支出\t\n项目\t决算数\t项目\t决算数\n"
    "一、一般公共预算财政拨款收入\t90.00\t一、教育支出\t{0}\n总计\t90.00\t总计\t{0}\n"
)
ECONOMIC = HEAD + (
    "一般公共预算财政拨款基本支出决算表\n单位：万元\n经济分类科目编码\t科目名称\t决算数\n"
    "302\t商品和服务支出\t10.00\n30217\t公务接待费\t{}\n30201\t办公费\t2.00\n\n"
    "财政拨款“三公”经费支出决算表\n单位：万元\n项目\t预算数\t决算数\n合计\t6.00\t6.00\n1.公务接待费\t6.00\t6.00\n"
)
NO_CHANGE = HEAD + "五、“三公”经费支出决算情况说明\n\n公务接待费支出0.00万元，比上年增加0.00万元，增长{}%。\n"
GLOSSARY = HEAD + (
    "一般公共预算财政拨款支出决算表\n单位：万元\n功能分类科目编码\t科目名称\t合计\t基本支出\t项目支出\n"
    "205\t教育支出\t60.00\t40.00\t20.00\n20502\t普通教育\t60.00\t40.00\t20.00\n"
    "2050202\t小学教育\t60.00\t40.00\t20.00\n\t合计\t60.00\t40.00\t20.00\n\n"
    "第四部分 名词解释\n\n一、教育支出（类）普通教育（款）{}（项）：反映各部门举办的学校支出。\n"
)
OFFICE = HEAD + (
    "财政拨款“三公”经费支出决算表\n部门：某市某局\n单位：万元\n单位名称\t合计\t因公出国（境）费\t公务接待费\n"
    "{}\t6.00\t0.00\t6.00\n"
)
FORM = (
    "项目支出绩效自评表\n\n项目名称\t阅读推广\n主管部门\t某市某局\t实施单位\t某市图书馆\n"
    "项目资金(万元)\t\t年初预算数\t全年预算数\t全年执行数\t分值\t执行率\t得分\n"
    "\t年度资金总额\t{0}\t{0}\t{0}\t10\t100.00%\t10.00分\n\t其中：当年财政拨款\t{0}\t{0}\t{0}\n\n"
)
FUNDS = HEAD + (
    "三、财政拨款支出决算情况说明\n\n本年财政拨款支出90.00万元。\n\n四、一般公共预算财政拨款基本支出决算情况说明\n\n"
    "一般公共预算财政拨款基本支出40.00万元。\n\n"
)
SAID = HEAD + "六、预算绩效管理情况说明\n\n项目支出绩效自评全年执行数{}万元。\n\n" + FORM.format("40.00")


@pytest.mark.parametrize(
    ("text", "wrong", "sound", "severity", "rule"),
    [
        (SAME, "91.00", "90.00", "error", "prose.same_item"),  # 90.00 in section 1
        (ITEMS, "20.00", "10.00", "error", "prose.functional_sum"),  # 50 + 20 > 60
        (RUNNING, "12.00", "8.00", "error", "prose.running_costs"),  # of 10.00 of public expenditure
        (SIDES, "91.00", "90.00", "error", "statement.sides"),
        (ECONOMIC, "8.00", "5.00", "error", "statements.economic_within"),  # 8.00 of 6.00
        (NO_CHANGE, "5.00", "0.00", "warning", "wording.rate_without_change"),
        (GLOSSARY, "高中教育", "小学教育", "note", "form.glossary"),
        (OFFICE, "某县教育局", "某市某局", "warning", "form.other_office"),
        (FUNDS + FORM, "60.00", "50.00", "warning", "performance.fund_sums"),  # 40 + 60 > 90
        (SAID, "41.00", "40.00", "warning", "performance.prose_sums"),
    ],
)
def test_figures_on_both_sides_of_what_can_be(
    tmp_path: Path, text: str, wrong: str, sound: str, severity: str, rule: str
) -> None:
    assert (severity, rule) in raised(tmp_path, text.format(wrong))
    assert rule not in {one for _, one in raised(tmp_path, text.format(sound))}


def report_with(table: str, *prose: str) -> set[tuple[str, str]]:
    """What a report with a table raises whose head has wide cells (``2*本年收入``: over two columns) and high ones."""
    cells = []
    for row, line in enumerate(table.strip().split("\n")):
        col = 0
        for text in line.split("|"):
            wide, _, words = text.rpartition("*")
            if row != 1 or words:
                cells.append(Cell(words, row, col, 2 - bool(row or wide), int(wide or 1), page=2))
            col += int(wide or 1)
    grid = Grid(tuple(cells), row + 1, col, 2)
    blocks = [*(Paragraph(text, (Fragment(0, 1),)) for text in prose), grid]
    document = Document(Path("made-up.pdf"), "0", "pdf", 2, tuple(blocks))
    return {(one["severity"], one["rule"]) for one in check(parse(document)).findings}


@pytest.mark.parametrize(("closing", "found"), [("4.00", True), ("3.00", False)])
def test_a_fund_spends_or_keeps_what_it_has(closing: str, found: bool) -> None:
    """5.00 + 20.00 = 22.00 + 3.00."""
    table = "编码|科目名称|年初结转和结余|本年收入|3*本年支出|年末结转和结余\n||||小计|基本支出|项目支出|\n"
    table += f"212|城乡社区支出|5.00|20.00|22.00||22.00|{closing}\n|合计|5.00|20.00|22.00||22.00|{closing}"
    title = "政府性基金预算财政拨款收入支出决算表"
    told = report_with(table, "某市某局2024年度部门决算", title, "单位：万元")
    assert (("error", "statement.funds_balance") in told) is found


@pytest.mark.parametrize(("said", "found"), [("120.00", True), ("110.00", False), ("115.00", False)])
def test_appropriations_of_the_year_with_money_carried_over_in_them(said: str, found: bool) -> None:
    """110.00 of the year and 10.00 carried over: 120.00 is both, 115.00 is nothing that can be told from here."""
    table = "单位名称|合计|2*本年收入|2*上年结转结余\n||小计|一般公共预算|小计|一般公共预算\n"
    table += "合计|120.00|110.00|110.00|10.00|10.00"
    sentence = f"2026年一般公共预算当年拨款{said}万元。"
    heading = "五、一般公共预算当年拨款情况说明"
    told = report_with(table, "某市某局2026年部门预算", heading, sentence, "收入预算总表", "单位：万元")
    assert (("warning", "wording.carried_in") in told) is found


WHOLE = "保障全市图书馆日常运行平稳有序。"
OPEN = "推进数字图书资源建设与维护工作"


@pytest.mark.parametrize(
    ("goals", "found"),
    [
        ([WHOLE, WHOLE, OPEN, WHOLE], True),
        ([WHOLE, WHOLE, OPEN + "。", WHOLE], False),
        ([WHOLE, WHOLE, OPEN], False),  # a third of them: their way of writing
        ([WHOLE, WHOLE, "购置图书", WHOLE], False),  # no sentence
    ],
)
def test_a_goal_of_a_list_without_a_full_stop(goals: list[str], found: bool) -> None:
    table = "单位名称|项目名称|金额|绩效目标\n" + "\n".join(f"某市某局|项目{n}|9.00|{g}" for n, g in enumerate(goals))
    told = report_with(table, "某市某局2026年部门预算", "项目支出绩效表", "单位：万元")
    assert (("note", "performance.goal_no_stop") in told) is found
