"""Claims to prose: sections, subsections and paragraphs of our own sentences that read back as the same claims."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from budgetlib.typeset.groups import Group, groups_of
from budgetlib.typeset.phrases import against_budget, flats, reasons, sentences
from budgetlib.typeset.readback import Reader
from budgetlib.typeset.tables import Source

_TOGETHER = 6
"""Sentences in a paragraph at most, so that a list of many items stays readable."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A heading or a paragraph of the prose. ``section`` is the name that the claims carry."""

    kind: Literal["section", "subsection", "paragraph"]
    text: str


def prose(source: Source, *, with_reasons: bool = False, reader: Reader | None = None) -> list[Piece]:
    """Headings and paragraphs that state all claims, in their order.

    Reasons are recoded into a short phrase of their category, or kept as given ``with_reasons``. Raises ValueError,
    naming the row, for a claim that no sentence can state, and for derived tables (changes, completions, three public
    expenses) that do not follow from the claims. ``reader`` judges the sentences; usually it reads each of them.
    """
    reader = reader or Reader(source)
    pieces = list(_pieces(groups_of(source, with_reasons=with_reasons), reader))
    for difference in reader.differences(piece.text for piece in pieces):
        raise ValueError(f"the report cannot state its own tables: {difference}")
    return pieces


def _pieces(groups: list[Group], reader: Reader) -> Iterator[Piece]:
    """Headings where the place changes; comparisons in paragraphs of their own, other figures several together."""
    place: tuple[str, str] = ("", "")
    for (here, alone, _), run in groupby(groups, key=_together):
        yield from _headings(place, here)
        place = here
        several = list(run)
        said = [_said(group, reader) for group in several]
        if not alone:
            yield from (Piece("paragraph", text) for text in _paragraphs(said))
            continue
        for group, text in zip(several, said, strict=True):
            yield Piece("paragraph", text)
            yield from (Piece("paragraph", _said_flat(flat, group, reader)) for flat in group.other_flats)


def _together(group: Group) -> tuple[tuple[str, str], bool, bool]:
    """What groups in one run of paragraphs share; a budget set against the outcome begins a new run."""
    return group.place, group.alone, any(one.measure.endswith("_budget") for one in group.stated)


def _paragraphs(said: Sequence[str]) -> Iterator[str]:
    """Sentences in paragraphs of about the same length."""
    count = -(-len(said) // _TOGETHER)
    for number in range(count):
        yield "".join(said[len(said) * number // count : len(said) * (number + 1) // count])


def _headings(before: tuple[str, str], place: tuple[str, str]) -> Iterator[Piece]:
    """Headings between two places; a section is named again when the report goes back to its beginning."""
    if place == before:
        return
    if place[0] != before[0] or not place[1]:
        yield Piece("section", place[0])
    if place[1]:
        yield Piece("subsection", place[1])


def _said(group: Group, reader: Reader) -> str:
    year = reader.source.year
    if group.in_reason:
        found = next(
            (text for text in reasons(group.stated, year, group.part_of) if reader.gives_as_reason(text, group)), None
        )
    else:
        tail = against_budget(group.above, group.above_reason) if group.above else ""
        texts = (
            text + tail
            for text in sentences(group.stated, year, reason=group.reason, part_of=group.part_of, flat=group.flat)
        )
        found = next((text for text in texts if reader.says(text, group)), None)
    if found is None:
        one = group.stated[0]
        raise ValueError(
            f"claims: no sentence states {one.measure} of {one.item!r} ({one.printed}, base {one.base}) "
            f"in {'/'.join(group.place)!r} so that it is read back"
        )
    return found


def _said_flat(flat: tuple[str, str], group: Group, reader: Reader) -> str:
    item, base = flat
    for text in flats(item, base):
        if reader.says_flat(text, item, base):
            return text
    raise ValueError(f"changes: no sentence says that {item!r} in {'/'.join(group.place)!r} did not change ({base})")
