"""Pick an office, a year and an item: the chart and the crop of the page that states it follow the choice.

Built on ipywidgets, for JupyterLab and Voilà alike; pictures are PNG bytes, so nothing depends on the output area.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from html import escape
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from budgetlib.intervals import is_zero
from budgetlib.readers.document import UnreadableReport
from budgetlib.reference.wording import kind_word

if TYPE_CHECKING:
    import ipywidgets  # type: ignore[import-untyped]
    import pandas as pd
    from matplotlib.figure import Figure

    from budgetlib.dataset import Dataset
    from budgetlib.reference.wording import Lang
    from budgetlib.report import Report

_STAGES = ("prior", "initial_budget", "annual_budget", "current")
_PUBLIC = "“三公”经费各项 / three public expenses"
_KEY = ["report_id", "agency", "fiscal_year", "report_type", "page"]
_SCREEN_DPI = 144


@dataclass(slots=True)
class Item:
    """What can be chosen in a report: its label, its amounts (万元) by stage, and the rows that state them.

    ``rows`` names the rows by table and number in the report; the crop shows the first.
    """

    label: str
    name: str
    amounts: dict[str, float] = field(default_factory=dict)
    rows: list[tuple[str, int]] = field(default_factory=list)
    derived: bool = False


def report_items(dataset: Dataset, report_id: str) -> list[Item]:
    """The items of one report: the three public expenses, then what its prose and its general budget state."""
    public = _own(dataset, "three_public", report_id)
    total = public.index[(public["item"] == "total") & public[["budget", "actual"]].notna().any(axis=1)]
    first = [Item(_PUBLIC, "three_public", rows=[("three_public", int(total[0]))])] if len(total) else []
    lines = _own(dataset, "lines", report_id)
    whole = lines["column"].isin(("total", "amount")) & lines["amount"].notna()
    lines = lines[whole & (lines["statement"] == "general_public") & (lines["code"].str.len() == 7)]
    codes = lines.drop_duplicates("code").drop_duplicates("name", keep=False).set_index("name")["code"].to_dict()
    found: dict[str, Item] = {}
    for number, row in _rows(_own(dataset, "changes", report_id)):
        one = _add(found, codes, "changes", number, row, {"prior": row["prior"], "current": row["current"]})
        one.derived = one.derived or bool(row["derived"])
    for number, row in _rows(_own(dataset, "completions", report_id)):
        budgets = {name: row[name] for name in ("initial_budget", "annual_budget")}
        _add(found, codes, "completions", number, row, budgets | {"current": row["actual"]})
    for number, row in _rows(lines):
        _add(found, codes, "lines", number, row | {"item": row["name"]}, {"current": row["amount"]})
    return [*first, *(one for one in found.values() if "current" in one.amounts)]


def item_chart(dataset: Dataset, report_id: str, item: Item, lang: Lang = "zh") -> Figure:
    """The chart of an item: prior year, budgets and this year; small multiples for the three public expenses."""
    from budgetlib.charts.three_public import three_public_bars

    if item.label == _PUBLIC:
        return three_public_bars(_own(dataset, "three_public", report_id), lang=lang)
    return _stage_bars(_stated(dataset, report_id, item), item, lang)


def explorer(dataset: Dataset, folder: str | Path, *, lang: Lang = "zh") -> ipywidgets.Widget:
    """Dropdowns for office, year and item above the chart and the crop of the report page that states the figure.

    ``folder`` holds the files that ``reports.source`` names; without one the chart is shown alone, and the line below
    says why. Published reports come before sample copies.
    """
    import ipywidgets as widgets

    reports = dataset.reports.assign(draft=dataset.reports["edition"] == "sample").sort_values("draft", kind="stable")
    wide, read = {"description_width": "initial"}, _Reader(dataset, Path(folder))
    office, year, item = (
        widgets.Dropdown(description=name, style=wide, layout=widgets.Layout(width=width, max_width="98%"))
        for name, width in (("单位 / office", "420px"), ("年度 / year", "300px"), ("科目 / item", "728px"))
    )
    chart = widgets.Image(format="png", layout=widgets.Layout(width="100%", max_width="660px", object_fit="contain"))
    crop = widgets.Image(format="png", layout=widgets.Layout(width="100%", object_fit="contain"))
    caption, words = widgets.HTML(), widgets.HTML()

    def choose_office(_: object = None) -> None:
        own = reports[reports["agency"] == office.value]
        rows = zip(own["fiscal_year"], own["report_type"], own["report_id"], strict=True)
        options = [(f"{when} {kind_word(kind, 'zh')} / {kind_word(kind, 'en')}", name) for when, kind, name in rows]
        _offer(year, options, choose_year)

    def choose_year(_: object = None) -> None:
        found = report_items(dataset, year.value) if year.value else []
        _offer(item, [(one.label, one) for one in found], show)

    def show(_: object = None) -> None:
        if item.value is None:
            chart.value, crop.value = _BLANK, _BLANK
            caption.value, words.value = "这份报告没有可选的科目 / this report has no item to choose", ""
            return
        chart.value = _chart_png(item_chart(dataset, year.value, item.value, lang))
        caption.value, crop.value, words.value = read.source(year.value, item.value)
        crop.layout.display = "none" if crop.value == _BLANK else None

    def _offer(dropdown: Any, options: list[tuple[str, Any]], follow: Any) -> None:
        """New options without a call for each step of the change; then what follows from the first."""
        dropdown.unobserve(follow, "value")
        dropdown.options = options
        dropdown.index = 0 if options else None
        dropdown.observe(follow, "value")
        follow()

    office.options = list(dict.fromkeys(reports["agency"]))
    office.index = 0 if office.options else None
    for dropdown, follow in ((office, choose_office), (year, choose_year), (item, show)):
        dropdown.observe(follow, "value")
    choose_office()
    choice = widgets.HBox([office, year], layout=widgets.Layout(flex_flow="row wrap"))
    return widgets.VBox([choice, item, chart, caption, crop, words], layout=widgets.Layout(max_width="1000px"))


_BLANK = b""


class _Reader:
    """Crops of pages; a report is read once."""

    def __init__(self, dataset: Dataset, folder: Path) -> None:
        self._dataset, self._folder = dataset, folder
        self._read: dict[str, Report] = {}

    def source(self, report_id: str, item: Item) -> tuple[str, bytes, str]:
        """What stands above the crop, the crop as PNG, and the lines of a text report as HTML."""
        from budgetlib.output.show_text import SourceLine
        from budgetlib.show import SourceParts

        table, number = item.rows[0]
        row = _own(self._dataset, table, report_id).iloc[number]
        own = self._dataset.reports
        name = str(own.loc[own["report_id"] == report_id, "source"].iloc[0])
        try:
            shown = self._report(name).show_source(row)
        except (UnreadableReport, ValueError, OSError) as error:
            return f"没有原文截图 / no crop of the page: {escape(name)} ({type(error).__name__})", _BLANK, ""
        head = f"<b>原文 / source</b>：{escape(name)}，红框为读出的数 / figures read are framed"
        if isinstance(shown, SourceLine | SourceParts):
            return head, _BLANK, shown._repr_html_()
        file = BytesIO()
        shown.save(file, format="PNG")
        return head, file.getvalue(), ""

    def _report(self, name: str) -> Report:
        from budgetlib.running.pipeline import read_report

        if name not in self._read:
            self._read[name] = read_report(self._folder / name)
        return self._read[name]


def _own(dataset: Dataset, table: str, report_id: str) -> pd.DataFrame:
    """The rows of one report, numbered as in it."""
    rows = dataset.tables()[table]
    return rows[rows["report_id"] == report_id].reset_index(drop=True)


def _rows(table: pd.DataFrame) -> Iterable[tuple[int, dict[str, Any]]]:
    records = table.to_dict("records")
    return zip(table.index, ({str(key): value for key, value in row.items()} for row in records), strict=True)


def _add(
    found: dict[str, Item],
    codes: Mapping[Any, Any],
    table: str,
    number: int,
    row: Mapping[str, Any],
    amounts: Mapping[str, Any],
) -> Item:
    """Put the amounts of a row to its item; what an earlier table stated stays."""
    import pandas as pd

    name = str(row["item"]).rpartition("/")[2].strip()
    code = str(row["code"]) if pd.notna(row["code"]) else str(codes.get(name, ""))
    label = f"{code} {name}".strip()
    item = found.setdefault(code or str(row["item"]), Item(label, name))
    stated = {stage: float(amount) for stage, amount in amounts.items() if pd.notna(amount)}
    if stated.keys() - item.amounts.keys():
        item.amounts = stated | item.amounts
        item.rows.append((table, int(number)))
    return item


def _stated(dataset: Dataset, report_id: str, item: Item) -> pd.DataFrame:
    """Office, year, kind and pages of the rows that state an item, one row for each stage."""
    import pandas as pd

    tables = [_own(dataset, table, report_id).loc[[number], _KEY] for table, number in item.rows]
    pages = pd.concat(tables, ignore_index=True)
    stages = [stage for stage in _STAGES if stage in item.amounts]
    data = pages.iloc[[0] * len(stages)].reset_index(drop=True)
    data = data.assign(item=item.name, stage=stages, amount=[item.amounts[stage] for stage in stages])
    data.attrs = dataset.reports.attrs | {"pages": pages["page"].tolist()}
    return data


def _stage_bars(data: pd.DataFrame, item: Item, lang: Lang) -> Figure:
    from dataclasses import replace

    from budgetlib.charts.figure import finish, pick, source_note
    from budgetlib.charts.rows import BAR, Row, row_axes
    from budgetlib.charts.style import ACCENT, FAINT, REST, SUBJECT, chart_style
    from budgetlib.reference.wording import amount

    kind = kind_word(data["report_type"].iloc[0], lang)
    names = {
        "prior": pick("上年", "Prior year", lang),
        "initial_budget": pick("年初预算", "Initial budget", lang),
        "annual_budget": pick("全年预算", "Annual budget", lang),
        "current": pick(f"本年{kind}", f"This year ({kind})", lang),
    }
    colors = {"prior": REST, "initial_budget": ACCENT, "annual_budget": ACCENT, "current": SUBJECT}
    remark = pick("上年数由增减额推算", "The prior year follows from the change", lang) if item.derived else ""
    note = source_note(data, remark=remark, lang=lang)
    with chart_style():
        rows = [Row(names[stage], amount(value)) for stage, value in zip(data["stage"], data["amount"], strict=True)]
        fig, ax, marks = row_axes(rows)
        ax.barh(marks, data["amount"], BAR, color=[colors[stage] for stage in data["stage"]])
        ax.axvline(0, color=FAINT, linewidth=0.8)
        ax.set_xlim(min(data["amount"].min() * 1.05, 0), max(data["amount"].max() * 1.05, 0) or 1)
        ax.xaxis.set_major_formatter(lambda value, _: f"{value:,.10g}")
        return finish(
            fig,
            title=_headline(data, item, lang),
            subtitle=pick("报告所列各数", "What the report states", lang),
            note=replace(note, pages=tuple(sorted({int(page) for page in data.attrs["pages"]}))),
            data=data,
            lang=lang,
        )


def _headline(data: pd.DataFrame, item: Item, lang: Lang) -> str:
    """This year's amount and its change on the prior year, where the report has one."""
    from budgetlib.charts.figure import pick
    from budgetlib.reference.wording import amount

    now, year = item.amounts["current"], int(data["fiscal_year"].iloc[0])
    kind = kind_word(data["report_type"].iloc[0], lang)
    text = pick(
        f"{item.name}：{year}年{kind}{amount(now)}万元", f"{item.name}: {amount(now)} in the {kind} {year}", lang
    )
    if "prior" not in item.amounts:
        return text
    change = now - item.amounts["prior"]
    if is_zero(change):
        return text + pick("，与上年相同", ", as in the prior year", lang)
    if is_zero(item.amounts["prior"]):
        return text + pick("，上年为零", "; zero in the prior year", lang)
    size = amount(abs(change))
    words = pick("增加" if change > 0 else "减少", "up" if change > 0 else "down", lang)
    return text + pick(f"，比上年{words}{size}万元", f", {words} {size} on the prior year", lang)


def _chart_png(fig: Figure) -> bytes:
    import matplotlib.pyplot as plt

    from budgetlib.charts.style import chart_style

    file = BytesIO()
    with chart_style():
        fig.savefig(file, format="png", dpi=_SCREEN_DPI, metadata={"Software": None})
    plt.close(fig)
    return file.getvalue()
