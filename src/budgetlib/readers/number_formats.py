"""How the cells of a workbook are shown: 0.95 as 95.00%, 12.3 as 12.30. A figure is what the sheet shows."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from budgetlib.limits import keep

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_BUILT_IN = (
    {1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 37: "#,##0", 38: "#,##0"}
    | {number: "#,##0.00" for number in (39, 40, 43, 44)}
    | {41: "#,##0", 42: "#,##0"}
)
_QUOTED = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
_DIGITS = re.compile(r"[#0?,]*[0#?](?:\.([0#?]+))?")
_SHOWN = re.compile(r"-?[\d,]*\d(?:\.(\d+))?(%?)")
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
    """Formats of the cells of one sheet, rows that are hidden, formulas whose result is not stored, its size."""

    styles: dict[tuple[int, int], Style] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    without_result: int = 0
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
    names = {"m": _MAIN.strip("{}")}
    look = SheetLook()
    for row in tree.xpath("//m:row[@hidden='1' or @hidden='true']", namespaces=names):
        look.hidden_rows.add(int(row.get("r") or 0) - 1)
    for cell in tree.iter(f"{_MAIN}c"):
        if not len(cell):
            continue
        row, col = _place(cell.get("r") or f"A{cell.getparent().get('r') or 1}")
        look.rows, look.columns = max(look.rows, row + 1), max(look.columns, col + 1)
        style = styles[int(cell.get("s") or 0)] if styles else PLAIN
        if style is not PLAIN:
            look.styles[row, col] = style
    without = tree.xpath("//m:c[m:f and not(@t='str') and not(string(m:v))]", namespaces=names)
    look.without_result = len(without)
    return look


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
    return str(value)


def _number(value: float, code: str) -> str:
    decimals, percent, sections = _parsed(code)
    if value == 0 and sections > 2:
        return _zero(code)
    if percent:
        return f"{value * 100:.{decimals or 0}f}%"
    if decimals is not None:
        return f"{value:,.{decimals}f}" if "," in code else f"{value:.{decimals}f}"
    plain = f"{value:.{_PRECISION}g}"
    return plain if "e" not in plain else f"{value:.0f}" if value == int(value) else f"{value:f}"


@cache
def _parsed(code: str) -> tuple[int | None, bool, int]:
    """Decimals (None for a general format), whether it is a percentage, and how many sections the format has."""
    sections = code.split(";")
    plain = _QUOTED.sub("", sections[0])
    digits = _DIGITS.search(plain)
    if not digits or plain.strip().lower() == "general" or re.search(r"[ymdhs]", plain, re.IGNORECASE):
        return None, "%" in plain, len(sections)
    return len(digits.group(1) or ""), "%" in plain, len(sections)


@cache
def _zero(code: str) -> str:
    """What the third section of a format shows for zero: digits, a dash, or nothing."""
    section = code.split(";")[2]
    literal = "".join(re.findall(r'"([^"]*)"', section))
    if literal.strip():
        return literal.strip()
    plain = _QUOTED.sub("", section)
    digits = _DIGITS.search(plain)
    if not digits or "0" not in digits.group():
        return plain.strip(" ?#") if not digits else ""
    return f"{0:.{len(digits.group(1) or '')}f}" + "%" * ("%" in plain)
