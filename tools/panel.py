"""Rebuild data/panel from the reports of ``manifest.csv`` in it, where they are at hand.

    python tools/panel.py FOLDER_OF_REPORTS        (or the folder in the environment variable BUDGETLIB_REPORTS)

Files are found by their content (SHA-256), wherever they lie in the folder and whatever they are called. Files with the
same number in the column ``report`` are one report. Left out are the tables and columns that hold sentences.
"""

from __future__ import annotations

import csv
import hashlib
import os
import sys
from collections import defaultdict
from pathlib import Path

import pandas as pd

import budgetlib as bl
from budgetlib import export

OUT = Path(__file__).parents[1] / "data" / "panel"
TABLES = ("reports", "lines", "claims", "changes", "three_public")
SENTENCES = {"changes": ["reason"]}
TITLE = "Budgets of offices over years, parsed by budgetlib"
DESCRIPTION = (
    "Figures, names, codes and pages of published budgets; manifest.csv names the files, which are not in this "
    "repository: pages are those of the originals. No sentence of a report is kept. Amounts are in 万元 (10,000 yuan)."
)


def found(folder: Path, wanted: set[str]) -> dict[str, Path]:
    """The files of ``folder`` with the hashes ``wanted``."""
    hashes = {hashlib.sha256(path.read_bytes()).hexdigest(): path for path in sorted(folder.rglob("*.pdf"))}
    return {one: path for one, path in hashes.items() if one in wanted}


def tables(folder: Path) -> dict[str, pd.DataFrame]:
    """The tables of all reports of the manifest. SystemExit names the files that are missing."""
    with (OUT / "manifest.csv").open(encoding="utf-8", newline="") as source:
        rows = list(csv.DictReader(source))
    paths = found(folder, {row["sha256"] for row in rows})
    missing = [row["file"] for row in rows if row["sha256"] not in paths]
    if missing:
        raise SystemExit(f"{folder}: not found: {', '.join(missing)}; data/panel stays as it is.")
    files = defaultdict(list)
    for row in rows:
        files[row["report"]].append(row)
    read = export.gather(bl.read_report([paths[row["sha256"]] for row in group]) for group in files.values())
    reports = read["reports"]
    reports["edition"] = [group[0]["edition"] for group in files.values()]
    reports["files"] = ["; ".join(row["file"] for row in group) for group in files.values()]
    reports["source"] = [group[0]["file"] for group in files.values()]
    return {name: read[name].assign(**dict.fromkeys(SENTENCES.get(name, []))) for name in TABLES}


def main() -> None:
    """Read, and write the tables with their data package."""
    given = sys.argv[1] if len(sys.argv) > 1 else os.environ.get("BUDGETLIB_REPORTS")
    if not given:
        raise SystemExit("say where the reports are: an argument, or BUDGETLIB_REPORTS; data/panel stays as it is.")
    read = tables(Path(given))
    export.write_tables(read, OUT)
    for name in set(bl.Dataset({}).tables()) - set(TABLES):
        (OUT / f"{name}.csv").unlink(missing_ok=True)
    export.write_datapackage(export.datapackage(read, title=TITLE, description=DESCRIPTION), OUT)
    print(f"{OUT}: {len(read['reports'])} reports, {len(read['lines'])} lines")


if __name__ == "__main__":
    main()
