"""Word documents: paragraphs with automatic numbers, merged cells, text boxes, insertions, fields."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml import parse_xml

from budgetlib.readers import read
from budgetlib.readers.document import Document, Paragraph, UnreadableReport

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def saved(tmp_path: Path, package: Any) -> Document:
    path = tmp_path / "report.docx"
    package.save(str(path))
    return read(path)


def paragraphs(document: Document) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, Paragraph)]


def test_paragraphs_and_tables_in_order(tmp_path: Path) -> None:
    package = docx.Document()
    package.add_heading("一、收入情况", 1)
    table = package.add_table(rows=2, cols=2)
    for row, texts in zip(table.rows, [("项目", "金额"), ("  甲", "1.00")], strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    package.add_paragraph("收入1.00万元。")
    document = saved(tmp_path, package)
    assert [type(block).__name__ for block in document.blocks] == ["Paragraph", "Grid", "Paragraph"]
    (_, grid) = next(document.grids())
    assert [(cell.text, cell.indent) for cell in grid.cells] == [("项目", 0), ("金额", 0), ("甲", 1.0), ("1.00", 0)]


def test_merged_cells_both_ways(tmp_path: Path) -> None:
    package = docx.Document()
    table = package.add_table(rows=3, cols=3)
    for row in range(3):
        for col in range(3):
            table.cell(row, col).text = f"{row}{col}"
    table.cell(0, 0).merge(table.cell(1, 0)).text = "项目"
    table.cell(0, 1).merge(table.cell(0, 2)).text = "支出"
    (_, grid) = next(saved(tmp_path, package).grids())
    matrix = [[cell.text if cell else None for cell in row] for row in grid.covering()]
    assert matrix == [["项目", "支出", "支出"], ["项目", "11", "12"], ["20", "21", "22"]]


def test_automatic_numbers_are_part_of_the_text(tmp_path: Path) -> None:
    package = docx.Document()
    numbering = package.part.numbering_part.element
    numbering.insert(
        0,
        parse_xml(
            f'<w:abstractNum {W} w:abstractNumId="77"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
            '<w:numFmt w:val="chineseCountingThousand"/><w:lvlText w:val="%1、"/></w:lvl><w:lvl w:ilvl="1">'
            '<w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%2."/></w:lvl></w:abstractNum>'
        ),
    )
    numbering.append(parse_xml(f'<w:num {W} w:numId="77"><w:abstractNumId w:val="77"/></w:num>'))
    for level, text in [(0, "收入情况"), (1, "其他收入"), (1, "事业收入"), (0, "支出情况"), (1, "基本支出")]:
        properties = package.add_paragraph(text)._p.get_or_add_pPr()
        properties.append(parse_xml(f'<w:numPr {W}><w:ilvl w:val="{level}"/><w:numId w:val="77"/></w:numPr>'))
    assert paragraphs(saved(tmp_path, package)) == [
        "一、收入情况",
        "1.其他收入",
        "2.事业收入",
        "二、支出情况",
        "1.基本支出",
    ]


@pytest.mark.parametrize(
    ("member", "was", "now"),
    [
        ("[Content_Types].xml", "wordprocessingml.styles+xml", "wordprocessingml.stylos+xml"),
        ("word/document.xml", 'w:ilvl w:val="0"', 'w:ilvl w:val="!"'),
        ("word/numbering.xml", "w:ilvl=", "w:ilvm="),
    ],
)
def test_damaged_lists_and_styles_leave_the_text(tmp_path: Path, member: str, was: str, now: str) -> None:
    package = docx.Document()
    properties = package.add_paragraph("收入5.00万元。")._p.get_or_add_pPr()
    properties.append(parse_xml(f'<w:numPr {W}><w:ilvl w:val="0"/><w:numId w:val="999"/></w:numPr>'))
    package.part.numbering_part.element  # noqa: B018  the part is made when it is asked for
    whole, path = tmp_path / "whole.docx", tmp_path / "damaged.docx"
    package.save(str(whole))
    with zipfile.ZipFile(whole) as source, zipfile.ZipFile(path, "w") as target:
        for one in source.namelist():
            data = source.read(one)
            if one == member:
                assert was.encode() in data
                data = data.replace(was.encode(), now.encode())
            target.writestr(one, data)
    assert paragraphs(read(path)) == ["收入5.00万元。"]


def test_insertions_boxes_and_controls_are_read_and_deletions_and_codes_are_not(tmp_path: Path) -> None:
    package = docx.Document()
    body = package.element.body
    body.insert(
        0,
        parse_xml(
            f"<w:p {W}><w:r><w:t>收入</w:t></w:r><w:ins w:id='1' w:author='a'><w:r><w:t>5.00</w:t></w:r></w:ins>"
            "<w:del w:id='2' w:author='a'><w:r><w:delText>4.00</w:delText></w:r></w:del>"
            "<w:r><w:t>万元。</w:t></w:r></w:p>"
        ),
    )
    body.insert(
        1,
        parse_xml(
            f"<w:sdt {W}><w:sdtContent><w:p><w:r><w:instrText>PAGEREF _Toc1 h 3</w:instrText></w:r>"
            "<w:r><w:t>第一部分概况</w:t></w:r></w:p></w:sdtContent></w:sdt>"
        ),
    )
    body.insert(
        2,
        parse_xml(
            f"<w:p {W}><w:r><w:t>正文。</w:t></w:r><w:r><w:pict><w:txbxContent>"
            "<w:p><w:r><w:t>框内9.00万元。</w:t></w:r></w:p></w:txbxContent></w:pict></w:r></w:p>"
        ),
    )
    assert paragraphs(saved(tmp_path, package)) == ["收入5.00万元。", "第一部分概况", "正文。", "框内9.00万元。"]


def test_an_empty_document_and_a_damaged_one_are_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(UnreadableReport, match="no text and no table"):
        saved(tmp_path, docx.Document())
    path = tmp_path / "report.docx"
    path.write_bytes(path.read_bytes().replace(b"<w:body>", b"<w:bo>"))
    import zipfile

    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", "<broken")
    with pytest.raises(UnreadableReport, match="damaged"):
        read(path)


def test_hidden_struck_and_raised_runs_are_no_digits_and_deleted_rows_no_rows(tmp_path: Path) -> None:
    """12.50 with the mark of footnote 1 was 12.501; a row whose deletion is tracked was a row."""
    package = docx.Document()
    look = "<w:r><w:rPr><w:{}/></w:rPr><w:t>{}</w:t></w:r>"
    plain = "<w:r><w:t>{}</w:t></w:r>"
    raised = look.format("vertAlign w:val='superscript'", "1")
    figure = look.format("strike", "9") + look.format("vanish", "8") + plain.format("12.50") + raised
    rows = [("", plain.format("项目m") + look.format("vertAlign w:val='superscript'", "2"), plain.format("金额"))]
    rows += [
        ("", plain.format("甲"), figure),
        ("<w:trPr><w:del w:id='1' w:author='a'/></w:trPr>", plain.format("乙"), figure),
    ]
    rows += [("<w:trPr><w:hidden/></w:trPr>", plain.format("丙"), figure)]
    cell = "<w:tc><w:p>{}</w:p></w:tc>"
    made = "".join(f"<w:tr>{about}{cell.format(left)}{cell.format(right)}</w:tr>" for about, left, right in rows)
    package.element.body.insert(0, parse_xml(f"<w:tbl {W}>{made}</w:tbl>"))
    (grid,) = [grid for _, grid in saved(tmp_path, package).grids()]
    assert [[cell.text for cell in row] for row in grid.rows()] == [["项目m2", "金额"], ["甲", "12.50"]]
