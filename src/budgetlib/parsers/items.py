"""The item that a clause speaks of: the noun that is left when year, office, connectors and verbs are gone."""

from __future__ import annotations

import re

_LONGEST = 300
"""Characters of a clause that can name an item; a longer one names none, and costs no time."""
_BRACKETED = re.compile(r"\((?:[^()类款项]|\([^()类款项]*\))*\)|(?P<stray>[()])")
_CONNECTOR = re.compile(
    r"^(?:[,;:、。)\-]|\((?![^()]*\))|[^,;]*情况中|[^,;]*形成(?=\w{4})|\((?:部门|单位|本级|汇总)\)|安排(?!的|支出|预算)|其中|具体情况如下|以及|并且|并|同时|含|另外|分别为|分别是|单位[为是]|"
    r"(?:\(?[一二三四五六七八九十\d]+\)?[、.)](?!\d))|截至[^,]*?日|当年|本年度(?!收入|支出)|本?部门(?!整体|预算|决算)|"
    r"本单位|我部门|我单位|全年(?!预算|执行)|部门全年安排的|共有|共计|共|现有|有(?!关)|列明|由(?=\w)|在(?!职)|涉及)"
)
_YEAR = re.compile(r"(?P<before>[^的]*?)(?:19|20)\d\d年(?:度|当年)?(?P<behind>.*)", re.DOTALL)
_BASE_WORDS = re.compile(r"(?:与|比|较|同)(?:上年|上一年|去年|上一度|20\d\d年|年初|全年|预算)[^,;。]*$")
_ITEM_END = re.compile(
    r"(?:支出|收入|经费|费用?|结余|结转|总计|合计|总额|总体|金额|项目|车辆|用车|设备|房屋|价值|人数|人员|资金|预算|款|"
    r"采购|接待|购置|团组|数量?|保有量|情况表|团|班|外宾|自评表|决算|补助|差额|\([类款项]\))[”]?$"
)
_VERBS = re.compile(r"严格|落实|根据|按照|由于|因此|导致|开展|实施|完善|未|已|进一步|加强|新增|无(?!形)")
_SPENDER = re.compile(r"部门|单位|机关|开支|安排|组团")
_OFFICE = re.compile(r"[部委局办厅署院会处镇乡]$|中心$|街道$")
_SHORTEST_NAME = 3
_GENERIC = ("采购金额", "金额", "合同金额", "资金", "预算金额")
_ATTRIBUTES = ("价值",)


def item_of(words: str, agencies: tuple[str, ...] = ()) -> str | None:
    """The item named by ``words`` (squeezed text), or None where they name none.

    A functional path 类（类）款（款）项（项） becomes ``类/款/项``; brackets are full-width as in the standard forms.
    """
    path = functional_path(words)
    if path:
        return path
    if len(words) > _LONGEST:
        return None
    words = _strip(_BASE_WORDS.sub("", words), agencies)
    words = re.sub(
        r"(?<=费)支出(?:决算数?)?$|(?<=支出)决算数?$|^(?:费用)?支出$|^(?:支出)?决算数?$|^预算数$|^项目$|[中约各]$",
        "",
        words,
    )
    if words.startswith("“") and words.endswith("”"):
        words = words[1:-1]
    return _full_width(words) if re.search(r"[一-鿿]{2}", words) else None


def functional_path(words: str) -> str | None:
    """``类/款/项`` of a functional classification written out with （类）（款）（项）; None where there is none."""
    before, found, behind = words.partition("(类)")
    if not found or len(before) > _LONGEST:
        return None
    second, has_second, rest = behind.partition("(款)")
    third, has_third, _ = (rest if has_second else behind).partition("(项)")
    first = _strip(_behind_stray(before), ()).lstrip("“”《")
    parts = [first, second if has_second else "", third if has_third else ""]
    return "/".join(_full_width(part) for part in parts if part)


def _behind_stray(words: str) -> str:
    """The end of ``words`` behind the last bracket that is no part of a name: brackets in pairs belong to it."""
    strays = [match.end() for match in _BRACKETED.finditer(words) if match["stray"]]
    return words[strays[-1] :] if strays else words


def names_an_item(words: str) -> bool:
    """Whether a clause without a figure can be the subject of the figures behind it."""
    words = re.sub(r"(?<=\w)[(（][^()（）类款项]*[)）]$", "", words)
    return bool(_ITEM_END.search(words)) and not _VERBS.search(words) and len(words) <= 60


def is_generic(item: str) -> bool:
    """Whether an item says what only together with the clauses before it (采购金额)."""
    return item in _GENERIC


def is_attribute(item: str) -> bool:
    """Whether an item is a property of the item before it (房屋…，价值…)."""
    return item in _ATTRIBUTES


def _strip(words: str, agencies: tuple[str, ...]) -> str:
    before = None
    while before != words:
        before = words
        words = _CONNECTOR.sub("", words)
        for agency in agencies:
            named = _opening(words, agency)
            if named:
                words = re.sub(r"^\((?:部门|本级|单位|汇总)\)", "", words[len(named) :])
        dated = _YEAR.match(words)
        if dated:
            words = dated.group("behind")
    words = re.sub(r"(?:19|20)\d\d年(?:度|当年)?", "", words)
    return _behind_attribute(words)


def _opening(words: str, agency: str) -> str:
    """The office's name, or the end of it that still is one (科技局), where words begin so."""
    for start in range(max(len(agency) - _SHORTEST_NAME + 1, 0)):
        name = agency[start:]
        if words.startswith(name) and not words.startswith("门", len(name)) and (not start or _OFFICE.search(name)):
            return name
    return ""


def _behind_attribute(words: str) -> str:
    """各单位开支的公务用车保有量 → 公务用车保有量: who spends is not part of the item; other attributes are."""
    head, separator, tail = words.rpartition("的")
    return tail if separator and len(tail) >= 4 and _SPENDER.search(head) else words


def _full_width(words: str) -> str:
    return words.replace("(", "（").replace(")", "）").replace(",", "，").replace(":", "：")
