"""Claims to comparisons with the budget: budgets, spending, completion and what the words say."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from budgetlib.parsers.facts import Row
from budgetlib.parsers.prose.figures import figure_of, is_money
from budgetlib.parsers.prose.state import BUDGETS, Claim, Worded
from budgetlib.reference.classification import functional_code

_AMOUNTS = (*BUDGETS, "actual")
_RATES = ("completion_pct", "difference_pct")


@dataclass(slots=True)
class _Passage:
    """What one passage says of one item and its budget."""

    first: Claim
    claims: dict[str, Claim] = field(default_factory=dict)
    worded: Worded | None = None
    moved: Claim | None = None
    """What it says that spending is above or below the budget."""

    @property
    def compares(self) -> bool:
        """Whether spending is compared with a budget: both amounts, a rate, or words."""
        stated = self.claims.keys()
        both = "actual" in stated and bool(stated & set(BUDGETS))
        return both or bool(stated & set(_RATES)) or self.worded is not None or self.moved is not None


def completions_of(stated: Iterable[Claim | Worded], year: int | None) -> list[Row]:
    """One row per passage of a final account that compares an item with its budget, those of its own year first."""
    compared = [passage for passage in _passages(stated) if passage.compares]
    return [_row(passage) for passage in sorted(compared, key=lambda one: one.first.year not in (None, year))]


def _passages(stated: Iterable[Claim | Worded]) -> list[_Passage]:
    """A passage ends where another item, or the same figure of the item again, begins."""
    passages: list[_Passage] = []
    current: dict[tuple[object, ...], _Passage] = {}
    for one in stated:
        key = (one.section.part, one.section.name, one.section.subsection, one.named.key, one.year)
        passage = current.get(key)
        if isinstance(one, Worded):
            if one.base in BUDGETS and passage:
                passage.worded = passage.worded or one
            continue
        if one.in_reason:
            continue
        if one.measure in ("change", "change_pct") and one.base in BUDGETS and (is_money(one) or one.unit == "%"):
            if passage is None:
                passage = current[key] = _Passage(one)
                passages.append(passage)
            passage.moved = passage.moved or one
            continue
        if not (one.measure in _RATES or (one.measure in _AMOUNTS and is_money(one))):
            continue
        if passage is None or _opens(one, passage):
            passage = current[key] = _Passage(one)
            passages.append(passage)
        passage.claims[one.measure] = one
    return passages


def _opens(claim: Claim, passage: _Passage) -> bool:
    """A budget behind a spending begins a new comparison, unless the spending is said to complete it."""
    behind_actual = claim.measure in BUDGETS and claim.base is None and "actual" in passage.claims
    return behind_actual or claim.measure in passage.claims


def _row(passage: _Passage) -> Row:
    first, claims = passage.first, passage.claims
    row = Row({"item": first.item, "code": functional_code(first.item)})
    for column, claim in claims.items():
        row.put(column, figure_of(claim))
    said = [passage.worded, passage.moved, *(claims[column] for column in _RATES if column in claims)]
    row.values |= {
        "direction": passage.worded.direction if passage.worded else _direction(passage.moved),
        "reason": next((one.reason for one in said if one is not None and one.reason), None),
        "page": first.page,
        "year": first.year,
        "stage": next((claims[name].stage for name in BUDGETS if name in claims), None),
        "item_id": first.named.id,
        "item_scope": first.named.scope,
        "part_of": first.part_of,
        "in_reason": False,
    }
    return row


def _direction(moved: Claim | None) -> str | None:
    if moved is None:
        return None
    return "up" if moved.value > 0 else "down" if moved.value < 0 else "flat"
