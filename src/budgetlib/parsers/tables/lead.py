"""What stands above a grid: its title, its unit, the office, and whether anything but page furniture does."""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from dataclasses import dataclass

from budgetlib.parsers.tables.cells import role, unit_of, without_unit
from budgetlib.readers.document import Paragraph
from budgetlib.text import key

_REACH = 8
"""Paragraphs above a grid among which its title stands: title, number of the form, office, unit, a heading."""
_LONGEST = 70
_LONGEST_SECTION = 30
_TAIL = 15
"""Characters of a line that can be the rest of a title cut above it."""
_ABOVE = 60


@dataclass(frozen=True, slots=True)
class Lead:
    """The lines above a grid as they were understood."""

    title: str = ""
    above: str = ""
    """The line above the title, of which it may be the rest."""
    unit: str = ""
    office: str = ""
    bare: bool = True
    """Nothing but furniture of the page stands there: the grid may go on with the one before."""


def lead_of(paragraphs: Sequence[Paragraph], repeated: Container[str]) -> Lead:
    """Read the paragraphs before a grid, nearest first; ``repeated`` are texts that run through the report."""
    title = above = unit = office = tail = ""
    bare = True
    for line in reversed([part for paragraph in paragraphs[-_REACH:] for part in _parts(paragraph.text)]):
        stated = unit_of(key(line))
        bare_line = without_unit(line)  # of a title with its unit behind it the title
        text, printed = key(bare_line), "".join(bare_line.split())
        if title:
            above = printed if len(text) < _ABOVE and not role("furniture").fullmatch(text) and not stated else ""
            break
        unit = unit or stated or ""
        if _introduces(text, stated if bare_line == line else None):
            office = office or _office(text)
        elif role("note").match(text) or len(text) > _LONGEST or text.endswith(("。", "；", ";")):
            bare = False
            break
        elif (joined := _title(text, printed, tail)) or (role("section").match(text) and len(text) < _LONGEST_SECTION):
            title = joined or printed
        elif text not in repeated:
            bare = False
            tail = printed + tail if len(text) < _TAIL or not tail else ""
    return Lead(title, above, unit, office, bare)


def _parts(line: str) -> list[str]:
    """A line, or where its title stands between the number of the form and the office: each of them."""
    parts = line.split()
    titles = [len(part) > len("支出决算表") and role("title").search(key(part)) for part in parts]
    return parts if len(parts) > 1 and any(titles[:-1]) else [line]


def _introduces(text: str, stated: str | None) -> bool:
    if text == "表":
        return False
    return bool(role("office_line").search(text) or role("furniture").fullmatch(text) or (stated and len(text) < 40))


def _title(text: str, printed: str, tail: str) -> str:
    """The title that a line is, with the rest of it that stands on the line below; '' where it is none."""
    if len(text) > 2 and role("title").search(text + key(tail)):
        return printed + tail
    return printed if len(text) > 2 and role("title").search(text) else ""


def _office(text: str) -> str:
    found = role("office_line").match(text)
    name = re.sub(r"(?:金额)?单位[:：].*$", "", text[found.end() :] if found else text)
    return name if found and 3 < len(name) < 40 and "元" not in name[:3] else ""
