"""The classifications of income and spending (政府收支分类科目): names of codes with their years, and codes that moved.

``functional.csv`` (支出功能分类) and ``economic.csv`` (部门预算 and 政府预算支出经济分类) hold a row for each name that
a code has had, ``since`` and ``until`` being budget years; a blank one is not known or not yet over. ``moves.csv``
holds the codes whose content went to another code, with the first year of the new one and the basis. Codes that are
not listed are unknown here, and nothing is assumed of them.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import Literal

from budgetlib.reference import rows

Kind = Literal["functional", "economic"]

_SPACE = re.compile(r"\s+")
_GROUP = 5
"""Digits of a 款 of the functional classification."""


@dataclass(frozen=True, slots=True)
class Name:
    """One name of a code and the budget years in which it held; None where open or unknown."""

    text: str
    since: int | None
    until: int | None
    aliases: tuple[str, ...] = ()

    def holds(self, year: int) -> bool:
        """Whether the code had this name in ``year``, as far as is known."""
        return (self.since is None or self.since <= year) and (self.until is None or year <= self.until)

    def spellings(self) -> frozenset[str]:
        """The name and its aliases, normalised."""
        return frozenset(map(normalised, (self.text, *self.aliases)))


@dataclass(frozen=True, slots=True)
class Move:
    """From ``year`` on, what was under ``source`` is under ``target``."""

    year: int
    source: str
    target: str
    basis: str


@dataclass(frozen=True, slots=True)
class Classification:
    """The codes of one classification: their names over the years and where they moved."""

    names: dict[str, tuple[Name, ...]]
    moves: tuple[Move, ...]

    def name(self, code: str, year: int | None = None) -> str | None:
        """The name of ``code`` in ``year``, or the newest; None for a code that is unknown, or was so then."""
        known = self.names.get(code, ())
        holding = [name.text for name in known if year is None or name.holds(year)]
        return holding[-1] if holding else None

    def knows(self, code: str, name: str) -> bool:
        """Whether ``name`` is or was a name of ``code``."""
        return any(normalised(name) in one.spellings() for one in self.names.get(code, ()))

    def current(self, code: str, year: int) -> bool:
        """Whether ``code`` is known to hold in ``year``."""
        return any(name.holds(year) for name in self.names.get(code, ()))

    def between(self, earlier: int, later: int) -> list[Move]:
        """The moves that took effect after the year ``earlier`` and by the year ``later``."""
        return [move for move in self.moves if earlier < move.year <= later]

    def present(self, code: str) -> str:
        """The code under which the content of ``code`` is found now; itself where it did not move or was split."""
        if any(name.until is None for name in self.names.get(code, ())):
            return code
        return self._followed(code, 0) or code

    def counted(self, code: str, year: int) -> Counted:
        """The codes of ``year`` whose content is under ``code`` now, those that moved there included.

        A code that was split is left out: which part of it belongs here cannot be known.
        """
        sources, group = {move.source for move in self.moves}, code[:_GROUP]
        codes = {source for source in {code, *sources} if self._followed(source, year) == code}
        groups = {source for source in sources - {group} if self._followed(source, year) == group != code}
        return Counted(frozenset(codes), frozenset(groups))

    def _followed(self, code: str, year: int) -> str | None:
        """Where the content of ``code`` in ``year`` is now; None when it was split on the way."""
        targets = {(move.target, move.year) for move in self.moves if move.source == code and move.year > year}
        if not targets:
            return code
        target, moved = targets.pop()
        return None if targets else self._followed(target, moved)


@dataclass(frozen=True, slots=True)
class Counted:
    """What counts as one item in a year: ``codes`` by code, and of each 款 in ``groups`` the item of the same name."""

    codes: frozenset[str]
    groups: frozenset[str]


@cache
def classification(kind: Kind) -> Classification:
    """The functional or the economic classification, read once."""
    names: dict[str, list[Name]] = {}
    for row in rows(kind):
        aliases = tuple(filter(None, row["aliases"].split("|")))
        name = Name(row["name"], _year(row["since"]), _year(row["until"]), aliases)
        names.setdefault(row["code"], []).append(name)
    moves = [row for row in rows("moves") if row["classification"] == kind]
    return Classification(
        {code: tuple(known) for code, known in names.items()},
        tuple(Move(int(row["year"]), row["from"], row["to"], row["basis"]) for row in moves),
    )


@cache
def functional_code(path: str) -> str | None:
    """The code of ``类/款/项`` (or a shorter path) in names of any year; None for anything else or an unknown name."""
    return _by_path().get(tuple(map(normalised, path.split("/"))))


@cache
def _by_path() -> dict[tuple[str, ...], str]:
    """Every path of names to its code; where a path has had two codes, the one that holds now.

    Reports also write the names of 类 and 款 without 支出 at their end.
    """
    known = classification("functional")
    paths: dict[tuple[str, ...], str] = {}
    for code in sorted(known.names, key=lambda code: all(name.until for name in known.names[code])):
        for path in _paths(code, known):
            paths.setdefault(path, code)
    return paths


def _paths(code: str, known: Classification) -> list[tuple[str, ...]]:
    parents = _paths(code[:-2], known) if len(code) > len("类款项") else [()]
    spellings = [spelling for name in known.names.get(code, ()) for spelling in sorted(name.spellings())]
    short = [name.removesuffix("支出") for name in spellings if len(code) < len("2010101")]
    return [(*parent, spelling) for parent in parents for spelling in dict.fromkeys([*spellings, *short])]


def english(name: str) -> str:
    """The English name of an item, or of a path of items; what has none stays as printed."""
    known = _english()
    return known.get(normalised(name)) or "/".join(known.get(normalised(part), part) for part in name.split("/"))


@cache
def _english() -> dict[str, str]:
    return {normalised(row["name"]): row["name_en"] for row in rows("english")}


def normalised(name: str) -> str:
    """A name without spaces, its brackets and digits in one width, so that two printings of it are equal."""
    return _SPACE.sub("", unicodedata.normalize("NFKC", name))


def _year(text: str) -> int | None:
    return int(text) if text else None
