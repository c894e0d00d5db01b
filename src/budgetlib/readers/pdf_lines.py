"""A page of a PDF: turned upright, and its lines of text outside the tables, each with its place."""

from __future__ import annotations

import ctypes
import io
import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from budgetlib.readers.document import Box
from budgetlib.readers.grids import SPACE_BESIDE_WIDE
from budgetlib.readers.joining import HYPHENS
from budgetlib.readers.pdf_damage import lost_characters
from budgetlib.readers.prose import Line

_GAP = 0.8
"""Heights of a line between two pieces of it that stand in different columns."""
_TOUCH = 0.15
"""Heights of a line between two characters that touch."""
_REACH = 6.0
"""Points between the places of a cell at which its first character is looked for."""
_PLACES = 500
"""The most places: a damaged page may claim to be miles wide."""
_SPACES = re.compile(r"[ \t\u00a0\u3000]+")

_STRETCHED = re.compile(r"(?<![\d.,])(?<![\d.,] )\d(?: [\d.,])+(?! ?[\d.,])")
"""Digits and signs that stand apart, as those of a number do in a stretched line: 1 , 1 8 2 . 5 9 万元; 2 3 .卫生."""
_ONE_NUMBER = re.compile(r"(?:\d{1,3}(?:,\d{3})+|\d+)\.\d+|\d{1,3}(?:,\d{3})+")
_WHOLE = re.compile(r"\d+(?= ?(?:[年%％]|[万亿]?元))|\d{1,2}\.(?=[一-鿿])")


@dataclass(frozen=True, slots=True)
class Frame:
    """How a page that was turned upright for reading lies before the reader: quarter turns, and its size there."""

    turn: int
    width: float
    height: float

    def shown(self, box: Box) -> Box:
        """A box of the upright page where the reader of the file sees it."""
        x0, top, x1, bottom = box
        if self.turn == 90:
            return self.width - bottom, x0, self.width - top, x1
        if self.turn == 180:
            return self.width - x1, self.height - bottom, self.width - x0, self.height - top
        if self.turn == 270:
            return top, self.height - x1, bottom, self.height - x0
        return box


def needed_turn(page: Any, textpage: Any) -> int:
    """Quarter turns, clockwise in degrees, that make the text of a page run from left to right.

    A page is judged by its text, not by /Rotate alone: sideways tables are also drawn onto unrotated pages.
    """
    angle = _text_angle(textpage)
    rotation: int = page.get_rotation()
    return rotation if angle is None else (360 - angle) % 360


def turned_upright(pdf: Any, index: int, turn: int) -> tuple[bytes, Frame]:
    """A file of that one page with the turn written into it, and how the original lies before the reader.

    Both engines read turned text badly: letters of a cell change places.
    """
    import pypdfium2 as pdfium

    single = pdfium.PdfDocument.new()
    try:
        single.import_pages(pdf, [index])
        page = single[0]
        width, height = page.get_size()
        frame = Frame((page.get_rotation() - turn) % 360, width, height)
        _write_turn(page, turn)
        page.close()
        out = io.BytesIO()
        single.save(out)
        return out.getvalue(), frame
    finally:
        single.close()


def _text_angle(textpage: Any) -> int | None:
    """The angle, clockwise in quarter turns, at which most of a sample of the page's characters are drawn."""
    import pypdfium2.raw as pdfium_c

    count = textpage.count_chars()
    sample = range(0, count, max(count // 12, 1))
    angles = Counter(
        round(math.degrees(pdfium_c.FPDFText_GetCharAngle(textpage, i)) / 90) * 90 % 360
        for i in sample
        if not pdfium_c.FPDFText_IsGenerated(textpage, i)
    )
    return angles.most_common(1)[0][0] if angles else None


def _write_turn(page: Any, turn: int) -> None:
    import pypdfium2.raw as pdfium_c

    left, bottom, right, top = page.get_cropbox()
    matrix = {
        0: (1, 0, 0, 1, -left, -bottom),
        90: (0, -1, 1, 0, -bottom, right),
        180: (-1, 0, 0, -1, right, top),
        270: (0, 1, -1, 0, top, -left),
    }[turn]
    width, height = (right - left, top - bottom) if turn in (0, 180) else (top - bottom, right - left)
    pdfium_c.FPDFPage_TransFormWithClip(page, pdfium_c.FS_MATRIX(*matrix), pdfium_c.FS_RECTF(0, height, width, 0))
    page.set_rotation(0)
    page.set_mediabox(0, 0, width, height)
    page.set_cropbox(0, 0, width, height)


def close_up(text: str) -> str:
    """A line without the spaces that pdfium sees between the characters of a stretched (justified) line."""
    text = _STRETCHED.sub(_closed, text)
    gaps = len(SPACE_BESIDE_WIDE.findall(text))
    return SPACE_BESIDE_WIDE.sub("", text) if gaps > 3 and gaps > 0.4 * len(text.replace(" ", "")) else text


def _closed(match: re.Match[str]) -> str:
    """A stretched number without its spaces, where it is one number; digits that stand apart on purpose stay."""
    number = match.group().replace(" ", "")
    one = _ONE_NUMBER.fullmatch(number) or _WHOLE.match(number + match.string[match.end() : match.end() + 3])
    return number if one else match.group()


class PageText:
    """The text layer of a page: its characters in drawing order, and the lines that they form.

    Where ``turn`` is not 0 the page has to be turned first, and nothing is read from it.
    """

    def __init__(self, page: Any, number: int) -> None:
        import pypdfium2.raw as pdfium_c

        self._raw = pdfium_c
        self._page = page
        self._textpage = page.get_textpage()
        self._handle = self._textpage.raw
        self._rect = pdfium_c.FS_RECTF()
        self._box = page.get_cropbox()
        self.number = number
        self.turn = needed_turn(page, self._textpage)
        self.text = "" if self.turn else self._characters()

    def close(self) -> None:
        """Give the text layer back to pdfium."""
        self._textpage.close()

    @property
    def lost(self) -> int:
        """Characters of the page that its text layer does not name."""
        return lost_characters(self._textpage, self.text)

    def _characters(self) -> str:
        """One character for each index of pdfium's list, so that an index leads to a place on the page."""
        count = self._textpage.count_chars()
        text: str = self._textpage.get_text_range() if count else ""
        if len(text) != count:  # pdfium leaves out characters without a code, and all later indices would be off
            codes = (self._raw.FPDFText_GetUnicode(self._textpage, i) for i in range(count))
            text = "".join(chr(code) if 0 < code < 0xD800 or 0xDFFF < code < 0x110000 else "\0" for code in codes)
        return text

    def lines(self, tables: Sequence[Box]) -> list[Line]:
        """The lines of the page outside ``tables``, from top to bottom; text off the visible page is left out."""
        runs = [run for start, end in self._printed_lines() for run in self._runs(start, end, tables)]
        runs.sort(key=lambda line: (line.bbox[1] + line.bbox[3]) / 2)
        return same_height_joined(runs)

    def pieces(self) -> list[Line]:
        """The pieces of text between wide gaps, as columns without rules are set apart."""
        found: list[Line] = []
        for start, end in self._printed_lines():
            begin, first, last, stop = start, None, None, start
            for i in range(start, end):
                box = None if self.text[i].isspace() else self._char_box(i)
                if box is None or not self._visible(box):
                    continue
                near = last is not None and same_height(last, box) and -1 < box[0] - last[2] < _GAP * (box[3] - box[1])
                if first is not None and last is not None and not near:
                    found.append(self._line(begin, stop, first, last))
                    first = None
                begin, first = (begin, first) if first is not None else (i, box)
                last, stop = box, i + 1
            if first is not None and last is not None:
                found.append(self._line(begin, stop, first, last))
        return found

    def offset(self, cell: Box) -> float | None:
        """How far the first character of a cell stands from the left of its box, in characters; None without one."""
        index = self._some_index(cell)
        first: Box | None = None
        while index >= 0:
            box = None if self.text[index].isspace() else self._char_box(index)
            if box is not None and _holder(box, [cell]) is None:
                break
            first = box or first
            index -= 1
        return (first[0] - cell[0]) / (first[3] - first[1]) if first else None

    def _some_index(self, cell: Box) -> int:
        """The number of a character inside a cell, looked for from the left; -1 where none is found."""
        x0, top, x1, bottom = cell
        left, height = self._box[0], self._box[3]
        place = (height - (top + bottom) / 2, _REACH, (bottom - top) / 2)
        for step in range(min(int((x1 - x0) / _REACH), _PLACES)):
            x = x0 + _REACH * (step + 0.5)
            index: int = self._raw.FPDFText_GetCharIndexAtPos(self._handle, x + left, *place)
            box = self._char_box(index) if index >= 0 and not self.text[index].isspace() else None
            if box is not None and _holder(box, [cell]) is not None:
                return index
        return -1

    def _printed_lines(self) -> Iterator[tuple[int, int]]:
        """From and to of each stretch of text that pdfium takes for one line, without the blanks around it."""
        for match in re.finditer(r"[^\r\n\0]*[^\s\0](?=[^\S\r\n]*(?:[\r\n\0]|$))", self.text):
            blanks = len(match.group()) - len(match.group().lstrip())
            yield match.start() + blanks, match.end()

    def _runs(self, start: int, end: int, tables: Sequence[Box]) -> Iterator[Line]:
        first, last = self._char_box(start), self._char_box(end - 1)
        if first is None or last is None:
            yield from self._pieces(start, end, tables)
            return
        place = _holder(first, tables)
        if place == _holder(last, tables) and same_height(first, last) and last[2] >= first[0]:
            if place is None and self._visible(first):
                yield self._line(start, end, first, last)
            return
        yield from self._pieces(start, end, tables)

    def _pieces(self, start: int, end: int, tables: Sequence[Box]) -> Iterator[Line]:
        """Walk a stretch character by character where pdfium saw one line in several, or ran into a table."""
        begin, first, last, stop = start, None, None, start
        for i in range(start, end):
            box = None if self.text[i].isspace() else self._char_box(i)
            if box is None:
                continue
            here = _holder(box, tables) is None and self._visible(box)
            goes_on = here and last is not None and same_height(last, box) and box[0] >= last[0] - 1
            if first is not None and last is not None and not goes_on:
                yield self._line(begin, stop, first, last)
                first = last = None
            if here:
                begin, first = (begin, first) if first is not None else (i, box)
                last, stop = box, i + 1
        if first is not None and last is not None:
            yield self._line(begin, stop, first, last)

    def _line(self, start: int, end: int, first: Box, last: Box) -> Line:
        text = close_up(_SPACES.sub(" ", self.text[start:end].replace("\0", "")).translate(HYPHENS))
        box = (first[0], min(first[1], last[1]), last[2], max(first[3], last[3]))
        return Line(text, self.number, box)

    def _char_box(self, index: int) -> Box | None:
        """Box of a character on the upright page, y downwards; None where pdfium has none."""
        rect = self._rect
        if not self._raw.FPDFText_GetLooseCharBox(self._handle, index, ctypes.byref(rect)):
            return None
        left, top = self._box[0], self._box[3]
        return rect.left - left, top - rect.top, rect.right - left, top - rect.bottom

    def _visible(self, box: Box) -> bool:
        x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
        left, bottom, right, top = self._box
        return bool(0 <= x <= right - left and 0 <= y <= top - bottom)


def _holder(box: Box, tables: Sequence[Box]) -> int | None:
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    for number, (x0, top, x1, bottom) in enumerate(tables):
        if x0 - 1 <= x <= x1 + 1 and top - 1 <= y <= bottom + 1:
            return number
    return None


def same_height(one: Box, other: Box) -> bool:
    """Whether two boxes stand beside each other."""
    overlap = min(one[3], other[3]) - max(one[1], other[1])
    return overlap > 0.5 * min(one[3] - one[1], other[3] - other[1])


def same_height_joined(lines: list[Line]) -> list[Line]:
    """Pieces that stand beside each other become one line, from left to right: pdfium splits at wide gaps."""
    groups: list[list[Line]] = []
    reach: Box | None = None
    for line in lines:
        if reach is not None and same_height(reach, line.bbox):
            groups[-1].append(line)
            reach = _around(reach, line.bbox)
        else:
            groups.append([line])
            reach = line.bbox
    return [_beside(sorted(group, key=lambda piece: piece.bbox[0])) for group in groups]


def _around(one: Box, other: Box) -> Box:
    return min(one[0], other[0]), min(one[1], other[1]), max(one[2], other[2]), max(one[3], other[3])


def _beside(pieces: Sequence[Line]) -> Line:
    """Pieces as one line, a space at each gap; none where a character touches the next, in text taken for vertical."""
    line = pieces[0]
    for before, piece in pairwise(pieces):
        single = min(len(before.text), len(piece.text)) == 1
        touches = single and piece.bbox[0] - before.bbox[2] < _TOUCH * (piece.bbox[3] - piece.bbox[1])
        line = Line(line.text + ("" if touches else " ") + piece.text, line.page, _around(line.bbox, piece.bbox))
    return line
