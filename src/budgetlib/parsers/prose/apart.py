"""One number said of several items (A、B均为0), and a number for each (A、B分别为1、2): one figure an item, or none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from budgetlib.parsers.prose.grammar import MOVES, PIECES
from budgetlib.parsers.prose.items import Item, text_of
from budgetlib.parsers.prose.mind import Mind
from budgetlib.parsers.prose.state import AMOUNTS, Claim, Figure, NotUnderstood
from budgetlib.parsers.prose.subjects import PAIR
from budgetlib.parsers.prose.tokens import Token
from budgetlib.reference import load

_ALL = frozenset(("均", "均为", "各", "各为", "各是", "都", "各自"))
_EACH = frozenset(("分别", "分别为"))
JOINS = frozenset((",", "、", "和", "及", "与", "以及"))
"""Between two names or two figures of a list."""
_BETWEEN = frozenset((*MOVES, "FILL", "EACH"))
"""What may stand before a later number of a list: 分别增长3%和 下降 2%."""
_HALVES = frozenset(load("grammar")["item"]["halves"])

_TWO = 2
"""Amounts told one after another, of which 各 says something; of more, perhaps not of the first."""


@dataclass(frozen=True, slots=True)
class _Awaited:
    """A later number of a list: the words that name its item, or the item told before, and the words of the role."""

    names: list[Token]
    of: Item | None
    role: list[Token]


class Apart:
    """Tells apart the items of one number, and the numbers of several items, within a passage."""

    def __init__(self, mind: Mind) -> None:
        self._mind = mind
        self._awaited: dict[int, _Awaited] = {}
        self._joint: list[Item] = []
        """The items that the last number was said of."""

    def joint(self, claims: Sequence[Claim]) -> None:
        """Several claims of one number: what follows and names no item is said of all of them."""
        self._joint = [claim.named for claim in claims] if len(claims) > 1 else []

    def said(self, claim: Claim) -> None:
        """An amount, which 分别 may take up with others behind it; or a count, of which a sum may be told."""
        if claim.measure in AMOUNTS:
            self._mind.amounts.append(claim)
            self._mind.spoken.add(claim.named)
        if claim.unit in self._mind.money:
            self._mind.counts = []
        elif claim.measure == "count":
            self._mind.counts.append(claim)
            self._mind.counts_listed = self._mind.opened_by == "、"
            self._mind.state.unsure = False  # what follows is of what was counted

    def close(self) -> None:
        """The sentence or the split ends: what was told before is not taken up again."""
        self._mind.amounts, self._mind.spoken, self._mind.counts, self._joint = [], set(), [], []

    def figures(self, figure: Figure) -> list[Figure]:
        """The figures that a number makes, mostly itself. Raises NotUnderstood where nobody can say of which item."""
        later = self._awaited.pop(figure.place, None)
        if later is not None:
            own = [t for t in figure.window if t.text not in JOINS]
            return [replace(figure, window=[*later.names, *(own or later.role)], opens=True, of=later.of)]
        window = figure.window
        if self._joint and self._mind.state.item is None and not any(t.kind in PIECES for t in window):
            return [replace(figure, of=item) for item in self._joint]  # A、B各减少1.00万元，下降5.00%
        at = max((i for i, t in enumerate(window) if t.text in _ALL | _EACH), default=None)
        if at is None or (at + 1 < len(window) and window[at + 1].kind in PIECES):  # 均为公务接待费3.00万元
            return [figure]
        before, groups, behind = self._groups(window[:at])
        named = text_of(groups[0]) if groups else self._mind.state.item.name if self._mind.state.item else ""
        if len(groups) < 2 and PAIR.match(named):  # 收、支总计分别为, of which a later rule makes two
            return [figure]
        role = [*behind, *window[at + (window[at].kind == "EACH") :]]
        if window[at].text in _EACH or (len(groups) > 1 and len(self._run(figure)) > 1):
            return [self._first(figure, before, groups, role)]
        if len(groups) > 1:
            return [replace(figure, window=[*before, *group, *role]) for group in groups]
        if not groups and len(self._mind.amounts) == _TWO and _alike(self._mind.amounts):
            return [replace(figure, window=role, of=claim.named) for claim in self._mind.amounts]
        if not groups and len(self._mind.amounts) > 1:
            raise NotUnderstood("几个项目同一个数字", "one figure of several items")
        return [figure]

    def _groups(self, window: Sequence[Token]) -> tuple[list[Token], list[list[Token]], list[Token]]:
        """The names of a list that stand alone, and the words before and behind it."""
        pieces = self._mind.items.opened(window)
        start = next((i for i, t in enumerate(window) if pieces and t is pieces[0]), len(window))
        end = start
        while end < len(window) and (window[end].kind in PIECES or window[end].text in JOINS | _ALL):
            end += 1
        groups: list[list[Token]] = [[]]
        for token in window[start:end]:
            if token.text in JOINS | _ALL:
                groups.append([])
            else:
                groups[-1].append(token)
        groups = [group for group in groups if group]
        if len(groups) > 1 and not all(map(self._stands_alone, groups)):
            self._mind.name(None)
            raise NotUnderstood("几个项目同一个数字", "one figure of several items")
        return [*window[:start]], groups, [*window[end:]]

    def _stands_alone(self, group: Sequence[Token]) -> bool:
        """Whether a name is known and whole: 财政拨款收入、支出 and 接待批次、人次 share a word."""
        return self._mind.items.known(group) and group[0].kind != "SPEND" and text_of(group) not in _HALVES

    def _first(self, figure: Figure, before: list[Token], groups: Sequence[list[Token]], role: list[Token]) -> Figure:
        """The first of several numbers, each for an item; the others are awaited."""
        places, told = self._run(figure), [] if groups else self._mind.amounts
        if len(places) < 2 or len(places) != len(groups or told) or (told and not _alike(told)):
            self._mind.name(None)
            raise NotUnderstood("几个项目的几个数字", "several figures of several items")
        ones = [_Awaited([*before, *group], None, role) for group in groups]
        ones = ones or [_Awaited(before, one.named, role) for one in told]  # 2023年分别为
        self._awaited = dict(zip(places[1:], ones[1:], strict=True))
        return replace(figure, window=[*ones[0].names, *role], of=ones[0].of)

    @staticmethod
    def _run(figure: Figure) -> list[int]:
        """The places of the numbers told one after another."""
        found, places = figure.tokens, [figure.place]
        while True:
            at = places[-1] + 1
            if at >= len(found) or found[at].text not in JOINS:
                return places
            at += 1
            while at < len(found) and found[at].kind in _BETWEEN:
                at += 1
            if at >= len(found) or found[at].kind != "NUM":
                return places
            places.append(at)


def _alike(told: Sequence[Claim]) -> bool:
    """Amounts of one kind, of items that differ."""
    return len({one.measure for one in told}) == 1 and len({one.named for one in told}) == len(told)
