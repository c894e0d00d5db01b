"""Parts that arithmetic proves: amounts behind 其中 whose names nobody knows, and that add up to the whole exactly."""

from __future__ import annotations

from dataclasses import dataclass

from budgetlib.numbers import TO_WAN
from budgetlib.parsers.facts import Unread
from budgetlib.parsers.prose.grammar import DECIDING, MOVES
from budgetlib.parsers.prose.items import item_of
from budgetlib.parsers.prose.mind import Mind
from budgetlib.parsers.prose.state import AMOUNTS, NOISE, Claim, Figure, Worded

PROVED = "parts"
"""What ``read_by`` says of such a figure."""
_FEWEST = 2


@dataclass(slots=True)
class _Candidate:
    """An amount that was left unread, and what it would be."""

    claim: Claim
    unread: Unread


class Parts:
    """Collects the amounts that a sentence tells of one whole."""

    def __init__(self, mind: Mind, stated: list[Claim | Worded], unread: list[Unread]) -> None:
        self._mind, self._stated, self._unread = mind, stated, unread
        self._whole: Claim | None = None
        self._values: list[float] = []
        self._candidates: list[_Candidate] = []

    def open(self, whole: Claim | None) -> None:
        """Parts of the amount before 其中 follow; a split inside a split is not followed."""
        first = self._whole is None and whole is not None and whole.measure in AMOUNTS and whole.unit in TO_WAN
        self._whole = whole if first else None
        self._values, self._candidates = [], []

    def read(self, claim: Claim) -> None:
        """A figure that was understood: a part where it says the same as the whole."""
        if self._whole is None or claim.unit not in TO_WAN or claim.measure in ("change", "share_pct"):
            return
        if claim.measure == self._whole.measure:
            self._values.append(claim.wan)
        else:
            self._whole = None

    def missed(self, figure: Figure, unread: Unread) -> None:
        """A figure that was not understood: perhaps a part, by its name as it is printed."""
        whole, unit = self._whole, figure.number.unit
        if whole is None or unit not in TO_WAN:
            return
        value = round(figure.number.value * TO_WAN[unit], 8)
        if not figure.window or all(t.kind == "FILL" for t in figure.window):
            if abs(value - whole.wan) < NOISE and self._values:  # 合计: the whole again
                return
            self._whole = None
        elif self._may_be_a_part(figure):
            self._values.append(value)
            self._candidates.append(_Candidate(self._part(figure, whole), unread))
        else:
            self._whole = None

    def close(self) -> None:
        """The sentence ends: where the parts add up to the whole they are what their names say."""
        whole, candidates = self._whole, self._candidates
        self._whole, self._candidates = None, []
        if whole is None or not candidates or len(self._values) < _FEWEST:
            return
        if abs(sum(self._values) - whole.wan) < NOISE:
            for one in candidates:
                self._unread.remove(one.unread)
                self._stated.append(one.claim)

    def _may_be_a_part(self, figure: Figure) -> bool:
        """A name in front of the number, and at most a movement at its end (支持外贸稳增长)."""
        pieces = self._mind.items.opened(figure.window)
        if pieces and pieces[-1].kind in MOVES:
            pieces = pieces[:-1]
        named = bool(pieces) and not any(t.kind in DECIDING for t in pieces)
        return named and not self._mind.state.reason and self._mind.items.provable(pieces)

    def _part(self, figure: Figure, whole: Claim) -> Claim:
        mind, number = self._mind, figure.number
        end = number.start + mind.digits(number)
        mark, page = mind.passage.mark(number.start, end)
        pieces = mind.items.opened(figure.window)
        return Claim(
            whole.section,
            item_of(pieces, mind.passage.words(pieces)),
            whole.measure,
            whole.base,
            number.value,
            number.unit,
            mind.passage.printed_at(number.start, end),
            mark,
            page,
            year=whole.year,
            stage=whole.stage,
            part_of=whole.item,
            read_by=PROVED,
            clause=mind.clause,
            number=number.value,
        )
