"""Whose report it is, as its sentences say it: the office's own names are no part of items."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from budgetlib.text import key

_OFFICE = (
    "局|委员会|办公室|办事处|中心|人民政府|法院|检察院|大学|学院|医院|学校|中学|小学|馆|所|站|队|社|联|会|部|院|厅|处"
)
_FRONT = re.compile(
    rf"(?:^|[。;:,])(?:20\d\d年度?,?)?([一-鿿()]{{4,28}}?(?:{_OFFICE})(?:\((?:部门|本级|单位)\))?)"
    r"(?=20\d\d年|本?部门|收入|支出|共有|机关运行|三公|财政拨款|一般公共|本级|下设|所属)",
    re.MULTILINE,
)
_CALLED = re.compile(
    r"(?:^|[。;:,、])([一-鿿]{2,20}?)(?=20\d\d年度?(?:收入|支出|部门|单位|收支|三公|财政|一般公共|预算|决算))",
    re.MULTILINE,
)
_NO_NAME = re.compile("[与比较同和及]|截|根据|按")
_SCOPE = re.compile(r"\((?:部门|本级|单位)\)$")
_OFTEN = 2
_PLACES = "省市区县州盟旗镇乡"
_SHORTEST = 3
_ENDS = re.compile(rf"(?:{_OFFICE}|镇|乡)$")
_SENTENCE = re.compile("[,。;]")
_ITSELF = re.compile(
    rf"(?:^|[。;:,])[本我](?:部门|单位|{_OFFICE}|委|办|校|街道|镇|乡)(?=20\d\d|收入|支出|共有|机关运行|三公)",
    re.MULTILINE,
)
_BODY = re.compile(rf"(?:{_OFFICE})$")
_ALIKE = 0.7
"""Share of the characters of a name that a short or older name of the same office has in common with it."""


def offices(names: Iterable[str], body: str) -> list[str]:
    """Names of the office: those given, and what sentences open with more than once, before a year or an item."""
    fronts, called = Counter(_FRONT.findall(body)), Counter(_CALLED.findall(body))
    found = [part for name in names for part in _shorter(_SCOPE.sub("", key(name)))]
    found += [name for name, n in fronts.items() if n >= _OFTEN]
    found += [name for name, n in called.items() if n >= _OFTEN and not _NO_NAME.search(name)]
    return list(dict.fromkeys(_SCOPE.sub("", name) for name in found if name))


def spoken_of(names: Sequence[str], body: str) -> Sequence[str]:
    """The names where sentences open with them, or with 本部门 and the like; none where they speak of nobody.

    Only beside them another name is surely that of another body: the one on the title page may be a short one.
    """
    told = (name for line in body.split("\n") if _SENTENCE.search(line) for name in _FRONT.findall(line))
    return names if _ITSELF.search(body) or any(not is_anothers(name, names) for name in told) else ()


def is_anothers(name: str, own: Sequence[str]) -> bool:
    """Whether a name is that of another body than the office: 市第一中学, in the report of 某市教育局.

    Short names are made of the characters of the long one (市残联: 市残疾人联合会). Nothing is another's where
    ``own`` is empty.
    """
    bare, letters = _SCOPE.sub("", name), set("".join(own))
    shared = sum(one in letters or one in _PLACES for one in bare)
    return bool(letters and _BODY.search(bare)) and shared < _ALIKE * len(bare)


def _shorter(name: str) -> list[str]:
    """A name, and what is left of it behind each place that it begins with: 乙县科技局, 科技局."""
    cuts = [place + 1 for place, character in enumerate(name) if character in _PLACES]
    return [name, *(name[cut:] for cut in cuts if len(name) - cut >= _SHORTEST and _ENDS.search(name))]
