"""Tables typed as text: tabs, pipes, one cell a line, columns set by spaces. A cell is placed or left alone."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from budgetlib.machine.limits import keep
from budgetlib.readers.cells_by_line import is_closed_below, one_cell_a_line, periodic
from budgetlib.readers.document import Cell, Grid
from budgetlib.readers.joining import is_heading, is_label_line, is_table_title, is_unit_line
from budgetlib.readers.markup import clean
from budgetlib.readers.typed_cells import LONGEST, MOST_CELLS, NUMBER, PART, SENTENCE, WHEREOF, Typed, cell, one_cell

_RULE_SIGNS = frozenset(" \t:|+-")
"""What the line under the head of a Markdown table is made of."""
_DIGIT = re.compile(r"\d")
_TOTAL = re.compile(r".*[合总小]\s*计")
_SIDE = re.compile(r"(?:本年)?\s*(?:收\s*入|支\s*出)")
"""Headings of two halves: whose columns they are the headings below say as well."""
_WIDE_GAP = re.compile(r"(?:\s{2,}|\u3000{2,})")
_FEWEST_ROWS = 2
_MOST_ROWS = 1000
"""Of a table without rules; beyond, looking for its columns would cost more than it is worth."""
_SOON = 6
"""Among so many lines a table without rules has its first figure."""


def table_at(lines: Sequence[Typed], start: int, after_table: bool = False) -> tuple[Grid, int] | None:
    """The table that begins with line ``start`` (never blank), and the line behind it; None where prose begins.

    ``after_table`` says that the line before belongs to a table.
    """
    text = lines[start].text
    if "|" in text or "\t" in text or is_closed_below(lines, start):
        return None if _is_above(text) else _ruled(lines, start)
    if found := spaced(lines, start):
        return found
    if not after_table and not _is_announced(lines, start):
        return None
    return one_cell_a_line(lines, start) or _rubble(lines, start)


def _is_above(text: str) -> bool:
    """Whether tabs only set office, unit and number of the form apart, above a table."""
    parts = [part.strip() for part in text.split("\t") if part.strip()]
    return bool(parts) and all(is_label_line(part) or is_unit_line(part) for part in parts)


def _is_announced(lines: Sequence[Typed], start: int) -> bool:
    """Whether the title or the unit of a table stands right above; without either, short lines are no table."""
    before = next((line.text for line in reversed(lines[max(start - 3, 0) : start]) if line.text.strip()), "")
    return (is_unit_line(before) or is_table_title(before)) and not is_unit_line(lines[start].text)


def _rubble(lines: Sequence[Typed], start: int) -> tuple[Grid, int] | None:
    """What is left of a table pasted in pieces; as prose its labels and figures would make sentences nobody wrote."""
    texts: list[str] = []
    whole, end = 0, start
    for place in range(start, min(start + MOST_CELLS, len(lines))):
        text = clean(lines[place].text)
        ruled = "|" in text or "\t" in text
        prose = is_unit_line(text) or is_table_title(text) or PART.match(text) or SENTENCE.search(WHEREOF.sub("", text))
        if ruled or prose or len(texts) - whole > LONGEST:
            break
        texts += [text] if text else []
        if NUMBER.fullmatch(text.split()[-1] if text else ""):
            whole, end = len(texts), place + 1
    return (one_cell(texts[:whole], lines[start].number), end) if whole else None


# Tabs and pipes


def _is_rule(line: str) -> bool:
    return "---" in line and _RULE_SIGNS.issuperset(line.strip())


def _ruled(lines: Sequence[Typed], start: int) -> tuple[Grid, int] | None:
    """Rows of tabs or pipes; blank lines and rules between them are no rows."""
    rows: list[tuple[int, list[str]]] = []
    end, place = start, start
    while place < len(lines):
        text = lines[place].text
        if text.strip() and not (rows and _is_rule(text)):
            closed = is_closed_below(lines, place)
            cells = [_cell(text)] if closed else row_cells(text, inside=bool(rows) or _is_followed(lines, place))
            if cells is None:
                break
            rows.append((lines[place].number, cells))
            place += closed
            end = place + 1
        place += 1
    if not rows:
        return None
    if len(rows) > _FEWEST_ROWS and all(sum(map(bool, cells)) <= 1 for _, cells in rows):
        singles = [(number, next(filter(None, cells), "")) for number, cells in rows]
        return _of_single_cells(singles), end
    return grid_of(rows), end


def _of_single_cells(singles: Sequence[tuple[int, str]]) -> Grid:
    """One cell a line, each closed by a pipe: a line that is nothing but a pipe is a blank cell, or ends a row."""
    filled = [one for one in singles if one[1]]
    readings = [filled] if len(filled) == len(singles) else [singles, filled]
    grids = [grid for cells in readings if (grid := periodic(cells))]
    return grids[0] if len(grids) == 1 else one_cell((text for _, text in singles), singles[0][0])


def row_cells(line: str, inside: bool = False) -> list[str] | None:
    """Cells of a row with tabs or pipes, None for prose; ``inside`` says that a row of the same kind is beside it."""
    stripped = line.strip(" \u3000\r\n")
    if "|" in stripped:
        closed = stripped.startswith("|") and stripped.count("|") > 1
        if closed or stripped.endswith("|") or (inside and not re.search(r"[。；]", stripped)):
            return [_cell(cell) for cell in stripped.removeprefix("|").removesuffix("|").split("|")]
        return None
    if "\t" in stripped:
        cells = [_cell(cell) for cell in stripped.split("\t")]
        filled = [cell for cell in cells if cell]
        if len(filled) > 1:
            return cells
        indented = len(cells) == 2 and bool(filled) and (len(filled[0]) > LONGEST or filled[0][-1] in "。；")
        return cells if inside and not indented else None
    return None


def _cell(text: str) -> str:
    return clean(text, keep_indent=True)


def _is_followed(lines: Sequence[Typed], place: int) -> bool:
    """Whether the next line has as many pipes or, for tabs, is a row by itself: one line alone is no table."""
    text = lines[place].text.strip()
    following = next((line.text.strip() for line in lines[place + 1 : place + 3] if line.text.strip()), "")
    if "|" in text:
        return following.count("|") == text.count("|") or _is_rule(following)
    return False


def grid_of(rows: Sequence[tuple[int, Sequence[str]]]) -> Grid:
    """A grid of rows with their line numbers.

    A row that is too short has lost the blank cells at its end, if the table kept those inside its rows; otherwise
    nobody can tell where they were, and the row is one cell over the whole width. Where rows lost a cell before their
    end, which had been merged over two columns, the table is one cell.
    """
    width = max(len(cells) for _, cells in rows)
    keep("columns", width)
    keep("cells", width * len(rows))
    blanks_kept = any("" in texts for _, texts in rows)
    if blanks_kept and _are_shifted([texts for _, texts in rows], width):
        return one_cell((text for _, texts in rows for text in texts), rows[0][0])
    cells: list[Cell] = []
    for row, (line, texts) in enumerate(rows):
        if len(texts) == width or blanks_kept:
            filled = [*texts, *[""] * (width - len(texts))]
            cells += (cell(text, row, col, line) for col, text in enumerate(filled))
        else:
            cells.append(cell(" ".join(texts), row, 0, line, width))
    return Grid(cells=tuple(cells), n_rows=len(rows), n_cols=width, page=rows[0][0])


def _are_shifted(rows: Sequence[Sequence[str]], width: int) -> bool:
    """Whether short rows lost a cell before their end: a figure of theirs stands among names, or beyond all heads.

    Short heads did, too, where the table keeps the blank cells at the end of its rows. A form, which has heads between
    its figures, is laid out differently row by row.
    """
    figures = (number for number, texts in enumerate(rows) if any(map(NUMBER.fullmatch, texts[1:])))
    first = next(figures, len(rows))
    heads, body = [texts for texts in rows[:first] if len(texts) > 1], rows[first:]
    if any(sum(map(bool, texts)) > 2 and not any(map(NUMBER.fullmatch, texts)) for texts in body):
        return False
    short = [texts for texts in body if len(texts) < width]
    names = [col for col in range(1, width) if _holds_names(body, col)]
    if any(NUMBER.fullmatch(texts[col]) for texts in short for col in names if col < len(texts)):
        return True
    reach = max(map(len, heads), default=width)
    ends_kept = any(len(texts) == width and not texts[-1] for texts in body)
    beyond = any(NUMBER.fullmatch(text) for texts in body for text in texts[reach:])
    return beyond or (ends_kept and any(len(texts) < width for texts in heads))


def _holds_names(body: Sequence[Sequence[str]], col: int) -> bool:
    """Whether most cells of a column are words."""
    figures = [bool(NUMBER.fullmatch(texts[col])) for texts in body if len(texts) > col and texts[col]]
    return 2 * sum(figures) < len(figures)


# Columns set by spaces


@dataclass(frozen=True, slots=True)
class _Piece:
    """A piece of a line between gaps: from where to where it is shown, a Chinese character being two wide."""

    start: int
    end: int
    text: str


_Columns = list[tuple[int, int, str]]
"""Column, width in columns and text of each piece of a row."""
_Split = Callable[[str], list[_Piece]]


def spaced(lines: Sequence[Typed], start: int, *, gaps_only: bool = False) -> tuple[Grid, int] | None:
    """Rows of columns that gaps of several spaces set apart, else single ones (unless ``gaps_only``)."""
    soon = (line.text.split()[1:] for line in lines[start : start + _SOON])
    if not any(NUMBER.fullmatch(piece) for pieces in soon for piece in pieces):
        return None
    for split in (_by_gaps,) if gaps_only else (_by_gaps, _by_spaces):
        run = list(_run(lines, start, split))
        gaps = split is _by_spaces and any(_WIDE_GAP.search(lines[place].text.strip()) for place, _ in run)
        if len(run) < _FEWEST_ROWS or gaps:  # a blank cell may be in a gap
            continue
        begun = gaps_only or _head_begins(lines, start)
        grid = _aligned([(lines[place].number, pieces) for place, pieces in run], begun=begun)
        if grid:
            return grid, run[-1][0] + 1
    return None


def _run(
    lines: Sequence[Typed], start: int, split: Callable[[str], list[_Piece]]
) -> Iterator[tuple[int, list[_Piece]]]:
    """Lines of two or more pieces, one below the other; a label without figures among them belongs to them."""
    pending: list[tuple[int, list[_Piece]]] = []
    numbered = False
    for place in range(start, min(start + _MOST_ROWS, len(lines))):
        text = lines[place].text.rstrip()
        long = len("".join(text.split())) > 4 * LONGEST  # without the gaps, which are wide on a wide page
        if long or "|" in text or "\t" in text or SENTENCE.search(WHEREOF.sub("", text)):
            return
        pieces = split(text)
        if not pieces:
            return
        if len(pieces) == 1:
            goes_on = numbered or not is_heading(text)
            if place == start or not goes_on or len(pending) > 2 or len(text.strip()) > LONGEST:
                return
            pending.append((place, pieces))
            continue
        yield from pending
        pending = []
        numbered = numbered or is_heading(pieces[0].text)
        yield place, pieces


def _by_gaps(line: str) -> list[_Piece]:
    """Pieces between gaps of two or more spaces."""
    pieces, at, column = [], 0, 0
    for gap in [*_WIDE_GAP.finditer(line.rstrip()), None]:
        until = gap.start() if gap else len(line.rstrip())
        text = line[at:until]
        width = shown(text)
        if text.strip():
            pieces.append(_Piece(column, column + width, text.strip()))
        column += width + (shown(gap.group()) if gap else 0)
        at = gap.end() if gap else until
    return pieces


def _by_spaces(line: str) -> list[_Piece]:
    """Pieces between single spaces; where they are shown says nothing then."""
    return [_Piece(number, number, text) for number, text in enumerate(line.split(" ")) if text.strip()]


def shown(text: str) -> int:
    """How wide a text is shown by a typewriter, a Chinese character being two wide."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def _head_begins(lines: Sequence[Typed], start: int) -> bool:
    """Whether nothing of a head can stand above a line: a blank line, the title or the unit of a table does."""
    before = lines[start - 1].text if start else ""
    return not before.strip() or is_table_title(before) or is_unit_line(before) or is_label_line(before)


def _aligned(run: Sequence[tuple[int, list[_Piece]]], *, begun: bool) -> Grid | None:
    """A grid where the columns are certain: whole rows in order, shorter ones by their place below or by their end.

    Where columns overlap, a row of as many pieces may be of other columns than the head: ``begun`` says that all of the
    head is there, and it has to be one row.
    """
    width = max(len(pieces) for _, pieces in run)
    whole = [pieces for _, pieces in run if len(pieces) == width]
    if len(whole) < _FEWEST_ROWS or any(_DIGIT.match(piece.text) for piece in run[0][1]):
        return None
    body = [pieces for _, pieces in run if any(NUMBER.fullmatch(piece.text) for piece in pieces)]
    numeric = _numeric_columns([pieces for pieces in body if len(pieces) == width], width)
    if not numeric:
        return None
    spans = [(min(row[col].start for row in whole), max(row[col].end for row in whole)) for col in range(width)]
    apart = all(left[1] < right[0] for left, right in pairwise(spans))
    figured = (any(NUMBER.fullmatch(piece.text) for piece in pieces) for _, pieces in run)
    depth = next(row for row, has_figures in enumerate(figured) if has_figures)
    if not apart and (depth > 1 or not begun):
        return None
    cells: list[Cell] = []
    placed = [_placed(pieces, spans if apart else None, width, numeric) for _, pieces in run]
    unclear = not _heads_each(placed[:depth], numeric, width)
    for row, (number, pieces) in enumerate(run):
        certain = placed[row] if row >= depth or not unclear or _fills(placed[row], width) else None
        cells += _row(row, number, pieces, certain, width)
    return Grid(cells=tuple(cells), n_rows=len(run), n_cols=width, page=run[0][0], unclear=unclear)


def _fills(placed: _Columns | None, width: int) -> bool:
    return placed is not None and sum(span for _, span, _ in placed) == width


def _heads_each(head: Sequence[_Columns | None], numeric: Sequence[int], width: int) -> bool:
    """Whether it is certain which heading stands over which column of figures.

    A heading centred over several columns need not touch them all: it is certain where each row of the head fills all
    columns, or where each column of figures has one heading in all its rows.
    """
    rows = [row for row in head if row is None or not all(_SIDE.fullmatch(text) for _, _, text in row)]
    if all(_fills(row, width) for row in rows):
        return True
    heads = Counter(at for row in rows for col, span, _ in row or () for at in range(col, col + span))
    return None not in rows and all(heads[column] == 1 for column in numeric)


def _numeric_columns(rows: Sequence[Sequence[_Piece]], width: int) -> list[int]:
    """The columns of figures at the right; none where a column holds words in one row and a number in another."""
    if not rows:
        return []
    columns = [{bool(NUMBER.fullmatch(row[col].text)) for row in rows} for col in range(width)]
    first = next((col for col in range(1, width) if all(True in column for column in columns[col:])), width)
    return list(range(first, width)) if all(len(column) == 1 for column in columns) else []


def _row(row: int, number: int, pieces: Sequence[_Piece], placed: _Columns | None, width: int) -> list[Cell]:
    """Cells of a row; one whose columns nobody can tell is a single cell over the whole width."""
    if placed is None:
        return [cell(" ".join(piece.text for piece in pieces), row, 0, number, width)]
    covered = {col for col, span, _ in placed for col in range(col, col + span)}
    blank = [cell("", row, col, number) for col in range(width) if col not in covered]
    return [*(cell(text, row, col, number, span) for col, span, text in placed), *blank]


def _touch(pieces: Sequence[_Piece], found: Sequence[Sequence[int]]) -> bool:
    """Whether beside figures a label stands over two columns: two that touch, where it is not that of a total."""
    wide = [piece for piece, cols in zip(pieces, found, strict=True) if len(cols) > 1]
    figures = any(NUMBER.fullmatch(piece.text) for piece in pieces)
    return figures and not all(_TOTAL.fullmatch(piece.text) for piece in wide)


def _placed(
    pieces: Sequence[_Piece], spans: Sequence[tuple[int, int]] | None, width: int, numeric: Sequence[int]
) -> _Columns | None:
    """The columns of each piece; None where nobody can tell them."""
    if len(pieces) == width:
        return [(col, 1, piece.text) for col, piece in enumerate(pieces)]
    if spans:
        found = [[col for col, (x0, x1) in enumerate(spans) if p.start < x1 and x0 < p.end] for p in pieces]
        taken = [col for cols in found for col in cols]
        if not all(found) or len(taken) > len(set(taken)) or _touch(pieces, found):
            return None
        return [(cols[0], len(cols), piece.text) for cols, piece in zip(found, pieces, strict=True)]
    figures = [piece for piece in pieces if NUMBER.fullmatch(piece.text)]
    labels = pieces[: len(pieces) - len(figures)]
    if len(figures) != len(numeric) or len(labels) != 1 or list(pieces[1:]) != figures:
        return None
    placed = [(col, 1, figure.text) for col, figure in zip(numeric, figures, strict=True)]
    return [(numeric[0] - 1, 1, labels[0].text), *placed]
