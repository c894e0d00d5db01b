"""The marked place is the place: the text inside the box is the figure, and the box is where the picture shows it."""

from __future__ import annotations

import io
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
import pytest
from PIL import Image

from budgetlib.output.picture import DPI, _passages, _stacked
from budgetlib.output.show_text import SourceLine
from budgetlib.readers.document import Grid, UnreadableReport
from budgetlib.report import Report
from budgetlib.running.pipeline import read_report
from budgetlib.show import show_page, spots

RED = (214, 39, 40)


def text_in(report: Report, spot: Any) -> str:
    """What pdfium reads inside a box of an unturned page; characters that it only touches are not in it."""
    pdf = pdfium.PdfDocument(report.document.source)
    page = pdf[spot.page - 1]
    height = page.get_height()
    x0, top, x1, bottom = spot.box
    text = page.get_textpage().get_text_bounded(x0 + 0.5, height - bottom, x1 - 0.5, height - top)
    pdf.close()
    return "".join(text.split())


def red_box(image: Any) -> tuple[int, int, int, int]:
    """From and to, x and y, of all pixels in the colour of the mark."""
    pixels = image.load()
    found = [(x, y) for x in range(image.width) for y in range(image.height) if pixels[x, y] == RED]
    xs, ys = zip(*found, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def check_boxes(report: Report, table: str, step: int = 1) -> int:
    count = 0
    for name, row, column in list(report.figures())[::step]:
        mark = report.rows[name][row].marks[column]
        if name != table:
            continue
        found = spots(report.parsed, f"{name}:{row}:{column}")
        inside = "".join(text_in(report, spot) for spot in found)
        block = report.document.blocks[mark.block]
        printed = block.cells[mark.cell or 0].text if isinstance(block, Grid) else report.text_at(mark)
        assert inside == "".join(printed.split()), (name, row, column)
        count += 1
    return count


class TestBoxes:
    @pytest.mark.parametrize("table", ["lines", "claims", "changes"])
    def test_small(self, small: Report, table: str) -> None:
        assert check_boxes(small, table) > 0

    @pytest.mark.parametrize("table", ["claims", "changes", "three_public", "projects", "indicators"])
    def test_edition(self, edition: Report, table: str) -> None:
        assert check_boxes(edition, table, step=5) > 0

    @pytest.mark.corpus
    @pytest.mark.parametrize("name", ["putuo-planning-2024", "putuo-social-work-2024", "putuo-wanli-budget-2024"])
    def test_corpus(self, corpus: Path, name: str) -> None:
        report = read_report(corpus / "reports" / f"{name}.pdf")
        assert sum(check_boxes(report, table, step=7) for table in ("lines", "claims", "changes")) > 20


class TestPictures:
    @pytest.mark.parametrize("rotation", [0, 90, 180, 270])
    def test_the_mark_surrounds_the_cell_on_the_page_as_shown(
        self, small_pdf: Path, tmp_path: Path, rotation: int
    ) -> None:
        path = tmp_path / "turned.pdf"
        pdf = pdfium.PdfDocument(small_pdf)
        pdf[0].set_rotation(rotation)
        pdf.save(path)
        report = read_report(path)
        row = next(n for n, row in enumerate(report.rows["lines"]) if row.values["amount"] == 800.44)
        (spot,) = spots(report.parsed, f"lines:{row}:amount")
        page = pdf[0]
        position = page.get_textpage().search("800.44").get_next()
        assert position is not None
        x0, bottom, x1, top = page.get_textpage().get_charbox(position[0])
        width, height = 595.0, 842.0  # unturned
        middle = ((x0 + x1) / 2, height - (top + bottom) / 2)
        turned = {
            0: middle,
            90: (height - middle[1], middle[0]),
            180: (width - middle[0], height - middle[1]),
            270: (middle[1], width - middle[0]),
        }[rotation]
        assert spot.box[0] < turned[0] < spot.box[2] and spot.box[1] < turned[1] < spot.box[3]

    def test_the_mark_in_the_picture_is_at_the_spot(self, small: Report) -> None:
        (spot,) = spots(small.parsed, "lines:0:amount")
        picture = show_page(small.parsed, 2)
        assert not isinstance(picture, SourceLine)
        whole = small.show_source("lines:0:amount")
        assert not isinstance(whole, SourceLine)
        left, _, right, _ = red_box(whole)
        assert left == pytest.approx(spot.box[0] * DPI / 72, abs=4)
        assert right == pytest.approx(spot.box[2] * DPI / 72, abs=4)
        assert whole.height < picture.height / 3  # cropped, with some rows around

    def test_a_row_shows_all_its_figures(self, edition: Report) -> None:
        row = edition.projects.iloc[0]
        assert (
            len(spots(edition.parsed, row))
            == row.drop(["fiscal_year", "page"]).map(lambda v: isinstance(v, float) and v == v).sum()
        )

    def test_a_finding_shows_all_its_evidence(self, edition: Report) -> None:
        finding = edition.findings[edition.findings["evidence"].str.count(" ") > 0].iloc[0]
        pages = [spot.page for spot in spots(edition.parsed, finding)]
        assert len(pages) >= 2 and pages[0] == finding["page"]
        assert edition.show_source(finding)


class TestWhichRow:
    def test_by_number_by_values_and_with_labels(self, small: Report) -> None:
        row = small.lines.iloc[3]
        expected = spots(small.parsed, "lines:3:amount")
        assert spots(small.parsed, row) == expected
        moved = row.copy()
        moved.name = 999
        assert spots(small.parsed, moved) == expected
        assert spots(small.parsed, small.table("lines", lang="zh").iloc[3]) == expected
        assert spots(small.parsed, small.lines[small.lines["amount"] == row["amount"]].reset_index(drop=True).iloc[-1])

    def test_a_blank_figure_shows_its_blank_cell(self, small: Report) -> None:
        blank = small.lines[small.lines["amount"].isna()].iloc[0]
        (spot,) = spots(small.parsed, blank)
        assert text_in(small, spot) == ""

    @pytest.mark.parametrize(
        ("ref", "message"),
        [
            ("", "names no figure"),
            ("lines", "expected table:row:column"),
            ("lines:9999:amount", "has rows 0 to"),
            ("lines:0:name", "not printed in the report"),
            ("nothing:0:amount", "expected table:row:column"),
        ],
    )
    def test_errors_are_one_sentence(self, small: Report, ref: str, message: str) -> None:
        with pytest.raises(ValueError, match=message):
            small.show_source(ref)

    def test_rows_that_are_not_of_this_report(self, small: Report, edition: Report) -> None:
        with pytest.raises(ValueError, match="not in the table claims"):
            small.show_source(edition.claims.iloc[0])
        with pytest.raises(ValueError, match="no whole row"):
            small.show_source(small.lines.iloc[0][["amount"]])
        with pytest.raises(ValueError, match="no page 3"):
            show_page(small, 3)

    def test_a_file_that_went(self, small_pdf: Path, tmp_path: Path) -> None:
        path = tmp_path / "report.pdf"
        shutil.copy(small_pdf, path)
        report = read_report(path)
        path.unlink()
        with pytest.raises(UnreadableReport, match="no longer there"):
            report.show_source("lines:0:amount")


TEXT = "某市某局2023年度部门决算\n\n一、总体情况\n\n2023年度收入总计120.00万元，其中：本年收入合计100.00万元<含>。\n"


class TestTextReports:
    @pytest.fixture
    def report(self, tmp_path: Path) -> Report:
        path = tmp_path / "report.txt"
        path.write_text(TEXT, encoding="utf-8")
        return read_report(path)

    def test_the_line_is_shown(self, report: Report) -> None:
        line = report.show_source(report.claims.iloc[1])
        assert isinstance(line, SourceLine)
        assert str(line) == "5: 2023年度收入总计120.00万元，其中：本年收入合计【100.00】万元<含>。"
        assert "<mark>100.00</mark>万元&lt;含&gt;" in line._repr_html_()

    def test_all_figures_of_a_line(self, report: Report) -> None:
        assert str(show_page(report, 5)).count("【") == 2
        with pytest.raises(ValueError, match="no figure was read from line 1"):
            show_page(report, 1)


class TestCommand:
    def run(self, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "budgetlib.cli", "show", *map(str, arguments)]
        return subprocess.run(command, capture_output=True, text=True, check=False)

    def test_writes_a_png(self, small_pdf: Path, tmp_path: Path) -> None:
        target = tmp_path / "shown.png"
        done = self.run(small_pdf, "--page", "1", "--out", target)
        assert (done.returncode, done.stdout.strip()) == (0, str(target)), done.stderr
        assert target.read_bytes().startswith(b"\x89PNG")

    def test_one_sentence_for_bad_input(self, small_pdf: Path) -> None:
        for arguments in (["--page", "7"], ["--finding", "99"], ["--figure", "lines"], []):
            done = self.run(small_pdf, *arguments)
            assert (done.returncode, done.stderr.count("\n")) == (2, 1), done.stderr

    def test_images_display_themselves_in_a_notebook(self, small: Report) -> None:
        image = small.show_source("lines:0:amount")
        assert hasattr(image, "_repr_png_")
        assert not isinstance(image, SourceLine)
        image.save(io.BytesIO(), format="PNG")


def test_a_finding_about_words_is_shown_by_its_block(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    text = "某市XX局2023年度部门决算\n\n一、收入支出决算总体情况说明\n\n收入总计5.00万元。\n"
    path.write_text(text, encoding="utf-8")
    report = read_report(path)
    (finding,) = [row for _, row in report.findings.iterrows() if row["rule"] == "form.template"]
    assert "XX" in str(report.show_source(finding))
    with pytest.raises(ValueError, match="blocks 0 to"):
        report.show_source("block:99")


@pytest.mark.parametrize(("gap", "crops"), [(100.0, 1), (150.0, 1), (170.0, 2), (400.0, 2)])
def test_marks_far_apart_on_a_page_are_shown_apart(gap: float, crops: int) -> None:
    """Two inches and a quarter, worked by hand: what stands closer is one passage."""
    upper, lower = (10.0, 50.0, 60.0, 60.0), (20.0, 60.0 + gap, 90.0, 70.0 + gap)
    found = list(_passages([lower, upper]))
    assert found == ([(10.0, 50.0, 90.0, 70.0 + gap)] if crops == 1 else [upper, lower])


def test_crops_stand_one_below_the_other_each_under_its_own_band() -> None:
    """Bands of 22 pixels: 22 + 30 for the first crop, 22 + 20 for the second, 94 in all, and the wider one's width."""
    strips = [("p. 1", Image.new("RGB", (40, 30), "blue")), ("p. 2", Image.new("RGB", (60, 20), "green"))]
    sheet = _stacked(strips)
    assert sheet.size == (60, 94)
    column = [sheet.getpixel((39, y)) for y in range(94)]
    band, blue, green = (238, 238, 238), (0, 0, 255), (0, 128, 0)
    assert column == [band] * 22 + [blue] * 30 + [band] * 22 + [green] * 20
    assert sheet.getpixel((0, 22)) == blue and sheet.getpixel((0, 74)) == green
    assert sheet.getpixel((41, 30)) == (255, 255, 255) and sheet.getpixel((59, 74)) == green
