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

ADVICE: dict[str, str] = {
    "doc": "found a document of old Word or of WPS (.doc, .wps); save it as .docx or PDF",
    "ppt": "found slides; save them as PDF",
    "locked": "found an Office file that asks for a password; save a copy without one",
    "rar": "found a RAR archive; unpack it, or pack it as .zip",
    "7z": "found a 7z archive; unpack it, or pack it as .zip",
    "ofd": "found an OFD document; print or export it as PDF",
    "rtf": "found rich text (.rtf); save it as .docx or PDF",
    "odt": "found an OpenDocument text; save it as .docx or PDF",
    "xlsb": "found a binary workbook (.xlsb), whose 15 % cannot be told from 0.15; save it as .xlsx",
    "xml": "found a spreadsheet in XML of 2003; save it as .xlsx",
    "picture": "found a picture; put the pictures of the pages into one PDF, which budgetlib[ocr] reads",
    "ole": "found an old Office file that is damaged or of an unknown kind; save it as .xlsx, .docx or PDF",
    "binary": "found data that are no text; save or export the report as one of them",
}
"""What a file is that cannot be read here, and what to do with it."""


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


def refuse(path: Path, found: str, known: str) -> UnreadableReport:
    """The error for a file of a kind that cannot be read: what was expected, what it is, what to save it as."""
    return UnreadableReport(f"{path}: expected {known}, {ADVICE[found]}.")


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
