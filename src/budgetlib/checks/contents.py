"""Checks of the outline: what the table of contents (目录) announces, and in which order the sections stand."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator
from itertools import takewhile

from budgetlib.checks.model import Run, Verdict, View, worded
from budgetlib.parsers.contents import ORDINAL, Contents, Entry, entry_of, flat, numbered, placed, read_contents, value
from budgetlib.parsers.identity import Identity
from budgetlib.parsers.outline import LONGEST_HEADING, Section
from budgetlib.parsers.tables.titles import read_title, standard_statements
from budgetlib.readers.document import Paragraph
from budgetlib.text import fold

_STANDARD = re.compile(r"决算|预算|情况说明")
_NO_WORDS = re.compile(r"（[^（）]{0,40}）|^(?:公开)?表\d{1,2}[：、.]?|20\d\d年度?|[“”\"《》]")


def paragraphs(view: View) -> list[tuple[int, Paragraph, str]]:
    """Every paragraph with its block and its flat text."""
    return view.once("paragraphs", lambda: numbered(view.report.document))


def prose(view: View) -> list[tuple[int, Paragraph, str]]:
    """Paragraphs of the body with their block and their text, half-width, without spaces."""
    start = body_start(view)
    return view.once(
        "prose", lambda: [(b, p, "".join(fold(p.text).split())) for b, p, _ in paragraphs(view) if b >= start]
    )


def sections(view: View) -> list[tuple[int, Paragraph, str, Section, bool]]:
    """Every paragraph with its block, flat text and section, and whether it is a heading."""
    return view.once("sections", lambda: placed(paragraphs(view)))


def contents(view: View) -> Contents | None:
    """The table of contents against the body; None where the report has none."""
    return view.once("contents", lambda: read_contents(paragraphs(view), view.report.identity.names()))


def body_start(view: View) -> int:
    """The block behind the table of contents."""
    table = contents(view)
    return table.end if table else 0


def _missing(view: View) -> Iterator[Verdict]:
    """A section announced in the table of contents that the body does not have."""
    table = contents(view)
    if table is None:
        return
    pairs = list(zip(table.entries, table.found, strict=True))
    apart = not any(
        heading for n, (entry, heading) in enumerate(pairs) if entry.name.endswith("表") and not _below(table, n)
    )
    missing = [
        entry
        for number, (entry, heading) in enumerate(pairs)
        # A statement that is missing is the business of form.statements; all tables together are published apart.
        if not heading
        and not (entry.name.endswith("表") and (apart or _names_statement(entry.name, view.report.identity)))
        and not any(table.found[n] for n in _below(table, number))
        and not _opens_something(view, table, entry)
    ]
    if len(missing) > view.tolerances.lost_contents * len(table.entries):
        return
    for entry in missing:
        yield worded("section_missing", {"entry": entry.text}, page=entry.page, place=f"block:{entry.block}")


def _below(table: Contents, number: int) -> list[int]:
    """What the table of contents lists below an entry (五、部门预算表: its nine statements)."""
    rank = table.entries[number].rank
    return list(takewhile(lambda n: table.entries[n].rank > rank, range(number + 1, len(table.entries))))


def _names_statement(name: str, identity: Identity) -> bool:
    title = read_title(name, identity.fiscal_year, identity.names())
    return title.statement in standard_statements()


def _opens_something(view: View, table: Contents, entry: Entry) -> bool:
    """Whether a paragraph begins with the title, or a table holds it: a heading that was not set apart."""
    taken = {heading.block for heading in table.found if heading}
    for block, _, text in paragraphs(view):
        if block >= table.end and block not in taken and text[:LONGEST_HEADING].find(entry.name) in range(0, 8):
            return True
    name = entry.name
    return any(name in flat(cell.text) for _, grid in view.report.document.grids() for cell in grid.cells[:12])


def _order(view: View) -> Iterator[Verdict]:
    """Sections in another order, or under another number, than the table of contents; else numbers that go back."""
    table = contents(view)
    if table is None:
        yield from _numbering(view)
        return
    matched = zip(table.entries, table.found, table.exact, strict=True)
    pairs = [(entry, heading) for entry, heading, exact in matched if heading and exact]
    kept = _increasing([heading.block for _, heading in pairs])
    if len(pairs) - len(kept) > view.tolerances.lost_contents * len(pairs):
        return
    for number, (entry, heading) in enumerate(pairs):
        words = {"heading": heading.text, "entry": number + 1, "announced": entry.ordinal, "own": heading.ordinal}
        place = f"block:{heading.block}"
        if number not in kept:
            yield worded("section_moved", words, page=heading.page, place=place)
        elif _other_number(entry, heading) and not (number and _of_another_list(*pairs[number - 1])):
            yield worded("section_number", words, page=heading.page, place=place)


def _other_number(entry: Entry, heading: Entry) -> bool:
    return bool(entry.ordinal and heading.ordinal) and entry.ordinal != heading.ordinal


def _of_another_list(entry: Entry, heading: Entry) -> bool:
    """Whether a numbered entry has a heading without number: numbers below it are those of its own sections."""
    return bool(entry.ordinal) and not heading.ordinal


def _increasing(blocks: list[int]) -> set[int]:
    """Numbers of the longest run of blocks that keeps the order: what is not in it was moved."""
    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for number, block in enumerate(blocks):
        at = bisect_left(tails, block)
        before.append(ends[at - 1] if at else -1)
        tails[at : at + 1] = [block]
        ends[at : at + 1] = [number]
    kept: set[int] = set()
    number = ends[-1] if ends else -1
    while number >= 0:
        kept.add(number)
        number = before[number]
    return kept


def _numbering(view: View) -> Iterator[Verdict]:
    """Without a table of contents: a section number that goes back or comes twice within one part."""
    part, last = "", 0
    for block, paragraph, text, section, heading in sections(view):
        ordinal = ORDINAL.match(text)
        if not heading or not ordinal or not ordinal["section"] or section.subsection:
            continue
        if not _STANDARD.search(text):
            continue
        number = value(ordinal["section"])
        if section.part == part and number != 1 and number <= last:
            words = {"heading": text, "last": last}
            yield worded("section_back", words, page=paragraph.page, place=f"block:{block}")
        part, last = section.part, number


def _other_titles(view: View) -> Iterator[Verdict]:
    """Titles of sections and statements that the table of contents has in other words: told once."""
    table = contents(view)
    if table is None:
        return
    names = [flat(name) for name in view.report.identity.names()]
    pairs = [
        (entry, heading)
        for entry, heading in zip(table.entries, table.found, strict=True)
        if heading
        and heading.rank == entry.rank > 1  # the title of a part may stand on several lines
        and heading.ordinal == entry.ordinal
        and not _statement_named(entry, view)
    ]
    printed: dict[str | None, list[Entry]] = defaultdict(list)
    for info in view.report.printed.statements:
        if flat(info.title or "").endswith("表"):
            printed[info.statement].append(entry_of(info.grids[0], info.page_first, flat(info.title), names))
    announced: dict[str | None, list[Entry]] = defaultdict(list)
    for entry in table.entries:
        if entry.name.endswith("表"):
            announced[_statement_named(entry, view)].append(entry)
    for statement, entries in announced.items():
        if len(entries) == 1 and printed[statement]:
            of_entry = [one for one in printed[statement] if _one_title(entries[0], one)]
            pairs.append((entries[0], (of_entry or printed[statement])[0]))
    pairs = [(entry, one) for entry, one in pairs if not {entry.page, one.page} & set(view.report.document.sure)]
    other = [(entry, one) for entry, one in pairs if not _one_title(entry, one)] or _slightly_other(
        pairs, view.tolerances.rare_title
    )
    if other:
        entry, one = other[0]
        words = {"count": len(other), "entry": entry.name, "own": one.name}
        yield worded("other_titles", words, page=one.page, place=f"block:{one.block}")


def _statement_named(entry: Entry, view: View) -> str | None:
    identity = view.report.identity
    return (
        read_title(entry.name, identity.fiscal_year, identity.names()).statement if entry.name.endswith("表") else None
    )


def _one_title(entry: Entry, other: Entry) -> bool:
    """Whether two titles are one, but for the number of the table or the money that one of them names."""
    return entry.core in other.core or other.core in entry.core


def _slightly_other(pairs: list[tuple[Entry, Entry]], rare: int) -> list[tuple[Entry, Entry]]:
    """Titles with a word more or less within, in a report that has nearly all others word for word."""
    other = [
        (entry, one)
        for entry, one in pairs
        if not (_words(entry).startswith(_words(one)) or _words(one).startswith(_words(entry)))
    ]
    return other if len(other) * rare <= len(pairs) else []


def _words(entry: Entry) -> str:
    """A title without brackets, number and year; one of a section, which may be called so or so, by its core."""
    return _NO_WORDS.sub("", entry.name if entry.name.endswith("表") else entry.core)


RULES: dict[str, Run] = {
    "form.contents": _missing,
    "form.titles": _other_titles,
    "form.order": _order,
}
