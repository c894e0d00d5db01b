"""The kinds of errors that ``planting.py`` plants, by family: places and words where reports go wrong."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from random import Random
from typing import Any

from planting import Base, Kind, Planted, at, choose, edited, in_paragraphs, other_digit, without_blocks, without_row

from budgetlib.readers.document import Grid, Mark, Paragraph

KINDS: list[Kind] = []
Plant = Callable[[Base, Random], Iterator[Planted]]
_LEVELS = {3: "class", 5: "group", 7: "item"}


def kind(family: str, name: str) -> Callable[[Plant], Plant]:
    """Register a way to plant errors."""

    def register(plant: Plant) -> Plant:
        KINDS.append(Kind(family, name, plant))
        return plant

    return register


def told(row: dict[str, Any], before: str, after: str) -> str:
    where = [row.get(name) for name in ("statement", "side", "section", "project", "code", "name", "item", "column")]
    return f"{' '.join(str(part) for part in where if part)} {row.get('measure') or ''}: {before} → {after}"


# --- inside and between statements -------------------------------------------------------------------------------


def _place(row: dict[str, Any]) -> str:
    """What kind of place of a statement a figure stands in."""
    if row["code"]:
        return _LEVELS[len(row["code"])]
    return "total" if re.search("合计|总计", row["name"]) else "label"


def _lines(base: Base) -> dict[tuple[Any, ...], list[tuple[dict[str, Any], Mark]]]:
    """Figures of the statements by statement, column, side and kind of place; zeros apart."""
    places: dict[tuple[Any, ...], list[tuple[dict[str, Any], Mark]]] = defaultdict(list)
    for row, mark in base.figures("lines", "amount"):
        if row["amount"]:
            places[(row["statement"], row["column"], row["side"], _place(row))].append((row, mark))
    return places


@kind("statements", "digit of a figure, every kind of place")
def statement_digit(base: Base, chance: Random) -> Iterator[Planted]:
    for found in _lines(base).values():
        row, mark = chance.choice(found)
        after = other_digit(at(base, mark), chance)
        yield edited(base, {mark: after}, told(row, at(base, mark), after))


@kind("statements", "figure left out")
def statement_blank(base: Base, chance: Random) -> Iterator[Planted]:
    for found in choose(chance, list(_lines(base).values()), 12):
        row, mark = chance.choice(found)
        spots = frozenset({(mark.block, None)})  # a blank has no figure that evidence could point to
        yield edited(base, {mark: ""}, told(row, at(base, mark), "(blank)"), spots)


@kind("statements", "figure in the wrong column")
def statement_column(base: Base, chance: Random) -> Iterator[Planted]:
    rows: dict[tuple[Any, ...], list[tuple[dict[str, Any], Mark]]] = defaultdict(list)
    for row, mark in base.figures("lines", "amount"):
        if row["column"] in ("basic", "project") and row["statement"] in ("expenditure", "general_public"):
            rows[(row["statement"], row["row"])].append((row, mark))
    pairs = [pair for pair in rows.values() if len(pair) == 2 and pair[0][0]["amount"] != pair[1][0]["amount"]]
    for (one, mark), (_, other) in choose(chance, pairs, 4):
        swapped = {mark: at(base, other), other: at(base, mark)}
        yield edited(base, swapped, told(one, at(base, mark), f"{at(base, other)}, swapped"))


@kind("statements", "row dropped")
def statement_row(base: Base, chance: Random) -> Iterator[Planted]:
    rows: dict[tuple[str, str], list[tuple[dict[str, Any], Mark]]] = defaultdict(list)
    for row, mark in base.figures("lines", "amount"):
        if row["amount"] and row["statement"] != "three_public":
            rows[(row["statement"], _place(row))].append((row, mark))
    for found in rows.values():
        row, mark = chance.choice(found)
        grid = base.document.blocks[mark.block]
        assert isinstance(grid, Grid) and mark.cell is not None
        yield without_row(base, mark.block, grid.cells[mark.cell].row, told(row, "row", "(dropped)"))


@kind("statements", "statement removed")
def statement_removed(base: Base, chance: Random) -> Iterator[Planted]:
    for info in base.report.printed.statements:
        first = info.grids[0]
        while first and isinstance(base.document.blocks[first - 1], Paragraph) and first > info.grids[0] - 3:
            first -= 1
        yield without_blocks(base, range(first, info.grids[-1] + 1), f"{info.statement} removed")


@kind("statements", "statement left empty")
def statement_empty(base: Base, chance: Random) -> Iterator[Planted]:
    for info in base.report.printed.statements:
        marks = [row.marks["amount"] for row in base.report.rows["lines"] if row.marks["amount"].block in info.grids]
        if not info.empty:
            changes = dict.fromkeys(marks, "")
            yield edited(base, changes, f"{info.statement} emptied", frozenset((block, None) for block in info.grids))


@kind("statements", "unit of a statement")
def statement_unit(base: Base, chance: Random) -> Iterator[Planted]:
    filled = {row["amount"].block for row in (one.marks for one in base.report.rows["lines"] if one.values["amount"])}
    found = [(m, x) for m, x in in_paragraphs(base, r"(?<=单位：)万?元$") if m.block + 1 in filled]
    for mark, match in choose(chance, found, 4):
        other = "元" if match.group() == "万元" else "万元"
        after = base.document.blocks[mark.block + 1]
        if isinstance(after, Grid):
            yield edited(base, {mark: other}, f"unit {match.group()} → {other}", frozenset({(mark.block + 1, None)}))


@kind("statements", "code of a row")
def statement_code(base: Base, chance: Random) -> Iterator[Planted]:
    for statement in ("income", "expenditure", "general_public", "basic"):
        rows = [(row, mark) for row, mark in base.figures("lines", "amount") if row["statement"] == statement]
        coded = [
            (row, mark) for row, mark in rows if row["code"] and row["amount"] and row["column"] == rows[0][0]["column"]
        ]
        for row, mark in choose(chance, coded, 1):
            grid = base.document.blocks[mark.block]
            assert isinstance(grid, Grid) and mark.cell is not None
            line = grid.cells[mark.cell].row
            cells = [n for n, cell in enumerate(grid.cells) if cell.row == line and cell.text.isdigit()]
            last = max(cells, key=lambda n: grid.cells[n].col if grid.cells[n].col < 3 else -1)
            text = grid.cells[last].text
            if row["code"].endswith(text):
                digit = str((int(text[-1]) + chance.randrange(1, 9)) % 10)
                place = Mark(mark.block, last, len(text) - 1, len(text))
                yield edited(base, {place: digit}, told(row, text, text[:-1] + digit), frozenset({(mark.block, None)}))


@kind("between statements", "item and all its totals raised alike in one statement")
def consistent(base: Base, chance: Random) -> Iterator[Planted]:
    for statement, column, part in (
        ("income", "total", "appropriation"),
        ("expenditure", "total", "project"),
        ("general_public", "total", "project"),
    ):
        rows = [(row, mark) for row, mark in base.figures("lines", "amount") if row["statement"] == statement]
        leaves = [
            row["code"] for row, _ in rows if row["column"] == part and row["amount"] and len(row["code"] or "") == 7
        ]
        if not leaves:
            continue
        leaf = chance.choice(leaves)
        line = {leaf, leaf[:5], leaf[:3], None}
        raised = {
            mark: _raised(at(base, mark), 1000)
            for row, mark in rows
            if row["column"] in (column, part) and row["code"] in line and at(base, mark)
        }
        yield edited(base, raised, f"{statement} {leaf} and its totals + 10.00")


def _raised(text: str, hundredths: int) -> str:
    value = round(float(text.replace(",", "")) * 100) + hundredths
    return f"{value / 100:{',' if ',' in text else ''}.2f}"


# --- prose -------------------------------------------------------------------------------------------------------


def _claims(base: Base, *measures: str) -> dict[tuple[str, ...], list[tuple[dict[str, Any], Mark]]]:
    places: dict[tuple[str, ...], list[tuple[dict[str, Any], Mark]]] = defaultdict(list)
    for row, mark in base.figures("claims", "value"):
        if row["measure"] in measures:
            path = "/" if "/" in row["item"] else row["item"]
            places[(row["section"], row["subsection"], path, row["measure"], row["unit"])].append((row, mark))
    return places


def _claim_digits(
    base: Base, chance: Random, family: Callable[[dict[str, Any]], bool], *measures: str
) -> Iterator[Planted]:
    for found in _claims(base, *measures).values():
        row, mark = chance.choice(found)
        if family(row):
            after = other_digit(at(base, mark), chance, clear=True)
            yield edited(base, {mark: after}, told(row, at(base, mark), after))


def _once(row: dict[str, Any]) -> bool:
    """Figures that nothing else in the report contradicts, whatever they are."""
    alone = row["measure"] == "change" and row["unit"] == "人"
    counted = row["measure"] == "count" and (
        _is_three_public(row) or re.search("房屋|设备|编报绩效目标", row["item"]) is not None
    )
    return alone or counted or (row["measure"] == "initial_budget" and _is_performance(row))


def _plain(row: dict[str, Any]) -> bool:
    return not _once(row) and "三公" not in row["section"] and "绩效" not in row["section"]


def _is_three_public(row: dict[str, Any]) -> bool:
    return "三公" in row["section"]


def _three_public(row: dict[str, Any]) -> bool:
    return _is_three_public(row) and not _once(row)


def _performance(row: dict[str, Any]) -> bool:
    return _is_performance(row) and not _once(row)


def _is_performance(row: dict[str, Any]) -> bool:
    return "绩效" in row["section"]


ONCE = "stated once"
"""Family of the figures that nothing in the report contradicts; counted apart, for what no check can know."""
_FAMILIES = (("prose", _plain), ("three public", _three_public), ("performance", _performance), (ONCE, _once))


def _register_claims() -> None:
    for family, belongs in _FAMILIES:
        for name, measures in (
            ("amount in the prose", ("actual", "initial_budget", "annual_budget")),
            ("amount of a change", ("change",)),
            ("rate of a change", ("change_pct",)),
            ("share", ("share_pct",)),
            ("completion or difference rate", ("completion_pct", "difference_pct")),
            ("count", ("count",)),
        ):

            def plant(
                base: Base, chance: Random, belongs: Any = belongs, measures: tuple[str, ...] = measures
            ) -> Iterator[Planted]:
                return _claim_digits(base, chance, belongs, *measures)

            KINDS.append(Kind(family, name, plant))


_register_claims()
_TURNED = {"增加": "减少", "减少": "增加", "增长": "下降", "下降": "增长"}


@kind("prose", "增加 and 减少 flipped before the amount")
def direction_amount(base: Base, chance: Random) -> Iterator[Planted]:
    found = [(m, x) for m, x in in_paragraphs(base, r"(增加|减少)(?=(?!0\.00)[\d,]+\.\d\d万元)")]
    for mark, match in choose(chance, found, 4):
        yield edited(base, {mark: _TURNED[match.group()]}, f"{match.group()} flipped")


@kind("prose", "增长 and 下降 flipped before the rate")
def direction_rate(base: Base, chance: Random) -> Iterator[Planted]:
    found = [(m, x) for m, x in in_paragraphs(base, r"(增长|下降)(?=(?!0\.00)[\d,]+\.\d\d%)")]
    for mark, match in choose(chance, found, 4):
        yield edited(base, {mark: _TURNED[match.group()]}, f"{match.group()} flipped")


@kind("prose", "direction flipped before amount and rate")
def direction_both(base: Base, chance: Random) -> Iterator[Planted]:
    pattern = r"(增加|减少)(?!0\.00)[\d,]+\.\d\d万元，(增长|下降)(?=(?!0\.00)[\d,]+\.\d\d%)"
    for mark, match in choose(chance, list(in_paragraphs(base, pattern)), 4):
        starts = [Mark(mark.block, None, match.start(n), match.end(n)) for n in (1, 2)]
        changes = {start: _TURNED[match.group(n + 1)] for n, start in enumerate(starts)}
        yield edited(base, changes, f"{match.group()} flipped")


@kind("prose", "大于, 小于 and 持平 flipped")
def above_below(base: Base, chance: Random) -> Iterator[Planted]:
    for mark, match in choose(chance, list(in_paragraphs(base, r"决算数(大于|小于)预算数|决算数与预算数持平")), 5):
        other = "决算数小于预算数" if match.group(1) == "大于" else "决算数大于预算数"
        yield edited(base, {mark: other}, f"{match.group()} → {other}")


@kind("prose", "持平 said of what is above or below")
def said_flat(base: Base, chance: Random) -> Iterator[Planted]:
    for mark, match in choose(chance, list(in_paragraphs(base, r"决算数(大于|小于)预算数")), 3):
        yield edited(base, {mark: "决算数与预算数持平"}, f"{match.group()} → 决算数与预算数持平")


@kind("prose", "name of an item")
def renamed(base: Base, chance: Random) -> Iterator[Planted]:
    if not base.report.rows["lines"]:
        return  # without statements a name that no table knows may be a new item
    found = list(in_paragraphs(base, r"(?<=（款）)[^（）]+(?=（项）)"))
    for mark, match in choose(chance, found, 3):
        yield edited(base, {mark: "其他专项业务支出"}, f"{match.group()} → 其他专项业务支出")


@kind("prose", "paragraph of an item dropped")
def item_dropped(base: Base, chance: Random) -> Iterator[Planted]:
    blocks = {mark.block for row, mark in base.figures("claims", "value") if "/" in row["item"]}
    for block in choose(chance, sorted(blocks), 3):
        yield without_blocks(base, [block], f"dropped: {base.document.blocks[block].text[:40]}")  # type: ignore[union-attr]


@kind("prose", "item and its change altered alike, so that only the statement contradicts")
def against_statement(base: Base, chance: Random) -> Iterator[Planted]:
    names = (
        "人员经费",
        "公用经费",
        "基本支出",
        "项目支出",
        "财政拨款收入",
        "一般公共预算财政拨款支出",
        "收入预算",
        "支出预算",
    )
    by_item: dict[str, list[tuple[dict[str, Any], Mark]]] = defaultdict(list)
    for row, mark in base.figures("claims", "value"):
        if row["item"] in names and row["measure"] in ("actual", "initial_budget") and row["unit"] == "万元":
            by_item[row["item"]].append((row, mark))
    if not base.report.rows["lines"]:
        return
    for item, found in by_item.items():
        changes = {mark: _raised(at(base, mark), 2500) for _, mark in found}
        yield edited(base, changes, f"{item} + 25.00 wherever the prose states it")


# --- three public ------------------------------------------------------------------------------------------------


@kind("three public", "count of zero with money spent")
def no_count(base: Base, chance: Random) -> Iterator[Planted]:
    spent = {row["item"] for row, _ in base.figures("three_public", "actual") if row["actual"]}
    for row, mark in base.figures("three_public", "count"):
        if row["item"] in spent and row["count"]:
            yield edited(base, {mark: "0"}, f"{row['item']}: count {at(base, mark)} → 0")


@kind("three public", "budget in the statement below its spending")
def below_spending(base: Base, chance: Random) -> Iterator[Planted]:
    for row, mark in base.figures("lines", "amount"):
        if row["statement"] == "three_public" and row["amount"] and row["column"] == "actual":
            after = _raised(at(base, mark), 3000)
            yield edited(base, {mark: after}, told(row, at(base, mark), after))
