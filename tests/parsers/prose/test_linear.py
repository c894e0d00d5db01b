"""Reading takes work in proportion to the length of a paragraph, whatever it is made of."""

from __future__ import annotations

import pkgutil
import re
from collections.abc import Iterable
from importlib import import_module
from pathlib import Path
from re._constants import ASSERT, ASSERT_NOT, BRANCH, MAX_REPEAT, MAXREPEAT, MIN_REPEAT, SUBPATTERN
from re._parser import parse
from typing import Any

import pytest
from tests.counting import lines_run

from budgetlib.parsers import prose
from budgetlib.parsers.identity import Identity
from budgetlib.parsers.prose import read_prose
from budgetlib.parsers.prose.tokens import _number
from budgetlib.readers.document import Document, Fragment, Paragraph
from budgetlib.reference import load

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
    return lines_run(lambda: read(text))


def chunk(piece: str, size: int) -> str:
    return piece * (size // len(piece))


@pytest.mark.parametrize("piece", [*REPEATED, *SENTENCES])
def test_twice_the_text_is_at_most_twice_the_work(piece: str) -> None:
    read("")  # words and rows are loaded once
    start = work("")
    one, two, four = (work(chunk(piece, size)) - start for size in (500, 1000, 2000))
    assert two <= 2.3 * one
    assert four <= 2.3 * two


def patterns() -> dict[str, str]:
    """Every pattern that the reader of sentences applies to a text, by its name; the rows see a bounded clause."""
    found = {"numbers": _number().pattern}
    found |= {f"shape {number}": row["pattern"] for number, row in enumerate(load("grammar")["shape"])}
    for module in pkgutil.iter_modules(prose.__path__, prose.__name__ + "."):
        names = vars(import_module(module.name)).items()
        found |= {f"{module.name}.{name}": one.pattern for name, one in names if isinstance(one, re.Pattern)}
    return found


def can_run_back(pieces: Iterable[Any], more: bool = False) -> bool:
    """Whether a repeat without bound has something behind it, or around it, that can fail after it (``more``)."""
    behind = more
    for operation, value in reversed(list(pieces)):
        repeat = operation in (MAX_REPEAT, MIN_REPEAT)
        if repeat and value[1] is MAXREPEAT and behind:
            return True
        inside = {SUBPATTERN: [value[-1]], BRANCH: value[1]} if operation in (SUBPATTERN, BRANCH) else {}
        inner = [value[2]] if repeat else [value[1]] if operation in (ASSERT, ASSERT_NOT) else inside.get(operation, [])
        again = behind or (repeat and value[1] > 1)
        if any(can_run_back(one, again) for one in inner):
            return True
        behind = behind or not _may_be_empty(operation, value)
    return False


def _may_be_empty(operation: Any, value: Any) -> bool:
    if operation in (MAX_REPEAT, MIN_REPEAT):
        return bool(value[0] == 0)
    return operation is SUBPATTERN and all(_may_be_empty(*one) for one in value[-1])


@pytest.mark.parametrize("name", patterns())
def test_no_pattern_runs_back_over_the_text(name: str) -> None:
    """At each place a pattern looks at a bounded piece, or takes all it can and is done: linear, whatever the text."""
    assert not can_run_back(parse(patterns()[name]))


@pytest.mark.parametrize("pattern", ["a*b", "(a+)+", "(?:a+,)*", "(?!.*a)b", "a+a?c", "(?:a*|b)c", "a+$"])
def test_patterns_that_run_back_are_known_as_such(pattern: str) -> None:
    assert can_run_back(parse(pattern))


def test_a_clause_too_long_for_the_rows_is_unread() -> None:
    document = Document(Path("made-up.txt"), "", "text", 1, (Paragraph("完成" * 121 + "3.00%", (Fragment(0, 1),)),))
    found = read_prose(document, Identity("某局", "某局", 2023, "final", "department", ""), [])
    assert [one.reason.split(" ")[0] for one in found.unread] == ["数字之前的分句过长"]


def test_bracketed_names_joined_by_a_comma() -> None:
    names = "、".join(f"某项{number}工作（某某类）" for number in "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉")
    read(f"{names}支出3.00万元。" * 4)  # what is remembered of its words, is remembered for both
    base = work("")
    assert work(f"{names}支出3.00万元。" * 4) - base <= 2.3 * (work(f"{names}支出3.00万元。" * 2) - base)
