"""Scanned pages: the grid from ruled lines (OpenCV), the text from rapidocr, both on a straightened picture.

Only with the extra ``budgetlib[ocr]``; its models come with the package, and nothing is downloaded.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from budgetlib.readers import ocr_engine
from budgetlib.readers.document import Box
from budgetlib.readers.grids import BoxedText, Ruled, ruled
from budgetlib.readers.joining import HYPHENS
from budgetlib.readers.ocr_engine import LONGEST_SIDE, Piece
from budgetlib.readers.ocr_grid import Pixels, common, height, ruled_cells, shared, width
from budgetlib.readers.ocr_picture import SMALLEST_MARK, cleaned, cut, inked, is_blank, rotated, skew_of
from budgetlib.readers.pdf_lines import Frame, close_up, same_height_joined
from budgetlib.readers.pdf_pictures import Unwritten, only, without
from budgetlib.readers.prose import Line

_DPI = 200
_SCALE = _DPI / 72
"""Pixels a point."""
_INSIDE = 5
"""Pixels from the edge of a cell in which its rule may still stand."""
_SURE = 0.8
"""Confidence below which a figure is named among the losses."""
_CERTAIN = 0.97
"""Confidence below which a figure is read twice."""
_LEGIBLE = 0.5
"""Confidence below which words outside the tables are stains, seals and logos."""
_DIGIT = re.compile(r"\d")
_FIGURE = re.compile(r"[-+－]?[\d０-９][\d０-９,，.．。\s]*[%％]?")
_PLAIN = str.maketrans("０１２３４５６７８９，．。％－", "0123456789,..%-")
_SAMPLE = 8
"""Lines of text that tell on which side a page lies."""


class TooLarge(Exception):
    """A page beyond A3, which no scanner makes."""


@dataclass(slots=True)
class Scan:
    """What was read of a scanned page: its size as it was read, and how it lay where it had to be turned for that."""

    width: float
    height: float
    frame: Frame | None
    lines: list[Line]
    tables: list[Ruled]
    doubts: list[str]
    """Figures that the engine is not sure of, and ink that it could not read, one sentence each."""
    sure: list[tuple[Box, float]] = field(default_factory=list)
    """Places of all figures, and from 0 to 1 how sure the engine is of each."""


@dataclass(slots=True)
class _Table:
    """A ruled table of the picture: its cells, and the pieces of text in each."""

    cells: list[Pixels]
    texts: list[list[Piece]]


def read_scan(page: Any, number: int, part: Unwritten | None = None) -> Scan:
    """Tables and lines of a scanned page (pdfium's ``page``, number from 1), or of the pictures on one with text.

    Needs the extra ``ocr``.
    Boxes are in points of the straightened page, y downwards: where a page lies askew by half a degree, they are off
    by up to three points at its edges.
    """
    import numpy as np

    across, down = page.get_size()
    if max(across, down) * _SCALE > LONGEST_SIDE:
        raise TooLarge
    picture = np.ascontiguousarray(page.render(scale=_SCALE).to_numpy()[:, :, :3])
    if part:
        picture = only(without(picture, part.text, _SCALE), part.pictures, _SCALE)
    if is_blank(cleaned(inked(picture))):
        return Scan(across, down, None, [], [], [])
    picture, pieces, turn = _upright(*_straight(picture))
    frame = Frame(turn, across, down) if turn else None
    ink = inked(picture)
    tables = [_Table(cells, [[] for _ in cells]) for cells in ruled_cells(ink)]
    reader = _Reader(picture, cleaned(ink))
    loose = [piece for piece in pieces if not reader.placed(piece, tables)]
    unread = sum(reader.fill(table) for table in tables)
    for table in tables:
        reader.read_again(table)
    loose = [piece for piece in loose if piece.score >= _LEGIBLE or _DIGIT.search(piece.text)]
    read = [piece for table in tables for texts in table.texts for piece in texts] + loose
    figures = [piece for piece in read if _DIGIT.search(piece.text)]
    return Scan(
        *((down, across) if turn in (90, 270) else (across, down)),
        frame,
        _lines(loose, number),
        [_ruled(table, number) for table in tables],
        [*_doubts(figures, number), *([f"page {number}: OCR left ink unread in {unread} cells."] if unread else [])],
        [(_points(piece.box), piece.score) for piece in figures],
    )


def _doubts(pieces: Iterable[Piece], number: int) -> Iterator[str]:
    for piece in pieces:
        if piece.score < _SURE:
            yield f"page {number}: OCR is not sure of “{piece.text}”; compare it with the scan."


def _straight(picture: Any) -> tuple[Any, list[Piece]]:
    """The picture without its skew, and the text on it."""
    skew = skew_of(inked(picture))
    if abs(skew) >= 0.04:
        picture = rotated(picture, skew, (255, 255, 255))
    return picture, ocr_engine.recognised(picture)


def _upright(picture: Any, pieces: list[Piece]) -> tuple[Any, list[Piece], int]:
    """Picture and text of a page that may lie on its side, and the quarter turns (in degrees) by which it lay."""
    import numpy as np

    long = [piece for piece in pieces if len(piece.text) > 2]
    if 2 * sum(height(piece.box) > width(piece.box) for piece in long) <= len(long):
        return picture, pieces, 0
    sample = sorted(long, key=lambda piece: -len(piece.text))[:_SAMPLE]
    sure = {}
    for turn in (90, 270):
        crops = [np.ascontiguousarray(np.rot90(cut(picture, piece.box), turn // 90)) for piece in sample]
        read = [ocr_engine.recognised_in(crop, (0, 0, crop.shape[1], crop.shape[0])) for crop in crops]
        sure[turn] = sum(piece.score * len(piece.text) for piece in read if piece)
    best = max(sure, key=lambda turn: sure[turn])
    picture = np.ascontiguousarray(np.rot90(picture, best // 90))
    return picture, ocr_engine.recognised(picture), best


# Text into cells


@dataclass(frozen=True, slots=True)
class _Reader:
    """Puts text into cells; what the engine took for one piece over two cells, or did not see, is read again."""

    picture: Any
    ink: Any

    def placed(self, piece: Piece, tables: Sequence[_Table]) -> bool:
        """Put a piece into the cell, or cells, where it stands; False outside the tables."""
        shares = [
            (table.texts[at], common(cell, piece.box))
            for table in tables
            for at, cell in enumerate(table.cells)
            if shared(cell, piece.box) > 0
        ]
        if 2 * sum(width(box) * height(box) for _, box in shares) < width(piece.box) * height(piece.box):
            return False
        least = 0.35 * min(width(piece.box), height(piece.box))
        parts = [(texts, self._marks(box)) for texts, box in shares if min(width(box), height(box)) > least]
        parts = [(texts, box) for texts, box in parts if box]
        if len(parts) < 2:
            texts = max(shares, key=lambda share: width(share[1]) * height(share[1]))[0]
            (parts[0][0] if parts else texts).append(piece)
            return True
        for texts, box in parts:
            part = ocr_engine.recognised_in(self.picture, box) if box else None
            if part:
                texts.append(part)
        return True

    def fill(self, table: _Table) -> int:
        """Read cells that hold ink and yet no text; the number of cells in which ink is left over."""
        left = 0
        for cell, texts in zip(table.cells, table.texts, strict=True):
            if not texts and (box := self._marks(cell)):
                piece = ocr_engine.recognised_in(self.picture, box)
                if piece and piece.score >= _LEGIBLE:
                    texts.append(piece)
                else:
                    left += 1
            elif texts and self._marks(cell, texts):
                left += 1
        return left

    def read_again(self, table: _Table) -> None:
        """Read figures that fill their cells once more unless they are certain; read otherwise, they are in doubt."""
        for cell, texts in zip(table.cells, table.texts, strict=True):
            if len(texts) != 1 or texts[0].score >= _CERTAIN or not _DIGIT.search(texts[0].text):
                continue
            box = self._marks(cell)
            again = ocr_engine.recognised_in(self.picture, box) if box else None
            if again and _plain(again).text == _plain(texts[0]).text:
                texts[0] = replace(texts[0], score=max(again.score, texts[0].score))
            elif again:
                better = max(again, texts[0], key=lambda piece: piece.score)
                texts[0] = replace(better, score=min(again.score, texts[0].score, _LEGIBLE))

    def _marks(self, cell: Pixels, known: Sequence[Piece] = ()) -> Pixels | None:
        """A box around what is printed inside a cell outside of ``known``; None where there is nothing but dirt."""
        import cv2

        x0, top, x1, bottom = cell[0] + _INSIDE, cell[1] + _INSIDE, cell[2] - _INSIDE, cell[3] - _INSIDE
        if x1 - x0 < SMALLEST_MARK or bottom - top < SMALLEST_MARK:
            return None
        ink = self.ink[top:bottom, x0:x1].copy()
        for piece in known:
            left, above, right, below = piece.box
            ink[max(above - top - 3, 0) : max(below - top + 3, 0), max(left - x0 - 3, 0) : max(right - x0 + 3, 0)] = 0
        count, _, stats, _ = cv2.connectedComponentsWithStats(ink)
        boxes = [tuple(map(int, row[:4])) for row in stats[1:count]]
        marks = [(x, y, x + w, y + h) for x, y, w, h in boxes if max(w, h) >= SMALLEST_MARK]
        if not marks:
            return None
        box = (min(m[0] for m in marks), min(m[1] for m in marks), max(m[2] for m in marks), max(m[3] for m in marks))
        return x0 + max(box[0] - 4, -4), top + max(box[1] - 4, -4), min(x0 + box[2] + 4, x1 + 4), top + box[3] + 4


def _ruled(table: _Table, number: int) -> Ruled:
    texts = ("\n".join(" ".join(piece.text for piece in line) for line in _rows_of(pieces)) for pieces in table.texts)
    return ruled([BoxedText(text, _points(cell)) for cell, text in zip(table.cells, texts, strict=True)], number)


def _rows_of(pieces: Iterable[Piece]) -> list[list[Piece]]:
    """Pieces of a cell as lines from top to bottom, each from left to right."""
    rows: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda piece: piece.box[1] + piece.box[3]):
        if rows and piece.box[1] + piece.box[3] < 2 * rows[-1][0].box[3] - 0.5 * height(rows[-1][0].box):
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return [sorted((_plain(piece) for piece in row), key=lambda piece: piece.box[0]) for row in rows]


def _plain(piece: Piece) -> Piece:
    """A figure with the marks of figures: a comma among digits is often taken for a Chinese one."""
    if not _FIGURE.fullmatch(piece.text):
        return piece
    return replace(piece, text="".join(piece.text.translate(_PLAIN).split()))


def _lines(pieces: Iterable[Piece], number: int) -> list[Line]:
    """Text outside the tables as lines, those beside each other joined."""
    lines = [Line(close_up(piece.text.translate(HYPHENS)), number, _points(piece.box)) for piece in pieces]
    lines.sort(key=lambda line: (line.bbox[1] + line.bbox[3]) / 2)
    return same_height_joined(lines)


# Boxes


def _points(box: Pixels) -> Box:
    x0, top, x1, bottom = box
    return x0 / _SCALE, top / _SCALE, x1 / _SCALE, bottom / _SCALE
