"""What the index says of the figures of a small report, each key worked out by hand."""

from __future__ import annotations

from typing import Any

import pytest

import budgetlib as bl
from budgetlib.checks.index import Index

TEXT = """某市某局2024年度部门决算

三、支出决算情况说明

本年支出合计69.00万元，其中：基本支出49.00万元，占71.01%；项目支出20.00万元，占28.99%。

五、一般公共预算财政拨款支出决算情况说明

1.教育支出（类）普通教育（款）小学教育（项）：支出决算为50.00万元，年初预算为48.00万元，主要原因是人员增加5.00万元。

九、财政拨款“三公”经费支出决算情况说明

公务接待费支出2.00万元，接待12批次。

一般公共预算财政拨款支出决算表

| 单位：万元 |
功能分类科目编码\t科目名称\t合计\t基本支出\t项目支出
205\t教育支出\t60.00\t40.00\t20.00
20502\t普通教育\t60.00\t40.00\t20.00
2050202\t小学教育\t50.00\t30.00\t20.00
2050203\t初中教育\t10.00\t10.00\t
210\t卫生健康支出\t9.00\t9.00\t
\t合计\t69.00\t49.00\t20.00

财政拨款“三公”经费支出决算表

项目\t预算数\t决算数
合计\t3.00\t2.00
1.公务接待费\t3.00\t2.00
2.某某费用\t0.00\t0.00
"""


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    path = tmp_path_factory.mktemp("index") / "report.md"
    path.write_text(TEXT, encoding="utf-8")
    return Index(bl.read_report(path).parsed)


def keys(index: Index, source: str, names: tuple[str, ...], **wanted: Any) -> dict[str, Any]:
    (one,) = index.select(source, wanted)
    return {name: one.keys[name] for name in names}


LINES = ("path", "ends", "total", "summed", "sole", "first", "in_row_sum", "in_column_sum")


@pytest.mark.parametrize(
    ("code", "name", "expected"),
    [
        (
            "2050202",
            "小学教育",
            (("教育支出", "普通教育", "小学教育"), ("教育支出", "小学教育"), False, False, True, True, False, True),
        ),
        ("20502", "普通教育", (("教育支出", "普通教育"), None, False, True, True, True, False, True)),
        ("205", "教育支出", (("教育支出",), None, False, True, True, True, False, True)),
        (None, "合计", (None, None, True, True, True, True, False, False)),
    ],
)
def test_a_total_of_a_statement(index: Index, code: str | None, name: str, expected: tuple[Any, ...]) -> None:
    found = keys(index, "lines", LINES, statement="general_public", code=code, name=name, column="total")
    assert tuple(found.values()) == expected


def test_parts_of_a_row(index: Index) -> None:
    row = {"statement": "general_public", "name": "小学教育"}
    assert [one.keys["in_row_sum"] for one in index.select("lines", row)] == [False, True, True]
    assert [one.figure.value for one in index.select("lines", row) if one.figure] == [50.0, 30.0, 20.0]


def test_items_of_the_three_public_expenses(index: Index) -> None:
    rows = [*index.select("lines", {"statement": "three_public", "column": "actual"})]
    assert [(one.keys["name"], one.keys["item"], one.keys["all"]) for one in rows] == [
        ("合计", "total", True),
        ("公务接待费", "reception", False),  # without the number before it
        ("某某费用", None, False),
    ]


CLAIMS = ("money", "detail", "ends", "kind", "standing", "whole", "three_public", "firm")


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ({"item": "本年支出合计", "measure": "actual"}, (True, False, None, "actual", "main", "spent", None, True)),
        ({"item": "项目支出", "measure": "actual"}, (True, False, None, "actual", "main", None, None, False)),
        ({"item": "项目支出", "measure": "share_pct"}, (False, False, None, "share_pct", "", None, None, False)),
        (
            {"measure": "initial_budget"},
            (True, True, ("教育支出", "小学教育"), "budget", "", None, None, True),
        ),
        ({"three_public": "reception", "money": True}, (True, False, None, "actual", "main", None, "reception", True)),
        ({"unit": "批次"}, (False, False, None, "count", "", None, "reception", True)),
    ],
)
def test_an_amount_of_the_prose(index: Index, wanted: dict[str, Any], expected: tuple[Any, ...]) -> None:
    assert tuple(keys(index, "claims", CLAIMS, **wanted).values()) == expected


def test_shares_that_fill_their_passage_and_what_opens_it(index: Index) -> None:
    shares = [*index.select("claims", {"measure": "share_pct"})]
    assert [one.keys["fills"] for one in shares] == [True, True]  # 71.01 + 28.99
    assert keys(index, "claims", ("opens",), item="本年支出合计", measure="actual")["opens"] == ("paragraph", "place")
    assert keys(index, "claims", ("opens",), item="项目支出", measure="actual")["opens"] == ()


def test_what_is_looked_up_comes_in_the_order_of_the_document(index: Index) -> None:
    names = [one.keys["name"] for one in index.select("lines", {"code": ["2050203", "205"], "column": "total"})]
    assert names == ["教育支出", "初中教育"]
