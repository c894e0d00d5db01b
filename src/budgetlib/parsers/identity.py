"""Whose report it is: agency, fiscal year, final account or budget, department or single unit, each from evidence.

Evidence is asked in turn: title page, lines over tables, headings, openings of sentences, signature, name of the file.
What the first that speaks says by a majority is taken; what none says is None.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TypeVar

from budgetlib.parsers.evidence import Evidence, evidence_of
from budgetlib.parsers.offices import (
    SCOPE_SUFFIX,
    Named,
    is_office,
    is_short_for,
    office_behind_label,
    office_described,
    office_in,
    office_of_title,
    office_opening,
)
from budgetlib.parsers.periods import Period, form_kind, one_kind, periods, says_of_year
from budgetlib.readers.document import Document
from budgetlib.reference import load
from budgetlib.text import plain


@dataclass(frozen=True, slots=True)
class Identity:
    """Agency (normalised and as printed), year, report type, scope and title; None where the report is silent."""

    agency: str | None
    agency_printed: str | None
    fiscal_year: int | None
    report_type: str | None
    """``final``, ``budget`` or None."""
    scope: str | None
    """``department``, ``unit`` or None."""
    title: str
    edition: str = "original"
    conflicts: tuple[str, ...] = ()
    """Where the evidence fights: one sentence each, Chinese with English beside."""
    short_names: tuple[str, ...] = field(default=())
    """Short forms of the office that the report itself defines or uses in its headings."""

    @property
    def report_id(self) -> str:
        """``<agency>-<year>-<report_type>``, ``unknown`` for what the report does not say."""
        return "-".join(str(part or "unknown") for part in (self.agency, self.fiscal_year, self.report_type))

    def names(self) -> tuple[str, ...]:
        """The agency as sentences may begin with it, half-width and longest first."""
        names = {name for name in (self.agency_printed, self.agency, *self.short_names) if name}
        return tuple(sorted((name.replace("（", "(").replace("）", ")") for name in names), key=len, reverse=True))


def identify(document: Document) -> Identity:
    """Read the identity of a report from the evidence in it; the name of the file speaks last."""
    evidence = evidence_of(document)
    office = Office(evidence)
    printed = office.printed
    when = When(evidence, printed or "")
    return Identity(
        agency=normalise_agency(printed) if printed else None,
        agency_printed=printed,
        fiscal_year=when.year,
        report_type=when.kind,
        scope=_scope(evidence, printed or ""),
        title="".join(office.title_lines)[:80],
        edition=_edition(document),
        conflicts=(*office.conflicts, *when.conflicts),
        short_names=office.short_names,
    )


_FORM_SUFFIX = re.compile(r"（[^（）]{1,8}表）$")
"""What forms a report is made of (（差额表）), in the place of its scope."""


def normalise_agency(printed: str) -> str:
    """An agency's name without spaces and without its scope in brackets (（部门）, （本级）)."""
    return SCOPE_SUFFIX.sub("", _FORM_SUFFIX.sub("", plain(printed)))


class Office:
    """The office by evidence: the first kind of evidence that names one, by majority."""

    def __init__(self, evidence: Evidence) -> None:
        self._evidence = evidence
        self._titled = office_of_title(evidence.title)

    @cached_property
    def title_lines(self) -> Sequence[str]:
        """The lines of the report's own title, without what stands above it on the page."""
        lines = self._evidence.title
        first = self._titled[1] if self._titled else 0
        return [line for line in lines[first:] if not office_behind_label(line)]

    @cached_property
    def printed(self) -> str | None:
        """The office as printed; a place only where no office is named and the title is of a collection."""
        votes = [_majority(named) for named in self._votes()]
        office = next((name for name in votes if name), None)
        return self._in_full(office) if office else self._place()

    def _in_full(self, office: str) -> str:
        """The whole name of an office that a title calls 区人大, where the title or a table has it."""
        if not office.startswith(_LEVELS):
            return office
        fuller = [named for vote in self._votes() for named in vote if named and is_short_for(office, named.name)]
        return _majority(fuller) or office

    def _votes(self) -> Iterator[list[Named | None]]:
        evidence = self._evidence
        yield [_labelled(line) for line in evidence.title]
        yield [self._titled[0]] if self._titled else []
        yield [Named(line) for line in (line.strip("（）-—") for line in evidence.title) if self._stands_alone(line)]
        yield [_labelled(line) for line in evidence.labels]
        yield [office_described(line) for line in evidence.headings]
        yield [office_opening(line) for line in evidence.sentences]
        yield [Named(line) for line in evidence.signatures]
        yield [_labelled(line) for line in evidence.sources]
        yield [office_in(evidence.file_name)]

    def _stands_alone(self, line: str) -> bool:
        """Whether a line of the title is an office, and not the end of a name that was broken before it."""
        told = (*self._evidence.labels, *self._evidence.headings, *self._evidence.sentences)
        before = {text[: text.find(line)][-1:] for text in told if line in text}
        return is_office(line) and not (before and all(is_office(f"{one}{line}") and one.isalpha() for one in before))

    def _place(self) -> str | None:
        if any(re.search("部门|单位", line) for line in self._evidence.title):
            return None
        places = [self._titled[0]] if self._titled else [office_opening(line) for line in self._evidence.sentences]
        return _majority(places, place=True)

    @cached_property
    def conflicts(self) -> tuple[str, ...]:
        """That title and the lines over the tables name different offices."""
        over = _majority([_labelled(line) for line in self._evidence.labels])
        if not self.printed or not over:
            return ()
        one, other = normalise_agency(self.printed), normalise_agency(over)
        if one in other or other in one or _same_end(one, other):
            return ()
        return (f"标题为“{one}”，表上为“{other}” / the title names {one}, the tables name {other}",)

    @cached_property
    def short_names(self) -> tuple[str, ...]:
        """（以下简称市审计局）, and what headings call the office."""
        if not self.printed:
            return ()
        own = normalise_agency(self.printed)
        defined = re.compile(re.escape(own) + _SHORT)
        found = {match[1] for line in self._evidence.sentences for match in defined.finditer(line)}
        headed = [office_described(line) for line in self._evidence.headings]
        found |= {named.name for named in headed if named and is_short_for(normalise_agency(named.name), own)}
        return tuple(sorted(found - {own, self.printed}))


_Said = TypeVar("_Said")
_LEVELS = ("省", "市", "县", "区", "州", "旗", "镇", "乡")
_SHORT = r"（以?下?简称[：:]?[“\"]?([^（）“”\"：，]{2,15})[”\"]?）"


def _labelled(line: str) -> Named | None:
    found = office_behind_label(line)
    return Named(found[1]) if found else None


def _majority(votes: Iterable[Named | None], place: bool = False) -> str | None:
    counted = Counter(named.name for named in votes if named and named.place is place)
    return counted.most_common(1)[0][0] if counted else None


def _same_end(one: str, other: str) -> bool:
    """Whether two names are forms of one: 中共某省委办公厅, 中国共产党某省委员会办公厅."""
    return one[-3:] == other[-3:]


class When:
    """Year and kind of report by evidence; both together, so that next year's budget does not lend its year."""

    def __init__(self, evidence: Evidence, office: str) -> None:
        self._title = _periods(["".join(evidence.title)], office)
        self._headings = _periods(evidence.headings, office)
        self._sentences = _periods(evidence.sentences, office)
        self._file = _periods([evidence.file_name], office)
        self._lines = (*evidence.headings, *evidence.sentences)

    @cached_property
    def _best(self) -> Period:
        """Year and kind of the title, filled from headings, sentences and at last the name of the file."""
        known = _agreed(self._title, self._headings + self._sentences)
        for further in (self._headings, self._sentences, self._file):
            if known.year and known.kind:
                break
            known = _filled(known, further)
        return known

    @property
    def year(self) -> int | None:
        """The fiscal year."""
        return self._best.year

    @property
    def kind(self) -> str | None:
        """``final`` or ``budget``."""
        return self._best.kind or form_kind(self._lines)

    @cached_property
    def conflicts(self) -> tuple[str, ...]:
        """That the title names two reports, or headings speak of another year as much as of the one taken."""
        titled, headed = says_of_year(self._title), says_of_year(self._headings)
        others = {year for year in titled if year != self.year}
        others |= {year for year, count in headed.items() if year != self.year and count >= headed[self.year or 0]}
        if not self.year or not others:
            return ()
        listed = "、".join(map(str, sorted(others)))
        return (f"年度取 {self.year}，标题另有 {listed} / the year is taken as {self.year}, titles also say {listed}",)


def _periods(lines: Iterable[str], office: str) -> list[Period]:
    bare = SCOPE_SUFFIX.sub("", office)
    return [period for line in lines for period in periods(line.replace(bare, "·") if bare else line)]


def _agreed(found: list[Period], further: list[Period]) -> Period:
    """Year and kind of a title; of two that it names together, the one that the report speaks of most, or the first."""
    pairs = list(dict.fromkeys(one for one in found if one.year and one.kind))
    if pairs:
        return max(pairs, key=further.count)
    years = [one.year for one in found if one.year]
    return Period(years[0] if years else None, one_kind(found))


def _filled(known: Period, found: list[Period]) -> Period:
    """``known`` with what most of ``found`` says; a final account before a budget of one year, for it states both."""
    fitting = [
        one
        for one in found
        if (not known.year or one.year in (None, known.year)) and (not known.kind or one.kind in (None, known.kind))
    ]
    pairs = Counter((one.year, one.kind) for one in fitting if one.year and one.kind)
    if not known.year and not known.kind and pairs:
        (year, kind), _ = pairs.most_common(1)[0]
        return Period(year, "final" if (year, "final") in pairs else kind)
    years = Counter(one.year for one in fitting if one.year)
    return Period(known.year or _most(years), known.kind or _most(Counter(one.kind for one in fitting if one.kind)))


def _most(counted: Counter[_Said]) -> _Said | None:
    """What was counted most; of two alike the one that came first."""
    return counted.most_common(1)[0][0] if counted else None


_SCOPES = {key: "|".join(words) for key, words in load("identity")["scope"].items()}
_DEPARTMENT = re.compile(rf"部门(?:综合|整体|收支|财务)?(?:预算|决算)|（(?:{_SCOPES['department']})）|预算主管部门")
_UNIT = re.compile(
    rf"(?<!预算)单位(?:综合|整体|收支|财务)?(?:预算|决算)|（(?:{_SCOPES['unit']})）|预算单位(?:财务|收入|支出|财政)"
)
_CLEARLY = 4
"""How many times more headings than of the other kind make a scope certain: a unit's report names its department."""


def _scope(evidence: Evidence, printed: str) -> str | None:
    """Department or unit as the title says it, else all headings alike, else the name of the file; both is None."""
    title, suffix = "".join(evidence.title), SCOPE_SUFFIX.search(printed)
    title = title.replace(SCOPE_SUFFIX.sub("", printed), "") if printed else title
    for lines in ([title, suffix[0] if suffix else ""], evidence.headings, [evidence.file_name]):
        said = "\n".join(lines)
        department, unit = len(_DEPARTMENT.findall(said)), len(_UNIT.findall(said))
        if lines is evidence.headings and max(department, unit) >= _CLEARLY * min(department, unit):
            department, unit = department * (department > unit), unit * (unit > department)
        if department or unit:
            return None if department and unit else "department" if department else "unit"
    return None


PLACEHOLDER = re.compile(r"(?:(?<![A-Za-z0-9])|(?<=20))(?:[Xx]{2,}|×{2,})(?![A-Za-z0-9])")
"""What a form has in the place of a name or a year."""


def as_form(identity: Identity) -> Identity:
    """The identity of a document without any figure: of a blank form where a placeholder stands for the office."""
    named = f"{identity.agency_printed} {identity.title}"
    return replace(identity, edition="form") if PLACEHOLDER.search(named) else identity


def _edition(document: Document) -> str:
    """Whether the first page says that all is made up, or the figures were typeset anew, and from a sample copy."""
    first = "".join(
        [plain(one.text) for _, one in document.paragraphs() if one.page <= 1]
        + [plain(cell.text) for _, grid in document.grids() for cell in grid.cells if cell.page <= 1]
    )
    if "教学样例" in first and "虚构" in first:
        return "fictional"
    if "重新排版的版本" not in first:
        return "original"
    return "sample" if "样本副本" in first else "typeset"
