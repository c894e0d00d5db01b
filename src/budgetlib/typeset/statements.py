"""The statements (报表) in their official layout, from the table ``lines``: heads rebuilt from the printed columns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from budgetlib.intervals import SAME
from budgetlib.numbers import TO_WAN, parse_number
from budgetlib.numbers import shown as figure
from budgetlib.parsers.tables.titles import standard_title
from budgetlib.typeset.phrases import wording
from budgetlib.typeset.sheet import Box, Sheet
from budgetlib.typeset.tables import Record, Source

_CODE, _PART, _NAME, _AMOUNT = 1.3, 0.9, 3.9, 1.7
"""Least widths of columns in cm."""
_SIDES = {"income": "收入", "expenditure": "支出"}
_PARTS = ("类", "款", "项")
_UNITS = ("万元", "元", "千元", "百万元", "亿元")

_ColumnKey = tuple[str | None, str, str | None]
"""Column, heading as printed and, in the three public expenses, what the column is about."""


@dataclass(slots=True)
class _Block:
    """Columns that share labels: half of a two-sided statement, or a whole one."""

    side: str | None
    columns: list[_ColumnKey] = field(default_factory=list)
    coded: bool = False
    labelled: bool = True
    parts: int = 0
    """Columns that a code is split over (类, 款, 项); 0 where it is printed in one."""

    @property
    def labels(self) -> list[str]:
        """Headings of the label columns, an outer heading before its inner ones."""
        if not self.labelled:
            return []
        codes = [f"科目编码/{part}" for part in _PARTS[: self.parts]] or ["科目编码"]
        return [*codes, "科目名称"] if self.coded else ["项目"]

    @property
    def widths(self) -> list[float]:
        """Least widths of all columns, in cm."""
        labels = [*([_PART] * self.parts or [_CODE]), _NAME] if self.coded else [_NAME]
        return [*(labels if self.labelled else []), *[_AMOUNT] * len(self.columns)]


def statements(source: Source, *, split_codes: bool = False) -> list[Sheet]:
    """One sheet per statement; none where the report has no ``lines`` at all.

    A fund statement that every report has is kept as an empty form when no line states it. ``split_codes`` prints the
    codes in columns of their own for 类, 款 and 项.
    """
    lines = source.records["lines"]
    if not lines:
        return []
    sheets = [_sheet(records, source, split_codes) for records in _each_statement(lines)]
    present = {line["statement"] for line in lines}
    report_type = str(source.report["report_type"])
    empty = wording()["empty_forms_final" if source.is_final else "empty_forms_budget"]
    sheets += [
        _empty(standard_title(key, report_type) or key, heads, source)
        for key, heads in empty.items()
        if key not in present
    ]
    return sheets


def _each_statement(lines: Sequence[Record]) -> Iterator[list[Record]]:
    """Lines of one statement after the other; where the rows begin anew, so does a second one of the same title."""
    records: list[Record] = []
    for line in lines:
        last = records[-1] if records else line
        if _title(line) != _title(last) or line["row"] < last["row"]:
            yield records
            records = []
        records.append(line)
    yield records


def _title(line: Record) -> tuple[object, object]:
    return line["statement"], line["statement_zh"]


def _sheet(records: list[Record], source: Source, split_codes: bool) -> Sheet:
    rows = {row: list(own) for row, own in groupby(records, key=lambda record: int(record["row"]))}
    blocks = _blocks(rows.values(), items=_has_items(records))
    if split_codes:
        deepest = max((len(record["code"]) for record in records if record["code"]), default=0)
        for block in blocks:
            block.parts = deepest // 2 if block.coded else 0
    empty = all(record["amount"] is None for record in records)
    sheet = _form(records[0]["statement_zh"] or "", blocks, _unit(records), source, empty=empty)
    for number in range(1, max(rows) + 1):
        sheet.row(*_row(blocks, rows.get(number, [])))
    return sheet


def _empty(title: str, heads: Sequence[str], source: Source) -> Sheet:
    """A form without figures."""
    blocks = [_Block(None, [(None, head, None) for head in heads], coded=True)]
    sheet = _form(title, blocks, "万元", source, empty=True)
    sheet.row(*_row(blocks, []))
    return sheet


def _form(title: str, blocks: Sequence[_Block], unit: str, source: Source, *, empty: bool) -> Sheet:
    """Title, agency, unit, head and note of a statement."""
    sheet = Sheet(
        title=title,
        widths=[width for block in blocks for width in block.widths],
        left=f"编制单位：{source.agency}",
        right=f"单位：{unit}",
        note=wording()["texts"]["empty"] if empty else "",
        may_lie=True,
        spread=4.5,
    )
    _head(sheet, blocks)
    return sheet


def _unit(records: Sequence[Record]) -> str:
    """The unit in which the figures are printed: the one that turns each text into its amount."""
    stated = [(parse_number(record["text"] or ""), record["amount"]) for record in records]
    pairs = [(number, amount) for number, amount in stated if number is not None and amount is not None]
    for unit in _UNITS:
        if all(abs(number * TO_WAN[unit] - amount) < SAME for number, amount in pairs):
            return unit
    title = records[0]["statement_zh"]
    raise ValueError(f"lines: the printed figures of {title!r} are not its amounts in any one unit")


def _has_items(records: Sequence[Record]) -> bool:
    """Whether the columns, not the rows, say what a figure is of (三公经费)."""
    first = [record for record in records if record["row"] == records[0]["row"]]
    return records[0]["statement"] == "three_public" and len({record["name"] for record in first}) > 1


def _blocks(rows: Iterable[list[Record]], *, items: bool) -> list[_Block]:
    """The blocks of a statement, from its rows: a side is a block, and so is a second label in one row."""
    blocks: list[_Block] = []
    for row in rows:
        for number, run in enumerate(_runs(row, items)):
            block = _block_for(blocks, run, number)
            keys = [_key(record, items) for record in run]
            if len(keys) > len(block.columns):
                block.columns = keys
            block.coded = block.coded or any(record["code"] for record in run)
            block.labelled = not items
    return sorted(blocks, key=lambda block: block.side == "expenditure")


def _runs(row: Sequence[Record], items: bool) -> list[list[Record]]:
    """The records of a row by the label that they share."""
    if items:
        return [list(row)]
    keyed = groupby(row, key=lambda record: (record["side"], record["code"], record["name"]))
    return [list(run) for _, run in keyed]


def _block_for(blocks: list[_Block], run: Sequence[Record], number: int) -> _Block:
    side = run[0]["side"]
    same = [block for block in blocks if block.side == side]
    if side is not None:
        number = 0
    if number < len(same):
        return same[number]
    blocks.append(_Block(side))
    return blocks[-1]


def _key(record: Record, items: bool) -> _ColumnKey:
    return record["column"], record["column_zh"] or "", record["name"] if items else None


def _head(sheet: Sheet, blocks: Sequence[_Block]) -> None:
    """Heading rows: paths of the columns, outer headings over all that share them, sides over their block."""
    paths: list[list[str]] = []
    for block in blocks:
        outer = [_SIDES[block.side]] if block.side else []
        paths += [[*outer, *label.split("/")] for label in block.labels]
        paths += [[*outer, *printed.split("/")] for _, printed, _ in block.columns]
    depth = max(len(path) for path in paths)
    rows: list[list[Box]] = [[] for _ in range(depth)]
    _add_heads(rows, paths, 0, depth)
    sheet.head(*rows)


def _add_heads(rows: list[list[Box]], paths: Sequence[list[str]], level: int, depth: int) -> None:
    """One level of headings: equal neighbours that lead on become one cell, a last heading reaches down."""
    for head, same in groupby(paths, key=lambda path: (path[level], len(path) == level + 1)):
        text, is_last = head
        under = list(same)
        if is_last:
            rows[level].extend(Box(text, rowspan=depth - level) for _ in under)
        else:
            rows[level].append(Box(text, colspan=len(under)))
            _add_heads(rows, under, level + 1, depth)


def _row(blocks: Sequence[_Block], records: Sequence[Record]) -> Iterator[Box]:
    items = any(not block.labelled for block in blocks)
    runs = _runs(records, items) if records else []
    for number, block in enumerate(blocks):
        own = [run for run in runs if run[0]["side"] == block.side]
        place = number if block.side is None else 0
        yield from _cells(block, own[place] if place < len(own) else [], items)


def _cells(block: _Block, run: Sequence[Record], items: bool) -> Iterator[Box]:
    if block.labelled:
        yield from _labels(block, run[0] if run else None)
    texts = {_key(record, items): record["text"] or figure(record["amount"]) for record in run}
    yield from (Box(texts.get(key, ""), align="right") for key in block.columns)


def _labels(block: _Block, record: Record | None) -> Iterator[Box]:
    name = (record["name"] if record else None) or ""
    indented = "　" * ((record["level"] or 1) - 1 if record else 0) + name
    if not block.coded:
        yield Box(indented, align="left")
    elif record and not record["code"] and name:
        yield Box(name, colspan=len(block.labels))
    else:
        yield from (Box(part, align="left") for part in _code((record["code"] if record else None) or "", block.parts))
        yield Box(indented, align="left")


def _code(code: str, parts: int) -> list[str]:
    """A code in one piece, or in ``parts`` pieces: three digits, then two and two."""
    if not parts:
        return [code]
    starts = [0, 3, 5][:parts]
    return [code[start : end or None] for start, end in zip(starts, [*starts[1:], 0], strict=True)]
