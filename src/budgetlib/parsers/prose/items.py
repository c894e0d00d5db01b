"""What a sentence speaks of: which words may be an item, and the record of one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from budgetlib.parsers.prose.grammar import DECIDING, KNOWN, LEADS, PIECES
from budgetlib.parsers.prose.offices import is_anothers
from budgetlib.parsers.prose.tokens import Token
from budgetlib.reference import load
from budgetlib.reference.classification import functional_code
from budgetlib.text import plain
from budgetlib.vocabulary import terms

_BALANCE = ("余额", "结余", "结转")
_LONGEST, _LONGEST_PART, _SHORTEST, _SHORTEST_PART = 60, 20, 3, 4
_AT_THE_END = ("年末", "年底", "期末")
_EVENTS, _HELD = tuple(load("grammar")["counts"]["events"]), frozenset(load("grammar")["counts"]["held"])
_SEPARATORS = re.compile(r"[-—/]+")
_LEVEL = re.compile(r"[(（](?:\d{2,7})?[类款项][)）]|[(（](?:\d{3}|\d{5}|\d{7})[)）]")


@dataclass(frozen=True, slots=True)
class Item:
    """What a figure is of, as printed, with what joins it to other names of the same thing and what tells it apart."""

    name: str
    """As printed, without spaces, brackets full-width; a path of the classification is ``类/款/项``."""
    id: str | None = None
    scope: str | None = None
    """Whose: 县本级, 局机关."""

    @property
    def key(self) -> tuple[str, str | None]:
        """What two names of one item of one scope have in common."""
        return self.id or self.name, self.scope

    def named(self, name: str, more: str = "") -> Item:
        """The same item under a longer or another name; ``more`` is a term that the name adds."""
        return Item(name, f"{self.id}+{more}" if self.id and more else self.id, self.scope)


class Items:
    """The rule of what may be an item."""

    def __init__(self, own: Sequence[str] = ()) -> None:
        self._own = own
        """Names of the office whose report it is."""
        rules = load("grammar")["item"]
        self._endings = tuple(rules["endings"])
        self._office_ends = tuple(rules["opens_office"])
        self._totals = frozenset(rules["totals"])
        self._plain = re.compile("|".join(load("words")["NAME"]["plain"]["words"]))
        self.verbs = frozenset(rules["verbs"])
        """Openers that are verbs: they say of an amount that something else than the subject is meant."""
        self._grants = frozenset(rules["grants"])
        self._never = re.compile("|".join(rules["never"]))

    def opened(self, before: Sequence[Token]) -> list[Token]:
        """The words without what may open a clause: years, offices, openers; what stands before a year goes with it."""
        before = list(before)
        year = max((i for i, t in enumerate(before) if t.kind == "YEAR"), default=None)
        generic = year is not None and [t.kind for t in before[year + 1 :] if t.kind != "FILL"] == ["GENERIC"]
        if year is not None and not generic and self._leads(before[:year]):  # 绩效自评的2024年度项目 is one name
            before = before[year + 1 :]
        balance = bool(before) and before[-1].text.endswith(_BALANCE)  # 上年结转 is one name
        start, end = 0, len(before)
        while start < end and before[start].kind in LEADS and not (balance and _is_when(before[start])):
            start += 1
        while end > start and before[end - 1].kind in ("FILL", "EACH", "OWN", "YEAR", "OPEN", "FOOT", "NONE", "ZERO"):
            end -= 1
        if start < end and before[start].kind == "SEP":
            start += 1  # 2011301-行政运行
        return before[start:end]

    def said_of(self, window: Sequence[Token]) -> list[Token]:
        """The known item behind all that is said of it: 用于保障机构运转而发生的 基本支出."""
        at = max((i for i, t in enumerate(window) if t.text == "的"), default=len(window))
        behind = list(window[at + 1 :])
        return behind if behind and self.known(behind) else []

    def _leads(self, before: Sequence[Token]) -> bool:
        """Whether the words before a year only say whose or of what it is: 乙县水利局2023年度收入."""
        if any(t.kind in DECIDING and t.kind != "STAGE" for t in before):
            return False
        name = next((i for i, t in enumerate(before) if t.kind == "NAME"), len(before))
        if is_anothers(text_of(before[name:]), self._own):
            return False
        if text_of(before).endswith((*self._office_ends, "安排的", "开支的")):
            return True
        names = [t for t in before if t.kind == "NAME"]
        leading = LEADS | {"ITEM", "SPEND", "PAIR", "NOTE", "STAGE", "NAME"}
        return all(t.text.endswith(self._office_ends) for t in names) and all(t.kind in leading for t in before)

    def known(self, pieces: Sequence[Token]) -> bool:
        """Made of known words only, or a path with levels."""
        kinds = {t.kind for t in pieces}
        if "LEVEL" in kinds:
            last = max(i for i, t in enumerate(pieces) if t.kind == "LEVEL")
            return self.may_name(pieces[last + 1 :])  # 机关服务（2010303）年初无预算
        if pieces and pieces[0].kind == "GENERIC" and "OPEN" in kinds:
            return False  # 18个项目 开展绩效自评: a sentence
        return bool(kinds & KNOWN) and kinds <= KNOWN | {"GENERIC", "SEP", "NOTE", "FILL", "OWN", "OPEN", "PRIOR"}

    def names(self, window: Sequence[Token]) -> bool:
        """Whether a window opens with a known item."""
        pieces = self.opened(window)
        cut = next((i for i, t in enumerate(pieces) if t.kind not in PIECES | {"OPEN", "OWN"}), len(pieces))
        return self.known(pieces[:cut])

    def possible(self, pieces: Sequence[Token], part: bool = False) -> bool:
        """Ends like an item, and holds no word of a sentence; a part behind 其中 need not end like one."""
        words = text_of(pieces)
        bare = words[: words.rindex("(")] if words.endswith(")") and words.count("(") == 1 else words
        ends = pieces[-1].kind in KNOWN | {"GENERIC"} or bare.endswith(self._endings)
        # 公务接待费列报: a known item and an unknown tail is no name of a part
        part = part and len(words) <= _LONGEST_PART and not any(t.kind in KNOWN and t.id != "counted" for t in pieces)
        names = self._names(pieces)
        if pieces[-1].kind == "SPEND" and len(names) < _SHORTEST and len(pieces) == 2:
            return False  # 支出 may be the verb, and two unknown characters may be anything
        if any(t.kind == "NAME" for t in pieces) and bare.endswith(_BALANCE):
            return False  # of which year a balance is carried over is said in words that must be known
        return (ends or part) and len(words) <= _LONGEST and self.may_name(pieces)

    def held(self, pieces: Sequence[Token], unit: str) -> bool:
        """Whether words name what is held so and so often: 常委会会议 5次."""
        named = len(pieces) == 1 and pieces[0].kind == "NAME" and pieces[0].text.endswith(_EVENTS)
        return named and unit in _HELD and self.may_name(pieces)

    def may_name(self, pieces: Sequence[Token]) -> bool:
        """Whether unknown words hold no word of a sentence."""
        said = any(t.kind == "OPEN" and t.text in self.verbs for t in pieces)
        granted = any(verb.text in self._grants and whose.kind == "OPEN" for verb, whose in pairwise(pieces))
        return not said and not granted and not self._never.search(self._names(pieces))

    def _names(self, pieces: Sequence[Token]) -> str:
        return self._plain.sub("", "".join(t.text for t in pieces if t.kind == "NAME"))

    def behind_a_code(self, window: Sequence[Token]) -> Sequence[Token]:
        """The name at the end of a clause that a code stands before; empty where there is none."""
        at = next((i for i, t in enumerate(window) if t.kind == "CODE"), None)
        behind = [] if at is None else [t for t in window[at + 1 :] if t.kind != "SEP"]
        return behind if behind and all(t.kind in PIECES for t in behind) else []

    def provable(self, pieces: Sequence[Token]) -> bool:
        """Whether a name is long enough, and no balance, to stand for a part whose amount the arithmetic proves."""
        words = text_of(pieces)
        return _SHORTEST_PART <= len(words.removesuffix("支出")) <= _LONGEST and not words.endswith(_BALANCE)

    def may_be_of_another_year(self, pieces: Sequence[Token]) -> bool:
        """Unknown words before a total may say whose it is, but also of which year: only an office may stand there."""
        return any(
            name.kind == "NAME"
            and total.kind == "ITEM"
            and total.id in self._totals
            and not name.text.endswith(self._office_ends)
            for name, total in pairwise(pieces)
        )


def _is_when(token: Token) -> bool:
    """Words without which nobody knows which balance it is: 上年结转, 年末财政拨款结转."""
    return token.kind == "PRIOR" or token.text in _AT_THE_END


def text_of(pieces: Iterable[Token]) -> str:
    """The words of tokens, squeezed."""
    return "".join(t.text for t in pieces)


def scope_of(before: Iterable[Token]) -> str | None:
    """Whose item it is, where the words before it say so."""
    return next((plain(t.text) for t in before if t.kind == "OPEN" and t.id == "scope"), None)


def item_of(pieces: Sequence[Token], printed: str, scope: str | None = None) -> Item:
    """The record of the item that ``pieces`` name; ``printed`` is how the document prints them."""
    path = _path(pieces, printed)
    if path:
        return Item(path, functional_code(path), scope)
    name = _tidy(printed).rstrip("、")
    return Item(name, _id(pieces), scope)


def _tidy(printed: str) -> str:
    """As the standard forms print names: no spaces, brackets full-width, quotation marks only in pairs."""
    text = "".join(printed.split()).replace("(", "（").replace(")", "）").replace("**", "")
    for left, right in ("“”", "‘’", "《》", "「」"):
        if text.count(left) != text.count(right):
            text = text.replace(left, "").replace(right, "")
        if text.startswith(left) and text.endswith(right) and text.count(left) == 1:
            text = text[1:-1]
    return text


def _path(pieces: Sequence[Token], printed: str) -> str | None:
    """``类/款/项`` of a path written with levels, or with hyphens or slashes between names of the classification."""
    if any(t.kind == "LEVEL" for t in pieces):
        parts = _LEVEL.split(_tidy(printed))
        return "/".join(part.strip("“”《》、-—/") for part in parts if part.strip("“”《》、-—/支出") or len(part) > 2)
    if not any(t.kind == "SEP" for t in pieces):
        return None
    parts = _SEPARATORS.split(_tidy(printed).strip("“”《》"))
    return "/".join(parts) if functional_code("/".join(parts)) else None


def _id(pieces: Sequence[Token]) -> str | None:
    """The id that joins the names of one item: its terms joined by ``+``; None where a word has none."""
    ids: list[str] = []
    if len(pieces) > 1 and pieces[0].text == "购置":
        return None  # 购置固定资产 is no car
    for token in pieces:
        if token.kind == "ITEM" and token.id not in ("counted", "performance"):
            ids += token.id.split("+")
        elif token.kind == "PAIR":
            ids += ["appropriation"] * token.text.startswith("财政拨款") + ["both", "total"]
        elif token.kind == "SPEND":
            ids.append(token.id if token.text.startswith("支出") or "支出" in token.text else "expenditure")
        elif token.kind == "CODENAME" and len(pieces) == 1:
            return token.id or None
        elif token.kind == "GENERIC" and ids and token.id != "generic":
            ids.append(token.id)
        elif token.kind not in ("FILL", "OPEN", "NOTE"):
            return None
    return _canonical(list(dict.fromkeys(ids)))


def _canonical(ids: list[str]) -> str | None:
    """公务接待费, 公务接待费支出 and 财政拨款公务接待费 are one item; 财政拨款收入 and 财政拨款支出 are two."""
    rules = load("grammar")["terms"]
    kinds = {name: terms()[name].kind for name in ids if name in terms()}
    silent = ("expenditure", "total") if "item" in kinds.values() else ("expenditure",)  # 三公经费支出总额 is 三公经费
    if any(kind in rules["of_one_side"] for kind in kinds.values()):
        ids = [name for name in ids if kinds.get(name) != "side" and name not in silent] or ids
    if any(kind in rules["of_any_fund"] for kind in kinds.values()):
        ids = [name for name in ids if kinds.get(name) != "fund"] or ids
    for beside, expenses in rules["said_beside"].items():
        ids = [name for name in ids if name != beside] if set(expenses) & set(ids) else ids
    return "+".join(ids) or None
