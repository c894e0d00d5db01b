"""What a file holds, by its content: people name files wrongly, and servers more often still."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from contextlib import suppress
from pathlib import Path

from budgetlib.readers.document import UnreadableReport

_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
    (b"Rar!", "rar"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"{\\rtf", "rtf"),
    (b"\xff\xd8\xff", "picture"),
    (b"\x89PNG", "picture"),
    (b"II*\0", "picture"),
    (b"MM\0*", "picture"),
    (b"GIF8", "picture"),
)
_STREAMS: tuple[tuple[str, str], ...] = (
    ("EncryptedPackage", "locked"),
    ("WordDocument", "doc"),
    ("Workbook", "xls"),
    ("Book", "xls"),
    ("PowerPoint Document", "ppt"),
)
"""Names of streams in a file of the old Office, and what the file is then."""
_MEMBERS: tuple[tuple[str, str], ...] = (
    ("word/document.xml", "docx"),
    ("xl/workbook.xml", "xlsx"),
    ("xl/workbook.bin", "xlsb"),
    ("OFD.xml", "ofd"),
    ("ppt/presentation.xml", "ppt"),
)
_HTML = re.compile(rb"<\s*(?:!doctype\s+html|html|head|body|meta|table|div|p|script|title|center)\b", re.IGNORECASE)
_PDF = b"%PDF-"

BROKEN_ZIP = (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, ValueError)  # a place before the file
"""What a damaged archive, or an office file, which is one, raises."""

ADVICE: dict[str, tuple[str, str]] = {
    "doc": (
        "这是旧版 Word 或 WPS 的文档（.doc、.wps），请另存为 .docx 或 PDF",
        "found a document of old Word or of WPS (.doc, .wps); save it as .docx or PDF",
    ),
    "ppt": (
        "这是幻灯片，请另存为 PDF",
        "found slides; save them as PDF",
    ),
    "locked": (
        "这是设有密码的 Office 文件，请另存一份不设密码的",
        "found an Office file that asks for a password; save a copy without one",
    ),
    "rar": (
        "这是 RAR 压缩包，请先解压，或改用 .zip 打包",
        "found a RAR archive; unpack it, or pack it as .zip",
    ),
    "7z": (
        "这是 7z 压缩包，请先解压，或改用 .zip 打包",
        "found a 7z archive; unpack it, or pack it as .zip",
    ),
    "ofd": (
        "这是 OFD 版式文件，请打印或导出为 PDF",
        "found an OFD document; print or export it as PDF",
    ),
    "rtf": (
        "这是 RTF 文档，请另存为 .docx 或 PDF",
        "found rich text (.rtf); save it as .docx or PDF",
    ),
    "odt": (
        "这是 OpenDocument 文档，请另存为 .docx 或 PDF",
        "found an OpenDocument text; save it as .docx or PDF",
    ),
    "xlsb": (
        "这是二进制工作簿（.xlsb），其中 15% 与 0.15 无法区分，请另存为 .xlsx",
        "found a binary workbook (.xlsb), whose 15 % cannot be told from 0.15; save it as .xlsx",
    ),
    "xml": (
        "这是 2003 版 XML 表格，请另存为 .xlsx",
        "found a spreadsheet in XML of 2003; save it as .xlsx",
    ),
    "picture": (
        "这是图片，请把各页图片合成一个 PDF，由 budgetlib[ocr] 识别",
        "found a picture; put the pictures of the pages into one PDF, which budgetlib[ocr] reads",
    ),
    "ole": (
        "这是损坏或无法辨认的旧版 Office 文件，请另存为 .xlsx、.docx 或 PDF",
        "found an old Office file that is damaged or of an unknown kind; save it as .xlsx, .docx or PDF",
    ),
    "binary": (
        "这不是文本，请另存或导出为其中一种",
        "found data that are no text; save or export the report as one of them",
    ),
}
"""What a file is that cannot be read here, and what to do with it, in Chinese and English."""


def kind(data: bytes) -> str:
    """What the bytes of a file are: pdf, xlsx, xls, ods, docx, html, text, zip, or a key of ``ADVICE``."""
    head = data[:1024]
    if _PDF in head and not _HTML.match(head.lstrip(b"\xef\xbb\xbf\r\n\t ")):
        return "pdf"
    found = next((name for magic, name in _MAGIC if data.startswith(magic)), "")
    if found == "ole":
        return _old_office(data)
    if data.startswith(b"PK"):
        return _packed(data)
    return found or _written(data)


def refuse(path: Path, found: str, known: tuple[str, str]) -> UnreadableReport:
    """The error for a file of a kind that cannot be read: what was expected, what it is, what to save it as."""
    (zh, en), (zh_known, en_known) = ADVICE[found], known
    return UnreadableReport(f"{path}: 应为{zh_known}，{zh} / expected {en_known}, {en}.")


def unpacked_size(path: Path) -> int:
    """Bytes that an archive, or an office file, which is one, says it unpacks to; 0 of a damaged one."""
    with suppress(OSError, *BROKEN_ZIP), zipfile.ZipFile(path) as archive:
        return sum(member.file_size for member in archive.infolist())
    return 0


def _old_office(data: bytes) -> str:
    return next((name for stream, name in _STREAMS if stream.encode("utf-16-le") in data), "ole")


def _packed(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            if "mimetype" in names:
                return "ods" if b"spreadsheet" in archive.open("mimetype").read(200) else "odt"
    except (RuntimeError, OSError, *BROKEN_ZIP):
        return "zip"  # cut short; opening it as an archive says so
    return next((name for member, name in _MEMBERS if member in names), "zip")


def _written(data: bytes) -> str:
    """Text, or text of a kind: a web page, a mail, a spreadsheet written as XML."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        start = data[:8192].decode("utf-16", errors="ignore").encode()
    else:
        start = data[:8192].replace(b"\0", b"") if is_utf16(data) else data[:8192]
    if b"\0" in start:
        return "binary"
    if b"urn:schemas-microsoft-com:office:spreadsheet" in start and b"<html" not in start.lower():
        return "xml"
    if re.match(rb"(?:From|MIME-Version|Content-Type|Subject)\s*:", start.lstrip(b"\xef\xbb\xbf"), re.IGNORECASE):
        return "html" if b"multipart/related" in start else "text"
    lead = start.lstrip(b"\xef\xbb\xbf\r\n\t ")
    if (lead.startswith(b"<") and _HTML.search(start)) or re.search(rb"<\s*(?:html|body)\b", start, re.IGNORECASE):
        return "html" if not re.match(rb"<(?:p|br|b)\b", lead, re.IGNORECASE) or b"<html" in start.lower() else "text"
    return "text"


def is_utf16(data: bytes) -> bool:
    """Whether bytes without a mark are UTF-16: ASCII signs (line ends, digits) then have a zero beside them."""
    start = data[:4096]
    zeros = start[1::2].count(0), start[0::2].count(0)
    return len(start) > 8 and min(zeros) == 0 and max(zeros) > len(start) / 40
