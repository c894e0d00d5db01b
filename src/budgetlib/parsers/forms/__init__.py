"""Performance forms (绩效自评表, 绩效目标表) to rows of ``projects``, ``indicators`` and ``goals``."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping, Sequence

from budgetlib.numbers import TO_WAN
from budgetlib.parsers.forms.card import Card
from budgetlib.parsers.forms.labels import Placed, is_label, level, meaning, placed
from budgetlib.parsers.forms.listing import Listing
from budgetlib.parsers.forms.result import Forms
from budgetlib.parsers.forms.tasks import Tasks
from budgetlib.readers.document import Document, Grid
from budgetlib.reference import load
from budgetlib.schema import AMOUNT
from budgetlib.text import plain

__all__ = ["Forms", "read_forms"]

_TITLE = re.compile(r"(?:\d+[、.．])?(?P<name>.+?)" + f"(?:{'|'.join(load('forms')['title']['end'])})" + "$")


def read_forms(document: Document, statements: Container[int] = (), units: Mapping[int, str] | None = None) -> Forms:
    """All performance forms of a document, in order; ``statements`` are blocks that hold something else.

    ``units`` are those stated above a grid (单位：元), which hold until a label of the form names its own.
    """
    result = Forms()
    card: Card | None = None
    listing: Listing | None = None
    for number, grid in document.grids():
        if number in statements:
            _close(card)
            card = listing = None
            continue
        rows = _rows(grid, number)
        scale = TO_WAN[(units or {}).get(number, AMOUNT)]
        found = Listing.begin(rows, result, listing, scale)
        if found is not None:
            _close(card)
            card, listing = None, found
            _take(number, rows, result)
            continue
        title = _titled(document, number)
        if not _is_form(rows, card, title):
            _close(card)
            card = listing = None
            continue
        _take(number, rows, result)
        if title and not any(_opens(row) for row, _ in rows):
            _close(card)
            card = Card("project", title, grid.page, None, result, scale)
        card = _read(rows, card, result, scale)
    _close(card)
    return result


def _take(number: int, rows: Sequence[tuple[list[Placed], list[Placed | None]]], result: Forms) -> None:
    """Note a grid as a form; points and years in its labels (产出指标(50分)) are no figures."""
    result.taken.add(number)
    for one in (one for row, _ in rows for one in row):
        if is_label(one.label) or level(one.text):
            result.lay_aside(one)


def _titled(document: Document, number: int) -> str:
    """The project that the title right above a grid names (…_某项目绩效目标表); "" for another title."""
    above = ""
    for block in reversed(document.blocks[max(0, number - 3) : number]):
        if isinstance(block, Grid) or len(block.text) > 60:
            break
        above = plain(block.text) + above
    named = _TITLE.match(above)
    return named["name"].rpartition("_")[2] if named else ""


def _close(card: Card | None) -> None:
    if card is not None:
        card.finish()


def _read(
    rows: Sequence[tuple[list[Placed], list[Placed | None]]], card: Card | None, result: Forms, scale: float
) -> Card | None:
    """The rows of one grid, which may open several forms; the one that is left open."""
    for row, covering in rows:
        name = _named(row)
        if name:
            kind, cell = name
            _close(card)
            card = Card(kind, plain(cell.cell.text), cell.cell.page, cell.mark, result, scale)
            card.read([one for one in row if one is not cell], covering)
        elif _opens(row):  # a form that was left blank
            _close(card)
            card = None
        elif card:
            card.read(row, covering)
    if card is not None and card.finished:
        _close(card)
        card = None
    return card


def _rows(grid: Grid, block: int) -> list[tuple[list[Placed], list[Placed | None]]]:
    """Each row as the cells that begin in it, and as the cell over every column."""
    known = {id(cell): placed(cell, block, index) for index, cell in enumerate(grid.cells)}
    return [
        ([known[id(cell)] for cell in row], [known[id(cell)] if cell else None for cell in covering])
        for row, covering in zip(grid.rows(), grid.covering(), strict=True)
    ]


def _is_form(rows: Sequence[tuple[list[Placed], list[Placed | None]]], card: Card | None, title: str) -> bool:
    """A grid that names its project and is a form beside, or goes on with the form before: labels, levels, figures."""
    filled = [one for row, _ in rows for one in row if not one.empty]
    indicators = {meaning("indicator_columns", one.label) for one in filled} >= {"indicator", "target"}
    indicators = indicators or any(Tasks.opens(row) for row, _ in rows)
    if title or any(_opens(row) for row, _ in rows):
        firsts = [one for row, _ in rows for one in [c for c in row if not c.empty][:2]]
        return indicators or any(meaning("parties", one.label) or meaning("goals", one.label) for one in firsts)
    if card is None:
        return False
    return (bool(card.header) and not card.finished) or indicators or any(level(one.text) for one in filled)


def _opens(row: list[Placed]) -> bool:
    """Whether a row begins with the label of a project's or department's name."""
    first = next((one for one in row if not one.empty), None)
    return first is not None and meaning("names", first.label) is not None


def _named(row: list[Placed]) -> tuple[str, Placed] | None:
    """Kind of form and the cell with its name, when the row opens one."""
    filled = [one for one in row if not one.empty]
    kind = meaning("names", filled[0].label) if len(filled) > 1 else None
    return (kind, filled[1]) if kind and not is_label(filled[1].label) else None
