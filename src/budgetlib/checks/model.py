"""What a check is made of: the figures it looks at, the verdict it yields, and the report as the rules see it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any, Literal, NamedTuple, TypeVar

from budgetlib.checks import messages
from budgetlib.checks.figures import Figure, figure_of
from budgetlib.checks.index import Index
from budgetlib.checks.tolerances import Tolerances
from budgetlib.intervals import DIGITS, Interval, Status, judge_rate, judge_sum
from budgetlib.parsers.facts import Place
from budgetlib.parsers.parsed import Parsed
from budgetlib.reference.wording import nested

Family = Literal["statement", "statements", "prose", "performance", "form", "years"]
Standing = Status | Literal["unchecked"]
"""How an identity stands; ``unchecked`` where a figure of its scope is missing or not understood."""
STATUSES = ("exact", "rounded", "truncated", "broken", "unchecked")
FOUND = ("truncated", "broken")
"""The verdicts that become findings."""


class Verdict(NamedTuple):
    """What a rule says of one set of figures. "broken" and "truncated" become findings; the others confirm or inform.

    ``told`` writes the sentences (Chinese, English) when somebody asks for them; rules in code give them at once.
    """

    status: Standing
    figures: tuple[Figure, ...]
    message_zh: str = ""
    message_en: str = ""
    stated: float | None = None
    expected: float | None = None
    difference: float | None = None
    tolerance: float | None = None
    kind: str = ""
    """The rule that it belongs to, where that is not the one whose code gave it: one kind has one severity."""
    page: int | None = None
    """Page of a finding about words, which has no figures; also wins over the page of the first figure."""
    place: str = ""
    """``block:12``: the block of the document that the words stand in, added to the evidence."""
    subject: tuple[str, str] = ("", "")
    reason: tuple[str, str] = ("", "")
    """Why an identity cannot be checked."""
    proves: tuple[Figure, ...] | None = None
    """The figures that the verdict confirms; None: all of them that are not zero."""
    told: Callable[[tuple[str, str], str], tuple[str, str]] | None = None

    def sentences(self) -> tuple[str, str]:
        """What is said of the figures, in Chinese and English."""
        return self.told(self.subject, self.status) if self.told else (self.message_zh, self.message_en)

    @property
    def first_page(self) -> int | None:
        """The page that a reader is sent to."""
        return self.page or next((figure.page for figure in self.figures if figure.page is not None), None)

    @property
    def evidence(self) -> str:
        """The places of all that was looked at."""
        return " ".join([figure.ref for figure in self.figures] + [self.place] * bool(self.place))

    @property
    def confirmed(self) -> tuple[Figure, ...]:
        """The figures that the verdict proves. Zeros prove nothing: a form left empty is full of them."""
        if self.status not in ("exact", "rounded"):
            return ()
        return tuple(figure for figure in (self.figures if self.proves is None else self.proves) if figure.value)


Made = TypeVar("Made")
Run = Callable[["View"], Iterator[Verdict]]


def worded(
    name: str,
    zh: Mapping[str, object],
    en: Mapping[str, object] | None = None,
    *,
    figures: Sequence[Figure] = (),
    stated: float | None = None,
    expected: float | None = None,
    page: int | None = None,
    place: str = "",
    kind: str = "",
) -> Verdict:
    """A finding in the words of the template ``name`` of ``reference/rules.toml``; ``en`` has what differs from ``zh``.

    ``place`` is the block of the document, or the row and column, that the words stand in.
    """
    both = stated is not None and expected is not None
    said = messages.say(name, zh, en)
    difference = round((stated or 0.0) - (expected or 0.0), DIGITS) if both else None
    return Verdict("broken", tuple(figures), *said, stated, expected, difference, None, kind, page, place)


@dataclass(frozen=True, slots=True)
class Rule:
    """One check: a stable id, titles, why it matters, what it proves, how grave a broken verdict is, what runs it."""

    id: str
    family: Family
    severity: str
    title_zh: str
    title_en: str
    why: str
    run: Run
    proof: str = ""
    """The word under which what holds confirms its figures (``row``, ``tie`` …)."""
    group: bool = False
    """Whether its findings are one practice, told together."""
    truncated: str = "note"
    """How grave it is where the digits of a rate were cut off instead of rounded."""
    because: str = ""
    """Why it is as grave as it is, where the meaning of the severity does not say it."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A verdict and the rule that gave it."""

    rule: Rule
    verdict: Verdict

    @property
    def severity(self) -> str:
        """How grave it is; "" where nothing was found."""
        if self.verdict.status not in FOUND:
            return ""
        cut = self.rule.truncated if self.verdict.status == "truncated" else None
        return cut or self.rule.severity

    def told(self, report: Parsed) -> tuple[str, str]:
        """What is said, in Chinese and English: a finding with whose report says it where, else formula or reason."""
        if self.verdict.status == "unchecked":
            return self.verdict.reason
        said = self.verdict.sentences()
        if not self.severity:
            return nested(said[0]), nested(said[1])
        where = messages.where(report.identity, self.verdict.first_page, report.document.place)
        return where[0] + nested(said[0]), where[1] + nested(said[1])


@dataclass(frozen=True, slots=True)
class Checked:
    """What the checks say of a report: rows for ``findings``, what confirms each figure, and every verdict."""

    findings: list[dict[str, Any]]
    confirmations: dict[Place, list[str]]
    judged: tuple[Judged, ...] = ()
    read_again: frozenset[Place] = frozenset()
    """Figures of which a second engine read the same characters: it is the same page, so that this is said apart."""


class View:
    """A report as the rules see it: rows by table, figures with their printed precision, and what the rules go by."""

    def __init__(self, report: Parsed, tolerances: Tolerances | None = None) -> None:
        self.report, self.tolerances = report, tolerances or Tolerances()
        self.memo: dict[str, Any] = {}
        """What several rules need and one of them has worked out."""

    @cached_property
    def index(self) -> Index:
        """Every figure by its keys."""
        return Index(self.report)

    def once(self, name: str, work: Callable[[], Made]) -> Made:
        """What several rules need, worked out by the first of them."""
        if name not in self.memo:
            self.memo[name] = work()
        result: Made = self.memo[name]
        return result

    def rows(self, table: str) -> Iterator[tuple[int, dict[str, Any]]]:
        """Row number and values of every row of a table."""
        return ((number, row.values) for number, row in enumerate(self.report.rows[table]))

    def in_reason(self, claim: int) -> bool:
        """Whether a claim stands inside a stated reason, where an item may mean something narrower."""
        return bool(self.report.rows["claims"][claim].keys.get("in_reason"))

    def form(self, table: str, row: int) -> int | None:
        """The form that a project, an indicator or a goal stands in: two forms may name one project."""
        return self.report.rows[table][row].keys.get("form")

    def figure(self, table: str, row: int, column: str) -> Figure | None:
        """The figure in a place, None where the cell is blank or was not printed."""
        record = self.report.rows[table][row]
        one = record.facts.get(column)
        return figure_of(one, table, row, column, record.values.get("page")) if one else None


def sum_verdict(total: Figure, parts: Sequence[Figure], subject: tuple[str, str]) -> Verdict:
    """Verdict on total = Σ parts; ``subject`` names the identity in Chinese and English."""
    judged = judge_sum((total.value, total.half), [(part.value, part.half) for part in parts])
    several = sum(1 for part in parts if part.value) > 1
    other = len(parts) == 1 and parts[0].mark != total.mark
    found = _arithmetic(judged, (total, *parts), subject, partial(messages.of_sum, total, parts))
    return found._replace(proves=found.figures if several or other else ())


def rate_verdict(
    rate: Figure,
    numerator: tuple[Interval, float],
    denominator: tuple[Interval, float],
    figures: Sequence[Figure],
    subject: tuple[str, str],
    formula: str,
) -> Verdict | None:
    """Verdict on rate % = numerator / denominator, each given as (interval, printed value); None for a zero base."""
    if not denominator[1]:
        return None
    judged = judge_rate((rate.value, rate.half), numerator[0], denominator[0], numerator[1] / denominator[1] * 100)
    return judged and _arithmetic(judged, (rate, *figures), subject, partial(messages.of_rate, rate, formula))


def _arithmetic(
    judged: tuple[Status, float, float, float],
    figures: tuple[Figure, ...],
    subject: tuple[str, str],
    told: Callable[..., messages.Both],
) -> Verdict:
    """Verdict on the first of the figures, against the value that the others make."""
    status, expected, difference, tolerance = judged
    return Verdict(
        status,
        figures,
        stated=figures[0].value,
        expected=round(expected, DIGITS),
        difference=round(difference, DIGITS),
        tolerance=round(tolerance, DIGITS),
        subject=subject,
        told=partial(told, expected),
    )
