"""A bad file costs one line and nothing else: every kind that once ended a run, among good ones."""

from __future__ import annotations

import ctypes
import gzip
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from tests.hostile.reports import RULES, TEXT, bytes_name, page, write_good

from budgetlib import batch, read_report
from budgetlib.readers.pdf import EngineFailed, Tablers
from budgetlib.running.failures import failure
from budgetlib.running.finding import find_files
from budgetlib.running.outcome import Outcome
from budgetlib.text import on_one_line, visible

GOOD = 40
PANIC = page(f"BT /F1 12 Tf 20 20 Td (2023) Tj ET {RULES}", "/Resources << >>").replace(
    b"/Type /Page ", b"/Typo /Page "
)
"""One damaged letter in a page, at which the engine of tables panics."""
NO_CHARACTERS = page("BT /F1 12 Tf 20 20 Td (2023) Tj ET", "/Resources << /Font 5 0 R >>", "<< /F1 (no font) >>")


def _link_to_itself(folder: Path) -> str:
    (folder / "loop.pdf").symlink_to(folder / "loop.pdf")
    return "loop.pdf"


def _link_to_nothing(folder: Path) -> str:
    (folder / "gone.pdf").symlink_to(folder / "nowhere")
    return "gone.pdf"


def _pipe(folder: Path) -> str:
    os.mkfifo(folder / "pipe.pdf")
    return "pipe.pdf"


def _not_utf8(folder: Path) -> str:
    bytes_name(folder, "决算".encode("gb18030") + b".pdf").write_bytes(b"%PDF-1.4 broken")
    return "决算.pdf"


def _control_characters(folder: Path) -> str:
    (folder / "a\n\x1b[2Jb.pdf").write_bytes(b"%PDF-1.4 broken")
    return "a␊␛[2Jb.pdf"


def _markup(folder: Path) -> str:
    (folder / "[bold]x[red].pdf").write_bytes(b"%PDF-1.4 broken")
    return "[bold]x[red].pdf"


def _closed(folder: Path) -> str:
    (folder / "closed.pdf").write_bytes(b"%PDF-1.4")
    (folder / "closed.pdf").chmod(0)
    return "closed.pdf"


def _closed_folder(folder: Path) -> str:
    (folder / "folder.pdf").mkdir()
    (folder / "folder.pdf").chmod(0)
    return "folder.pdf"


def _as_anybody() -> None:
    """Root may read everything: a program loses that right with two capabilities."""
    if sys.platform == "linux":
        for capability in (1, 2):  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH
            ctypes.CDLL(None).prctl(24, capability, 0, 0, 0)  # PR_CAPBSET_DROP


def _of(name: str, content: bytes) -> Callable[[Path], str]:
    def write(folder: Path) -> str:
        (folder / name).write_bytes(content)
        return name

    return write


BAD = [
    _link_to_itself,
    _link_to_nothing,
    _pipe,
    _not_utf8,
    _control_characters,
    _markup,
    _of("panic.pdf", PANIC),
    _of("no-characters.pdf", NO_CHARACTERS),
    _of("zero.pdf", b""),
    _of("cut.pdf", b"%PDF-1.7\n1 0 obj"),
    _of("binary.txt", b"\0" * 100),
    _of("photo.jpg", b"\xff\xd8"),
    _of("novel.txt", "很久以前，有一个人。".encode()),
    _closed,
    _closed_folder,
]
FORM = "项目支出绩效自评表\n\n项目名称\t新建图书馆\n\t一级指标\t二级指标\t三级指标\t年度指标值\t实际完成值\t"
MENDED = {
    "score-first.txt": f"{FORM}得分\t分值\n\t产出指标\t数量指标\t座位数\t50个\t40个\t8\t10\n",
    "formula.txt": f"{FORM}分值\t得分\n\t产出指标\t数量指标\t座位\x07数\t=25人\t=100%\t10\t8\n",
    "brackets.txt": TEXT.format(name="丙", year=2023, amount=7.0) + "（）" * 500 + "\n",
    "names.txt": TEXT.format(name="乙", year=2023, amount=7.0)
    + f"局属单位{'、'.join(f'第{n}办公室（党委第{n}办公室）' for n in range(24))}支出5.00万元。\n",
}
"""Files at which a run once ended or hung, and that are reports."""


DAMAGES: list[Callable[[bytes], bytes]] = [
    lambda sound: gzip.compress(json.dumps({"records": []}).encode()),  # JSON of another shape
    lambda sound: gzip.compress(gzip.decompress(sound).replace(b"100.0", b"900.0")),
    lambda sound: gzip.compress(gzip.decompress(sound)[:-20]),
    lambda sound: sound[:-20],
    lambda sound: sound[: len(sound) // 2] + bytes([sound[len(sound) // 2] ^ 4]) + sound[len(sound) // 2 + 1 :],
    lambda sound: b"",
]
"""What may have become of a cache entry."""


@pytest.mark.parametrize("workers", ["1", "2"])
def test_good_reports_come_through_beside_every_bad_one(tmp_path: Path, workers: str) -> None:
    """One line for each bad file, none for a damaged cache, and in the workbook texts that are no formulas."""
    folder, out = tmp_path / "reports", tmp_path / "out"
    folder.mkdir()
    write_good(folder, GOOD)
    files = find_files([folder])[0]
    assert sum(outcome.records is not None for outcome in batch.outcomes(files, cache_folder=out / ".cache")) == GOOD
    for number, entry in enumerate(sorted((out / ".cache").iterdir())):
        entry.write_bytes(DAMAGES[number % len(DAMAGES)](entry.read_bytes()))
    named = {os.fsencode(name): text for name, text in MENDED.items()}
    named["决算".encode("gb18030") + b".txt"] = TEXT.format(name="丁", year=2023, amount=7.0)
    for name, text in named.items():
        bytes_name(folder, name).write_text(text, encoding="utf-8")
    bad = [make(folder) for make in BAD]
    too_long = folder / f"{'长' * 100}.pdf"
    command = [sys.executable, "-m", "budgetlib.cli", "parse", str(folder), str(too_long), "--out", str(out)]
    command += ["--workers", workers, "--format", "xlsx"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120, preexec_fn=_as_anybody)
    assert done.returncode == 1, done.stderr
    lines = [line for line in done.stderr.splitlines() if re.search(r"\.(pdf|txt|jpg):", line)]
    for name in [*bad, too_long.name]:
        assert len([line for line in lines if f"{name}:" in line]) == 1, (name, done.stderr)
    assert len(lines) == len(bad) + 1
    assert "Traceback" not in done.stderr
    book = openpyxl.load_workbook(out / "tables.xlsx")
    assert book["reports"].max_row == 1 + GOOD + len(named)
    head, *rows = book["claims"].iter_rows(values_only=True)
    totals = {row[head.index("report_id")]: row[head.index("value")] for row in reversed(rows)}
    assert sorted(totals.values())[-GOOD:] == [100.0 + number for number in range(GOOD)]
    cells = [cell for row in book["indicators"].iter_rows() for cell in row]
    assert {"=25人", "=100%", "座位␇数"} <= {cell.value for cell in cells}
    assert "f" not in {cell.data_type for cell in cells}


def test_a_report_whose_name_is_no_utf8_is_read_and_named(tmp_path: Path) -> None:
    path = bytes_name(tmp_path, "某局决算".encode("gb18030") + b".txt")
    path.write_text(TEXT.format(name="甲", year=2023, amount=5.0), encoding="utf-8")
    (outcome,) = batch.outcomes(find_files([tmp_path])[0])
    assert outcome.records is not None
    assert outcome.records["reports"][0]["source"] == "某局决算.txt"


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("plain 文字\n\t", "plain 文字\n\t"),
        ("a\x07b\x1b[1m\x7f", "a␇b␛[1m␡"),
        ("\x9b31m", "\\x9b31m"),
        (os.fsdecode("表".encode("gb18030")), "表"),
        ("\udcff", "\\xff"),
        ("\ud800\udcff", "\\xd800\\xdcff"),
    ],
)
def test_what_cannot_be_shown_is_shown_as_a_sign(written: str, shown: str) -> None:
    assert visible(written) == shown
    assert len(on_one_line(written).splitlines()) == 1
    visible(written).encode()


class Panic(BaseException):
    """Like the panic of an engine: no Exception, and not to be pickled."""

    def __reduce__(self) -> str:
        raise TypeError("cannot be pickled")


def fails(path: Path, *_: object) -> Outcome:
    raise Panic("unwrap on None") if "panic" in path.name else IndexError("list index out of range")


@pytest.mark.parametrize("workers", [1, 2])
def test_a_bug_is_a_line_that_names_a_log_with_its_traceback(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, workers: int
) -> None:
    monkeypatch.setattr(batch, "_parse", fails)
    files = [tmp_path / "panic.txt", tmp_path / "bug.txt"]
    for path in files:
        path.write_text("x", encoding="utf-8")
    found = list(batch.outcomes(files, workers=workers))
    assert [outcome.records for outcome in found] == [None, None]
    for outcome, said in zip(found, ("unwrap on None", "list index out of range"), strict=True):
        assert said in outcome.error and str(outcome.path) in outcome.error and "\n" not in outcome.error
        log = Path(re.findall(r"\S+\.log", outcome.error)[0])
        written = log.read_text(encoding="utf-8")
        assert "Traceback" in written and "in fails" in written and str(outcome.path) in written
        assert outcome.trace == ""


@pytest.mark.parametrize("stopping", [KeyboardInterrupt(), SystemExit(3), MemoryError()])
def test_what_concerns_all_files_stops_all(tmp_path: Path, stopping: BaseException) -> None:
    with pytest.raises(type(stopping)):
        failure(tmp_path / "report.pdf", stopping)


def test_a_panic_costs_a_page(tmp_path: Path) -> None:
    with pytest.raises(EngineFailed, match="UnknownBitmapRotation"):
        Tablers(PANIC).cells(_page(PANIC), 0)


def _page(data: bytes) -> object:
    import pypdfium2 as pdfium

    return pdfium.PdfDocument(data)[0]


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_cache_entry_is_read_again(tmp_path: Path, damage: Callable[[bytes], bytes]) -> None:
    """Valid JSON of another shape, and a byte changed in a number, were taken for what was written."""
    cache, path = tmp_path / "cache", tmp_path / "report.txt"
    path.write_text(TEXT.format(name="甲", year=2023, amount=100.0), encoding="utf-8")
    first = batch.parse_file(path, cache)
    (entry,) = cache.iterdir()
    sound = entry.read_bytes()
    entry.write_bytes(damage(sound))
    assert entry.read_bytes() != sound
    assert batch.parse_file(path, cache) == first
    assert gzip.decompress(entry.read_bytes()) == gzip.decompress(sound)


def test_a_score_before_the_weight_is_read_as_printed(tmp_path: Path) -> None:
    path = tmp_path / "score-first.txt"
    path.write_text(MENDED["score-first.txt"], encoding="utf-8")
    (row,) = read_report(path).indicators.to_dict("records")
    assert (row["weight"], row["score"]) == (10.0, 8.0)
