"""Tables appear together or not at all: a folder in the way, a full disk, a kill before and behind the last moment."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from budgetlib import export, schema
from budgetlib.output import sinks, staging
from budgetlib.output.staging import UnwritableFolder

TABLES = {name: schema.frame(name) for name in schema.TABLES}


def gone() -> int:
    """The number of a process that is no more."""
    done = subprocess.Popen([sys.executable, "-c", ""])
    done.wait()
    return done.pid


def test_a_folder_in_the_way_is_one_sentence_and_nothing_is_written(tmp_path: Path) -> None:
    (tmp_path / "reports.csv").mkdir()
    with pytest.raises(UnwritableFolder, match=r"reports\.csv: a folder stands in the place"):
        export.write_tables(TABLES, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["reports.csv"]


@pytest.mark.parametrize("moment", ["add", "close"])
def test_a_full_disk_is_one_sentence_and_the_old_tables_stay(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    export.write_tables(TABLES, tmp_path)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(sinks.CsvSink, moment, full)
    with pytest.raises(UnwritableFolder, match="No space left on device"):
        export.write_tables(TABLES, tmp_path)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def left(folder: Path, prefix: str, process: int) -> Path:
    """What a run of that process left, with the tables it had written."""
    name = staging.owned(prefix).replace(f"-{os.getpid()}-", f"-{process}-")
    place = folder / f"{name}abc"
    place.mkdir(parents=True)
    (place / "reports.csv").write_text("left\n", encoding="utf-8")
    return place


def test_what_a_killed_run_left_is_removed_and_what_was_whole_is_finished(tmp_path: Path) -> None:
    half, whole = left(tmp_path, ".writing", gone()), left(tmp_path, ".whole", gone())
    alive, elsewhere = left(tmp_path, ".writing", os.getppid()), tmp_path / ".writing-another-machine-1-x"
    elsewhere.mkdir()
    staging.tidy(tmp_path)
    assert not half.exists() and not whole.exists()
    assert alive.exists() and elsewhere.exists()
    assert (tmp_path / "reports.csv").read_text(encoding="utf-8") == "left\n"


def test_an_error_in_the_block_leaves_no_folder_that_was_not_there(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError), export.TableWriter(tmp_path / "new", ["csv"]) as writer:
        writer.add({"reports": []})
        raise RuntimeError
    assert not (tmp_path / "new").exists()
