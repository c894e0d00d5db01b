"""Money in 元, 万元 and 亿元, mixed in a sentence and between tables and prose: no false error, a true one found."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from .conftest import claims, found, table

Read = Callable[..., Any]

SECTIONS = """二、收入决算情况说明

本年收入合计1.00亿元，其中：财政拨款收入6,000.00万元，占60.00%；上级补助收入0.00万元，占0.00%；\
事业收入{operating}元，占30.00%；经营收入0.00万元，占0.00%；附属单位上缴收入0.00万元，占0.00%；其他收入1,000.00万元，占10.00%。

三、支出决算情况说明

本年支出合计9,000.00万元，其中：基本支出60,000,000.00元，占66.67%；项目支出0.30亿元，占33.33%；\
上缴上级支出0.00万元，占0.00%；经营支出0.00万元，占0.00%；对附属单位补助支出0.00万元，占0.00%。

九、财政拨款“三公”经费支出决算情况说明

“三公”经费支出90,000.00元。与全年预算相比，公务接待费全年预算数为2.00万元，决算数为10,000.00元，预决算差异率为-50.00%。

十、其他重要事项的情况说明

（一）机关运行经费支出情况

机关运行经费支出{running}元。公用经费300.00万元。

（二）政府采购情况

政府采购支出总额200.00万元，其中：授予中小企业合同金额{small}元。
"""
SOUND = {"operating": "30,000,000.00", "running": "2,500,000.00", "small": "1,500,000.00"}


def test_mixed_units_in_a_sound_text_raise_no_error(read: Read) -> None:
    report = read(SECTIONS.format(**SOUND))
    assert found(report) == []
    assert ("actual", 3000.0) in claims(report, "事业收入")
    assert ("actual", 10_000.0) in claims(report, "本年收入合计")


@pytest.mark.parametrize(
    "slip", [{"operating": "31,000,000.00"}, {"small": "2,500,000.00"}, {"running": "3,500,000.00"}]
)
def test_a_slip_among_mixed_units_is_found(read: Read, slip: dict[str, str]) -> None:
    assert found(read(SECTIONS.format(**(SOUND | slip))))


@pytest.mark.parametrize(("unit", "factor", "places"), [("元", 10_000.0, 2), ("万元", 1.0, 2), ("亿元", 0.0001, 6)])
def test_amounts_are_in_wan_whatever_a_table_is_printed_in(read: Read, unit: str, factor: float, places: int) -> None:
    def money(wan: float) -> str:
        return f"{wan * factor:,.{places}f}"

    report = read(
        table(
            "支出决算表",
            "科目编码 科目名称 本年支出合计 基本支出 项目支出 上缴上级支出 经营支出 对附属单位补助支出",
            f"合计 _ {money(1234.56)} {money(1000)} {money(234.56)} {money(0)} {money(0)} {money(0)}",
            f"201 一般公共服务支出 {money(1234.56)} {money(1000)} {money(234.56)} {money(0)} {money(0)} {money(0)}",
            unit=unit,
        )
        + "三、支出决算情况说明\n\n本年支出合计12,345,600.00元，其中：基本支出1,000.00万元，占81.00%。\n"
    )
    total = report.lines[(report.lines["code"] == "201") & (report.lines["column"] == "total")]
    assert list(total["amount"]) == [1234.56]
    assert found(report) == []


@pytest.mark.parametrize(
    ("prose", "severity"),
    [("12,345,600.00元", None), ("1,234.57万元", None), ("1,234.59万元", "error"), ("12,346,600.00元", "error")],
)
def test_prose_against_a_table_in_another_unit(read: Read, prose: str, severity: str | None) -> None:
    """One in the last place is a tail plugged so that a table adds up, and no finding; three or more are an error."""
    report = read(
        table(
            "支出决算表",
            "科目编码 科目名称 本年支出合计 基本支出 项目支出",
            "_ 合计 1,234.56 1,000.00 234.56",
            "201 一般公共服务支出 1,234.56 1,000.00 234.56",
        )
        + f"三、支出决算情况说明\n\n本年支出合计{prose}。\n"
    )
    about = report.findings[report.findings["message_zh"].str.contains("本年支出合计")]
    assert list(about["severity"]) == ([severity] if severity else [])


@pytest.mark.parametrize(
    ("part", "broken"), [("200.01", False), ("200.02", True), ("200.00", False), ("199.00", False)]
)
def test_a_part_may_exceed_its_whole_by_rounding_only(read: Read, part: str, broken: bool) -> None:
    """Both are printed to 0.01: 200.01 can stand for 200.005, and so can 200.00; 200.02 cannot."""
    report = read(
        "十、其他重要事项的情况说明\n\n（二）政府采购情况\n\n"
        f"政府采购支出总额200.00万元，其中：授予中小企业合同金额{part}万元。\n"
    )
    assert bool(found(report)) is broken


def test_a_share_is_of_this_years_spending_where_no_amount_opens_its_paragraph(read: Read) -> None:
    text = (
        "三、支出决算情况说明\n\n本年支出200.00万元。\n\n"
        "五、一般公共预算财政拨款支出决算情况说明\n\n"
        "一般公共预算财政拨款支出150.00万元，占本年支出的{share}%。\n"
    )
    assert found(read(text.format(share="75.00"))) == []
    assert found(read(text.format(share="57.00"))) != []
