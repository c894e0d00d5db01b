"""The record of a figure: what was understood of it, and where it stands."""

from __future__ import annotations

from budgetlib.parsers.prose.items import Item
from budgetlib.parsers.prose.mind import Mind
from budgetlib.parsers.prose.staff import is_no_part
from budgetlib.parsers.prose.state import Claim, Figure


def claimed(
    mind: Mind,
    item: Item,
    measure: str,
    figure: Figure,
    base: str | None,
    stage: str | None,
    year: int | None = None,
    sign: float = 1.0,
    read_by: str | None = None,
) -> Claim:
    """The claim that a figure makes, ``value`` signed by the words before it."""
    state, number = mind.state, figure.number
    mark, page = mind.passage.mark(number.start, number.start + mind.digits(number))
    whole = state.whole_counted if figure.kind == "count" else state.whole
    if whole and _other_side(whole, item):  # 收入…，其中…；支出…: spending is no part of income
        state.whole = whole = None
    if whole and is_no_part(item.name, whole.name):
        state.whole_counted = whole = None
    whole = whole if whole != item else None
    if stage == "execution" and not mind.budget:  # 全年执行数 of a final account is what was spent
        stage = "actual"
    return Claim(
        mind.section,
        item,
        measure,
        base,
        sign * number.value + 0.0,
        figure.unit or number.unit,
        "".join(mind.passage.printed_at(number.start, number.start + mind.digits(number)).split()),
        mark,
        page,
        year=year or state.year or mind.year,
        stage=stage,
        part_of=whole.name if whole else None,
        in_reason=bool(state.reason),
        read_by=read_by,
        number=number.value,
    )


def _other_side(whole: Item, item: Item) -> bool:
    sides = [{"income", "expenditure"} & set((one.id or "").split("+")) for one in (whole, item)]
    return bool(sides[0] and sides[1] and not sides[0] & sides[1])
