"""Years and kinds in a line: which fiscal year it speaks of, and whether of its budget or its final account."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from budgetlib.reference import load

_DATE = r"(?!\d{1,2}月|[一二三四五六七八九十]+月)"
_YEAR = re.compile(rf"(?<![\d\-—－~至])((?:19|20)\d\d)(?:年度?|度|(?=部门|单位)){_DATE}")
_OTHER_YEAR = re.compile("(?:上一?|前一?|去|下一?)年")
"""A year told by its distance ends what is said of the one before it, as a year in numbers does."""
_KIND = re.compile("决算|预算|实际支出")
_ZEROS = "〇○ＯO零０0"
_CHINESE_YEAR = re.compile(rf"二[{_ZEROS}][{_ZEROS}一二三四五六七八九]{{2}}(?=年)")
_DIGITS = str.maketrans({zero: "0" for zero in _ZEROS} | {c: str(n) for n, c in enumerate("一二三四五六七八九", 1)})


@dataclass(frozen=True, slots=True)
class Period:
    """A year and a kind of report (``final``, ``budget``) that a line speaks of; None for what it leaves open."""

    year: int | None
    kind: str | None


def arabic_years(text: str) -> str:
    """二〇二四年 as 2024年."""
    return _CHINESE_YEAR.sub(lambda found: found[0].translate(_DIGITS), text)


def periods(line: str) -> Iterator[Period]:
    """Each year of the line that is no date and nothing is compared with, and the kind that is said of it."""
    line = arabic_years(line)
    for word in _says_nothing():
        line = line.replace(word, "·")
    marks = list(_YEAR.finditer(line))
    if not marks:
        kind = _kind(line)
        if kind:
            yield Period(None, kind)
        return
    ends = [mark.start() for mark in marks[1:]] + [len(line)]
    for mark, end in zip(marks, ends, strict=True):
        if line.endswith(_compared(), 0, mark.start()):
            continue
        behind = _OTHER_YEAR.split(line[mark.end() : end])[0]
        yield Period(int(mark[1]), _kind(line[: mark.start()] + behind if len(marks) == 1 else behind))


def one_kind(found: Iterable[Period]) -> str | None:
    """The kind that all agree on."""
    kinds = {one.kind for one in found if one.kind}
    return kinds.pop() if len(kinds) == 1 else None


def says_of_year(found: Iterable[Period]) -> Counter[int]:
    """How often each year is spoken of together with a kind of report."""
    return Counter(one.year for one in found if one.year and one.kind)


def form_kind(lines: Iterable[str]) -> str | None:
    """What evaluation forms belong to: a self-evaluation looks back, a target form ahead; None for both and neither."""
    text = "".join(lines)
    back, ahead = "自评" in text or "执行率" in text, "绩效目标申报" in text or "绩效目标表" in text
    return None if back == ahead else "final" if back else "budget"


def _kind(text: str) -> str | None:
    """The kind that the words say; a text that says both speaks of the account, which states its budget beside it."""
    said = set(_KIND.findall(text))
    if "决算" in said or "实际支出" in said:
        return "final"
    return "budget" if "预算" in said else None


@cache
def _says_nothing() -> tuple[str, ...]:
    return tuple(sorted(load("identity")["kinds"]["says_nothing"], key=len, reverse=True))


@cache
def _compared() -> tuple[str, ...]:
    return tuple(load("identity")["kinds"]["compared"])
