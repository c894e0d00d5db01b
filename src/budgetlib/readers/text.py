"""Text and Markdown reports: tab-separated or piped tables, paragraphs broken by pages, leftovers of markup."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

from budgetlib.limits import keep
from budgetlib.readers.document import Block, Cell, Document, Fragment, Grid, Paragraph, UnreadableReport
from budgetlib.readers.joining import TERMINAL, glue, is_heading, is_title, opens_block
from budgetlib.readers.text_tables import rows_of

_TAG = re.compile(r"</?(?:p|br|b|strong|em|span|sup|sub)\s*/?>", re.IGNORECASE)
_MATH = re.compile(r"\$([^$]{1,40})\$")
_LATEX = {r"\geq": "≥", r"\ge": "≥", r"\leq": "≤", r"\le": "≤", r"\times": "×", r"\pm": "±", r"\%": "%", r"\,": ""}

_ALONE = re.compile(
    r"\s*(?:(?:编制|填报|预算|公开|金额)?(?:单位|部门)(?:名称)?\s*[:：]|公开\s*\d+\s*表|[^，。；：、,;:]{2,40}表(?:[（(][^（）()]*[）)])?$)"
)
"""Lines that stand by themselves above a table: its title, its number, the office, the unit."""


def read_text(path: Path) -> Document:
    """Read a text or Markdown report. Places are line numbers, from 1.

    Raises UnreadableReport for an empty file, for bytes that are no text and for an unknown encoding.
    """
    data = path.read_bytes()
    text = _decode(path, data)
    keep("characters", len(text))
    lines = text.splitlines()
    return Document(
        source=path,
        sha256=hashlib.sha256(data).hexdigest(),
        format="text",
        pages=len(lines),
        blocks=tuple(_blocks(lines)),
        place="line",
    )


def _decode(path: Path, data: bytes) -> str:
    if not data.strip():
        raise UnreadableReport(
            f"{path}: the file is empty; expected the text of a report. Export or download it again."
        )
    if b"\0" in data:
        raise UnreadableReport(
            f"{path}: the file is binary, expected plain text or Markdown. Give it the ending of its real format "
            "(for example .pdf) and try again."
        )
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnreadableReport(f"{path}: expected text in UTF-8 or GB 18030; save the file as UTF-8 and try again.")


def clean(text: str) -> str:
    """A piece of text without the residue of markup: tags, bold marks, LaTeX comparators."""
    text = _TAG.sub("", text)
    text = _MATH.sub(lambda match: _plain_math(match.group(1)), text)
    return text.replace("**", "").strip()


def _plain_math(formula: str) -> str:
    for command, sign in _LATEX.items():
        formula = formula.replace(command, sign)
    return formula.replace(" ", "")


def _blocks(lines: list[str]) -> Iterator[Block]:
    table: list[tuple[int, list[str]]] = []
    paragraph: list[Fragment] = []
    text, apart = "", False
    for number, (line, row) in enumerate(zip(lines, rows_of(lines), strict=True), start=1):
        cells = None if row is None else [clean(cell) for cell in row]
        if not line.strip() or cells == []:
            apart = apart or not line.strip()
            continue
        if cells is not None:
            if paragraph:
                yield Paragraph(text, tuple(paragraph))
                paragraph, text = [], ""
            table.append((number, cells))
            continue
        if table:
            yield _grid(table)
            table = []
        piece = clean(line)
        if paragraph and (not _goes_on(text, piece) or (apart and is_title(text))):
            yield Paragraph(text, tuple(paragraph))
            paragraph, text = [], ""
        text += glue(text, piece)
        paragraph.append(Fragment(len(text), number))
        text += piece
        apart = False
    if paragraph:
        yield Paragraph(text, tuple(paragraph))
    if table:
        yield _grid(table)


def _goes_on(text: str, following: str) -> bool:
    """A sentence without its end goes on after a page break; a heading, a title of a table, its unit never do."""
    if _ALONE.match(text) or _ALONE.match(following) or text.endswith("表"):
        return False
    return text[-1:] not in TERMINAL and not is_heading(text) and not opens_block(following)


def _grid(rows: list[tuple[int, list[str]]]) -> Grid:
    width = max(len(cells) for _, cells in rows)
    keep("columns", width)
    keep("cells", width * len(rows))
    cells = tuple(
        Cell(text=cells[col] if col < len(cells) else "", row=row, col=col, page=line)
        for row, (line, cells) in enumerate(rows)
        for col in range(width)
    )
    return Grid(cells=cells, n_rows=len(rows), n_cols=width, page=rows[0][0])
