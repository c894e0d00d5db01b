"""Checks on what is counted or measured in the prose: areas and their parts, groups and the people in them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile

from budgetlib.checks.contents import prose
from budgetlib.checks.figures import Figure
from budgetlib.checks.messages import amount, say, shown
from budgetlib.checks.model import Run, Verdict, View, worded
from budgetlib.intervals import DIGITS, EPSILON, Interval, around
from budgetlib.numbers import decimals, half_unit

_AREA = re.compile(
    r"(?P<name>[\u4e00-\u9fff]{0,10}面积)(?:约)?(?:为|共|共计|:)?(?P<number>\d[\d,]{0,20}(?:\.\d{1,9})?)(?=平方米)"
)
_WHOLES = (("地上", "地下"), ("不计容", "计容"))
"""Parts of an area that are all of it together."""
_KINDS = re.compile(
    r"(?P<whole>[\u4e00-\u9fff]{2,8}?)(?:共|为|共有)?(?P<all>\d{1,9})[人名],其中:?"
    r"(?P<one>行政|事业|离休|退休|男|女)(?:编制|人员|性){0,3}(?P<first>\d{1,9})[人名][,、]"
    r"(?P<other>行政|事业|离休|退休|男|女)(?:编制|人员|性){0,3}(?P<second>\d{1,9})[人名](?=[。;]|$)"
)
_ALL_OF = ({"行政", "事业"}, {"离休", "退休"}, {"男", "女"})
"""Two kinds of people that are all of them where a sentence names these two and ends."""
_IN_BRACKETS = re.compile(
    r"(?P<now>\d[\d,]{0,20}(?:\.\d{1,9})?)万元(?:(?!其中)[^。;\d]){0,40}?(?:较|比)上年(?:预算|决算)?(?:数)?(?P<way>增加|减少)"
    r"(?P<by>\d[\d,]{0,20}(?:\.\d{1,9})?)万元\((?:增长|下降|上升)?(?P<rate>\d{1,9}(?:\.\d{1,9})?)%\)"
)
_POSTS = re.compile(
    r"人员编制(?:为|共)?\d{1,9}[人名](?P<posts>[^。]{0,200})[;；,，]实有(?:人员|人数)?(?:为|共)?\d{1,9}[人名](?P<people>[^。]*)"
)
_POST = re.compile(r"(行政|事业)(?:编制|人员)?(?:为|共)?(\d{1,9})[人名个]")
_OPENS_LIST = re.compile(r"支出(?:预算)?(?:数)?(?:为)?(?P<whole>\d[\d,]{0,20}(?:\.\d{1,9})?)万元,其中:$")
_LISTED = re.compile(
    r"(?:\(?\d{1,2}[).、])?(?P<name>[^\d,。;]{2,30})\((?P<code>\d{3}|\d{7})\)(?P<amount>\d[\d,]{0,20}(?:\.\d{1,9})?)万元"
    r"(?:,[较比]上年(?:预算)?(?P<way>增加|减少)(?P<by>\d[\d,]{0,20}(?:\.\d{1,9})?)万元)?"
)
_CODE = re.compile(r"[\u4e00-\u9fff)]\((?P<code>[35]\d\d)\)\d[\d,.]{0,20}万元")
_GROUPS = (
    ("团组", "个", "因公出国（境）", "人次"),
    ("公务接待", "批次", "公务接待|^接待$", "人次"),
    ("接待外宾", "批次", "接待外宾", "人次"),
)
"""What is counted in groups, and the people in these groups: never fewer than groups."""
_COUNTED = re.compile(
    r"(?P<what>内设(?:机构)?|预算单位|所属(?:预算)?单位|下属单位)(?:共计|共有|共|为|数)?(?P<count>\d{1,3})[个家](?:[^\d,。;:、]{0,6})?"
    r",?(?:具体|分别)?(?:包括|为|是|有):?(?P<list>[^。;:\d]{1,400})。"
)
_NO_COUNT = re.compile("等|其中|以及|另|参照|各")
"""Words that make a list behind a count more, or less, than what was counted."""
_BOUGHT = re.compile(r"用于[^。;,]{0,12}购置的?(\d+)辆公务用车"), re.compile(r"(?:部门|单位)预算安排购置车辆(\d+)辆")
"""Cars that the money for new cars is for, and cars to be bought in all."""


@dataclass(frozen=True, slots=True)
class Area:
    """An area that a sentence states."""

    name: str
    text: str

    @property
    def value(self) -> float:
        """The area in square metres."""
        return _value(self.text)


def _areas(view: View) -> Iterator[Verdict]:
    for block, paragraph, text in prose(view):
        stated = [Area(one["name"].removeprefix("其中"), one["number"]) for one in _AREA.finditer(text)]
        for parts in _WHOLES:
            yield from _sum_of_areas(stated, parts, paragraph.page, block)


def _sum_of_areas(stated: list[Area], parts: tuple[str, str], page: int, block: int) -> Iterator[Verdict]:
    """The area before two parts that are all of it, where each part stands there once."""
    places = [[n for n, one in enumerate(stated) if _is_part(one, part, parts)] for part in parts]
    if any(len(found) != 1 for found in places):
        return
    (first,), (second,) = places
    before = [one for one in stated[: min(first, second)] if not any(part in one.name for part in parts)]
    whole, one, other = before[-1] if before else None, stated[first], stated[second]
    if whole is None or not whole.name.endswith("建筑面积"):
        return
    off = whole.value - one.value - other.value
    if abs(off) > sum(half_unit(area.text) for area in (whole, one, other) if "." in area.text) + EPSILON:
        places_of = max(decimals(area.text) for area in (whole, one, other))
        words: dict[str, object] = {"whole": whole.name, "said": whole.text, "one": one.name, "other": other.name}
        words |= {"first": one.text, "second": other.text, "off": amount(abs(off), places_of)}
        words |= {"should": amount(one.value + other.value, places_of), "way": "多" if off > 0 else "少"}
        told = say("areas", words, {"way": "more" if off > 0 else "less"})
        should = one.value + other.value
        yield Verdict("broken", (), *told, whole.value, should, round(off, DIGITS), page=page, place=f"block:{block}")


def _is_part(area: Area, part: str, parts: tuple[str, str]) -> bool:
    return part in area.name and not any(one in area.name for one in parts if part in one and one != part)


def _kinds_of_people(view: View) -> Iterator[Verdict]:
    """Retired staff of 78: 3 of one kind and 72 of the other."""
    for block, paragraph, text in prose(view):
        for match in _KINDS.finditer(text):
            whole, first, second = (int(match[name]) for name in ("all", "first", "second"))
            if {match["one"], match["other"]} in _ALL_OF and whole != first + second:
                words = {"whole": match["whole"], "said": whole, "one": match["one"], "first": first}
                words |= {"other": match["other"], "second": second, "should": first + second}
                told = say("kinds_of_people", words)
                found = (float(whole), float(first + second), float(whole - first - second))
                yield Verdict("broken", (), *told, *found, page=paragraph.page, place=f"block:{block}")


def _rates_in_brackets(view: View) -> Iterator[Verdict]:
    """较上年减少24.5万元（43%）, where no claim has the rate: behind its change, with the amount before them."""
    read = {
        (row.marks["value"].block, row.values["text"]) for row in view.report.rows["claims"] if "value" in row.marks
    }
    for block, paragraph, text in prose(view):
        for match in _IN_BRACKETS.finditer(text):
            if (block, match["rate"]) in read:
                continue  # judged with the change that it is of
            now, by, rate = (_interval(match[name]) for name in ("now", "by", "rate"))
            base = now - by if match["way"] == "增加" else now + by
            quotient = by.divided_by(base)
            prior = _value(match["now"]) + _value(match["by"]) * (-1 if match["way"] == "增加" else 1)
            if quotient is None or prior <= 0 or rate.overlaps(quotient.scaled(100)):
                continue
            share, places = _value(match["by"]) / prior * 100, decimals(match["rate"])
            said = {"now": match["now"], "way": match["way"], "by": match["by"], "rate": match["rate"]}
            said |= {"prior": amount(prior, 2), "should": amount(round(share, max(places, 2)), max(places, 2))}
            told = say("bracket_rate", said)
            found = (_value(match["rate"]), round(share, DIGITS), round(_value(match["rate"]) - share, DIGITS))
            yield Verdict("broken", (), *told, *found, page=paragraph.page, place=f"block:{block}")


def _listed_offices(view: View) -> Iterator[Verdict]:
    """内设机构4个，包括：… of which more or fewer are named."""
    for block, paragraph, text in prose(view):
        for match in _COUNTED.finditer(text):
            names = re.sub(r"\([^()]*\)", "", match["list"])
            if _NO_COUNT.search(names) or "(" in names:
                continue
            named = [name for name in re.split("[、,]|和(?=[\u4e00-\u9fff]{3,})", names) if name]
            whole = "和" not in names or len(re.split("[、,]", names)) != int(match["count"])
            if len(named) != int(match["count"]) and whole and len(named) > 1:
                words = {"what": match["what"], "count": match["count"], "named": len(named)}
                found = float(match["count"]), float(len(named))
                place = f"block:{block}"
                yield worded(
                    "listed_offices", words, stated=found[0], expected=found[1], page=paragraph.page, place=place
                )


def _posts(view: View) -> Iterator[Verdict]:
    """More people of a kind than the posts that one sentence gives them."""
    for block, paragraph, text in prose(view):
        for match in _POSTS.finditer(text):
            posts, people = (dict(_POST.findall(match[name])) for name in ("posts", "people"))
            for kind in posts.keys() & people.keys():
                if int(people[kind]) > int(posts[kind]):
                    words = {"kind": kind, "people": people[kind], "posts": posts[kind]}
                    found = float(people[kind]), float(posts[kind])
                    yield worded(
                        "posts", words, stated=found[0], expected=found[1], page=paragraph.page, place=f"block:{block}"
                    )


def _cars_bought(view: View) -> Iterator[Verdict]:
    """The cars that the money is for are not those that the section on property counts."""
    texts = prose(view)
    found = [[(one, b, p.page) for b, p, text in texts for one in pattern.findall(text)] for pattern in _BOUGHT]
    if len(found[0]) == len(found[1]) == 1 and found[0][0][0] != found[1][0][0]:
        (paid, _, page), (counted, block, other) = found[0][0], found[1][0]
        words = {"paid": paid, "counted": counted, "other": other}
        given = float(paid), float(counted)
        yield worded("cars_bought", words, stated=given[0], expected=given[1], page=page, place=f"block:{block}")


def _listed_items(view: View) -> Iterator[Verdict]:
    """A total of which the items with their codes, one a paragraph, are listed behind 其中： and do not come to it."""
    texts = prose(view)
    changes = {row["current"]: row["change"] for _, row in view.rows("changes") if row.get("change")}
    for number, (block, paragraph, text) in enumerate(texts):
        opens = _OPENS_LIST.search(text)
        items = list(takewhile(bool, (_LISTED.match(behind) for _, _, behind in texts[number + 1 :]))) if opens else []
        if not opens or len(items) < view.tolerances.a_list or len({len(item["code"]) for item in items if item}) > 1:
            continue
        said = [(opens["whole"], [item["amount"] for item in items if item], "list_short")]
        change = changes.get(_value(opens["whole"]))
        if change and all(item and item["by"] for item in items):
            signed = [("-" if item["way"] == "减少" else "") + item["by"] for item in items if item]
            said.append((f"{change:.2f}", signed, "changes_short"))
        for whole, parts, name in said:
            off = _value(whole) - sum(map(_value, parts))
            if abs(off) > half_unit(whole) + sum(map(half_unit, parts)) + EPSILON:
                words = {"whole": whole, "count": len(parts), "added": amount(_value(whole) - off, 2)}
                words["off"] = amount(abs(off), 2)
                found = _value(whole), round(_value(whole) - off, DIGITS)
                yield worded(
                    name, words, stated=found[0], expected=found[1], page=paragraph.page, place=f"block:{block}"
                )


def _code_of_other_list(view: View) -> Iterator[Verdict]:
    """One code of the department's classes (399) in a sentence that lists those of the government (501, 502)."""
    for block, paragraph, text in prose(view):
        codes = [match["code"] for match in _CODE.finditer(text)]
        odd = [code for code in codes if sum(one[0] == code[0] for one in codes) == 1]
        if len(codes) > view.tolerances.a_list and len(odd) == 1:
            words = {"code": odd[0], "others": "、".join(code for code in codes if code != odd[0])}
            yield worded("code_of_other_list", words, page=paragraph.page, place=f"block:{block}")


def _no_whole(view: View) -> Iterator[Verdict]:
    """Shares of the three public expenses, while their total is neither in the prose nor in a table."""
    claims = view.index.select("claims", {"money": False})
    shares = [one for one in claims if one.keys["measure"] == "share_pct" and one.keys["share_of"] == "three_public"]
    stated = view.index.select("claims", {"three_public": "total", "money": True})
    tables = view.index.select("lines", {"statement": "three_public"})
    if len(shares) > 1 and not stated and not tables:
        figures = tuple(one.figure for one in shares if one.figure)
        yield worded("no_whole", {"count": len(shares)}, figures=figures)


def _value(text: str) -> float:
    return float(text.replace(",", ""))


def _interval(text: str) -> Interval:
    return around(_value(text), half_unit(text))


def _people(view: View) -> Iterator[Verdict]:
    """More groups than people in them (3 个团组, 2 人次), or groups without anybody."""
    stated: dict[tuple[str, str], list[Figure]] = defaultdict(list)
    for number, row in view.rows("claims"):
        figure = view.figure("claims", number, "value")
        if figure and row["measure"] == "count" and not view.in_reason(number):
            stated[(str(row["item"]), str(row["unit"]))].append(figure)
    for noun, unit, people, counted in _GROUPS:
        groups = [(item, found) for (item, one), found in stated.items() if noun in item and one == unit]
        heads = [(item, found) for (item, one), found in stated.items() if re.search(people, item) and one == counted]
        if len(groups) == len(heads) == 1 and len(groups[0][1]) == len(heads[0][1]) == 1:
            group, head = groups[0][1][0], heads[0][1][0]
            if group.value > head.value:
                words = {"item": groups[0][0], "groups": shown(group), "unit": unit, "people": shown(head)}
                yield Verdict("broken", (head, group), *say("people", words), head.value, group.value)


RULES: dict[str, Run] = {
    "prose.areas": _areas,
    "prose.people": _people,
    "prose.kinds_of_people": _kinds_of_people,
    "prose.bracket_rate": _rates_in_brackets,
    "prose.listed_offices": _listed_offices,
    "prose.posts": _posts,
    "prose.cars_bought": _cars_bought,
    "prose.list_short": _listed_items,
    "prose.no_whole": _no_whole,
    "form.other_code": _code_of_other_list,
}
