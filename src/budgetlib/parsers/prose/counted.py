"""What a number counts: the noun behind it, where that says it better than the words before it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from budgetlib.parsers.prose.grammar import BOUNDARIES, KNOWN
from budgetlib.parsers.prose.items import Item, item_of, text_of
from budgetlib.parsers.prose.mind import Mind
from budgetlib.parsers.prose.state import Figure, NotUnderstood
from budgetlib.parsers.prose.tokens import Token
from budgetlib.reference import load
from budgetlib.vocabulary import terms

NOUNS = frozenset(("ITEM", "NAME", "GENERIC", "CODENAME"))
_LONGEST_NOUN, _LONGEST_WORD = 14, 6
PROJECT = "项目"
_MONEY = frozenset(t.id for t in terms().values() if t.kind in ("fund", "source", "balance"))
_MONEY_ENDS = ("经费", "资金")
_BUYS = frozenset(load("grammar")["item"]["buys"])
SUMMED = ("合计", "共计", "总计", "累计")
"""What sums up the parts of a list before it, and is not the last part's."""
_JOINS = ("的", "和", "及", "以及")
"""Behind a counted noun: something else is named."""
_BODIES = ("单位", "部门", "学校", "医院", "机关")
"""Behind a number they are what is counted, elsewhere they open a clause."""
COUNTED_THEMSELVES = ("人次", "批次", "平方米")
"""Units that say what is counted: no noun need stand behind them."""


class Counted:
    """Finds the noun behind a number."""

    def __init__(self, mind: Mind) -> None:
        self.mind = mind

    def noun(self, figure: Figure, before: Sequence[Token], tail: Sequence[Token], understood: bool) -> Item | None:
        """The noun behind a number, where it says better than the words in front what is counted."""
        noun = self.behind(figure)
        words = [t for t in (*before, *tail) if t.kind not in ("FILL", "EACH")]
        verb = words[-1].text if words and words[-1].text in _BUYS else ""
        if verb:  # 经批准购置的5辆公务用车: what is bought is not what is held
            if noun is None and figure.unit != "辆":
                raise NotUnderstood("购置的是什么没有说明", "bought, and no word says what", verb)
            return Item(verb + noun.name, "vehicle_purchase" if figure.unit == "辆" else None) if noun else None
        attribute = [t.text for t in (*before, *tail)][-1:] in (["的"], ["等"])  # “科普活动”等4个项目
        if noun and (attribute or not understood):
            return noun  # 包括本部以及下属5家预算单位
        if noun and figure.unit not in COUNTED_THEMSELVES and not any(t.id == "counted" for t in words):
            behind = self.pieces_behind(figure)
            known = all(t.kind in KNOWN for t in behind)
            following = figure.tokens[figure.place + 1 + len(behind) :][:2]
            return noun if known and not any(t.kind == "NUM" for t in following) else None  # 某某所等6家行政单位
        return None

    def take(self, noun: Item, figure: Figure) -> Item:
        """The noun is counted, here and in what follows; 1家事业单位的公用经费 names something else behind it."""
        end = figure.place + 1 + len(self.pieces_behind(figure))
        if end < len(figure.tokens) and figure.tokens[end].text in _JOINS:
            figure.spent = end
        self.mind.state.counted = noun
        return noun

    def behind(self, figure: Figure) -> Item | None:
        """下设6个科室."""
        pieces = self.pieces_behind(figure)
        unknown = len(pieces) == 1 and pieces[0].kind == "NAME"
        if unknown and (len(pieces[0].text) > _LONGEST_WORD or figure.unit in ("人", "名")):  # 217人 测算
            return None  # 便民事项落地见效: perhaps a sentence
        if not self.mind.items.may_name(pieces):
            return None  # 由6家减至5家
        words = self.mind.passage.words(pieces).rstrip("和及与") if pieces else ""
        return item_of(pieces, words) if 0 < len(text_of(pieces)) <= _LONGEST_NOUN else None

    def pieces_behind(self, figure: Figure) -> list[Token]:
        """The tokens of that noun."""
        pieces: list[Token] = []
        behind = figure.tokens[figure.place + 1 : figure.place + 5]
        for token, following in pairwise([*behind, figure.number]):
            goes_on = pieces and pieces[0].text in _BODIES and following.kind in KNOWN  # 机关 行政 科室
            if token.text not in _BODIES and (token.kind not in NOUNS or (pieces and token.kind == "NAME")):
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


def _is_whole(pieces: Sequence[Token]) -> bool:
    """Whether a noun may end here, and the unknown words behind it go on with the sentence: 38个处室 负责…"""
    last = pieces[-1]
    return (
        last.id in ("counted", "vehicle_assets", "equipment")
        or last.kind in ("GENERIC", "NAME")
        or (len(pieces) > 1 and last.text in _BODIES)
    )


def _ends_word(pieces: Sequence[Token], token: Token, following: Token) -> bool:
    """服务 器 is one word."""
    ends = following.kind in (*BOUNDARIES, "NUM") and token.text not in _JOINS
    return bool(pieces) and ends and len(token.text) <= len(pieces[-1].text) // 2


def is_money(pieces: Sequence[Token]) -> bool:
    """Whether words name money, which is not counted: 某某工作经费等1个项目 counts projects."""
    return pieces[-1].id in _MONEY or text_of(pieces).endswith(_MONEY_ENDS)


def all_counted(mind: Mind, figure: Figure) -> Item | None:
    """一级项目3个，二级项目11个，共涉及资金…: of projects of both kinds; None where one thing alone was counted."""
    names = {one.item for one in mind.counts}
    if mind.state.counted is None or mind.opened_by == "、" or len(names) < 2:
        return None
    if all(name.endswith(PROJECT) for name in names):
        return Item(PROJECT)
    alone = mind.state.counted.name.endswith(PROJECT) and sum(name.endswith(PROJECT) for name in names) == 1
    summed = mind.counts_listed or any(t.text.startswith(SUMMED) for t in figure.window)  # 货物3批、服务5项，合计金额
    if not alone and (summed or len({one.unit for one in mind.counts}) == 1):  # 2个单位…项目5个，涉及资金: of projects
        mind.name(None)
        raise NotUnderstood("不知属于整体还是最后一部分", "of the whole or of its last part")
    return None


def just_counted(mind: Mind) -> Item | None:
    """编报绩效目标的项目1个，涉及预算金额…: what the clause before counted under a name that is known."""
    last = mind.counts[-1] if mind.counts else None
    return last.named if last is not None and last.clause == mind.clause - 1 else None
