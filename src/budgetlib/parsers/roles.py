"""What the words before a figure make of it: amount, change, rate, share, budget, count, and against which base."""

from __future__ import annotations

import re
from dataclasses import dataclass

COUNTS = ("平方米", "台(套)", "人次", "批次", "个", "人", "辆", "批", "次", "家", "台", "套", "项", "名", "户")
UNIT = re.compile(
    r"亿元|万元|元|万(?![一-鿿])|%|个百分点|平方米|台\(套\)|人次|批次|[个人辆批次家台套项名户](?!均)|分(?![之别钟])"
)

RISE = (
    "净增加", "净增", "调增", "增支", "增收", "增加", "增长", "上升", "提高", "上浮", "上涨", "增幅", "升幅", "涨幅",
)  # fmt: skip
FALL = (
    "净减少", "净减", "调减", "减支", "减收", "减少", "下降", "降低", "节约", "节省", "压减", "压缩", "核减", "下浮",
    "降幅", "减幅",
)  # fmt: skip
_SHORT_RISE, _SHORT_FALL = "多超", "少低"
"""Verbs so short that they are one only right behind the words that say what is compared with."""
FLAT = re.compile(r"持平|无增减|无变化|没有变化|与[^,;]{0,80}(?:相同|一致)")

_VERBS = "|".join(RISE + FALL)
_BEHIND = ("年", "年度", "[决预]算", "算数", "同期")
_SHORT = "|".join(rf"(?<={behind})[{_SHORT_RISE}{_SHORT_FALL}]" for behind in _BEHIND)
_MOVE = re.compile(
    rf"各?(?P<word>{_VERBS}|{_SHORT})(?:\((?:{_VERBS})\))?(?:支出|收入)?(?:幅度|比例|金额|[额率数])?[了为达]?$"
)
SAVED = re.compile("|".join(FALL))
"""A verb of saving anywhere: in a reason the amount behind it is saved, not spent (厉行节约压减会议费3.00万元)."""
_MOVED_ITEM = re.compile(rf"^(?:{_VERBS})了?(?=\w)")
"""节约会议费3.00万元: what was moved stands behind the verb."""
_COMPLETION = re.compile(r"完成(?P<base>[^,;]*?预算)数?(?:安排)?的?$")
_SHARE = re.compile(r"占(?P<whole>[^,;]*?)(?:的?比例|的?比重)?[的为]?$")
_DIFFERENCE = re.compile(r"(?:预决算)?差异率[为是]?$")
_INITIAL = re.compile(r"年初(?:部门)?预算(?:数|金额|安排)?[为是]?$")
_ANNUAL = re.compile(r"(?:全年|调整后?的?(?:全年)?)预算(?:总额|总数|数|额)?[为是]?$")
_BUDGET = re.compile(r"预算(?:数|金额|资金|安排)[为是]?$|预算[为是]$")
_SPENDING_BUDGET = re.compile(r"支出预算$")
"""公务接待费支出预算5.00万元 in a final account; in a budget 支出预算 belongs to the names of items."""
_COMPLETED = re.compile(r"完成(?P<base>[^,;]*?预算)数?$")
_PRIOR = re.compile(r"(?:上年度?|上一年度?|(?P<year>20\d\d)年度?(?:当年)?)(?:支出|预算)?(?:决算|执行)数?[为是]?$")
_ACTUAL = re.compile(r"(?:支出)?决算数?[为是]?$|(?:全年|实际)?执行(?:总额|数|总数)[为是]?$|[为是]$")
_YEAR_ON_YEAR = re.compile(r"同比$")
_AGAINST_BUDGET = re.compile(
    r"决算数?(?P<word>大于|高于|超过|超出|多于|小于|低于|少于)(?P<base>[^,;。]*?预算)(?:数|安排)?(?:约)?$"
)
_COMPARED_AMOUNT = re.compile(r"(?:较|比|与(?!其)|(?<!合)同)(?P<base>[^,;。]*?)[为的]?$")
_WHOLLY_BASE = re.compile(
    r"(?:(?:20\d\d年|上年|上一年|去年|上一度|年初|全年|调整后?|当年|年度?|度|同期|本?部门|单位|财政拨款|[决预]算|执行|支出|收入"
    r"|安排|批复|核定|公开|编制|下达|实际|总额|合计|总计|数|额|的)+|)"
)
"""A base without any word that is not understood: in 较上年攀升5.00万元 the verb is no part of it."""
_COMPARISON = re.compile(r"(?:同|与|比|较|相比)(?P<base>[^,;。]*?)(?:决算数|决算|同期|相比|比较)?$")


@dataclass(frozen=True, slots=True)
class Role:
    """A measure, its sign, the base of its comparison (None: not stated) and the words left over for the item."""

    measure: str
    rest: str
    sign: int = 1
    base: str | None = None


def role_of(words: str, unit: str, year: int | None, default: str) -> Role | None:
    """The role that ``words`` give to the figure behind them; None where they give none that can be trusted.

    ``default`` is the measure of a plain amount: ``actual`` in a final account, ``initial_budget`` in a budget.
    """
    if unit in ("%", "") or unit == "个百分点":
        return _rate(words, unit, year)
    if unit == "分":
        return Role("score", words) if re.search(r"得分[为是]?$", words) else None
    moved = _moved(words, year)
    if moved:
        return moved
    if unit in COUNTS:
        return Role("count", re.sub(r"(?:累计|共计|合计|共|[为是有])+$", "", words))
    return _amount(words, year, default)


def _rate(words: str, unit: str, year: int | None) -> Role | None:
    moved = _moved(words, year)
    if moved:
        return Role("change_pct", moved.rest, moved.sign, moved.base)
    if unit != "%":
        return None
    difference = _DIFFERENCE.search(words)
    if difference:
        return Role("difference_pct", words[: difference.start()])
    completed = _COMPLETION.search(words)
    if completed:
        return Role("completion_pct", words[: completed.start()], base=base_of(completed.group("base"), year))
    share = _SHARE.search(words)
    if share:
        return Role("share_pct", words[: share.start()])
    return None


def _moved(words: str, year: int | None) -> Role | None:
    against = _AGAINST_BUDGET.search(words)
    if against:
        sign = 1 if against.group("word")[0] in "大高超多" else -1
        return Role("change", words[: against.start()], sign, base_of(against.group("base"), year))
    move = _MOVE.search(words)
    if not move:
        return None
    rest = words[: move.start()]
    sign = 1 if move.group("word") in (*RISE, *_SHORT_RISE) else -1
    if _YEAR_ON_YEAR.search(rest):
        return Role("change", rest[: -len("同比")], sign, "prior_year")
    comparison = _COMPARISON.search(rest)
    base = None
    if comparison:
        base = base_of(comparison.group("base"), year)
        rest = rest[: comparison.start()] if base else rest
    return Role("change", rest, sign, base)


def _amount(words: str, year: int | None, default: str) -> Role | None:
    completed = _COMPLETED.search(words)
    if completed:
        base = base_of(completed.group("base"), year)
        measure = "annual_budget" if base == "annual_budget" else "initial_budget"
        return Role(measure, words[: completed.start()], base=base)
    compared = _COMPARED_AMOUNT.search(words)
    base = base_of(compared.group("base"), year) if compared else None
    if compared and base and not _WHOLLY_BASE.fullmatch(compared.group("base")):
        return None
    if compared and base in ("prior_year", "prior_budget"):  # 较2024年的2,190万元减少: what is compared with
        return Role("prior", words[: compared.start()], base=base)
    if compared and base == "other_year":
        return None
    for pattern, measure in ((_INITIAL, "initial_budget"), (_ANNUAL, "annual_budget")):
        match = pattern.search(words)
        if match:
            return Role(measure, words[: match.start()])
    prior = _PRIOR.search(words)
    if prior and (prior.group("year") is None or (year and int(prior.group("year")) == year - 1)):
        return Role("prior", words[: prior.start()])
    budget = _BUDGET.search(words)
    if budget:
        return Role("initial_budget", words[: budget.start()], base="budget" if default == "actual" else None)
    planned = _SPENDING_BUDGET.search(words) if default == "actual" else None
    if planned:
        return Role("initial_budget", words[: planned.start()], base="budget")
    actual = _ACTUAL.search(words)
    if actual:
        measure = "actual" if len(actual.group()) > 1 else default
        return Role(measure, words[: actual.start()])
    if _MOVED_ITEM.match(words):
        return None
    return Role(default, words)


def base_of(words: str, year: int | None) -> str | None:
    """The base that ``words`` name (上年, 年初预算, 全年预算, 2019年, …); None where they name none."""
    if "年初" in words and "预算" in words:
        return "initial_budget"
    if re.search(r"全年预算|调整后?的?(?:全年)?预算", words):
        return "annual_budget"
    stated = re.search(r"(20\d\d)年", words)
    last_year = bool(re.search(r"上年|上一年|去年|上一度", words)) or bool(
        stated and year and int(stated[1]) == year - 1
    )
    if last_year:
        return "prior_budget" if "预算" in words and "执行" not in words else "prior_year"
    if stated:
        return "other_year" if not year or int(stated[1]) != year else None
    return "budget" if "预算" in words else None
