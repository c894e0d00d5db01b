"""Text to tokens: shapes, numbers with their units, the longest word at each place; what nothing covers is a NAME."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from budgetlib.parsers.prose.lexicon import Lexicon, Word
from budgetlib.reference import load

_ORDINAL = re.compile(
    r"第?[一二三四五六七八九十]{1,3}[、.]|\([一二三四五六七八九十\d]{1,3}\)|\d{1,2}[、.](?!\d)"
    r"|[一二三四五六七八九]是(?!否)|\d{1,2}\.(?=20\d\d年)|\d{1,2}\)|[①-⑳]|-(?=[一二三四五六七八九十])"
)
_DIGITS = r"(?P<digits>\d{1,3}(?:,\d{3}){1,9}(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?)"
_OPENS_CLAUSE = ("STOP", "SEMI", "COMMA", "PART", "ORD", "OPENBR")
_SIGNED = ("DIFF", "FILL", "GAP", "UP", "DOWN", "BOTH")
"""Classes behind which a minus is a sign, and no dash."""
_YEAR = re.compile(r"20\d\d年")
_ONE_LETTER = re.compile(r"[\d了于]|支出?\d")
_LOOSE = frozenset(["FILL", "OPEN", "EACH", "SIMILAR", "REASON", "USE", "OWN", "SHARE", "DONE"])
_ATTRIBUTES = ("公开", "部门", "单位")
"""Openers that belong to unknown words right behind them: 部门间协作经费, 公开信息平台."""
_KEEPS_ITS_CLASS = ":、的因系占"
_NO_NAME = frozenset(("LEVEL", "COMMA", "STOP", "SEMI", "NUM"))


@dataclass(slots=True)
class Token:
    """A piece of the squeezed text: its class, which one of the class, and for a number its value and unit."""

    kind: str
    text: str
    start: int
    end: int
    id: str = ""
    value: float = 0.0
    unit: str = ""
    why: str = ""
    """Why a number inside is no figure: year, date, list, reference or name."""


@cache
def _shapes() -> tuple[re.Pattern[str], dict[str, dict[str, str]]]:
    """All shapes in one pattern, and by the name of its group each shape's row."""
    rows = load("grammar")["shape"]
    pattern = "|".join(f"(?P<s{number}>{row['pattern']})" for number, row in enumerate(rows))
    return re.compile(pattern), {f"s{number}": row for number, row in enumerate(rows)}


@cache
def _number() -> re.Pattern[str]:
    units = [unit for kind in load("grammar")["units"].values() for unit in kind]
    every = "|".join(sorted(map(re.escape, units), key=len, reverse=True))
    return re.compile(rf"{_DIGITS}(?P<unit>(?:{every})(?!均)(?<!万(?=人|个|次|辆|家|台|平方|亩|户)))?")


def tokens(text: str, words: Lexicon) -> list[Token]:
    """The tokens of a squeezed text without quotation marks, from left to right."""
    found = [token for token in scan(text, words) if token.kind != "PAGE"]
    return _paths(_merged(found, text), text)


def scan(text: str, words: Lexicon) -> list[Token]:
    """The pieces of a text as they stand, before what touches is put together; numbers of pages too."""
    return _Scanner(text, words).read()


class _Scanner:
    """Goes once over the text; every step moves on."""

    def __init__(self, text: str, words: Lexicon) -> None:
        self.text, self.words = text, words
        self.out: list[Token] = []
        self.at = self.name = 0

    def read(self) -> list[Token]:
        while self.at < len(self.text):
            if not (self._ordinal() or self._shape() or self._numeral() or self._word()):
                self.at += 1
        self._close_name()
        return self.out

    def _put(self, kind: str, end: int, **more: object) -> bool:
        self._close_name()
        self.out.append(Token(kind, self.text[self.at : end], self.at, end, **more))  # type: ignore[arg-type]
        self.at = self.name = end
        return True

    def _close_name(self) -> None:
        if self.name < self.at:
            self.out.append(Token("NAME", self.text[self.name : self.at], self.name, self.at))

    def _last(self) -> Token | None:
        """The token right before this place; None behind characters that no token covers."""
        return self.out[-1] if self.out and self.name == self.at else None

    def _ordinal(self) -> bool:
        last = self._last()
        opens = self.at == 0 or (last and last.kind in _OPENS_CLAUSE) or self.text[self.at - 1] in ":、。"
        match = _ORDINAL.match(self.text, self.at) if opens else None
        return match is not None and self._put("ORD", match.end(), why="list")

    def _shape(self) -> bool:
        if self._minus():
            return True
        pattern, rows = _shapes()
        match = pattern.match(self.text, self.at)
        if match is None or match.end() == self.at:
            return False
        row = rows[str(match.lastgroup)]
        counted = _number().match(self.text, self.at) if row["class"] == "CODE" else None
        if counted and counted["unit"]:
            return False
        return self._put(row["class"], match.end(), id=row.get("id", ""), why=row.get("no_figure", ""))

    def _minus(self) -> bool:
        """-11.09 behind a word that a figure can follow is a negative number."""
        last = self._last()
        if self.text[self.at] != "-" or not last or last.kind not in _SIGNED:
            return False
        match = _number().match(self.text, self.at + 1)
        return match is not None and self._put_number(match, -1.0)

    def _numeral(self) -> bool:
        if not self.text[self.at].isdigit():
            return False
        match = _number().match(self.text, self.at)
        return match is not None and self._put_number(match, 1.0)

    def _put_number(self, match: re.Match[str], sign: float) -> bool:
        value = sign * float(match["digits"].replace(",", ""))
        return self._put("NUM", match.end(), value=value, unit=match["unit"] or "")

    def _word(self) -> bool:
        for entry, word, end in self.words.at(self.text, self.at):
            kind = self._kind(entry, word, end)
            if kind:
                return self._put(kind, end, id=entry.id)
        return False

    def _kind(self, entry: Word, word: str, end: int) -> str | None:
        """The class of a word where it stands; None where it cannot be that word."""
        text, at = self.text, self.at
        if word in self.words.compares and self._compares(end):
            return "CMP"
        if entry.kind == "CMP":
            return None
        if entry.kind == "TO":
            last = self._last()
            return "TO" if last and last.kind in ("UP", "DOWN") else None
        if entry.id == "managed" and text[end : end + 1] == "的":  # 纳入部门预算绩效管理的项目: a name
            return "NAME"
        if word == "用于" and text[at - 1 : at] == "中":  # 其他支出中用于体育事业的彩票公益金支出: a name
            return None
        if len(word) == 1:
            if entry.kind in ("REASON", "USE") and at and text[at - 1] not in ",;。:、%)元人":
                return None
            over = word == "超" and self.words.is_base(text, end)  # 超年初预算2.88%
            if entry.kind in ("UP", "DOWN") and not over and not _ONE_LETTER.match(text, end):
                return None
        return entry.kind

    def _compares(self, end: int) -> bool:
        """Whether a base or a year stands behind 与, 比, 较, 同."""
        text = self.text
        if text[end : end + 1] in ("于", "了"):
            end += 1
        return _YEAR.match(text, end) is not None or self.words.is_base(text, end)


def _merged(found: list[Token], text: str) -> list[Token]:
    """A short word that touches a NAME on its right is a piece of that NAME (中 of 中小企业).

    A character printed twice by a slip (公务接待费费) is no NAME.
    """
    out: list[Token] = []
    for place, token in reversed(list(enumerate(found))):
        left, right = found[place - 1] if place else None, out[-1] if out else None
        short = token.kind in _LOOSE and len(token.text) == 1 and token.text not in _KEEPS_ITS_CLASS
        loose = short or (token.text in _ATTRIBUTES and not (left and left.kind == "NAME"))
        if token.text == "在" and text[max(token.start - 1, 0) : token.start] in ("", *",;。:、"):
            loose = False  # 在某某项目中 opens a clause
        if token.text == "含" and text[max(token.start - 1, 0) : token.start] == "(":
            loose = False
        if right and right.kind == "NAME" and right.start == token.end and (loose or token.kind == "NAME"):
            right.start = token.start
        else:
            out.append(token)
    for token in out:
        if token.kind == "NAME":
            token.text = text[token.start : token.end]
    return [t for t in out[::-1] if not (t.kind == "NAME" and t.text == text[max(t.start - 1, 0) : t.start])]


def _paths(found: list[Token], text: str) -> list[Token]:
    """What stands between two levels of a path, X(类)Y(款)Z(项), is a name whatever its words are."""
    out: list[Token] = []
    for token in found:
        if token.kind == "LEVEL":
            start = next((i for i in range(len(out) - 1, -1, -1) if out[i].kind in _NO_NAME), None)
            if start is not None and out[start].kind == "LEVEL" and start + 1 < len(out):
                first = out[start + 1].start
                out[start + 1 :] = [Token("NAME", text[first : out[-1].end], first, out[-1].end)]
        out.append(token)
    return out
