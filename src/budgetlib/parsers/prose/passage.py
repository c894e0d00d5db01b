"""A paragraph as it is read: squeezed, with every character led back to its place, and ragged lines put together."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

from budgetlib.parsers.outline import Section, enter
from budgetlib.parsers.prose.tokens import Token
from budgetlib.readers.document import Document, Mark, Paragraph
from budgetlib.text import Squeezed, squeeze

_OPENING, _CLOSING = "“‘《「『", "”’》」』"
_OPENS_ANEW = re.compile(
    r"第?[一二三四五六七八九十]{1,3}[、.]|\([一二三四五六七八九十\d]{1,3}\)|\d{1,2}[、.](?!\d)|\d{1,2}\)|[①-⑳]|第|20\d\d年"
)
_ENDS = "。;:!?)"
_SHORTEST_LINE = 8


class Passage:
    """One paragraph, or the lines of one that a ragged edge left apart."""

    def __init__(self, pieces: Sequence[tuple[int, Paragraph]]) -> None:
        self.pieces = tuple(pieces)
        self.printed = "".join(paragraph.text for _, paragraph in pieces)
        self._starts = [0]
        for _, paragraph in pieces[:-1]:
            self._starts.append(self._starts[-1] + len(paragraph.text))

    @cached_property
    def squeezed(self) -> Squeezed:
        """The text that is read: half-width, without spaces and quotation marks."""
        return squeeze(self.printed, quotes=False)

    @property
    def block(self) -> int:
        """Number of the first block."""
        return self.pieces[0][0]

    def words(self, found: Sequence[Token]) -> str:
        """How the document prints the tokens, with the quotation marks around them."""
        start, end = self._span(min(t.start for t in found), max(t.end for t in found))  # 结转结余年初数: 年初 is first
        while start and self.printed[start - 1] in _OPENING:
            start -= 1
        while end < len(self.printed) and self.printed[end] in _CLOSING:
            end += 1
        return self.printed[start:end]

    def printed_at(self, start: int, end: int) -> str:
        """The printed text of a span."""
        return self.printed[slice(*self._span(start, end))]

    def between(self, start: int, end: int) -> str:
        """The printed text between two places of the squeezed text."""
        return self.printed[slice(*self._span(start, end))] if start < end else ""

    def mark(self, start: int, end: int) -> tuple[Mark, int]:
        """Where a span of the squeezed text stands in the document, and its page."""
        first, last = self._span(start, end)
        piece = bisect_right(self._starts, first) - 1
        block, paragraph = self.pieces[piece]
        first, last = first - self._starts[piece], min(last - self._starts[piece], len(paragraph.text))
        return Mark(block, None, first, last), paragraph.fragment_at(first).page

    def page(self, place: int) -> int:
        """The page of a place of the squeezed text."""
        return self.mark(place, place + 1)[1]

    def _span(self, start: int, end: int) -> tuple[int, int]:
        return self.squeezed.printed_start(start), self.squeezed.printed_end(end)


def passages(document: Document) -> Iterator[tuple[Passage, Section, bool]]:
    """Paragraphs and headings in order, each with the section it stands in (or opens), and whether it is a heading."""
    section = Section()
    held: list[tuple[int, Paragraph]] = []
    for piece in document.paragraphs():
        entered = enter(section, piece[1].text)
        if held and (entered is not None or not _goes_on(held, piece[1].text)):
            yield Passage(held), section, False
            held = []
        if entered is not None:
            section = entered
            yield Passage([piece]), section, True
        else:
            held.append(piece)
    if held:
        yield Passage(held), section, False


def _goes_on(held: Sequence[tuple[int, Paragraph]], following: str) -> bool:
    """A line that does not end its sentence goes on in the next one, unless that one opens anew."""
    line = squeeze(held[-1][1].text, quotes=False).text
    whole = "".join(paragraph.text for _, paragraph in held[:1])
    sentence = any(mark in squeeze(whole, quotes=False).text for mark in ",;。")
    ends = not line or line[-1] in _ENDS
    return sentence and not ends and len(line) > _SHORTEST_LINE and not _OPENS_ANEW.match(squeeze(following).text)


def texts(document: Document) -> Iterable[str]:
    """Every paragraph squeezed, without quotation marks."""
    return (squeeze(paragraph.text, quotes=False).text for _, paragraph in document.paragraphs())
