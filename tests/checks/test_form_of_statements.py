"""Statements and their notes, repeated paragraphs, items of the prose: on both sides of where a finding begins."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.checks.made import made, run
from tests.checks.test_form import raised_by, statements

import budgetlib as bl
from budgetlib.checks import check
from budgetlib.checks.contents import _slightly_other
from budgetlib.checks.form import _quoted
from budgetlib.checks.messages import say
from budgetlib.parsers.contents import entry_of


def rules(tmp_path: Path, text: str) -> list[str]:
    path = tmp_path / "report.md"
    path.write_text(text, encoding="utf-8")
    return [one["rule"] for one in check(bl.read_report(path)).findings]


@pytest.mark.parametrize(
    ("note", "wrong"),
    [
        ("注：本部门无支出，故本表为空表。", True),
        ("注：本部门没有政府性基金收支，故本表无数据。", False),  # of another statement, whose table was lost
        ("注：本部门没有支出。", False),  # it does not say so of the table
        ("注：本表反映部门本年度情况。", False),
    ],
)
def test_a_note_that_calls_a_filled_statement_empty(note: str, wrong: bool) -> None:
    found = [one for one in raised_by(statements(支出决算表=note)) if one["rule"] == "form.empty_note"]
    assert len(found) == wrong
    assert all((one["stated"], one["expected"], one["difference"]) == (90.0, 0.0, 90.0) for one in found)


@pytest.mark.parametrize(("count", "missed"), [(4, 0), (5, 4), (8, 1), (9, 0)])
def test_from_five_statements_on_the_others_are_missed(count: int, missed: int) -> None:
    found = raised_by(statements()[:count])
    assert [one["rule"] for one in found] == ["form.statements"] * missed


@pytest.mark.parametrize(
    ("text", "word", "around", "quoted"),
    [
        ("甲乙丙丁戊", "丙", 1, "…乙丙丁…"),
        ("甲乙丙丁戊", "丙", 2, "甲乙丙丁戊"),
        ("甲乙丙丁戊", "甲", 1, "甲乙…"),
        ("甲乙丙丁戊", "戊", 1, "…丁戊"),
    ],
)
def test_the_words_around_a_place(text: str, word: str, around: int, quoted: str) -> None:
    assert _quoted(text, word, around) == quoted


@pytest.mark.parametrize(
    ("paragraphs", "length", "told"), [(2, 90, 0), (3, 50, 1), (3, 49, 0), (4, 45, 1), (9, 19, 0), (9, 20, 1)]
)
def test_paragraphs_that_stand_there_twice(paragraphs: int, length: int, told: int) -> None:
    """Three sentences in a row, a hundred and fifty characters together; what is shorter than twenty is a title."""
    texts = [f"{'甲乙丙丁戊己庚辛壬'[n]}{'文' * (length - 2)}。" for n in range(paragraphs)]
    between = "中间的一段话，与其他各段都不相同，共有二十多个字。"
    found = run("form.repeated_text", made("\n".join([*texts, between, *texts])))
    assert len(found) == told and all(f"{paragraphs} 段" in one.message_zh for one in found)
    assert not run("form.repeated_text", made("\n".join([*texts, between, *texts[:2]])))


BASIC = """某市某局2024年度部门决算

一般公共预算财政拨款基本支出决算情况说明

一般公共预算财政拨款基本支出15.00万元，其中：人员经费10.00万元，主要包括：{people}；公用经费5.00万元，主要包括：办公费、印刷费。

一般公共预算财政拨款基本支出决算表

| 单位：万元 |
经济分类科目编码\t科目名称\t决算数
301\t工资福利支出\t10.00
30101\t基本工资\t6.00
30102\t津贴补贴\t4.00
30103\t奖金\t0.00
302\t商品和服务支出\t5.00
30201\t办公费\t3.00
30202\t印刷费\t2.00
\t合计\t15.00
"""


@pytest.mark.parametrize(
    ("people", "words"),
    [
        ("基本工资、津贴补贴", []),
        ("基本工资、津贴补贴、奖金", ["奖金"]),  # named, and nothing was spent on it
        ("基本工资", ["津贴补贴 4.00"]),  # spent, and not named
        ("基本工资等", []),
    ],
)
def test_what_a_list_of_the_prose_names_was_spent_on(tmp_path: Path, people: str, words: list[str]) -> None:
    path = tmp_path / "report.md"
    path.write_text(BASIC.format(people=people), encoding="utf-8")
    found = [
        one["message_zh"] for one in check(bl.read_report(path)).findings if one["rule"] == "wording.economic_list"
    ]
    assert len(found) == len(words) and all(word in said for word, said in zip(words, found, strict=True))


ITEMS = """某市某局2024年度部门决算

一般公共预算财政拨款支出决算情况说明

{prose}

一般公共预算财政拨款支出决算表

| 单位：万元 |
功能分类科目编码\t科目名称\t合计\t基本支出\t项目支出
205\t教育支出\t60.00\t40.00\t20.00
{group}2050202\t小学教育\t50.00\t30.00\t20.00
2050203\t初中教育\t10.00\t10.00\t
210\t卫生健康支出\t9.00\t9.00\t
21011\t行政事业单位医疗\t9.00\t9.00\t
2101101\t行政单位医疗\t9.00\t9.00\t
\t合计\t69.00\t49.00\t20.00
"""
GROUP = "20502\t普通教育\t60.00\t40.00\t20.00\n"
ONE = "1.教育支出（类）普通教育（款）{}（项）：支出决算为{}万元。\n\n"
HEALTH = "3.卫生健康支出（类）行政事业单位医疗（款）行政单位医疗（项）：支出决算为9.00万元。"


@pytest.mark.parametrize(("group", "orphans"), [(GROUP, 0), ("", 2)])
def test_an_item_without_its_group(tmp_path: Path, group: str, orphans: int) -> None:
    assert rules(tmp_path, ITEMS.format(prose="", group=group)).count("statement.orphan") == orphans


@pytest.mark.parametrize(
    ("items", "raised"),
    [
        ((("小学教育", "50.00"), ("初中教育", "10.00")), []),
        ((("小学教育", "50.00"), ("高中教育", "10.00")), ["wording.item_name"]),  # its amount is that of 初中教育
        ((("小学教育", "50.00"),), ["wording.item_left_out"]),
        ((), []),  # it goes through none of the others, or hardly any
    ],
)
def test_items_of_the_prose_and_of_the_statement(
    tmp_path: Path, items: tuple[tuple[str, str], ...], raised: list[str]
) -> None:
    prose = "".join(ONE.format(*one) for one in items) + (HEALTH if items else "")
    found = rules(tmp_path, ITEMS.format(prose=prose, group=GROUP))
    assert [rule for rule in found if rule.startswith("wording.item")] == raised


GROUPS = """某市某局2024年度部门决算

本年支出合计{total}万元。{said}

支出决算表

| 单位：万元 |
功能分类科目编码\t科目名称\t本年支出合计\t基本支出\t项目支出
{rows}\t合计\t{total}\t{total}\t
"""


def groups(whole: int, without: int) -> str:
    """Classes of 10.00 each with a group and an item, and groups without an item."""
    rows = [(f"2{n:02}", f"2{n:02}01", *([f"2{n:02}0101"] * (n <= whole))) for n in range(1, whole + without + 1)]
    return "".join(f"{code}\t某项{code}\t10.00\t10.00\t\n" for codes in rows for code in codes)


@pytest.mark.parametrize(("whole", "without", "told"), [(3, 1, 1), (2, 1, 0), (3, 2, 0), (3, 0, 0)])
def test_one_group_without_an_item_among_others_that_have_theirs(
    tmp_path: Path, whole: int, without: int, told: int
) -> None:
    total = f"{10 * (whole + without)}.00"
    found = rules(tmp_path, GROUPS.format(total=total, said="", rows=groups(whole, without)))
    assert found.count("statement.childless") == told


SECRET = "\n\n涉密项目支出已剔除，未列入本表。"


@pytest.mark.parametrize(
    ("total", "said", "rule"),
    [
        ("35.00", "", "statement.column"),
        ("35.00", SECRET, "statement.withheld"),  # more than the rows: these are left out
        ("25.00", SECRET, "statement.column"),  # less cannot be explained so
        ("30.00", SECRET, None),
    ],
)
def test_a_total_over_rows_that_are_secret(tmp_path: Path, total: str, said: str, rule: str | None) -> None:
    found = rules(tmp_path, GROUPS.format(total=total, said=said, rows=groups(3, 0)))
    assert {one for one in found if one in ("statement.column", "statement.withheld")} == ({rule} if rule else set())


ECONOMIC = """某市某局2024年度部门决算

基本支出9.00万元。

一般公共预算财政拨款基本支出决算表

| 单位：万元 |
经济分类科目编码\t科目名称\t决算数
{head}\t{name}\t9.00
{code}\t咨询费\t9.00
\t合计\t9.00
"""


@pytest.mark.parametrize(
    ("head", "name", "code", "raised"),
    [
        ("302", "商品和服务支出", "30203", 0),
        ("302", "商品和服务支出", "30202", 1),  # 印刷费
        ("302", "商品和服务支出", "302", 1),  # of another length: its class is not called so
        ("303", "商品和服务支出", "30203", 1),
        ("303", "对个人和家庭的补助", "30203", 0),
        ("303", "对个人和家庭补助支出", "30203", 0),  # nearly its name
    ],
)
def test_an_economic_code_with_the_name_of_another(
    tmp_path: Path, head: str, name: str, code: str, raised: int
) -> None:
    found = rules(tmp_path, ECONOMIC.format(head=head, name=name, code=code))
    assert ("form.code_of_another" in found) is bool(raised)


FUND = """某市某局2024年度部门决算

八、政府性基金预算财政拨款支出决算情况说明

{said}

政府性基金预算财政拨款收入支出决算表

| 单位：万元 |
功能分类科目编码\t科目名称\t年初结转和结余\t本年收入\t本年支出\t年末结转和结余
\t合计\t\t{income}\t{spent}\t
"""


@pytest.mark.parametrize(
    ("said", "spent", "told"),
    [
        ("政府性基金预算财政拨款支出12.00万元。", "", True),
        ("政府性基金预算财政拨款支出0.00万元。", "", False),
        ("政府性基金预算财政拨款支出12.00万元。", "12.00", False),
        ("一般公共预算财政拨款支出12.00万元。", "", False),
    ],
)
def test_a_statement_without_figures_whose_total_the_prose_states(
    tmp_path: Path, said: str, spent: str, told: bool
) -> None:
    found = rules(tmp_path, FUND.format(said=said, income=spent, spent=spent))
    assert ("prose.emptied" in found) is told


GOAL = "深入开展全民阅读活动，建设书香城市，丰富群众文化生活，提升公共文化服务水平，推动"
LIST = """某市某局2024年度部门预算

2024年支出预算9.00万元。

项目支出绩效目标表

| 单位：万元 |
项目名称\t预算金额\t年度绩效目标
{first}\t5.00\t{one}
{second}\t4.00\t{other}
"""


@pytest.mark.parametrize(
    ("second", "one", "other", "told"),
    [
        ("讲座", GOAL + "发展", GOAL + "发展", True),
        ("讲座", GOAL + "发展", GOAL + "进步", False),
        ("展览", GOAL + "发展", GOAL + "发展", False),  # one project twice
        ("讲座", GOAL[:39], GOAL[:39], False),  # short ones are alike by chance
        ("讲座", GOAL[:40], GOAL[:40] + "。", True),
    ],
)
def test_one_long_goal_under_two_projects(tmp_path: Path, second: str, one: str, other: str, told: bool) -> None:
    assert len(GOAL) == 40
    found = rules(tmp_path, LIST.format(first="展览", second=second, one=one, other=other))
    assert ("performance.goal_copied" in found) is told


def test_a_name_of_the_governments_list_is_no_name_of_another_code(tmp_path: Path) -> None:
    """机关商品和服务支出 is 502 in the list of the government, and some departments say so of their 302."""
    text = ECONOMIC.format(head="302", name="机关商品和服务支出", code="30203")
    assert "form.code_of_another" not in rules(tmp_path, text)


SHORT = """某市某局2024年度部门决算

2024年支出合计12.00万元。

支出决算表

| 单位：万元 |
类\t款\t项\t科目名称\t本年支出合计
205\t02\t02\t小学教育\t5.00
205\t02\t{one}\t初中教育\t4.00
205\t{other}\t04\t高中教育\t3.00
"""


@pytest.mark.parametrize(
    ("one", "other", "words"),
    [("03", "02", []), ("3", "02", ["3", "1"]), ("3", "2", ["3", "2"]), ("03", "2", ["2", "1"])],
)
def test_codes_with_too_few_digits_are_one_finding(tmp_path: Path, one: str, other: str, words: list[str]) -> None:
    path = tmp_path / "report.md"
    path.write_text(SHORT.format(one=one, other=other), encoding="utf-8")
    found = [row for row in check(bl.read_report(path)).findings if row["rule"] == "form.codes"]
    told = [str(say("short_code", {"code": words[0], "count": int(words[1])})[1])] if words else []
    assert len(found) == len(told) and all(
        row["message_en"].endswith(text) for row, text in zip(found, told, strict=True)
    )


TITLES = [
    f"{name}预算情况表"
    for name in ("收支", "收入", "支出", "基本支出", "项目支出", "政府采购", "基金", "资本", "会议", "培训")
]
"""Ten sections of a report, as its table of contents has them."""


@pytest.mark.parametrize(
    ("changed", "found"),
    [
        ({}, False),
        ({5: "某某采购预算情况表"}, True),
        ({5: "政府采购（货物）预算情况表"}, False),  # but for what stands in brackets
        ({5: "政府采购"}, False),  # the line may go on below
        ({5: "某某采购预算情况表", 6: "某某基金预算情况表"}, False),  # two of ten: titles are told in short
    ],
)
def test_the_one_title_that_is_not_that_of_the_table_of_contents(changed: dict[int, str], found: bool) -> None:
    pairs = [(entry_of(n, 1, title, []), entry_of(n, 2, changed.get(n, title), [])) for n, title in enumerate(TITLES)]
    assert bool(_slightly_other(pairs, bl.Tolerances().rare_title)) is found
