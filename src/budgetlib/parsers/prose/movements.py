"""What a change is: its sign, with what it compares, and of which year it is."""

from __future__ import annotations

from budgetlib.numbers import TO_WAN
from budgetlib.parsers.prose.comparison import UNKNOWN, base_of, compare
from budgetlib.parsers.prose.grammar import BOUNDARIES, MOVES, Rule, unit_kinds
from budgetlib.parsers.prose.items import Item
from budgetlib.parsers.prose.mind import Mind
from budgetlib.parsers.prose.record import claimed
from budgetlib.parsers.prose.state import BUDGETS, ROUNDED, Claim, Figure, NotUnderstood
from budgetlib.parsers.prose.subjects import Subjects
from budgetlib.parsers.prose.tokens import Token

_NEXT_CLAUSE = 14
"""How many words ahead the next clause is looked at."""


class Movements:
    """Reads the changes of one passage."""

    def __init__(self, mind: Mind, subjects: Subjects) -> None:
        self.mind, self.subjects = mind, subjects

    def claim(self, row: Rule, figure: Figure, before: list[Token], tail: list[Token]) -> Claim:
        """The claim of a change; ``before``: the words before those of the row."""
        mind, state = self.mind, self.mind.state
        moves = {t.kind for t in tail if t.kind in MOVES}
        if before and before[0].kind == "SIMILAR" and before[0].text == "比":
            raise NotUnderstood("比较的基数不明", "compared with a year or a budget that is not known")  # 比编制少5人
        if len(moves) > 1:
            raise NotUnderstood("既增又减", "up and down at once")
        reference = [t for t in tail if t.kind in ("STAGE", "PRIOR", "YEAR", "OWN")]
        if reference and not figure.compared:
            figure.base, figure.compared = base_of(reference, mind.years) or UNKNOWN, True  # 大于预算数5.00万元
        item, own = self.subjects.item(figure, [t for t in before if t.kind not in ("STAGE", "CMP")], tail, moved=True)
        if state.reason and not own:
            raise NotUnderstood("原因说明中的数字没有自己的项目", "in a reason, without an item of its own")
        sign, minus = -1.0 if "DOWN" in moves else 1.0, figure.number.value < 0
        read_by: str | None = None
        base: str | None
        if row.by_arithmetic:
            signed = minus and any(t.kind == "BOTH" and t.id != "reversed" for t in tail)
            way, read_by, base = self._by_arithmetic(item, figure, signed)
            sign = 1.0 if signed else -way if minus else way
        elif minus and sign < 0:
            raise NotUnderstood("既说减少又是负号", "down, and a minus")  # 减幅-2.62%
        else:
            base = self._base(figure)
        if base in ("prior_year", "prior_budget"):
            self._must_be_of_one_year(item, figure)
        measure = "change_pct" if figure.kind == "rate" else "change"
        if measure == "change" and not state.reason:
            state.told.add((item, base))
        return claimed(mind, item, measure, figure, base, None, mind.current_year, sign, read_by)

    def _base(self, figure: Figure) -> str | None:
        """With what a change compares: what its window says, or the clause before; a count may leave it unsaid."""
        state = self.mind.state
        if figure.compared:
            state.base = figure.base
        base = state.base or self._base_behind(figure)
        if state.reason and figure.kind == "count" and not figure.compared and base in BUDGETS:
            return None  # 较年初预算减少4.00万元，主要是保有量减少1辆: no number of cars was budgeted
        if base is None and state.last and state.last.measure == "prior":
            state.relative = True  # 上年为2.80万元，减少0.50万元
            base = state.base = "prior_budget" if state.last.stage in ("initial", "unstated") else "prior_year"
        if base is None and figure.kind != "count" and not (state.last and state.last.measure == "change"):
            raise NotUnderstood("增减没有比较基数", "a change, and no word says from what")
        if base == UNKNOWN and figure.compared:
            return None
        return None if base == UNKNOWN else base

    def _must_be_of_one_year(self, item: Item, figure: Figure) -> None:
        """Behind an amount of last year a change of its own year or of this one; this year's amount tells which."""
        state = self.mind.state
        own = [value for (key, measure), value in state.known.items() if key == item.key and measure != "prior"]
        before = state.known.get((item.key, "prior"))
        value = figure.number.value * TO_WAN.get(figure.unit, 0.0)
        proved = before is not None and any(abs(abs(one - before) - value) < ROUNDED for one in own)
        if state.relative and not own and not self.mind.budget:
            raise NotUnderstood("不知是哪一年的增减", "behind last year's figure: a change of which year")
        earlier = any(t.kind == "YEAR" and int(t.text[:4]) != self.mind.year_before for t in figure.window)
        if state.relative or (proved and figure.kind == "amount" and not earlier):  # 2022年…，较2021年增加: of 2022
            state.year, state.relative = None, False

    def _base_behind(self, figure: Figure) -> str | None:
        """各减少1.00万元，比上年下降0.80%: the rate behind the comma says with what both are compared."""
        behind = figure.tokens[figure.place + 1 : figure.place + _NEXT_CLAUSE]
        if len(behind) < 2 or behind[0].kind != "COMMA" or behind[1].kind not in ("CMP", "YOY"):
            return None
        end = next((i for i, t in enumerate(behind) if t.kind == "NUM"), 0)
        if unit_kinds().get(behind[end].unit) != "rate" or any(t.kind in BOUNDARIES for t in behind[1:end]):
            return None
        return compare(behind[1:end], self.mind.years).base

    def _by_arithmetic(self, item: Item, figure: Figure, signed: bool) -> tuple[float, str | None, str | None]:
        """The way of a difference that the words do not say: spending less budget of the same item must give it.

        ``signed``: a minus is printed and says it, so that only the base may be left to find.
        """
        known, value = self.mind.state.known, figure.number.value * TO_WAN.get(figure.unit, 0.0)
        actual = known.get((item.key, "actual"))
        last = self.mind.state.last
        if figure.number.value == 0:
            return 1.0, None, self._base(figure)
        if figure.kind == "rate" and last and last.measure == "change" and last.named == item and last.value:
            way = 1.0 if last.value > 0 else -1.0  # 减少0.15万元，下降（增长）27.78%
            return way, "change", self._base(figure) or last.base
        for measure, base in (
            ("initial_budget", "initial_budget"),
            ("annual_budget", "annual_budget"),
            ("prior", "prior_year"),
        ):
            other = known.get((item.key, measure))
            if actual is not None and other is not None and value and abs(abs(actual - other) - abs(value)) < ROUNDED:
                return (1.0 if actual > other else -1.0), f"actual - {measure}", base
        if signed:
            return -1.0, None, self._base(figure)
        raise NotUnderstood("差额的方向没有说明", "a difference whose sign the words do not say")
