"""PDF reports: tables by tablers, prose by pypdfium2, both on pages that have been turned upright."""

from __future__ import annotations

import contextlib
import hashlib
import multiprocessing
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, ClassVar, Protocol

from budgetlib.machine import extras
from budgetlib.machine.limits import LimitMet, active, awake_after, keep
from budgetlib.readers import ocr
from budgetlib.readers.document import Block, Box, Cell, Document, Grid, UnreadableReport
from budgetlib.readers.grids import BoxedText, Ruled, continues, joined, ruled
from budgetlib.readers.pdf_aligned import aligned_tables, may_hold_tables
from budgetlib.readers.pdf_damage import damaged_streams, illegible
from budgetlib.readers.pdf_indent import indented
from budgetlib.readers.pdf_lines import Frame, PageText, turned_upright
from budgetlib.readers.pdf_pictures import Unwritten, is_drawn, is_scan, may_hold_pictures, pictures, unwritten
from budgetlib.readers.pdf_rules import may_hold_rules
from budgetlib.readers.prose import Line, Margins, margins, paragraphs, without_furniture

_TAIL = 4096
"""Bytes at the end of a file among which its end mark must stand; some producers pad the file."""
_HARDLY_ANY = 30
"""A page with fewer characters and a large image is a scan: a page number may have been stamped onto it."""

_SCAN = (
    "这是没有文字层的扫描件，请安装 budgetlib[ocr] 再读，或索取原件 / "
    "expected a PDF with a text layer, but this one looks like a scan; "
    "install budgetlib[ocr] to read it, or ask for the original file."
)
_GARBLED = (
    "字体没有说明各字形是什么字，请安装 budgetlib[ocr] 再读，或索取原件 / "
    "expected a PDF with a text layer, but the fonts of this one do not say which characters they show; "
    "install budgetlib[ocr] to read it, or ask for the original file."
)
_IMAGE = "is an image without a text layer"
_DRAWN = "shows text that is drawn as outlines"
_HOLDS = "holds a picture of text or of a table"
_BLANK_SCAN = (
    "扫描件上没有识别出文字，请以 200 dpi 以上重新扫描，或索取原件 / "
    "expected a report, but this one looks like a scan on which OCR (budgetlib[ocr]) found no text; "
    "scan it again at 200 dpi or more, or ask for the original file."
)


@dataclass(slots=True)
class _Page:
    """What was read of one page."""

    number: int
    width: float
    height: float
    lines: list[Line] = field(default_factory=list)
    tables: list[Ruled] = field(default_factory=list)
    frame: Frame | None = None
    unreadable: str = ""
    """Why the page has to be read from its picture, as the end of a sentence; "" where its text layer is sound."""
    lost: int = 0
    """Characters that the text layer does not name."""
    unwritten: Unwritten | None = None
    """Pictures of text beside a sound text layer."""
    sure: list[tuple[Box, float]] = field(default_factory=list)
    """Where OCR read figures, and how sure it is of each."""


class TableFinder(Protocol):
    """An engine that finds ruled tables in one file, opened from its bytes. It stays on one thread, like the file."""

    name: ClassVar[str]

    def __init__(self, data: bytes) -> None: ...

    def cells(self, page: Any, index: int) -> list[list[BoxedText]]:
        """Cells of each table of an upright page (pdfium's ``page``, number ``index`` from 0), from top to bottom.

        Boxes are in points of the visible page, y downwards.
        """
        ...

    def close(self) -> None:
        """Give the file back."""
        ...


class Tablers:
    """The first reading: tables by tablers."""

    name: ClassVar[str] = "tablers"

    def __init__(self, data: bytes) -> None:
        import tablers

        with _panics_are_errors():
            self._document = tablers.Document(bytes=data)

    def cells(self, page: Any, index: int) -> list[list[BoxedText]]:
        """Cells of each table; a page on which too little is drawn for one is not opened."""
        if not may_hold_rules(page):
            return []
        with _panics_are_errors():
            return _ruled_cells(self._document.get_page(index), page.get_cropbox())

    def close(self) -> None:
        """Give the file back."""
        self._document.close()


class EngineFailed(Exception):
    """An engine gave up on a page or a file in a way that is its own."""


@contextlib.contextmanager
def _panics_are_errors() -> Iterator[None]:
    """A panic of Rust code reaches Python as a BaseException that cannot be pickled; here it becomes an error."""
    try:
        yield
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise EngineFailed(str(error)) from None


def read_pdf(path: Path, finder: type[TableFinder] = Tablers) -> Document:
    """Read a PDF report. Places are pages, from 1, and boxes in points of the page as it is shown.

    Raises UnreadableReport, in one sentence, for a file that is no PDF, is cut short, needs a password, has no
    pages or has no text layer on any page. A single page that cannot be read is named in ``losses``. Scanned pages are
    read by OCR where the extra ``budgetlib[ocr]`` is installed, and each of them is named there, too.
    """
    data = path.read_bytes()
    count = _checked(path, data)
    losses: list[str] = []
    pages = list(_pages(data, range(count), losses, finder))
    losses += _damages(data, pages)
    pictured = [page for page in pages if page.unreadable or page.unwritten]
    scanned = [page for page in pages if page.unreadable]
    by_ocr = bool(pictured) and extras.installed("ocr")
    if by_ocr:
        losses += _read_scans(data, pictured)
    if scanned and not any(page.lines or page.tables for page in pages if by_ocr or not page.unreadable):
        garbled = any(page.unreadable != _IMAGE for page in scanned)
        failed = next((loss for loss in losses if "missing" in loss), _BLANK_SCAN)
        raise UnreadableReport(f"{path}: {failed if by_ocr else _GARBLED if garbled else _SCAN}")
    if not by_ocr:
        losses += [_scan_loss(page) for page in pictured]
    return Document(
        source=path,
        sha256=hashlib.sha256(data).hexdigest(),
        format="pdf",
        pages=count,
        blocks=tuple(_blocks(pages)),
        losses=tuple(losses),
        engine=finder.name,
        sure={page.number: tuple(page.sure) for page in pages if page.sure},
    )


def read_tables(path: Path, numbers: Iterable[int], finder: type[TableFinder]) -> Iterator[tuple[int, list[Grid]]]:
    """Number (from 1) and tables of each of these pages that can be read, boxes as in ``read_pdf``, nothing joined.

    Raises UnreadableReport like ``read_pdf``.
    """
    data = path.read_bytes()
    count = _checked(path, data)
    for page in _pages(data, [number - 1 for number in numbers if number <= count], [], finder):
        frames = {page.number: page.frame} if page.frame else {}
        yield page.number, [_shown(table.grid, frames) for table in page.tables]


def _watched(pages: Sequence[_Page]) -> Iterable[_Page]:
    """The pages one after the other, with a bar where somebody sits at the screen: each takes ten seconds."""
    if len(pages) < 2 or not sys.stderr.isatty() or multiprocessing.parent_process():
        return pages
    from rich.console import Console
    from rich.progress import track

    return track(pages, "OCR", console=Console(stderr=True), transient=True)


def _read_scans(data: bytes, pages: Sequence[_Page]) -> Iterator[str]:
    """Read pages without a text layer by OCR, into the same lines and tables; sentences on what is lost or in doubt."""
    import pypdfium2 as pdfium

    with contextlib.closing(pdfium.PdfDocument(data)) as pdf:
        for page in _watched(pages):
            if page.unreadable:
                page.lines, page.tables, page.frame = [], [], None  # a stamp is part of the picture, too
            try:
                with awake_after(active().page_seconds, "page_seconds"):
                    scan = ocr.read_scan(pdf[page.number - 1], page.number, page.unwritten)
            except LimitMet as error:
                if error.name != "page_seconds":
                    raise
                yield f"page {page.number} is missing: it {error}"
                continue
            except ocr.TooLarge:
                yield f"page {page.number} is larger than A3 and was not given to OCR."
                continue
            except Exception as error:  # one page must not cost the others
                yield f"page {page.number} could not be read by OCR ({type(error).__name__}) and is missing."
                continue
            if page.unwritten and (scan.frame or (page.frame and page.frame.turn)):
                yield f"page {page.number} {_HOLDS} that lies on its side and was not read."
                continue
            page.frame = page.frame if page.unwritten else scan.frame
            page.width, page.height = scan.width, scan.height
            page.lines, page.tables = page.lines + scan.lines, page.tables + scan.tables
            page.sure = [(scan.frame.shown(box) if scan.frame else box, score) for box, score in scan.sure]
            if scan.lines or scan.tables:
                why = "has no text layer" if page.unreadable == _IMAGE else page.unreadable or _HOLDS
                yield f"page {page.number} {why}; it was read by OCR, check its figures."
                yield from scan.doubts
            else:
                yield f"page {page.number} {page.unreadable or _HOLDS}; OCR (budgetlib[ocr]) found no text on it."


def _scan_loss(page: _Page) -> str:
    return f"page {page.number} {page.unreadable or _HOLDS} and was not read; install budgetlib[ocr] to read it."


def _damages(data: bytes, pages: Iterable[_Page]) -> Iterator[str]:
    """Sentences on what the file itself no longer holds, though the rest of it could be read."""
    bad, streams = damaged_streams(data)
    if bad:
        yield f"{bad} of {streams} compressed parts of the file are damaged; text may be missing. Download it again."
    for page in pages:
        if page.lost and not page.unreadable:
            yield f"page {page.number} has {page.lost} characters that its fonts do not name; check its figures."


def _checked(path: Path, data: bytes) -> int:
    """The number of pages of a file that can be opened."""
    import pypdfium2 as pdfium

    if b"%PDF-" not in data[:1024]:
        raise UnreadableReport(
            f"{path}: 这不是 PDF，请重新下载 / expected a PDF, but the file does not begin like one; download it again."
        )
    if b"%%EOF" not in data.rstrip(b"\0\r\n\t ")[-_TAIL:]:
        raise UnreadableReport(
            f"{path}: PDF 不完整，请重新下载 / expected a whole PDF, but the file ends early; download it again."
        )
    try:
        pdf = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        raise UnreadableReport(_why_closed(path, str(error))) from error
    count = len(pdf)
    pdf.close()
    keep("pages", count)
    if not count:
        raise UnreadableReport(
            f"{path}: PDF 没有页面，请重新下载 / expected a PDF with pages, but it has none; download it again."
        )
    return count


def _why_closed(path: Path, error: str) -> str:
    if "assword" in error or "ecurity" in error:
        zh, en = (
            "PDF 设有密码，请另存一份不设密码的",
            "that opens freely, but it asks for a password; save a copy without one.",
        )
        return f"{path}: {zh} / expected a PDF {en}"
    zh, en = (
        "PDF 已损坏或没有页面，请重新下载或打印",
        "it is damaged or has no pages; download it again or print it anew.",
    )
    return f"{path}: {zh} / expected a sound PDF, but {en}"


def _pages(data: bytes, indexes: Iterable[int], losses: list[str], finder: type[TableFinder]) -> Iterator[_Page]:
    """Every page that can be read; the engines stay open, and on this thread, while it runs."""
    import pypdfium2 as pdfium

    cells = characters = 0
    pictured = finder is Tablers and may_hold_pictures(data)
    with contextlib.closing(pdfium.PdfDocument(data)) as pdf, contextlib.closing(finder(data)) as ruling:
        for index in indexes:
            try:
                page = _page(pdf, ruling, index, finder, pictured)
                cells += sum(len(table.grid.cells) for table in page.tables)
                characters += sum(len(line.text) for line in page.lines)
                keep("cells", cells)
                keep("characters", characters)
                yield page
            except LimitMet:
                raise
            except Exception as error:  # engines raise all kinds; the other pages must not be lost with this one
                losses.append(f"page {index + 1} could not be read ({type(error).__name__}) and is missing.")


def _page(pdf: Any, ruling: TableFinder, index: int, finder: type[TableFinder], pictured: bool) -> _Page:
    page = pdf[index]
    text = PageText(page, index + 1)
    try:
        if text.turn or page.get_rotation():
            return _turned_page(pdf, index, text.turn, finder, pictured)
        return _read(page, text, ruling, index, pictured)
    finally:
        text.close()
        page.close()


def _turned_page(pdf: Any, index: int, turn: int, finder: type[TableFinder], pictured: bool) -> _Page:
    """Read a page that lies on its side from a copy that stands upright."""
    import pypdfium2 as pdfium

    data, frame = turned_upright(pdf, index, turn)
    with contextlib.closing(pdfium.PdfDocument(data)) as copy, contextlib.closing(finder(data)) as ruling:
        page = copy[0]
        text = PageText(page, index + 1)
        try:
            read = _read(page, text, ruling, 0, pictured)
        finally:
            text.close()
            page.close()
    read.frame = frame
    return read


def _read(page: Any, text: PageText, ruling: TableFinder, index: int, pictured: bool) -> _Page:
    width, height = page.get_size()
    read = _Page(text.number, width, height)
    read.lost = text.lost
    hardly_any = len("".join(text.text.split())) < _HARDLY_ANY
    found = pictures(page) if pictured or hardly_any else []
    read.unreadable = illegible(page, text.text, read.lost) or (_unwritten_page(page, found) if hardly_any else "")
    read.unwritten = unwritten(page, found) if found and not read.unreadable else None
    if text.text.strip() and not read.unreadable:
        tables = [ruled(table, text.number) for table in ruling.cells(page, index)]
        read.tables = [replace(table, grid=indented(table.grid, text.offset)) for table in tables]
    if read.unreadable in ("", _IMAGE):
        read.lines = text.lines([table.grid.bbox for table in read.tables if table.grid.bbox])
    if not read.tables and not read.unreadable and may_hold_tables(read.lines):
        read.tables = list(aligned_tables(text.pieces()))
        read.lines = text.lines([table.grid.bbox for table in read.tables if table.grid.bbox])
    return read


def _unwritten_page(page: Any, found: Sequence[Box]) -> str:
    """Why a page with hardly any text has to be read from its picture; "" where it has not."""
    return _IMAGE if is_scan(page, found) else _DRAWN if is_drawn(page) else ""


def _ruled_cells(page: Any, crop: Box) -> list[list[BoxedText]]:
    """Cells of each table of a page. One framed cell is no table: its text is left to the prose."""
    import tablers

    tables = tablers.find_tables(page, extract_text=True, text_use_text_flow=True)
    found = []
    for table in tables:
        cells = [BoxedText(cell.text or "", _cropped(cell.bbox, crop)) for cell in table.cells]
        if len(cells) > 1:
            found.append(cells)
    return sorted(found, key=lambda cells: min(cell.bbox[1] for cell in cells))


def _cropped(box: Box, crop: Box) -> Box:
    """tablers measures down from the height of the visible page, but from the origin of the whole sheet."""
    x0, top, x1, bottom = box
    return x0 - crop[0], top + crop[1], x1 - crop[0], bottom + crop[1]


def _blocks(pages: Sequence[_Page]) -> Iterator[Block]:
    heights = {page.number: page.height for page in pages}
    lines = without_furniture((line for page in pages for line in page.lines), heights)
    page_margins = margins(lines, {page.number: page.width for page in pages})
    frames = {page.number: page.frame for page in pages if page.frame}
    waiting: list[Line] = []
    table: Ruled | None = None
    for item in _stream(pages, lines):
        if isinstance(item, Line):
            if table:
                yield _shown(table.grid, frames)
                table = None
            waiting.append(item)
            continue
        if table and continues(table, item):
            table = joined(table, item)
            continue
        yield from _prose(waiting, page_margins, frames)
        waiting = []
        if table:
            yield _shown(table.grid, frames)
        table = item
    yield from _prose(waiting, page_margins, frames)
    if table:
        yield _shown(table.grid, frames)


def _stream(pages: Sequence[_Page], lines: Sequence[Line]) -> Iterator[Line | Ruled]:
    """Lines and tables of all pages, from top to bottom."""
    by_page: dict[int, list[Line]] = {page.number: [] for page in pages}
    for line in lines:
        by_page[line.page].append(line)
    for page in pages:
        items: list[Line | Ruled] = [*by_page[page.number], *page.tables]
        yield from sorted(items, key=_top)


def _top(item: Line | Ruled) -> float:
    if isinstance(item, Line):
        return (item.bbox[1] + item.bbox[3]) / 2
    return item.grid.bbox[1] if item.grid.bbox else 0.0


def _prose(lines: list[Line], page_margins: dict[int, Margins], frames: dict[int, Frame]) -> Iterator[Block]:
    boxes = {line: frames[line.page].shown(line.bbox) for line in lines if line.page in frames}
    yield from paragraphs(lines, page_margins, boxes)


def _shown(grid: Grid, frames: dict[int, Frame]) -> Grid:
    """The grid with its boxes where the reader of the file sees them."""
    if not frames:
        return grid

    def placed(cell: Cell) -> Cell:
        frame = frames.get(cell.page)
        return cell._replace(bbox=frame.shown(cell.bbox)) if frame and cell.bbox else cell

    frame = frames.get(grid.page)
    bbox = frame.shown(grid.bbox) if frame and grid.bbox else grid.bbox
    return replace(grid, cells=tuple(placed(cell) for cell in grid.cells), bbox=bbox)
