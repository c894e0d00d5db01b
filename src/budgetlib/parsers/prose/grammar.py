"""The data of ``reference/grammar.toml``: units, shapes, rows and boundaries, as the reader of sentences uses them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from budgetlib.parsers.prose.tokens import Token
from budgetlib.reference import load

MOVES = ("UP", "DOWN")
LEADS = frozenset(load("grammar")["classes"]["leads"])
"""Classes that may open a clause and name nothing."""
KNOWN = frozenset(("ITEM", "CODENAME", "SPEND", "PAIR"))
PIECES = KNOWN | {"GENERIC", "LEVEL", "SEP", "NOTE", "NAME"}
"""Classes of which items are made."""
DECIDING = frozenset(load("grammar")["classes"]["deciding"])
"""Classes that decide a role: none of them may stand between an item and the words that were matched."""
BOUNDARIES = ("STOP", "SEMI", "COMMA", "OPENBR", "CLOSEBR")

_CODES = {name: chr(0x4E00 + number) for number, name in enumerate((*sorted(LEADS | PIECES | DECIDING), "TO", "CMP"))}
"""One character for each class, so that a row is a pattern over characters."""
_ELEMENT = re.compile(r"(?P<classes>[A-Z|]+)(?P<times>[?*+]?)")


@dataclass(frozen=True, slots=True)
class Rule:
    """A row: the classes right before a number, and what they make of it."""

    pattern: re.Pattern[str]
    whole: bool
    units: tuple[str, ...]
    measure: str
    after: tuple[str, ...]
    inside: bool
    by_arithmetic: bool

    def begin(self, window: Sequence[Token]) -> int | None:
        """How many tokens stand before the words of the row; None where the row does not fit."""
        match = self.pattern.match("".join(_CODES.get(token.kind, "?") for token in reversed(window)))
        if match is None or (self.whole and match.end() < len(window)):
            return None
        return len(window) - match.end()


@dataclass(frozen=True, slots=True)
class Boundary:
    """What punctuation, 其中 or a bracket keeps of what was said before it."""

    item: str
    base: str
    reason: str
    stack: str = ""


@cache
def rules() -> tuple[Rule, ...]:
    """The rows in their order; the first that fits decides."""
    return tuple(_rule(row) for row in load("grammar")["row"])


@cache
def boundaries() -> dict[str, Boundary]:
    """What each kind of boundary keeps."""
    return {kind: Boundary(**row) for kind, row in load("grammar")["boundary"].items()}


@cache
def unit_kinds() -> dict[str, str]:
    """What each unit measures: amount, rate, points, count or score."""
    return {unit: kind for kind, units in load("grammar")["units"].items() for unit in units}


def _rule(row: dict[str, Any]) -> Rule:
    return Rule(
        re.compile("".join(_element(one) for one in reversed(row["tail"].split()))),
        bool(row.get("whole")),
        tuple(row["units"]),
        row["measure"],
        tuple(row.get("after", ())),
        row.get("item") == "inside",
        row.get("sign") == "arithmetic",
    )


def _element(words: str) -> str:
    """A part of a row as a pattern: ``SPEND|FILL*`` is any number of these two classes."""
    match = _ELEMENT.fullmatch(words)
    if match is None:
        raise ValueError(f"reference/grammar.toml: {words!r} is no part of a row")
    names = match["classes"].replace("MOVE", "|".join(MOVES)).split("|")
    unknown = [name for name in names if name not in _CODES]
    if unknown:
        raise ValueError(f"reference/grammar.toml: no class {', '.join(unknown)} in {words!r}")
    return f"[{''.join(_CODES[name] for name in names)}]{match['times']}"
