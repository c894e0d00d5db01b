"""Statements of a fictional report: facts to the table ``lines``, figures rounded for print each on its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from budgetlib.typeset.tables import Record
from tools.corpus.facts import Item, Year, economic_names, material, names

_ORDINALS = (
    *"一二三四五六七八九十",
    *(f"十{n}" for n in "一二三四五六七八九"),
    "二十",
    *(f"二十{n}" for n in "一二三四"),
)

Column = tuple[str, str]
"""Name of a column and its heading as printed."""
Amount = int | None
"""分; None is a blank cell."""
Cells = tuple[str, Sequence[Amount]]
"""A label of a two-sided statement and its figures."""
TwoSided = tuple[Cells | None, Cells | None]


def printed(amount: int, places: int = 10_000) -> int:
    """Hundredths of the printed unit (``places`` 分 each), rounded half away from zero."""
    whole = (abs(amount) * 2 + places) // (2 * places)
    return whole if amount >= 0 else -whole


def shown(hundredths: int, *, thousands: bool) -> str:
    """Hundredths as a figure of two places."""
    return f"{hundredths / 100:{',' if thousands else ''}.2f}"


@dataclass(frozen=True, slots=True)
class Form:
    """How a layout prints its statements: unit, thousands separators, where 合计 stands, in which order they come."""

    yuan: bool = False
    thousands: bool = False
    total_first: bool = True
    order: tuple[str, ...] = ()

    def figure(self, amount: Amount) -> Record:
        """Amount in 万元 and text of a cell."""
        if amount is None:
            return {"amount": None, "text": ""}
        hundredths = printed(amount, 1 if self.yuan else 10_000)
        value = round(hundredths / 1_000_000, 6) if self.yuan else hundredths / 100
        return {"amount": value, "text": shown(hundredths, thousands=self.thousands)}


class Sheet:
    """Collects the lines of one statement."""

    def __init__(self, statement: str, title: str, form: Form) -> None:
        self.statement, self.title, self.form = statement, title, form
        self.lines: list[Record] = []
        self.row = 0

    def next(self) -> None:
        """Begin a row."""
        self.row += 1

    def put(self, label: Record, columns: Sequence[Column], amounts: Sequence[Amount]) -> None:
        """Figures of one label into the current row."""
        for (column, heading), amount in zip(columns, amounts, strict=True):
            own = {"statement": self.statement, "statement_zh": self.title, "row": self.row}
            self.lines.append({**own, **label, "column": column, "column_zh": heading, **self.form.figure(amount)})


def zero_blank(amount: int) -> Amount:
    """Nothing is printed for zero."""
    return amount or None


def _coded(code: str, of: Mapping[str, str]) -> Record:
    return {"code": code, "name": of[code], "level": (len(code) - 1) // 2}


def tree(items: Mapping[str, Sequence[int]], of: Mapping[str, str]) -> Iterator[tuple[Record, list[int]]]:
    """类, 款 and 项 in the order of their codes, each the sum of what is below."""
    width = len(next(iter(items.values())))
    sums: dict[str, list[int]] = {}
    for code, amounts in items.items():
        for length in (3, 5, 7):
            if length <= len(code):
                own = sums.setdefault(code[:length], [0] * width)
                for place, amount in enumerate(amounts):
                    own[place] += amount
    for code in sorted(sums):
        yield _coded(code, of), sums[code]


def by_item(sheet: Sheet, columns: Sequence[Column], items: Mapping[str, Sequence[int]], keep: int) -> list[Record]:
    """A statement by functional item; zeros are blank behind the first ``keep`` columns."""
    rows = list(tree(items, names()))
    total = ({"name": "合计"}, [sum(column) for column in zip(*items.values(), strict=True)])
    for label, amounts in [total, *rows] if sheet.form.total_first else [*rows, total]:
        sheet.next()
        cells = [amount if place < keep else zero_blank(amount) for place, amount in enumerate(amounts)]
        sheet.put(label, columns, cells)
    return sheet.lines


_SIDES = ("income", "expenditure")


def two_sided(
    sheet: Sheet,
    sides: tuple[Sequence[Column], Sequence[Column]],
    rows: Iterable[TwoSided],
) -> list[Record]:
    """Rows with an income and an expenditure half, either of which may be missing."""
    for row in rows:
        sheet.next()
        for side, columns, cell in zip(_SIDES, sides, row, strict=True):
            if cell:
                sheet.put({"side": side, "name": cell[0]}, columns, cell[1])
    return sheet.lines


def ordinal(number: int, name: str) -> str:
    """A label with its number: 一、… 二十四、…"""
    return f"{_ORDINALS[number]}、{name}"


@dataclass(frozen=True, slots=True)
class Income:
    """Where the money of a year came from, in 分."""

    general: int
    fund: int
    superior: int
    operating: int
    rest: int

    @property
    def fiscal(self) -> int:
        """财政拨款收入."""
        return self.general + self.fund

    @property
    def other(self) -> int:
        """All that is no fiscal appropriation."""
        return self.superior + self.operating + self.rest

    @property
    def total(self) -> int:
        """本年收入合计."""
        return self.fiscal + self.other


def income(now: Year, before: Year) -> Income:
    """Income of the year: what was spent, plus what is kept, minus what was there."""
    other = now.other.total + now.closing.other - before.closing.other - now.surplus_used
    superior, operating = (int(other * share) for share in now.other_income_parts)
    return Income(
        general=now.general_total + now.closing.general - before.closing.general,
        fund=now.fund.total + now.closing.fund - before.closing.fund,
        superior=superior,
        operating=operating,
        rest=other - superior - operating,
    )


_AMOUNT = (("amount", "决算数"),)
_INCOME = (
    ("total", "本年收入合计"),
    ("appropriation", "财政拨款收入"),
    ("superior_subsidy", "上级补助收入"),
    ("operating", "事业收入"),
    ("business", "经营收入"),
    ("affiliated", "附属单位上缴收入"),
    ("other", "其他收入"),
)
_EXPENDITURE = (
    ("total", "本年支出合计"),
    ("basic", "基本支出"),
    ("project", "项目支出"),
    ("to_superior", "上缴上级支出"),
    ("business", "经营支出"),
    ("to_affiliated", "对附属单位补助支出"),
)
_APPROPRIATION = (
    ("total", "合计"),
    ("general_public", "一般公共预算财政拨款"),
    ("government_fund", "政府性基金预算财政拨款"),
    ("state_capital", "国有资本经营预算财政拨款"),
)
GENERAL = (("total", "合计"), ("basic", "基本支出"), ("project", "项目支出"))
_FUND = (
    ("opening", "年初结转和结余"),
    ("income", "本年收入"),
    ("total", "本年支出/合计"),
    ("basic", "本年支出/基本支出"),
    ("project", "本年支出/项目支出"),
    ("closing", "年末结转和结余"),
)
FUNDS = ("一般公共预算财政拨款", "政府性基金预算财政拨款", "国有资本经营预算财政拨款")
THREE_PUBLIC = (
    ("total", "合计", "合计"),
    ("abroad", "因公出国（境）费", "因公出国（境）费"),
    ("vehicles", "公务用车购置及运行维护费", "公务用车购置及运行维护费/小计"),
    ("vehicle_purchase", "公务用车购置费", "公务用车购置及运行维护费/公务用车购置费"),
    ("vehicle_operation", "公务用车运行维护费", "公务用车购置及运行维护费/公务用车运行维护费"),
    ("reception", "公务接待费", "公务接待费"),
)


def final_lines(now: Year, before: Year, form: Form) -> list[Record]:
    """``lines`` of all nine statements of a final account, in the order of the form."""
    came = income(now, before)
    made = {
        "income_expenditure": _totals(now, before, came, form),
        "income": _income(now, before, came, form),
        "expenditure": _expenditure(now, form),
        "appropriation": _appropriation(now, before, came, form),
        "general_public": _general(now, form),
        "basic": _basic(now, form),
        "three_public": _three_public(now, form),
        "government_fund": _fund(now, before, came, form),
        "state_capital": empty("state_capital", "国有资本经营预算财政拨款收入支出决算表", _FUND, form),
    }
    return [line for key in form.order for line in made[key]]


def _totals(now: Year, before: Year, came: Income, form: Form) -> list[Record]:
    sheet = Sheet("income_expenditure", "收入支出决算总表", form)
    sources = [came.general, came.fund, 0, came.superior, came.operating, 0, 0, came.rest]
    titles = [f"{fund}收入" for fund in FUNDS]
    titles += ["上级补助收入", "事业收入", "经营收入", "附属单位上缴收入", "其他收入"]
    left = [
        (ordinal(n, title), [zero_blank(amount)]) for n, (title, amount) in enumerate(zip(titles, sources, strict=True))
    ]
    left_total = came.total + now.surplus_used + before.closing.total
    below: list[TwoSided] = [
        (("本年收入合计", [came.total]), ("本年支出合计", [now.spent])),
        (("使用非财政拨款结余", [zero_blank(now.surplus_used)]), ("结余分配", [None])),
        (("年初结转和结余", [zero_blank(before.closing.total)]), ("年末结转和结余", [zero_blank(now.closing.total)])),
        (("总计", [left_total]), ("总计", [now.spent + now.closing.total])),
    ]
    classes = now.by_class(other=True)
    right = [(label, [classes.get(code)]) for code, label in _class_rows()]
    return two_sided(sheet, (_AMOUNT, _AMOUNT), [*beside(left, right), *below])


def _class_rows() -> list[tuple[str, str]]:
    """Code and label of each class of the two-sided statements."""
    return [(code, ordinal(n, names()[code])) for n, code in enumerate(material()["classes"]["codes"])]


def beside(left: Sequence[Cells], right: Sequence[Cells]) -> Iterator[TwoSided]:
    """Both sides row by row; the shorter one ends in blanks."""
    for number in range(max(len(left), len(right))):
        yield (left[number] if number < len(left) else None, right[number] if number < len(right) else None)


def _income(now: Year, before: Year, came: Income, form: Form) -> list[Record]:
    items: dict[str, list[int]] = {}
    for code, item in now.general.items():
        _add(items, code, [item.total, item.total, 0, 0, 0, 0, 0])
    kept = now.closing.general - before.closing.general
    _add(items, now.office.profile["projects"][0], [kept, kept, 0, 0, 0, 0, 0])
    if came.fund:
        _add(items, material()["fund"]["code"], [came.fund, came.fund, 0, 0, 0, 0, 0])
    if came.other:
        parts = [came.other, 0, came.superior, came.operating, 0, 0, came.rest]
        _add(items, now.office.profile["run"], parts)
    return by_item(Sheet("income", "收入决算表", form), _INCOME, dict(sorted(items.items())), 2)


def _add(items: dict[str, list[int]], code: str, amounts: Sequence[int]) -> None:
    own = items.setdefault(code, [0] * len(amounts))
    items[code] = [a + b for a, b in zip(own, amounts, strict=True)]


def _expenditure(now: Year, form: Form) -> list[Record]:
    items = {code: [item.total, item.basic, item.project, 0, 0, 0] for code, item in now.all_items().items()}
    return by_item(Sheet("expenditure", "支出决算表", form), _EXPENDITURE, items, 3)


def _general(now: Year, form: Form) -> list[Record]:
    sheet = Sheet("general_public", "一般公共预算财政拨款支出决算表", form)
    return by_item(sheet, GENERAL, {code: three_columns(item) for code, item in now.general.items()}, 3)


def three_columns(item: Item) -> list[int]:
    """Total, basic and project expenditure."""
    return [item.total, item.basic, item.project]


def _appropriation(now: Year, before: Year, came: Income, form: Form) -> list[Record]:
    sheet = Sheet("appropriation", "财政拨款收入支出决算总表", form)
    fund_class = material()["fund"]["code"][:3]
    classes = now.by_class(other=False)
    left = [(ordinal(n, FUNDS[n]), [zero_blank(a)]) for n, a in enumerate((came.general, came.fund, 0))]
    right = []
    for code, label in _class_rows():
        general, fund = classes.get(code, 0), now.fund.total if code == fund_class else 0
        right.append((label, by_fund(general, fund)))
    opening, closing = before.closing, now.closing
    below: list[TwoSided] = [
        (("本年收入合计", [came.fiscal]), ("本年支出合计", by_fund(now.general_total, now.fund.total))),
        (
            ("年初财政拨款结转和结余", [zero_blank(opening.fiscal)]),
            ("年末财政拨款结转和结余", by_fund(closing.general, closing.fund)),
        ),
    ]
    below += [((ordinal(n, FUNDS[n]), [zero_blank(a)]), None) for n, a in enumerate((opening.general, opening.fund, 0))]
    totals = by_fund(now.general_total + closing.general, now.fund.total + closing.fund)
    below.append((("总计", [came.fiscal + opening.fiscal]), ("总计", totals)))
    return two_sided(sheet, (_AMOUNT, _APPROPRIATION), [*beside(left, right), *below])


def by_fund(general: int, fund: int) -> list[Amount]:
    """Total, general public budget, government fund and state capital; zeros are blank."""
    return [zero_blank(general + fund), zero_blank(general), zero_blank(fund), None]


def _basic(now: Year, form: Form) -> list[Record]:
    """Economic classes: 301 and 303 on the left, 302 and 310 on the right, both sums in the last row."""
    sheet = Sheet("basic", "一般公共预算财政拨款基本支出决算表", form)
    rows = list(tree({code: [amount] for code, amount in now.economic.items()}, economic_names()))
    left = [row for row in rows if row[0]["code"][:3] in ("301", "303")]
    right = [row for row in rows if row[0]["code"][:3] in ("302", "310")]
    for number in range(max(len(left), len(right))):
        sheet.next()
        for half in (left, right):
            if number < len(half):
                sheet.put(half[number][0], _AMOUNT, half[number][1])
    sheet.next()
    sheet.put({"name": "人员经费合计"}, _AMOUNT, [now.personnel])
    sheet.put({"name": "公用经费合计"}, _AMOUNT, [now.public])
    return sheet.lines


def _three_public(now: Year, form: Form) -> list[Record]:
    sheet = Sheet("three_public", "财政拨款“三公”经费支出决算表", form)
    sheet.next()
    for item, name, heading in THREE_PUBLIC:
        columns = (("budget", f"{heading}/预算数"), ("actual", f"{heading}/决算数"))
        sheet.put({"name": name}, columns, [now.three(item, "budget"), now.three(item)])
    return sheet.lines


def _fund(now: Year, before: Year, came: Income, form: Form) -> list[Record]:
    title = "政府性基金预算财政拨款收入支出决算表"
    spent = now.fund.total
    if not spent:
        return empty("government_fund", title, _FUND, form)
    amounts = [before.closing.fund, came.fund, spent, 0, spent, now.closing.fund]
    return by_item(Sheet("government_fund", title, form), _FUND, {material()["fund"]["code"]: amounts}, 6)


def empty(statement: str, title: str, columns: Sequence[Column], form: Form) -> list[Record]:
    """A statement that keeps its form and has no figures."""
    sheet = Sheet(statement, title, form)
    sheet.next()
    sheet.put({"name": "合计"}, columns, [None] * len(columns))
    return sheet.lines
