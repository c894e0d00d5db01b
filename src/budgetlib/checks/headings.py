"""Checks of what headings and dates name: the year of the report, its office, the end of its year."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from difflib import SequenceMatcher

from budgetlib.checks.contents import body_start, paragraphs, sections
from budgetlib.checks.model import Run, Verdict, View, worded
from budgetlib.parsers.contents import flat
from budgetlib.parsers.outline import LONGEST_HEADING
from budgetlib.readers.document import Grid

_YEAR = re.compile(r"((?:19|20)\d\d)年")
_FORM_YEAR = re.compile(r"(?:[^，。]{0,20}绩效自评表)?（?(20\d\d)年度）?")
_OWN_YEAR = re.compile(r"决算|预算|绩效自评")
_OTHER_YEAR = re.compile(r"执行|与|比|较|上年|计划|方案|五年规划|办法|通知|〔|号|专项|项目(?!支出)|工程|—|-|至|结转")
_OPENING_TOTAL = re.compile(
    r"(?:^|。)(?:本部门|本单位|我局|我部门|我单位)?(?P<year>20\d\d)年度?(?:本部门|本单位|我局|我部门|我单位)?"
    r"(?:一般公共预算|财政拨款|政府性基金|“三公”经费|机关运行经费|政府采购|基本支出|项目支出|本年|收入|支出|预算|决算|总额|总计|合计|数|、){1,6}"
    r"(?:共|为|共计)?\d"
)
_YEAR_END = re.compile(r"截[至止](20\d\d)年(?:12月(?:31日|底|末)|年?[底末])")
_STATE = re.compile(r"车辆|房屋|资产|设备|编制|在职|人员")
_NAMED_HEADING = re.compile(
    r"(?:第[一二三四五六七八九十]+部分)?(?:20\d\d年度?)?(?P<name>[^，。：（）]{3,40}?(?:局|委|委员会|部|办公室|厅|处|院|办事处|政府|总队|支队))"
    r"(?:（[^（）]*）)?(?:20\d\d年度?)?部门(?:决算|预算)(?:报?表|(?:情况|编制|公开)?说明)?"
)
_PLACE = re.compile("[省市区县州旗镇乡]")


def _year(view: View) -> Iterator[Verdict]:
    """A heading, a title or the sentence on the total that names another year than the report.

    A collection of forms, which calls itself neither budget nor final account, has no year that all must share.
    """
    year = view.report.identity.fiscal_year
    if year is None or view.report.identity.report_type is None:
        return
    wrong: dict[int, dict[str, tuple[int, int]]] = defaultdict(dict)
    for block, page, text in (*_dated_headings(view), *_dated_titles(view), *_dated_totals(view)):
        years = {int(found) for found in _YEAR.findall(text)}
        if years and year not in years and not _of_the_other_kind(view, text):
            wrong[max(years)].setdefault(text, (block, page))
    for other, places in wrong.items():
        several = len(places) if len(places) > view.tolerances.many_headings else 0
        shown = list(places.items())[: 1 if several else None]
        for text, (block, page) in shown:
            yield worded(
                "years" if several else "year",
                {"heading": text, "count": several, "others": several - 1, "other": other, "year": year},
                stated=float(other),
                expected=float(year),
                page=page,
                place=f"block:{block}",
            )


def _of_the_other_kind(view: View, text: str) -> bool:
    """Whether a heading is of an account in a budget, or of a budget in an account: one file may publish both."""
    other, own = ("决算", "预算") if view.report.identity.report_type == "budget" else ("预算", "决算")
    named = re.sub("一般公共预算|政府性基金预算|国有资本经营预算", "", text)  # kinds of money, in accounts and budgets
    return other in named and own not in named


def _dated_headings(view: View) -> Iterator[tuple[int, int, str]]:
    agencies = [flat(name) for name in view.report.identity.names()]
    for block, paragraph, text, _, heading in sections(view):
        if "年" not in text or len(text) > LONGEST_HEADING + 1:
            continue
        rest = text
        for agency in agencies:
            rest = rest.replace(agency, "")
        own = heading and _OWN_YEAR.search(rest) and not _OTHER_YEAR.search(rest)
        if own or _FORM_YEAR.fullmatch(text):
            yield block, paragraph.page, text


def _dated_titles(view: View) -> Iterator[tuple[int, int, str]]:
    """Titles of statements, and years in the head of a statement that names no other year, in a row neither."""
    blocks = view.report.document.blocks
    for info in view.report.printed.standard:
        grid = blocks[info.grids[0]]
        if _YEAR.match(flat(info.title)):
            yield info.grids[0], info.page_first, flat(info.title)
        if not isinstance(grid, Grid):
            continue
        head = [flat(cell.text) for cell in grid.cells if cell.row < 3 and "年" in cell.text]
        dated = [text for text in head if _YEAR.match(text) and _OWN_YEAR.search(text) and not _OTHER_YEAR.search(text)]
        named = {found for cell in grid.cells if "年" in cell.text for found in _YEAR.findall(flat(cell.text))}
        if dated and len(named) == 1:
            yield info.grids[0], info.page_first, dated[0]


def _dated_totals(view: View) -> Iterator[tuple[int, int, str]]:
    """The sentence on a total, unless its year is that of the heading above it, which is judged itself."""
    agencies = [flat(name) for name in view.report.identity.names()]
    of_heading: set[str] = set()
    for block, paragraph, text, _, heading in sections(view):
        if heading:
            of_heading = set(_YEAR.findall(text)) or of_heading
        if "年" not in text[:60]:
            continue
        sentence = text.split("。", 1)[0]
        for agency in agencies:
            sentence = sentence.removeprefix(agency)
        opening = _OPENING_TOTAL.match(sentence)
        if opening and opening["year"] not in of_heading:
            yield block, paragraph.page, sentence[: opening.end() - 1]


def _year_end(view: View) -> Iterator[Verdict]:
    """截至Y年12月31日: cars, buildings and staff at the end of the year of an account, of one before a budget's."""
    identity = view.report.identity
    if identity.fiscal_year is None:
        return
    wanted = identity.fiscal_year - (identity.report_type == "budget")
    for block, paragraph, text in paragraphs(view):
        for found in _YEAR_END.finditer(text):
            sentence = text[found.start() :].split("。", 1)[0]
            other = int(found[1])
            # A budget may be drawn up before the year before it is over, and its stocks be of the end of a year more.
            early = identity.report_type == "budget" and other == wanted - 1
            if other != wanted and not early and _STATE.search(sentence):
                yield worded(
                    "year_end",
                    {"text": sentence[:30], "other": other, "year": identity.fiscal_year, "wanted": wanted},
                    stated=float(other),
                    expected=float(wanted),
                    page=paragraph.page,
                    place=f"block:{block}",
                )


def _agency(view: View) -> Iterator[Verdict]:
    """A heading of the final account or budget that names another office than the report."""
    own = {flat(name) for name in view.report.identity.names()}
    if not own:
        return
    office = min(own, key=len)
    texts = paragraphs(view)
    for block, paragraph, text in texts:
        if len(text) > 60 or block < body_start(view):
            continue
        named = _NAMED_HEADING.fullmatch(text)
        if not named or any(_same_office(named["name"], name) for name in own):
            continue
        # The name that stands more often is the report's; where it is not ours, the title was misread.
        if sum(office in one for _, _, one in texts) > sum(named["name"] in one for _, _, one in texts):
            words = {"heading": text, "name": named["name"], "office": office}
            yield worded("agency", words, page=paragraph.page, place=f"block:{block}")


def _same_office(name: str, office: str) -> bool:
    """Whether a name is the office's: whole, its end (市规划局), or shortened (科技局) without losing a place."""
    if office.endswith(name):
        return True
    changes = SequenceMatcher(None, office, name, autojunk=False).get_opcodes()
    left_out = "".join(office[start:end] for kind, start, end, _, _ in changes if kind == "delete")
    return all(kind in ("equal", "delete") for kind, *_ in changes) and not _PLACE.search(left_out)


RULES: dict[str, Run] = {
    "form.year": _year,
    "form.year_end": _year_end,
    "form.agency": _agency,
}
