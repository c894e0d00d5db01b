"""How fast budgetlib reads PDF reports, beside other readers: in process, as whole processes, and in memory.

Run by ``make bench``, or ``.venv/bin/python benchmarks/bench_read.py [--quick]``. The PDFs are those of
BUDGETLIB_CORPUS/reports, of ../shared/reports, or of data/reports. Every figure is measured in this one run on the same
files; each reader runs in a process of its own, so that none warms the caches of another.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
LIMITS = {  # how many times faster than the other reader budgetlib has to be
    ("in process", "camelot lattice, defaults"): 15.0,
    ("in process", "pdfplumber tables"): 3.0,
    ("whole process", "camelot lattice, defaults"): 5.0,
    ("whole process", "pdfplumber tables"): 1.0,
}
MEMORY_LIMIT = 300.0


Cells = Iterator[tuple[int, str]]
"""Page and text of every table cell that a reader found."""


def read_budgetlib(path: str) -> Any:
    """Everything: tables, prose, typed tables, checks, coverage."""
    import budgetlib

    report = budgetlib.read_report(path)
    report.tables()
    _ = report.checked, report.coverage
    return report


def read_budgetlib_verified(path: str) -> Any:
    import budgetlib

    report = budgetlib.read_report(path)
    report.verify()
    report.tables()
    return report


def cells_budgetlib(report: Any) -> Cells:
    lines = report.lines
    yield from zip(lines["page"], lines["text"].fillna(""), strict=True)


def read_camelot(path: str) -> Any:
    import camelot

    return camelot.read_pdf(path, pages="all", flavor="lattice")


def read_camelot_vector(path: str) -> Any:
    import camelot

    return camelot.read_pdf(path, pages="all", flavor="lattice", engine="vector", split_text=True)


def cells_camelot(tables: Any) -> Cells:
    for table in tables:
        yield from ((table.page, str(text)) for row in table.df.to_numpy() for text in row)


def read_pdfplumber(path: str) -> Any:
    import pdfplumber

    with pdfplumber.open(path) as pdf:
        return [(page.page_number, page.extract_tables()) for page in pdf.pages]


def cells_pdfplumber(pages: Any) -> Cells:
    for number, tables in pages:
        yield from ((number, text or "") for table in tables for row in table for text in row)


def read_tablers(path: str) -> Any:
    import tablers

    document = tablers.Document(path)
    found = [
        tablers.find_tables(document.get_page(index), extract_text=True, text_use_text_flow=True)
        for index in range(document.page_count)
    ]
    document.close()
    return found


def cells_tablers(pages: Any) -> Cells:
    for number, tables in enumerate(pages, 1):
        yield from ((number, cell.text) for table in tables for cell in table.cells)


def no_cells(_: Any) -> Cells:
    """Of a reader of text alone, which knows no cells."""
    return iter(())


def read_text(path: str) -> Any:
    import pypdfium2

    pdf = pypdfium2.PdfDocument(path)
    for page in pdf:
        page.get_textpage().get_text_bounded()
    pdf.close()


@dataclass(frozen=True)
class Reader:
    """A way to read a report; slow ones run once, the others three times, and the best time counts."""

    name: str
    read: Callable[[str], Any]
    cells: Callable[[Any], Cells]
    slow: bool = False


FLOOR = "pypdfium2 text (floor)"
READERS = (
    Reader("budgetlib", read_budgetlib, cells_budgetlib),
    Reader("budgetlib, verified", read_budgetlib_verified, cells_budgetlib),
    Reader("camelot lattice, defaults", read_camelot, cells_camelot, slow=True),
    Reader("camelot lattice, vector", read_camelot_vector, cells_camelot),
    Reader("pdfplumber tables", read_pdfplumber, cells_pdfplumber),
    Reader("tablers", read_tablers, cells_tablers),
    Reader(FLOOR, read_text, no_cells),
)


def measure_in_process(reader: Reader, paths: list[str]) -> None:
    """Print seconds for all files, best of the runs, after a first file that warms the imports; and peak memory."""
    import logging
    import resource
    import warnings

    warnings.simplefilter("ignore")
    logging.disable(logging.WARNING)
    reader.read(min(paths, key=os.path.getsize))
    times = []
    for _ in range(1 if reader.slow else 3):
        found: list[tuple[str, Any]] = []  # of the run before nothing stays
        start = time.perf_counter()
        found = [(path, reader.read(path)) for path in paths]
        times.append(time.perf_counter() - start)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024.0 if sys.platform != "darwin" else 1024.0**2)
    right = sum((numbers(reader.cells(raw)) & truth(path)).total() for path, raw in found)
    print(json.dumps({"seconds": min(times), "peak": peak, "right": right}))


def numbers(cells: Iterable[tuple[int, str]]) -> Counter[tuple[int, float]]:
    """The cells that hold one number and nothing else: page and number."""
    counted: Counter[tuple[int, float]] = Counter()
    for page, text in cells:
        with suppress(ValueError):
            counted[int(page), float("".join(text.split()).replace(",", ""))] += 1
    return counted


def truth(path: str) -> Counter[tuple[int, float]]:
    """Page and number of every statement figure, read independently; empty where nobody read them."""
    known = Path(path).parents[1] / "truth" / f"{Path(path).stem}.json"
    if not known.exists():
        return Counter()
    statements = json.loads(known.read_text(encoding="utf-8"))["statements"].values()
    rows = (row for statement in statements for row in statement["rows"])
    return Counter((row["page"], float(value)) for row in rows for value in row["values"].values() if value is not None)


def in_process(reader: Reader, paths: list[str]) -> dict[str, float]:
    command = [sys.executable, __file__, "--measure", reader.name, *paths]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{reader.name}: {done.stderr}")
    return dict(json.loads(done.stdout))


WHOLE = {
    "camelot lattice, defaults": "import camelot, sys\nfor p in sys.argv[1:]:\n"
    " camelot.read_pdf(p, pages='all', flavor='lattice')",
    "pdfplumber tables": "import pdfplumber, sys\nfor p in sys.argv[1:]:\n with pdfplumber.open(p) as pdf:\n"
    "  for page in pdf.pages: page.extract_tables()",
    FLOOR: "import pypdfium2, sys\nfor p in sys.argv[1:]:\n"
    " for page in pypdfium2.PdfDocument(p): page.get_textpage().get_text_bounded()",
}


def whole_process(name: str, paths: list[str], runs: int) -> float:
    """Seconds from start to end of a fresh process that reads all files.

    Of budgetlib it is the command line: one worker like the others, an empty folder (so nothing comes from its cache),
    tables written. Its code is compiled by the first run, as pip compiles what it installs.
    """
    times = []
    compiled = tempfile.mkdtemp()
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    for _ in range(runs):
        folder = tempfile.mkdtemp()
        command = [sys.executable, "-W", "ignore", "-c", WHOLE.get(name, ""), *paths]
        if name == "budgetlib":
            command = [sys.executable, "-m", "budgetlib.cli", "parse", *paths, "--out", folder, "--workers", "1"]
        start = time.perf_counter()
        done = subprocess.run(
            command, capture_output=True, text=True, check=False, env={**kept, "PYTHONPYCACHEPREFIX": compiled}
        )
        times.append(time.perf_counter() - start)
        wrote = (Path(folder) / "lines.csv").exists()
        shutil.rmtree(folder)
        if done.returncode or wrote != (name == "budgetlib"):  # a process that failed early must not count as fast
            raise SystemExit(f"{name} ended with {done.returncode}: {done.stderr or done.stdout}")
    shutil.rmtree(compiled)
    return min(times)


def corpus(below: str = "*.pdf") -> list[str]:
    """The PDFs of the first folder that has some; ``below`` is a pattern of their paths."""
    folders = [
        Path(os.environ.get("BUDGETLIB_CORPUS") or ROOT.parent / "shared") / "reports",
        ROOT / "data" / "reports",
    ]
    for folder in folders:
        if paths := sorted(map(str, folder.glob(below))):
            return paths
    raise SystemExit(f"no PDF in {' or '.join(map(str, folders))}; BUDGETLIB_CORPUS names a folder with reports/.")


def pages_of(path: str) -> int:
    import pypdfium2

    try:
        pdf = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError:  # what people take for a PDF
        return 0
    count = len(pdf)
    pdf.close()
    return count


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="the two smallest PDFs only")
    parser.add_argument("--measure", help=argparse.SUPPRESS)
    parser.add_argument("paths", nargs="*")
    options = parser.parse_args()
    if options.measure:
        measure_in_process(next(reader for reader in READERS if reader.name == options.measure), options.paths)
        return
    paths = sorted(options.paths or corpus(), key=os.path.getsize)
    paths = paths[:2] if options.quick else paths
    pages = {path: pages_of(path) for path in paths}
    print(f"{date.today()}, {machine()}; {len(paths)} PDFs, {sum(pages.values())} pages")
    met = [table_in_process(paths, sum(pages.values())), table_whole(paths)]
    longest = max(paths if options.paths or options.quick else corpus("**/*.pdf"), key=pages_of)
    own, floor = (in_process(reader, [longest]) for reader in (READERS[0], READERS[-1]))
    ratio, peak = own["seconds"] / floor["seconds"], own["peak"]
    print(
        f"\nthe longest report, of {pages_of(longest)} pages: {own['seconds']:.2f} s, {ratio:.1f} times the floor; ",
        end="",
    )
    print(f"peak memory {peak:.0f} MB (limit {MEMORY_LIMIT:.0f})")
    if not all(met) or peak > MEMORY_LIMIT:
        raise SystemExit("slower or larger than asked")


def machine() -> str:
    """The class of machine, without its name."""
    return f"{os.cpu_count()} cores {platform.machine()}, {platform.system()}, Python {platform.python_version()}"


def table_in_process(paths: list[str], pages: int) -> bool:
    """Print the table of readers in one process each; whether the limits are met."""
    results: dict[str, Any] = {reader.name: in_process(reader, paths) for reader in READERS}
    own = results["budgetlib"]["seconds"]
    known = sum(truth(path).total() for path in paths)
    print(f"\n{'in process':28}{'seconds':>9}{'pages/s':>9}{'x budgetlib':>13}{'peak MB':>9}{'figures right':>15}")
    for name, result in results.items():
        seconds = result["seconds"]
        right = f"{result['right']:,}/{known:,}" if known else "-"
        print(
            f"{name:28}{seconds:9.2f}{pages / seconds:9.0f}{seconds / own:13.2f}{result['peak']:9.0f}{right:>15}",
            end="",
        )
        print(asked("in process", name, seconds / own))
    floor = results[FLOOR]["seconds"]
    print(f"budgetlib takes {own / floor:.1f} times the floor (pypdfium2, text of all pages)")
    return all(
        results[name]["seconds"] / own >= limit for (kind, name), limit in LIMITS.items() if kind == "in process"
    )


def table_whole(paths: list[str]) -> bool:
    """Print the table of whole processes; whether the limits are met."""
    seconds = {"budgetlib": whole_process("budgetlib", paths, 3)}
    seconds |= {name: whole_process(name, paths, 1 if "camelot" in name else 3) for name in WHOLE}
    print(f"\n{'whole process':28}{'seconds':>9}{'x budgetlib':>13}")
    for name, taken in seconds.items():
        ratio = taken / seconds["budgetlib"]
        print(f"{name:28}{taken:9.2f}{ratio:13.2f}{asked('whole process', name, ratio)}")
    print(f"budgetlib takes {seconds['budgetlib'] / seconds[FLOOR]:.1f} times the floor")
    return all(
        seconds[name] / seconds["budgetlib"] >= limit for (kind, name), limit in LIMITS.items() if kind != "in process"
    )


def asked(kind: str, name: str, ratio: float) -> str:
    limit = LIMITS.get((kind, name))
    return f"   asked {limit:.0f}, {'met' if ratio >= limit else 'MISSED'}" if limit else ""


if __name__ == "__main__":
    main()
