"""What a number is by its position: behind a page break, set in spaces, behind a verb, in front of its noun."""

from __future__ import annotations

from collections.abc import Callable

from budgetlib.parsers.prose import Prose

Read = Callable[..., Prose]


def said(prose: Prose) -> list[tuple[str, str, float, str]]:
    return [
        (row.values["item"], row.values["measure"], row.values["value"], row.values["unit"]) for row in prose.claims
    ]


def test_a_number_printed_with_a_space_behind_every_character_is_one(prose: Read) -> None:
    read = prose("2 0 2 3年本部门收入总计 1 6 , 4 1 0 . 7 1万元，比上年减少1 2 . 5 0万元。")
    assert said(read) == [("收入总计", "actual", 16410.71, "万元"), ("收入总计", "change", -12.5, "万元")]
    assert read.claims[0].facts["value"].text == "16,410.71"


def test_numbers_of_columns_stay_apart(prose: Read) -> None:
    assert said(prose("栏次 1 2 3 4 5 6")) == []
