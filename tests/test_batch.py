"""Many files: order, bad files, the cache, a worker that dies, a cluster. Reports made up."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from budgetlib import batch, export
from budgetlib.machine.limits import Limits
from budgetlib.running.finding import find_files
from budgetlib.running.outcome import Outcome

TEXT = """某市{name}局{year}年度部门决算

一、收入支出决算总体情况说明

{year}年度收入总计{amount:.2f}万元，其中：本年收入合计{amount:.2f}万元，年初结转和结余0.00万元。
"""


def write(folder: Path, name: str, year: int, amount: float) -> Path:
    path = folder / f"{name}-{year}.txt"
    path.write_text(TEXT.format(name=name, year=year, amount=amount), encoding="utf-8")
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for number in range(6):
        write(tmp_path, f"甲{number}", 2023, 100.0 + number)
    return tmp_path


def amounts(found: list[Outcome]) -> list[float]:
    return [outcome.records["claims"][0]["value"] for outcome in found if outcome.records]


@pytest.mark.parametrize("workers", [0, 1, 2])
def test_results_come_in_the_order_of_the_files(folder: Path, workers: int) -> None:
    files, bad = find_files([folder])
    found = list(batch.outcomes(files, workers=workers))
    assert bad == [] and [outcome.path for outcome in found] == files
    assert amounts(found) == [100.0, 101.0, 102.0, 103.0, 104.0, 105.0]


def test_a_mixed_folder_gives_the_good_ones_and_one_line_for_each_bad_one(folder: Path) -> None:
    (folder / "corrupt.pdf").write_bytes(b"%PDF-1.4 broken")
    (folder / "zero.pdf").write_bytes(b"")
    (folder / "photo.jpg").write_bytes(b"\xff\xd8\xff\xe0")
    (folder / ".hidden").write_bytes(b"x")
    (folder / "sub").mkdir()
    write(folder / "sub", "乙", 2023, 7.0)
    (folder / "sub" / "loop").symlink_to(folder, target_is_directory=True)
    files, skipped = find_files([folder])
    found = list(batch.outcomes(files, workers=0))
    assert sorted(amounts(found)) == [7.0, 100.0, 101.0, 102.0, 103.0, 104.0, 105.0]
    errors = [outcome for outcome in [*found, *skipped] if outcome.error]
    assert sorted(outcome.path.name for outcome in errors) == ["corrupt.pdf", "loop", "photo.jpg", "zero.pdf"]
    assert all(str(outcome.path) in outcome.error and "\n" not in outcome.error for outcome in errors)


def test_a_second_run_reads_nothing_again(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache = tmp_path / "cache"
    files, _ = find_files([folder])
    first = list(batch.outcomes(files, workers=0, cache_folder=cache))

    def never(path: Path, verify: bool) -> Outcome:
        raise AssertionError(f"{path} was read again")

    monkeypatch.setattr(batch, "_parse", never)
    assert list(batch.outcomes(files, workers=0, cache_folder=cache)) == first


def test_the_cache_follows_the_content_and_survives_damage(folder: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    path = write(folder, "丙", 2023, 1.0)
    assert amounts([batch.parse_file(path, cache)]) == [1.0]
    write(folder, "丙", 2023, 2.0)
    assert amounts([batch.parse_file(path, cache)]) == [2.0]
    for entry in cache.iterdir():
        entry.write_bytes(b"damaged")
    assert amounts([batch.parse_file(path, cache)]) == [2.0]


def test_a_renamed_copy_is_told_by_its_own_name(folder: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    path = write(folder, "丁", 2023, 1.0)
    batch.parse_file(path, cache)
    copy = path.with_name("copy.txt")
    copy.write_bytes(path.read_bytes())
    records = batch.parse_file(copy, cache).records
    assert records is not None and records["reports"][0]["source"] == "copy.txt"


def deadly(path: Path) -> Outcome:
    """A task whose process dies on one file, the first time or every time."""
    if "致命" in path.name:
        os._exit(1)
    marker = path.with_suffix(".tried")
    if "一次" in path.name and not marker.exists():
        marker.write_text("", encoding="utf-8")
        os._exit(1)
    return batch.parse_file(path)


def test_a_worker_that_is_killed_loses_nothing(folder: Path) -> None:
    write(folder, "甲2一次", 2023, 50.0)
    write(folder, "甲4致命", 2023, 60.0)
    files, _ = find_files([folder])
    found = list(batch._in_order(batch._by_workers(files, deadly, 2, Limits())))
    assert [outcome.path for outcome in found] == files
    assert amounts(found) == [100.0, 101.0, 102.0, 50.0, 103.0, 104.0, 105.0]
    (lost,) = [outcome for outcome in found if outcome.error]
    assert "甲4致命" in lost.error and "died twice" in lost.error


def test_a_cluster_gives_byte_identical_tables(folder: Path, tmp_path: Path) -> None:
    distributed = pytest.importorskip("distributed", reason="the extra budgetlib[cluster] is not installed")
    files, _ = find_files([folder])
    with distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster:
        remote = list(batch.outcomes(files, scheduler=cluster.scheduler_address))
    local = list(batch.outcomes(files, workers=2))
    assert remote == local
    for place, found in (("remote", remote), ("local", local)):
        records = [outcome.records for outcome in found if outcome.records]
        assert export.write_reports(records, tmp_path / place, ["csv", "parquet"]) == 6
    for path in (tmp_path / "local").iterdir():
        assert path.read_bytes() == (tmp_path / "remote" / path.name).read_bytes(), path.name
