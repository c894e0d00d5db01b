"""What an amount is: budget or account, of which year; or why that is not certain."""

from __future__ import annotations

from dataclasses import replace

from budgetlib.parsers.prose.doubts import NO_SPENDER
from budgetlib.parsers.prose.items import Item
from budgetlib.parsers.prose.mind import Mind
from budgetlib.parsers.prose.record import claimed
from budgetlib.parsers.prose.state import BUDGETS, STAGES, Claim, Figure, NotUnderstood
from budgetlib.parsers.prose.tokens import Token
from budgetlib.reference import load

_PROJECTS = ("项目", "资金", "专项", "补助", "补贴", "工程", "奖励")
"""Names of projects that begin with a year end so."""
_ASSETS = frozenset(load("grammar")["item"]["assets"])
_CARRIED = ("结转", "结余")
_BALANCES = (*_CARRIED, "余额", "资金余额")
_COUNTS = ("人次", "人数", "次数", "批次", "面积", "数量")
_PLANNED = ("预算", "计划", "计划数", "计划金额")
_FUNDS = frozenset(load("grammar")["terms"]["funds"])


class Amounts:
    """Reads the amounts of one passage."""

    def __init__(self, mind: Mind) -> None:
        self.mind = mind

    def claim(self, figure: Figure, item: Item, said: str | None, completed: bool) -> Claim:
        """The claim of an amount of ``item``; ``said``: the stage that the words name."""
        mind, state = self.mind, self.mind.state
        year = mind.current_year
        if (figure.unit == "万" and item.id is None and said is None) or item.name.endswith(_COUNTS):
            raise NotUnderstood("数量的项目没有金额", "what is counted has no amount", item.name)  # 出院人次1.80万
        balance = _ASSETS & set((item.id or "").split("+")) or item.name.endswith(_BALANCES)
        if state.within and not balance:
            raise NotUnderstood("只是年中某日的数", "an amount of a part of the year")
        if said is None and not mind.budget:
            said = self._stage_behind(figure, item)
        if state.of_unread and said is None:
            raise NotUnderstood("所属的整体没有读懂", "part of something that was not understood")
        if state.reason in ("reason", "after") and said is None:
            raise NotUnderstood("原因说明中的金额不知是何数", "an amount in a reason, and no word says what it is")
        state.unstaged = said is None and state.split is not None
        if said is None and not mind.budget:
            said = self._stage_meant(figure, item)
        whole = state.split
        if said is None and whole and whole.year == year and _is_strange(whole, mind.year):
            return replace(
                claimed(mind, item, whole.measure, figure, whole.base, whole.stage, whole.year), read_by=None
            )
        if said is None or (said == "budget" and mind.budget and year == mind.year):
            planned = (mind.heading_stage or ("budget" if mind.budget else "actual")) == "budget"
            if state.as_of and planned:
                if not _ASSETS & set((item.id or "").split("+")):
                    raise NotUnderstood("预算中某一时点的余额", "a balance at a date, in a budget")
                return claimed(mind, item, "actual", figure, None, "actual", state.as_of)
            said_or_meant = "initial" if planned else "actual"
        else:
            said_or_meant = said
        measure: str = STAGES[said_or_meant][0]
        stage: str | None = STAGES[said_or_meant][1]
        if mind.year and year and year != mind.year:
            measure, stage, year = self._of_another_year(item, measure, stage, said, year)
        base = measure if measure == "budget" or completed else None  # 完成全年预算150.00万元的78.9%
        return replace(claimed(mind, item, measure, figure, base, stage, year), compared=completed)

    def _stage_meant(self, figure: Figure, item: Item) -> str | None:
        """In an account 政府采购预算1,320.00万元 is a budget, and behind a budget an amount must be called spent."""
        told, spent = self.mind.amounts, any(map(_says_spent, figure.window))
        if item.name.endswith(_PLANNED) and item.id not in _FUNDS:
            return "budget"
        if not spent and any(t.text in self.mind.grants for t in figure.window):
            raise NotUnderstood("不知是预算还是决算", "granted or planned, and no word says whether it was spent")
        behind = told and not self.mind.state.split and not told[-1].compared and told[-1].measure in BUDGETS
        if behind and not (spent and told[-1].named == item):
            raise NotUnderstood("不知是预算还是决算", "behind a budget, and no word says whether it was spent")
        return None

    @staticmethod
    def _stage_behind(figure: Figure, item: Item) -> str | None:
        """教育支出80.00万元，年初预算70.00万元: spent. 项目支出80.00万元，实际支出70.00万元: nobody knows."""
        behind = [t for t in figure.tokens[figure.place + 1 : figure.place + 5] if t.kind not in ("FILL", "OWN")]
        if [t.kind for t in behind[1:3]] != ["STAGE", "NUM"] or behind[0].text != ",":
            return None
        if behind[1].text.startswith("实际") and not NO_SPENDER.search(item.name):
            raise NotUnderstood("不知是预算还是决算", "before what was really spent: perhaps the budget")
        return "actual" if behind[1].id in ("initial", "annual", "budget") else None

    def _of_another_year(
        self, item: Item, measure: str, stage: str | None, said: str | None, year: int
    ) -> tuple[str, str | None, int]:
        """An amount of last year is what this year is compared with; a year may also belong to a project's name."""
        mind = self.mind
        if measure == "actual" and mind.year and year > mind.year:
            raise NotUnderstood("以后年度的金额", "an amount of a year to come", str(year))
        if item.name.startswith(_CARRIED):
            raise NotUnderstood("年份可能是结转的来源", "carried over from a year, perhaps", item.name)
        if item.id is None and item.name.endswith(_PROJECTS) and mind.year:
            if said in ("budget", "initial") and mind.budget:
                return (*STAGES["initial"], mind.year)
            raise NotUnderstood("年份可能属于项目名称", "the year may belong to the name", item.name)
        if year == mind.year_before and (measure == "actual" or mind.budget):
            return "prior", stage if said else None, year
        if mind.budget and said is None:
            raise NotUnderstood("其他年度的金额口径不明", "an amount of another year, budget or account", str(year))
        return measure, stage, year


def _says_spent(token: Token) -> bool:
    """支出 behind an item, and 支出总额 of it, but not 支出预算总额."""
    return token.kind == "SPEND" or (token.id.startswith("expenditure") and "预算" not in token.text)


def _is_strange(whole: Claim, year: int | None) -> bool:
    """Whether the parts of an amount are not what the amounts of the report are."""
    return whole.measure in (*BUDGETS, "prior") or whole.year != year
