"""A title or a heading as the set of terms in it, and the words left over that nobody knows."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from budgetlib.reference import load
from budgetlib.text import key
from budgetlib.vocabulary import Longest, longest, terms

_YEAR = re.compile(r"(20\d\d)年?(?:度)?|(上年)(?!结|余|实)|(本年|当年)")
_PUNCTUATION = re.compile(r"[()\[\]、,，。.;；:：/\-—_·+&《》<>=＝*#]+")
_NOTHING = re.compile(r"[%\d年]+|[甲乙丙丁]|[a-zA-Z]")


@dataclass(frozen=True, slots=True)
class Wording:
    """The terms of a text, and what was left over that nobody knows."""

    terms: frozenset[str]
    unknown: tuple[str, ...]


@cache
def _finder() -> Longest:
    return longest(more={word: "" for word in load("statements")["harmless"]["words"]})


@lru_cache(maxsize=8192)
def wording(text: str, year: int | None = None) -> Wording:
    """Terms by the longest name, left to right; a year becomes year_current, year_prior or year_other of ``year``."""
    found: set[str] = set()
    rest: list[str] = []
    folded = _YEAR.sub(lambda match: _dated(match, year, found), key(text))
    at = 0
    while at < len(folded):
        name = _finder().at(folded, at)
        if name:
            found |= {name[0]} - {""}
            at = name[1]
            rest.append("|")
        else:
            rest.append(folded[at])
            at += 1
    words = _PUNCTUATION.sub("|", "".join(rest)).split("|")
    return Wording(frozenset(found), tuple(word for word in words if word and not _NOTHING.fullmatch(word)))


def _dated(match: re.Match[str], year: int | None, found: set[str]) -> str:
    if match[2]:
        found.add("year_prior")
    elif match[3]:
        found.add("current")
    elif year:
        found.add({0: "year_current", 1: "year_prior"}.get(year - int(match[1]), "year_other"))
    else:
        found.add("year_other")
    return "|"


def first_term(text: str) -> int:
    """Where the first term of a folded text begins; what stands before it may be an office."""
    finder = _finder()
    places = (place for place in range(len(text)) if (name := finder.at(text, place)) and name[0])
    return next(places, 0)


def joined(found: frozenset[str] | set[str]) -> str:
    """Terms as a key, in the order of the vocabulary: ``general_public+basic+personnel``."""
    order = _order()
    return "+".join(sorted(found, key=lambda term: (order.get(term, len(order)), term)))


@cache
def _order() -> dict[str, int]:
    return {term: place for place, term in enumerate(terms())}
