"""Scanned pages: typeset here, made pictures, and read again; every figure must come back."""

from __future__ import annotations

import io
import socket
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

import budgetlib
from budgetlib.machine import extras
from budgetlib.machine.limits import Limits, within
from budgetlib.readers import ocr, ocr_engine
from budgetlib.readers.document import Document, Grid, UnreadableReport
from budgetlib.readers.ocr_grid import ruled_cells
from budgetlib.readers.pdf import read_pdf
from budgetlib.report import Report
from budgetlib.running.pipeline import read_here

needs_ocr = pytest.mark.skipif(
    not (find_spec("rapidocr") and find_spec("onnxruntime")),
    reason="rapidocr and onnxruntime are not installed; pip install budgetlib[ocr]",
)

SETTINGS = """
#set document(date: none)
#set page(width: 440pt, height: 300pt, margin: 30pt)
#set text(font: "Noto Sans SC", size: 10pt, lang: "zh", cjk-latin-spacing: none)
"""
ROWS = [
    "201|一般公共服务支出|9,746.50|8,553.30|1",
    "20101|行政运行|-12.88|0.00|0",
    "2080505|机关事业单位基本养老保险缴费支出|446.11|225.12|38.52%",
    "221|住房保障支出|461.08||7",
]
TABLE = """
#align(center, text(size: 16pt)[支出决算表])
#align(right)[单位：万元]
#table(columns: (60pt, 110pt, 80pt, 70pt, 50pt), inset: 5pt,
  table.cell(colspan: 2)[项目], table.cell(rowspan: 2)[本年支出合计], table.cell(rowspan: 2)[基本支出],
  table.cell(rowspan: 2)[比例], [编码], [名称], {})
本年支出合计 9746.50 万元，比上年增加 1193.20 万元。
""".format(", ".join(f'"{cell}"' for row in ROWS for cell in row.split("|")))
PROSE = "一、情况说明\n\n这一页有文字层，支出合计 9746.50 万元，占合计的 99.86%，比上年增加 1193.20 万元。"


def typeset(body: str) -> bytes:
    typst = pytest.importorskip("typst")
    fonts = pytest.importorskip("pylopdf_fonts_zh_cn")
    folder = str(Path(fonts.__file__).parent)
    data: bytes = typst.compile((SETTINGS + body).encode(), font_paths=[folder], ignore_system_fonts=True)
    return data


def scanned(data: bytes, skew: float = 0.0, noise: float = 0.0, quarter: int = 0, before: bytes | None = None) -> bytes:
    """Each page as a picture of 200 dpi, behind the pages of ``before``."""
    import numpy as np
    import pypdfium2 as pdfium
    from PIL import Image

    pdf = pdfium.PdfDocument(before) if before else pdfium.PdfDocument.new()
    for page in pdfium.PdfDocument(data):
        picture = page.render(scale=200 / 72).to_pil().convert("L")
        if skew:
            picture = picture.rotate(skew, resample=Image.Resampling.BICUBIC, fillcolor=255)
        if noise:
            grain = np.random.default_rng(1).normal(0, noise, (picture.height, picture.width))
            picture = Image.fromarray((np.asarray(picture) + grain).clip(0, 255).astype("uint8"))
        picture = picture.rotate(quarter, expand=True)
        width, height = picture.width * 0.36, picture.height * 0.36
        sheet, image = pdf.new_page(width, height), pdfium.PdfImage.new(pdf)
        image.set_bitmap(pdfium.PdfBitmap.from_pil(picture.convert("RGB")))
        image.set_matrix(pdfium.PdfMatrix().scale(width, height))
        sheet.insert_obj(image)
        sheet.gen_content()
    out = io.BytesIO()
    pdf.save(out)
    return out.getvalue()


def pasted(page: bytes, picture: Any, place: tuple[float, float, float, float], strips: int = 1) -> bytes:
    """The first page of a file with a picture on it, in strips; ``place``: left, bottom, width, height in points."""
    import pypdfium2 as pdfium

    pdf = pdfium.PdfDocument(page)
    sheet, (left, bottom, width, height) = pdf[0], place
    for number in range(strips):
        top, under = (picture.height * at // strips for at in (number, number + 1))
        image = pdfium.PdfImage.new(pdf)
        image.set_bitmap(pdfium.PdfBitmap.from_pil(picture.crop((0, top, picture.width, under)).convert("RGB")))
        matrix = pdfium.PdfMatrix().scale(width, height / strips)
        image.set_matrix(matrix.translate(left, bottom + height * (strips - number - 1) / strips))
        sheet.insert_obj(image)
    sheet.gen_content()
    out = io.BytesIO()
    pdf.save(out)
    return out.getvalue()


def picture_of(body: str) -> Any:
    import pypdfium2 as pdfium

    return pdfium.PdfDocument(typeset(body))[0].render(scale=200 / 72).to_pil().convert("L")


def table_in_text(strips: int = 1) -> bytes:
    """A page with two lines of text at the top, and below them the page of the table as a picture."""
    return pasted(typeset("#set page(height: 420pt)\n" + PROSE), picture_of(TABLE), (0, 20, 440, 300), strips)


def outlined(data: bytes) -> bytes:
    """The first page of a file with its characters as paths, as drawing programs write them."""
    import ctypes

    import pylopdf_fonts_zh_cn
    import pypdfium2 as pdfium
    import pypdfium2.raw as raw
    from fontTools.pens.basePen import BasePen
    from fontTools.ttLib import TTFont

    font = TTFont(Path(pylopdf_fonts_zh_cn.__file__).parent / "NotoSansSC-Regular.otf")
    glyphs, names, units = font.getGlyphSet(), font.getBestCmap(), font["head"].unitsPerEm
    pdf = pdfium.PdfDocument(data)
    page = pdf[0]
    textpage = page.get_textpage()

    class Path_(BasePen):  # type: ignore[misc]
        def __init__(self, x: float, y: float, size: float) -> None:
            super().__init__(glyphs)
            self.at = lambda point: (x + point[0] * size / units, y + point[1] * size / units)
            self.drawn = raw.FPDFPageObj_CreateNewPath(x, y)
            raw.FPDFPath_SetDrawMode(self.drawn, raw.FPDF_FILLMODE_WINDING, False)

        def _moveTo(self, point: Any) -> None:
            raw.FPDFPath_MoveTo(self.drawn, *self.at(point))

        def _lineTo(self, point: Any) -> None:
            raw.FPDFPath_LineTo(self.drawn, *self.at(point))

        def _curveToOne(self, one: Any, two: Any, three: Any) -> None:
            raw.FPDFPath_BezierTo(self.drawn, *self.at(one), *self.at(two), *self.at(three))

    for index in range(textpage.count_chars()):
        x, y = ctypes.c_double(), ctypes.c_double()
        raw.FPDFText_GetCharOrigin(textpage, index, x, y)
        name = names.get(raw.FPDFText_GetUnicode(textpage, index))
        if name and not raw.FPDFText_IsGenerated(textpage, index):
            pen = Path_(x.value, y.value, raw.FPDFText_GetFontSize(textpage, index))
            glyphs[name].draw(pen)
            raw.FPDFPage_InsertObject(page, pen.drawn)
    for item in list(page.get_objects([raw.FPDF_PAGEOBJ_TEXT])):
        page.remove_obj(item)
    page.gen_content()
    out = io.BytesIO()
    pdf.save(out)
    return out.getvalue()


HELD = "page 1 holds a picture of text or of a table"


def read(path: Path, data: bytes) -> Document:
    path.write_bytes(data)
    return read_pdf(path)


def grid_of(document: Document) -> Grid:
    (grid,) = (grid for _, grid in document.grids())
    return grid


def shape(grid: Grid) -> list[tuple[str, int, int, int, int]]:
    return [(cell.text, cell.row, cell.col, cell.rowspan, cell.colspan) for cell in grid.cells]


def texts(document: Document) -> list[str]:
    return [paragraph.text.replace(" ", "") for _, paragraph in document.paragraphs()]


@pytest.fixture(scope="module")
def pieces(tmp_path_factory: pytest.TempPathFactory) -> list[ocr_engine.Piece]:
    """What the engine reads of the clean scan, to be spoilt by the tests."""
    kept: list[ocr_engine.Piece] = []
    recognised = ocr_engine.recognised
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ocr_engine, "recognised", lambda picture: kept.extend(recognised(picture)) or kept)
        read(tmp_path_factory.mktemp("scan") / "scan.pdf", scanned(typeset(TABLE)))
    return kept


@needs_ocr
class TestScans:
    @pytest.mark.parametrize(("skew", "noise"), [(0.4, 8.0), (-0.9, 4.0)])
    def test_every_cell_comes_back(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, skew: float, noise: float
    ) -> None:
        data = typeset(TABLE)
        original = read(tmp_path / "original.pdf", data)

        def offline(*_: Any) -> None:
            raise AssertionError("nothing may be downloaded")

        monkeypatch.setattr(socket.socket, "connect", offline)
        ocr_engine.engine.cache_clear()
        document = read(tmp_path / "scan.pdf", scanned(data, skew, noise))
        assert shape(grid_of(document)) == shape(grid_of(original))
        assert texts(document) == texts(original)
        assert document.losses[0] == "page 1 has no text layer; it was read by OCR, check its figures."
        for ours, theirs in zip(grid_of(document).cells, grid_of(original).cells, strict=True):
            assert ours.page == 1
            assert ours.bbox == pytest.approx(theirs.bbox, abs=1.5)

    def test_a_page_on_its_side(self, tmp_path: Path) -> None:
        data = typeset(TABLE)
        original = grid_of(read(tmp_path / "original.pdf", data))
        document = read(tmp_path / "scan.pdf", scanned(data, quarter=90))
        assert shape(grid_of(document)) == shape(original)
        x0, top, x1, bottom = original.cells[1].bbox or (0, 0, 0, 0)
        assert grid_of(document).cells[1].bbox == pytest.approx((top, 440 - x1, bottom, 440 - x0), abs=1.5)

    def test_a_page_with_text_and_a_scanned_page(self, tmp_path: Path) -> None:
        original = read(tmp_path / "original.pdf", typeset(PROSE + "\n#pagebreak()\n" + TABLE))
        document = read(tmp_path / "mixed.pdf", scanned(typeset(TABLE), before=typeset(PROSE)))
        assert document.pages == 2
        assert texts(document) == texts(original)
        assert shape(grid_of(document)) == shape(grid_of(original))
        assert {cell.page for cell in grid_of(document).cells} == {2}
        assert document.losses == ("page 2 has no text layer; it was read by OCR, check its figures.",)

    @pytest.mark.parametrize("strips", [1, 7])
    def test_a_picture_of_a_table_on_a_page_with_text(self, tmp_path: Path, strips: int) -> None:
        """It was neither read nor named: the page has text."""
        original = read(tmp_path / "original.pdf", typeset(TABLE))
        document = read(tmp_path / "mixed.pdf", table_in_text(strips))
        assert document.losses == (f"{HELD}; it was read by OCR, check its figures.",)
        assert shape(grid_of(document)) == shape(grid_of(original))
        assert texts(document) == texts(read(tmp_path / "prose.pdf", typeset(PROSE))) + texts(original)
        for ours, theirs in zip(grid_of(document).cells, grid_of(original).cells, strict=True):
            left, top, right, bottom = theirs.bbox or (0, 0, 0, 0)
            assert ours.bbox == pytest.approx((left, top + 100, right, bottom + 100), abs=1.5)

    def test_figures_of_the_picture_are_unsure_and_those_of_the_text_are_not(self, tmp_path: Path) -> None:
        path = tmp_path / "mixed.pdf"
        path.write_bytes(table_in_text())
        report = budgetlib.read_report(path)
        assert report.lines.set_index("value")["confidence"][461.08] > 0.9
        assert report.claims["confidence"].isna().any()

    def test_text_drawn_as_outlines(self, tmp_path: Path) -> None:
        """Such a page has neither text nor a picture, and was passed over as if it were blank."""
        original = read(tmp_path / "original.pdf", typeset(TABLE))
        document = read(tmp_path / "drawn.pdf", outlined(typeset(TABLE)))
        (loss,) = document.losses
        assert loss == "page 1 shows text that is drawn as outlines; it was read by OCR, check its figures."
        assert shape(grid_of(document)) == shape(grid_of(original))

    def test_a_code_is_not_read_upside_down(self, tmp_path: Path) -> None:
        """Codes in columns of their own: 99 became 66 and 08 became 80, without a doubt."""
        codes = ["99", "08", "66", "80", "06", "90", "68", "89", "01", "11", "96", "69"]
        rows = ", ".join(f'"2{code}", "{code}", "{code}", "行政运行", "{code}.{code}"' for code in codes)
        data = typeset(
            "#set page(height: 400pt)\n#align(center)[支出决算表]\n"
            f"#table(columns: (40pt, 30pt, 30pt, 110pt, 80pt), inset: 5pt, [类], [款], [项], [名称], [合计], {rows})"
        )
        original = read(tmp_path / "original.pdf", data)
        assert shape(grid_of(read(tmp_path / "scan.pdf", scanned(data)))) == shape(grid_of(original))

    @pytest.mark.parametrize("noise", [0.0, 6.0])
    def test_a_blank_page_costs_nothing(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, noise: float) -> None:
        """It took the engine as long as any other page, and a gigabyte."""

        def never(*_: Any) -> None:
            raise AssertionError("the engine was asked")

        monkeypatch.setattr(ocr_engine, "engine", never)
        document = read(tmp_path / "blank.pdf", scanned(typeset("#h(1pt)"), noise=noise, before=typeset(PROSE)))
        assert document.losses == (
            "page 2 is an image without a text layer; OCR (budgetlib[ocr]) found no text on it.",
        )

    def test_a_figure_in_doubt_is_named(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pieces: list[ocr_engine.Piece]
    ) -> None:
        spoilt = [replace(one, text="448.11", score=0.5) if one.text == "446.11" else one for one in pieces]
        monkeypatch.setattr(ocr_engine, "recognised", lambda _: spoilt)
        document = read(tmp_path / "scan.pdf", scanned(typeset(TABLE)))
        assert document.losses[1:] == ("page 1: OCR is not sure of “446.11”; compare it with the scan.",)

    def test_two_readings_that_differ_are_in_doubt_and_figures_carry_their_confidence(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pieces: list[ocr_engine.Piece]
    ) -> None:
        """The whole page gives 448.11 and is rather sure; the cell alone gives 446.11, which is printed."""
        spoilt = [replace(one, text="448.11", score=0.9) if one.text == "446.11" else one for one in pieces]
        monkeypatch.setattr(ocr_engine, "recognised", lambda _: spoilt)
        path = tmp_path / "scan.pdf"
        path.write_bytes(scanned(typeset(TABLE)))
        report = Report(read_here((path,)))  # here: a process kept since an earlier test is not spoilt
        assert [said for said in report.document.losses if "446.11" in said]
        lines = report.lines.set_index("value")["confidence"]
        assert lines[446.11] == 0.5 and lines[9746.5] > 0.9
        assert "446.11" in report.reports.loc[0, "losses"]

    def test_a_page_that_takes_too_long_is_missing_and_the_others_are_read(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def endless(*_: Any) -> None:
            while True:
                pass

        monkeypatch.setattr(ocr, "read_scan", endless)
        with within(Limits(page_seconds=1)):
            document = read(tmp_path / "mixed.pdf", scanned(typeset(TABLE), before=typeset(PROSE)))
            with pytest.raises(UnreadableReport, match="page 1 is missing: it asks for more page_seconds"):
                read(tmp_path / "scan.pdf", scanned(typeset(TABLE)))
        (loss,) = document.losses
        assert loss.startswith("page 2 is missing: it asks for more page_seconds") and texts(document)

    def test_text_run_together_or_not_seen_is_read_again(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pieces: list[ocr_engine.Piece]
    ) -> None:
        left, right = (next(one for one in pieces if one.text == text) for text in ("446.11", "225.12"))
        spoilt = [one for one in pieces if one not in (left, right) and one.text != "-12.88"]
        spoilt.append(ocr_engine.Piece("446.11225.12", 0.99, (*left.box[:2], *right.box[2:])))
        monkeypatch.setattr(ocr_engine, "recognised", lambda _: spoilt)
        grid = grid_of(read(tmp_path / "scan.pdf", scanned(typeset(TABLE))))
        cells = [cell.text for row in grid.rows()[2:] for cell in row]
        assert cells == [cell for row in ROWS for cell in row.split("|")]


class TestWithoutTheExtra:
    @pytest.fixture(autouse=True)
    def not_installed(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(extras, "installed", lambda extra: extra != "ocr")

    def test_a_scan_names_the_extra(self, tmp_path: Path) -> None:
        with pytest.raises(UnreadableReport, match=r"looks like a scan; install budgetlib\[ocr\] to read it"):
            read(tmp_path / "scan.pdf", scanned(typeset(TABLE)))

    def test_no_page_is_half_read(self, tmp_path: Path) -> None:
        document = read(tmp_path / "mixed.pdf", scanned(typeset(TABLE), before=typeset(PROSE)))
        assert document.losses == (
            "page 2 is an image without a text layer and was not read; install budgetlib[ocr] to read it.",
        )
        assert texts(document) == texts(read(tmp_path / "prose.pdf", typeset(PROSE)))
        assert not list(document.grids())

    @pytest.mark.parametrize("strips", [1, 7])
    def test_a_picture_of_a_table_on_a_page_with_text_is_a_loss(self, tmp_path: Path, strips: int) -> None:
        document = read(tmp_path / "mixed.pdf", table_in_text(strips))
        assert document.losses == (f"{HELD} and was not read; install budgetlib[ocr] to read it.",)

    def test_a_report_with_such_a_picture_is_not_whole(self, tmp_path: Path) -> None:
        path = tmp_path / "mixed.pdf"
        path.write_bytes(table_in_text())
        report = budgetlib.read_report(path)
        assert "picture of text" in report.reports.loc[0, "losses"]
        assert "100.0%" not in report._repr_html_() and "&lt;100%" in report._repr_html_()

    @pytest.mark.parametrize("ground", ["text", "diagram", "photograph", "logo", "its own text"])
    def test_other_pictures_are_no_loss(self, tmp_path: Path, ground: str) -> None:
        """A ground under text, a diagram, a photograph, a logo; a scan below the text that was read from it."""
        import numpy as np
        from PIL import Image, ImageDraw

        page, place = typeset("#set page(height: 420pt)\n" + PROSE), (20.0, 20.0, 400.0, 300.0)
        picture = Image.new("L", (1200, 900), 255)
        if ground == "diagram":
            ImageDraw.Draw(picture).pieslice((300, 100, 900, 700), 0, 250, fill=120)
            picture.paste(picture_of("收入结构图 一般公共预算拨款收入 62.49%").crop((80, 60, 800, 130)), (200, 760))
        elif ground == "photograph":
            grain = np.random.default_rng(1).normal(0, 25, (900, 1200)) + np.linspace(60, 200, 1200)
            picture = Image.fromarray(grain.clip(0, 255).astype("uint8"))
        elif ground == "logo":
            picture, place = picture_of(TABLE), (20.0, 340.0, 60.0, 40.0)
        elif ground == "its own text":
            page, picture, place = typeset(TABLE), picture_of(TABLE), (0.0, 0.0, 440.0, 300.0)
        document = read(tmp_path / "mixed.pdf", pasted(page, picture, place))
        assert document.losses == ()


def test_a_page_beyond_a3_is_not_given_to_ocr(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page of 200 inches is a picture of five gigabytes."""
    pytest.importorskip("numpy")
    monkeypatch.setattr(extras, "installed", lambda _: True)
    body = "#page(width: 1600pt, height: 300pt)[]"
    pdf = scanned(typeset(body), before=typeset(PROSE))
    document = read(tmp_path / "wide.pdf", pdf)
    assert document.losses == ("page 2 is larger than A3 and was not given to OCR.",)


class TestGrid:
    def test_open_sides_and_strokes(self) -> None:
        """A table without outer rules down, with a stroke in a cell that ends on no rule."""
        import numpy as np

        ink = np.zeros((400, 600), np.uint8)
        for y in (50, 120, 190, 260):
            ink[y : y + 3, 40:560] = 255
        ink[50:263, 300:303] = 255
        ink[130:180, 450:454] = 255
        (cells,) = ruled_cells(ink)
        assert len(cells) == 6
        assert {cell[0] for cell in cells} == {41, 302}

    def test_figures_get_the_marks_of_figures(self) -> None:
        pieces = [ocr_engine.Piece("1，234.50", 1, (0, 0, 9, 9)), ocr_engine.Piece("收入，支出", 1, (0, 20, 9, 29))]
        assert [[piece.text for piece in row] for row in ocr._rows_of(pieces)] == [["1,234.50"], ["收入，支出"]]
