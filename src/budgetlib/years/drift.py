"""Items of two years set beside each other although codes and names of the classification moved in between.

An item is paired by its code, unless the reference says that the code moved; then by what the reference says; then by
its name, where that is unmistakable. What cannot be told stays apart and is called ``unclear``: nothing is guessed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from budgetlib.intervals import DIGITS
from budgetlib.reference import load
from budgetlib.reference.classification import Classification, Kind, classification, normalised
from budgetlib.reference.wording import amount, quoted
from budgetlib.years.functional import functional_items, item_levels

_WORDS = load("drift")
STATUSES: dict[str, tuple[str, str]] = {code: (zh, en) for code, (zh, en) in _WORDS["status"].items()}
"""What became of an item from one year to the next, in Chinese and English."""

COLUMNS = ["status", "code_earlier", "name_earlier", "code_later", "name_later", "earlier", "later", "change"]
COLUMNS += ["basis", "message_zh", "message_en"]

_STATEMENTS: dict[Kind, tuple[str, ...]] = {"functional": ("general_public", "expenditure"), "economic": ("basic",)}
_LOWEST: dict[Kind, int] = {"functional": 3, "economic": 2}
_GROUP = 5
"""Digits of a 款 of the functional classification."""
_REST = "其他"


def classified_items(lines: pd.DataFrame, changes: pd.DataFrame, kind: Kind = "functional") -> pd.DataFrame:
    """The coded items of one report: ``code``, ``name``, ``path`` (类/款/项), ``amount`` (万元), ``level``.

    ``lines`` and ``changes`` are the public tables of that report. Functional items come from the statement of general
    budget spending, else from all spending, else from the prose; economic ones from the statement of basic spending.
    """
    for statement in _STATEMENTS[kind]:
        rows = lines[(lines["statement"] == statement) & lines["column"].isin(("total", "amount"))]
        rows = rows[rows["code"].notna() & rows["amount"].notna()].drop_duplicates("code")
        if not rows.empty:
            names = dict(zip(rows["code"], rows["name"], strict=True))
            return rows[["code", "name", "amount", "level"]].assign(path=[_path(code, names) for code in rows["code"]])
    if kind == "economic" or changes.empty:
        return pd.DataFrame(columns=["code", "name", "amount", "level", "path"])
    rows = functional_items(changes).rename(columns={"current": "amount"}).drop_duplicates("path")
    rows = rows[rows["amount"].notna()][["code", "name", "amount", "path"]]
    return rows.assign(level=[len(item_levels(path)) for path in rows["path"]])


def _path(code: str, names: dict[str, str]) -> str:
    return "/".join(names[code[:end]] for end in (3, 5, 7) if end <= len(code) and code[:end] in names)


def item_drift(
    earlier: pd.DataFrame,
    later: pd.DataFrame,
    years: tuple[int, int],
    kind: Kind = "functional",
    level: int | None = None,
) -> pd.DataFrame:
    """What became of each item of ``earlier`` in ``later``, one row per item or per group that must be read as one.

    Both are tables of ``classified_items`` of one office, of the two ``years``; ``level`` is 1 类, 2 款 or 3 项, the
    lowest unless given (economic classes end at 2). Every item is in exactly one row, so the columns ``earlier`` and
    ``later`` (万元) add up to what came in.

    Columns: ``status`` (see ``STATUSES``), ``code_earlier``, ``name_earlier``, ``code_later``, ``name_later`` (several
    joined with +), ``earlier``, ``later``, ``change`` (NA where nothing can be compared), ``basis`` (``code``,
    ``reference`` with its words, ``name``), ``message_zh``, ``message_en``. ValueError unless the years are in order.
    """
    if years[0] >= years[1]:
        raise ValueError(f"expected an earlier and a later year, not {years[0]} and {years[1]}")
    level = level or _LOWEST[kind]
    pairing = _Pairing(_items(earlier, level), _items(later, level), years, classification(kind))
    rows = [_row(group, years) for group in pairing.groups()]
    return pd.DataFrame(rows, columns=COLUMNS).astype({"earlier": "float64", "later": "float64", "change": "float64"})


@dataclass(frozen=True, slots=True)
class _Item:
    """An item of one year."""

    code: str
    """Blank where the prose names an item that the reference does not know."""
    name: str
    path: str
    amount: float

    @property
    def group(self) -> str:
        """The 款 of a 项, else blank."""
        return self.code[:_GROUP] if len(self.code) > _GROUP else ""


@dataclass(slots=True)
class _Group:
    """Items of both years that are compared as one, and what says so."""

    earlier: list[_Item] = field(default_factory=list)
    later: list[_Item] = field(default_factory=list)
    basis: str = ""
    status: str = ""


def _items(table: pd.DataFrame, level: int) -> list[_Item]:
    rows = table[table["level"] == level]
    values = rows[["code", "name", "path", "amount"]].itertuples(index=False, name=None)
    return [_Item(code if isinstance(code, str) else "", name, path, value) for code, name, path, value in values]


class _Pairing:
    """Pairs the items of two years, the surest evidence first."""

    def __init__(
        self, earlier: Sequence[_Item], later: Sequence[_Item], years: tuple[int, int], known: Classification
    ) -> None:
        self.earlier, self.later, self.years, self.known = earlier, later, years, known
        self.moves = known.between(*years)
        self.gone = {move.source for move in self.moves}
        self.links: list[tuple[_Item, _Item, str]] = []

    def groups(self) -> list[_Group]:
        """Every item in exactly one group, in the order of the earlier year, then what is new."""
        self._by_reference()
        self._by_code()
        self._by_name()
        groups = _connected(self.earlier, self.later, self.links)
        for group in groups:
            group.status = self._status(group)
        return groups

    def _by_reference(self) -> None:
        """What the reference says of the code itself, or of its 款: there the item of the same name."""
        for item in self.earlier:
            for move in self.moves:
                for other in self.later:
                    itself = move.source == item.code and move.target == other.code
                    within = move.source == item.group and move.target == other.group and _same_name(item, other)
                    if itself or within:
                        self.links.append((item, other, move.basis))

    def _by_code(self) -> None:
        """The same code, where neither it nor its 款 has gone elsewhere; the same path, where there is no code."""
        for item in self.earlier:
            if item.code in self.gone or (item.group and item.group in self.gone):
                continue
            for other in self.later:
                uncoded = not (item.code and other.code) and normalised(item.path) == normalised(other.path)
                if (item.code and item.code == other.code) or uncoded:
                    self.links.append((item, other, "code" if item.code else "name"))

    def _by_name(self) -> None:
        """An unmistakable name that left one code and appeared under one other."""
        taken = {id(item) for link in self.links for item in link[:2]}
        times = [Counter(normalised(item.name) for item in items) for items in (self.earlier, self.later)]
        for item in self.earlier:
            name = normalised(item.name)
            alone = times[0][name] == times[1][name] == 1 and not self._generic(item.name)
            if id(item) in taken or not alone or self._still_there(item):
                continue
            other = next(one for one in self.later if normalised(one.name) == name)
            if id(other) not in taken:
                self.links.append((item, other, "name"))

    def _still_there(self, item: _Item) -> bool:
        """Whether the item's code holds in the later year: then it has merely no money in it."""
        return self.known.current(item.code, self.years[1]) and item.code not in self.gone

    def _generic(self, name: str) -> bool:
        """Whether many items bear this name: the rest of something, or one listed under several codes."""
        if name.startswith(_REST):
            return True
        codes = [code for code in self.known.names if self.known.current(code, self.years[1])]
        return sum(self.known.knows(code, name) for code in codes) > 1

    def _status(self, group: _Group) -> str:
        if not group.earlier or not group.later:
            return self._alone(group)
        if len(group.earlier) > 1 or len(group.later) > 1:
            return "regrouped"
        item, other = group.earlier[0], group.later[0]
        if item.code != other.code and item.code and other.code:
            return "moved"
        if _same_name(item, other) or not item.code or not other.code:
            return "same"
        if self._alias(item.code, item.name, other.name):
            return "same"
        listed = all(self.known.knows(item.code, name) for name in (item.name, other.name))
        return "renamed" if listed else "unclear"

    def _alias(self, code: str, *names: str) -> bool:
        """Whether all names are spellings of one."""
        spelled = {normalised(name) for name in names}
        return any(spelled <= name.spellings() for name in self.known.names.get(code, ()))

    def _alone(self, group: _Group) -> str:
        """New or vanished; unclear where its 款 was made from others, or went to others that lack its name."""
        if group.earlier:
            item = group.earlier[0]
            targets = {move.target for move in self.moves if move.source in (item.code, item.group)}
            present = {target for target in targets for other in self.later if target in (other.code, other.group)}
            return "unclear" if present else "vanished"
        item = group.later[0]
        sources = {move.source for move in self.moves if move.target in (item.code, item.group)}
        linked = {id(link[0]) for link in self.links}
        left = [one for one in self.earlier if id(one) not in linked and {one.code, one.group} & sources]
        return "unclear" if left else "new"


def _same_name(item: _Item, other: _Item) -> bool:
    return normalised(item.name) == normalised(other.name)


def _connected(
    earlier: Iterable[_Item], later: Iterable[_Item], links: Iterable[tuple[_Item, _Item, str]]
) -> list[_Group]:
    """Items that are linked, directly or through others, in one group; every other item in one of its own."""
    home = {id(item): _Group(earlier=[item]) for item in earlier}
    home |= {id(item): _Group(later=[item]) for item in later}
    for item, other, basis in links:
        group, joined = home[id(item)], home[id(other)]
        words = [word for one in (group.basis, joined.basis) for word in one.split("；") if word]
        group.basis = "；".join(dict.fromkeys([*words, basis]))
        if joined is not group:
            group.earlier += joined.earlier
            group.later += joined.later
            home |= {id(one): group for one in (*joined.earlier, *joined.later)}
    order = {key: place for place, key in enumerate(home)}
    groups = list({id(group): group for group in home.values()}.values())
    for group in groups:
        for side in (group.earlier, group.later):
            side.sort(key=lambda item: order[id(item)])
    return groups


def _row(group: _Group, years: tuple[int, int]) -> dict[str, Any]:
    before, after = _total(group.earlier), _total(group.later)
    known = before is not None and after is not None and group.status != "unclear"
    row: dict[str, Any] = {
        "status": group.status,
        "code_earlier": _joined(item.code for item in group.earlier),
        "name_earlier": _joined(item.name for item in group.earlier),
        "code_later": _joined(item.code for item in group.later),
        "name_later": _joined(item.name for item in group.later),
        "earlier": before,
        "later": after,
        "change": round((after or 0.0) - (before or 0.0), DIGITS) if known else None,
        "basis": group.basis or None,
    }
    zh, en = _messages(row, years)
    return row | {"message_zh": zh, "message_en": en}


def _total(items: Sequence[_Item]) -> float | None:
    return round(sum(item.amount for item in items), DIGITS) if items else None


def _joined(texts: Iterable[str]) -> str | None:
    return "+".join(text for text in texts if text) or None


def _messages(row: Mapping[str, Any], years: tuple[int, int]) -> tuple[str, str]:
    """The row as a sentence in Chinese and English."""
    kind = {"moved": "renamed", "regrouped": "renamed"}.get(row["status"], row["status"])
    if kind == "unclear":
        kind = "other_name" if row["name_earlier"] and row["name_later"] else "no_namesake"
    parts: dict[str, Any] = {side: amount(row[side]) for side in ("earlier", "later") if row[side] is not None}
    parts["before"], parts["after"] = (
        f"{row[f'code_{side}'] or ''}{quoted(row[f'name_{side}'] or '')}" for side in ("earlier", "later")
    )
    one, year = ("before", years[0]) if row["name_earlier"] else ("after", years[1])
    parts |= {"one": parts[one], "year": year, "from": years[0], "to": years[1]}
    bases = _WORDS["basis"].get(row["basis"], (row["basis"], f"the reference: {row['basis']}"))
    zh, en = (text.format(**parts, basis=basis) for text, basis in zip(_WORDS["sentence"][kind], bases, strict=True))
    return zh, en
