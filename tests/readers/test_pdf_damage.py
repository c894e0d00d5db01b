"""Text that a PDF no longer holds is a named loss, and then nothing shows 100 %."""

from __future__ import annotations

import re
import zlib
from pathlib import Path

import pytest
from tests.hostile.reports import page, pdf
from typer.testing import CliRunner

from budgetlib.checks.tolerances import Tolerances
from budgetlib.cli import app
from budgetlib.output.summary import Counts, Tally, counts, share
from budgetlib.readers.document import UnreadableReport
from budgetlib.readers.pdf import read_pdf
from budgetlib.readers.pdf_damage import damaged_streams
from budgetlib.report import Report
from budgetlib.running.pipeline import read_here, read_report
from budgetlib.story import write_story

UNMAPPED = "<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /Identity-H /DescendantFonts [6 0 R] {more} >>"
DESCENDANT = (
    "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /X /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) "
    "/Supplement 0 >> /FontDescriptor 7 0 R >>"
)
DESCRIPTOR = (
    "<< /Type /FontDescriptor /FontName /X /Flags 4 /FontBBox [0 0 1000 1000] /ItalicAngle 0 /Ascent 800 /Descent -200 "
    "/CapHeight 700 /StemV 80 >>"
)
PLAIN = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
FONTS = "/Resources << /Font << /F1 5 0 R /F2 8 0 R >> >>"


def unmapped(codes: str, plain: str) -> bytes:
    """A page that shows ``codes`` in a font without ToUnicode, and plain text below."""
    content = f"BT /F1 12 Tf 20 300 Td <{codes}> Tj ET BT /F2 12 Tf 20 200 Td ({plain}) Tj ET"
    return page(content, FONTS, UNMAPPED.format(more=""), DESCENDANT, DESCRIPTOR, PLAIN)


def mapped(character: str, plain: str) -> bytes:
    """The same page, where the font says of each of its characters that it is this one."""
    codes = "0123022403250426"
    cmap = (
        "begincmap 1 begincodespacerange <0000> <ffff> endcodespacerange 4 beginbfchar "
        + " ".join(f"<{codes[n : n + 4]}> <{ord(character):04x}>" for n in range(0, 16, 4))
        + " endbfchar endcmap"
    )
    content = f"BT /F1 12 Tf 20 300 Td <{codes}> Tj ET BT /F2 12 Tf 20 200 Td ({plain}) Tj ET"
    font = UNMAPPED.format(more="/ToUnicode 9 0 R")
    return page(content, FONTS, font, DESCENDANT, DESCRIPTOR, PLAIN, stream(cmap))


MUCH = "Total income 120.00, of which 100.00 this year and 20.00 carried over, as it was and always will be"
FONT, CALLED_SPACE = (
    "/Resources << /Font << /F1 5 0 R >> >>",
    ("begincmap 1 begincodespacerange <00> <ff> endcodespacerange 1 beginbfchar <61> <0020> endbfchar endcmap"),
)
SQUARES = (
    "<< /Type /Font /Subtype /Type3 /FontBBox [0 0 750 750] /FontMatrix [0.001 0 0 0.001 0 0] /FirstChar 97 "
    "/LastChar 97 /Widths [1000] /CharProcs << /sq 6 0 R >> /Encoding << /Differences [97 /sq] >> /ToUnicode 7 0 R >>"
)


def stream(content: str) -> str:
    return f"<< /Length {len(content)} >>\nstream\n{content}\nendstream"


NO_CHARACTERS = page(
    "BT /F1 12 Tf 20 200 Td (aaaaaaaa) Tj ET",
    FONT,
    SQUARES,
    stream("1000 0 0 0 750 750 d1 0 0 750 750 re f"),
    stream(CALLED_SPACE),
)
"""Squares are painted, of which the font says that they are spaces."""
LOST = {
    "all without ToUnicode": (unmapped("0123022403250426" * 10, ""), r"page 2 has \d+ characters without a code"),
    "some without ToUnicode": (unmapped("01230224", MUCH), "page 2 has 2 characters that its fonts do not name"),
    "text objects without characters": (NO_CHARACTERS, "page 2 has text whose characters cannot be extracted"),
    "all replaced": (mapped("\ufffd", ""), "page 2 has 4 characters without a code"),
    "some replaced": (mapped("\ufffd", MUCH), "page 2 has 4 characters that its fonts do not name"),
    "all called NUL": (mapped("\0", ""), "page 2 has 4 characters without a code"),
    "some called NUL": (mapped("\0", MUCH), "page 2 has 4 characters that its fonts do not name"),
    "all private": (mapped("\ue031", "Total"), "page 2 has 4 characters without a code"),
    "some private": (mapped("\ue031", MUCH), "page 2 has 4 characters that its fonts do not name"),
}
SOUND = page(f"BT /F1 12 Tf 20 200 Td ({MUCH}) Tj ET", FONT, PLAIN)
SAID = """
某市某局2023年度部门决算

三、支出决算情况说明

本年支出合计90.00万元，其中：基本支出60.00万元，占66.67%；项目支出30.00万元，占33.33%。
"""


@pytest.fixture(scope="session")
def first_page() -> bytes:
    """A page of a report, of which every figure is read and confirmed."""
    typst, fonts = pytest.importorskip("typst"), pytest.importorskip("pylopdf_fonts_zh_cn")
    source = f'#set text(font: "Noto Sans SC")\n{SAID}'.encode()
    made = typst.compile(source, font_paths=[str(fonts.sans_path().parent)], ignore_system_fonts=True)
    return bytes(made)


def two_pages(path: Path, first: bytes, second: bytes) -> Path:
    import pypdfium2 as pdfium

    whole = pdfium.PdfDocument.new()
    for data in (first, second):
        whole.import_pages(pdfium.PdfDocument(data))
    whole.save(path)
    return path


def shown(path: Path) -> str:
    """What the notebook, the story and the command line show of a report, in one text."""
    report = Report(read_here([path]))
    pages = (one.read_text("utf-8") for one in write_story(report, path.parent / "story") if one.suffix == ".md")
    said = CliRunner().invoke(app, ["parse", str(path), "--out", str(path.parent / "out")]).output
    return "\n".join([report._repr_html_(), said, *pages])


def test_a_sound_report_shows_100_percent(tmp_path: Path, first_page: bytes) -> None:
    path = two_pages(tmp_path / "report.pdf", first_page, SOUND)
    report = Report(read_here([path]))
    assert report.document.losses == ()
    assert (counts(report).unread, counts(report).confirmed) == (3, 5)  # 3 of the second page, which is English


def test_a_page_of_spaces_is_no_loss(tmp_path: Path, first_page: bytes) -> None:
    path = two_pages(tmp_path / "report.pdf", first_page, page("BT /F1 12 Tf 20 200 Td (   ) Tj ET", FONT, PLAIN))
    assert read_pdf(path).losses == ()
    assert "100.0%" in shown(path)


@pytest.mark.parametrize("kind", LOST)
def test_every_kind_of_loss_is_named_and_lowers_what_is_shown(tmp_path: Path, first_page: bytes, kind: str) -> None:
    second, said = LOST[kind]
    path = two_pages(tmp_path / "report.pdf", first_page, second)
    report = Report(read_here([path]))
    (loss,) = report.document.losses
    assert re.match(said, loss)
    assert ("budgetlib[ocr]" in loss) is (kind.startswith(("all", "text")))
    assert "100.0%" not in shown(path) and "100%" not in shown(path).replace("<100%", "").replace("&lt;100%", "")
    assert CliRunner().invoke(app, ["check", str(path)]).exit_code == 3


def test_a_page_in_a_font_without_codes_is_not_read_and_said_to_be_lost(tmp_path: Path) -> None:
    path = tmp_path / "report.pdf"
    path.write_bytes(unmapped("0123022403250426" * 10, ""))
    with pytest.raises(UnreadableReport, match="do not say which characters"):
        read_pdf(path)


def test_a_page_with_a_few_characters_without_a_code_is_read_and_named(tmp_path: Path) -> None:
    path = tmp_path / "report.pdf"
    path.write_bytes(unmapped("01230224", "Total income 120.00, of which 100.00 this year and 20.00 carried over"))
    document = read_pdf(path)
    assert any("page 1 has 2 characters" in loss for loss in document.losses)
    assert any("120.00" in paragraph.text for _, paragraph in document.paragraphs())


def test_text_in_a_private_area_is_lost_but_the_bullet_of_a_symbol_font_is_not(tmp_path: Path) -> None:
    from budgetlib.readers.pdf_damage import _LOST, _SYMBOL_BULLET

    def lost(text: str) -> int:
        return len(_LOST.findall(_SYMBOL_BULLET.sub("", text)))

    assert lost("\uf06c 收入\r\n\uf0d8 支出\n  \uf06e") == 0
    assert lost("收入\uf031\uf032.5万元") == 2
    assert lost("收入\ue031万元\ufffd") == 2


def flate(content: bytes, flip: int | None = None) -> bytes:
    packed = bytearray(zlib.compress(content))
    if flip is not None:
        packed[flip] ^= 4
    objects = pdf(
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 400 400] /Contents 4 0 R "
        "/Resources << /Font << /F1 5 0 R >> >> >>",
        f"<< /Filter /FlateDecode /Length {len(packed)} >>\nstream\n{packed.decode('latin-1')}\nendstream",
        PLAIN,
    )
    return objects


def test_a_flipped_byte_in_a_packed_page_is_a_loss(tmp_path: Path) -> None:
    lines = "".join(f"BT /F1 12 Tf 20 {390 - n} Td (Line {n} 12.{n}) Tj ET\n" for n in range(90)).encode()
    path = tmp_path / "report.pdf"
    path.write_bytes(flate(lines))
    assert read_pdf(path).losses == ()
    for flip in (40, -1):  # in the middle, and in the checksum
        path.write_bytes(flate(lines, flip))
        assert damaged_streams(path.read_bytes()) == (1, 1)
        assert any("1 of 1 compressed parts" in loss for loss in read_pdf(path).losses)


def test_a_stream_cut_short_is_damaged_and_one_of_an_encrypted_file_is_not_judged() -> None:
    whole = flate(b"BT ET " * 1000)
    assert damaged_streams(whole) == (0, 1)
    assert damaged_streams(whole[: whole.index(b"endstream") - 12])[0] == 1
    assert damaged_streams(whole.replace(b"/Root", b"/Encrypt 9 0 R /Root").replace(b"stream\nx", b"stream\ny")) == (
        0,
        0,
    )


def test_a_packed_bomb_is_unpacked_in_pieces() -> None:
    import tracemalloc

    bomb = flate(b"\0" * 200_000_000)
    tracemalloc.start()
    assert damaged_streams(bomb) == (0, 1)
    assert tracemalloc.get_traced_memory()[1] < 20_000_000
    tracemalloc.stop()


def test_a_report_with_losses_never_shows_100_percent(tmp_path: Path) -> None:
    assert share(5, 5) == "100.0%" and share(5, 5, 1) == "<100%" and share(0, 0) == "-"
    assert share(99_999, 100_000) == "99.9%"
    tally = Tally()
    tally.add(Counts(5, 0, 5, 5, {}, 5, 1))
    assert not any("100.0%" in line for line in tally.lines())
    assert any("1" in line for line in tally.lines() if "lost" in line)


def test_a_report_is_whole_only_without_losses_and_when_understood() -> None:
    assert Counts(10, 0, 10, 0, {}, 9, 0).is_whole(Tolerances())
    assert not Counts(10, 1, 9, 0, {}, 8, 0).is_whole(Tolerances())
    assert not Counts(10, 0, 10, 0, {}, 10, 1).is_whole(Tolerances())


def test_the_view_of_a_report_names_its_losses(tmp_path: Path) -> None:
    from dataclasses import replace

    path = tmp_path / "report.txt"
    path.write_text("某市某局2023年度部门决算\n\n2023年度收入总计5.00万元。\n", encoding="utf-8")
    report = read_report(path)
    assert "100.0%" in report._repr_html_()
    report.parsed = replace(report.parsed, document=replace(report.document, losses=("page 3 is missing.",)))
    shown = report._repr_html_()
    assert "100.0%" not in shown and "page 3 is missing." in shown
