"""What summaries, exports and views need of a report and of a dataset, which stand above them and import them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    import pandas as pd

    from budgetlib.checks.model import Checked
    from budgetlib.checks.verify import Verification
    from budgetlib.parsers.coverage import Coverage
    from budgetlib.parsers.facts import Row
    from budgetlib.parsers.identity import Identity
    from budgetlib.parsers.parsed import Parsed
    from budgetlib.readers.document import Document


class ReportLike(Protocol):
    """A parsed and checked report."""

    parsed: Parsed
    verification: Verification | None

    @property
    def document(self) -> Document:
        """As in the class itself."""
        ...

    @property
    def identity(self) -> Identity:
        """As in the class itself."""
        ...

    @property
    def rows(self) -> dict[str, list[Row]]:
        """As in the class itself."""
        ...

    @property
    def checked(self) -> Checked:
        """As in the class itself."""
        ...

    @property
    def coverage(self) -> Coverage:
        """As in the class itself."""
        ...

    def records(self, name: str) -> Iterator[dict[str, Any]]:
        """As in the class itself."""
        ...


class DatasetLike(Protocol):
    """Reports put together, as tables."""

    @property
    def unreadable(self) -> Mapping[str, str] | Any:
        """As in the class itself."""
        ...

    def __len__(self) -> int: ...

    def tables(self) -> dict[str, pd.DataFrame]:
        """As in the class itself."""
        ...
