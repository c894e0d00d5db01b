"""A public table as people read it in a notebook: labels with units, separators, long texts wrapped, blanks as dashes.

pandas' Styler draws it; its HTML has no random ids, so that a saved notebook stays equal to a new run.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from budgetlib import schema
from budgetlib.reference.wording import code_word, decimal, width_in_ems

if TYPE_CHECKING:
    import pandas as pd
    from pandas.io.formats.style import Styler

_KEY = ("report_id", "agency", "fiscal_year", "report_type")
_OTHER_LANGUAGE: dict[schema.Lang, str] = {"zh": "message_en", "en": "message_zh"}
_BLANK = "—"
_LEAST_TEXT = 14.0
"""Font sizes that a long text has at least, before it is broken into lines."""
_SEVERE = {"error": "color: #D55E00; font-weight: bold", "warning": "color: #B17700"}
"""Told apart by weight as well as by colour."""
_ALIGNED = {"float": "right", "integer": "right", "boolean": "center"}
_YES = {"zh": ("是", ""), "en": ("yes", "")}


class TableView:
    """A table for reading: HTML in a notebook, plain text elsewhere. Compute with ``frame``, which is as it came."""

    def __init__(
        self, frame: pd.DataFrame, table: str, columns: Sequence[str] | None, lang: schema.Lang, rows: int
    ) -> None:
        self.frame, self.table, self.lang = frame, schema.TABLES[table], lang
        self._columns = list(columns) if columns is not None else self._telling()
        unknown = [name for name in self._columns if name not in frame]
        if unknown:
            raise KeyError(f"the table has no column {', '.join(unknown)}; it has {', '.join(frame.columns)}")
        self._rows = rows

    def _telling(self) -> list[str]:
        """Columns with values, without those of the key that are the same in every row and the other language."""
        return [
            str(name)
            for name, values in self.frame.items()
            if values.notna().any()
            and not (name in _KEY and values.nunique() == 1)
            and name != _OTHER_LANGUAGE[self.lang]
        ]

    @cached_property
    def shown(self) -> pd.DataFrame:
        """What is shown: the first rows, every value as text, under labels with their units."""
        head = self.frame[self._columns].head(self._rows)
        text = head.astype(object).copy()
        for name in self._columns:
            write = self._write(name)
            text[name] = [
                write(value) if known else _BLANK for value, known in zip(head[name], head[name].notna(), strict=True)
            ]
        return text.rename(columns={name: self._label(name) for name in self._columns})

    def _write(self, name: str) -> Callable[[Any], str]:
        yes, no = _YES[self.lang]
        kind = self._kind(name)
        if kind == "boolean":
            return lambda value: yes if value else no
        if name == "confirmed_by":
            return lambda value: ", ".join(code_word("by", one, self.lang) for one in value.split(", "))
        if kind != "float":
            return lambda value: code_word(name, str(value), self.lang)
        column = self._column(name)
        places = 2 if column is None or column.unit in (schema.AMOUNT, schema.PERCENT) else 0
        return lambda value: decimal(value, places)

    def _label(self, name: str) -> str:
        column = self._column(name)
        if column is None:
            return name
        label = column.zh if self.lang == "zh" else column.en
        if column.unit not in (schema.AMOUNT, schema.PERCENT):
            return label
        return f"{label}（{column.unit}）" if self.lang == "zh" else f"{label} ({column.unit})"

    def _kind(self, name: str) -> str:
        """The kind of a column, from the schema or else from its values."""
        column = self._column(name)
        if column:
            return column.kind
        return "float" if self.frame[name].dtype.kind == "f" else "string"

    def _column(self, name: str) -> schema.Column | None:
        return next((column for column in self.table.columns if column.name == name), None)

    @property
    def caption(self) -> str:
        """What the table is and how much of it is shown."""
        count, most = len(self.frame), len(self.shown)
        if self.lang == "zh":
            return f"{self.table.zh}：{count:,}行" + (f"，前{most:,}行" if most < count else "")
        return f"{self.table.name}: {count:,} rows" + (f", the first {most:,}" if most < count else "")

    def _styler(self) -> Styler:
        texts = self.shown
        styler = texts.style.format(escape="html").hide(axis="index").set_caption(self.caption)
        look = list(_LOOK)
        for number, (name, label) in enumerate(zip(self._columns, texts.columns, strict=True)):
            align = _ALIGNED.get(self._kind(name), "left")
            width = {"min-width": f"{_width(texts[label]):.0f}em"} if align == "left" else {"white-space": "nowrap"}
            styler = styler.set_properties(subset=[label], **{"text-align": align}, **width)
            look.append({"selector": f"th.col{number}", "props": f"text-align: {align}"})
            if name == "severity":
                words = {code_word(name, code, self.lang): how for code, how in _SEVERE.items()}
                styler = styler.map(lambda value, words=words: words.get(value, ""), subset=[label])
        return styler.set_table_styles(look)

    def _repr_html_(self) -> str:
        styler = self._styler().set_uuid(f"budgetlib-{self.table.name}")
        html: str = styler.to_html(table_attributes='class="budgetlib-table"')
        return f'<div style="max-height: 32em; overflow: auto">{html}</div>'

    def __repr__(self) -> str:
        return f"{self.caption}\n{self.shown.to_string(index=False)}"


_LOOK: Any = [
    {"selector": "caption", "props": "text-align: left; font-weight: bold; padding: 0.3em 0.5em"},
    {"selector": "th", "props": "text-align: left; vertical-align: bottom; min-width: 4em; white-space: normal"},
    {"selector": "thead th", "props": "position: sticky; top: 0; background: var(--jp-layout-color1, white)"},
    {"selector": "td", "props": "vertical-align: top; max-width: 26em; white-space: normal; overflow-wrap: break-word"},
    {"selector": "td, th", "props": "font-variant-numeric: tabular-nums; padding: 0.25em 0.6em"},
]


def table_view(
    frame: pd.DataFrame,
    table: str,
    columns: Sequence[str] | None = None,
    *,
    lang: schema.Lang = "zh",
    rows: int = 100,
) -> TableView:
    """``frame``, all or part of the public table ``table``, for reading: ``columns``, or all that have values.

    At most ``rows`` rows are shown, and the caption says of how many. Amounts have the decimals that they came with,
    two at least. KeyError for a name that is no public table, or for a column that the frame does not have.
    """
    if table not in schema.TABLES:
        raise KeyError(f"no table {table!r}; there are {', '.join(schema.TABLES)}")
    return TableView(frame, table, columns, lang, rows)


def _width(texts: Iterable[str]) -> float:
    """The least width of a column of texts, in font sizes: that of its longest one, up to a limit."""
    return min(max((width_in_ems(text) for text in texts), default=0.0), _LEAST_TEXT)
