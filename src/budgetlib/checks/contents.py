"""Checks of the outline: what the table of contents (目录) announces, and in which order the sections stand."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import takewhile

from budgetlib.checks.model import Run, Verdict, View
from budgetlib.parsers.identity import Identity
from budgetlib.parsers.outline import LONGEST_HEADING, Section, enter
from budgetlib.parsers.tables.titles import read_title, standard_statements
from budgetlib.readers.document import Paragraph
from budgetlib.text import fold

_NUMERALS = "一二三四五六七八九十"
_CONTENTS = re.compile(r"目[录次]")
_ORDINAL = re.compile(
    rf"-?(?:第(?P<part>[{_NUMERALS}]+)(?:部分|章)|(?P<section>[{_NUMERALS}]+)[、.]"
    rf"|(?P<subsection>（[{_NUMERALS}]+）)|(?P<item>\d{{1,2}})[、.](?=\D|20\d\d年))"
)
_LEADERS = re.compile(r"[.…·。\-—]{3,}(?:（?\d+）?)?$|[.…·]{2,}（\d+）$|(?<=\D)\d{1,3}$")
_FILLER = re.compile(r"(?:19|20)\d\d年度?|部门|单位|的|情况|说明|本|[“”\"'《》]")
_BRACKETS = re.compile(r"（[^（）]*）$")
_STANDARD = re.compile(r"决算|预算|情况说明")
_ENTRY_LENGTH = 80
_ALIKE = 0.6
"""Share of an announced title that a heading must hold in one piece to be taken for it under other words."""
_SHARED = 4
"""Characters in one piece that do where the heading has the number of the entry, too."""

_LOST = 0.4
"""With more than this share of the entries missing or moved, the body is elsewhere or its headings were not read."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the table of contents or a heading: as printed, without its ordinal, and its core for comparison."""

    text: str
    name: str
    core: str
    ordinal: str
    rank: int
    block: int
    page: int


@dataclass(frozen=True, slots=True)
class Contents:
    """The entries of a table of contents and, for each, the heading of the body that it announces (None: missing)."""

    entries: tuple[Entry, ...]
    found: tuple[Entry | None, ...]
    exact: tuple[bool, ...]
    """Whether entry and heading have the same words; what is only similar says nothing about order."""


def flat(text: str) -> str:
    """Text for the checks of form: half-width, without spaces, brackets and colons full-width."""
    folded = "".join(fold(text).split())
    return folded.replace("(", "（").replace(")", "）").replace(",", "，").replace(":", "：").replace(";", "；")


def paragraphs(view: View) -> list[tuple[int, Paragraph, str]]:
    """Every paragraph with its block and its flat text."""
    if "paragraphs" not in view.memo:
        view.memo["paragraphs"] = [(n, p, flat(p.text)) for n, p in view.report.document.paragraphs()]
    result: list[tuple[int, Paragraph, str]] = view.memo["paragraphs"]
    return result


def sections(view: View) -> list[tuple[int, Paragraph, str, Section, bool]]:
    """Every paragraph with its block, flat text and section, and whether it is a heading."""
    if "sections" not in view.memo:
        section, found = Section(), []
        for block, paragraph, text in paragraphs(view):
            entered = enter(section, paragraph.text) if len(text) <= LONGEST_HEADING + 1 else None
            section = entered or section
            found.append((block, paragraph, text, section, entered is not None))
        view.memo["sections"] = found
    result: list[tuple[int, Paragraph, str, Section, bool]] = view.memo["sections"]
    return result


def contents(view: View) -> Contents | None:
    """The table of contents against the body; None where the report has none."""
    if "contents" not in view.memo:
        view.memo["contents"] = _contents(view)
    result: Contents | None = view.memo["contents"]
    return result


def body_start(view: View) -> int:
    """The block behind the table of contents."""
    table = contents(view)
    return table.entries[-1].block + 1 if table else 0


def _contents(view: View) -> Contents | None:
    texts = paragraphs(view)
    start = next((n for n, (_, _, text) in enumerate(texts) if _CONTENTS.fullmatch(text)), None)
    if start is None:
        return None
    entries: list[Entry] = []
    for block, paragraph, text in texts[start + 1 :]:
        entry = _entry(view, block, paragraph.page, text)
        listed = _ORDINAL.match(text) or _LEADERS.search(text)
        if not listed or len(entry.text) > _ENTRY_LENGTH or _begins_again(entry, entries):
            break
        entries.append(entry)
    if len(entries) < 3:
        return None
    found = _matched(view, entries)
    exact = [heading is not None for heading in found]
    _add_similar(view, entries, found)
    return Contents(tuple(entries), tuple(found), tuple(exact))


def _begins_again(entry: Entry, entries: list[Entry]) -> bool:
    """Whether the body begins: an entry comes a second time, or the parts start anew."""
    if any((one.rank, one.ordinal, one.core) == (entry.rank, entry.ordinal, entry.core) for one in entries):
        return True
    parts = [one.ordinal for one in entries if one.rank == 1]
    return entry.rank == 1 and bool(parts) and _value(entry.ordinal) <= _value(parts[-1])


def _entry(view: View, block: int, page: int, text: str) -> Entry:
    text = _LEADERS.sub("", text).lstrip("-")
    ordinal = _ORDINAL.match(text)
    name = text[ordinal.end() :] if ordinal else text
    core = _BRACKETS.sub("", name)
    for agency in view.report.identity.names():
        core = core.replace(flat(agency), "")
    core = _FILLER.sub("", core) or name
    number, rank = "", len(_ORDINAL.groupindex)
    if ordinal and ordinal.lastgroup:
        number, rank = ordinal[ordinal.lastgroup], _ORDINAL.groupindex[ordinal.lastgroup]
    return Entry(text, name, core, number, rank, block, page)


def _matched(view: View, entries: list[Entry]) -> list[Entry | None]:
    """The heading of each entry: the same words, behind the heading before where there is a choice."""
    last = entries[-1].block
    body = [
        _entry(view, block, paragraph.page, text)
        for block, paragraph, text in paragraphs(view)
        if block > last and len(text) <= _ENTRY_LENGTH
    ]
    by_core: dict[str, list[Entry]] = {}
    for heading in body:
        by_core.setdefault(heading.core, []).append(heading)
    found: list[Entry | None] = []
    position, used = last, set()
    for entry in entries:
        fitting = [heading for heading in by_core.get(entry.core, []) if heading.block not in used]
        chosen = next((heading for heading in fitting if heading.block > position), fitting[0] if fitting else None)
        found.append(chosen)
        if chosen:
            position = chosen.block
            used.add(chosen.block)
    return found


def _add_similar(view: View, entries: list[Entry], found: list[Entry | None]) -> None:
    """Give an entry without a heading the free one that holds most of its words and is not of another rank."""
    used = {heading.block for heading in found if heading}
    last = entries[-1].block
    free = [
        _entry(view, block, paragraph.page, text)
        for block, paragraph, text, _, heading in sections(view)
        if heading and block > last and block not in used
    ]
    for number, entry in enumerate(entries):
        similar = next((one for one in free if not found[number] and _alike(entry, one)), None)
        if similar:
            found[number] = similar
            free.remove(similar)


def _alike(entry: Entry, heading: Entry) -> bool:
    if heading.ordinal and heading.rank != entry.rank:
        return False
    longest = SequenceMatcher(None, entry.name, heading.name, autojunk=False).find_longest_match()
    same_number = bool(entry.ordinal) and entry.ordinal == heading.ordinal
    return longest.size >= (_SHARED if same_number else _ALIKE * len(entry.name))


def _missing(view: View) -> Iterator[Verdict]:
    """A section announced in the table of contents that the body does not have."""
    table = contents(view)
    if table is None:
        return
    missing = [
        entry
        for number, (entry, heading) in enumerate(zip(table.entries, table.found, strict=True))
        # A statement that is missing is the business of form.statements.
        if not heading
        and not _names_statement(entry.name, view.report.identity)
        and not _has_children(table, number)
        and not _opens_something(view, entry)
    ]
    if len(missing) > _LOST * len(table.entries):
        return
    for entry in missing:
        yield Verdict(
            "broken",
            (),
            f"目录列有“{entry.text}”，正文中没有这一部分。",
            f"The table of contents announces {entry.text}, which the body does not have.",
            page=entry.page,
            place=f"block:{entry.block}",
        )


def _has_children(table: Contents, number: int) -> bool:
    """Whether the body has what the table of contents lists below an entry (五、部门预算表: its nine statements)."""
    rank = table.entries[number].rank
    below = takewhile(lambda n: table.entries[n].rank > rank, range(number + 1, len(table.entries)))
    return any(table.found[n] for n in below)


def _names_statement(name: str, identity: Identity) -> bool:
    title = read_title(name, identity.fiscal_year, identity.names())
    return name.endswith("表") and title.statement in standard_statements()


def _opens_something(view: View, entry: Entry) -> bool:
    """Whether a paragraph begins with the title, or a table holds it: a heading that was not set apart."""
    for block, _, text in paragraphs(view):
        if block > entry.block and text[:LONGEST_HEADING].find(entry.name) in range(0, 8):
            return block >= body_start(view)
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
    if len(pairs) - len(kept) > _LOST * len(pairs):
        return
    for number, (entry, heading) in enumerate(pairs):
        if number not in kept:
            yield Verdict(
                "broken",
                (),
                f"“{heading.text}”在正文中的位置与目录不符（目录为第 {number + 1} 项）。",
                f"{heading.text} does not stand where the table of contents has it (entry {number + 1}).",
                page=heading.page,
                place=f"block:{heading.block}",
            )
        elif entry.ordinal and heading.ordinal and entry.ordinal != heading.ordinal:
            yield Verdict(
                "broken",
                (),
                f"“{heading.text}”在目录中编号为“{entry.ordinal}”，正文编号为“{heading.ordinal}”。",
                f"{heading.text} is number {entry.ordinal} in the table of contents, {heading.ordinal} in the body.",
                page=heading.page,
                place=f"block:{heading.block}",
            )


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
        ordinal = _ORDINAL.match(text)
        if not heading or not ordinal or not ordinal["section"] or section.subsection:
            continue
        if not _STANDARD.search(text):
            continue
        number = _value(ordinal["section"])
        if section.part == part and number != 1 and number <= last:
            yield Verdict(
                "broken",
                (),
                f"“{text}”的编号不在上一节（第 {last} 节）之后。",
                f"{text}: its number does not follow that of the section before ({last}).",
                page=paragraph.page,
                place=f"block:{block}",
            )
        part, last = section.part, number


def _value(numerals: str) -> int:
    tens, ten, ones = numerals.rpartition("十")
    digit = _NUMERALS.index(ones) + 1 if ones and ones in _NUMERALS else 0
    if not ten:
        return digit
    return (_NUMERALS.index(tens) + 1 if tens else 1) * 10 + digit


RULES: dict[str, Run] = {
    "form.contents": _missing,
    "form.order": _order,
}
