"""How the cells of a workbook are shown: 0.95 as 95.00%, 12.3 as 12.30. A figure is what the sheet shows."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from operator import eq, ge, gt, le, lt, ne
from typing import Any

from budgetlib.machine.limits import keep
from budgetlib.readers.markup import seen

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_BUILT_IN = (
    {1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 37: "#,##0", 38: "#,##0"}
    | {number: "#,##0.00" for number in (39, 40, 43, 44)}
    | {41: "#,##0", 42: "#,##0"}
)
_POINT = re.compile(r'[!\\]\.|"\."')
"""A point that is no decimal point but a sign among digits."""
_QUOTED = re.compile(r'"[^"]*"|[\\!].|_.|\*.|\[[^\]]*\]')
_DIGITS = re.compile(r"([#0?,]*[0#?])(?:([.\0])([0#?]+))?(,*)")
_WORDS = re.compile(r'(?<=")[^"]+(?=")|[\u4e00-\u9fff]+')
_UNIT = re.compile(r"[百千万亿元%％]")
"""What stands behind a figure and would make another of it."""
_NO_DECIMAL = re.compile(r"[ymdhs@/]", re.IGNORECASE)
_CONDITION = re.compile(r"\[(<=|>=|<>|<|>|=)(-?[\d.]+)\]")
_TRUE = ("1", "true")
_COMPARED = {"<": lt, "<=": le, ">": gt, ">=": ge, "=": eq, "<>": ne}
_SHOWN = re.compile(r"-?[\d,]*\d(?:\.(\d+))?(%?)")
_MOST_COLUMNS = 16_384
_PRECISION = 12
"""Digits of a number without a format; what a double holds beyond is noise of its arithmetic."""


@dataclass(frozen=True, slots=True)
class Style:
    """How a cell is shown: the format of its number ('' for a general one), and by how many steps it is moved in."""

    code: str = ""
    indent: float = 0.0


PLAIN = Style()


@dataclass(slots=True)
class SheetLook:
    """Formats of the cells of one sheet, what is hidden, formulas whose result is not stored, its size."""

    styles: dict[tuple[int, int], Style] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    without_result: set[tuple[int, int]] = field(default_factory=set)
    rows: int = 0
    columns: int = 0

    def style_at(self, row: int, col: int) -> Style:
        """The style of a cell, a plain one where nothing is said."""
        return self.styles.get((row, col), PLAIN)


class Locked(ValueError):
    """A workbook of the old kind that asks for a password."""


Looks = Callable[[str], SheetLook]
"""From the name of a sheet to its look. Without it a figure could be wrong: 0.15 is what a file keeps for 15 %."""


def looks_of(data: bytes) -> Looks:
    """The looks of the sheets of a workbook of bytes. Raises ValueError where its formats cannot be told."""
    if not data.startswith(b"PK"):
        return _old_looks(data)
    archive = zipfile.ZipFile(io.BytesIO(data))
    if "content.xml" in archive.namelist():
        return _open_looks(archive)
    styles, members = _styles(archive), _members(archive)
    return lambda name: _look(_xml(archive, members[name]), styles)


def _old_looks(data: bytes) -> Looks:
    """Of a workbook of the old kind (.xls), whose records xlrd reads."""
    import xlrd

    try:
        book = xlrd.open_workbook(file_contents=data, formatting_info=True, ragged_rows=True, logfile=io.StringIO())
    except Exception as error:  # damaged files raise whatever their bytes lead to
        if "encrypted" in str(error):
            raise Locked from error
        raise ValueError(f"formats cannot be read: {error}") from error
    codes = {key: one.format_str for key, one in book.format_map.items()}
    styles = [Style(codes.get(one.format_key, ""), float(one.alignment.indent_level)) for one in book.xf_list]

    def look(name: str) -> SheetLook:
        sheet = book.sheet_by_name(name)
        places = ((row, col) for row in range(sheet.nrows) for col in range(sheet.row_len(row)))
        return SheetLook(
            {(row, col): styles[sheet.cell_xf_index(row, col)] for row, col in places},
            {row for row, about in sheet.rowinfo_map.items() if about.hidden},
            {col for col, about in sheet.colinfo_map.items() if about.hidden},
        )

    return look


def _open_looks(archive: zipfile.ZipFile) -> Looks:
    """Of an OpenDocument spreadsheet, which keeps beside a number the text that is shown for it."""
    tables = {table.get(f"{_TABLE}name"): table for table in _xml(archive, "content.xml").iter(f"{_TABLE}table")}
    return lambda name: SheetLook(dict(_shown_styles(tables[name])))


def _shown_styles(table: Any) -> Iterator[tuple[tuple[int, int], Style]]:
    top = 0
    for row in table.iter(f"{_TABLE}table-row"):
        below, left = top + int(row.get(f"{_TABLE}number-rows-repeated") or 1), 0
        for cell in row.iter(f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
            right = left + int(cell.get(f"{_TABLE}number-columns-repeated") or 1)
            if cell.get(f"{_OFFICE}value"):
                keep("cells", (below - top) * (right - left))
                style = Style(_code_of("".join(cell.itertext()), cell.get(f"{_OFFICE}value-type")))
                yield from (((y, x), style) for y in range(top, below) for x in range(left, right))
            left = right
        top = below


def _code_of(text: str, kind: str) -> str:
    """The format in which a number is shown as ``text``."""
    found = _SHOWN.fullmatch(text.strip())
    if not found:
        return "0.00%" if kind == "percentage" else ""
    decimals, percent = found.groups()
    return ("#,##0" if "," in text else "0") + (f".{'0' * len(decimals)}" if decimals else "") + percent


def _look(tree: Any, styles: list[Style]) -> SheetLook:
    look = SheetLook()
    for col in tree.iterfind(f"{_MAIN}cols/{_MAIN}col"):
        if col.get("hidden") in _TRUE:
            look.hidden_columns |= set(range(int(col.get("min")) - 1, min(int(col.get("max")), _MOST_COLUMNS)))
    for row in tree.iterfind(f"{_MAIN}sheetData/{_MAIN}row"):
        if row.get("hidden") in _TRUE:
            look.hidden_rows.add(int(row.get("r") or 0) - 1)
        for cell in row:
            if len(cell):  # the others are blank, and there may be many
                _look_at(cell, look, styles)
    return look


def _look_at(cell: Any, look: SheetLook, styles: list[Style]) -> None:
    row, col = _place(cell.get("r") or f"A{cell.getparent().get('r') or 1}")
    look.rows, look.columns = max(look.rows, row + 1), max(look.columns, col + 1)
    style = styles[int(cell.get("s") or 0)] if styles else PLAIN
    if style is not PLAIN:
        look.styles[row, col] = style
    if cell[0].tag == f"{_MAIN}f" and cell.get("t") != "str" and not cell.findtext(f"{_MAIN}v"):
        look.without_result.add((row, col))


def _place(reference: str) -> tuple[int, int]:
    """Row and column, from 0, of a cell (C7)."""
    letters = reference.rstrip("0123456789")
    return int(reference[len(letters) :] or 1) - 1, _column(letters)


@cache
def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _styles(archive: zipfile.ZipFile) -> list[Style]:
    """The styles that cells refer to by number."""
    if "xl/styles.xml" not in archive.namelist():
        return []
    root = _xml(archive, "xl/styles.xml")
    own = {int(one.get("numFmtId")): one.get("formatCode") or "" for one in root.iter(f"{_MAIN}numFmt")}
    styles = root.find(f"{_MAIN}cellXfs")
    return [_style(one, own) for one in styles] if styles is not None else []


def _style(described: Any, own: dict[int, str]) -> Style:
    number = int(described.get("numFmtId") or 0)
    aligned = described.find(f"{_MAIN}alignment")
    steps = (aligned.get("indent") or "0") if aligned is not None else "0"
    code = own.get(number, _BUILT_IN.get(number, ""))
    return Style(code, float(steps)) if code or steps != "0" else PLAIN


def _members(archive: zipfile.ZipFile) -> dict[str, str]:
    """File of each sheet."""
    links = {one.get("Id"): one.get("Target") or "" for one in _xml(archive, "xl/_rels/workbook.xml.rels")}
    sheets = list(_xml(archive, "xl/workbook.xml").iter(f"{_MAIN}sheet"))
    targets = {sheet.get("name"): links.get(sheet.get(_REL), "") for sheet in sheets}
    return {name: target.lstrip("/") if target.startswith("/") else f"xl/{target}" for name, target in targets.items()}


def _xml(archive: zipfile.ZipFile, member: str) -> Any:
    from lxml import etree

    return etree.fromstring(archive.read(member), etree.XMLParser(resolve_entities=False, no_network=True))


def shown(value: Any, code: str = "") -> str:
    """The text that a sheet shows for a value in a format.

    Text stays as it is; a date becomes 2024-03-01; a number without a format keeps the digits it has.
    """
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return _number(float(value), code)
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(" ")
    return seen(str(value))


def _number(value: float, code: str) -> str:
    section = _section(code, value)
    shape = _shape(section) if section or not code else _Shape("")
    if shape is None:
        plain = f"{value:.{_PRECISION}g}"
        return plain if "e" not in plain else f"{value:.0f}" if value == int(value) else f"{value:f}"
    if not shape.digits or (value == 0 and "0" not in shape.digits):
        return shape.behind if not shape.digits else ""
    value = value * (100 if shape.percent else 1) / 1000**shape.thousands
    if shape.split:  # 0\.0, shows 12,345,678 as 1234.6: thousands with a point before their last digit
        value = float(_rounded(value, 0)) / 10**shape.decimals
    return f"{_rounded(value, shape.decimals):{shape.grouped}.{shape.decimals}f}{shape.behind}"


def _rounded(value: float, decimals: int) -> float | Decimal:
    """Rounded as a sheet rounds: halves of the decimal number away from zero, not of the binary one."""
    if round(value, decimals) == value:
        return value
    return Decimal(f"{value:.15g}").quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


@dataclass(frozen=True, slots=True)
class _Shape:
    """How a section of a format shows a number: its places for digits, and what stands behind them."""

    digits: str
    behind: str = ""
    decimals: int = 0
    grouped: str = ""
    percent: bool = False
    thousands: int = 0
    """Commas at the end: by how many thousands a number is divided."""
    split: bool = False
    """Whether the point is a sign among the digits of a whole number."""


def _section(code: str, value: float) -> str:
    """The part of a format that shows a value: by its condition, or for positive, negative and zero."""
    sections = _sections(code)
    if any(limit for limit, _ in sections):
        fitting = (one for limit, one in sections if not limit or _COMPARED[limit[0]](value, limit[1]))
        return next(fitting, sections[-1][1])
    at = 1 if value < 0 else 2 if value == 0 else 0
    return sections[at if at < len(sections) else 0][1]


@cache
def _sections(code: str) -> list[tuple[tuple[str, float] | None, str]]:
    limits = ((_CONDITION.search(one), one) for one in code.split(";"))
    return [((limit[1], float(limit[2])) if limit else None, one) for limit, one in limits]


@cache
def _shape(section: str) -> _Shape | None:
    """How a section shows numbers; None for a general format, text, fractions and dates."""
    plain = _QUOTED.sub("", _POINT.sub("\0", section))
    if not section or plain.strip().lower() == "general" or _NO_DECIMAL.search(plain):
        return None
    words = "".join(_WORDS.findall(section)).strip()
    found = _DIGITS.search(plain)
    if not found:
        return _Shape("", words or plain.strip(" ?#"))
    whole, point, decimals, thousands = found.group(1), found.group(2), found.group(3) or "", len(found.group(4))
    percent = "%" in plain
    behind = "%" if percent else words if _UNIT.search(words) else ""
    if "0" not in whole + decimals and words:
        return _Shape("", words)  # "-"?? is the dash of accountants for zero
    return _Shape(
        whole + decimals, behind, len(decimals), "," if "," in whole else "", percent, thousands, point == "\0"
    )
