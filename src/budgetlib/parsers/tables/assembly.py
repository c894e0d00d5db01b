"""Grids that are one table put together: a table that goes on over pages, with or without title, head or 合计 again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from budgetlib.parsers.tables.cells import figure, heading_unit, is_total, role, tier
from budgetlib.parsers.tables.columns import Block, blocks_of
from budgetlib.parsers.tables.forms import is_form
from budgetlib.parsers.tables.lead import Lead, lead_of
from budgetlib.parsers.tables.names import is_official
from budgetlib.parsers.tables.pieces import Piece
from budgetlib.parsers.tables.rows import Labels, Row, RowReader
from budgetlib.readers.document import Document, Grid, Mark, Paragraph
from budgetlib.text import key

_LINES = 5
"""Lines of a text or a Word file between two parts of a table: title, number, office, unit."""


@dataclass(slots=True)
class Assembled:
    """A table as it is printed, over all its grids: nothing of it is understood yet."""

    number: int
    lead: Lead
    title: str
    unit: str | None
    pieces: list[Piece]
    blocks: list[Block] = field(default_factory=list)
    reader: RowReader | None = None
    rows: list[Row] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    words: list[Mark] = field(default_factory=list)
    """Cells whose numbers are no figures: heads, labels, rows that number the columns, totals printed again."""
    is_form: bool = False
    totals: dict[int, tuple[float | None, ...]] = field(default_factory=dict)
    """The figures of its grand total by block, the last one printed."""

    @property
    def last_page(self) -> int:
        """The page on which it ends."""
        return self.pieces[-1].last_page

    @property
    def head(self) -> list[list[str]]:
        """The rows of its head, folded."""
        return self.pieces[0].head

    @property
    def holds_figures(self) -> bool:
        """Whether any row of it holds a figure."""
        return any(row.has_figures for row in self.rows)

    def takes_note(self, text: str) -> bool:
        """Whether a paragraph below is a note of it; a second 注 is that of another table."""
        first = key(text).partition(":")[0]
        again = any(key(note).partition(":")[0] == first for note in self.notes)
        return bool(role("note_below").match(key(text))) and not again

    def ordinals(self) -> Iterator[Mark]:
        """Cells that only number something: 表1, 附件2."""
        for piece in self.pieces:
            for cell in piece.grid.cells:
                if role("furniture").fullmatch(key(cell.text)) and not figure(cell.text):
                    yield piece.mark(cell)


def assembled(document: Document) -> list[Assembled]:
    """Every table of a document, in order."""
    texts = Counter(key(block.text) for block in document.blocks if isinstance(block, Paragraph))
    repeated = {text for text, times in texts.items() if times > 2}
    tables: list[Assembled] = []
    above: list[Paragraph] = []
    below = False
    for number, block in enumerate(document.blocks):
        if isinstance(block, Paragraph):
            here = document.place != "page" or (tables and block.page == tables[-1].last_page)
            if below and here and tables[-1].takes_note(block.text):
                tables[-1].notes.append(block.text)
            else:
                below = False
            above.append(block)
            continue
        piece, lead = Piece(block, number), lead_of(above, repeated)
        above, below = [], True
        if tables and _is_near(document, tables[-1], block) and _goes_on(tables[-1], piece, lead):
            _append(tables[-1], piece)
        else:
            tables.append(_begin(len(tables) + 1, piece, lead))
    return tables


def _begin(number: int, piece: Piece, lead: Lead) -> Assembled:
    title = piece.title or lead.title
    unit = piece.unit or lead.unit or next((u for c in piece.grid.cells if (u := heading_unit(c.text))), None)
    table = Assembled(number, lead, title, unit, [piece], is_form=is_form(piece, title))
    if table.is_form or piece.grid.n_cols == 1:  # of one column no figure has a name: its numbers stay unread
        return table
    table.blocks = blocks_of(piece)
    table.reader = RowReader(table.blocks, [Labels.of(piece, block) for block in table.blocks])
    _read(table, piece, piece.first)
    return table


def _append(table: Assembled, piece: Piece) -> None:
    """Add the rows of a piece; a head that is none is data, and words alone in its first row are the rest of a name."""
    table.pieces.append(piece)
    if not table.reader:
        return
    first = piece.first
    if piece.head != table.head:
        first = piece.first = piece.start = 0
        piece.placeholder = set()
        if table.rows and _only_words(piece):
            _mend(table, piece)
            first = 1
    _read(table, piece, first)


def _only_words(piece: Piece) -> bool:
    cells = piece.rows[0] if piece.rows else []
    return not any(figure(cell.text) is not None or is_total(cell.text) for cell in cells)


def _ends_name(table: Assembled, piece: Piece, line: int) -> bool:
    """Whether a row at the top of a page is the rest of the name above: words without the code that all rows have."""
    filled = [cell for cell in piece.rows[line] if cell.text.strip()]
    above = table.rows[-1] if table.rows else None
    if above is None or not above.code or not filled or filled[0].page == above.page:
        return False
    names = {column for block in table.blocks for column in block.names}
    words = all(cell.col in names and tier(cell.text) is None and not is_total(cell.text) for cell in filled)
    return (
        words
        and above.has_figures
        and not is_official(above.code, above.name)
        and not any(figure(cell.text) is not None for cell in filled)
    )


def _mend(table: Assembled, piece: Piece, line: int = 0) -> None:
    """The end of a name that the page break cut."""
    for block in table.blocks:
        words = ["".join(cell.text.split()) for c in block.names if (cell := piece.at(line, c))]
        last = next((row for row in reversed(table.rows) if row.block == block.number), None)
        if last and any(words):
            last.name += next(word for word in reversed(words) if word)


def _read(table: Assembled, piece: Piece, first: int) -> None:
    assert table.reader is not None
    known = dict(table.totals)
    heads = [[text for text in head if text] for head in table.head]
    number = table.rows[-1].number if table.rows else 0
    table.words += _words(table, piece, first)
    top = True
    for line in range(first, piece.grid.n_rows):
        texts = piece.texts(line)
        if len(texts) == 1 and role("note").match(texts[0]):
            table.notes.append(next(cell.text for cell in piece.rows[line] if cell.text.strip()))
            continue
        reached = any(cell and cell.row < line for cell in piece.matrix[line])
        if not texts and not reached and (number or any(block.labels for block in table.blocks)):
            continue
        if (line > first and piece.numbers_columns(line)) or texts in heads:
            table.words += [piece.mark(cell) for cell in piece.rows[line]]
            continue
        if _ends_name(table, piece, line):
            _mend(table, piece, line)
            continue
        rows = list(table.reader.rows(piece, line, number + 1))
        again = [row for row in rows if top and known.get(row.block) == _values(row) and row.is_total]
        table.words += [placed.mark for row in again for placed in row.cells.values()]
        kept = [row for row in rows if not any(row is other for other in again)]
        number += bool(rows) and not again
        table.rows += kept
        table.totals |= {row.block: _values(row) for row in kept if _is_grand_total(key(row.name))}
        table.reader.remarks(piece, line, table.rows)
        top = False


def _words(table: Assembled, piece: Piece, first: int) -> Iterator[Mark]:
    """Places of the words of a piece: its head, and the labels of its rows."""
    labels = {column for block in table.blocks for column in (*block.labels, *block.ordinals)}
    figures = {column.index for block in table.blocks for column in block.figures}
    for cell in piece.grid.cells:
        reaches = any(column in figures for column in range(cell.col, cell.col + cell.colspan))
        if cell.row < first or (cell.col in labels and not (reaches and figure(cell.text) is not None)):
            yield piece.mark(cell)


def _values(row: Row) -> tuple[float | None, ...]:
    return tuple(placed.value for placed in row.cells.values())


def _is_near(document: Document, table: Assembled, grid: Grid) -> bool:
    """Whether a grid stands on the page of the end of a table or the next one, or a few lines below."""
    file = table.pieces[-1].grid.file
    return grid.file == file and 0 <= grid.page - table.last_page <= (
        _LINES if document.files[file].place == "line" else 1
    )


def _goes_on(table: Assembled, piece: Piece, lead: Lead) -> bool:
    """Whether a grid goes on with the table before: same columns, and no other title, head or total.

    A title printed again with the same head goes on, too, but not where both have their own, different total: those
    are two statements of one form (of a department and of a unit).
    """
    title = piece.title or lead.title
    if title and _bare(title) != _bare(table.title):
        return False
    if table.is_form:
        return not title and lead.bare and (piece.head != table.head or not piece.head)
    if piece.grid.n_cols != table.pieces[0].grid.n_cols:
        return False
    same_head = bool(piece.head) and piece.head == table.head
    if title:
        return same_head and not _other_total(table, piece)
    return lead.bare and (same_head or not _has_own_head(table, piece))


def _has_own_head(table: Assembled, piece: Piece) -> bool:
    texts = {text for head in piece.head for text in head if text}
    if not texts:
        return False
    known = {text for head in table.head for text in head}
    return bool(texts & known) or any(
        role("label").search(text) or role("code").search(text) or is_total(text) for text in texts
    )


def _other_total(table: Assembled, piece: Piece) -> bool:
    ours = table.totals
    reader = RowReader(table.blocks, [Labels.of(piece, block) for block in table.blocks]) if ours else None
    if reader is None:
        return False
    totals = (n for n in range(piece.first, piece.grid.n_rows) if any(map(_is_grand_total, piece.texts(n))))
    own = [row for line in totals for row in reader.rows(piece, line, 0) if _is_grand_total(key(row.name))]
    return any(row.block in ours and ours[row.block] != _values(row) for row in own)


def _is_grand_total(text: str) -> bool:
    return bool(role("grand_total").fullmatch(text))


def _bare(title: str) -> str:
    text = key(title)
    for pattern in ("title_ordinal", "continued"):
        found = role(pattern).match(text) if pattern == "title_ordinal" else None
        text = text[found.end() :] if found else text
    return text.removesuffix("(续)").removesuffix("续表").removesuffix("(续表)")
