"""Five hundred reports with thirty bad files of fifteen kinds among them, while the system kills workers."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.hostile.reports import WHOLE
from tests.hostile.test_bad_files import BAD, _of

from budgetlib import batch, export
from budgetlib.running.finding import find_files

GOOD = 500
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
MORE = [
    _of("locked.xlsx", OLD_OFFICE + "EncryptedPackage".encode("utf-16-le")),
    _of("old.xls", OLD_OFFICE + "Workbook".encode("utf-16-le")),
    _of("web.html", b"<html><body><p>404 Not Found</p></body></html>"),
    _of("packed.pdf", b"Rar!\x1a\x07\x00" + bytes(200)),
]
KINDS: list[Callable[[Path], str]] = [*[make for make in BAD if make.__name__ != "_pipe"][:11], *MORE]
FLAT = 40
"""Megabytes by which a process may grow from the hundredth report to the last: less than one report in forty takes."""


def sound(folder: Path) -> None:
    """Reports of five hundred offices, each with sentences and a statement."""
    for number in range(GOOD):
        text = WHOLE.format(name=f"甲{number}", year=2023, amount=100.0 + number)
        more = "".join(f"2023年度支出{i}.{i + 10}万元，其中：基本支出{i}.00万元。\n\n" for i in range(20))
        (folder / f"good-{number:03}.txt").write_text(text + more, encoding="utf-8")


def memory(process: int) -> int:
    """Megabytes that a process holds, 0 for one that is gone."""
    try:
        status = Path(f"/proc/{process}/status").read_text(encoding="utf-8")
    except (FileNotFoundError, ProcessLookupError):
        return 0
    found = re.search(r"VmRSS:\s+(\d+)", status)
    return int(found[1]) // 1024 if found else 0


def watched(run: subprocess.Popen[bytes], said: Path) -> Iterator[tuple[int, int, int, list[int]]]:
    """Reports read so far, megabytes of the parent and of its largest worker, and the workers, until the run ends."""
    while run.poll() is None:
        try:
            listed = Path(f"/proc/{run.pid}/task/{run.pid}/children").read_text(encoding="utf-8")
        except FileNotFoundError:
            return
        workers = [int(child) for child in listed.split()]
        read = said.read_bytes().count(b"] ")
        yield read, memory(run.pid), max(map(memory, workers), default=0), workers
        time.sleep(0.05)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_five_hundred_reports_come_through_thirty_bad_files_and_two_kills(tmp_path: Path) -> None:
    folder, out, said = tmp_path / "reports", tmp_path / "out", tmp_path / "said.txt"
    for part in ("a", "z"):
        (folder / part).mkdir(parents=True)
        bad = [make(folder / part) for make in KINDS]
    assert len(set(bad)) == 15
    sound(folder)
    command = [sys.executable, "-m", "budgetlib.cli", "parse", str(folder), "--out", str(out), "--workers", "2"]
    peaks: dict[bool, tuple[int, int]] = {False: (0, 0), True: (0, 0)}
    kills = [60, 200]
    with said.open("wb") as stream:
        run = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=stream)
        for read, parent, worker, workers in watched(run, said):
            late = read > 100
            peaks[late] = max(peaks[late][0], parent), max(peaks[late][1], worker)
            if kills and read > kills[0] and workers:
                os.kill(workers[0], signal.SIGKILL)
                kills.pop(0)
    print(f"MB of parent and largest worker: first hundred {peaks[False]}, then {peaks[True]}")
    lines = said.read_text(encoding="utf-8").splitlines()
    told = [line for line in lines if not line.startswith("[")]
    assert run.returncode == 1 and not kills
    assert len(told) == 30, told
    assert len((out / "reports.csv").read_text(encoding="utf-8").splitlines()) == 1 + GOOD
    assert peaks[True][0] < peaks[False][0] + FLAT and peaks[True][1] < peaks[False][1] + FLAT, peaks

    distributed = pytest.importorskip("distributed", reason="the extra budgetlib[cluster] is not installed")
    files, _ = find_files([folder])
    with distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster:
        found = batch.outcomes(files, scheduler=cluster.scheduler_address)
        rows = (outcome.records for outcome in found if outcome.records)
        assert export.write_reports(rows, tmp_path / "remote", ["csv"]) == GOOD
    for path in (tmp_path / "remote").iterdir():
        assert path.read_bytes() == (out / path.name).read_bytes(), path.name
