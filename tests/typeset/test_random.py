"""Random but plausible reports come back cell by cell: claims of all measures and bases, forms with all kinds of names.

What is expected is put together here from the drawn facts, with decimal arithmetic, not by the parsers.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from budgetlib.report import Report

Row = dict[str, Any]

ITEMS = (
    "收入总计", "本年支出", "财政拨款收入", "使用非财政拨款结余（含专用结余）", "年末结转和结余", "基本支出",
    "人员经费", "公用经费", "对附属单位补助支出", "一般公共预算财政拨款支出", "机关运行经费", "政府采购货物支出",
    "授予小微企业合同金额", "（事业单位）公用经费", "“两区”建设专项资金", "科学技术支出/基础研究/自然科学基金",
    "边远支出/山区气象/观测站网（二期）",
)  # fmt: skip
COUNTED = (
    ("在职人员", "人"), ("其他用车", "辆"), ("公务用车保有量", "辆"), ("房屋", "平方米"), ("绩效自评项目", "个"),
    ("单价100万元（含）以上设备", "台(套)"),
)  # fmt: skip
SECTIONS = (
    ("一、收入支出决算总体情况说明", ""),
    ("五、一般公共预算财政拨款支出决算情况说明", "（一）总体情况"),
    ("五、一般公共预算财政拨款支出决算情况说明", "（二）具体情况"),
    ("十、其他重要事项的情况说明", "（三）国有资产占用情况说明"),
)
CODES = {"科学技术支出/基础研究/自然科学基金": "2060203"}

cents = st.one_of(st.just(0), st.integers(0, 99_999), st.integers(0, 99_999_999_999)).map(
    lambda n: Decimal(n).scaleb(-2)
)
rates = st.integers(0, 1_999_999).map(lambda n: Decimal(n).scaleb(-2))
signs = st.sampled_from([1, -1])


def printed(value: Decimal, thousands: bool = True) -> str:
    return f"{value:,.2f}" if thousands else f"{value:.2f}"


def claim(measure: str, value: Decimal, unit: str = "万元", base: str | None = None, sign: int = 1, **more: Any) -> Row:
    text = more.pop("text", None) or printed(value, thousands=value % 2 == 0)
    return {"measure": measure, "value": sign * float(value), "unit": unit, "base": base, "text": text, **more}


@st.composite
def figures(draw: st.DrawFn) -> list[Row]:
    """What a report says of one item, apart from a comparison with the year before."""
    base = draw(st.sampled_from(["budget", "initial_budget", "annual_budget", "other_year"]))
    sign = draw(signs)
    amount, rate = draw(cents), draw(rates)
    kinds = {
        "amount": [claim("actual", amount)],
        "share": [claim("actual", amount), claim("share_pct", rate, "%")],
        "prior": [claim("actual", amount), claim("prior", draw(cents))],
        "initial": [claim("initial_budget", amount), claim("actual", draw(cents)),
                    claim("completion_pct", rate, "%", "initial_budget")],
        "annual": [claim("annual_budget", amount), claim("actual", draw(cents)),
                   claim("difference_pct", -rate if sign < 0 else rate, "%")],
        "budget": [claim("budget", amount, base="budget"), claim("completion_pct", rate, "%", "budget")],
        "against": [claim("actual", amount), claim("change", draw(cents), base=base, sign=sign),
                    claim("change_pct", rate, "%", base, sign)],
        "yuan": [claim("actual", amount, draw(st.sampled_from(["元", "亿元"])))],
    }  # fmt: skip
    return kinds[draw(st.sampled_from(sorted(kinds)))]


@st.composite
def compared(draw: st.DrawFn) -> tuple[list[Row], Row]:
    """An amount compared with the year before, and the row of ``changes`` that follows."""
    current, change, rate, sign = draw(cents), draw(cents), draw(rates), draw(signs)
    base = draw(st.sampled_from(["prior_year", "prior_budget"]))
    flat = draw(st.integers(0, 4)) == 0
    change = Decimal(0) if flat else change
    stated = [claim("actual", current)]
    if not flat:
        stated += [claim("change", change, base=base, sign=sign), claim("change_pct", rate, "%", base, sign)]
    prior = current - sign * change
    known = prior >= 0  # nobody spent less than nothing: a rise above the amount itself is a slip, and gives no prior
    row = {
        "current": float(current),
        "prior": float(prior) if known else None,
        "change": sign * float(change),
        "change_pct": None if flat else sign * float(rate),
        "direction": "flat" if not change else ("up" if sign > 0 else "down"),
        "derived": known,
        "zero_base": prior == 0 if known else None,
        "base": base,
        "reason": draw(st.sampled_from([None, "厉行节约，压减支出", "本年新增项目"])),
    }
    return stated, row


@st.composite
def counts(draw: st.DrawFn) -> list[Row]:
    number = draw(st.integers(0, 5000))
    rows = [claim("count", Decimal(number), text=f"{number}")]
    if draw(st.booleans()):
        rows.append(claim("change", Decimal(3), sign=draw(signs), text="3"))
    return rows


@st.composite
def reports(draw: st.DrawFn) -> tuple[list[Row], list[Row]]:
    """Rows of ``claims`` and ``changes`` of a report that speaks of each item once."""
    claims: list[Row] = []
    changes: list[Row] = []
    items = draw(st.lists(st.sampled_from([*ITEMS, *COUNTED]), unique=True, max_size=9))
    for number, item in enumerate(items):
        section, subsection = SECTIONS[number * len(SECTIONS) // len(items)]
        place = {"section": section, "subsection": subsection}
        if isinstance(item, tuple):
            claims += [{**place, **row, "item": item[0], "unit": item[1]} for row in draw(counts())]
            continue
        if draw(st.booleans()):
            stated, change = draw(compared())
            changes.append({"item": item, "code": CODES.get(item), **change})
        else:
            stated = draw(figures())
        claims += [{**place, **row, "item": item} for row in stated]
    return claims, changes


# No hyphen here: see test_a_hyphen_at_the_end_of_a_line.
PIECES = (
    "“两区”",
    "（2024年）",
    "《办法》",
    "创新平台",
    "3个",
    "A类",
    "——",
    "第10届",
    "数量",
    "完成率",
    "、",
    "+",
    "℃",
    "建设",
)
names = st.lists(st.sampled_from(PIECES), min_size=2, max_size=9, unique=True).map(
    lambda pieces: "科" + "".join(pieces) + "数"
)
amounts = st.one_of(st.none(), cents.map(float), cents.map(lambda value: -float(value)))
LEVELS = (
    ("产出指标", "数量指标"), ("产出指标", "质量指标"), ("产出指标", "时效指标"), ("产出指标", "经济成本指标"),
    ("效益指标", "经济效益指标"), ("效益指标", "可持续影响指标"), ("满意度指标", "服务对象满意度指标"),
)  # fmt: skip


@st.composite
def outcomes(draw: st.DrawFn) -> Row:
    """Target and outcome as printed, and what they say."""
    if draw(st.integers(0, 3)) == 0:
        words = draw(st.sampled_from(["有效提升", "完全达到预期(效果)", "及时", None]))
        return {"target": words, "actual": draw(st.sampled_from(["达成预期指标", None]))}
    sign, meaning = draw(st.sampled_from([(">=", "≥"), ("≤", "≤"), ("=", "="), ("", None)]))
    unit = draw(st.sampled_from(["家", "%", "人次", "小时", "亿元"]))
    target, actual = draw(st.integers(0, 99_999)), draw(st.integers(0, 999_999)) / 100
    return {"target": f"{sign}{target}{unit}", "target_operator": meaning, "target_value": float(target),
            "actual": f"={actual:.2f}{unit}", "actual_value": actual, "unit": unit}  # fmt: skip


@st.composite
def evaluations(draw: st.DrawFn) -> tuple[list[Row], list[Row]]:
    """Rows of ``projects`` and ``indicators``."""
    projects: list[Row] = []
    indicators: list[Row] = []
    for name in draw(st.lists(names, unique=True, max_size=4)):
        key = {"evaluation": draw(st.sampled_from(["project", "department"])), "project": name}
        projects.append({**key, **draw(money(key["evaluation"]))})
        levels = sorted(draw(st.lists(st.sampled_from(range(len(LEVELS))), max_size=6)))
        for level in levels:
            basis = draw(st.sampled_from([None, "《工作计划(2024)》"])) if key["evaluation"] == "department" else None
            own = {"level1": LEVELS[level][0], "level2": LEVELS[level][1], "indicator": draw(names), "repaired": False,
                   "weight": draw(st.integers(0, 40)) / 2, "score": draw(st.integers(0, 4000)) / 100}  # fmt: skip
            indicators.append({**key, **own, **draw(outcomes()), "basis": basis})
    return projects, indicators


@st.composite
def money(draw: st.DrawFn, evaluation: str) -> Row:
    row: Row = {name: draw(amounts) for name in ("initial_budget", "adjusted_budget", "executed", "execution_rate")}
    row |= {"rate_weight": 10.0, "rate_score": draw(st.sampled_from([10.0, 9.07, 0.0, None]))}
    for fund in draw(st.lists(st.sampled_from(["appropriation", "superior", "carryover", "other"]), unique=True)):
        row |= {f"{fund}_{stage}": draw(amounts) for stage in ("initial", "adjusted", "executed")}
    if evaluation == "project":
        office = st.sampled_from([None, "云岭市气象局", "云岭市气象台（站）"])
        row |= {"supervising_department": draw(office), "implementing_unit": draw(office)}
        row |= {"total_weight": 100.0, "total_score": draw(st.sampled_from([100.0, 93.53]))}
    return row


@settings(max_examples=40, deadline=None, derandomize=True)
@given(stated=reports(), evaluated=evaluations())
def test_random_reports_come_back(
    made: Callable[..., dict[str, pd.DataFrame]],
    comes_back: Callable[..., Report],
    stated: tuple[list[Row], list[Row]],
    evaluated: tuple[list[Row], list[Row]],
) -> None:
    (claims, changes), (projects, indicators) = stated, evaluated
    if not projects and all(row["measure"] in ("count", "change") for row in claims):
        return  # a title and counts are no report
    comes_back(made(claims=claims, changes=changes, projects=projects, indicators=indicators))
