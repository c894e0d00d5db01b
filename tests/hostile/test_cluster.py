"""A Dask scheduler that is not there, takes the call and says nothing, hangs or dies: one sentence, the cache stays."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.hostile.reports import WHOLE

distributed = pytest.importorskip("distributed", reason="the extra budgetlib[cluster] is not installed")

CLUSTER = """
import sys
from distributed import LocalCluster
if __name__ == "__main__":
    with LocalCluster(n_workers=1, threads_per_worker=1, dashboard_address=None) as cluster:
        print(cluster.scheduler_address, flush=True)
        sys.stdin.read()
"""
SOON = 60
"""Seconds, on a machine that does much else; without, it is said within ten."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    reports = tmp_path / "reports"
    reports.mkdir()
    for number in range(100):
        text = WHOLE.format(name=f"甲{number}", year=2023, amount=5.0)
        (reports / f"{number:03}.txt").write_text(text, encoding="utf-8")
    return reports


def parsing(folder: Path, *more: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "budgetlib.cli", "parse", str(folder), "--out", str(folder.parent / "out"), *more]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def said(run: subprocess.Popen[str]) -> list[str]:
    """What it says but for its progress."""
    return [line for line in run.communicate(timeout=SOON)[1].splitlines() if not line.startswith("[")]


def test_one_that_takes_the_call_and_says_nothing(folder: Path) -> None:
    """It waited without end."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"tcp://127.0.0.1:{silent.getsockname()[1]}"
        run = parsing(folder, "--scheduler", address)
        (line,) = said(run)
    assert line.startswith(f"{address}: no Dask scheduler answers there;") and run.returncode == 2


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:9", "nonsense"])
def test_one_that_is_not_there(folder: Path, address: str) -> None:
    run = parsing(folder, "--scheduler", address)
    (line,) = said(run)
    assert line.startswith(f"{address}: no Dask scheduler answers there;") and run.returncode == 2


@pytest.mark.skipif(not hasattr(signal, "SIGSTOP"), reason="the system stops no program")
@pytest.mark.parametrize("ended", ["SIGSTOP", "SIGKILL"])
def test_one_that_is_gone_in_the_middle(tmp_path: Path, folder: Path, ended: str) -> None:
    """Stopped as by a machine that is gone, or dead; what was read is not read again."""
    script, out = tmp_path / "cluster.py", tmp_path / "out"
    script.write_text(CLUSTER, encoding="utf-8")
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
    cluster = subprocess.Popen([sys.executable, str(script)], text=True, **pipes)  # type: ignore[call-overload]
    try:
        address = cluster.stdout.readline().strip()
        run = parsing(folder, "--scheduler", address)
        while len(list(out.glob(".cache/*.json.gz"))) < 5 and run.poll() is None:
            time.sleep(0.02)
        cluster.send_signal(getattr(signal, ended))
        (line,) = said(run)
    finally:
        cluster.kill()
        cluster.wait()
    assert line.startswith(f"{address}: the Dask scheduler died or no longer answers;") and run.returncode == 2
    assert [path.name for path in out.iterdir()] == [".cache"]
    kept = {path: path.stat().st_mtime_ns for path in out.glob(".cache/*.json.gz")}
    again = parsing(folder)
    assert again.communicate(timeout=SOON * 3) and again.returncode == 0 and (out / "reports.csv").exists()
    assert len(kept) >= 5 and {path: path.stat().st_mtime_ns for path in kept} == kept
