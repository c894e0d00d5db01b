"""What a file holds is asked of its content; what cannot be read says what to save it as."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from budgetlib.readers import read
from budgetlib.readers.decoding import decode
from budgetlib.readers.document import UnreadableReport
from budgetlib.readers.sniff import kind

PAGE = "<html><head><title>局</title></head><body><p>2024年度收入总计5.00万元。</p></body></html>"


def packed(*names: str) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return data.getvalue()


def old_office(stream: str) -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + stream.encode("utf-16-le") + bytes(100)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"%PDF-1.7\n", "pdf"),
        (b"\r\n%PDF-1.4\n", "pdf"),
        (PAGE.encode(), "html"),
        (PAGE.encode("utf-16"), "html"),
        (b"\xef\xbb\xbf<!DOCTYPE html><html></html>", "html"),
        (b"<table><tr><td>1</td></tr></table>", "html"),
        (packed("xl/workbook.xml"), "xlsx"),
        (packed("word/document.xml"), "docx"),
        (packed("a.pdf"), "zip"),
        (packed("OFD.xml"), "ofd"),
        (old_office("Workbook"), "xls"),
        (old_office("WordDocument"), "doc"),
        (old_office("EncryptedPackage"), "locked"),
        (b"Rar!\x1a\x07", "rar"),
        (b"{\\rtf1", "rtf"),
        (b"\x89PNG\r\n", "picture"),
        ("一、收入\n<p>目标</p>\t3".encode(), "text"),
        ("<p>一、收入</p>\n支出".encode(), "text"),
        ("收入 1.00\r\n支出 1.00".encode("utf-16-le"), "text"),
        (b"abc\0\1\2", "binary"),
    ],
)
def test_content_decides(data: bytes, expected: str) -> None:
    assert kind(data) == expected


def test_an_archive_that_lost_a_byte_is_a_damaged_archive() -> None:
    sound = packed("mimetype", "content.xml")
    assert {kind(sound[:cut] + sound[cut + 1 :]) for cut in range(4, len(sound) - 22)} <= {"zip", "odt"}


def test_a_page_named_pdf_and_a_workbook_named_txt_are_read_as_what_they_are(tmp_path: Path) -> None:
    path = tmp_path / "report.pdf"
    path.write_text(PAGE.replace("<p>", "<p>" + "本部门负责全市的科学技术工作，并管理所属单位。" * 4), encoding="utf-8")
    assert read(path).format == "html"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (old_office("WordDocument"), r"\.docx or PDF"),
        (packed("OFD.xml"), "export it as PDF"),
        (b"Rar!\x1a\x07\0", "pack it as .zip"),
        (old_office("EncryptedPackage"), "without one"),
        (b"\xff\xd8\xff\xe0 JFIF", "picture"),
    ],
)
def test_what_cannot_be_read_says_what_to_do_in_one_sentence(tmp_path: Path, data: bytes, words: str) -> None:
    path = tmp_path / "report.txt"
    path.write_bytes(data)
    with pytest.raises(UnreadableReport, match=words) as caught:
        read(path)
    assert str(caught.value).startswith(str(path)) and "\n" not in str(caught.value)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030"])
def test_text_in_any_encoding_is_the_same_text(encoding: str) -> None:
    text = "2024年度收入总计 5.00 万元，支出总计 5.00 万元。\n其中：基本支出 3.00 万元。\n"
    assert decode(Path("a.txt"), text.encode(encoding)) == text


def test_big5_is_read(tmp_path: Path) -> None:
    text = "二〇二四年度收入總計5.00萬元，財政預算與決算支出總額5.00萬元，單位經費結餘。\n"
    path = tmp_path / "report.txt"
    path.write_bytes(text.encode("big5hkscs"))
    document = read(path)
    assert "收入總計" in document.blocks[0].text  # type: ignore[union-attr]
