"""Comparisons without a figure: 与上年持平, 决算数大于预算数."""

from __future__ import annotations

from collections.abc import Sequence

from budgetlib.parsers.prose.comparison import UNKNOWN
from budgetlib.parsers.prose.grammar import MOVES
from budgetlib.parsers.prose.mind import Mind
from budgetlib.parsers.prose.state import Worded
from budgetlib.parsers.prose.tokens import Token


def worded(mind: Mind, head: Sequence[Token], base: str | None, rest: Sequence[Token]) -> Worded | None:
    """What a clause says of the subject in words: level with something, above or below its budget."""
    state = mind.state
    if not state.item or state.reason or (state.last and state.last.measure == "count"):
        return None
    direction = None
    if any(t.kind == "FLAT" and t.id == "flat" for t in rest):
        direction = "flat"
    else:
        base, direction = against_budget(head)
    if not direction:
        return None
    page, base = mind.passage.page(head[0].start), None if base == UNKNOWN else base
    one = Worded(mind.section, state.item, base, direction, page, year=mind.current_year)
    one.clause = mind.clause
    return one


def against_budget(head: Sequence[Token]) -> tuple[str | None, str | None]:
    """决算数大于预算数: base and direction."""
    kinds = [t.kind for t in head if t.kind not in ("FILL", "OPEN", "OWN")]
    stages = [t for t in head if t.kind == "STAGE"]
    if kinds[:1] != ["STAGE"] or stages[0].id != "actual" or len(stages) < 2 or stages[1].id == "actual":
        return None, None
    moves = [t for t in head if t.kind in MOVES]
    if len(moves) != 1:
        return None, None
    base = {"initial": "initial_budget", "annual": "annual_budget"}.get(stages[1].id, "budget")
    return base, "up" if moves[0].kind == "UP" else "down"
