"""What one file may ask for, and what becomes of a worker that asks for more, dies, or loses its parent."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from tests.hostile.reports import TEXT, WHOLE, pdf, write_good
from typer.testing import CliRunner

import budgetlib as bl
from budgetlib import batch
from budgetlib.cli import app
from budgetlib.machine.leftovers import scratch
from budgetlib.machine.limits import LimitMet, Limits, active, awake_after, within
from budgetlib.readers import read
from budgetlib.readers.document import UnreadableReport
from budgetlib.running import apart
from budgetlib.running.finding import find_files
from budgetlib.running.outcome import Outcome


def test_limits_are_changed_by_name() -> None:
    assert Limits().changed(["seconds=60", "pages=3"]) == Limits(seconds=60, pages=3)
    for wrong in ("minutes=1", "pages", "pages=-1", "pages=0", "pages=1.5", "pages=二"):
        with pytest.raises(ValueError, match=f"--limit {wrong}: expected"):
            Limits().changed([wrong])


def test_limits_hold_until_the_end_of_the_block() -> None:
    with within(Limits(pages=1)):
        assert active().pages == 1
    assert active() == Limits()


PAGES = pdf(
    "<< /Type /Catalog /Pages 2 0 R >>",
    "<< /Type /Pages /Kids [3 0 R 3 0 R 3 0 R] /Count 3 >>",
    "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 400 400] >>",
)
CASES = {
    "characters": ("long.txt", b"x" * 2_000, Limits(characters=1_000)),
    "cells": ("wide.txt", b"a\n\n" + b"1\t" * 100 + b"\n1\t2\n" * 10, Limits(cells=500)),
    "columns": ("row.txt", b"a\n\n" + b"1\t" * 2_000, Limits(columns=1_000)),
    "pages": ("pages.pdf", PAGES, Limits(pages=2)),
    "size": ("big.txt", b"x" * (2 << 20), Limits(size=1)),
}


@pytest.mark.parametrize("name", CASES)
def test_a_file_that_asks_for_more_is_one_sentence(tmp_path: Path, name: str) -> None:
    file, content, limits = CASES[name]
    path = tmp_path / file
    path.write_bytes(content)
    with (
        within(limits),
        pytest.raises(UnreadableReport, match=f"asks for more {name} .*--limit {name}=NUMBER") as caught,
    ):
        read(path)
    assert str(path) in str(caught.value) and "\n" not in str(caught.value)


def greedy(path: Path) -> Outcome:
    """A task that takes memory, or time, or dies, for the files named so."""
    if "memory" in path.name:
        return batch.parse_file(path, limits=Limits())
    if "slow" in path.name:
        time.sleep(60)
    if "dies" in path.name:
        os._exit(1)
    return batch.parse_file(path)


def hungry(path: Path, *_: object) -> Outcome:
    return Outcome(path, error=str(len(bytearray(1 << 31))))


def test_a_worker_that_takes_too_much_costs_its_file_and_delays_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("1-slow.txt", "2-dies.txt"):
        (tmp_path / name).write_text("x", encoding="utf-8")
    write_good(tmp_path, 20)
    files, _ = find_files([tmp_path])
    heard: list[str] = []
    begun = time.monotonic()
    found = batch._by_workers(files, greedy, 2, Limits(seconds=5))
    outcomes = list(batch._in_order(batch._heard(found, lambda outcome: heard.append(outcome.path.name))))
    assert time.monotonic() - begun < 30
    assert [outcome.path for outcome in outcomes] == files
    assert heard[-1] == "1-slow.txt" and len(heard) == 22
    slow, dead = outcomes[0].error, outcomes[1].error
    assert "longer than 5 s" in slow and "--limit seconds=" in slow and "died twice" in dead
    assert all(outcome.records for outcome in outcomes[2:])


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux keeps a process to its memory")
def test_a_file_that_needs_too_much_memory_is_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batch, "_parse", hungry)
    path = tmp_path / "memory.txt"
    path.write_text("x", encoding="utf-8")
    (outcome,) = batch.outcomes([path], workers=1, limits=Limits(memory=1_000))
    assert "asks for more memory" in outcome.error and "1,000 MB" in outcome.error and outcome.records is None


def test_halves_wait_for_the_last_file_of_their_folder_and_nothing_else_waits(tmp_path: Path) -> None:
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
    (tmp_path / "a" / "1-half.txt").write_text(TEXT.format(name="甲", year=2023, amount=1.0), encoding="utf-8")
    for path, name in (("a/2.txt", "乙"), ("a/3.txt", "丙"), ("b/4.txt", "丁")):
        (tmp_path / path).write_text(WHOLE.format(name=name, year=2023, amount=1.0), encoding="utf-8")
    read: list[str] = []
    files, _ = find_files([tmp_path])
    found = batch.outcomes(files, workers=0, told=lambda outcome: read.append(outcome.path.name))
    order = [(outcome.path.name, len(read)) for outcome in found]
    assert order == [("2.txt", 2), ("3.txt", 3), ("1-half.txt", 3), ("4.txt", 4)]


def test_halves_are_joined_in_a_worker_and_remembered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    prose = TEXT.format(name="甲", year=2023, amount=7.0)
    (tmp_path / "1.txt").write_text(prose, encoding="utf-8")
    whole = WHOLE.format(name="甲", year=2023, amount=7.0)
    (tmp_path / "2.txt").write_text(whole[: whole.index("一、")] + whole[len(prose) :], encoding="utf-8")
    read = batch._parse

    def in_worker(*given: object) -> Outcome:
        return replace(read(*given), error=str(os.getpid()))  # type: ignore[arg-type]

    monkeypatch.setattr(batch, "_parse", in_worker)
    files, _ = find_files([tmp_path])
    (outcome,) = batch.outcomes(files, workers=1, cache_folder=tmp_path / "cache")
    assert outcome.records and outcome.records["lines"] and outcome.records["claims"]
    assert outcome.error != str(os.getpid())
    monkeypatch.setattr(batch, "_parse", None)
    (again,) = batch.outcomes(files, workers=0, cache_folder=tmp_path / "cache")
    assert again.records == outcome.records and again.remarks == outcome.remarks


def forever(*_: object) -> None:
    while True:
        try:
            time.sleep(0.01)
        except LimitMet:  # as an engine does that takes every error for a damaged page
            time.sleep(0.01)
            raise


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="the system wakes no program")
def test_the_limit_of_time_holds_for_one_report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "report.txt"
    path.write_text(TEXT.format(name="甲", year=2023, amount=5.0), encoding="utf-8")
    monkeypatch.setattr("budgetlib.readers.read", forever)
    with pytest.raises(UnreadableReport, match=r"report\.txt: .* asks for more seconds .*--limit seconds=NUMBER"):
        bl.read_report(path, limits=Limits(seconds=1))
    assert signal.getitimer(signal.ITIMER_REAL) == (0, 0)


def asks_for_much(*_: object) -> None:
    bytearray(2 << 30)


def ends(*_: object) -> None:
    os._exit(1)  # as an engine does that gets no memory


def hears_nothing(*_: object) -> None:
    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGALRM])  # as an engine does that never comes back
    time.sleep(60)


@pytest.mark.skipif(sys.platform != "linux", reason="only there a report is read in another process")
@pytest.mark.parametrize(
    ("reading", "limits", "said"),
    [
        (asks_for_much, Limits(memory=1_000), "asks for more memory than a report does"),
        (ends, Limits(memory=1_001), "died twice; the file is damaged or needs more than 1,001 MB"),
        (hears_nothing, Limits(seconds=1), "reading took longer than 1 s"),
    ],
)
def test_one_report_harms_nobody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, reading: object, limits: Limits, said: str
) -> None:
    """It was read in this process, which died with it."""
    path = tmp_path / "report.txt"
    path.write_text(TEXT.format(name="甲", year=2023, amount=5.0), encoding="utf-8")
    apart.close()
    with monkeypatch.context() as patch:
        patch.setattr("budgetlib.readers.read", reading)
        with pytest.raises(UnreadableReport, match=said) as caught:
            bl.read_report(path, limits=limits)
        assert str(path) in str(caught.value) and "\n" not in str(caught.value)
    apart.close()
    assert bl.read_report(path).claims["value"].iloc[0] == 5.0


def raises(*_: object) -> None:
    raise RecursionError("too deep")


def test_a_bug_of_one_report_keeps_its_traceback(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    apart.close()
    with monkeypatch.context() as patch:
        patch.setattr("budgetlib.readers.read", raises)
        with pytest.raises(RuntimeError, match=r"(?s)report\.txt: reading failed.*in raises.*too deep"):
            bl.read_report(tmp_path / "report.txt", limits=Limits())
    apart.close()


def test_a_report_is_found_from_the_folder_where_we_are_now(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("a", "b"):
        folder = tmp_path / name
        folder.mkdir()
        (folder / "report.txt").write_text(TEXT.format(name=name, year=2023, amount=5.0), encoding="utf-8")
        monkeypatch.chdir(folder)
        assert bl.read_report("report.txt").reports["agency"].iloc[0] == f"某市{name}局"


def test_what_an_archive_holds_can_be_shown_after_its_reader_is_gone(tmp_path: Path) -> None:
    path = tmp_path / "report.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("决算.txt", TEXT.format(name="甲", year=2023, amount=5.0))
    document = bl.read_report(path).document
    apart.close()
    scratch()
    assert document.original().is_file()


@pytest.mark.parametrize("command", ["parse", "check", "show", "story"])
def test_limits_hold_in_every_command(tmp_path: Path, command: str) -> None:
    path = tmp_path / "report.txt"
    path.write_text(TEXT.format(name="甲", year=2023, amount=5.0) * 20, encoding="utf-8")
    more = {"parse": ["--out", "out"], "check": [], "show": ["--page", "1"], "story": ["--out", "out"]}[command]
    done = subprocess.run(
        [sys.executable, "-m", "budgetlib.cli", command, str(path), *more, "--limit", "characters=1000"],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
    )
    assert done.returncode == 2 and "asks for more characters" in done.stderr and done.stderr.count("\n") == 1


def test_limits_hold_in_the_library(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_text(TEXT.format(name="甲", year=2023, amount=5.0) * 20, encoding="utf-8")
    for function in (bl.read_report, bl.read_reports):
        with pytest.raises(UnreadableReport, match="asks for more characters"):
            function(path, limits=bl.Limits(characters=1_000))


def dies(*_: object) -> None:
    os._exit(1)


@pytest.mark.skipif(sys.platform != "linux", reason="workers are forked, with what the test has changed")
def test_a_check_reads_in_a_worker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One that dies costs its file, not the check."""
    path = tmp_path / "report.txt"
    path.write_text(TEXT.format(name="甲", year=2023, amount=5.0), encoding="utf-8")
    monkeypatch.setattr(batch, "_parse", dies)
    done = CliRunner().invoke(app, ["check", str(path)])
    assert done.exit_code == 2 and "died twice" in done.stderr


def test_what_a_killed_process_left_in_the_scratch_folder_is_removed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    left = tmp_path / f"budgetlib-{socket.gethostname()}-{gone.pid}-abc"
    left.mkdir()
    other = tmp_path / f"budgetlib-elsewhere-{gone.pid}-abc"
    other.mkdir()
    own = scratch()
    assert own.is_dir() and other.is_dir() and not left.exists()


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").split()[2] != "Z"
    except FileNotFoundError:
        return False


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
@pytest.mark.parametrize("ended", [signal.SIGTERM, signal.SIGKILL])
def test_a_run_that_is_killed_leaves_no_worker_and_the_next_one_no_leftover(
    tmp_path: Path, ended: signal.Signals
) -> None:
    folder, out = tmp_path / "reports", tmp_path / "out"
    folder.mkdir()
    (folder / "good-000.txt").write_text(WHOLE.format(name="甲", year=2023, amount=100.0), encoding="utf-8")
    for number in range(300):
        text = WHOLE.format(name=f"乙{number}", year=2023, amount=5.0) + "收入12.34万元，" * 300
        (folder / f"long-{number:03}.txt").write_text(text, encoding="utf-8")
    command = [sys.executable, "-m", "budgetlib.cli", "parse", str(folder), "--out", str(out), "--workers", "2"]
    run = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    deadline = time.monotonic() + 60
    while not list(out.glob(".writing-*")) and time.monotonic() < deadline:
        time.sleep(0.05)
    children = Path(f"/proc/{run.pid}/task/{run.pid}/children").read_text(encoding="utf-8").split()
    assert len(children) == 2
    run.send_signal(ended)
    run.wait(20)
    for _ in range(100):
        if not any(alive(int(child)) for child in children):
            break
        time.sleep(0.1)
    assert not any(alive(int(child)) for child in children)
    assert not (out / "reports.csv").exists()
    assert bool(list(out.glob(".writing-*"))) == (ended == signal.SIGKILL)
    done = subprocess.run([*command[:4], str(folder / "good-000.txt"), *command[5:]], capture_output=True, check=False)
    assert done.returncode == 0 and (out / "reports.csv").exists()
    assert not list(out.glob(".writing-*"))


def test_a_shorter_time_inside_a_longer_one_ends_first_and_leaves_the_longer_as_it_was() -> None:
    with awake_after(30, "seconds"):
        with pytest.raises(LimitMet) as met, awake_after(0.05, "page_seconds"):
            time.sleep(5)
        left, again = signal.getitimer(signal.ITIMER_REAL)
        assert met.value.name == "page_seconds" and 25 < left < 30 and again == 1
    assert signal.getitimer(signal.ITIMER_REAL) == (0, 0)


def test_a_longer_time_inside_a_shorter_one_does_not_put_it_off() -> None:
    with pytest.raises(LimitMet) as met, awake_after(0.05, "seconds"), awake_after(30, "page_seconds"):
        time.sleep(5)
    assert met.value.name == "seconds"
