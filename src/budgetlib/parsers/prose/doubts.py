"""Where it is doubtful what an amount is of: unknown words for an item, and a subject that may not be meant."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from budgetlib.numbers import TO_WAN
from budgetlib.parsers.prose.counted import SUMMED
from budgetlib.parsers.prose.grammar import KNOWN
from budgetlib.parsers.prose.items import Item, scope_of, text_of
from budgetlib.parsers.prose.mind import Mind
from budgetlib.parsers.prose.owners import is_behind_parts
from budgetlib.parsers.prose.state import AMOUNTS, BUDGETS, NOISE, Claim, Figure, NotUnderstood, State
from budgetlib.parsers.prose.tokens import Token
from budgetlib.reference import load
from budgetlib.vocabulary import terms

LONG_NAME = 4
NO_SPENDER = re.compile("收入$|结转|结余")
_NO_BUDGET = re.compile("(?:结转|结余)$|^结转(?:下|以后|至)")
_WHEN = ("YEAR", "PRIOR", "DATE")
_THERE = ("实有", "现有", "年末实有")
"""Behind posts: who is there."""
_TOTALS = frozenset(load("grammar")["item"]["totals"])
_PERSONS = ("人", "名")
_OTHERS = ("户", "家", "所", "件")
"""Units of what money goes to, and no item counts."""
_COUNTABLE = frozenset(t.id for t in terms().values() if t.kind == "item")
"""Expenses that are told with what they were for: 公务接待费2.00万元，30人."""


def must_be_a_name(mind: Mind, figure: Figure, pieces: Sequence[Token], tail: Sequence[Token], moved: bool) -> None:
    """A NAME may be an item only in an item's place: where its clause opens, and no bare amount behind a comma."""
    state = mind.state
    if mind.items.known(pieces):
        return
    bare = figure.kind == "amount" and not moved
    words = text_of(pieces)
    said = [t for t in figure.window if t.kind not in ("FILL", "EACH") and t not in tail]
    if said and said[-1].kind == "OPEN" and not mind.items.may_name(said[-1:]):  # 提前下达
        raise NotUnderstood("项目的位置上是不认识的词", "unknown words where an item must stand", words)
    if figure.compared and not moved and figure.kind != "count":
        raise NotUnderstood("比较之后的词不明", "unknown words behind a comparison", words)
    if any(t.kind in _WHEN and behind.kind in KNOWN for t, behind in pairwise(pieces)):
        state.lost = state.lost or bare
        raise NotUnderstood("年份之前的词不明", "unknown words before a year", words)  # 教育系统2023年“三公”经费
    if not figure.opens:
        raise NotUnderstood("数字之后的词不明", "unknown words right behind a figure", words)
    staged = any(t.kind == "STAGE" for t in tail)
    if mind.opened_by == "," and bare and not state.whole and pieces[-1].kind != "SPEND" and not staged:
        raise NotUnderstood("逗号之后的词不明", "unknown words behind a comma", words)
    if mind.items.may_be_of_another_year(pieces):
        state.lost = True
        raise NotUnderstood("合计之前的词不明", "unknown words before a total", words)
    aside = mind.in_brackets and state.last is not None and state.last.unit == "%"  # 增长1.00%（绝对额177.00万元）
    part = bare and bool(state.whole) and not state.reason and not aside
    if figure.kind == "count" and not moved and mind.items.held(pieces, figure.unit):
        return
    if not mind.items.possible(pieces, part) and not (is_spent(pieces, tail) and mind.items.may_name(pieces)):
        raise NotUnderstood("项目的位置上是不认识的词", "unknown words where an item must stand", words)


def must_be_meant(mind: Mind, figure: Figure, before: Sequence[Token], moved: bool) -> None:
    """Raises NotUnderstood where a figure without a name may be of the whole, of its last part, or of neither."""
    state, amount = mind.state, figure.kind == "amount" and not moved
    staged = any(t.kind == "STAGE" for t in figure.window)
    if mind.cut and figure.window and amount:
        raise NotUnderstood("前面的数字没有读懂", "a number before it in the clause was not understood")
    parts = state.whole_counted not in (None, state.counted) and (mind.opened_by == ";" or mind.listing)
    if parts and moved and figure.kind == "count":  # 96人，其中行政31人、事业58人；较上年增加2人
        raise NotUnderstood("不知属于整体还是最后一部分", "of the whole or of its last part")
    if state.unsure and figure.kind != "count":  # 其中：财政拨款…；比上年增加3.00万元
        raise NotUnderstood("不知属于整体还是最后一部分", "of the whole or of its last part")
    summed = any(t.kind == "FILL" and t.text.startswith(SUMMED) for t in figure.window)
    if moved and summed and len({item for item, _ in state.told}) > 1:
        raise NotUnderstood("不知属于整体还是最后一部分", "of the whole or of its last part")  # 合计净减少12.20万元
    summed = amount and not staged and summed
    several = state.whole or len(mind.spoken) > 1
    kinds = {one.named for one in mind.counts}
    if figure.kind == "count" and len(kinds) > 1 and any(t.text.startswith(SUMMED) for t in figure.window):
        raise NotUnderstood("不知属于整体还是最后一部分", "of the whole or of its last part")  # 累计3人次
    listed = figure.kind != "count" and is_behind_parts(mind)
    if listed or (summed and several):
        state.item = None
        raise NotUnderstood("不知属于整体还是最后一部分", "of the whole or of its last part")
    if amount and state.unstaged and staged and not figure.compared:
        raise NotUnderstood("不知属于整体还是最后一部分", "of the whole or of its last part")
    parted = bool(state.split) or mind.opened_by == "、"
    if amount and scope_of(before) and parted and state.item != state.whole:
        raise NotUnderstood("不知是哪个项目", "no item")  # 其中：中央310.00万元、省级150.00万元
    if amount and not staged and any(t.text in mind.items.verbs for t in figure.window):
        raise NotUnderstood("分句另有所指", "the clause speaks of something else")  # 涉及中央资金3.00万元


def must_fit(mind: Mind, figure: Figure, item: Item, moved: bool) -> None:
    """Raises NotUnderstood where the subject is no thing of which such a figure can be told."""
    counted, words = mind.state.counted, figure.window
    if figure.kind != "count":
        if _NO_BUDGET.search(item.name) and any(t.kind in ("STAGE", "DONE") for t in words):
            raise NotUnderstood("结余没有预算", "a balance has no budget", item.name)
        of_persons = bool(mind.counts) and mind.counts[-1].unit in _PERSONS and item == counted and item.id is None
        if of_persons and figure.kind == "amount":
            raise NotUnderstood("不知是哪个项目", "no item")  # 按在职52人、退休18人核定，共612.00万元
    elif counted is None and (
        moved or figure.unit in _OTHERS or (figure.unit in _PERSONS and item.id not in _COUNTABLE)
    ):
        raise NotUnderstood("数量的项目是金额", "a count, but the subject is an amount")
    elif counted and counted.name.endswith("编制") and any(t.text in _THERE for t in words):
        raise NotUnderstood("不知是哪些人", "those who are there are no posts")  # 编制30人，实有28人


def must_not_contradict(state: State, claim: Claim, own: bool, window: Sequence[Token]) -> None:
    """Raises NotUnderstood for a second amount of the subject, and for one that may be last year's like that before."""
    told = state.known.get((claim.named.key, claim.measure))
    years = {t.kind for t in window if t.kind in ("YEAR", "PRIOR", "OWN")}
    dated = claim.measure == "prior" or bool(years - {"OWN"})
    meant = own or dated or _is_paired(state, claim, window)
    if not meant and told is not None and abs(told - claim.wan) > NOISE and claim.unit in TO_WAN:
        state.item = None
        raise NotUnderstood("同一项目已有另一金额", "another amount of the subject was told before", claim.item)
    if own and not dated and not years and state.relative and not state.split:
        raise NotUnderstood("不知是哪一年的金额", "behind last year's amount: of which year")


def _is_paired(state: State, claim: Claim, window: Sequence[Token]) -> bool:
    """全年预算数为2.00万元，决算数为1.03万元: the stage stands beside the budget of the same subject, just told."""
    last = state.last
    beside = last is not None and last.named.key == claim.named.key and last.measure in BUDGETS
    return beside and any(t.kind == "STAGE" for t in window)


def must_be_compared(state: State, figure: Figure, item: Item) -> None:
    """Raises NotUnderstood where something else of last year is named behind the base: 较2022年结转资金减少."""
    subject = state.item
    told = subject is not None and any((subject.key, measure) in state.known for measure in AMOUNTS)
    if figure.behind == 0 and told and subject and subject.key != item.key:
        raise NotUnderstood("比较的是另一项目", "compared with something else", item.name)


def must_not_be_vague(mind: Mind, item: Item) -> None:
    """Raises NotUnderstood for 收入 and 本年支出 where they may be all of it, or said of the subject."""
    subject, told = mind.state.item, mind.amounts
    verb = item.id == "expenditure+current" and not item.name.endswith("合计") and mind.opened_by in (",", "、")
    if verb and not (told and NO_SPENDER.search(told[-1].item)):
        raise NotUnderstood("不知是全部支出还是其中一种", "all spending, or that of the subject")
    if item.name not in ("收入", "支出"):
        return
    spoken = [*mind.spoken, *([subject] if subject and mind.state.origin != "heading" else [])]
    kind = not mind.state.whole and any(_is_one_income(one) for one in spoken)
    if kind or mind.state.gone:  # 事业收入…，上年实际收入…
        mind.name(None)
        raise NotUnderstood("不知是全部收支还是其中一种", "all of it, or that of the subject")


def _is_one_income(item: Item) -> bool:
    return item.name != "收入" and item.name.endswith("收入") and item.id not in _TOTALS


def is_spent(pieces: Sequence[Token], tail: Sequence[Token]) -> bool:
    """两庭建设 支出决算: the stage says that the name is spending."""
    named = len(pieces) == 1 and pieces[0].kind == "NAME" and len(pieces[0].text) >= LONG_NAME
    return named and bool(tail) and tail[0].kind == "STAGE" and tail[0].text.startswith("支出")
