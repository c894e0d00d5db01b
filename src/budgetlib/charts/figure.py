"""What every chart has: a title that states the finding, a note with unit, source, page and year, and its data."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.text import Text

from budgetlib.charts.style import (
    FAINT,
    FALL,
    INK,
    SMALL_SIZE,
    TEXT_SIZE,
    TITLE_SIZE,
    WIDTH,
    chart_style,
    wrap,
    wrap_title,
)
from budgetlib.readers.document import Locator
from budgetlib.reference.wording import Lang, report_words, width_in_ems

if TYPE_CHECKING:
    from matplotlib.figure import Figure

DPI = 200
_MARGIN = 0.16  # inches
_LINE = 1.4  # line height in font sizes
_POINTS = 72
_MOST_RUNS = 3
_CAVEATS = {
    "fictional": ("虚构：机构与数据都是教学用的，不是真实单位", "Fictional: the office and its figures are made up"),
    "samples": ("样本副本，可能是公布前的稿本", "Sample copy, perhaps a draft of what was published"),
    "typeset": ("重新排印本，页码不是原件的", "An edition set anew: the page numbers are its own"),
}
"""What a chart says of reports by what they are: ``attrs`` of the public tables name them."""
_PLACES = {"page": "页", "sheet": "张表", "line": "行"}
_UNIT_EN = {"万元": "10,000 yuan (万元)", "分、%": "points, %", "分": "points"}
_DATA: WeakKeyDictionary[Figure, pd.DataFrame] = WeakKeyDictionary()


@dataclass(frozen=True, slots=True)
class Note:
    """The line under a chart: unit, source report, pages and year. All are required; ``remark`` is a caveat.

    ``locator`` is what ``pages`` counts: pages, sheets of a workbook, or lines of a text. ValueError when unit, source
    or year is blank. ``tag`` stands at the top of the chart, for what nobody may overlook; ``whose``, the one
    report that the chart is about, opens the subtitle.
    """

    unit: str
    source: str
    year: str
    pages: tuple[int, ...]
    locator: Locator = "page"
    remark: str = ""
    tag: str = ""
    whose: str = ""

    def __post_init__(self) -> None:
        for name in ("unit", "source", "year"):
            if not str(getattr(self, name)).strip():
                raise ValueError(f"a chart's note needs its {name}: no chart goes out without unit, source and year")

    def text(self, lang: Lang = "zh") -> str:
        """The note as printed under the chart."""
        where = _places(self.pages, self.locator, lang)
        if lang == "zh":
            parts = [f"单位：{self.unit}", f"年度：{self.year}", f"来源：{self.source}{where}", self.remark]
            return "。".join(part for part in parts if part) + "。"
        unit = _UNIT_EN.get(self.unit, self.unit)
        parts = [f"Unit: {unit}", f"year: {self.year}", f"source: {self.source}{where}"]
        return "; ".join(parts) + "." + (f" {self.remark}." if self.remark else "")


def source_note(
    table: pd.DataFrame,
    *,
    unit: str = "万元",
    locator: Locator | None = None,
    remark: str = "",
    lang: Lang = "zh",
) -> Note:
    """The note of a public table, from its key and ``page`` columns. ValueError when the table has no row.

    ``locator`` says what ``page`` counts; left out, it is ``table.attrs["locator"]`` or else pages. What
    of it comes from the reports in ``attrs["samples"]`` is said to be a sample copy, of those in
    ``attrs["fictional"]`` that it is made up (虚构), of those in ``attrs["typeset"]`` that pages are of an edition set
    anew; ``attrs["origins"]`` says where the reports came from.
    """
    if table.empty:
        raise ValueError("an empty table has no source to name")
    names = [
        report_words(agency, _years(rows), kind, lang)
        for (agency, kind), rows in table.groupby(["agency", "report_type"], sort=False, dropna=False)
    ]
    pages = tuple(sorted({int(page) for page in table["page"].dropna()}))
    year = _years(table) or pick("未写明", "not stated", lang)
    remarks = [_origin(table, lang), *(_caveat(table, name, lang) for name in _CAVEATS), remark]
    remarks = [text for text in remarks if text]
    caveat = ("。" if lang == "zh" else ". ").join(remarks)
    tag = pick("虚构", "Fictional", lang) if _caveat(table, "fictional", lang) else ""
    whose = names[0] if len(names) == 1 else ""
    place = locator or table.attrs.get("locator", "page")
    return Note(unit, "、".join(names), year, pages, place, caveat, tag, whose)


def _origin(table: pd.DataFrame, lang: Lang) -> str:
    """Where the reports came from; of many reports this stands in the table ``reports`` alone."""
    origins: dict[str, tuple[str, str]] = table.attrs.get("origins", {})
    names = table["report_id"].unique() if "report_id" in table else list(origins)
    told = list(dict.fromkeys(pick(*origins[name], lang) for name in names if any(origins.get(name, ()))))
    return pick("；", "; ", lang).join(told) if len(told) <= _MOST_RUNS else ""


def _years(table: pd.DataFrame) -> str:
    """The fiscal years of the rows as one writes them, 2019–2024; blank where no row has one."""
    return _span(sorted({int(year) for year in table["fiscal_year"].dropna()}))


def _caveat(table: pd.DataFrame, name: str, lang: Lang) -> str:
    """That all or some of the figures are of such reports; a table that does not name its report may be of one."""
    reports = table.attrs.get(name, ())
    such = table["report_id"].isin(reports) if "report_id" in table else pd.Series([bool(reports)])
    if not such.any():
        return ""
    some = "" if such.all() else pick("部分为", "In part: ", lang)
    return some + pick(*_CAVEATS[name], lang)


def new_figure(height: float) -> Figure:
    """An empty figure of the house width and ``height`` inches for the drawing itself (title and note come on top)."""
    return plt.figure(figsize=(WIDTH, height))


def finish(fig: Figure, *, title: str, note: Note, data: pd.DataFrame, subtitle: str = "", lang: Lang = "zh") -> Figure:
    """Put ``title`` (the finding), ``subtitle`` (what is shown) and ``note`` around the drawing, and remember ``data``.

    The figure grows by the room the text takes, so the drawing keeps its size and nothing is cut off. ValueError when
    the title is blank.
    """
    if not title.strip():
        raise ValueError("a chart's title states the finding; it cannot be blank")
    subtitle = " · ".join(filter(None, (note.whose, subtitle)))
    blocks = [
        wrap_title(title, _ems(TITLE_SIZE)),
        wrap(subtitle, _ems(TEXT_SIZE) - width_in_ems(note.tag)),
        wrap(note.text(lang), _ems(SMALL_SIZE)),
    ]
    heights = [_height(text, size) for text, size in zip(blocks, (TITLE_SIZE, TEXT_SIZE, SMALL_SIZE), strict=True)]
    above, below = heights[0] + heights[1] + 2.2 * _MARGIN, heights[2] + 1.8 * _MARGIN
    drawing = fig.get_size_inches()[1]
    full = drawing + above + below
    fig.set_size_inches(WIDTH, full)
    left = _MARGIN / WIDTH
    fig.text(left, 1 - _MARGIN / full, blocks[0], size=TITLE_SIZE, color=INK, va="top", linespacing=1.25, gid="title")
    if subtitle:
        y = 1 - (_MARGIN * 1.2 + heights[0]) / full
        fig.text(left, y, blocks[1], size=TEXT_SIZE, color=FAINT, va="top", linespacing=1.25, gid="subtitle")
    if note.tag:
        y = 1 - (_MARGIN * 1.2 + heights[0]) / full
        fig.text(1 - left, y, note.tag, size=TEXT_SIZE, color=FALL, va="top", ha="right", gid="tag")
    fig.text(left, _MARGIN / full, blocks[2], size=SMALL_SIZE, color=FAINT, va="bottom", linespacing=1.25, gid="note")
    inside = (left, below / full, 1 - 2 * left, drawing / full)
    fig.set_layout_engine("constrained", rect=inside, w_pad=0, h_pad=0.03, wspace=0.08, hspace=0.1)
    fig.canvas.draw()  # ticks are made on the first draw: make them while the style holds
    for text in fig.findobj(Text):
        if isinstance(text, Text) and text.get_text().startswith("“"):
            text.set_fontfeatures(("palt[0:1]",))  # its mark opens a line without half an em of nothing before it
    fig.set_layout_engine("none")
    _DATA[fig] = data
    return fig


def save(
    fig: Figure, name: str, directory: str | Path = ".", data: pd.DataFrame | None = None, formats: Iterable[str] = ()
) -> dict[str, Path]:
    """Write ``name``.png (200 dpi), ``name``.svg and ``name``.csv (the data behind it); returns path by format.

    ``data`` defaults to what the chart function drew; ``formats`` adds others (``pdf``). The CSV is UTF-8 with a mark,
    so that Excel reads the Chinese. ValueError for a figure without data; OSError when ``directory`` cannot be written.
    """
    data = _DATA.get(fig) if data is None else data
    if data is None:
        raise ValueError(
            f"the figure for {name!r} has no data: make it with a function of budgetlib.charts, or pass data="
        )
    folder = Path(directory)
    folder.mkdir(parents=True, exist_ok=True)
    paths = {suffix: folder / f"{name}.{suffix}" for suffix in ("png", "svg", *formats)}
    with chart_style():
        for suffix, path in paths.items():
            fig.savefig(path, dpi=DPI, metadata=_undated(suffix))
    paths["csv"] = folder / f"{name}.csv"
    data.to_csv(paths["csv"], index=False, encoding="utf-8-sig")
    return paths


def data_of(fig: Figure) -> pd.DataFrame:
    """The data behind a finished chart; KeyError for any other figure."""
    return _DATA[fig]


def pick(zh: str, en: str, lang: Lang) -> str:
    """The text in the language asked for."""
    return zh if lang == "zh" else en


def _ems(size: float) -> float:
    """How many font sizes fit between the margins."""
    return (WIDTH - 2 * _MARGIN) * _POINTS / size - 0.5


def _height(text: str, size: float) -> float:
    """Inches that a block of wrapped text takes."""
    return (text.count("\n") + 1) * size * _LINE / _POINTS if text else 0.0


def _places(pages: tuple[int, ...], locator: str, lang: Lang) -> str:
    if not pages:
        return ""
    span = _span(pages)
    if lang == "zh":
        return f"，第{span.replace(', ', '、')}{_PLACES[locator]}"
    plural = "s" if len(pages) > 1 else ""
    return f", {locator}{plural} {span}"


def _span(numbers: Iterable[int]) -> str:
    """Numbers as a reader writes them: 4–6, 9; from first to last where that list would get long."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    if len(runs) > _MOST_RUNS:
        runs = [[runs[0][0], runs[-1][-1]]]
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs)


def _undated(suffix: str) -> dict[str, str | None]:
    """Metadata that leaves date and program version out, so that the same chart gives the same file."""
    key = {"svg": "Date", "png": "Software", "pdf": "CreationDate"}.get(suffix)
    return {key: None} if key else {}
