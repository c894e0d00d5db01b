"""Lines and cells of tables typed as text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from budgetlib.readers.document import Cell, Grid
from budgetlib.readers.markup import indent_of

NUMBER = re.compile(r"[-+−－]?[\d０-９][\d０-９,，]*(?:[.．][\d０-９]+)?\s?[%％]?|[-—–－/／]{1,2}")
"""A number alone in its cell, or the dash that stands for none."""
SENTENCE = re.compile(r"[。；;，！？!?]|[：:].")
WHEREOF = re.compile(r"其\s*中\s*[：:]")
PART = re.compile(r"第.{1,3}部分")
LONGEST = 40
"""Characters in a cell of a table without rules; a longer piece is prose."""
MOST_CELLS, WIDEST = 2000, 40
"""Of a table without rules; beyond, looking for its columns would cost more than it is worth."""


@dataclass(frozen=True, slots=True)
class Typed:
    """A line of text with its number."""

    number: int
    text: str


def cell(text: str, row: int, col: int, line: int, colspan: int = 1) -> Cell:
    """A cell whose leading spaces have become its indentation."""
    return Cell(text=text.strip(), row=row, col=col, colspan=colspan, page=line, indent=indent_of(text))


def one_cell(texts: Iterable[str], line: int) -> Grid:
    """What is left of a table whose rows or columns nobody can tell: one cell, from which nothing is read."""
    return Grid((cell(" ".join(filter(None, texts)), 0, 0, line),), 1, 1, line)
