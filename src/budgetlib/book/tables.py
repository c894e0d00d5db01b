"""Tables of a page: columns of figures to the right, as a reader compares them, and no column without a word."""

from __future__ import annotations

import re
from collections.abc import Sequence

_CELL = re.compile(r"<(t[hd])([^>]*)>(.*?)</\1>", re.DOTALL)
_ROW = re.compile(r"(<tr[^>]*>)(.*?)(</tr>)", re.DOTALL)
_FIGURE = re.compile(r"[+−-]?\d[\d,]*(\.\d+)?%?|—|")
_RIGHT = ' class="digits"'
Row = Sequence[tuple[str, str, str]]
"""Cells of a row: tag, attributes, text."""


def for_pages(html: str) -> str:
    """The HTML of an output with its tables as pages show them; a table with cells over several columns stays."""
    return re.sub(r"<table.*?</table>", lambda found: _table(found[0]), html, flags=re.DOTALL)


def _table(html: str) -> str:
    rows = [_CELL.findall(row[2]) for row in _ROW.finditer(html)]
    if "colspan" in html or "rowspan" in html or len({len(row) for row in rows}) != 1:
        return html
    columns = [[cells[number] for cells in rows] for number in range(len(rows[0]))]
    blank = {number for number, cells in enumerate(columns) if not any(text.strip() for _, _, text in cells)}
    figures = {number for number, cells in enumerate(columns) if _holds_figures(cells)}

    def written(found: re.Match[str]) -> str:
        cells = [
            f"<{tag}{attributes}{_RIGHT if number in figures else ''}>{text}</{tag}>"
            for number, (tag, attributes, text) in enumerate(_CELL.findall(found[2]))
            if number not in blank
        ]
        return found[1] + "".join(cells) + found[3]

    return _ROW.sub(written, html)


def _holds_figures(column: Row) -> bool:
    """Whether what stands below the heading is figures, and dashes for what there is none of."""
    texts = [text.strip() for tag, _, text in column if tag == "td"]
    return any(any(map(str.isdigit, text)) for text in texts) and all(_FIGURE.fullmatch(text) for text in texts)
