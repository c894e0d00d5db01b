"""Double reading: each figure of a PDF's tables compared with what another engine reads in the same place."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

from budgetlib import schema
from budgetlib.machine.extras import need
from budgetlib.numbers import find_numbers, parse_number
from budgetlib.parsers.facts import Place
from budgetlib.parsers.parsed import Parsed
from budgetlib.readers.document import Box, Document, Grid, Mark
from budgetlib.readers.places import Cells, Glyphs, read_glyphs

if TYPE_CHECKING:
    import pandas as pd

    from budgetlib.checks.model import Checked
    from budgetlib.readers.pdf import TableFinder

Status = Literal["confirmed", "differs", "not_read"]
Progress = Callable[[int, int], None]
"""Called after each page with the number of pages done and to do."""

RULE = "reading.engines_differ"


@dataclass(frozen=True, slots=True)
class Compared:
    """A figure in both readings.

    ``reason`` says why it was not confirmed: other ``characters``, other ``borders`` of the cell, ``no table``,
    ``no cell`` or ``no text`` there.
    """

    table: str
    row: int
    column: str
    page: int
    first: str
    second: str
    status: Status
    reason: str = ""

    @property
    def place(self) -> Place:
        """Table, row number and column."""
        return Place(self.table, self.row, self.column)


@dataclass(frozen=True, slots=True)
class Verification:
    """What a second engine says of the figures in the tables of a report."""

    engine: str
    compared: tuple[Compared, ...]

    @property
    def confirmed(self) -> set[Place]:
        """Figures of which both engines read the same characters, as (table, row number, column)."""
        return {one.place for one in self.compared if one.status == "confirmed"}

    @property
    def differing(self) -> tuple[Compared, ...]:
        """Figures that the engines read differently."""
        return tuple(one for one in self.compared if one.status == "differs")

    @property
    def not_read(self) -> tuple[Compared, ...]:
        """Figures in places where the second engine found no table or no cell: neither confirmed nor doubted."""
        return tuple(one for one in self.compared if one.status == "not_read")

    @property
    def pages_not_read(self) -> list[int]:
        """Pages with figures of which none was read a second time (camelot drops nearly empty tables)."""
        return sorted(
            {one.page for one in self.compared} - {one.page for one in self.compared if one.status != "not_read"}
        )

    @property
    def counts(self) -> dict[Status, int]:
        """Number of figures by status."""
        found = Counter(one.status for one in self.compared)
        return {status: found[status] for status in ("confirmed", "differs", "not_read")}

    @property
    def differences(self) -> pd.DataFrame:
        """One row per figure that the engines read differently: table, row, column, page, first, second, reason."""
        import pandas as pd

        names = ["table", "row", "column", "page", "first", "second", "reason"]
        return pd.DataFrame([{name: getattr(one, name) for name in names} for one in self.differing], columns=names)

    @property
    def summary(self) -> str:
        """One line for people, Chinese with English beside."""
        counts = self.counts
        if not self.compared:
            return "二次读取 / second reading: 没有可对照的表格数字 (no figure in a PDF table)"
        pages = ", ".join(map(str, self.pages_not_read))
        rest = f"，{counts['not_read']:,} 未重读 (not read a second time)" if counts["not_read"] else ""
        return (
            f"二次读取 / second reading ({self.engine}): "
            f"{counts['confirmed']:,} / {len(self.compared):,} 一致 (agree)，"
            f"{counts['differs']:,} 不一致 (differ){rest}{f'，第 {pages} 页 (pages)' if pages else ''}"
        )


def verify(report: Parsed, progress: Progress | None = None) -> Verification:
    """Read a PDF report again, its tables with another engine and its prose with playa, and compare every figure.

    Figures meet by page and place, never by row order. A cell agrees when all its characters do, spaces aside; a line
    of prose when all its numbers do. A report that is no PDF has nothing to compare. Raises UnreadableReport when the
    file is gone or has changed.
    """
    document = report.document
    figures = list(_figures(report))
    if not figures:
        return Verification("", ())
    need("verify", document.name)
    printed = set(report.figures())
    compared = []
    for file in sorted({figure.file for figure in figures}):
        own = [figure for figure in figures if figure.file == file]
        cells, glyphs = _second_reading(document, file, own, progress)
        compared += [
            _in_cell(figure, cells.get(figure.page)) if figure.in_cell else _in_prose(figure, glyphs) for figure in own
        ]
    kept = (
        one for one in compared if one.place in printed or one.status == "differs"
    )  # a blank read twice is no figure
    return Verification(_other_engine(document).name, tuple(kept))


def with_second_reading(report: Parsed, checked: Checked, verification: Verification) -> Checked:
    """What the checks say of a report, with what the second reading adds to it."""
    found = [*checked.findings, *_findings(report, verification)]
    found.sort(key=lambda finding: (schema.SEVERITIES.index(finding["severity"]), finding["page"] or 0))
    return replace(checked, findings=found, read_again=frozenset(verification.confirmed))


def _findings(report: Parsed, verification: Verification) -> Iterator[dict[str, Any]]:
    """Rows for the table ``findings``: each figure that the engines read differently, with both readings."""
    for one in verification.differing:
        known = report.rows[one.table][one.row].facts.get(one.column)
        factor = known.factor if known else 1.0
        stated, other = (parse_number(text) for text in (one.first, one.second))
        zh, en = (_where(report, one, lang) for lang in ("zh", "en"))
        yield {
            "rule": RULE,
            "severity": "warning",
            "message_zh": f"两个引擎读数不同：{zh}，{report.document.engine} 读作“{one.first or '空白'}”，"
            f"{verification.engine} 读作“{one.second or '空白'}”，请核对原文第 {one.page} 页。",
            "message_en": f"Two engines read a figure differently: {en} is “{one.first or 'blank'}” to "
            f"{report.document.engine} and “{one.second or 'blank'}” to {verification.engine}; see page {one.page}.",
            "stated": None if stated is None else stated * factor,
            "expected": None if other is None else other * factor,
            "difference": None if stated is None or other is None else (stated - other) * factor,
            "page": one.page,
            "evidence": f"{one.table}:{one.row}:{one.column}",
        }


def _where(report: Parsed, one: Compared, lang: str) -> str:
    """What names a figure: its statement or project, its row, its column."""
    values = report.rows[one.table][one.row].values
    names = [values.get(name) for name in ("statement_zh", "project", "name", "indicator", "item")]
    column = schema.TABLES[one.table].column(one.column)
    names.append(values.get("column_zh") or (column.zh if lang == "zh" else column.en))
    return ("、" if lang == "zh" else ", ").join(dict.fromkeys(str(name) for name in names if name))


@dataclass(frozen=True, slots=True)
class _Figure:
    """A figure to compare: the text of its cell or lines, from and to there, and where these stand."""

    place: Place
    text: str
    start: int
    end: int
    boxes: tuple[tuple[int, Box], ...]
    in_cell: bool
    file: int

    @property
    def page(self) -> int:
        return self.boxes[0][0]

    @property
    def printed(self) -> str:
        return self.text[self.start : self.end].strip()


def _figures(report: Parsed) -> Iterator[_Figure]:
    """Figures with a place, and cells that were read as blank: a figure there would be one that was lost."""
    for table, rows in report.rows.items():
        numeric = {column.name for column in schema.TABLES[table].columns if column.kind == "float"}
        for number, row in enumerate(rows):
            for column, mark in row.marks.items():
                figure = _figure(Place(table, number, column), mark, report.document) if column in numeric else None
                if figure:
                    yield figure


def _figure(place: Place, mark: Mark, document: Document) -> _Figure | None:
    block = document.blocks[mark.block]
    if document.files[block.file].format != "pdf":
        return None
    if isinstance(block, Grid):
        cell = block.cells[mark.cell or 0]
        box = cell.bbox
        return _Figure(place, cell.text, mark.start, mark.end, ((cell.page, box),), True, block.file) if box else None
    starts = [fragment.start for fragment in block.fragments]
    first, last = bisect_right(starts, mark.start) - 1, bisect_left(starts, mark.end) - 1
    lines = block.fragments[max(first, 0) : last + 1]
    boxes = tuple((line.page, line.bbox) for line in lines if line.bbox)
    begin, stop = lines[0].start, starts[last + 1] if last + 1 < len(starts) else len(block.text)
    if len(boxes) < len(lines):
        return None
    return _Figure(place, block.text[begin:stop], mark.start - begin, mark.end - begin, boxes, False, block.file)


def _other_engine(document: Document) -> type[TableFinder]:
    from budgetlib.readers.camelot_pdf import Camelot
    from budgetlib.readers.pdf import Tablers

    return Tablers if document.engine == Camelot.name else Camelot


def _second_reading(
    document: Document, file: int, figures: Sequence[_Figure], progress: Progress | None
) -> tuple[dict[int, Cells], dict[int, Glyphs]]:
    """Cells and characters of the pages with figures, by page number."""
    from budgetlib.readers.pdf import read_tables

    path = document.original(file)
    tables = sorted({figure.page for figure in figures if figure.in_cell})
    prose = sorted({page for figure in figures if not figure.in_cell for page, _ in figure.boxes})
    cells, glyphs = {}, {}
    for number, grids in read_tables(path, tables, _other_engine(document)):
        cells[number] = Cells(grids)
        if progress:
            progress(len(cells), len(tables) + len(prose))
    for number, characters in read_glyphs(path, prose):
        glyphs[number] = characters
        if progress:
            progress(len(tables) + len(glyphs), len(tables) + len(prose))
    return cells, glyphs


def _in_cell(figure: _Figure, cells: Cells | None) -> Compared:
    second, same_borders = cells.text_in(figure.boxes[0][1]) if cells else (None, False)
    if second is None:
        return _result(figure, "", "not_read", "no cell" if cells else "no table")
    if _squeezed(figure.text) == _squeezed(second) or _same_numbers(figure, second):
        return _result(figure, figure.printed, "confirmed")
    return _result(figure, second, "differs", "characters" if same_borders else "borders")


def _in_prose(figure: _Figure, glyphs: dict[int, Glyphs]) -> Compared:
    second = "".join(glyphs[page].text_in(box) for page, box in figure.boxes if page in glyphs)
    if not second:
        return _result(figure, "", "not_read", "no text")
    if _squeezed(figure.text) == second or _same_numbers(figure, second):
        return _result(figure, figure.printed, "confirmed")
    return _result(figure, second, "differs", "characters")


def _same_numbers(figure: _Figure, second: str) -> bool:
    """Whether a figure among words is read alike: as many numbers there, and the same in its place."""
    if figure.end - figure.start == len(figure.text):
        return False
    start, end = (len(_squeezed(figure.text[:at])) for at in (figure.start, figure.end))
    first, other = (list(find_numbers(_squeezed(text))) for text in (figure.text, second))
    own = [place for place, number in enumerate(first) if number.start < end and number.end > start]
    return bool(own) and len(first) == len(other) and all(first[at].text == other[at].text for at in own)


def _result(figure: _Figure, second: str, status: Status, reason: str = "") -> Compared:
    return Compared(*figure.place, figure.page, figure.printed, second, status, reason)


def _squeezed(text: str) -> str:
    return "".join(text.split())
