"""Readers: one module per file format, each returns a Document. What a file holds is asked of its content."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from budgetlib.machine.limits import LimitMet, keep
from budgetlib.readers.document import Document, UnreadableReport
from budgetlib.readers.sniff import ADVICE, kind, refuse, unpacked_size

READERS: dict[str, tuple[str, str]] = {
    "pdf": ("budgetlib.readers.pdf", "read_pdf"),
    "xlsx": ("budgetlib.readers.workbook", "read_workbook"),
    "xls": ("budgetlib.readers.workbook", "read_workbook"),
    "ods": ("budgetlib.readers.workbook", "read_workbook"),
    "docx": ("budgetlib.readers.word", "read_docx"),
    "html": ("budgetlib.readers.html", "read_html"),
    "text": ("budgetlib.readers.text", "read_text"),
    "zip": ("budgetlib.readers.archive", "read_zip"),
}
"""What a file holds to the module and function that read it. A new format is one new module and one line here."""

PACKED = ("xlsx", "ods", "docx")
"""Kinds that are archives of XML."""

FORMATS: tuple[str, ...] = (
    ".docx", ".et", ".htm", ".html", ".md", ".mht", ".mhtml", ".ods", ".pdf", ".shtml", ".txt", ".xls", ".xlsb",
    ".xlsm", ".xlsx",
)  # fmt: skip
"""Endings of the files in a folder that are taken for reports; a file that is named is read whatever its ending."""

ENGINES: dict[str, tuple[str, str]] = {
    "tablers": READERS["pdf"],
    "camelot": ("budgetlib.readers.camelot_pdf", "read_pdf_camelot"),
}
"""Engine for the tables of a PDF to the module and function that read with it."""

KNOWN = (
    "PDF、工作簿（.xlsx、.xls）、Word 文档（.docx）、网页或文本",
    "a PDF, a workbook (.xlsx, .xls), a Word document (.docx), a web page or text",
)


def read(path: str | Path, engine: str | None = None) -> Document:
    """Read the file of a report into a Document, by its content; ``engine`` finds the tables of a PDF.

    Raises UnreadableReport with one sentence that names the file, what was expected and what to try, and ValueError
    for an engine that there is not.
    """
    if engine not in (None, *ENGINES):
        raise ValueError(f"there is no engine {engine!r}; there are {', '.join(ENGINES)}.")
    path = Path(path)
    if not path.exists():
        zh, en = ("链接没有指向文件", ", the link leads nowhere") if path.is_symlink() else ("没有这个文件", "")
        raise UnreadableReport(f"{path}: {zh}，请检查路径 / there is no such file{en}; check the path.")
    if path.is_dir():
        raise UnreadableReport(
            f"{path}: 应为一份报告的文件，这里是文件夹，请写明其中的文件 / "
            "expected the file of one report, found a folder; name the files in it."
        )
    if not path.is_file():  # a pipe or a device, which may never end
        raise UnreadableReport(
            f"{path}: 应为一份报告的文件，这里不是文件 / "
            "expected the file of a report, found something else; name a file."
        )
    if path.stat().st_size == 0:
        raise UnreadableReport(
            f"{path}: 文件是空的，请重新导出或下载 / the file is empty; expected a report. Export or download it again."
        )
    try:
        keep("size", path.stat().st_size >> 20)
        found = _kind(path)
        if found in ADVICE:
            raise refuse(path, found, KNOWN)
        if found in PACKED:
            keep("size", unpacked_size(path) >> 20)
        return _reader(found, engine)(path)
    except LimitMet as limit:
        raise UnreadableReport(f"{path}: {limit}") from limit


def _kind(path: Path) -> str:
    """What a file holds; one named .pdf that is nothing else is left to the reader of PDFs, who says what is wrong."""
    found = kind(path.read_bytes())
    return "pdf" if path.suffix.lower() == ".pdf" and found in ("text", "binary") else found


def _reader(found: str, engine: str | None) -> Callable[[Path], Document]:
    module, function = ENGINES[engine] if engine and found == "pdf" else READERS[found]
    reader: Callable[[Path], Document] = getattr(import_module(module), function)
    return reader
