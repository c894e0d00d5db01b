"""From a path to a checked report: reader, parsers and checks in a row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from budgetlib import readers
from budgetlib.checks.rulebook import rulebook
from budgetlib.checks.tolerances import Tolerances
from budgetlib.machine.limits import LimitMet, Limits, active, awake_after, within
from budgetlib.parsers.parse import parse
from budgetlib.parsers.parsed import Parsed
from budgetlib.readers.document import UnreadableReport
from budgetlib.readers.merging import merge_documents
from budgetlib.report import Report
from budgetlib.running import apart


def read_report(
    path: str | Path | Sequence[str | Path],
    engine: str | None = None,
    rules: str | Path | Mapping[str, Any] | Tolerances | None = None,
    *,
    words: str | Path | None = None,
    limits: Limits | None = None,
) -> Report:
    """Read, parse and check the report at ``path``: a PDF, workbook, Word document, web page or text.

    A list of paths is one report in several files (the explanation in a PDF, the statements in a workbook).

    ``engine="camelot"`` reads the tables of a PDF with camelot alone; ``report.verify()`` then compares with tablers.

    ``rules`` changes what is checked: a TOML file, or a mapping, that switches rules off, sets tolerances or adds rows
    (``{"off": ["form"]}``), or the ``Tolerances`` alone; ``budgetlib.checks.rulebook`` describes it.

    ``words`` is a TOML file of wordings that your sentences use and the library does not know (CONTRIBUTING, "Add a
    wording"); ValueError says what is wrong with it.

    ``limits`` is what each file may hold and cost, and how long reading may take. On Linux it is read in a process that
    can die without harm to this one; elsewhere ``memory`` does not hold.

    Findings and confirmations are computed when first asked for. Raises UnreadableReport with one sentence that names
    the file, what was expected and what to try, and BadRules for rules that cannot be used.
    """
    book = rulebook(rules) if rules else None
    paths = [Path(one) for one in ([path] if isinstance(path, str | Path) else path)]
    limits = limits or active()
    if apart.possible():
        return Report(apart.done(read_here, paths[0], limits, paths, engine, words), book)
    with within(limits):
        return Report(read_here(paths, engine, words), book)


def read_here(paths: Sequence[Path], engine: str | None = None, words: str | Path | None = None) -> Parsed:
    """Read and parse a report in this process, under the limits that are active."""
    with in_time(paths[0]):
        document = merge_documents([readers.read(one, engine) for one in paths])
        return parse(document, None if words is None else Path(words))


@contextmanager
def in_time(path: str | Path) -> Iterator[None]:
    """Give a file up with one sentence after its time, where the system can wake a program: in its main thread."""
    try:
        with awake_after(active().seconds):
            yield
    except LimitMet as limit:
        raise UnreadableReport(f"{path}: {limit}") from limit
