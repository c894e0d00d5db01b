"""Whose change it is that follows the parts of an amount: the whole's or the last part's, where its rate proves it."""

from __future__ import annotations

from budgetlib.numbers import TO_WAN, half_unit
from budgetlib.parsers.prose.grammar import BOUNDARIES, MOVES, unit_kinds
from budgetlib.parsers.prose.items import Item
from budgetlib.parsers.prose.mind import Mind
from budgetlib.parsers.prose.state import AMOUNTS, NOISE, Claim, Figure
from budgetlib.parsers.prose.tokens import Token

_NEAR = 6
"""How many words behind a change its rate stands: 减少61.10万元，下降4.83%."""


def is_next_in_list(mind: Mind, claim: Claim) -> bool:
    """Whether an amount is a part right behind another one and a comma: 其中：A1.00万元，B2.00万元."""
    last = mind.state.last
    if last is None or not mind.state.whole or mind.opened_by != "," or last.clause != mind.clause - 1:
        return False
    return claim.measure in AMOUNTS and last.measure in AMOUNTS and last.named != claim.named


def is_behind_parts(mind: Mind) -> bool:
    """Whether what follows a comma may be of the whole as well as of the part told last."""
    return bool(mind.state.whole) and (mind.listing or mind.state.commas) and mind.opened_by == ","


def owner_of_change(mind: Mind, figure: Figure) -> Item | None:
    """The whole or the part told last, whichever amount gives the rate printed behind; None where nothing tells.

    Without a rate it is the part's behind commas, if the part is as large as the rise.
    """
    state = mind.state
    part = state.amount
    if figure.kind != "amount" or not state.whole or part is None or not (state.unsure or is_behind_parts(mind)):
        return None
    change = figure.number.value * TO_WAN.get(figure.unit, 0.0)
    if any(t.kind == "DOWN" for t in figure.window):
        change = -change
    rate = _rate_behind(figure)
    if rate is None:
        return part.named if state.commas and not state.unsure and part.wan >= change else None
    known = [(one, state.known.get((one.key, part.measure))) for one in (state.whole, part.named)]
    return next((one for one, amount in known if amount is not None and _gives(amount, change, rate)), None)


def owner_of_compared(mind: Mind, figure: Figure) -> Item | None:
    """A251.00万元，比上年285.00万元下降34.00万元 among parts: the whole or the part, whose change it gives."""
    state, part = mind.state, mind.state.amount
    if not state.whole or part is None or not (state.unsure or is_behind_parts(mind)):
        return None
    change = _change_behind(figure)
    known = [(one, state.known.get((one.key, part.measure))) for one in (state.whole, part.named)]
    before = figure.number.value * TO_WAN.get(figure.unit, 0.0)
    fits = [one for one, amount in known if amount is not None and change and abs(amount - before - change) < NOISE]
    return fits[0] if len(fits) == 1 else None


def _change_behind(figure: Figure) -> float | None:
    """The change that stands right behind an amount that is compared with."""
    behind = figure.tokens[figure.place + 1 : figure.place + _NEAR]
    end = next((i for i, t in enumerate(behind) if t.kind == "NUM"), None)
    if end is None or behind[end].unit not in TO_WAN or any(t.kind not in (*MOVES, "FILL") for t in behind[:end]):
        return None
    way = -1.0 if any(t.kind == "DOWN" for t in behind[:end]) else 1.0
    return way * behind[end].value * TO_WAN[behind[end].unit]


def _rate_behind(figure: Figure) -> Token | None:
    behind = figure.tokens[figure.place + 1 : figure.place + _NEAR]
    end = next((i for i, t in enumerate(behind) if t.kind == "NUM"), None)
    if end is None or unit_kinds().get(behind[end].unit) != "rate":
        return None
    return behind[end] if all(t.kind == "COMMA" or t.kind not in BOUNDARIES for t in behind[:end]) else None


def _gives(amount: float, change: float, rate: Token) -> bool:
    prior = amount - change
    slack = half_unit(rate.text) + 1.0 / max(prior, 1.0)  # of the change, which is rounded itself
    return prior > 0 and abs(abs(change) / prior * 100 - abs(rate.value)) <= slack
