"""Years, dates and offices that headings name, on paragraphs of our own; the report is 某市某局's account of 2024."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.checks.made import made, run

from budgetlib.checks.model import View


def budget(text: str) -> View:
    view = made(text)
    return View(replace(view.report, identity=replace(view.report.identity, report_type="budget")))


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("一、2024年度收入决算情况说明", []),
        ("一、2023年度收入决算情况说明", [2023.0]),
        ("一、2023年度与2024年度收入决算情况说明", []),
        ("一、2023年度收入预算情况说明", []),  # of the budget, which one file may publish too
        ("一、2023年度一般公共预算决算情况说明", [2023.0]),  # the money is called so
        ("一、较2023年度决算的变化", []),
        ("一、2023年结转资金决算", []),
        ("一、2023年度收入情况说明", []),  # neither account nor budget
        ("2023年度收入总计120.00万元。", [2023.0]),
        ("2024年度收入总计120.00万元。", []),
        ("本部门2023年度财政拨款支出合计120.00万元。", [2023.0]),
        ("本部门2023年度支出合计120.00万元。", [2023.0]),
        ("2023年度支出情况如下。", []),
        ("一、2023年度支出决算情况说明\n2023年度支出合计120.00万元。", [2023.0]),  # told of the heading alone
        ("项目支出绩效自评表（2023年度）", [2023.0]),
    ],
)
def test_a_heading_or_a_total_of_another_year(text: str, years: list[float]) -> None:
    found = run("form.year", made(text))
    assert [one.stated for one in found] == years and all(one.expected == 2024.0 for one in found)


@pytest.mark.parametrize(("count", "told"), [(1, 1), (3, 3), (4, 1)])
def test_many_headings_of_one_wrong_year_are_one_finding(count: int, told: int) -> None:
    text = "\n".join(f"{'一二三四'[n]}、2023年度{'甲乙丙丁'[n]}类收入决算情况说明" for n in range(count))
    found = run("form.year", made(text))
    assert len(found) == told and (count < 4 or "3" in found[0].message_zh)


@pytest.mark.parametrize(
    ("text", "stated"),
    [
        ("截至2024年12月31日，本部门共有车辆2辆。", []),
        ("截至2023年12月31日，本部门共有车辆2辆。", [2023.0]),
        ("截止2023年底，房屋面积200平方米。", [2023.0]),
        ("截至2023年12月31日，收到来信2封。", []),
        ("截至2023年12月31日，收到来信2封。共有车辆2辆。", []),  # another sentence
        ("截至2023年6月30日，本部门共有车辆2辆。", []),
        ("截至2023年12月31日，车辆2辆；截至2022年12月31日，车辆3辆。", [2023.0, 2022.0]),
    ],
)
def test_the_end_of_the_year_of_an_account(text: str, stated: list[float]) -> None:
    found = run("form.year_end", made(text))
    assert [(one.stated, one.expected) for one in found] == [(one, 2024.0) for one in stated]


@pytest.mark.parametrize(("year", "wrong"), [(2021, True), (2022, False), (2023, False), (2024, True)])
def test_the_end_of_the_year_before_a_budget(year: int, wrong: bool) -> None:
    found = run("form.year_end", budget(f"截至{year}年12月31日，本部门共有车辆2辆。"))
    assert [(one.stated, one.expected) for one in found] == [(float(year), 2023.0)] * wrong


@pytest.mark.parametrize(
    ("heading", "own", "wrong"),
    [
        ("第二部分某市某局2024年度部门决算情况说明", 3, False),
        ("第二部分某县教育局2024年度部门决算情况说明", 3, True),
        ("第二部分某县教育局2024年度部门决算情况说明", 0, False),  # it may be the report's own
        ("某县教育局部门决算报表", 3, True),
        ("某县教育局2024年度部门决算情况说明。", 3, False),  # a sentence
    ],
)
def test_a_heading_that_names_another_office(heading: str, own: int, wrong: bool) -> None:
    text = "\n".join(["某市某局负责某事。"] * own + [heading])
    assert bool(run("form.agency", made(text))) is wrong
