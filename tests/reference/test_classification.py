"""The classification over the years: names, moves, and what counts as one item. Every expectation is worked by hand."""

from __future__ import annotations

import csv
from importlib import resources
from itertools import pairwise

import pytest

from budgetlib.reference.classification import Classification, Move, Name, classification, functional_code

FUNCTIONAL, ECONOMIC = classification("functional"), classification("economic")


def rows(name: str) -> list[dict[str, str]]:
    text = resources.files("budgetlib.reference").joinpath(f"{name}.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def made_up(*moves: tuple[int, str, str], names: dict[str, tuple[Name, ...]] | None = None) -> Classification:
    return Classification(names or {}, tuple(Move(*move, "made up") for move in moves))


@pytest.mark.parametrize(
    ("code", "year", "name"),
    [
        ("210", 2018, "医疗卫生与计划生育支出"),
        ("210", 2019, "卫生健康支出"),
        ("215", 2019, "资源勘探信息等支出"),
        ("215", 2020, "资源勘探工业信息等支出"),
        ("224", 2018, None),
        ("20115", 2018, "工商行政管理事务"),
        ("20115", 2019, None),
    ],
)
def test_a_code_has_the_name_of_its_year(code: str, year: int, name: str | None) -> None:
    assert FUNCTIONAL.name(code, year) == name


def test_a_code_given_to_something_else_has_two_names() -> None:
    names = [ECONOMIC.name("30311", year) for year in (2017, 2018, 2019, 2020)]
    assert names == ["住房公积金", None, None, "代缴社会保险费"]


@pytest.mark.parametrize("kind", ["functional", "economic"])
def test_the_table_is_in_order(kind: str) -> None:
    """Sorted, the years of a code without overlap, every code below one that is listed, digits as the kind has them."""
    table = rows(kind)
    codes = [row["code"] for row in table]
    assert codes == sorted(codes)
    assert {len(code) for code in codes} == ({3, 5, 7} if kind == "functional" else {3, 5})
    assert all(code[:-2] in codes for code in codes if len(code) > 3)
    for row, following in pairwise(table):
        if row["code"] == following["code"]:
            assert int(row["until"]) < int(following["since"])


@pytest.mark.parametrize("kind", ["functional", "economic"])
def test_moves_lead_somewhere_and_never_round_in_a_circle(kind: str) -> None:
    known = classification(kind)  # type: ignore[arg-type]
    for move in known.moves:
        assert known.name(move.source, move.year - 1) and known.name(move.target, move.year), move
        seen = {move.source}
        ahead = {move.target}
        while ahead:
            assert not ahead & seen
            seen |= ahead
            ahead = {other.target for other in known.moves if other.source in ahead}


def test_the_present_code_follows_moves_but_not_a_split() -> None:
    assert FUNCTIONAL.present("20115") == "20138"
    assert FUNCTIONAL.present("20704") == "20704"  # split into 20706 and 20708
    assert ECONOMIC.present("30104") == "30112"
    assert ECONOMIC.present("30311") == "30311"  # the code is in use again


def test_what_counts_as_an_item_depends_on_the_year() -> None:
    assert FUNCTIONAL.counted("20138", 2018).codes == {"20138", "20115", "20117", "21010"}
    assert FUNCTIONAL.counted("20138", 2019).codes == {"20138"}
    assert FUNCTIONAL.counted("20706", 2018).codes == {"20706"}
    assert FUNCTIONAL.counted("2013802", 2018).groups == {"20115", "20117", "21010"}
    assert ECONOMIC.counted("30113", 2017).codes == {"30113", "30311"}
    assert ECONOMIC.counted("30311", 2017).codes == frozenset()  # what the code meant then is elsewhere


def test_moves_one_after_another_are_followed() -> None:
    known = made_up((2019, "A", "B"), (2021, "B", "C"))
    assert known.present("A") == "C"
    assert known.counted("C", 2018).codes == {"A", "B", "C"}
    assert known.counted("C", 2020).codes == {"B", "C"}


def test_a_path_in_names_of_any_year_gives_the_code() -> None:
    assert functional_code("卫生健康支出/行政事业单位医疗/行政单位医疗") == "2101101"
    assert functional_code("医疗卫生与计划生育支出/行政事业单位医疗/行政单位医疗") == "2101101"
    assert functional_code("科学技术支出/技术与开发/科技成果转化与扩散") == "2060404"  # an alias
    assert functional_code("一般公共服务支出/政府办公厅(室)及相关机构事务") == "20103"  # narrow brackets
    assert functional_code("行政单位医疗") is None


def test_no_path_has_two_codes() -> None:
    """Else the code of an item in the prose would depend on chance."""
    paths: dict[tuple[str, str], str] = {}
    for row in rows("functional"):
        for name in filter(None, (row["name"], *row["aliases"].split("|"))):
            assert paths.setdefault((row["code"][:-2], name), row["code"]) == row["code"]


def test_names_without_spending_at_their_end_are_the_same_items() -> None:
    assert functional_code("一般公共服务/财政事务/行政运行") == "2010601"
    assert functional_code("农林水/农业农村/事业运行") == "2130104"
