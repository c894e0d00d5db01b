"""Readers: one module per file format, each returns a Document."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from budgetlib.readers.document import Document, UnreadableReport

FORMATS: dict[str, tuple[str, str]] = {
    ".pdf": ("budgetlib.readers.pdf", "read_pdf"),
    ".txt": ("budgetlib.readers.text", "read_text"),
    ".md": ("budgetlib.readers.text", "read_text"),
}
"""File ending to the module and function that read it. A new format is one new module and one line here."""


def read(path: str | Path) -> Document:
    """Read the file of a report into a Document, by its ending.

    Raises UnreadableReport with one sentence that names the file, what was expected and what to try.
    """
    path = Path(path)
    if not path.exists():
        raise UnreadableReport(f"{path}: there is no such file; check the path.")
    if path.is_dir():
        raise UnreadableReport(f"{path}: expected the file of one report, found a folder; name the files in it.")
    if path.suffix.lower() not in FORMATS:
        known = ", ".join(sorted(FORMATS))
        raise UnreadableReport(
            f"{path}: expected a file that ends in {known}; save or export the report as one of them."
        )
    if path.stat().st_size == 0:
        raise UnreadableReport(f"{path}: the file is empty; expected a report. Export or download it again.")
    return _reader(path.suffix.lower())(path)


def _reader(ending: str) -> Callable[[Path], Document]:
    module, function = FORMATS[ending]
    reader: Callable[[Path], Document] = getattr(import_module(module), function)
    return reader
