"""Tables that were made by hand, with figures worked out by hand, come back from the PDF cell by cell."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest

from budgetlib.report import Report

Made = Callable[..., dict[str, pd.DataFrame]]
ComesBack = Callable[..., Report]


def claim(section: str, item: str, measure: str, text: str, **more: Any) -> dict[str, Any]:
    sign = more.pop("sign", 1)
    value = sign * float(text.replace(",", ""))
    return {"section": section, "subsection": "", "item": item, "measure": measure, "value": value, "unit": "万元",
            "text": text, **more}  # fmt: skip


TOTALS, PUBLIC, COUNTS = (
    "一、收入支出决算总体情况说明",
    "九、财政拨款“三公”经费支出决算情况说明",
    "二、机构设置及人员情况",
)


def moved(section: str, item: str, change: str, rate: str, sign: int) -> list[dict[str, Any]]:
    base = {"base": "prior_year", "sign": sign}
    return [claim(section, item, "change", change, **base), claim(section, item, "change_pct", rate, unit="%", **base)]


CLAIMS = [
    claim(COUNTS, "在职人员", "count", "1,068", unit="人"),
    claim(COUNTS, "在职人员", "change", "2", unit="人"),
    claim(TOTALS, "收入总计", "actual", "12,628.92"),
    *moved(TOTALS, "收入支出总体", "371.08", "2.85", -1),
    claim("二、收入决算情况说明", "事业收入", "actual", "0.00"),
    claim("二、收入决算情况说明", "事业收入", "share_pct", "0.00", unit="%"),
    claim("四、财政拨款收入支出决算情况说明", "财政拨款支出", "initial_budget", "80.00"),
    claim("四、财政拨款收入支出决算情况说明", "财政拨款支出", "actual", "72.40"),
    claim("四、财政拨款收入支出决算情况说明", "财政拨款支出", "difference_pct", "-9.50", unit="%"),
    claim("五、支出决算具体情况", "科学技术支出/基础研究/自然科学基金", "actual", "3.00", subsection="（一）分项情况"),
    *(
        {**one, "subsection": "（一）分项情况"}
        for one in moved("五、支出决算具体情况", "科学技术支出/基础研究/自然科学基金", "3.00", "100.00", 1)
    ),
    claim(PUBLIC, "“三公”经费", "actual", "15.54"),
    *moved(PUBLIC, "“三公”经费", "2.46", "13.67", -1),
    claim(PUBLIC, "公务接待费", "actual", "5.54"),
    claim(PUBLIC, "公务接待费", "share_pct", "35.65", unit="%"),
    claim(PUBLIC, "公务接待", "count", "12", unit="批次"),
    claim(PUBLIC, "公务接待", "count", "96", unit="人次"),
    claim(PUBLIC, "公务用车运行维护费", "annual_budget", "10.00"),
    claim(PUBLIC, "公务用车运行维护费", "actual", "10.00"),
]

CHANGES = [
    {"item": "收入支出总体", "current": 12628.92, "prior": 13000.00, "change": -371.08, "change_pct": -2.85,
     "direction": "down", "derived": True, "zero_base": False, "base": "prior_year", "reason": "上年专项结束"},
    {"item": "科学技术支出/基础研究/自然科学基金", "code": "2060203", "current": 3.0, "prior": 0.0, "change": 3.0,
     "change_pct": 100.0, "direction": "up", "derived": True, "zero_base": True, "base": "prior_year"},
    {"item": "“三公”经费", "current": 15.54, "prior": 18.0, "change": -2.46, "change_pct": -13.67,
     "direction": "down", "derived": True, "zero_base": False, "base": "prior_year", "reason": "厉行节约"},
    {"item": "公务接待费", "current": 5.54, "change": 0.0, "prior": 5.54, "direction": "flat", "derived": True,
     "zero_base": False, "base": "prior_year"},
]  # fmt: skip

COMPLETIONS = [
    {"item": "财政拨款支出", "initial_budget": 80.0, "actual": 72.4, "difference_pct": -9.5, "direction": "down",
     "reason": "跨年支付的项目"},
    {"item": "公务用车运行维护费", "annual_budget": 10.0, "actual": 10.0, "direction": "flat"},
]  # fmt: skip

THREE_PUBLIC = [
    {"item": "total", "actual": 15.54, "prior": 18.0, "change": -2.46, "change_pct": -13.67},
    {"item": "vehicle_operation", "budget": 10.0, "budget_basis": "annual", "actual": 10.0},
    {"item": "reception", "actual": 5.54, "change": 0.0, "prior": 5.54, "share_pct": 35.65, "count": 12.0,
     "count_unit": "批次", "persons": 96.0},
]  # fmt: skip


def indicator(number: int, **more: Any) -> dict[str, Any]:
    return {
        "evaluation": "project", "project": "山区雷达站“双保险”建设（二期）", "level1": "产出指标",
        "level2": "数量指标", "indicator": f"第{number}批雷达站（含“备用站”）数量",
        "target": f">={number}座", "target_operator": "≥",
        "target_value": float(number), "actual": f"={number + 1}座", "actual_value": number + 1.0, "unit": "座",
        "weight": 10.0, "score": 9.65, "repaired": False, **more,
    }  # fmt: skip


PROJECT = {
    "evaluation": "project", "project": "山区雷达站“双保险”建设（二期）", "supervising_department": "云岭市气象局",
    "implementing_unit": "云岭市气象台", "initial_budget": 12345678.9, "adjusted_budget": 0.0, "executed": -36.5,
    "execution_rate": 14.2, "rate_weight": 10.0, "rate_score": 0.0, "total_weight": 100.0, "total_score": 93.53,
    "appropriation_initial": 5.21, "appropriation_adjusted": 1.8, "appropriation_executed": 1.8,
    "carryover_initial": 0.0,
}  # fmt: skip

DEPARTMENT = {
    "evaluation": "department", "project": "云岭市气象局（部门）", "initial_budget": 3977.09,
    "adjusted_budget": 3628.92, "executed": 3555.92, "execution_rate": 97.99, "rate_weight": 10.0,
    "rate_score": 9.8, "superior_initial": 0.0,
}  # fmt: skip


def test_claims_changes_and_three_public(made: Made, comes_back: ComesBack) -> None:
    read = comes_back(made(claims=CLAIMS, changes=CHANGES, completions=COMPLETIONS, three_public=THREE_PUBLIC))
    assert read.changes["reason"].dropna().tolist() == ["上年项目结束或缩减", "厉行节约，压减支出"]
    assert read.completions["reason"].dropna().tolist() == ["结转结余资金变动"]
    assert read.coverage.unread == []


def test_a_figure_inside_a_reason_stays_no_comparison(made: Made, comes_back: ComesBack) -> None:
    given = [
        claim(TOTALS, "收入总计", "actual", "9.00"),
        claim(TOTALS, "项目支出", "change", "1.50", base="prior_year", in_reason=True),
    ]
    comes_back(made(claims=given, changes=[]))


def test_without_changes_and_three_public(made: Made, comes_back: ComesBack) -> None:
    comes_back(made(claims=CLAIMS))


def test_self_evaluations(made: Made, comes_back: ComesBack) -> None:
    words = {"target": "有效提升", "target_operator": None, "target_value": None, "actual": "完全达到预期效果",
             "actual_value": None, "unit": None}  # fmt: skip
    department = {"evaluation": "department", "project": DEPARTMENT["project"], "level1": "管理效率"}
    rows = [
        indicator(1, **department, basis="《云岭市“十四五”规划(2021—2025年)》"),
        indicator(5),
        indicator(6, target=None, target_operator=None, target_value=None, actual=None, actual_value=None, unit=None),
        indicator(7, level1="效益指标", level2="经济效益指标", target="≤6.5%", target_operator="≤", target_value=6.5,
                  actual="17.96%", actual_value=17.96, unit="%"),
        indicator(8, level1="效益指标", level2="社会效益指标", **words),
        indicator(9, level1="满意度指标", level2="满意度指标", target="3:1", target_operator=None, target_value=3.0,
                  actual="1.5:1", actual_value=1.5, unit=":1"),
    ]  # fmt: skip
    blank = {"evaluation": "project", "project": "空白项目", "implementing_unit": "云岭市气象台"}
    comes_back(made(projects=[DEPARTMENT, PROJECT, blank], indicators=rows))


def test_reasons_of_indicators_are_left_out_unless_asked_for(made: Made, comes_back: ComesBack) -> None:
    rows = [indicator(n, reason=f"因道路中断,第{n}批设备推迟到货" * 3) for n in range(2, 9)]
    given = made(projects=[PROJECT], indicators=rows)
    assert comes_back(given).indicators["reason"].isna().all()
    comes_back(given, left_out=(), with_reasons=True)


def test_a_hyphen_at_the_end_of_a_line(made: Made, comes_back: ComesBack) -> None:
    rows = [indicator(n, indicator=f"{'字' * n}A类-数量-第{n}批-完成率") for n in range(1, 14)]
    comes_back(made(projects=[PROJECT], indicators=rows))


def test_comparator_and_unit_in_columns_of_their_own(made: Made, comes_back: ComesBack) -> None:
    rows = [indicator(n, target=str(n), actual=str(n + 1), unit="座") for n in range(2, 5)]
    comes_back(made(projects=[PROJECT], indicators=rows))


def test_a_form_over_many_pages(made: Made, comes_back: ComesBack) -> None:
    levels = [("产出指标", "数量指标"), ("产出指标", "质量指标"), ("效益指标", "可持续影响指标")]
    rows = [indicator(n, level1=one, level2=two) for one, two in levels for n in range(1, 61)]
    read = comes_back(made(projects=[PROJECT, {**PROJECT, "project": "第二个项目"}], indicators=rows))
    assert read.document.pages > 8
    assert read.indicators["page"].nunique() > 4


@pytest.mark.parametrize("fictional", [False, True])
def test_prose_over_many_pages(made: Made, comes_back: ComesBack, fictional: bool) -> None:
    """Page numbers and the running head of a sample stand between the lines of a sentence."""
    names = [f"{a}{b}桥梁支出" for a in "甲乙丙丁戊己庚辛壬癸" for b in "梅兰竹菊松柏桃李荷桂枫杏"]
    rows = [
        claim("三、支出决算情况说明", f"{name}", measure, f"{n},{n:03}.{n % 100:02}" if n else "0.07", unit=unit)
        for n, name in enumerate(names)
        for measure, unit in (("actual", "万元"), ("share_pct", "%"))
    ]
    read = comes_back(made(claims=rows), fictional=fictional, edition_note="本文件为测试。")
    assert read.claims["page"].nunique() > 2


def line(
    statement: str, title: str, row: int, column: str, printed: str, amount: float | None, **more: Any
) -> dict[str, Any]:
    text = "" if amount is None else f"{amount:,.2f}"
    return {"statement": statement, "statement_zh": title, "row": row, "column": column, "column_zh": printed,
            "amount": amount, "text": text, **more}  # fmt: skip


def test_statements(made: Made, comes_back: ComesBack) -> None:
    two_sided = [
        line("income_expenditure", "收入支出决算总表", row, "amount", "决算数", amount, side=side, name=name)
        for row, (left, right) in enumerate(
            [
                (("一、一般公共预算财政拨款收入", 9746.5), ("一、一般公共服务支出", None)),
                (("二、事业收入", 0.0), ("二、外交支出", -3.25)),
                (None, ("三、国防支出", 1.0)),
                (("总计", 9746.5), ("总计", 9746.5)),
            ],
            start=1,
        )
        for side, half in (("income", left), ("expenditure", right))
        if half
        for name, amount in [half]
    ]
    columns = (("opening", "年初结转和结余"), ("total", "本年支出/合计"), ("basic", "本年支出/基本支出"))
    tree = [
        (None, "合计", None),
        ("206", "科学技术支出", 1),
        *((f"20603{n:02}", f"科研机构{n}", 3) for n in range(1, 99)),
    ]
    coded = [
        line("general_public", "一般公共预算财政拨款支出决算表", row, column, printed,
             row * 1001.25 if column != "opening" else None, code=code, name=name, level=level)
        for row, (code, name, level) in enumerate(tree, start=1)
        for column, printed in columns
    ]  # fmt: skip
    items = (
        "合计",
        "因公出国（境）费",
        "公务用车购置及运行维护费/小计",
        "公务用车购置及运行维护费/公务用车购置费",
        "公务接待费",
    )
    names = ("合计", "因公出国（境）费", "公务用车购置及运行维护费", "公务用车购置费", "公务接待费")
    three = [
        line("three_public", "财政拨款“三公”经费支出决算表", 1, stage, f"{item}/{zh}", 2.5, name=name)
        for item, name in zip(items, names, strict=True)
        for stage, zh in (("budget", "预算数"), ("actual", "决算数"))
    ]
    read = comes_back(made(lines=[*two_sided, *coded, *three]))
    assert read.lines["page"].nunique() > 4


def test_statements_in_yuan(made: Made, comes_back: ComesBack) -> None:
    rows = [
        {**line("income", "收入决算表", 1, column, printed, amount, name="合计"), "text": text}
        for column, printed, amount, text in (
            ("total", "本年收入合计", 37151.4655, "371,514,655.00"),
            ("appropriation", "财政拨款收入", 37151.4655, "371,514,655.00"),
            ("operating", "事业收入", None, ""),
            ("other", "其他收入", 0.0, "0.00"),
        )
    ]
    comes_back(made(lines=rows))
