"""The table of contents (目录): what it announces, and the heading of the body that each of its lines stands for.

The headings of a part are looked for within that part, so that a section of the explanations is never taken for the
statement of the same name. An entry has its heading under the same words, else under the same number with some of them
(主要职能, 主要职责), else under most of its words.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from math import ceil
from sys import maxsize

from budgetlib.parsers.outline import LONGEST_HEADING, Section, enter
from budgetlib.readers.document import Document, Paragraph
from budgetlib.text import CHINESE_NUMERALS, fold, numeral

_CONTENTS = re.compile(r"目[录次]")
ORDINAL = re.compile(
    rf"-?(?:第(?P<part>[{CHINESE_NUMERALS}]+)(?:部分|章)|(?P<section>[{CHINESE_NUMERALS}]+)[、.]"
    rf"|(?P<subsection>（[{CHINESE_NUMERALS}]+）)|(?P<item>\d{{1,2}})[、.](?=\D|20\d\d年))"
)
"""The number of a heading: of a part, a section, a subsection or an item."""
_LEADERS = re.compile(r"[.…·。\-—]{3,}(?:（?\d+）?)?$|[.…·]{2,}（?\d+）?$|(?<=\D)\d{1,3}$")
_FILLER = re.compile(r"(?:19|20)\d\d年度?|部门|单位|的|情况|说明|本|[“”\"'《》]")
_BRACKETS = re.compile(r"（[^（）]*）$")
_ENTRY_LENGTH = 80
_MOST_ENTRIES = 1_000
"""A list with more lines is no table of contents, and comparing each with each heading would take minutes."""
_REST_LENGTH = 20
"""Characters of the second line of an entry that was broken."""
_ALIKE = 0.6
"""Share of an announced title that a heading must hold in one piece to be taken for it under other words."""
_NUMBERED = 0.5
"""The share that does where the heading has the number of the entry, too."""
_NEARLY = 0.8
"""Or the share of their characters that both have in the same order, where they end alike."""

Numbered = tuple[int, Paragraph, str]
"""A paragraph with the number of its block and its flat text."""


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

    @property
    def end(self) -> int:
        """The block behind the table of contents."""
        return self.entries[-1].block + 1


def flat(text: str) -> str:
    """Text for the checks of form: half-width, without spaces, brackets and colons full-width."""
    folded = "".join(fold(text).split())
    return folded.replace("(", "（").replace(")", "）").replace(",", "，").replace(":", "：").replace(";", "；")


def numbered(document: Document) -> list[Numbered]:
    """Every paragraph with its block and its flat text."""
    return [(number, paragraph, flat(paragraph.text)) for number, paragraph in document.paragraphs()]


def placed(texts: Sequence[Numbered]) -> list[tuple[int, Paragraph, str, Section, bool]]:
    """Every paragraph with its block, flat text and section, and whether it is a heading."""
    section, found = Section(), []
    for block, paragraph, text in texts:
        entered = enter(section, paragraph.text) if len(text) <= LONGEST_HEADING + 1 else None
        section = entered or section
        found.append((block, paragraph, text, section, entered is not None))
    return found


def value(numerals: str) -> int:
    """The number that Chinese numerals up to 99 stand for; 0 where it is none."""
    return numeral(numerals) or 0


def read_contents(texts: Sequence[Numbered], agencies: Sequence[str]) -> Contents | None:
    """The table of contents against the body; None where the report has none."""
    names = [flat(name) for name in agencies]
    entries = _entries(texts, names)
    if not 3 <= len(entries) <= _MOST_ENTRIES:
        return None
    body = [
        (entry_of(block, paragraph.page, text, names), heading)
        for block, paragraph, text, _, heading in placed(texts)
        if block > entries[-1].block and len(text) <= _ENTRY_LENGTH
    ]
    found = _parts(entries, body)
    spans = _spans(entries, found)
    _match(entries, found, body, spans)
    exact = tuple(
        heading is not None and heading.core == entry.core for entry, heading in zip(entries, found, strict=True)
    )
    _match_similar(entries, found, [one for one, heading in body if heading], spans)
    return Contents(tuple(entries), tuple(found), exact)


def _entries(texts: Sequence[Numbered], agencies: Sequence[str]) -> list[Entry]:
    """The lines of the table of contents, those that were broken put together."""
    start = next((n for n, (_, _, text) in enumerate(texts) if _CONTENTS.fullmatch(text)), len(texts))
    entries: list[Entry] = []
    seen: Counter[tuple[int, str, str]] = Counter()
    for number in range(start + 1, len(texts)):
        block, paragraph, text = texts[number]
        entry = entry_of(block, paragraph.page, text, agencies)
        if seen[_named(entry)] or _begins_again(entry, entries):
            break
        if _listed(text) and len(entry.text) <= _ENTRY_LENGTH:
            entries.append(entry)
            seen[_named(entry)] += 1
        elif (
            entries and len(text) <= _REST_LENGTH and any(_listed(one) for _, _, one in texts[number + 1 : number + 2])
        ):
            seen[_named(entries[-1])] -= 1
            entries[-1] = entry_of(block, entries[-1].page, entries[-1].text + text, agencies)
            seen[_named(entries[-1])] += 1
        else:
            break
    return entries


def _listed(text: str) -> bool:
    return bool(ORDINAL.match(text) or _LEADERS.search(text))


def _named(entry: Entry) -> tuple[int, str, str]:
    """What an entry is told by: where it comes a second time, the body has begun."""
    return entry.rank, entry.ordinal, entry.core


def _begins_again(entry: Entry, entries: list[Entry]) -> bool:
    """Whether the parts start anew."""
    last = next((one for one in reversed(entries) if one.rank == 1), None) if entry.rank == 1 else None
    return last is not None and value(entry.ordinal) <= value(last.ordinal)


def entry_of(block: int, page: int, text: str, agencies: Sequence[str]) -> Entry:
    """A line as an entry or a heading: its number, its name, and what is left without office, year and filler."""
    text = _LEADERS.sub("", text).lstrip("-").rstrip("。")
    ordinal = ORDINAL.match(text)
    name = text[ordinal.end() :] if ordinal else text
    core = _BRACKETS.sub("", name)
    for agency in agencies:
        core = core.replace(agency, "")
    core = _FILLER.sub("", core).replace("（）", "") or name
    number, rank = "", len(ORDINAL.groupindex)
    if ordinal and ordinal.lastgroup:
        number, rank = ordinal[ordinal.lastgroup], ORDINAL.groupindex[ordinal.lastgroup]
    return Entry(text, name, core, number, rank, block, page)


def _parts(entries: Sequence[Entry], body: Sequence[tuple[Entry, bool]]) -> list[Entry | None]:
    """The heading of each part (第二部分): the same number, in the order of the table of contents."""
    found: list[Entry | None] = []
    position = entries[-1].block
    parts = [one for one, heading in body if heading and one.rank == 1]
    for entry in entries:
        fitting = (one for one in parts if one.ordinal == entry.ordinal and one.block > position)
        part = next(fitting, None) if entry.rank == 1 else None
        found.append(part)
        position = part.block if part else position
    return found


def _spans(entries: Sequence[Entry], found: Sequence[Entry | None]) -> list[tuple[int, int]]:
    """The blocks among which the heading of each entry is looked for: those of its part."""
    starts = [one.block for one in found if one]
    spans: list[tuple[int, int]] = []
    start, missing = entries[-1].block, False
    for entry, heading in zip(entries, found, strict=True):
        if entry.rank == 1:
            start, missing = (heading.block, False) if heading else (start, True)
        end = next((block for block in starts if block > start), maxsize)
        spans.append((start, end) if not missing else (entries[-1].block, maxsize))
    return spans


def _match(
    entries: Sequence[Entry],
    found: list[Entry | None],
    body: Sequence[tuple[Entry, bool]],
    spans: Sequence[tuple[int, int]],
) -> None:
    """The heading of each entry: the same words, behind the heading before where there is a choice."""
    by_core: dict[str, list[Entry]] = {}
    for one, _ in body:
        by_core.setdefault(one.core, []).append(one)
    used = {heading.block for heading in found if heading}
    position = entries[-1].block
    for number, (entry, (low, high)) in enumerate(zip(entries, spans, strict=True)):
        if found[number] is None:
            fitting = [one for one in by_core.get(entry.core, []) if one.block not in used and low < one.block < high]
            found[number] = next((one for one in fitting if one.block > position), fitting[0] if fitting else None)
        heading = found[number]
        if heading:
            position = heading.block
            used.add(heading.block)


def _match_similar(
    entries: Sequence[Entry], found: list[Entry | None], headings: Sequence[Entry], spans: Sequence[tuple[int, int]]
) -> None:
    """Give an entry without a heading the free one that holds most of its words and is not of another rank."""
    used = {heading.block for heading in found if heading}
    free = [one for one in headings if one.block not in used]
    for number, (entry, (low, high)) in enumerate(zip(entries, spans, strict=True)):
        within = () if found[number] else (one for one in free if low < one.block < high)
        similar = next((one for one in within if alike(entry, one)), None)
        if similar:
            found[number] = similar
            free.remove(similar)


def alike(entry: Entry, heading: Entry) -> bool:
    """Whether a heading holds most of the words of an entry, and is not of another rank."""
    if (heading.ordinal and heading.rank != entry.rank) or entry.name.endswith("表") != heading.name.endswith("表"):
        return False
    same_number = bool(entry.ordinal) and entry.ordinal == heading.ordinal
    if same_number and _share(entry.core, heading.core, max(2, _NUMBERED * len(entry.core))):
        return True
    if _share(entry.name, heading.name, _ALIKE * len(entry.name)):
        return True
    return entry.name[-1:] == heading.name[-1:] and _nearly(entry.core, heading.core)


def _share(one: str, other: str, least: float) -> bool:
    """Whether both have a piece of at least so many characters."""
    length = ceil(least)
    return any(one[at : at + length] in other for at in range(len(one) - length + 1))


def _nearly(one: str, other: str) -> bool:
    """Whether most characters of both are the same in the same order; what counting tells is not looked at closely."""
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return all(bound() >= _NEARLY for bound in (matcher.real_quick_ratio, matcher.quick_ratio, matcher.ratio))
