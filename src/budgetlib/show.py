"""The source of a figure made visible: the page cropped around it with its cell or line marked."""

from __future__ import annotations

import base64
import io
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from numbers import Integral
from typing import TYPE_CHECKING, Any, NoReturn

from budgetlib import schema
from budgetlib.output.picture import Spot, picture, spots_of
from budgetlib.output.show_text import SourceLine, source_line
from budgetlib.readers.document import Box, Document, Grid, Mark

if TYPE_CHECKING:
    import pandas as pd
    from PIL.Image import Image

    from budgetlib.parsers.parsed import Parsed

__all__ = ["SourceLine", "SourceParts", "Spot", "show_page", "show_source", "spots"]

_BLOCK = "block:"
"""How the evidence of a finding about words begins: the block of the document that they stand in."""

_ADDED = ("confirmed_by", "confidence", "file")
"""Columns that are no part of what was read."""

Ref = tuple[str, int, str]
"""Table, row number and column of a figure."""


@dataclass(frozen=True, slots=True)
class SourceParts:
    """Places in several files of one report, one after the other. In a notebook it shows itself."""

    parts: tuple[Image | SourceLine, ...]

    def __str__(self) -> str:
        return "\n".join(str(part) for part in self.parts if isinstance(part, SourceLine))

    def _repr_html_(self) -> str:
        return "".join(part._repr_html_() if isinstance(part, SourceLine) else _embedded(part) for part in self.parts)


def _embedded(picture: Image) -> str:
    data = io.BytesIO()
    picture.save(data, format="PNG")
    return f'<img src="data:image/png;base64,{base64.b64encode(data.getvalue()).decode()}">'


def show_source(report: Parsed, figure: pd.Series | str) -> Image | SourceLine | SourceParts:
    """The place that a row of a public table, or ``table:row:column``, was read from, marked.

    A row (Series) is found by its columns and its number, and by its values where the number does not fit. For a PDF
    an RGB image at 150 dpi, one crop per passage; for a text report the line. Raises ValueError in one sentence for
    anything else, and UnreadableReport when the file is gone or has changed.
    """
    document = report.document
    by_file: dict[int, list[Mark]] = defaultdict(list)
    for mark in _marks(report, figure):
        by_file[document.blocks[mark.block].file].append(mark)
    parts = [_in_file(document, file, marks) for file, marks in by_file.items()]
    return parts[0] if len(parts) == 1 else SourceParts(tuple(parts))


def _in_file(document: Document, file: int, marks: Sequence[Mark]) -> Image | SourceLine:
    if document.files[file].place != "page":
        return source_line(document, marks)
    by_page: dict[int, list[Box]] = defaultdict(list)
    for spot in spots_of(document, marks, file):
        by_page[spot.page].append(spot.box)
    return picture(document, by_page, cropped=True, file=file)


def spots(report: Parsed, figure: pd.Series | str) -> list[Spot]:
    """Where the figures of a row, or of ``table:row:column``, stand in a PDF. Raises like ``show_source``."""
    return spots_of(report.document, _marks(report, figure))


def show_page(report: Parsed, page: int) -> Image | SourceLine:
    """A whole page with every figure that was read from it marked; for a text report the line of that number.

    Raises ValueError for a page that the report does not have or a line without figures.
    """
    if not 1 <= page <= report.document.pages:
        what = f"{report.document.place}s"
        raise ValueError(f"there is no {what[:-1]} {page}: {report.document.name} has {report.document.pages} {what}.")
    marks = [report.rows[table][row].marks[column] for table, row, column in report.figures()]
    document = report.document
    own = [mark for mark in dict.fromkeys(marks) if document.blocks[mark.block].file == 0]
    here = [mark for mark in own if mark.place(document)[0] == page]
    if report.document.place == "page":
        boxes = [spot.box for spot in spots_of(report.document, here) if spot.page == page]
        return picture(report.document, {page: boxes}, cropped=False)
    return (
        source_line(report.document, here)
        if here
        else _refuse(f"no figure was read from {report.document.place} {page}.")
    )


def figure_refs(report: Parsed, figure: pd.Series | str) -> list[Ref]:
    """The figures meant by a row of a public table or by ``table:row:column`` references, spaces between them.

    Raises ValueError in one sentence when they are not of this report.
    """
    if isinstance(figure, str):
        return [_parsed(report, ref) for ref in figure.split()] or _refuse(f"{figure!r} names no figure.")
    table, values = _table_of(figure)
    if table == "findings":
        evidence = str(values.get("evidence") or "")
        return [_parsed(report, ref) for ref in evidence.split()] or _refuse("this finding has no figures as evidence.")
    row = _row_number(report, table, figure.name, values)
    marks = report.rows[table][row].marks
    figures = [column for column in marks if isinstance(report.rows[table][row].values.get(column), float)]
    columns = figures or list(marks)
    return [(table, row, column) for column in columns] or _refuse(
        f"row {row} of {table} is not printed, it was derived."
    )


def _refuse(message: str) -> NoReturn:
    raise ValueError(message)


def _parsed(report: Parsed, ref: str) -> Ref:
    table, _, rest = ref.partition(":")
    number, _, column = rest.partition(":")
    rows = report.rows.get(table)
    if rows is None or not number.isdigit() or not column:
        raise ValueError(f"{ref!r}: expected table:row:column with one of the tables {', '.join(report.rows)}.")
    if int(number) >= len(rows):
        raise ValueError(f"{ref!r}: the table {table} has rows 0 to {len(rows) - 1}.")
    return table, int(number), column


def _marks(report: Parsed, figure: pd.Series | str) -> list[Mark]:
    words = [token for token in _evidence(figure).split() if token.startswith(_BLOCK)]
    if not words:
        return list(dict.fromkeys(_mark(report, ref) for ref in figure_refs(report, figure)))
    figures = [token for token in _evidence(figure).split() if not token.startswith(_BLOCK)]
    marks = [_block_mark(report, token) for token in words]
    return list(dict.fromkeys([*marks, *(_mark(report, _parsed(report, token)) for token in figures)]))


def _evidence(figure: pd.Series | str) -> str:
    """References as text: those given, or those of a finding."""
    if isinstance(figure, str):
        return figure
    return str(figure.get("evidence") or "")


def _block_mark(report: Parsed, ref: str) -> Mark:
    """The beginning of a paragraph or the first cell of a table that a finding about words refers to."""
    number = ref.removeprefix(_BLOCK)
    if not number.isdigit() or int(number) >= len(report.document.blocks):
        raise ValueError(f"{ref!r}: the report has blocks 0 to {len(report.document.blocks) - 1}.")
    block = report.document.blocks[int(number)]
    if isinstance(block, Grid):
        return Mark(int(number), 0, 0, len(block.cells[0].text))
    return Mark(int(number), None, 0, len(block.text))


def _mark(report: Parsed, ref: Ref) -> Mark:
    table, row, column = ref
    marks = report.rows[table][row].marks
    if column not in marks:
        printed = ", ".join(marks) or "nothing"
        raise ValueError(f"{table}:{row}:{column} is not printed in the report; printed in this row: {printed}.")
    return marks[column]


def _table_of(series: pd.Series) -> tuple[str, dict[str, Any]]:
    """The public table whose columns a row has, and its values under their English names."""
    columns = [str(column) for column in series.index]
    for name, table in schema.TABLES.items():
        for names in (table.names, *(list(table.labels(lang).values()) for lang in ("zh", "en"))):
            if columns == names and name != "reports":
                return name, dict(zip(table.names, series.array, strict=True))
    raise ValueError(
        "this is no whole row of a public table; take one such as report.lines.iloc[0], or write table:row:column."
    )


def _row_number(report: Parsed, table: str, label: Any, values: Mapping[str, Any]) -> int:
    """The number of a row; its label counts only where the values are those of that row."""
    import pandas as pd

    rows = report.rows[table]

    def printed(row: Mapping[str, Any]) -> dict[str, Any]:
        return {name: value for name, value in row.items() if pd.notna(value) and value != ""}

    known = {name: value for name, value in printed(values).items() if name not in _ADDED}

    def same(number: int) -> bool:
        return printed(report.key | rows[number].values) == known

    if isinstance(label, Integral) and 0 <= int(label) < len(rows) and same(int(label)):
        return int(label)
    found = [number for number in range(len(rows)) if same(number)]
    if len(found) != 1:
        raise ValueError(
            f"this row is not in the table {table} of {report.identity.report_id}; take it from this report."
        )
    return found[0]
