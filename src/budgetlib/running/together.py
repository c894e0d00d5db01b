"""Which files of a folder are one report: the statements in one of them, the explanation in another."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from budgetlib.running.aside import Aside

_One = TypeVar("_One")
_PARTY = re.compile("^中(?:国共产党|共)")


@dataclass(frozen=True, slots=True)
class Half:
    """A file by what it holds: whose it is, and whether it has statements only or sentences only."""

    path: Path
    agency: str | None
    key: tuple[Any, ...]
    """Folder, year and type."""
    scope: str | None
    statements: bool

    def fits(self, other: Half) -> bool:
        """Whether both are of one office; statements alone often do not say whether a department or a unit is meant."""
        return same_office(self.agency, other.agency) and (self.scope or other.scope) == (other.scope or self.scope)


def half(path: Path, report: dict[str, Any], statements: int, sentences: int) -> Half | None:
    """The half that a file is, None for a whole report; ``report`` is its row of the table ``reports``.

    A few sentences beside statements are their notes; a report whose year or type is not known is nobody's half.
    """
    year, kind = report.get("fiscal_year"), report.get("report_type")
    only_statements = statements > 0 and sentences == 0
    if not year or not kind or not (only_statements or (sentences > 0 and statements == 0)):
        return None
    return Half(path, report.get("agency"), (path.parent, year, kind), report.get("scope"), only_statements)


def pairs(halves: Iterable[Half]) -> list[tuple[Half, Half]]:
    """Explanation and statements that belong together: the only two of their folder, year, type and office."""
    by_key: dict[tuple[Any, ...], list[Half]] = defaultdict(list)
    for one in halves:
        by_key[one.key].append(one)
    found = []
    for group in by_key.values():
        for prose in (one for one in group if not one.statements):
            fitting = [one for one in group if one.statements and one.fits(prose)]
            rivals = [one for one in group if not one.statements and fitting and one.fits(fitting[0])]
            if len(fitting) == 1 and len(rivals) == 1:
                found.append((prose, fitting[0]))
    return found


def same_office(one: str | None, other: str | None) -> bool:
    """Whether two names are of one office: equal, or one is the other without the place before it.

    A committee of the Party goes by its full name or by the usual short one (中国共产党…委员会办公厅, …委办公厅).
    """
    if not one or not other:
        return False
    short, long = sorted((_PARTY.sub("", one.replace("委员会", "委")) for one in (one, other)), key=len)
    return long.endswith(short) and len(short) >= 4


def joined(
    found: Iterable[_One],
    files: Sequence[Path],
    half_of: Callable[[_One], Half | None],
    again: Callable[[tuple[Path, ...]], _One],
) -> Iterator[_One]:
    """The results of ``files``, in their order, with two halves of one report read ``again`` together.

    Halves wait, on the disk, for the last file of their folder; everything else goes on at once.
    """
    left = Counter(path.parent for path in files)
    waiting: dict[Path, dict[int, Half]] = defaultdict(dict)
    with Aside[_One]() as aside:
        for number, (path, one) in enumerate(zip(files, found, strict=True)):
            own = half_of(one)
            if own is None:
                yield one
            else:
                waiting[path.parent][number] = own
                aside.put(number, one)
            left[path.parent] -= 1
            if not left[path.parent]:
                yield from _released(waiting.pop(path.parent, {}), aside, again)


def _released(
    waiting: dict[int, Half], aside: Aside[_One], again: Callable[[tuple[Path, ...]], _One]
) -> Iterator[_One]:
    """What became of the halves of a folder."""
    partners = {prose.path: statements.path for prose, statements in pairs(waiting.values())}
    taken = set(partners.values())
    for number, own in waiting.items():
        one = aside.take(number)
        if own.path in partners:
            yield again((own.path, partners[own.path]))
        elif own.path not in taken:
            yield one
