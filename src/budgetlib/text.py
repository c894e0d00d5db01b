"""The one normaliser: half-width, without spaces, every character traceable to the printed text; Chinese numerals."""

from __future__ import annotations

import re
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

QUOTES = frozenset("“”‘’\"'〝〞＂「」『』")

CHINESE_NUMERALS = "一二三四五六七八九十"
"""Digits of the ordinals that number parts, sections and rows (一、 （二） 第三部分)."""
_DIGITS = {character: value for value, character in enumerate(CHINESE_NUMERALS[:9], start=1)}

_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_FOLD = _FULL_WIDTH | {
    0x3000: 0x20,  # ideographic space
    0x00A0: 0x20,
    0x2212: 0x2D,  # minus sign
    0x2013: 0x2D,  # en dash
    0x301C: 0x7E,
    0x3014: 0x28,  # 〔 〕 around document years
    0x3015: 0x29,
}


def fold(text: str) -> str:
    """Full-width digits, letters and punctuation as half-width, one character for one, so that offsets hold."""
    return text if text.isascii() else text.translate(_FOLD)


@dataclass(frozen=True, slots=True)
class Squeezed:
    """Folded text without whitespace, and for each of its characters the offset in the printed text."""

    text: str
    offsets: Sequence[int]

    def printed_start(self, index: int) -> int:
        """Offset in the printed text of the character at ``index``."""
        return self.offsets[index]

    def printed_end(self, index: int) -> int:
        """Offset in the printed text just behind the character before ``index``."""
        return self.offsets[index - 1] + 1


_SPACED = re.compile(r"(?<![\d.,%])(?<![\d.,%] )\d(?: [\d.,]){2,24}(?= ?(?:年|[万亿千]?元|%|个|人|辆))")
"""A number printed with a space behind every character (1 6 , 4 1 0 . 7 1万元), as the unit behind it shows."""

_SPACES = re.compile(r"\s")
_SPACES_AND_MARKS = re.compile(rf"[\s{''.join(map(re.escape, sorted(QUOTES)))}《》*]")


@lru_cache(maxsize=4096)
def squeeze(printed: str, *, quotes: bool = True) -> Squeezed:
    """Fold the width and drop the spaces; a space between two digits stays, or two numbers would become one.

    Only in a number whose every character is set apart (2 0 2 6年) the spaces between digits go, too.

    Without ``quotes`` quotation marks, book title marks and marks of emphasis go as well.
    """
    folded = fold(printed)
    if not (_SPACES if quotes else _SPACES_AND_MARKS).search(folded):
        return Squeezed(folded, range(len(folded)))
    apart = {offset for match in _SPACED.finditer(folded) for offset in range(*match.span())}
    characters: list[str] = []
    offsets = array("I")  # a text may be a megabyte long, and a list takes nine times as much
    for offset, character in enumerate(folded):
        if not quotes and (character in QUOTES or character in "《》*"):
            continue
        if character.isspace():
            if offset in apart:
                continue
            between_digits = characters and characters[-1].isdigit() and folded[offset + 1 : offset + 2].isdigit()
            if not between_digits:
                continue
            character = " "
        characters.append(character)
        offsets.append(offset)
    return Squeezed("".join(characters), offsets)


def plain(name: str) -> str:
    """A printed name without line breaks and spaces, brackets full-width as the standard forms print them."""
    return squeeze(name).text.replace("(", "（").replace(")", "）").replace(",", "，").replace(":", "：")


def numeral(text: str) -> int | None:
    """The value of a Chinese or Arabic numeral below a hundred: 三 → 3, 十二 → 12, 二十一 → 21; else None."""
    if text.isascii() and text.isdigit():
        return int(text)
    tens, ten, ones = text.rpartition("十")
    if any(character not in _DIGITS for character in tens + ones) or len(tens) > 1 or len(ones) > 1:
        return None
    return _DIGITS.get(tens, 1) * 10 + _DIGITS.get(ones, 0) if ten else _DIGITS.get(ones)


class Refusal(Exception):
    """What was asked for cannot be done; the message is one sentence, on one line: what was expected, what to try."""

    def __init__(self, message: str) -> None:
        super().__init__(on_one_line(message))


_NO_QUOTES = dict.fromkeys(map(ord, QUOTES))


@lru_cache(maxsize=16384)
def key(printed: str) -> str:
    """A printed word to compare by: half-width, without any space or quotation mark (“三公”经费 → 三公经费)."""
    return "".join(fold(printed).translate(_NO_QUOTES).split())


_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_STRAY = re.compile(r"[\udc80-\udcff]")
"""Bytes of a file name that are no UTF-8, as Python keeps them."""


def visible(text: str) -> str:
    """``text`` as it can be shown and written anywhere: control characters as signs, stray bytes decoded.

    Names of files out of Chinese archives are in GB 18030; what is not becomes ``\\xb2``. Line breaks and tabs stay.
    """
    if text.isprintable():
        return text
    if _STRAY.search(text):
        text = "".join(_decoded(piece) if _STRAY.search(piece) else piece for piece in re.split("([/:])", text))
    return _CONTROLS.sub(_sign, text)


def on_one_line(text: str) -> str:
    """As ``visible``, line breaks and tabs as signs, too: for names and messages, of which each is one line."""
    return visible(text).translate({9: "␉", 10: "␊", 0x2028: "␊", 0x2029: "␊"})


def _decoded(name: str) -> str:
    """One name of a path; of its bytes some may look like UTF-8 by chance, so that all are decoded anew."""
    try:
        data = name.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:  # half a character of UTF-16, out of a report and not out of a file name
        return name
    try:
        return data.decode("gb18030")
    except UnicodeDecodeError:
        return data.decode("utf-8", "backslashreplace")


def _sign(match: re.Match[str]) -> str:
    code = ord(match.group())
    if code < 0x20:
        return chr(0x2400 + code)
    return "␡" if code == 0x7F else f"\\x{code:02x}"
