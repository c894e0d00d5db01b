"""The item of a figure: the one that its words name, or the subject of the sentence, or why there is none."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from budgetlib.parsers.prose.counted import (
    COUNTED_THEMSELVES,
    NOUNS,
    PROJECT,
    Counted,
    all_counted,
    is_money,
    just_counted,
)
from budgetlib.parsers.prose.doubts import (
    LONG_NAME,
    NO_SPENDER,
    is_spent,
    must_be_a_name,
    must_be_compared,
    must_be_meant,
    must_fit,
    must_not_be_vague,
)
from budgetlib.parsers.prose.grammar import BOUNDARIES, DECIDING, LEADS
from budgetlib.parsers.prose.items import Item, item_of, scope_of, text_of
from budgetlib.parsers.prose.mind import Mind
from budgetlib.parsers.prose.owners import owner_of_change
from budgetlib.parsers.prose.staff import must_be_the_offices
from budgetlib.parsers.prose.state import AMOUNTS, Claim, Figure, NotUnderstood
from budgetlib.parsers.prose.tokens import Token
from budgetlib.reference import load
from budgetlib.text import plain

PAIR = re.compile(r"(?:财政拨款)?收(?:入)?[、和与及]?支(?:出)?")
"""Income and spending in one word."""
_TWO = 2
"""项目资金 is two words that name nothing alone."""
_NEAR = 12
_SUMS = ("总额", "合计", "总计", "共计", "总数", "汇总数", "合计为", "总额为")
_JOINED = re.compile("[及和与]")
_GENERAL = re.compile("收支|收入|总体|^支出$")
_ADDED = ("新增", "新增加")
_COUNTED_ENDS = re.compile(r"(?:团组数?|批次|次数)$")
_FUNDS = frozenset(load("grammar")["terms"]["funds"])
_VALUES = ("cost", "net", "balance", "depreciation")
_VALUE = re.compile("(?:(?:账面)?(?:原值|净值)|余额|累计折旧)$")


class Subjects:
    """Finds the item of each figure of a passage; a named one becomes the subject of what follows."""

    def __init__(self, mind: Mind) -> None:
        self.mind, self.counted = mind, Counted(mind)

    def item(self, figure: Figure, before: list[Token], tail: list[Token], moved: bool = False) -> tuple[Item, bool]:
        """The item that the words before the role name, or the subject; and whether the window named it."""
        mind, state = self.mind, self.mind.state
        if figure.of:
            return figure.of, True
        pieces = found = mind.items.opened(_what_bodies_use(mind.items.opened(before)))
        while len(pieces) > 1 and pieces[0].kind == "STAGE" and pieces[0].id == ("budget" if mind.budget else "actual"):
            pieces = mind.items.opened(pieces[1:])  # 实际支出三公经费18.00万元, 部门预算总收入
        if len(pieces) > 1 and pieces[0].text == "支出" and pieces[1].kind == "ITEM":
            pieces = pieces[1:]  # 支出培训费88.00万元
        if figure.kind == "amount" and pieces and pieces[0].id == "counted" and _is_joined(figure):
            mind.name(None)  # 机关及所属3家事业单位收入合计: not of the three alone
            raise NotUnderstood("不知属于整体还是最后一部分", "of the whole or of its last part")
        bad = next((t for t in pieces if t.kind in DECIDING), None)
        if bad:
            raise NotUnderstood("项目与数字之间的词不明", "words between the item and the number", bad.text)
        if figure.kind == "amount" and state.listing and _is_a_sum(figure):
            mind.name(None)
            raise NotUnderstood("不知属于整体还是最后一部分", "of the whole or of its last part")
        taken = self._all_spending(pieces, figure, tail)
        if taken:
            return taken, True
        if pieces == found and self._is_verb(pieces, figure, moved):  # 部门预算支出 is all spending
            pieces = []
        if not pieces:
            return self._inherited(figure, before, moved)
        if any(t.kind == "CMP" and pieces[0].start < t.start < pieces[-1].start for t in figure.window):
            raise NotUnderstood("比较的是另一项目", "compared with something else", text_of(pieces))
        spent = all(t.kind == "SPEND" for t in pieces) and not any(t.kind == "STAGE" for t in tail)
        listed = mind.opened_by == "、" and state.missed == "role"
        if state.missed and figure.kind == "amount" and not moved and (spent or listed):
            raise NotUnderstood("前面的数字没有读懂", "a number before it in the sentence was not understood")
        pieces = _with_spending(pieces, tail)
        understood = mind.items.known(pieces) or mind.items.possible(pieces) or is_spent(pieces, tail)
        if figure.kind == "count" and not moved:
            held = mind.items.held(pieces, figure.unit)
            understood = held or (understood and not is_money(pieces))
            noun = self.counted.noun(figure, before, tail, understood)
            persons = self.counted.pieces_behind(figure) if noun else pieces
            must_be_the_offices(figure, persons, mind.section, mind.under_a_body)
            if noun:
                return self.counted.take(noun, figure), True
            if is_money(pieces):
                raise NotUnderstood("金额的项目没有个数", "money is not counted", text_of(pieces))
        counted = state.counted or state.item
        if len(pieces) == _TWO and pieces[0].text == PROJECT and counted and counted.name.endswith(PROJECT):
            pieces = pieces[1:]  # 开展评价的项目3个，涉及项目资金…
        generic = len(pieces) == 1 and pieces[0].kind == "GENERIC" and figure.kind == "amount"
        subject = (all_counted(mind, figure) if generic else None) or counted
        if generic and state.gone and not subject:
            raise NotUnderstood("不知是哪个项目", "no item")  # 某某6个，涉及金额…
        if generic and subject:
            value = pieces[0].id in _VALUES
            if value and _VALUE.search(subject.name):  # 固定资产原值…、净值…
                of = (subject.id or "").rpartition("+")[0] or None
                subject = Item(_VALUE.sub("", subject.name), of, subject.scope)
            again = subject.name.endswith(pieces[0].text) and any((subject.key, m) in state.known for m in AMOUNTS)
            again = again or (pieces[0].text == PROJECT and subject == state.whole)  # 特定目标类支出（其中部门项目…）
            if again or subject.name.endswith("金额"):  # 延续性项目…，新增项目…
                raise NotUnderstood("金额的金额", "the amount of an amount", text_of(pieces))
            if state.qualifier:
                return Item(f"{subject.name}/{_tidied(state.qualifier)}{pieces[0].text}", None, subject.scope), True
            name = subject.name.removesuffix(pieces[0].text) + pieces[0].text
            whose = replace(subject, scope=scope_of(before) or subject.scope)
            state.shared = whose.named(name, pieces[0].id.removeprefix("generic"))
            if value and not state.counted:  # 净值…，较年初减少…: of the net value
                mind.name(state.shared)
            return state.shared, True
        if not _is_entry(figure, pieces) or moved or not mind.items.may_name(pieces):
            must_be_a_name(mind, figure, pieces, tail, moved)
        within = state.whole.scope if state.whole else None  # 局机关支出30.00万元，其中：基本支出20.00万元
        item = self._named(pieces, tail, scope_of(before) or within)
        added = next((t.text for t, first in pairwise(before) if first is pieces[0] and t.text in _ADDED), "")
        if added:  # 新增固定资产30.00万元: not all there are
            item = Item(added + item.name, None, item.scope)
        must_not_be_vague(mind, item)
        if moved:
            must_be_compared(state, figure, item)
        if not state.reason:  # what a reason names is no subject of what follows it
            if figure.kind == "count":
                state.counted = item
            else:
                mind.name(item)
        return item, True

    def _all_spending(self, pieces: Sequence[Token], figure: Figure, tail: Sequence[Token]) -> Item | None:
        """支出预算 or 支出决算 that opens its clause is all spending where the subject cannot be meant."""
        mind, state = self.mind, self.mind.state
        if pieces or not figure.opens or not tail or tail[0].kind == "SHARE":  # 占支出预算的80.00%: of the subject
            return None
        staged = next((t for t in figure.window if t.kind not in LEADS), tail[0])
        planned = staged.text.startswith(("支出预算", "预算支出")) and figure.behind is None  # 支出预算增加
        if (planned or any(t.text.startswith(("支出预算", "预算支出")) for t in tail)) and (
            mind.budget or state.item is None
        ):
            item = Item("支出预算", "expenditure", scope_of(figure.window))
        elif (
            tail[0].kind == "STAGE"
            and tail[0].text.startswith("支出")
            and re.search("收入|结转|结余", state.item.name if state.item else "")
        ):
            item = Item(
                "支出", "expenditure", scope_of(figure.window)
            )  # 收入决算…；支出决算…: the stage does not fit the subject
        elif mind.budget and len(figure.window) > 1 and _whose(figure.window[-2]) and figure.window[-1].id == "budget":
            item = Item("预算", None, scope_of(figure.window))  # 某某中心预算37,998.55万元，包括…
        else:
            return None
        mind.name(item)
        return item

    def _is_verb(self, pieces: Sequence[Token], figure: Figure, moved: bool) -> bool:
        """Whether 支出 alone before an amount is the verb of the subject."""
        state = self.mind.state
        if not pieces or figure.kind != "amount" or any(t.kind != "SPEND" for t in pieces):
            return False
        if scope_of(figure.window):
            return False  # 军休所支出60.00万元，局机关支出90.00万元
        if moved:  # 费用支出较年初预算数减少: of the expense that was told of
            return pieces[0].text.startswith("费用") and state.item is not None and state.origin != "heading"
        if state.item and NO_SPENDER.search(state.item.name) and not state.counted:
            return False  # income is not spent
        general = state.origin == "heading" and _GENERAL.search(state.item.name if state.item else "收支")
        return bool((state.counted or not general) and (state.counted or state.item))

    def _named(self, pieces: Sequence[Token], tail: Sequence[Token], scope: str | None) -> Item:
        if len(pieces) > 1 and pieces[-1].kind == "SPEND" and pieces[-2].kind == "LEVEL":
            pieces = pieces[:-1]
        item = item_of(pieces, self.mind.passage.words(pieces), scope)
        stage = tail[0] if tail and tail[0].kind == "STAGE" else None
        if stage and "支出" in stage.text and pieces[-1].id in _FUNDS:
            item = item.named(item.name + "支出", "expenditure" if item.id in _FUNDS else "")  # 财政拨款 支出决算
        whole = self.mind.state.whole
        if (
            self.mind.in_brackets
            and whole
            and item.id in _FUNDS | {"general_public+expenditure", "government_fund+expenditure"}
        ):
            if scope != whole.scope and scope:  # 财政拨款收入（县本级财政拨款…，上级转移支付…）: by who pays
                return Item(scope + item.name, None, scope)
            return Item(f"{whole.name}（其中：{item.name}）", f"{whole.id}+{item.id}" if whole.id else None, scope)
        if stage and stage.id == "budget" and item.name in ("收入", "支出", "收支"):
            item = item.named(item.name + "预算")
        return item

    def _inherited(self, figure: Figure, before: Sequence[Token], moved: bool) -> tuple[Item, bool]:
        mind, state, kind = self.mind, self.mind.state, figure.kind
        owner = owner_of_change(mind, figure) if moved else None
        if owner:
            mind.name(owner)
            return owner, False
        must_be_meant(mind, figure, before, moved)
        if kind == "count" and not moved and figure.unit not in COUNTED_THEMSELVES:
            noun = self.counted.behind(figure)  # 共计31个一级项目
            if noun:
                must_be_the_offices(figure, self.counted.pieces_behind(figure), mind.section, mind.under_a_body)
                return self.counted.take(noun, figure), True
            following = figure.next()
            if following is not None and following.kind in NOUNS and following.text[0] not in "为是":
                raise NotUnderstood("数量之后的词不明", "unknown words behind a count", following.text)
        if state.reason and moved and state.in_reason:
            return state.in_reason, True
        if state.shared and state.last and state.last.named == state.shared and figure.window[:1] and _shares(figure):
            return state.shared, False
        of_count = kind == "rate" and state.last is not None and _is_count(state.last, mind)
        counts = kind == "count" or state.origin == "heading" or of_count
        item = (state.counted or state.item) if counts else (state.item or state.counted)
        if kind == "amount" and item is state.counted:
            item = all_counted(mind, figure) or item
        counted = just_counted(mind)
        if counted and any(t.text.startswith("涉及") for t in figure.window):  # …项目1个，涉及预算金额…，平均得分…
            mind.name(counted)
            item = counted
        if state.reviewed and figure.window[:1] and figure.window[0].kind in ("STAGE", "SCORE", "DONE"):
            item = state.item = state.reviewed  # 全年预算数4.00万元，执行数3.00万元
        if item is None or (state.origin == "heading" and not state.counted and _GENERAL.search(item.name)):
            raise NotUnderstood("不知是哪个项目", "no item")  # a heading 收支总体情况 names no single item
        must_fit(mind, figure, item, moved)
        if kind == "count" and figure.unit in ("人次", "批次"):
            item = item.named(_COUNTED_ENDS.sub("", item.name) or item.name)  # 出国团组2个，3人次
        scope = scope_of(before)
        return replace(item, scope=scope) if scope else item, False


def _with_spending(pieces: list[Token], tail: Sequence[Token]) -> list[Token]:
    """国家赔偿 费用支出年初预算: spending behind a name is what the name is of."""
    named = len(pieces) == 1 and pieces[0].kind == "NAME" and len(pieces[0].text) >= LONG_NAME
    return [*pieces, tail[0]] if named and tail and tail[0].kind == "SPEND" else pieces


def _is_entry(figure: Figure, pieces: Sequence[Token]) -> bool:
    """2040220-执法办案12.00万元, 5.综合管理9.00万元，主要用于…: a code or a number in a list stands before the name."""
    lead, name = [t for t in figure.window if t.kind != "SEP"][:-1], pieces[-1]
    if not lead or figure.kind != "amount" or name.kind != "NAME" or len(name.text) < LONG_NAME:
        return False
    behind = [t.kind for t in figure.tokens[figure.place + 1 : figure.place + 3]]
    listed = figure.opens and lead[0].kind == "ORD" and behind in (["COMMA", "USE"], ["COMMA", "PART"])
    return len(pieces) == 1 and (lead[-1].kind == "CODE" or (listed and len(lead) == 1))


def _is_joined(figure: Figure) -> bool:
    """Whether the amount stands right behind a count of bodies told together with another: 机关及所属3家单位."""
    if figure.opens:
        return False
    before = figure.tokens[max(figure.place - _NEAR, 0) : figure.place]
    clause = max((i for i, t in enumerate(before) if t.kind in BOUNDARIES), default=-1)
    return any(_JOINED.search(t.text) for t in before[clause + 1 :])


def _is_count(last: Claim, mind: Mind) -> bool:
    """接待12批次, or 较上年减少3批次: the rate behind it is of what was counted."""
    return last.measure == "count" or (last.measure == "change" and last.unit != "%" and last.unit not in mind.money)


def _what_bodies_use(pieces: list[Token]) -> list[Token]:
    """行政单位、事业单位和其他单位使用 财政拨款安排的三公经费: whose money it is, and then what."""
    use = max((i for i, t in enumerate(pieces) if t.text == "使用"), default=-1)
    bodies = any(t.id == "counted" for t in pieces[:use])
    return pieces[use + 1 :] if use > 0 and bodies and use + 1 < len(pieces) else pieces


def _is_a_sum(figure: Figure) -> bool:
    """A、B、C，D总额: the sum of a list that a comma cut."""
    return any(t.text.endswith(_SUMS) for t in figure.window)


def _shares(figure: Figure) -> bool:
    return figure.window[0].kind == "SHARE"


def _whose(token: Token) -> bool:
    return token.kind == "OPEN" and token.id in ("office", "scope")


def _tidied(words: str) -> str:
    return plain(words).removeprefix("由").removesuffix("的")
