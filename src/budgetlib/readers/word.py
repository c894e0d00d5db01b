"""Word documents (.docx): paragraphs with their automatic numbers, tables with merged cells, text boxes."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from budgetlib.machine.limits import keep
from budgetlib.readers.document import Block, Cell, Document, Grid, UnreadableReport
from budgetlib.readers.grids import stacked
from budgetlib.readers.markup import indent_of, is_note_mark, seen
from budgetlib.readers.text import blocks_of
from budgetlib.readers.typed_cells import Typed
from budgetlib.readers.word_numbers import Numbering

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_PASSED_OVER = frozenset(
    f"{_W}{name}" for name in ("del", "moveFrom", "instrText", "delText", "rPr", "pPr", "footnoteReference")
)
_GONE = frozenset(f"{_W}{name}" for name in ("vanish", "strike", "dstrike"))
_SIGNS = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}


def read_docx(path: Path) -> Document:
    """Read a Word document. Places count its paragraphs and table rows, from 1: it has no pages until it is printed.

    Raises UnreadableReport for a file that is damaged or holds nothing.
    """
    import docx

    data = path.read_bytes()
    try:
        package = docx.Document(str(path))
    except Exception as error:  # the package, or the XML in it, is damaged in one of many ways
        raise UnreadableReport(
            f"{path}: Word 文档已损坏，请重新保存或下载 / "
            "expected a sound .docx file, but it is damaged; save it again."
        ) from error
    body = _Body(Numbering.of(package))
    blocks = tuple(body.blocks(package.element.body))
    if not blocks:
        raise UnreadableReport(f"{path}: {_pictures(package.element.body)}")
    keep("characters", sum(len(node.text or "") for node in package.element.body.iter(f"{_W}t")))
    return Document(
        source=path,
        sha256=hashlib.sha256(data).hexdigest(),
        format="docx",
        pages=body.count,
        blocks=blocks,
        place="line",
    )


def _pictures(body: Any) -> str:
    """What to do with a document without text."""
    count = sum(1 for _ in body.iter("{http://schemas.openxmlformats.org/drawingml/2006/main}blip"))
    if count:
        return (
            f"文档只有 {count} 张图片，请打印为 PDF，由 budgetlib[ocr] 识别 / the document holds no text and no table; "
            f"it shows {count} picture(s). Print it as PDF, which budgetlib[ocr] reads."
        )
    return (
        "文档没有文字和表格，请核对是不是这个文件 / the document holds no text and no table; expected a report. "
        "Check that this is the right file."
    )


class _Body:
    """Walks the body of a document and counts its paragraphs and table rows."""

    def __init__(self, numbering: Numbering) -> None:
        self.count = 0
        self._numbering = numbering

    def blocks(self, element: Any) -> Iterator[Block]:
        """Paragraphs and tables in reading order."""
        lines: list[Typed] = []
        for piece in self._pieces(element):
            if isinstance(piece, str):
                self.count += 1
                lines.append(Typed(self.count, piece))
                continue
            yield from blocks_of(lines, broken=False)
            lines = []
            yield piece
        yield from blocks_of(lines, broken=False)

    def _pieces(self, element: Any) -> Iterator[str | Grid]:
        for child in element:
            if child.tag == f"{_W}p":
                yield from self._paragraph(child)
            elif child.tag == f"{_W}tbl":
                yield from self._table(child)
            elif child.tag not in _PASSED_OVER:  # content controls, insertions and the like hold the same again
                yield from self._pieces(child)

    def _paragraph(self, paragraph: Any) -> Iterator[str | Grid]:
        text = _text(paragraph).strip("\n")
        number = self._numbering.next(paragraph) if text.strip() else ""
        yield from (line for line in f"{number}{text}".split("\n") if line.strip())
        for box in paragraph.iter(f"{_W}txbxContent"):
            if not any(parent.tag == f"{_MC}Fallback" for parent in box.iterancestors()):
                yield from self._pieces(box)

    def _table(self, table: Any) -> Iterator[str | Grid]:
        rows = [[cell for cell in row.iter(f"{_W}tc") if _owner(cell, f"{_W}tbl") is table] for row in _rows(table)]
        cells = [cell for row in rows for cell in row]
        if len(cells) == 1 or any(cell.find(f".//{_W}tbl") is not None for cell in cells):
            for cell in cells:
                yield from self._pieces(cell)
            return
        grid = _grid(table, rows, self.count + 1)
        self.count += grid.n_rows
        yield from stacked(grid)


def _text(element: Any) -> str:
    """Text as shown: insertions and results of fields; no deletions, codes, text boxes or marks of footnotes."""
    found: list[str] = []
    _gather(element, found)
    return "".join(found)


def _gather(element: Any, found: list[str]) -> None:
    for child in element:
        if child.tag == f"{_W}t":
            found.append(seen(child.text or ""))
        elif child.tag in _SIGNS:
            found.append("" if child.get(f"{_W}type") == "page" else _SIGNS[child.tag])
        elif child.tag in _PASSED_OVER or child.tag in (f"{_W}txbxContent", f"{_MC}Fallback"):
            continue
        elif child.tag != f"{_W}r" or not _is_unseen(child, found):
            _gather(child, found)


def _is_unseen(run: Any, before: Sequence[str]) -> bool:
    """Whether a run is hidden or struck out, or a raised mark that behind a figure would become a digit of it."""
    look = run.find(f"{_W}rPr")
    if look is None:
        return False
    if any(one.tag in _GONE and one.get(f"{_W}val", "1") not in ("0", "false") for one in look):
        return True
    raised = look.find(f"{_W}vertAlign")
    text = "".join(node.text or "" for node in run.iter(f"{_W}t"))
    return raised is not None and raised.get(f"{_W}val") == "superscript" and is_note_mark("".join(before), text)


def _owner(element: Any, tag: str) -> Any:
    return next(element.iterancestors(tag))


def _rows(table: Any) -> list[Any]:
    """The table's own rows, without hidden ones and those whose deletion is tracked."""
    gone = "|".join(f"w:trPr/w:{name}" for name in ("del", "hidden[not(@w:val='0' or @w:val='false')]"))
    return [row for row in table.xpath(f".//w:tr[not({gone})]") if _owner(row, f"{_W}tbl") is table]


def _grid(table: Any, rows: Sequence[Sequence[Any]], line: int) -> Grid:
    """Cells with their spans: to the right as stated, downwards as far as cells of the same place go on."""
    started: dict[int, int] = {}
    cells: list[Cell] = []
    width = 1
    for number, (row, own) in enumerate(zip(_rows(table), rows, strict=True)):
        col = _number(row, "trPr", "gridBefore") or 0
        for element in own:
            span = _number(element, "tcPr", "gridSpan") or 1
            merge = element.find(f"{_W}tcPr/{_W}vMerge")
            if merge is not None and merge.get(f"{_W}val") != "restart" and col in started:
                above = cells[started[col]]
                cells[started[col]] = above._replace(rowspan=above.rowspan + 1)
            else:
                started[col] = len(cells)
                cells.append(_cell(element, number, col, span, line + number))
            col += span
        width = max(width, col)
    return Grid(tuple(cells), len(rows), width, line)


def _number(element: Any, properties: str, name: str) -> int | None:
    found = element.find(f"{_W}{properties}/{_W}{name}")
    value = found.get(f"{_W}val") if found is not None else None
    return int(value) if value and re.fullmatch(r"\d{1,4}", value) else None


def _cell(element: Any, row: int, col: int, span: int, line: int) -> Cell:
    texts = [_text(paragraph) for paragraph in element.iter(f"{_W}p")]
    first = next((text for text in texts if text.strip()), "")
    moved = element.find(f".//{_W}pPr/{_W}ind")
    chars = moved.get(f"{_W}leftChars") or moved.get(f"{_W}firstLineChars") if moved is not None else None
    indent = int(chars) / 100 if chars and re.fullmatch(r"\d+", chars) else 0.0
    return Cell(
        text="".join(text.strip().replace("\n", "") for text in texts),
        row=row,
        col=col,
        colspan=span,
        page=line,
        indent=indent_of(first) + indent,
    )
