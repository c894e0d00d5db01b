"""The prose of a report: every figure of its sentences with its item, measure, year and base, or the reason why not."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from budgetlib.parsers.facts import Row, Unread
from budgetlib.parsers.identity import Identity
from budgetlib.parsers.offices import is_office
from budgetlib.parsers.prose.changes import changes_of
from budgetlib.parsers.prose.completions import completions_of
from budgetlib.parsers.prose.figures import figure_of
from budgetlib.parsers.prose.items import Items
from budgetlib.parsers.prose.lexicon import lexicon
from budgetlib.parsers.prose.mind import Mind
from budgetlib.parsers.prose.offices import is_anothers, offices, spoken_of
from budgetlib.parsers.prose.passage import passages, texts
from budgetlib.parsers.prose.reader import Reader
from budgetlib.parsers.prose.state import Claim, Worded
from budgetlib.parsers.prose.three_public import item_key, three_public_of
from budgetlib.parsers.prose.tokens import tokens
from budgetlib.readers.document import Document
from budgetlib.text import key, plain

__all__ = ["Claim", "Prose", "Worded", "derived_from", "item_key", "read_prose", "stated_in"]


_UNKNOWN = ("NAME", "OPEN")
_SHORTEST_LABEL = 5
"""A shorter label of a row may be part of any word."""


@dataclass(slots=True)
class Prose:
    """Rows for the public tables that come from sentences, and the numbers that no sentence explained."""

    claims: list[Row] = field(default_factory=list)
    changes: list[Row] = field(default_factory=list)
    completions: list[Row] = field(default_factory=list)
    three_public: list[Row] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)


def read_prose(document: Document, identity: Identity, lines: list[Row], words: Path | None = None) -> Prose:
    """Read all sentences of a document. ``lines``: figures of statements, for the three public expenses.

    ``words`` is a user's own file in the form of ``reference/words.toml``; ValueError when it cannot be used.
    """
    reader = _read(document, identity, words, lines)
    budget = identity.report_type == "budget"
    prose = derived_from(reader.stated, lines, budget, identity.fiscal_year)
    prose.unread = reader.unread
    return prose


def derived_from(stated: Sequence[Claim | Worded], lines: Iterable[Row], budget: bool, year: int | None) -> Prose:
    """The rows that follow from claims and comparisons in words; those of the report's own ``year`` come first."""
    own = [one for one in stated if one.year in (None, year) or _is_last_years(one, year)]
    kept = set(map(id, own))
    others = [one for one in stated if id(one) not in kept]
    return Prose(
        [_row(one) for one in (*own, *others) if isinstance(one, Claim)],
        changes_of(stated, budget, year),
        [] if budget else completions_of(stated, year),
        three_public_of(own, lines, budget),
    )


def stated_in(document: Document, identity: Identity, words: Path | None = None) -> list[Claim | Worded]:
    """Claims and comparisons in words, in reading order."""
    return _read(document, identity, words).stated


def _read(document: Document, identity: Identity, words: Path | None, lines: Iterable[Row] = ()) -> Reader:
    base = lexicon(words)
    body = "\n".join(texts(document))
    own = spoken_of(identity.names(), body)
    called = offices(identity.names(), body)
    names = [name for name in called if tokens(name, base)[-1].kind in _UNKNOWN]  # 三公经费 is no office
    units, items = _listed(lines)
    others = {name for name in names if is_anothers(name, own)}
    units += sorted(others)
    if identity.scope == "unit":  # the statements of 某局（本级） list the office itself
        itself = {key(name) for name in identity.names()}
        names += [name for name in units if key(name) in itself]
        units = [name for name in units if key(name) not in itself]
    known = base.with_names([name for name in names if name not in others], units, items)
    reader = Reader(known, Mind(Items(own), identity.fiscal_year, identity.report_type == "budget"))
    for passage, section, heading in passages(document):
        if heading:
            reader.enter_heading(passage)
        elif not section.is_glossary_or_duties:
            reader.read(passage, section)
    return reader


def _listed(lines: Iterable[Row]) -> tuple[list[str], list[str]]:
    """Units and items that the statements list; a row without a code that is called like an office is a unit."""
    rows = dict.fromkeys((str(row.values["name"] or ""), row.values.get("code")) for row in lines)
    units = [name for name, code in rows if not code and is_office(plain(name))]
    return units, [name for name, _ in rows if len(name) >= _SHORTEST_LABEL]


def _is_last_years(one: Claim | Worded, year: int | None) -> bool:
    return isinstance(one, Claim) and one.measure == "prior" and year is not None and one.year == year - 1


def _row(claim: Claim) -> Row:
    row = Row(
        {
            "section": claim.section.name,
            "subsection": claim.section.subsection,
            "item": claim.item,
            "measure": claim.measure,
            "base": claim.base,
            "value": None,
            "unit": claim.unit,
            "year": claim.year,
            "stage": claim.stage,
            "item_id": claim.named.id,
            "item_scope": claim.named.scope,
            "part_of": claim.part_of,
            "in_reason": claim.in_reason,
            "read_by": claim.read_by,
            "text": claim.text,
            "page": claim.page,
        },
        keys={
            "part": claim.section.part,
            "paragraph": claim.mark.block,
            "clause": claim.clause,
            "in_reason": claim.in_reason,
        },
    )
    row.put("value", figure_of(claim), printed=True)
    row.values["value"] = claim.value
    return row
