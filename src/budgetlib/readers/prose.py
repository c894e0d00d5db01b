"""Lines with a place become paragraphs: page furniture dropped, lines joined across line and page breaks."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from budgetlib.readers.document import Box, Fragment, Paragraph
from budgetlib.readers.joining import (
    TERMINAL,
    ends_title,
    ends_with_unit,
    glue,
    is_heading,
    is_label_line,
    opens_block,
)

_PAGE_NUMBER = re.compile(r"[-–—―─━·•\s第]*(\d{1,4}|\d(?:\s\d){1,3})[-–—―─━·•\s页]*(?:[/共,，\s]*\d{1,4}\s*页?)?")
"""Set off by dashes or 第…页; its digits may stand apart (— 1 2 —)."""
_NOTE = re.compile(r"\s*(?:备?注|说明|附注)\s*[:：\d一二三]")
_STATEMENT_FURNITURE = re.compile(r"单位\s*[:：]|编制|公开\s*[\d一二三四五六七八九十]|[注表]")
"""Repeated above each statement, and yet part of it: the unit line and the title are no running header."""
_EDGE = 72.0
"""How far from the top and the foot of a page, in points, page numbers and running headers stand: an inch."""
_NUMBERING = 2
"""More pages than this with one numbering make page numbers of lines that stand away from the edge."""
_HEADING_LINES = 2
_RAGGED = 3.0
"""How many characters short of the margin a line may end that goes on."""
_LABELLED = re.compile(r"[^，。；、:：]{1,10}[:：]")
_LISTED = re.compile(r"[.…·]{3,}\s*\d*$")
"""A line of a table of contents."""
_UNBREAKABLE = re.compile(r"[A-Za-z\d.,%％]*")
_NUMBER_TAIL = re.compile(r"[\d,]*\.?\d*$")
_NUMBER_HEAD = re.compile(r"^[\d,]*\.?\d*")
_NUMBER = re.compile(r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line of one page; ``bbox`` is in points of the upright page, y downwards."""

    text: str
    page: int
    bbox: Box


@dataclass(frozen=True, slots=True)
class Margins:
    """Between which x the running text of a page stands."""

    left: float
    right: float


def without_furniture(lines: Iterable[Line], heights: Mapping[int, float]) -> list[Line]:
    """The lines that are not page numbers and not headers or footers running through the report.

    A number at the edge of a page counts as its page number only when it is set off by dashes or 第…页, or when
    the same numbering goes on over other pages: a figure that ends a paragraph there is kept. Away from the edge the
    numbering must go on over more pages, and a bare number must stand at the same height on them.
    """
    lines = list(lines)
    edge = {line for line in lines if _at_edge(line, heights)}
    numbers = {line: _page_number(line) for line in edge | _outermost(lines)}
    shifts = Counter(number - line.page for line, number in numbers.items() if number is not None)
    level = Counter((number - line.page, _height(line)) for line, number in numbers.items() if number is not None)
    repeated = _running(edge, len(heights))

    def furniture(line: Line) -> bool:
        number = numbers.get(line)
        if number is None:
            return line in edge and line.text in repeated
        dashed, shift = not line.text.strip().isdigit(), number - line.page
        if line in edge:
            return dashed or shifts[shift] > 1
        return (shifts[shift] if dashed else level[shift, _height(line)]) > _NUMBERING

    return [line for line in lines if not furniture(line)]


def _page_number(line: Line) -> int | None:
    found = _PAGE_NUMBER.fullmatch(line.text)
    return int("".join(found.group(1).split())) if found else None


def _outermost(lines: Sequence[Line]) -> set[Line]:
    """The highest and the lowest line of each page: a page number may stand further from the foot than an inch."""
    pages: dict[int, list[Line]] = defaultdict(list)
    for line in lines:
        pages[line.page].append(line)
    ends = (min, max)
    return {end(on_page, key=lambda line: line.bbox[1]) for on_page in pages.values() for end in ends}


def _at_edge(line: Line, heights: Mapping[int, float]) -> bool:
    height = heights[line.page]
    return line.bbox[3] < _EDGE or line.bbox[1] > height - _EDGE


def _height(line: Line) -> int:
    """At which height of the page a line stands, so roughly that a line a little off stands at the same."""
    return round(line.bbox[1] / 4)


def _running(edge: Iterable[Line], pages: int) -> set[str]:
    """Texts that stand at the same height of at least three pages, and of two in five."""
    places: dict[tuple[str, int], set[int]] = defaultdict(set)
    for line in edge:
        if not _STATEMENT_FURNITURE.search(line.text) and not line.text.strip().isdigit():
            places[line.text, _height(line)].add(line.page)
    return {text for (text, _), on in places.items() if len(on) >= max(3, 0.4 * pages)}


def margins(lines: Sequence[Line], widths: Mapping[int, float]) -> dict[int, Margins]:
    """Margins of each page, from its long lines; a page without any takes those of pages of the same width."""
    long: dict[int, list[Line]] = defaultdict(list)
    for line in lines:
        if line.bbox[2] - line.bbox[0] > 0.5 * widths[line.page]:
            long[line.page].append(line)
    by_width: dict[int, list[Line]] = defaultdict(list)
    for page, on_page in long.items():
        by_width[round(widths[page])] += on_page
    found = {page: long.get(page) or by_width.get(round(width), []) for page, width in widths.items()}
    return {
        page: Margins(min(line.bbox[0] for line in lines), max(line.bbox[2] for line in lines))
        for page, lines in found.items()
        if lines
    }


def paragraphs(
    lines: Sequence[Line], page_margins: Mapping[int, Margins], boxes: Mapping[Line, Box]
) -> list[Paragraph]:
    """Lines in reading order, joined where they go on; ``boxes`` are the places a fragment is to carry."""
    groups: list[list[Line]] = []
    for line in lines:
        if groups and _goes_on(groups[-1][-1], line, page_margins, _is_heading(groups[-1])):
            groups[-1].append(line)
        else:
            groups.append([line])
    return [_paragraph(group, page_margins, boxes) for group in groups]


def _is_heading(group: Sequence[Line]) -> bool:
    """Whether the lines joined so far are a heading; a numbered sentence is none once it is longer than a heading."""
    return len(group) <= _HEADING_LINES and is_heading("".join(line.text for line in group))


def _goes_on(line: Line, following: Line, page_margins: Mapping[int, Margins], in_heading: bool) -> bool:
    here, there = page_margins.get(line.page), page_margins.get(following.page)
    if here is None or there is None or opens_block(following.text) or _NOTE.match(following.text):
        return False
    if in_heading and line.page != following.page and ends_title(line.text):
        return False
    if (is_label_line(following.text) and ends_title(line.text)) or ends_with_unit(line.text):
        return False
    if in_heading and _both_centred(line, following):
        return True
    if _larger(line, following) or _larger(following, line):  # a title that fills the page, and the text below it
        return False
    em = _em(following)
    if following.bbox[0] > there.left + 1.2 * em:  # the first line of a paragraph is indented by two characters
        return False
    token = _UNBREAKABLE.match(following.text)
    room = 1.8 * em + 0.6 * em * len(token.group() if token else "")
    if line.bbox[2] > here.right - room:
        return True
    short = here.right - line.bbox[2] - 0.6 * em * len(token.group() if token else "")
    return short < _RAGGED * em and _is_cut(line, following, here, there)


def _is_cut(line: Line, following: Line, here: Margins, there: Margins) -> bool:
    """Whether a line that ends short of the margin, as lines do that are not justified, is cut within its sentence."""
    em = _em(following)
    at_margin = following.bbox[0] < there.left + 0.5 * em and line.bbox[0] < here.left + 2.5 * em
    wide = line.bbox[2] - line.bbox[0] > 0.6 * (here.right - here.left)
    ends = line.text[-1] in TERMINAL or ends_title(line.text) or _LABELLED.match(following.text)
    return at_margin and wide and not ends and not _LISTED.search(line.text)


def _larger(line: Line, other: Line) -> bool:
    """Whether a line is set in larger type: wider, which justified text is too, and higher, which digits may be."""
    height, other_height = line.bbox[3] - line.bbox[1], other.bbox[3] - other.bbox[1]
    return _em(line) > 1.2 * _em(other) and height > 1.15 * other_height


def _both_centred(line: Line, following: Line) -> bool:
    """Whether a line is the end of a centred heading that was too long for one line."""
    middle = (line.bbox[0] + line.bbox[2]) / 2 - (following.bbox[0] + following.bbox[2]) / 2
    height = max(line.bbox[3] - line.bbox[1], following.bbox[3] - following.bbox[1])
    near = max(line.bbox[1], following.bbox[1]) - min(line.bbox[3], following.bbox[3]) < 1.5 * height
    return near and line.page == following.page and abs(middle) < 3 and following.bbox[0] > line.bbox[0] + 3 * _em(line)


def _em(line: Line) -> float:
    """Width of a character, from the width of the line: boxes of digits and of Chinese differ in height."""
    wide = (len(line.text.encode(errors="replace")) - len(line.text)) / 2  # Chinese takes three bytes, ASCII one
    weight = 0.5 * (len(line.text) + wide)
    return min((line.bbox[2] - line.bbox[0]) / max(weight, 1.0), 1.5 * (line.bbox[3] - line.bbox[1]))


def _paragraph(group: Sequence[Line], page_margins: Mapping[int, Margins], boxes: Mapping[Line, Box]) -> Paragraph:
    text = ""
    fragments = []
    for number, line in enumerate(group):
        if number:
            text += _between(group[number - 1], line, page_margins)
        fragments.append(Fragment(len(text), line.page, boxes.get(line, line.bbox)))
        text += line.text
    return Paragraph(text, tuple(fragments))


def _between(line: Line, following: Line, page_margins: Mapping[int, Margins]) -> str:
    """Nothing or a space; a number that the typesetter broke because the line was full is put together again."""
    space = glue(line.text, following.text)
    if not space or not (line.text[-1].isdigit() and following.text[0].isdigit()):
        return space
    room = page_margins[line.page].right - line.bbox[2]
    tail, head = _NUMBER_TAIL.search(line.text), _NUMBER_HEAD.match(following.text)
    whole = (tail.group() if tail else "") + (head.group() if head else "")
    return "" if room < 0.4 * _em(following) and _NUMBER.fullmatch(whole) else space
