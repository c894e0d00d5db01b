"""Printed numbers: what they are worth and where they begin and end."""

from __future__ import annotations

import pytest

from budgetlib.numbers import TO_WAN, decimals, find_numbers, half_unit, is_blank, parse_number, shown
from budgetlib.parsers.prose.nonfigures import nonfigure


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("减少 2,273.63 万元,下降 38.52%,主要", [2273.63, 38.52]),
        ("预决算差异率-14.73%", [-14.73]),
        ("差异率－0.06％", [-0.06]),
        ("１，０５５．４％", [1055.4]),
        ("2023-2025", [2023.0, 2025.0]),
        ("1,2345", [1.0, 2345.0]),
        ("（类）3,381.51万元", [3381.51]),
        ("无", []),
    ],
)
def test_numbers_in_text(text: str, values: list[float]) -> None:
    assert [number.value for number in find_numbers(text)] == values


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("3,977.09", 3977.09),
        (" 371,514,655.00 ", 371514655.0),
        ("0.00", 0.0),
        ("-36.00", -36.0),
        ("−36.00", -36.0),
        ("(12.50)", -12.5),
        ("", None),
        ("—", None),
        ("10分", None),
        ("=6亿元", None),
        ("1.2.3", None),
    ],
)
def test_cells(cell: str, value: float | None) -> None:
    assert parse_number(cell) == value


def test_blank_is_not_zero() -> None:
    assert is_blank("") and is_blank("—") and is_blank("-")
    assert not is_blank("0.00")


def test_half_a_unit_of_the_last_place() -> None:
    assert half_unit("3,628.92") == pytest.approx(0.005)
    assert half_unit("9.8") == pytest.approx(0.05)
    assert half_unit("371,514,655") == pytest.approx(0.5)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("2024 年度收入", ["year"]),
        ("截至2024年12月31日", ["year", "date", "date"]),
        ("〔2019〕51号", ["year", "reference"]),
        ("1. 行政运行", ["list"]),
        ("原因是：1.减少；2.增加", ["list", "list"]),
        ("单价100万元（含）以上设备0台", ["name", None]),
        ("2023年至2025年", ["year", "year"]),
        ("支出 2,024.00 万元", [None]),
        ("2025.1.1-2025.12.31", ["date", "date"]),
        ("收入 2024 万元", [None]),
        ("目标1：修路3公里；目标 2：植树", ["list", None, "list"]),
        ("5．2025年收入预算表", ["list"]),
        ("表2.2025年收入预算表", ["list"]),
        ("见某财„2018‟13 号", ["reference", "reference"]),
        ("详见表1-3）", ["reference", "reference"]),
        ("301008_某市某局", ["name"]),
        ("建市70周年", ["name"]),
        ("2025部门预算", ["year"]),
        ("共2000部，每部3元", [None, None]),
    ],
)
def test_numbers_that_are_no_figures(text: str, why: list[str | None]) -> None:
    assert [nonfigure(text, number) for number in find_numbers(text)] == why


def test_a_run_of_digits_that_no_budget_has_is_no_number() -> None:
    """Four hundred digits were read as infinity."""
    assert [number.value for number in find_numbers("9" * 400 + "万元，另有5.00万元")] == [5.0]


@pytest.mark.parametrize(("digits", "read"), [(40, True), (41, False)])
def test_forty_characters_are_a_number_and_no_more(digits: int, read: bool) -> None:
    assert len(list(find_numbers("1" * digits))) == read
    assert (parse_number("1" * digits) is not None) is read


def test_where_a_number_stands_in_its_text() -> None:
    (one, two) = find_numbers("支出１，２３４．５０万元，增长-7%")
    assert (one.value, one.start, one.end, one.text, one.decimals) == (1234.5, 2, 10, "１，２３４．５０", 2)
    assert (two.value, two.start, two.end, two.text, two.decimals) == (-7.0, 15, 17, "-7", 0)


@pytest.mark.parametrize(("text", "places"), [("12", 0), ("12.", 0), ("12.5", 1), ("３．２５０", 3), ("9.80%", 2)])
def test_the_places_behind_the_point(text: str, places: int) -> None:
    assert decimals(text) == places


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("125360,898", 125360898.0),  # digits grouped wrongly
        ("1,23.50", 123.5),
        ("1,23", None),  # two numbers, or a comma too many
        (".5", 0.5),
        ("+3", 3.0),
        ("(1,000)", -1000.0),
        ("1 234.5", 1234.5),
        ("--", None),
        (".", None),
        (",", None),
    ],
)
def test_cells_printed_oddly(cell: str, value: float | None) -> None:
    assert parse_number(cell) == value


@pytest.mark.parametrize(
    ("value", "places", "text"),
    [
        (1674.94, 2, "1,674.94"),
        (1674.9, 2, "1,674.90"),
        (1674.945, 2, "1,674.945"),  # one place more, or it would be another number
        (5.0, 0, "5"),
        (1000000.0, 2, "1,000,000.00"),
        (-0.5, 1, "-0.5"),
        (None, 2, ""),
    ],
)
def test_a_figure_is_shown_so_that_it_comes_back(value: float | None, places: int, text: str) -> None:
    assert shown(value, places) == text


def test_a_figure_without_thousands_and_a_blank_of_ones_own() -> None:
    assert shown(1674.94, thousands=False) == "1674.94" and shown(None, blank="—") == "—"


def test_units_of_money() -> None:
    assert {unit: 12.0 * factor for unit, factor in TO_WAN.items()} == pytest.approx(
        {"元": 0.0012, "千元": 1.2, "万元": 12.0, "万": 12.0, "百万元": 1200.0, "亿元": 120000.0}
    )
