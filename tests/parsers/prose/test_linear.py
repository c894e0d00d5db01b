"""Reading takes work in proportion to the length of a paragraph, whatever it is made of."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from time import process_time
from typing import Any

import pytest

from budgetlib.parsers.identity import Identity
from budgetlib.parsers.prose import read_prose
from budgetlib.readers.document import Document, Fragment, Paragraph

LONGEST = 16_000
REPEATED = (
    "其中",
    "占",
    "比",
    "与",
    "的",
    "（",
    "）",
    "(其中",
    "支出",
    "较上年",
    "1",
    "1.",
    "，",
    "、",
    "主要原因是",
    "2023年",
)
SENTENCES = (
    "公务接待费支出3.00万元，比上年减少1.00万元，下降25.00%，主要原因是活动减少。",
    "其中：基本支出10.00万元，占50.00%；",
    "教育支出（类）普通教育（款）小学教育（项）10.00万元、",
    "（其中：购置费1.00万元",
)


def read(text: str) -> None:
    document = Document(Path("made-up.txt"), "", "text", 1, (Paragraph(text, (Fragment(0, 1),)),))
    read_prose(document, Identity("某局", "某局", 2023, "final", "department", ""), [])


def work(text: str) -> int:
    """Lines of code that run while ``text`` is read as one paragraph."""
    count = 0

    def line(frame: Any, event: str, argument: Any) -> Callable[..., Any]:
        nonlocal count
        count += event == "line"
        return line

    before = sys.gettrace()
    sys.settrace(line)
    try:
        read(text)
    finally:
        sys.settrace(before)
    return count


def chunk(piece: str, size: int) -> str:
    return piece * (size // len(piece))


@pytest.mark.parametrize("piece", [*REPEATED, *SENTENCES])
def test_twice_the_text_is_at_most_twice_the_work(piece: str) -> None:
    read("")  # words and rows are loaded once
    start = work("")
    one, two, four = (work(chunk(piece, size)) - start for size in (500, 1000, 2000))
    assert two <= 2.3 * one
    assert four <= 2.3 * two


@pytest.mark.parametrize("piece", REPEATED)
def test_no_pattern_runs_away(piece: str) -> None:
    """Patterns run outside of Python's lines, so what they cost shows in the time: eight times the text, not 64.

    Quadratic work on 16,000 characters would be 64 times that on 2,000; the bound leaves room for a busy machine.
    """
    read("")
    times = []
    for size in (LONGEST // 8, LONGEST):
        start = process_time()
        read(chunk(piece, size) + "3.00万元")
        times.append(process_time() - start)
    assert times[1] <= 24 * times[0] + 0.05


def test_bracketed_names_joined_by_a_comma() -> None:
    names = "、".join(f"某项{number}工作（某某类）" for number in "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉")
    base = work("")
    assert work(f"{names}支出3.00万元。" * 4) - base <= 2.3 * (work(f"{names}支出3.00万元。" * 2) - base)
