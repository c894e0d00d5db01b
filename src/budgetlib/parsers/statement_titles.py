"""Which grid of a document is which statement: by the title before it or inside it, else by its columns."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from budgetlib.parsers.statement_columns import has_two_sides, heading_texts, preamble_rows
from budgetlib.parsers.statement_layout import Kind, Layout, layout, plain, plain_title
from budgetlib.readers.document import Document, Grid, Paragraph
from budgetlib.readers.joining import is_heading

_REACH = 6
"""Paragraphs before a grid among which its title stands: title, 公开表 number, agency, unit, at times a heading."""
_LONGEST = 80
_UNIT = re.compile(r"单位:?\(?(?:人民币)?\(?(百万元|万元|千元|亿元|元)")
_HEADING_UNIT = re.compile(r"\((?:单位:)?(百万元|万元|千元|亿元|元)\)")
_NOTE = re.compile(r"(?:备?注|说明|附注)(?::|\d|[一二三])")
_BRACKET = re.compile(r"\([^()]*\)$")
_NUMBERED_FORM = re.compile(r"公开\d*表")
_TABLE_TITLE = re.compile(r"(?:决算|预算|收支|支出|收入|情况|经费|明细)\w{0,4}表")


@dataclass(slots=True)
class Found:
    """A grid that is a statement: its kind, its title as printed, its unit and the notes around it."""

    kind: Kind
    title: str
    block: int
    grid: Grid
    unit: str
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Unknown:
    """A grid under a title that sounds like a statement, but is none of those known."""

    title: str
    block: int
    grid: Grid


def find_statements(document: Document, report_type: str) -> Iterator[Found | Unknown]:
    """Every grid that is a statement, in order."""
    known = layout(report_type)
    for number, grid in document.grids():
        lead = _lead(document, number)
        found = _by_title(grid, lead, known) or _by_columns(grid, known)
        if found is None:
            title = _unknown_title(grid, lead, known)
            if title:
                yield Unknown(title, number, grid)
            continue
        kind, title, note = found
        if not kind.sides and has_two_sides(grid, kind, known):
            yield Unknown(title, number, grid)
            continue
        notes = _notes_below(document, number, grid, known)
        unit, unit_note = _unit(grid, lead, known)
        yield Found(kind, title, number, grid, unit, [*notes, *(n for n in (note, unit_note) if n)])


def _lead(document: Document, number: int) -> list[str]:
    """The short paragraphs before a grid, nearest first."""
    lead: list[str] = []
    for block in reversed(document.blocks[max(number - _REACH, 0) : number]):
        if not isinstance(block, Paragraph) or len(block.text) > _LONGEST or "…" in block.text:
            break
        lead.append(block.text)
    return lead


def _inside(grid: Grid, known: Layout) -> list[str]:
    """Texts of the rows above the head, where a spreadsheet has its title."""
    count = preamble_rows(grid, known.roles)
    return [cell.text for cell in grid.cells if cell.row < count and cell.text.strip()]


def _by_title(grid: Grid, lead: list[str], known: Layout) -> tuple[Kind, str, str] | None:
    texts = [*_inside(grid, known), *lead]
    for number, text in enumerate(texts):
        kind_title = _whole_title(text, texts[number + 1] if number + 1 < len(texts) else "", known)
        if kind_title:
            return (*kind_title, "")
        if _sounds_like_title(text):
            similar = known.by_similar_title(text)
            return (similar, _printed(text), f"title taken for that of {similar.key}: {text}") if similar else None
    return None


def _whole_title(text: str, before: str, known: Layout) -> tuple[Kind, str] | None:
    """The statement a line announces; a title that runs over two lines is longer, and may be another statement."""
    alone = known.by_title(text)
    if before and not before.rstrip().endswith(("表", "。", "：", ":")):
        both = known.by_title(before + text)
        if both and len(both[1]) > len(plain_title(text)):
            return both[0], _printed(before + text)
    return (alone[0], _printed(text)) if alone else None


def _printed(title: str) -> str:
    return "".join(title.split())


def _sounds_like_title(text: str) -> bool:
    """Whether a line is the title of some table, so that titles further above are not its own."""
    title = plain_title(text)
    return len(title) > 4 and bool(_TABLE_TITLE.search(title)) and not _NUMBERED_FORM.fullmatch(plain(text))


def _unknown_title(grid: Grid, lead: list[str], known: Layout) -> str | None:
    for text in [*_inside(grid, known), *lead]:
        if _sounds_like_title(text) and _BRACKET.sub("", plain_title(text)).endswith("表"):
            return _printed(text)
    return None


def _by_columns(grid: Grid, known: Layout) -> tuple[Kind, str, str] | None:
    """The one statement whose characteristic headings all stand in the head of a grid without a title."""
    texts = heading_texts(grid, known.roles)
    fitting = [
        kind
        for kind in known.kinds
        if kind.signature and all(any(text.startswith(word) for text in texts) for word in kind.signature)
    ]
    if len(fitting) != 1:
        return None
    return fitting[0], "", f"no known title; taken for {fitting[0].key} by its columns"


def _unit(grid: Grid, lead: list[str], known: Layout) -> tuple[str, str]:
    """The unit printed nearest to the figures; 万元, with a note, where none is."""
    texts = [*_inside(grid, known), *lead]
    for text in texts:
        match = _UNIT.search(plain(text))
        if match:
            return match.group(1), ""
    for cell in grid.cells:
        match = _HEADING_UNIT.search(plain(cell.text))
        if match:
            return match.group(1), ""
    return "万元", "no unit is printed; taken for 万元"


def _notes_below(document: Document, number: int, grid: Grid, known: Layout) -> list[str]:
    """Notes under a grid, on its last page: from the first 注 or 说明 to the last one."""
    last_page = max((cell.page for cell in grid.cells), default=grid.page)
    texts: list[str] = []
    for block in document.blocks[number + 1 :]:
        if not isinstance(block, Paragraph) or (document.place == "page" and block.page != last_page):
            break
        is_note = _NOTE.match(plain(block.text))
        if not is_note and (known.by_title(block.text) or is_heading(block.text)):
            break
        texts.append(block.text)
    marked = [n for n, text in enumerate(texts) if _NOTE.match(plain(text))]
    return texts[: marked[-1] + 1] if marked and marked[0] == 0 else []
