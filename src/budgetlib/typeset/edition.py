"""An edition of a published report: its figures, names and codes, typeset anew, without its sentences."""

from __future__ import annotations

import csv
import re
from pathlib import Path
from typing import TYPE_CHECKING

from budgetlib.analysis.reasons import classify, phrase
from budgetlib.typeset.document import typeset

if TYPE_CHECKING:
    import pandas as pd

_LEFT_OUT = ("basis", "reason")
"""Columns of ``indicators`` that hold text of the original."""
_SHORT = (
    "变动原因归为简短类别，未收录绩效目标与偏差说明。",
    "our own, stated reasons are reduced to short categories, and performance goals and comments are left out.",
)
_NO_FACT = re.compile(r"^[^\u4e00-\u9fff“]|日$|^.?$")
"""Words before a number of a goal that are a piece of a date or of a bracket."""


def make_edition(source: str | Path, out: str | Path, *, sample: bool = False, words: Path | None = None) -> Path:
    """Read the report at ``source`` and set its figures as a PDF at ``out``, with a note that it is no original.

    ``sample`` says that ``source`` is a sample copy, which may be a draft of what the office published. ``words`` is a
    CSV of our own words for stated reasons and goals (``table``, ``project``, ``item``, ``words``): they keep what a
    reason names and in which direction, so that the checks find in the edition what they find in the original.

    Without it, goals and deviation texts are left out, and reasons become short phrases; bases of targets always are.
    Raises UnreadableReport when ``source`` is no report and ValueError when its tables cannot be set (see ``typeset``).
    """
    from budgetlib.running.pipeline import read_report

    tables = read_report(source).tables()
    own = _own_words(words) if words else {}
    tables = _without_texts(tables, own)
    return typeset(tables, out, edition_note=_notes(tables["reports"], sample, bool(own)), with_reasons=bool(own))


def _own_words(path: Path) -> dict[tuple[str, str, str], str]:
    with path.open(encoding="utf-8", newline="") as file:
        return {(row["table"], row["project"], row["item"]): row["words"] for row in csv.DictReader(file)}


def _without_texts(tables: dict[str, pd.DataFrame], own: dict[tuple[str, str, str], str]) -> dict[str, pd.DataFrame]:
    """The tables with our own words, or none, where the original has text."""
    found = {name: table.copy() for name, table in tables.items()}
    for column in _LEFT_OUT:
        found["indicators"][column] = None
    if not own:
        return found
    rows = found["indicators"]
    rows["reason"] = [own.get(("indicators", *key)) for key in zip(rows["project"], rows["indicator"], strict=True)]
    for name in ("changes", "completions"):
        rows = found[name]
        rows["reason"] = [
            own.get((name, "", item)) or ((code := classify(reason)) and phrase(code))
            for item, reason in zip(rows["item"], rows["reason"], strict=True)
        ]
    found["goals"] = _goals(found["goals"], own)
    return found


def _goals(goals: pd.DataFrame, own: dict[tuple[str, str, str], str]) -> pd.DataFrame:
    """The goals as facts; those of a project and kind that have words of ours are one row of these words."""
    import pandas as pd

    told = [("goals", *key) in own for key in zip(goals["project"], goals["kind"], strict=True)]
    facts = goals[~pd.Series(told, index=goals.index) & ~goals["item"].fillna("").str.contains(_NO_FACT)]
    words = goals[told].drop_duplicates(["project", "kind"])
    words = words.assign(
        item=[own["goals", *key] for key in zip(words["project"], words["kind"], strict=True)],
        operator=None,
        text=None,
        unit=None,
    )
    return pd.concat([facts, words]).sort_index(kind="stable")


def _notes(reports: pd.DataFrame, sample: bool, in_words: bool) -> tuple[str, str]:
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
        "只收录数字、名称和编码；文句由本项目另行撰写，"
        + ("变动原因和偏差说明为转述，绩效目标只列事项和数字。" if in_words else _SHORT[0])
        + copy_zh,
        f"This is a typeset edition, not the original. It sets anew the figures of the departmental {kind_en} for the "
        f"fiscal year ({year}) that {office} {published_en}. Only figures, names and codes are taken over; "
        f"sentences are "
        + ("our own, reasons are paraphrased, and goals are listed as facts." if in_words else _SHORT[1])
        + copy_en,
    )
