"""The normaliser: what folds, what goes, and where in the printed text each character stands."""

from __future__ import annotations

import pytest

from budgetlib.text import fold, key, numeral, on_one_line, plain, squeeze, visible


def test_full_width_becomes_half_width_one_for_one() -> None:
    assert fold("ＡＢ１２（％），：～〜〔〕－−–—≤\u3000\xa0。、") == "AB12(%),:~~()---—≤ \x20。、"
    assert fold("！") == "!" and fold("｟") == "｟", "from U+FF01 to U+FF5E"


def test_each_character_of_a_squeezed_text_is_found_in_the_printed_one() -> None:
    one = squeeze("支 出　１２．５ 万元")
    assert one.text == "支出12.5万元"
    assert list(one.offsets) == [0, 2, 4, 5, 6, 7, 9, 10]
    assert (one.printed_start(1), one.printed_end(2)) == (2, 3)
    assert (one.printed_start(2), one.printed_end(6)) == (4, 8)


@pytest.mark.parametrize(
    ("printed", "text"),
    [
        ("12 34", "12 34"),  # two numbers stay two
        ("12 万", "12万"),
        ("第 1 条", "第1条"),
        (" 12", "12"),
        ("12 ", "12"),
        ("12  34", "12 34"),  # one space is enough
        ("1 6 , 4 1 0 . 7 1万元", "16,410.71万元"),  # every character apart
        ("2 0 2 6年", "2026年"),
        ("2 0年", "2 0年"),  # two digits may be two numbers
        ("2 0 2 6", "2 0 2 6"),  # no unit behind shows that it is one number
        ("3.1 2 0 年", "3.1 2 0年"),
    ],
)
def test_spaces_go_and_two_numbers_do_not_become_one(printed: str, text: str) -> None:
    assert squeeze(printed).text == text


def test_quotation_marks_go_where_they_are_not_wanted() -> None:
    assert squeeze("“三公” 《办法》*").text == "“三公”《办法》*"
    assert squeeze("“三公” 《办法》*", quotes=False).text == "三公办法"
    assert key("“三公” 经费（款）") == "三公经费(款)"
    assert plain("(类) 甲,乙:\n丙") == "（类）甲，乙：丙"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("一", 1),
        ("九", 9),
        ("十", 10),
        ("十一", 11),
        ("二十", 20),
        ("九十九", 99),
        ("7", 7),
        ("120", 120),
        ("", None),
        ("一二", None),
        ("一二十", None),
        ("十十", None),
        ("十一二", None),
        ("百", None),
        ("甲", None),
        ("７", None),
    ],
)
def test_numerals(text: str, value: int | None) -> None:
    assert numeral(text) == value


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("plain 文本\t行\n", "plain 文本\t行\n"),
        ("a\x00b\x1f", "a␀b␟"),
        ("a\x7f\x85", "a␡\\x85"),
        ("\ud800", "\\xd800"),
        (b"\xd6\xd0\xce\xc4".decode("utf-8", "surrogateescape"), "中文"),  # a name in GB 18030
        (b"\xb2".decode("utf-8", "surrogateescape"), "\\xb2"),
        ("报告/" + b"\xd6\xd0".decode("utf-8", "surrogateescape") + ":1", "报告/中:1"),
        (b"\xd6\xd0".decode("utf-8", "surrogateescape") + "\ud800", "\\xdcd6\\xdcd0\\xd800"),
    ],
)
def test_what_cannot_be_shown_is_shown_as_a_sign(text: str, seen: str) -> None:
    assert visible(text) == seen


def test_a_message_is_one_line() -> None:
    assert on_one_line("a\tb\nc\u2028d\u2029") == "a␉b␊c␊d␊"
