"""The text reader: tables, broken sentences, leftovers of markup, places."""

from __future__ import annotations

from pathlib import Path

import pytest

import budgetlib as bl
from budgetlib.readers import read
from budgetlib.readers.document import Document, Grid, Paragraph, UnreadableReport


def written(tmp_path: Path, text: str, name: str = "report.txt") -> Path:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def grid_of(document: Document) -> Grid:
    (grid,) = [grid for _, grid in document.grids()]
    return grid


def test_a_sentence_broken_by_a_page_is_one_paragraph_and_keeps_its_lines(tmp_path: Path) -> None:
    document = read(written(tmp_path, "一、情况说明\n\n退休人员 12\n\n人，增加 1 人。\n\n二、其他\n"))
    texts = [block.text for block in document.blocks if isinstance(block, Paragraph)]
    assert texts == ["一、情况说明", "退休人员 12人，增加 1 人。", "二、其他"]
    sentence = document.blocks[1]
    assert isinstance(sentence, Paragraph)
    assert sentence.fragment_at(0).page == 3
    assert sentence.fragment_at(sentence.text.index("增加")).page == 5


def test_a_numbered_sentence_goes_on_after_a_page_break(tmp_path: Path) -> None:
    document = read(written(tmp_path, "7. 教育支出(类)其他条件与\n\n服务支出(项):支出决算数为 6.10 万元。\n"))
    assert len(document.blocks) == 1


def test_two_numbers_never_run_together(tmp_path: Path) -> None:
    document = read(written(tmp_path, "支出 12\n34 万元。"))
    assert [block.text for block in document.blocks if isinstance(block, Paragraph)] == ["支出 12 34 万元。"]


def test_a_table_over_a_page_break_is_one_grid_with_the_line_of_each_row(tmp_path: Path) -> None:
    document = read(written(tmp_path, "表\n\n甲\t1\t2\n乙\t3\t4\n\n\t\t续\n丙\t5\t6\n\n末\n"))
    grids = [grid for _, grid in document.grids()]
    assert len(grids) == 1
    assert [[cell.text for cell in row] for row in grids[0].rows()] == [
        ["甲", "1", "2"],
        ["乙", "3", "4"],
        ["", "", "续"],
        ["丙", "5", "6"],
    ]
    assert [row[0].page for row in grids[0].rows()] == [3, 4, 6, 7]


def test_markup_goes_and_comparators_stay(tmp_path: Path) -> None:
    document = read(written(tmp_path, "**人员经费 5.00 万元**\n\n<p>目标</p>\t$\\geq 90\\%$\t≤ 3\n"))
    paragraph, grid = document.blocks
    assert isinstance(paragraph, Paragraph) and isinstance(grid, Grid)
    assert paragraph.text == "人员经费 5.00 万元"
    assert [cell.text for cell in grid.cells] == ["目标", "≥90%", "≤ 3"]


def test_a_markdown_table_is_a_grid(tmp_path: Path) -> None:
    document = read(written(tmp_path, "| 项目 | 数 |\n| --- | ---: |\n| 甲 | 1.00 |\n", "report.md"))
    (grid,) = [grid for _, grid in document.grids()]
    assert [[cell.text for cell in row] for row in grid.rows()] == [["项目", "数"], ["甲", "1.00"]]


def test_a_gb18030_file_reads(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_bytes("收入总计 5.00 万元。".encode("gb18030"))
    assert [block.text for _, block in read(path).paragraphs()] == ["收入总计 5.00 万元。"]


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("empty.txt", b"", "empty"),
        ("blank.txt", b"\n \n", "empty"),
        ("binary.txt", b"abc\x00\x01\x02", "no text"),
    ],
)
def test_bad_input_is_one_sentence_that_names_the_file(tmp_path: Path, name: str, content: bytes, words: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(UnreadableReport, match=words) as caught:
        read(path)
    assert str(path) in str(caught.value) and "\n" not in str(caught.value)


def test_a_missing_file_and_a_folder_say_so(tmp_path: Path) -> None:
    with pytest.raises(UnreadableReport, match="no such file"):
        read(tmp_path / "none.pdf")
    with pytest.raises(UnreadableReport, match="folder"):
        read(tmp_path)


def test_a_title_that_stands_alone_is_not_joined_to_what_follows(tmp_path: Path) -> None:
    """Only a blank line sets it apart: a sentence may break behind the same words."""
    sentence = "2024年预算为5.00万元。其中因公出国（境）经费预算\n\n为1.00万元。\n"
    text = f"某市某局2024年部门预算\n\n“三公”经费预算情况\n\n{sentence}"
    apart = [block.text for block in read(written(tmp_path, text)).blocks if isinstance(block, Paragraph)]
    assert apart[:2] == ["某市某局2024年部门预算", "“三公”经费预算情况"]
    assert len(apart) == 3 and apart[2].endswith("预算为1.00万元。")
    joined = read(written(tmp_path, "基本支出决算\n为3.00万元。\n", "two.txt"))
    assert [block.text for block in joined.blocks if isinstance(block, Paragraph)] == ["基本支出决算为3.00万元。"]


def tables(tmp_path: Path, text: str) -> list[list[list[str]]]:
    document = read(written(tmp_path, text))
    return [[[cell.text for cell in row] for row in grid.rows()] for _, grid in document.grids()]


SMALL = [["项目", "预算数", "决算数"], ["合计", "3.00", "2.50"], ["接待费", "3.00", "2.50"]]


@pytest.mark.parametrize(
    "table",
    [
        "项目\t预算数\t决算数\n合计\t3.00\t2.50\n接待费\t3.00\t2.50",
        "| 项目 | 预算数 | 决算数 |\n|---|---|---|\n| 合计 | 3.00 | 2.50 |\n| 接待费 | 3.00 | 2.50 |",
        "项目 | 预算数 | 决算数\n合计 | 3.00 | 2.50\n接待费 | 3.00 | 2.50",
        "项目 | 预算数 | 决算数 |\n合计 | 3.00 | 2.50 |\n接待费 | 3.00 | 2.50 |",
        "项目 |\n预算数 |\n决算数 |\n合计 |\n3.00 |\n2.50 |\n接待费 |\n3.00 |\n2.50 |",
        "项目\n预算数\n决算数\n合计\n3.00\n2.50\n接待费\n3.00\n2.50",
        "项目          预算数    决算数\n合计            3.00      2.50\n接待费          3.00      2.50",
        "项目 预算数 决算数\n合计 3.00 2.50\n接待费 3.00 2.50",
    ],
    ids=[
        "tabs",
        "markdown",
        "inner pipes",
        "end pipes",
        "one cell a line, pipes",
        "one cell a line",
        "aligned",
        "flat",
    ],
)
def test_every_form_of_pasting_gives_the_same_table(tmp_path: Path, table: str) -> None:
    document = read(written(tmp_path, f"某局三公经费支出决算表\n\n单位：元\n\n{table}\n\n二、说明\n一句话。\n"))
    (grid,) = [grid for _, grid in document.grids()]
    assert [[cell.text for cell in row] for row in grid.rows()] == SMALL
    texts = [block.text for block in document.blocks if isinstance(block, Paragraph)]
    assert texts == ["某局三公经费支出决算表", "单位：元", "二、说明", "一句话。"]


def test_a_blank_cell_of_an_aligned_table_stays_in_its_column(tmp_path: Path) -> None:
    text = (
        "项目        预算数    决算数\n合计          3.00      2.50\n接待费                  2.50\n培训费        3.00\n"
    )
    (table,) = tables(tmp_path, text)
    assert [sorted(row) for row in table[2:]] == [["", "2.50", "接待费"], ["", "3.00", "培训费"]]
    document = read(written(tmp_path, text))
    (grid,) = [grid for _, grid in document.grids()]
    assert {(cell.row, cell.col): cell.text for cell in grid.cells}[2, 2] == "2.50"
    assert {(cell.row, cell.col): cell.text for cell in grid.cells}[3, 1] == "3.00"


def test_a_row_whose_columns_nobody_can_tell_is_not_guessed(tmp_path: Path) -> None:
    document = read(written(tmp_path, "项目 预算数 决算数\n合计 3.00 2.50\n接待费 2.50\n"))
    (grid,) = [grid for _, grid in document.grids()]
    assert [(cell.text, cell.colspan) for cell in grid.cells if cell.row == 2] == [("接待费 2.50", 3)]


def test_a_lost_cell_makes_one_cell_a_line_unreadable_and_not_wrong(tmp_path: Path) -> None:
    text = "单位：万元\n合计\n出国费\n接待费\n用车费\n8.00\n1.00\n"
    assert tables(tmp_path, text) == [[["合计 出国费 接待费 用车费 8.00 1.00"]]]


def test_prose_with_numbers_alone_on_lines_is_no_table(tmp_path: Path) -> None:
    assert tables(tmp_path, "本年收入\n12.00\n万元，比上年增加\n2.00\n万元。\n首页 | 公开 | 正文\n收入情况\n") == []


def test_a_sentence_that_opens_with_an_ordinal_is_no_heading(tmp_path: Path) -> None:
    document = read(written(tmp_path, "（一）本局2024年度总收入5.00万元，其中本年收\n入4.00万元。\n"))
    assert len(document.blocks) == 1


def test_a_title_and_the_sentence_below_it_are_two_paragraphs(tmp_path: Path) -> None:
    text = "某县2024年决算情况说明\n某县2024年预算数为6.00万元，决算支出数为5.00万元，比上年减少1.00万元。\n"
    assert len(read(written(tmp_path, text)).blocks) == 2


LOST_BLANKS = """支出决算表
单位：万元
科目\t合计\t基本支出\t项目支出
教育支出\t9.00\t4.00\t5.00
普通教育\t5.00\t5.00
"""
RUBBLE = """收入决算表
单位：元
收入 预算数 决算数
{rows}

三、说明

本年收入合计24.00元。
"""


def test_a_row_that_lost_a_blank_cell_somewhere_is_not_guessed(tmp_path: Path) -> None:
    """5.00 of the projects became 5.00 of the basic spending, and a blank at the end of the row."""
    cells = grid_of(read(written(tmp_path, LOST_BLANKS))).rows()
    assert [cell.text for cell in cells[1]] == ["教育支出", "9.00", "4.00", "5.00"]
    assert [(cell.text, cell.colspan) for cell in cells[2]] == [("普通教育 5.00 5.00", 4)]


@pytest.mark.parametrize("rows", ["一、其他收入\n二、合计 24.00 25.00", "合计\n24.00", "合计 24.00\n甲 1.00 2.00 3.00"])
def test_what_is_left_of_a_table_is_neither_columns_nor_prose(tmp_path: Path, rows: str) -> None:
    """Its labels and figures made sentences, with yuan in the tables as ten thousands of yuan."""
    document = read(written(tmp_path, RUBBLE.format(rows=rows)))
    grid = grid_of(document)
    assert len(grid.cells) == 1 and grid.cells[0].text.endswith(rows.split("\n")[-1])
    assert [block.text for _, block in document.paragraphs()][-2:] == ["三、说明", "本年收入合计24.00元。"]


def test_a_numbered_row_without_figures_does_not_end_a_table(tmp_path: Path) -> None:
    rows = "收入          决算数\n一、财政拨款    9.00\n二、国债收入\n三、其他收入    1.00\n其中：捐赠      1.00"
    grid = grid_of(read(written(tmp_path, f"收入决算表\n{rows}\n")))
    assert [[cell.text for cell in row] for row in grid.rows()][2:4] == [["二、国债收入", ""], ["三、其他收入", "1.00"]]
    assert grid.n_rows == 5


TWO_ROWS_OF_HEAD = """政府性基金预算支出决算表
部门：某局    单位：万元
项目                            年初结余   本年收入   本年支出                        年末结余
编码      名称                                        小计       基本支出   项目支出
合计                                       24.00      24.00                 24.00
212       城乡社区支出                     24.00      24.00                 24.00
21208     出让收入安排的支出               24.00      24.00                 24.00
"""


def test_rows_of_as_many_pieces_as_another_row_of_the_head_are_not_told_by_order(tmp_path: Path) -> None:
    """Each row has five pieces, and not those of the same columns: 24.00 is no 基本支出 and no 年末结余."""
    path = written(tmp_path, "某局2023年度部门决算\n\n" + TWO_ROWS_OF_HEAD)
    lines = bl.read_report(path).lines
    assert not [one for one in lines.to_dict("records") if one["column"] in ("basic", "closing", "opening")]
    assert set(lines[lines.value.notna()].column.dropna()) <= {"income", "total", "project"}


def test_blank_cells_in_wide_gaps_are_not_left_out(tmp_path: Path) -> None:
    head = "项目支出表\n单位：万元\n名称      合计    本年\n                  一般预算    基金预算\n"
    text = head + "合计      5.00    5.00\n养护 费   5.00    5.00\n"
    for _, grid in read(written(tmp_path, text)).grids():
        rows = [[cell.text for cell in row] for row in grid.rows()]
        assert ["养护", "费", "5.00", "5.00"] not in rows
