"""Checks across two years of one office: the prior year implied now against what was printed then.

Final accounts are compared with final accounts and budgets with budgets. A budget that says “than last year” without
saying whether last year's budget or its execution is meant is ``unclear`` where the figures differ; what it calls
execution is compared with no budget. Where a report
states one item several times with amounts that exclude each other, and none of them agrees, nothing is said.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from budgetlib.intervals import DIGITS, EPSILON, HALF_UNIT
from budgetlib.numbers import TO_WAN, half_unit, parse_number
from budgetlib.reference.classification import classification, normalised
from budgetlib.reference.items import THREE_PUBLIC, item_key, label

Record = Mapping[str, Any]
Tables = Mapping[str, Sequence[Record]]
"""Public tables of one report as records, by name: ``TABLES`` of this module are used."""

TABLES = ("reports", "changes", "claims", "lines", "three_public")

_BALANCES = (("年末结转和结余", "年初结转和结余"), ("年末财政拨款结转和结余", "年初财政拨款结转和结余"))
_MEASURES = {"final": ("actual",), "budget": ("initial_budget", "budget")}
_BASE = {"final": "prior_year", "budget": "prior_budget"}


@dataclass(frozen=True, slots=True)
class Restatement:
    """One item in two years: what the earlier report printed, what the later one implies, in 万元.

    ``status`` is "same" (equal under rounding), "restated", or "unclear" (a budget does not say of which figure of
    last year it speaks); a restatement is no error in itself, but it should be explained in the later report.
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
        unclear = "没有说明上年数是预算数还是执行数，不能认定为调整。" if self.status == "unclear" else ""
        return (
            f"“{self.item}”：本年报告推算的上年数为 {self.implied:,.2f}，上年报告印出的是 {self.printed:,.2f}，"
            f"相差 {self.difference:+,.2f}（舍入最多 {self.tolerance:.3f}）。{unclear}"
        )

    @property
    def message_en(self) -> str:
        """The comparison as an English sentence."""
        unclear = " Whether last year's budget or execution is meant is not said." if self.status == "unclear" else ""
        return (
            f"{self.item}: this year's report implies {self.implied:,.2f} for the year before, which printed "
            f"{self.printed:,.2f}; off by {self.difference:+,.2f} (rounding explains {self.tolerance:.3f}).{unclear}"
        )


@dataclass(frozen=True, slots=True)
class _Amount:
    value: float
    half: float
    page: int | None
    sure: bool = True
    """Whether it is said of which figure it speaks."""

    def agrees(self, other: _Amount) -> bool:
        """Whether one value can have been printed as both."""
        difference = abs(self.value - other.value)
        return difference < self.half + other.half - EPSILON or difference < EPSILON


_Amounts = dict[str, list[_Amount]]


def compare_years(earlier: Tables, later: Tables) -> list[Restatement]:
    """Compare the tables of one year with those of the next, of one office, kind and scope.

    Raises ValueError, in one sentence, when the two reports are not such a pair.
    """
    _must_be_a_pair(earlier["reports"][0], later["reports"][0])
    printed, implied = _stated(earlier), _implied(later)
    names = _names(later)
    found: dict[str, Restatement | None] = {}
    for key in implied:
        if key in printed and not found.get(names[key]):
            found[names[key]] = _judged(names[key], printed[key], implied[key])
    return [one for one in [*found.values(), *_balances(earlier, later)] if one]


def _must_be_a_pair(a: Record, b: Record) -> None:
    same = _text(a["agency"]) and all(a[key] == b[key] for key in ("agency", "report_type", "scope"))
    years = a["fiscal_year"], b["fiscal_year"]
    if not same or not all(map(_known, years)) or years[1] != years[0] + 1:
        raise ValueError(
            f"{a['report_id']} ({a['scope']}) and {b['report_id']} ({b['scope']}): expected two consecutive years of "
            "one office, of the same kind and scope."
        )


def _stated(tables: Tables) -> _Amounts:
    """The amounts of each item in the report's own year, by the key of its name and by its code."""
    kind, halves = _kind(tables), _Halves(tables)
    stated: _Amounts = defaultdict(list)
    for row in _own(tables, "changes"):
        if _known(row.get("current")):
            for key in _keys(row):
                stated[key].append(halves.printed(row, "current"))
    for row in _own(tables, "claims"):
        if row["measure"] in _MEASURES[kind] and row["unit"] in TO_WAN:
            factor = TO_WAN[row["unit"]]
            stated[_key(row)].append(_Amount(row["value"] * factor, _half(row) * factor, row["page"]))
    for key, row in _three_public(tables):
        if _known(row.get("actual")):
            stated[key].append(halves.printed(row, "actual"))
    return stated


def _implied(tables: Tables) -> _Amounts:
    """What the report says of the year before, by the same keys."""
    kind, halves, spent = _kind(tables), _Halves(tables), _executed(tables)
    implied: _Amounts = defaultdict(list)
    for row in _own(tables, "changes"):
        sure = row["base"] == _BASE[kind]
        if _known(row.get("prior")) and (sure or row["base"] == "prior_year") and _said(row, row["prior"]) not in spent:
            parts = ("current", "change") if _true(row.get("derived")) else ("prior",)
            for key in _keys(row):
                implied[key].append(halves.whole(row, float(row["prior"]), parts, sure))
    for key, row in _three_public(tables):
        if _known(row.get("prior")):
            implied[key].append(halves.printed(row, "prior"))
        elif _known(row.get("actual")) and _known(row.get("change")):
            implied[key].append(halves.whole(row, row["actual"] - row["change"], ("actual", "change")))
    return implied


def _executed(tables: Tables) -> set[tuple[str, float]]:
    """Items and amounts that a budget calls the execution of the year before: no figure of last year's budget."""
    rows = [row for row in tables.get("claims", ()) if _kind(tables) == "budget" and row["measure"] == "prior"]
    return {
        _said(row, row["value"] * TO_WAN[row["unit"]])
        for row in rows
        if row.get("stage") == "execution" and row["unit"] in TO_WAN
    }


def _said(row: Record, value: Any) -> tuple[str, float]:
    return item_key(row["item"]), round(float(value), DIGITS)


def _three_public(tables: Tables) -> Iterator[tuple[str, Record]]:
    """Rows of the three public expenses of a final account by key; a budget's do not say what they compare with."""
    codes = {code: key for key, code in THREE_PUBLIC.items()}
    if _kind(tables) == "final":
        for row in _own(tables, "three_public"):
            yield codes[row["item"]], row


def _names(tables: Tables) -> dict[str, str]:
    """The printed name of each key, as the later report has it."""
    names = {key: label(key) for key in THREE_PUBLIC}
    return names | {key: row["item"] for row in reversed(_own(tables, "changes")) for key in _keys(row)}


def _judged(item: str, printed: Sequence[_Amount], implied: Sequence[_Amount]) -> Restatement | None:
    """The two years of an item beside each other; None where they differ and one of them states several amounts."""
    pairs = [(then, now) for then in printed for now in implied]
    agreeing = [(then, now) for then, now in pairs if then.agrees(now)]
    if agreeing:
        return _compared(item, *agreeing[0], "same")
    if not (_one(printed) and _one(implied)):
        return None
    sure = any(now.sure for now in implied)
    return _compared(item, *min(pairs, key=lambda pair: pair[0].half + pair[1].half), "restated" if sure else "unclear")


def _one(amounts: Sequence[_Amount]) -> bool:
    return all(a.agrees(b) for a in amounts for b in amounts)


def _compared(item: str, printed: _Amount, implied: _Amount, status: str) -> Restatement:
    difference, tolerance = implied.value - printed.value, printed.half + implied.half
    values = printed.value, round(implied.value, DIGITS), round(difference, DIGITS), tolerance
    return Restatement(item, *values, status, printed.page, implied.page)


def _balances(earlier: Tables, later: Tables) -> Iterator[Restatement | None]:
    """The closing balance of one year is the opening balance of the next, in final accounts."""
    if _kind(earlier) != "final":
        return
    closing, opening = _stated(earlier), _stated(later)
    for closing_name, opening_name in _BALANCES:
        end = _line(earlier, closing_name) or closing.get(closing_name)
        start = _line(later, opening_name) or opening.get(opening_name)
        if end and start:
            yield _judged(f"{closing_name} → {opening_name}", end, start)


def _line(tables: Tables, name: str) -> list[_Amount]:
    """The amount of a row of the two-sided statements, by its name; none where there is no such row."""
    unit = tables["reports"][0].get("unit")
    for row in _own(tables, "lines"):
        if row["name"] == name and row["column"] in ("amount", "total") and _known(row["amount"]):
            return [_Amount(row["amount"], _line_half(row, unit), row["page"])]
    return []


def _line_half(row: Record, unit: Any) -> float:
    """Half a unit of a printed cell in 万元: from the cell itself, else from the unit of the statements."""
    text = _text(row.get("text"))
    if not text:
        return HALF_UNIT
    printed = parse_number(text)
    factor = abs(row["amount"] / printed) if printed and row["amount"] else TO_WAN.get(unit, 1.0)
    return half_unit(text) * factor


class _Halves:
    """Half a unit of amounts that stand in a table without their printed text: from the prose that they come from."""

    def __init__(self, tables: Tables) -> None:
        self._halves: dict[float, float] = {}
        for row in tables["claims"]:
            if row["unit"] in TO_WAN and _known(row["value"]):
                factor = TO_WAN[row["unit"]]
                value = round(abs(row["value"] * factor), DIGITS)
                self._halves[value] = max(self._halves.get(value, 0.0), _half(row) * factor)

    def printed(self, row: Record, column: str) -> _Amount:
        """A printed amount."""
        return self.whole(row, float(row[column]), (column,))

    def whole(self, row: Record, value: float, parts: Iterable[str], sure: bool = True) -> _Amount:
        """An amount computed from the ``parts`` of a row, whose roundings add up."""
        amounts = [row[part] for part in parts if _known(row.get(part))]
        half = sum(self._halves.get(round(abs(amount), DIGITS), HALF_UNIT) for amount in amounts)
        return _Amount(value, half, row["page"], sure)


def _half(row: Record) -> float:
    text = _text(row.get("text"))
    return half_unit(text) if text else HALF_UNIT


def _kind(tables: Tables) -> str:
    return str(tables["reports"][0]["report_type"])


def _own(tables: Tables, name: str) -> list[Record]:
    """The rows that speak of the report's own year and of the office as a whole, not of a reason or an execution."""
    year = tables["reports"][0]["fiscal_year"]
    return [
        row
        for row in tables.get(name, ())
        if (not _known(row.get("year")) or row["year"] == year)
        and not _true(row.get("in_reason"))
        and row.get("stage") != "execution"
        and not _text(row.get("item_scope"))
    ]


def _keys(row: Record) -> list[str]:
    """The keys of a row of ``changes``: of its name, and the code where the name is one of that code.

    A class that was renamed meanwhile changes the path of an item, not its code.
    """
    code, leaf = _text(row.get("code")), row["item"].split("/")[-1]
    known = classification("functional")
    alike = code and (known.knows(code, leaf) or not known.name(code))
    return [_key(row), f"{code} {normalised(known.name(code) or leaf)}"] if alike else [_key(row)]


def _key(row: Record) -> str:
    return item_key(row["item"])


def _true(value: Any) -> bool:
    return str(value) == "True"  # a bool of Python or NumPy; neither None nor NA


def _text(value: Any) -> str:
    """A text that is there; blank for None and NaN."""
    return value if isinstance(value, str) else ""


def _known(value: Any) -> bool:
    """Whether a value is there: neither None nor NaN nor pandas' NA, which answers no comparison."""
    return isinstance(value, (int, float)) and value == value
