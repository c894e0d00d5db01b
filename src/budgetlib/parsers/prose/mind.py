"""What the reader of one report knows while it reads: year and kind, heading, passage, state of the sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence

from budgetlib.numbers import TO_WAN
from budgetlib.parsers.outline import Section
from budgetlib.parsers.prose.comparison import Years
from budgetlib.parsers.prose.items import Item, Items, text_of
from budgetlib.parsers.prose.passage import Passage
from budgetlib.parsers.prose.state import Claim, State, Worded
from budgetlib.parsers.prose.tokens import Token
from budgetlib.reference import load

_AS_OF = re.compile("截[至止]|末|底|日")
_YEARS_END = re.compile(r"(?<!\d)12(?:月|[.\-/])")
_YEAR = re.compile(r"20\d\d(?=\D)")
_THIS_YEAR = ("本年", "本年度", "今年")
_PLANS = ("拟", "计划", "预计", "拟采购")
_PRINTED = re.compile(r"-?[\d,.]+")


class Mind:
    """Shared by what reads clauses and what reads figures."""

    money = frozenset(TO_WAN)
    grants = frozenset(load("grammar")["item"]["grants"])

    def __init__(self, items: Items, year: int | None, budget: bool) -> None:
        self.items, self.year, self.budget = items, year, budget
        self.heading: Item | None = None
        self.heading_stage: str | None = None
        self.heading_year: int | None = None
        self.own_year_said = False
        """Whether this paragraph spoke of the report's own year, whatever year its heading names."""
        self.under_a_body = False
        """Whether the heading names a body, and not the office."""
        self.unit_note = ""
        self.passage: Passage
        self.section = Section()
        self.state = State()
        self.announced: State | None = None
        """What a paragraph that ends with 其中： says for the list below it: base and year."""
        self.amounts: list[Claim] = []
        """Amounts told in this sentence or split."""
        self.compared: list[Claim | Worded] = []
        """Comparisons told in this section, with figures and in words."""
        self.spoken: set[Item] = set()
        """What they are of."""
        self.counts: list[Claim] = []
        """Counts told since the last amount in this sentence or split."""
        self.counts_listed = False
        """Whether the last of them stands behind a 、."""
        self.clause = 0
        self.opened_by = ""
        """The punctuation that opened the clause."""
        self.in_brackets = False
        """Whether the clause stands in brackets."""
        self.cut = False
        """Whether a number of this clause was not understood, so that the words before it are missing."""
        self.listing = False
        """Whether parts are told one after another with 、."""

    @property
    def years(self) -> Years:
        """What decides a base here."""
        return Years(self.year, self.state.year, self.budget)

    def years_of(self, window: Sequence[Token]) -> Years:
        """What decides a base behind words that name their own year: 2022年预算数比2021年预算数减少."""
        end = next((i for i, t in enumerate(window) if t.kind in ("CMP", "YOY")), 0)
        own = next((int(t.text[:4]) for t in window[:end] if t.kind == "YEAR" and t.text[-1] not in "末底初"), None)
        return Years(self.year, own or self.state.year, self.budget)

    @property
    def year_before(self) -> int | None:
        """The year before the report's own."""
        return self.year - 1 if self.year else None

    @property
    def current_year(self) -> int | None:
        """The year of the figures of this clause."""
        day = None if self.budget else self.state.as_of
        return day or self.state.year or (None if self.own_year_said else self.heading_year) or self.year

    def speaks_of_another_year(self, window: Sequence[Token]) -> bool:
        """Whether words name a year that is not the report's own."""
        return any(t.kind == "YEAR" and int(t.text[:4]) != self.year for t in window)

    def leave_year_compared(self, window: Sequence[Token]) -> None:
        """2022年购置1辆，较2022年减少18.00万元: what is compared with a year is not of that year."""
        against = {
            int(window[at + 1].text[:4])
            for at in range(len(window) - 1)
            if window[at].kind == "CMP" and window[at + 1].kind == "YEAR"
            if not any(t.kind == "STAGE" for t in window[at + 2 : at + 4])  # 2023年支出…，比2023年预算增加
        }
        if self.state.year in against and self.state.year != self.year:
            self.state.year, self.state.doubted = None, False

    def is_of_another_stage(self, window: Sequence[Token]) -> bool:
        """Whether words before an amount say that it is not what the amounts of this report are."""
        own = ("budget", "initial") if self.budget else ("actual", "execution")
        if not self.budget and any(t.text in self.grants for t in window):
            return True
        staged = any(t.kind == "STAGE" and t.id not in own for t in window)
        return staged or any(t.kind in ("PRIOR", "CMP", "YOY") for t in window) or self.speaks_of_another_year(window)

    def name(self, item: Item | None) -> None:
        """The subject from here on; None where something is spoken of that is not known."""
        self.state.item, self.state.counted, self.state.origin, self.state.qualifier = item, None, "", None
        self.state.gone, self.state.unsure = item is None, False

    def lead(self, window: Sequence[Token], number: bool = False, told: bool = False) -> None:
        """Year and date that open a clause belong to its figures; ``told``: they told something of that year."""
        kept = self.items.opened(window)
        first = next((i for i, t in enumerate(window) if kept and t is kept[0]), len(window))
        for token in window[:first]:
            if token.kind in ("YEAR", "OWN"):
                self.state.within = False
            if token.kind == "YEAR" and token.text[-1] in "末底初":
                self.state.as_of = int(token.text[:4])
            elif token.kind == "YEAR":
                self.state.year, self.state.as_of, self.state.relative = int(token.text[:4]), None, False
                self.state.doubted = told and self.state.year != self.year
                self.own_year_said |= self.state.year == self.year
            elif token.kind == "OWN" or token.text in _PLANS:
                self.state.as_of = None  # 本年度拟购置固定资产
                if self.state.relative or token.text in _THIS_YEAR:  # 年初资产…，年末资产…
                    self.state.year, self.state.relative = None, False
            elif token.kind == "PRIOR" and token.text[-1] in "末底":
                self.state.as_of = self.year_before
            elif token.kind == "PRIOR" and number and token is window[0]:
                self.state.year, self.state.relative = self.year_before, True
            elif token.kind == "DATE" and _AS_OF.search(text_of(window)):
                stated = _YEAR.match(token.text)
                self.state.as_of = int(stated[0]) if stated else self.state.as_of or self.year
                self.state.within = _YEARS_END.search(token.text) is None

    @staticmethod
    def digits(number: Token) -> int:
        """How many characters of a number's token are the number, without its unit."""
        match = _PRINTED.match(number.text)
        return match.end() if match else len(number.text)
