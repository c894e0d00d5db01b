"""Workbooks (xlsx, xls, ods): each sheet becomes titles, tables with their spans, and prose; python-calamine reads."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

from budgetlib.machine.limits import keep
from budgetlib.readers.document import Block, Cell, Document, Grid, Paragraph, UnreadableReport
from budgetlib.readers.joining import is_table_title, is_unit_line
from budgetlib.readers.markup import indent_of
from budgetlib.readers.number_formats import Locked, Looks, SheetLook, looks_of, shown
from budgetlib.readers.sniff import BROKEN_ZIP
from budgetlib.readers.text import blocks_of
from budgetlib.readers.typed_cells import Typed

_LABELLED = re.compile(r"[(（]?[^：:。；]{1,12}[：:].{0,40}|公开\d+表|附?表\s*\d+|[(（].{1,20}[)）]")
"""What stands beside a unit above a table: office, number of the form, date, each with or without a value."""
_YEAR = re.compile(r".{0,14}\d{4}年度?.{0,6}")
"""A year beside it; two beside one another are headings (2024年预算数, 2025年预算数)."""
_SENTENCE = re.compile(r"[。；]")
_WIDE_ROW = 0.6
"""A cell over this share of the width of a table is no cell of it, but a line above, below or between."""
_TITLE_ROWS = 3
"""Rows of a table among which its title may stand where it is not merged over them."""
_FORMULA = "（公式未计算）"
"""What a formula without a stored result is shown as: its cell is no figure, and it is not blank either."""
_MOST_CELLS = 4_000_000


@dataclass(frozen=True, slots=True)
class _Merge:
    """A cell that reaches over others: rows and columns counted from 0, last ones included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(slots=True)
class _Sheet:
    """What a sheet shows: texts by row and column, and which cells reach over others."""

    number: int
    texts: list[list[str]]
    merges: dict[tuple[int, int], _Merge]
    look: SheetLook
    columns: list[list[int]] = field(init=False)
    """Columns with text, by row."""
    reach: int = field(init=False)
    """How many columns are used."""

    def __post_init__(self) -> None:
        self.columns = [[col for col, text in enumerate(row) if text and not text.isspace()] for row in self.texts]
        self.reach = max((filled[-1] + 1 for filled in self.columns if filled), default=1)

    def filled(self, row: int) -> list[int]:
        """Columns with text in a row."""
        return self.columns[row]

    def reached(self, row: int) -> Iterator[int]:
        """Columns with text in a row, and those over which it reaches."""
        return (over for col in self.columns[row] for over in range(col, col + self.width_of(row, col)))

    def part(self, left: int, right: int) -> _Sheet:
        """The sheet with nothing but some of its columns."""
        texts = [[text if left <= col < right else "" for col, text in enumerate(row)] for row in self.texts]
        return _Sheet(self.number, texts, self.merges, self.look)

    def width_of(self, row: int, col: int) -> int:
        """Columns over which a cell reaches."""
        merge = self.merges.get((row, col))
        return merge.right - merge.left + 1 if merge else 1


def read_workbook(path: Path) -> Document:
    """Read a workbook. Places are sheets, from 1; ``sheets`` has their names. Hidden sheets are left out and named.

    Raises UnreadableReport for a damaged file, one that asks for a password and one without a word in it.
    """
    import python_calamine

    data = path.read_bytes()
    try:
        looks = looks_of(data)  # first: of sizes that a damaged file claims the engine asks memory for, and dies
        book = python_calamine.CalamineWorkbook.from_path(str(path))
        losses: list[str] = []
        keep("pages", len(book.sheet_names))
        blocks = tuple(_blocks(book, looks, losses))
    except (python_calamine.PasswordError, Locked) as error:
        raise UnreadableReport(
            f"{path}: 工作簿设有密码，请另存一份不设密码的 / expected a workbook that opens freely; "
            "save a copy without password."
        ) from error
    except (python_calamine.CalamineError, OSError, ValueError, LookupError, SyntaxError, *BROKEN_ZIP) as error:
        raise UnreadableReport(
            f"{path}: 工作簿已损坏，请重新保存或下载 / expected a sound workbook, but it is damaged; save it again."
        ) from error
    if not blocks:
        raise UnreadableReport(
            f"{path}: 工作簿是空的，请重新下载 / "
            "the workbook is empty; expected the sheets of a report. Download it again."
        )
    return Document(
        source=path,
        sha256=hashlib.sha256(data).hexdigest(),
        format="workbook",
        pages=len(book.sheet_names),
        blocks=blocks,
        place="sheet",
        losses=tuple(losses),
        sheets=tuple(book.sheet_names),
    )


def _blocks(book: Any, looks: Looks, losses: list[str]) -> Iterator[Block]:
    from python_calamine import SheetTypeEnum, SheetVisibleEnum

    cells = characters = 0
    for number, about in enumerate(book.sheets_metadata, start=1):
        if about.typ != SheetTypeEnum.WorkSheet:
            continue
        if about.visible != SheetVisibleEnum.Visible:
            losses.append(f"sheet {number} {about.name!r} is hidden and was left out.")
            continue
        sheet = _sheet(book, number, about.name, looks(about.name), losses)
        if sheet:
            blocks = _titled(about.name.strip(), [block for part in _beside(sheet) for block in _sheet_blocks(part)])
            cells += sum(len(block.cells) for block in blocks if isinstance(block, Grid))
            characters += sum(len(text) for row in sheet.texts for text in row)
            keep("cells", cells)
            keep("characters", characters)
            yield from blocks


def _titled(name: str, blocks: list[Block]) -> list[Block]:
    """The blocks of a sheet; one that prints no title above its table is called by its name (收入决算表)."""
    at, grid = next(((n, block) for n, block in enumerate(blocks) if isinstance(block, Grid)), (0, None))
    if grid is None or not is_table_title(name):
        return blocks
    above = [block.text for block in blocks[:at] if isinstance(block, Paragraph)]
    inside = [cell.text for cell in grid.cells if cell.row < _TITLE_ROWS]
    if any(is_table_title(text) for text in above + inside):
        return blocks
    return [*blocks_of([Typed(grid.page, name)]), *blocks]


def _sheet(book: Any, number: int, name: str, look: SheetLook, losses: list[str]) -> _Sheet | None:
    def too_large(rows: int, columns: int) -> bool:
        if large := rows * columns > _MOST_CELLS:
            losses.append(f"sheet {number} {name!r} claims {rows} rows and was left out.")
        return large

    if too_large(look.rows, look.columns):  # the engine would ask for memory for every cell, and die
        return None
    source = book.get_sheet_by_name(name)
    if too_large(source.total_height, source.total_width):
        return None
    if look.without_result:
        losses.append(
            f"sheet {number} {name!r} has {len(look.without_result)} formula(s) without a stored result; open it in a "
            "spreadsheet program and save it again."
        )
    texts = [
        [shown(value, look.style_at(row, col).code) if value != "" else "" for col, value in enumerate(values)]
        for row, values in enumerate(source.to_python(skip_empty_area=False))
        if row <= source.total_height + (source.start or (0, 0))[0]
    ]
    merges = {
        (top, left): _Merge(top, left, bottom, right)
        for (top, left), (bottom, right) in source.merged_cell_ranges or ()
        if (bottom, right) != (top, left)
    }
    for row, col in look.without_result:
        if row < len(texts) and col < len(texts[row]):
            texts[row][col] = _FORMULA
    _blank_unseen(texts, merges, look)
    return _Sheet(number, texts, merges, look)


def _blank_unseen(texts: list[list[str]], merges: dict[tuple[int, int], _Merge], look: SheetLook) -> None:
    """Blank what hidden rows and columns hold, unless a merged cell carries it to where it is seen."""
    rows, columns = look.hidden_rows, look.hidden_columns
    for row, texts_of_row in enumerate(texts):
        unseen = range(len(texts_of_row)) if row in rows else columns
        for col in (col for col in unseen if col < len(texts_of_row) and texts_of_row[col]):
            merge = merges.get((row, col), _Merge(row, col, row, col))
            across = all(one in columns for one in range(col, merge.right + 1))
            if across or all(one in rows for one in range(row, merge.bottom + 1)):
                texts_of_row[col] = ""


def _beside(sheet: _Sheet) -> list[_Sheet]:
    """The sheet, or its tables that stand beside one another, each under its own title, with blank columns between."""
    for row, filled in enumerate(sheet.columns):
        titles = [col for col in filled if is_table_title(sheet.texts[row][col])]
        if len(titles) > 1:
            used = {col for below in range(row, len(sheet.texts)) for col in sheet.reached(below)}
            gaps = [col for col in range(sheet.reach) if col not in used]
            cuts = [
                max(between) for one, other in pairwise(titles) if (between := [c for c in gaps if one < c < other])
            ]
            return [sheet.part(*edges) for edges in pairwise([0, *cuts, sheet.reach])] if cuts else [sheet]
    return [sheet]


def _sheet_blocks(sheet: _Sheet) -> Iterator[Block]:
    """Lines above, between and below tables as paragraphs; the rest in one grid for each table."""
    lines: list[str] = []
    rows: list[int] = []
    blank = True
    for row in range(len(sheet.texts)):
        filled = sheet.filled(row)
        if not filled:
            blank = True
            continue
        if _is_line(sheet, row, filled, rows, blank):
            if rows:
                yield from _table(sheet, rows)
                rows = []
            lines.append("　".join(sheet.texts[row][col].strip(" ") for col in filled))
        else:
            yield from _paragraphs(sheet, lines)
            lines = []
            rows.append(row)
        blank = False
    yield from _table(sheet, rows)
    yield from _paragraphs(sheet, lines)


def _is_line(sheet: _Sheet, row: int, filled: Sequence[int], rows: Sequence[int], blank: bool) -> bool:
    """Whether a row is a line of text: a title, an office with a unit, a note, prose; not a row of a table."""
    texts = [sheet.texts[row][col].strip() for col in filled]
    if len(filled) > 1:
        others = [text for text in texts if not _LABELLED.fullmatch(text)]
        labelled = len(others) < 2 and all(_YEAR.fullmatch(text) for text in others)
        return not rows and labelled and not _goes_down(sheet, row, filled)
    wide = sheet.width_of(row, filled[0]) >= max(_WIDE_ROW * sheet.reach, 2)
    prose = bool(_SENTENCE.search(texts[0])) or len(texts[0]) > 60
    if not rows:
        return not _goes_down(sheet, row, filled)
    title = is_table_title(texts[0])
    if blank or (title and _states_unit(sheet, row + 1)):
        return wide or title or not _is_row_of_table(sheet, row)
    return wide and (title or prose)


def _states_unit(sheet: _Sheet, row: int) -> bool:
    """Whether a row says in which unit the table below it is, as one below a title does."""
    return row < len(sheet.texts) and any(is_unit_line(sheet.texts[row][col]) for col in sheet.filled(row))


def _goes_down(sheet: _Sheet, row: int, filled: Sequence[int]) -> bool:
    """Whether a cell reaches into rows below that hold further cells: then it is the head of a table."""
    merges = (sheet.merges.get((row, col)) for col in filled)
    below = max((merge.bottom for merge in merges if merge), default=row)
    return any(len(sheet.filled(one)) > 0 for one in range(row + 1, min(below + 1, len(sheet.texts))))


def _is_row_of_table(sheet: _Sheet, row: int) -> bool:
    """Whether a lone cell below a blank row still belongs to the table above: no new head follows it."""
    following = next((one for one in range(row + 1, len(sheet.texts)) if sheet.filled(one)), None)
    return (following is not None and len(sheet.filled(following)) == 1) or following is None


def _paragraphs(sheet: _Sheet, lines: Sequence[str]) -> Iterator[Block]:
    """Each line of each cell is a paragraph, unless it goes on; the sheet is the place of all."""
    for text in lines:
        yield from blocks_of([Typed(sheet.number, part) for part in text.split("\n")])


def _table(sheet: _Sheet, rows: Sequence[int]) -> Iterator[Grid]:
    """The rows of a table from the first to the last, without the blank columns around it."""
    if not rows:
        return
    top, bottom = rows[0], rows[-1]
    columns = [col for row in range(top, bottom + 1) for col in sheet.filled(row)]
    left, right = min(columns), max(columns)
    keep("columns", right - left + 1)
    covered: set[tuple[int, int]] = set()
    cells: list[Cell] = []
    for row in range(top, bottom + 1):
        texts = sheet.texts[row]
        for col in range(left, right + 1):
            if (row, col) in covered:
                continue
            rowspan = colspan = 1
            if merge := sheet.merges.get((row, col)):
                rowspan, colspan = min(merge.bottom, bottom) - row + 1, min(merge.right, right) - col + 1
                covered |= {(r, c) for r in range(row, row + rowspan) for c in range(col, col + colspan)}
            text = texts[col] if col < len(texts) else ""
            indent = indent_of(text) + sheet.look.style_at(row, col).indent if text else 0.0
            shown_text = "".join(part.strip() for part in text.split("\n")) if "\n" in text else text.strip()
            cells.append(Cell(shown_text, row - top, col - left, rowspan, colspan, sheet.number, None, indent))
    yield Grid(tuple(cells), bottom - top + 1, right - left + 1, sheet.number, origin=(top, left))
