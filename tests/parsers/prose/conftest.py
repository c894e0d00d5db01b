"""Made-up reports as the reader of sentences sees them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from budgetlib.parsers.identity import Identity
from budgetlib.parsers.prose import Prose, read_prose
from budgetlib.readers.document import Document, Fragment, Paragraph

Read = Callable[..., Prose]


@pytest.fixture
def prose() -> Iterator[Read]:
    """Read paragraphs as the prose of a report of ``year``."""

    def read(*paragraphs: str, year: int = 2023, report_type: str = "final", words: Path | None = None) -> Prose:
        blocks = tuple(Paragraph(text, (Fragment(0, 1),)) for text in paragraphs)
        document = Document(Path("made-up.txt"), "", "text", 1, blocks)
        return read_prose(document, Identity("某局", "某局", year, report_type, "department", ""), [], words)

    yield read
