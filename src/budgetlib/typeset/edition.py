"""An edition of a published report: its figures, names and codes, typeset anew, without its sentences."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from budgetlib.typeset.document import typeset

if TYPE_CHECKING:
    import pandas as pd

_LEFT_OUT = ("basis", "reason")
"""Columns of ``indicators`` that hold text of the original; goals reach no table in the first place."""


def make_edition(source: str | Path, out: str | Path, *, sample: bool = False) -> Path:
    """Read the report at ``source`` and set its figures as a PDF at ``out``, with a note that it is no original.

    ``sample`` says that ``source`` is a sample copy, which may be a draft of what the office published.

    Goals, deviation texts and bases of targets are left out, and reasons become short phrases. Raises
    UnreadableReport when ``source`` is no report and ValueError when its tables cannot be set (see ``typeset``).
    """
    from budgetlib.pipeline import read_report

    tables = _without_texts(read_report(source).tables())
    return typeset(tables, out, edition_note=_notes(tables["reports"], sample))


def _without_texts(tables: dict[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    indicators = tables["indicators"].copy()
    for column in _LEFT_OUT:
        indicators[column] = None
    return {**tables, "indicators": indicators}


def _notes(reports: pd.DataFrame, sample: bool) -> tuple[str, str]:
    """The note in Chinese and in English: title, year and office of the original; no address, since none is known."""
    row = reports.iloc[0]
    office, year, title = row["agency_printed"] or row["agency"], int(row["fiscal_year"]), row["title"]
    final = row["report_type"] == "final"
    kind_zh, kind_en = ("决算", "final account") if final else ("预算", "budget")
    copy_zh = "所据文件为样本副本，可能是公布前的稿本，不代表该单位最终公布的内容。" if sample else ""
    copy_en = " The source is a sample copy, perhaps a draft of what the office finally published." if sample else ""
    published_zh, published_en = ("名下的", "is named in") if sample else ("公开的", "published")
    return (
        f"本文件是依据{office}{published_zh}{year}年度部门{kind_zh}数据（原题《{title}》）重新排版的版本，非原件。"
        "只收录数字、名称和编码；文句由本项目另行撰写，变动原因归为简短类别，未收录绩效目标与偏差说明。" + copy_zh,
        f"This is a typeset edition, not the original. It sets anew the figures of the departmental {kind_en} for the "
        f"fiscal year ({year}) that {office} {published_en}. Only figures, names and codes are taken over; "
        f"sentences are "
        "our own, stated reasons are reduced to short categories, and performance goals and comments are left out."
        + copy_en,
    )
