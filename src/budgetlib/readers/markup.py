"""Pieces of text without the residue of markup, and how far they are moved in."""

from __future__ import annotations

import re

_TAG = re.compile(r"</?(?:p|br|b|strong|em|span|sup|sub)\s*/?>", re.IGNORECASE)
_MATH = re.compile(r"\$([^$]{1,40})\$")
_LATEX = {r"\geq": "≥", r"\ge": "≥", r"\leq": "≤", r"\le": "≤", r"\times": "×", r"\pm": "±", r"\%": "%", r"\,": ""}
_SPACES = " \t\u00a0\u2002\u2003\u3000"
_UNSEEN = dict.fromkeys((0xAD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF))
"""Characters of no width, which editors leave behind."""
_NOTE = re.compile(r"[\[(（【〔]?(?:注?\s*\d{1,2}|[*＊①-⑳]{1,3})[\])）】〕]?")
_WIDE = "\u2003\u3000"


def clean(text: str, keep_indent: bool = False) -> str:
    """A piece of text without tags, bold marks, LaTeX comparators and (unless kept) the spaces around it."""
    text = _TAG.sub("", text)
    text = _MATH.sub(lambda match: _plain_math(match.group(1)), text).replace("**", "")
    return text.rstrip() if keep_indent and text.strip() else text.strip()


def seen(text: str) -> str:
    """A text without characters of no width."""
    return text if text.isascii() else text.translate(_UNSEEN)


def is_note_mark(before: str, raised: str) -> bool:
    """Whether raised text is the mark of a footnote, and no part of what stands before it (12.50¹; not km²)."""
    behind = before.rstrip()[-1:]
    return bool(behind) and not ("a" <= behind.lower() <= "z") and bool(_NOTE.fullmatch(raised.strip()))


def indent_of(text: str) -> float:
    """How far a text is moved in by spaces, in characters: an ideographic space is one, any other a half."""
    if text[:1] not in _SPACES:  # nearly always, and this is asked of every cell
        return 0.0
    rest = text.lstrip(_SPACES)
    return sum(1.0 if space in _WIDE else 0.5 for space in text[: -len(rest)]) if rest.strip() else 0.0


def _plain_math(formula: str) -> str:
    for command, sign in _LATEX.items():
        formula = formula.replace(command, sign)
    return formula.replace(" ", "")
