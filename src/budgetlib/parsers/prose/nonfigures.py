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
    rf"(?:19|20)\d\d([.\-/]){_MONTH}(?:\1{_DAY}(?!\d)|(?![\d.%])(?!\s{0, 4}(?:[万亿千百]?元|万)))"
)
_SPAN_OF_YEARS = re.compile(r"(?:19|20)\d\d\s{0,4}(?:年\s{0,4})?[-—~至到]{1,4}\s{0,4}(?:19|20)\d\d")
_LETTERS_BEFORE = re.compile(r"[A-Za-z]-?$")
_A_YEAR = re.compile(r"(?:19|20)\d\d")
_ROOM = 12


def nonfigure(text: str, number: Number) -> str | None:
    """Why ``number`` of ``text`` is no figure ("year", "date", "list", "reference", "name"), or None when it is one."""
    spans = _spans(text)  # in order, none within another
    before = bisect_right(spans, number.start, key=itemgetter(0))
    if before and number.end <= spans[before - 1][1]:
        return "year" if _A_YEAR.fullmatch(number.text) else spans[before - 1][2]
    folded = fold(text[max(0, number.start - _ROOM) : number.end + _ROOM])
    first = min(number.start, _ROOM)
    place = first, first + number.end - number.start
    if "," not in number.text and _within(_DOTTED_DATE, folded, place):
        return "date"
    if _within(_SPAN_OF_YEARS, folded, place):
        return "year"
    return "name" if _LETTERS_BEFORE.search(folded[:first]) else None


@lru_cache(maxsize=1024)
def _spans(text: str) -> tuple[tuple[int, int, str], ...]:
    """Spans of the printed text inside which numbers are no figures."""
    squeezed = squeeze(text, quotes=False)
    found = (token for token in scan(squeezed.text, lexicon()) if token.why)
    return tuple((squeezed.printed_start(t.start), squeezed.printed_end(t.end), t.why) for t in found)


def _within(pattern: re.Pattern[str], text: str, place: tuple[int, int]) -> bool:
    return any(match.start() <= place[0] and place[1] <= match.end() for match in pattern.finditer(text))
