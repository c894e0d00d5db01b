"""Verdicts and their sentences, of figures made by hand: what is said, of what page, and what it proves."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest

from budgetlib.checks import messages
from budgetlib.checks.figures import Figure
from budgetlib.checks.model import Judged, Rule, Verdict, rate_verdict, sum_verdict, worded
from budgetlib.intervals import around
from budgetlib.parsers.facts import Place, fact
from budgetlib.parsers.identity import Identity
from budgetlib.readers.document import Mark

SUBJECT = ("支出总计", "total spending")


def figure(text: str, row: int = 0, unit: str = "万元", factor: float = 1.0, page: int | None = 4) -> Figure:
    value = float(text.replace(",", ""))
    half = 0.5 * 10.0 ** -len(text.partition(".")[2]) * factor
    return Figure("claims", row, "value", value * factor, half, text, page, unit, factor, Mark(row, None, 0, len(text)))


def test_a_figure_knows_its_place_its_interval_and_the_unit_it_is_printed_in() -> None:
    one = figure("1,234.50", 7)
    assert (one.place, one.ref, one.money) == (Place("claims", 7, "value"), "claims:7:value", True)
    assert one.interval == around(1234.5, 0.005)
    assert figure("5", unit="人").money is False
    units = {0.0001: "元", 0.1: "千元", 1.0: "万元", 100.0: "百万元", 10000.0: "亿元", 3.0: "万元"}
    assert {factor: figure("5", factor=factor).printed_unit for factor in units} == units
    assert figure("5", unit="人", factor=0.0001).printed_unit == "人"


@pytest.mark.parametrize(
    ("value", "places", "text"),
    [
        (1234.5, 2, "1,234.50"),
        (1234.567, 3, "1,234.567"),
        (5.0, 0, "5"),
        (5.25, 0, "5.25"),  # a whole number would not be true
        (5.25, 1, "5.25"),
        (5.125, 0, "5.125"),
        (5.12345, 1, "5.12345"),
        (5.123, 2, "5.123"),
        (-3.5, 2, "-3.50"),
    ],
)
def test_an_amount_has_its_places_and_more_where_it_would_not_be_true(value: float, places: int, text: str) -> None:
    assert messages.amount(value, places) == text


def test_a_figure_as_the_document_prints_it_with_its_unit() -> None:
    assert messages.shown(figure("12,345.60", factor=0.0001)) == "12,345.60"
    assert messages.quoted(figure("12,345.60", factor=0.0001)) == ("12,345.60元", "12,345.60 yuan")
    assert messages.quoted(figure("12.00")) == ("12.00万元", "12.00 (10,000 yuan)")
    assert messages.quoted(figure("12.5", unit="%")) == ("12.5%", "12.5 %")
    assert messages.quoted(figure("12", unit="人")) == ("12人", "12 人")
    assert messages.quoted(figure("12", unit="")) == ("12", "12")


@pytest.mark.parametrize(
    ("texts", "formula"),
    [
        (("1.00", "2.00"), "1.00 + 2.00"),
        (("1.00", "-2.00"), "1.00 − 2.00"),
        (("-1.00", "2.00"), "−1.00 + 2.00"),
        (("-1.00", "-2.00"), "−1.00 − 2.00"),
        (("0.00",), "0.00"),
    ],
)
def test_parts_added_up_and_taken_off(texts: tuple[str, ...], formula: str) -> None:
    assert messages.formula([figure(text) for text in texts]) == formula


def test_a_sum_says_what_it_would_be_and_by_how_much_and_which_way() -> None:
    parts = [figure("60.00", 1), figure("30.00", 2)]
    zh, en = messages.of_sum(figure("100.00"), parts, 90.0, SUBJECT)
    assert all(word in zh for word in ("支出总计", "100.00万元", "60.00 + 30.00", "90.00万元", "10.00万元", "多"))
    assert all(word in en for word in ("total spending", "60.00 + 30.00", "90.00", "10.00", "more"))
    zh, en = messages.of_sum(figure("80.00"), parts, 90.0, SUBJECT)
    assert "少" in zh and "less" in en and "10.00万元" in zh
    zh, en = messages.of_sum(
        figure("1,000,000.00", factor=0.0001), [figure("900,000.00", 1, factor=0.0001)], 90.0, SUBJECT
    )
    assert "900,000.00元" in zh and "100,000.00元" in zh and "100,000.00" in en
    holds = messages.of_sum(figure("90.00"), parts, 90.0, SUBJECT, "rounded")
    assert "60.00 + 30.00" in holds[0] and "多" not in holds[0] and "less" not in holds[1]


def test_two_places_are_named_by_their_pages_where_these_differ() -> None:
    zh, en = messages.of_two(figure("9.00"), figure("7.50", 1, page=6), SUBJECT)
    assert "第 4 页" in zh and "第 6 页" in zh and "(p. 4)" in en and "(p. 6)" in en and "1.50万元" in zh
    zh, en = messages.of_two(figure("9.00"), figure("7.50", 1), SUBJECT)
    assert "页" not in zh and "(p." not in en
    assert "1.50" not in messages.of_two(figure("9.00"), figure("9.00", 1), SUBJECT, "exact")[0]
    zh, _ = messages.of_two(figure("90,000.00", factor=0.0001), figure("7.50", 1), SUBJECT)
    assert "15,000.00元" in zh


def test_a_rate_says_the_quotient_in_its_own_places() -> None:
    """33.4 for a third: 33.3 in its own place, 0.07 off as two places show it."""
    zh, en = messages.of_rate(figure("33.4", unit="%"), "1.00 / 3.00", 100 / 3, SUBJECT)
    assert all(word in zh and word in en for word in ("33.4", "1.00 / 3.00", "33.3", "0.07"))
    cut = messages.of_rate(figure("66.6", unit="%"), "2.00 / 3.00", 200 / 3, SUBJECT, "truncated")
    assert "66.7" in cut[0] and cut[0] != messages.of_rate(figure("66.6"), "2.00 / 3.00", 200 / 3, SUBJECT)[0]
    assert messages.of_rate(figure("33.3"), "1.00 / 3.00", 100 / 3, SUBJECT, "exact")[1].count("33.3") == 1


def test_a_part_above_its_whole_and_several_together() -> None:
    zh, en = messages.of_excess([figure("12.00")], figure("10.00", 1), SUBJECT)
    assert "12.00万元" in zh and "10.00万元" in zh and "2.00万元" in zh and "+" not in zh and "2.00" in en
    zh, en = messages.of_excess([figure("6.00"), figure("7.5", 2)], figure("10.00", 1), SUBJECT)
    assert "6.00 + 7.5 = 13.50万元" in zh and "3.50万元" in zh and "6.00 + 7.5 = 13.50" in en
    in_yuan = [figure("60,000", factor=0.0001), figure("70,000", 2, factor=0.0001)]
    assert "130,000元" in messages.of_excess(in_yuan, figure("10.00", 1), SUBJECT)[0]
    assert "30,000元" in messages.of_excess(in_yuan, figure("10.00", 1), SUBJECT)[0]


def test_blanks() -> None:
    zh, en = messages.of_blank_total([figure("60,000", factor=0.0001), figure("5,000", 1, factor=0.0001)], 6.5, SUBJECT)
    assert "65,000元" in zh and "60,000 + 5,000" in en
    assert "12.00万元" in messages.of_blank_parts(figure("12.00"), SUBJECT)[0]
    assert "12.00万元" in messages.of_absent(figure("12.00"), SUBJECT)[0]
    assert messages.proof_label("no such word") == ("no such word", "no such word")


def identity(**known: Any) -> Identity:
    blank = dict.fromkeys(("agency", "agency_printed", "fiscal_year", "report_type", "scope"))
    return Identity(**{**blank, "title": ""} | known)


@pytest.mark.parametrize(
    ("known", "page", "place", "zh", "en"),
    [
        (
            {"agency": "某市某局", "fiscal_year": 2023, "report_type": "final"},
            5, "page", "某市某局2023年度部门决算第5页", "某市某局 final account 2023, p. 5",
        ),
        (
            {"agency": "某市某局", "fiscal_year": 2023, "report_type": "budget"},
            5, "line", "某市某局2023年度部门预算第5行", "某市某局 budget 2023, line 5",
        ),
        ({}, 2, "sheet", "报告第2张工作表", "report, sheet 2"),
        ({"agency": "某市某局"}, None, "page", "某市某局报告", "某市某局 report"),
    ],
)  # fmt: skip
def test_where_it_is_said(known: dict[str, Any], page: int | None, place: str, zh: str, en: str) -> None:
    said = messages.where(identity(**known), page, place)
    assert zh in said[0] and en in said[1] and ("第" in said[0]) is (page is not None)


def test_the_page_and_the_evidence_of_a_verdict() -> None:
    figures = (figure("5.00", 1, page=None), figure("6.00", 2, page=8))
    one = Verdict("broken", figures)
    assert (one.first_page, one.evidence) == (8, "claims:1:value claims:2:value")
    one = Verdict("broken", figures, page=3, place="block:9")
    assert (one.first_page, one.evidence) == (3, "claims:1:value claims:2:value block:9")
    assert Verdict("broken", ()).first_page is None and Verdict("broken", (), place="block:9").evidence == "block:9"


@pytest.mark.parametrize(
    ("status", "proves", "rows"),
    [
        ("exact", None, [1, 3]),  # a zero proves nothing
        ("rounded", None, [1, 3]),
        ("broken", None, []),
        ("truncated", None, []),
        ("unchecked", None, []),
        ("exact", (1,), [3]),
        ("exact", (), []),
    ],
)
def test_what_a_verdict_confirms(status: Any, proves: tuple[int, ...] | None, rows: list[int]) -> None:
    figures = (figure("5.00", 1), figure("6.00", 3), figure("0.00", 2))
    one = Verdict(status, figures, proves=None if proves is None else tuple(figures[n] for n in proves))
    assert [one.row for one in one.confirmed] == rows


@pytest.mark.parametrize(
    ("stated", "expected", "difference"),
    [(5.0, 3.0, 2.0), (0.0, 3.0, -3.0), (5.0, 0.0, 5.0), (5.0, None, None), (None, 3.0, None)],
)
def test_a_finding_in_words_has_a_difference_where_it_has_two_amounts(
    stated: float | None, expected: float | None, difference: float | None
) -> None:
    one = worded("posts", {"kind": "行政", "people": 5, "posts": 3}, stated=stated, expected=expected, page=2)
    assert (one.status, one.stated, one.expected, one.difference) == ("broken", stated, expected, difference)


@pytest.mark.parametrize(
    ("total", "parts", "status", "proven"),
    [
        ("90.00", ("60.00", "30.00"), "exact", 3),
        ("90.01", ("60.00", "30.00"), "rounded", 3),
        ("60.00", ("60.00", "0.00"), "exact", 0),  # it could not have failed
        ("60.00", ("60.00",), "exact", 2),  # another printed place
        ("95.00", ("60.00", "30.00"), "broken", 0),
    ],
)
def test_a_sum_proves_what_could_have_failed(total: str, parts: tuple[str, ...], status: str, proven: int) -> None:
    one = sum_verdict(figure(total), [figure(text, row) for row, text in enumerate(parts, 1)], SUBJECT)
    expected = sum(map(float, parts))
    assert (one.status, one.stated, one.expected) == (status, float(total), expected)
    assert (one.difference, one.tolerance) == (round(float(total) - expected, 6), round(0.005 * (len(parts) + 1), 6))
    assert len(one.confirmed) == proven
    same = sum_verdict(figure(total), [figure(text) for text in parts[:1]], SUBJECT)
    assert not same.confirmed, "a figure does not prove itself"


def test_a_rate_of_nothing_is_not_judged() -> None:
    rate, over = figure("25.00", unit="%"), (around(20.0, 0.005), 20.0)
    assert rate_verdict(rate, over, (around(0.0, 0.005), 0.0), (), SUBJECT, "") is None
    assert rate_verdict(rate, over, (around(0.002, 0.005), 0.002), (), SUBJECT, "") is None  # it may be zero
    one = rate_verdict(rate, over, (around(80.0, 0.005), 80.0), (figure("20.00", 1),), SUBJECT, "20.00 / 80.00")
    assert one and (one.status, one.stated, one.expected, one.difference) == ("exact", 25.0, 25.0, 0.0)
    assert [one.row for one in one.figures] == [0, 1] and "20.00 / 80.00" in one.sentences()[0]


@pytest.mark.parametrize(
    ("status", "truncated", "severity"),
    [
        ("broken", "note", "error"),
        ("truncated", "note", "note"),
        ("truncated", "", "error"),
        ("exact", "note", ""),
        ("rounded", "note", ""),
        ("unchecked", "note", ""),
    ],
)
def test_how_grave_a_verdict_is(status: Any, truncated: str, severity: str) -> None:
    rule = Rule("a.rule", "form", "error", "甲", "a", "", partial(iter, ()), truncated=truncated)
    assert Judged(rule, Verdict(status, ())).severity == severity


def test_a_fact_from_a_printed_number() -> None:
    one = fact(123456.0, "123,456", Mark(0, None, 0, 7), 2, factor=0.0001)
    assert (one.value, one.half, one.factor, one.places) == (12.3456, 0.00005, 0.0001, 0)
    assert one.interval == around(12.3456, 0.00005)
    assert str(fact(-0.0, "-0.00", Mark(0, None, 0, 5), 2).value) == "0.0"
    assert fact(1.23456, "1.23456", Mark(0, None, 0, 7), 2, places=3).value == 1.235


def test_verdicts_are_told_to_the_hundredth_of_a_yuan() -> None:
    """Six places of 万元; what is computed has more, and noise of binary floats."""
    one = sum_verdict(figure("1.2345678"), [figure("1.0000006", 1)], SUBJECT)
    assert (one.stated, one.expected, one.difference, one.tolerance) == (1.2345678, 1.000001, 0.234567, 0.0)
    third = rate_verdict(
        figure("30.00", unit="%"), (around(1.0, 0.0), 1.0), (around(3.0, 0.0), 3.0), (figure("1.00", 1),), SUBJECT, ""
    )
    assert third and (third.expected, third.difference, third.tolerance) == (33.333333, -3.333333, 0.005)
    wide = rate_verdict(figure("30", unit="%"), (around(1.0, 0.5), 1.0), (around(3.0, 0.0), 3.0), (), SUBJECT, "")
    assert wide and wide.tolerance == 17.166667  # a half, and a third of fifty
    said = worded("posts", {"kind": "行政", "people": 5, "posts": 3}, stated=1.2345678, expected=1.0000001)
    assert said.difference == 0.234568
