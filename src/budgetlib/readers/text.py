"""Text and Markdown reports: tables in every form in which people paste them, paragraphs broken by pages."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from budgetlib.machine.limits import keep
from budgetlib.readers.decoding import decode
from budgetlib.readers.document import Block, Document, Fragment, Paragraph
from budgetlib.readers.joining import TERMINAL, glue, is_heading, is_label_line, is_table_title, is_title, opens_block
from budgetlib.readers.markup import clean, seen
from budgetlib.readers.typed_cells import Typed
from budgetlib.readers.typed_tables import table_at


def read_text(path: Path) -> Document:
    """Read a text or Markdown report. Places are line numbers, from 1.

    Raises UnreadableReport for an empty file and for an encoding that is not known.
    """
    data = path.read_bytes()
    text = seen(decode(path, data))
    keep("characters", len(text))
    lines = text.splitlines()
    return Document(
        source=path,
        sha256=hashlib.sha256(data).hexdigest(),
        format="text",
        pages=len(lines),
        blocks=tuple(blocks_of([Typed(number, line) for number, line in enumerate(lines, start=1)])),
        place="line",
    )


def blocks_of(lines: Sequence[Typed], broken: bool = True) -> Iterator[Block]:
    """Paragraphs and tables of numbered lines; ``broken`` says that a paragraph may go on over several of them."""
    gathered: list[Typed] = []
    apart, after_table, place = False, False, 0
    while place < len(lines):
        line = lines[place]
        if not line.text.strip():
            apart, place = True, place + 1
            continue
        found = table_at(lines, place, after_table)
        piece = clean(line.text)
        if gathered and (found or not broken or not _goes_on(gathered, piece, apart)):
            yield _paragraph(gathered)
            gathered = []
        if found:
            grid, place = found
            yield grid
        else:
            gathered.append(Typed(line.number, piece))
            place += 1
        apart, after_table = False, bool(found)
    if gathered:
        yield _paragraph(gathered)


def _goes_on(gathered: Sequence[Typed], following: str, apart: bool) -> bool:
    """A sentence without its end goes on after a page break; headings, titles and units never do."""
    text = gathered[-1].text
    if text[-1:] in TERMINAL or opens_block(following) or is_label_line(following) or is_label_line(text):
        return False
    alone = len(gathered) == 1
    if is_table_title(following) or (alone and (is_heading(text) or is_table_title(text))):
        return False
    longer = len(following) > 1.5 * len(text)  # a line broken at the margin is about as long as the next
    return not (alone and is_title(text) and (apart or longer))


def _paragraph(lines: Sequence[Typed]) -> Paragraph:
    text = ""
    fragments = []
    for line in lines:
        text += glue(text, line.text)
        fragments.append(Fragment(len(text), line.number))
        text += line.text
    return Paragraph(text, tuple(fragments))
