"""What a hostile report costs: time and memory of paragraphs, rows and pages at n, 2 n and 4 n.

    python benchmarks/bench_linear.py [CHARACTERS] [WORD ...]

CHARACTERS (100,000) is the length of 4 n; with 1,000,000 it takes an hour. Words choose among the kinds. Each text
is read and checked in a process of its own: the time that this took, less that of an empty report, and the most memory
it held. Exit code 1 where four times the text costs more than five times the time, or 4 n more than 500 MB.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from tests.hostile.test_linear import LINES

DATA = Path(__file__).parents[1] / "data" / "reports"
MOST_RATIO, MOST_MEMORY = 5.0, 500
LEAST = 0.1
"""Seconds below which a ratio says nothing."""
HEAD = (
    "某市某局2023年度部门决算\n\n一、收入支出决算总体情况说明\n\n"
    "2023年度收入总计120.00万元，其中：本年收入合计100.00万元，年初结转和结余20.00万元。\n\n"
)
ONE_LINE = (
    *(
        "其中",
        "占",
        "比",
        "与",
        "的",
        "（",
        "）",
        "（）",
        "…",
        "9",
        "1 ",
        "1,",
        " ",
        "、",
        "，",
        "。",
        "：",
        "；",
        "“",
        "-",
        "a b",
        "12%",
        "年与上年",
    ),
    *("2023年", "（类）", "主要原因是", "收入12.34万元，", "办公室（党委办公室）、", "其中：", "1.2.3.", "万元"),
)
"""Pieces of which one long paragraph is made."""
PAGES = {"pages of prose": 4, "pages of tables": 6}
"""Pages of a bundled report, counted from 0, that are repeated."""
CHARACTERS_A_PAGE = 2_500

READ = """
import json, resource, sys, time
from pathlib import Path
from budgetlib.running.pipeline import read_here
from budgetlib.report import Report
begun = time.process_time()
try:
    list(Report(read_here([Path(sys.argv[1])])).records("reports"))
except Exception as error:
    assert type(error).__name__ == "UnreadableReport", error
print(json.dumps([time.process_time() - begun, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024]))
"""


def cost(path: Path) -> tuple[float, float]:
    """Seconds and megabytes of reading and checking a report."""
    done = subprocess.run([sys.executable, "-c", READ, str(path)], capture_output=True, text=True, check=True)
    seconds, megabytes = json.loads(done.stdout)
    return seconds, megabytes


def text_of(piece: str) -> Callable[[Path, int], Path]:
    """What writes a text of so many characters of a piece."""

    def write(folder: Path, length: int) -> Path:
        path = folder / "report.txt"
        path.write_text(f"{HEAD}{(piece * length)[:length]}\n", encoding="utf-8")
        return path

    return write


def pages_of(number: int) -> Callable[[Path, int], Path]:
    """What writes a PDF of a page as many times as a text of so many characters would fill."""

    def write(folder: Path, length: int) -> Path:
        import pypdfium2 as pdfium

        path = folder / "report.pdf"
        source, pdf = pdfium.PdfDocument(DATA / "putuo-wanli-budget-2024.pdf"), pdfium.PdfDocument.new()
        pdf.import_pages(source, [number] * max(length // CHARACTERS_A_PAGE, 1))
        pdf.save(path)
        return path

    return write


def main() -> int:
    """Measure every kind; 1 where one costs too much."""
    length, words = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000, sys.argv[2:]
    kinds = {piece: text_of(piece) for piece in ONE_LINE} | {name: text_of(piece) for name, piece in LINES.items()}
    kinds |= {name: pages_of(number) for name, number in PAGES.items()}
    bad = 0
    print(f"{'kind':<24} {'n, s':>8} {'2 n, s':>8} {'4 n, s':>8} {'ratio':>6} {'MB':>6}")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        base, _ = cost(text_of("")(folder, 0))
        for kind, write in kinds.items():
            if words and kind not in words:
                continue
            (one, _), (two, _), (four, memory) = (cost(write(folder, length // part)) for part in (4, 2, 1))
            ratio = (four - base) / max(one - base, LEAST)
            bad += ratio > MOST_RATIO or memory > MOST_MEMORY
            print(f"{kind:<24} {one:8.2f} {two:8.2f} {four:8.2f} {ratio:6.1f} {memory:6.0f}", flush=True)
    return int(bad > 0)


if __name__ == "__main__":
    sys.exit(main())
