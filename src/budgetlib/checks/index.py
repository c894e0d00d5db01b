"""Every figure of a report by its keys, indexed once, so that an identity looks only at its own candidates."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from itertools import chain
from operator import eq, not_, truth
from typing import TYPE_CHECKING, Any

from budgetlib.checks.figures import Figure, figure_of
from budgetlib.numbers import TO_WAN
from budgetlib.parsers.facts import PARSED, Row
from budgetlib.parsers.prose import item_key

if TYPE_CHECKING:
    from budgetlib.parsers.parsed import Parsed
    from budgetlib.readers.document import Mark

INDEXED = ("statement", "column", "item", "measure", "name", "code", "item_id")
"""Keys by which candidates are looked up; the other keys are compared one by one."""
_ORDINAL = re.compile(r"^(?:[一二三四五六七八九十]+[、.．]|\d+[、.．]|[（(](?:\d+|[一二三四五六七八九十]+)[)）])")
_TOTAL = re.compile(r"(?:本年)?(?:收入|支出)?(?:合计|总计)|本年(?:收入|支出)")
_BESIDE = frozenset(("meetings", "training", "running_costs"))
"""What a table of the three public expenses may hold beside them, so that its total is another one."""
_JUDGED_THERE = "the figure is of a table, whose sums are judged there"
_OTHER_PARTS = "the prose tells parts of it that are none of the three public expenses"
_USUAL = {"total": ("abroad", "vehicles", "reception"), "vehicles": ("vehicle_purchase", "vehicle_operation")}
"""The parts of the three public expenses, and of those on cars."""
_MAIN = {"final": ("actual",), "budget": ("initial_budget", "budget")}
"""Measures of what a report of each kind is about."""
_NO_NAMES = ("合计", "金额", "总计", "资金", "项目总预算")
"""Words that name an amount only where they stand, not across sentences."""
_GENERAL_PUBLIC = "一般公共预算财政拨款支出"
_WHOLES = {"本年支出合计": "spent", "本年支出": "spent", _GENERAL_PUBLIC: "general_public"}
"""Totals of which a breakdown may be that no amount opens."""
_TABLES = {"三公经费": "three_public"} | dict.fromkeys(("本年支出合计", "本年支出", "支出总额"), "expenditure")
"""Totals of which a share may be that only a statement prints."""
_FUNDS = {
    f"{fund}{words}+income": fund for fund in ("general_public", "government_fund") for words in ("", "+appropriation")
}
_SOURCES = {
    "财政拨款收入": "appropriation",
    "上级补助收入": "superior_subsidy",
    "事业收入": "operating",
    "经营收入": "business",
    "附属单位上缴收入": "affiliated",
    "其他收入": "other",
}
"""Income of a fund, by its ``item_id``, and of a source, by its name, to its column in the statement of income."""
_KINDS = ("基本支出", "项目支出")
"""Kinds of spending: an item named in a passage that opens with one of them is the part of it in that kind."""
_OF_ALL = ({"income"}, {"expenditure"})
_OF_A_FUND = {"general_public", "government_fund", "state_capital", "appropriation"}
_CODED = {3: 0, 5: 1, 7: 2}
"""Digits of a code to how many items stand above it."""


@dataclass(slots=True, eq=False)
class Entry:
    """One cell or one stated figure: its keys, and the figure; None where the cell is blank."""

    keys: dict[str, Any]
    figure: Figure | None
    order: int
    doubt: str = ""
    """Why nobody can be accused on the ground of this figure; "" where all of it is understood."""


Wanted = Mapping[str, Any]
"""What an identity asks of the keys: a value, a list of values, ``~`` and a pattern of the whole value, or a bool."""


@dataclass(eq=False)
class Index:
    """The figures of a report by their keys."""

    report: Parsed
    _all: dict[str, list[Entry]] = field(default_factory=dict)
    _by: dict[tuple[str, str], dict[Hashable, list[Entry]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for source, entries in (("lines", self._lines()), ("claims", self._claims()), *self._others()):
            self._all[source] = list(entries)
            for entry in self._all[source]:
                entry.keys["source"] = source
        self._doubt_carried_names()

    def _values(self, source: str, key: str) -> dict[Hashable, list[Entry]]:
        """The entries of a table by the value of a key, sorted when an identity first asks."""
        found = self._by.get((source, key))
        if found is None:
            found = self._by[source, key] = {}
            for entry in self._all.get(source, ()):
                if (value := entry.keys.get(key)) is not None:
                    found.setdefault(value, []).append(entry)
        return found

    def _doubt_carried_names(self) -> None:
        """An item of which the prose states several amounts, none of them the statement's, is not the item meant."""
        stated: dict[Any, set[float]] = defaultdict(set)
        for entry in self.select("lines", {"statement": "general_public", "column": "total", "code": True}):
            if entry.figure:
                stated[entry.keys["path"]].add(round(entry.figure.value, 2))
        said: dict[Any, list[Entry]] = defaultdict(list)
        for entry in self.select("claims", {"detail": True, "standing": "main", "money": True}):
            said[entry.keys["path"]].append(entry)
        for path, entries in said.items():
            values = {round(entry.figure.value, 2) for entry in entries if entry.figure}
            if len(values) > 1 and path in stated and not values & stated[path]:
                for entry in entries:
                    entry.doubt = "several amounts are stated under this name, none of them the statement's"

    def select(self, source: str, wanted: Wanted) -> list[Entry]:
        """The entries of a table whose keys are as wanted, in the order of the document."""
        entries = self._candidates(source, wanted)
        for key, value in wanted.items():
            test = _test(value)
            entries = [entry for entry in entries if test(entry.keys.get(key))]
        return entries

    def _candidates(self, source: str, wanted: Wanted) -> list[Entry]:
        """The shortest list that holds every entry wanted."""
        lists = [[self._all.get(source, [])]]
        for key in INDEXED:
            literal = _literals(wanted.get(key))
            if literal is not None:
                values = self._values(source, key)
                lists.append([values[value] for value in literal if value in values])
        shortest = min(lists, key=lambda parts: sum(map(len, parts)))
        if len(shortest) == 1:
            return shortest[0]
        return sorted(chain.from_iterable(shortest), key=lambda entry: entry.order)

    # --- keys of each table --------------------------------------------------------------------------------------

    def _lines(self) -> Iterator[Entry]:
        rows = self.report.rows["lines"]
        printed = _printed_tables(rows)
        only = {table.number for table in self.report.printed.printed if not table.terms & _BESIDE}
        doubts = {table.number: table.doubt for table in self.report.printed.printed}
        names: dict[tuple[int, str], str] = {}
        addresses = [_address(row) for row in rows]
        times = Counter(address for address, row in zip(addresses, rows, strict=True) if row.facts)
        tables = _tables_of(rows)
        totals = {row.keys["row_up"] for row in rows}
        for row in rows:
            if row.values.get("code"):
                names.setdefault((_grid(row), row.values["code"]), row.values["name"])
        for number, row in enumerate(rows):
            column = "amount" if "amount" in row.marks else "value"
            keys = {**row.values, **row.keys}
            name, statement = str(keys.get("name") or ""), str(keys.get("statement"))
            code = keys.get("code")
            grid = keys["grid"] = _grid(row)
            keys["line"] = (keys["block"], keys["row"])
            keys["summed"] = keys["line"] in totals
            keys["name"] = name if code else _ORDINAL.sub("", name)
            keys["total"] = not code and bool(_TOTAL.fullmatch(keys["name"]))
            keys["first"] = printed.get(statement) == grid
            keys["path"] = _path(names, grid, code) if code else None
            keys["ends"] = (keys["path"][0], keys["path"][-1]) if keys["path"] and len(keys["path"]) == 3 else None
            keys["sole"] = times[addresses[number]] < 2 and tables[statement] < 2
            keys["in_row_sum"] = keys["col_up"] is not None and not keys["of_which_col"]
            keys["in_column_sum"] = keys["row_up"] is not None and not keys["of_which"]
            if keys.get("statement") in ("three_public", "basic"):
                whole = keys.get("item") == "three_public" or (keys["total"] and grid in only)
                keys["item"] = item_key(name) or ("total" if whole else None)
            keys["all"] = keys.get("item") == "total" if keys.get("statement") == "three_public" else keys["total"]
            yield Entry(keys, self._figure("lines", number, column), number, doubts.get(grid, "") or _unclear(row))

    def _claims(self) -> Iterator[Entry]:
        rows = self.report.rows["claims"]
        identity = self.report.identity
        main = _MAIN.get(identity.report_type or "", ())
        opened = _openings(rows, main)
        opens: dict[int, str] = {}
        filled = _filled(rows)
        parts = _parts_of_all(rows)
        for number, row in enumerate(rows):
            figure = self._figure("claims", number, "value")
            if figure is None or row.values.get("year") not in (None, identity.fiscal_year):
                continue
            item = str(row.values.get("item") or "")
            keys = {**row.values, **row.keys}
            keys["money"] = row.values.get("unit") in TO_WAN
            keys["thing"] = row.values.get("item_id") or item
            keys["paragraph"] = row.marks["value"].block
            keys["path"] = tuple(item.split("/"))
            keys["ends"] = (keys["path"][0], keys["path"][-1]) if len(keys["path"]) == 3 else None
            keys["detail"] = len(keys["path"]) == 3
            keys["income_of"] = _SOURCES.get(item) or _FUNDS.get(str(row.values.get("item_id")))
            section, measure = str(row.values.get("section")), row.values["measure"]
            about = "三公" in section
            keys["where"] = f"{section}{row.values.get('subsection') or ''}"
            keys["kind"] = "budget" if measure.endswith("budget") else measure
            keys["standing"] = "main" if measure in main and not row.values.get("item_scope") else ""
            keys["named"] = item not in _NO_NAMES
            keys["three_public"] = item_key(item) if about else None
            keys["whole"] = _WHOLES.get(item) or ("three_public" if keys["three_public"] == "total" else None)
            keys["firm"] = keys["detail"] or bool(keys["three_public"] or keys["whole"])
            keys["share_of"] = _share_of(item, section, keys["three_public"])
            keys["share_in"] = _TABLES.get(row.values.get("part_of") or "")
            keys["opens"] = opened.get(number, ())
            keys["free"] = None if row.values.get("part_of") else keys["paragraph"]
            keys["place"] = (section, row.values.get("subsection"))
            keys["of_all"] = number in parts
            keys["free_place"] = None if row.values.get("part_of") else keys["place"]
            keys["fills"] = row.values["measure"] == "share_pct" and keys["place"] in filled
            keys["in_reason"] = bool(row.keys.get("in_reason") or row.values.get("in_reason"))
            opening = opens.setdefault(keys["paragraph"], item)
            partial = opening in _KINDS and item not in _KINDS
            yield Entry(
                keys, figure, number, f"这段话只说{opening} (the passage is about {opening} alone)" if partial else ""
            )

    def _others(self) -> Iterator[tuple[str, Iterator[Entry]]]:
        """Tables of one row an item: each figure under the number of its row and the name of its column."""
        for table in PARSED[2:]:
            yield table, self._cells(table)

    def _cells(self, table: str) -> Iterator[Entry]:
        order = 0
        public = table == "three_public"
        judged = _judged_there(self.report) if public else set()
        joined = _told_with_other_parts(self.report.rows["claims"]) if public else set()
        for number, row in enumerate(self.report.rows[table]):
            printed = tuple(row.facts)
            for column in printed:
                keys = {**row.values, **row.keys, "column": column, "number": number, "has": printed}
                figure = self._figure(table, number, column)
                doubt = _JUDGED_THERE if row.facts[column].mark in judged else _two_minds(table, row)
                doubt = _OTHER_PARTS if row.values.get("item") in joined else doubt
                yield Entry(keys, figure, order, doubt)
                order += 1

    def _figure(self, table: str, number: int, column: str) -> Figure | None:
        row = self.report.rows[table][number]
        one = row.facts.get(column)
        return figure_of(one, table, number, column, row.values.get("page")) if one else None


def _two_minds(table: str, row: Row) -> str:
    """A comparison that says 持平 and has a change: the words and the amount belong to two items."""
    flat = table == "changes" and row.values.get("direction") == "flat" and row.values.get("change")
    return "the words say that nothing changed, the amount does not" if flat else ""


def _told_with_other_parts(claims: list[Row]) -> set[str]:
    """Items of the three public expenses of which the prose tells other parts, too: 其他交通工具购置, 会议费."""
    told = ((item_key(one.values.get("part_of") or ""), item_key(one.values["item"]), one) for one in claims)
    amounts = ((whole, part) for whole, part, one in told if one.values.get("unit") in TO_WAN and whole in _USUAL)
    return {whole for whole, part in amounts if whole and part not in (*_USUAL[whole], *_USUAL["vehicles"])}


def _judged_there(report: Parsed) -> set[Mark]:
    """Cells of statements that a sum of their own table judges, or whose table holds more than its total is of."""
    rows = [row for row in report.rows["lines"] if row.facts]
    more = {table.number for table in report.printed.printed if table.terms & _BESIDE or table.doubt}
    wholes = {(_grid(row), row.keys["row_up"]) for row in rows}
    columns = {(_grid(row), row.keys["block"], row.values["row"], row.keys["col_up"]) for row in rows}
    return {
        fact.mark
        for row in rows
        if (row.keys["row_up"], row.keys["col_up"]) != (None, None)
        or (grid := _grid(row)) in more
        or (grid, (row.keys["block"], row.values["row"])) in wholes
        or (grid, row.keys["block"], row.values["row"], row.keys["col"]) in columns
        for fact in row.facts.values()
    }


def _parts_of_all(rows: list[Row]) -> set[int]:
    """Claims that are of all income or spending for certain: told as parts of it, once in their section.

    Where a paragraph tells a fund's amount, too, basic and project spending behind it may be of that fund.
    """
    terms = {row.values.get("item"): set(str(row.values.get("item_id")).split("+")) for row in rows}
    told = Counter(map(_telling, rows))
    funded = {row.marks["value"].block for row in rows if terms[row.values.get("item")] & _OF_A_FUND}
    return {
        number
        for number, row in enumerate(rows)
        if terms.get(row.values.get("part_of"), set()) - {"current", "total"} in _OF_ALL
        and told[_telling(row)] == 1
        and (row.values.get("item") not in _KINDS or row.marks["value"].block not in funded)
    }


def _telling(row: Row) -> Hashable:
    return row.values.get("section"), row.values.get("item"), row.values["measure"]


def _printed_tables(rows: list[Row]) -> dict[str, int]:
    """The first table with figures of each statement: of one that is printed twice, or once for each unit."""
    first: dict[str, int] = {}
    for row in rows:
        if row.facts and row.values.get("statement"):
            first.setdefault(row.values["statement"], _grid(row))
    return first


def _address(row: Row) -> Hashable:
    """What names a figure within its table."""
    values = row.values
    return _grid(row), values["side"], values["code"] or values["name"], values["column"]


def _tables_of(rows: list[Row]) -> Counter[str]:
    """In how many printed tables with figures each statement stands."""
    return Counter(statement for statement, _ in {(str(r.values["statement"]), _grid(r)) for r in rows if r.facts})


def _grid(row: Row) -> int:
    """The number of the printed table of a row."""
    return int(row.values["table"])


def _unclear(row: Row) -> str:
    return "" if row.keys.get("understood", True) else "the statement, the row, the column or the unit is not known"


def _path(names: Mapping[tuple[int, str], str], grid: int, code: str) -> tuple[str, ...] | None:
    """类/款/项 by the statement's own names; None where a level is missing."""
    above = [names.get((grid, code[:length])) for length in (3, 5) if length < len(code)]
    if len(above) != _CODED.get(len(code)) or None in above:
        return None
    return (*(name for name in above if name), names[(grid, code)])


def _share_of(item: str, section: str, three_public: str | None) -> str | None:
    """The total that a share is of where no amount opens the breakdown."""
    if item == _GENERAL_PUBLIC:
        return "spent"
    if three_public in ("abroad", "vehicles", "reception"):
        return "three_public"
    return "general_public" if _GENERAL_PUBLIC in section and item.endswith("支出") else None


def _filled(rows: list[Row]) -> set[tuple[str, str | None]]:
    """The passages whose shares add up to 100 %: into one of them a tail may have been plugged."""
    sums: Counter[tuple[str, str | None]] = Counter()
    for row in rows:
        if row.values["measure"] == "share_pct":
            sums[str(row.values.get("section")), row.values.get("subsection")] += round(row.values["value"] * 100)
    return {place for place, hundredths in sums.items() if hundredths == 10000}


def _openings(rows: list[Row], main: tuple[str, ...]) -> dict[int, tuple[str, ...]]:
    """The claims that open a paragraph or a subsection: what the shares named after them are shares of.

    An amount that is itself a share of something opens nothing.
    """
    places = [(row.values["section"], row.values.get("subsection")) for row in rows]
    shared = {
        (*place, row.values["item"])
        for place, row in zip(places, rows, strict=True)
        if row.values["measure"] == "share_pct"
    }
    seen: set[Hashable] = set()
    opened: dict[int, tuple[str, ...]] = {}
    for number, (place, row) in enumerate(zip(places, rows, strict=True)):
        money = row.values["measure"] in main and row.values.get("unit") in TO_WAN
        if not money or row.keys.get("in_reason"):
            continue
        found = [name for name, key in (("paragraph", row.marks["value"].block), ("place", place)) if key not in seen]
        seen |= {row.marks["value"].block, place}
        if found and (*place, row.values["item"]) not in shared:
            opened[number] = tuple(found)
    return opened


def _literals(value: Any) -> list[Any] | None:
    """The values that a key may have; None where a pattern or nothing decides."""
    if isinstance(value, str):
        return None if value.startswith(("~", "!", "*")) else [value]
    return value if isinstance(value, list) else None


def _test(value: Any) -> Callable[[Any], bool]:
    """Whether the value of a key is as wanted."""
    if isinstance(value, list):
        return set(value).__contains__
    if isinstance(value, str) and value.startswith("~"):
        pattern = re.compile(value[1:])
        return lambda seen: bool(seen) and bool(pattern.fullmatch(str(seen)))
    if isinstance(value, str) and value.startswith("*"):  # one of several: in a set, or within a text
        return lambda seen: bool(seen) and value[1:] in seen
    if isinstance(value, str) and value.startswith("!"):
        return lambda seen: value[1:] not in (seen or ())
    if isinstance(value, bool):
        return truth if value else not_
    return partial(eq, value)
