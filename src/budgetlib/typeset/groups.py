"""Claims in groups that become sentences, and what the derived tables say of each: reasons, words without a figure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from budgetlib.analysis.reasons import classify, phrase
from budgetlib.intervals import SAME
from budgetlib.numbers import TO_WAN
from budgetlib.parsers.prose.figures import YEAR_BASES
from budgetlib.typeset.phrases import Stated
from budgetlib.typeset.tables import Record, Source

_BUDGETS = ("initial_budget", "annual_budget", "actual")
_RATES = ("completion_pct", "difference_pct")


@dataclass(slots=True)
class Group:
    """Consecutive claims of one item in one place, and what the derived tables say of them.

    ``part_of`` is the item of which they are a part (其中); ``flats`` are items with a base against which they did not
    change, ``above`` the direction (up, down, flat) in which spending stands to the budget where words say so.
    """

    place: tuple[str, str]
    stated: list[Stated]
    part_of: str | None = None
    in_reason: bool = False
    reason: str | None = None
    flats: list[tuple[str, str]] = field(default_factory=list)
    above: str | None = None
    above_reason: str | None = None

    @property
    def item(self) -> str:
        """What all its figures are of."""
        return self.stated[0].item

    @property
    def flat(self) -> str | None:
        """The base against which its own item did not change: said in its own sentence."""
        return next((base for item, base in self.flats if item == self.item), None)

    @property
    def other_flats(self) -> list[tuple[str, str]]:
        """What else did not change: sentences of their own."""
        return [one for one in self.flats if one != (self.item, self.flat)]

    @property
    def alone(self) -> bool:
        """Whether it gets a paragraph of its own, so that what follows is not taken for a part of it."""
        compares = any(_comparison(one) for one in self.stated)
        said = self.reason or self.in_reason or self.flats or self.above
        return bool(compares or said or "/" in self.item)


def _comparison(one: Stated) -> bool:
    return one.measure in ("change", "change_pct") and one.base in YEAR_BASES and one.unit in (*TO_WAN, "%")


def groups_of(source: Source, *, with_reasons: bool) -> list[Group]:
    """All claims in groups, in order, matched with the derived tables that were given."""
    groups = _groups(source)
    if "changes" in source.given:
        _match_changes(groups, source.records["changes"], with_reasons)
    if "completions" in source.given:
        _match_completions(groups, source.records["completions"], with_reasons)
    return groups


def _groups(source: Source) -> list[Group]:
    groups: list[Group] = []
    for record in source.records["claims"]:
        place = (record["section"] or "", record["subsection"] or "")
        stated = Stated.of(record)
        last = groups[-1] if groups else None
        about = (place, stated.item, record.get("part_of"), bool(record.get("in_reason")))
        same = last is not None and (last.place, last.item, last.part_of, last.in_reason) == about
        if last and same and _goes_on(last.stated, stated):
            last.stated.append(stated)
        else:
            groups.append(Group(place, [stated], *about[2:]))
    return groups


def _goes_on(before: Sequence[Stated], stated: Stated) -> bool:
    """Whether a figure belongs into the sentence: a figure said again begins a new one, and so does a budget."""
    said = {(one.measure, one.base, one.unit) for one in before}
    if (stated.measure, stated.base, stated.unit) in said:
        return False
    moved = any(one.measure in ("change", "change_pct") for one in before)
    return not (moved and stated.measure in ("initial_budget", "annual_budget", "actual"))


def _match_changes(groups: list[Group], changes: list[Record], with_reasons: bool) -> None:
    """Give each comparison its row of ``changes``."""
    given = list(changes)
    at = 0
    seen: set[tuple[object, ...]] = set()
    previous = 0
    for number, group in enumerate(groups):
        for base in YEAR_BASES:
            compared = [one for one in group.stated if _comparison(one) and one.base == base and not group.in_reason]
            key = (*group.place, group.item, base)
            if not compared or key in seen:
                continue
            row = next((n for n in range(at, len(given)) if _is_row_of(given[n], compared, base)), None)
            if row is None:
                continue
            seen.add(key)
            _place_flats(groups, given[at:row], previous, number)
            group.reason = _phrase(given[row]["reason"], with_reasons) or group.reason
            at, previous = row + 1, number
    _place_flats(groups, given[at:], previous, len(groups))


def _is_row_of(row: Record, compared: Sequence[Stated], base: str) -> bool:
    values = {one.measure: one.value * TO_WAN.get(one.unit, 1.0) for one in compared}
    return (
        row["item"] == compared[0].item
        and row["base"] == base
        and all(row[name] is not None and abs(row[name] - value) < SAME for name, value in values.items())
    )


def _place_flats(groups: list[Group], rows: list[Record], first: int, stop: int) -> None:
    """Comparisons without a figure go behind the amount that stayed the same."""
    for row in rows:
        amounts = [n for n in range(first, stop) if _states_amount(groups[n], row)]
        if groups:
            groups[amounts[0] if amounts else first].flats.append((row["item"], row["base"]))


def _states_amount(group: Group, row: Record) -> bool:
    return any(
        one.item == row["item"] and one.unit in TO_WAN and row["current"] == round(one.value * TO_WAN[one.unit], 6)
        for one in group.stated
    )


def _match_completions(groups: list[Group], rows: list[Record], with_reasons: bool) -> None:
    """Put words and reasons of a comparison with the budget behind the last figure that it compares."""
    waiting = list(rows)
    for figures, last in _passages(groups):
        if not waiting or not _is_completion(waiting[0], figures):
            continue
        row = waiting.pop(0)
        reason = _phrase(row["reason"], with_reasons)
        if row["direction"]:
            last.above, last.above_reason = row["direction"], reason
        elif reason:
            last.reason = last.reason or reason


def _passages(groups: list[Group]) -> list[tuple[dict[str, Stated], Group]]:
    """Figures that set an item against its budget; another amount of a measure begins a new one."""
    passages: list[tuple[dict[str, Stated], Group]] = []
    current: dict[tuple[str, str, str], int] = {}
    for group in groups:
        key = (*group.place, group.item)
        for one in [] if group.in_reason else group.stated:
            if one.measure not in _RATES and not (one.measure in _BUDGETS and one.unit in TO_WAN):
                continue
            known = passages[current[key]][0] if key in current else {}
            again = known.get(one.measure)
            if key not in current or (again and (again.value != one.value or known.keys() & _RATES)):
                current[key] = len(passages)
                passages.append(({}, group))
            figures = passages[current[key]][0]
            passages[current[key]] = ({**figures, one.measure: one}, group)
    return passages


def _is_completion(row: Record, figures: dict[str, Stated]) -> bool:
    item = next(iter(figures.values())).item
    values = {name: one.value * TO_WAN.get(one.unit, 1.0) for name, one in figures.items()}
    return row["item"] == item and all(
        (row[name] is None) == (name not in values) and abs((row[name] or 0.0) - values.get(name, 0.0)) < SAME
        for name in (*_BUDGETS, *_RATES)
    )


def _phrase(reason: str | None, with_reasons: bool) -> str | None:
    if with_reasons:
        return reason
    code = classify(reason)
    return phrase(code) if code else None
