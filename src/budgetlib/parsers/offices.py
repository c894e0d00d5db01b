"""The office in a line: what its name is, where a title, a heading, a label or the opening of a sentence names it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from budgetlib.reference import load

LONGEST_NAME = 40
_SCOPES = load("identity")["scope"]
SCOPE_SUFFIX = re.compile(rf"[（(](?:{'|'.join(word for words in _SCOPES.values() for word in words)})[)）]$")
_OPENERS = re.compile(
    r"(?:附件?\d*[：、.]?|公开\d*表|监督索引号\d+|第[一二三四五六七八九十\d]+(?:部分|章)[：、]?|[一二三四五六七八九十]+[、.]"
    r"|（[一二三四五六七八九十]+）|\d{1,2}[、.](?!\d)|关于(?:公开|印发)?|[-—《〈“\"]+|【[^【】]{1,10}】"
    r"|（(?:更正|更新|修订|修正|勘误|重发)[^（）]{0,4}）|(?:标题|名称|(?:文件|信息)名称)：)"
)
_YEAR_BEHIND = re.compile(r"(.{2,40}?)（?(?:19|20)\d\d年?度?")
_YEAR_BEFORE = re.compile(r"(?:19|20)\d\d年?度?(?:，)?")
_DESCRIBED = ("概况", "基本情况", "基本概况", "主要职责", "主要职能", "部门", "单位", "机构")
_SENTENCE_MARKS = re.compile(r"[，。：；、！？|\t]")
_PLACE_FIRST = re.compile(
    r"(?:中共|中国共产党|共青团)?(?!社区|园区|景区|小区|校区|矿区|林区|库区|市区|城区)"
    r"(?:[^\W\d_]{1,6}?[省市县区州旗盟]|[^\W\d_]{2,6}?[镇乡])"
)


@dataclass(frozen=True, slots=True)
class Named:
    """An office as a line names it; ``place`` where it is only a province, a city or a county."""

    name: str
    place: bool = False


@cache
def _words(key: str) -> tuple[str, ...]:
    return tuple(load("identity")[key])


def is_office(name: str) -> bool:
    """Whether ``name``, half-width brackets made full, ends as the names of offices do and holds no sentence."""
    bare = SCOPE_SUFFIX.sub("", name)
    if not _may_be_name(bare):
        return False
    if bare.endswith("）") and "（" in bare:
        bare = bare[: bare.rindex("（")]
    if len(bare) < 3 or bare in _words("no_office"):
        return False
    return bare.endswith(_words("office_endings")) or bool(len(bare) > 3 and bare.endswith(_words("school_endings")))


def is_place(name: str) -> bool:
    """Whether ``name`` is only a place, or the offices of a place taken together (某县本级)."""
    return _may_be_name(name) and name.endswith(_words("place_endings")) and name not in _words("no_office")


def _may_be_name(name: str) -> bool:
    if not 2 <= len(name) <= LONGEST_NAME or _SENTENCE_MARKS.search(name) or name.count("（") != name.count("）"):
        return False
    if re.search(r"(?:19|20)\d\d|\d[.,]\d", name) or name.startswith(_words("no_beginning")):
        return False
    return not any(word in name for word in _words("no_name_holds"))


def office_of_title(lines: Sequence[str]) -> tuple[Named, int] | None:
    """The office, else the place, that a title of several lines names, and the line on which that title begins."""
    places: list[tuple[Named, int]] = []
    for first in range(len(lines)):
        named = office_in("".join(lines[first:]))
        if named and named.place:
            places.append((named, first))
        elif named:
            name, further = _without_site(named.name, lines[first:])
            return Named(name), first + further
    return places[0] if places else None


def _without_site(name: str, lines: Sequence[str]) -> tuple[str, int]:
    """The name without the line of a web site or an upper office before it: what follows then begins with a place."""
    start = "".join(lines).find(name)
    end = 0
    for number, line in enumerate(lines[:3], start=1):
        end += len(line)
        above, rest = name[: max(end - start, 0)], name[max(end - start, 0) :]
        if above.endswith(_words("sits_with")) and rest.endswith(_words("sits_with")):
            return name, 0
        if above and rest and _PLACE_FIRST.match(rest) and is_office(rest) and not is_place(above):
            return rest, number
    return name, 0


def office_in(text: str) -> Named | None:
    """The office that a title or a heading names: before its year, behind it, or before what is said of an office."""
    return _beside_year(_opened(text), _words("said_of_an_office"))


def office_described(text: str) -> Named | None:
    """The office of a part heading: 第一部分 某局概况."""
    opened = _opened(text)
    return office_in(text) or (_before(opened, _DESCRIBED) if opened != text else None)


def office_opening(text: str) -> Named | None:
    """The office that opens a sentence: 某局2024年度收入…, 2024年，某局…, 某局所属…, 经某局汇总."""
    text = re.sub(r"^(?:经|由)(?=[^，]{3,30}汇总)", "", _opened(text[:80]))
    return _beside_year(text, (*_words("opens_a_sentence"), "汇总"))


def _beside_year(text: str, else_before: tuple[str, ...]) -> Named | None:
    """The office before the year that opens a text, or behind it; without a year, before certain words."""
    behind = _YEAR_BEHIND.match(text)
    if behind and (named := _named(behind[1])):
        return named
    before = _YEAR_BEFORE.match(text)
    if before:
        return _before(text[before.end() :], _words("fiscal_words"))
    return _before(text, else_before)


def office_behind_label(text: str) -> tuple[str, str] | None:
    """Label and office of a line such as ``编制单位：某局  单位：万元``, the unit before the office or behind it."""
    label = _label().search(text[:160])
    if not label:
        return None
    rest = text[label.end() :]
    for printed in (_value(rest), re.sub(r"^.*?单位：(?:人民币)?[万亿]?元", "", rest)):
        if is_office(printed):
            return label[1], printed
    return None


def _value(rest: str) -> str:
    return re.split(r"(?:金额)?单位：|编制日期|填报日期|日期：|[，。；\t|]|20\d\d年", rest, maxsplit=1)[0]


@cache
def _label() -> re.Pattern[str]:
    labels = load("identity")["labels"]
    names = sorted((*labels["office"], *labels["source"]), key=len, reverse=True)
    return re.compile(rf"(?:^|表|[）\d])({'|'.join(map(re.escape, names))})：")


def _opened(text: str) -> str:
    """The text without what stands before a name: numbers of parts, tables and annexes, 关于, brackets of a title."""
    while match := _OPENERS.match(text):
        text = text[match.end() :]
    return text


def _named(name: str) -> Named | None:
    if is_office(name):
        return Named(name)
    return Named(name, place=True) if is_place(name) else None


def _before(text: str, words: Iterable[str]) -> Named | None:
    """The longest office, else the longest place, at the front of ``text`` before one of the words."""
    words, place = tuple(words), None
    for end in range(min(len(text), LONGEST_NAME), 1, -1):
        if text.startswith(words, end):
            named = _named(text[:end])
            if named and not named.place:
                return named
            place = place or named
    return place


def is_short_for(short: str, full: str) -> bool:
    """Whether ``short`` is made of characters of ``full`` in their order and leaves no place out.

    溪坪二小 is short for 溪坪镇第二小学; 甲市规划局 is not short for 甲市乙区规划局, it is another office.
    """
    rest = iter(full)
    if len(short) >= len(full) or not all(character in rest for character in short):
        return False
    place, places = _PLACE_FIRST.match(short), _PLACES.match(full)
    return not place or not places or place[0] == _LAST_PLACE.findall(places[0])[-1] or short.startswith(places[0])


_PLACES = re.compile(r"(?:[^\W\d_]{1,6}?[省市县区州旗盟])+")
_LAST_PLACE = re.compile(r"[^\W\d_]{1,6}?[省市县区州旗盟]")
