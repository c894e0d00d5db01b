"""One error at a time in a report that has none: what can go wrong, and whether a check finds it there.

An error is planted in the Document, between reader and parser, so that anything can be planted that a PDF could hold.
``bench_checks.py`` counts, ``tests/checks/test_recall.py`` asserts.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from random import Random
from typing import Any

from budgetlib.parsers.parse import parse
from budgetlib.readers.document import Cell, Document, Fragment, Grid, Mark, Paragraph
from budgetlib.report import Report
from tools.corpus import Generated

NOTES = frozenset(
    {"form.punctuation", "form.units", "form.cut_off", "form.brackets", "form.slips", "form.old_name"}
    | {"performance.not_measurable", "statement.no_total"}
)
"""Rules that find an error, but a slight one, and say so in a note."""
Spot = tuple[int, int | None]
"""A block and a cell of it; None is the whole block."""


@dataclass(frozen=True)
class Planted:
    """A report with one error: where it is, and in words what was done."""

    document: Document
    told: str
    spots: frozenset[Spot] = frozenset()
    """Where the error stands; empty where something was taken away, which any new finding may notice."""


@dataclass(frozen=True)
class Kind:
    """One way to go wrong."""

    family: str
    name: str
    plant: Callable[[Base, Random], Iterator[Planted]]


@dataclass
class Base:
    """A report to plant errors in, with the generated one that it was read from."""

    generated: Generated | None
    """How it was made; None for a real report."""
    report: Report
    known: set[tuple[str, str]] = field(init=False)

    def __post_init__(self) -> None:
        self.known = {(one["rule"], one["message_zh"]) for one in self.report.checked.findings}

    @property
    def document(self) -> Document:
        return self.report.document

    def figures(self, table: str, column: str) -> Iterator[tuple[dict[str, Any], Mark]]:
        """Values and mark of every row of a table that prints ``column``."""
        for row in self.report.rows[table]:
            if column in row.marks and row.values.get(column) is not None:
                yield row.values, row.marks[column]


@dataclass(frozen=True)
class Result:
    """What the checks said: rules that found the error, and new findings elsewhere."""

    caught: tuple[str, ...]
    elsewhere: tuple[str, ...]


def judge(base: Base, planted: Planted) -> Result:
    """Parse and check the planted report; only errors and warnings that were not there before count."""
    read = Report(parse(planted.document))
    caught, elsewhere = [], []
    for finding in read.checked.findings:
        slight = finding["severity"] == "note" and finding["rule"] not in NOTES
        if slight or (finding["rule"], finding["message_zh"]) in base.known:
            continue
        if not planted.spots or _touches(read, finding, planted.spots):
            caught.append(finding["rule"])
        else:
            elsewhere.append(f"{finding['rule']}: {finding['message_zh']}")
    return Result(tuple(caught), tuple(elsewhere))


def _touches(read: Report, finding: dict[str, Any], spots: frozenset[Spot]) -> bool:
    for reference in str(finding["evidence"]).split():
        table, _, rest = reference.partition(":")
        if table == "block":
            found: Spot = (int(rest), None)
        else:
            row, _, column = rest.partition(":")
            mark = read.rows[table][int(row)].marks[column]
            found = (mark.block, mark.cell)
        if found in spots or (found[0], None) in spots or (found[1] is None and any(found[0] == b for b, _ in spots)):
            return True
    return False


# --- editing a document ------------------------------------------------------------------------------------------


def edited(base: Base, changes: dict[Mark, str], told: str, spots: frozenset[Spot] | None = None) -> Planted:
    """Other texts at the marks."""
    blocks = list(base.document.blocks)
    # From the back, so that the marks before stay right.
    for mark, text in sorted(changes.items(), key=lambda change: -change[0].start):
        block = blocks[mark.block]
        if isinstance(block, Grid):
            assert mark.cell is not None
            cells = list(block.cells)
            own = cells[mark.cell]
            cells[mark.cell] = own._replace(text=own.text[: mark.start] + text + own.text[mark.end :])
            blocks[mark.block] = replace(block, cells=tuple(cells))
        else:
            blocks[mark.block] = _paragraph(block, mark.start, mark.end, text)
    return Planted(
        replace(base.document, blocks=tuple(blocks)),
        told,
        frozenset((mark.block, mark.cell) for mark in changes) if spots is None else spots,
    )


def _paragraph(paragraph: Paragraph, start: int, end: int, text: str) -> Paragraph:
    longer = len(text) - (end - start)
    fragments = tuple(
        one._replace(start=one.start + longer if one.start > start else one.start) for one in paragraph.fragments
    )
    return Paragraph(paragraph.text[:start] + text + paragraph.text[end:], fragments)


def without_row(base: Base, block: int, row: int, told: str) -> Planted:
    """A table without one of its rows."""
    grid = base.document.blocks[block]
    assert isinstance(grid, Grid)
    cells = [one for cell in grid.cells if (one := _without(cell, row))]
    blocks = list(base.document.blocks)
    blocks[block] = replace(grid, cells=tuple(cells), n_rows=grid.n_rows - 1)
    return Planted(replace(base.document, blocks=tuple(blocks)), told)


def _without(cell: Cell, row: int) -> Cell | None:
    if cell.row > row:
        return cell._replace(row=cell.row - 1)
    if cell.row + cell.rowspan <= row:
        return cell
    return cell._replace(rowspan=cell.rowspan - 1) if cell.rowspan > 1 else None


def without_blocks(base: Base, numbers: range | list[int], told: str) -> Planted:
    """Blocks made empty; the numbers of the others stay."""
    blocks = list(base.document.blocks)
    for number in numbers:
        blocks[number] = Paragraph("", (Fragment(0, blocks[number].page),))
    return Planted(replace(base.document, blocks=tuple(blocks)), told)


# --- changing a figure -------------------------------------------------------------------------------------------


def other_digit(text: str, chance: Random, *, clear: bool = False) -> str:
    """Another digit in one place, not the last one: that could be rounding.

    ``clear`` takes one of the first two digits that count, for figures that only a rate or a share can contradict.
    """
    places = [place for place, character in enumerate(text) if character.isdigit()]
    counting = next((n for n, place in enumerate(places) if text[place] != "0"), None)
    if counting is None:
        place = text.index(".") - 1 if "." in text else places[-1]
    elif clear:
        place = chance.choice(places[counting : counting + 2][: max(len(places) - 1 - counting, 1)])
    else:
        place = chance.choice(places[:-1] if "." in text and len(places) > 1 else places)
    digits = [digit for digit in "123456789" if digit != text[place]]
    return text[:place] + chance.choice(digits) + text[place + 1 :]


def at(base: Base, mark: Mark) -> str:
    return base.report.text_at(mark)


def in_paragraphs(base: Base, pattern: str) -> Iterator[tuple[Mark, re.Match[str]]]:
    """Places in the prose (not in the table of contents) where a pattern matches."""
    for number, paragraph in base.document.paragraphs():
        if "...." in paragraph.text:
            continue
        for match in re.finditer(pattern, paragraph.text):
            yield Mark(number, None, match.start(), match.end()), match


def choose(chance: Random, found: list[Any], count: int) -> list[Any]:
    """A few of many, drawn."""
    return found if len(found) <= count else chance.sample(found, count)
