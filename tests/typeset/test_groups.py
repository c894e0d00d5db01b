"""Which claims of an item are said in one sentence."""

from __future__ import annotations

from typing import Any

import pytest

from budgetlib import schema
from budgetlib.typeset.groups import groups_of
from budgetlib.typeset.tables import Source

FIGURE = ("actual", None, "万元", 5.0)
CHANGE = ("change", "prior_year", "万元", 1.0)
RATE = ("change_pct", "prior_year", "%", 25.0)
BUDGET = ("initial_budget", None, "万元", 6.0)


def claim(said: tuple[str, str | None, str, float], item: str = "公务接待费", section: str = "八") -> dict[str, Any]:
    measure, base, unit, value = said
    given = {"section": section, "item": item, "measure": measure, "base": base, "unit": unit, "value": value}
    return dict.fromkeys(schema.TABLES["claims"].names) | given


@pytest.mark.parametrize(
    ("claims", "sizes"),
    [
        ([claim(FIGURE), claim(CHANGE), claim(RATE)], [3]),
        ([claim(FIGURE), claim(CHANGE), claim(FIGURE)], [2, 1]),
        ([claim(FIGURE), claim(CHANGE), claim(BUDGET)], [2, 1]),
        ([claim(BUDGET), claim(FIGURE), claim(CHANGE)], [3]),
        ([claim(FIGURE), claim(CHANGE, item="会议费")], [1, 1]),
        ([claim(FIGURE), claim(CHANGE, section="九")], [1, 1]),
    ],
)
def test_a_sentence_ends_where_a_figure_is_said_again_or_a_budget_follows_a_movement(
    claims: list[dict[str, Any]], sizes: list[int]
) -> None:
    groups = groups_of(Source({"claims": claims}, frozenset({"claims"})), with_reasons=False)
    assert [len(group.stated) for group in groups] == sizes
