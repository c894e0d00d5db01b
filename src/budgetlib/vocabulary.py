"""The vocabulary: every term of public finance that the library knows, stated once in ``reference/terms.toml``.

A term has an id, a kind (fund, source, balance, spending, stage, item …), the names by which offices print it, and one
label in Chinese and one in English. Titles, headings, row labels, sentences, checks, charts and notebooks take it from
here. Names are compared by ``budgetlib.text.key``: half-width, without spaces and quotation marks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

from budgetlib.reference import load
from budgetlib.text import key


@dataclass(frozen=True, slots=True)
class Term:
    """A term of public finance: its id, its kind, its labels, and the names that offices print for it."""

    id: str
    kind: str
    zh: str
    en: str
    names: tuple[str, ...]

    def label(self, lang: Literal["zh", "en"] = "zh") -> str:
        """The label in Chinese or English."""
        return self.zh if lang == "zh" else self.en


@cache
def terms() -> Mapping[str, Term]:
    """Every term by id. Raises ValueError where two terms share an id, or one printed name means two of them."""
    found: dict[str, Term] = {}
    meaning: dict[str, str] = {}
    for kind, entries in load("terms").items():
        for name, entry in entries.items():
            if name in found:
                raise ValueError(f"reference/terms.toml: the term {name!r} stands in {found[name].kind} and in {kind}")
            names = tuple(dict.fromkeys(key(printed) for printed in entry["names"]))
            found[name] = Term(name, kind, entry["zh"], entry["en"], names)
            for printed in names:
                other = meaning.setdefault(printed, name)
                if other != name:
                    raise ValueError(f"reference/terms.toml: {printed} is a name of {other!r} and of {name!r}")
    return found


@cache
def of_kind(kind: str) -> tuple[Term, ...]:
    """The terms of one kind, in the order of the file."""
    return tuple(term for term in terms().values() if term.kind == kind)


class Longest:
    """Finds the longest known name at a place of a text that ``key`` has folded."""

    def __init__(self, names: Mapping[str, str]) -> None:
        self._by_first: dict[str, list[tuple[str, str]]] = {}
        for name, meaning in sorted(names.items(), key=lambda entry: -len(entry[0])):
            self._by_first.setdefault(name[0], []).append((name, meaning))

    def at(self, text: str, place: int) -> tuple[str, int] | None:
        """The meaning of the longest name that begins at ``place``, and where it ends; None where none does."""
        return next(self.every(text, place), None)

    def every(self, text: str, place: int) -> Iterator[tuple[str, int]]:
        """Meaning and end of each name that begins at ``place``, the longest first."""
        for name, meaning in self._by_first.get(text[place], ()):
            if text.startswith(name, place):
                yield meaning, place + len(name)


def longest(kinds: Iterable[str] | None = None, more: Mapping[str, str] | None = None) -> Longest:
    """A finder of the names of the terms of ``kinds`` (all of them without), and of ``more`` names and meanings."""
    wanted = None if kinds is None else set(kinds)
    names = {name: term.id for term in terms().values() if wanted is None or term.kind in wanted for name in term.names}
    return Longest(names | {key(name): meaning for name, meaning in (more or {}).items()})
