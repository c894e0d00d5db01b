"""Text that a PDF no longer holds is a named loss, and then nothing shows 100 %."""

from __future__ import annotations

import zlib
from pathlib import Path

import pytest
from tests.hostile.reports import page, pdf

from budgetlib.checks.tolerances import Tolerances
from budgetlib.pipeline import read_report
from budgetlib.readers.document import UnreadableReport
from budgetlib.readers.pdf import read_pdf
from budgetlib.readers.pdf_damage import damaged_streams
from budgetlib.summary import Counts, Tally, share

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
