"""Stated reasons: the text behind 原因是 goes to the comparisons before it."""

from __future__ import annotations

from budgetlib.parsers.prose.items import Item
from budgetlib.parsers.prose.mind import Mind
from budgetlib.parsers.prose.state import Claim, Worded
from budgetlib.reference import load

_COMPARES = ("change", "change_pct", "completion_pct", "difference_pct", "actual")
_TOTALS = frozenset(load("grammar")["item"]["totals"])
"""What 收入增加的原因 names: all of it, under whichever name it was told."""


class Reasons:
    """Collects the reason of a passage and gives it to the comparisons that it explains."""

    def __init__(self, mind: Mind) -> None:
        self._mind = mind
        self._told = mind.compared
        """All comparisons of the section, which a reason that names its item explains from afar."""
        self._before = len(self._told)
        """How many of them stand in earlier paragraphs."""
        self._waiting: list[Claim | Worded] = []
        self._told_before = False
        """Whether a sentence ended since the last figure: a reason in the next sentence still explains it."""
        self._start: int | None = None
        self._of: tuple[Item | None, str | None] = None, None

    def said(self, one: Claim | Worded) -> None:
        """A figure or a comparison in words, which the next reason explains."""
        if isinstance(one, Claim) and (one.in_reason or one.measure not in _COMPARES):
            return
        if self._told_before:
            self._waiting, self._told_before = [], False
        self._waiting.append(one)
        self._told.append(one)

    def open(self, place: int, item: Item | None = None, base: str | None = None) -> None:
        """A reason begins at this place of the squeezed text; ``item`` and ``base``: what it says that it explains."""
        if self._start is None:
            self._start, self._of = place, (item, base)

    def cross(self, kind: str, place: int) -> None:
        """A boundary: a full stop or 其中 ends the reason; behind a semicolon other figures are explained."""
        if kind in ("STOP", "PART"):
            self.close(place)
        if kind == "STOP":
            self._told_before = True
        elif kind == "SEMI" and self._start is None:
            self._waiting = []

    def close(self, place: int) -> None:
        """The reason ends here: it goes to what it explains."""
        if self._start is None:
            return
        text = "".join(self._mind.passage.between(self._start, place).split()).strip("是为:：,，。;；、")
        for one in self._explained():
            one.reason = one.reason or text or None
        self._start, self._waiting = None, []

    def _explained(self) -> list[Claim | Worded]:
        """What the reason names, against the base that it names; what waits for a reason where it names nothing."""
        item, base = self._of
        if item is None or item.id in _TOTALS:
            return self._waiting
        own = [one for one in self._told[self._before :] if one.named.key == item.key]
        own = own or [one for one in self._told[: self._before] if one.named.key == item.key]
        if own or (item.id and all(one.named.id for one in self._waiting)):
            return [one for one in own if base and one.base == base] or own
        return self._waiting
