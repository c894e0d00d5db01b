"""What is said of a file that cannot be read: one sentence in Chinese and English with the file and what to try."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import openpyxl
import pytest

import budgetlib as bl
from budgetlib.readers.document import UnreadableReport

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


def old_office(stream: str) -> bytes:
    return OLE + stream.encode("utf-16-le") + bytes(600)


def archive(name: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as made:
        made.writestr(name, "x" * 200)
    return packed.getvalue()


def empty_workbook() -> bytes:
    made = io.BytesIO()
    openpyxl.Workbook().save(made)
    return made.getvalue()


def empty_word_file() -> bytes:
    made = io.BytesIO()
    docx.Document().save(made)
    return made.getvalue()


LOGIN = (
    '<html><body><form><h2>用户登录</h2><input name="u"><input type="password"></form><p>甲县政务网</p></body></html>'
)
REFUSED: dict[str, tuple[Callable[[], bytes], str, str]] = {
    "empty.pdf": (lambda: b"", "空的", "empty"),
    "blank.txt": (lambda: b" \n\n", "空的", "empty"),
    "cut.pdf": (lambda: b"%PDF-1.7\n1 0 obj\n" + b"x" * 2000, "不完整", "ends early"),
    "text.pdf": (lambda: "这是一段文字。".encode(), "不是 PDF", "does not begin like one"),
    "cut.xlsx": (lambda: empty_workbook()[:900], "已损坏", "sound .xlsx file"),
    "cut.docx": (lambda: empty_word_file()[:900], "已损坏", "sound .docx file"),
    "no-rows.xlsx": (empty_workbook, "是空的", "workbook is empty"),
    "no-text.docx": (empty_word_file, "没有文字", "no text and no table"),
    "locked.xlsx": (lambda: old_office("EncryptedPackage"), "密码", "asks for a password"),
    "old.doc": (lambda: old_office("WordDocument"), "另存为 .docx", "save it as .docx"),
    "packed.rar": (lambda: b"Rar!\x1a\x07\x00" + bytes(100), "先解压", "unpack it"),
    "layout.ofd": (lambda: archive("OFD.xml"), "导出为 PDF", "export it as PDF"),
    "program.zip": (lambda: archive("setup.exe"), "没有可能是报告的文件", "no file that could be a report"),
    "photo.jpg": (lambda: b"\xff\xd8\xff\xe0" + bytes(100), "图片", "a picture"),
    "login.html": (LOGIN.encode, "要求登录", "log in with a browser"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_refusal_is_one_sentence_in_both_languages(tmp_path: Path, name: str) -> None:
    content, zh, en = REFUSED[name]
    path = tmp_path / name
    path.write_bytes(content())
    with pytest.raises(UnreadableReport) as refused:
        bl.read_report(path)
    message = str(refused.value)
    assert message.startswith(f"{path}: ")
    chinese, english = message.removeprefix(f"{path}: ").split(" / ")
    assert zh in chinese
    assert en in english
    assert "\n" not in message
    assert re.search("请", chinese)


def test_a_link_to_itself_a_folder_and_a_missing_file_are_told_apart(tmp_path: Path) -> None:
    (tmp_path / "loop.pdf").symlink_to(tmp_path / "loop.pdf")
    (tmp_path / "folder.pdf").mkdir()
    for name, words in {
        "loop.pdf": "the link leads nowhere",
        "folder.pdf": "文件夹",
        "none.pdf": "没有这个文件",
    }.items():
        with pytest.raises(UnreadableReport, match=words):
            bl.read_report(tmp_path / name)
