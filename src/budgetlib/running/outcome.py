"""What becomes of one file, or of several that are one report."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from budgetlib.output.summary import Counts
from budgetlib.running.failures import failure

Records = dict[str, list[dict[str, Any]]]
Job = Path | tuple[Path, ...]
"""A file, or several that are one report."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file, or of several that are one report: tables as records, or why they could not be read."""

    path: Path
    records: Records | None = None
    counts: Counts | None = None
    remarks: tuple[str, ...] = ()
    place: str = "page"
    """What its rows mean by ``page``: a page, a sheet or a line."""
    unchecked: tuple[tuple[str, str], ...] = ()
    """What could not be checked and why, in Chinese and English."""
    names: tuple[str, ...] = ()
    """The lasting name of each finding (see ``judged``)."""
    files: tuple[Path, ...] = ()
    """The files of the report."""
    error: str = ""
    trace: str = ""
    """Of a bug: where it happened. It goes to the log of the process that asked, and ``error`` then names the log."""


def files_of(job: Job) -> tuple[Path, ...]:
    """The files of a job, one or several."""
    return job if isinstance(job, tuple) else (job,)


def failed(path: Path, error: BaseException) -> Outcome:
    """A file that could not be read, and why."""
    found = failure(path, error)
    return Outcome(path, error=found.sentence, trace=found.trace)
