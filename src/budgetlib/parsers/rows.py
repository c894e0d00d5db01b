"""A row on its way into a public table: its values, and for each figure the place it was read from."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from budgetlib.readers.document import Mark


@dataclass(slots=True)
class Row:
    """Values by column, and the mark of each column that was read from the document (not of computed ones)."""

    values: dict[str, Any]
    marks: dict[str, Mark] = field(default_factory=dict)
    part: str = ""
    """Part of the report that the row stands in, where the prose has sections of one name in several parts."""
    in_reason: bool = False
    """Whether a claim stands inside a stated reason."""
