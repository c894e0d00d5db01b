"""Codes of rows: joined or split into 类 | 款 | 项, padded, and repaired where a zero was lost."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from budgetlib.text import fold

_LEVELS = {3: 1, 5: 2, 7: 3}
_WIDTHS = (3, 2, 2)
_FLOAT_ENDING = re.compile(r"\.0+$")


@dataclass(frozen=True, slots=True)
class Code:
    """A code of a row: digits, and how they were printed."""

    digits: str
    printed: str

    @property
    def level(self) -> int | None:
        """1 for 类, 2 for 款, 3 for 项; None where the digits are no whole code."""
        return _LEVELS.get(len(self.digits))


def digits(text: str) -> str:
    """The text as a code part: digits only, '' where it is something else (a spreadsheet may give 201.0)."""
    squeezed = _FLOAT_ENDING.sub("", "".join(fold(text).split()))
    return squeezed if squeezed.isdigit() else ""


def joined_code(parts: Sequence[str], before: Code | None) -> Code | None:
    """The code of a row from its code columns.

    A part that a row leaves out to the left of one it prints is the one of the row above. A short part lost its
    leading zero. A part that repeats the parts before it (201 | 20113) stands for all of them.
    """
    printed = [digits(part) for part in parts]
    if not any(printed):
        return None
    if len(parts) == 1:
        return Code(printed[0], printed[0])
    filled = _filled(printed, before)
    whole = ""
    for part, width in zip(filled, _WIDTHS, strict=False):
        if whole and part.startswith(whole) and len(part) > len(whole):
            whole = part
        elif part:
            whole += part.zfill(width)
    return Code(whole, "".join(printed))


def _filled(printed: Sequence[str], before: Code | None) -> list[str]:
    last = max(number for number, part in enumerate(printed) if part)
    filled = list(printed[: last + 1])
    start = 0
    for number, width in enumerate(_WIDTHS[: last + 1]):
        if not filled[number] and before:
            filled[number] = before.digits[start : start + width]
        start += width
    return filled


def repaired(codes: Sequence[Code | None]) -> list[Code | None]:
    """Joined codes with a lost zero put back (3012 between 30101 and 30103 is 30102), where the rows around show it."""
    whole = {code.digits for code in codes if code and code.level}
    result: list[Code | None] = []
    for number, code in enumerate(codes):
        if code is None or code.level or len(code.digits) not in (4, 6):
            result.append(code)
            continue
        padded = f"{code.digits[:-1]}0{code.digits[-1]}"
        fits = padded[:-2] in whole and padded not in whole and _in_order(padded, codes, number)
        result.append(Code(padded, code.printed) if fits else code)
    return result


def _in_order(padded: str, codes: Sequence[Code | None], number: int) -> bool:
    above = [code.digits for code in codes[:number] if code and code.level]
    below = [code.digits for code in codes[number + 1 :] if code and code.level]
    return (not above or above[-1] < padded) and (not below or padded < below[0])
