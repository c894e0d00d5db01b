"""What the reader keeps in mind, what it finds, and why it abstains."""

from __future__ import annotations

from dataclasses import dataclass, field

from budgetlib.numbers import TO_WAN
from budgetlib.parsers.outline import Section
from budgetlib.parsers.prose.items import Item
from budgetlib.parsers.prose.tokens import Token
from budgetlib.readers.document import Mark

STAGES = {
    "initial": ("initial_budget", "initial"),
    "annual": ("annual_budget", "annual"),
    "budget": ("budget", "unstated"),
    "actual": ("actual", "actual"),
    "execution": ("actual", "execution"),
}
"""What an amount is behind a word of a stage: measure and stage."""
COMPARED = {
    "prior_year": "prior",
    "prior_budget": "prior",
    "initial_budget": "initial_budget",
    "annual_budget": "annual_budget",
    "budget": "budget",
}
"""What an amount is that a figure is compared with: 较上年70.00万元减少."""
NOISE, ROUNDED = 1e-6, 0.006
"""How far amounts are apart that are the same, and a computed amount or rate from the one printed at two decimals."""
BUDGETS = ("budget", "initial_budget", "annual_budget")
AMOUNTS = ("actual", "prior", *BUDGETS)
"""Measures of amounts."""


class NotUnderstood(Exception):
    """A word that decides the role of a figure is not known: the figure stays unread, with this reason."""

    def __init__(self, zh: str, en: str, words: str = "") -> None:
        super().__init__(f"{zh}“{words}” / {en}: {words}" if words else f"{zh} / {en}")


@dataclass(slots=True, eq=False)
class Claim:
    """One stated figure: what it is of, what it says, and where it stands. ``value`` is signed, in the printed unit."""

    section: Section
    named: Item
    measure: str
    base: str | None
    value: float
    unit: str
    text: str
    mark: Mark
    page: int
    year: int | None = None
    stage: str | None = None
    part_of: str | None = None
    in_reason: bool = False
    reason: str | None = None
    read_by: str | None = None
    clause: int = 0
    number: float = 0.0
    """As printed, before the words gave it a sign."""
    compared: bool = False
    """Whether something else is compared with it: 较上年70.00万元减少, 完成全年预算150.00万元的78.9%."""

    @property
    def item(self) -> str:
        """The printed name of what it is of."""
        return self.named.name

    @property
    def wan(self) -> float:
        """An amount in 万元; a figure that is no money as it is."""
        return round(self.value * TO_WAN.get(self.unit, 1.0), 8) + 0.0


@dataclass(slots=True, eq=False)
class Worded:
    """A comparison in words, without a figure: 与上年持平, 决算数大于预算数. ``direction`` is up, down or flat."""

    section: Section
    named: Item
    base: str | None
    direction: str
    page: int
    reason: str | None = None
    year: int | None = None
    clause: int = 0

    @property
    def item(self) -> str:
        """The printed name of what it is of."""
        return self.named.name


@dataclass(slots=True)
class Figure:
    """A number, and what stands before it: the words since the last boundary or number."""

    number: Token
    window: list[Token]
    opens: bool
    """Whether the window opens its clause, and does not stand right behind another number."""
    tokens: list[Token]
    place: int
    unit: str = ""
    kind: str = ""
    base: str | None = None
    compared: bool = False
    behind: int | None = None
    """Where the words behind an open comparison begin."""
    spent: int = 0
    """Where the words go on behind the noun that was counted: 1家事业单位的 公用经费."""
    of: Item | None = None
    """The item told before that a number of a list is of: A 60.00万元、B 40.00万元，分别占60%、40%."""

    def next(self) -> Token | None:
        """The token behind the number."""
        return self.tokens[self.place + 1] if self.place + 1 < len(self.tokens) else None


@dataclass(slots=True)
class State:
    """What a reader keeps in mind from clause to clause."""

    item: Item | None = None
    gone: bool = False
    """Whether this sentence spoke of something that is not known, so that 支出 may be its verb."""
    origin: str = ""
    """heading: the item is only that of the heading; list: of a paragraph that is nothing but an item."""
    whole: Item | None = None
    whole_counted: Item | None = None
    counted: Item | None = None
    bare: Item | None = None
    """The item of which words spoke without a number since the last figure: 车辆，其中：…"""
    listing: bool = False
    """Whether the clause before listed names without a number: A、B、C，D总额…"""
    base: str | None = None
    carried: str | None = None
    year: int | None = None
    carried_year: int | None = None
    reason: str = ""
    """reason (原因是), use (主要用于), after (behind the semicolon of a reason), or nothing."""
    listed: bool = False
    """A reason in numbered points, which goes on over semicolons."""
    in_reason: Item | None = None
    """The item that a reason spoke of last."""
    reviewed: Item | None = None
    """The project that a review is of: only what is said of its budget and score is said of it."""
    elsewhen: bool = False
    """Whether the reason speaks of another year, so that its figures are not those of the subject."""
    qualifier: str | None = None
    """由中小企业中标的: what a clause says of the item without naming one."""
    as_of: int | None = None
    """The year of the day on which a balance stands."""
    within: bool = False
    """Whether that day is within the year, so that what was spent by then is not what the year spent."""
    lost: bool = False
    """Whether nobody knows of which year a total of this sentence is."""
    amount: Claim | None = None
    """The amount told last; None where it was not understood."""
    commas: bool = False
    """Whether that amount is a part behind another one and a comma: 其中：A1.00万元，B2.00万元，"""
    strange: bool = False
    """Whether that amount was of another stage or year."""
    split: Claim | None = None
    """The amount whose parts are told: they are budget, account or last year's as it is."""
    unstaged: bool = False
    """Whether the amount told last was such a part, of which no word says what it is."""
    unsure: bool = False
    """Whether words that name nothing may be of the subject or of something else: behind the parts, or a new name."""
    relative: bool = False
    """Whether the year is last year's by a word (去年), so that 同比 behind it is of the year after it."""
    doubted: bool = False
    """Whether words without a figure were told of that year, and perhaps no more: 2022年因疫情未安排，"""
    missed: str = ""
    """Whether a number of this clause was not understood, and with it perhaps the role of a list: number, role."""
    of_unread: bool = False
    """Whether the parts that are told now are parts of it."""
    last: Claim | None = None
    shared: Item | None = None
    """The amount of which something was told last, where it is no subject: 涉及财政性资金…，占…"""
    money: str = ""
    """The unit of the amounts of this paragraph."""
    told: set[tuple[Item | None, str | None]] = field(default_factory=set)
    """Changes already told: item and base. Brackets share it."""
    known: dict[tuple[tuple[str, str | None], str], float] = field(default_factory=dict)
    """Amounts by item and measure, in 万元. Brackets share it."""
