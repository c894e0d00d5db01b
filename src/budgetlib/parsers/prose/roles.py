"""Numbers to claims: the row that fits, the item that its words or the sentence name, or the reason why not."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from budgetlib.parsers.prose.amounts import Amounts
from budgetlib.parsers.prose.comparison import compare
from budgetlib.parsers.prose.doubts import must_be_compared, must_not_contradict
from budgetlib.parsers.prose.grammar import BOUNDARIES, KNOWN, LEADS, MOVES, PIECES, Rule, rules, unit_kinds
from budgetlib.parsers.prose.items import Item, text_of
from budgetlib.parsers.prose.mind import Mind
from budgetlib.parsers.prose.movements import Movements
from budgetlib.parsers.prose.owners import owner_of_compared
from budgetlib.parsers.prose.record import claimed
from budgetlib.parsers.prose.state import BUDGETS, COMPARED, ROUNDED, STAGES, Claim, Figure, NotUnderstood
from budgetlib.parsers.prose.subjects import PAIR, Subjects
from budgetlib.parsers.prose.tokens import Token
from budgetlib.reference import load

_LONGEST_WINDOW = 120
"""Words before a number; a longer clause is no sentence that anybody could follow."""
_PRICE = re.compile("[/每]")
_THRESHOLD = re.compile(r"(?:\(含\))?(?:\(不含\))?(?:及|\(含\))?以[上下内]")
_REACHED = re.compile("[降升增减变涨调]")
_SAID = load("grammar")["counts"]["said"]
_SAME = load("grammar")["same_unit"]
_MOVES_ON = frozenset((*MOVES, "SIMILAR", "FILL", "NOTE", "FLAT", "EACH", "BOTH"))


class Roles:
    """Reads the figures of one passage; what it says of them goes into the state of the sentence."""

    def __init__(self, mind: Mind) -> None:
        self.mind, self.subjects = mind, Subjects(mind)
        self.amounts, self.movements = Amounts(mind), Movements(mind, self.subjects)

    def second(self, figure: Figure) -> Claim | None:
        """收、支总计各是400.00，410.00万元: the second of two figures, said of two items; None for any other figure."""
        last, found, n = self.mind.state.last, figure.tokens, figure.place
        if figure.window or last is None or n < 2 or found[n - 1].text not in (",", "、", "和"):
            return None
        unit, pair = figure.number.unit, PAIR.match(last.item)
        if found[n - 2].kind != "NUM" or not pair or unit != last.unit:
            return None
        rest = last.item[pair.end() :]
        before, last.named = last.named, Item("收入" + rest, "income+total", last.named.scope)
        if before in self.mind.spoken:
            self.mind.spoken = (self.mind.spoken - {before}) | {last.named}
        item = Item("支出" + rest, "expenditure+total", last.named.scope)
        sign = -1.0 if last.value < 0 else 1.0
        return claimed(self.mind, item, last.measure, figure, last.base, last.stage, last.year, sign)

    def figure(self, figure: Figure) -> Claim:
        """The claim that a number makes. Raises NotUnderstood with the reason where it makes none."""
        if len(figure.window) > _LONGEST_WINDOW:
            raise NotUnderstood("数字之前的分句过长", "the clause before the number is too long")
        behind = text_of(figure.tokens[figure.place + 1 : figure.place + 3])
        priced = figure.number.unit in self.mind.money and _PRICE.match(behind)  # 1.60万元/人·年
        if priced or _THRESHOLD.match(behind):
            raise NotUnderstood("门槛或单价不是金额", "a threshold or a price is no figure")  # 500万元以上的项目6个
        self.mind.leave_year_compared(figure.window)
        compared = compare(figure.window, self.mind.years_of(figure.window))
        figure.base, rest, figure.compared, figure.behind = (
            compared.base,
            compared.rest,
            compared.found,
            compared.behind,
        )
        rest = _stage_last(_time_first(rest))
        self._leave_reason(figure, rest)
        figure.unit = _SAME.get(unit := self._unit(figure), unit)
        figure.kind = unit_kinds()[figure.unit]
        if not figure.window and not figure.opens and figure.kind != "count":
            raise NotUnderstood("两个数字之间没有文字", "two figures and no word between them")
        if _is_left_behind(figure):
            raise NotUnderstood("“从…”是变动的起点", "what it came from, and not what it is")  # 从29人降为16人
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
        if not unit and "." not in figure.number.text and figure.window and figure.window[-1].kind == "ITEM":
            following = figure.next()  # 国内公务接待批次64，国内公务接待人次518
            ends = following is None or following.kind in BOUNDARIES or following.text == "、"
            unit = next((one for noun, one in _SAID.items() if ends and figure.window[-1].text.endswith(noun)), "")
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
        owner = None if named else owner_of_compared(self.mind, figure)
        if owner:
            self.mind.name(owner)
            subject = owner
        item = owner or self.subjects.item(figure, [t for t in rest if t.kind != "FILL"], [], moved=own)[0]
        must_be_compared(replace(state, item=subject), figure, item)
        state.base, state.item = figure.base, subject or state.item
        current = self.mind.current_year
        year = current - 1 if current and measure == "prior" else None
        return replace(
            claimed(self.mind, item, measure, figure, figure.base, _stage_of(figure.base), year), compared=True
        )

    def _repeats_change(self, figure: Figure) -> bool:
        """增加131.35万元（111.8%）: a rate alone in brackets behind a change is its rate."""
        last, following = self.mind.state.last, figure.next()
        alone = following is not None and following.kind == "CLOSEBR" and self.mind.in_brackets
        behind = figure.tokens[figure.place - 2] if figure.place > 1 else figure.number
        return alone and behind.kind == "NUM" and last is not None and last.measure == "change" and last.value != 0

    def _rate_of(self, figure: Figure) -> Claim:
        last = self.mind.state.last
        assert last is not None
        return claimed(
            self.mind, last.named, "change_pct", figure, last.base, None, last.year, 1.0 if last.value > 0 else -1.0
        )

    # ---- rows

    def _by_row(self, row: Rule, figure: Figure, before: list[Token], tail: list[Token]) -> Claim:
        mind, state = self.mind, self.mind.state
        mind.lead(before, number=True)
        if state.doubted and not state.as_of and not any(t.kind == "YEAR" for t in (*before, *tail)):
            raise NotUnderstood("不知是哪一年的数", "behind what was told of another year")
        if row.measure == "change":
            if row.inside:
                before, figure.opens = [*before, *(t for t in tail if t.kind in PIECES)], True
            return self.movements.claim(row, figure, before, tail)
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
            return claimed(self.mind, item, row.measure, figure, self._completed(stage, item, figure), None)
        if row.measure == "prior":
            state.year, state.relative = mind.year_before, True
            return claimed(self.mind, item, "prior", figure, None, STAGES[stage][1] if stage else None)
        if row.measure in ("stage", "default"):
            claim = self.amounts.claim(figure, item, stage, _is_completed(figure, tail))
            must_not_contradict(state, claim, own, figure.window)
            return claim
        claim = claimed(self.mind, item, row.measure, figure, None, None, None if mind.budget else state.as_of)
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
            if planned and abs(100 * (actual or 0.0) / planned - figure.number.value) < ROUNDED:
                return measure
        return base or "budget"


def _is_left_behind(figure: Figure) -> bool:
    """从29人降为16人, 由17.89万元降至15.54万元: the level before a movement."""
    following = figure.next()
    came = any(
        t.text in ("从", "由") or (t.kind == "NAME" and t.text.endswith(("从", "由"))) for t in figure.window[-2:]
    )
    return (
        came
        and following is not None
        and (following.kind in (*MOVES, "TO") or _REACHED.match(following.text) is not None)
    )


def _time_first(rest: list[Token]) -> list[Token]:
    """机关运行经费 2023年 支出, 会议费 本年: when it was, before what it is."""
    end = next((i for i in range(len(rest), 0, -1) if rest[i - 1].kind not in ("SPEND", "FILL", "EACH")), 0)
    if end < 2 or rest[end - 2].kind not in ("ITEM", "CODENAME"):
        return rest
    when, verb = rest[end - 1], [t for t in rest[end:] if t.kind != "SPEND"]
    if when.id == "expenditure+current" and not when.text.endswith("合计"):  # 培训费 本年支出
        when = replace(when, kind="OWN", text=when.text.removesuffix("支出"), id="own")
    first = next(i for i, t in enumerate(rest) if t.kind not in LEADS)
    return [*rest[:first], when, *rest[first : end - 1], *verb] if when.kind in ("YEAR", "OWN", "PRIOR") else rest


def _stage_last(rest: list[Token]) -> list[Token]:
    """年初预算安排 项目支出: the stage of an amount, before what it is of."""
    at = next((i for i, t in enumerate(rest) if t.kind not in LEADS), len(rest))
    named = [t.kind for t in rest[at + 1 :]]
    if (
        named
        and rest[at].kind == "STAGE"
        and rest[at].id in ("initial", "annual")
        and set(named) <= {"ITEM", "CODENAME"}
    ):
        return [*rest[:at], *rest[at + 1 :], rest[at]]
    return rest


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
