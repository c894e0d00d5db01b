"""Printed numbers: finding them in text, reading them as values, and keeping how exactly they were printed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from budgetlib.text import fold

NUMBER = re.compile(r"(?<![\d.])(?:(?<![A-Za-z0-9)\]])[-+])?(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?")
_CELL = re.compile(r"[-+]?(?:\d+(?:,\d+)*,(?:\d{3}|\d+(?=\.\d))|\d+)?(?:\.\d+)?")
"""Groups of digits printed wrongly (125360,898) are one number all the same."""
_BRACKETED = re.compile(r"\((?P<number>[\d,.]+)\)")

_LONGEST = 40
"""Characters above which a run of digits is no number of any budget: it has no exact value, or none."""

TO_WAN = {"元": 1e-4, "千元": 0.1, "万元": 1.0, "万": 1.0, "百万元": 100.0, "亿元": 10_000.0}
"""Factor from a printed unit of money to 万元."""


class Number(NamedTuple):
    """A printed number: its value, its place in the text, how it was printed."""

    value: float
    start: int
    end: int
    text: str

    @property
    def decimals(self) -> int:
        """Digits after the decimal point."""
        return decimals(self.text)


def decimals(text: str) -> int:
    """Digits printed after the decimal point of ``text``; 0 without one."""
    _, point, behind = (text if text.isascii() else fold(text)).partition(".")
    if not point:
        return 0
    if not behind or behind.isdigit():
        return len(behind)
    return next(place for place, character in enumerate(behind) if not character.isdigit())


@lru_cache(maxsize=16384)
def half_unit(text: str) -> float:
    """Half a unit in the last printed place: 3,628.92 stands for ±0.005."""
    return 0.5 * 10.0 ** -decimals(text)


def find_numbers(text: str) -> Iterator[Number]:
    """Every printed number of ``text``; a sign counts only where nothing that it could join stands before it.

    The text may be full- or half-width; offsets are those of the text given.
    """
    folded = fold(text)
    for match in NUMBER.finditer(folded):
        printed = text[match.start() : match.end()]
        if len(printed) > _LONGEST:
            continue
        yield Number(float(match.group().replace(",", "")), match.start(), match.end(), printed)


def parse_number(text: str) -> float | None:
    """The value of a cell that is one number and nothing else; None for blanks, dashes and words.

    Spaces inside the cell do not count; accounting brackets mean a negative figure.
    """
    squeezed = re.sub(r"\s+", "", fold(text))
    bracketed = _BRACKETED.fullmatch(squeezed)
    if bracketed:
        squeezed = "-" + bracketed.group("number")
    if len(squeezed) > _LONGEST:
        return None
    if not any(character.isdigit() for character in squeezed) or not _CELL.fullmatch(squeezed):
        return None
    return float(squeezed.replace(",", ""))


def is_blank(text: str) -> bool:
    """Whether a cell states no figure: empty, or one of the signs that stand for "not applicable"."""
    return fold(text).strip() in {"", "-", "--", "—", "——", "/", "\\", "*"}


def shown(value: float | None, places: int = 2, *, thousands: bool = True, blank: str = "") -> str:
    """A figure as people read it: ``1674.94`` → "1,674.94"; None is ``blank``.

    More decimals than ``places`` appear only where the value has them, so that the text comes back as the same number.
    """
    if value is None:
        return blank
    exact = Decimal(repr(float(value)))
    exponent = exact.normalize().as_tuple().exponent
    decimal_places = max(places, -exponent if isinstance(exponent, int) else 0)
    return f"{exact:{',' if thousands else ''}.{decimal_places}f}"
