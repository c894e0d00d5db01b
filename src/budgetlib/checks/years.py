"""Checks across two years of one office: the prior year implied now against what was printed then."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from budgetlib.intervals import EPSILON
from budgetlib.numbers import TO_WAN, half_unit

Record = Mapping[str, Any]
Tables = Mapping[str, Sequence[Record]]
"""Public tables of one report as records, by name: ``reports``, ``changes``, ``claims`` and ``lines`` are used."""

HALF_UNIT = 0.005
"""Amounts are printed in 万元 with two decimals where nothing else is known."""

_BALANCES = (("年末结转和结余", "年初结转和结余"), ("年末财政拨款结转和结余", "年初财政拨款结转和结余"))


@dataclass(frozen=True, slots=True)
class Restatement:
    """One item in two years: what the earlier report printed, what the later one implies, in 万元.

    ``status`` is "same" (equal under rounding) or "restated"; a restatement is no error in itself, but it should be
    explained in the later report.
    """

    item: str
    printed: float
    implied: float
    difference: float
    tolerance: float
    status: str
    page_earlier: int | None
    page_later: int | None

    @property
    def message_zh(self) -> str:
        """The comparison as a Chinese sentence."""
        return (
            f"“{self.item}”：本年报告推算的上年数为 {self.implied:,.2f}，上年报告印出的是 {self.printed:,.2f}，"
            f"相差 {self.difference:+,.2f}（舍入最多 {self.tolerance:.3f}）。"
        )

    @property
    def message_en(self) -> str:
        """The comparison as an English sentence."""
        return (
            f"{self.item}: this year's report implies {self.implied:,.2f} for the year before, which printed "
            f"{self.printed:,.2f}; off by {self.difference:+,.2f} (rounding explains {self.tolerance:.3f})."
        )


@dataclass(frozen=True, slots=True)
class _Amount:
    value: float
    half: float
    page: int | None


def compare_years(earlier: Tables, later: Tables) -> list[Restatement]:
    """Compare the tables of one year with those of the next, of one office, kind and scope.

    Raises ValueError, in one sentence, when the two reports are not such a pair.
    """
    _must_be_a_pair(earlier["reports"][0], later["reports"][0])
    printed = _stated(earlier)
    return [*_spending(printed, later), *_balances(earlier, printed, later)]


def _must_be_a_pair(a: Record, b: Record) -> None:
    same = all(a[key] == b[key] for key in ("agency", "report_type", "scope"))
    if not same or b["fiscal_year"] != a["fiscal_year"] + 1:
        raise ValueError(
            f"{a['report_id']} ({a['scope']}) and {b['report_id']} ({b['scope']}): expected two consecutive years of "
            "one office, of the same kind and scope."
        )


def _spending(printed: Mapping[str, _Amount], later: Tables) -> Iterator[Restatement]:
    """Items that the later report compares with its prior year, and the earlier one states."""
    for row in later["changes"]:
        then, prior = printed.get(row["item"]) or printed.get(row["code"]), row.get("prior")
        if then is None or prior is None or not _known(prior) or row["base"] != "prior_year":
            continue
        half = 2 * HALF_UNIT if row["derived"] else HALF_UNIT
        yield _compared(row["item"], then, _Amount(float(prior), half, row["page"]))


def _stated(tables: Tables) -> dict[str, _Amount]:
    """The amount of each item, by its name and by its code, from the report's own comparisons and then its prose."""
    stated: dict[str, _Amount] = {}
    for row in tables["changes"]:
        if _known(row.get("current")):
            amount = _Amount(float(row["current"]), HALF_UNIT, row["page"])
            stated.setdefault(row["item"], amount)
            if row["code"]:  # a group renamed meanwhile changes the path, not the code
                stated.setdefault(row["code"], amount)
    for row in tables["claims"]:
        if row["measure"] == "actual" and row["unit"] in TO_WAN:
            factor = TO_WAN[row["unit"]]
            amount = _Amount(row["value"] * factor, half_unit(row["text"]) * factor, row["page"])
            stated.setdefault(row["item"], amount)
    return stated


def _balances(earlier: Tables, printed: Mapping[str, _Amount], later: Tables) -> Iterator[Restatement]:
    """The closing balance of one year is the opening balance of the next."""
    opening = _stated(later)
    for closing_name, opening_name in _BALANCES:
        end = _line(earlier, closing_name) or printed.get(closing_name)
        start = _line(later, opening_name) or opening.get(opening_name)
        if end and start:
            yield _compared(f"{closing_name} → {opening_name}", end, start)


def _line(tables: Tables, name: str) -> _Amount | None:
    """The amount of a row of the two-sided statements, by its name."""
    for row in tables["lines"]:
        if row["name"] == name and row["column"] in ("amount", "total") and _known(row["amount"]):
            return _Amount(row["amount"], HALF_UNIT, row["page"])
    return None


def _known(value: Any) -> bool:
    """Whether a value is there: neither None nor NaN."""
    return value is not None and value == value


def _compared(item: str, printed: _Amount, implied: _Amount) -> Restatement:
    difference = implied.value - printed.value
    tolerance = printed.half + implied.half
    same = abs(difference) < tolerance - EPSILON or abs(difference) < EPSILON
    return Restatement(
        item,
        printed.value,
        round(implied.value, 6),
        round(difference, 6),
        tolerance,
        "same" if same else "restated",
        printed.page,
        implied.page,
    )
