"""Checks across two years of one office: the prior year implied now against what was printed then."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from budgetlib.checks.intervals import EPSILON
from budgetlib.checks.model import Figure, View
from budgetlib.checks.sheets import sheets
from budgetlib.parsers.numbers import TO_WAN
from budgetlib.report import Report


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


def compare_years(earlier: Report, later: Report) -> list[Restatement]:
    """Compare the report of one year with that of the next, of one office, kind and scope.

    Raises ValueError, in one sentence, when the two reports are not such a pair.
    """
    _must_be_a_pair(earlier, later)
    before, after = View(earlier), View(later)
    return [*_spending(before, after), *_balances(before, after)]


def _must_be_a_pair(earlier: Report, later: Report) -> None:
    a, b = earlier.identity, later.identity
    same = (a.agency, a.report_type, a.scope) == (b.agency, b.report_type, b.scope)
    if not same or a.fiscal_year is None or b.fiscal_year != a.fiscal_year + 1:
        raise ValueError(
            f"{a.report_id} ({a.scope}) and {b.report_id} ({b.scope}): expected two consecutive years of one office, "
            "of the same kind and scope."
        )


def _spending(before: View, after: View) -> Iterator[Restatement]:
    """Items that the later report compares with its prior year, and the earlier one states."""
    printed = _stated(before)
    for number, row in after.rows("changes"):
        current, change = (after.figure("changes", number, column) for column in ("current", "change"))
        prior = after.figure("changes", number, "prior")
        then = printed.get(row["item"])
        if then is None or row["prior"] is None or row["base"] != "prior_year":
            continue
        half = prior.half if prior else sum(figure.half for figure in (current, change) if figure)
        yield _compared(row["item"], then, float(row["prior"]), half, row["page"])


def _stated(view: View) -> dict[str, Figure]:
    """The amount of each item in the earlier report, from its own comparisons and then from its prose."""
    stated: dict[str, Figure] = {}
    for number, row in view.rows("changes"):
        figure = view.figure("changes", number, "current")
        if figure:
            stated.setdefault(row["item"], figure)
    for number, row in view.rows("claims"):
        figure = view.figure("claims", number, "value")
        if figure and row["measure"] == "actual" and row["unit"] in TO_WAN and not view.in_reason(number):
            stated.setdefault(row["item"], figure)
    return stated


def _balances(before: View, after: View) -> Iterator[Restatement]:
    """The closing balance of one year is the opening balance of the next."""
    for closing, opening in (
        ("年末结转和结余", "年初结转和结余"),
        ("年末财政拨款结转和结余", "年初财政拨款结转和结余"),
    ):
        end, start = _balance(before, closing), _balance(after, opening)
        if end and start:
            yield _compared(f"{closing} → {opening}", end, start.value, start.half, start.page)


def _balance(view: View, name: str) -> Figure | None:
    for sheet in sheets(view).values():
        entry = sheet.named(name)
        if entry and entry.figures:
            return entry.figures.get("amount") or entry.figures.get("total")
    return _stated(view).get(name)


def _compared(item: str, printed: Figure, implied: float, half: float, page: int | None) -> Restatement:
    difference = implied - printed.value
    tolerance = printed.half + half
    same = abs(difference) < tolerance - EPSILON or abs(difference) < EPSILON
    return Restatement(
        item,
        printed.value,
        round(implied, 6),
        round(difference, 6),
        tolerance,
        "same" if same else "restated",
        printed.page,
        page,
    )
