"""Classes and totals that go on in the block beside: a long list of codes folded into two or three blocks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from budgetlib.parsers.tables.across import Link, adds_up
from budgetlib.parsers.tables.cells import CODE, role
from budgetlib.parsers.tables.down import sums
from budgetlib.parsers.tables.rows import Row
from budgetlib.text import key


@dataclass(frozen=True, slots=True)
class Folded:
    """A block as it stands in a list that is folded: what its columns are, its rows, what they are parts of."""

    number: int
    kind: tuple[object, ...]
    """Side and columns: only of a block of the same kind can it be the continuation."""
    side: str | None
    rows: Sequence[Row]
    down: Mapping[int, Link]


def joined(blocks: Sequence[Folded]) -> list[dict[int, Link]]:
    """The parts of each block's totals, with those items whose class stands in another block.

    A class of which items stand in a block with other columns is not whole where it stands: its parts need not be all.
    """
    links = [dict(block.down) for block in blocks]
    stated = Counter(row.code for block in blocks for row in block.rows if row.code)
    homes = {row.code: (block, row) for block in blocks for row in block.rows if stated[row.code] == 1}
    for block, own in zip(blocks, links, strict=True):
        for row in block.rows:
            home = _home(block, row, homes, own)
            if home is None:
                continue
            other, above = home
            if other.kind == block.kind:
                own[row.number] = Link(above.number, "code", block=other.number)
            else:
                _in_part(links[blocks.index(other)], above.number)
    for kind in {block.kind for block in blocks}:
        _under_one_total([n for n, block in enumerate(blocks) if block.kind == kind], blocks, links)
    for block in blocks:
        for row in block.rows:
            if role("class_total").fullmatch(key(row.name)):
                _under_class_total(block, row, blocks, links)
    return links


def _under_one_total(alike: Sequence[int], blocks: Sequence[Folded], links: Sequence[dict[int, Link]]) -> None:
    """The one 合计 of a folded list is of all its blocks, unless it is that of its own block to the last digit."""
    totals = [(n, row) for n in alike for row in blocks[n].rows if role("grand_total").fullmatch(key(row.name))]
    if len(alike) < 2 or len(totals) != 1:
        return
    home, total = totals[0]
    own = [row for row in blocks[home].rows if links[home].get(row.number) == Link(total.number, "total")]
    if not own or sums(total, own):
        return
    for n in alike:
        roots = [row for row in blocks[n].rows if n != home and CODE.fullmatch(row.code) and row.number not in links[n]]
        links[n].update({row.number: Link(total.number, "total", block=blocks[home].number) for row in roots})


def _under_class_total(home: Folded, total: Row, blocks: Sequence[Folded], links: Sequence[dict[int, Link]]) -> None:
    """人员经费合计 is of the classes 301 and 303, 公用经费合计 of all others, where that holds.

    Offices count single items to the other total: one that is not made so is left alone.
    """
    of_staff = bool(role("staff_total").match(key(total.name)))
    parts = [
        (n, row)
        for n, block in enumerate(blocks)
        for row in block.rows
        if len(row.code) == len("301") and (row.code in ("301", "303")) == of_staff and row.number not in links[n]
    ]
    cells = [next(iter(row.cells.values())) for _, row in parts if len(row.cells) == 1]
    shown = [cell for cell in cells if cell.value is not None]
    own = next(iter(total.cells.values()), None)
    if own is None or own.value is None or len(cells) < len(parts) or not shown or not adds_up(own, shown):
        return
    for n, row in parts:
        links[n][row.number] = Link(total.number, "total", block=None if blocks[n] is home else home.number)


def _home(
    block: Folded, row: Row, homes: Mapping[str, tuple[Folded, Row]], own: Mapping[int, Link]
) -> tuple[Folded, Row] | None:
    """The class of an item that has none in its own block, where another block of the same side has it."""
    link = own.get(row.number)
    if not CODE.fullmatch(row.code) or row.code not in homes or (link and link.how == "code"):
        return None
    found = next((homes[row.code[:n]] for n in range(len(row.code) - 1, 2, -1) if row.code[:n] in homes), None)
    return found if found and found[0] is not block and found[0].side == block.side else None


def _in_part(links: dict[int, Link], total: int) -> None:
    for number, link in links.items():
        if link.up == total and link.block is None:
            links[number] = replace(link, of_which=True)
