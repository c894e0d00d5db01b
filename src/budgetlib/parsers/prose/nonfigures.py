"""Numbers that are no figures of the budget: years, dates, ordinals, document numbers, thresholds inside a name."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import lru_cache
from operator import itemgetter

from budgetlib.numbers import Number
from budgetlib.parsers.prose.lexicon import lexicon
from budgetlib.parsers.prose.tokens import scan
from budgetlib.text import fold, squeeze

_MONTH, _DAY = r"(?:0?[1-9]|1[0-2])", r"(?:0?[1-9]|[12]\d|3[01])"
_DOTTED_DATE = re.compile(
    rf"(?:19|20)\d\d([.\-/]){_MONTH}(?:\1{_DAY}(?!\d)|(?![\d.%])(?!\s{{0,4}}(?:[万亿千百]?元|万)))"
)
_SPAN_OF_YEARS = re.compile(r"(?:19|20)\d\d\s{0,4}(?:年\s{0,4})?[-—~至到]{1,4}\s{0,4}(?:19|20)\d\d")
_PLACED = tuple(
    (why, re.compile(pattern))
    for why, pattern in (
        ("list", r"(?:目标|任务|措施|要点)\s{0,4}(?P<n>\d{1,2})(?=\s{0,4}[:：、.．,])"),
        (
            "list",
            r"(?:^|[;。:\n(表图])\s{0,4}(?P<n>\d{1,2}[.．](?:19|20)\d\d)(?=\s{0,4}年)",
        ),  # 5．2026年…表: ordinal and year
        ("list", r"(?:^|[;。:\n(])\s{0,4}(?P<n>\d{1,2})(?=\s{0,4}、\s{0,4}(?:19|20)\d\d)"),
        ("year", r"(?<!\d)(?P<n>20[0-3]\d)(?=\s{0,4}(?:部门|单位|中央|省级|市级|区级|县级|预算|决算|结转|届))"),
        ("year", r"^\s{0,4}(?P<n>(?:19|20)\d\d)\s{0,4}$"),
        (
            "reference",
            r"[^\s\w,，。、]\s{0,4}(?P<year>(?:19|20)\d\d)\s{0,4}[^\s\w,，。、]{1,2}\s{0,4}(?:第\s{0,4})?(?P<n>\d{1,4})\s{0,4}号",
        ),
        ("reference", r"(?:表|图|附件)\s{0,4}\d{1,2}\s{0,4}[-—~至]\s{0,4}(?P<n>\d{1,2})(?![\d.%])"),
        ("reference", r"(?:国标|GB/?T?|GB)\s{0,4}\d+-(?P<n>\d{4})"),
        ("name", r"(?<![\d.,])(?P<n>\d{3,9})[-_](?=[一-鿿])"),  # 301008_某局: the code of a unit or a class
        ("name", r"(?<![\d.])(?P<n>\d{1,3})\s{0,4}(?:周年|世纪)"),
    )
)
_LETTERS_BEFORE = re.compile(r"[A-Za-z]-?$")
_A_YEAR = re.compile(r"(?:19|20)\d\d")
_ROOM = 12


def nonfigure(text: str, number: Number) -> str | None:
    """Why ``number`` of ``text`` is no figure ("year", "date", "list", "reference", "name"), or None when it is one."""
    spans = _spans(text)  # in order, none within another
    before = bisect_right(spans, number.start, key=itemgetter(0))
    if before and spans[before - 1][1] == spans[min(before, len(spans) - 1)][0] and number.end <= spans[before][1]:
        return "list"  # 4．2025年: the number of the line and a year
    if before and number.end <= spans[before - 1][1]:
        return "year" if _A_YEAR.fullmatch(number.text) else spans[before - 1][2]
    folded = fold(text[max(0, number.start - _ROOM) : number.end + _ROOM])
    first = min(number.start, _ROOM)
    place = first, first + number.end - number.start
    if "," not in number.text and _within(_DOTTED_DATE, folded, place):
        return "date"
    for why, pattern in _PLACED:
        if any(place in (match.span("n"), _year_in(match)) for match in pattern.finditer(folded)):
            return why
    if _within(_SPAN_OF_YEARS, folded, place):
        return "year"
    return "name" if _LETTERS_BEFORE.search(folded[:first]) else None


@lru_cache(maxsize=1024)
def _spans(text: str) -> tuple[tuple[int, int, str], ...]:
    """Spans of the printed text inside which numbers are no figures."""
    squeezed = squeeze(text, quotes=False)
    found = (token for token in scan(squeezed.text, lexicon()) if token.why)
    return tuple((squeezed.printed_start(t.start), squeezed.printed_end(t.end), t.why) for t in found)


def _year_in(match: re.Match[str]) -> tuple[int, int]:
    return match.span("year") if "year" in match.re.groupindex else (-1, -1)


def _within(pattern: re.Pattern[str], text: str, place: tuple[int, int]) -> bool:
    return any(match.start() <= place[0] and place[1] <= match.end() for match in pattern.finditer(text))
