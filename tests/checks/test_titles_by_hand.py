"""Titles, numbers of sections and tables of contents, piece by piece; index, causes and vocabulary on made-up keys."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest

from budgetlib.checks.causes import amounts, groups
from budgetlib.checks.contents import _increasing
from budgetlib.checks.figures import Figure
from budgetlib.checks.headings import _same_office
from budgetlib.checks.index import _filled, _literals, _openings, _path, _share_of, _test, _two_minds
from budgetlib.checks.items import _row_with
from budgetlib.checks.model import Judged, Rule, Verdict
from budgetlib.numbers import half_unit
from budgetlib.parsers.contents import _begins_again, _entries, alike, entry_of, read_contents, value
from budgetlib.parsers.facts import Row
from budgetlib.readers.document import Fragment, Mark, Paragraph
from budgetlib.vocabulary import Longest, longest, of_kind, terms


@pytest.mark.parametrize(
    ("text", "ordinal", "rank", "name", "core"),
    [
        ("第二部分某市某局2024年度部门决算情况说明", "二", 1, "某市某局2024年度部门决算情况说明", "决算"),
        ("三、收入决算情况说明……12", "三", 2, "收入决算情况说明", "收入决算"),
        ("（四）国有资产占用情况", "（四）", 3, "国有资产占用情况", "国有资产占用"),
        ("5.政府采购情况5", "5", 4, "政府采购情况", "政府采购"),
        ("6、2024年预算绩效", "6", 4, "2024年预算绩效", "预算绩效"),
        ("部门情况说明", "", 4, "部门情况说明", "部门情况说明"),  # nothing would be left
        ("支出决算表（公开02表）", "", 4, "支出决算表（公开02表）", "支出决算表"),
        ("名词解释。", "", 4, "名词解释", "名词解释"),
    ],
)
def test_a_line_taken_apart(text: str, ordinal: str, rank: int, name: str, core: str) -> None:
    one = entry_of(3, 2, text, ["某市某局"])
    assert (one.ordinal, one.rank, one.name, one.core, one.block, one.page) == (ordinal, rank, name, core, 3, 2)


@pytest.mark.parametrize(("text", "number"), [("一", 1), ("十", 10), ("十九", 19), ("三十", 30), ("", 0), ("甲", 0)])
def test_numbers_of_sections(text: str, number: int) -> None:
    assert value(text) == number


@pytest.mark.parametrize(
    ("announced", "heading", "same"),
    [
        ("一、主要职能", "一、主要职能", True),
        ("一、主要职能", "一、主要职责", True),  # the number, and half of the words
        ("一、主要职能", "主要职能情况", True),
        ("一、主要职能", "二、主要工作", False),
        ("一、主要职能", "二、主要职责", True),  # three characters of four
        ("一、主要职能", "（一）主要职能", False),  # of another rank
        ("一、收入决算表", "一、收入决算情况", False),  # a statement and a section
        ("一、部门概况", "一、机构设置", False),
        ("二、一般公共预算财政拨款支出决算说明", "三、一般公共预算财政拨款支出的决算说明", True),
        ("二、甲乙丙丁戊说明", "三、甲乙丙己庚说明", False),
    ],
)
def test_a_heading_in_nearly_the_words_of_its_entry(announced: str, heading: str, same: bool) -> None:
    assert alike(entry_of(1, 1, announced, []), entry_of(9, 2, heading, [])) is same


def numbered(*texts: str) -> list[tuple[int, Paragraph, str]]:
    return [(n, Paragraph(text, (Fragment(0, 1),)), text) for n, text in enumerate(texts)]


def test_a_line_broken_in_two_is_one_entry_and_the_body_ends_the_list() -> None:
    lines = "目录 第一部分概况 一、主要职能 二、一般公共预算财政拨款 支出决算情况 三、其他 第一部分概况 一、主要职能"
    names = [one.name for one in _entries(numbered(*lines.split()), [])]
    assert names == ["概况", "主要职能", "一般公共预算财政拨款支出决算情况", "其他"]
    assert [
        one.name
        for one in _entries(numbered("目录", "一、甲乙", "这是一段很长的正文，它不是任何条目的一部分。", "二、丙"), [])
    ] == ["甲乙"]
    assert _entries(numbered("一、甲", "二、乙"), []) == []


@pytest.mark.parametrize(
    ("line", "again"),
    [
        ("第三部分名词", False),
        ("第二部分表", True),
        ("第一部分概况", True),
        ("一、机构", False),
        ("二、职能", False),
    ],
)
def test_where_the_parts_begin_anew(line: str, again: bool) -> None:
    entries = [entry_of(n, 1, text, []) for n, text in enumerate(("第一部分概况", "一、职能", "第二部分表格"))]
    assert _begins_again(entry_of(9, 1, line, []), entries) is again


@pytest.mark.parametrize(("line", "read"), [("一、职能", 2), ("一、机构", 4), ("二、职能", 4)])
def test_an_entry_that_comes_again_begins_the_body(line: str, read: int) -> None:
    listed = numbered("目录", "一、职能", "二、收入情况", line, "三、支出情况")
    assert len(_entries(listed, [])) == read


def test_each_entry_finds_its_heading_within_its_part() -> None:
    listed = ["目录", "第一部分概况", "一、职能", "第二部分说明", "一、收入情况", "二、支出情况"]
    body = ["第一部分概况", "一、职能", "甲。", "第二部分说明", "一、收入情况", "乙。", "二、支出明细情况", "丙。"]
    table = read_contents(numbered(*listed, *body), [])
    assert table and table.end == 6
    assert [one.block if one else None for one in table.found] == [6, 7, 9, 10, 12]
    assert table.exact == (True, True, True, True, False)
    assert read_contents(numbered(*listed[:3], *body), []) is None, "two lines are no table of contents"


@pytest.mark.parametrize(
    ("blocks", "kept"),
    [([], set()), ([5], {0}), ([1, 2, 3], {0, 1, 2}), ([1, 9, 2, 3], {0, 2, 3}), ([3, 1, 2], {1, 2}), ([3, 2, 1], {2})],
)
def test_what_keeps_the_order(blocks: list[int], kept: set[int]) -> None:
    assert _increasing(blocks) == kept


@pytest.mark.parametrize(
    ("name", "same"),
    [
        ("某市科学技术局", True),
        ("科学技术局", True),
        ("某市科技局", True),
        ("某市教育局", False),
        ("科学技术局机关", False),
        ("某科技局", False),
    ],
)
def test_a_name_of_the_office(name: str, same: bool) -> None:
    assert _same_office(name, "某市科学技术局") is same


# --- keys ---


@pytest.mark.parametrize(
    ("wanted", "yes", "no"),
    [
        ("a", ["a"], ["b", None]),
        (["a", "b"], ["a", "b"], ["c", None]),
        ("~a.", ["ab"], ["a", "abc", "", None]),
        ("*a", [("a", "b"), "xay"], [("b",), "", None]),
        ("!a", [("b",), None, ""], [("a",), "xay"]),
        (True, [1, "x"], [0, "", None]),
        (False, [0, "", None], [1, "x"]),
        (3, [3], [2, None]),
        (None, [None], [0]),
    ],
)
def test_what_an_identity_asks_of_a_key(wanted: Any, yes: list[Any], no: list[Any]) -> None:
    test = _test(wanted)
    assert all(test(one) for one in yes) and not any(test(one) for one in no)


def test_which_keys_are_looked_up() -> None:
    assert _literals("a") == ["a"] and _literals(["a", "b"]) == ["a", "b"]
    assert [_literals(one) for one in ("~a", "!a", "*a", True, None)] == [None] * 5


@pytest.mark.parametrize(
    ("item", "section", "three_public", "of"),
    [
        ("一般公共预算财政拨款支出", "三、支出", None, "spent"),
        ("因公出国（境）费", "九、三公", "abroad", "three_public"),
        ("公务接待费", "九、三公", "reception", "three_public"),
        ("公务用车购置费", "九、三公", "vehicle_purchase", None),
        ("教育支出", "五、一般公共预算财政拨款支出决算情况", None, "general_public"),
        ("教育费", "五、一般公共预算财政拨款支出决算情况", None, None),
        ("教育支出", "三、支出", None, None),
    ],
)
def test_what_a_share_is_of(item: str, section: str, three_public: str | None, of: str | None) -> None:
    assert _share_of(item, section, three_public) == of


def test_the_path_of_a_code_is_that_of_its_own_table() -> None:
    names = {
        (1, "205"): "教育支出",
        (1, "20502"): "普通教育",
        (1, "2050202"): "小学教育",
        (1, "2060101"): "某项",
        (2, "205"): "别的",
    }
    assert _path(names, 1, "2050202") == ("教育支出", "普通教育", "小学教育")
    assert _path(names, 1, "20502") == ("教育支出", "普通教育") and _path(names, 1, "205") == ("教育支出",)
    assert _path(names, 1, "2060101") is None and _path(names | {(1, "20502021"): "甲"}, 1, "20502021") is None


def claim(measure: str, value: float, item: str = "支出", block: int = 0, **more: Any) -> Row:
    keys = {"in_reason": more.pop("in_reason", False)}
    values = {
        "measure": measure,
        "value": value,
        "item": item,
        "section": "三、",
        "subsection": None,
        "unit": "万元",
    } | more
    return Row(values, {"value": Mark(block, None, 0, 1)}, keys=keys)


@pytest.mark.parametrize(
    ("shares", "filled"), [((33.33, 66.67), True), ((33.33, 66.66), False), ((100.0,), True), ((33.34, 66.67), False)]
)
def test_shares_that_come_to_a_hundred(shares: tuple[float, ...], filled: bool) -> None:
    rows = [claim("share_pct", one) for one in shares] + [claim("actual", 7.0)]
    assert _filled(rows) == ({("三、", None)} if filled else set())


def test_what_opens_a_passage() -> None:
    main = ("actual",)
    assert _openings([claim("actual", 9.0), claim("actual", 5.0)], main) == {0: ("paragraph", "place")}
    assert _openings([claim("actual", 9.0), claim("actual", 5.0, block=1)], main) == {
        0: ("paragraph", "place"),
        1: ("paragraph",),
    }
    assert _openings([claim("prior", 9.0), claim("actual", 5.0)], main) == {1: ("paragraph", "place")}
    assert _openings([claim("actual", 9.0, unit="人"), claim("actual", 5.0)], main) == {1: ("paragraph", "place")}
    assert _openings([claim("actual", 9.0, in_reason=True), claim("actual", 5.0)], main) == {1: ("paragraph", "place")}
    own_share = [claim("actual", 9.0), claim("share_pct", 50.0), claim("actual", 5.0, "别的")]
    assert _openings(own_share, main) == {}, "an amount that is a share itself opens nothing, nor what follows it"


@pytest.mark.parametrize(
    ("table", "direction", "change", "doubted"),
    [
        ("changes", "flat", 5.0, True),
        ("changes", "flat", 0.0, False),
        ("changes", "up", 5.0, False),
        ("completions", "flat", 5.0, False),
    ],
)
def test_a_comparison_in_two_minds(table: str, direction: str, change: float, doubted: bool) -> None:
    assert bool(_two_minds(table, Row({"direction": direction, "change": change}))) is doubted


def figure(text: str, number: int, unit: str = "万元") -> Figure:
    return Figure("claims", number, "value", float(text), half_unit(text), text, 1, unit, 1.0, Mark(number, None, 0, 1))


def test_the_one_row_of_a_class_with_an_amount() -> None:
    paths = {
        ("甲", "乙", "丙"): figure("5.00", 1),
        ("甲", "乙", "丁"): figure("6.00", 2),
        ("戊", "乙", "丙"): figure("5.00", 3),
    }
    assert _row_with(paths, ("甲", "乙", "己"), figure("5.00", 9)) == (("甲", "乙", "丙"), paths["甲", "乙", "丙"])
    assert _row_with(paths, ("甲", "乙", "己"), figure("5.01", 9)) is None
    assert _row_with(paths | {("甲", "乙", "庚"): figure("5.00", 4)}, ("甲", "乙", "己"), figure("5.00", 9)) is None
    assert _row_with({("甲", "乙"): figure("5.00", 1)}, ("甲", "乙", "己"), figure("5.00", 9)) is None


# --- causes ---


def broken(*figures: Figure, group: bool = False, rule: str = "a", **more: Any) -> Judged:
    one = Rule(rule, "form", "error", "甲", "a", "", partial(iter, ()), group=group)
    return Judged(one, Verdict("broken", figures, **({"stated": 1.0} | more)))


def test_findings_that_share_a_figure_have_one_cause() -> None:
    a, b, c, d = (figure("5.00", n) for n in range(4))
    assert groups([broken(a, b), broken(a, c), broken(d)]) == ["a-1", "a-1", "a-3"]
    assert groups([broken(a, b), broken(b, c), broken(b, d), broken(a, d)]) == ["a-1", "a-1", "a-1", "a-4"]
    assert groups([broken(a, b, stated=None), broken(a, c)]) == ["a-1", "a-2"], "words are no sum"
    assert groups([broken(a, group=True), broken(b, group=True), broken(a, rule="b")]) == ["a-1", "a-1", "b-3"]


def test_the_money_at_stake() -> None:
    large, small, people = figure("-50.00", 1), figure("6.00", 2), figure("70", 3, "人")
    found = [
        broken(small, large, difference=-1.5),
        broken(small, large),
        broken(people, small, difference=2.0),
        broken(people),
    ]
    assert amounts(found) == [1.5, 50.0, 6.0, None]


# --- vocabulary ---


def test_the_longest_name_at_a_place() -> None:
    finder = Longest({"教育": "a", "教育支出": "b", "支出": "c"})
    assert finder.at("普通教育支出", 2) == ("b", 6) and finder.at("教育费", 0) == ("a", 2)
    assert finder.at("普通教育支出", 4) == ("c", 6) and finder.at("普通", 0) is None
    assert list(finder.every("教育支出", 0)) == [("b", 4), ("a", 2)]


def test_terms_have_one_meaning_and_a_label_in_both_languages() -> None:
    known = terms()
    one = known["three_public"]
    assert one.label() == one.label("zh") == one.zh != one.en == one.label("en")
    assert all(term.id == name and term.zh and term.en and term.names for name, term in known.items())
    assert {term.kind for term in of_kind("item")} == {"item"} and one in of_kind("item")
    fund = next(iter(of_kind("fund")))
    assert longest(["fund"]).at(fund.names[0], 0) == (fund.id, len(fund.names[0]))
    assert longest(["item"], {"“某某”": "own"}).at("某某", 0) == ("own", 2)
    assert longest(["item"]).at("某某", 0) is None


@pytest.mark.parametrize(
    ("entries", "words"),
    [
        ({"fund": {"a": ("甲",)}, "item": {"a": ("乙",)}}, "in fund and in item"),
        ({"fund": {"a": ("甲 “一”",)}, "item": {"b": ("甲一",)}}, "甲一 is a name of 'a' and of 'b'"),
    ],
)
def test_a_term_is_stated_once_and_a_name_means_one(
    monkeypatch: pytest.MonkeyPatch, entries: dict[str, dict[str, tuple[str, ...]]], words: str
) -> None:
    word = {"zh": "甲", "en": "a"}
    made = {kind: {name: word | {"names": names} for name, names in own.items()} for kind, own in entries.items()}
    monkeypatch.setattr("budgetlib.vocabulary.load", {"terms": made}.__getitem__)
    with pytest.raises(ValueError, match=words):
        terms.__wrapped__()
