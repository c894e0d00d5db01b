"""The PDF reader on small files made here: spans, continued tables, turned pages, joined lines, bad input."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
import pytest
from tests.counting import lines_run
from tests.hostile.reports import locked

from budgetlib.readers.document import Document, Grid, Paragraph, UnreadableReport
from budgetlib.readers.grids import BoxedText, Ruled, cell_text, continues, joined, ruled
from budgetlib.readers.pdf import read_pdf
from budgetlib.readers.pdf_lines import PageText, close_up, same_height_joined
from budgetlib.readers.prose import Line, margins, paragraphs, without_furniture

SETTINGS = """
#set document(date: none)
#set page(width: 420pt, height: {height}pt, margin: 50pt, footer: {footer})
#set text(font: "Noto Sans SC", size: 10pt, lang: "zh", cjk-latin-spacing: none)
#set smartquote(enabled: false)
#set par(justify: true, first-line-indent: (amount: 2em, all: true))
"""
PAGE_NUMBER = "context align(center, [— #counter(page).display() —])"

Typeset = Callable[..., Path]


@pytest.fixture
def typeset(tmp_path: Path) -> Typeset:
    typst = pytest.importorskip("typst")
    fonts = pytest.importorskip("pylopdf_fonts_zh_cn")

    def compile_pdf(body: str, height: int = 600, footer: str = "none") -> Path:
        source = SETTINGS.format(height=height, footer=footer) + body
        path = tmp_path / "report.pdf"
        fonts_folder = str(Path(fonts.__file__).parent)
        path.write_bytes(typst.compile(source.encode(), font_paths=[fonts_folder], ignore_system_fonts=True))
        return path

    return compile_pdf


def grids(document: Document) -> list[Grid]:
    return [grid for _, grid in document.grids()]


def texts(document: Document) -> list[str]:
    return [paragraph.text for _, paragraph in document.paragraphs()]


def lines_of(grid: Grid) -> list[list[str]]:
    return [[cell.text for cell in row] for row in grid.rows()]


def table(rows: list[str], columns: int, header: str = "") -> str:
    cells = ", ".join(f'"{cell}"' for row in rows for cell in row.split("|"))
    return f"#table(columns: ({'80pt,' * columns}), inset: 4pt, {header} {cells})\n"


BODY = [f"{code}|名称{code}|{code}.50" for code in range(201, 231)]
HEADER = 'table.header(repeat: {}, table.cell(colspan: 2)[项目], table.cell(rowspan: 2)[合计], "编码", "名称"),'


class TestTables:
    def test_spans_blanks_and_places(self, typeset: Typeset) -> None:
        document = read_pdf(typeset(table(["201|甲|0.00", "202|乙|"], 3, HEADER.format("false"))))
        (grid,) = grids(document)
        assert (grid.n_rows, grid.n_cols) == (4, 3)
        assert lines_of(grid) == [["项目", "合计"], ["编码", "名称"], ["201", "甲", "0.00"], ["202", "乙", ""]]
        head, total = grid.rows()[0]
        assert (head.colspan, head.rowspan, total.colspan, total.rowspan) == (2, 1, 1, 2)
        assert total.page == 1
        assert total.bbox is not None and total.bbox[0] == pytest.approx(210, abs=2)

    def test_labels_keep_their_indentation(self, typeset: Typeset) -> None:
        names = ["甲", "　乙乙", "　　丙丙丙丙丙丙丙丙丙丙丙丙丙", "丁", "　戊戊戊", "己"]
        (grid,) = grids(
            read_pdf(typeset(table([f"{name}|{n}.50" for n, name in enumerate(names)], 2, "[项目], [金额],")))
        )
        moved = [cell.indent for cell in grid.cells if cell.col == 0][1:]
        least = min(moved)
        assert [round(indent - least) for indent in moved] == [0, 1, 2, 0, 1, 0]

    def test_indentation_goes_on_over_the_page(self, typeset: Typeset) -> None:
        rows = [f"{'　' * (n % 2)}名称甲乙|{n}.50" for n in range(40)]
        (grid,) = grids(read_pdf(typeset(table(rows, 2, "[项目], [金额],"), height=300)))
        moved = [cell.indent for cell in grid.cells if cell.col == 0][1:]
        assert [round(indent - min(moved)) for indent in moved] == [0, 1] * 20

    def test_empty_statement_keeps_its_form(self, typeset: Typeset) -> None:
        document = read_pdf(typeset(table(["编码|名称|合计", "||", "||"], 3)))
        (grid,) = grids(document)
        assert lines_of(grid)[1:] == [["", "", ""], ["", "", ""]]

    @pytest.mark.parametrize("repeat", ["true", "false"])
    def test_continued_over_pages_is_one_grid(self, typeset: Typeset, repeat: str) -> None:
        document = read_pdf(typeset(table(BODY, 3, HEADER.format(repeat)), height=300, footer=PAGE_NUMBER))
        (grid,) = grids(document)
        assert document.pages > 2
        assert lines_of(grid)[2:] == [row.split("|") for row in BODY]
        assert {cell.page for cell in grid.cells} == set(range(1, document.pages + 1))
        assert texts(document) == []

    def test_title_between_pages_keeps_statements_apart(self, typeset: Typeset) -> None:
        one = table(["编码|名称|合计", "201|甲|1.00"], 3)
        document = read_pdf(typeset(f"收入决算表\n\n{one}\n#pagebreak()\n支出决算表\n\n{one}"))
        assert [type(block) for block in document.blocks] == [Paragraph, Grid, Paragraph, Grid]

    def test_fewer_columns_on_the_last_page(self) -> None:
        upper = ruled([BoxedText("201", (50, 10, 90, 20)), BoxedText("甲", (90, 10, 150, 20)),
                       BoxedText("1.00", (150, 10, 200, 20))], 1)  # fmt: skip
        lower = ruled([BoxedText("合计", (50.4, 10, 150.3, 20)), BoxedText("1.00", (150.3, 10, 200.2, 20))], 2)
        assert continues(upper, lower)
        grid = joined(upper, lower).grid
        total, amount = grid.rows()[1]
        assert (total.text, total.col, total.colspan, amount.col) == ("合计", 0, 2, 2)
        assert [cell.page for cell in grid.cells] == [1, 1, 1, 2, 2]

    def test_other_columns_are_another_table(self) -> None:
        upper = ruled([BoxedText("a", (50, 10, 90, 20)), BoxedText("b", (90, 10, 200, 20))], 1)
        shifted = ruled([BoxedText("a", (50, 10, 130, 20)), BoxedText("b", (130, 10, 200, 20))], 2)
        later = ruled([BoxedText("a", (50, 10, 90, 20)), BoxedText("b", (90, 10, 200, 20))], 3)
        assert not continues(upper, shifted)
        assert not continues(upper, later)

    @pytest.mark.parametrize(("moved", "same"), [(4.5, True), (9.0, False)])
    def test_edges_may_move_by_little_from_page_to_page(self, moved: float, same: bool) -> None:
        """A printer's margin may shift a whole table by a few points; a column apart is another table."""
        upper = ruled([BoxedText("a", (50, 10, 90, 20)), BoxedText("b", (90, 10, 200, 20))], 1)
        left, middle, right = (x + moved for x in (50, 90, 200))
        lower = ruled([BoxedText("c", (left, 10, middle, 20)), BoxedText("d", (middle, 10, right, 20))], 2)
        assert continues(upper, lower) == same
        if same:
            assert joined(upper, lower).grid.n_cols == 2

    def test_empty_row_before_a_repeated_header(self) -> None:
        def rows(page: int, *lines: str) -> list[BoxedText]:
            return [
                BoxedText(text, (50 + 50 * col, 10 * row, 100 + 50 * col, 10 * row + 10))
                for row, line in enumerate(lines)
                for col, text in enumerate(line.split("|"))
            ]

        upper = ruled(rows(1, "编码|合计", "201|1.00"), 1)
        headed = joined(upper, ruled(rows(2, "|", "编码|合计", "202|2.00"), 2)).grid
        bare = joined(upper, ruled(rows(2, "|", "202|2.00"), 2)).grid
        assert lines_of(headed) == [["编码", "合计"], ["201", "1.00"], ["202", "2.00"]]
        assert lines_of(bare) == [["编码", "合计"], ["201", "1.00"], ["", ""], ["202", "2.00"]]

    @pytest.mark.parametrize(
        ("below", "whole"),
        [
            ("考试中心||6", ["某市机动车考试中心", "5.00", "1,234.56"]),  # the break cut the name and the last digit
            ("||6", ["某市机动车", "5.00", "1,234.56"]),
            ("考试中心|7.00|6", None),  # a row of its own
            ("考试中心||6.00", None),
        ],
    )
    def test_a_row_cut_by_the_page_break_is_one_row(self, below: str, whole: list[str] | None) -> None:
        def row(text: str, page: int) -> Ruled:
            cells = [BoxedText(one, (50 + 50 * n, 10, 100 + 50 * n, 20)) for n, one in enumerate(text.split("|"))]
            return ruled(cells, page)

        lines = lines_of(joined(row("某市机动车|5.00|1,234.5", 1), row(below, 2)).grid)
        assert lines == ([whole] if whole else [["某市机动车", "5.00", "1,234.5"], below.split("|")])


class TestCellText:
    @pytest.mark.parametrize(
        ("printed", "text"),
        [
            ("2\n5\n6\n,\n2\n8\n4\n.9\n0", "256,284.90"),
            ("2\n2\n3\n0\n1\n0\n5", "2230105"),
            ("行\n政\n 运\n行", "行政运行"),
            ("1\n2\n3\n4", "1 2 3 4"),  # two numbers may have stood there
        ],
    )
    def test_characters_broken_apart_where_there_is_no_room_for_lines(self, printed: str, text: str) -> None:
        flat = ruled([BoxedText(printed, (50, 57, 150, 69)), BoxedText("", (150, 57, 250, 69))], 1)
        assert flat.grid.cells[0].text == text
        upright = ruled([BoxedText(printed, (50, 57, 62, 200)), BoxedText("", (62, 57, 80, 200))], 1)
        assert upright.grid.cells[0].text == cell_text(printed)

    def test_lines_that_a_cell_has_room_for_stay_apart(self) -> None:
        cells = [BoxedText("123\n45.60", (50, 57, 150, 81)), BoxedText("", (150, 57, 250, 81))]
        assert ruled(cells, 1).grid.cells[0].text == "123 45.60"

    @pytest.mark.parametrize(
        ("printed", "text"),
        [
            ("机关事业单位基本养老保险缴\n费支出", "机关事业单位基本养老保险缴费支出"),
            ("合 计", "合计"),
            ("“三 公”\n经费", "“三公”经费"),
            ("371,514,6\n55.00", "371,514,655.00"),
            ("12345.\n67", "12345.67"),
            ("100\n200", "100 200"),
            ("1.00\n2.00", "1.00 2.00"),
            ("2024 年", "2024 年"),
            ("  ", ""),
        ],
    )
    def test_wrapped_words_and_numbers(self, printed: str, text: str) -> None:
        assert cell_text(printed) == text


class TestTurnedPages:
    @pytest.mark.parametrize("turn", [90, 180, 270])
    @pytest.mark.parametrize("rotated", [True, False], ids=["with /Rotate", "drawn sideways"])
    def test_reads_like_the_upright_page(self, typeset: Typeset, turn: int, rotated: bool) -> None:
        body = "收入决算表\n\n单位：万元\n\n" + table(["201|机关事业单位基本养老保险缴费支出|1.00", "202|乙|2.50"], 3)
        path = typeset(body)
        upright = read_pdf(path)
        path.write_bytes(turned(path.read_bytes(), turn, rotated))
        document = read_pdf(path)
        assert texts(document) == texts(upright)
        assert lines_of(grids(document)[0]) == lines_of(grids(upright)[0])
        ours, theirs = grids(document)[0].cells[1].bbox, grids(upright)[0].cells[1].bbox
        assert ours is not None and theirs is not None
        if rotated:  # the reader of the file sees the page as it was before
            assert ours == pytest.approx(theirs, abs=0.5)
        elif turn == 90:  # the top of the table lies on the right
            assert ours == pytest.approx((600 - theirs[3], theirs[0], 600 - theirs[1], theirs[2]), abs=0.5)


def turned(data: bytes, turn: int, rotated: bool) -> bytes:
    """The file with its first page drawn sideways; with /Rotate it is shown upright all the same."""
    import pypdfium2 as pdfium
    import pypdfium2.raw as pdfium_c

    pdf = pdfium.PdfDocument(data)
    page = pdf[0]
    width, height = page.get_size()
    matrix, size = {
        90: ((0, -1, 1, 0, 0, width), (height, width)),
        180: ((-1, 0, 0, -1, width, height), (width, height)),
        270: ((0, 1, -1, 0, height, 0), (height, width)),
    }[turn]
    pdfium_c.FPDFPage_TransFormWithClip(page, pdfium_c.FS_MATRIX(*matrix), pdfium_c.FS_RECTF(0, size[1], size[0], 0))
    page.set_mediabox(0, 0, *size)
    page.set_cropbox(0, 0, *size)
    page.set_rotation((360 - turn) % 360 if rotated else 0)
    out = io.BytesIO()
    pdf.save(out)
    pdf.close()
    return out.getvalue()


SENTENCE = "一般公共预算财政拨款支出 8412.70 万元，占本年支出合计的 97.35%，比上年增加 1064.30 万元，增长 14.48%。"


class TestProse:
    def test_lines_are_joined_and_numbers_kept_whole(self, typeset: Typeset) -> None:
        document = read_pdf(typeset(f"一、支出决算情况说明\n\n{SENTENCE * 6}\n\n（二）其他\n\n{SENTENCE}"))
        heading, body, second, last = texts(document)
        assert (heading, second) == ("一、支出决算情况说明", "（二）其他")
        assert body.replace(" ", "") == (SENTENCE * 6).replace(" ", "")
        assert last.replace(" ", "") == SENTENCE.replace(" ", "")

    def test_joined_over_a_page_break_without_page_numbers(self, typeset: Typeset) -> None:
        document = read_pdf(typeset(SENTENCE * 14, height=200, footer=PAGE_NUMBER))
        (paragraph,) = (block for block in document.blocks if isinstance(block, Paragraph))
        assert paragraph.text.replace(" ", "") == (SENTENCE * 14).replace(" ", "")
        assert {fragment.page for fragment in paragraph.fragments} == set(range(1, document.pages + 1))
        at = paragraph.text.rindex("1064.30")
        assert paragraph.fragment_at(at).page == document.pages

    def test_title_and_unit_stand_right_before_the_grid(self, typeset: Typeset) -> None:
        body = "#align(center, text(size: 16pt)[收入决算表])\n#align(right)[单位：万元]\n" + table(["甲|1.00"], 2)
        document = read_pdf(typeset(body))
        assert texts(document) == ["收入决算表", "单位：万元"]
        assert isinstance(document.blocks[2], Grid)

    def test_text_off_the_page_is_dropped(self, typeset: Typeset) -> None:
        document = read_pdf(typeset("看得见\n#place(dx: 500pt)[看不见]"))
        assert texts(document) == ["看得见"]


def line(text: str, y: float, page: int = 1, x0: float = 50.0, x1: float = 350.0) -> Line:
    return Line(text, page, (x0, y, x1, y + 12))


@pytest.mark.parametrize(
    ("stretched", "closed"),
    [
        ("支出 1 , 1 8 2 . 5 9万元", "支出 1,182.59万元"),
        ("2 0 2 5年完成 1 0 0%", "2025年完成 100%"),
        ("2 3 .教育支出", "23.教育支出"),
        ("栏次 1 2 3 4 5", "栏次 1 2 3 4 5"),
        ("共 3 个 4 次", "共 3 个 4 次"),
        ("12.5 3.6 7.0", "12.5 3.6 7.0"),
        ("1 2 . 5 3 . 6", "1 2 . 5 3 . 6"),
    ],
)
def test_a_number_stretched_over_a_line_is_one_number(stretched: str, closed: str) -> None:
    assert close_up(stretched) == closed


class TestFurniture:
    HEIGHTS = {1: 800.0, 2: 800.0, 3: 800.0}  # noqa: RUF012

    def test_page_numbers_and_running_headers_go(self) -> None:
        lines = [
            line(text, y, page)
            for page in (1, 2, 3)
            for text, y in (("某某局部门决算", 30), ("正文", 300), (str(page + 4), 770))
        ]
        assert {kept.text for kept in without_furniture(lines, self.HEIGHTS)} == {"正文"}

    def test_a_figure_at_the_foot_of_a_page_stays(self) -> None:
        lines = [line("1500", 770, 1), line("7", 770, 2), line("- 3 -", 770, 3)]
        assert [kept.text for kept in without_furniture(lines, self.HEIGHTS)] == ["1500", "7"]

    def test_a_line_repeated_on_two_pages_only_is_no_running_header(self) -> None:
        lines = [line("某某局部门决算", 30, page) for page in (1, 2)]
        assert len(without_furniture(lines, {1: 800.0, 2: 800.0})) == 2
        assert len(without_furniture(lines, self.HEIGHTS)) == 2

    def test_page_numbers_with_digits_apart_go(self) -> None:
        lines = [line(text, 770, page) for page, text in ((1, "— 1 1 —"), (2, "— 1 2 —"), (3, "- 1 3 -"))]
        assert without_furniture([*lines, line("正文", 300, 2)], self.HEIGHTS) == [line("正文", 300, 2)]

    def test_page_numbers_high_above_the_foot_go_where_the_numbering_goes_on(self) -> None:
        lines = [line(text, y, page) for page in (1, 2, 3) for text, y in (("正文", 300), (f"- {page} -", 690))]
        assert {kept.text for kept in without_furniture(lines, self.HEIGHTS)} == {"正文"}
        assert len(without_furniture([line("- 7 -", 690, 1), line("- 9 -", 690, 2)], self.HEIGHTS)) == 2

    def test_bare_page_numbers_high_above_the_foot_go_where_many_pages_have_them(self) -> None:
        lines = [line(text, y, page) for page in range(1, 8) for text, y in (("正文", 300), (str(page), 690))]
        heights = dict.fromkeys(range(1, 8), 800.0)
        assert {kept.text for kept in without_furniture(lines, heights)} == {"正文"}
        drawn = [line(f"─ {page} ─", 690, page) for page in (1, 2, 3)]
        assert without_furniture(drawn, self.HEIGHTS) == []

    def test_a_bare_numbering_above_the_foot_goes_and_figures_there_stay(self) -> None:
        numbers = [line(str(page + 2), 716, page) for page in (1, 2, 3)]
        body = [line("正文", 300, page) for page in (1, 2, 3)]
        assert without_furniture([*numbers, *body], self.HEIGHTS) == body
        figures = [line(text, y, page) for page, text, y in ((1, "3", 716), (2, "4", 640), (3, "5", 700))]
        assert without_furniture([*body, *figures], self.HEIGHTS) == [*body, *figures]

    def test_page_numbers_between_drawn_lines_go(self) -> None:
        assert without_furniture([line("─ 2 ─", 770, 1), line("正文", 300, 1)], self.HEIGHTS) == [line("正文", 300, 1)]

    def test_a_running_head_that_says_it_is_made_public_goes_and_numbers_of_tables_stay(self) -> None:
        heads = [line("某某局2024年度部门预算公开", 20, page) for page in (1, 2, 3)]
        tables = [line("公开 一 览", 40, page) for page in (1, 2, 3)]
        assert without_furniture([*heads, *tables], self.HEIGHTS) == tables

    def test_unit_line_of_every_statement_stays(self) -> None:
        lines = [line("单位：万元", 60, page) for page in (1, 2, 3)]
        assert len(without_furniture(lines, self.HEIGHTS)) == 3

    def test_pieces_of_one_line_stand_from_left_to_right(self) -> None:
        pieces = [line("项", 60, x0=100, x1=110), line("预算数", 61, x0=300, x1=330), line("目", 62, x0=110, x1=120)]
        assert [one.text for one in same_height_joined(pieces)] == ["项目 预算数"], "characters that touch are a word"
        figures = [line("12.50", 60, x0=100, x1=125), line("3.40", 61, x0=125, x1=145)]
        assert [one.text for one in same_height_joined(figures)] == ["12.50 3.40"], "two figures are never made one"


class TestJoining:
    def join(self, *lines: Line) -> list[str]:
        return [paragraph.text for paragraph in paragraphs(lines, margins(lines, {1: 400.0, 2: 400.0}), {})]

    def test_a_full_line_that_broke_a_number_is_mended(self) -> None:
        lines = line("年" * 22 + "10210.", 100), line("34万元", 120, x1=86)
        assert self.join(*lines)[0].endswith("10210.34万元")

    def test_two_numbers_keep_a_space(self) -> None:
        lines = line("年" * 23 + " 2024", 100), line("12.50万元", 120, x1=110)
        full = line("年" * 25, 80, x1=356)
        assert self.join(full, *lines)[0].endswith("2024 12.50万元")

    def test_a_sentence_that_was_not_justified_is_cut_short_of_the_margin(self) -> None:
        full = line("甲" * 27 + "。", 80, x0=30, x1=366)  # twelve points a character; the margin is at 366
        cut, rest = (
            line("一般公共预算安排的机关运行经费支出合计人民币壹百", 100, x0=54, x1=342),
            line("万元。", 120, x0=30, x1=66),
        )
        assert self.join(full, cut, rest)[1:] == [cut.text + rest.text]

    def test_a_line_short_of_the_margin_ends_at_its_mark_a_title_or_before_a_label(self) -> None:
        full = line("甲" * 27 + "。", 80, x0=30, x1=366)
        for ends, follows in (
            ("一般公共预算安排的机关运行经费支出合计壹元。", "万元。"),
            ("二零二四年一般公共预算基本支出预算总体情况表", "万元。"),
            ("一般公共预算安排的机关运行经费支出合计壹百元", "部门：某局"),
            ("一般公共预算安排的机关运行经费支出............3", "万元。"),
        ):
            lines = [full, line(ends, 100, x0=54, x1=335), line(follows, 120, x0=30, x1=30 + 12 * len(follows))]
            assert self.join(*lines)[1:] == [ends, follows]

    def test_what_stands_above_a_table_is_not_glued_together(self) -> None:
        title = line("一般公共预算三公经费机关运行经费会议费培训费支出情况表", 100, x0=36, x1=360)
        office = line("部门：某局 单位：万元", 120, x0=30, x1=366)
        head = line("单位名称 合计 一般公共预算 政府性基金预算", 140, x0=30, x1=366)
        assert self.join(title, office, head) == [title.text, office.text, head.text]

    def test_a_numbered_sentence_goes_on_over_a_page_break_and_a_heading_does_not(self) -> None:
        sentence = [
            line("（三）" + "乙" * 23, 700, x0=54, x1=366),
            line("丙" * 28, 720, x0=30, x1=366),
            line("丁" * 28, 740, x0=30, x1=366),
            line("戊" * 5 + "。", 80, 2, x0=30, x1=102),
        ]
        assert len(self.join(*sentence)) == 1
        opening = line("（三）" + "乙" * 23, 740, x0=54, x1=366)
        assert len(self.join(*sentence[1:3], opening, sentence[3])) == 2
        heading = line("三、" + "乙" * 22 + "情况说明", 740, x0=30, x1=366)
        assert len(self.join(*sentence[1:3], heading, sentence[3])) == 3

    def test_a_centred_heading_is_one_over_two_lines_that_are_near(self) -> None:
        full = line("甲" * 28, 20, x0=30, x1=366)
        heading = line("第二部分" + "乙" * 20, 100, x0=54, x1=342)
        for below, count in ((116, 2), (220, 3)):  # leading of four points; ten lines further down
            rest = line("部门决算表", below, x0=168, x1=228)
            assert len(self.join(full, heading, rest)) == count

    def test_list_items_and_notes_begin_paragraphs(self) -> None:
        lines = line("甲" * 25, 100), line("1.乙" + "乙" * 22, 120), line("注：丙", 140, x1=80)
        assert len(self.join(*lines)) == 3


class TestBadInput:
    def test_not_a_pdf(self, tmp_path: Path) -> None:
        path = tmp_path / "报告.pdf"
        path.write_bytes(b"hello")
        with pytest.raises(UnreadableReport, match=r"报告\.pdf: .* expected a PDF"):
            read_pdf(path)

    def test_truncated(self, typeset: Typeset) -> None:
        path = typeset(SENTENCE)
        path.write_bytes(path.read_bytes()[:-2000])
        with pytest.raises(UnreadableReport, match="ends early"):
            read_pdf(path)

    def test_damaged(self, tmp_path: Path) -> None:
        path = tmp_path / "report.pdf"
        path.write_bytes(b"%PDF-1.7\n" + b"x" * 300 + b"\n%%EOF\n")
        with pytest.raises(UnreadableReport, match="damaged"):
            read_pdf(path)

    def test_encrypted(self, tmp_path: Path) -> None:
        path = tmp_path / "locked.pdf"
        path.write_bytes(small_pdf("/Encrypt 4 0 R /ID [<00><00>]"))
        with pytest.raises(UnreadableReport, match="password"):
            read_pdf(path)

    def test_a_password_to_open_it_is_one_sentence_and_one_to_change_it_is_no_hindrance(self, tmp_path: Path) -> None:
        path, content = tmp_path / "locked.pdf", "BT /F1 12 Tf 20 20 Td (Income 12.50 of 2023) Tj ET"
        path.write_bytes(locked(content, user="open", owner="change"))
        with pytest.raises(UnreadableReport, match=r"locked\.pdf: .* asks for a password; save a copy without one"):
            read_pdf(path)
        path.write_bytes(locked(content, user="", owner="change"))
        assert [block.text for _, block in read_pdf(path).paragraphs()] == ["Income 12.50 of 2023"]

    def test_no_pages(self, tmp_path: Path) -> None:
        path = tmp_path / "empty.pdf"
        path.write_bytes(small_pdf("", kids=""))
        with pytest.raises(UnreadableReport, match="pages"):
            read_pdf(path)

    def test_scan(self, tmp_path: Path) -> None:
        path = tmp_path / "scan.pdf"
        path.write_bytes(scan(None))
        with pytest.raises(UnreadableReport, match=r"scan.*budgetlib\[ocr\]"):
            read_pdf(path)

    def test_scanned_page_among_others_is_a_loss(self, typeset: Typeset) -> None:
        path = typeset(SENTENCE)
        path.write_bytes(scan(path.read_bytes()))
        document = read_pdf(path)
        assert document.pages == 2
        assert len(document.losses) == 1 and "page 2" in document.losses[0] and "budgetlib[ocr]" in document.losses[0]
        assert texts(document)

    def test_a_cell_of_a_page_that_claims_to_be_miles_wide_costs_no_more(self, typeset: Typeset) -> None:
        with pdfium.PdfDocument(typeset("甲")) as opened:
            text = PageText(opened[0], 1)
            wide, wider = (lines_run(lambda x=x: text.offset((0.0, 0.0, x, 9.0))) for x in (1e5, 1e7))
            text.close()
        assert wide == wider < 10_000

    def test_a_page_that_fails_alone(self, typeset: Typeset, monkeypatch: pytest.MonkeyPatch) -> None:
        import budgetlib.readers.pdf as module

        read = module._read

        def failing(page: Any, text: Any, ruling: Any, index: int, pictured: bool) -> Any:
            if index == 1:
                raise RuntimeError("broken")
            return read(page, text, ruling, index, pictured)

        monkeypatch.setattr(module, "_read", failing)
        document = read_pdf(typeset("甲\n#pagebreak()\n乙\n#pagebreak()\n丙"))
        assert texts(document) == ["甲", "丙"]
        assert document.losses == ("page 2 could not be read (RuntimeError) and is missing.",)


def small_pdf(trailer: str, kids: str = "3 0 R") -> bytes:
    """A file written by hand; object 4 is an encryption that no empty password opens."""
    key = "(" + "x" * 32 + ")"
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(kids) // 5} >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 100 100] >>",
        f"<< /Filter /Standard /V 1 /R 2 /P -4 /O {key} /U {key} >>",
    ]
    out = "%PDF-1.4\n"
    offsets = []
    for number, content in enumerate(objects, 1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n{content}\nendobj\n"
    start = len(out)
    out += "xref\n0 5\n0000000000 65535 f \n" + "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    out += f"trailer << /Size 5 /Root 1 0 R {trailer} >>\nstartxref\n{start}\n%%EOF\n"
    return out.encode()


def scan(before: bytes | None) -> bytes:
    """A file whose last page is one large image."""
    import pypdfium2 as pdfium
    from PIL import Image

    pdf = pdfium.PdfDocument(before) if before else pdfium.PdfDocument.new()
    page = pdf.new_page(400, 600)
    image = pdfium.PdfImage.new(pdf)
    image.set_bitmap(pdfium.PdfBitmap.from_pil(Image.new("RGB", (40, 60), "white")))
    image.set_matrix(pdfium.PdfMatrix().scale(400, 600))
    page.insert_obj(image)
    page.gen_content()
    out = io.BytesIO()
    pdf.save(out)
    return out.getvalue()
