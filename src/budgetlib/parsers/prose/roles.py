"""Numbers to claims: the row that fits, the item that its words or the sentence name, or the reason why not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from budgetlib.numbers import TO_WAN
from budgetlib.parsers.prose.comparison import UNKNOWN, base_of, compare
from budgetlib.parsers.prose.doubts import must_not_contradict
from budgetlib.parsers.prose.grammar import BOUNDARIES, KNOWN, LEADS, MOVES, PIECES, Rule, rules, unit_kinds
from budgetlib.parsers.prose.items import Item, text_of
from budgetlib.parsers.prose.mind import Mind
from budgetlib.parsers.prose.staff import is_no_part
from budgetlib.parsers.prose.state import BUDGETS, COMPARED, STAGES, Claim, Figure, NotUnderstood
from budgetlib.parsers.prose.subjects import PAIR, Subjects
from budgetlib.parsers.prose.tokens import Token
from budgetlib.reference import load

_LONGEST_WINDOW = 120
"""Words before a number; a longer clause is no sentence that anybody could follow."""
_NEXT_CLAUSE = 14
"""How many words ahead the next clause is looked at."""
_PROJECTS = ("项目", "资金", "专项", "补助", "补贴", "工程", "奖励")
"""Names of projects that begin with a year end so."""
_ASSETS = frozenset(load("grammar")["item"]["assets"])
_CARRIED = ("结转", "结余")
_BALANCES = (*_CARRIED, "余额", "资金余额")
_GRANTS = frozenset(load("grammar")["item"]["grants"])
_COUNTS = ("人次", "人数", "次数", "批次", "面积", "数量")
_PLANNED = ("预算", "计划", "计划数", "计划金额")
_FUNDS = frozenset(load("grammar")["terms"]["funds"])
_ROUNDED = 0.006
"""How far a printed rate may be from the one computed."""
_MOVES_ON = frozenset((*MOVES, "SIMILAR", "FILL", "NOTE", "FLAT", "EACH", "BOTH"))


class Roles:
    """Reads the figures of one passage; what it says of them goes into the state of the sentence."""

    def __init__(self, mind: Mind) -> None:
        self.mind, self.subjects = mind, Subjects(mind)

    def second(self, figure: Figure) -> Claim | None:
        """收、支总计各是400.00，410.00万元: the second of two figures, said of two items; None for any other figure."""
        last, found, n = self.mind.state.last, figure.tokens, figure.place
        if figure.window or last is None or n < 2 or found[n - 1].text not in (",", "、", "和"):
            return None
        unit, pair = figure.number.unit, PAIR.match(last.item)
        if found[n - 2].kind != "NUM" or not pair or unit != last.unit:
            return None
        rest = last.item[pair.end() :]
        last.named = Item("收入" + rest, "income+total", last.named.scope)
        item = Item("支出" + rest, "expenditure+total", last.named.scope)
        sign = -1.0 if last.value < 0 else 1.0
        return self._claim(item, last.measure, figure, last.base, last.stage, last.year, sign)

    def figure(self, figure: Figure) -> Claim:
        """The claim that a number makes. Raises NotUnderstood with the reason where it makes none."""
        if len(figure.window) > _LONGEST_WINDOW:
            raise NotUnderstood("数字之前的分句过长", "the clause before the number is too long")
        compared = compare(figure.window, self.mind.years)
        figure.base, rest, figure.compared, figure.behind = (
            compared.base,
            compared.rest,
            compared.found,
            compared.behind,
        )
        rest = _time_first(rest)
        self._leave_reason(figure, rest)
        figure.unit = self._unit(figure)
        figure.kind = unit_kinds()[figure.unit]
        if not figure.window and not figure.opens and figure.kind != "count":
            raise NotUnderstood("两个数字之间没有文字", "two figures and no word between them")
        if figure.window and figure.window[-1].kind == "SEP":
            raise NotUnderstood("横线可能是负号", "a dash that may be a minus")
        if figure.kind == "rate" and not figure.window and self._repeats_change(figure):
            return self._rate_of(figure)
        while rest and rest[-1].kind in ("ORD", "FOOT"):
            rest.pop()
        if self._is_compared_amount(figure, rest):
            return self._compared_amount(figure, rest)
        last = self.mind.state.last
        for row in rules():
            if figure.kind in row.units and (not row.after or (last and last.measure in row.after)):
                begin = row.begin(rest)
                if begin is not None:
                    self._must_not_be_left_open(row, figure)
                    return self._by_row(row, figure, rest[:begin], rest[begin:])
        raise NotUnderstood("不认识决定数字含义的词", "no known words say what the number is", _shortened(rest))

    # ---- what stands around the words

    def _must_not_be_left_open(self, row: Rule, figure: Figure) -> None:
        """较2022年度…16.00万元: behind an open comparison an amount is what is compared with, or unread."""
        if figure.behind is not None and figure.kind == "amount" and row.measure in ("default", "stage"):
            raise NotUnderstood("比较之后的词不明", "unknown words behind a comparison", _shortened(figure.window))

    def _leave_reason(self, figure: Figure, rest: Sequence[Token]) -> None:
        """A reason ends where a comparison, share or stage of the subject opens the window, or a known item does."""
        state, first = self.mind.state, figure.window[0].kind if figure.window else ""
        if state.reason == "after" and next((t.kind for t in rest if t.kind not in LEADS), "") == "STAGE":
            state.reason = ""  # ；本部门当年预算支出100.00万元
        if figure.compared and first in ("CMP", "YOY"):
            if state.reason != "reason" or (state.item, figure.base) not in state.told:
                state.reason = ""
            state.base = figure.base or state.base
        if state.reason == "after" and self.mind.items.names(rest):
            state.reason = ""
        used = state.reason == "use" and figure.opens and self.mind.items.names(rest)
        if (first in ("SHARE", "DONE", "STAGE", "DIFF") and not state.elsewhen) or used:
            state.reason = ""

    def _unit(self, figure: Figure) -> str:
        unit, found, n, last = figure.number.unit, figure.tokens, figure.place, self.mind.state.last
        if not unit and n + 2 < len(found) and found[n + 1].text in (",", "、") and found[n + 2].kind == "NUM":
            unit = found[n + 2].unit  # 400.00，410.00万元
        if not unit and any(t.kind in MOVES for t in figure.window) and last and last.measure == "change":
            following = figure.next()  # 增长13.95。but neither 增长16倍 nor the number of a page
            ends = following is None or following.kind in BOUNDARIES
            unit = "%" if ends and "." in figure.number.text else ""
        if not unit and figure.window and "." in figure.number.text:
            unit = self.mind.unit_note
        if not unit and figure.number.value == 0 and figure.window and figure.window[-1].kind in ("FILL", "STAGE"):
            following = figure.next()  # 政府性基金支出预算为0；nought is nought in every unit of the paragraph
            unit = self.mind.state.money if following is None or following.kind in BOUNDARIES else ""
        if not unit:
            raise NotUnderstood("数字没有单位", "the number has no unit")
        return unit

    def _is_compared_amount(self, figure: Figure, rest: Sequence[Token]) -> bool:
        open_ = figure.kind == "amount" and figure.behind is not None
        return open_ and all(t.kind in KNOWN | {"FILL", "NOTE", "OPEN"} for t in rest[figure.behind :])

    def _compared_amount(self, figure: Figure, rest: list[Token]) -> Claim:
        """较上年70.00万元减少: what is compared with. The subject stays what it was."""
        following, state = figure.next(), self.mind.state
        if following is None or following.kind not in _MOVES_ON:
            raise NotUnderstood("比较的金额之后没有增减", "an amount behind a comparison, and no movement behind it")
        measure = COMPARED.get(figure.base or "")
        if measure is None:
            raise NotUnderstood("比较的基数不明", "compared with a year or a budget that is not known")
        named = figure.behind is not None and figure.behind < len(rest)
        subject = state.item if named and state.origin != "heading" else None
        own = named and rest[figure.behind or 0].kind != "SPEND"
        item, _ = self.subjects.item(figure, [t for t in rest if t.kind != "FILL"], [], moved=own)
        state.base, state.item = figure.base, subject or state.item
        current = self.mind.current_year
        year = current - 1 if current and measure == "prior" else None
        return replace(self._claim(item, measure, figure, figure.base, _stage_of(figure.base), year), compared=True)

    def _repeats_change(self, figure: Figure) -> bool:
        """增加131.35万元（111.8%）: a rate alone in brackets behind a change is its rate."""
        last, following = self.mind.state.last, figure.next()
        alone = following is not None and following.kind == "CLOSEBR" and self.mind.in_brackets
        behind = figure.tokens[figure.place - 2] if figure.place > 1 else figure.number
        return alone and behind.kind == "NUM" and last is not None and last.measure == "change" and last.value != 0

    def _rate_of(self, figure: Figure) -> Claim:
        last = self.mind.state.last
        assert last is not None
        return self._claim(
            last.named, "change_pct", figure, last.base, None, last.year, 1.0 if last.value > 0 else -1.0
        )

    # ---- rows

    def _by_row(self, row: Rule, figure: Figure, before: list[Token], tail: list[Token]) -> Claim:
        mind, state = self.mind, self.mind.state
        mind.lead(before, number=True)
        if row.measure == "change":
            if row.inside:
                before, figure.opens = [*before, *(t for t in tail if t.kind in PIECES)], True
            return self._change(row, figure, before, tail)
        stage = _last_stage(tail)
        stated = next((int(t.text[:4]) for t in tail if t.kind == "YEAR"), None)
        if stated and row.measure == "stage":
            state.year = stated
        following = figure.next()
        if row.measure == "stage" and tail[0].kind == "DONE" and not (following and following.text in ("的", "的比例")):
            raise NotUnderstood("“完成”之后的金额没有完成率", "完成 before an amount, and no rate behind it")
        if row.measure == "share_pct" and all(t.kind in LEADS for t in before):
            before = []
        item, own = self.subjects.item(figure, before, tail)
        if state.reason and not own:
            raise NotUnderstood("原因说明中的数字没有自己的项目", "in a reason, without an item of its own")
        if row.measure == "completion_pct":
            return self._claim(item, row.measure, figure, self._completed(stage, item, figure), None)
        if row.measure == "prior":
            state.year, state.relative = mind.year_before, True
            return self._claim(item, "prior", figure, None, STAGES[stage][1] if stage else None)
        if row.measure in ("stage", "default"):
            claim = self._amount(figure, item, stage, _is_completed(figure, tail))
            must_not_contradict(state, claim, own, figure.window)
            return claim
        claim = self._claim(item, row.measure, figure, None, None, None if mind.budget else state.as_of)
        whole = _whole_said(tail) if row.measure == "share_pct" else ""
        return replace(claim, part_of=whole) if whole else claim

    def _completed(self, stage: str | None, item: Item, figure: Figure) -> str:
        """The budget that a completion rate is of: as the words say, or as the arithmetic shows (执行率40.00%)."""
        last, known = self.mind.state.last, self.mind.state.known
        base = {"initial": "initial_budget", "annual": "annual_budget", "budget": "budget"}.get(stage or "")
        if base is None and last and last.measure in BUDGETS:
            base = last.base or last.measure
        actual = known.get((item.key, "actual"))
        for measure in BUDGETS if base is None and actual else ():
            planned = known.get((item.key, measure))
            if planned and abs(100 * (actual or 0.0) / planned - figure.number.value) < _ROUNDED:
                return measure
        return base or "budget"

    def _amount(self, figure: Figure, item: Item, said: str | None, completed: bool) -> Claim:
        mind, state = self.mind, self.mind.state
        year = mind.current_year
        if (figure.unit == "万" and item.id is None) or item.name.endswith(_COUNTS):
            raise NotUnderstood("数量的项目没有金额", "what is counted has no amount", item.name)  # 出院人次1.80万
        balance = _ASSETS & set((item.id or "").split("+")) or item.name.endswith(_BALANCES)
        if state.within and not balance:
            raise NotUnderstood("只是年中某日的数", "an amount of a part of the year")
        if state.of_unread and said is None:
            raise NotUnderstood("所属的整体没有读懂", "part of something that was not understood")
        if state.reason in ("reason", "after") and said is None:
            raise NotUnderstood("原因说明中的金额不知是何数", "an amount in a reason, and no word says what it is")
        state.unstaged = said is None and state.split is not None
        if said is None and not mind.budget:
            said = self._stage_meant(figure, item)
        whole = state.split
        if said is None and whole and whole.year == year and _is_strange(whole, mind.year):
            return replace(self._claim(item, whole.measure, figure, whole.base, whole.stage, whole.year), read_by=None)
        if said is None or (said == "budget" and mind.budget and year == mind.year):
            planned = (mind.heading_stage or ("budget" if mind.budget else "actual")) == "budget"
            if state.as_of and planned:
                if not _ASSETS & set((item.id or "").split("+")):
                    raise NotUnderstood("预算中某一时点的余额", "a balance at a date, in a budget")
                return self._claim(item, "actual", figure, None, "actual", state.as_of)
            said_or_meant = "initial" if planned else "actual"
        else:
            said_or_meant = said
        measure: str = STAGES[said_or_meant][0]
        stage: str | None = STAGES[said_or_meant][1]
        if mind.year and year and year != mind.year:
            measure, stage, year = self._of_another_year(item, measure, stage, said, year)
        base = measure if measure == "budget" or completed else None  # 完成全年预算150.00万元的78.9%
        return replace(self._claim(item, measure, figure, base, stage, year), compared=completed)

    def _stage_meant(self, figure: Figure, item: Item) -> str | None:
        """In an account 政府采购预算1,320.00万元 is a budget, and behind a budget an amount must be called spent."""
        told, spent = self.mind.amounts, any(t.kind == "SPEND" for t in figure.window)
        if not spent and any(t.text in _GRANTS for t in figure.window):
            raise NotUnderstood("不知是预算还是决算", "granted or planned, and no word says whether it was spent")
        if item.name.endswith(_PLANNED) and item.id not in _FUNDS:
            return "budget"
        behind = told and not self.mind.state.split and not told[-1].compared and told[-1].measure in BUDGETS
        if behind and not (spent and told[-1].named == item):
            raise NotUnderstood("不知是预算还是决算", "behind a budget, and no word says whether it was spent")
        return None

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

    def _change(self, row: Rule, figure: Figure, before: list[Token], tail: list[Token]) -> Claim:
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
        sign = -1.0 if "DOWN" in moves else 1.0
        read_by: str | None = None
        base: str | None
        if row.by_arithmetic:
            sign, read_by, base = self._by_arithmetic(item, figure)
        else:
            base = self._base(figure)
        if base in ("prior_year", "prior_budget"):
            self._must_be_of_one_year(item, figure)
        measure = "change_pct" if figure.kind == "rate" else "change"
        if measure == "change" and not state.reason:
            state.told.add((item, base))
        return self._claim(item, measure, figure, base, None, mind.current_year, sign, read_by)

    def _base(self, figure: Figure) -> str | None:
        """With what a change compares: what its window says, or the clause before; a count may leave it unsaid."""
        state = self.mind.state
        if figure.compared:
            state.base = figure.base
        base = state.base or self._base_behind(figure)
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
        proved = before is not None and any(abs(abs(one - before) - value) < _ROUNDED for one in own)
        if state.relative and not own and not self.mind.budget:
            raise NotUnderstood("不知是哪一年的增减", "behind last year's figure: a change of which year")
        if state.relative or (proved and figure.kind == "amount"):
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

    def _by_arithmetic(self, item: Item, figure: Figure) -> tuple[float, str | None, str | None]:
        """The sign of a difference that the words do not say: spending less budget of the same item must give it."""
        known, value = self.mind.state.known, figure.number.value * TO_WAN.get(figure.unit, 0.0)
        actual = known.get((item.key, "actual"))
        last = self.mind.state.last
        if figure.number.value == 0:
            return 1.0, None, self._base(figure)
        if figure.kind == "rate" and last and last.measure == "change" and last.named == item and last.value:
            return (1.0 if last.value > 0 else -1.0), "change", self._base(figure)  # 减少0.15万元，下降（增长）27.78%
        for measure, base in (
            ("initial_budget", "initial_budget"),
            ("annual_budget", "annual_budget"),
            ("prior", "prior_year"),
        ):
            other = known.get((item.key, measure))
            if actual is not None and other is not None and value and abs(abs(actual - other) - abs(value)) < 0.006:
                return (1.0 if actual > other else -1.0), f"actual - {measure}", base
        raise NotUnderstood("差额的方向没有说明", "a difference whose sign the words do not say")

    # ---- the record

    def _claim(
        self,
        item: Item,
        measure: str,
        figure: Figure,
        base: str | None,
        stage: str | None,
        year: int | None = None,
        sign: float = 1.0,
        read_by: str | None = None,
    ) -> Claim:
        mind, state, number = self.mind, self.mind.state, figure.number
        mark, page = mind.passage.mark(number.start, number.start + mind.digits(number))
        whole = state.whole_counted if figure.kind == "count" else state.whole
        if whole and _other_side(whole, item):  # 收入…，其中…；支出…: spending is no part of income
            state.whole = whole = None
        if whole and is_no_part(item.name, whole.name):
            state.whole_counted = whole = None
        whole = whole if whole != item else None
        if stage == "execution" and not mind.budget:  # 全年执行数 of a final account is what was spent
            stage = "actual"
        return Claim(
            mind.section,
            item,
            measure,
            base,
            sign * number.value + 0.0,
            figure.unit or number.unit,
            "".join(mind.passage.printed_at(number.start, number.start + mind.digits(number)).split()),
            mark,
            page,
            year=year or state.year or mind.year,
            stage=stage,
            part_of=whole.name if whole else None,
            in_reason=bool(state.reason),
            read_by=read_by,
            number=number.value,
        )


def _is_strange(whole: Claim, year: int | None) -> bool:
    """Whether the parts of an amount are not what the amounts of the report are."""
    return whole.measure in (*BUDGETS, "prior") or whole.year != year


def _time_first(rest: list[Token]) -> list[Token]:
    """机关运行经费 2023年 支出, 会议费 本年: when it was, before what it is."""
    end = next((i for i in range(len(rest), 0, -1) if rest[i - 1].kind not in ("SPEND", "FILL", "EACH")), 0)
    if end < 2 or rest[end - 2].kind not in ("ITEM", "CODENAME"):
        return rest
    when, verb = rest[end - 1], [t for t in rest[end:] if t.kind != "SPEND"]
    if when.id == "expenditure+current" and not when.text.endswith("合计"):  # 培训费 本年支出
        when = replace(when, kind="OWN", text=when.text.removesuffix("支出"), id="own")
    return [when, *rest[: end - 1], *verb] if when.kind in ("YEAR", "OWN", "PRIOR") else rest


def _other_side(whole: Item, item: Item) -> bool:
    sides = [{"income", "expenditure"} & set((one.id or "").split("+")) for one in (whole, item)]
    return bool(sides[0] and sides[1] and not sides[0] & sides[1])


def _last_stage(tail: Sequence[Token]) -> str | None:
    stages = [t.id for t in tail if t.kind == "STAGE"]
    return "execution" if "execution" in stages else stages[-1] if stages else None


def _whole_said(tail: Sequence[Token]) -> str:
    """占本年支出合计的84.77%: of what a share is; "" where only the word 占 stands before it."""
    return "".join(t.text for t in tail if t.kind not in ("SHARE", "FILL", "NOTE", "YEAR", "OPEN"))


def _is_completed(figure: Figure, tail: Sequence[Token]) -> bool:
    """完成全年预算150.00万元的78.9%, 为年初预算30.00万元的90%: the rate behind a budget is of that budget."""
    behind = figure.tokens[figure.place + 1 : figure.place + 3]
    rate = len(behind) == 2 and behind[0].text == "的" and unit_kinds().get(behind[1].unit) == "rate"
    return any(t.kind == "STAGE" for t in tail) and (tail[0].kind == "DONE" or rate)


def _stage_of(base: str | None) -> str | None:
    return {"initial_budget": "initial", "annual_budget": "annual", "budget": "unstated", "prior_year": "actual"}.get(
        base or ""
    )


def _shortened(rest: Sequence[Token]) -> str:
    words = text_of(rest)
    return words if len(words) <= 24 else "…" + words[-24:]
