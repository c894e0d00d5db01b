"""Web pages: the article, its tables with spans, what the page says of itself and what hangs on it."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest

from budgetlib.readers import read
from budgetlib.readers.document import Document, Grid, Paragraph, UnreadableReport

NAVIGATION = '<div class="top"><a href="/">首页</a><a href="/zw">政务公开</a> 电话：0991-1234567</div>'
FOOTER = "<footer>主办：青石市人民政府　备案号 2024001</footer>"
SENTENCE = "2024年度收入总计5.00万元，其中：本年收入合计5.00万元，年初结转和结余0.00万元。"


def page(tmp_path: Path, article: str, head: str = "", encoding: str = "utf-8", meta: str = "utf-8") -> Path:
    path = tmp_path / "page.html"
    body = f'<body>{NAVIGATION}<div id="c">{article}</div>{FOOTER}</body>'
    html = f'<html><head><meta charset="{meta}">{head}</head>{body}</html>'
    path.write_bytes(html.encode(encoding))
    return path


def paragraphs(document: Document) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, Paragraph)]


def grid_of(document: Document) -> Grid:
    (grid,) = [grid for _, grid in document.grids()]
    return grid


def test_the_article_is_read_without_navigation_script_and_footer(tmp_path: Path) -> None:
    article = f"<h1>青石市档案局2024年度部门决算</h1><script>var a = 12.34;</script><p>一、总体<br>{SENTENCE}</p>"
    document = read(page(tmp_path, article * 1 + f"<p>{SENTENCE}</p>" * 4))
    assert paragraphs(document)[:3] == ["青石市档案局2024年度部门决算", "一、总体", SENTENCE]
    assert "首页" not in "".join(paragraphs(document)) and "备案" not in "".join(paragraphs(document))


def test_two_paragraphs_are_never_glued(tmp_path: Path) -> None:
    document = read(page(tmp_path, f"<p>收入支出情况</p><p>{SENTENCE}</p><p>{SENTENCE}</p><p>{SENTENCE}</p>"))
    assert paragraphs(document)[0] == "收入支出情况"


def test_spans_both_ways(tmp_path: Path) -> None:
    table = (
        "<table><tr><td rowspan=2>项目</td><td colspan='2'>支出</td></tr><tr><td>基本</td><td>项目</td></tr>"
        "<tr><td>&nbsp;&nbsp;其中：<br>甲</td><td><p>1,234.50</p></td><td>2.00</td></tr></table>"
    )
    grid = grid_of(read(page(tmp_path, table)))
    matrix = [[cell.text if cell else None for cell in row] for row in grid.covering()]
    assert matrix == [["项目", "支出", "支出"], ["项目", "基本", "项目"], ["其中：甲", "1,234.50", "2.00"]]
    assert grid.cells[4].indent == 1.0


def test_a_layout_table_is_taken_apart(tmp_path: Path) -> None:
    inner = "<table><tr><td>项目</td><td>金额</td></tr><tr><td>甲</td><td>1.00</td></tr></table>"
    document = read(page(tmp_path, f"<table><tr><td><p>部门决算表</p>{inner}</td></tr></table>"))
    assert paragraphs(document) == ["部门决算表"]
    assert [cell.text for cell in grid_of(document).cells] == ["项目", "金额", "甲", "1.00"]


def test_one_cell_a_paragraph_becomes_a_table_where_rows_are_certain(tmp_path: Path) -> None:
    cells = ["项目", "预算数", "决算数", "合计", "3.00", "2.50", "公务接待费", "3.00", "2.50"]
    article = (
        "<p>三公经费支出表</p><p>单位：万元</p>"
        + "".join(f"<p>{cell}</p>" for cell in cells)
        + f"<p>{SENTENCE * 3}</p>"
    )
    grid = grid_of(read(page(tmp_path, article)))
    assert [[cell.text for cell in row] for row in grid.rows()][1] == ["合计", "3.00", "2.50"]


def test_the_page_says_who_published_it_and_when(tmp_path: Path) -> None:
    about = (
        "<table><tr><td>索引号：</td><td>00123</td><td>发布机构：</td><td>青石市档案局</td></tr>"
        "<tr><td>成文日期：</td><td>2025-09-01</td><td>主题分类</td><td>财政</td></tr></table>"
    )
    document = read(page(tmp_path, about + f"<p>{SENTENCE}</p>" * 4))
    assert document.about == {"publisher": "青石市档案局", "published": "2025-09-01"}
    assert not list(document.grids())


def test_gb2312_means_gb18030(tmp_path: Path) -> None:
    document = read(page(tmp_path, f"<p>镕城局{SENTENCE}</p>" * 4, encoding="gb18030", meta="gb2312"))
    assert paragraphs(document)[0].startswith("镕城局2024")


def test_a_page_of_links_names_them(tmp_path: Path) -> None:
    links = '<p><a href="/f/1.xls">2024年度部门决算公开表.xls</a></p><p><a href="/f/2.pdf">情况说明.pdf</a></p>'
    with pytest.raises(UnreadableReport, match=r"2 attachment.*决算公开表\.xls; 情况说明\.pdf"):
        read(page(tmp_path, links))


def test_a_page_of_pictures_counts_them(tmp_path: Path) -> None:
    with pytest.raises(UnreadableReport, match=r"3 picture"):
        read(page(tmp_path, "<p><img src='1.png'></p>" * 3))


def test_a_page_made_by_script_says_so(tmp_path: Path) -> None:
    with pytest.raises(UnreadableReport, match="script"):
        read(page(tmp_path, "<div id='app'></div><script>render()</script>"))


def test_attachments_beside_prose_are_a_loss(tmp_path: Path) -> None:
    document = read(page(tmp_path, f"<p>{SENTENCE}</p>" * 4 + '<a href="t.xlsx">附表.xlsx</a>'))
    assert "附表.xlsx" in " ".join(document.losses)


def test_spans_that_claim_the_world_cost_nothing(tmp_path: Path) -> None:
    rows = "<tr><td>甲</td><td>1</td></tr><tr><td>乙</td><td>2</td></tr>"
    table = f"<table><tr><td colspan=9999 rowspan=99999>表</td></tr>{rows}</table>"
    grid = grid_of(read(page(tmp_path, table + f"<p>{SENTENCE}</p>")))
    assert grid.n_cols <= 210 and grid.n_rows == 3


def cells_of(document: Document) -> list[list[str]]:
    return [[cell.text for cell in row] for row in grid_of(document).rows()]


@pytest.mark.parametrize(
    "printed",
    [
        "12.50<sup>1</sup>",
        '12.50<span style="vertical-align:super">[2]</span>',
        "<span>12.50</span><sup>①</sup>",
        "<del>9</del>12.50",
        '<span style="text-decoration: line-through">9</span>12.50',
        "<span hidden>9</span>12.50",
        '<span style="visibility:hidden">9</span>12.50',
        "12&#8203;.50",
    ],
)
def test_what_is_no_part_of_a_figure_does_not_become_a_digit_of_it(tmp_path: Path, printed: str) -> None:
    """12.50 with the mark of footnote 1 was 12.501, and a struck 9 before it made 912.50."""
    table = f"<table><tr><td>项目</td><td>面积m<sup>2</sup></td></tr><tr><td>甲</td><td>{printed}</td></tr></table>"
    assert cells_of(read(page(tmp_path, table))) == [["项目", "面积m2"], ["甲", "12.50"]]


def test_an_invisible_cell_keeps_its_place_and_one_that_is_not_displayed_has_none(tmp_path: Path) -> None:
    table = (
        '<table><tr><td>项目</td><td>上年</td><td>本年</td></tr><tr><td>甲</td><td style="visibility:hidden">7.00</td>'
        '<td>8.00</td></tr><tr><td>乙</td><td style="display:none">7.00</td><td>5.00</td><td>6.00</td></tr></table>'
    )
    assert cells_of(read(page(tmp_path, table)))[1:] == [["甲", "", "8.00"], ["乙", "5.00", "6.00"]]


def test_columns_that_are_only_spanned_are_none(tmp_path: Path) -> None:
    row = "<tr><td colspan=2>{}</td><td colspan=3>{}</td></tr>"
    table = f"<table>{row.format('项目', '金额')}{row.format('甲', '1.00')}{row.format('乙', '2.00')}</table>"
    grid = grid_of(read(page(tmp_path, table)))
    assert (grid.n_cols, {cell.colspan for cell in grid.cells}) == (2, {1})


def test_a_page_inside_one_form_is_read(tmp_path: Path) -> None:
    """Pages of some servers stand in a form as a whole; it was dropped like a form for searching."""
    search = "<form><input name=q><a>搜索</a></form>"
    document = read(page(tmp_path, f"{search}<form id=aspnetForm><div>{f'<p>{SENTENCE}</p>' * 8}</div></form>"))
    assert paragraphs(document) == [SENTENCE] * 8


def saved_in_one_file(tmp_path: Path, part: bytes, kind: str = "text/html; charset=gb2312") -> Path:
    """A page as a browser saves it with its pictures, one part after the other."""
    path = tmp_path / "page.mht"
    lines = [
        b'From: <Saved>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="B"\r\n',
        b"--B\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=",
        f"--B\r\nContent-Type: {kind}\r\nContent-Transfer-Encoding: base64\r\n\r\n".encode() + base64.encodebytes(part),
        b"--B--",
    ]
    path.write_bytes(b"\r\n".join(lines))
    return path


def test_a_page_saved_in_one_file_is_read(tmp_path: Path) -> None:
    article = f"<html><body><p>青石市档案局2024年度部门决算</p><p>{SENTENCE}</p><p>{SENTENCE}</p></body></html>"
    document = read(saved_in_one_file(tmp_path, article.encode("gb18030")))
    assert document.format == "html" and paragraphs(document)[:2] == ["青石市档案局2024年度部门决算", SENTENCE]


def test_a_mail_without_a_page_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(UnreadableReport, match="is empty"):
        read(saved_in_one_file(tmp_path, b"x", "application/octet-stream"))


def test_a_page_that_word_saved_and_somebody_named_doc(tmp_path: Path) -> None:
    """Headings broken by line breaks, empty marks of Word, a number in pieces, gb2312 with characters of GB 18030."""
    cell = "<td><p class=MsoNormal><span lang=EN-US>{}<o:p></o:p></span></p></td>"
    rows = [["科目<br>编码", "科目名称", "本年收入合计"], ["201", "一般公共服务支出", "1,500.<span>00</span>"]]
    table = "".join(f"<tr>{''.join(cell.format(text) for text in row)}</tr>" for row in rows)
    path = tmp_path / "report.doc"
    page = (
        '<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><meta http-equiv=Content-Type '
        'content="text/html; charset=gb2312"></head><body><div class=Section1><p class=MsoNormal>'
        "<b>青石市档案局2024年度部门决算<o:p></o:p></b></p><p class=MsoNormal>单位：万元（㐂）</p>"
        f"<table>{table}</table></div></body></html>"
    )
    path.write_bytes(page.encode("gb18030"))
    document = read(path)
    assert paragraphs(document) == ["青石市档案局2024年度部门决算", "单位：万元（㐂）"]
    assert [cell.text for cell in grid_of(document).cells] == [
        "科目编码", "科目名称", "本年收入合计", "201", "一般公共服务支出", "1,500.00",
    ]  # fmt: skip
