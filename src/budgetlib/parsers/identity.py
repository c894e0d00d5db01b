"""Whose report it is: agency, fiscal year, final account or budget, department or single unit, from title and forms."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from budgetlib.readers.document import Document
from budgetlib.text import plain

_YEAR = re.compile(r"(20\d\d)年(?:度|区级|市级|省级|部门|单位|预算|决算|$|[^\d月])")
_CONTENTS = re.compile(r"^(?:目录|目次|CONTENTS)$", re.IGNORECASE)
_LABELLED = re.compile(
    r"(?:预算主管部门|主管部门|编制部门|编制单位|填报单位|公开部门|部门名称|单位名称|部门|单位)：(?P<name>[^：，。；\s]{4,40})"
)
_NAME = r"(?:[^，。：\d]{2}[部委局办厅署院会室镇乡所馆]|[^，。：]{4,40}?)"
"""An office: four characters or more, or three that end as offices do (财政部)."""
_KIND = re.compile(r"(?:部门|单位)?(?:整体)?(?P<kind>决算|预算)")
_SUFFIX = re.compile(r"（(?P<scope>部门|本级|单位|汇总|本部|机关)）$")
_TITLE_PAGES = 1
_UNIT_WORDS = re.compile(r"单位(?:决算|预算)|（本级）|（单位）")


@dataclass(frozen=True, slots=True)
class Identity:
    """Agency (normalised and as printed), year, report type, scope and title; None where the report is silent."""

    agency: str | None
    agency_printed: str | None
    fiscal_year: int | None
    report_type: str
    scope: str
    title: str
    edition: str = "original"

    @property
    def report_id(self) -> str:
        """``<agency>-<year>-<report_type>``."""
        return f"{self.agency or 'unknown'}-{self.fiscal_year or 'unknown'}-{self.report_type}"

    def names(self) -> tuple[str, ...]:
        """The agency as sentences may begin with it, half-width and longest first."""
        names = {name for name in (self.agency_printed, self.agency) if name}
        return tuple(sorted((name.replace("（", "(").replace("）", ")") for name in names), key=len, reverse=True))


def identify(document: Document) -> Identity:
    """Read the identity of a report; the title decides, forms and first sentences fill what it leaves open."""
    title = plain("".join(_title_lines(document)))
    texts = [plain(paragraph.text) for _, paragraph in document.paragraphs()]
    printed = _agency(title, texts, document)
    agency = normalise_agency(printed) if printed else None
    return Identity(
        agency=agency,
        agency_printed=printed,
        fiscal_year=_year(title, texts),
        report_type=_report_type(title, texts),
        scope="unit" if _is_unit(printed or "", title, texts) else "department",
        title=title[:80],
        edition=_edition(document),
    )


def normalise_agency(printed: str) -> str:
    """An agency's name without spaces and without its scope in brackets (（部门）, （本级）)."""
    name = plain(printed)
    return _SUFFIX.sub("", name)


def _title_lines(document: Document) -> Iterator[str]:
    """The paragraphs before the table of contents, on the title page; a few lines of a text."""
    for count, (_, paragraph) in enumerate(document.paragraphs()):
        text = plain(paragraph.text)
        beyond = paragraph.page > _TITLE_PAGES if document.place == "page" else count >= 4
        if beyond or _CONTENTS.match(text) or re.match(r"第一部分|[一二三四五六七八九十]+、", text):
            return
        yield text


def _agency(title: str, texts: list[str], document: Document) -> str | None:
    labelled = _LABELLED.search(title)
    if labelled:
        return labelled.group("name")
    before_year = re.match(rf"(?P<name>{_NAME})(?:19|20)\d\d年", title)
    if before_year and not re.search(r"关于|公开$", before_year["name"]):
        return before_year["name"]
    behind_year = re.search(rf"20\d\d年度?(?P<name>{_NAME})(?:部门|单位)?(?:决算|预算)", title)
    if behind_year and not re.fullmatch(r"(?:区级|市级|省级|县级)?(?:部门|单位)?", behind_year["name"]):
        return behind_year["name"]
    return _agency_of_body(texts)


def _agency_of_body(texts: list[str]) -> str | None:
    candidates: Counter[str] = Counter()
    for text in texts:
        for pattern in (
            r"第[一二三四]部分(?P<name>[^，。：\d]{4,40}?)(?:概况|20\d\d年度)",
            r"^(?:编制部门|编制单位|填报单位|公开部门|部门|单位)：(?P<name>[^：，。；]{4,40}?)(?:单位：.*)?$",
            r"^(?P<name>[^，。：\d]{4,40}?)20\d\d年度(?:收入|部门|单位)",
        ):
            match = re.search(pattern, text)
            if match and not re.search(r"^部门|^单位|万元$|^元$", match["name"]):
                candidates[match["name"]] += 1
    return candidates.most_common(1)[0][0] if candidates else None


def _year(title: str, texts: list[str]) -> int | None:
    stated = _YEAR.search(title)
    if stated:
        return int(stated.group(1))
    years = Counter(int(year) for text in texts for year in re.findall(r"(20\d\d)年度", text))
    years = years or Counter(int(year) for text in texts for year in re.findall(r"(20\d\d)年", text))
    return years.most_common(1)[0][0] if years else None


def _report_type(title: str, texts: list[str]) -> str:
    kinds = [match["kind"] for match in _KIND.finditer(title)]
    if kinds:
        return "final" if "决算" in kinds else "budget"
    body = "".join(texts)
    return "final" if body.count("决算") >= body.count("预算表") else "budget"


def _edition(document: Document) -> str:
    """Whether the first page says that the figures were typeset anew, and from a sample copy."""
    first = "".join(
        [plain(one.text) for _, one in document.paragraphs() if one.page <= _TITLE_PAGES]
        + [plain(cell.text) for _, grid in document.grids() for cell in grid.cells if cell.page <= _TITLE_PAGES]
    )
    if "重新排版的版本" not in first:
        return "original"
    return "sample" if "样本副本" in first else "typeset"


def _is_unit(printed: str, title: str, texts: list[str]) -> bool:
    if "（部门）" in printed or "部门决算" in title or "部门预算" in title:
        return False
    if _UNIT_WORDS.search(printed) or _UNIT_WORDS.search(title):
        return True
    body = "".join(texts)
    return body.count("单位决算") + body.count("单位预算") > body.count("部门决算") + body.count("部门预算")
