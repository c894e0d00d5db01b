"""What a document offers as evidence of its identity: title, lines over tables, headings, openings, signature."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import zip_longest

from budgetlib.parsers.offices import is_office, office_behind_label
from budgetlib.parsers.periods import arabic_years
from budgetlib.readers.document import Document, Grid, Paragraph
from budgetlib.reference import load
from budgetlib.text import plain

_CONTENTS = re.compile(r"目[录次]|CONTENTS", re.IGNORECASE)
_NUMBERED = re.compile(r"第[一二三四五六七八九十]+(?:部分|章)|[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）")
_NUMERAL = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})"
_DATE = re.compile(rf"20\d\d年{_NUMERAL}月(?:{_NUMERAL}日)?(?:星期.)?")
_TABLE_TITLE = re.compile(
    r"(?:公开)?(?:表[一二三四五六七八九十\d]+|\d+表)|.*(?:收入|支出|收支|经费|情况|明细|目标)[^，。]{0,12}(?<!公开)(?<!报)表(?:（[^（）]*）)?"
)
"""The number or the title of a table: with it the title of the report has ended."""
_LEADERS = re.compile(r"[.…·]{3,}\d*$")
_PAGE_NUMBER = re.compile(r"[-—–\s]*(?:第?[\d\s]+页?)[-—–\s]*")
_ANNEX = re.compile(r"附件?[\d一二三四五六七八九十]*[：:]?")

TITLE_LINES = 8
LONGEST_TITLE_LINE = 70
LONGEST_HEADING = 60
HEAD_ROWS = 3
"""Rows at the top of a grid in which title, office and unit of a table may stand."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Lines by what they are; all without spaces, brackets full-width, years in Arabic numerals."""

    title: tuple[str, ...]
    labels: tuple[str, ...]
    headings: tuple[str, ...]
    sentences: tuple[str, ...]
    signatures: tuple[str, ...]
    sources: tuple[str, ...]
    file_name: str


def evidence_of(document: Document) -> Evidence:
    """Sort the lines of a document into evidence."""
    title, rest = _title(document)
    heads = [text for _, grid in document.grids() for text in _head(grid)]
    labelled = [text for text in rest + heads if len(text) <= 100 and office_behind_label(text)]
    sources = [text for text in labelled if _is_source(text)]
    return Evidence(
        title=tuple(title),
        labels=tuple(text for text in labelled if text not in sources),
        headings=tuple(_LEADERS.sub("", text) for text in rest + heads if _is_heading(text)),
        sentences=tuple(text for text in rest if not _is_heading(text) and text not in labelled),
        signatures=tuple(_signatures(rest)),
        sources=tuple(sources),
        file_name=plain(document.source.stem).replace("_", ""),
    )


def _title(document: Document) -> tuple[list[str], list[str]]:
    """The lines of the title, and the paragraphs behind it."""
    title: list[str] = []
    blocks = iter(document.blocks)
    behind: list[str] = []
    for block in blocks:
        if isinstance(block, Grid) or (document.place != "line" and block.page > 1):
            behind = [] if isinstance(block, Grid) else [_plain(block.text)]
            break
        lines = [_plain(line) for line in _lines(block, document)]
        taken = next((number for number, line in enumerate(lines) if _ends_title(line)), len(lines))
        title += [line for line in lines[:taken] if line and not _is_furniture(line)]
        if taken < len(lines) or len(title) >= TITLE_LINES:
            behind = ["".join(lines[taken:])]
            break
    return title, behind + [_plain(block.text) for block in blocks if isinstance(block, Paragraph)]


def _plain(text: str) -> str:
    return arabic_years(plain(text))


def _lines(paragraph: Paragraph, document: Document) -> list[str]:
    """The printed lines of a paragraph of a text, where a title may be joined to what follows; of a page, the whole."""
    if document.place != "line":
        return [paragraph.text]
    starts = [fragment.start for fragment in paragraph.fragments]
    return [paragraph.text[start:end] for start, end in zip(starts, [*starts[1:], None], strict=True)]


def _ends_title(text: str) -> bool:
    """Contents, a numbered heading, the title of a table or a sentence: the title is over."""
    if _CONTENTS.fullmatch(text) or _NUMBERED.match(text) or _TABLE_TITLE.fullmatch(text):
        return True
    if "：" in text and text.endswith("。"):  # 说明：……。
        return True
    return len(text) > LONGEST_TITLE_LINE or bool(re.search(r"[。；，]|\d\.\d|万元", text.rstrip("。")))


def _is_furniture(text: str) -> bool:
    return (
        text.startswith(_furniture())
        or any(word in text for word in _furniture())
        or any(whole.fullmatch(text) for whole in (_PAGE_NUMBER, _DATE, _ANNEX))
    )


def _is_heading(text: str) -> bool:
    return 3 < len(text) <= LONGEST_HEADING and not text.endswith(("。", "；", "，", "、")) and "万元" not in text


def _is_source(text: str) -> bool:
    return any(f"{label}：" in text for label in load("identity")["labels"]["source"])


def _head(grid: Grid) -> Iterator[str]:
    """Texts of the first rows of a grid, a label with the cell beside it."""
    rows = grid.rows()[:HEAD_ROWS]
    for row in rows:
        texts = [_plain(cell.text) for cell in row]
        for text, beside in zip_longest(texts, texts[1:], fillvalue=""):
            if text.endswith("：") and beside:
                yield text + beside
            elif len(row) == 1 or "：" in text:
                yield text


def _signatures(texts: list[str]) -> Iterator[str]:
    """Lines of an office alone above a date, or the last line."""
    for text, below in zip_longest(texts, texts[1:], fillvalue=""):
        if is_office(text) and (not below or _DATE.fullmatch(below)):
            yield text


@cache
def _furniture() -> tuple[str, ...]:
    return tuple(load("identity")["furniture"])
