"""Describe the files of data/series in its datapackage.json anew: ``python tools/series.py``."""

from __future__ import annotations

import csv
import json
from pathlib import Path

SERIES = Path(__file__).parents[1] / "data" / "series"
BESIDE = ("sources.csv", "breaks.csv")
"""What is said of all series; every other file is one, and all have the same columns."""


def describe(folder: Path) -> None:
    """Titles, columns and numbers of rows of all files, the series first."""
    path = folder / "datapackage.json"
    package = json.loads(path.read_text(encoding="utf-8"))
    known = {one["path"]: one for one in package["resources"]}
    common = next(one for name, one in known.items() if name not in BESIDE)
    files = sorted(one.name for one in folder.glob("*.csv") if one.name not in BESIDE)
    package["resources"] = [
        (known.get(name) or common | {"name": name.removesuffix(".csv").replace("_", "-"), "path": name})
        | _counted(folder / name, name not in BESIDE)
        for name in (*files, *BESIDE)
    ]
    path.write_text(json.dumps(package, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _counted(path: Path, series: bool) -> dict[str, object]:
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {"rows": len(rows)} | ({"title": rows[0]["agency"]} if series else {})


if __name__ == "__main__":
    describe(SERIES)
