"""The outline of a report: which part, section and subsection each paragraph stands in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from budgetlib.readers.document import Document, Paragraph
from budgetlib.text import plain

_ORDINAL = "一二三四五六七八九十"
_PART = re.compile(rf"第[{_ORDINAL}]+(?:部分|章)")
_SECTION = re.compile(rf"(?:-)?([{_ORDINAL}]+)[、.．]")
_SUBSECTION = re.compile(rf"（[{_ORDINAL}]+）")
_UNNUMBERED = re.compile(r"[^，。；：、]*(?:说明|情况|职能|职责|设置|解释|概况|决算表|预算表|报表)")
_LEADERS = re.compile(r"(?:[.．·]{3,}|…+|-{3,}|—{2,})（?\d{0,3}）?$")
"""How a line of a table of contents ends: dots and the page."""
_UNIT_NOTE = re.compile(r"（(?:金额)?单位：[^（）]{1,6}）$")
_AMOUNT = re.compile(r"\d(?:亿|万)?元")
_TITLE_LIKE = re.compile(r".*情况(?:说明)?。")

LONGEST_HEADING = 50
_LONGEST_LINE = 200
"""With the dots that lead to a page number."""


@dataclass(frozen=True, slots=True)
class Section:
    """Where a paragraph stands: part (第二部分 …), section (一、…), subsection（（一）…）, each as printed."""

    part: str = ""
    section: str = ""
    subsection: str = ""

    @property
    def name(self) -> str:
        """The section, or the part where it has no numbered sections."""
        return self.section or self.part

    @property
    def is_glossary_or_duties(self) -> bool:
        """Parts that explain words or list duties: their numbers are no figures of the budget."""
        return any(word in f"{self.part}{self.section}" for word in ("名词解释", "主要职能", "主要职责"))


def headings(document: Document) -> Iterator[tuple[int, Paragraph, Section]]:
    """Headings in order, with block number and the section that each one opens."""
    section = Section()
    for number, paragraph in document.paragraphs():
        entered = enter(section, paragraph.text)
        if entered is not None:
            section = entered
            yield number, paragraph, section


def enter(section: Section, text: str) -> Section | None:
    """The section that ``text`` opens when it is a heading, in the body or in a table of contents; None when none."""
    if len(text) > _LONGEST_LINE:
        return None
    name = _UNIT_NOTE.sub("", _LEADERS.sub("", plain(text).lstrip("-")))
    if not name or len(name) > LONGEST_HEADING or (name[-1] in "。；，" and not _TITLE_LIKE.fullmatch(name)):
        return None
    name = name.rstrip("。")
    if _PART.match(name):
        return Section(part=name)
    if _SECTION.match(name) and not _AMOUNT.search(name):
        return replace(section, section=name, subsection="")
    if _SUBSECTION.match(name) and not _AMOUNT.search(name):
        return replace(section, subsection=name)
    if len(name) <= 30 and _UNNUMBERED.fullmatch(name):
        return Section(part=name)
    return None
