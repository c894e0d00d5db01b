"""What the title of a table says it is about: the key of a statement, or its terms."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from budgetlib.parsers.tables.cells import role
from budgetlib.parsers.tables.wording import Wording, first_term, joined, wording
from budgetlib.reference import load
from budgetlib.text import key

_YEAR = re.compile(r"20\d\d")
_BEFORE_OFFICE = re.compile(r"(?:20\d\d年?度?|部门|单位)+$")


@dataclass(frozen=True, slots=True)
class Title:
    """A printed title: the statement it announces (None where a word is not known), its terms, the unknown words."""

    printed: str
    statement: str | None
    terms: frozenset[str]
    unknown: tuple[str, ...]

    @property
    def year(self) -> int | None:
        """The year that the title names."""
        found = _YEAR.search(key(self.printed))
        return int(found[0]) if found else None


@dataclass(frozen=True, slots=True)
class _Kind:
    key: str
    must: frozenset[str]
    allowed: frozenset[str]


@cache
def _kinds() -> tuple[_Kind, ...]:
    data = load("statements")
    return tuple(_kind(entry, data["groups"]) for entry in data["statement"])


def _kind(entry: dict[str, Any], groups: dict[str, list[str]]) -> _Kind:
    may = [term for name in entry.get("may", ()) for term in groups.get(name, [name])]
    return _Kind(entry["key"], frozenset(entry["must"]), frozenset([*entry["must"], *may, *groups["stages"]]))


def read_title(printed: str, year: int | None, offices: Sequence[str] = ()) -> Title:
    """Read a title; ``offices`` are names of the office, which are no words of it."""
    found = wording(_bare(printed, offices), year)
    return Title("".join(printed.split()), _statement(found), found.terms, found.unknown)


def _statement(found: Wording) -> str | None:
    own = found.terms - set(load("statements")["groups"]["stages"]) - {"year_prior", "year_other"}
    if found.unknown or not own:
        return None
    fitting = [kind for kind in _kinds() if kind.must <= found.terms <= kind.allowed | {"year_other", "year_prior"}]
    most = max((len(kind.must) for kind in fitting), default=0)
    keys = {kind.key for kind in fitting if len(kind.must) == most}
    if len(keys) == 1:
        return keys.pop()
    return joined(own) if not keys else None


def _bare(printed: str, offices: Sequence[str]) -> str:
    """A title without ordinal, part, office and 续表."""
    text = role("title_part").sub("", key(printed), count=1)
    text = re.sub(f"^{role('title_ordinal').pattern}", "", text)
    for office in offices:
        text = text.replace(key(office), "")
    named = role("office_name").match(text)
    text = text[named.end() :] if named else text
    first = first_term(text)
    if role("office_end").search(_BEFORE_OFFICE.sub("", text[:first])):
        text = text[first:]
    return re.sub(f"{role('continued').pattern}$", "", text)


def standard_title(statement: str, report_type: str) -> str | None:
    """The standard title of a statement in a final account or a budget; None for what has none."""
    return next(
        (
            str(entry[f"title_{report_type}"])
            for entry in load("statements")["statement"]
            if entry["key"] == statement and f"title_{report_type}" in entry
        ),
        None,
    )


@cache
def standard_statements() -> tuple[str, ...]:
    """Keys of the statements that every report has, in the order of the schema."""
    return tuple(entry["key"] for entry in load("statements")["statement"] if "title_final" in entry)
