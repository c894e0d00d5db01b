"""Many reports: throughput by number of reports, one and two workers, memory, queries over a million lines.

    python benchmarks/bench_batch.py [--reports 1000]

The reports are fictional, made by tools.corpus in several layouts. Prints tables in Markdown.
"""

from __future__ import annotations

import argparse
import resource
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import budgetlib as bl
from budgetlib import batch, export
from tools.corpus import generate

YEARS = (2021, 2022, 2023, 2024)
LINES = 1_000_000


def make(count: int, folder: Path) -> list[Path]:
    """Typeset ``count`` fictional reports into ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    made: list[Path] = []
    for report in generate(-(-count // len(YEARS)), YEARS, seed=7):
        made.append(report.write(folder))
        if len(made) == count:
            break
    return sorted(made)


def timed(action: Callable[[], object]) -> tuple[float, object]:
    """Seconds that an action takes, and its result."""
    start = time.perf_counter()
    result = action()
    return time.perf_counter() - start, result


def parse(files: Sequence[Path], out: Path, workers: int) -> int:
    """As ``budgetlib parse FILES --format parquet``, without a cache."""
    found = batch.outcomes(files, workers=workers)
    return export.write_reports((one.records for one in found if one.records), out, ["parquet"])


def peak() -> float:
    """Peak memory of this process in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def cpu() -> float:
    """CPU seconds of this process and of its workers that have ended: what other work on the machine changes least."""
    both = (resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in both)


def throughput(files: Sequence[Path], folder: Path) -> None:
    """Seconds a report by number of reports and workers, and the peak memory of the parent."""
    print("| reports | workers | seconds | ms a report | CPU ms a report | reports a minute | parent's peak MB |")
    print("|---|---|---|---|---|---|---|")
    parse(files[:2], folder / "warm", 1)
    for count in [n for n in (10, 100, 1000, 10_000) if n <= len(files)]:
        for workers in (1, 2):
            spent = cpu()
            seconds, done = timed(lambda: parse(files[:count], folder / f"{count}-{workers}", workers))  # noqa: B023
            assert done == count
            each = [f"{value / count * 1000:.0f}" for value in (seconds, cpu() - spent)]
            row = (count, workers, f"{seconds:.1f}", *each, f"{count / seconds * 60:,.0f}", f"{peak():.0f}")
            print("|", " | ".join(map(str, row)), "|", flush=True)


def queries(folder: Path) -> None:
    """Panels from Parquet, and SQL over a million lines."""
    print("\n| query | seconds |\n|---|---|")
    seconds, dataset = timed(lambda: bl.open_dataset(folder))
    assert isinstance(dataset, bl.Dataset)
    print(f"| open {len(dataset):,} reports, {len(dataset.lines):,} lines | {seconds:.2f} |")
    code = dataset.lines["code"].dropna().mode()[0]
    for name, action in (
        (f"open and trend of {code}", lambda: bl.open_dataset(folder).trend(code)),
        ("compare all offices", dataset.compare),
        ("three public trend", dataset.three_public_trend),
        ("SQL: spending by class and year", lambda: dataset.sql(SPENDING)),
    ):
        print(f"| {name} | {timed(action)[0]:.2f} |", flush=True)
    times = -(-LINES // len(dataset.lines))
    million = bl.Dataset({"lines": dataset.lines.iloc[list(range(len(dataset.lines))) * times]})
    print(f"| the same SQL over {len(million.lines):,} lines | {timed(lambda: million.sql(SPENDING))[0]:.2f} |")


SPENDING = """
select fiscal_year, left(code, 3) as class, sum(amount) as amount
from lines where statement = 'general_public' and "column" = 'total' and level = 1
group by all order by all
"""


def main() -> None:
    """Run everything in a temporary folder."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--reports", type=int, default=100)
    count = parser.parse_args().reports
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        seconds, made = timed(lambda: make(count, folder / "reports"))
        assert isinstance(made, list)
        print(f"{len(made)} reports typeset in {seconds:.0f} s ({seconds / len(made) * 1000:.0f} ms each)\n")
        throughput(made, folder)
        queries(folder / f"{max(n for n in (10, 100, 1000, 10_000) if n <= len(made))}-2")


if __name__ == "__main__":
    main()
