"""A table on its way to the page: cells with spans, what repeats on the next page, columns wide enough for figures."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

Align = Literal["left", "center", "right"]

UPRIGHT, LYING = 17.2, 26.1
"""Width of a table in cm, on an upright page and on one that lies on its side."""
_TOKEN = re.compile(r"[^\s\u2e80-\u9fff\uff00-\uffef\u3000-\u303f“”‘’]+")
"""A run that is never broken over two lines: figures, signs and Latin letters."""
_POINT = 0.0353
"""A point in cm."""
_INSET = 0.3


@dataclass(frozen=True, slots=True)
class Box:
    """One cell. ``breaks`` lets the rows that it spans stand on two pages."""

    text: str
    colspan: int = 1
    rowspan: int = 1
    align: Align = "center"
    breaks: bool = False

    def data(self) -> dict[str, Any]:
        """As the template takes it (``dataclasses.asdict`` takes ten times as long, and there are thousands)."""
        return {
            "text": self.text,
            "colspan": self.colspan,
            "rowspan": self.rowspan,
            "align": self.align,
            "breaks": self.breaks,
        }


@dataclass(slots=True)
class Sheet:
    """A table: widths of its columns in cm at least, rows of cells, and which runs of rows are a head that repeats.

    ``size`` is that of the text and ``spread`` the room above and below it, both in points.
    """

    title: str
    widths: Sequence[float]
    subtitle: str = ""
    left: str = ""
    right: str = ""
    note: str = ""
    size: float = 8.5
    spread: float = 5.5
    may_lie: bool = False
    parts: list[tuple[bool, list[Box]]] = field(default_factory=list)

    def row(self, *boxes: Box) -> None:
        """Add a row of the body."""
        if not self.parts or self.parts[-1][0]:
            self.parts.append((False, []))
        self.parts[-1][1].extend(boxes)

    def head(self, *rows: Sequence[Box]) -> None:
        """Add rows that are printed again at the top of each page over which the table goes on."""
        self.parts.append((True, [box for row in rows for box in row]))

    def data(self) -> dict[str, Any]:
        """As the template takes it. A table that is wider than the page is set in smaller type: no figure is cut."""
        widths = self._fitted()
        landscape = self.may_lie and sum(widths) > UPRIGHT
        room = LYING if landscape else UPRIGHT
        return {
            "kind": "sheet",
            "title": self.title,
            "subtitle": self.subtitle,
            "left": self.left,
            "right": self.right,
            "note": self.note,
            "landscape": landscape,
            "size": self.size * min(1.0, room / sum(widths)),
            "spread": self.spread,
            "widths": widths,
            "parts": [{"head": head, "cells": [box.data() for box in boxes]} for head, boxes in self.parts],
        }

    def _fitted(self) -> list[float]:
        """Column widths, each wide enough for the longest figure in a cell of its own."""
        widths = list(self.widths)
        for column, box in self._placed():
            if box.colspan == 1:
                longest = max(map(_em, _TOKEN.findall(box.text)), default=0.0)
                widths[column] = max(widths[column], longest * self.size * _POINT + _INSET)
        return widths

    def _placed(self) -> Iterator[tuple[int, Box]]:
        """Every cell with its column: cells fill what the spans from above leave free, row after row."""
        taken = [0] * len(self.widths)
        column = 0
        for box in (box for _, boxes in self.parts for box in boxes):
            while taken[column]:
                taken[column] -= 1
                column = (column + 1) % len(taken)
            yield column, box
            for reached in range(column, column + box.colspan):
                taken[reached] = box.rowspan - 1
            column = (column + box.colspan) % len(taken)


def _em(token: str) -> float:
    """Width of a token, estimated from above: digits are narrow, signs and letters wider."""
    return sum(0.56 if character.isdigit() else 0.3 if character in ",." else 0.9 for character in token)
