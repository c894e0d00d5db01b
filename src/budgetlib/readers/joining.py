"""When a line goes on: the marks that open a heading or a list item, and how two broken halves are put together."""

from __future__ import annotations

import re

_ORDINAL = "一二三四五六七八九十百零〇"
OPENING = re.compile(
    rf"\s*(?:第[{_ORDINAL}\d]+(?:部分|章|节)|[{_ORDINAL}]+[、.．]|[（(][{_ORDINAL}\d]+[）)]|\d+\s*[、.．](?!\d)|[-•●■]\s|目\s*录\s*$)"
)
"""How a heading, a list item or a table of contents begins."""

HEADING = re.compile(rf"(?:-\s)?\s*(?:第[{_ORDINAL}\d]+(?:部分|章|节)|[{_ORDINAL}]+[、.．]|[（(][{_ORDINAL}]+[）)])")
"""How a heading begins: 第一部分, 一、 or （一）."""

_TITLE = re.compile(r"[^，。；：、,;:]{2,30}(?:说明|情况|概况|职能|职责|设置|解释|决算|预算|公开|报告|报表)")

_TITLE_END = re.compile(
    r"(?:说明|情况|概况|职能|职责|设置|解释|决算|预算|公开|报告|表|目录|构成|任务|目标)(?:[（(][^（）()]{1,20}[)）])?$"
)

_AMOUNT = re.compile(r"\d\s*(?:[百千]?[万亿]?元|[%％])")
"""A line that states an amount and goes on behind a comma is a sentence, whatever it opens with."""

_UNIT_LINE = re.compile(r"[(（]?(?:计量|金额|货币)?单位\s*[:：]\s*[(（]?(?:人民币)?[百千]?[万亿]?元[)）]?\s*[)）]?")
_UNIT_END = re.compile(_UNIT_LINE.pattern + "$")
_LABEL_LINE = re.compile(r"\s*(?:(?:编制|填报|预算|公开|金额|计量)?(?:单位|部门)(?:名称)?\s*[:：]|公开\s*\d+\s*表)")
_TABLE_TITLE = re.compile(r"[^，。；：、,;:]{3,60}表(?:\s*[(（][^()（）]{1,20}[)）])?")

HYPHENS = str.maketrans({"\ufffe": "-", "\x02": "-", "\xad": "-"})
"""PDF engines mark a hyphen at the end of a line with a code of its own."""

TERMINAL = "。；;：:！!？?…"


def opens_block(line: str) -> bool:
    """Whether a line begins a heading or a list item and so never continues the line before it."""
    return bool(OPENING.match(line))


def is_heading(line: str) -> bool:
    """Whether a line is a heading: it opens with a Chinese ordinal, is short and is no sentence.

    A line that opens with an Arabic ordinal is an item of a list, and its sentence may go on after a page break.
    """
    text = line.strip()
    short = bool(HEADING.match(text)) and len(text) <= 50 and text[-1] not in "。；;，,、"
    return short and not ("，" in text and _AMOUNT.search(text))


def is_title(line: str) -> bool:
    """Whether a line that stands alone is a title without a number: short, no sentence, ending as titles do."""
    return bool(_TITLE.fullmatch(line.strip()))


def ends_title(line: str) -> bool:
    """Whether a line ends as titles of sections and tables do."""
    return bool(_TITLE_END.search(line.strip()))


def is_unit_line(line: str) -> bool:
    """Whether a line only says in which unit the table below it is (单位：万元)."""
    return bool(_UNIT_LINE.fullmatch(line.strip()))


def ends_with_unit(line: str) -> bool:
    """Whether a line ends by saying in which unit the table below it is: 部门：某局　单位：万元."""
    return bool(_UNIT_END.search(line.strip()))


def is_label_line(line: str) -> bool:
    """Whether a line names the office, the unit or the number of the table below it."""
    return bool(_LABEL_LINE.match(line))


def is_table_title(line: str) -> bool:
    """Whether a line that stands alone is the title of a table."""
    return bool(_TABLE_TITLE.fullmatch(re.sub(rf"^[(（]?[{_ORDINAL}\d]+[、.．)）]", "", line.strip())))


def glue(left: str, right: str) -> str:
    """What stands between two halves of a broken line: a space where two words or numbers would run together."""
    if not left or not right:
        return ""
    return " " if left[-1].isascii() and right[0].isascii() and left[-1].isalnum() and right[0].isalnum() else ""
