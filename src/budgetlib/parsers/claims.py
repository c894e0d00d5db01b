"""Prose to claims: every amount, rate and count stated in a sentence, with its item, measure and base.

One reading rule for all provinces: a figure gets its measure from the words right before it, its item from the same
clause or, where that names none, from the clause before (inheritance over "，", "；" and "其中"). A figure inside a
stated reason is taken only where the reason names its item; everything that finds no role stays unread and is listed
by the coverage.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from budgetlib.numbers import TO_WAN, Number, find_numbers
from budgetlib.parsers.items import functional_path, is_attribute, is_generic, item_of, names_an_item
from budgetlib.parsers.nonfigures import nonfigure
from budgetlib.parsers.outline import Section, outlined
from budgetlib.parsers.roles import FLAT, SAVED, UNIT, Role, base_of, role_of
from budgetlib.readers.document import Document, Mark, Paragraph
from budgetlib.text import Squeezed, squeeze

_REASON = re.compile(
    r"(?:主要|差异)?原因(?:[是为]|:|$)|主要(?:是|由于|系)|主要用于(?!以下|如下)|(?:主要|开支内容)?(?<!不)包括(?=:|\w)"
)
_REASON_TEXT = re.compile(r"原因[是为]?:?(?P<text>.*)", re.DOTALL)
_COUNTED_NOUN = re.compile(r"(?:设置?|设有|下设|下属|所属|[是为]:?有|^有|包括[^,;]*下属|[和及])$")
_BOUNDARY = re.compile(r"[,;。!?:]")
_AGAINST_BUDGET = re.compile(
    r"决算数?(?P<word>大于|高于|超过|小于|低于|少于|等于|与|同)(?P<base>[^,;。]*?预算)数?(?P<flat>持平|一致|相同|相等)?"
)
_WHOLE = re.compile(r"(?:收入|支出)$")
"""本单位支出: all of it, where a paragraph begins so."""
_COMPARES_ANEW = re.compile(
    r"(?:[与比较同](?:上年|上一年|去年|20\d\d年)度?(?:相比|同期|决算数?)*|同比)(?:增加|增长|上升|减少|下降|降低|持平|[,;。]|$)"
)
"""How a comparison of the item itself opens behind a stated reason: …原因是厉行节约，与上年相比减少0.50万元."""
_ONLY_COMPARES = re.compile(r"[与比较同](?:上年|上一年|去年|20\d\d年|年初|全年)[年度初决预算同期数]*(?:相比|比较)?")
_ASIDE = re.compile(r"\(其中[^()]*(?:\([^()]*\)[^()]*)*\)")
"""A split of the figure before it, in brackets: behind it the sentence goes on with its own subject."""
_SOURCE = re.compile(r"一般公共预算|政府性基金|国有资本|财政专户|财政拨款|上级|自有资金|其他资金|结转")
_NEW_TOPIC = re.compile(r"其中:?$")
_YEAR_OF_TOTAL = re.compile(
    r"(?<![比较与同])(?P<year>20\d\d)年度?(?:部门|单位|一般公共预算|政府性基金|财政拨款|预算)*(?:“?三公”?|(?:本年)?(?:收入|支出)|收、支)"
)
"""A total said of a year: 2021年度“三公”经费. Names of projects have years too, but do not go on like this."""


AMOUNTS = ("actual", "initial_budget", "annual_budget")


@dataclass(frozen=True, slots=True)
class Claim:
    """One stated figure: where it stands, what it is of, and how it was printed. ``value`` is signed."""

    section: Section
    item: str
    measure: str
    base: str | None
    value: float
    unit: str
    text: str
    page: int
    mark: Mark
    reason: str | None = None
    in_reason: bool = False


@dataclass(frozen=True, slots=True)
class Worded:
    """A comparison in words, without a figure: 与上年持平, 决算数大于预算数. ``direction`` is up, down or flat."""

    section: Section
    item: str
    base: str | None
    direction: str
    page: int
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class _Figure:
    number: Number
    unit: str
    end: int


@dataclass(frozen=True, slots=True)
class _Segment:
    """A clause, or the words before a figure; ``closing`` is the punctuation behind it, "" before a figure."""

    words: str
    start: int
    closing: str
    figure: _Figure | None = None


@dataclass(slots=True)
class _State:
    """What a sentence has named so far."""

    subject: str | None = None
    topic: str | None = None
    base: str | None = None
    carried: str | None = None
    """The base of a change in the sentence before, which 其中 takes up."""
    year: int | None = None
    """The year that the sentence names for its totals; None where it names none."""
    compares: bool = False
    """Whether the clause before says no more than what is compared with: 较上年，"""
    in_reason: bool = False
    reason_subject: str | None = None
    after_semicolon: bool = False
    clauses: list[str] = field(default_factory=list)
    last: Role | None = None


def read_claims(
    document: Document, *, year: int | None, report_type: str, agencies: tuple[str, ...]
) -> Iterator[Claim | Worded]:
    """Claims and worded comparisons of the whole prose, in reading order. Duties and glossary are left out."""
    default = "initial_budget" if report_type == "budget" else "actual"
    for number, paragraph, section in outlined(document):
        if not section.is_glossary_or_duties:
            yield from _Reader(number, paragraph, section, year, default, agencies).read()


class _Reader:
    """Reads one paragraph; the state is the little that a human reader keeps in mind from clause to clause."""

    def __init__(
        self,
        block: int,
        paragraph: Paragraph,
        section: Section,
        year: int | None,
        default: str,
        agencies: tuple[str, ...],
    ) -> None:
        self.block, self.paragraph, self.section = block, paragraph, section
        self.year, self.default, self.agencies = year, default, agencies
        self.squeezed = squeeze(paragraph.text)
        self.asides = [match.span() for match in _ASIDE.finditer(self.squeezed.text)]
        self.state = _State()

    def read(self) -> Iterator[Claim | Worded]:
        for segment in _segments(self.squeezed):
            if self._is_aside(segment):
                claim = self._part(segment, segment.figure) if segment.figure else None
                if claim:
                    yield claim
                continue
            against_budget = self._against_budget(segment)
            if against_budget:
                yield against_budget
            words = self._enter(segment)
            if segment.figure:
                claim = self._figure(segment, words, segment.figure)
                if claim:
                    yield claim
            else:
                flat = self._clause(segment, words)
                if flat and not against_budget:
                    yield flat
            self.state.after_semicolon = segment.closing == ";"
            if segment.closing and segment.closing in "。!":
                self._end_sentence()

    def _enter(self, segment: _Segment) -> str:
        """Note reason, topic and base that the words bring; return what is left of them for the item."""
        words = segment.words
        if self.state.in_reason and _COMPARES_ANEW.match(words):
            self.state.in_reason = False
        reason = _REASON.search(words)
        if reason:
            self.state.in_reason, self.state.reason_subject = True, None
            words = words[reason.end() :]
        elif _NEW_TOPIC.search(words) and not self.state.in_reason:
            self.state.topic = self.state.topic or self.state.subject
            self.state.base = self.state.base or self.state.carried
        if not self.state.in_reason:
            of_year = _YEAR_OF_TOTAL.search(words)
            self.state.year = int(of_year["year"]) if of_year else self.state.year
            comparison = re.search(r"(?:与|比|较|同|完成)[^,;]*", words)
            named = base_of(comparison.group(), self.year) if comparison else None
            self.state.base = named or self.state.base
        return words

    def _end_sentence(self) -> None:
        state = self.state
        moved = state.last is not None and state.last.measure in ("change", "change_pct")
        self.state = _State(subject=state.topic or state.subject, carried=state.base if moved else None)

    def _against_budget(self, segment: _Segment) -> Worded | None:
        """决算数大于（小于、等于）预算数, 决算数与预算数持平: said of the item that the passage speaks of."""
        match = _AGAINST_BUDGET.search(segment.words)
        subject = self.state.subject
        if not match or not subject or self.state.in_reason:
            return None
        direction = {"大": "up", "高": "up", "超": "up", "小": "down", "低": "down", "少": "down"}.get(
            match["word"][0], "flat"
        )
        if match["word"] in ("与", "同") and not match["flat"]:
            return None
        base = base_of(match["base"], self.year)
        return Worded(self.section, subject, base, direction, self._page(segment.start), self._reason(segment))

    def _clause(self, segment: _Segment, words: str) -> Worded | None:
        state = self.state
        flat = FLAT.search(words)
        if flat and not state.in_reason:
            return self._flat(words[: flat.start()], segment)
        if state.in_reason:
            named = item_of(re.sub(r"(?:增加|减少|下降|增长)$", "", words), self.agencies)
            state.reason_subject = named if named and names_an_item(named) else None
            if segment.closing == ";" and re.search(r"包括|用于", segment.words):
                state.in_reason = False
            return None
        state.compares = bool(_ONLY_COMPARES.fullmatch(words))
        words = words.removesuffix(":")  # （一）收入预算：… is a label, and what follows speaks of it
        path = functional_path(words)
        item = path or item_of(words, self.agencies)
        if item and (path or names_an_item(item)):
            state.subject = item
        state.clauses.append(words)
        return None

    def _flat(self, words: str, segment: _Segment) -> Worded | None:
        item = item_of(re.sub(r"(?:与|比|较|同|和)[^,;]*$", "", words), self.agencies) or self.state.subject
        if not item or re.search(r"^(?:支出)?决算数?$", item):
            item = self.state.subject
        if not item:
            return None
        self.state.subject = item
        reason = self._reason(segment)
        return Worded(self.section, item, self.state.base, "flat", self._page(segment.start), reason)

    def _figure(self, segment: _Segment, words: str, figure: _Figure) -> Claim | None:
        state = self.state
        unit = figure.unit or self._missing_unit(words)
        role = self._role(words, unit)
        if role is None:
            state.clauses.append(words)
            return None
        if state.in_reason and state.after_semicolon and self._opens_item(role):
            state.in_reason = False
        item = self._item(role, segment, figure)
        state.last, state.clauses, state.compares = role, [], False
        if item is None:
            return None
        base = role.base
        if role.measure in ("change", "change_pct", "completion_pct"):
            base = state.base = base or state.base
        return Claim(
            section=self.section,
            item=item,
            measure=role.measure,
            base=base,
            value=role.sign * figure.number.value or 0.0,  # a fall by nothing is no negative zero
            unit="%" if role.measure in ("change_pct", "share_pct") and not figure.unit else unit,
            text=self._printed(figure.number),
            page=self._page(figure.number.start),
            mark=self._mark(figure.number),
            reason=self._reason(segment),
            in_reason=state.in_reason,
        )

    def _is_aside(self, segment: _Segment) -> bool:
        place = segment.figure.number.start if segment.figure else segment.start
        return any(start <= place < end for start, end in self.asides)

    def _part(self, segment: _Segment, figure: _Figure) -> Claim | None:
        """A figure of a split in brackets, which leaves the subject as it is. Parts with names of their own are items;
        those that are sources of money bear the name of what is split, and are no statement of their own.
        """
        role = role_of(segment.words, figure.unit, self.year, self.default) if figure.unit else None
        item = item_of(role.rest, self.agencies) if role else None
        if role is None or item is None or self.state.subject is None:
            return None
        of_source = bool(_SOURCE.search(item))
        return Claim(
            section=self.section,
            item=f"{self.state.subject}（其中：{item}）" if of_source else item,
            measure=role.measure,
            base=role.base,
            value=role.sign * figure.number.value or 0.0,
            unit=figure.unit,
            text=self._printed(figure.number),
            page=self._page(figure.number.start),
            mark=self._mark(figure.number),
            in_reason=of_source,
        )

    def _opens_item(self, role: Role) -> bool:
        """Whether a figure right behind a semicolon belongs to the next item and no longer to the reason before it."""
        item = item_of(role.rest, self.agencies)
        return role.measure in (*AMOUNTS, "count") and item is not None and names_an_item(item)

    def _missing_unit(self, words: str) -> str:
        """A rate printed without its sign: 增长13.95。 right behind the amount of the same change."""
        moved = role_of(words, "", self.year, self.default)
        return "%" if moved and self.state.last and self.state.last.measure == "change" else ""

    def _role(self, words: str, unit: str) -> Role | None:
        last = self.state.last
        if words == "的" and unit == "%" and last and last.base and last.measure.endswith("budget"):
            return Role("completion_pct", "", base=last.base)
        if not unit:
            return None
        role = self._of_its_year(role_of(words, unit, self.year, self.default))
        if role and role.measure == self.default and unit in TO_WAN and self._is_movement(words):
            return None
        if role and role.measure == "change" and unit in TO_WAN and not (role.base or self.state.base):
            # A name can end in a verb of movement (支持…增长30万元): without a base only a known noun can move.
            item = item_of(role.rest, self.agencies)
            return role if item is None or names_an_item(item) else Role(self.default, words)
        return role

    def _is_movement(self, words: str) -> bool:
        """Whether an amount is of a movement that the words do not give a direction or an item: 节约会议费3.00万元 in a
        reason, or 较上年，攀升3.00万元, whose verb nobody knows. Such an amount is no spending.
        """
        if self.state.in_reason:
            return bool(SAVED.search(words))
        if not self.state.compares:
            return False
        item = item_of(words, self.agencies)
        return item is None or not names_an_item(item)

    def _of_its_year(self, role: Role | None) -> Role | None:
        """An amount of last year is no amount of this one; one of any other year is left unread, and so listed."""
        named = self.state.year
        if role is None or role.measure != self.default or named in (None, self.year) or self.year is None:
            return role
        return replace(role, measure="prior") if named == self.year - 1 else None

    def _item(self, role: Role, segment: _Segment, figure: _Figure) -> str | None:
        state = self.state
        if role.measure == "count" and _COUNTED_NOUN.search(segment.words):
            return self._counted(figure)
        item = item_of(role.rest, self.agencies)
        if item is None and state.subject is None:
            if role.measure == "count":
                return self._counted(figure)
            whole = _WHOLE.search(role.rest)
            item = whole.group() if whole else None
        if item and is_attribute(item):
            return f"{state.subject or ''}{item}"
        if item and is_generic(item):
            before = [named for clause in state.clauses[-2:] if (named := item_of(clause, self.agencies))]
            return "".join([*before, item]) if before else item
        if state.in_reason:
            if item:
                state.reason_subject = item if names_an_item(item) else None
            return state.reason_subject
        if item and role.measure != "score":
            state.subject = item
        return state.subject

    def _counted(self, figure: _Figure) -> str | None:
        """The noun behind a count (下设6个科室): up to the next punctuation."""
        behind = re.match(r"[^\d,;。:、(和及的]{1,12}", self.squeezed.text[figure.end :])
        return behind.group() if behind else None

    def _printed(self, number: Number) -> str:
        mark = self._mark(number)
        return self.paragraph.text[mark.start : mark.end]

    def _mark(self, number: Number) -> Mark:
        start = self.squeezed.printed_start(number.start)
        return Mark(self.block, None, start, self.squeezed.printed_end(number.end))

    def _page(self, index: int) -> int:
        index = min(index, len(self.squeezed.offsets) - 1)
        return self.paragraph.fragment_at(self.squeezed.printed_start(index)).page

    def _reason(self, segment: _Segment) -> str | None:
        """The reason stated behind this point, up to the next 其中 or the end of its sentence."""
        if self.state.in_reason:
            return None
        behind = self.squeezed.text[segment.figure.end if segment.figure else segment.start :]
        stated = _REASON_TEXT.search(_until_next_subject(behind))
        return stated.group("text").strip(":,。;") or None if stated else None


def _until_next_subject(text: str) -> str:
    sentence = re.match(r"[^。]*", text)
    head = sentence.group() if sentence else ""
    if "原因" not in head:
        following = re.match(r"[^。]*。(?:决算数)?[^。]{0,30}原因[^。]*", text)
        head = following.group() if following else head
    return re.split(r"其中:", head)[0]


def _segments(squeezed: Squeezed) -> Iterator[_Segment]:
    text = squeezed.text
    start = 0
    for figure in [*_figures(text), None]:
        stop = figure.number.start if figure else len(text)
        for boundary in _BOUNDARY.finditer(text, start, stop):
            yield _clause(text, start, boundary.start(), boundary.group())
            start = boundary.end()
        if figure:
            yield _Segment(_leading(text[start:stop]), start, "", figure)
            start = figure.end
        elif start < stop:
            yield _clause(text, start, stop, "。")


def _clause(text: str, start: int, end: int, closing: str) -> _Segment:
    return _Segment(_leading(text[start:end]) + (":" if closing == ":" else ""), start, closing)


def _leading(words: str) -> str:
    return words.lstrip("、)）")


def _figures(text: str) -> Iterator[_Figure]:
    for number in find_numbers(text):
        if nonfigure(text, number):
            continue
        unit = UNIT.match(text, number.end)
        yield _Figure(number, unit.group() if unit else "", unit.end() if unit else number.end)
