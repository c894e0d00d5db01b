"""Whatever is given to the readers, parsers and checks, they return a report or say in one sentence why not.

In the suite a few examples each; ``make fuzz`` runs the same tests with FUZZ_EXAMPLES each, again and again with new
ones, for as long as FUZZ_SECONDS says, and with the files in the folder BUDGETLIB_REPORTS, if there is one, among those
that are changed. What it finds becomes an ``@example`` or a test.
"""

from __future__ import annotations

import io
import os
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from itertools import chain
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from tests.hostile.mutations import Change, changed, changes, in_a_member, in_a_stream, in_lines
from tests.hostile.reports import FORM, PIECES, RULES, page
from tests.readers.test_round_trip import Rows, as_html, as_word, as_workbook
from tests.readers.test_workbook import OPEN, old_workbook
from tests.test_in_two_files import workbook

from budgetlib import batch, read_report
from budgetlib.machine.limits import Limits
from budgetlib.parsers.admission import must_be_a_report
from budgetlib.readers.document import Document, Grid, UnreadableReport
from budgetlib.text import on_one_line, visible

EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "25"))
PATIENCE = 30.0
"""Seconds of this process that no small input may cost."""
OURS = Path(__file__).parents[2] / "data" / "reports"
MORE = os.environ.get("BUDGETLIB_REPORTS")


def real(*endings: str) -> list[Path]:
    """Real files with these endings, ours and those of the folder BUDGETLIB_REPORTS."""
    folders = [OURS, *([Path(MORE)] if MORE else [])]
    return sorted(path for folder in folders for path in folder.rglob("*") if path.suffix.lower() in endings)


PDFS = real(".pdf")
OFFICE = real(".xlsx", ".xls", ".docx", ".html")

fuzz = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck), database=None)
few = settings(fuzz, max_examples=max(EXAMPLES // 4, 3))


@pytest.fixture(scope="module", autouse=True)
def little_memory() -> Iterator[None]:
    """What asks for more memory than a worker may is a finding, not the end of the machine."""
    if sys.platform != "linux":
        yield
        return
    import resource

    before = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (Limits().memory << 20, before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_AS, before)


@pytest.fixture(scope="module", autouse=True)
def admitted() -> Iterator[None]:
    """What is no report goes on to the parsers all the same, which must bear it."""

    def ask(document: Document) -> None:
        with suppress(UnreadableReport):
            must_be_a_report(document)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("budgetlib.parsers.parse.must_be_a_report", ask)
        yield


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("fuzz")


def read(path: Path, engine: str | None = None) -> None:
    """Read, check and write out, as parse does; the one error allowed is one sentence about the file."""
    begun = time.process_time()
    if engine:
        with_engine(path, engine)
    else:
        outcome = batch.parse_file(path)
        assert not outcome.trace, outcome.trace
        assert (outcome.records is None) == bool(outcome.error)
        assert "\n" not in outcome.error and (path.name in outcome.error or not outcome.error)
        "".join(map(repr, (outcome.remarks, outcome.unchecked, outcome.records))).encode()
    assert time.process_time() - begun < PATIENCE


def with_engine(path: Path, engine: str) -> None:
    try:
        list(read_report(path, engine=engine).records("reports"))
    except UnreadableReport as error:
        assert "\n" not in str(error) and path.name in str(error)


pieces = st.lists(st.sampled_from(PIECES) | st.text(max_size=6), max_size=60).map("".join)


@fuzz
@given(text=pieces, ending=st.sampled_from([".txt", ".md"]))
def test_any_text(text: str, ending: str, folder: Path) -> None:
    path = folder / f"any{ending}"
    path.write_bytes(f"某市某局2023年度部门决算\n{text}\n".encode(errors="replace"))
    read(path)


MAGIC = [b"", b"%PDF-1.4\n", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"<html>", b"\xff\xfe", b"\x1f\x8b"]


@fuzz
@given(data=st.binary(max_size=400), magic=st.sampled_from(MAGIC))
@example(data=b"2\x000\x00", magic=b"\xff\xfe")
def test_any_bytes(data: bytes, magic: bytes, folder: Path) -> None:
    for ending in (".txt", ".md", ".pdf", ".xlsx", ".docx", ".html", ".zip"):
        path = folder / f"any{ending}"
        path.write_bytes(magic + data + (b"\n%%EOF\n" if ending == ".pdf" else b""))
        read(path)


cells = st.sampled_from([*FORM, "", "12.50", "-", "3台", "100%", "=1", "二〇二三年"]) | st.text(max_size=5)
tables = st.lists(st.lists(cells, min_size=1, max_size=10), min_size=1, max_size=12)


@fuzz
@given(rows=tables, title=st.sampled_from(PIECES))
def test_any_table(rows: list[list[str]], title: str, folder: Path) -> None:
    lines = ["\t".join(cell.replace("\n", " ").replace("\t", " ") for cell in row) for row in rows]
    path = folder / "table.txt"
    text = "\n".join(["某市某局2023年度部门决算", title, "单位：万元", *lines])
    path.write_bytes(text.encode(errors="replace"))
    read(path)


TAGS = [
    "p",
    "table",
    "tr",
    "td",
    "th",
    "div",
    "br",
    "span",
    "script",
    "h1",
    "li",
    "a",
    "td colspan=3",
    "td rowspan=99999",
]
tags = st.sampled_from(
    [f"<{tag}>" for tag in TAGS] + [f"</{tag}>" for tag in TAGS[:12]] + ["<!--", "&#0;", "<![CDATA["]
)


@fuzz
@given(parts=st.lists(tags | st.sampled_from(PIECES) | st.sampled_from(FORM), max_size=80))
def test_any_web_page(parts: list[str], folder: Path) -> None:
    path = folder / "page.html"
    path.write_bytes(
        f"<html><body><p>{'某市某局2023年度收入总计5.00万元。' * 9}</p>{''.join(parts)}".encode(errors="replace")
    )
    read(path)


@fuzz
@given(what=changes, number=st.integers(0, 5), packed=st.booleans())
def test_a_small_page_with_changes(what: list[Change], number: int, packed: bool, folder: Path) -> None:
    sound = page(f"BT /F1 12 Tf 20 20 Td (2023 12.50) Tj ET {RULES}", "/Resources << /Font << /F1 5 0 R >> >>")
    path = folder / "small.pdf"
    path.write_bytes(in_a_stream(sound, what, number) if packed else changed(sound, what))
    read(path)


def open_workbook(rows: Rows, path: Path) -> None:
    """An OpenDocument spreadsheet."""
    cell = '<table:table-cell office:value-type="string" table:number-columns-repeated="1"><text:p>{}</text:p>'
    lines = ("".join(f"{cell.format(text)}</table:table-cell>" for text in row) for row in rows)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr(
            "content.xml", OPEN.format("".join(f"<table:table-row>{line}</table:table-row>" for line in lines))
        )
        archive.writestr("META-INF/manifest.xml", "<manifest/>")


def packed(rows: Rows, path: Path) -> None:
    """An archive with a web page in it."""
    as_html(rows, path.with_suffix(".html"))
    with zipfile.ZipFile(path, "w") as archive:
        archive.write(path.with_suffix(".html"), "部门决算.html")


@cache
def sound_file(kind: str) -> bytes:
    """A sound file of each kind that is a package of others, and a web page."""
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / f"report.{kind}"
        rows = [["项目", "预算数", "决算数"], ["合计", "3.00", "2.50"], ["一般公共服务支出", "3.00", "2.50"]]
        writers = {"docx": as_word, "html": as_html, "xlsx": as_workbook, "ods": open_workbook, "zip": packed}
        if kind in writers:
            writers[kind](rows, path)
        elif kind == "xls":
            old_workbook(path)
        else:
            path = workbook(Path(name))
        return path.read_bytes()


KINDS = {kind: kind for kind in ("xlsx", "xls", "ods", "docx", "html", "zip")} | {"nine tables": "xlsx"}
MOSTLY = st.sampled_from([True, True, True, False])


@fuzz
@given(kind=st.sampled_from(list(KINDS)), what=changes, number=st.integers(0, 30), inside=MOSTLY)
def test_an_office_file_with_changes(kind: str, what: list[Change], number: int, inside: bool, folder: Path) -> None:
    path = folder / f"any.{KINDS[kind]}"
    path.write_bytes(in_a_member(sound_file(kind), what, number) if inside else changed(sound_file(kind), what))
    read(path)


@pytest.mark.skipif(not OFFICE, reason="BUDGETLIB_REPORTS names no folder with office files")
@few
@given(source=st.sampled_from(OFFICE or [Path()]), what=changes, number=st.integers(0, 30))
def test_a_real_office_file_with_changes(source: Path, what: list[Change], number: int, folder: Path) -> None:
    path = folder / f"real{source.suffix}"
    path.write_bytes(in_a_member(source.read_bytes(), what, number))
    read(path)


@cache
def pages(source: Path, first: int) -> bytes:
    """Two pages of a report as a file of their own; what only claims to be a PDF as it is."""
    import pypdfium2 as pdfium

    try:
        out, whole, copy = io.BytesIO(), pdfium.PdfDocument(source), pdfium.PdfDocument.new()
    except pdfium.PdfiumError:
        return source.read_bytes()
    copy.import_pages(whole, sorted({first % len(whole), (first + 1) % len(whole)}))
    copy.save(out)
    return out.getvalue()


@fuzz
@given(
    source=st.sampled_from(PDFS),
    first=st.integers(0, 40),
    what=changes,
    number=st.integers(0, 40),
    packed=st.booleans(),
    engine=st.sampled_from([None, None, None, "camelot"]),
)
def test_real_pages_with_changes(
    source: Path, first: int, what: list[Change], number: int, packed: bool, engine: str | None, folder: Path
) -> None:
    path, sound = folder / "real.pdf", pages(source, first)
    path.write_bytes(in_a_stream(sound, what, number) if packed else changed(sound, what))
    read(path, engine)


@few
@given(source=st.sampled_from(PDFS), what=changes)
def test_a_whole_report_with_changes(source: Path, what: list[Change], folder: Path) -> None:
    if source.stat().st_size < 1 << 20:
        path = folder / "whole.pdf"
        path.write_bytes(changed(source.read_bytes(), what))
        read(path)


@cache
def words(source: Path) -> str:
    """A real report as text: sentences, and tables with their cells apart."""
    lines: list[str] = []
    for block in read_report(source).document.blocks:
        rows = [["".join(cell.text.split()) for cell in row] for row in block.rows()] if isinstance(block, Grid) else []
        lines += ["\t".join(row) for row in rows] if rows else [getattr(block, "text", ""), ""]
    return "\n".join(lines)


@few
@given(source=st.sampled_from(real(".pdf")[:9]), lists=st.lists(changes, max_size=6))
def test_a_real_text_with_changes(source: Path, lists: list[list[Change]], folder: Path) -> None:
    path, what = folder / "words.txt", chain.from_iterable(lists)
    path.write_bytes(in_lines(words(source), what, [*PIECES, *FORM]).encode(errors="replace"))
    read(path)


@fuzz
@given(words=pieces | st.text())
def test_any_words_can_be_shown(words: str) -> None:
    visible(words).encode()
    assert len(on_one_line(words).splitlines()) <= 1
