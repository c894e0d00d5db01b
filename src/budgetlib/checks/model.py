"""What a check is: a rule as data, the figures it looks at, and the verdict it yields."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from budgetlib.intervals import Interval, Status, around, judge_rate, judge_sum
from budgetlib.numbers import decimals, half_unit
from budgetlib.parsers.parsed import Parsed

Family = Literal["statement", "statements", "prose", "performance", "form", "years"]


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of a public table with half a unit of its last printed place; money is in 万元."""

    table: str
    row: int
    column: str
    value: float
    half: float
    text: str
    page: int | None

    @property
    def ref(self) -> str:
        """``table:row:column``, as in the evidence of a finding."""
        return f"{self.table}:{self.row}:{self.column}"

    @property
    def interval(self) -> Interval:
        """The values that the printed figure can stand for."""
        return around(self.value, self.half)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a rule says of one set of figures. Only "broken" becomes an error; the others confirm or inform."""

    status: Status
    figures: tuple[Figure, ...]
    message_zh: str = ""
    message_en: str = ""
    stated: float | None = None
    expected: float | None = None
    difference: float | None = None
    tolerance: float | None = None
    severity: str | None = None
    page: int | None = None
    """Page of a finding about words, which has no figures; also wins over the page of the first figure."""
    place: str = ""
    """``block:12``: the block of the document that the words stand in, added to the evidence."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What the checks say of a report: rows for ``findings``, and confirmations by (table, row number, column)."""

    findings: list[dict[str, Any]]
    confirmations: dict[tuple[str, int, str], list[str]]


Run = Callable[["View"], Iterator[Verdict]]


@dataclass(frozen=True, slots=True)
class Rule:
    """One check: a stable id, titles, why it matters, severity of a broken verdict, and the function that runs it."""

    id: str
    family: Family
    severity: str
    title_zh: str
    title_en: str
    why: str
    run: Run


class View:
    """A report as the rules see it: rows by table, and figures with their printed precision."""

    def __init__(self, report: Parsed) -> None:
        self.report = report
        self.memo: dict[str, Any] = {}
        """What several rules need and one of them has worked out."""

    def rows(self, table: str) -> Iterator[tuple[int, dict[str, Any]]]:
        """Row number and values of every row of a table."""
        return ((number, row.values) for number, row in enumerate(self.report.rows[table]))

    def in_reason(self, claim: int) -> bool:
        """Whether a claim stands inside a stated reason, where an item may mean something narrower."""
        return bool(self.report.rows["claims"][claim].keys.get("in_reason"))

    def figure(self, table: str, row: int, column: str) -> Figure | None:
        """The figure in a place, None where the cell is blank or was not printed."""
        record = self.report.rows[table][row]
        one = record.facts.get(column)
        if one is None:
            return None
        return Figure(table, row, column, one.value, one.half, one.text, record.values.get("page"))


def sum_verdict(total: Figure, parts: Sequence[Figure], subject: tuple[str, str]) -> Verdict:
    """Verdict on total = Σ parts; ``subject`` names the identity in Chinese and English."""
    status, expected, difference, tolerance = judge_sum(
        (total.value, total.half), [(part.value, part.half) for part in parts]
    )
    formula = " + ".join(shown(part) for part in parts)
    relation = "=" if status != "broken" else "≠"
    several = len(parts) > 1
    return Verdict(
        status,
        (total, *parts),
        f"{subject[0]}：{shown(total)} {relation} {formula}{f'（合计 {expected:,.2f}）' if several else ''}，"
        f"相差 {difference:+,.2f}，舍入最多可差 {tolerance:.3f}。",
        f"{subject[1]}: {shown(total)} {relation} {formula}{f' (adds up to {expected:,.2f})' if several else ''}, "
        f"off by {difference:+,.2f}; rounding explains at most {tolerance:.3f}.",
        total.value,
        round(expected, 6),
        round(difference, 6),
        round(tolerance, 6),
    )


def rate_verdict(
    rate: Figure,
    numerator: tuple[Interval, float],
    denominator: tuple[Interval, float],
    figures: Sequence[Figure],
    subject: tuple[str, str],
    formula: str,
) -> Verdict | None:
    """Verdict on rate % = numerator / denominator, each given as (interval, printed value); None for a zero base."""
    if not denominator[1]:
        return None
    judged = judge_rate((rate.value, rate.half), numerator[0], denominator[0], numerator[1] / denominator[1] * 100)
    if judged is None:
        return None
    status, expected, difference, tolerance = judged
    relation = "≠" if status == "broken" else "="
    return Verdict(
        status,
        (rate, *figures),
        f"{subject[0]}：{shown(rate)}% {relation} {formula}（应为 {expected:,.2f}%），"
        f"相差 {difference:+,.2f} 个百分点。",
        f"{subject[1]}: {shown(rate)} % {relation} {formula} (should be {expected:,.2f} %), "
        f"off by {difference:+,.2f} points.",
        rate.value,
        round(expected, 6),
        round(difference, 6),
        round(tolerance, 6),
        severity="note" if status == "truncated" else None,
    )


def shown(figure: Figure) -> str:
    """A figure as it is quoted in a message: its value with thousands separators and its printed places."""
    places = decimals(figure.text)
    if 0.0 < figure.half < half_unit(figure.text):  # printed in 元, held in 万元
        digits = f"{figure.value:,.{places + 4}f}".rstrip("0")
        whole, _, fraction = digits.partition(".")
        return f"{whole}.{fraction:0<2}"
    return f"{figure.value:,.{places}f}"
