"""Whatever is given to the readers and parsers, they return a report or say in one sentence why not.

In the suite a few examples each; ``make fuzz`` runs the same tests with FUZZ_EXAMPLES each, again and again with new
ones, for as long as FUZZ_SECONDS says. What it finds becomes an ``@example`` or a test.
"""

from __future__ import annotations

import io
import os
import tempfile
import time
import zipfile
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from tests.hostile.reports import FORM, PIECES, RULES, flipped, page
from tests.readers.test_round_trip import as_word
from tests.readers.test_workbook import old_workbook
from tests.test_in_two_files import workbook

from budgetlib import read_report, schema
from budgetlib.readers.document import UnreadableReport
from budgetlib.text import on_one_line, visible

EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "25"))
PATIENCE = 30.0
"""Seconds of this process that no small input may cost."""
REPORTS = sorted((Path(__file__).parents[2] / "data" / "reports").glob("*.pdf"), key=lambda path: path.stat().st_size)

fuzz = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck), database=None)
few = settings(fuzz, max_examples=max(EXAMPLES // 8, 3))


def read(path: Path) -> None:
    """Read and write out, as parse does; the one error allowed is one sentence about the file."""
    begun = time.process_time()
    try:
        report = read_report(path)
        for name in schema.TABLES:
            list(report.records(name))
    except UnreadableReport as error:
        assert "\n" not in str(error)
        assert path.name in str(error)
    assert time.process_time() - begun < PATIENCE


pieces = st.lists(st.sampled_from(PIECES) | st.text(max_size=6), max_size=60).map("".join)


@fuzz
@given(text=pieces)
def test_any_text(text: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.getbasetemp() / "any.txt"
    path.write_bytes(f"某市某局2023年度部门决算\n{text}\n".encode(errors="replace"))
    read(path)


@fuzz
@given(data=st.binary(max_size=400))
@example(data=b"\xff\xfe2\x000\x00")
def test_any_bytes(data: bytes, tmp_path_factory: pytest.TempPathFactory) -> None:
    for ending in (".txt", ".md", ".pdf"):
        path = tmp_path_factory.getbasetemp() / f"any{ending}"
        path.write_bytes((b"%PDF-1.4\n" + data + b"\n%%EOF\n") if ending == ".pdf" else data)
        read(path)


cells = st.sampled_from([*FORM, "", "12.50", "-", "3台", "100%", "=1", "二〇二三年"]) | st.text(max_size=5)


@fuzz
@given(rows=st.lists(st.lists(cells, min_size=1, max_size=10), min_size=1, max_size=12), title=st.sampled_from(PIECES))
def test_any_table(rows: list[list[str]], title: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    lines = ["\t".join(cell.replace("\n", " ").replace("\t", " ") for cell in row) for row in rows]
    path = tmp_path_factory.getbasetemp() / "table.txt"
    text = "\n".join(["某市某局2023年度部门决算", title, "单位：万元", *lines])
    path.write_bytes(text.encode(errors="replace"))
    read(path)


changes = st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(1, 255)), max_size=12)


@fuzz
@given(changes=changes, cut=st.floats(0.2, 1))
def test_a_small_page_with_flipped_bytes(
    changes: list[tuple[float, int]], cut: float, tmp_path_factory: pytest.TempPathFactory
) -> None:
    sound = page(f"BT /F1 12 Tf 20 20 Td (2023 12.50) Tj ET {RULES}", "/Resources << /Font << /F1 5 0 R >> >>")
    path = tmp_path_factory.getbasetemp() / "small.pdf"
    path.write_bytes(flipped(sound, changes, cut))
    read(path)


@cache
def office_file(ending: str) -> bytes:
    """A sound workbook of the new and of the old kind, and a Word document."""
    with tempfile.TemporaryDirectory() as name:
        path = workbook(Path(name)) if ending == "xlsx" else Path(name) / f"report.{ending}"
        if ending == "xls":
            old_workbook(path)
        if ending == "docx":
            as_word([["项目", "预算数", "决算数"], ["合计", "3.00", "2.50"]], path)
        return path.read_bytes()


def inside(data: bytes, changes: list[tuple[float, int]], number: int) -> bytes:
    """An archive with bytes of one of its members changed, else the bytes themselves."""
    if not data.startswith(b"PK"):
        return flipped(data, changes, 1.0)
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w") as target:
        names = source.namelist()
        for name in names:
            content = source.read(name)
            chosen = name == names[number % len(names)] and content
            target.writestr(name, flipped(content, changes, 1.0) if chosen else content)
    return out.getvalue()


@few
@given(
    ending=st.sampled_from(["xlsx", "xls", "docx"]),
    changes=st.lists(st.tuples(st.floats(0, 0.999), st.integers(1, 255)), min_size=1, max_size=6),
    number=st.integers(0, 30),
)
def test_an_office_file_with_flipped_bytes(
    ending: str, changes: list[tuple[float, int]], number: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.getbasetemp() / f"any.{ending}"
    path.write_bytes(inside(office_file(ending), changes, number))
    read(path)


@few
@given(changes=changes, cut=st.sampled_from([1.0, 1.0, 1.0, 0.7]))
def test_a_real_report_with_flipped_bytes(
    changes: list[tuple[float, int]], cut: float, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.getbasetemp() / "real.pdf"
    path.write_bytes(flipped(REPORTS[0].read_bytes(), changes, cut))
    read(path)


@fuzz
@given(words=pieces | st.text())
def test_any_words_can_be_shown(words: str) -> None:
    visible(words).encode()
    assert len(on_one_line(words).splitlines()) <= 1
