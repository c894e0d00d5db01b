"""The source of a figure made visible: the page cropped around it with its cell or line marked."""

from __future__ import annotations

import base64
import contextlib
import io
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from numbers import Integral
from typing import TYPE_CHECKING, Any, NoReturn

from budgetlib import schema
from budgetlib.machine.extras import need
from budgetlib.output.show_text import SourceLine, source_line
from budgetlib.readers.document import Box, Document, Grid, Mark

if TYPE_CHECKING:
    import pandas as pd
    from PIL.Image import Image

    from budgetlib.parsers.parsed import Parsed

__all__ = ["SourceLine", "SourceParts", "Spot", "show_page", "show_source", "spots"]

DPI = 150
_CONTEXT = 55.0
"""Points of the page shown above and below a figure: a few rows of a table, three lines of prose."""
_APART = 160.0
"""Marks on one page farther apart than this many points are shown in crops of their own."""
_COLOUR = (214, 39, 40)
_BAND = 22
"""Height in pixels of the line above each crop that names the page."""

_BLOCK = "block:"
"""How the evidence of a finding about words begins: the block of the document that they stand in."""

_ADDED = ("confirmed_by", "confidence", "file")
"""Columns that are no part of what was read."""

Ref = tuple[str, int, str]
"""Table, row number and column of a figure."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A place to mark: page from 1, and box in points of the page as shown, y downwards."""

    page: int
    box: Box


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
    for spot in _spots(document, marks, file):
        by_page[spot.page].append(spot.box)
    return _picture(document, by_page, cropped=True, file=file)


def spots(report: Parsed, figure: pd.Series | str) -> list[Spot]:
    """Where the figures of a row, or of ``table:row:column``, stand in a PDF. Raises like ``show_source``."""
    return _spots(report.document, _marks(report, figure))


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
        boxes = [spot.box for spot in _spots(report.document, here) if spot.page == page]
        return _picture(report.document, {page: boxes}, cropped=False)
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


@dataclass(frozen=True, slots=True)
class _Piece:
    """A figure's cell, or what of it stands on a line of prose: its text, and the text before it on that line."""

    page: int
    box: Box
    before: str = ""
    text: str = ""


def _spots(document: Document, marks: Iterable[Mark], file: int = 0) -> list[Spot]:
    """Places of figures: the cell in a table, the very characters in prose (the line where they cannot be found)."""
    import pypdfium2 as pdfium

    with contextlib.closing(pdfium.PdfDocument(document.original(file))) as pdf:
        return [
            Spot(piece.page, (piece.text and _characters(pdf[piece.page - 1], piece)) or piece.box)
            for mark in marks
            for piece in _pieces(document, mark)
        ]


def _pieces(document: Document, mark: Mark) -> Iterator[_Piece]:
    block = document.blocks[mark.block]
    if isinstance(block, Grid):
        cell = block.cells[mark.cell or 0]
        if cell.bbox:
            yield _Piece(cell.page, cell.bbox)
        return
    stops = [fragment.start for fragment in block.fragments[1:]] + [len(block.text)]
    for fragment, stop in zip(block.fragments, stops, strict=True):
        start, end = max(mark.start, fragment.start), min(mark.end, stop)
        if start < end and fragment.bbox:
            yield _Piece(fragment.page, fragment.bbox, block.text[fragment.start : start], block.text[start:end])


def _characters(page: Any, piece: _Piece) -> Box | None:
    """Box of the figure in its line, by pdfium's boxes of characters; None on turned pages or where it is not."""
    if page.get_rotation():
        return None
    left, _, _, top = page.get_cropbox()
    textpage = page.get_textpage()
    line, drawn = piece.box, []
    for index in range(textpage.count_chars()):
        x0, bottom, x1, above = textpage.get_charbox(index, loose=True)
        box = (x0 - left, top - above, x1 - left, top - bottom)
        if line[0] - 1 <= (box[0] + box[2]) / 2 <= line[2] + 1 and line[1] <= (box[1] + box[3]) / 2 <= line[3]:
            drawn.append((textpage.get_text_range(index, 1).strip(), box))
    drawn = sorted(((char, box) for char, box in drawn if char), key=lambda one: one[1][0])
    start, text = len("".join(piece.before.split())), "".join(piece.text.split())
    wanted = drawn[start : start + len(text)]
    if "".join(char for char, _ in wanted) != text:
        return None
    return _around([box for _, box in wanted])


def _around(boxes: Sequence[Box]) -> Box:
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def _picture(document: Document, by_page: Mapping[int, Sequence[Box]], cropped: bool, file: int = 0) -> Image:
    """Pages, or crops of them, with the boxes marked, one below the other."""
    import pypdfium2 as pdfium

    need("charts", document.name)
    strips = []
    with contextlib.closing(pdfium.PdfDocument(document.original(file))) as pdf:
        for number, boxes in by_page.items():
            page = pdf[number - 1].render(scale=DPI / 72).to_pil().convert("RGB")
            for box in boxes:
                _draw_box(page, box)
            crops = [_crop(page, part) for part in _passages(boxes)] if cropped else [page]
            strips += [(f"p. {number}", crop) for crop in crops]
    return _stacked(strips)


def _passages(boxes: Sequence[Box]) -> Iterator[Box]:
    """Boxes around marks that stand close to each other, from top to bottom."""
    group: list[Box] = []
    for box in sorted(boxes, key=lambda box: box[1]):
        if group and box[1] - max(other[3] for other in group) > _APART:
            yield _around(group)
            group = []
        group.append(box)
    if group:
        yield _around(group)


def _draw_box(page: Image, box: Box) -> None:
    """A frame on the rules of a cell, just outside its text."""
    from PIL import ImageDraw

    x0, top, x1, bottom = (value * DPI / 72 for value in box)
    ImageDraw.Draw(page).rectangle((x0 - 2, top - 2, x1 + 2, bottom + 2), outline=_COLOUR, width=3)


def _crop(page: Image, part: Box) -> Image:
    """The whole width of the page, so that the labels of the row and the sentence stay readable."""
    top = max(int((part[1] - _CONTEXT) * DPI / 72), 0)
    bottom = min(int((part[3] + _CONTEXT) * DPI / 72), page.height)
    return page.crop((0, top, page.width, bottom))


def _stacked(strips: Sequence[tuple[str, Image]]) -> Image:
    from PIL import Image as Canvas
    from PIL import ImageDraw, ImageFont

    width = max(strip.width for _, strip in strips)
    sheet = Canvas.new("RGB", (width, sum(strip.height + _BAND for _, strip in strips)), "white")
    draw, font, y = ImageDraw.Draw(sheet), ImageFont.load_default(size=14), 0
    for title, strip in strips:
        draw.rectangle((0, y, width, y + _BAND), fill=(238, 238, 238))
        draw.text((8, y + 3), title, fill=(60, 60, 60), font=font)
        sheet.paste(strip, (0, y + _BAND))
        y += strip.height + _BAND
    return sheet
