"""Claims to year-on-year changes: current, prior, change and rate of each item, and whether the prior is computed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from budgetlib.parsers.facts import Row
from budgetlib.parsers.prose.figures import YEAR_BASES, figure_of, is_money, places, subtract
from budgetlib.parsers.prose.state import Claim, Worded
from budgetlib.reference.classification import functional_code

_BOTH_SIDES = re.compile(r"收(?:入)?[、和与及]?支(?:出)?")
_TOTALS = ("income+total", "expenditure+total", "income", "expenditure", "income+current", "expenditure+current")
_PLANNED = ("initial_budget", "budget")

Key = tuple[str, str, str, tuple[str, str | None]]


@dataclass(slots=True)
class _Comparison:
    """What one place of the prose says of one item against one base."""

    first: Claim | Worded
    base: str
    parts: dict[str, Claim] = field(default_factory=dict)
    flat: Worded | None = None

    @property
    def stated(self) -> Claim | Worded:
        """What it says, the amount before the rate before the words."""
        return self.parts.get("change") or self.parts.get("change_pct") or self.flat or self.first


def changes_of(stated: Sequence[Claim | Worded], budget: bool, year: int | None) -> list[Row]:
    """One row per comparison with the year before, those of the report's own year first.

    What is not printed but follows (prior = current − change) is marked ``derived``; a prior of zero is marked
    ``zero_base``, its printed rate says nothing.
    """
    outside = [one for one in stated if not (isinstance(one, Claim) and one.in_reason)]
    amounts = _Amounts(outside, budget)
    found = sorted(_comparisons(outside), key=lambda one: one.first.year not in (None, year))
    return [_row(comparison, amounts) for comparison in found]


def _key(one: Claim | Worded) -> Key:
    return one.section.part, one.section.name, one.section.subsection, one.named.key


def _comparisons(stated: Iterable[Claim | Worded]) -> Iterator[_Comparison]:
    """Group the claims of one item in one subsection; an amount printed again starts no new comparison."""
    groups: dict[tuple[Key, str, int | None], _Comparison] = {}
    for one in stated:
        base = one.base if one.base in YEAR_BASES else None
        if base is None:
            continue
        group = (_key(one), base, one.year)
        if isinstance(one, Worded):
            if one.direction == "flat":
                known = groups.setdefault(group, _Comparison(one, base))
                known.flat = known.flat or one
        elif one.measure in ("change", "change_pct") and (is_money(one) or one.unit == "%"):
            groups.setdefault(group, _Comparison(one, base)).parts.setdefault(one.measure, one)
    return iter(groups.values())


class _Amounts:
    """The amounts of a report by place, item and year."""

    def __init__(self, stated: Iterable[Claim | Worded], budget: bool) -> None:
        self._budget = budget
        self._by_item: dict[tuple[Key, int | None], list[Claim]] = {}
        for one in stated:
            if isinstance(one, Claim) and is_money(one) and one.measure in ("actual", "prior", *_PLANNED):
                self._by_item.setdefault((_key(one), one.year), []).append(one)

    def current(self, comparison: _Comparison) -> Claim | None:
        """The amount compared: the item's own, or the total that 收入支出总体 stands for."""
        first = comparison.first
        wanted = [_key(first)]
        if _BOTH_SIDES.match(first.item.removeprefix("财政拨款")):
            wanted += [(*_key(first)[:3], (name, first.named.scope)) for name in _total_ids(first.item)]
        for key in wanted:
            for claim in self._named(key, first, first.year):
                if claim.measure in (_PLANNED if self._budget else ("actual", "prior")):
                    return claim
        return None

    def prior(self, comparison: _Comparison) -> Claim | None:
        """The printed amount of the year before, of the budget or of the account as the base says."""
        first = comparison.first
        if first.year is None:
            found = [c for c in self._named(_key(first), first, None) if c.measure == "prior"]
        else:
            found = self._named(_key(first), first, first.year - 1)
        planned = comparison.base == "prior_budget"
        fitting = [c for c in found if c.base == comparison.base or (c.base is None and _is_plan(c) == planned)]
        return fitting[0] if fitting else None

    def _named(self, key: Key, first: Claim | Worded, year: int | None) -> list[Claim]:
        """The amounts of an item, those under the very name that is compared before others of its kind."""
        return sorted(self._by_item.get((key, year), []), key=lambda claim: claim.item != first.item)


def _is_plan(claim: Claim) -> bool:
    return claim.stage in ("initial", "annual", "unstated")


def _total_ids(item: str) -> list[str]:
    """The items of which 收入支出总体 or 财政拨款收、支总计 are a common name."""
    of_appropriation = item.startswith("财政拨款")
    return [f"appropriation+{name}" if of_appropriation else name for name in _TOTALS]


def _row(comparison: _Comparison, amounts: _Amounts) -> Row:
    first = comparison.first
    current, prior = amounts.current(comparison), amounts.prior(comparison)
    change, rate = comparison.parts.get("change"), comparison.parts.get("change_pct")
    printed = {"current": current, "prior": prior, "change": change, "change_pct": rate}
    row = Row({"item": first.item, "code": functional_code(first.item)})
    row.values |= dict.fromkeys(printed)
    for column, claim in printed.items():
        if claim is not None:
            row.put(column, figure_of(claim))
    if change is None and rate is None and comparison.flat:
        row.values["change"] = 0.0
    derived = _complete(row.values, max((places(c) for c in (current, change, prior) if c), default=2))
    said = next((c.reason for c in (change, rate, comparison.flat) if c is not None and c.reason), None)
    row.values |= {
        "direction": _direction(comparison, row.values["change"], rate),
        "derived": derived,
        "zero_base": row.values["prior"] == 0.0 if row.values["prior"] is not None else None,
        "base": comparison.base,
        "reason": said,
        "page": comparison.stated.page,
        "year": first.year,
        "stage": current.stage if current else None,
        "item_id": first.named.id,
        "item_scope": first.named.scope,
        "part_of": first.part_of if isinstance(first, Claim) else None,
        "in_reason": False,
        "read_by": next((c.read_by for c in (change, rate) if c and c.read_by), None),
    }
    return row


def _complete(values: dict[str, float | None], digits: int) -> bool:
    """Compute the one of current, prior and change that is not printed; True when one was computed."""
    current, prior, change = values["current"], values["prior"], values["change"]
    if current is not None and prior is None and change is not None:
        derived = subtract(current, change, digits)
        values["prior"] = None if derived < 0 <= current else derived  # nobody spent less than nothing: a slip
        return values["prior"] is not None
    if current is not None and prior is not None and change is None:
        values["change"] = subtract(current, prior, digits)
        return True
    return False


def _direction(comparison: _Comparison, change: float | None, rate: Claim | None) -> str:
    moved = change if change is not None else (rate.value if rate else 0.0)
    if comparison.flat or not moved:
        return "flat"
    return "up" if moved > 0 else "down"
