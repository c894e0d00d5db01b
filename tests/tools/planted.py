"""Every fault of the first reviews is planted again, one at a time: the test named beside it must fail.

    python tests/tools/planted.py [WORD ...]

The faults are in ``tests/corpus/house-mutants.csv``: what stands in which file now, what to put there, and which test
then fails. They are planted in a copy of the package. Words choose among the faults. Exit code 1 where a test passes
all the same, or the code is no longer there and the row has to be written anew.
"""

from __future__ import annotations

import csv
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FAULTS = ROOT / "tests" / "corpus" / "house-mutants.csv"


def verdict(row: dict[str, str], library: Path) -> str:
    """ "killed", or what is wrong with the row."""
    path = library / "budgetlib" / row["file"]
    sound = path.read_text(encoding="utf-8")
    if sound.count(row["code"]) != 1:
        return f"STANDS THERE {sound.count(row['code'])} TIMES"
    path.write_text(sound.replace(row["code"], row["planted"]), encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *row["test"].split()]
    paths = os.pathsep.join([str(library), str(ROOT)])
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=False, env={**os.environ, "PYTHONPATH": paths})
    path.write_text(sound, encoding="utf-8")
    return "killed" if done.returncode == 1 else f"SURVIVED ({done.returncode})"


def main() -> int:
    """Plant them all; 1 where one is not noticed."""
    with FAULTS.open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if not sys.argv[1:] or any(w in str(row) for w in sys.argv[1:])]
    bad = 0
    with tempfile.TemporaryDirectory() as name:
        library = Path(shutil.copytree(ROOT / "src", Path(name) / "src"))
        for row in rows:
            found = verdict(row, library)
            bad += found != "killed"
            print(f"{row['point']:<8} {found:<20} {row['fault']}", flush=True)
    return int(bad > 0)


if __name__ == "__main__":
    sys.exit(main())
