"""What a notebook needs beside the tables: the report that it is about, and sentences as Markdown.

A notebook has one cell tagged ``parameters`` (the convention of papermill) with ``reports``, ``lang`` and ``agency``.
Prose that is fixed explains ideas; a sentence that depends on the report is computed and shown with ``say``.
"""

from __future__ import annotations

import hashlib
import os
import pickle
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeGuard

from budgetlib import __version__
from budgetlib.analysis.sentences import Sentence
from budgetlib.report import Report
from budgetlib.running.pipeline import read_report

if TYPE_CHECKING:
    from IPython.display import Markdown

    from budgetlib.dataset import Dataset

READ = "BUDGETLIB_READ"
"""Environment variable: a folder that keeps what was read, so that the notebooks of one book read a report once."""
Source = str | Path | Sequence[str | Path]
"""A report file, or the files of one report."""
ABSENT_MARK = "budgetlib_absent"
"""Metadata of an output that says only that there is nothing to show; the pages of a book leave it out."""
NOTHING = Sentence("报告里没有这里要的数字，略过。", "The report does not hold the figures asked for here.")
_SPECIAL = re.compile(r"([\\`*_{}\[\]<>|$~])")


def say(*sentences: Sentence | Iterable[Sentence]) -> Markdown:
    """Sentences as a list, Chinese with English below it; as the last expression of a cell it is shown as text.

    Where there is none, it is said that the report does not hold what was asked for.
    """
    flat = [one for part in sentences for one in ([part] if isinstance(part, Sentence) else part)]
    return _listed(flat) if flat else absent(NOTHING)


def absent(reason: Sentence) -> Markdown:
    """A sentence that there is nothing to show here, marked as such."""
    return _listed([reason], {ABSENT_MARK: True})


def _listed(sentences: Iterable[Sentence], metadata: dict[str, bool] | None = None) -> Markdown:
    from IPython.display import Markdown

    lines = [f"- {plain(one.zh)}  \n  *{plain(one.en)}*" for one in sentences]
    return Markdown("\n".join(lines), metadata=metadata)  # type: ignore[no-untyped-call]


def open_reports(reports: Iterable[Source], agency: str | None = None) -> list[Report]:
    """The reports at those places (files, folders, or a list of files that are one report); of one office if named.

    A file that cannot be read is left out. LookupError when none is left.
    """
    found = [report for source in reports for report in _opened(source, [])]
    chosen = [one for one in found if agency is None or one.identity.agency == agency]
    if not chosen:
        names = "、".join(sorted({str(one.identity.agency) for one in found}))
        raise LookupError(f"no report of {agency or 'any office'} could be read here; there are: {names or 'none'}")
    return chosen


def open_report(reports: Iterable[Source], agency: str | None = None) -> Report:
    """The report that a notebook is about: of the office named, or the first one, the newest, accounts first."""
    found = open_reports(reports, agency)
    own = [one for one in found if one.identity.agency == found[0].identity.agency]
    return max(own, key=lambda one: (one.identity.report_type == "final", one.identity.fiscal_year or 0))


def open_dataset(reports: Iterable[Source]) -> Dataset:
    """All those reports as one dataset; a folder of tables (``reports.csv`` in it) is opened as it is.

    ValueError where two of them hold one report: its rows would be counted twice.
    """
    import pandas as pd

    from budgetlib import dataset, export
    from budgetlib.dataset import Dataset

    reports = list(reports)
    saved = [dataset.open_dataset(one) for one in reports if _holds_tables(one)]
    sources = [one for one in reports if not _holds_tables(one)]
    bad: list[str] = []
    found = [report for source in sources for report in _opened(source, bad)]
    if len(saved) == 1 and not sources:
        return saved[0]
    parts = [one.tables() for one in saved] + ([export.gather(found)] if found or not saved else [])
    tables = {name: pd.concat([part[name] for part in parts], ignore_index=True) for name in parts[0]}
    twice = tables["reports"].loc[tables["reports"]["report_id"].duplicated(), "report_id"]
    if len(twice):
        raise ValueError(f"given twice: {', '.join(twice)}; name each report once.")
    return Dataset(tables, bad)


def _holds_tables(source: Source) -> TypeGuard[str | Path]:
    return isinstance(source, str | Path) and any(
        (Path(source) / f"reports.{one}").exists() for one in ("csv", "parquet")
    )


def _opened(source: Source, bad: list[str]) -> list[Report]:
    """The reports at a place; ``bad`` gets a sentence for each file that cannot be read."""
    from budgetlib.readers.document import UnreadableReport
    from budgetlib.running.finding import find_files

    files: list[Any] = find_files([Path(source)])[0] if isinstance(source, str | Path) else [list(map(Path, source))]
    found = []
    for file in files:
        try:
            found.append(_remembered(file))
        except UnreadableReport as error:
            bad.append(str(error))
    return found


def _remembered(source: Path | list[Path]) -> Report:
    """The report, from the folder of what was read where there is one. Only files of the same content are the same."""
    folder = os.environ.get(READ)
    if not folder:
        return read_report(source)
    kept = Path(folder) / f"{_fingerprint(source)}.pickle"
    if kept.exists():
        report: Report = pickle.loads(kept.read_bytes())
        return report
    report = read_report(source)
    keep(report, source)
    return report


def keep(report: Report, source: Path | list[Path]) -> None:
    """Leave a report that was read, with its checks, in the folder of what was read."""
    kept = Path(os.environ[READ]) / f"{_fingerprint(source)}.pickle"
    kept.parent.mkdir(parents=True, exist_ok=True)
    report.checked  # noqa: B018  (worth remembering too)
    part = kept.with_suffix(f".{os.getpid()}")
    part.write_bytes(pickle.dumps(report))
    part.replace(kept)


def _fingerprint(source: Path | list[Path]) -> str:
    paths = [source] if isinstance(source, Path) else source
    digest = hashlib.sha256(__version__.encode())
    for path in paths:
        digest.update(str(path.resolve()).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:24]


def plain(text: str) -> str:
    """Text of a report as Markdown that means the same."""
    return _SPECIAL.sub(r"\\\1", " ".join(text.split()))
