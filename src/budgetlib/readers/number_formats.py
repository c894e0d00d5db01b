"""How the cells of a workbook are shown: 0.95 as 95.00%, 12.3 as 12.30. A figure is what the sheet shows."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from dataclasses import dataclass, field
from functools import cache
from typing import Any

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_BUILT_IN = (
    {1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 37: "#,##0", 38: "#,##0"}
    | {number: "#,##0.00" for number in (39, 40, 43, 44)}
    | {41: "#,##0", 42: "#,##0"}
)
_QUOTED = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
_DIGITS = re.compile(r"[#0?,]*[0#?](?:\.([0#?]+))?")
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
    """Formats of the cells of one sheet, rows that are hidden, formulas whose result is not stored."""

    styles: dict[tuple[int, int], Style] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    without_result: int = 0

    def style_at(self, row: int, col: int) -> Style:
        """The style of a cell, a plain one where nothing is said."""
        return self.styles.get((row, col), PLAIN)


@dataclass(slots=True)
class Formats:
    """Formats of a workbook, by sheet; an old one (.xls) keeps them where nobody here reads them."""

    archive: zipfile.ZipFile | None = None
    styles: list[Style] = field(default_factory=list)
    """The styles that cells refer to by number."""
    members: list[str] = field(default_factory=list)
    """File of each sheet."""

    @classmethod
    def of(cls, data: bytes) -> Formats:
        """Formats of a workbook of bytes."""
        if not data.startswith(b"PK"):
            return cls()
        archive = zipfile.ZipFile(io.BytesIO(data))
        if "xl/workbook.xml" not in archive.namelist():
            return cls()
        return cls(archive, _styles(archive), _members(archive))

    def sheet(self, index: int) -> SheetLook:
        """The look of a sheet, by its number from 0."""
        if self.archive is None or index >= len(self.members):
            return SheetLook()
        with self.archive.open(self.members[index]) as source:
            return _look(source, self.styles)


def _look(source: Any, styles: list[Style]) -> SheetLook:
    from lxml import etree

    names = {"m": _MAIN.strip("{}")}
    tree = etree.parse(source, etree.XMLParser(resolve_entities=False, no_network=True))
    look = SheetLook()
    for row in tree.xpath("//m:row[@hidden='1' or @hidden='true']", namespaces=names):
        look.hidden_rows.add(int(row.get("r") or 0) - 1)
    for cell in tree.xpath("//m:c[m:v or m:is or m:f]", namespaces=names):
        style = styles[int(cell.get("s") or 0)] if styles else PLAIN
        if style is not PLAIN:
            look.styles[_place(cell.get("r") or "A1")] = style
        value = cell.findtext(f"{_MAIN}v")
        if not value and cell.get("t") != "str" and cell.find(f"{_MAIN}f") is not None:
            look.without_result += 1
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


def _members(archive: zipfile.ZipFile) -> list[str]:
    links = {one.get("Id"): one.get("Target") or "" for one in _xml(archive, "xl/_rels/workbook.xml.rels")}
    targets = [links.get(sheet.get(_REL), "") for sheet in _xml(archive, "xl/workbook.xml").iter(f"{_MAIN}sheet")]
    return [target.lstrip("/") if target.startswith("/") else f"xl/{target}" for target in targets]


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
