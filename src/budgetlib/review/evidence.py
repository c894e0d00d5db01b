"""The evidence of findings as a folder: each finding with its sources, its computation, and what may explain it.

``index.html`` is to be read, ``findings.csv`` to be judged: a row copied to ``ignored.csv`` with a reason, a name and a
date is left out from then on. The sources are crops of the pages of a PDF, and the lines or cells of other reports.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from budgetlib import reference
from budgetlib.checks.catalogue import rules
from budgetlib.numbers import TO_WAN
from budgetlib.output.show_text import SourceLine
from budgetlib.output.staging import Staged
from budgetlib.review import judged
from budgetlib.schema import SEVERITIES
from budgetlib.show import SourceParts, show_source

if TYPE_CHECKING:
    from PIL.Image import Image

    from budgetlib.report import Report

Both = tuple[str, str]
_NAMES = {"error": "错误 / error", "warning": "提示 / warning", "note": "备注 / note"}


@dataclass(frozen=True)
class Printed:
    """A figure of a finding as it is printed: what it is, its digits and unit, its page."""

    what: str
    text: str
    page: int | None


@dataclass(frozen=True)
class Exhibit:
    """All that the page shows of one finding."""

    name: str
    report: str
    place: str
    severity: str
    rule: str
    title: Both
    why: str
    sentence: Both
    computation: tuple[tuple[str, str], ...]
    figures: tuple[Printed, ...]
    innocent: Both
    ask: Both
    pictures: tuple[str, ...]
    lines: tuple[str, ...]
    group: str


def write_evidence(kept: Iterable[tuple[Report, Sequence[Mapping[str, Any]]]], folder: Path) -> Path:
    """Write the pack of the findings of some reports; its index. Raises UnwritableFolder, UnreadableReport."""
    with Staged(folder) as staged:
        exhibits = [
            _exhibit(report, name, finding, staged.stage)
            for report, findings in kept
            for name, finding in _named(report, findings)
        ]
        _write_index(exhibits, staged.stage)
        _write_list(exhibits, staged.stage)
    return folder / "index.html"


def _named(report: Report, kept: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Findings with the names that they have among all of the report's."""
    every = list(report.records("findings"))
    return ((name, one) for name, one in zip(judged.names(report.parsed, every), every, strict=True) if one in kept)


def _exhibit(report: Report, name: str, finding: Mapping[str, Any], folder: Path) -> Exhibit:
    pictures, lines = _sources(report, name, finding, folder)
    rule = {one.id: one for one in rules()}.get(finding["rule"])
    place = {"page": "第 {} 页", "sheet": "第 {} 张工作表", "line": "第 {} 行"}[report.document.place]
    return Exhibit(
        name,
        report.document.name,
        place.format(finding["page"]) if finding["page"] else "",
        finding["severity"],
        finding["rule"],
        (rule.title_zh, rule.title_en) if rule else ("", ""),
        rule.why if rule else "",
        (finding["message_zh"], finding["message_en"]),
        tuple(_computation(finding)),
        tuple(_figures(report, str(finding["evidence"] or ""))),
        *questions(finding["rule"], rule.family if rule else ""),
        pictures,
        lines,
        str(finding.get("group") or ""),
    )


@cache
def questions(rule: str, family: str) -> tuple[Both, Both]:
    """The innocent explanation and the question of a rule, else of its family."""
    known = reference.load("questions")
    entry = known.get(rule) or known[family if family in known else "form"]
    return (entry["innocent"][0], entry["innocent"][1]), (entry["ask"][0], entry["ask"][1])


def _computation(finding: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    labels = {
        "stated": "写的是 / stated",
        "expected": "应为 / expected",
        "difference": "相差 / difference",
        "tolerance": "舍入最多可差 / rounding explains",
        "amount": "涉及金额（万元） / money at stake",
    }
    for key, label in labels.items():
        value = finding.get(key)
        if value is not None and value == value:
            yield label, f"{value:,.6f}".rstrip("0").rstrip(".")


def _figures(report: Report, evidence: str) -> Iterator[Printed]:
    for place in evidence.split():
        table, _, rest = place.partition(":")
        number, _, column = rest.partition(":")
        if table not in report.rows or not number.isdigit():
            continue
        row = report.rows[table][int(number)]
        one = row.facts.get(column)
        if one:
            words = [row.values.get(key) for key in ("statement_zh", "project", "item", "indicator", "code", "name")]
            names = [*words, row.values.get("column_zh") or column]
            yield Printed(
                " · ".join(str(word) for word in names if word), one.text + _unit(one.unit, one.factor), one.page
            )


def _unit(unit: str, factor: float) -> str:
    return next((name for name, known in TO_WAN.items() if known == factor), unit) if unit in TO_WAN else unit


def _sources(
    report: Report, name: str, finding: Mapping[str, Any], folder: Path
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Crops written beside the index, and lines of text with their figures marked."""
    if not finding["evidence"]:
        return (), ()
    try:
        shown = show_source(report.parsed, str(finding["evidence"]))
    except ValueError:  # words whose place has no box of its own
        return (), ()
    parts = shown.parts if isinstance(shown, SourceParts) else (shown,)
    pictures = [part for part in parts if not isinstance(part, SourceLine)]
    lines = [part._repr_html_() for part in parts if isinstance(part, SourceLine)]
    return tuple(_saved(picture, f"{name}-{n}.png", folder) for n, picture in enumerate(pictures, 1)), tuple(lines)


def _saved(picture: Image, name: str, folder: Path) -> str:
    crops = folder / "crops"
    crops.mkdir(exist_ok=True)
    picture.save(crops / name, format="PNG", optimize=True)
    return f"crops/{name}"


def _write_index(exhibits: Sequence[Exhibit], folder: Path) -> None:
    groups = [(one, _NAMES[one], [e for e in exhibits if e.severity == one]) for one in SEVERITIES]
    template = reference.template("evidence.html")
    page = template.render(by_severity=[one for one in groups if one[2]], count=len(exhibits))
    (folder / "index.html").write_text(page, encoding="utf-8")


def _write_list(exhibits: Sequence[Exhibit], folder: Path) -> None:
    with (folder / "findings.csv").open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow((*judged.COLUMNS, "report", "place", "severity", "rule", "message"))
        for one in exhibits:
            writer.writerow((one.name, "", "", "", one.report, one.place, one.severity, one.rule, one.sentence[0]))
