"""The engine: every identity is a row of data, judged on the intervals that the printed figures stand for.

An identity has a ``left`` side, ``right`` operands (or ``over`` and ``under``, for a rate), the keys ``by`` which they
join, and an ``op``: ``=`` or ``<=``. ``docs/rules.md`` describes the fields. The engine asks the index for the
candidates of each operand once and groups them by the join keys, so that its cost is linear in the figures.

A verdict is ``exact``, ``rounded``, ``truncated`` or ``broken``; ``unchecked`` where a figure that the identity needs
is missing or its scope is not understood: that is never a finding.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import combinations
from typing import Any, Literal

from budgetlib.checks import messages
from budgetlib.checks.figures import Figure
from budgetlib.checks.index import Entry, Index
from budgetlib.checks.model import Verdict, rate_verdict
from budgetlib.intervals import DIGITS, EPSILON, Interval, judge_sum
from budgetlib.reference.wording import nested

Key = tuple[Hashable, ...]
Pick = Literal["first", "all", "before"]
_BESIDE = 20
"""Figures beside parts that are tried: in a longer passage two of them make any sum."""
_OPTIONS = ("source", "by", "to", "pick", "minus", "exact", "once", "maybe")


@dataclass(frozen=True, eq=False)
class Operand:
    """A term of an identity: which figures, joined by which keys, and how many of them count."""

    source: str
    wanted: Mapping[str, Any]
    by: tuple[str, ...]
    to: tuple[str, ...]
    """The keys of the left side that ``by`` must equal, one by one."""
    pick: Pick = "first"
    minus: bool = False
    """Whether it is taken off."""
    exact: bool = False
    """Whether the figure is given, not measured: points and counts have no rounding."""
    once: tuple[str, ...] = ()
    """Keys of which each value counts once: with its first figure."""
    maybe: bool = False
    """Whether a total may leave it out: one that fits without it holds."""

    @classmethod
    def of(cls, data: Mapping[str, Any], by: tuple[str, ...]) -> Operand:
        """An operand as the file has it; ``by`` is the identity's own."""
        return cls(
            data["source"],
            {key: value for key, value in data.items() if key not in _OPTIONS},
            tuple(data.get("by", by)),
            tuple(data.get("to", data.get("by", by))),
            data.get("pick", "first"),
            data.get("minus", False),
            data.get("exact", False),
            tuple(data.get("once", ())),
            data.get("maybe", False),
        )


@dataclass(frozen=True, eq=False)
class Identity:
    """One row of ``reference/identities.toml``."""

    id: str
    rule: str
    left: Operand
    right: tuple[Operand, ...]
    over: tuple[Operand, ...]
    under: tuple[tuple[Operand, ...], ...]
    """The possible bases of a rate, the nearest first; each is a sum of operands."""
    op: str
    need: str
    """``all`` operands, ``any``, ``two`` figures, the ``first`` one; ``either``: other places of one figure."""
    tail: bool
    """Whether a tail is plugged in so that a table adds up: one unit of the last place, or all that rounding allows."""
    blank: bool
    """Whether a blank is a printed nothing, so that a blank total over amounts is wrong."""
    hypothesis: bool
    """Whether it may confirm and never accuses."""
    zh: str
    en: str
    absent: bool = False
    """Whether the right side must have a row for every amount on the left."""
    beside: Operand | None = None
    """Figures told beside the parts, one or two of which may be parts, too: a total that is short of them holds."""

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Identity:
        """An identity as the file has it. Raises KeyError where a field is missing."""
        by = tuple(data.get("by", ()))

        def operands(name: str) -> tuple[Operand, ...]:
            return tuple(Operand.of(one, by) for one in data.get(name, ()))

        return cls(
            data["id"],
            data["rule"],
            Operand.of(data["left"], by),
            operands("right"),
            operands("over"),
            tuple(tuple(Operand.of(one, by) for one in base) for base in data.get("under", ())),
            data.get("op", "="),
            data.get("need", "any"),
            data.get("tail", False),
            data.get("blank", False),
            data.get("hypothesis", False),
            data["zh"],
            data["en"],
            data.get("absent", False),
            Operand.of(data["beside"], by) if "beside" in data else None,
        )


class Engine:
    """Judges identities on the figures of one report; what operands select is worked out once."""

    def __init__(self, index: Index) -> None:
        self.index = index
        self._groups: dict[int, dict[Key, list[Entry]]] = {}
        self._kinds: dict[int, dict[Key, Entry]] = {}

    def judge(self, identity: Identity) -> Iterator[Verdict]:
        """Every verdict of one identity, in the order of its left sides."""
        chosen = self._once(identity.left)
        if chosen and not identity.over and identity.need != "either" and not any(map(self._grouped, identity.right)):
            return  # the report states nothing of what the left sides would be made of
        for left in chosen:
            verdict = self._rate(identity, left) if identity.over else self._sum(identity, left)
            if verdict is not None:
                yield verdict._replace(subject=subject(identity, left))

    def _once(self, operand: Operand) -> Sequence[Entry]:
        """What an operand selects; of what it takes once the first."""
        chosen = self.index.select(operand.source, operand.wanted)
        if not operand.once:
            return chosen
        first: dict[Key, Entry] = {}
        for entry in chosen:
            first.setdefault(_key(entry, operand.once), entry)
        return list(first.values())

    def _found(self, operand: Operand, left: Entry) -> list[Entry]:
        """The entries of an operand that belong to a left side."""
        groups = self._grouped(operand)
        key = _key(left, operand.to)
        if key and key.count(None) == len(key):
            return []
        found = groups.get(key, [])
        if operand.pick == "before":
            at = bisect_left(found, left.order, key=lambda entry: entry.order)
            return found[at - 1 : at] if at else []
        if operand.pick == "first":
            return found[:1]
        return found

    def _grouped(self, operand: Operand) -> dict[Key, list[Entry]]:
        groups = self._groups.get(id(operand))
        if groups is None:
            groups = self._groups[id(operand)] = {}
            for entry in self._once(operand):
                groups.setdefault(_key(entry, operand.by), []).append(entry)
        return groups

    def first_of_kind(self, operand: Operand) -> dict[Key, Entry]:
        """Of the entries of an operand the first of each level and class."""
        kinds = self._kinds.get(id(operand))
        if kinds is None:
            kinds = self._kinds[id(operand)] = {}
            for entry in self.index.select(operand.source, operand.wanted):
                kinds.setdefault((entry.keys["level"], str(entry.keys["code"])[:3]), entry)
        return kinds

    # --- sums, equal figures, parts of a whole --------------------------------------------------------------------

    def _sum(self, identity: Identity, left: Entry) -> Verdict | None:
        found = [self._found(operand, left) for operand in identity.right]
        if identity.need == "either":
            return self._same(identity, left, found)
        if not any(found):
            return None
        verdict = self._added(identity, left, found)
        if verdict and verdict.status == "broken" and any(operand.maybe for operand in identity.right):
            sure = [[] if one.maybe else entries for one, entries in zip(identity.right, found, strict=True)]
            without = self._added(replace(identity, need="any"), left, sure)
            return without if without and without.status in ("exact", "rounded") else verdict
        return None if verdict and identity.beside and self._told_beside(identity.beside, left, verdict) else verdict

    def _told_beside(self, operand: Operand, left: Entry, verdict: Verdict) -> bool:
        """Whether what a total has over its parts stands beside them: a part by a name that the row does not know."""
        short = verdict.difference or 0.0
        if verdict.status != "broken" or short <= 0:
            return False
        marks = {figure.mark for figure in verdict.figures}
        others = [one.figure for one in self._found(operand, left) if one.figure and one.figure.mark not in marks]
        sums = [some for count in (1, 2) for some in combinations(others[:_BESIDE], count)]
        room = verdict.tolerance or 0.0
        return any(
            abs(sum(one.value for one in some) - short) <= room + sum(one.half for one in some) + EPSILON
            for some in sums
        )

    def _added(self, identity: Identity, left: Entry, found: Sequence[Sequence[Entry]]) -> Verdict | None:
        """A total against the sum of the entries found for its operands."""
        entries = [entry for some in found for entry in some]
        parts = [_term(entry, operand) for operand, some in zip(identity.right, found, strict=True) for entry in some]
        present = [figure for figure in parts if figure is not None and figure.mark != _mark(left)]
        if not _enough(identity.need, found, present):
            return _unchecked(left, identity, found) if present and identity.need == "all" else None
        if left.figure is None or not present:
            return _blank(identity, left, present, entries)
        total = _given(left.figure, identity.left)
        sums = sum(1 for entry in entries if entry.keys.get("summed"))
        verdict = _not_more(present, total) if identity.op == "<=" else _equal(total, present, identity, sums)
        return _within_scope(verdict, [left, *entries], identity) if verdict else None

    def _same(self, identity: Identity, left: Entry, found: Sequence[Sequence[Entry]]) -> Verdict | None:
        """One figure and the other places of it: the one that agrees, else the first that is there."""
        others = [entry for entries in found for entry in entries if entry.figure and entry.figure.mark != _mark(left)]
        if left.figure is None or (not left.figure.value and not others):
            return None
        if not others:
            return _absent(identity, left, self) if identity.absent else None
        verdicts = []
        for other in others:
            assert other.figure
            if identity.op == "<=":
                verdict = _part(left.figure, other.figure)
            else:
                verdict = _equal(left.figure, [other.figure], identity)
            if verdict:
                verdicts.append(_within_scope(verdict, [left, other], identity))
        return next((one for one in verdicts if one.status in ("exact", "rounded")), verdicts[0] if verdicts else None)

    # --- rates -----------------------------------------------------------------------------------------------------

    def _rate(self, identity: Identity, left: Entry) -> Verdict | None:
        """A printed rate against the quotient; of several bases that may be meant, one that fits is enough."""
        if left.figure is None:
            return None
        over = self._terms(identity.over, left)
        bases = [terms for base in identity.under if (terms := self._terms(base, left))]
        if not over or not bases:
            return _unchecked(left, identity, [over or [], *bases]) if over or bases else None
        verdicts = []
        for base in bases:
            if len(over) == len(base) == 1 and over[0][0].mark == base[0][0].mark:
                continue
            verdict = _quotient(left.figure, over, base)
            if verdict and identity.tail and left.keys.get("fills"):
                verdict = _plugged(verdict, left.figure)
            if verdict:
                scope = [left, *(entry for _, entry in (*over, *base))]
                verdicts.append(_within_scope(verdict, scope, identity))
        return next((one for one in verdicts if one.status != "broken"), verdicts[0] if verdicts else None)

    def _terms(self, operands: Sequence[Operand], left: Entry) -> list[tuple[Figure, Entry]] | None:
        """The figure of each operand; None where one is missing."""
        terms = []
        for operand in operands:
            found = [entry for entry in self._found(operand, left) if entry.figure]
            if not found:
                return None
            figure = _term(found[0], operand)
            assert figure
            terms.append((figure, found[0]))
        return terms


def subject(identity: Identity, left: Entry) -> tuple[str, str]:
    """What is judged, in words, from the keys of the left side."""
    words = _Words(left.keys)
    return nested(identity.zh.format_map(words)), identity.en.format_map(words)


class _Words(dict[str, Any]):
    """Keys of a figure as words; one that it does not have is left out."""

    def __getitem__(self, key: str) -> Any:
        if key == "label":
            return " ".join(str(part) for part in (self.get("code"), self.get("name")) if part)
        return "" if self.get(key) is None else self.get(key)


def _enough(need: str, found: Sequence[Sequence[Entry]], present: Sequence[Figure]) -> bool:
    """Whether the parts that an identity cannot do without are there."""
    if need == "two":
        return len(present) >= 2
    return all(found) if need == "all" else bool(found[0]) or need != "first"


def _key(entry: Entry, by: tuple[str, ...]) -> Key:
    return tuple(map(entry.keys.get, by))


def _mark(entry: Entry) -> object:
    return entry.figure.mark if entry.figure else object()


def _given(figure: Figure, operand: Operand) -> Figure:
    return figure._replace(half=0.0) if operand.exact else figure


def _term(entry: Entry, operand: Operand) -> Figure | None:
    """The figure of an entry with the sign and the precision of its operand."""
    if entry.figure is None:
        return None
    figure = _given(entry.figure, operand)
    return figure._replace(value=-figure.value) if operand.minus else figure


def _equal(total: Figure, parts: Sequence[Figure], identity: Identity, sums: int = 0) -> Verdict:
    """total = Σ parts. Only a sum of two or more figures other than zero, or another printed place, proves anything.

    Of the parts ``sums`` are totals themselves: into each of them a tail of its own may be plugged.
    """
    status, expected, difference, tolerance = judge_sum(
        (total.value, total.half), [(part.value, part.half) for part in parts]
    )
    figures = (total, *parts)
    tail = max(tolerance, 2 * (1 + sums) * max(one.half for one in figures))
    if status == "broken" and identity.tail and abs(difference) <= tail + EPSILON:
        status = "rounded"
    proof = sum(1 for part in parts if part.value) > 1 or identity.need == "either"
    return Verdict(
        status,
        figures,
        stated=total.value,
        expected=round(expected, DIGITS),
        difference=round(difference, DIGITS),
        tolerance=round(tolerance, DIGITS),
        proves=figures if proof else (),
        told=partial(messages.of_two, total, parts[0])
        if identity.need == "either"
        else partial(messages.of_sum, total, parts, expected),
    )


def _part(part: Figure, whole: Figure) -> Verdict | None:
    return _not_more([part], whole)


def _not_more(parts: Sequence[Figure], whole: Figure) -> Verdict | None:
    """Σ parts ≤ whole: equality confirms, more than rounding explains is wrong, less says nothing."""
    added = sum(part.value for part in parts)
    tolerance = whole.half + sum(part.half for part in parts)
    difference = added - whole.value
    if difference < -(tolerance if len(parts) > 1 else 0.0) - EPSILON:
        return None
    status: Literal["exact", "rounded", "broken"] = "broken" if difference > tolerance + EPSILON else "rounded"
    several = len(parts) > 1  # then the whole is what is doubted
    stated, expected = (whole.value, added) if several else (added, whole.value)
    return Verdict(
        "exact" if abs(difference) < EPSILON else status,
        (whole, *parts) if several else (*parts, whole),
        stated=round(stated, DIGITS),
        expected=round(expected, DIGITS),
        difference=round(stated - expected, DIGITS),
        tolerance=round(tolerance, DIGITS),
        told=partial(messages.of_excess, parts, whole),
    )


def _quotient(
    rate: Figure, over: Sequence[tuple[Figure, Entry]], under: Sequence[tuple[Figure, Entry]]
) -> Verdict | None:
    numerator, base = (_added([figure for figure, _ in side]) for side in (over, under))
    figures = list(dict.fromkeys(figure._replace(value=abs(figure.value)) for figure, _ in (*over, *under)))
    formula = f"{_formula([figure for figure, _ in over])} / {_formula([figure for figure, _ in under])}"
    return rate_verdict(rate, numerator, base, figures, ("", ""), formula)


def _plugged(verdict: Verdict, share: Figure) -> Verdict:
    """A share that is one unit of the last place off holds where all shares together make 100 %."""
    off = abs(verdict.difference or 0.0) <= 3 * share.half + EPSILON
    return verdict._replace(status="rounded") if off and verdict.status in ("truncated", "broken") else verdict


def _added(figures: Sequence[Figure]) -> tuple[Interval, float]:
    total = Interval(0.0, 0.0)
    for figure in figures:
        total = total + figure.interval
    return total, sum(figure.value for figure in figures)


def _formula(figures: Sequence[Figure]) -> str:
    text = messages.formula(figures)
    return f"({text})" if len(figures) > 1 else text


def _within_scope(verdict: Verdict, scope: Sequence[Entry], identity: Identity) -> Verdict:
    """What holds, holds; what does not is said only where every figure of the scope is understood."""
    if verdict.status != "broken":
        return verdict
    doubt = next((entry.doubt for entry in scope if entry.doubt), "") or _elsewhere(scope)
    if identity.hypothesis:
        doubt = doubt or "the two may name different things"
    return verdict._replace(status="unchecked", reason=(doubt, doubt)) if doubt else verdict


def _elsewhere(scope: Sequence[Entry]) -> str:
    """Across tables a figure is certain only where its table has one row of the name and its statement one table."""
    tables = {entry.keys["grid"] for entry in scope if entry.keys["source"] == "lines"}
    if len(tables) < 2 and len(tables) == len({entry.keys["source"] for entry in scope}):
        return ""
    several = any(entry.keys["source"] == "lines" and not entry.keys["sole"] for entry in scope)
    return "several rows or tables may be meant" if several else ""


def _unchecked(left: Entry, identity: Identity, found: Sequence[Sequence[Any]]) -> Verdict:
    missing = sum(1 for entries in found if not entries)
    reason = ("合计没有列出，或各部分没有列全", "its total or one of its parts is not stated")
    if missing:
        reason = (f"{missing} 个部分没有列出", f"{missing} of its parts are not stated")
    return Verdict("unchecked", (left.figure,) if left.figure else (), reason=reason)


def _blank(identity: Identity, left: Entry, present: Sequence[Figure], entries: Sequence[Entry]) -> Verdict | None:
    """A total left blank over amounts, and an amount over parts that are all blank."""
    if not identity.blank:
        return None
    if left.figure is None:
        spent = [figure for figure in present if figure.value]
        if not spent:
            return None
        total = sum(figure.value for figure in spent)
        told = partial(messages.of_blank_total, spent, total)
        verdict = Verdict("broken", tuple(spent), expected=round(total, DIGITS), told=told)
    elif left.figure.value and entries:
        value = left.figure.value
        told = partial(messages.of_blank_parts, left.figure)
        verdict = Verdict("broken", (left.figure,), stated=value, expected=0.0, difference=value, told=told)
    else:
        return None
    return _within_scope(verdict, [left, *entries], identity)


def _absent(identity: Identity, left: Entry, engine: Engine) -> Verdict | None:
    """An amount that the other table, which lists such items, does not have at all."""
    figure = left.figure
    code = left.keys.get("code")
    if figure is None or not figure.value or not code:
        return None
    others = engine.first_of_kind(identity.right[0]).get((left.keys["level"], code[:3]))
    if others is None:
        return None
    told = partial(messages.of_absent, figure)
    verdict = Verdict("broken", (figure,), stated=figure.value, expected=0.0, difference=figure.value, told=told)
    return _within_scope(verdict, [left, others], identity)
