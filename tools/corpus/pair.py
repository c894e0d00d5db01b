"""Budget and account of one fictional office and year, for notebook 12: ``python -m tools.corpus.pair FOLDER``."""

from __future__ import annotations

import sys
from pathlib import Path

from tools.corpus import generate

YEAR = 2024
NAMES = {"yuan": f"fictional-budget-{YEAR}.pdf", "shanghai": f"fictional-final-{YEAR}.pdf"}
"""Layout of a report to the name of its file."""


def make_pair(folder: Path) -> list[Path]:
    """Set both reports in ``folder``; always the same figures."""
    made = []
    for layout, name in NAMES.items():
        (report,) = generate(1, [YEAR], layouts=[layout])
        made.append(report.write(folder).rename(folder / name))
    return made


if __name__ == "__main__":
    for path in make_pair(Path(sys.argv[1])):
        print(path)
