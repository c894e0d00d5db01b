"""One property: the same table through text, web page, Word document and workbook is the same grid."""

from __future__ import annotations

import html
import tempfile
from collections.abc import Callable
from pathlib import Path

import docx
import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from budgetlib.readers import read
from budgetlib.readers.document import Grid, Paragraph

Rows = list[list[str]]
TITLE, UNIT, NOTE = "收入支出决算总表", "单位：万元", "注：本表为虚构数据，仅供试读。"

amounts = st.one_of(st.just(""), st.decimals(-9999999, 9999999, places=2).map(lambda number: f"{number:.2f}"))
names = st.text(st.sampled_from("行政运行事业机关服务教育支出住房保障"), min_size=2, max_size=9)


@st.composite
def tables(draw: st.DrawFn) -> Rows:
    """A head of words, then rows of a name and two amounts, the first row whole so that no column is empty."""
    body = draw(st.lists(st.tuples(names, amounts, amounts), min_size=1, max_size=12))
    return [["项目", "预算数", "决算数"], ["合计", "3.00", "2.50"], *map(list, body)]


def as_text(rows: Rows, path: Path) -> None:
    lines = [TITLE, "", UNIT, "", *("\t".join(row) for row in rows), "", NOTE]
    path.write_text("\n".join(lines), encoding="gb18030")


def as_markdown(rows: Rows, path: Path) -> None:
    lines = [TITLE, "", UNIT, "", *(f"| {' | '.join(row)} |" for row in rows), "", NOTE]
    path.write_text("\n".join(lines), encoding="utf-8")


def as_html(rows: Rows, path: Path) -> None:
    body = "".join("<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in row) + "</tr>" for row in rows)
    path.write_text(
        f"<html><body><p>{TITLE}</p><p>{UNIT}</p><table>{body}</table><p>{NOTE}</p></body></html>", encoding="utf-8"
    )


def as_word(rows: Rows, path: Path) -> None:
    package = docx.Document()
    package.add_paragraph(TITLE)
    package.add_paragraph(UNIT)
    table = package.add_table(rows=len(rows), cols=len(rows[0]))
    for row, cells in zip(rows, table.rows, strict=True):
        for text, cell in zip(row, cells.cells, strict=True):
            cell.text = text
    package.add_paragraph(NOTE)
    package.save(str(path))


def as_workbook(rows: Rows, path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append([TITLE])
    sheet.append([None, None, UNIT])
    for row in rows:
        sheet.append(
            [text if number < 1 or not text[-1:].isdigit() else float(text) for number, text in enumerate(row)]
        )
        for cell in sheet[sheet.max_row][1:]:
            cell.number_format = "0.00"
    sheet.append([NOTE])
    for merge in ("A1:C1", f"A{sheet.max_row}:C{sheet.max_row}"):
        sheet.merge_cells(merge)
    book.save(path)


@pytest.mark.parametrize("write", [as_text, as_markdown, as_html, as_word, as_workbook])
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=tables())
def test_the_same_table_comes_out_of_every_format(write: Callable[[Rows, Path], None], rows: Rows) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "report"  # the content says what it is
        write(rows, path)
        blocks = read(path).blocks
    assert [block.text for block in blocks if isinstance(block, Paragraph)] == [TITLE, UNIT, NOTE]
    (grid,) = [block for block in blocks if isinstance(block, Grid)]
    matrix = [[cell.text if cell else "" for cell in row] for row in grid.covering()]
    assert [[text.replace("-0.00", "0.00") for text in row] for row in matrix] == [
        [text.replace("-0.00", "0.00") for text in row] for row in rows
    ]
