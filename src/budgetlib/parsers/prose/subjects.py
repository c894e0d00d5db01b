"""The item of a figure: the one that its words name, or the subject of the sentence, or why there is none."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from budgetlib.parsers.prose.grammar import BOUNDARIES, DECIDING, KNOWN, LEADS
from budgetlib.parsers.prose.items import Item, item_of, scope_of, text_of
from budgetlib.parsers.prose.mind import Mind
from budgetlib.parsers.prose.staff import must_be_the_offices
from budgetlib.parsers.prose.state import Figure, NotUnderstood
from budgetlib.parsers.prose.tokens import Token
from budgetlib.reference import load
from budgetlib.text import plain
from budgetlib.vocabulary import terms

PAIR = re.compile(r"(?:财政拨款)?收(?:入)?[、和与及]?支(?:出)?")
"""Income and spending in one word."""
_GENERAL = re.compile("收支|收入|总体|^支出$")
_COUNTED_ENDS = re.compile(r"(?:团组数?|批次|次数)$")
_NO_SPENDER = re.compile("收入$|结转|结余")
_WHEN = ("YEAR", "PRIOR", "OWN", "DATE")
_THERE = ("实有", "现有", "年末实有")
"""Behind posts: who is there."""
_SUMMED = ("合计", "共计", "总计", "累计")
"""What sums up the parts of a list behind them, and is not the last part's."""
_NOUNS = frozenset(("ITEM", "NAME", "GENERIC", "CODENAME"))
_LONGEST_NOUN, _LONGEST_WORD, _LONG_NAME = 14, 6, 4
_FUNDS = frozenset(load("grammar")["terms"]["funds"])
_VALUES = {"cost": "原值", "net": "净值", "balance": "余额"}
_MONEY = frozenset(t.id for t in terms().values() if t.kind in ("fund", "source", "balance"))
_MONEY_ENDS = ("经费", "资金")
_BUYS = frozenset(load("grammar")["item"]["buys"])
_JOINS = ("的", "和", "及", "以及")
"""Behind a counted noun: something else is named."""
_BODIES = ("单位", "部门", "学校", "医院", "机关")
"""Behind a number they are what is counted, elsewhere they open a clause."""
_COUNTED_THEMSELVES = ("人次", "批次", "平方米")
"""Units that say what is counted: no noun need stand behind them."""


class Subjects:
    """Finds the item of each figure of a passage; a named one becomes the subject of what follows."""

    def __init__(self, mind: Mind) -> None:
        self.mind = mind

    def item(self, figure: Figure, before: list[Token], tail: list[Token], moved: bool = False) -> tuple[Item, bool]:
        """The item that the words before the role name, or the subject; and whether the window named it."""
        mind, state = self.mind, self.mind.state
        if figure.of:
            return figure.of, True
        pieces = found = mind.items.opened(before)
        while len(pieces) > 1 and pieces[0].kind == "STAGE" and pieces[0].id == ("budget" if mind.budget else "actual"):
            pieces = mind.items.opened(pieces[1:])  # 实际支出三公经费18.00万元, 部门预算总收入
        bad = next((t for t in pieces if t.kind in DECIDING), None)
        if bad:
            raise NotUnderstood("项目与数字之间的词不明", "words between the item and the number", bad.text)
        taken = self._all_spending(pieces, figure, tail)
        if taken:
            return taken, True
        if pieces == found and self._is_verb(pieces, figure, moved):  # 部门预算支出 is all spending
            pieces = []
        if not pieces:
            return self._inherited(figure, before, moved)
        spent = all(t.kind == "SPEND" for t in pieces) and not any(t.kind == "STAGE" for t in tail)
        listed = mind.opened_by == "、" and state.missed == "role"
        if state.missed and figure.kind == "amount" and not moved and (spent or listed):
            raise NotUnderstood("前面的数字没有读懂", "a number before it in the sentence was not understood")
        pieces = _with_spending(pieces, tail)
        understood = mind.items.known(pieces) or mind.items.possible(pieces) or _is_spent(pieces, tail)
        if figure.kind == "count" and not moved:
            understood = understood and not _is_money(pieces)
            noun = self._counted_noun(figure, before, tail, understood)
            counted = self._pieces_behind(figure) if noun else pieces
            must_be_the_offices(figure, counted, mind.section, mind.under_a_body)
            if noun:
                return self._counted(noun, figure), True
            if _is_money(pieces):
                raise NotUnderstood("金额的项目没有个数", "money is not counted", text_of(pieces))
        subject = state.counted or state.item
        if len(pieces) == 1 and pieces[0].kind == "GENERIC" and figure.kind == "amount" and subject:
            if pieces[0].id in _VALUES and subject.name.endswith(tuple(_VALUES.values())):  # 固定资产原值…、净值…
                subject = Item(subject.name[:-2], (subject.id or "").rpartition("+")[0] or None, subject.scope)
            if subject.name.endswith("金额"):
                raise NotUnderstood("金额的金额", "the amount of an amount", text_of(pieces))
            if state.qualifier:
                return Item(f"{subject.name}/{_tidied(state.qualifier)}{pieces[0].text}", None, subject.scope), True
            name = subject.name if subject.name.endswith(pieces[0].text) else f"{subject.name}{pieces[0].text}"
            whose = replace(subject, scope=scope_of(before) or subject.scope)
            state.shared = whose.named(name, pieces[0].id.removeprefix("generic"))
            return state.shared, True
        if not _is_entry(figure, pieces) or moved or not mind.items.may_name(pieces):
            self._may_stand(figure, pieces, tail, moved)
        item = self._named(pieces, tail, scope_of(before))
        vague = item.name == "收入" and state.item and state.item.name != "收入" and state.origin != "heading"
        if vague and state.item and state.item.name.endswith("收入"):  # 事业收入…，上年实际收入…
            raise NotUnderstood("不知是全部收入还是其中一种", "all income, or that of the subject")
        if not state.reason:  # what a reason names is no subject of what follows it
            if figure.kind == "count":
                state.counted = item
            else:
                mind.name(item)
        return item, True

    def _all_spending(self, pieces: Sequence[Token], figure: Figure, tail: Sequence[Token]) -> Item | None:
        """支出预算 or 支出决算 that opens its clause is all spending where the subject cannot be meant."""
        mind, state = self.mind, self.mind.state
        if pieces or not figure.opens or not tail:
            return None
        staged = next((t for t in figure.window if t.kind not in LEADS), tail[0])
        planned = staged.text.startswith(("支出预算", "预算支出")) and figure.behind is None  # 支出预算增加
        if (planned or any(t.text.startswith(("支出预算", "预算支出")) for t in tail)) and (
            mind.budget or state.item is None
        ):
            item = Item("支出预算", "expenditure")
        elif (
            tail[0].kind == "STAGE"
            and tail[0].text.startswith("支出")
            and re.search("收入|结转|结余", state.item.name if state.item else "")
        ):
            item = Item("支出", "expenditure")  # 收入决算…；支出决算…: the stage does not fit the subject
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
        if moved:  # 费用支出较年初预算数减少: of the expense that was told of
            return pieces[0].text.startswith("费用") and state.item is not None and state.origin != "heading"
        if state.item and _NO_SPENDER.search(state.item.name) and not state.counted:
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
            return Item(f"{whole.name}（其中：{item.name}）", f"{whole.id}+{item.id}" if whole.id else None, scope)
        if stage and stage.id == "budget" and item.name in ("收入", "支出", "收支"):
            item = item.named(item.name + "预算")
        return item

    def _may_stand(self, figure: Figure, pieces: Sequence[Token], tail: Sequence[Token], moved: bool) -> None:
        """A NAME may be an item only in an item's place: where its clause opens, and no bare amount behind a comma."""
        mind, state = self.mind, self.mind.state
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
            raise NotUnderstood("年份之前的词不明", "unknown words before a year", words)  # 教育系统2023年“三公”经费
        if not figure.opens:
            raise NotUnderstood("数字之后的词不明", "unknown words right behind a figure", words)
        staged = any(t.kind == "STAGE" for t in tail)
        if mind.opened_by == "," and bare and not state.whole and pieces[-1].kind != "SPEND" and not staged:
            raise NotUnderstood("逗号之后的词不明", "unknown words behind a comma", words)
        if mind.items.may_be_of_another_year(pieces):
            state.lost = True
            raise NotUnderstood("合计之前的词不明", "unknown words before a total", words)
        part = bare and bool(state.whole) and not state.reason
        if not mind.items.possible(pieces, part) and not (_is_spent(pieces, tail) and mind.items.may_name(pieces)):
            raise NotUnderstood("项目的位置上是不认识的词", "unknown words where an item must stand", words)

    def _inherited(self, figure: Figure, before: Sequence[Token], moved: bool) -> tuple[Item, bool]:
        mind, state, kind = self.mind, self.mind.state, figure.kind
        if mind.cut and figure.window and kind == "amount" and not moved:
            raise NotUnderstood("前面的数字没有读懂", "a number before it in the clause was not understood")
        again = any(t.kind == "FILL" and t.text.startswith(_SUMMED) for t in figure.window) and not moved
        again = again and not any(t.kind == "STAGE" for t in figure.window)
        listed = state.whole and mind.listing and mind.opened_by == ","
        if kind == "amount" and (listed or (again and (state.whole or len({one.named for one in mind.amounts}) > 1))):
            state.item = None
            raise NotUnderstood("不知属于整体还是最后一部分", "of the whole or of its last part")
        if kind == "amount" and not moved and scope_of(before) and state.split and state.item != state.whole:
            raise NotUnderstood("不知是哪个项目", "no item")  # 其中：中央310.00万元、省级150.00万元
        if kind == "amount" and state.unstaged and not moved and any(t.kind == "STAGE" for t in figure.window):
            raise NotUnderstood("不知属于整体还是最后一部分", "of the whole or of its last part")
        there = any(t.text in _THERE for t in figure.window)
        if kind == "count" and there and state.counted and state.counted.name.endswith("编制"):
            raise NotUnderstood("不知是哪些人", "those who are there are no posts")  # 编制30人，实有28人
        if kind == "count" and not moved and figure.unit not in _COUNTED_THEMSELVES:
            noun = self._noun_behind(figure)  # 共计31个一级项目
            if noun:
                must_be_the_offices(figure, self._pieces_behind(figure), mind.section, mind.under_a_body)
                return self._counted(noun, figure), True
            following = figure.next()
            if following is not None and following.kind in _NOUNS and following.text[0] not in "为是":
                raise NotUnderstood("数量之后的词不明", "unknown words behind a count", following.text)
        if state.reason and moved and state.in_reason:
            return state.in_reason, True
        if state.shared and state.last and state.last.named == state.shared and figure.window[:1] and _shares(figure):
            return state.shared, False
        of_count = kind == "rate" and state.last is not None and state.last.measure == "count"
        counts = kind == "count" or state.origin == "heading" or of_count
        item = (state.counted or state.item) if counts else (state.item or state.counted)
        if state.reviewed and figure.window[:1] and figure.window[0].kind in ("STAGE", "SCORE", "DONE"):
            item = state.item = state.reviewed  # 全年预算数4.00万元，执行数3.00万元
        if item is None or (state.origin == "heading" and not state.counted and _GENERAL.search(item.name)):
            raise NotUnderstood("不知是哪个项目", "no item")  # a heading 收支总体情况 names no single item
        if kind == "count" and moved and state.counted is None:
            raise NotUnderstood("数量的项目是金额", "a count, but the subject is an amount")
        if kind == "count" and figure.unit in ("人次", "批次"):
            item = item.named(_COUNTED_ENDS.sub("", item.name) or item.name)  # 出国团组2个，3人次
        scope = scope_of(before)
        return replace(item, scope=scope) if scope else item, False

    def _counted_noun(
        self, figure: Figure, before: Sequence[Token], tail: Sequence[Token], understood: bool
    ) -> Item | None:
        """The noun behind a number, where it says better than the words in front what is counted."""
        noun = self._noun_behind(figure)
        words = [t for t in (*before, *tail) if t.kind not in ("FILL", "EACH")]
        verb = words[-1].text if words and words[-1].text in _BUYS else ""
        if verb:  # 经批准购置的5辆公务用车: what is bought is not what is held
            if noun is None and figure.unit != "辆":
                raise NotUnderstood("购置的是什么没有说明", "bought, and no word says what", verb)
            return Item(verb + noun.name, "vehicle_purchase" if figure.unit == "辆" else None) if noun else None
        attribute = bool(tail) and tail[-1].text == "的"
        if noun and (attribute or not understood):
            return noun  # 包括本部以及下属5家预算单位
        if noun and figure.unit not in _COUNTED_THEMSELVES and not any(t.id == "counted" for t in words):
            behind = self._pieces_behind(figure)
            known = all(t.kind in KNOWN for t in behind)
            following = figure.tokens[figure.place + 1 + len(behind) :][:2]
            return noun if known and not any(t.kind == "NUM" for t in following) else None  # 某某所等6家行政单位
        return None

    def _counted(self, noun: Item, figure: Figure) -> Item:
        """The noun is counted, here and in what follows; 1家事业单位的公用经费 names something else behind it."""
        end = figure.place + 1 + len(self._pieces_behind(figure))
        if end < len(figure.tokens) and figure.tokens[end].text in _JOINS:
            figure.spent = end
        self.mind.state.counted = noun
        return noun

    def _noun_behind(self, figure: Figure) -> Item | None:
        """下设6个科室."""
        pieces = self._pieces_behind(figure)
        if len(pieces) == 1 and pieces[0].kind == "NAME" and len(pieces[0].text) > _LONGEST_WORD:
            return None  # 便民事项落地见效: perhaps a sentence
        if not self.mind.items.may_name(pieces):
            return None  # 由6家减至5家
        words = self.mind.passage.words(pieces).rstrip("和及与") if pieces else ""
        return item_of(pieces, words) if 0 < len(text_of(pieces)) <= _LONGEST_NOUN else None

    def _pieces_behind(self, figure: Figure) -> list[Token]:
        pieces: list[Token] = []
        behind = figure.tokens[figure.place + 1 : figure.place + 5]
        for token, following in pairwise([*behind, figure.number]):
            goes_on = pieces and pieces[0].text in _BODIES and following.kind in KNOWN  # 机关 行政 科室
            if token.text not in _BODIES and (token.kind not in _NOUNS or (pieces and token.kind == "NAME")):
                if token.kind == "NAME" and (goes_on or _ends_word(pieces, token, following)):
                    pieces.append(token)
                    continue
                return [] if token.kind == "NAME" and pieces and not _is_whole(pieces) else pieces
            if not pieces and token.text[0] in "为是":  # 其中1个为行政单位: what it is, not what is counted
                return []
            if pieces and token.text == "编制":  # 45个项目编制了绩效目标: a verb
                return pieces
            pieces.append(token)
        return pieces


def _with_spending(pieces: list[Token], tail: Sequence[Token]) -> list[Token]:
    """国家赔偿 费用支出年初预算: spending behind a name is what the name is of."""
    named = len(pieces) == 1 and pieces[0].kind == "NAME" and len(pieces[0].text) >= _LONG_NAME
    return [*pieces, tail[0]] if named and tail and tail[0].kind == "SPEND" else pieces


def _is_entry(figure: Figure, pieces: Sequence[Token]) -> bool:
    """2040220-执法办案12.00万元, 5.综合管理9.00万元，主要用于…: a code or a number in a list stands before the name."""
    lead, name = [t for t in figure.window if t.kind != "SEP"][:-1], pieces[-1]
    if not lead or figure.kind != "amount" or name.kind != "NAME" or len(name.text) < _LONG_NAME:
        return False
    behind = [t.kind for t in figure.tokens[figure.place + 1 : figure.place + 3]]
    listed = figure.opens and lead[0].kind == "ORD" and behind in (["COMMA", "USE"], ["COMMA", "PART"])
    return len(pieces) == 1 and (lead[-1].kind == "CODE" or (listed and len(lead) == 1))


def _is_whole(pieces: Sequence[Token]) -> bool:
    """Whether a noun may end here, and the unknown words behind it go on with the sentence: 38个处室 负责…"""
    last = pieces[-1]
    return (
        last.id in ("counted", "vehicle_assets", "equipment")
        or last.kind in ("GENERIC", "NAME")
        or (len(pieces) > 1 and last.text in _BODIES)
    )


def _is_money(pieces: Sequence[Token]) -> bool:
    """Whether words name money, which is not counted: 某某工作经费等1个项目 counts projects."""
    return pieces[-1].id in _MONEY or text_of(pieces).endswith(_MONEY_ENDS)


def _is_spent(pieces: Sequence[Token], tail: Sequence[Token]) -> bool:
    """两庭建设 支出决算: the stage says that the name is spending."""
    named = len(pieces) == 1 and pieces[0].kind == "NAME" and len(pieces[0].text) >= _LONG_NAME
    return named and bool(tail) and tail[0].kind == "STAGE" and tail[0].text.startswith("支出")


def _ends_word(pieces: Sequence[Token], token: Token, following: Token) -> bool:
    """服务 器 is one word."""
    ends = following.kind in (*BOUNDARIES, "NUM") and token.text not in _JOINS
    return bool(pieces) and ends and len(token.text) <= len(pieces[-1].text) // 2


def _shares(figure: Figure) -> bool:
    return figure.window[0].kind == "SHARE"


def _whose(token: Token) -> bool:
    return token.kind == "OPEN" and token.id in ("office", "scope")


def _tidied(words: str) -> str:
    return plain(words).removeprefix("由").removesuffix("的")
