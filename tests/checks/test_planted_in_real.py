"""The bench of digits in real reports: what *cannot be contradicted* is what nothing else in a report states."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import budgetlib as bl

BENCHMARKS = Path(__file__).resolve().parents[2] / "benchmarks"
TEXT = """某市某局2024年度部门决算

三、支出决算情况说明

本年支出合计69.00万元，其中：基本支出49.00万元，占71.01%；项目支出20.00万元，占28.99%。

九、财政拨款“三公”经费支出决算情况说明

公务接待费支出2.00万元，接待12批次、88人次。

一般公共预算财政拨款支出决算表
单位：万元
功能分类科目编码\t科目名称\t合计\t基本支出\t项目支出
205\t教育支出\t69.00\t49.00\t20.00
\t合计\t69.00\t49.00\t20.00

某某明细表
单位：万元
名称\t某栏
某某\t31.25
"""
ALONE = {
    ("lines", "31.25"): ("71.25", "its statement, row, column or unit is not understood"),
    ("claims", "2.00"): ("5.00", "it is stated once"),
    ("claims", "12"): ("42", "it is stated once"),
    ("claims", "88"): ("68", "it is stated once"),
    ("three_public", "2.00"): ("5.00", "it is stated once"),
    ("three_public", "12"): ("42", "it is stated once"),
    ("three_public", "88"): ("68", "it is stated once"),
}
"""By hand: nothing else in the text gives these, so that another digit makes no contradiction, and why."""
PROVED = {"69.00": "79.00", "49.00": "59.00", "20.00": "30.00", "71.01": "81.01", "28.99": "38.99"}
"""49 + 20 = 69, 49 / 69 = 71.01 %, 20 / 69 = 28.99 %: another first digit contradicts each."""


@pytest.fixture(scope="module")
def bench() -> Iterator[Any]:
    if not BENCHMARKS.is_dir():
        pytest.skip("the benchmarks are not part of a source distribution")
    sys.path.insert(0, str(BENCHMARKS))
    try:
        yield importlib.import_module("bench_real")
    finally:
        sys.path.remove(str(BENCHMARKS))


@pytest.fixture(scope="module")
def base(bench: Any, tmp_path_factory: pytest.TempPathFactory) -> Any:
    path = tmp_path_factory.mktemp("planted") / "report.md"
    path.write_text(TEXT, encoding="utf-8")
    return bench.Base(None, bl.read_report(path))


def test_what_stands_alone_and_why(bench: Any, base: Any) -> None:
    found = [
        (table, one.text, bench.why_alone(base, place))
        for table, several in bench.figures(base).items()
        for place, one, proved in several
        if not proved
    ]
    assert sorted(found) == sorted((*key, why) for key, (_, why) in ALONE.items())


def test_another_digit_in_what_stands_alone_contradicts_nothing_and_in_the_rest_it_is_caught(
    bench: Any, base: Any
) -> None:
    for table, several in bench.figures(base).items():
        for _, one, proved in several:
            after = PROVED[one.text] if proved else ALONE[table, one.text][0]
            planted = bench.edited(base, {one.mark: after}, "")
            assert bool(bench.judge(base, planted).caught) is proved, (table, one.text)


def test_a_share_that_rounds_to_the_same_is_excused(bench: Any, base: Any) -> None:
    """49 / 69 is 71.014 %: 71.01 and, of amounts that were rounded themselves, 71.02 fit; 81.01 does not."""
    one = next(one for _, one, _ in bench.figures(base)["claims"] if one.text == "71.01")
    planted = bench.edited(base, {one.mark: "71.02"}, "")
    assert bench.excuse(base, planted, one, "71.02") == "rounding allows the other digit, too"
    planted = bench.edited(base, {one.mark: "81.01"}, "")
    assert not bench.excuse(base, planted, one, "81.01")
