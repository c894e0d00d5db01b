"""What a PDF lost before anybody read it: streams that no longer unpack, and text without codes for its characters."""

from __future__ import annotations

import re
import zlib
from itertools import repeat
from typing import Any

_FLATE = re.compile(rb"/Filter\s*\[?\s*/Fl(?:ateDecode)?\b")
_BEGINS = re.compile(rb"stream(?:\r\n|\r|\n)")
_PIECE = 1 << 20
_HEAD = 1000
"""Bytes before a stream among which its dictionary stands."""
_SYMBOL_BULLET = re.compile(r"(?:^|(?<=\s))[\uf020-\uf0ff](?=\s|[^\W\d])|(?:^|(?<=\s))[\uf020-\uf0ff]$", re.MULTILINE)
"""A bullet of a symbol font, which has no code of its own: it opens a line or stands alone, and no figure is lost."""
_LOST = re.compile(r"[\0\ufffd\ue000-\uf8ff\U000f0000-\U0010fffd]")
_NUL_OR_HYPHEN = "\ufffe"
"""What the engine gives for a character whose font calls it NUL, and for a hyphen at which a line was broken."""
_TOO_MANY = 0.05
"""Share of a page's characters without a code above which the others are not trusted either."""


def damaged_streams(data: bytes) -> tuple[int, int]:
    """How many of the compressed streams of a file do not unpack whole, and how many there are.

    Their checksums tell a flipped byte, which engines pass over in silence. Streams of encrypted files are not judged.
    """
    if b"/Encrypt" in data:
        return 0, 0
    streams = bad = at = 0
    while begun := _BEGINS.search(data, at):
        start, head = begun.end(), data[max(at, begun.start() - _HEAD) : begun.start()]
        end = data.find(b"endstream", start)
        end = len(data) if end < 0 else end
        if _FLATE.search(head, head.rfind(b" obj")):
            streams += 1
            bad += not _unpacks(data[start:end])
        at = end + len(b"endstream")
    return bad, streams


def _unpacks(packed: bytes) -> bool:
    """Whether a stream unpacks to its end; a piece at a time, since a small one may hold gigabytes."""
    unpacker = zlib.decompressobj()
    try:
        piece = unpacker.decompress(packed, _PIECE)
        while not unpacker.eof and (piece or unpacker.unconsumed_tail):
            piece = unpacker.decompress(unpacker.unconsumed_tail, _PIECE)
    except zlib.error:
        return False
    return unpacker.eof


def lost_characters(textpage: Any, text: str) -> int:
    """Characters of a page that have no code, a private one, or the sign for a character that could not be read."""
    import pypdfium2.raw as pdfium_c

    unmapped, handle = pdfium_c.FPDFText_HasUnicodeMapError, textpage.raw
    without_code = list(map(unmapped, repeat(handle), range(textpage.count_chars()))).count(1)
    if _NUL_OR_HYPHEN in text:
        without_code += [pdfium_c.FPDFText_GetUnicode(handle, i) for i in range(textpage.count_chars())].count(0)
    return without_code + len(_LOST.findall(_SYMBOL_BULLET.sub("", text)))


def illegible(page: Any, text: str, lost: int) -> str:
    """Why the text of a page cannot be trusted at all, as the end of a sentence; "" where it can."""
    printed = len("".join(text.split()))
    if lost > _TOO_MANY * max(printed, 1):
        return f"has {lost} characters without a code in its fonts"
    if not printed and any(_paints_text(item) for item in page.get_objects(max_depth=3)):
        return "has text whose characters cannot be extracted"
    return ""


def _paints_text(item: Any) -> bool:
    """A text of spaces, as on the empty pages of word processors, has no height."""
    _left, bottom, _right, top = item.get_bounds() if item.type == 1 else (0, 0, 0, 0)  # FPDF_PAGEOBJ_TEXT
    return bool(top > bottom)
