"""Whether a document is a report at all: by its title, its statements, its sections and its sentences with amounts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from budgetlib.parsers.evidence import Evidence, evidence_of
from budgetlib.parsers.offices import office_behind_label, office_of_title
from budgetlib.readers.document import Document, Grid, UnreadableReport
from budgetlib.reference import load
from budgetlib.text import plain

_AMOUNT = re.compile(r"\d(?:万|亿)?元|\d[%％]")
_COUNT = re.compile(r"\d(?:[个人批辆台套次]|\s*[|\t])|(?<![\d.])\d[\d,]*\.\d\d(?![\d.])")
_REACH = 40
"""Characters before an amount in which its sentence has to speak of a budget."""
_SHARE = 0.2
"""Of the paragraphs of a text without a title that tells, how many must state amounts of a budget."""
_SECTIONS = 3
_PART = re.compile("^第[一二三四五六]部分.{0,50}(?:部门|单位)(?:预算|决算)(?:情况)?说明")
_HEAD_ROWS = 3
_LEAD = 60
"""Characters above a grid among which its title stands, with the office and the unit below it."""


def must_be_a_report(document: Document) -> None:
    """Raises UnreadableReport with one sentence that says what the file seems to be when it is no report."""
    evidence = evidence_of(document)
    seems = _seems(document, evidence)
    if seems:
        raise UnreadableReport(
            f"{document.source}: 这似乎是{seems[0]}，应为部门或单位的预算、决算报告，请核对文件 / "
            f"this seems to be {seems[1]}; expected a final account (决算) or a budget (预算) of a Chinese government "
            "department or unit. Check that this is the right file."
        )


def _seems(document: Document, evidence: Evidence) -> tuple[str, str] | None:
    """What a document seems to be that is no report, in Chinese and English; None where it is one by the evidence."""
    title = "".join(evidence.title)
    texts = [text for _, paragraph in document.paragraphs() if (text := plain(paragraph.text))]
    if other := _checklist([title, *texts[:1]]) or _of_a_government(evidence):
        return other["zh"], other["en"]
    stating, sections = sum(map(_states_budget, texts)), _sections(evidence)
    if _tables(document) or any(map(_is_form, texts)):
        return None
    if other := _ends_as_other(evidence.title):
        return other["zh"], other["en"]
    if _is_titled(title):
        figures = stating or sections >= _SECTIONS or any(map(_holds_figure, texts))
        return None if figures else ("只有标题或附件链接的页面", "a page that names a report without its figures")
    if other := _other(title):
        return other["zh"], other["en"]
    if stating and (stating >= _SHARE * len(texts) or sections >= _SECTIONS or any(map(_is_part, evidence.headings))):
        return None
    if not texts:
        return "空文件", "an empty file"
    return "没有预算、决算报表或数字的文字", "a text without statements or amounts of a budget"


def _checklist(texts: Sequence[str]) -> dict[str, Any] | None:
    known: dict[str, Any] = load("identity")["checklist"]
    return known if any(text.endswith(tuple(known["end"])) for text in texts) else None


def _of_a_government(evidence: Evidence) -> dict[str, Any] | None:
    """What the title names where it is the budget or the account of a whole place, which no department spends."""
    known: dict[str, Any] = load("identity")["government"]
    title = "".join(evidence.title)
    if any(word in title for word in known["not"]) or not any(word in title for word in known["words"]):
        return None
    titled, over = office_of_title(evidence.title), map(office_behind_label, evidence.labels)
    offices = [titled[0].name] if titled and not titled[0].place else [found[1] for found in over if found]
    return known if all(name.endswith(tuple(known["of"])) for name in offices) else None


def _ends_as_other(title: Sequence[str]) -> dict[str, Any] | None:
    """What a title is that speaks of a budget and ends as something else: 关于编制部门预算的通知."""
    counts = range(1, len(title) + 1)
    starts = ["".join(title[:count]) for count in counts if not office_of_title(title[count:])]
    found: list[dict[str, Any]] = load("identity")["other"]
    return next((one for one in found if any(start.endswith(tuple(one.get("end", ()))) for start in starts)), None)


def _is_titled(title: str) -> bool:
    """Whether the title is of a budget or an account."""
    return any(word in title for word in load("identity")["evidence"]["title"])


def _other(title: str) -> dict[str, Any] | None:
    found: list[dict[str, Any]] = load("identity")["other"]
    return next((entry for entry in found if any(word in title for word in entry.get("words", ()))), None)


def _states_budget(text: str) -> bool:
    words = load("identity")["evidence"]["sentence"]
    reaches = (text[max(match.start() - _REACH, 0) : match.start()] for match in _AMOUNT.finditer(text))
    return any(word in reach for reach in reaches for word in words)


def _is_part(heading: str) -> bool:
    """第三部分 2024年度部门决算情况说明: a part that only a report has."""
    return bool(_PART.search(heading))


def _holds_figure(text: str) -> bool:
    return bool(_AMOUNT.search(text) or _COUNT.search(text))


def _is_form(text: str) -> bool:
    """Whether a target form or a self-evaluation stands in one line of text."""
    return sum(word in text for word in load("identity")["evidence"]["form"]) >= 2 and _holds_figure(text)


def _tables(document: Document) -> int:
    """Grids whose title and heads speak of incomes and spending, or of targets."""
    count, lead = 0, ""
    for block in document.blocks:
        if isinstance(block, Grid):
            head = lead + "".join(plain(cell.text) for cell in block.cells if cell.row < _HEAD_ROWS)
            count += _speaks_of_budget(head)
            lead = ""
        else:
            lead = (lead + plain(block.text))[-_LEAD:]
    return count


def _speaks_of_budget(head: str) -> bool:
    known = load("identity")["evidence"]
    return sum(head.count(word) for word in known["statement"]) >= 2 or any(word in head for word in known["form"])


def _sections(evidence: Evidence) -> int:
    """Headings of sections about a budget."""
    words = load("identity")["evidence"]["statement"]
    return sum(1 for line in evidence.headings if any(word in line for word in words))
