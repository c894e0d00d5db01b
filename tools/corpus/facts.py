"""What a fictional office does with its money in one year, drawn from a seed, in exact 分 (0.01 yuan).

Every total follows from the drawn parts, so that no identity can be broken before figures are rounded for print.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from budgetlib.reference.classification import classification

WAN = 1_000_000
"""分 in 万元."""
_BASE_YEAR = 2020
_RARE = 0.25
"""Share of the offices that have what most have not (a government fund, journeys abroad, a new car)."""
VEHICLES = ("机要通信用车", "应急保障用车", "执法执勤用车", "其他用车")


@cache
def material() -> dict[str, Any]:
    """``material.toml``: names of offices, items, classes and indicators."""
    return tomllib.loads(Path(__file__).with_name("material.toml").read_text(encoding="utf-8"))


@cache
def names() -> Mapping[str, str]:
    """Functional codes to names: the reference table and the fund of ``material.toml``."""
    own: dict[str, str] = material()["fund"]["names"]
    return {code: known[-1].text for code, known in classification("functional").names.items()} | own


@cache
def economic_names() -> Mapping[str, str]:
    """Economic codes (类 and 款) to names."""
    return {code: known[-1].text for code, known in classification("economic").names.items()}


def path(code: str) -> str:
    """类/款/项 of a functional code, in names."""
    return "/".join(names()[code[:length]] for length in (3, 5, 7))


@dataclass(frozen=True, slots=True)
class Office:
    """One fictional office: what stays the same over the years."""

    number: int
    seed: int

    @property
    def profile(self) -> Mapping[str, Any]:
        """Its kind: items and topics of its projects."""
        profiles = material()["profile"]
        return dict(profiles[self.number % len(profiles)])

    @property
    def name(self) -> str:
        """A name that shows that there is no such office; one number, one name."""
        data = material()
        first, second = data["office"]["first"], data["office"]["second"]
        district = self.number // len(data["profile"])
        place = first[district % len(first)] + second[district // len(first) % len(second)]
        round_about = district // (len(first) * len(second))
        suffix = f"第{round_about}" if round_about else ""
        return f"{data['office']['city']}{place}区{suffix}{self.profile['name']}"

    def random(self, *about: object) -> Random:
        """The chance of this office in one matter, always the same."""
        return Random("/".join(map(str, (self.seed, self.number, *about))))


@dataclass(slots=True)
class Item:
    """Spending of one functional item from one source, and its initial budget."""

    basic: int = 0
    project: int = 0
    budget: int = 0

    @property
    def total(self) -> int:
        """Basic and project expenditure."""
        return self.basic + self.project


@dataclass(slots=True)
class Balances:
    """What is kept at the end of a year, by source of the money."""

    general: int = 0
    fund: int = 0
    other: int = 0

    @property
    def fiscal(self) -> int:
        """Of fiscal appropriations."""
        return self.general + self.fund

    @property
    def total(self) -> int:
        """Of all money."""
        return self.fiscal + self.other


@dataclass(slots=True)
class ThreePublic:
    """Spending on one of the four leaves of the three public expenses and its budget."""

    actual: int = 0
    budget: int = 0


@dataclass(slots=True)
class Year:
    """One office in one year."""

    office: Office
    year: int
    economic: dict[str, int] = field(default_factory=dict)
    general: dict[str, Item] = field(default_factory=dict)
    """General public budget by 项."""
    fund: Item = field(default_factory=Item)
    other: Item = field(default_factory=Item)
    """From money that is no fiscal appropriation, all of it in the item of the office's own running."""
    closing: Balances = field(default_factory=Balances)
    surplus_used: int = 0
    other_income_parts: tuple[float, float] = (0.0, 0.0)
    """Shares of superior subsidies and operating income in the income that is no fiscal appropriation."""
    three_public: dict[str, ThreePublic] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    running_costs: int = 0
    procurement: dict[str, int] = field(default_factory=dict)

    @property
    def personnel(self) -> int:
        """人员经费."""
        return sum(amount for code, amount in self.economic.items() if code[:3] in ("301", "303"))

    @property
    def public(self) -> int:
        """公用经费."""
        return sum(amount for code, amount in self.economic.items() if code[:3] in ("302", "310"))

    @property
    def basic(self) -> int:
        """Basic expenditure of the general public budget."""
        return sum(item.basic for item in self.general.values())

    @property
    def general_total(self) -> int:
        """Expenditure of the general public budget."""
        return sum(item.total for item in self.general.values())

    @property
    def fiscal(self) -> int:
        """Expenditure from fiscal appropriations."""
        return self.general_total + self.fund.total

    @property
    def spent(self) -> int:
        """All expenditure of the year."""
        return self.fiscal + self.other.total

    def three(self, item: str, kind: str = "actual") -> int:
        """An item of the three public expenses, totals included; ``kind`` is ``actual`` or ``budget``."""
        parts = {
            "total": ("abroad", "vehicle_purchase", "vehicle_operation", "reception"),
            "vehicles": ("vehicle_purchase", "vehicle_operation"),
        }.get(item, (item,))
        return sum(int(getattr(self.three_public[part], kind)) for part in parts)

    def by_class(self, *, other: bool) -> dict[str, int]:
        """Expenditure of the general public budget by 类, with ``other`` of all money."""
        classes: dict[str, int] = {}
        for code, item in self.all_items().items() if other else self.general.items():
            classes[code[:3]] = classes.get(code[:3], 0) + item.total
        return dict(sorted(classes.items()))

    def all_items(self) -> dict[str, Item]:
        """Expenditure of all money by 项."""
        items = {code: Item(item.basic, item.project) for code, item in self.general.items()}
        for code, more in ((material()["fund"]["code"], self.fund), (self.office.profile["run"], self.other)):
            if more.total:
                own = items.setdefault(code, Item())
                own.basic, own.project = own.basic + more.basic, own.project + more.project
        return dict(sorted(items.items()))


def draw(office: Office, year: int) -> Year:
    """The year of an office; the same whichever years are drawn besides."""
    drawn = Year(office, year)
    level = office.random("size").uniform(0.3, 3.0) * (1 + 0.04 * (year - _BASE_YEAR))
    chance = office.random(year)
    _draw_three_public(drawn, office.random("habits"), chance, level)
    _draw_economic(drawn, chance, level)
    _draw_items(drawn, chance, level)
    _draw_other_money(drawn, office.random("money"), chance)
    _draw_counts(drawn, office.random("counts"), chance)
    _draw_purchases(drawn, chance)
    return drawn


def _near(chance: Random, amount: float) -> int:
    """About ``amount`` 万元, to the 分."""
    return int(amount * chance.uniform(0.85, 1.15) * WAN)


def _draw_three_public(year: Year, habits: Random, chance: Random, level: float) -> None:
    travels, drives, receives = habits.random() < _RARE, habits.random() < 0.7, habits.random() < 0.6
    actual = {
        "abroad": _near(chance, 4 * level) if travels else 0,
        "vehicle_purchase": _near(chance, 18) if drives and chance.random() < _RARE else 0,
        "vehicle_operation": _near(chance, 6 * level) if drives else 0,
        "reception": _near(chance, 0.8 * level) if receives else 0,
    }
    for item, amount in actual.items():
        exact = chance.random() < 0.2
        budget = amount if exact else int(amount * chance.uniform(1.02, 1.6)) // 10_000 * 10_000
        year.three_public[item] = ThreePublic(amount, max(budget, amount))


def _draw_economic(year: Year, chance: Random, level: float) -> None:
    """Economic classes of basic expenditure: usual shares of a personnel sum and of a public one."""
    data = material()
    for part, amount in (("personnel", 900 * level), ("public", 110 * level)):
        for code, share in data[part].items():
            year.economic[code] = _near(chance, amount * share / 100)
    year.economic["30301"] = _near(chance, 11) if chance.random() < _RARE else 0
    # The basic part of the three public expenses is part of them; projects may have spent the rest.
    for code, item in (("30212", "abroad"), ("30217", "reception"), ("30231", "vehicle_operation")):
        spent = year.three_public[item].actual
        year.economic[code] = spent if chance.random() < 0.7 else spent // 2


def _draw_items(year: Year, chance: Random, level: float) -> None:
    """Basic expenditure by item as the economic classes have it, projects, and initial budgets of both."""
    run, projects = year.office.profile["run"], year.office.profile["projects"]
    basic = {code: year.economic[economic] for code, economic in material()["mirrored"].items()}
    basic["2080501"] += year.economic["30301"]
    basic["2210203"] = year.economic["30102"] // 4
    left = sum(year.economic.values()) - sum(basic.values())
    year.general = {code: Item(basic=amount) for code, amount in basic.items()}
    year.general.setdefault(run, Item()).basic = left
    for number, code in enumerate(projects):
        if number == 0 or chance.random() < 0.7:
            usual = 600 * level if number == 0 else 15 * level * chance.choice((1, 3, 10))
            year.general.setdefault(code, Item()).project = _near(chance, usual)
    year.general = dict(sorted(year.general.items()))
    for item in year.general.values():
        item.budget = _budget(chance, item.total)


def _budget(chance: Random, amount: int) -> int:
    """An initial budget: the spending itself, or some way off, to the 100 yuan."""
    return amount if chance.random() < 0.15 else int(amount * chance.uniform(0.85, 1.25)) // 10_000 * 10_000


def _draw_other_money(year: Year, habits: Random, chance: Random) -> None:
    """Balances, a fund, and money that is no fiscal appropriation. What is kept stays far below what is spent."""
    main = year.general[year.office.profile["projects"][0]].project
    has_fund, has_other, keeps = habits.random() < _RARE, habits.random() < 0.5, habits.random() < 0.4
    usual = habits.uniform(10, 300)
    year.closing.general = int(main * chance.uniform(0.0, 0.04)) if keeps and chance.random() < 0.8 else 0
    if has_fund:
        year.fund = Item(project=_near(chance, usual))
        year.closing.fund = int(usual * chance.uniform(0.0, 0.1) * WAN) if keeps else 0
    if has_other:
        year.other = Item(basic=_near(chance, usual / 4), project=_near(chance, usual))
        year.closing.other = int(usual * chance.uniform(0.0, 0.3) * WAN)
        year.surplus_used = int(usual * 0.05 * WAN) if chance.random() < _RARE else 0
        superior = habits.choice((0.0, 0.4))
        year.other_income_parts = (superior, habits.choice((0.0, 0.3)))


def _draw_counts(year: Year, habits: Random, chance: Random) -> None:
    staff = habits.randrange(20, 160)
    spent = {item: three.actual for item, three in year.three_public.items()}
    kinds = [habits.randrange(0, 4) if spent["vehicle_operation"] else 0 for _ in VEHICLES]
    if spent["vehicle_operation"]:
        kinds[-1] += 1
    year.counts = {
        "在职人员": staff + chance.randrange(0, 6),
        "离休人员": chance.randrange(1, 4) if year.economic["30301"] else 0,
        "退休人员": staff // 2 + chance.randrange(0, 9),
        "groups": chance.randrange(1, 4) if spent["abroad"] else 0,
        "travellers": chance.randrange(4, 12) if spent["abroad"] else 0,
        "bought": 1 if spent["vehicle_purchase"] else 0,
        "receptions": chance.randrange(2, 20) if spent["reception"] else 0,
        "guests": chance.randrange(20, 200) if spent["reception"] else 0,
        "houses": chance.randrange(500, 9000),
        "devices": habits.randrange(0, 5),
        **dict(zip(VEHICLES, kinds, strict=True)),
    }


def _draw_purchases(year: Year, chance: Random) -> None:
    """Procurement by kind with the part of small firms; running costs are a part of 公用经费."""
    year.running_costs = year.public if chance.random() < 0.3 else int(year.public * chance.uniform(0.5, 0.9))
    usual = chance.uniform(20, 400)
    year.procurement = {
        "goods": _near(chance, usual / 4),
        "works": _near(chance, usual / 2) if chance.random() < 0.5 else 0,
        "services": _near(chance, usual),
    }
    small = int(sum(year.procurement.values()) * chance.uniform(0.3, 0.9))
    year.procurement |= {"small": small, "smallest": int(small * chance.uniform(0.3, 0.9))}
