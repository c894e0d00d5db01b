"""A fact sheet as HTML and as Markdown: Chinese first, English beside; files are named relative to the page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import escape
from importlib import resources
from string import Template
from typing import TYPE_CHECKING

from budgetlib.analysis.sentences import Sentence
from budgetlib.gallery import FAMILY, font_face
from budgetlib.manifest import origin, provenance
from budgetlib.show import SourceLine, SourceParts
from budgetlib.story.content import KINDS, SCOPES, SEVERITY, Proof, Story
from budgetlib.story.facts import Figure
from budgetlib.story.sentences import EDITIONS
from budgetlib.wording import quoted

if TYPE_CHECKING:
    from budgetlib.report import Report

Source = str | SourceLine | SourceParts | None
"""What proves a finding: the name of a picture, the lines of a text report, or nothing that could be shown."""

_UNITS = {"万元": "10,000 yuan", "人": "persons"}
_MOST_PAGES = 2
_NUMERALS = "零一两三四五六七八九十"
_CHANGES = Sentence("什么变了", "What changed most")
_EXECUTION = Sentence("项目花了多少", "What the projects spent")
_FINDINGS = Sentence("最值得追问的疑点", "The strongest findings")
_CHARTS = Sentence("图表", "Charts")
_CAVEATS = Sentence("编辑提醒", "Caveats of a careful editor")
_NO_SOURCE = Sentence("这一条没有可裁切的出处。", "There is no single place to crop for this one.")
_NO_CHANGES = Sentence("报告没有列出同比变化。", "The report prints no change on the prior year.")
_NOTHING = Sentence("没有查出错误或提示。", "No error and no warning was found.")
_FOOT = Sentence(
    "金额单位为万元。页中每句话、每个数字都由 budgetlib 从报告文本计算得出。",
    "Amounts are in 10,000 yuan (万元). Every sentence and figure here is computed from the report by budgetlib.",
)


def html(report: Report, story: Story, sources: Sequence[Source]) -> str:
    """The page."""
    page = Template(resources.files("budgetlib.reference").joinpath("story.html").read_text(encoding="utf-8"))
    proofs = [_proof(report, proof, source) for proof, source in zip(story.proofs, sources, strict=True)]
    parts = [
        f"<h1>{escape(story.title.zh)}<small lang='en'>{escape(story.title.en)}</small></h1>",
        f'<p class="meta">{escape(_meta(report).zh)}</p><p lang="en">{escape(_meta(report).en)}</p>',
        _edition(report),
        _head(_figures_head(story)),
        f'<div class="facts">{"".join(_facts(report, story))}</div>',
        _pair(_missing(story)) if story.missing else "",
        _head(_CHANGES),
        _list(story.changes or [_NO_CHANGES]),
        _head(_EXECUTION) + _list(story.execution) if story.execution else "",
        _head(_FINDINGS),
        _pair(_counted(story)) if any(story.counts.values()) else "",
        *(proofs or [_pair(_NOTHING)]),
        _head(_CHARTS),
        *_pictures(story),
        _head(_CAVEATS),
        _list(story.caveats),
        f"<footer>{_pair(_FOOT)}</footer>",
    ]
    body = "\n".join(part for part in parts if part)
    return page.substitute(title=escape(story.title.zh), font_face=font_face(), family=FAMILY, body=body)


def markdown(report: Report, story: Story, sources: Sequence[Source]) -> str:
    """The same as Markdown."""
    edition = EDITIONS[report.identity.edition]
    lines = [f"# {_plain(story.title.zh)}", "", _plain(story.title.en), ""]
    lines += [_plain(_meta(report).zh), "", _plain(_meta(report).en), "", f"> {edition.zh} / {edition.en}", ""]
    lines += [_heading(_figures_head(story)), *_fact_rows(report, story), ""]
    lines += _items([_missing(story)]) if story.missing else []
    lines += [_heading(_CHANGES), *_items(story.changes or [_NO_CHANGES])]
    lines += [_heading(_EXECUTION), *_items(story.execution)] if story.execution else []
    lines += [_heading(_FINDINGS), *(_items([_counted(story)]) if any(story.counts.values()) else [])]
    for number, (proof, source) in enumerate(zip(story.proofs, sources, strict=True), 1):
        lines += _proof_lines(report, number, proof, source)
    lines += [] if story.proofs else _items([_NOTHING])
    lines += [_heading(_CHARTS), *_picture_lines(story), _heading(_CAVEATS), *_items(story.caveats)]
    lines += ["---", "", _FOOT.zh, "", _FOOT.en]
    return "\n".join(lines) + "\n"


def place(report: Report, pages: Iterable[int]) -> Sentence:
    """Pages, or lines of a text report, in words."""
    several = list(pages)
    if not several:
        return Sentence("", "")
    span = "、".join(map(str, several)) if len(several) <= _MOST_PAGES else f"{several[0]}–{several[-1]}"
    zh, en = {"page": ("页", "p."), "sheet": ("表", "sheet"), "line": ("行", "line")}[report.document.place]
    return Sentence(f"第{span}{zh}", f"{en} {span.replace('、', ', ')}")


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


def _figures_head(story: Story) -> Sentence:
    return Sentence(f"{_NUMERALS[len(story.facts)]}个关键数字", "The figures that matter")


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
        f"共查出{found}条（{zh}），这里列出{shown}条；全部见 budgetlib check。",
        f"{found} found ({en}), {shown} shown here; budgetlib check lists all.",
    )


def _confirmed(figure: Figure) -> Sentence:
    """How a figure is confirmed, the first two ways in words."""
    ways = figure.confirmed
    if not ways:
        return Sentence("没有其他印证", "no second confirmation")
    rest = len(ways) - 2
    zh, en = "；".join(way.zh for way in ways[:2]), "; ".join(way.en[:1].lower() + way.en[1:] for way in ways[:2])
    return Sentence(
        f"印证：{zh}{f'等{len(ways)}项' if rest > 0 else ''}", f"confirmed: {en}{f' +{rest}' if rest > 0 else ''}"
    )


# HTML


def _pair(sentence: Sentence) -> str:
    return f'<p>{escape(sentence.zh)}</p><p lang="en">{escape(sentence.en)}</p>'


def _head(sentence: Sentence) -> str:
    return f"<h2>{escape(sentence.zh)} <small>{escape(sentence.en)}</small></h2>"


def _list(sentences: Iterable[Sentence]) -> str:
    return "<ul>" + "".join(f"<li>{_pair(one)}</li>" for one in sentences) + "</ul>"


def _edition(report: Report) -> str:
    if report.identity.edition == "original":
        return ""
    return f'<div class="edition">{_pair(EDITIONS[report.identity.edition])}</div>'


def _facts(report: Report, story: Story) -> Iterable[str]:
    for fact in story.facts:
        figures = "".join(_figure(report, figure) for figure in fact.figures)
        role = f'<h3>{escape(fact.role.zh)}</h3><p lang="en" class="from">{escape(fact.role.en)}</p>'
        yield f'<div class="fact">{role}{figures}</div>'


def _figure(report: Report, figure: Figure) -> str:
    at, by = place(report, figure.pages), _confirmed(figure)
    unit = escape(figure.unit)
    warn = "" if figure.confirmed else " none"
    return (
        f'<div class="figure"><div class="value">{figure.text} <small>{unit}</small></div>'
        f'<p class="from">{escape(figure.label.zh)} · {escape(figure.label.en)} · {at.zh} {at.en}</p>'
        f'<p class="from{warn}">{escape(by.zh)}</p><p class="from{warn}" lang="en">{escape(by.en)}</p></div>'
    )


def _proof(report: Report, proof: Proof, source: Source) -> str:
    at = place(report, [proof.page] if proof.page else [])
    badge = f"{SEVERITY[proof.severity].zh} / {SEVERITY[proof.severity].en}"
    head = f'<h3><span class="badge">{badge}</span> 规则：{escape(proof.rule.zh)} · {at.zh}</h3>'
    return (
        f'<article class="{proof.severity}">{head}<p lang="en">Rule: {escape(proof.rule.en)} · {at.en}</p>'
        f"{_pair(proof.formula)}{_shown(source, at)}</article>"
    )


def _shown(source: Source, at: Sentence) -> str:
    if source is None:
        return f'<p class="from">{_NO_SOURCE.zh} {_NO_SOURCE.en}</p>'
    if isinstance(source, SourceLine | SourceParts):
        return f'<div class="lines">{source._repr_html_()}</div>'
    alt = f"{at.zh}，红框标出有关数字 / {at.en}, the figures framed in red"
    return f'<a class="crop" href="{source}"><img src="{source}" alt="{alt}"></a>'


def _pictures(story: Story) -> Iterable[str]:
    for picture in story.pictures:
        if picture.headline:
            name = f"charts/{picture.name}"
            links = f'<a href="{name}.svg">SVG</a> <a href="{name}.csv">CSV</a>'
            caption = f"{escape(picture.shows.en)}: {escape(picture.headline.en)}. {links}"
            alt = escape(f"{picture.shows.zh}：{picture.headline.zh}")
            yield f'<figure><img src="{name}.png" alt="{alt}"><figcaption lang="en">{caption}</figcaption></figure>'
    for one in _lacking(story):
        yield _pair(one)


def _lacking(story: Story) -> list[Sentence]:
    """Why a chart is not there."""
    return [
        Sentence(
            f"未画{quoted(picture.shows.zh)}：{picture.lacks.zh}。",
            f"Not drawn: {picture.shows.en.lower()}, as {picture.lacks.en}.",
        )
        for picture in story.pictures
        if picture.lacks
    ]


# Markdown


def _plain(text: str) -> str:
    """Text in which Markdown reads no mark-up."""
    return re.sub(r"([\\`*_\[\]<>|#])", r"\\\1", text)


def _heading(sentence: Sentence) -> str:
    return f"## {sentence.zh} / {sentence.en}\n"


def _items(sentences: Iterable[Sentence]) -> list[str]:
    return [line for one in sentences for line in (f"- {_plain(one.zh)}  ", f"  {_plain(one.en)}")] + [""]


def _fact_rows(report: Report, story: Story) -> list[str]:
    rows = ["| 角色 Role | 数字 Figure | 单位 Unit | 出处 Place | 印证 Confirmed |", "|---|---:|---|---|---|"]
    for fact in story.facts:
        for figure in fact.figures:
            at, by = place(report, figure.pages), _confirmed(figure)
            what = f"{fact.role.zh}：{figure.label.zh} / {fact.role.en}: {figure.label.en}"
            unit = f"{figure.unit} ({_UNITS[figure.unit]})" if figure.unit in _UNITS else figure.unit
            cells = [what, figure.text, unit, f"{at.zh} {at.en}", f"{by.zh} / {by.en}"]
            rows.append("| " + " | ".join(_plain(cell) for cell in cells) + " |")
    return rows


def _proof_lines(report: Report, number: int, proof: Proof, source: Source) -> list[str]:
    at, severity = place(report, [proof.page] if proof.page else []), SEVERITY[proof.severity]
    lines = [
        f"### {number}. [{severity.zh} / {severity.en}] 规则：{_plain(proof.rule.zh)} / rule: {_plain(proof.rule.en)}",
        "",
    ]
    lines += [f"{at.zh} / {at.en}", "", _plain(proof.formula.zh), "", _plain(proof.formula.en), ""]
    if source is None:
        return [*lines, f"{_NO_SOURCE.zh} {_NO_SOURCE.en}", ""]
    if isinstance(source, SourceLine | SourceParts):
        return [*lines, *(f"> {_plain(line)}" for line in str(source).splitlines()), ""]
    return [*lines, f"![{at.zh} / {at.en}]({source})", ""]


def _picture_lines(story: Story) -> list[str]:
    lines = []
    for picture in story.pictures:
        if picture.headline:
            name = f"charts/{picture.name}"
            lines += [f"![{_plain(picture.shows.zh)}]({name}.png)", ""]
            lines += [
                f"{_plain(picture.headline.zh)}  ",
                f"{_plain(picture.headline.en)} ([SVG]({name}.svg), [CSV]({name}.csv))",
                "",
            ]
    return lines + (_items(_lacking(story)) if _lacking(story) else [])
