"""The form on which a finance bureau reviews published reports (公开情况检查表), filled in as far as a program can.

A row an item: met, not met, partly met, not applicable, or to be judged by a person; what and where; and the crop that
shows it. The items and the rules that stand behind each are data: ``reference/review.toml``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from budgetlib import reference
from budgetlib.output.show_text import SourceLine
from budgetlib.output.staging import unwritable
from budgetlib.readers.document import UnreadableReport
from budgetlib.show import SourceParts, show_source

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet
    from PIL.Image import Image

    from budgetlib.report import Report

HEAD = ("序号", "检查内容", "检查项目", "是否符合", "问题及位置", "截图", "检查人意见")
_WIDTHS = (6, 16, 44, 10, 60, 62, 20)
_PICTURE = 420
"""Width of a crop in pixels."""
_SHOWN = 5
"""Findings told in one cell; the others are on the second sheet."""
_LEGEND = "“符合”：程序核对过的内容没有发现问题；“基本符合”：只有形式问题；“人工检查”：程序不能判断。"
_ANSWERS = {"met": "符合", "not": "不符合", "partly": "基本符合", "none": "不适用", "person": "人工检查"}
_FILLS = {"符合": "E2F0D9", "不符合": "F8CBAD", "基本符合": "FFF2CC"}


@dataclass(frozen=True)
class Answer:
    """What the form says of one item."""

    area: str
    item: str
    answer: str
    where: str
    findings: tuple[Mapping[str, Any], ...] = ()


def answers(report: Report, findings: Sequence[Mapping[str, Any]]) -> list[Answer]:
    """Every item of the form, answered from the findings and from what was checked and held."""
    evaluated = {one.rule.id for one in report.checked.judged if one.verdict.status != "unchecked"}
    return [_answer(report, entry, findings, evaluated) for entry in reference.load("review")["items"]]


def _answer(
    report: Report, entry: Mapping[str, Any], findings: Sequence[Mapping[str, Any]], evaluated: set[str]
) -> Answer:
    area, item = entry["area"], entry["item"]
    kinds = entry.get("kinds", ["final", "budget"])
    if report.identity.report_type not in (*kinds, None):
        return Answer(area, item, _ANSWERS["none"], "")
    rules = tuple(entry.get("rules", ()))
    own = tuple(one for one in findings if one["rule"].startswith(rules)) if rules else ()
    if own:
        grave = any(one["severity"] != "note" for one in own)
        told = [f"{n}. {one['message_zh']}" for n, one in enumerate(own[:_SHOWN], 1)]
        more = [f"……共 {len(own)} 处，其余见“疑点”表。"] if len(own) > _SHOWN else []
        return Answer(area, item, _ANSWERS["not" if grave else "partly"], "\n".join(told + more), own)
    if not rules or not _looked_at(report, entry, rules, evaluated):
        return Answer(area, item, _ANSWERS["person"], entry.get("hint", "报告中没有可供程序核对的内容。"))
    return Answer(area, item, _ANSWERS["met"], "")


def _looked_at(report: Report, entry: Mapping[str, Any], rules: tuple[str, ...], evaluated: set[str]) -> bool:
    """Whether silence means something: an identity was evaluated, or the rule reads what is there in any report."""
    if entry.get("always"):
        return not report.document.losses
    return any(rule.startswith(rules) for rule in evaluated)


def write_sheet(reports: Iterable[tuple[Report, Sequence[Mapping[str, Any]]]], path: Path) -> Path:
    """Write the form, a sheet for each report with its findings on a second one. Raises UnwritableFolder."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.active)
    for number, (report, findings) in enumerate(reports, 1):
        _form(book, report, answers(report, findings), f"检查表{number}")
        _list(book, findings, f"疑点{number}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        book.save(path)
    except OSError as error:
        raise unwritable(path.parent, error) from error
    return path


def _form(book: Workbook, report: Report, found: Sequence[Answer], title: str) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill

    sheet = book.create_sheet(title)
    identity = report.identity
    kind = {"final": "部门决算", "budget": "部门预算"}.get(identity.report_type or "", "报告")
    year = f"{identity.fiscal_year}年度" if identity.fiscal_year else ""
    _write(sheet, 1, ["", f"{year}{kind}公开情况检查表"])
    _write(sheet, 2, ["", f"单位：{identity.agency or ''}", f"文件：{report.document.name}"])
    _write(sheet, 3, ["", _LEGEND])
    _write(sheet, 4, HEAD)
    for number, one in enumerate(found, 1):
        row = number + 4
        _write(sheet, row, [number, one.area, one.item, one.answer, one.where])
        if one.answer in _FILLS:
            sheet.cell(row, 4).fill = PatternFill("solid", fgColor=_FILLS[one.answer])
        _place_picture(sheet, row, report, one)
    for cells in sheet.iter_rows(min_row=4, max_row=len(found) + 4):
        for cell in cells:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    for column, width in zip("ABCDEFG", _WIDTHS, strict=True):
        sheet.column_dimensions[column].width = width
    sheet["B1"].font = Font(bold=True, size=16)
    for cell in sheet[4]:
        cell.font = Font(bold=True)
    sheet.freeze_panes = "A5"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def _list(book: Workbook, findings: Sequence[Mapping[str, Any]], title: str) -> None:
    sheet = book.create_sheet(title)
    _write(sheet, 1, ("严重程度", "规则", "页（行）", "内容", "写的是", "应为", "相差"))
    for number, one in enumerate(findings, 2):
        columns = ("severity", "rule", "page", "message_zh", "stated", "expected", "difference")
        _write(sheet, number, [one.get(column) for column in columns])
    sheet.column_dimensions["B"].width, sheet.column_dimensions["D"].width = 28, 100


def _write(sheet: Worksheet, row: int, values: Sequence[Any]) -> None:
    """A row of cells; a text that begins with "=" stays a text."""
    for column, value in enumerate(values, 1):
        cell = sheet.cell(row, column, value)
        if isinstance(value, str):
            cell.data_type = "s"


def _place_picture(sheet: Worksheet, row: int, report: Report, one: Answer) -> None:
    """The source of the gravest finding: a crop of the page, else the line."""
    first = next((finding for finding in one.findings if finding["evidence"]), None)
    source = _source(report, str(first["evidence"])) if first else None
    if isinstance(source, SourceLine):
        _write(sheet, row, [sheet.cell(row, n).value for n in range(1, 6)] + [str(source)[:500]])
        return
    lines = 1 + sum(len(part) // 28 + 1 for part in one.where.split("\n"))
    height = max(15.0, 15.0 * lines)
    if source is not None:
        height = max(height, _anchor(sheet, row, source))
    sheet.row_dimensions[row].height = min(height, 400.0)


def _source(report: Report, evidence: str) -> Image | SourceLine | None:
    try:
        shown = show_source(report.parsed, evidence)
    except (ValueError, UnreadableReport):
        return None
    return shown.parts[0] if isinstance(shown, SourceParts) else shown


def _anchor(sheet: Worksheet, row: int, picture: Image) -> float:
    """Put a crop into the sixth column; the height that its row needs, in points."""
    from openpyxl.drawing.image import Image as Placed

    tall = min(picture.height, picture.width)  # of a finding with many places the first ones
    part = picture.crop((0, 0, picture.width, tall))
    data = BytesIO()
    part.resize((_PICTURE, max(round(part.height * _PICTURE / part.width), 1))).save(data, format="PNG")
    placed = Placed(data)
    sheet.add_image(placed, f"F{row}")
    return float(placed.height) * 0.78
