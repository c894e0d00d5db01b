"""Archives: read like a folder, under limits, never written outside the folder they are unpacked into."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from budgetlib.machine.limits import Limits, within
from budgetlib.readers import archive, read
from budgetlib.readers.document import UnreadableReport


def packed(tmp_path: Path, files: dict[str, str]) -> Path:
    path = tmp_path / "reports.zip"
    with zipfile.ZipFile(path, "w") as target:
        for name, text in files.items():
            target.writestr(name, text)
    return path


def test_the_one_file_is_read_and_several_are_left_to_their_reader(tmp_path: Path) -> None:
    document = read(packed(tmp_path, {"a/说明.txt": "收入5.00万元。", "__MACOSX/x.txt": "垃圾"}))
    assert document.source.name == "说明.txt" and document.original().is_file()
    with pytest.raises(UnreadableReport, match="2 files"):
        read(packed(tmp_path, {"a/说明.txt": "收入5.00万元。", "a/表.txt": "支出5.00万元。"}))


def test_nothing_is_written_outside(tmp_path: Path) -> None:
    folder = tmp_path / "in" / "here"
    folder.mkdir(parents=True)
    files = archive.unpack(packed(tmp_path, {"../../evil.txt": "x", "/etc/b.txt": "y"}), folder)
    assert all(folder in file.parents for file in files) and not (tmp_path / "evil.txt").exists()


def test_names_packed_in_china_are_read(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as target:
        target.writestr("决算.txt".encode("gb18030").decode("cp437"), "x")
    data = path.read_bytes()
    path.write_bytes(data.replace("决算.txt".encode("gb18030").decode("cp437").encode(), "决算.txt".encode("gb18030")))
    (tmp_path / "out").mkdir()
    name = "决算.txt".encode("gb18030").decode("cp437")
    member = zipfile.ZipInfo(name)
    member.flag_bits = 0
    assert archive._name(member) == "决算.txt"


def test_a_file_that_cannot_be_read_is_named_with_its_archive(tmp_path: Path) -> None:
    """It was named by the scratch folder that it was unpacked to."""
    path = packed(tmp_path, {"决算.txt": "\0" * 50})
    with pytest.raises(UnreadableReport, match=f"{path}: 决算.txt: .* expected"):
        read(path)


def test_limits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = packed(tmp_path, {"a.txt": "x" * 3_000_000, "b.txt": "yy"})
    with within(Limits(size=1)), pytest.raises(UnreadableReport, match="limit"):
        read(path)
    monkeypatch.setattr(archive, "MOST_FILES", 1)
    with pytest.raises(UnreadableReport, match="at most 1"):
        read(path)


def test_an_archive_without_reports_and_a_damaged_one_are_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(UnreadableReport, match="no file that could be a report"):
        read(packed(tmp_path, {"a.jpg": "xx"}))
    path = tmp_path / "cut.zip"
    path.write_bytes(b"PK\x03\x04 cut")
    with pytest.raises(UnreadableReport, match="damaged"):
        read(path)
