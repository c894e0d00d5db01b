"""Claims to comparisons with the budget: initial and adjusted budget, spending, completion and what the words say."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from budgetlib.numbers import TO_WAN
from budgetlib.parsers.changes import in_wan
from budgetlib.parsers.claims import Claim, Worded
from budgetlib.parsers.facts import Row
from budgetlib.reference.classification import functional_code

BUDGET_BASES = ("initial_budget", "annual_budget", "budget")
_AMOUNTS = ("initial_budget", "annual_budget", "actual")
_RATES = ("completion_pct", "difference_pct")


@dataclass(slots=True)
class _Passage:
    """What one passage says of one item and its budget."""

    item: str
    claims: dict[str, Claim] = field(default_factory=dict)
    worded: Worded | None = None

    @property
    def compares(self) -> bool:
        """Whether spending is compared with a budget: both amounts, a rate, or words."""
        stated = self.claims.keys()
        both = "actual" in stated and ("initial_budget" in stated or "annual_budget" in stated)
        return both or bool(stated & set(_RATES)) or self.worded is not None


def parse_completions(stated: Iterable[Claim | Worded], report_type: str) -> list[Row]:
    """One row per passage of a final account that compares an item with its budget. A budget compares nothing yet."""
    if report_type == "budget":
        return []
    return [_row(passage) for passage in _passages(stated) if passage.compares]


def _passages(stated: Iterable[Claim | Worded]) -> list[_Passage]:
    """A passage ends where another item, or the same figure of the item again, begins."""
    passages: list[_Passage] = []
    current: dict[tuple[str, str, str], _Passage] = {}
    for one in stated:
        key = (one.section.name, one.section.subsection, one.item)
        passage = current.get(key)
        if isinstance(one, Worded):
            if one.base in BUDGET_BASES and passage:
                passage.worded = passage.worded or one
            continue
        if one.in_reason or not (one.measure in _RATES or (one.measure in _AMOUNTS and one.unit in TO_WAN)):
            continue
        if passage is None or _opens(one, passage):
            passage = current[key] = _Passage(one.item)
            passages.append(passage)
        passage.claims[one.measure] = one
    return passages


def _opens(claim: Claim, passage: _Passage) -> bool:
    """A budget behind a spending begins a new comparison, unless the spending is said to complete it."""
    behind_actual = claim.measure.endswith("_budget") and claim.base is None and "actual" in passage.claims
    return behind_actual or claim.measure in passage.claims


def _row(passage: _Passage) -> Row:
    claims = passage.claims
    first = next(iter(claims.values()))
    values: dict[str, object] = {column: in_wan(claims[column]) for column in _AMOUNTS if column in claims}
    values |= {column: claims[column].value for column in _RATES if column in claims}
    reason = passage.worded.reason if passage.worded else None
    rates = [claims[column] for column in _RATES if column in claims]
    return Row(
        {
            "item": passage.item,
            "code": functional_code(passage.item),
            **values,
            "direction": passage.worded.direction if passage.worded else None,
            "reason": reason or (rates[0].reason if rates else None),
            "page": first.page,
        },
        {column: claim.mark for column, claim in claims.items()},
    )
