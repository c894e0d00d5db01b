"""Collects what the prose of a fictional report states: ``claims`` and the tables that follow from them.

What follows (prior = current − change, direction, zero base) is worked out here from the printed figures, without any
parser: it is the truth that a parser is measured by.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from budgetlib.analysis.reasons import phrase
from budgetlib.typeset.tables import Record
from tools.corpus.facts import material, names
from tools.corpus.statements import printed, shown

_DIRECTIONS = {1: "up", 0: "flat", -1: "down"}
_REASONS = {1: "new_project", -1: "thrift"}
_STAGES = {"actual": "actual", "initial_budget": "initial", "annual_budget": "annual", "budget": "unstated"}
"""What a measure says of the stage of a figure; a change, a share and a count have none."""


@dataclass(slots=True)
class Talk:
    """The prose of one report. Amounts come in 分 and are rounded to 0.01 万元, each on its own."""

    thousands: bool
    year: int
    codes: Mapping[str, str]
    """Code of each functional path 类/款/项."""
    base: str = "prior_year"
    current: str = "actual"
    """The measure that is compared with the year before."""
    claims: list[Record] = field(default_factory=list)
    changes: list[Record] = field(default_factory=list)
    completions: list[Record] = field(default_factory=list)
    place: dict[str, str] = field(default_factory=dict)

    def at(self, section: str, subsection: str = "") -> None:
        """Go on in a section."""
        self.place = {"section": section, "subsection": subsection}

    def money(self, item: str, amount: int, measure: str | None = None, base: str | None = None) -> int:
        """State an amount; returns it as printed, in hundredths of 万元."""
        hundredths = printed(amount)
        self._claim(item, measure or self.current, hundredths, "万元", base)
        return hundredths

    def share(self, item: str, amount: int, whole: int, total: str = "") -> None:
        """State an amount and its share."""
        self.money(item, amount)
        self._claim(item, "share_pct", ratio(amount, whole), "%", None)

    def count(self, item: str, number: int, unit: str) -> None:
        """State a count."""
        self._stated(item, "count", None, float(number), unit, f"{number:,}" if self.thousands else str(number))

    def score(self, item: str, hundredths: int) -> None:
        """State a score."""
        self._claim(item, "score", hundredths, "分", None)

    def staff(self, item: str, now: int, before: int) -> None:
        """State a number of persons and by how many it changed."""
        self.count(item, now, "人")
        self._stated(item, "change", None, float(now - before), "人", str(abs(now - before)))

    def compared(self, item: str, now: int, before: int, *, flat: bool) -> None:
        """Compare an amount that was stated with the year before; ``flat`` says 持平 where nothing changed."""
        change = printed(now - before)
        current = printed(now)
        row = self._about(item, _STAGES[self.current])
        row |= {"code": self.codes.get(item), "base": self.base, "derived": True}
        row |= {
            "current": current / 100,
            "change": change / 100,
            "prior": (current - change) / 100,
            "direction": _direction(change),
            "zero_base": current == change,
        }
        if now == before and flat:
            self.changes.append(row)
            return
        self._claim(item, "change", change, "万元", self.base, sign=False)
        rate = ratio(now - before, before) if before else (10_000 if now else 0)
        self._claim(item, "change_pct", rate, "%", self.base, sign=False)
        row["change_pct"] = rate / 100
        row["reason"] = _reason(change)
        self.changes.append(row)

    def completed(self, item: str, amounts: Mapping[str, int], rate: str, base: str | None, *, worded: bool) -> None:
        """Set spending against a budget: ``amounts`` by measure in the order of the sentence, then the rate."""
        row = self._about(item, next((_STAGES[one] for one in amounts if one != "actual"), None))
        row["code"] = self.codes.get(item)
        for measure, amount in amounts.items():
            row[measure] = self.money(item, amount, measure) / 100
        budget = next((amounts[m] for m in ("annual_budget", "initial_budget") if m in amounts), 0)
        row[rate] = self.rate(item, rate, amounts.get("actual", 0), budget, base)
        if worded:
            spent, planned = printed(amounts.get("actual", 0)), printed(budget)
            row["direction"] = _direction(spent - planned)
            row["reason"] = _reason(spent - planned)
        self.completions.append(row)

    def counted_up(self, item: str, amounts: Mapping[str, int]) -> None:
        """State budget and spending without a rate; ``amounts`` are sums of printed figures, by measure."""
        row = self._about(item, "annual")
        for measure, amount in amounts.items():
            row[measure] = self.money(item, amount, measure) / 100
        self.completions.append(row)

    def spent_of_budget(self, item: str, actual: int, budget: int) -> None:
        """State spending and its rate of a budget that is not said."""
        row = self._about(item, None)
        row["actual"] = self.money(item, actual) / 100
        row["completion_pct"] = self.rate(item, "completion_pct", actual, budget, "budget")
        self.completions.append(row)

    def rate(self, item: str, measure: str, actual: int, budget: int, base: str | None) -> float:
        """State a completion or difference rate; of a budget of zero 0.00, as offices print it."""
        hundredths = ratio(actual - budget if measure == "difference_pct" else actual, budget)
        self._claim(item, measure, hundredths, "%", base)
        return hundredths / 100

    def _claim(
        self, item: str, measure: str, hundredths: int, unit: str, base: str | None, *, sign: bool = True
    ) -> None:
        """``sign``: a minus is printed; otherwise the words say it."""
        text = shown(hundredths if sign else abs(hundredths), thousands=self.thousands)
        self._stated(item, measure, base, hundredths / 100, unit, text)

    def _stated(self, item: str, measure: str, base: str | None, value: float, unit: str, text: str) -> None:
        own = {"measure": measure, "base": base, "value": value, "unit": unit, "text": text}
        self.claims.append({**self.place, **self._about(item, _STAGES.get(measure)), **own})

    def _about(self, item: str, stage: str | None) -> Record:
        """What a row says of its figure: item, year and stage; nothing here is told inside a reason."""
        known = self.codes.get(item) or item_ids().get(item)
        return {"item": item, "item_id": known, "year": self.year, "stage": stage, "in_reason": False}


@cache
def item_ids() -> dict[str, str]:
    """The id of each item that the prose names, but for paths of the classification."""
    own: dict[str, str] = material()["items"]
    return own | {name: code for code, name in names().items() if len(code) == 3}


def ratio(part: int, whole: int) -> int:
    """Hundredths of a percent, rounded half away from zero; 0 of nothing."""
    if not whole:
        return 0
    rounded = (abs(part) * 20_000 + whole) // (2 * whole)
    return rounded if part >= 0 else -rounded


def _direction(difference: int) -> str:
    return _DIRECTIONS[(difference > 0) - (difference < 0)]


def _reason(difference: int) -> str | None:
    """One of the phrases that ``typeset`` prints, so that it is read back."""
    code = _REASONS.get((difference > 0) - (difference < 0))
    return phrase(code) if code else None
