"""What punctuation, 其中 and brackets keep of what was said before them."""

from __future__ import annotations

from dataclasses import dataclass, replace

from budgetlib.parsers.prose.apart import Apart
from budgetlib.parsers.prose.grammar import boundaries
from budgetlib.parsers.prose.mind import Mind
from budgetlib.parsers.prose.parts import Parts
from budgetlib.parsers.prose.reasons import Reasons
from budgetlib.parsers.prose.state import BUDGETS, State
from budgetlib.parsers.prose.tokens import Token

_SIDES = {"收入": "income", "支出": "expenditure"}
"""收入包括, 支出包括: parts of one side."""


@dataclass(slots=True)
class Crossing:
    """Crosses the boundaries of one passage."""

    mind: Mind
    reasons: Reasons
    parts: Parts
    apart: Apart

    def cross(self, kind: str, token: Token | None, stack: list[State]) -> None:
        """What a boundary keeps: a row of the table."""
        mind = self.mind
        row, state = boundaries()[kind], mind.state
        if row.stack == "pop":
            if stack:
                mind.state = stack.pop()
            return
        if row.stack == "push":
            stack.append(replace(state))
        if row.reason == "drop" or (row.reason == "drop use" and state.reason == "use"):
            state.reason = ""
        elif row.reason == "after" and not state.listed:
            state.reason = "after" if state.reason in ("reason", "after") else ""
        if kind == "STOP":
            state.in_reason, state.listed, state.elsewhen = None, False, False
            state.item = None if state.reviewed else state.item
            state.lost = state.of_unread = state.unstaged = False
            state.split, state.gone = None, False
        elif kind in ("PART", "OPENBR"):
            its = token is not None or (state.amount is not None and state.amount.named == state.item)
            state.split, state.unstaged = (state.amount if its else None), False  # 在某某项目中: not of what was told
            state.of_unread = state.lost or _parts_of_what_is_unknown(mind)
        if kind in ("STOP", "SEMI"):
            state.missed = ""
            state.unsure = kind == "SEMI" and state.whole not in (None, state.item)
            if state.relative or state.doubted:
                state.year, state.relative, state.doubted = None, False, False
        elif state.missed and token is not None and token.text != "、":
            state.missed = "number"
        if kind == "PART":
            self.parts.open(state.last)
        elif kind == "STOP":
            self.parts.close()
        if kind in ("STOP", "PART"):
            self.apart.close()
        told = kind == "PART" and token is not None and token.text.startswith("包") and state.reason == "reason"
        if token is not None and kind in ("STOP", "SEMI", "PART") and not told:  # 因为机构整合，决算包含了3个站
            self.reasons.cross(kind, token.start)
        if row.item == "whole":
            if state.whole is None or state.whole != state.whole_counted:  # what was counted is no subject of amounts
                state.item = state.whole or state.item
            state.whole = state.whole_counted = None
        elif row.item == "part":
            subject = None if _of_the_other_side(token, state) else state.item or state.counted
            state.whole = subject if row.stack or subject is None else state.whole or subject
            state.whole_counted = state.counted or state.whole_counted or state.bare
            state.counted = None if row.stack else state.counted
        if row.base == "carry":
            state.carried, state.base, state.carried_year, state.year = state.base, None, state.year, None
        elif row.base == "take up":
            state.base, state.year = state.base or state.carried, state.year or state.carried_year


def _of_the_other_side(token: Token | None, state: State) -> bool:
    """一般公共预算拨款…。支出包括：what is spent is no part of where the money comes from."""
    side = _SIDES.get(token.text[:2]) if token is not None else None
    ids = set((state.item.id or "").split("+")) if state.item else set()
    return side is not None and bool(ids) and not ids & {"both", side}


def _parts_of_what_is_unknown(mind: Mind) -> bool:
    """Whether parts follow a change alone, an amount nobody understood, or two amounts, the later not the report's."""
    state = mind.state
    whole, last = state.amount, state.last
    if whole is None:
        return state.strange or (last is not None and last.measure in ("change", "change_pct"))
    strange = ("prior",) if mind.budget else ("prior", *BUDGETS)
    return whole.measure in strange and any(one.measure != whole.measure for one in mind.amounts)
