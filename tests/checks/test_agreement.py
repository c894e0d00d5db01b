"""Two sentences that cannot both be meant, and sentences against statements: each beside one that holds."""

from __future__ import annotations

from pathlib import Path

import pytest

import budgetlib as bl

HEAD = "某市某局2026年部门预算\n\n"
FINAL = "某市某局2024年度部门决算\n\n"
SPENDING = HEAD + (
    "一、支出预算情况说明\n\n2026年支出预算90.00万元，其中：基本支出40.00万元，占44.44%；项目支出{0}万元，占55.56%。\n"
)
TABLES = HEAD + (
    "支出预算总表\n单位：万元\n科目编码\t科目名称\t合计\t基本支出\t项目支出\n"
    "205\t教育支出\t90.00\t40.00\t50.00\n20502\t普通教育\t90.00\t40.00\t50.00\n"
    "2050202\t小学教育\t90.00\t40.00\t50.00\n\t合计\t90.00\t40.00\t50.00\n\n"
)
OF_ALL = TABLES + "一、支出预算情况说明\n\n2026年支出预算90.00万元，其中：基本支出40.00万元，项目支出{0}万元。\n"
BASIC = HEAD + (
    "一般公共预算基本支出表\n单位：万元\n科目编码\t科目名称\t合计\t人员经费\t公用经费\n"
    "301\t工资福利支出\t30.00\t30.00\t\n30101\t基本工资\t30.00\t30.00\t\n302\t商品和服务支出\t10.00\t\t10.00\n"
    "30201\t办公费\t10.00\t\t10.00\n\t合计\t40.00\t30.00\t10.00\n\n六、一般公共预算基本支出情况说明\n\n"
)
KINDS = BASIC + "人员经费{0}万元，主要包括：基本工资。\n"
OF_BASIC = HEAD + (
    "六、一般公共预算基本支出情况说明\n\n一般公共预算基本支出40.00万元，其中：\n\n"
    "人员经费{0}万元，主要包括：基本工资。\n\n公用经费10.00万元，主要包括：办公费。\n"
)
SUMMARY = HEAD + (
    "{title}\n单位：万元\n收入\t\t支出\t\n项目\t预算数\t项目\t预算数\n"
    "一、{fund}\t90.00\t（一）教育支出\t70.00\n\t\t（二）卫生健康支出\t20.00\n"
    "本年收入合计\t90.00\t本年支出合计\t90.00\n收入总计\t90.00\t支出总计\t90.00\n\n"
)
ALL = SUMMARY.format(title="收支预算总表", fund="一般公共预算拨款收入")
OWN = SUMMARY.format(title="财政拨款收支总表", fund="一般公共预算拨款")
TOTAL = OWN + "四、关于财政拨款收支总表的说明\n\n2026年财政拨款收支总预算{0}万元。\n"
PROCURED = HEAD + (
    "（四）政府采购情况\n\n2026年政府采购预算总额60.00万元，其中：政府采购货物预算{0}万元；"
    "政府采购工程预算0.00万元；政府采购服务预算25.00万元。\n"
)
FUND = OWN + "八、其他说明\n\n涉及预算资金{0}万元，均为一般公共预算拨款。\n"
CHANGES = HEAD + (
    "五、一般公共预算支出情况说明\n\n培训支出2026年预算数为30.00万元，比2025年执行数增加5.00万元，增长20.00%。\n\n"
    "七、具体情况\n\n培训支出2026年预算数为30.00万元，比2025年执行数{0}万元。\n"
)
CARS = HEAD + (
    "九、“三公”经费预算情况说明\n\n公务用车运行维护费预算支出{0}万元。\n\n"
    "十四、国有资产占用情况说明\n\n本部门共有车辆2辆，其中：机要通信用车2辆。{1}\n"
)


def raised(tmp_path: Path, text: str) -> set[tuple[str, str]]:
    path = tmp_path / "report.txt"
    path.write_text(text, encoding="utf-8")
    return {(one["severity"], one["rule"]) for one in bl.read_report(path).checked.findings}


@pytest.mark.parametrize(
    ("text", "wrong", "sound", "severity", "rule"),
    [
        (SPENDING, "55.00", "50.00", "error", "prose.components"),  # 40 + 50 = 90
        (OF_ALL, "55.00", "50.00", "error", "prose.statement"),
        (KINDS, "31.00", "30.00", "error", "prose.statement"),
        (OF_BASIC, "31.00", "30.00", "error", "prose.components"),  # 30 + 10 = 40
        (TOTAL, "90.03", "90.00", "error", "prose.statement"),
        (PROCURED, "36.00", "35.00", "error", "prose.components"),  # 35 + 0 + 25 = 60
        (FUND, "90.10", "90.00", "warning", "wording.all_of_fund"),
        (CHANGES, "减少4.00", "增加5.00", "warning", "wording.two_changes"),
        (CHANGES, "增加6.00", "增加5", "warning", "wording.two_changes"),
    ],
)
def test_two_places_that_say_one_thing(
    tmp_path: Path, text: str, wrong: str, sound: str, severity: str, rule: str
) -> None:
    assert (severity, rule) in raised(tmp_path, text.format(wrong))
    assert rule not in {one for _, one in raised(tmp_path, text.format(sound))}


@pytest.mark.parametrize(
    "text",
    [
        HEAD + "一、支出预算情况说明\n\n2026年支出预算90.00万元，其中：基本支出40.00万元；"
        "项目支出30.00万元；其余20.00万元。\n",
        HEAD + "（四）政府采购情况\n\n2026年政府采购预算总额60.00万元，其中：政府采购货物预算35.00万元。\n",
        OF_BASIC.format("25.00") + "\n对个人和家庭的补助5.00万元。\n",
        FINAL + "六、一般公共预算财政拨款基本支出决算情况说明\n\n2024年度一般公共预算财政拨款基本支出40.00万元，"
        "其中：人员经费25.00万元，公用经费10.00万元，资本性支出3.00万元，其他资本性支出2.00万元。\n",
    ],
)
def test_a_list_that_may_have_other_parts_accuses_nobody(tmp_path: Path, text: str) -> None:
    assert "prose.components" not in {rule for _, rule in raised(tmp_path, text)}


@pytest.mark.parametrize(
    "passage",
    [
        "2026年支出预算90.00万元，其中：一般公共预算支出50.00万元，含基本支出30.00万元、项目支出20.00万元。",
        "局本级支出预算50.00万元，其中基本支出30.00万元，项目支出20.00万元。",
        "教育支出90.00万元，其中基本支出40.00万元；小学教育60.00万元，其中基本支出30.00万元。",
        "（一）一般公共预算支出\n\n基本支出40.00万元，项目支出20.00万元。\n\n（二）其他资金\n\n项目支出30.00万元。",
        "基本支出中，教育支出40.00万元；项目支出中，教育支出50.00万元。",
    ],
)
def test_a_part_of_something_else_is_not_held_against_the_whole(tmp_path: Path, passage: str) -> None:
    for tables in (TABLES, ALL):
        told = raised(tmp_path, f"{tables}一、支出预算情况说明\n\n{passage}\n")
        assert "prose.statement" not in {rule for _, rule in told}


@pytest.mark.parametrize(
    "more", ["所属学校收入预算30.00万元，其中：一般公共预算拨款收入20.00万元，事业收入10.00万元。"]
)
def test_income_of_one_unit_is_not_held_against_all_income(tmp_path: Path, more: str) -> None:
    assert "prose.statement" not in {rule for _, rule in raised(tmp_path, INCOME.format("70.00", "20.00") + more)}


@pytest.mark.parametrize(
    ("money", "more", "found"),
    [("0.00", "", True), ("3.00", "", False), ("0.00", "车辆由市机关事务管理部门统管。", False)],
)
def test_cars_and_nothing_to_run_them(tmp_path: Path, money: str, more: str, found: bool) -> None:
    told = raised(tmp_path, CARS.format(money, more))
    assert (("note", "wording.car_not_run") in told) is found
    assert "wording.no_car" not in {rule for _, rule in told}


SHARE = TABLES + "一、支出预算情况说明\n\n教育支出2026年预算数为90.00万元，占部门支出总额的{0}%。\n"
NUMBERED = "2026年支出预算数90.00{0}万元，比上年增加1.00万元。\n"
LISTS = TABLES + "第四部分 名词解释\n\n一、教育支出（类）{0}（款）：指用于学校的支出。\n\n{1}（项）：指小学的支出。\n"
WIDTHS = (
    TABLES + "一、情况说明\n\n" + "本局（本级）负责学校（含幼儿园）建设。" * 5 + "\n\n另负责图书馆{0}含分馆{1}建设。\n"
)
TARGETS = HEAD + (
    "项目支出绩效目标表\n\n项目名称\t阅读推广\n主管部门\t某市某局\t实施单位\t某市图书馆\n"
    "项目资金（万元）\t年度资金总额\t20.00\n\t其中：财政拨款\t20.00\n"
    "一级指标\t二级指标\t三级指标\t指标值\t分值\n产出指标\t质量指标\t{0}\t{1}\t40\n\t数量指标\t讲座\t≥5场\t60\n"
)


@pytest.mark.parametrize(
    ("text", "wrong", "sound", "severity", "rule"),
    [
        (SHARE, ("20.00",), ("100.00",), "error", "prose.shares"),  # 90 / 90
        (HEAD + NUMBERED, ("为",), ("",), "note", "form.slips"),
        (HEAD + "比2025年执行{0}减少1.00万元。\n", ("",), ("数",), "note", "form.slips"),
        (HEAD + "比上年减少1.00万元，变动原因{0}根据要求不再安排。\n", ("",), ("是",), "note", "form.slips"),
        (TABLES + "开支的各类公务接待（{0}外宾接待）支出。\n", ("",), ("含",), "note", "form.slips"),
        (HEAD + "单价100万{0}（含）以上设备0台。\n", ("",), ("元",), "note", "form.units"),
        (LISTS, ("教育管理事务", "小学教育"), ("普通教育", "小学教育"), "note", "form.glossary"),
        (LISTS, ("普通教育", "初中教育"), ("普通教育", "小学教育"), "note", "form.glossary"),
        (WIDTHS, ("(", ")"), ("（", "）"), "note", "form.widths"),
        (TARGETS, ("设备合格率", "≥100%"), ("设备合格率", "100%"), "note", "performance.beyond_whole"),
        (TARGETS, ("设备合格率", "≥100%"), ("读者增长率", "≥100%"), "note", "performance.beyond_whole"),
        (TARGETS, ("设备合格率", "≥100%"), ("设备合格率", "≥95%"), "note", "performance.beyond_whole"),
    ],
)
def test_forms_of_words_and_numbers(
    tmp_path: Path, text: str, wrong: tuple[str, ...], sound: tuple[str, ...], severity: str, rule: str
) -> None:
    assert (severity, rule) in raised(tmp_path, text.format(*wrong))
    assert rule not in {one for _, one in raised(tmp_path, text.format(*sound))}


INCOME = HEAD + (
    "收入预算总表\n单位：万元\n科目编码\t科目名称\t合计\t一般公共预算拨款收入\t事业收入\n"
    "205\t教育支出\t90.00\t70.00\t20.00\n\t合计\t90.00\t70.00\t20.00\n\n"
    "二、收入预算情况说明\n\n2026年收入预算90.00万元，其中：一般公共预算拨款收入{0}万元；事业收入{1}万元。\n"
)
OWN_TOTAL = FINAL + (
    "四、财政拨款收入支出决算总体情况说明\n\n财政拨款收入总计90.00万元，其中：年初财政拨款结转和结余{0}万元，"
    "本年财政拨款收入80.00万元。\n"
)
GUESTS = FINAL + ("七、“三公”经费支出决算情况说明\n\n公务接待费支出决算为1.00万元。国内公务接待5批次，接待{0}人次。\n")
CARS_BY_KIND = FINAL + "十、国有资产占用情况说明\n\n本部门共有车辆{0}辆，其中：机要通信用车1辆、其他用车2辆。\n"
OFFICES = TABLES + "二、机构设置\n\n某市某局内设机构{0}个，包括：办公室、自然资源和生态环境处（规划处）、财务处。\n"
COMPLETED = FINAL + (
    "五、支出决算情况说明\n\n培训费支出年初预算为12.00万元，支出决算为10.00万元，完成年初预算的83.33%，"
    "决算数小于预算数的主要原因是：人员{0}。\n"
)


@pytest.mark.parametrize(
    ("text", "wrong", "sound", "severity", "rule"),
    [
        (INCOME, ("71.00", "20.00"), ("70.00", "20.00"), "error", "prose.statement"),
        (INCOME, ("70.00", "21.00"), ("70.00", "20.00"), "error", "prose.statement"),
        (OWN_TOTAL, ("11.00",), ("10.00",), "error", "prose.components"),  # 10 + 80 = 90
        (GUESTS, ("4",), ("5",), "error", "prose.people"),  # in five groups
        (CARS_BY_KIND, ("2",), ("3",), "error", "prose.counts"),  # 1 + 2
        (OFFICES, ("5",), ("3",), "warning", "prose.listed_offices"),  # 4 may be meant: 和 may join two
        (COMPLETED, ("增加",), ("减少",), "warning", "wording.reason_direction"),
    ],
)
def test_parts_counts_and_reasons(
    tmp_path: Path, text: str, wrong: tuple[str, ...], sound: tuple[str, ...], severity: str, rule: str
) -> None:
    assert (severity, rule) in raised(tmp_path, text.format(*wrong))
    assert rule not in {one for _, one in raised(tmp_path, text.format(*sound))}


def headed(*names: str) -> str:
    """A report of one statement under several titles, each headed by a name."""
    titles = [
        "收入预算总表",
        "支出预算总表",
        "一般公共预算支出表",
        "政府性基金预算支出表",
        "国有资本经营预算支出表",
        "项目支出表",
    ]
    table = "单位：万元\n科目编码\t科目名称\t合计\n205\t教育支出\t90.00\n\t合计\t90.00\n\n"
    return HEAD + "".join(f"{title}\n部门：{name}\n{table}" for title, name in zip(titles, names, strict=True))


@pytest.mark.parametrize(
    ("names", "found"),
    [
        (["某市某局"] * 5 + ["某市旅游局"], True),
        (["某市某局"] * 6, False),
        (["某市某局"] * 4 + ["某市旅游局"] * 2, False),  # a list of offices
    ],
)
def test_one_table_headed_by_another_office(tmp_path: Path, names: list[str], found: bool) -> None:
    assert (("warning", "form.other_office") in raised(tmp_path, headed(*names))) is found
