"""The words of sentences: those of ``words.toml``, of ``terms.toml`` and of the classification, and a user's own."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from budgetlib.reference import load
from budgetlib.reference.classification import classification
from budgetlib.text import key
from budgetlib.vocabulary import Longest, terms

_SHORTEST_NAME = 3
"""A name of the classification with two characters (奖金) may be part of any word."""


@dataclass(frozen=True, slots=True)
class Word:
    """What a word is: its class, and which one of the class (a direction, a stage, the id of an item)."""

    kind: str
    id: str


class Lexicon:
    """Finds words at a place of a text that is squeezed and without quotation marks."""

    def __init__(self, words: Mapping[str, Word], compares: Iterable[str]) -> None:
        self.compares = frozenset(compares)
        """Words that compare in front of a base, and may be something else elsewhere (比)."""
        self._words = dict(words)
        self._finder = Longest({word: word for word in words})
        self._bases = Longest({w: w for w, entry in words.items() if entry.kind in ("PRIOR", "OWN", "STAGE")})

    def with_names(self, offices: Iterable[str], units: Iterable[str], items: Iterable[str]) -> Lexicon:
        """These words, the names of an office, of the units under it, and of items that the report itself lists."""
        known = {key(name): Word("ITEM", "") for name in items} | self._words
        known |= {key(name): Word("OPEN", "scope") for name in units}
        return Lexicon(known | {key(name): Word("OPEN", "office") for name in offices}, self.compares)

    def at(self, text: str, place: int) -> Iterator[tuple[Word, str, int]]:
        """Every word that begins at ``place``, the longest first: what it is, the word, where it ends."""
        for word, end in self._finder.every(text, place):
            yield self._words[word], word, end

    def is_base(self, text: str, place: int) -> bool:
        """Whether something that a figure can be compared with begins at ``place``: a stage, last year."""
        return place < len(text) and self._bases.at(text, place) is not None


@cache
def lexicon(more: Path | None = None) -> Lexicon:
    """All words; ``more`` is a file of a user in the form of ``words.toml``, whose words come before the library's.

    Raises ValueError with one sentence for a file that cannot be used.
    """
    tables = [(load("words"), "reference/words.toml")]
    if more is not None:
        tables.append((_user_words(more), str(more)))
    words = _of_the_classification() | _of_the_terms() | _of_the_scopes()
    compares: set[str] = set()
    for table, source in tables:
        own = _of_table(table, source)
        words |= own
        compares |= {key(word) for entry in table.get("CMP", {}).values() for word in entry["words"]}
    return Lexicon(words, compares)


def _of_the_scopes() -> dict[str, Word]:
    """局机关, 委本级: a part of an office, whose figures are not those of the whole."""
    parts = load("identity")["scope"]["unit"]
    return {key(word): Word("OPEN", "scope") for word in parts if word.endswith(("机关", "本级"))}


def classes() -> frozenset[str]:
    """The classes that words can have."""
    return frozenset(load("words"))


def _user_words(path: Path) -> dict[str, Any]:
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ValueError(f"{path}: 词汇文件无法读取 / the file of words cannot be read: {error}") from error
    unknown = sorted(set(table) - classes())
    if unknown:
        raise ValueError(
            f"{path}: 没有这样的词类 / no class of words {', '.join(unknown)}; there are {', '.join(sorted(classes()))}"
        )
    return table


def _of_table(table: Mapping[str, Any], source: str) -> dict[str, Word]:
    found: dict[str, Word] = {}
    for kind, entries in table.items():
        for name, entry in entries.items():
            words = entry.get("words") if isinstance(entry, dict) else None
            if not isinstance(words, list) or not all(isinstance(word, str) and word for word in words):
                raise ValueError(f'{source}: [{kind}.{name}] 应有 words = ["…"] / needs a list of words')
            found.update({key(word): Word(kind, name) for word in words})
    return found


def _of_the_terms() -> dict[str, Word]:
    rules = load("grammar")["terms"]
    return {
        name: Word("ITEM", term.id)
        for term in terms().values()
        if term.kind in rules["kinds"]
        for name in term.names
        if name not in rules["not_alone"]
    }


def _of_the_classification() -> dict[str, Word]:
    """Names of codes; the id is the code where the name has only one."""
    codes: dict[str, set[str]] = {}
    for which in ("economic", "functional"):
        for code, names in classification(which).names.items():
            for name in names:
                for spelling in (name.text, *name.aliases):
                    codes.setdefault(key(spelling), set()).add(code)
    return {
        f"{name}{'支出' * (len(name) < _SHORTEST_NAME)}": Word("CODENAME", next(iter(found)) if len(found) == 1 else "")
        for name, found in codes.items()
    }
