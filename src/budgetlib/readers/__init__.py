"""Readers: one module per file format, each returns a Document."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from budgetlib.limits import LimitMet, keep
from budgetlib.readers.document import Document, UnreadableReport

FORMATS: dict[str, tuple[str, str]] = {
    ".pdf": ("budgetlib.readers.pdf", "read_pdf"),
    ".txt": ("budgetlib.readers.text", "read_text"),
    ".md": ("budgetlib.readers.text", "read_text"),
}
"""File ending to the module and function that read it. A new format is one new module and one line here."""

ENGINES: dict[str, tuple[str, str]] = {
    "tablers": FORMATS[".pdf"],
    "camelot": ("budgetlib.readers.camelot_pdf", "read_pdf_camelot"),
}
"""Engine for the tables of a PDF to the module and function that read with it."""


def read(path: str | Path, engine: str | None = None) -> Document:
    """Read the file of a report into a Document, by its ending; ``engine`` finds the tables of a PDF.

    Raises UnreadableReport with one sentence that names the file, what was expected and what to try, and ValueError
    for an engine that there is not.
    """
    if engine not in (None, *ENGINES):
        raise ValueError(f"there is no engine {engine!r}; there are {', '.join(ENGINES)}.")
    path = Path(path)
    if not path.exists():
        raise UnreadableReport(f"{path}: there is no such file; check the path.")
    if path.is_dir():
        raise UnreadableReport(f"{path}: expected the file of one report, found a folder; name the files in it.")
    if not path.is_file():  # a pipe or a device, which may never end
        raise UnreadableReport(f"{path}: expected the file of a report, found something else; name a file.")
    if path.suffix.lower() not in FORMATS:
        known = ", ".join(sorted(FORMATS))
        raise UnreadableReport(
            f"{path}: expected a file that ends in {known}; save or export the report as one of them."
        )
    if path.stat().st_size == 0:
        raise UnreadableReport(f"{path}: the file is empty; expected a report. Export or download it again.")
    try:
        keep("size", path.stat().st_size >> 20)
        return _reader(path.suffix.lower(), engine)(path)
    except LimitMet as limit:
        raise UnreadableReport(f"{path}: {limit}") from limit


def _reader(ending: str, engine: str | None) -> Callable[[Path], Document]:
    module, function = ENGINES[engine] if engine and ending == ".pdf" else FORMATS[ending]
    reader: Callable[[Path], Document] = getattr(import_module(module), function)
    return reader
