"""Bytes to text: UTF-8, UTF-16, GB 18030 and Big5, whatever the file says of itself."""

from __future__ import annotations

import codecs
from pathlib import Path

from budgetlib.readers.document import UnreadableReport
from budgetlib.readers.sniff import is_utf16

_SIMPLIFIED = frozenset("财预决单门务业经费与这为总国计项关结余额发车会级办数据说护购")
_TRADITIONAL = frozenset("財預決單門務業經費與這為總國計項關結餘額發車會級辦數據說護購")
_COMMON = (
    frozenset("的一是在有年月日和中元支出收入政算公用部上下人大本不其他及情明表，。、：") | _SIMPLIFIED | _TRADITIONAL
)
"""Frequent characters, in either script: which of two encodings is right shows in how many of them it gives."""
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def decode(path: Path, data: bytes) -> str:
    """The text of a file. Raises UnreadableReport for an empty one and for bytes in no encoding that is known here."""
    if not data.strip():
        raise UnreadableReport(
            f"{path}: 文件是空的，请重新导出或下载 / the file is empty; expected the text of a report. "
            "Export or download it again."
        )
    for encoding in _candidates(data):
        text = _tried(data, encoding)
        if text is not None:
            return text
    raise UnreadableReport(
        f"{path}: 文字编码无法辨认，请另存为 UTF-8 / expected text in UTF-8, UTF-16, GB 18030 or Big5; "
        "save the file as UTF-8 and try again."
    )


def _candidates(data: bytes) -> list[str]:
    marked = [encoding for mark, encoding in _MARKS if data.startswith(mark)]
    if marked:
        return marked
    if is_utf16(data):
        return ["utf-16-le" if data[1:4096:2].count(0) else "utf-16-be"]
    return ["utf-8", *sorted(("gb18030", "big5hkscs"), key=lambda encoding: -_common(data, encoding))]


def _tried(data: bytes, encoding: str) -> str | None:
    """The text in an encoding; a single damaged character in a long file costs that character only."""
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        text = data.decode(encoding, errors="replace")
        return text if text.count("\ufffd") * 500 < len(text) else None


def _common(data: bytes, encoding: str) -> int:
    text = data[:20_000].decode(encoding, errors="replace")
    return sum(character in _COMMON for character in text)
