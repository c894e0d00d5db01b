"""The second reading gives the cells of the first in the same places: spans, turned and cropped pages, pictures."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from budgetlib.readers.camelot_pdf import Camelot, read_pdf_camelot
from budgetlib.readers.document import Grid
from budgetlib.readers.pdf import read_pdf, read_tables

BODY = """
#set page(width: 420pt, height: 600pt, margin: 50pt)
#set text(font: "Noto Sans SC", size: 10pt, cjk-latin-spacing: none)
收入决算表
#table(columns: (80pt, 80pt, 80pt), inset: 4pt,
  table.cell(colspan: 2)[项目], table.cell(rowspan: 2)[合计], [编码], [名称],
  [201], [机关事业单位基本养老保险缴费支出], [1,234.56], [202], [乙], [0.00], [合计], [], [1,234.56])
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    typst = pytest.importorskip("typst")
    fonts = pytest.importorskip("pylopdf_fonts_zh_cn")
    path = tmp_path / "report.pdf"
    folder = str(Path(fonts.__file__).parent)
    path.write_bytes(typst.compile(BODY.encode(), font_paths=[folder], ignore_system_fonts=True))
    return path


def same(one: Grid, other: Grid) -> None:
    assert (one.n_rows, one.n_cols) == (other.n_rows, other.n_cols)
    for mine, theirs in zip(one.cells, other.cells, strict=True):
        places = [(cell.text, cell.row, cell.col, cell.rowspan, cell.colspan, cell.page) for cell in (mine, theirs)]
        assert places[0] == places[1]
        assert mine.bbox == pytest.approx(theirs.bbox, abs=1.5)


def grid(path: Path) -> Grid:
    ((_, grid),) = read_pdf(path).grids()
    return grid


def test_same_cells_and_the_same_prose(path: Path) -> None:
    first, second = read_pdf(path), read_pdf_camelot(path)
    same(next(first.grids())[1], next(second.grids())[1])
    assert [p.text for _, p in first.paragraphs()] == [p.text for _, p in second.paragraphs()]
    assert (first.engine, second.engine) == ("tablers", "camelot")


def change(path: Path, rotation: int = 0, crop: tuple[float, float, float, float] | None = None) -> None:
    import pypdfium2 as pdfium

    pdf = pdfium.PdfDocument(path.read_bytes())
    pdf[0].set_rotation(rotation)
    if crop:
        pdf[0].set_cropbox(*crop)
    out = io.BytesIO()
    pdf.save(out)
    path.write_bytes(out.getvalue())


@pytest.mark.parametrize("rotation", [90, 180, 270])
def test_same_cells_on_a_turned_page(path: Path, rotation: int) -> None:
    change(path, rotation)
    ((_, (second,)),) = read_tables(path, [1], Camelot)
    same(grid(path), second)


def test_same_cells_on_a_cropped_page(path: Path) -> None:
    change(path, crop=(30, 40, 400, 580))
    ((_, (second,)),) = read_tables(path, [1], Camelot)
    same(grid(path), second)


def test_rules_that_are_images_are_found_in_the_picture(path: Path, tmp_path: Path) -> None:
    image = pytest.importorskip("PIL.Image")
    black = tmp_path / "black.png"
    image.new("RGB", (4, 4), "black").save(black)
    rules = "\n".join(
        f'#place(top + left, dx: {x}pt, dy: {y}pt, image(read("black.png", encoding: none), '
        f'width: {w}pt, height: {h}pt, fit: "stretch"))'
        for x, y, w, h in [(0, y, 200, 1) for y in (40, 70, 100)] + [(x, 40, 1, 60) for x in (0, 100, 199)]
    )
    words = "\n".join(
        f"#place(top + left, dx: {x}pt, dy: {y}pt)[{word}]"
        for x, y, word in [(20, 48, "编码"), (120, 48, "合计"), (20, 78, "201"), (120, 78, "12.50")]
    )
    typst = pytest.importorskip("typst")
    source = tmp_path / "pictured.typ"
    source.write_text(BODY.split("收入决算表")[0] + "收入决算表\n" + rules + "\n" + words, encoding="utf-8")
    folder = str(Path(pytest.importorskip("pylopdf_fonts_zh_cn").__file__).parent)
    path.write_bytes(typst.compile(str(source), font_paths=[folder], ignore_system_fonts=True))
    ((_, (found,)),) = read_tables(path, [1], Camelot)
    assert [[cell.text for cell in row] for row in found.rows()] == [["编码", "合计"], ["201", "12.50"]]


def test_pages_that_are_not_there_are_left_out(path: Path) -> None:
    assert [number for number, _ in read_tables(path, [1, 7], Camelot)] == [1]
