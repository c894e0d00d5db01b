"""A fact sheet as HTML and as Markdown, in Chinese, English or both; files are named relative to the page.

The pages are templates (``reference/story.html``, ``reference/story.md``); this module gives them words for places and
proofs. A sentence is printed in the languages that were asked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, Literal

from budgetlib import reference
from budgetlib.analysis.sentences import Sentence
from budgetlib.book.font import FAMILY, PART, font_face
from budgetlib.output.show_text import SourceLine
from budgetlib.readers.manifest import origin, provenance
from budgetlib.reference.wording import quoted
from budgetlib.show import SourceParts
from budgetlib.story.content import KINDS, SCOPES, SEVERITY, Story
from budgetlib.story.facts import Figure
from budgetlib.story.sentences import EDITIONS

if TYPE_CHECKING:
    from budgetlib.report import Report

Language = Literal["zh", "en", "both"]
Source = str | SourceLine | SourceParts | None
"""What proves a finding: the name of a picture, the lines of a text report, or nothing that could be shown."""

FILES = "story-files"
"""The folder beside the page that holds its pictures and its font, and nothing else."""
_UNITS = {"万元": "10,000 yuan", "人": "persons"}
_MOST_PAGES = 2
_COUNTED = 2
"""Ways of proof that are told; the others are counted."""


def html(report: Report, story: Story, sources: Sequence[Source], lang: Language = "both") -> str:
    """The page."""
    words = _content(report, story, sources, lang)
    face = font_face(f"{FILES}/{PART}")
    page: str = _templates(True).get_template("story.html").render(words, font_face=face, family=FAMILY)
    return page


def markdown(report: Report, story: Story, sources: Sequence[Source], lang: Language = "both") -> str:
    """The same as Markdown."""
    text: str = _templates(False).get_template("story.md").render(_content(report, story, sources, lang))
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"


def place(report: Report, pages: Iterable[int]) -> Sentence:
    """Pages, or lines of a text report, in words."""
    several = list(pages)
    if not several:
        return Sentence("", "")
    span = "、".join(map(str, several)) if len(several) <= _MOST_PAGES else f"{several[0]}–{several[-1]}"
    zh, en = {"page": ("页", "p."), "sheet": ("表", "sheet"), "line": ("行", "line")}[report.document.place]
    own = report.identity.edition == "original" or report.document.place != "page"
    return Sentence(
        f"{'' if own else '排印本'}第{span}{zh}{'' if own else '（非原件页码）'}",
        f"{en} {span.replace('、', ', ')}{'' if own else ' of the edition, not of the original'}",
    )


@cache
def _templates(escaped: bool) -> Any:
    from jinja2 import Environment, FunctionLoader

    loader = FunctionLoader(reference.text)
    environment = Environment(loader=loader, autoescape=escaped, trim_blocks=True, lstrip_blocks=True)
    environment.filters["plain"] = lambda text: re.sub(r"([\\`*_\[\]<>|#])", r"\\\1", text)
    return environment


def _content(report: Report, story: Story, sources: Sequence[Source], lang: Language) -> dict[str, Any]:
    """What the templates print: sentences, and places and proofs in words."""
    edition = report.identity.edition
    figures = sum(len(fact.figures) for fact in story.facts)
    return {
        "zh": lang != "en",
        "en": lang != "zh",
        "story": story,
        "meta": _meta(report),
        "edition": EDITIONS[edition],
        "typeset": edition != "original",
        "count": Sentence(f"{figures}个关键数字", f"{figures} figures that matter"),
        "facts": [(fact.role, [_figure(report, figure) for figure in fact.figures]) for fact in story.facts],
        "missing": _missing(story) if story.missing else None,
        "leads": [(lead, place(report, lead.pages)) for lead in story.leads],
        "counted": _counted(story) if any(story.counts.values()) else None,
        "proofs": [
            (proof, SEVERITY[proof.severity], place(report, [proof.page] if proof.page else []), *_shown(source))
            for proof, source in zip(story.proofs, sources, strict=True)
        ],
        "lacking": [_lacking(picture.shows, picture.lacks) for picture in story.pictures if picture.lacks],
    }


def _meta(report: Report) -> Sentence:
    identity, document = report.identity, report.document
    kind, scope = KINDS[identity.report_type], SCOPES[identity.scope]
    sizes = {"page": ("页", "pages"), "sheet": ("张表", "sheets"), "line": ("行", "lines")}
    size_zh, size_en = sizes[document.place]
    year = identity.fiscal_year or "—"
    origin_zh, origin_en = origin(provenance(document.source), whole=True)
    return Sentence(
        f"{identity.agency_printed or '—'} · {year}年度 · {scope.zh}{kind.zh} · {document.name}，"
        f"{document.pages}{size_zh}{origin_zh and f' · {origin_zh}'}",
        f"{year} · {kind.en} of a {scope.en} · {document.pages} {size_en}{origin_en and f' · {origin_en}'}",
    )


def _missing(story: Story) -> Sentence:
    return Sentence(
        f"报告没有写明：{'、'.join(role.zh for role in story.missing)}。",
        f"Not stated in the report: {', '.join(role.en.lower() for role in story.missing)}.",
    )


def _counted(story: Story) -> Sentence:
    counts, shown = story.counts, len(story.proofs)
    found = sum(counts.values())
    zh = "，".join(f"{SEVERITY[name].zh}{number}条" for name, number in counts.items())
    en = ", ".join(f"{number} {SEVERITY[name].en}{'' if number == 1 else 's'}" for name, number in counts.items())
    return Sentence(
        f"共查出{found}条（{zh}），这里按金额列出{shown}条，同一原因只列一条；全部见 budgetlib check。",
        f"{found} found ({en}), {shown} shown here by money, one a cause; budgetlib check lists all.",
    )


def _figure(report: Report, figure: Figure) -> dict[str, Any]:
    english = f"{figure.unit} ({_UNITS[figure.unit]})" if figure.unit in _UNITS else figure.unit
    return {
        "label": figure.label,
        "text": figure.text,
        "unit": Sentence(figure.unit, english),
        "at": place(report, figure.pages),
        "by": _confirmed(figure),
        "bare": not figure.confirmed,
    }


def _confirmed(figure: Figure) -> Sentence:
    """How a figure is confirmed, the first two ways in words."""
    ways = figure.confirmed
    if not ways:
        return Sentence("没有其他印证", "no second confirmation")
    told, rest = ways[:_COUNTED], len(ways) - _COUNTED
    zh, en = "；".join(way.zh for way in told), "; ".join(way.en[:1].lower() + way.en[1:] for way in told)
    return Sentence(
        f"印证：{zh}{f'等{len(ways)}项' if rest > 0 else ''}", f"confirmed: {en}{f' +{rest}' if rest > 0 else ''}"
    )


def _shown(source: Source) -> tuple[str | None, Any, list[str]]:
    """The picture of a source, or its lines as HTML and as text."""
    if isinstance(source, SourceLine | SourceParts):
        from markupsafe import Markup

        return None, Markup(source._repr_html_()), str(source).splitlines()
    return source, None, []


def _lacking(shows: Sentence, lacks: Sentence) -> Sentence:
    """Why a chart is not there."""
    return Sentence(f"未画{quoted(shows.zh)}：{lacks.zh}。", f"Not drawn: {shows.en.lower()}, as {lacks.en}.")
