"""Goal texts (年度总体目标) to figures: one row a number, with the words that say of what it is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from budgetlib.numbers import TO_WAN, Number, find_numbers
from budgetlib.parsers.facts import Row, fact
from budgetlib.parsers.forms.labels import Placed
from budgetlib.parsers.forms.targets import operator_at_end
from budgetlib.parsers.prose.nonfigures import nonfigure
from budgetlib.readers.document import Mark
from budgetlib.text import fold, plain

_BOUNDARY = re.compile(r"[,;。:!?\n，；：、]")
_NUMBERED = re.compile(r"(?:目标|任务|措施|指标|第|附件|图|表)\s*$")
_ORDINAL = re.compile(r"(?:^|[。;,:\n(])\s*$")
_UNIT = re.compile(
    r"\s*(亿元|万元|元|个百分点|%|[万千百]?平方(?:公里|米)|[万亿]?立方米?|[万]?吨|公里|千米|米|小时|课时|人次|场次|批次|"
    r"人·?天|[万亿]?[一-鿿]{1,2})"
)
_RATIO = re.compile(r"\s*:\s*(\d+(?:\.\d+)?)")
_RATIO_END = re.compile(r"\d\s*:\s*$")
_LONG = {
    *("个百分点", "平方米", "平方公里", "立方米", "公里", "千米", "小时", "课时", "元", "万元", "亿元", "人天"),
    *("人次", "场次", "批次", "户次", "辆次", "台次", "项次", "件次", "家次"),
}
_STOP = ("以上", "以下", "以内", "左右", "及", "和", "的", "余", "多")
_LEAD = re.compile(r"^[”“\"以及的了对在为将把其\s]+|[约近共计达到至为是完成\s]+$")


def read_goal(placed: Placed, keys: Mapping[str, object], kind: str) -> Iterator[Row]:
    """The figures of one goal text; ``keys`` says whose goal it is, ``kind`` whether expected or achieved."""
    text = placed.cell.text
    for number in find_numbers(text):
        if nonfigure(text, number) or _is_ordinal(text, number) or _RATIO_END.search(fold(text[: number.start])):
            continue
        ratio = _RATIO.match(fold(text), number.end)
        if ratio and float(ratio[1]):  # 3:1 is one figure
            number = number._replace(
                value=number.value / float(ratio[1]), end=ratio.end(), text=f"{number.text}:{ratio[1]}"
            )
        unit = ":1" if ratio else _unit(text, number)
        values = {
            **keys,
            "kind": kind,
            "item": _item(text, number, unit) or None,
            "operator": _operator(text, number, unit),
            "unit": unit or None,
            "text": number.text,
            "page": placed.cell.page,
        }
        row = Row(values)
        mark = Mark(placed.mark.block, placed.mark.cell, number.start, number.end)
        money = TO_WAN.get(unit)
        found = fact(
            number.value, number.text, mark, placed.cell.page, unit="万元" if money else unit, factor=money or 1.0
        )
        row.put("value", found, printed=True)
        yield row


def _is_ordinal(text: str, number: Number) -> bool:
    """目标1：…, 1.…, (2)…: counts the goals, and is none."""
    before, behind = fold(text[: number.start]), fold(text[number.end : number.end + 2]).lstrip()
    if "." in number.text or len(number.text) > 2:
        return False
    return bool(_NUMBERED.search(before) or (_ORDINAL.search(before) and behind[:1] in (".", "、", ")", ":", ",")))


def _unit(text: str, number: Number) -> str:
    match = _UNIT.match(fold(text), number.end)
    if not match:
        return ""
    unit = match[1]
    if unit in _STOP or unit[:1] in "以及和的余多":
        return ""
    return unit if unit[0] in "万千百亿%" or unit in _LONG else unit[:1]


def _clause(text: str, number: Number) -> tuple[int, int]:
    """Where the clause of a number begins and ends."""
    begin = max((match.end() for match in _BOUNDARY.finditer(text, 0, number.start)), default=0)
    end = _BOUNDARY.search(text, number.end)
    return begin, end.start() if end else len(text)


def _item(text: str, number: Number, unit: str) -> str:
    """The words before the number in its clause, or those behind it where nothing stands before."""
    begin, end = _clause(text, number)
    before = text[begin : number.start]
    last = max((other.end for other in find_numbers(before)), default=0)
    _, before = operator_at_end(plain(before[last:]))
    before = _LEAD.sub("", before)
    behind = plain(text[number.end : end]).removeprefix(unit)
    return before if len(before) > 1 else _LEAD.sub("", behind)


def _operator(text: str, number: Number, unit: str) -> str | None:
    sign, _ = operator_at_end(plain(text[max(0, number.start - 6) : number.start]))
    if sign:
        return sign
    behind = fold(text[number.end : number.end + len(unit) + 4]).strip().removeprefix(unit)
    return "≥" if behind.startswith("以上") else "≤" if behind.startswith(("以下", "以内")) else None
