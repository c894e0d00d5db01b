"""Pages whose rules are few: which are looked at for tables, and which are not even opened."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
import pytest
import tablers

from budgetlib.readers.pdf import Tablers
from budgetlib.readers.pdf_rules import may_hold_rules

Draw = Callable[[pdfium.PdfPage], None]


def frame(left: float, bottom: float, width: float, height: float) -> Draw:
    return lambda page: _stroked(page, pdfium_c.FPDFPageObj_CreateNewRect(left, bottom, width, height))


def rule(x0: float, y0: float, x1: float, y1: float) -> Draw:
    def draw(page: pdfium.PdfPage) -> None:
        path = pdfium_c.FPDFPageObj_CreateNewPath(x0, y0)
        pdfium_c.FPDFPath_LineTo(path, x1, y1)
        _stroked(page, path)

    return draw


def _stroked(page: pdfium.PdfPage, path: object) -> None:
    pdfium_c.FPDFPageObj_SetStrokeColor(path, 0, 0, 0, 255)
    pdfium_c.FPDFPageObj_SetStrokeWidth(path, 0.5)
    pdfium_c.FPDFPath_SetDrawMode(path, 0, True)
    pdfium_c.FPDFPage_InsertObject(page, path)


def pdf_of(drawn: Sequence[Draw], within_form: bool = False) -> bytes:
    """A file of one page with these paths on it, or with a form on it that holds them."""
    pdf = pdfium.PdfDocument.new()
    page = pdf.new_page(300, 300)
    for draw in drawn:
        draw(page)
    page.gen_content()
    if within_form:
        outer = pdfium.PdfDocument.new()
        around = outer.new_page(300, 300)
        around.insert_obj(pdf.page_as_xobject(0, outer).as_pageobject())
        around.gen_content()
        pdf = outer
    out = io.BytesIO()
    pdf.save(out)
    return out.getvalue()


HEADER = rule(50, 250, 250, 250)
FRAME = frame(50, 100, 200, 100)
DIVIDED = [rule(50, y, 250, y) for y in (100, 200)] + [rule(x, 100, x, 200) for x in (50, 150, 250)]
"""Two cells of five rules."""
FEW = {
    "nothing": [],
    "the rule below a header": [HEADER],
    "two rules": [HEADER, rule(50, 50, 250, 50)],
    "frame": [FRAME],
}


@pytest.mark.parametrize("within_form", [False, True], ids=["page", "form"])
class TestRules:
    @pytest.mark.parametrize("drawn", FEW.values(), ids=FEW)
    def test_a_page_with_less_than_two_cells_need_is_not_opened(self, drawn: list[Draw], within_form: bool) -> None:
        data = pdf_of(drawn, within_form)
        engine = Tablers(data)
        assert not may_hold_rules(pdfium.PdfDocument(data)[0])
        assert all(len(table.cells) < 2 for table in tablers.find_tables(engine._document.get_page(0)))

    def test_two_cells_of_five_rules_are_found(self, within_form: bool) -> None:
        data = pdf_of(DIVIDED, within_form)
        (cells,) = Tablers(data).cells(pdfium.PdfDocument(data)[0], 0)
        assert [cell.bbox for cell in cells] == [
            pytest.approx((50, 100, 150, 200), abs=1),
            pytest.approx((150, 100, 250, 200), abs=1),
        ]
